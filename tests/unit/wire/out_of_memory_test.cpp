#include <cstdlib>
#include <new>

#include "session/session.h"
#include "unit/catch.h"
#include "unit/wire/bytes.h"
#include "wire/decoder.h"

// Memory that runs out: the allocation functions of this test binary count down, in the thread that asks them to, and
// then refuse.
namespace {

thread_local int allocations_left = -1;  // Negative: as many as one likes.

bool refused() {
  if (allocations_left < 0) return false;
  return allocations_left == 0 || allocations_left-- == 0;
}

}  // namespace

// All forms are replaced together: sanitizers object where memory of one family is freed by another.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return refused() ? nullptr : std::malloc(size ? size : 1);
}
void* operator new(std::size_t size) {
  void* memory = operator new(size, std::nothrow);
  if (!memory) throw std::bad_alloc();
  return memory;
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return operator new(size, std::nothrow); }
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

using namespace ymq;
using namespace ymq::test;

TEST_CASE("a decoder that runs out of memory stops with a fault, whole messages and all references in order") {
  const std::string text = message("one") + more("two") + more("three") + message("four") + more("five") + more("six");
  const BlockRef block = block_of(text);
  bool enough = false;
  for (int allowed = 0; !enough; ++allowed) {
    REQUIRE(allowed < 100);
    CAPTURE(allowed);
    wire::Decoder decoder(0);
    decoder.accept_messages();
    std::vector<Part> messages;
    std::span<const std::byte> bytes{block->data(), text.size()};
    allocations_left = allowed;
    const auto stop = decoder.feed(bytes, block.get(), messages);
    allocations_left = -1;
    enough = stop == wire::Decoder::Stop::kDry;
    if (!enough) {
      CHECK(stop == wire::Decoder::Stop::kFault);
      CHECK(decoder.fault().status == Status::kOutOfMemory);
    }
    CHECK((messages.empty() || !messages.back().more));
  }
  CHECK_FALSE(block->shared());
}

TEST_CASE("a session that runs out of memory stops with a fault") {
  const std::string start = greeting();
  const std::string rest =
      command("READY", property("Socket-Type", "SUB") + property("X-Long-Enough", "for the heap")) +
      command("SUBSCRIBE", "topic") + message("one") + more("two") + command("PING", "12") + message("three") +
      message(std::string(40'000, 'x'));
  int faults = 0;
  for (int allowed = 0; allowed < 100; ++allowed) {
    session::Config config;
    config.type = ConnectorType::kPub;
    session::Session session(config);
    const BlockRef block = block_of(start + rest);
    allocations_left = allowed;
    session.receive({block->data(), start.size()}, block.get(), 0);
    session.receive({block->data() + start.size(), rest.size()}, block.get(), 0);
    allocations_left = -1;
    if (session.ready()) {
      CHECK(session.messages().size() == 4);
      continue;
    }
    ++faults;
    CAPTURE(allowed);
    CHECK(session.fault().status == Status::kOutOfMemory);
    CHECK((session.messages().empty() || !session.messages().back().more));
  }
  CHECK(faults > 5);
  CHECK(faults < 100);
}

TEST_CASE("heartbeats allocate nothing") {
  session::Config config;
  config.heartbeat_interval = config.heartbeat_timeout = 100;
  session::Session session(config);
  const std::string handshake = greeting() + ready("PAIR");
  const std::string beats = command("PONG") + command("PING", raw("\x00\x01") + "sixteen letters.");
  const BlockRef block = block_of(handshake + beats);
  session.receive({block->data(), handshake.size()}, block.get(), 0);
  std::vector<std::byte> bytes;
  bytes.reserve(32);
  session.take_output(bytes, 0);
  bytes = std::vector<std::byte>();
  bytes.reserve(32);
  allocations_left = 0;
  for (Time now = 100; now < 10'000; now += 100) {
    session.on_deadline(now);
    session.take_output(bytes, now);
    session.receive({block->data() + handshake.size(), beats.size()}, block.get(), now + 1);
  }
  allocations_left = -1;
  CHECK(session.ready());
  CHECK(text_of(bytes) == command("PONG", "sixteen letters.") + command("PING", raw("\x00\x00")));
}
