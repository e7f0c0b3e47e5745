// What becomes of a peer's messages when it is away: whether it is waited for, comes back, comes back without its
// memory, or does not come back at all.

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

void send_all(Stage& stage, std::initializer_list<const char*> names) {
  for (const char* name : names) REQUIRE(stage.send({name}) == Status::kOk);
}

std::vector<Text> each(std::initializer_list<const char*> names) {
  std::vector<Text> messages;
  for (const char* name : names) messages.push_back({name});
  return messages;
}

Text marked(const char* name) { return {kAgain, name}; }

std::vector<Text> operator+(std::vector<Text> some, const std::vector<Text>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

}  // namespace

TEST_CASE("a balancing pattern sends nothing to a peer that is awaited, which keeps what it has") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer);
  Stage stage(type);
  Peer& away = stage.accept_in_session();
  Peer& other = stage.accept_in_session();
  send_all(stage, {"1", "2", "3", "4", "5"});
  stage.written(away, 2);
  stage.lose_link(away);
  send_all(stage, {"6", "7"});
  CHECK(Stage::queued(away) == each({"5"}));
  CHECK(Stage::queued(other) == each({"2", "4", "6", "7"}));
  CHECK(stage->homeless() == 0);

  stage.resume(away, 1);
  CHECK(Stage::queued(away) == each({"3", "5"}));
  send_all(stage, {"8", "9"});
  CHECK(Stage::queued(away) == each({"3", "5", "9"}));
  CHECK(stage.effects.drops.redelivered == 0);
}

TEST_CASE("a balancing pattern whose only peer is awaited has nobody to send to") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer, ConnectorType::kReq);
  Stage stage(type);
  Peer& away = stage.accept_in_session();
  stage.lose_link(away);
  CHECK(stage.send({"message"}) == Status::kAgain);
  stage.resume(away, 0);
  CHECK(stage.send({"message"}) == Status::kOk);
}

TEST_CASE("what a lost peer has not acknowledged goes to others, marked, ahead of what it was not sent") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer);
  Stage stage(type);
  Peer& lost = stage.accept_in_session();
  send_all(stage, {"1", "2", "3", "4", "5"});
  stage.written(lost, 3);
  stage.write(lost, 2);
  REQUIRE(lost.outbox.acknowledge(1));
  stage.lose_link(lost);
  Peer& heir = stage.accept_in_session();
  send_all(stage, {"6"});
  stage.give_up(lost);
  CHECK(Stage::queued(heir) == each({"6"}) + std::vector<Text>{marked("2"), marked("3"), {"4"}, {"5"}});
  CHECK(stage.effects.drops.redelivered == 2);
  CHECK(stage.effects.drops.undeliverable == 0);
  CHECK(stage.peer_count() == 1);
}

TEST_CASE("what nobody has room for when a session is lost waits behind what waits already, in order") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer);
  Stage stage(type, {.messages = 3, .bytes = 0});
  Peer& first = stage.accept_in_session();
  send_all(stage, {"1", "2", "3"});
  stage.written(first, 2);
  Peer& second = stage.accept_in_session();
  send_all(stage, {"4"});
  stage.written(first, 1);
  stage.lose_link(first);
  send_all(stage, {"5"});
  stage.lose_link(second);
  stage.give_up(second);
  stage.give_up(first);
  CHECK(stage->homeless() == 5);
  CHECK(stage.send({"later"}) == Status::kAgain);

  Peer& heir = stage.accept_in_session();
  CHECK(stage.written(heir, 3).size() == 3);
  CHECK(stage->homeless() == 0);
  CHECK(stage.effects.drops.redelivered == 3);
  CHECK(stage.effects.drops.peer_gone == 0);
}

TEST_CASE("of what waits for a peer what was homeless goes first, then what is uncertain, then what was not sent") {
  Stage stage(ConnectorType::kPush);
  Peer& plain = stage.accept();
  Peer& lost = stage.accept_in_session();
  send_all(stage, {"a1", "b1", "a2", "b2", "a3", "b3"});
  stage.written(lost, 2);
  stage.lose_link(lost);
  stage.unlink(plain);
  CHECK(stage->homeless() == 3);
  stage.give_up(lost);
  CHECK(stage->homeless() == 6);
  Peer& heir = stage.accept_in_session();
  CHECK(Stage::queued(heir) == each({"a1", "a2", "a3"}) + std::vector<Text>{marked("b1"), marked("b2"), {"b3"}});
}

TEST_CASE("a mark stays with its message through any number of lost peers") {
  Stage stage(ConnectorType::kPush);
  stage.accept_in_session();
  send_all(stage, {"1", "2"});
  for (int round = 0; round < 3; ++round) {
    Peer& lost = stage.peer(0);
    stage.written(lost, 1);
    stage.lose_link(lost);
    stage.give_up(lost);
    CHECK(stage->homeless() == 2);
    stage.accept_in_session();
  }
  CHECK(Stage::queued(stage.peer(0)) == std::vector<Text>{marked("1"), {"2"}});
  CHECK(stage.effects.drops.redelivered == 3);
}

TEST_CASE("a peer that was connected to, and is lost, keeps what it was not sent; what is uncertain goes to others") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer);
  Stage stage(type);
  Peer& lost = stage.connect_and_link();
  lost.outbox.begin_session(0);
  send_all(stage, {"1", "2", "3"});
  stage.written(lost, 2);
  Peer& other = stage.accept_in_session();
  stage.lose_link(lost);
  stage.give_up(lost);
  std::vector<Text> queued = Stage::queued(lost) + Stage::queued(other);
  std::ranges::sort(queued);
  std::vector<Text> expected{{"3"}, marked("1"), marked("2")};
  std::ranges::sort(expected);
  CHECK(queued == expected);
  CHECK(Stage::queued(lost).front() == Text{"3"});
}

TEST_CASE("a peer that comes back without its memory is sent all again, what it may have had before marked") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer);
  Stage stage(type, {.messages = 3, .bytes = 0});
  Peer& peer = stage.connect_and_link();
  peer.outbox.begin_session(0);
  Peer& other = stage.accept_in_session();
  send_all(stage, {"1", "-", "2", "-", "3"});
  stage.written(peer, 2);
  stage.written(other);
  REQUIRE(peer.outbox.acknowledge(1));
  stage.lose_link(peer);
  stage.begin_anew(peer);
  CHECK(Stage::queued(peer) == std::vector<Text>{marked("2"), {"3"}});
  CHECK(other.outbox.empty());
  CHECK(peer.outbox.acknowledged() == 0);
  CHECK(stage.effects.drops.redelivered == 1);
}

TEST_CASE("a pattern that does not balance gives what is uncertain to nobody else") {
  const auto type = GENERATE(ConnectorType::kPair, ConnectorType::kRouter, ConnectorType::kRep, ConnectorType::kPub);
  Stage stage(type);
  Peer& lost = stage.accept_in_session("lost");
  const Text message{"message"};
  REQUIRE(lost.append({}, views_of(message), stage.effects));
  stage.written(lost);
  stage.lose_link(lost);
  stage.give_up(lost);
  CHECK(stage.effects.drops.undeliverable == 1);
  CHECK(stage.effects.drops.redelivered == 0);
  CHECK(stage->homeless() == 0);
}

TEST_CASE("an awaited peer of a PAIR is queued for, up to its limits") {
  Stage stage(ConnectorType::kPair, {.messages = 2, .bytes = 0});
  Peer& peer = stage.accept_in_session();
  stage.lose_link(peer);
  send_all(stage, {"1", "2"});
  CHECK(stage.send({"3"}) == Status::kAgain);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == each({"1", "2"}));
}

TEST_CASE("the next peer of a PAIR takes the place of one that is awaited, and gets what that was not sent") {
  Stage stage(ConnectorType::kPair);
  Peer& away = stage.accept_in_session();
  send_all(stage, {"1", "2", "3"});
  stage.written(away, 1);
  stage.write(away, 1);
  CHECK(stage->has_heir(away));
  stage.lose_link(away);
  send_all(stage, {"4"});
  stage.deliver(away, {"from the former"});

  Peer& next = stage.accept_in_session();
  CHECK(stage.effects.to_reject == std::vector{&away});
  CHECK_FALSE(stage->has_heir(away));
  CHECK(Stage::queued(next) == each({"2", "3", "4"}));
  stage.give_up(away);
  CHECK(stage.effects.drops.undeliverable == 1);
  CHECK(stage.effects.drops.peer_gone == 0);
  CHECK(stage.receive() == Text{"from the former"});
}

TEST_CASE("a PAIR does not replace a peer that it connected to, although that is awaited") {
  Stage stage(ConnectorType::kPair);
  Peer& peer = stage.connect_and_link();
  peer.outbox.begin_session(0);
  stage.lose_link(peer);
  CHECK(stage.try_accept() == nullptr);
  CHECK(stage.try_connect() == nullptr);
  CHECK(stage.effects.to_reject.empty());
}

TEST_CASE("an awaited peer of a ROUTER is queued for, up to its limits, and then dropped for") {
  Stage stage(ConnectorType::kRouter, {.messages = 2, .bytes = 0});
  Peer& peer = stage.accept_in_session("alice");
  stage.lose_link(peer);
  for (int i = 0; i < 3; ++i) CHECK(stage.send({"alice", std::to_string(i)}) == Status::kOk);
  CHECK(stage.effects.drops.full == 1);
  CHECK(peer.counters.dropped_full == 1);
  stage.settings.router_mandatory = true;
  CHECK(stage.send({"alice", "3"}) == Status::kAgain);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == each({"0", "1"}));
}

TEST_CASE("a peer of a ROUTER without an identity keeps the one it was given when it comes back") {
  Stage stage(ConnectorType::kRouter);
  Peer& peer = stage.accept_in_session();
  stage.deliver(peer, {"hello"});
  const std::string id = stage.receive()->front();
  stage.lose_link(peer);
  CHECK(stage.send({id, "while away"}) == Status::kOk);
  stage.resume(peer, 0);
  CHECK(stage.send({id, "when back"}) == Status::kOk);
  CHECK(stage.written(peer) == each({"while away", "when back"}));
  CHECK_FALSE(stage->has_heir(peer));
}

TEST_CASE("who comes by the identity of an awaited peer of a ROUTER gets what that was not sent") {
  Stage stage(ConnectorType::kRouter);
  Peer& away = stage.accept_in_session("alice");
  for (const char* text : {"1", "2", "3"}) REQUIRE(stage.send({"alice", text}) == Status::kOk);
  stage.written(away, 1);
  CHECK(stage->has_heir(away));
  stage.lose_link(away);
  Peer& heir = stage.accept_in_session("alice");
  CHECK(stage.effects.to_reject == std::vector{&away});
  CHECK(Stage::queued(heir) == each({"2", "3"}));
  CHECK_FALSE(stage->has_heir(away));
  stage.give_up(away);
  CHECK(stage.send({"alice", "4"}) == Status::kOk);
  CHECK(Stage::queued(heir) == each({"2", "3", "4"}));
  CHECK(stage.effects.drops.undeliverable == 1);
  CHECK(stage.effects.drops.peer_gone == 0);
}

TEST_CASE("who comes by the identity of a peer of a ROUTER that has a link gets nothing of what that was not sent") {
  Stage stage(ConnectorType::kRouter);
  Peer& older = stage.accept_in_session("alice");
  REQUIRE(stage.send({"alice", "1"}) == Status::kOk);
  Peer& newer = stage.accept_in_session("alice");
  CHECK(stage.effects.to_reject == std::vector{&older});
  CHECK(newer.outbox.empty());
}

TEST_CASE("the reply to an awaited peer of a REP is queued for it, while there is room") {
  Stage stage(ConnectorType::kRep, {.messages = 1, .bytes = 0});
  Peer& peer = stage.accept_in_session();
  stage.deliver_all(peer, {{"", "1"}, {"", "2"}});
  stage.lose_link(peer);
  for (const char* reply : {"one", "two"}) {
    REQUIRE(stage.receive());
    CHECK(stage.send({reply}) == Status::kOk);
  }
  CHECK(peer.counters.dropped_full == 1);
  CHECK(stage.effects.drops.full == 1);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "one"}});
}

TEST_CASE("the reply to a peer of a REP that was given up is dropped") {
  Stage stage(ConnectorType::kRep);
  Peer& peer = stage.accept_in_session();
  stage.deliver_all(peer, {{"", "1"}, {"", "2"}});
  REQUIRE(stage.receive());
  stage.lose_link(peer);
  stage.give_up(peer);
  CHECK(stage.send({"to nobody"}) == Status::kOk);
  CHECK(stage.effects.drops.unroutable == 1);
}

namespace {

bool gets(Stage& stage, Peer& peer, const char* topic) {
  const std::uint64_t before = peer.outbox.queued_messages();
  stage.send({topic});
  return peer.outbox.queued_messages() != before;
}

}  // namespace

TEST_CASE("an awaited peer of a PUB is published for, up to its limits, and then dropped for") {
  Stage stage(ConnectorType::kPub, {.messages = 2, .bytes = 0});
  Peer& peer = stage.accept_in_session();
  stage->subscription(peer, true, as_bytes("a"));
  stage.lose_link(peer);
  for (const char* text : {"a1", "b1", "a2", "a3"}) CHECK(stage.send({text}) == Status::kOk);
  CHECK(stage.effects.drops.full == 1);
  CHECK(peer.counters.dropped_full == 1);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == each({"a1", "a2"}));
}

TEST_CASE("a peer of a PUB that comes back has its former subscriptions until it has said all of the new ones") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = stage.accept_in_session();
  for (const char* topic : {"kept", "gone"}) stage->subscription(peer, true, as_bytes(topic));
  stage.lose_link(peer);
  stage.resume(peer, 0);
  stage->subscription(peer, true, as_bytes("kept"));
  stage->subscription(peer, true, as_bytes("new"));
  for (const char* topic : {"kept", "gone", "new"}) CHECK(gets(stage, peer, topic));
  stage->subscriptions_complete(peer);
  for (const char* topic : {"kept", "new"}) CHECK(gets(stage, peer, topic));
  CHECK_FALSE(gets(stage, peer, "gone"));

  stage->subscription(peer, false, as_bytes("kept"));
  CHECK_FALSE(gets(stage, peer, "kept"));
}

TEST_CASE("a peer of a PUB whose link breaks before it has said all keeps what it had") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = stage.accept_in_session();
  stage->subscription(peer, true, as_bytes("old"));
  for (int round = 0; round < 3; ++round) {
    stage.lose_link(peer);
    stage.resume(peer, 0);
  }
  stage->subscription(peer, true, as_bytes("new"));
  stage.lose_link(peer);
  CHECK(gets(stage, peer, "old"));
  CHECK(gets(stage, peer, "new"));
  stage.resume(peer, 0);
  stage->subscription(peer, true, as_bytes("old"));
  stage->subscriptions_complete(peer);
  CHECK(gets(stage, peer, "old"));
  CHECK_FALSE(gets(stage, peer, "new"));
}

TEST_CASE("a peer of a PUB that lost its session has no subscriptions any more") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = stage.connect_and_link();
  peer.outbox.begin_session(0);
  stage->subscription(peer, true, as_bytes(""));
  stage.lose_link(peer);
  CHECK(gets(stage, peer, "while away"));
  stage.begin_anew(peer);
  CHECK_FALSE(gets(stage, peer, "before it has subscribed"));
}

TEST_CASE("a SUB says all of its subscriptions on every link, and that they are all where it goes on with a session") {
  using Kind = flow::Control::Kind;
  Stage stage(ConnectorType::kSub);
  REQUIRE(stage->subscribe(as_bytes("a")) == Status::kOk);
  Peer& peer = stage.connect_and_link();
  REQUIRE(peer.controls.size() == 1);
  CHECK((peer.controls[0].kind == Kind::kSubscribe && peer.controls[0].topic == "a"));

  peer.outbox.begin_session(0);
  stage.lose_link(peer);
  CHECK(peer.controls.empty());
  REQUIRE(stage->subscribe(as_bytes("b")) == Status::kOk);
  CHECK(peer.controls.empty());
  stage.resume(peer, 0);
  REQUIRE(peer.controls.size() == 3);
  CHECK(peer.controls[2].kind == Kind::kComplete);
}

TEST_CASE("a message that came marked is marked when it is received, behind whatever stands in front of it") {
  const auto type = GENERATE(ConnectorType::kPull, ConnectorType::kDealer, ConnectorType::kPair, ConnectorType::kSub,
                             ConnectorType::kRouter, ConnectorType::kRep);
  Stage stage(type);
  if (type == ConnectorType::kSub) REQUIRE(stage->subscribe({}) == Status::kOk);
  Peer& peer = stage.accept("alice");
  Message sent = parts_of(std::vector<Text>{{"id", "", "again", "part"}, {"id", "", "first"}});
  sent[0].redelivered = true;
  stage->deliver(peer, sent);
  for (const bool marked : {true, false}) {
    Message message;
    REQUIRE(stage->receive(message) == Status::kOk);
    CHECK(message.front().redelivered == marked);
    for (std::size_t i = 1; i < message.size(); ++i) CHECK_FALSE(message[i].redelivered);
    if (type == ConnectorType::kRep) stage.send({"reply"});
  }
}
