#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

using enum ConnectorType;

constexpr bool kMarked = true;

// The messages in a peer's outbox that are marked as perhaps handed over before.
std::vector<Text> marked_in(Peer& peer) {
  std::vector<Part> parts;
  peer.outbox.take(parts, UINT64_MAX);
  std::vector<Text> marked;
  for (const Part& part : parts) {
    if (part.redelivered == kMarked) marked.push_back({std::string(as_text(part.bytes()))});
  }
  return marked;
}

}  // namespace

TEST_CASE("a message of several parts is refused by who sends one part, and nothing has happened") {
  const auto type = GENERATE(kClient, kScatter, kChannel);
  Stage stage(type);
  Peer& peer = stage.accept();
  CHECK(stage.send({"two", "parts"}) == Status::kInvalidArgument);
  CHECK(peer.outbox.empty());
  CHECK(std::string(stage->message_form()).find("one part") != std::string::npos);
  CHECK(stage.send({"one"}) == Status::kOk);
  CHECK(stage.send({""}) == Status::kOk);
  CHECK(stage.written(peer) == std::vector<Text>{{"one"}, {""}});
}

TEST_CASE("a received message of several parts is dropped and counted, the others come in order") {
  const auto type = GENERATE(kClient, kGather, kChannel);
  Stage stage(type);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"a", "b"}, {"1"}, {"c", "", "d"}, {"2"}, {"3"}, {"e", "f"}});
  CHECK(stage.effects.drops.unexpected == 3);
  CHECK(stage->waiting() == 3);
  CHECK(stage.receive_all() == std::vector<Text>{{"1"}, {"2"}, {"3"}});
  stage.deliver_all(peer, {{"a", "b"}});
  CHECK_FALSE(stage->readable());
}

TEST_CASE("of messages of one part each stays marked that was") {
  Stage stage(kGather);
  Peer& peer = stage.accept();
  Message sent = parts_of(std::vector<Text>{{"dropped", "too"}, {"again"}, {"first"}});
  sent[0].redelivered = sent[2].redelivered = true;
  stage->deliver(peer, sent);
  for (const bool marked : {true, false}) {
    Message message;
    REQUIRE(stage->receive(message) == Status::kOk);
    CHECK(message.front().redelivered == marked);
  }
}

TEST_CASE("whatever comes to a SCATTER is dropped and counted once") {
  Stage stage(kScatter);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"stray"}, {"of", "two"}});
  CHECK(stage.effects.drops.unexpected == 2);
  CHECK(peer.inbox.empty());
}

TEST_CASE("CLIENT and SCATTER send in turn, and wait where nobody has room") {
  const auto type = GENERATE(kClient, kScatter);
  Stage stage(type, {.messages = 2, .bytes = 0});
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  for (int i = 0; i < 4; ++i) REQUIRE(stage.send({std::to_string(i)}) == Status::kOk);
  CHECK(stage.send({"4"}) == Status::kAgain);
  CHECK(stage.written(one) == std::vector<Text>{{"0"}, {"2"}});
  CHECK(stage.send({"4"}) == Status::kOk);
  CHECK(stage.written(two) == std::vector<Text>{{"1"}, {"3"}});
}

TEST_CASE("what a lost peer of a CLIENT or a SCATTER had not acknowledged goes to others, marked") {
  const auto type = GENERATE(kClient, kScatter);
  Stage stage(type);
  Peer& lost = stage.accept_in_session();
  for (const char* text : {"1", "2", "3"}) REQUIRE(stage.send({text}) == Status::kOk);
  stage.written(lost, 2);
  stage.lose_link(lost);
  stage.give_up(lost);
  CHECK(stage->homeless() == 3);
  CHECK(stage.effects.drops.redelivered == 2);
  Peer& heir = stage.accept_in_session();
  CHECK(heir.outbox.queued_messages() == 3);
  CHECK(marked_in(heir) == std::vector<Text>{{"1"}, {"2"}});
}

TEST_CASE("CHANNEL has one peer, and the next one inherits what that was not sent") {
  Stage stage(kChannel);
  Peer& first = stage.accept();
  CHECK(stage.try_accept() == nullptr);
  CHECK(stage->has_heir(first));
  REQUIRE(stage.send({"kept"}) == Status::kOk);
  stage.lose_link(first);
  Peer& next = stage.accept();
  CHECK(Stage::queued(next) == std::vector<Text>{{"kept"}});
  CHECK(stage.effects.to_reject == std::vector{&first});
}
