#include <optional>

#include "flow/peer.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"

using namespace ymq;
using namespace ymq::testing;
using flow::Receipts;

namespace {

constexpr std::uint64_t kMuch = 1024 * 1024;
constexpr std::uint64_t kMany = kMuch / flow::kMessageOverhead;

Receipts in_session(std::uint64_t window = 0) {
  Receipts receipts;
  receipts.begin_session();
  receipts.set_window(window);
  return receipts;
}

// What the peer is told; nothing: it knows.
std::optional<std::uint64_t> told(Receipts& receipts, std::uint64_t waiting = 0, std::uint64_t waiting_bytes = 0) {
  std::uint64_t position = 0;
  return receipts.tell(waiting, waiting_bytes, position) ? std::optional(position) : std::nullopt;
}

TEST_CASE("a notice that waits, or is held, is none of the peer's messages") {
  Receipts receipts = in_session();
  receipts.noticed();
  CHECK(receipts.handed(1) == 0);
  receipts.received(1, 1);
  receipts.noticed();
  CHECK(receipts.handed(3) == 0);  // A notice, the message, a notice: all of them wait.
  CHECK(receipts.handed(2) == 0);
  CHECK(receipts.handed(1) == 1);
  receipts.hold(2);
  CHECK(receipts.handed(1) == 0);
  receipts.release(1);
  CHECK(receipts.handed(1) == 0);
  receipts.release(1);
  CHECK(receipts.handed(1) == 1);
  CHECK(receipts.handed(0) == 1);
}

}  // namespace

TEST_CASE("receipts are off until a session begins, and after it ends") {
  Receipts receipts;
  CHECK_FALSE(receipts.on());
  receipts.begin_session();
  CHECK(receipts.on());
  receipts.received(5, 50);
  receipts.end_session();
  CHECK_FALSE(receipts.on());
  receipts.begin_session();
  CHECK(receipts.position() == 0);
  CHECK(receipts.handed(0) == 0);
}

TEST_CASE("what waits for the application is received, and not handed over") {
  Receipts receipts = in_session();
  receipts.received(10, 100);
  CHECK(receipts.position() == 10);
  CHECK(receipts.handed(10) == 0);
  CHECK(receipts.handed(4) == 6);
}

TEST_CASE("a peer is told a position once, and never a lesser one") {
  Receipts receipts = in_session();
  CHECK_FALSE(told(receipts));
  receipts.received(10, 100);
  CHECK_FALSE(told(receipts, 10, 100));
  CHECK(told(receipts, 4, 40) == 6);
  CHECK_FALSE(told(receipts, 4, 40));
  receipts.received(2, 20);
  CHECK_FALSE(told(receipts, 6, 60));
  CHECK(told(receipts) == 12);
}

TEST_CASE("many messages are worth an acknowledgement at once") {
  Receipts receipts = in_session();
  receipts.received(2 * kMany, 0);
  CHECK_FALSE(receipts.enough(2 * kMany, 0));
  CHECK_FALSE(receipts.enough(kMany + 1, 0));
  CHECK(receipts.enough(kMany, 0));
  CHECK(told(receipts, kMany, 0) == kMany);
  CHECK_FALSE(receipts.enough(kMany, 0));
  CHECK_FALSE(receipts.enough(1, 0));
  CHECK(receipts.enough(0, 0));
}

TEST_CASE("a quarter of the peer's window is worth an acknowledgement, or 1 MiB, whichever is less") {
  const auto [window, enough] = GENERATE(table<std::uint64_t, std::uint64_t>({
      {0, kMuch},
      {UINT64_MAX, kMuch},
      {UINT32_MAX * std::uint64_t{1024}, kMuch},
      {4 * kMuch, kMuch},
      {2 * kMuch, kMuch / 2},
      {64 * 1024, 16 * 1024},
  }));
  CAPTURE(window);
  Receipts receipts = in_session(window);
  receipts.received(10, 4 * kMuch);
  const std::uint64_t bytes = enough - 9 * flow::kMessageOverhead;
  CHECK_FALSE(receipts.enough(1, 4 * kMuch - bytes + 1));
  CHECK(receipts.enough(1, 4 * kMuch - bytes));
}

TEST_CASE("any message is worth an acknowledgement where the window is tiny") {
  Receipts receipts = in_session(GENERATE(1, 3, 64));
  receipts.received(10, 0);
  CHECK_FALSE(receipts.enough(10, 0));
  CHECK(receipts.enough(9, 0));
}

TEST_CASE("bytes alone are not enough where no message was handed over") {
  Receipts receipts = in_session();
  receipts.received(1, 10 * kMuch);
  CHECK_FALSE(receipts.enough(1, 10 * kMuch));
  CHECK(receipts.enough(0, 0));
}

// A ROUTER's inbox holds an identity with each message, which never came over the wire.
TEST_CASE("an inbox that holds more bytes than came does not look like much that was taken") {
  Receipts receipts = in_session();
  receipts.received(10, 10);
  CHECK_FALSE(receipts.enough(9, 10 * 255));
  CHECK(told(receipts, 9, 10 * 255) == 1);
  CHECK_FALSE(receipts.enough(9, 10 * 255));
  CHECK(told(receipts) == 10);
}

TEST_CASE("a peer that asks is told what came, at once and from then on") {
  Receipts receipts = in_session();
  receipts.received(10, 100);
  CHECK(told(receipts, 8, 80) == 2);
  receipts.ask();
  CHECK(receipts.enough(8, 80));
  CHECK(told(receipts, 8, 80) == 10);
  CHECK_FALSE(receipts.enough(8, 80));
  receipts.received(1, 10);
  CHECK(receipts.enough(9, 90));
  CHECK(told(receipts, 9, 90) == 11);
}

TEST_CASE("on a new link a peer is told once more, even where nothing has changed, and asks anew") {
  Receipts receipts = in_session();
  receipts.received(10, 100);
  receipts.ask();
  CHECK(told(receipts, 4, 40) == 10);
  receipts.resume();
  CHECK(receipts.on());
  CHECK(receipts.position() == 10);
  CHECK(told(receipts, 4, 40) == 6);
  CHECK_FALSE(told(receipts, 4, 40));
}

TEST_CASE("a peer that waits for the next is told of it, however little it is, once") {
  Receipts receipts = in_session();
  receipts.received(10, 100);
  receipts.await_next();
  CHECK_FALSE(receipts.enough(10, 100));
  CHECK(receipts.enough(9, 90));
  CHECK(told(receipts, 9, 90) == 1);
  CHECK_FALSE(receipts.enough(8, 80));
}

TEST_CASE("a message that is refused counts as received and handed over, and its end is remembered") {
  Receipts receipts = in_session();
  CHECK(receipts.refused() == 0);
  receipts.received(3, 30);
  receipts.refuse();
  CHECK(receipts.position() == 4);
  CHECK(receipts.refused() == 4);
  CHECK(receipts.handed(0) == 4);
  receipts.received(2, 20);
  CHECK(receipts.refused() == 4);
  CHECK(receipts.position() == 6);
}

TEST_CASE("a peer wants an acknowledgement once, until it is told") {
  flow::Effects effects;
  flow::Peer peer(1, false);
  peer.receipts.begin_session();
  peer.receipts.ask();
  peer.note_received(parts_of(std::vector<Text>{{"a", "b"}, {"c"}}));
  peer.want_acknowledgement(effects);
  peer.want_acknowledgement(effects);
  CHECK(effects.to_acknowledge == std::vector{&peer});
  std::uint64_t position = 0;
  CHECK(peer.receipts.tell(0, 0, position));
  CHECK(position == 2);
  effects.forget(peer);
  CHECK(effects.to_acknowledge.empty());
  peer.want_acknowledgement(effects);
  CHECK(effects.to_acknowledge.empty());
}

TEST_CASE("messages that come without a session are counted for the peer alone") {
  flow::Peer peer(1, false);
  peer.note_received(parts_of(std::vector<Text>{{"a", "b"}, {"c"}}));
  CHECK(peer.counters.received == 2);
  CHECK(peer.receipts.position() == 0);
}

TEST_CASE("what is acknowledged ahead of the writer's report is counted, too") {
  flow::Effects effects;
  flow::Peer peer(1, false);
  peer.outbox.begin_session(0);
  const Text message{"message"};
  REQUIRE(peer.append({}, views_of(message), effects));
  REQUIRE(peer.acknowledge(1, effects));
  peer.wrote(peer.outbox.queued_bytes(), effects);
  REQUIRE(peer.outbox.acknowledged() == 1);
  REQUIRE(peer.acknowledge(1, effects));
  CHECK(effects.acknowledged == 1);
}
