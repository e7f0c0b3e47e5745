#include "base/timers.h"

#include <new>
#include <utility>

namespace ymq {

TimerQueue::~TimerQueue() {
  for (const Entry& entry : heap_) entry.timer->queue_ = nullptr;
}

bool TimerQueue::arm(Timer& timer, Time moment) noexcept try {
  if (timer.queue_ && (timer.queue_ != this || moment == kNever)) timer.cancel();
  if (moment == kNever) return true;
  if (!timer.queue_) {
    heap_.push_back({moment, &timer});
    timer.queue_ = this;
    timer.position_ = heap_.size() - 1;
  }
  timer.moment_ = moment;
  if (moment <= heap_[timer.position_].moment) sift(timer.position_, {moment, &timer});
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

void TimerQueue::cancel(Timer& timer) noexcept {
  if (timer.queue_ != this) return;
  remove_at(timer.position_);
  timer.queue_ = nullptr;
}

Time TimerQueue::next() noexcept {
  settle_first();
  return heap_.empty() ? kNever : heap_.front().moment;
}

Timer* TimerQueue::take_due(Time now) noexcept {
  if (next() > now || heap_.empty()) return nullptr;
  Timer* timer = heap_.front().timer;
  cancel(*timer);
  return timer;
}

// Until the first entry says the moment of its timer.
void TimerQueue::settle_first() noexcept {
  while (!heap_.empty() && heap_.front().moment != heap_.front().timer->moment_) {
    Timer* timer = heap_.front().timer;
    sift(0, {timer->moment_, timer});
  }
}

void TimerQueue::remove_at(std::size_t position) noexcept {
  const Entry last = heap_.back();
  heap_.pop_back();
  if (position < heap_.size()) sift(position, last);
}

// Puts an entry where it belongs, given that the entry at `position` may be overwritten.
void TimerQueue::sift(std::size_t position, Entry entry) noexcept {
  position = sift_up(position, entry.moment);
  position = sift_down(position, entry.moment);
  put(position, entry);
}

std::size_t TimerQueue::sift_up(std::size_t position, Time moment) noexcept {
  while (position > 0 && moment < heap_[(position - 1) / 2].moment) {
    put(position, heap_[(position - 1) / 2]);
    position = (position - 1) / 2;
  }
  return position;
}

std::size_t TimerQueue::sift_down(std::size_t position, Time moment) noexcept {
  for (std::size_t child; (child = 2 * position + 1) < heap_.size(); position = child) {
    if (child + 1 < heap_.size() && heap_[child + 1].moment < heap_[child].moment) ++child;
    if (moment <= heap_[child].moment) break;
    put(position, heap_[child]);
  }
  return position;
}

void TimerQueue::put(std::size_t position, Entry entry) noexcept {
  heap_[position] = entry;
  entry.timer->position_ = position;
}

}  // namespace ymq
