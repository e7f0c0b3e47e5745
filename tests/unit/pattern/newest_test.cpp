// Patterns with peers that conflate, that take nothing without a link, that have chosen names, and that are announced.

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

void conflate(Peer& peer) {
  peer.outbox.conflate();
  peer.inbox.conflate();
}

// As the engine does it when a link ends.
void make_immediate(Peer& peer) {
  peer.immediate = true;
  if (!peer.linked) peer.outbox.pause();
}
void link(Stage& stage, Peer& peer) {
  peer.outbox.go_on();
  stage.link(peer);
}
void unlink(Stage& stage, Peer& peer) {
  peer.outbox.rewind();
  peer.outbox.pause();
  stage.unlink(peer);
}

}  // namespace

TEST_CASE("each peer of a PUSH that conflates has its own newest message") {
  Stage stage(ConnectorType::kPush);
  Peer& a = stage.accept();
  Peer& b = stage.accept();
  conflate(a);
  conflate(b);
  for (const char* text : {"1", "2", "3", "4", "5"}) CHECK(stage.send({text}) == Status::kOk);
  CHECK(stage.written(a) == std::vector<Text>{{"5"}});
  CHECK(stage.written(b) == std::vector<Text>{{"4"}});
  CHECK(stage.effects.drops.replaced == 3);
}

TEST_CASE("what a peer that conflates leaves behind takes no newer one's place elsewhere") {
  Stage stage(ConnectorType::kDealer);
  Peer& a = stage.accept_in_session();
  Peer& b = stage.accept();
  conflate(a);
  conflate(b);
  stage.send({"old"});
  CHECK(stage.written(a).size() == 1);
  stage.send({"new"});
  stage.lose_link(a);
  stage.give_up(a);
  CHECK(stage.written(b) == std::vector<Text>{{"new"}});
  CHECK(stage.effects.drops.undeliverable == 1);
}

TEST_CASE("a lasting peer that conflates is sent its newest again when its session was lost") {
  Stage stage(ConnectorType::kPush);
  Peer& peer = stage.connect_and_link();
  conflate(peer);
  peer.outbox.begin_session(0);
  stage.send({"old"});
  CHECK(stage.written(peer).size() == 1);
  stage.lose_link(peer);
  stage.send({"new"});
  stage.give_up(peer);
  stage.link(peer);
  CHECK(stage.written(peer) == std::vector<Text>{{"new"}});
}

TEST_CASE("an inbox that conflates holds the newest of what came at once and before") {
  Stage stage(ConnectorType::kPull);
  Peer& a = stage.accept();
  Peer& b = stage.accept();
  conflate(a);
  stage.deliver_all(a, {{"1"}, {"2", "x"}});
  stage.deliver_all(b, {{"b1"}, {"b2"}});
  stage.deliver_all(a, {{"3"}, {"4", "x"}});
  CHECK(stage->waiting() == 3);
  CHECK(stage.receive_all() == std::vector<Text>{{"4", "x"}, {"b1"}, {"b2"}});
  CHECK(stage.effects.drops.replaced == 3);
  stage.deliver(a, {"5"});
  CHECK(stage.receive_all() == std::vector<Text>{{"5"}});
}

TEST_CASE("a peer that is immediate takes nothing without a link, and what it had not been sent goes to others") {
  Stage stage(ConnectorType::kPush);
  Peer& a = stage.connect();
  make_immediate(a);
  CHECK(stage.send({"early"}) == Status::kAgain);
  link(stage, a);
  CHECK(stage.send({"1"}) == Status::kOk);
  CHECK(stage.send({"2"}) == Status::kOk);
  CHECK(stage.written(a, 1) == std::vector<Text>{{"1"}});
  unlink(stage, a);
  CHECK(stage.send({"3"}) == Status::kAgain);
  CHECK(stage->homeless() == 1);
  Peer& b = stage.accept();
  CHECK(stage.written(b) == std::vector<Text>{{"2"}});
}

TEST_CASE("a peer that is immediate keeps what it was sent in its session and has not acknowledged") {
  Stage stage(ConnectorType::kDealer);
  Peer& a = stage.connect();
  make_immediate(a);
  link(stage, a);
  a.outbox.begin_session(0);
  for (const char* text : {"1", "2", "3"}) stage.send({text});
  CHECK(stage.written(a, 2).size() == 2);
  a.outbox.pause();
  stage.lose_link(a);
  Peer& b = stage.accept();
  CHECK(stage.written(b) == std::vector<Text>{{"3"}});
  a.outbox.go_on();
  stage.resume(a, 1);
  CHECK(stage.written(a) == std::vector<Text>{{"2"}});
}

TEST_CASE("a REQ whose immediate peer goes asks another what that was not asked") {
  Stage stage(ConnectorType::kReq);
  Peer& a = stage.connect();
  make_immediate(a);
  CHECK(stage.send({"q"}) == Status::kAgain);
  link(stage, a);
  CHECK(stage.send({"q"}) == Status::kOk);
  unlink(stage, a);
  Peer& b = stage.accept();
  CHECK(stage.written(b) == std::vector<Text>{{"", "q"}});
  stage.deliver(b, {"", "answer"});
  CHECK(stage.receive() == Text{"answer"});
}

TEST_CASE("a PAIR keeps what its immediate peer had not been sent") {
  Stage stage(ConnectorType::kPair);
  Peer& peer = stage.connect();
  make_immediate(peer);
  link(stage, peer);
  CHECK(stage.send({"1"}) == Status::kOk);
  unlink(stage, peer);
  CHECK(stage.send({"2"}) == Status::kAgain);
  link(stage, peer);
  CHECK(stage.written(peer) == std::vector<Text>{{"1"}});
}

TEST_CASE("a ROUTER's peer has the name that was chosen, and nobody else may come by it") {
  Stage stage(ConnectorType::kRouter);
  Peer& peer = stage.connect();
  CHECK(stage->name_peer(peer, "chosen") == Status::kOk);
  CHECK(stage.send({"chosen", "early"}) == Status::kOk);
  stage.link(peer, "other");
  CHECK(stage.written(peer) == std::vector<Text>{{"early"}});
  stage.deliver(peer, {"x"});
  CHECK(stage.receive() == Text{"chosen", "x"});
  Peer& second = stage.connect();
  CHECK(stage->name_peer(second, "chosen") == Status::kRoutingIdInUse);
  CHECK(stage->admits(second, "chosen") == Status::kRoutingIdInUse);
  CHECK(stage->admits(second, "other") == Status::kOk);
  CHECK(stage->admits(peer, "chosen") == Status::kOk);
  stage.remove(peer);
  CHECK(stage->name_peer(second, "chosen") == Status::kOk);
}

TEST_CASE("a ROUTER is told of links as it wants, behind what their peers had sent") {
  Stage stage(ConnectorType::kRouter);
  stage.settings.router_notify = 3;
  Peer& peer = stage.accept_in_session("a");
  stage.deliver(peer, {"x"});
  stage.lose_link(peer);
  stage.resume(peer, 0);
  CHECK(stage.receive_all() == std::vector<Text>{{"a", ""}, {"a", "x"}, {"a", ""}, {"a", ""}});
  stage.settings.router_notify = 0;
  stage.unlink(peer);
  CHECK(stage.receive_all().empty());
}

TEST_CASE("notices of a peer whose links flap, and which nobody receives, do not pile up without end") {
  for (const ConnectorType type : {ConnectorType::kRouter, ConnectorType::kStream}) {
    Stage stage(type, {10, 0});
    stage.settings.router_notify = 3;
    Peer& peer = stage.connect();
    for (int flap = 0; flap < 5'000; ++flap) {
      stage.link(peer, "a");
      stage.unlink(peer);
    }
    CHECK(peer.inbox.messages() == 1'010);
    CHECK(stage.effects.drops.full == 8'990);
    CHECK(stage.receive_all().size() == 1'010);
    stage.link(peer, "a");
    CHECK(stage.receive_all().size() == 1);
  }
}

TEST_CASE("a ROUTER is told once that a link has ended, also where its session is given up later") {
  Stage stage(ConnectorType::kRouter);
  stage.settings.router_notify = 2;
  Peer& peer = stage.accept_in_session("a");
  stage.lose_link(peer);
  stage.give_up(peer);
  CHECK(stage.receive_all() == std::vector<Text>{{"a", ""}});
}

TEST_CASE("an empty message for the peer alone does not count as acknowledged") {
  Stage stage(ConnectorType::kDealer);
  Peer& peer = stage.accept_in_session("a");
  CHECK(peer.outbox.probe() == 0);
  CHECK(stage.send({"x"}) == Status::kOk);
  peer.wrote(peer.outbox.queued_bytes(), stage.effects);
  CHECK(peer.acknowledge(2, stage.effects));
  CHECK(stage.effects.acknowledged == 1);
}

TEST_CASE("the mark of what was redelivered goes on with what is forwarded") {
  for (const ConnectorType type : {ConnectorType::kPush, ConnectorType::kRouter}) {
    Stage stage(type);
    Peer& peer = stage.accept("id");
    Message parts = parts_of(type == ConnectorType::kRouter ? Text{"id", "x"} : Text{"x"});
    parts[0].redelivered = true;
    std::vector<PartView> views;
    for (const Part& part : parts) views.push_back(part.view());
    CHECK(stage->send(views) == Status::kOk);
    CHECK(stage.written(peer) == std::vector<Text>{{kAgain, "x"}});
  }
}
