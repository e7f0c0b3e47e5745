// Blocks of every size: what they hold survives growing, and growing a large one takes no second copy of it.
#include "base/block.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "catch.h"

namespace {

using ymq::Block;
using ymq::BlockRef;

constexpr std::size_t kMebibyte = 1024 * 1024;

std::byte pattern_at(std::size_t offset) { return std::byte{static_cast<unsigned char>(offset * 31 / 7)}; }

void fill(Block& block, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) block.data()[i] = pattern_at(i);
}

std::size_t damaged(const Block& block, std::size_t size) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; ++i) count += block.data()[i] != pattern_at(i);
  return count;
}

// A line of this process's own account of its memory, in bytes.
std::size_t memory(const std::string& name) {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  REQUIRE(file);
  unsigned long long kilobytes = 0;
  char line[256];
  while (std::fgets(line, sizeof line, file)) std::sscanf(line, (name + ": %llu kB").c_str(), &kilobytes);
  std::fclose(file);
  return kilobytes * 1024;
}

// Sets the peak of this process's memory back to what is in use. False: the system does not let us.
bool forget_peak() {
  std::FILE* file = std::fopen("/proc/self/clear_refs", "w");
  if (!file) return false;
  const bool written = std::fputs("5", file) >= 0;
  return std::fclose(file) == 0 && written;
}

#ifdef __SANITIZE_THREAD__
constexpr bool kMemoryIsOurs = false;
#else
constexpr bool kMemoryIsOurs = true;
#endif

}  // namespace

TEST_CASE("A block has at least the capacity asked for and is all its own", "[block]") {
  for (const std::size_t capacity : {std::size_t{0}, std::size_t{1}, std::size_t{4096}, Block::kPooledCapacity - 1,
                                     Block::kPooledCapacity, std::size_t{100'000}, kMebibyte, 20 * kMebibyte}) {
    CAPTURE(capacity);
    const BlockRef block = BlockRef::allocate(capacity);
    REQUIRE(block);
    CHECK(block->capacity() >= capacity);
    CHECK_FALSE(block->shared());
    std::memset(block->data(), 1, block->capacity());
  }
}

TEST_CASE("A block that grows keeps its bytes", "[block]") {
  const std::size_t expected = GENERATE(5 * kMebibyte, 40 * kMebibyte);
  CAPTURE(expected);
  const BlockRef block = BlockRef::allocate(1000);
  REQUIRE(block);
  // Something that stands in the way now and then.
  std::vector<BlockRef> others;
  std::size_t used = 0;
  for (std::size_t capacity = 1000; used < expected; capacity = std::min(4 * capacity, expected)) {
    REQUIRE(block->grow(capacity, used, expected));
    REQUIRE(block->capacity() >= capacity);
    others.push_back(BlockRef::allocate(200'000));
    fill(*block.get(), used, capacity);
    used = capacity;
  }
  CHECK(damaged(*block.get(), used) == 0);
}

TEST_CASE("What no machine has is refused, and the block stays as it was", "[block]") {
  constexpr std::size_t kAbsurd = std::numeric_limits<std::ptrdiff_t>::max();
  for (const std::size_t absurd : {kAbsurd, kAbsurd - 5000, std::numeric_limits<std::size_t>::max()}) {
    CHECK_FALSE(BlockRef::allocate(absurd));
    for (const std::size_t capacity : {std::size_t{1000}, kMebibyte, 20 * kMebibyte}) {
      const BlockRef block = BlockRef::allocate(capacity);
      fill(*block.get(), 0, capacity);
      CHECK_FALSE(block->grow(absurd, capacity, absurd));
      CHECK(damaged(*block.get(), capacity) == 0);
    }
  }
}

TEST_CASE("A large block grows without a second copy of what it holds", "[block]") {
  if (!kMemoryIsOurs) YMQ_SKIP("ThreadSanitizer's shadow of the memory is several times as large as the memory");
  if (!forget_peak()) YMQ_SKIP("this system does not set the peak of a process's memory back");
  constexpr std::size_t kSize = 96 * kMebibyte;
  const std::size_t before = memory("VmRSS");
  const BlockRef block = BlockRef::allocate(128 * 1024);
  std::size_t used = 0;
  for (std::size_t capacity = 128 * 1024; used < kSize; capacity = std::min(4 * capacity, kSize)) {
    REQUIRE(block->grow(capacity, used, kSize));
    std::memset(block->data() + used, 1, capacity - used);
    used = capacity;
  }
  const std::size_t peak = memory("VmHWM") - before;
  CAPTURE(peak);
  CHECK(peak < kSize + kSize / 10);
}

TEST_CASE("After two quiet trims nothing is kept", "[block]") {
  BlockRef::allocate(4 * kMebibyte);
  Block::trim_kept();
  Block::trim_kept();
  CHECK_FALSE(Block::any_kept());
  CHECK_FALSE(BlockRef::adopt(Block::allocate_kept(kMebibyte)));
}

TEST_CASE("bytes that are lent are shown as they are, and returned with the last reference") {
  struct Counting final : ymq::Lender {
    int returns = 0;
    void returned() noexcept override { ++returns; }
  } lender;
  const std::string text = "somebody's";
  BlockRef block = BlockRef::adopt(Block::lend(std::as_bytes(std::span(text)), lender));
  CHECK(block->data() == reinterpret_cast<const std::byte*>(text.data()));
  CHECK(block->capacity() == text.size());
  BlockRef other = block;
  block = {};
  CHECK(lender.returns == 0);
  other = {};
  CHECK(lender.returns == 1);
}
