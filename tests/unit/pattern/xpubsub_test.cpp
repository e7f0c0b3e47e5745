#include "pattern/xpubsub.h"

#include "flow/outbox.h"
#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

using Texts = std::vector<std::string>;

std::string asks(const std::string& topic) { return "\x01" + topic; }
std::string ends(const std::string& topic) { return std::string(1, '\0') + topic; }

Peer& accept_subscriber(Stage& stage, std::string_view topic) {
  Peer& peer = stage.accept();
  stage->subscription(peer, true, as_bytes(topic));
  return peer;
}

// Everything that waits, first parts only: notices have no others.
Texts received(Stage& stage) {
  Texts texts;
  for (const Text& message : stage.receive_all()) texts.push_back(message.at(0));
  return texts;
}

Texts sorted(Texts texts) {
  std::ranges::sort(texts);
  return texts;
}

}  // namespace

TEST_CASE("XPUB tells of the first subscription to a topic and of the last cancellation") {
  Stage stage(ConnectorType::kXpub);
  CHECK(stage->may_receive() == Status::kOk);
  Peer& one = accept_subscriber(stage, "a");
  Peer& two = accept_subscriber(stage, "a");
  stage->subscription(one, true, as_bytes("a"));
  stage->subscription(two, true, as_bytes(""));
  CHECK(stage->waiting() == 2);
  CHECK(received(stage) == Texts{asks("a"), asks("")});
  stage->subscription(one, false, as_bytes("a"));
  stage->subscription(one, false, as_bytes("never"));
  CHECK(received(stage).empty());
  stage->subscription(two, false, as_bytes("a"));
  CHECK(received(stage) == Texts{ends("a")});
  CHECK(stage->topics() == 1);
}

TEST_CASE("XPUB takes subscriptions as messages, too, and receives all other messages as they are") {
  Stage stage(ConnectorType::kXpub);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"hello", "there"}, {asks("a")}, {asks("a"), "of two parts"}, {""}, {ends("a")}});
  CHECK(stage.receive_all() ==
        std::vector<Text>{{asks("a")}, {ends("a")}, {"hello", "there"}, {asks("a"), "of two parts"}, {""}});
  CHECK(stage.effects.drops.unexpected == 0);
}

TEST_CASE("XPUB tells of a subscription before its cancellation, whichever peers they are of") {
  Stage stage(ConnectorType::kXpub);
  Peer& one = accept_subscriber(stage, "x");
  stage->subscription(one, true, as_bytes("a"));
  Peer& two = accept_subscriber(stage, "a");
  stage->subscription(one, false, as_bytes("a"));
  stage->subscription(two, false, as_bytes("a"));
  CHECK(received(stage) == Texts{asks("x"), asks("a"), ends("a")});
}

TEST_CASE("verbose, an XPUB tells of every subscription; verboser, of every cancellation, too") {
  Stage stage(ConnectorType::kXpub);
  stage.settings.xpub_verbose = true;
  Peer& one = accept_subscriber(stage, "a");
  Peer& two = accept_subscriber(stage, "a");
  stage->subscription(two, true, as_bytes("a"));
  stage->subscription(one, false, as_bytes("a"));
  CHECK(received(stage) == Texts{asks("a"), asks("a"), asks("a")});
  stage.settings.xpub_verboser = true;
  stage->subscription(one, true, as_bytes("a"));
  stage->subscription(one, false, as_bytes("a"));
  stage->subscription(two, false, as_bytes("a"));
  CHECK(received(stage) == Texts{asks("a"), ends("a"), ends("a")});
}

TEST_CASE("XPUB tells of what ends with a peer, and nothing of one that comes back to its session") {
  Stage stage(ConnectorType::kXpub);
  accept_subscriber(stage, "shared");
  Peer& peer = stage.accept_in_session();
  for (const char* topic : {"shared", "kept", "left"}) stage->subscription(peer, true, as_bytes(topic));
  received(stage);
  stage.lose_link(peer);
  stage.resume(peer, 0);
  CHECK(received(stage).empty());
  stage->subscription(peer, true, as_bytes("kept"));
  stage->subscription(peer, true, as_bytes("shared"));
  stage->subscriptions_complete(peer);
  CHECK(received(stage) == Texts{ends("left")});
  stage.lose_link(peer);
  stage.give_up(peer);
  CHECK(received(stage) == Texts{ends("kept")});
}

TEST_CASE("a plain peer's topics end with its link") {
  Stage stage(ConnectorType::kXpub);
  Peer& peer = accept_subscriber(stage, "a");
  stage->subscription(peer, true, as_bytes("b"));
  received(stage);
  stage.unlink(peer);
  CHECK(sorted(received(stage)) == Texts{ends("a"), ends("b")});
  CHECK(stage.peer_count() == 0);
}

TEST_CASE("by hand, a subscription means what the application makes of it") {
  Stage stage(ConnectorType::kXpub);
  CHECK(stage->subscribe(as_bytes("a")) == Status::kNotSupported);
  CHECK(stage->unsubscribe(as_bytes("a")) == Status::kNotSupported);
  stage.settings.xpub_manual = true;
  Peer& one = accept_subscriber(stage, "a");
  Peer& two = accept_subscriber(stage, "a");
  stage.send({"a"});
  CHECK(one.outbox.empty());
  CHECK(stage.receive() == Text{asks("a")});
  CHECK(stage->subscribe(as_bytes("other")) == Status::kOk);
  CHECK(stage.receive() == Text{asks("a")});
  stage.send({"a"});
  stage.send({"other"});
  CHECK(stage.written(one) == std::vector<Text>{{"other"}});
  CHECK(two.outbox.empty());
  stage->subscription(one, false, as_bytes("a"));
  CHECK(stage.receive() == Text{ends("a")});
  CHECK(stage->unsubscribe(as_bytes("other")) == Status::kOk);
  stage.send({"other"});
  CHECK(one.outbox.empty());
}

TEST_CASE("by hand, each topic that a peer asked for ends with it, and it is not subscribed again") {
  Stage stage(ConnectorType::kXpub);
  stage.settings.xpub_manual = true;
  Peer& peer = accept_subscriber(stage, "a");
  accept_subscriber(stage, "a");
  received(stage);
  stage->subscription(peer, true, as_bytes("b"));
  CHECK(stage.receive() == Text{asks("b")});
  stage.unlink(peer);
  CHECK(stage->subscribe(as_bytes("b")) == Status::kOk);
  CHECK(stage->topics() == 0);
  CHECK(sorted(received(stage)) == Texts{ends("a"), ends("b")});
  CHECK(stage->subscribe(as_bytes("b")) == Status::kOk);
  CHECK(stage->topics() == 0);
}

TEST_CASE("for caches of last values the send after a subscription goes to whom it came from") {
  Stage stage(ConnectorType::kXpub);
  stage.settings.xpub_manual = stage.settings.xpub_manual_last_value = true;
  Peer& early = accept_subscriber(stage, "a");
  stage.receive();
  stage->subscribe(as_bytes("a"));
  stage.send({"a", "first"});
  Peer& late = accept_subscriber(stage, "a");
  stage.receive();
  stage->subscribe(as_bytes("a"));
  stage.send({"a", "last value"});
  stage.send({"a", "next"});
  CHECK(stage.written(early) == std::vector<Text>{{"a", "first"}, {"a", "next"}});
  CHECK(stage.written(late) == std::vector<Text>{{"a", "last value"}, {"a", "next"}});
}

TEST_CASE("XPUB welcomes whoever is new") {
  Stage stage(ConnectorType::kXpub);
  stage.settings.welcome_message = "W";
  Peer& peer = stage.accept_in_session();
  CHECK(stage.written(peer) == std::vector<Text>{{"W"}});
  peer.outbox.acknowledge(1);
  stage.lose_link(peer);
  stage.resume(peer, 1);
  CHECK(peer.outbox.empty());
}

TEST_CASE("an application that does not receive has its peers wait") {
  Stage stage(ConnectorType::kXpub, {.messages = 4, .bytes = 0});
  Peer& peer = stage.accept();
  for (int i = 0; i < 3; ++i) stage->subscription(peer, true, as_bytes(std::to_string(i)));
  CHECK_FALSE(stage->overrun(peer));
  stage->subscription(peer, true, as_bytes("3"));
  CHECK(stage->overrun(peer));
  peer.receive_paused = true;
  received(stage);
  CHECK_FALSE(stage->overrun(peer));
  CHECK(stage.effects.to_resume == std::vector{&peer});
}

TEST_CASE("notices count among what the application acknowledges") {
  Stage stage(ConnectorType::kXpub);
  stage.effects.held.on = true;
  Peer& peer = accept_subscriber(stage, "a");
  stage.deliver(peer, {"message"});
  stage.receive_all();
  Peer* of = &peer;
  CHECK(stage.effects.held.release(10, of) == 2);
  CHECK(of == nullptr);
}

TEST_CASE("XPUB with topics of two megabytes, and with very many") {
  Stage stage(ConnectorType::kXpub);
  const std::string huge(2 << 20, 'h');
  Peer& peer = accept_subscriber(stage, huge);
  CHECK(stage.receive() == Text{asks(huge)});
  for (int i = 0; i < 1'000'000; ++i) stage->subscription(peer, true, as_bytes(std::to_string(i)));
  CHECK(stage->topics() == 1'000'001);
  CHECK(stage->waiting() == 1'000'000);
  stage.unlink(peer);
  CHECK(stage->topics() == 0);
  CHECK(stage->waiting() == 2'000'001);
}

TEST_CASE("a publisher that may not drop refuses what a peer has no room for, and nobody gets it") {
  for (const ConnectorType type : {ConnectorType::kPub, ConnectorType::kXpub}) {
    Stage stage(type, {.messages = 2, .bytes = 0});
    stage.settings.publish_without_drops = true;
    Peer& slow = accept_subscriber(stage, "");
    Peer& fast = accept_subscriber(stage, "a");
    CHECK(stage.send({"a1"}) == Status::kOk);
    CHECK(stage.send({"b1"}) == Status::kOk);
    CHECK(stage.send({"a2"}) == Status::kAgain);
    CHECK(stage.written(fast) == std::vector<Text>{{"a1"}});
    CHECK(stage.written(slow).size() == 2);
    CHECK(stage.send({"a2"}) == Status::kOk);
    CHECK(stage.effects.drops.full == 0);
    CHECK(pattern::waits_for_room(type, stage.settings));
  }
}

TEST_CASE("with matching inverted a publisher sends what was not subscribed to, and a SUB receives that") {
  Stage stage(ConnectorType::kPub);
  stage.settings.invert_matching = true;
  Peer& peer = accept_subscriber(stage, "a");
  Peer& other = stage.accept();
  stage.connect();
  stage.send({"ab"});
  stage.send({"b"});
  CHECK(stage.written(peer) == std::vector<Text>{{"b"}});
  CHECK(stage.written(other) == std::vector<Text>{{"ab"}, {"b"}});
  CHECK(stage.peer(2).outbox.empty());

  Stage sub(ConnectorType::kSub);
  sub.settings.invert_matching = true;
  Peer& publisher = sub.accept();
  REQUIRE(sub->subscribe(as_bytes("a")) == Status::kOk);
  sub.deliver_all(publisher, {{"ab"}, {"b"}});
  CHECK(sub.receive_all() == std::vector<Text>{{"b"}});
}

TEST_CASE("a peer with too many topics, or too long ones, is turned away") {
  Stage stage(ConnectorType::kPub);
  stage.settings.max_topics = 2;
  stage.settings.max_topic_bytes = 10;
  Peer& peer = stage.accept();
  for (const char* topic : {"a", "b", "a"}) stage->subscription(peer, true, as_bytes(topic));
  CHECK(stage.effects.to_reject.empty());
  stage->subscription(peer, true, as_bytes("c"));
  CHECK(stage.effects.to_reject == std::vector{&peer});
  CHECK(peer.rejected_for == Status::kTooManyTopics);
  CHECK(stage->topics() == 2);
  stage->subscription(peer, false, as_bytes("b"));
  stage.effects.to_reject.clear();
  stage->subscription(peer, true, as_bytes("123456789"));
  CHECK(stage.effects.to_reject.empty());
  stage->subscription(peer, false, as_bytes("a"));
  stage->subscription(peer, true, as_bytes("xy"));
  CHECK(stage.effects.to_reject == std::vector{&peer});
}

TEST_CASE("whoever subscribes later is sent the newest messages that match, each once, oldest first") {
  Stage stage(ConnectorType::kPub);
  stage.settings.replay = 3;
  for (const char* text : {"a0", "a1", "b1", "a2"}) stage.send({text, "body"});
  Peer& peer = accept_subscriber(stage, "a");
  CHECK(stage.written(peer) == std::vector<Text>{{"a1", "body"}, {"a2", "body"}});
  stage->subscription(peer, true, as_bytes("a"));
  stage->subscription(peer, true, as_bytes("a1"));
  CHECK(peer.outbox.empty());
  stage->subscription(peer, true, as_bytes(""));
  CHECK(stage.written(peer) == std::vector<Text>{{"b1", "body"}});
  Peer& plain = stage.accept();
  plain.plain = true;
  stage->subscription(plain, true, as_bytes("a"));
  CHECK(plain.outbox.empty());
  stage.settings.replay = 0;
  stage.send({"a3"});
  stage.settings.replay = 3;
  Peer& late = accept_subscriber(stage, "a");
  CHECK(late.outbox.empty());
}

TEST_CASE("what is kept is bounded in bytes, and drops where a peer has no room") {
  Stage stage(ConnectorType::kPub, {.messages = 2, .bytes = 0});
  stage.settings.replay = 100;
  stage.settings.replay_bytes = 9;
  for (const char* text : {"aaa", "bbb", "ccc", "ddd", "larger than that"}) stage.send({text});
  Peer& peer = accept_subscriber(stage, "");
  CHECK(stage.queued(peer) == std::vector<Text>{{"bbb"}, {"ccc"}});
  CHECK(stage.effects.drops.full == 1);
}

TEST_CASE("a peer that comes back to its session is not sent again what it subscribed to before") {
  Stage stage(ConnectorType::kPub);
  stage.settings.replay = 10;
  Peer& peer = stage.accept_in_session();
  stage->subscription(peer, true, as_bytes("a"));
  stage.send({"a1"});
  stage.send({"b1"});
  stage.written(peer);
  stage.lose_link(peer);
  stage.resume(peer, 1);
  stage->subscription(peer, true, as_bytes("a"));
  CHECK(peer.outbox.queued_messages() == 0);
  stage->subscription(peer, true, as_bytes("b"));
  stage->subscriptions_complete(peer);
  CHECK(stage.queued(peer) == std::vector<Text>{{"b1"}});
}

TEST_CASE("a large message that is kept is not copied") {
  Stage stage(ConnectorType::kPub);
  stage.settings.replay = 1;
  Peer& early = accept_subscriber(stage, "");
  const std::string large(flow::kSharedBody, 'L');
  stage.send({large});
  Peer& late = accept_subscriber(stage, "");
  std::vector<Part> first, second;
  REQUIRE(early.outbox.take(first, 1) == 1);
  REQUIRE(late.outbox.take(second, 1) == 1);
  CHECK(first[0].data == second[0].data);
}

TEST_CASE("XSUB subscribes by sending, counted as a SUB does") {
  Stage stage(ConnectorType::kXsub);
  Peer& peer = stage.accept();
  const auto told = [&] {
    Texts texts;
    for (const flow::Control& control : std::exchange(peer.controls, {}))
      texts.push_back((control.kind == flow::Control::Kind::kSubscribe ? "+" : "-") + control.topic);
    return texts;
  };
  CHECK(stage.send({asks("a")}) == Status::kOk);
  CHECK(stage->subscribe(as_bytes("a")) == Status::kOk);
  CHECK(told() == Texts{"+a"});
  CHECK(stage.send({ends("a")}) == Status::kOk);
  CHECK(told().empty());
  CHECK(stage->unsubscribe(as_bytes("a")) == Status::kOk);
  CHECK(told() == Texts{"-a"});
  CHECK(stage.send({ends("a")}) == Status::kOk);
  CHECK(stage.send({asks("b")}) == Status::kOk);
  CHECK(told() == Texts{"+b"});
  CHECK(peer.outbox.empty());
  stage.unlink(peer);
  Peer& next = stage.accept();
  CHECK(next.controls.size() == 1);
}

TEST_CASE("XSUB sends what is no subscription to all peers, and receives all that they send") {
  Stage stage(ConnectorType::kXsub, {.messages = 1, .bytes = 0});
  Peer& one = stage.accept();
  Peer& two = stage.connect();
  CHECK(stage.send({asks("a"), "of two parts"}) == Status::kOk);
  CHECK(stage.written(one) == std::vector<Text>{{asks("a"), "of two parts"}});
  CHECK(stage.send({"hello"}) == Status::kOk);
  CHECK(stage.effects.drops.full == 1);
  CHECK(stage.queued(two).size() == 1);
  stage.deliver_all(one, {{"whatever"}});
  CHECK(stage.receive() == Text{"whatever"});
  stage.unlink(one);
  CHECK(stage.effects.drops.peer_gone == 1);
}
