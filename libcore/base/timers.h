#pragma once

#include <cstddef>
#include <vector>

#include "base/time.h"

namespace ymq {

class TimerQueue;

// Something to be done at a moment. It belongs to at most one queue at a time, stays in place while armed, and disarms
// itself when destroyed.
class Timer {
 public:
  Timer() noexcept = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  virtual void on_timer(Time now) = 0;

  bool armed() const noexcept { return queue_ != nullptr; }
  // Meaningful while armed.
  Time moment() const noexcept { return moment_; }
  void cancel() noexcept;

 protected:
  ~Timer() { cancel(); }

 private:
  friend class TimerQueue;
  TimerQueue* queue_ = nullptr;
  std::size_t position_ = 0;
  Time moment_ = kNever;
};

// The timers of one loop, used by the loop's thread alone. A binary heap whose entries may be too early: moving a timer
// to a later moment, which heartbeats and idle deadlines do all the time, only notes the moment, and the heap is put
// right when the entry comes up.
class TimerQueue {
 public:
  TimerQueue() noexcept = default;
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;
  ~TimerQueue();

  // Arms a timer, or moves it if it is armed here; kNever disarms it. False where memory ran out: it is then not armed.
  bool arm(Timer& timer, Time moment) noexcept;
  void cancel(Timer& timer) noexcept;

  // The earliest moment, kNever where there is none.
  Time next() noexcept;
  // Disarms the earliest timer and returns it, if its moment is not after `now`; otherwise null. Timers of the same
  // moment come in no particular order. A timer that arms itself for `now` again is due again: a caller who runs until
  // null should ask with one `now` and let timers arm themselves for later.
  Timer* take_due(Time now) noexcept;

  std::size_t size() const noexcept { return heap_.size(); }

 private:
  struct Entry {
    Time moment;  // Not after the timer's own.
    Timer* timer;
  };

  void settle_first() noexcept;
  void remove_at(std::size_t position) noexcept;
  void sift(std::size_t position, Entry entry) noexcept;
  std::size_t sift_up(std::size_t position, Time moment) noexcept;
  std::size_t sift_down(std::size_t position, Time moment) noexcept;
  void put(std::size_t position, Entry entry) noexcept;

  std::vector<Entry> heap_;
};

inline void Timer::cancel() noexcept {
  if (queue_) queue_->cancel(*this);
}

}  // namespace ymq
