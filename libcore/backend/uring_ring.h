#pragma once

#include <liburing.h>

#include <algorithm>
#include <array>
#include <string>

#include "backend/uring.h"

namespace ymq::backend {

// Says in `refusal` what failed with this errno, and what would help.
Outcome refuse_uring(const std::string& what, int system_error, std::string& refusal);

// One io_uring, switched off until its driver comes: from `enable` on, that thread is the only one to use it.
//
// What is asked of the kernel stands in the tables of uring_ring.cpp. `open` probes all of it, and whether this process
// may use io_uring at all, so that a loop learns before its first operation that it had better use epoll.
class UringRing {
 public:
  UringRing() = default;
  ~UringRing();
  UringRing(const UringRing&) = delete;
  UringRing& operator=(const UringRing&) = delete;

  // On failure `refusal` says what refused, and what would help.
  Outcome open(const UringLimits& limits, std::string& refusal);
  Outcome enable() noexcept;
  io_uring& get() noexcept { return ring_; }

  // The next request to fill in; null where the kernel takes no more at the moment.
  io_uring_sqe* next() noexcept;
  bool has_requests() noexcept { return io_uring_sq_ready(&ring_) != 0; }
  // Submits what was filled in, and waits for a completion at most so long; 0 only collects what is due.
  // kInterrupted: a signal arrived.
  Outcome enter(Time patience) noexcept;

  // Shows each completion that is there now, and forgets it.
  template <typename Visit>
  void reap(Visit visit) {
    std::array<io_uring_cqe*, 64> batch;
    for (unsigned left = io_uring_cq_ready(&ring_); left != 0;) {
      const unsigned wanted = std::min<unsigned>(left, batch.size());
      const unsigned count = io_uring_peek_batch_cqe(&ring_, batch.data(), wanted);
      for (unsigned i = 0; i < count; ++i) visit(*batch[i]);
      io_uring_cq_advance(&ring_, count);
      left -= count;
    }
  }

 private:
  int set_up(const UringLimits& limits) noexcept;
  bool due() noexcept;

  bool opened_ = false;
  io_uring ring_{};
};

}  // namespace ymq::backend
