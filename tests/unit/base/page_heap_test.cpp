// Where the bytes of large blocks come from: runs that never overlap, memory that is kept for the next one and not for
// ever.
#include "base/page_heap.h"

#include <cstring>
#include <random>
#include <thread>
#include <vector>

#include "base/pages.h"
#include "catch.h"

namespace {

using ymq::PageHeap;
using ymq::PageRun;

constexpr std::size_t kMebibyte = 1024 * 1024;

// A heap that gives everything back in the end: its own destructor forgets, because the one of the library outlives
// every thread.
struct TidyHeap : PageHeap {
  ~TidyHeap() { trim(), trim(); }
};

void mark(const PageRun& run, int value) {
  std::memset(run.data, value, 64);
  std::memset(run.data + run.size - 64, value, 64);
}

bool is_marked(const PageRun& run, int value) {
  const std::byte expected{static_cast<unsigned char>(value)};
  return run.data[0] == expected && run.data[63] == expected && run.data[run.size - 64] == expected &&
         run.data[run.size - 1] == expected;
}

}  // namespace

TEST_CASE("A run has whole units, at least as many as asked for", "[page_heap]") {
  TidyHeap heap;
  for (const std::size_t size :
       {std::size_t{1}, PageHeap::kUnit - 1, PageHeap::kUnit, PageHeap::kUnit + 1, kMebibyte, PageHeap::kLargestRun}) {
    CAPTURE(size);
    const PageRun run = heap.allocate(size);
    REQUIRE(run.data);
    CHECK(run.size >= size);
    CHECK(run.size < size + PageHeap::kUnit);
    CHECK(run.size % PageHeap::kUnit == 0);
    mark(run, 1);
    heap.release(run);
  }
  CHECK_FALSE(heap.allocate(0).data);
  CHECK_FALSE(heap.allocate(PageHeap::kLargestRun + 1).data);
}

TEST_CASE("Runs stand at the lowest place that fits", "[page_heap]") {
  TidyHeap heap;
  const PageRun first = heap.allocate(kMebibyte);
  const PageRun second = heap.allocate(2 * kMebibyte);
  const PageRun third = heap.allocate(kMebibyte);
  CHECK(second.data == first.data + first.size);
  CHECK(third.data == second.data + second.size);
  heap.release(second);
  CHECK(heap.allocate(3 * kMebibyte).data == third.data + third.size);
  const PageRun again = heap.allocate(kMebibyte);
  CHECK(again.data == second.data);
  CHECK(heap.allocate(kMebibyte).data == again.data + again.size);
  for (std::size_t offset = 0; offset < 8 * kMebibyte; offset += kMebibyte) {
    if (offset != 2 * kMebibyte && offset < 4 * kMebibyte) {
      heap.release({first.data + offset, kMebibyte, first.region});
    }
  }
  heap.release({first.data + 2 * kMebibyte, kMebibyte, first.region});
  heap.release({third.data + third.size, 3 * kMebibyte, third.region});
}

TEST_CASE("Only memory that is kept is given out where nothing new may be reserved", "[page_heap]") {
  TidyHeap heap;
  CHECK_FALSE(heap.reuse(PageHeap::kUnit).data);
  const PageRun run = heap.allocate(kMebibyte);
  CHECK_FALSE(heap.reuse(PageHeap::kUnit).data);
  heap.release(run);
  CHECK(heap.kept() == kMebibyte);
  CHECK_FALSE(heap.reuse(kMebibyte + 1).data);
  const PageRun again = heap.reuse(kMebibyte);
  CHECK(again.data == run.data);
  CHECK(heap.kept() == 0);
  heap.release(again);
}

TEST_CASE("A run grows where it stands until something stands in its way", "[page_heap]") {
  TidyHeap heap;
  PageRun run = heap.allocate(kMebibyte);
  mark(run, 7);
  const PageRun before = run;
  REQUIRE(heap.extend(run, 3 * kMebibyte));
  CHECK(run.data == before.data);
  CHECK(run.size == 3 * kMebibyte);
  CHECK(is_marked(before, 7));
  const PageRun neighbour = heap.allocate(PageHeap::kUnit);
  CHECK(neighbour.data == run.data + run.size);
  CHECK_FALSE(heap.extend(run, run.size + 1));
  CHECK(run.size == 3 * kMebibyte);
  heap.release(neighbour);
  CHECK(heap.extend(run, PageHeap::kRegionSize));
  CHECK_FALSE(heap.extend(run, PageHeap::kRegionSize + 1));
  heap.release(run);
}

TEST_CASE("What is kept is trimmed to what was needed, and to nothing when nothing was", "[page_heap]") {
  TidyHeap heap;
  const PageRun low = heap.allocate(2 * kMebibyte);
  const PageRun high = heap.allocate(4 * kMebibyte);
  mark(low, 1);
  mark(high, 2);
  heap.release(low);
  heap.release(high);
  heap.trim();
  CHECK(heap.kept() == 6 * kMebibyte);

  // Only the lower one is needed from now on.
  for (int turn = 0; turn < 3; ++turn) {
    const PageRun run = heap.allocate(2 * kMebibyte);
    REQUIRE(run.data == low.data);
    heap.release(run);
    heap.trim();
    CHECK(heap.kept() == 2 * kMebibyte);
    CHECK(heap.active());
  }
  CHECK(is_marked(low, 1));
  const PageRun fresh = heap.allocate(6 * kMebibyte);
  REQUIRE(fresh.data == low.data);
  CHECK(is_marked({high.data, high.size, high.region}, 0));
  heap.release(fresh);

  heap.trim();
  CHECK(heap.active());
  heap.trim();
  CHECK(heap.kept() == 0);
  CHECK_FALSE(heap.active());
}

TEST_CASE("What is released long after the last allocation is not kept", "[page_heap]") {
  TidyHeap heap;
  const PageRun one = heap.allocate(2 * kMebibyte);
  const PageRun other = heap.allocate(2 * kMebibyte);
  heap.trim();
  heap.trim();
  CHECK_FALSE(heap.active());
  heap.release(one);
  CHECK(heap.kept() == 0);
  mark(other, 3);
  CHECK(is_marked(other, 3));
  heap.release(other);
  CHECK(heap.kept() == 0);
}

TEST_CASE("No more is kept than a limit, however much was in use", "[page_heap]") {
  TidyHeap heap;
  std::vector<PageRun> runs;
  for (std::size_t i = 0; i < 200; ++i) runs.push_back(heap.allocate(kMebibyte));
  for (const PageRun& run : runs) heap.release(run);
  CHECK(heap.kept() <= PageHeap::kMostKept);
  CHECK(heap.kept() >= PageHeap::kMostKept - ymq::kHugePageSize);
}

TEST_CASE("Threads that take, grow and give back runs in any order never share a byte", "[page_heap]") {
  TidyHeap heap;
  std::vector<int> damaged(4);
  const auto work = [&](unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::pair<PageRun, int>> held;
    for (int turn = 0; turn < 2000; ++turn) {
      const std::size_t size = 1 + random() % (random() % 8 == 0 ? 4 * kMebibyte : 200'000);
      PageRun run = random() % 2 ? heap.allocate(size) : heap.reuse(size);
      const int value = static_cast<int>(random() % 256);
      if (run.data && random() % 2) heap.extend(run, run.size + random() % 100'000);
      if (run.data) mark(run, value), held.emplace_back(run, value);
      if (held.size() > 10 || (!held.empty() && random() % 2)) {
        std::swap(held[random() % held.size()], held.back());
        damaged[seed] += !is_marked(held.back().first, held.back().second);
        heap.release(held.back().first);
        held.pop_back();
      }
      if (random() % 100 == 0) heap.trim();
    }
    for (const auto& [run, value] : held) {
      damaged[seed] += !is_marked(run, value);
      heap.release(run);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < damaged.size(); ++seed) threads.emplace_back(work, seed);
  for (std::thread& thread : threads) thread.join();
  CHECK(damaged == std::vector<int>(damaged.size()));
  heap.trim();
  heap.trim();
  CHECK(heap.kept() == 0);
}
