#include "base/block.h"

#include <array>
#include <cstdlib>
#include <mutex>
#include <new>

#include "base/mutex.h"

namespace ymq {

namespace {

// Blocks of this size and more keep their bytes apart from their head, so that growing them can move pages, not bytes.
constexpr std::size_t kApartFrom = 64 * 1024;
constexpr std::size_t kHeadSize = (sizeof(Block) + 15) / 16 * 16;

std::byte* inline_data(void* head) { return static_cast<std::byte*>(head) + kHeadSize; }

// Free heads of blocks of kPooledCapacity. Any thread.
class Pool {
 public:
  void* take() noexcept {
    const std::lock_guard lock(mutex_);
    return count_ == 0 ? nullptr : heads_[--count_];
  }
  // False: there are enough.
  bool give(void* head) noexcept {
    const std::lock_guard lock(mutex_);
    if (count_ == kMost) return false;
    heads_[count_++] = head;
    return true;
  }

 private:
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  static constexpr std::size_t kMost = 0;  // A block that is used again hides its use after the end from sanitizers.
#else
  static constexpr std::size_t kMost = 64;
#endif
  Mutex mutex_;
  std::size_t count_ = 0;
  std::array<void*, kMost + 1> heads_{};
};

constinit Pool pool;

void* allocate_head(std::size_t capacity, bool apart) noexcept {
  void* pooled = capacity == Block::kPooledCapacity ? pool.take() : nullptr;
  return pooled ? pooled : std::malloc(apart ? kHeadSize : kHeadSize + capacity);
}

}  // namespace

Block* Block::allocate(std::size_t capacity) noexcept {
  const bool apart = capacity >= kApartFrom;
  void* head = allocate_head(capacity, apart);
  if (!head) return nullptr;
  std::byte* data = apart ? static_cast<std::byte*>(std::malloc(capacity)) : inline_data(head);
  if (!data) {
    std::free(head);
    return nullptr;
  }
  return new (head) Block(data, capacity);
}

bool Block::grow(std::size_t capacity, std::size_t used) noexcept {
  if (capacity <= capacity_) return true;
  const bool apart = data_ != inline_data(this);
  void* larger = std::realloc(apart ? data_ : nullptr, capacity);
  if (!larger) return false;
  auto* bytes = static_cast<std::byte*>(larger);
  if (!apart) {
    for (std::size_t i = 0; i < used; ++i) bytes[i] = data_[i];
  }
  data_ = bytes;
  capacity_ = capacity;
  return true;
}

void Block::destroy() noexcept {
  if (data_ != inline_data(this)) std::free(data_);
  const bool pooled = capacity_ == kPooledCapacity && data_ == inline_data(this);
  this->~Block();
  if (!pooled || !pool.give(this)) std::free(this);
}

}  // namespace ymq
