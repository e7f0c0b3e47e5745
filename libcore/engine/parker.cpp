#include "engine/parker.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <utility>

#include "base/mutex.h"
#include "engine/loop.h"

namespace ymq::engine {

// Parkers that no living thread uses.
class ParkerPool {
 public:
  static ParkerPool& instance() {
    static ParkerPool* const pool = new ParkerPool;  // Never destroyed: threads may end after static destructors ran.
    return *pool;
  }
  Parker* borrow() {
    const std::lock_guard lock(mutex_);
    if (!free_) return new Parker;
    Parker* parker = free_;
    free_ = parker->next_free_;
    return parker;
  }
  void give_back(Parker* parker) {
    const std::lock_guard lock(mutex_);
    parker->next_free_ = free_;
    free_ = parker;
  }

 private:
  std::mutex mutex_;
  Parker* free_ = nullptr;
};

namespace {

struct Borrowed {
  Parker* parker = ParkerPool::instance().borrow();
  ~Borrowed() { ParkerPool::instance().give_back(parker); }
};

timespec absolute(Time until) {
  if (until == kNever) until = monotonic_now() + 3600 * 1000 * kMillisecond;
  return {static_cast<time_t>(until / 1'000'000'000), static_cast<long>(until % 1'000'000'000)};
}

// With a timeout always: only then does the kernel report a signal whose handler asked for restarts (SA_RESTART).
int futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected, Time until) {
  const timespec moment = absolute(until);
  const long result = syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, expected, &moment, nullptr,
                              FUTEX_BITSET_MATCH_ANY);
  return result == 0 ? 0 : errno;
}

void futex_wake(std::atomic<std::uint32_t>& word) {
  syscall(SYS_futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, nullptr, nullptr, 0);
}

}  // namespace

Time monotonic_now() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<Time>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

Parker& Parker::of_this_thread() {
  thread_local Borrowed borrowed;
  borrowed.parker->reset();
  borrowed.parker->expects_answer(false);
  return *borrowed.parker;
}

void Parker::signal() noexcept { raise(kSignal); }

void Parker::grant() noexcept { raise(kGrant); }

void Parker::raise(std::uint32_t bit) noexcept {
  const std::uint32_t before = state_.fetch_or(bit, std::memory_order_seq_cst);
  if (before & kSleeping) {
    futex_wake(state_);
  } else if (Loop* loop = loop_.load(std::memory_order_seq_cst)) {
    loop->wake_driver();
  }
}

Time Parker::begin_looking() noexcept {
  static const bool alone = sysconf(_SC_NPROCESSORS_ONLN) < 2;
  in_wait_ = expects_answer_ && !alone;
  return in_wait_ ? looks_.begin(monotonic_now()) : 0;
}

void Parker::end_looking() noexcept {
  if (std::exchange(in_wait_, false)) looks_.end(monotonic_now());
}

// The clock is asked every now and then only.
void Parker::look() noexcept {
  const Time end = begin_looking();
  while (end != 0 && monotonic_now() < end) {
    for (int i = 0; i < 8; ++i) {
      if (state_.load(std::memory_order_acquire) & (kSignal | kGrant)) return;
      pause_briefly();
    }
  }
}

Parker::Result Parker::wait(Time until) noexcept {
  look();
  const Result result = sleep(until);
  end_looking();
  return result;
}

Parker::Result Parker::sleep(Time until) noexcept {
  int error = 0;
  for (;;) {
    std::uint32_t state = state_.load(std::memory_order_seq_cst);
    if (state & kSignal) break;
    if (state & kGrant) break;
    if (error == EINTR || error == ETIMEDOUT) break;
    if (!(state & kSleeping) && !state_.compare_exchange_weak(state, state | kSleeping)) continue;
    error = futex_wait(state_, state | kSleeping, until);
    if (error == ETIMEDOUT && until == kNever) error = 0;
  }
  const std::uint32_t state = state_.fetch_and(~kSleeping, std::memory_order_seq_cst);
  if (state & kSignal) return Result::kSignalled;
  if (error == EINTR) return Result::kInterrupted;
  return state & kGrant ? Result::kGranted : Result::kTimedOut;
}

}  // namespace ymq::engine
