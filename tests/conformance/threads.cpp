#include <atomic>
#include <mutex>
#include <thread>

#include "conformance/harness.h"

// What the seam promises to threads other than the one that waits.
namespace conformance {

EVERY_SYSTEM_IMPLEMENTATION("wakes from other threads are never lost") {
  constexpr int kThreads = 3;
  constexpr int kWakes = 5'000;
  std::atomic<int> posted{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int wake = 0; wake < kWakes; ++wake) {
        posted.fetch_add(1, std::memory_order_relaxed);
        backend->wake();
      }
    });
  }
  const Time deadline = backend->now() + 30'000 * ymq::kMillisecond;
  while (posted.load(std::memory_order_relaxed) < kThreads * kWakes && backend->now() < deadline) {
    std::size_t reports = 0;
    backend->wait(deadline, reports);
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(posted == kThreads * kWakes);
  // The last wake of all, made while nobody waited, is not lost either.
  std::size_t reports = 0;
  CHECK(wait_on(*backend, backend->now() + 20 * ymq::kMillisecond, reports).ok());
  backend->wake();
  CHECK(wait_on(*backend, deadline, reports).ok());
  CHECK(backend->now() < deadline);
}

EVERY_SYSTEM_IMPLEMENTATION("what a thread wrote before its wake is seen after the wait that it ended") {
  constexpr int kRounds = 2'000;
  int written = 0;  // Not atomic: ThreadSanitizer is to see that the wake alone orders it.
  std::atomic<int> taken{0};
  std::thread writer([&] {
    for (int round = 1; round <= kRounds; ++round) {
      written = round;
      backend->wake();
      while (taken.load(std::memory_order_acquire) < round) std::this_thread::yield();
    }
  });
  const Time deadline = backend->now() + 30'000 * ymq::kMillisecond;
  for (int round = 1; round <= kRounds; ++round) {
    std::size_t reports = 0;
    wait_on(*backend, deadline, reports);
    const int seen = written;
    taken.store(round, std::memory_order_release);
    if (seen != round) FAIL_CHECK("round " << round << " saw " << seen);
  }
  writer.join();
}

EVERY_IMPLEMENTATION_WITH_ANY_DRIVER("the waiting thread may change between calls") {
  const Pair pair = connect_pair(*backend);
  Recorder receive(Action::kReceive, pair.server);
  std::thread([&] { backend->submit(receive); }).join();
  for (const std::string text : {"one", "two", "three"}) {
    const iovec all = segment(text);
    std::size_t sent = 0;
    std::thread([&] { backend->try_send(pair.client, {&all, 1}, sent); }).join();
    REQUIRE(sent == text.size());
    std::thread([&] {
      const Time deadline = backend->now() + 10'000 * ymq::kMillisecond;
      std::size_t reports = 0;
      while (receive.bytes.size() < text.size() && backend->now() < deadline) backend->wait(deadline, reports);
    }).join();
    CHECK(receive.text() == text);
    receive.forget();
  }
}

EVERY_SYSTEM_IMPLEMENTATION("other threads send on open streams while the loop makes and closes others") {
  const Pair pair = connect_pair(*backend);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  std::atomic<bool> stop{false};
  std::size_t total = 0;
  Status failure = Status::kOk;
  std::thread sender([&] {
    const std::string bytes(1'000, 'b');
    const iovec all = segment(bytes);
    while (!stop.load(std::memory_order_relaxed)) {
      std::size_t sent = 0;
      const Outcome outcome = backend->try_send(pair.client, {&all, 1}, sent);
      total += sent;
      if (outcome.status == Status::kAgain) {
        std::this_thread::yield();
      } else if (!outcome.ok()) {
        failure = outcome.status;
        return;
      }
    }
  });
  // Enough of them for the table of streams to grow while it is read.
  std::vector<Pair> others;
  for (int i = 0; i < 60; ++i) others.push_back(connect_pair(*backend, Kind::kAbstract));
  for (const Pair& other : others) {
    for (const Stream stream : {other.listener, other.client, other.server}) close_now(*backend, stream);
  }
  stop = true;
  sender.join();
  CHECK(failure == Status::kOk);
  wait_until(*backend, [&] { return receive.bytes.size() == total; });
}

}  // namespace conformance
