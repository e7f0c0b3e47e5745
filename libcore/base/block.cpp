#include "base/block.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

#include "base/mutex.h"

namespace ymq {

namespace {

// Blocks of this size and more keep their bytes apart from their head, so that growing them can move pages, not bytes.
constexpr std::size_t kApartFrom = 64 * 1024;
constexpr std::size_t kHeadSize = (sizeof(Block) + 15) / 16 * 16;
// Large blocks are kept from this capacity on, so many bytes of them in all.
constexpr std::size_t kKeptFrom = 128 * 1024;
constexpr std::size_t kKeptBytes = 32 * 1024 * 1024;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kPooling = false;  // A block that is used again hides its use after the end from sanitizers.
#else
constexpr bool kPooling = true;
#endif

// Free blocks: those of kPooledCapacity, or large ones. Any thread.
template <std::size_t Most>
class Pool {
 public:
  // The block that was given last whose capacity is as wanted, or up to twice that.
  Block* take(std::size_t capacity) noexcept {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = count_; i-- > 0;) {
      Block* block = blocks_[i];
      if (block->capacity() < capacity || block->capacity() > 2 * capacity) continue;
      blocks_[i] = blocks_[--count_];
      bytes_ -= block->capacity();
      return block;
    }
    return nullptr;
  }
  // False: there are enough.
  bool give(Block* block) noexcept {
    const std::lock_guard lock(mutex_);
    if (!kPooling || count_ == Most || bytes_ + block->capacity() > kKeptBytes) return false;
    bytes_ += block->capacity();
    blocks_[count_++] = block;
    return true;
  }

 private:
  Mutex mutex_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::array<Block*, Most> blocks_{};
};

constinit Pool<64> pool;
constinit Pool<32> large_pool;

std::byte* inline_data(void* head) { return static_cast<std::byte*>(head) + kHeadSize; }

}  // namespace

Block* Block::allocate(std::size_t capacity) noexcept {
  Block* kept = capacity == kPooledCapacity ? pool.take(capacity) : allocate_kept(capacity);
  if (kept) return kept->reuse();
  const bool apart = capacity >= kApartFrom;
  void* head = std::malloc(apart ? kHeadSize : kHeadSize + capacity);
  if (!head) return nullptr;
  std::byte* data = apart ? static_cast<std::byte*>(std::malloc(capacity)) : inline_data(head);
  if (!data) {
    std::free(head);
    return nullptr;
  }
  return new (head) Block(data, capacity);
}

Block* Block::allocate_kept(std::size_t capacity) noexcept {
  Block* kept = capacity >= kKeptFrom ? large_pool.take(capacity) : nullptr;
  return kept ? kept->reuse() : nullptr;
}

bool Block::grow(std::size_t capacity, std::size_t used) noexcept {
  if (capacity <= capacity_) return true;
  const bool apart = data_ != inline_data(this);
  void* larger = std::realloc(apart ? data_ : nullptr, capacity);
  if (!larger) return false;
  auto* bytes = static_cast<std::byte*>(larger);
  if (!apart) std::memcpy(bytes, data_, used);
  data_ = bytes;
  capacity_ = capacity;
  return true;
}

Block* Block::reuse() noexcept {
  references_.store(1, std::memory_order_relaxed);
  return this;
}

void Block::destroy() noexcept {
  const bool apart = data_ != inline_data(this);
  if (!apart && capacity_ == kPooledCapacity && pool.give(this)) return;
  if (apart && capacity_ >= kKeptFrom && large_pool.give(this)) return;
  if (apart) std::free(data_);
  this->~Block();
  std::free(this);
}

}  // namespace ymq
