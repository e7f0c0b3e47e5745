// Where threads wait: what wakes them, and what they are told.
#include "engine/parker.h"

#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "catch.h"

using ymq::engine::monotonic_now;
using ymq::engine::Parker;

namespace {

constexpr ymq::Time kSoon = 20 * ymq::kMillisecond;
constexpr ymq::Time kLong = 30'000 * ymq::kMillisecond;

}  // namespace

TEST_CASE("A parker that was signalled does not wait", "[parker]") {
  Parker& parker = Parker::of_this_thread();
  parker.signal();
  CHECK(parker.wait(ymq::kNever) == Parker::Result::kSignalled);
  CHECK(parker.signalled());
  parker.reset();
  CHECK_FALSE(parker.signalled());
}

TEST_CASE("A parker says when its moment has come", "[parker]") {
  Parker& parker = Parker::of_this_thread();
  const ymq::Time until = monotonic_now() + kSoon;
  CHECK(parker.wait(until) == Parker::Result::kTimedOut);
  CHECK(monotonic_now() >= until);
  CHECK(parker.wait(0) == Parker::Result::kTimedOut);
}

TEST_CASE("Another thread wakes a parker, by a signal or by a grant", "[parker]") {
  Parker& parker = Parker::of_this_thread();
  std::thread first([&] { parker.signal(); });
  CHECK(parker.wait(monotonic_now() + kLong) == Parker::Result::kSignalled);
  first.join();
  parker.reset();
  std::thread second([&] { parker.grant(); });
  CHECK(parker.wait(monotonic_now() + kLong) == Parker::Result::kGranted);
  second.join();
  parker.clear_grant();
  CHECK(parker.wait(0) == Parker::Result::kTimedOut);
}

TEST_CASE("A signal outweighs a grant, which stays", "[parker]") {
  Parker& parker = Parker::of_this_thread();
  parker.grant();
  parker.signal();
  CHECK(parker.wait(ymq::kNever) == Parker::Result::kSignalled);
  parker.reset();
}

// Aim: PEP 475 needs to hear of a handler that ran, even one that was installed to have system calls restarted. Trick:
// the signal is sent again until the waiting thread has ended, since there is no telling when it is asleep.
TEST_CASE("A signal handler interrupts a wait, with and without SA_RESTART", "[parker]") {
  const int flags = GENERATE(0, SA_RESTART);
  struct sigaction action{};
  struct sigaction before{};
  action.sa_handler = [](int) {};
  action.sa_flags = flags;
  sigaction(SIGUSR1, &action, &before);
  std::atomic<bool> ended{false};
  Parker::Result result = Parker::Result::kSignalled;
  std::thread waiter([&] {
    result = Parker::of_this_thread().wait(ymq::kNever);
    ended = true;
  });
  while (!ended) {
    pthread_kill(waiter.native_handle(), SIGUSR1);
    std::this_thread::yield();
  }
  waiter.join();
  sigaction(SIGUSR1, &before, nullptr);
  CHECK(result == Parker::Result::kInterrupted);
}
