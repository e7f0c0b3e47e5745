#include "engine/events.h"

#include <utility>

namespace ymq::engine {

void EventLog::add(Event event) {
  if (!ring_) ring_ = std::make_unique<std::array<Event, kCapacity>>();
  if (last_ - first_ == kCapacity) ++first_, ++lost_, ++lost_in_all_;
  (*ring_)[last_++ % kCapacity] = std::move(event);
}

bool EventLog::take(Event& event) {
  if (first_ == last_) return false;
  if (lost_ != 0) {
    event = Event{};
    event.time = (*ring_)[first_ % kCapacity].time;
    event.count = std::exchange(lost_, 0);
    return true;
  }
  event = std::move((*ring_)[first_++ % kCapacity]);
  return true;
}

}  // namespace ymq::engine
