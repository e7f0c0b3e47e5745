#include <poll.h>

#include <map>

#include "abi/support.h"

// Timers of completion queues. What is due when is shown on a simulated clock, in
// tests/unit/engine/queue_timer_test.cpp; here nothing depends on how long anything takes.
namespace abi {
namespace {

constexpr milliseconds kNoInterval{0};
constexpr milliseconds kLong{3'600'000};

bool is_timer(const Drained& done, std::uint64_t tag, const std::string& status) {
  const ymq_completion& record = done.record;
  CHECK(record.kind == YMQ_COMPLETION_TIMER);
  CHECK((status == "OK" ? record.count >= 1 : record.count == 0));
  CHECK(record.byte_count == 0);
  CHECK(record.part_count == 0);
  CHECK(record.message == 0);
  return record.tag == tag && name_of(record.status) == status;
}

std::vector<ymq_completion> take_all(ymq::CompletionQueue& queue) {
  std::vector<ymq_completion> all, records(64);
  while (const std::size_t taken = queue.drain(records))
    all.insert(all.end(), records.begin(), records.begin() + taken);
  return all;
}

}  // namespace

TEST_CASE("a timer completes once its delay is over, and not before") {
  for (const std::uint32_t io_threads : {0u, 1u, 3u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      const ymq::IoContext context(io_threads);
      ymq::CompletionQueue queue(context);
      const auto begin = Clock::now();
      queue.start_timer(milliseconds(20), kNoInterval, 7);
      CHECK(is_timer(drain_one(queue), 7, "OK"));
      CHECK(Clock::now() - begin >= milliseconds(20));
      CHECK_FALSE(queue.cancel(7));
      CHECK(take_all(queue).empty());
    }
  }
}

TEST_CASE("a timer with an interval goes on until it is cancelled") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      const ymq::IoContext context(io_threads);
      ymq::CompletionQueue queue(context);
      const auto begin = Clock::now();
      queue.start_timer(milliseconds(1), milliseconds(2), 3);
      std::uint64_t due = 0;
      while (due < 20) {
        const Drained done = drain_one(queue);
        REQUIRE(is_timer(done, 3, "OK"));
        due += done.record.count;
      }
      CHECK(Clock::now() - begin >= milliseconds(1 + 2 * (due - 1)));
      CHECK(queue.cancel(3));
      CHECK_FALSE(queue.cancel(3));
      std::vector<ymq_completion> rest = take_all(queue);
      REQUIRE(!rest.empty());
      CHECK(name_of(rest.back().status) == "CANCELLED");
      CHECK(rest.size() <= 2);
      CHECK_FALSE(queue.wait(kMoment));
    }
  }
}

TEST_CASE("an undrained queue holds one completion of each timer, which counts") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  queue.start_timer(milliseconds(1), milliseconds(1), 1);
  queue.start_timer(milliseconds(1), milliseconds(1), 2);
  // Two dozen intervals later, however long that takes.
  ymq::CompletionQueue other(context);
  other.start_timer(milliseconds(30), kNoInterval, 1);
  drain_one(other);
  for (const Drained& done : drain(queue, 2)) CHECK(done.record.count >= 24);
}

TEST_CASE("a timer that is cancelled before it is due does not complete otherwise") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  queue.start_timer(kLong, kNoInterval, 1);
  queue.start_timer(kLong, kLong, 2);
  CHECK(take_all(queue).empty());
  CHECK(queue.cancel(2));
  CHECK(queue.cancel(1));
  const std::vector<Drained> done = drain(queue, 2);
  CHECK(is_timer(done[0], 2, "CANCELLED"));
  CHECK(is_timer(done[1], 1, "CANCELLED"));
  CHECK_FALSE(queue.cancel(1));
}

TEST_CASE("a timer that was due is not cancelled, whether that was drained or not") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  queue.start_timer(milliseconds(0), kNoInterval, 1);
  REQUIRE(queue.wait(kPatience));
  CHECK_FALSE(queue.cancel(1));
  CHECK(is_timer(drain_one(queue), 1, "OK"));
  CHECK_FALSE(queue.cancel(1));
}

TEST_CASE("a timer shares its tag with other operations, and the oldest is cancelled") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector pull(context, YMQ_PULL);
  queue.start_timer(kLong, kNoInterval, 5);
  pull.recv_async(queue, 5);
  queue.start_timer(kLong, kLong, 5);
  for (const ymq_completion_kind kind : {YMQ_COMPLETION_TIMER, YMQ_COMPLETION_RECV, YMQ_COMPLETION_TIMER}) {
    CHECK(queue.cancel(5));
    const Drained done = drain_one(queue);
    CHECK(done.record.kind == static_cast<std::uint32_t>(kind));
    CHECK(name_of(done.record.status) == "CANCELLED");
  }
  CHECK_FALSE(queue.cancel(5));
}

TEST_CASE("a timer wakes whoever waits for the queue's descriptor") {
  for (const ymq_wake_kind wake : {YMQ_WAKE_PIPE, YMQ_WAKE_POLLABLE}) {
    const ymq::IoContext context;
    ymq::CompletionQueue queue(context, wake);
    pollfd readable{queue.descriptor(), POLLIN, 0};
    CHECK(poll(&readable, 1, 0) == 0);
    queue.start_timer(milliseconds(1), kNoInterval, 1);
    CHECK(poll(&readable, 1, static_cast<int>(kPatience.count())) == 1);
    CHECK(is_timer(drain_one(queue), 1, "OK"));
  }
}

TEST_CASE("timers end with their queue, and with their context") {
  ymq::IoContext context;
  ymq::CompletionQueue closed(context);
  ymq::CompletionQueue left(context);
  for (ymq::CompletionQueue* queue : {&closed, &left}) {
    queue->start_timer(milliseconds(0), milliseconds(1), 1);
    queue->start_timer(kLong, kNoInterval, 2);
  }
  const ymq_completion_queue handle = closed.get();
  closed.close();
  CHECK(name_of(completion_queue_start_timer(handle, 1, 0, 1)) == "INVALID_HANDLE");
  CHECK(is_timer(drain_one(left), 1, "OK"));
  context.close(milliseconds(0));
  CHECK(name_of(completion_queue_start_timer(left.get(), 1, 0, 1)) == "INVALID_HANDLE");
}

TEST_CASE("without io threads timers are seen to by whoever drives the context") {
  const ymq::IoContext context(0);
  ymq::CompletionQueue queue(context);
  queue.start_timer(milliseconds(0), kNoInterval, 1);
  CHECK(take_all(queue).empty());
  CHECK(io_context_run(context.get(), 0) >= 0);
  CHECK(is_timer(drain_one(queue), 1, "OK"));
  queue.start_timer(milliseconds(5), kNoInterval, 2);
  CHECK(eventually([&] {
    CHECK(io_context_run(context.get(), 1) >= 0);
    const std::vector<ymq_completion> taken = take_all(queue);
    return !taken.empty() && taken[0].tag == 2;
  }));
  queue.start_timer(milliseconds(5), kNoInterval, 3);
  CHECK(queue.wait(kPatience));
  CHECK(is_timer(drain_one(queue), 3, "OK"));
}

TEST_CASE("a timer of a negative delay or interval is refused, and the error says so") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  CHECK(outcome_of([&] { queue.start_timer(milliseconds(-1), kNoInterval, 1); }) == "INVALID_ARGUMENT");
  CHECK(contains(why([&] { queue.start_timer(milliseconds(-7), kNoInterval, 1); }), "delay"));
  CHECK(contains(why([&] { queue.start_timer(milliseconds(1), milliseconds(-7), 1); }), "interval"));
  CHECK(contains(why([&] { queue.start_timer(milliseconds(1), milliseconds(-7), 1); }), "-7"));
  CHECK_FALSE(queue.cancel(1));
}

TEST_CASE("ten thousand timers are due once each") {
  constexpr std::uint64_t kTimers = 10'000;
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  for (std::uint64_t tag = 0; tag < kTimers; ++tag) queue.start_timer(milliseconds(tag * 7919 % 50), kNoInterval, tag);
  std::vector<int> seen(kTimers);
  for (const Drained& done : drain(queue, kTimers)) ++seen[done.record.tag];
  CHECK(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));
  CHECK(take_all(queue).empty());
}

TEST_CASE("each of many timers ends once, whoever starts, cancels and drains them at the same time") {
  constexpr std::uint64_t kThreads = 3;
  constexpr std::uint64_t kEach = 200;
  const ymq::IoContext context(2);
  for (int round = 0; round < 10; ++round) {
    ymq::CompletionQueue queue(context);
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&queue, thread] {
        for (std::uint64_t i = 0; i < kEach; ++i) {
          queue.start_timer(milliseconds(i % 3), milliseconds(i % 2), thread * kEach + i);
          if (i % 5 == 0) queue.cancel(thread * kEach + i);
        }
        for (std::uint64_t tag = 0; tag < kThreads * kEach; ++tag) queue.cancel(tag);
      });
    }
    std::map<std::uint64_t, int> ends;
    const auto note = [&] {
      for (const ymq_completion& record : take_all(queue)) {
        const bool goes_on = record.status == YMQ_OK && record.tag % kEach % 2 == 1;
        if (!goes_on) ++ends[record.tag];
      }
      return ends.size() == kThreads * kEach;
    };
    for (int i = 0; i < 20; ++i) note(), std::this_thread::yield();
    for (std::thread& each : threads) each.join();
    for (std::uint64_t tag = 0; tag < kThreads * kEach; ++tag) queue.cancel(tag);
    CHECK(eventually(note));
    CHECK(std::all_of(ends.begin(), ends.end(), [](const auto& end) { return end.second == 1; }));
  }
}

TEST_CASE("a queue is destroyed while threads start, cancel and drain its timers") {
  const ymq::IoContext context(2);
  for (int round = 0; round < 30; ++round) {
    ymq::CompletionQueue queue(context);
    const ymq_completion_queue handle = queue.get();
    std::atomic<int> begun = 0;
    const auto busy = [&](auto call) {
      return std::thread([&begun, call] {
        for (std::uint64_t tag = 0; name_of(call(tag)) != "INVALID_HANDLE"; ++tag) ++begun;
      });
    };
    std::vector<std::thread> threads;
    threads.push_back(busy([=](std::uint64_t tag) { return completion_queue_start_timer(handle, 0, 1, tag); }));
    threads.push_back(busy([=](std::uint64_t tag) { return completion_queue_start_timer(handle, 1, 0, tag); }));
    threads.push_back(busy([=](std::uint64_t tag) { return completion_queue_cancel(handle, tag); }));
    threads.push_back(busy([=](std::uint64_t) {
      ymq_completion record;
      return completion_queue_drain(handle, &record, 1, nullptr, 0, nullptr, 0);
    }));
    while (begun < 100) std::this_thread::yield();
    queue.close();
    for (std::thread& each : threads) each.join();
  }
}

}  // namespace abi
