#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

TEST_CASE("PUSH sends to its peers in turn") {
  Stage stage(ConnectorType::kPush);
  Peer& one = stage.accept();
  Peer& two = stage.connect_and_link();
  Peer& three = stage.connect();
  for (int i = 0; i < 7; ++i) REQUIRE(stage.send({std::to_string(i), "part"}) == Status::kOk);
  CHECK(stage.written(one) == std::vector<Text>{{"0", "part"}, {"3", "part"}, {"6", "part"}});
  CHECK(stage.written(two) == std::vector<Text>{{"1", "part"}, {"4", "part"}});
  CHECK(stage.written(three) == std::vector<Text>{{"2", "part"}, {"5", "part"}});
}

TEST_CASE("PUSH queues for a peer that it connects to before there is a link, and keeps that over links") {
  Stage stage(ConnectorType::kPush, {.messages = 3, .bytes = 0});
  Peer& peer = stage.connect();
  for (const char* text : {"1", "2", "3"}) CHECK(stage.send({text}) == Status::kOk);
  CHECK(stage.send({"4"}) == Status::kAgain);
  stage.link(peer);
  CHECK(stage.written(peer, 1) == std::vector<Text>{{"1"}});
  stage.unlink(peer);
  CHECK(stage.send({"4"}) == Status::kAgain);
  CHECK(stage->homeless() == 0);
  stage.link(peer);
  CHECK(stage.written(peer, 2) == std::vector<Text>{{"2"}, {"3"}});
  CHECK(stage.send({"4"}) == Status::kOk);
}

TEST_CASE("PUSH has nobody to send to once its last accepted peer is gone") {
  Stage stage(ConnectorType::kPush);
  CHECK(stage.send({"x"}) == Status::kAgain);
  Peer& peer = stage.accept();
  CHECK(stage.send({"x"}) == Status::kOk);
  stage.written(peer);
  stage.unlink(peer);
  CHECK(stage.send({"x"}) == Status::kAgain);
  CHECK(stage->homeless() == 0);
}

TEST_CASE("PUSH passes over full peers and comes back to them at their low mark") {
  Stage stage(ConnectorType::kPush, {.messages = 4, .bytes = 0});
  Peer& slow = stage.accept();
  Peer& fast = stage.accept();
  int sent = 0;
  while (stage.send({std::to_string(sent)}) == Status::kOk) ++sent;
  CHECK(sent == 8);
  CHECK(stage.written(fast).size() == 4);
  for (int i = 0; i < 3; ++i) CHECK(stage.send({"x"}) == Status::kOk);
  CHECK(Stage::queued(fast).size() == 3);
  CHECK(Stage::queued(slow).size() == 4);
  stage.written(slow, 2);
  CHECK(stage.send({"full"}) == Status::kOk);
  CHECK(stage.send({"x"}) == Status::kAgain);
  stage.written(slow, 1);
  CHECK(stage.send({"room"}) == Status::kOk);
  CHECK(Stage::queued(slow).back() == Text{"room"});
}

TEST_CASE("PUSH with a limit in bytes lets one message exceed it") {
  Stage stage(ConnectorType::kPush, {.messages = 0, .bytes = 100});
  Peer& peer = stage.accept();
  CHECK(stage.send({std::string(1'000'000, 'x')}) == Status::kOk);
  CHECK(stage.send({"y"}) == Status::kAgain);
  stage.written(peer);
  CHECK(stage.send({"y"}) == Status::kOk);
}

TEST_CASE("PUSH gives what a vanished peer had not been sent to the others") {
  Stage stage(ConnectorType::kPush);
  Peer& leaver = stage.accept();
  Peer& stayer = stage.accept();
  for (int i = 0; i < 6; ++i) REQUIRE(stage.send({std::to_string(i), std::string(50'000, 'b')}) == Status::kOk);
  CHECK(stage.written(leaver, 1).size() == 1);
  stage.write(leaver, 7);
  stage.unlink(leaver);
  std::vector<std::string> names;
  for (const Text& message : stage.written(stayer)) {
    REQUIRE(message.size() == 2);
    CHECK(message[1].size() == 50'000);
    names.push_back(message[0]);
  }
  CHECK(names == std::vector<std::string>{"1", "3", "5", "2", "4"});
  CHECK(stage.effects.drops.peer_gone == 0);
}

TEST_CASE("PUSH keeps what nobody has room for, and sends it before anything else") {
  Stage stage(ConnectorType::kPush, {.messages = 3, .bytes = 0});
  Peer& leaver = stage.accept();
  for (const char* text : {"1", "2", "3"}) REQUIRE(stage.send({text}) == Status::kOk);
  stage.unlink(leaver);
  CHECK(stage->homeless() == 3);
  CHECK(stage.send({"4"}) == Status::kAgain);

  Peer& heir = stage.accept();
  CHECK(stage->homeless() == 0);
  CHECK(stage.send({"4"}) == Status::kAgain);
  CHECK(stage.written(heir, 2) == std::vector<Text>{{"1"}, {"2"}});
  REQUIRE(stage.send({"4"}) == Status::kOk);
  REQUIRE(stage.send({"5"}) == Status::kOk);
  CHECK(Stage::queued(heir) == std::vector<Text>{{"3"}, {"4"}, {"5"}});

  SECTION("a peer that gets room takes it up") {
    Peer& full = stage.accept();
    for (const char* text : {"6", "7", "8"}) REQUIRE(stage.send({text}) == Status::kOk);
    stage.unlink(heir);
    CHECK(stage->homeless() == 3);
    CHECK(stage.written(full) == std::vector<Text>{{"6"}, {"7"}, {"8"}});
    CHECK(stage.written(full) == std::vector<Text>{{"3"}, {"4"}});
    CHECK(stage->homeless() == 0);
    CHECK(stage.written(full) == std::vector<Text>{{"5"}});
  }
  SECTION("a peer that is connected to takes it up without a link") {
    stage.unlink(heir);
    Peer& lasting = stage.connect();
    CHECK(Stage::queued(lasting) == std::vector<Text>{{"3"}, {"4"}, {"5"}});
    SECTION("and passes it on when it is given up") {
      stage.remove(lasting);
      CHECK(stage->homeless() == 3);
    }
  }
}

TEST_CASE("PULL receives from its peers in turn, whole messages, and from connected and accepted ones alike") {
  Stage stage(ConnectorType::kPull);
  Peer& one = stage.accept();
  Peer& two = stage.connect_and_link();
  stage.deliver_all(one, {{"a1", "", "end"}, {"a2"}, {"a3"}});
  stage.deliver_all(two, {{"b1"}, {"b2"}});
  CHECK(stage->waiting() == 5);
  CHECK(stage.receive_all() == std::vector<Text>{{"a1", "", "end"}, {"b1"}, {"a2"}, {"b2"}, {"a3"}});
  CHECK(stage.status == Status::kAgain);
}

TEST_CASE("PULL asks a peer that was paused to go on once half of its messages are taken") {
  Stage stage(ConnectorType::kPull, {.messages = 10, .bytes = 0});
  Peer& peer = stage.accept();
  stage.deliver_all(peer, std::vector<Text>(10, Text{"x"}));
  CHECK_FALSE(peer.inbox.has_room());
  peer.receive_paused = true;
  for (int i = 0; i < 5; ++i) REQUIRE(stage.receive());
  CHECK(stage.effects.to_resume.empty());
  REQUIRE(stage.receive());
  CHECK(stage.effects.to_resume == std::vector{&peer});
}
