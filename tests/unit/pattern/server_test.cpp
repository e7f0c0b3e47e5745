#include <set>

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

// The routing id of a peer, as the first part of a message has it.
std::string id_of(Stage& stage, const Peer& peer) {
  const std::uint32_t id = stage->routing_id(peer);
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(id >> shift);
  return bytes;
}

}  // namespace

TEST_CASE("SERVER and PEER name the peer on receive and on send, in messages of a name and a body") {
  const auto type = GENERATE(ConnectorType::kServer, ConnectorType::kPeer);
  Stage stage(type);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  stage.deliver_all(one, {{"a1"}, {"a2"}});
  stage.deliver_all(two, {{"b1"}});
  CHECK(stage.receive_all() ==
        std::vector<Text>{{id_of(stage, one), "a1"}, {id_of(stage, two), "b1"}, {id_of(stage, one), "a2"}});
  CHECK(stage.send({id_of(stage, two), "reply"}) == Status::kOk);
  CHECK(stage.send({id_of(stage, one), ""}) == Status::kOk);
  CHECK(stage.written(two) == std::vector<Text>{{"reply"}});
  CHECK(stage.written(one) == std::vector<Text>{{""}});
}

TEST_CASE("SERVER wants a routing id of 4 bytes and exactly one part behind it") {
  Stage stage(ConnectorType::kServer);
  Peer& peer = stage.accept();
  const std::string id = id_of(stage, peer);
  for (const Text& message : {Text{id}, Text{id, "one", "two"}, Text{"abc", "x"}, Text{id + "x", "x"}, Text{"", "x"}}) {
    CHECK(stage.send(message) == Status::kInvalidArgument);
  }
  CHECK(peer.outbox.empty());
  CHECK(std::string(stage->message_form()).find("4 bytes") != std::string::npos);
}

TEST_CASE("SERVER drops what has several parts, and counts it") {
  Stage stage(ConnectorType::kServer);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"a", "b"}, {"c"}, {"", ""}});
  CHECK(stage.effects.drops.unexpected == 2);
  CHECK(stage.receive_all() == std::vector<Text>{{id_of(stage, peer), "c"}});
}

TEST_CASE("SERVER gives no id twice, never 0, and counts on beyond the end") {
  Stage stage(ConnectorType::kServer, {}, 0xffffffff);
  Peer& first = stage.accept();
  Peer& second = stage.accept();
  CHECK(stage->routing_id(first) == 0xffffffff);
  CHECK(stage->routing_id(second) == 1);
  Stage zero(ConnectorType::kServer, {}, 0);
  CHECK(zero->routing_id(zero.accept()) == 1);
  std::set<std::uint32_t> ids;
  for (int i = 0; i < 100; ++i) ids.insert(stage->routing_id(stage.accept()));
  CHECK(ids.size() == 100);
}

TEST_CASE("SERVER takes no notice of identities") {
  Stage stage(ConnectorType::kServer);
  Peer& one = stage.accept("same");
  Peer& two = stage.accept("same");
  CHECK(id_of(stage, one) != id_of(stage, two));
  CHECK(stage.effects.to_reject.empty());
  CHECK_FALSE(stage->has_heir(one));
}

TEST_CASE("SERVER says what it cannot send: to whom it does not know, to whom is full, to whom is gone") {
  Stage stage(ConnectorType::kServer, {.messages = 1, .bytes = 0});
  CHECK(stage.send({"\1\2\3\4", "x"}) == Status::kHostUnreachable);
  Peer& peer = stage.accept();
  const std::string id = id_of(stage, peer);
  CHECK(stage.send({id, "x"}) == Status::kOk);
  CHECK(stage.send({id, "y"}) == Status::kAgain);
  stage.written(peer);
  CHECK(stage.send({id, "y"}) == Status::kOk);
  stage.deliver(peer, {"last words"});
  stage.unlink(peer);
  CHECK(stage.effects.drops.peer_gone == 1);
  CHECK(stage.send({id, "z"}) == Status::kHostUnreachable);
  CHECK(stage.receive() == Text{id, "last words"});
  CHECK(stage.peer_count() == 0);
  CHECK(stage.effects.drops.unroutable == 0);
}

TEST_CASE("PEER knows whom it connects to at once, and by the same id for life") {
  Stage stage(ConnectorType::kPeer);
  Peer& peer = stage.connect();
  const std::string id = id_of(stage, peer);
  CHECK(stage.send({id, "queued"}) == Status::kOk);
  for (int round = 0; round < 3; ++round) {
    stage.link(peer);
    stage.deliver(peer, {"hello"});
    CHECK(stage.receive() == Text{id, "hello"});
    stage.unlink(peer);
  }
  CHECK(stage.written(peer) == std::vector<Text>{{"queued"}});
  stage.remove(peer);
  CHECK(stage.send({id, "x"}) == Status::kHostUnreachable);
}

TEST_CASE("a peer of a SERVER that may come back is sent to meanwhile, by its id") {
  Stage stage(ConnectorType::kServer);
  Peer& peer = stage.accept_in_session();
  const std::string id = id_of(stage, peer);
  REQUIRE(stage.send({id, "1"}) == Status::kOk);
  stage.written(peer);
  stage.lose_link(peer);
  CHECK(stage.send({id, "2"}) == Status::kOk);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == std::vector<Text>{{"1"}, {"2"}});
  stage.lose_link(peer);
  stage.give_up(peer);
  CHECK(stage.effects.drops.undeliverable == 2);
  CHECK(stage.send({id, "3"}) == Status::kHostUnreachable);
}

TEST_CASE("a message to a SERVER that came marked is marked on its routing id") {
  Stage stage(ConnectorType::kServer);
  Peer& peer = stage.accept();
  Message sent = parts_of(std::vector<Text>{{"again"}});
  sent[0].redelivered = true;
  stage->deliver(peer, sent);
  Message message;
  REQUIRE(stage->receive(message) == Status::kOk);
  REQUIRE(message.size() == 2);
  CHECK(message[0].redelivered);
  CHECK_FALSE(message[1].redelivered);
}
