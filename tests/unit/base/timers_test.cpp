#include "base/timers.h"

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "unit/catch.h"

using namespace ymq;

namespace {

struct Recorder final : Timer {
  void on_timer(Time now) override { fired.push_back(now); }
  std::vector<Time> fired;
};

int run(TimerQueue& queue, Time now) {
  int count = 0;
  while (Timer* timer = queue.take_due(now)) timer->on_timer(now), ++count;
  return count;
}

}  // namespace

TEST_CASE("timers come due in the order of their moments, each once") {
  TimerQueue queue;
  Recorder one, two, three;
  REQUIRE((queue.arm(two, 20) && queue.arm(one, 10) && queue.arm(three, 30)));
  CHECK(queue.next() == 10);
  CHECK(queue.take_due(9) == nullptr);
  CHECK(queue.take_due(25) == &one);
  CHECK(queue.take_due(25) == &two);
  CHECK(queue.take_due(25) == nullptr);
  CHECK_FALSE(one.armed());
  CHECK(three.armed());
  CHECK(queue.next() == 30);
}

TEST_CASE("a timer moves to the moment it was last armed for, earlier or later") {
  TimerQueue queue;
  Recorder moving, fixed;
  REQUIRE((queue.arm(moving, 10) && queue.arm(fixed, 20)));
  REQUIRE(queue.arm(moving, 40));
  REQUIRE(queue.arm(moving, 30));
  CHECK(queue.size() == 2);
  CHECK(queue.next() == 20);
  CHECK(run(queue, 25) == 1);
  CHECK(queue.next() == 30);
  REQUIRE(queue.arm(moving, 5));
  CHECK(queue.next() == 5);
  CHECK(run(queue, 5) == 1);
  CHECK(moving.fired == std::vector<Time>{5});
  CHECK(queue.next() == kNever);
}

TEST_CASE("cancelled timers, timers armed for never and destroyed timers do not come due") {
  TimerQueue queue;
  Recorder cancelled, never;
  {
    Recorder destroyed;
    REQUIRE((queue.arm(cancelled, 1) && queue.arm(never, 2) && queue.arm(destroyed, 3)));
    cancelled.cancel();
    cancelled.cancel();
    REQUIRE(queue.arm(never, kNever));
  }
  CHECK(queue.size() == 0);
  CHECK(run(queue, 100) == 0);
  CHECK_FALSE(never.armed());
}

TEST_CASE("a timer outlives its queue, and goes from one queue to another") {
  Recorder timer;
  TimerQueue second;
  {
    TimerQueue first;
    REQUIRE(first.arm(timer, 1));
    REQUIRE(second.arm(timer, 2));
    CHECK(first.size() == 0);
    CHECK(second.next() == 2);
    Recorder other;
    REQUIRE(first.arm(timer, 3));
    CHECK(second.size() == 0);
  }
  CHECK_FALSE(timer.armed());
}

// Random arming, moving and cancelling, against the plainest queue there is: look at all timers.
TEST_CASE("the queue agrees with a list of all timers") {
  std::mt19937 random(20261);
  TimerQueue queue;
  std::vector<Recorder> timers(64);
  std::vector<Time> moments(timers.size(), kNever);
  for (Time now = 0; now < 20'000; ++now) {
    const std::size_t chosen = random() % timers.size();
    moments[chosen] = random() % 8 == 0 ? kNever : now + static_cast<Time>(random() % 200);
    REQUIRE(queue.arm(timers[chosen], moments[chosen]));
    if (random() % 16 == 0) timers[chosen].cancel(), moments[chosen] = kNever;
    REQUIRE(queue.next() == *std::min_element(moments.begin(), moments.end()));
    while (Timer* timer = queue.take_due(now)) {
      const auto position = static_cast<std::size_t>(static_cast<Recorder*>(timer) - timers.data());
      REQUIRE(moments[position] <= now);
      moments[position] = kNever;
    }
    REQUIRE(*std::min_element(moments.begin(), moments.end()) > now);
  }
}
