#include "base/block.h"

#include <cstdlib>
#include <new>

namespace ymq {

namespace {

// Blocks of this size and more keep their bytes apart from their head, so that growing them can move pages, not bytes.
constexpr std::size_t kApartFrom = 64 * 1024;
constexpr std::size_t kHeadSize = (sizeof(Block) + 15) / 16 * 16;

std::byte* inline_data(void* head) { return static_cast<std::byte*>(head) + kHeadSize; }

}  // namespace

Block* Block::allocate(std::size_t capacity) noexcept {
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
  this->~Block();
  std::free(this);
}

}  // namespace ymq
