#include "backend/receive_blocks.h"

#include <utility>

namespace ymq::backend {

std::span<std::byte> ReceiveBlocks::room() noexcept {
  Block* block = owner();
  if (block && !block->shared()) used_ = 0;
  if (!block || block->capacity() - used_ < kLeastRoom) {
    if (!take_another()) return {};
    block = owner();
  }
  return {block->data() + used_, block->capacity() - used_};
}

bool ReceiveBlocks::take_another() noexcept {
  for (std::size_t i = 0; i < kBlocks; ++i) {
    if (!blocks_[i] || blocks_[i]->shared()) continue;
    current_ = i;
    used_ = 0;
    return true;
  }
  BlockRef fresh = BlockRef::allocate(kReceiveSize);
  if (!fresh) return false;
  current_ = (current_ + 1) % kBlocks;
  used_ = 0;
  blocks_[current_] = std::move(fresh);
  return true;
}

}  // namespace ymq::backend
