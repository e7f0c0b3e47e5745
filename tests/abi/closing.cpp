#include <barrier>

#include "abi/support.h"

// Closing, from any thread, while others are busy: everything that waits ends with a status, and nothing is left
// behind.
namespace abi {
namespace {

// A waiting call of each kind, by the handle, as a thread would make it.
struct Waiter {
  const char* name;
  ymq_connector_type type;
  std::function<std::int32_t(ymq_connector)> wait;
};

std::vector<Waiter> waiters() {
  return {
      {"recv_sync", YMQ_PULL,
       [](ymq_connector connector) {
         std::uint8_t bytes[8];
         ymq_part part;
         return connector_recv_sync(connector, bytes, sizeof bytes, &part, 1, 1, -1);
       }},
      {"recv_message_sync", YMQ_DEALER,
       [](ymq_connector connector) {
         ymq_message message = 0;
         return connector_recv_message_sync(connector, &message, -1);
       }},
      {"send_sync", YMQ_PUSH,
       [](ymq_connector connector) {
         const std::uint8_t byte = 'x';
         return connector_send_sync(connector, &byte, 1, nullptr, 0, -1);
       }},
      {"send_message_sync", YMQ_PAIR,
       [](ymq_connector connector) {
         ymq::Message message = message_of({"x"});
         return connector_send_message_sync(connector, message.get(), -1);
       }},
  };
}

bool is_closed(const std::string& result) { return result == "CLOSED" || result == "INVALID_HANDLE"; }

// Sends, or receives, until the connector has been closed; how that was told.
std::string work(ymq_connector connector, bool sends, std::atomic<std::uint64_t>& done) {
  std::uint8_t bytes[64] = {};
  ymq_part part;
  for (;;) {
    const std::int32_t result = sends ? connector_send_sync(connector, bytes, 16, nullptr, 0, -1)
                                      : connector_recv_sync(connector, bytes, sizeof bytes, &part, 1, 1, -1);
    if (result < 0) return name_of(result);
    ++done;
  }
}

// Eight threads that meet at the beginning and at the end of every round.
class Crew {
 public:
  static constexpr std::size_t kThreads = 8;

  Crew() {
    for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this, i] { run(i); });
  }
  ~Crew() {
    finished_ = true;
    begin_.arrive_and_wait();
    for (std::thread& thread : threads_) thread.join();
  }

  void begin(ymq_connector connector) {
    connector_ = connector;
    done = 0;
    begin_.arrive_and_wait();
  }
  // The ends that were not as they should be.
  std::string end() {
    end_.arrive_and_wait();
    std::string wrong;
    for (const std::string& result : results_) {
      if (!is_closed(result)) wrong += result + " ";
    }
    return wrong;
  }

  std::atomic<std::uint64_t> done = 0;

 private:
  void run(std::size_t index) {
    for (;;) {
      begin_.arrive_and_wait();
      if (finished_) return;
      results_[index] = work(connector_, index % 2 == 0, done);
      end_.arrive_and_wait();
    }
  }

  std::barrier<> begin_{kThreads + 1};
  std::barrier<> end_{kThreads + 1};
  std::atomic<bool> finished_ = false;
  ymq_connector connector_ = 0;
  std::string results_[kThreads];
  std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("closing a connector ends every call that waits on it") {
  for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
    for (const Waiter& waiter : waiters()) {
      DYNAMIC_SECTION(waiter.name << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        for (int round = 0; round < 20; ++round) {
          ymq::Connector connector(context, waiter.type);
          const ymq_connector handle = connector.get();
          std::atomic<int> entered = 0;
          std::vector<std::future<std::string>> waiting;
          for (int i = 0; i < 4; ++i) {
            waiting.push_back(std::async(std::launch::async, [&] {
              ++entered;
              return name_of(waiter.wait(handle));
            }));
          }
          REQUIRE(eventually([&] { return entered == 4; }));
          connector.close(milliseconds(0));
          for (auto& result : waiting) {
            const std::string text = result.get();
            INFO(text);
            CHECK(is_closed(text));
          }
        }
      }
    }
  }
}

TEST_CASE("closing a context ends every call that waits inside it") {
  for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
    for (const Waiter& waiter : waiters()) {
      DYNAMIC_SECTION(waiter.name << " with " << io_threads << " io threads") {
        for (int round = 0; round < 20; ++round) {
          ymq::IoContext context(io_threads);
          const ymq::Connector connector(context, waiter.type);
          auto waiting = std::async(std::launch::async, [&] { return name_of(waiter.wait(connector.get())); });
          context.close(milliseconds(0));
          const std::string text = waiting.get();
          INFO(text);
          CHECK(is_closed(text));
        }
      }
    }
  }
}

TEST_CASE("eight threads send and receive on one connector while a ninth closes it, a thousand times") {
  const ymq::IoContext context(2);
  Crew crew;
  std::string wrong;
  for (std::size_t round = 0; round < 1'000; ++round) {
    ymq::Connector peer(context, YMQ_DEALER);
    ymq::Connector shared(context, YMQ_DEALER);
    shared.connect(peer.bind(wildcard(transports()[round % 3])));
    const std::vector<ymq_part> parts(16, ymq_part{1, 0, 0});
    peer.send_many(ymq::bytes_of("0123456789abcdef"), parts, kPatience);
    crew.begin(shared.get());
    for (std::uint64_t i = 0; i < round % 20; ++i) peer.try_recv(milliseconds(1));
    shared.close(milliseconds(0));
    wrong += crew.end();
    peer.close(milliseconds(0));
  }
  CHECK(wrong == "");
}

TEST_CASE("two threads that close the same connector both return, and one of them did it") {
  const ymq::IoContext context;
  for (int round = 0; round < 200; ++round) {
    ymq::Connector connector(context, YMQ_PUSH);
    const ymq_connector handle = connector.get();
    auto other = std::async(std::launch::async, [&] { return name_of(connector_destroy(handle, 0, nullptr)); });
    const std::string mine = name_of(connector_destroy(handle, 0, nullptr));
    const std::string theirs = other.get();
    INFO(mine << " and " << theirs);
    CHECK((mine == "OK") + (theirs == "OK") == 1);
    CHECK((is_closed(mine) || is_closed(theirs)));
  }
}

TEST_CASE("a context may be closed while its connectors are busy in other threads") {
  for (int round = 0; round < 50; ++round) {
    ymq::IoContext context(2);
    Pair pair(context, YMQ_PULL, YMQ_PUSH, transports()[static_cast<std::size_t>(round) % 3]);
    std::atomic<std::uint64_t> done = 0;
    auto sending = std::async(std::launch::async, [&] { return work(pair.connected.get(), true, done); });
    auto receiving = std::async(std::launch::async, [&] { return work(pair.bound.get(), false, done); });
    REQUIRE(eventually([&] { return done > 20; }));
    context.close(milliseconds(0));
    const std::string ends = sending.get() + " " + receiving.get();
    INFO(ends);
    CHECK((ends.find("CLOSED") != std::string::npos || ends.find("INVALID_HANDLE") != std::string::npos));
  }
}

TEST_CASE("connectors may be made and closed in many threads of one context at once") {
  const ymq::IoContext context(2);
  std::vector<std::future<int>> all;
  for (int t = 0; t < 4; ++t) {
    all.push_back(std::async(std::launch::async, [&context, t] {
      int good = 0;
      for (std::size_t i = 0; i < 50; ++i) {
        Pair pair(context, YMQ_PAIR, YMQ_PAIR, transports()[i % 3]);
        pair.connected.send(std::to_string(t), kPatience);
        good += receive(pair.bound) == Parts{std::to_string(t)};
      }
      return good;
    }));
  }
  for (auto& one : all) CHECK(one.get() == 50);
}

TEST_CASE("a thousand contexts leave no descriptor and no thread behind") {
  const auto use_one = [](std::size_t i) {
    ymq::IoContext context(static_cast<std::uint32_t>(1 + i % 2));
    ymq::CompletionQueue queue(context, i % 3 == 0 ? YMQ_WAKE_PIPE : YMQ_WAKE_POLLABLE);
    Pair pair(context, YMQ_PULL, YMQ_PUSH, transports()[i % 3]);
    pair.bound.recv_async(queue, 1);
    pair.connected.send("x", kPatience);
    return queue.wait(kPatience);
  };
  REQUIRE(use_one(0));
  const std::size_t descriptors = count_entries("/proc/self/fd");
  const std::size_t threads = count_entries("/proc/self/task");
  std::size_t good = 0;
  for (std::size_t i = 0; i < 1'000; ++i) good += use_one(i);
  CHECK(good == 1'000);
  CHECK(count_entries("/proc/self/fd") == descriptors);
  CHECK(eventually([&] { return count_entries("/proc/self/task") == threads; }));
}

TEST_CASE("objects that outlive their context are harmless") {
  std::optional<ymq::IoContext> context(std::in_place);
  ymq::Connector connector(*context, YMQ_PAIR);
  ymq::CompletionQueue queue(*context);
  context.reset();
  CHECK(outcome_of([&] { connector.send("x"); }) == "INVALID_HANDLE");
  CHECK(outcome_of([&] { queue.wait(); }) == "INVALID_HANDLE");
}

}  // namespace abi
