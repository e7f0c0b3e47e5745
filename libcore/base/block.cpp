#include "base/block.h"

#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

#include "base/page_heap.h"
#include "base/pages.h"

namespace ymq {

namespace {

// Blocks of this capacity and more keep their bytes apart from their head, in whole pages.
constexpr std::size_t kApartFrom = Block::kPooledCapacity;
constexpr std::size_t kLargest = std::numeric_limits<std::ptrdiff_t>::max();
constexpr std::size_t kHeadSize = (sizeof(Block) + 15) / 16 * 16;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kKeeping = false;  // A block that is used again hides its use after the end from sanitizers.
#else
constexpr bool kKeeping = true;
#endif

constinit PageHeap heap;

PageRun map_run(std::size_t size) noexcept {
  if (size > kLargest) return {};
  size = round_up(size, kPageSize);
  std::byte* data = map_pages(size);
  if (data) prefer_huge_pages(data, size);
  return {data, data ? size : 0, nullptr};
}

PageRun obtain(std::size_t size) noexcept {
  const PageRun run = kKeeping ? heap.allocate(size) : PageRun{};
  return run.data ? run : map_run(size);
}

void let_go(const PageRun& run) noexcept {
  if (run.region) {
    heap.release(run);
  } else {
    unmap_pages(run.data, run.size);
  }
}

// Without moving the bytes.
bool enlarge(PageRun& run, std::size_t size) noexcept {
  if (run.region) return heap.extend(run, size);
  if (size > kLargest) return false;
  size = round_up(size, kPageSize);
  std::byte* data = remap_pages(run.data, run.size, size);
  if (!data) return false;
  run.data = data;
  run.size = size;
  return true;
}

}  // namespace

bool Block::trim_kept() noexcept {
  heap.trim();
  return heap.active();
}

bool Block::any_kept() noexcept { return heap.active(); }

Block* Block::allocate(std::size_t capacity) noexcept {
  return capacity < kApartFrom ? make_inline(capacity) : make_apart(obtain(capacity));
}

Block* Block::allocate_kept(std::size_t capacity) noexcept {
  return kKeeping && capacity >= kApartFrom ? make_apart(heap.reuse(capacity)) : nullptr;
}

Block* Block::make_inline(std::size_t capacity) noexcept {
  void* head = std::malloc(kHeadSize + capacity);
  return head ? new (head) Block({static_cast<std::byte*>(head) + kHeadSize, capacity, nullptr}, false) : nullptr;
}

Block* Block::make_apart(const PageRun& run) noexcept {
  if (!run.data) return nullptr;
  void* head = std::malloc(sizeof(Block));
  if (head) return new (head) Block(run, true);
  let_go(run);
  return nullptr;
}

Block* Block::lend(std::span<const std::byte> bytes, Lender& lender) noexcept {
  void* head = std::malloc(sizeof(Block));
  if (!head) return nullptr;
  auto* block = new (head) Block({const_cast<std::byte*>(bytes.data()), bytes.size(), nullptr}, false);
  block->lender_ = &lender;
  return block;
}

bool Block::grow(std::size_t capacity, std::size_t used, std::size_t expected) noexcept {
  if (capacity <= run_.size) return true;
  const bool outgrows_heap = expected > PageHeap::kLargestRun;
  if (apart_ && !(run_.region && outgrows_heap) && enlarge(run_, capacity)) return true;
  const PageRun larger = outgrows_heap ? map_run(capacity) : obtain(capacity);
  if (!larger.data) return false;
  std::memcpy(larger.data, run_.data, used);
  if (apart_) let_go(run_);
  run_ = larger;
  apart_ = true;
  return true;
}

void Block::destroy() noexcept {
  Lender* const lender = lender_;
  if (apart_) let_go(run_);
  this->~Block();
  std::free(this);
  if (lender) lender->returned();
}

}  // namespace ymq
