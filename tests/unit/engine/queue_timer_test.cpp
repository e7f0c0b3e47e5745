#include <array>
#include <string>
#include <vector>

#include "engine/completion_queue.h"
#include "engine/context.h"
#include "sim/backend.h"
#include "sim/network.h"
#include "unit/catch.h"

// Timers of completion queues, on a clock that passes only when the test lets it: exact to the nanosecond.
using namespace ymq;
using namespace ymq::engine;

namespace {

using Texts = std::vector<std::string>;

class Clockwork {
 public:
  Clockwork() { queue = make_queue(); }
  ~Clockwork() { context->destroy(0); }
  Clockwork(const Clockwork&) = delete;
  Clockwork& operator=(const Clockwork&) = delete;

  std::shared_ptr<CompletionQueue> make_queue() {
    std::shared_ptr<CompletionQueue> made;
    int descriptor = -1;
    REQUIRE(context->make_queue(WakeKind::kNone, made, descriptor) == Status::kOk);
    return made;
  }
  void start(std::int64_t delay_ms, std::int64_t interval_ms, std::uint64_t tag) {
    REQUIRE(queue->start_timer(delay_ms, interval_ms, tag) == Status::kOk);
  }
  // Lets the clock jump to this moment; nobody looks in between.
  void jump_to(Time moment) {
    {
      const std::lock_guard lock(network->mutex);
      while (network->advance(moment)) {
      }
    }
    context->poll_if_undriven();
  }
  // What has come since this was last asked, as `7 OK 1` or `7 CANCELLED`: tag, status and count.
  Texts taken() {
    std::vector<Completion> completions;
    queue->take(completions, SIZE_MAX, [](const Completion&) { return true; });
    Texts texts;
    for (const Completion& each : completions) {
      CHECK(each.kind == CompletionKind::kTimer);
      const bool due = each.status == Status::kOk;
      if (!due) CHECK(each.status == Status::kCancelled);
      texts.push_back(std::to_string(each.tag) + (due ? " OK " + std::to_string(each.count) : " CANCELLED"));
    }
    return texts;
  }
  Texts taken_at(Time moment) {
    jump_to(moment);
    return taken();
  }

  std::shared_ptr<sim::Network> network = calm();
  std::shared_ptr<Context> context = Context::make_over(std::make_unique<sim::Backend>(network), 1);
  std::shared_ptr<CompletionQueue> queue;
  const Time begin = context->now();

 private:
  static std::shared_ptr<sim::Network> calm() {
    auto made = std::make_shared<sim::Network>(1);
    made->weather.moment = 0;
    return made;
  }
};

}  // namespace

TEST_CASE("a timer without an interval is due once, and not a nanosecond early") {
  Clockwork clock;
  clock.start(5, 0, 7);
  CHECK(clock.taken_at(clock.begin + 5 * kMillisecond - 1).empty());
  CHECK(clock.taken_at(clock.begin + 5 * kMillisecond) == Texts{"7 OK 1"});
  CHECK(clock.taken_at(clock.begin + 3600 * kSecond).empty());
  CHECK(clock.queue->cancel(7) == Status::kNotFound);
}

TEST_CASE("a delay of 0 is over at once") {
  Clockwork clock;
  clock.start(0, 0, 1);
  CHECK(clock.taken_at(clock.begin) == Texts{"1 OK 1"});
}

TEST_CASE("a timer with an interval does not drift, however late it is seen to") {
  Clockwork clock;
  clock.start(10, 3, 1);
  std::uint64_t came = 0;
  for (std::uint64_t due = 1; due <= 10'000; ++due) {
    const Time moment = clock.begin + 10 * kMillisecond + static_cast<Time>(due - 1) * 3 * kMillisecond;
    REQUIRE(clock.taken_at(moment - 1).empty());
    // Up to almost a whole interval late.
    const Time late = static_cast<Time>(due * 7919 % 2'999) * 1'000;
    came += clock.taken_at(moment + late) == Texts{"1 OK 1"} ? 1 : 0;
  }
  CHECK(came == 10'000);
}

TEST_CASE("what is due while a completion waits is counted, and so is what nobody was there to see") {
  Clockwork clock;
  clock.start(1, 1, 1);
  for (int i = 1; i <= 5; ++i) clock.jump_to(clock.begin + i * kMillisecond);
  CHECK(clock.taken() == Texts{"1 OK 5"});
  CHECK(clock.taken().empty());
  CHECK(clock.taken_at(clock.begin + 105 * kMillisecond + 999'999) == Texts{"1 OK 100"});
  CHECK(clock.taken_at(clock.begin + 106 * kMillisecond) == Texts{"1 OK 1"});
}

TEST_CASE("a timer that is cancelled says so once, behind what it had to say") {
  Clockwork clock;
  clock.start(5, 0, 1);
  clock.start(1, 1, 2);
  CHECK(clock.queue->cancel(1) == Status::kOk);
  CHECK(clock.queue->cancel(1) == Status::kNotFound);
  CHECK(clock.taken() == Texts{"1 CANCELLED"});
  clock.jump_to(clock.begin + 3 * kMillisecond);
  CHECK(clock.queue->cancel(2) == Status::kOk);
  CHECK(clock.taken_at(clock.begin + kSecond) == Texts{"2 OK 3", "2 CANCELLED"});
  CHECK(clock.taken_at(clock.begin + 10 * kSecond).empty());
}

TEST_CASE("of several timers of one tag the oldest is cancelled") {
  Clockwork clock;
  clock.start(9, 0, 1);
  clock.start(5, 0, 1);
  CHECK(clock.queue->cancel(1) == Status::kOk);
  CHECK(clock.taken_at(clock.begin + 5 * kMillisecond) == Texts{"1 CANCELLED", "1 OK 1"});
  CHECK(clock.taken_at(clock.begin + 9 * kMillisecond).empty());
}

TEST_CASE("timers are due in the order of their moments, and of their starts where those are the same") {
  Clockwork clock;
  clock.start(3, 0, 1);
  clock.start(2, 0, 2);
  clock.start(3, 0, 3);
  clock.start(1, 2, 4);
  CHECK(clock.taken_at(clock.begin + 3 * kMillisecond) == Texts{"4 OK 2", "2 OK 1", "1 OK 1", "3 OK 1"});
}

TEST_CASE("an earlier timer is seen to in time, whatever was cancelled before") {
  Clockwork clock;
  clock.start(1000, 0, 1);
  clock.jump_to(clock.begin + kMillisecond);
  clock.start(10, 0, 2);
  clock.start(20, 0, 3);
  CHECK(clock.queue->cancel(2) == Status::kOk);
  CHECK(clock.taken_at(clock.begin + 21 * kMillisecond) == Texts{"2 CANCELLED", "3 OK 1"});
  CHECK(clock.taken_at(clock.begin + 1000 * kMillisecond) == Texts{"1 OK 1"});
}

TEST_CASE("spans without an end are no fault") {
  Clockwork clock;
  clock.start(INT64_MAX, 1, 1);
  clock.start(1, INT64_MAX, 2);
  CHECK(clock.taken_at(clock.begin + 3600 * kSecond) == Texts{"2 OK 1"});
  CHECK(clock.queue->cancel(1) == Status::kOk);
  CHECK(clock.queue->cancel(2) == Status::kOk);
  CHECK(clock.taken() == Texts{"1 CANCELLED", "2 CANCELLED"});
}

TEST_CASE("thousands of timers keep their moments, and their queues") {
  constexpr int kTimers = 5'000;
  Clockwork clock;
  const auto other = clock.make_queue();
  for (int i = 0; i < kTimers; ++i) {
    const std::int64_t delay = 1 + i * 7919 % 1'000;
    clock.start(delay, 0, static_cast<std::uint64_t>(delay));
    REQUIRE(other->start_timer(delay, 1, 1) == Status::kOk);
  }
  for (int i = 1; i <= 1'000; ++i) {
    const Texts due = clock.taken_at(clock.begin + i * kMillisecond);
    REQUIRE(due == Texts(kTimers / 1'000, std::to_string(i) + " OK 1"));
  }
  std::vector<Completion> completions;
  other->take(completions, SIZE_MAX, [](const Completion&) { return true; });
  std::uint64_t due = 0;
  for (const Completion& each : completions) due += each.count;
  CHECK(completions.size() == kTimers);
  CHECK(due == 1'000u * 1'001u / 2 * (kTimers / 1'000));
}

TEST_CASE("a queue that is closed ends its timers, and starts none") {
  Clockwork clock;
  clock.start(1, 0, 1);
  clock.start(1, 1, 2);
  clock.queue->close();
  CHECK(clock.taken_at(clock.begin + kSecond).empty());
  CHECK(clock.queue->start_timer(1, 1, 3) == Status::kClosed);
  CHECK(clock.context->run(0) == 0);
}
