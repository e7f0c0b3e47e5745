#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

using Kind = flow::Control::Kind;

Peer& accept_member(Stage& stage, std::string_view group) {
  Peer& peer = stage.accept();
  stage->subscription(peer, true, as_bytes(group));
  return peer;
}

// What a peer is about to be told, "+group", "-group" or "all", which is then gone.
std::vector<std::string> told(Peer& peer) {
  std::vector<std::string> texts;
  for (const flow::Control& control : peer.controls) {
    texts.push_back(control.kind == Kind::kComplete ? "all"
                                                    : (control.kind == Kind::kSubscribe ? "+" : "-") + control.topic);
  }
  peer.controls.clear();
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("RADIO sends to whoever joined exactly that group") {
  Stage stage(ConnectorType::kRadio);
  Peer& news = accept_member(stage, "news");
  Peer& both = accept_member(stage, "news");
  stage->subscription(both, true, as_bytes("new"));
  Peer& nameless = accept_member(stage, "");
  Peer& none = stage.accept();
  for (const char* group : {"news", "new", "n", "newspaper", ""}) CHECK(stage.send({group, group}) == Status::kOk);
  CHECK(stage.written(news) == std::vector<Text>{{"news", "news"}});
  CHECK(stage.written(both) == std::vector<Text>{{"news", "news"}, {"new", "new"}});
  CHECK(stage.written(nameless) == std::vector<Text>{{"", ""}});
  CHECK(none.outbox.empty());
  stage->subscription(both, false, as_bytes("news"));
  stage->subscription(both, false, as_bytes("never joined"));
  REQUIRE(stage.send({"news", "x"}) == Status::kOk);
  CHECK(both.outbox.empty());
  CHECK(stage.written(news).size() == 1);
}

TEST_CASE("RADIO wants a group of at most 255 bytes, and exactly one part behind it") {
  Stage stage(ConnectorType::kRadio);
  const std::string longest(255, 'g');
  Peer& peer = accept_member(stage, longest);
  for (const Text& message : {Text{"group"}, Text{"group", "a", "b"}, Text{longest + "g", "x"}}) {
    CHECK(stage.send(message) == Status::kInvalidArgument);
  }
  CHECK(std::string(stage->message_form()).find("255") != std::string::npos);
  CHECK(stage.send({longest, "x"}) == Status::kOk);
  CHECK(peer.outbox.queued_messages() == 1);
}

TEST_CASE("RADIO drops for the peer that is full, and for that one only") {
  Stage stage(ConnectorType::kRadio, {.messages = 2, .bytes = 0});
  Peer& slow = accept_member(stage, "g");
  Peer& fast = accept_member(stage, "g");
  for (int i = 0; i < 5; ++i) {
    CHECK(stage.send({"g", std::to_string(i)}) == Status::kOk);
    CHECK(stage.written(fast).size() == 1);
  }
  CHECK(stage.effects.drops.full == 3);
  CHECK(slow.counters.dropped_full == 3);
  CHECK(stage.written(slow) == std::vector<Text>{{"g", "0"}, {"g", "1"}});
}

TEST_CASE("RADIO takes no messages, not even ones that look like subscriptions") {
  Stage stage(ConnectorType::kRadio);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"\1g"}, {"stray", "message"}});
  CHECK(stage.effects.drops.unexpected == 2);
  stage.send({"g", "x"});
  CHECK(peer.outbox.empty());
}

TEST_CASE("RADIO turns away who joins a group that cannot be, or more groups than it may") {
  Stage stage(ConnectorType::kRadio);
  stage.settings.max_topics = 3;
  Peer& wordy = stage.accept();
  stage->subscription(wordy, true, as_bytes(std::string(256, 'g')));
  CHECK(stage.effects.to_reject == std::vector{&wordy});
  stage.effects.to_reject.clear();
  Peer& greedy = stage.accept();
  for (int i = 0; i < 3; ++i) stage->subscription(greedy, true, as_bytes(std::to_string(i)));
  CHECK(stage.effects.to_reject.empty());
  stage->subscription(greedy, true, as_bytes("one more"));
  CHECK(stage.effects.to_reject == std::vector{&greedy});
}

TEST_CASE("RADIO forgets a peer's groups with its link, and counts what that was not sent") {
  Stage stage(ConnectorType::kRadio);
  Peer& lasting = stage.connect_and_link();
  stage->subscription(lasting, true, as_bytes("g"));
  stage.unlink(lasting);
  stage.link(lasting);
  stage.send({"g", "x"});
  CHECK(lasting.outbox.empty());
  Peer& accepted = accept_member(stage, "g");
  stage.send({"g", "x"});
  stage.unlink(accepted);
  CHECK(stage.effects.drops.peer_gone == 1);
}

TEST_CASE("a peer of a RADIO that comes back is in its former groups until it has named all of the new ones") {
  Stage stage(ConnectorType::kRadio);
  Peer& peer = stage.accept_in_session();
  for (const char* group : {"kept", "gone"}) stage->subscription(peer, true, as_bytes(group));
  stage.lose_link(peer);
  REQUIRE(stage.send({"gone", "while away"}) == Status::kOk);
  stage.resume(peer, 0);
  stage->subscription(peer, true, as_bytes("kept"));
  CHECK(stage.written(peer) == std::vector<Text>{{"gone", "while away"}});
  stage->subscriptions_complete(peer);
  for (const char* group : {"kept", "gone"}) stage.send({group, "x"});
  CHECK(stage.written(peer) == std::vector<Text>{{"kept", "x"}});
}

TEST_CASE("DISH joins once and leaves once, and tells its peers") {
  Stage stage(ConnectorType::kDish);
  Peer& linked = stage.accept();
  Peer& unlinked = stage.connect();
  CHECK(stage->join(as_bytes("g")) == Status::kOk);
  CHECK(stage->join(as_bytes("g")) == Status::kWrongState);
  CHECK(stage->join(as_bytes("group")) == Status::kOk);
  CHECK(stage->join({}) == Status::kOk);
  CHECK(stage->join(as_bytes(std::string(256, 'g'))) == Status::kInvalidArgument);
  CHECK(told(linked) == Texts{"+g", "+group", "+"});
  CHECK(stage->leave(as_bytes("g")) == Status::kOk);
  CHECK(stage->leave(as_bytes("g")) == Status::kNotFound);
  CHECK(stage->leave(as_bytes("gr")) == Status::kNotFound);
  CHECK(told(linked) == Texts{"-g"});
  CHECK(told(unlinked).empty());
}

TEST_CASE("DISH names all of its groups on every link, and that they are all where it goes on with a session") {
  Stage stage(ConnectorType::kDish);
  REQUIRE(stage->join(as_bytes("a")) == Status::kOk);
  Peer& peer = stage.connect_and_link();
  CHECK(told(peer) == Texts{"+a"});
  stage.unlink(peer);
  stage.link(peer);
  CHECK(told(peer) == Texts{"+a"});
  peer.outbox.begin_session(0);
  stage.lose_link(peer);
  stage.resume(peer, 0);
  CHECK(told(peer) == Texts{"+a", "all"});
}

TEST_CASE("DISH receives what is for its groups, whole names only, and drops what has another form") {
  Stage stage(ConnectorType::kDish);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  REQUIRE(stage->join(as_bytes("g")) == Status::kOk);
  REQUIRE(stage->join(as_bytes("group")) == Status::kOk);
  stage.deliver_all(one, {{"g", "1"}, {"gr", "x"}, {"", "x"}, {"group", "2"}, {"g"}, {"g", "x", "y"}});
  stage.deliver_all(two, {{"g", "3"}});
  CHECK(stage.effects.drops.unexpected == 2);
  CHECK(stage->waiting() == 3);
  CHECK(stage.receive_all() == std::vector<Text>{{"g", "1"}, {"g", "3"}, {"group", "2"}});
  REQUIRE(stage->leave(as_bytes("g")) == Status::kOk);
  stage.deliver_all(one, {{"g", "late"}});
  CHECK_FALSE(stage->readable());
}

TEST_CASE("RADIO replays to whoever joins a group what that was sent, and nothing of others") {
  Stage stage(ConnectorType::kRadio);
  stage.settings.replay = 10;
  for (const char* group : {"g", "group", "g"}) stage.send({group, "x"});
  Peer& peer = stage.accept_in_session();
  stage->subscription(peer, true, as_bytes("group"));
  CHECK(stage.written(peer) == std::vector<Text>{{"group", "x"}});
  stage->subscription(peer, true, as_bytes("g"));
  CHECK(stage.written(peer) == std::vector<Text>{{"g", "x"}, {"g", "x"}});
}

TEST_CASE("RADIO and DISH take no notice of invert_matching") {
  Stage radio(ConnectorType::kRadio);
  radio.settings.invert_matching = true;
  Peer& member = accept_member(radio, "news");
  Peer& other = radio.accept();
  CHECK(radio.send({"news", "x"}) == Status::kOk);
  CHECK(radio.written(member) == std::vector<Text>{{"news", "x"}});
  CHECK(other.outbox.empty());
  CHECK(radio->subscribers(as_bytes("news")) == 1);

  Stage dish(ConnectorType::kDish);
  dish.settings.invert_matching = true;
  Peer& peer = dish.accept();
  CHECK(dish->join(as_bytes("news")) == Status::kOk);
  dish.deliver_all(peer, {{"news", "x"}, {"sport", "y"}});
  CHECK(dish.receive_all() == std::vector<Text>{{"news", "x"}});
}
