// An outbox for a peer that knows no frames.
#include <random>

#include "flow/outbox.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"

using namespace ymq;
using namespace ymq::flow;
using namespace ymq::testing;

namespace {

bool append(Outbox& outbox, const std::string& bytes) {
  return outbox.append_bytes({as_bytes(bytes).data(), bytes.size(), nullptr});
}

// Writes up to so many bytes, and tells which.
std::string write(Outbox& outbox, std::size_t most) {
  std::vector<std::span<const std::byte>> segments(8);
  segments.resize(outbox.gather(segments, most));
  std::string written;
  for (const auto& segment : segments) written += as_text(segment);
  outbox.wrote(written.size());
  return written;
}

}  // namespace

TEST_CASE("bytes leave an outbox as they came, however they are cut") {
  std::minstd_rand random(1);
  Outbox outbox;
  std::string sent, written;
  for (int i = 0; i < 2000; ++i) {
    const std::size_t size = 1 + random() % (i % 50 == 0 ? 100'000 : 300);
    const std::string bytes(size, static_cast<char>('a' + i % 26));
    REQUIRE(append(outbox, bytes));
    sent += bytes;
    written += write(outbox, random() % 2000);
  }
  CHECK(outbox.messages() == 2000);
  CHECK(outbox.queued_bytes() == sent.size() - written.size());
  while (!outbox.empty()) written += write(outbox, 1 + random() % 100'000);
  CHECK(written == sent);
  CHECK(outbox.queued_messages() == 0);
}

TEST_CASE("bytes count towards the limits of an outbox, each append as a message") {
  Outbox outbox;
  outbox.set_limits({2, 0});
  REQUIRE(append(outbox, "a"));
  CHECK(outbox.has_room());
  REQUIRE(append(outbox, "b"));
  CHECK_FALSE(outbox.has_room());
  outbox.set_limits({0, 2});
  CHECK_FALSE(outbox.has_room());
  CHECK(write(outbox, 1) == "a");
  CHECK(outbox.has_room());
}

TEST_CASE("bytes whose block is known are shared, and those that memory does not suffice for leave all as it was") {
  Outbox outbox;
  Part large;
  REQUIRE(Part::copy_of(as_bytes(std::string(kLargeBody, 'x')), large));
  REQUIRE(append(outbox, "before"));
  REQUIRE(outbox.append_bytes(large.view()));
  CHECK(large.block->shared());
  CHECK_FALSE(outbox.append_bytes(beyond_memory()));
  CHECK(outbox.queued_messages() == 2);
  REQUIRE(append(outbox, "after"));
  std::string written;
  while (!outbox.empty()) written += write(outbox, SIZE_MAX);
  CHECK(written == "before" + std::string(kLargeBody, 'x') + "after");
  CHECK_FALSE(large.block->shared());
}

TEST_CASE("an outbox of bytes that is cleared begins with what is appended next") {
  Outbox outbox;
  REQUIRE(append(outbox, "half written"));
  CHECK(write(outbox, 4) == "half");
  outbox.rewind();
  outbox.clear();
  CHECK(outbox.empty());
  REQUIRE(append(outbox, "anew"));
  CHECK(write(outbox, SIZE_MAX) == "anew");
}
