#include <signal.h>
#include <unistd.h>

#include <set>

#include "abi/support.h"

// Waiting for many connectors and descriptors at once.
namespace abi {
namespace {

std::vector<ymq_readied> wait(ymq::Poller& poller, std::size_t most = 16, milliseconds timeout = kPatience) {
  std::vector<ymq_readied> ready(most);
  ready.resize(poller.wait(ready, timeout));
  return ready;
}

// A pipe of the caller's own.
struct Pipe {
  Pipe() { REQUIRE(pipe(ends) == 0); }
  ~Pipe() {
    for (const int end : ends) {
      if (end >= 0) ::close(end);
    }
  }
  void put() { REQUIRE(write(ends[1], "x", 1) == 1); }
  void take() {
    char byte;
    REQUIRE(read(ends[0], &byte, 1) == 1);
  }
  void close_writer() { ::close(std::exchange(ends[1], -1)); }
  int ends[2];
};

}  // namespace

TEST_CASE("a poller tells of connectors and descriptors for as long as they are ready") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::Poller poller(context);
        Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
        Pipe pipe;
        poller.add(pair.bound, YMQ_READY_READABLE, 7);
        poller.add(pipe.ends[0], YMQ_READY_READABLE, 8);
        CHECK(wait(poller, 16, milliseconds(0)).empty());
        for (int round = 0; round < 5; ++round) {
          pair.connected.send("x", kPatience);
          for (int look = 0; look < 3; ++look) {
            const std::vector<ymq_readied> ready = wait(poller);
            REQUIRE(ready.size() == 1);
            CHECK(ready[0].tag == 7);
            CHECK(ready[0].ready == YMQ_READY_READABLE);
            CHECK(name_of(ready[0].status) == "OK");
          }
          CHECK(receive(pair.bound) == Parts{"x"});
          pipe.put();
          const std::vector<ymq_readied> ready = wait(poller);
          REQUIRE(ready.size() == 1);
          CHECK(ready[0].tag == 8);
          pipe.take();
        }
        CHECK(wait(poller, 16, kMoment).empty());
      }
    }
  }
}

TEST_CASE("a thread that waits is told of a message that another sends") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::Poller poller(context);
        Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
        poller.add(pair.bound, YMQ_READY_READABLE, 1);
        constexpr int kCount = 500;
        auto sending = std::async(std::launch::async, [&] {
          for (int i = 0; i < kCount; ++i) pair.connected.send(std::to_string(i), kPatience);
        });
        for (int next = 0; next < kCount;) {
          REQUIRE(wait(poller).size() == 1);
          while (const auto message = pair.bound.try_recv()) REQUIRE(texts(*message) == Parts{std::to_string(next++)});
        }
        sending.get();
      }
    }
  }
}

TEST_CASE("a poller waits for connectors of several contexts, for both directions, and anew as it is told") {
  const ymq::IoContext context;
  const ymq::IoContext other(2);
  ymq::Poller poller(context);
  ymq::Connector here(context, YMQ_DEALER);
  ymq::Connector there(other, YMQ_DEALER);
  here.connect(there.bind(wildcard("tcp")));
  there.wait_for_peers(1, kPatience);
  poller.add(there, YMQ_READY_READABLE | YMQ_READY_WRITABLE, 1);
  CHECK(wait(poller).at(0).ready == YMQ_READY_WRITABLE);
  here.send("x");
  REQUIRE(eventually([&] { return wait(poller).at(0).ready == (YMQ_READY_READABLE | YMQ_READY_WRITABLE); }));
  poller.add(there, YMQ_READY_READABLE, 2);
  CHECK(wait(poller).at(0).tag == 2);
  CHECK(wait(poller).at(0).ready == YMQ_READY_READABLE);
  poller.remove(there);
  CHECK(wait(poller, 16, milliseconds(0)).empty());
  CHECK(outcome_of([&] { poller.remove(there); }) == "NOT_FOUND");
}

TEST_CASE("nobody starves behind those that are always ready") {
  const ymq::IoContext context;
  ymq::Poller poller(context);
  constexpr std::uint64_t kMany = 10;
  std::vector<ymq::Connector> publishers;
  for (std::uint64_t i = 0; i < kMany; ++i) {
    publishers.emplace_back(context, YMQ_PUB);
    poller.add(publishers.back(), YMQ_READY_WRITABLE, i);
  }
  std::set<std::uint64_t> told;
  for (std::uint64_t i = 0; i < kMany / 2; ++i) {
    for (const ymq_readied& ready : wait(poller, 2)) told.insert(ready.tag);
  }
  CHECK(told.size() == kMany);
}

TEST_CASE("a closed connector is told of once") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      const ymq::IoContext context(io_threads);
      ymq::Poller poller(context);
      ymq::Connector connector(context, YMQ_PULL);
      poller.add(connector, YMQ_READY_READABLE, 5);
      auto waiting = std::async(std::launch::async, [&] { return wait(poller); });
      connector.close(milliseconds(0));
      const std::vector<ymq_readied> ready = waiting.get();
      REQUIRE(ready.size() == 1);
      CHECK(ready[0].tag == 5);
      CHECK(ready[0].ready == 0);
      CHECK(name_of(ready[0].status) == "CLOSED");
      CHECK(wait(poller, 16, milliseconds(0)).empty());
    }
  }
}

TEST_CASE("a descriptor whose other end is closed has failed") {
  const ymq::IoContext context;
  ymq::Poller poller(context);
  Pipe pipe;
  poller.add(pipe.ends[0], YMQ_READY_READABLE, 3);
  pipe.close_writer();
  const std::vector<ymq_readied> ready = wait(poller);
  REQUIRE(ready.size() == 1);
  CHECK(name_of(ready[0].status) == "SYSTEM");
  poller.remove(pipe.ends[0]);
  CHECK(wait(poller, 16, milliseconds(0)).empty());
}

TEST_CASE("what is added and removed while another thread waits counts at once") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      const ymq::IoContext context(io_threads);
      ymq::Poller poller(context);
      for (int round = 0; round < 20; ++round) {
        auto waiting = std::async(std::launch::async, [&] { return wait(poller); });
        Pipe pipe;
        pipe.put();
        ymq::Connector pull(context, YMQ_PULL);
        poller.add(pull, YMQ_READY_READABLE, 1);
        poller.remove(pull);
        poller.add(pipe.ends[0], YMQ_READY_READABLE, 2);
        const std::vector<ymq_readied> ready = waiting.get();
        REQUIRE(ready.size() == 1);
        CHECK(ready[0].tag == 2);
        poller.remove(pipe.ends[0]);
      }
    }
  }
}

TEST_CASE("destroying a poller, or its context, ends what waits there") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    for (const bool whole_context : {false, true}) {
      DYNAMIC_SECTION(io_threads << " io threads, " << (whole_context ? "context" : "poller")) {
        for (int round = 0; round < 20; ++round) {
          ymq::IoContext context(io_threads);
          ymq::Poller poller(context);
          const ymq_poller handle = poller.get();
          std::vector<std::future<std::string>> waiting;
          for (int i = 0; i < 3; ++i) {
            waiting.push_back(std::async(std::launch::async, [handle] {
              ymq_readied ready;
              return name_of(poller_wait(handle, &ready, 1, -1));
            }));
          }
          whole_context ? static_cast<void>(context.close()) : poller.close();
          for (auto& each : waiting) {
            const std::string result = each.get();
            INFO(result);
            CHECK((result == "CLOSED" || result == "INVALID_HANDLE"));
          }
          ymq_readied ready;
          CHECK(name_of(poller_wait(handle, &ready, 1, 0)) == "INVALID_HANDLE");
        }
      }
    }
  }
}

TEST_CASE("a signal ends a wait") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      struct sigaction action{};
      struct sigaction former{};
      action.sa_handler = [](int) {};
      sigaction(SIGUSR1, &action, &former);
      const ymq::IoContext context(io_threads);
      ymq::Poller poller(context);
      std::atomic<bool> over = false;
      std::atomic<bool> begun = false;
      std::string result;
      std::thread thread([&] {
        begun = true;
        ymq_readied ready;
        result = name_of(poller_wait(poller.get(), &ready, 1, kPatience.count()));
        over = true;
      });
      CHECK(eventually([&] { return begun.load(); }));
      CHECK(eventually([&] { return over || pthread_kill(thread.native_handle(), SIGUSR1) != 0 || over; }));
      thread.join();
      CHECK(result == "INTERRUPTED");
      sigaction(SIGUSR1, &former, nullptr);
    }
  }
}

TEST_CASE("a poller refuses what it cannot wait for") {
  const ymq::IoContext context;
  ymq::Poller poller(context);
  ymq::Connector connector(context, YMQ_PULL);
  ymq_readied ready;
  for (const std::uint32_t interest : {0u, 8u, 15u}) {
    CHECK(outcome_of([&] { poller.add(connector, interest, 0); }) == "INVALID_ARGUMENT");
    CHECK(outcome_of([&] { poller.add(0, interest, 0); }) == "INVALID_ARGUMENT");
  }
  CHECK(outcome_of([&] { poller.add(-1, YMQ_READY_READABLE, 0); }) == "INVALID_ARGUMENT");
  CHECK(outcome_of([&] { poller.remove(0); }) == "NOT_FOUND");
  CHECK(name_of(poller_add_connector(poller.get(), 0, YMQ_READY_READABLE, 0)) == "INVALID_HANDLE");
  CHECK(name_of(poller_wait(poller.get(), &ready, 0, 0)) == "INVALID_ARGUMENT");
  CHECK(name_of(poller_wait(poller.get(), nullptr, 1, 0)) == "INVALID_ARGUMENT");
  CHECK(name_of(poller_wait(poller.get(), &ready, 1, -2)) == "INVALID_ARGUMENT");
  CHECK(name_of(poller_wait(poller.get(), &ready, 1, 0)) == "AGAIN");
  CHECK(name_of(poller_wait(poller.get(), &ready, 1, kMoment.count())) == "TIMED_OUT");
}

}  // namespace abi
