#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/time.h"
#include "base/timers.h"

namespace ymq::engine {

class Context;
struct Operation;

// One timer of a completion queue: what an operation of the kind kTimer has beside it.
struct QueueTimer {
  QueueTimer(Time first, Time interval) : moment(first), interval(interval) {}

  // When it is due next, and its place among those of the same moment. Guarded by the mutex of `QueueTimers`.
  Time moment;
  std::uint64_t number = 0;
  const Time interval;  // 0: it is due once.
  // Guarded by the queue's mutex.
  std::uint64_t due = 0;  // How often it was since its last completion was drained.
  bool queued = false;    // A completion waits to be drained.
  bool over = false;      // No further one will come.
};

// The timers of all completion queues of a context. For the earliest of them one timer of the first loop is armed. Any
// thread; its mutex is never held while a queue's is taken.
class QueueTimers final : private Timer {
 public:
  explicit QueueTimers(Context& context) : context_(context) {}

  // The operation's queue is told when its timer is due, until it says that it is over. False: memory ran out.
  bool start(const std::shared_ptr<Operation>& operation) noexcept;
  // Harmless for one that has stopped.
  void stop(const Operation& operation);

 private:
  using Key = std::pair<Time, std::uint64_t>;
  static Key key_of(const Operation& operation);

  void insert(const std::shared_ptr<Operation>& operation);
  void arm();
  void on_timer(Time now) override;
  bool take_due(Time now, std::shared_ptr<Operation>& operation, std::uint64_t& times);

  Context& context_;
  std::mutex mutex_;  // Guards what follows.
  std::map<Key, std::shared_ptr<Operation>> waiting_;
  std::uint64_t last_number_ = 0;
  Time armed_for_ = kNever;  // The loop's driver looks at this moment, or has been asked to.
};

}  // namespace ymq::engine
