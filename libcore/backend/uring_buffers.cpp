#include "backend/uring_buffers.h"

#include <sys/mman.h>

#include <cerrno>
#include <new>

namespace ymq::backend {

UringBufferRing::~UringBufferRing() {
  if (ring_) munmap(ring_, count_ * sizeof(io_uring_buf));
}

int UringBufferRing::open(io_uring& ring, unsigned group, unsigned count) noexcept {
  const std::size_t size = count * sizeof(io_uring_buf);
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return errno;
  ring_ = static_cast<io_uring_buf_ring*>(memory);
  count_ = count;
  // The kernel holds on to these pages. A fork must not make copies of them for one side or the other.
  madvise(memory, size, MADV_DONTFORK);
  io_uring_buf_ring_init(ring_);
  io_uring_buf_reg registration{};
  registration.ring_addr = reinterpret_cast<std::uintptr_t>(memory);
  registration.ring_entries = count;
  registration.bgid = static_cast<__u16>(group);
  return -io_uring_register_buf_ring(&ring, &registration, 0);
}

void UringBufferRing::add(unsigned id, std::span<std::byte> buffer) noexcept {
  io_uring_buf_ring_add(ring_, buffer.data(), static_cast<unsigned>(buffer.size()), static_cast<unsigned short>(id),
                        static_cast<int>(count_ - 1), 0);
  io_uring_buf_ring_advance(ring_, 1);
}

int UringSmallBuffers::open(io_uring& ring, unsigned group, unsigned count) noexcept {
  memory_.reset(new (std::nothrow) std::byte[count * kSize]);
  if (!memory_) return ENOMEM;
  const int error = ring_.open(ring, group, count);
  if (error != 0) return error;
  for (unsigned id = 0; id < count; ++id) give_back(id);
  return 0;
}

int UringLargeBuffers::open(io_uring& ring, unsigned group, unsigned count) noexcept try {
  buffers_.resize(count);
  lacking_ = count;
  return ring_.open(ring, group, count);
} catch (const std::bad_alloc&) {
  return ENOMEM;
}

bool UringLargeBuffers::fill() noexcept {
  for (unsigned id = 0; lacking_ != 0 && id < buffers_.size(); ++id) {
    if (!buffers_[id].block && !provide(id)) break;
  }
  return lacking_ < buffers_.size();
}

bool UringLargeBuffers::provide(unsigned id) noexcept {
  Buffer& buffer = buffers_[id];
  buffer.block = BlockRef::allocate(kReceiveSize);
  buffer.used = 0;
  if (!buffer.block) return false;
  --lacking_;
  ring_.add(id, {buffer.block->data(), kReceiveSize});
  return true;
}

std::span<std::byte> UringLargeBuffers::filled(unsigned id, std::size_t size) noexcept {
  return {buffers_[id].block->data() + buffers_[id].used, size};
}

void UringLargeBuffers::give_back(unsigned id, std::size_t used) noexcept {
  Buffer& buffer = buffers_[id];
  buffer.used = buffer.block->shared() ? buffer.used + used : 0;
  if (kReceiveSize - buffer.used >= kLeastRoom) {
    return ring_.add(id, {buffer.block->data() + buffer.used, kReceiveSize - buffer.used});
  }
  buffer.block = {};
  ++lacking_;
  provide(id);
}

}  // namespace ymq::backend
