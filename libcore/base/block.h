#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/pages.h"

namespace ymq {

// Somebody whose memory a block lends out.
class Lender {
 public:
  // Nobody has any use for it any more. Called once, by whichever thread let go of it last, perhaps with locks held:
  // may not wait, nor touch what hands out blocks.
  virtual void returned() noexcept = 0;

 protected:
  ~Lender() = default;
};

// Memory that several owners count their references to; freed with the last. Whoever holds a reference may read; who
// writes is agreed between the owners (an outbox appends behind what it has shown, a reader fills before it shows).
class Block {
 public:
  // Blocks of this capacity are what busy outboxes are made of.
  static constexpr std::size_t kPooledCapacity = 64 * 1024 - 64;

  // A block of at least this capacity with one reference, or null where memory ran out.
  static Block* allocate(std::size_t capacity) noexcept;
  // The same from memory that large blocks left behind, or null: this reserves nothing that is not ours already.
  static Block* allocate_kept(std::size_t capacity) noexcept;
  // These bytes, which stay somebody else's and are only read; null where memory ran out.
  static Block* lend(std::span<const std::byte> bytes, Lender& lender) noexcept;
  // Makes an unshared block larger, keeping its first `used` bytes. They are copied only while the block is small, or
  // where something stands in the way of one that is not `expected` to outgrow what a page heap serves. On failure the
  // block is as it was.
  bool grow(std::size_t capacity, std::size_t used, std::size_t expected) noexcept;

  // Gives back to the system what large blocks left behind and nobody has used since the last call; to be called about
  // once a second while it, or `any_kept`, returns true. Any thread.
  static bool trim_kept() noexcept;
  static bool any_kept() noexcept;

  std::byte* data() noexcept { return run_.data; }
  const std::byte* data() const noexcept { return run_.data; }
  std::size_t capacity() const noexcept { return run_.size; }

  void add_references(std::uint32_t count) noexcept { references_.fetch_add(count, std::memory_order_relaxed); }
  void release(std::uint32_t count = 1) noexcept {
    if (references_.fetch_sub(count, std::memory_order_acq_rel) == count) destroy();
  }
  bool shared() const noexcept { return references_.load(std::memory_order_acquire) > 1; }

 private:
  Block(const PageRun& run, bool apart) noexcept : run_(run), apart_(apart) {}
  static Block* make_inline(std::size_t capacity) noexcept;
  static Block* make_apart(const PageRun& run) noexcept;
  void destroy() noexcept;

  std::atomic<std::uint32_t> references_{1};
  PageRun run_;
  bool apart_;  // The bytes lie in pages of their own, not behind this head.
  Lender* lender_ = nullptr;
};

// One counted reference.
class BlockRef {
 public:
  BlockRef() noexcept = default;
  BlockRef(const BlockRef& other) noexcept : block_(other.block_) {
    if (block_) block_->add_references(1);
  }
  BlockRef(BlockRef&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  BlockRef& operator=(const BlockRef& other) noexcept { return *this = BlockRef(other); }
  BlockRef& operator=(BlockRef&& other) noexcept {
    Block* before = std::exchange(block_, std::exchange(other.block_, nullptr));
    if (before) before->release();
    return *this;
  }
  ~BlockRef() {
    if (block_) block_->release();
  }

  // Takes over a reference that somebody has counted already.
  static BlockRef adopt(Block* block) noexcept {
    BlockRef reference;
    reference.block_ = block;
    return reference;
  }
  static BlockRef share(Block* block) noexcept {
    if (block) block->add_references(1);
    return adopt(block);
  }
  static BlockRef allocate(std::size_t capacity) noexcept { return adopt(Block::allocate(capacity)); }

  Block* get() const noexcept { return block_; }
  Block* operator->() const noexcept { return block_; }
  explicit operator bool() const noexcept { return block_ != nullptr; }
  // Gives the reference away.
  Block* detach() noexcept { return std::exchange(block_, nullptr); }

 private:
  Block* block_ = nullptr;
};

}  // namespace ymq
