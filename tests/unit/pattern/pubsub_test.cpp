#include "flow/outbox.h"
#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

Peer& accept_subscriber(Stage& stage, std::string_view topic) {
  Peer& peer = stage.accept();
  stage->subscription(peer, true, as_bytes(topic));
  return peer;
}

// The subscriptions on their way to a peer, "+topic" or "-topic", which are then gone.
std::vector<std::string> told(Peer& peer) {
  std::vector<std::string> texts;
  for (const flow::Control& control : peer.controls)
    texts.push_back(((control.kind == flow::Control::Kind::kSubscribe) ? "+" : "-") + control.topic);
  peer.controls.clear();
  peer.flush_wanted = false;
  std::ranges::sort(texts);
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("PUB sends to whom it concerns, once each") {
  Stage stage(ConnectorType::kPub);
  Peer& all = accept_subscriber(stage, "");
  Peer& some = accept_subscriber(stage, "news.");
  stage->subscription(some, true, as_bytes("n"));
  Peer& none = stage.accept();
  CHECK(stage.send({"news.one", "body"}) == Status::kOk);
  CHECK(stage.send({"other"}) == Status::kOk);
  CHECK(stage.send({""}) == Status::kOk);
  CHECK(stage.written(all) == std::vector<Text>{{"news.one", "body"}, {"other"}, {""}});
  CHECK(stage.written(some) == std::vector<Text>{{"news.one", "body"}});
  CHECK(none.outbox.empty());
  CHECK(stage.effects.drops.full == 0);
}

TEST_CASE("PUB counts each subscriber of a topic once, as long as its link is up") {
  Stage stage(ConnectorType::kPub);
  Peer& all = accept_subscriber(stage, "");
  Peer& some = accept_subscriber(stage, "news.");
  stage->subscription(some, true, as_bytes("n"));
  stage.accept();
  CHECK(stage->subscribers(as_bytes("news.one")) == 2);
  CHECK(stage->subscribers(as_bytes("new")) == 2);
  CHECK(stage->subscribers(as_bytes("")) == 1);
  CHECK(stage.send({"news.one"}) == Status::kOk);
  CHECK(stage.written(some) == std::vector<Text>{{"news.one"}});
  stage->subscription(some, false, as_bytes("n"));
  CHECK(stage->subscribers(as_bytes("new")) == 1);
  some.outbox.begin_session(0);
  stage.lose_link(some);
  CHECK(stage->subscribers(as_bytes("news.one")) == 1);
  stage.resume(some, 0);
  CHECK(stage->subscribers(as_bytes("news.one")) == 2);
  stage.unlink(all);
  CHECK(stage->subscribers(as_bytes("news.one")) == 1);
}

TEST_CASE("patterns without subscribers count none") {
  for (const ConnectorType type : {ConnectorType::kSub, ConnectorType::kPush, ConnectorType::kRouter}) {
    CHECK_FALSE(Stage(type)->subscribers(as_bytes("")));
  }
}

TEST_CASE("PUB matches the first part only") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = accept_subscriber(stage, "b");
  stage.send({"a", "b"});
  CHECK(peer.outbox.empty());
}

TEST_CASE("PUB takes subscriptions as commands and as messages, and a cancellation ends them all") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = stage.accept();
  Peer& other = accept_subscriber(stage, "a");
  stage->subscription(peer, true, as_bytes("a"));
  stage.deliver(peer, {std::string("\x01") + "a"});
  stage.send({"abc"});
  CHECK(stage.written(peer) == std::vector<Text>{{"abc"}});

  stage->subscription(peer, false, as_bytes("a"));
  stage.send({"abc"});
  CHECK(peer.outbox.empty());
  stage.deliver(peer, {std::string("\0a", 2)});
  stage.send({"abc"});
  CHECK(peer.outbox.empty());
  CHECK(stage.written(other).size() == 3);

  stage->subscription(peer, false, as_bytes("a"));
  stage->subscription(peer, false, as_bytes("never"));
  stage->subscription(peer, true, as_bytes("a"));
  stage.send({"abc"});
  CHECK(stage.written(peer).size() == 1);
}

TEST_CASE("PUB takes the empty subscription as a message of one byte, and drops what is none") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"\x01"}, {"\x02topic"}, {""}, {"\x01", "more"}, {"hello"}});
  CHECK(stage.effects.drops.unexpected == 4);
  stage.send({"x"});
  CHECK(stage.written(peer) == std::vector<Text>{{"x"}});
}

TEST_CASE("PUB drops for the subscriber that is full, and for that one only") {
  Stage stage(ConnectorType::kPub, {.messages = 2, .bytes = 0});
  Peer& slow = accept_subscriber(stage, "");
  Peer& fast = accept_subscriber(stage, "");
  for (int i = 0; i < 5; ++i) {
    CHECK(stage.send({std::to_string(i)}) == Status::kOk);
    CHECK(stage.written(fast) == std::vector<Text>{{std::to_string(i)}});
  }
  CHECK(stage.effects.drops.full == 3);
  CHECK(stage.written(slow) == std::vector<Text>{{"0"}, {"1"}});
  stage.send({"again"});
  CHECK(stage.written(slow) == std::vector<Text>{{"again"}});
}

TEST_CASE("PUB forgets a peer's subscriptions with its link") {
  Stage stage(ConnectorType::kPub);
  Peer& lasting = stage.connect();
  stage.send({"nobody subscribed"});
  stage.link(lasting);
  stage->subscription(lasting, true, as_bytes(""));
  stage.send({"kept"});
  stage.unlink(lasting);
  stage.send({"missed"});
  stage.link(lasting);
  stage.send({"missed"});
  stage->subscription(lasting, true, as_bytes(""));
  stage.send({"new"});
  CHECK(stage.written(lasting) == std::vector<Text>{{"kept"}, {"new"}});
  CHECK(stage.effects.drops.peer_gone == 0);
}

TEST_CASE("PUB counts what a vanished subscriber had not been sent") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = accept_subscriber(stage, "");
  for (int i = 0; i < 5; ++i) stage.send({"x"});
  stage.written(peer, 2);
  stage.unlink(peer);
  CHECK(stage.effects.drops.peer_gone == 3);
  CHECK(stage.peer_count() == 0);
  CHECK(stage.send({"x"}) == Status::kOk);
}

TEST_CASE("PUB puts a part of some KiB into one block that all subscribers share") {
  Stage stage(ConnectorType::kPub);
  Peer& one = accept_subscriber(stage, "");
  Peer& two = accept_subscriber(stage, "");
  std::string large(flow::kSharedBody, 'L');
  REQUIRE(stage.send({"topic", large, "end"}) == Status::kOk);
  std::vector<Part> parts, others;
  REQUIRE(one.outbox.take(parts, 1) == 1);
  REQUIRE(two.outbox.take(others, 1) == 1);
  CHECK(texts_of(parts) == std::vector<Text>{{"topic", large, "end"}});
  CHECK(texts_of(others) == texts_of(parts));
  CHECK(parts[1].data == others[1].data);
  CHECK(parts[0].data != others[0].data);
  others.clear();
  CHECK_FALSE(parts[1].block->shared());
}

TEST_CASE("SUB tells its peers what it wants, the first and the last time") {
  Stage stage(ConnectorType::kSub);
  Peer& linked = stage.accept();
  Peer& unlinked = stage.connect();
  CHECK(stage->subscribe(as_bytes("a")) == Status::kOk);
  CHECK(stage.effects.to_flush == std::vector{&linked});
  CHECK(told(linked) == Texts{"+a"});
  CHECK(stage->subscribe(as_bytes("a")) == Status::kOk);
  CHECK(stage->unsubscribe(as_bytes("a")) == Status::kOk);
  CHECK(told(linked).empty());
  CHECK(stage->unsubscribe(as_bytes("a")) == Status::kOk);
  CHECK(told(linked) == Texts{"-a"});
  CHECK(stage->unsubscribe(as_bytes("a")) == Status::kNotFound);
  CHECK(told(linked).empty());
  CHECK(told(unlinked).empty());
}

TEST_CASE("SUB tells a peer everything at each new link, and forgets what the old one was not told") {
  Stage stage(ConnectorType::kSub);
  Peer& peer = stage.connect();
  for (const char* topic : {"a", "ab", ""}) REQUIRE(stage->subscribe(as_bytes(topic)) == Status::kOk);
  CHECK(told(peer).empty());
  stage.link(peer);
  CHECK(told(peer) == Texts{"+", "+a", "+ab"});
  REQUIRE(stage->subscribe(as_bytes("late")) == Status::kOk);
  stage.unlink(peer);
  REQUIRE(stage->unsubscribe(as_bytes("")) == Status::kOk);
  stage.link(peer);
  CHECK(told(peer) == Texts{"+a", "+ab", "+late"});
}

TEST_CASE("SUB receives what it subscribed to, in turn, and drops the rest without a word") {
  Stage stage(ConnectorType::kSub);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  stage.deliver_all(one, {{"early"}});
  REQUIRE(stage->subscribe(as_bytes("a")) == Status::kOk);
  REQUIRE(stage->subscribe(as_bytes("b")) == Status::kOk);
  stage.deliver_all(one, {{"a1", "body"}, {"x", "a"}, {"a2"}, {""}});
  stage.deliver_all(two, {{"b1"}});
  CHECK(stage->waiting() == 3);
  REQUIRE(stage->unsubscribe(as_bytes("b")) == Status::kOk);
  stage.deliver_all(two, {{"b2"}});
  CHECK(stage.receive_all() == std::vector<Text>{{"a1", "body"}, {"b1"}, {"a2"}});
  CHECK(stage.effects.drops.unexpected == 0);
}

TEST_CASE("SUB says what it wants in the order of names, on every link") {
  Stage stage(ConnectorType::kSub);
  std::vector<std::string> names;
  for (int i = 0; i < 50; ++i) names.push_back("topic " + std::to_string(i * 37 % 50));
  for (const std::string& name : names) REQUIRE(stage->subscribe(as_bytes(name)) == Status::kOk);
  std::ranges::sort(names);
  std::vector<std::string> said;
  for (const flow::Control& control : stage.accept().controls) said.push_back(control.topic);
  CHECK(said == names);
}
