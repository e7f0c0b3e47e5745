#pragma once

#include <atomic>
#include <cstdint>

#include "base/time.h"
#include "engine/looks.h"

namespace ymq::engine {

class Loop;

// Where one thread waits, on a futex, because unlike a condition variable it says when a signal interrupted the wait
// (Python then runs its handlers, PEP 475), or inside a loop that the thread drives meanwhile.
//
// Parkers are lent to threads and never freed: a late `signal` can only cause a needless look, never touch freed
// memory. So whoever decides to wake a thread under a lock may do it after releasing the lock.
class Parker {
 public:
  enum class Result : std::uint8_t { kSignalled, kGranted, kTimedOut, kInterrupted };

  // The calling thread's own, with no signal pending.
  static Parker& of_this_thread();

  // Something that the thread waits for may have happened. Stays until `reset`. Any thread.
  void signal() noexcept;
  // The thread may drive the loop it asked for. Stays until `take_grant`. Any thread.
  void grant() noexcept;

  bool signalled() const noexcept { return state_.load(std::memory_order_seq_cst) & kSignal; }
  void reset() noexcept { state_.store(0, std::memory_order_seq_cst); }
  void clear_grant() noexcept { state_.fetch_and(~kGrant, std::memory_order_seq_cst); }

  // Until signalled, granted, the moment (by CLOCK_MONOTONIC), or a signal handler of the process ran in this thread.
  Result wait(Time until) noexcept;

  // Whether the next wait is for the answer to something that the thread has just sent. It then looks for a moment
  // before it sleeps, as long as that turns out to be worth it: being woken takes longer than most answers do.
  void expects_answer(bool expects) noexcept { expects_answer_ = expects; }
  // For whoever waits in the thread's stead, around the wait: until when to look instead of sleeping (0: not at all),
  // and that it is over.
  Time begin_looking() noexcept;
  void end_looking() noexcept;

  // While not null the thread waits inside this loop, which `signal` then wakes.
  void drives(Loop* loop) noexcept { loop_.store(loop, std::memory_order_seq_cst); }

 private:
  static constexpr std::uint32_t kSignal = 1;
  static constexpr std::uint32_t kGrant = 2;
  static constexpr std::uint32_t kSleeping = 4;

  void raise(std::uint32_t bit) noexcept;
  void look() noexcept;
  Result sleep(Time until) noexcept;

  std::atomic<std::uint32_t> state_{0};
  std::atomic<Loop*> loop_{nullptr};
  // The thread's alone: whether its waits are for answers, whether one is under way, and how they go.
  bool expects_answer_ = false;
  bool in_wait_ = false;
  Looks looks_{static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(this) >> 4)};
  Parker* next_free_ = nullptr;
  friend class ParkerPool;
};

// CLOCK_MONOTONIC.
Time monotonic_now() noexcept;

}  // namespace ymq::engine
