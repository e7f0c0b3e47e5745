// A loop and the change of its driver.
#include "engine/loop.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/block.h"
#include "catch.h"
#include "engine/parker.h"

using ymq::engine::Loop;
using ymq::engine::monotonic_now;
using ymq::engine::Parker;

namespace {

constexpr ymq::Time kLong = 30'000 * ymq::kMillisecond;

std::unique_ptr<Loop> make_loop(bool with_thread) {
  ymq::backend::Outcome outcome;
  std::string reason;
  auto backend = ymq::backend::make_backend(ymq::Backend::kEpoll, ymq::backend::Driving::kAnyThread, outcome, reason);
  REQUIRE(backend);
  auto loop = std::make_unique<Loop>(std::move(backend));
  if (with_thread) REQUIRE(loop->start_thread());
  return loop;
}

// Waits in the parker's own way for work that was posted to be done, whoever does it.
std::thread::id do_in(Loop& loop) {
  std::mutex mutex;
  std::thread::id driver;
  Parker& parker = Parker::of_this_thread();
  loop.post([&] {
    const std::lock_guard lock(mutex);
    driver = std::this_thread::get_id();
    parker.signal();
  });
  REQUIRE(parker.wait(monotonic_now() + kLong) == Parker::Result::kSignalled);
  const std::lock_guard lock(mutex);
  return driver;
}

}  // namespace

TEST_CASE("The io thread does what is posted, in order", "[loop]") {
  const auto loop = make_loop(true);
  std::vector<int> order;
  for (int i = 0; i < 1000; ++i) loop->post([&order, i] { order.push_back(i); });
  CHECK(do_in(*loop) != std::this_thread::get_id());
  REQUIRE(order.size() == 1000);
  for (int i = 0; i < 1000; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("Without an io thread nothing happens until somebody drives", "[loop]") {
  const auto loop = make_loop(false);
  bool done = false;
  loop->post([&done] { done = true; });
  CHECK_FALSE(done);
  loop->poll();
  CHECK(done);
}

TEST_CASE("A visitor gets the seat and drives in its own thread", "[loop]") {
  const auto loop = make_loop(GENERATE(true, false));
  Parker& parker = Parker::of_this_thread();
  for (int i = 0; i < 200; ++i) {
    parker.reset();
    CHECK(loop->visit(parker, monotonic_now()) == Parker::Result::kTimedOut);
  }
}

TEST_CASE("What is posted after a visit is done, although the io thread was parked", "[loop]") {
  const auto loop = make_loop(true);
  for (int i = 0; i < 200; ++i) {
    Parker& parker = Parker::of_this_thread();
    loop->visit(parker, monotonic_now());
    CHECK(do_in(*loop) != std::this_thread::get_id());
  }
}

TEST_CASE("A signalled visitor returns, and the work posted before is done", "[loop]") {
  const auto loop = make_loop(GENERATE(true, false));
  for (int i = 0; i < 500; ++i) {
    std::atomic<int> done{0};
    Parker& parker = Parker::of_this_thread();
    std::thread other([&] {
      loop->post([&] { ++done; });
      loop->post([&] {
        ++done;
        parker.signal();
      });
    });
    REQUIRE(loop->visit(parker, monotonic_now() + kLong) == Parker::Result::kSignalled);
    other.join();
    CHECK(done == 2);
  }
}

// Aim: the seat goes from visitor to visitor without loss. Each of them waits for a signal that another thread gives
// once.
TEST_CASE("Many visitors share a loop", "[loop]") {
  const auto loop = make_loop(GENERATE(true, false));
  constexpr int kVisitors = 6;
  std::vector<std::thread> visitors;
  std::atomic<int> signalled{0};
  std::atomic<Parker*> parkers[kVisitors] = {};
  for (int i = 0; i < kVisitors; ++i) {
    visitors.emplace_back([&, i] {
      Parker& parker = Parker::of_this_thread();
      parkers[i] = &parker;
      if (loop->visit(parker, monotonic_now() + kLong) == Parker::Result::kSignalled) ++signalled;
    });
  }
  for (auto& parker : parkers) {
    while (!parker) std::this_thread::yield();
    parker.load()->signal();
  }
  for (std::thread& visitor : visitors) visitor.join();
  CHECK(signalled == kVisitors);
}

TEST_CASE("A timer fires in the driver", "[loop]") {
  struct Alarm final : ymq::Timer {
    explicit Alarm(Parker& waiting) : parker(waiting) {}
    void on_timer(ymq::Time) override { parker.signal(); }
    Parker& parker;
  };
  const auto loop = make_loop(true);
  Parker& parker = Parker::of_this_thread();
  Alarm alarm(parker);
  loop->post([&] { loop->timers().arm(alarm, monotonic_now() + ymq::kMillisecond); });
  CHECK(parker.wait(monotonic_now() + kLong) == Parker::Result::kSignalled);
}

TEST_CASE("A loop gives back what large messages have left behind", "[loop]") {
  const auto loop = make_loop(true);
  ymq::BlockRef::allocate(4 * 1024 * 1024);
  do_in(*loop);
  const ymq::Time deadline = monotonic_now() + kLong;
  while (ymq::Block::any_kept() && monotonic_now() < deadline) std::this_thread::yield();
  CHECK_FALSE(ymq::Block::any_kept());
}
