#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "base/vocabulary.gen.h"

namespace ymq::engine {

// A descriptor that is readable for as long as it is told to be: how a state of ours gets to epoll(7) and its kin.
//
// Whoever decides about it, inside a monitor, only says what it should show, and has it shown once the monitor is
// released. However such calls overtake each other, in the end it shows what was wanted last. Any thread.
class Lamp {
 public:
  // `when_lit` is called by `show`, with no lock held, each time that the descriptor has become readable.
  explicit Lamp(std::function<void()> when_lit = nullptr) : when_lit_(std::move(when_lit)) {}
  ~Lamp();
  Lamp(const Lamp&) = delete;
  Lamp& operator=(const Lamp&) = delete;

  // Before anything else; notes why it fails.
  Status open();
  int descriptor() const noexcept { return descriptor_; }

  // True: that is news, and the caller sees to it that `show` is called.
  bool want(bool lit) noexcept { return wanted_.exchange(lit) != lit; }
  void show();

 private:
  bool adjust() noexcept;

  const std::function<void()> when_lit_;
  std::atomic<bool> wanted_{false};
  // A leaf. Held while the descriptor is written or emptied, neither of which can wait, so that the two agree.
  std::mutex mutex_;
  bool lit_ = false;
  int descriptor_ = -1;
};

}  // namespace ymq::engine
