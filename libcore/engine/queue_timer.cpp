#include "engine/queue_timer.h"

#include <algorithm>

#include "engine/completion_queue.h"
#include "engine/context.h"
#include "engine/loop.h"

namespace ymq::engine {

namespace {

// A timer that is due once and finds no memory for its completion is due again so much later.
constexpr Time kRetry = 100 * kMillisecond;

Time later(Time moment, Time span) { return span > kNever - moment ? kNever : moment + span; }

}  // namespace

QueueTimers::Key QueueTimers::key_of(const Operation& operation) {
  return {operation.timer->moment, operation.timer->number};
}

bool QueueTimers::start(const std::shared_ptr<Operation>& operation) noexcept {
  bool started = false;
  shielded(
      [&] {
        insert(operation);
        started = true;
      },
      [&] {
        stop(*operation);
        const std::lock_guard lock(mutex_);
        armed_for_ = kNever;  // Nobody may have been asked: the next start asks again.
      });
  return started;
}

void QueueTimers::insert(const std::shared_ptr<Operation>& operation) {
  {
    const std::lock_guard lock(mutex_);
    operation->timer->number = ++last_number_;
    waiting_.emplace(key_of(*operation), operation);
    if (operation->timer->moment >= armed_for_) return;
    armed_for_ = operation->timer->moment;
  }
  context_.first_loop().post([this] { arm(); });
}

void QueueTimers::stop(const Operation& operation) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(key_of(operation));
}

// In the loop's driver, which finds nothing to do where the earliest has been stopped.
void QueueTimers::arm() {
  const std::lock_guard lock(mutex_);
  armed_for_ = waiting_.empty() ? kNever : waiting_.begin()->first.first;
  if (!context_.first_loop().timers().arm(*this, armed_for_)) armed_for_ = kNever;
}

void QueueTimers::on_timer(Time now) {
  std::shared_ptr<Operation> operation;
  for (std::uint64_t times = 0; take_due(now, operation, times);) {
    if (operation->queue->timer_due(operation, times)) stop(*operation);
  }
  arm();
}

// The first that is due, and how often it has been: once, or also at the moments that nobody was there to see. It
// stands for its next moment from then on, which is counted from the one before, whenever somebody sees to it.
bool QueueTimers::take_due(Time now, std::shared_ptr<Operation>& operation, std::uint64_t& times) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() || waiting_.begin()->first.first > now) return false;
  auto entry = waiting_.extract(waiting_.begin());
  operation = entry.mapped();
  QueueTimer& timer = *operation->timer;
  const Time missed = timer.interval == 0 ? 0 : (now - timer.moment) / timer.interval;
  times = static_cast<std::uint64_t>(missed) + 1;
  timer.moment =
      timer.interval == 0 ? later(now, kRetry) : later(timer.moment + missed * timer.interval, timer.interval);
  entry.key() = key_of(*operation);
  waiting_.insert(std::move(entry));
  return true;
}

}  // namespace ymq::engine
