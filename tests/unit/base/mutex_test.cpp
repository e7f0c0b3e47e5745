// The monitor's mutex: nobody is inside with another, and nobody who sleeps is forgotten.
#include "base/mutex.h"

#include <mutex>
#include <thread>
#include <vector>

#include "catch.h"

TEST_CASE("A mutex lets one thread in at a time", "[mutex]") {
  ymq::Mutex mutex;
  std::uint64_t counter = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50'000; ++i) {
        const std::lock_guard lock(mutex);
        ++counter;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counter == 200'000);
}

// Trick: a holder that gives its processor away is not back before the others have looked often enough to go to sleep.
TEST_CASE("Threads that sleep on a mutex are woken", "[mutex]") {
  ymq::Mutex mutex;
  std::uint64_t counter = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const std::lock_guard lock(mutex);
        for (int turn = 0; turn < 5; ++turn) std::this_thread::yield();
        ++counter;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counter == 3'000);
}
