#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "backend/sockets.h"

namespace ymq::backend {

// What one stream has sent, and how much of it may not have arrived. Where the system no longer knows, that is what it
// said the last time, and everything sent since.
class SentBytes {
 public:
  void reset() noexcept {
    sent_.store(0, std::memory_order_relaxed);
    asked_at_ = unconfirmed_ = 0;
  }

  // Whoever sends, one thread at a time.
  void add(std::size_t size) noexcept {
    sent_.store(sent_.load(std::memory_order_relaxed) + size, std::memory_order_relaxed);
  }

  // The driver's.
  std::size_t unconfirmed(int descriptor) noexcept {
    const std::uint64_t sent = sent_.load(std::memory_order_relaxed);
    unconfirmed_ += sent - asked_at_;
    asked_at_ = sent;
    if (const auto known = bytes_under_way(descriptor)) unconfirmed_ = std::min<std::uint64_t>(unconfirmed_, *known);
    return unconfirmed_;
  }

 private:
  std::atomic<std::uint64_t> sent_{0};
  std::uint64_t asked_at_ = 0;
  std::uint64_t unconfirmed_ = 0;
};

}  // namespace ymq::backend
