#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "backend/backend.h"
#include "base/block.h"

namespace ymq::backend {

// The memory that received bytes are lent from. Receives follow each other in one block for as long as somebody keeps a
// part of it, so that small reads of many streams lie densely and a reader who keeps a slice pins little; a block that
// nobody kept is filled again from its start, while it is still in the processor's cache.
class ReceiveBlocks {
 public:
  // Room for one receive, of kLeastRoom to kReceiveSize bytes; empty where memory ran out.
  std::span<std::byte> room() noexcept;
  // The block that the room lies in.
  Block* owner() const noexcept { return blocks_[current_].get(); }
  // The first `size` bytes of the room were lent.
  void lend(std::size_t size) noexcept { used_ += size; }

 private:
  static constexpr std::size_t kLeastRoom = 64 * 1024;
  // So many blocks come back to be used again; more are left to those who keep them.
  static constexpr std::size_t kBlocks = 4;

  bool take_another() noexcept;

  std::array<BlockRef, kBlocks> blocks_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace ymq::backend
