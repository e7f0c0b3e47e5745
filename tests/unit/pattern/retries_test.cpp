// REQ that may send a request again, and REQ whose request is in a session.

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

// The number of a request, as it goes ahead of it.
std::string number(std::uint64_t value) {
  std::string text(8, '\0');
  store_big_endian(reinterpret_cast<std::byte*>(text.data()), value);
  return text;
}

Text request(std::uint64_t value, const char* body) { return {number(value), "", body}; }
Text again(std::uint64_t value, const char* body) { return {kAgain, number(value), "", body}; }

class Requester : public Stage {
 public:
  explicit Requester(std::uint64_t retries, Limits limits = {}) : Stage(ConnectorType::kReq, limits) {
    settings.retries_requests = true;
    settings.request_retries = retries;
  }
};

}  // namespace

TEST_CASE("a REQ that retries puts a number in front of its request, and takes it off the reply") {
  Requester stage(1);
  Peer& peer = stage.accept();
  for (std::uint64_t i = 1; i <= 3; ++i) {
    REQUIRE(stage.send({"request"}) == Status::kOk);
    CHECK(stage->attempt() == i);
    CHECK(stage.written(peer) == std::vector<Text>{request(i, "request")});
    stage.deliver(peer, {number(i), "", "reply", "part"});
    CHECK(stage.receive() == Text{"reply", "part"});
    CHECK(stage->attempt() == 0);
  }
}

TEST_CASE("a retry sends the request to the next peer, marked, under the same number") {
  Requester stage(5);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  CHECK(stage.written(one) == std::vector<Text>{request(1, "request")});
  for (int round = 0; round < 2; ++round) {
    const std::uint64_t before = stage->attempt();
    stage->retry();
    CHECK(stage->attempt() > before);
    CHECK(stage.written(round == 0 ? two : one) == std::vector<Text>{again(1, "request")});
  }
  CHECK(stage.send({"another"}) == Status::kWrongState);
}

TEST_CASE("the first reply to any attempt counts, whoever sends it, and late ones are dropped and counted") {
  const bool first_asked = GENERATE(true, false);
  Requester stage(5);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage->retry();
  Peer& quick = first_asked ? one : two;
  Peer& slow = first_asked ? two : one;
  stage.deliver(quick, {number(1), "", "quick"});
  stage.deliver(slow, {number(1), "", "slow"});
  CHECK(stage.effects.drops.unexpected == 1);
  CHECK(stage.receive() == Text{"quick"});
  stage.deliver(slow, {number(1), "", "slower"});
  REQUIRE(stage.send({"next"}) == Status::kOk);
  stage.deliver(slow, {number(1), "", "slowest"});
  CHECK(stage.effects.drops.unexpected == 3);
  CHECK_FALSE(stage.receive());
}

TEST_CASE("a late reply is never taken for that of the next request, nor one without the number for any") {
  Requester stage(1);
  Peer& peer = stage.accept();
  REQUIRE(stage.send({"first"}) == Status::kOk);
  stage->retry();
  stage.deliver(peer, {number(1), "", "reply"});
  REQUIRE(stage.receive());
  REQUIRE(stage.send({"second"}) == Status::kOk);
  const std::string second = stage.written(peer).back().front();
  CHECK(second != number(1));
  for (const Text& reply : std::vector<Text>{{number(1), "", "late"},
                                             {"", "plain"},
                                             {second, "no delimiter"},
                                             {second, ""},
                                             {second},
                                             {second.substr(1), "", "short"},
                                             {second + "x", "", "long"}}) {
    stage.deliver(peer, reply);
  }
  CHECK(stage.effects.drops.unexpected == 7);
  CHECK_FALSE(stage->readable());
  stage.deliver(peer, {second, "", "at last"});
  CHECK(stage.receive() == Text{"at last"});
}

TEST_CASE("after the last retry the receive fails, once, and another request may be sent") {
  const std::uint64_t retries = GENERATE(0u, 1u, 3u);
  Requester stage(retries);
  Peer& peer = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  for (std::uint64_t i = 0; i < retries; ++i) {
    stage->retry();
    CHECK_FALSE(stage.receive());
    CHECK(stage.status == Status::kAgain);
  }
  CHECK(stage.written(peer).size() == 1 + retries);
  stage->retry();
  CHECK(peer.outbox.empty());
  CHECK(stage->attempt() == 0);
  CHECK(stage.effects.drops.undeliverable == 1);
  CHECK(stage->readable());
  CHECK(stage->waiting() == 0);
  Message message;
  CHECK(stage->receive(message) == Status::kUndeliverable);
  CHECK(stage->receive(message) == Status::kWrongState);
  stage.deliver(peer, {number(1), "", "too late"});
  CHECK(stage.effects.drops.unexpected == 1);
  CHECK(stage.send({"another"}) == Status::kOk);
}

TEST_CASE("another request may be sent although nobody has received that the last one failed") {
  Requester stage(0);
  Peer& peer = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage->retry();
  REQUIRE(stage.send({"another"}) == Status::kOk);
  const std::string name = stage.written(peer).back().front();
  stage.deliver(peer, {number(1), "", "late"});
  CHECK_FALSE(stage->readable());
  stage.deliver(peer, {name, "", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("a retry is nothing where no request waits, or requests are not kept") {
  Requester stage(1);
  Peer& peer = stage.accept();
  stage->retry();
  CHECK(peer.outbox.empty());
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.deliver(peer, {number(1), "", "reply"});
  stage.written(peer);
  stage->retry();
  CHECK(peer.outbox.empty());
  CHECK(stage.receive() == Text{"reply"});
  stage->retry();
  CHECK(peer.outbox.empty());

  Stage plain(ConnectorType::kReq);
  Peer& other = plain.accept();
  REQUIRE(plain.send({"request"}) == Status::kOk);
  CHECK(plain.written(other) == std::vector<Text>{{"", "request"}});
  plain->retry();
  CHECK(other.outbox.empty());
}

TEST_CASE("a peer without a link is not sent a request twice: it goes to the next, and not to the one before") {
  Requester stage(10);
  Peer& one = stage.connect();
  Peer& two = stage.connect();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  for (int round = 0; round < 5; ++round) {
    stage->retry();
    CHECK(one.outbox.queued_messages() + two.outbox.queued_messages() == 1);
  }
  Requester alone(10);
  Peer& only = alone.connect();
  REQUIRE(alone.send({"request"}) == Status::kOk);
  for (int round = 0; round < 5; ++round) alone->retry();
  CHECK(only.outbox.queued_messages() == 1);
}

TEST_CASE("a retry that nobody has room for counts, and the next one goes out once there is room") {
  Requester stage(2, {.messages = 1, .bytes = 0});
  Peer& full = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  const std::uint64_t before = stage->attempt();
  stage->retry();
  CHECK(stage->attempt() > before);
  CHECK(stage.written(full) == std::vector<Text>{request(1, "request")});
  stage->retry();
  CHECK(stage.written(full) == std::vector<Text>{again(1, "request")});
  stage->retry();
  CHECK(stage.effects.drops.undeliverable == 1);
}

TEST_CASE("a request is kept although its peer is gone, and goes to the next that comes") {
  Requester stage(5);
  Peer& gone = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(gone);
  stage.unlink(gone);
  stage->retry();
  Peer& next = stage.accept();
  stage->retry();
  CHECK(stage.written(next) == std::vector<Text>{again(1, "request")});
  stage.deliver(next, {number(1), "", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("no request takes the place of one that will be sent again, though its peer is gone") {
  Requester stage(5);
  Peer& gone = stage.accept();
  REQUIRE(stage.send({"accepted"}) == Status::kOk);
  stage.written(gone);
  stage.unlink(gone);
  CHECK(stage.send({"refused"}) == Status::kWrongState);
  Peer& next = stage.accept();
  CHECK(stage.send({"refused"}) == Status::kWrongState);
  stage->retry();
  CHECK(stage.written(next) == std::vector<Text>{again(1, "accepted")});
}

TEST_CASE("a large request is shared with what is kept of it, not copied for each attempt") {
  Requester stage(5);
  Peer& peer = stage.accept();
  REQUIRE(stage.send({std::string(100'000, 'x')}) == Status::kOk);
  stage->retry();
  stage->retry();
  std::vector<std::span<const std::byte>> segments(64);
  segments.resize(peer.outbox.gather(segments, SIZE_MAX));
  std::erase_if(segments, [](const auto& segment) { return segment.size() < 100'000; });
  REQUIRE(segments.size() == 3);
  CHECK(segments[1].data() == segments[2].data());
}

TEST_CASE("a request that a lost peer had not acknowledged goes to another, whose reply then counts") {
  Stage stage(ConnectorType::kReq);
  Peer& lost = stage.accept_in_session();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(lost);
  Peer& other = stage.accept_in_session();
  stage.lose_link(lost);
  CHECK(other.outbox.empty());
  stage.give_up(lost);
  CHECK(Stage::queued(other) == std::vector<Text>{{kAgain, "", "request"}});
  CHECK(stage.effects.drops.redelivered == 1);
  stage.deliver(other, {"", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("a request that waits for a peer to take it is as good as sent") {
  Stage stage(ConnectorType::kReq);
  Peer& lost = stage.accept_in_session();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(lost);
  stage.lose_link(lost);
  stage.give_up(lost);
  CHECK(stage->homeless() == 1);
  CHECK(stage.send({"another"}) == Status::kWrongState);
  Peer& next = stage.accept_in_session();
  CHECK(stage.written(next) == std::vector<Text>{{kAgain, "", "request"}});
  stage.deliver(next, {"", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("the reply of an awaited peer counts when it is back") {
  Stage stage(ConnectorType::kReq);
  Peer& peer = stage.accept_in_session();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(peer);
  stage.lose_link(peer);
  CHECK(stage.send({"another"}) == Status::kWrongState);
  stage.resume(peer, 1);
  CHECK(peer.outbox.empty());
  stage.deliver(peer, {"", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("a request that was never written stays with the peer that is awaited, and goes out when it is back") {
  Stage stage(ConnectorType::kReq);
  Peer& peer = stage.accept_in_session();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.write(peer, 3);
  stage.lose_link(peer);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "request"}});
  stage.deliver(peer, {"", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("a request that is marked when it is received is marked for the application") {
  Stage stage(ConnectorType::kReq);
  Peer& peer = stage.accept_in_session();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  Message reply = parts_of(Text{"", "reply"});
  reply[0].redelivered = true;
  stage->deliver(peer, reply);
  Message message;
  REQUIRE(stage->receive(message) == Status::kOk);
  CHECK(message[0].redelivered);
}

TEST_CASE("a reply acknowledges its request, which goes to nobody else when its peer is lost") {
  Stage stage(ConnectorType::kReq);
  Peer& peer = stage.accept_in_session();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(peer);
  stage.deliver(peer, {"", "reply"});
  CHECK(peer.outbox.unacknowledged_messages() == 0);
  CHECK(stage.effects.acknowledged == 1);
  CHECK(stage.receive() == Text{"reply"});
  Peer& other = stage.accept_in_session();
  stage.lose_link(peer);
  stage.give_up(peer);
  CHECK(other.outbox.empty());
  CHECK(stage.effects.drops.redelivered == 0);
}
