#include <set>

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

// The routing id of a peer, as a message from it tells.
std::string id_of(Stage& stage, Peer& peer) {
  stage.deliver(peer, {"who am I"});
  const std::optional<Text> message = stage.receive();
  REQUIRE(message);
  REQUIRE(message->size() == 2);
  return message->front();
}

}  // namespace

TEST_CASE("PAIR has one peer, and another only after that") {
  Stage stage(ConnectorType::kPair);
  Peer& first = stage.accept();
  CHECK(stage.try_accept() == nullptr);
  CHECK(stage.try_connect() == nullptr);
  CHECK(stage.send({"one", "part"}) == Status::kOk);
  CHECK(stage.written(first) == std::vector<Text>{{"one", "part"}});
  stage.unlink(first);
  CHECK(stage.send({"x"}) == Status::kAgain);
  Peer& second = stage.connect();
  CHECK(stage.send({"queued"}) == Status::kOk);
  CHECK(stage.try_accept() == nullptr);
  stage.link(second);
  CHECK(stage.written(second) == std::vector<Text>{{"queued"}});
  stage.remove(second);
  CHECK(stage.try_accept() != nullptr);
}

TEST_CASE("PAIR waits where its peer is full, and counts what that was not sent when it vanishes") {
  Stage stage(ConnectorType::kPair, {.messages = 2, .bytes = 0});
  Peer& peer = stage.accept();
  CHECK(stage.send({"1"}) == Status::kOk);
  CHECK(stage.send({"2"}) == Status::kOk);
  CHECK(stage.send({"3"}) == Status::kAgain);
  stage.written(peer, 1);
  CHECK(stage.send({"3"}) == Status::kOk);
  stage.unlink(peer);
  CHECK(stage.effects.drops.peer_gone == 2);
}

TEST_CASE("PAIR gives all that its former peer sent before what the next one sends") {
  Stage stage(ConnectorType::kPair);
  Peer& former = stage.accept();
  stage.deliver_all(former, {{"1"}, {"2"}, {"3"}});
  stage.unlink(former);
  Peer& next = stage.accept();
  stage.deliver_all(next, {{"4"}, {"5"}});
  CHECK(stage.send({"to the next"}) == Status::kOk);
  CHECK(Stage::queued(next).size() == 1);
  CHECK(stage.receive_all() == std::vector<Text>{{"1"}, {"2"}, {"3"}, {"4"}, {"5"}});
}

TEST_CASE("DEALER sends in turn and receives in turn") {
  Stage stage(ConnectorType::kDealer);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  for (int i = 0; i < 4; ++i) REQUIRE(stage.send({"", std::to_string(i)}) == Status::kOk);
  CHECK(stage.written(one) == std::vector<Text>{{"", "0"}, {"", "2"}});
  CHECK(stage.written(two) == std::vector<Text>{{"", "1"}, {"", "3"}});
  stage.deliver_all(one, {{"a1"}, {"a2"}});
  stage.deliver_all(two, {{"b1"}, {"b2"}});
  CHECK(stage.receive_all() == std::vector<Text>{{"a1"}, {"b1"}, {"a2"}, {"b2"}});
}

TEST_CASE("DEALER gives what a vanished peer had not been sent to the others, and still receives from it") {
  Stage stage(ConnectorType::kDealer, {.messages = 2, .bytes = 0});
  Peer& leaver = stage.accept();
  REQUIRE(stage.send({"1"}) == Status::kOk);
  REQUIRE(stage.send({"2"}) == Status::kOk);
  stage.deliver(leaver, {"last words"});
  stage.unlink(leaver);
  CHECK(stage->homeless() == 2);
  Peer& heir = stage.connect();
  CHECK(stage->homeless() == 0);
  CHECK(Stage::queued(heir) == std::vector<Text>{{"1"}, {"2"}});
  CHECK(stage.receive() == Text{"last words"});
  CHECK(stage.peer_count() == 1);
}

TEST_CASE("ROUTER names the peer on receive and on send") {
  Stage stage(ConnectorType::kRouter);
  Peer& alice = stage.accept("alice");
  Peer& bob = stage.accept("bob");
  stage.deliver_all(alice, {{"a1", "part"}, {"a2"}});
  stage.deliver_all(bob, {{"", "b1"}});
  CHECK(stage->waiting() == 3);
  CHECK(stage.receive_all() == std::vector<Text>{{"alice", "a1", "part"}, {"bob", "", "b1"}, {"alice", "a2"}});
  CHECK(stage.send({"bob", "", "reply"}) == Status::kOk);
  CHECK(stage.send({"alice", ""}) == Status::kOk);
  CHECK(stage.written(bob) == std::vector<Text>{{"", "reply"}});
  CHECK(stage.written(alice) == std::vector<Text>{{""}});
}

TEST_CASE("ROUTER wants a message behind the name") {
  Stage stage(ConnectorType::kRouter);
  Peer& peer = stage.accept("alice");
  CHECK(stage.send({"alice"}) == Status::kInvalidArgument);
  CHECK(peer.outbox.empty());
  CHECK(stage.effects.drops.unroutable == 0);
}

TEST_CASE("ROUTER makes up a name for who has none, or one of the kind that it makes up") {
  Stage stage(ConnectorType::kRouter, {}, 0x12345678);
  std::set<std::string> ids;
  for (const std::string& identity : {std::string(), std::string("\0five!", 6), std::string(1, '\0'), std::string()}) {
    Peer& peer = stage.accept(identity);
    const std::string id = id_of(stage, peer);
    CHECK(id.size() == 5);
    CHECK(id[0] == '\0');
    CHECK(id != identity);
    ids.insert(id);
    CHECK(stage.send({id, "hello"}) == Status::kOk);
    CHECK(stage.written(peer) == std::vector<Text>{{"hello"}});
  }
  CHECK(ids.size() == 4);
  CHECK(ids.contains(std::string("\0\x12\x34\x56\x78", 5)));
  Stage other(ConnectorType::kRouter, {}, 0x22345678);
  CHECK_FALSE(ids.contains(id_of(other, other.accept())));
}

TEST_CASE("ROUTER makes up names beyond the end of its counter") {
  Stage stage(ConnectorType::kRouter, {}, 0xffffffff);
  CHECK(id_of(stage, stage.accept()) == std::string("\0\xff\xff\xff\xff", 5));
  CHECK(id_of(stage, stage.accept()) == std::string("\0\0\0\0\0", 5));
}

TEST_CASE("ROUTER drops what it cannot send, and counts it") {
  Stage stage(ConnectorType::kRouter, {.messages = 1, .bytes = 0});
  Peer& peer = stage.accept("alice");
  CHECK(stage.send({"nobody", "x"}) == Status::kOk);
  CHECK(stage.effects.drops.unroutable == 1);
  CHECK(stage.send({"alice", "x"}) == Status::kOk);
  CHECK(stage.send({"alice", "y"}) == Status::kOk);
  CHECK(stage.effects.drops.full == 1);
  stage.unlink(peer);
  CHECK(stage.effects.drops.peer_gone == 1);
  CHECK(stage.send({"alice", "x"}) == Status::kOk);
  CHECK(stage.effects.drops.unroutable == 2);
}

TEST_CASE("ROUTER says what it cannot send, where it is told to, also from one send to the next") {
  Stage stage(ConnectorType::kRouter, {.messages = 1, .bytes = 0});
  Peer& peer = stage.accept("alice");
  stage.settings.router_mandatory = true;
  CHECK(stage.send({"nobody", "x"}) == Status::kHostUnreachable);
  CHECK(stage.send({"alice", "x"}) == Status::kOk);
  CHECK(stage.send({"alice", "y"}) == Status::kAgain);
  stage.written(peer);
  CHECK(stage.send({"alice", "y"}) == Status::kOk);
  stage.settings.router_mandatory = false;
  CHECK(stage.send({"alice", "z"}) == Status::kOk);
  CHECK(stage.effects.drops.full == 1);
  CHECK(stage.effects.drops.unroutable == 0);
}

TEST_CASE("ROUTER knows who it connects to from the first link on, by the same name over reconnections") {
  Stage stage(ConnectorType::kRouter);
  stage.settings.router_mandatory = true;
  Peer& named = stage.connect();
  Peer& unnamed = stage.connect();
  CHECK(stage.send({"server", "x"}) == Status::kHostUnreachable);
  stage.link(named, "server");
  stage.link(unnamed);
  const std::string id = id_of(stage, unnamed);
  stage.unlink(named);
  stage.unlink(unnamed);
  CHECK(stage.send({"server", "queued"}) == Status::kOk);
  CHECK(stage.send({id, "queued"}) == Status::kOk);
  stage.link(named, "server");
  stage.link(unnamed);
  CHECK(id_of(stage, named) == "server");
  CHECK(id_of(stage, unnamed) == id);
  CHECK(stage.written(named) == std::vector<Text>{{"queued"}});
  CHECK(stage.written(unnamed) == std::vector<Text>{{"queued"}});
  CHECK(stage.effects.to_reject.empty());
  stage.remove(named);
  CHECK(stage.send({"server", "x"}) == Status::kHostUnreachable);
}

TEST_CASE("ROUTER follows a peer that has another name after reconnecting, and keeps the old one on what came before") {
  Stage stage(ConnectorType::kRouter);
  stage.settings.router_mandatory = true;
  Peer& peer = stage.connect_and_link("old");
  stage.deliver(peer, {"from old"});
  stage.unlink(peer);
  stage.link(peer, "new");
  stage.deliver(peer, {"from new"});
  CHECK(stage.receive_all() == std::vector<Text>{{"old", "from old"}, {"new", "from new"}});
  CHECK(stage.send({"old", "x"}) == Status::kHostUnreachable);
  CHECK(stage.send({"new", "x"}) == Status::kOk);
  stage.unlink(peer);
  stage.link(peer, "");
  CHECK(id_of(stage, peer).size() == 5);
  CHECK(stage.send({"new", "x"}) == Status::kHostUnreachable);
}

TEST_CASE("ROUTER lets the newer of two peers of one name have it, and loses nothing that the older sent") {
  Stage stage(ConnectorType::kRouter);
  stage.settings.router_mandatory = true;
  Peer& older = stage.accept("twin");
  stage.deliver_all(older, {{"1"}, {"2"}});
  Peer& newer = stage.accept("twin");
  CHECK(stage.effects.to_reject == std::vector{&older});
  stage.deliver(older, {"3"});
  stage.deliver(newer, {"4"});
  CHECK(stage.send({"twin", "to the newer"}) == Status::kOk);
  stage.unlink(older);
  CHECK(stage.receive_all() == std::vector<Text>{{"twin", "1"}, {"twin", "4"}, {"twin", "2"}, {"twin", "3"}});
  CHECK(stage.peer_count() == 1);
  CHECK(stage.send({"twin", "still there"}) == Status::kOk);
  CHECK(stage.written(newer) == std::vector<Text>{{"to the newer"}, {"still there"}});
  stage.unlink(newer);
  CHECK(stage.send({"twin", "x"}) == Status::kHostUnreachable);
}

TEST_CASE("ROUTER does not reject a peer of the same name that has no link") {
  Stage stage(ConnectorType::kRouter);
  Peer& lasting = stage.connect_and_link("twin");
  stage.unlink(lasting);
  Peer& accepted = stage.accept("twin");
  CHECK(stage.effects.to_reject.empty());
  CHECK(stage.send({"twin", "x"}) == Status::kOk);
  CHECK(Stage::queued(accepted).size() == 1);
  stage.link(lasting, "twin");
  CHECK(stage.effects.to_reject == std::vector{&accepted});
  CHECK(stage.send({"twin", "y"}) == Status::kOk);
  CHECK(Stage::queued(lasting) == std::vector<Text>{{"y"}});
}
