#pragma once

#include <liburing.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "backend/backend.h"
#include "base/block.h"

namespace ymq::backend {

// The groups of buffers that a ring has.
inline constexpr unsigned kSmallGroup = 0;
inline constexpr unsigned kLargeGroup = 1;

// The memory of one group of buffers that the kernel receives into: a ring of addresses, which the driver fills at one
// end and the kernel empties at the other. The buffers themselves belong to whoever adds them.
class UringBufferRing {
 public:
  UringBufferRing() = default;
  ~UringBufferRing();
  UringBufferRing(const UringBufferRing&) = delete;
  UringBufferRing& operator=(const UringBufferRing&) = delete;

  // Registers a ring of `count` entries, a power of two, as this group. Returns 0 or an errno.
  int open(io_uring& ring, unsigned group, unsigned count) noexcept;
  void add(unsigned id, std::span<std::byte> buffer) noexcept;

 private:
  io_uring_buf_ring* ring_ = nullptr;
  unsigned count_ = 0;
};

// Buffers for receives that are expected to be small. What arrives there is copied out at once, so that each buffer is
// free again when its completion has been seen, and a reader who keeps a message pins no buffer.
class UringSmallBuffers {
 public:
  static constexpr std::size_t kSize = 4096;

  int open(io_uring& ring, unsigned group, unsigned count) noexcept;
  std::span<std::byte> filled(unsigned id, std::size_t size) noexcept { return {at(id), size}; }
  void give_back(unsigned id) noexcept { ring_.add(id, {at(id), kSize}); }

 private:
  std::byte* at(unsigned id) noexcept { return memory_.get() + id * kSize; }

  std::unique_ptr<std::byte[]> memory_;
  UringBufferRing ring_;
};

// Buffers for streams that carry much: blocks that received bytes are lent from where they lie. A block that nobody
// kept is filled again from its start; behind what somebody kept it goes on being filled while there is room; and then
// another one takes its place. They are allocated when the first stream needs them.
class UringLargeBuffers {
 public:
  int open(io_uring& ring, unsigned group, unsigned count) noexcept;
  // Sees to it that every buffer has memory. False: there is none for any of them.
  bool fill() noexcept;
  std::span<std::byte> filled(unsigned id, std::size_t size) noexcept;
  Block* owner(unsigned id) noexcept { return buffers_[id].block.get(); }
  // After the report of so many bytes in it.
  void give_back(unsigned id, std::size_t used) noexcept;

 private:
  // A buffer is never smaller than this.
  static constexpr std::size_t kLeastRoom = 64 * 1024;

  struct Buffer {
    BlockRef block;
    std::size_t used = 0;
  };

  bool provide(unsigned id) noexcept;

  std::vector<Buffer> buffers_;
  std::size_t lacking_ = 0;  // How many of them have no block.
  UringBufferRing ring_;
};

}  // namespace ymq::backend
