#include "engine/resolver.h"

#include <dirent.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "unit/catch.h"

namespace ymq::engine {

namespace {

using namespace std::chrono_literals;

// Long enough for any machine; a test that works never waits for it.
constexpr auto kPatience = 30s;

Endpoint endpoint(const std::string& text) {
  EndpointFault fault;
  const auto parsed = parse_endpoint(text, Purpose::kBind, fault);
  INFO(fault.text);
  REQUIRE(parsed);
  return *parsed;
}

std::vector<std::string> formatted(const Resolution& resolution) {
  std::vector<std::string> texts;
  for (const backend::Address& address : resolution.addresses) texts.push_back(format_endpoint(address));
  return texts;
}

// A look-up that hangs until it is let go, and tells when it has begun.
struct Hanging {
  std::promise<void> begun;
  std::promise<void> let_go;

  Resolver::LookUp function(const std::shared_ptr<Hanging>& self) {
    return [self](const std::string& host, std::uint16_t) {
      if (host == "hang") {
        self->begun.set_value();
        self->let_go.get_future().wait();
      }
      return Resolution{Status::kOk, host, {}};
    };
  }
};

// Collects answers, in the order in which they came.
struct Answers {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Resolution> all;

  Resolver::Done add() {
    return [this](Resolution resolution) {
      const std::lock_guard lock(mutex);
      all.push_back(std::move(resolution));
      changed.notify_all();
    };
  }
  std::size_t wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, kPatience, [&] { return all.size() >= count; });
    return all.size();
  }
};

}  // namespace

TEST_CASE("a name is resolved in another thread") {
  Resolver resolver;
  std::promise<std::pair<Resolution, std::thread::id>> answer;
  const auto request = resolver.resolve("localhost", 5555, [&](Resolution resolution) {
    answer.set_value({std::move(resolution), std::this_thread::get_id()});
  });
  CHECK(request != 0);
  auto future = answer.get_future();
  REQUIRE(future.wait_for(kPatience) == std::future_status::ready);
  const auto [resolution, thread] = future.get();
  INFO(resolution.text);
  REQUIRE(resolution.ok());
  REQUIRE_FALSE(resolution.addresses.empty());
  for (const std::string& text : formatted(resolution)) {
    CHECK((text == "tcp://127.0.0.1:5555" || text == "tcp://[::1]:5555"));
  }
  CHECK(thread != std::this_thread::get_id());
}

TEST_CASE("a name that does not exist is reported by name") {
  Resolver resolver;
  Answers answers;
  // RFC 6761 promises that no name below it exists; the space makes sure that nobody even asks.
  resolver.resolve("no such.invalid", 5, answers.add());
  REQUIRE(answers.wait_for(1) == 1);
  CHECK(answers.all[0].status == Status::kNameNotResolved);
  CAPTURE(answers.all[0].text);
  CHECK(answers.all[0].text.find("\"no such.invalid\"") != std::string::npos);
  CHECK(answers.all[0].addresses.empty());
}

TEST_CASE("answers come in the order of the questions, each once") {
  Resolver resolver([](const std::string& host, std::uint16_t port) {
    return Resolution{Status::kOk, host + ":" + std::to_string(port), {}};
  });
  Answers answers;
  for (std::uint16_t i = 0; i < 100; ++i) CHECK(resolver.resolve("host", i, answers.add()) != 0);
  REQUIRE(answers.wait_for(100) == 100);
  for (std::size_t i = 0; i < 100; ++i) CHECK(answers.all[i].text == "host:" + std::to_string(i));
}

TEST_CASE("a look-up that throws is a failure like others") {
  Resolver resolver([](const std::string&, std::uint16_t) -> Resolution { throw std::bad_alloc(); });
  Answers answers;
  resolver.resolve("host", 5, answers.add());
  REQUIRE(answers.wait_for(1) == 1);
  CHECK(answers.all[0].status == Status::kOutOfMemory);
}

TEST_CASE("a forgotten request is not answered, whether it waits or is being looked up") {
  const auto hanging = std::make_shared<Hanging>();
  Resolver resolver(hanging->function(hanging));
  Answers answers;
  const auto first = resolver.resolve("hang", 1, answers.add());
  const auto second = resolver.resolve("second", 2, answers.add());
  resolver.resolve("third", 3, answers.add());
  REQUIRE(hanging->begun.get_future().wait_for(kPatience) == std::future_status::ready);
  resolver.forget(first);
  resolver.forget(second);
  resolver.forget(0);
  hanging->let_go.set_value();
  REQUIRE(answers.wait_for(1) == 1);
  CHECK(answers.all[0].text == "third");
  resolver.forget(first);
}

TEST_CASE("forgetting lets go of what the answer would have needed") {
  const auto hanging = std::make_shared<Hanging>();
  Resolver resolver(hanging->function(hanging));
  const auto held = std::make_shared<int>(1);
  const auto request = resolver.resolve("hang", 1, [held](const Resolution&) {});
  REQUIRE(hanging->begun.get_future().wait_for(kPatience) == std::future_status::ready);
  resolver.forget(request);
  CHECK(held.use_count() == 1);
  hanging->let_go.set_value();
}

TEST_CASE("destruction does not wait for a look-up that hangs, and its answer is dropped") {
  const auto hanging = std::make_shared<Hanging>();
  Answers answers;
  const auto held = std::make_shared<int>(1);
  {
    Resolver resolver(hanging->function(hanging));
    resolver.resolve("hang", 1, answers.add());
    resolver.resolve("behind", 2, [held](const Resolution&) {});
    REQUIRE(hanging->begun.get_future().wait_for(kPatience) == std::future_status::ready);
  }
  CHECK(held.use_count() == 1);
  CHECK(answers.all.empty());
  const std::weak_ptr<Hanging> left = hanging;
  hanging->let_go.set_value();
}

TEST_CASE("a resolver that nobody asked has no thread, and an idle one ends with it") {
  const auto threads = [] {
    DIR* const all = opendir("/proc/self/task");
    REQUIRE(all);
    int count = 0;
    while (readdir(all)) ++count;
    closedir(all);
    return count;
  };
  const int before = threads();
  for (int i = 0; i < 20; ++i) {
    Resolver resolver;
    Answers answers;
    resolver.resolve("127.0.0.1", 5, answers.add());
    REQUIRE(answers.wait_for(1) == 1);
  }
  // The system lists a thread for a moment after it was joined.
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (threads() > before && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  CHECK(threads() <= before);
  const Resolver unused;
  CHECK(threads() <= before);
}

TEST_CASE("many threads ask and forget at once") {
  Resolver resolver([](const std::string&, std::uint16_t) { return Resolution{}; });
  constexpr int kThreads = 4, kRounds = 500;
  std::atomic<int> answered{0}, forgotten_late{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        int on_this_stack = 0;
        const auto request = resolver.resolve("host", 1, [&](const Resolution&) {
          ++on_this_stack;
          ++answered;
        });
        if (round % 2 == 0) std::this_thread::yield();
        resolver.forget(request);
        if (on_this_stack > 1) ++forgotten_late;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(forgotten_late == 0);
  CHECK(answered <= kThreads * kRounds);
}

TEST_CASE("binding takes direct addresses, interfaces and names, IPv4 first") {
  Resolver resolver([](const std::string& host, std::uint16_t port) {
    Resolution resolution;
    if (host != "both") return Resolution{Status::kNameNotResolved, host, {}};
    for (const char* text : {"tcp://[::1]:", "tcp://127.0.0.1:", "tcp://127.0.0.2:"}) {
      resolution.addresses.push_back(*direct_address(endpoint(text + std::to_string(port))));
    }
    return resolution;
  });
  const auto bound = [&](const std::string& text) { return resolver.resolve_for_bind(endpoint(text), kPatience); };
  CHECK(formatted(bound("tcp://127.0.0.1:5")) == std::vector<std::string>{"tcp://127.0.0.1:5"});
  CHECK(formatted(bound("tcp://*:*")) == std::vector<std::string>{"tcp://0.0.0.0:0"});
  CHECK(formatted(bound("ipc://@x")) == std::vector<std::string>{"ipc://@x"});
  const Resolution loopback = bound("tcp://lo:7");
  REQUIRE_FALSE(loopback.addresses.empty());
  CHECK(formatted(loopback)[0] == "tcp://127.0.0.1:7");
  CHECK(formatted(bound("tcp://both:9")) ==
        std::vector<std::string>{"tcp://127.0.0.1:9", "tcp://127.0.0.2:9", "tcp://[::1]:9"});
  CHECK(bound("tcp://neither:9").status == Status::kNameNotResolved);
}

TEST_CASE("the last that holds a resolver may be what is to be done with an answer") {
  struct Last {
    ~Last() {
      resolver.reset();
      gone.set_value();
    }
    std::shared_ptr<Resolver> resolver;
    std::promise<void> gone;
  };
  const auto hanging = std::make_shared<Hanging>();
  auto last = std::make_shared<Last>();
  last->resolver = std::make_shared<Resolver>(hanging->function(hanging));
  std::future<void> gone = last->gone.get_future();
  Resolver& resolver = *last->resolver;
  resolver.resolve("hang", 5, [last = std::move(last)](const Resolution&) {});
  hanging->begun.get_future().wait();
  hanging->let_go.set_value();
  CHECK(gone.wait_for(kPatience) == std::future_status::ready);
}

TEST_CASE("binding waits for a name no longer than it was told to") {
  const auto hanging = std::make_shared<Hanging>();
  Resolver resolver(hanging->function(hanging));
  const Resolution resolution = resolver.resolve_for_bind(endpoint("tcp://hang:5"), 10ms);
  CHECK(resolution.status == Status::kTimedOut);
  CAPTURE(resolution.text);
  CHECK(resolution.text.find("\"hang\"") != std::string::npos);
  hanging->let_go.set_value();
}

}  // namespace ymq::engine
