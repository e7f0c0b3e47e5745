#include <cstring>
#include <fstream>

#include "abi/support.h"

namespace abi {
namespace {

constexpr std::uint32_t kThreadCounts[] = {0, 1, 2, 4};

template <typename Test>
void on_every_transport(const Test& test) {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : kThreadCounts) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        test(context, transport);
      }
    }
  }
}

std::string body_of(std::size_t size) {
  std::string body(size, '\0');
  for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>(i * 7 + i / 251);
  return body;
}

// Bytes of memory that the machine can give now.
std::uint64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  for (std::string word; file >> word;) {
    std::uint64_t kilobytes = 0;
    if (word == "MemAvailable:" && file >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

TEST_CASE("parts of every length arrive as they were") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
    for (const std::size_t size : {0u, 1u, 254u, 255u, 256u, 8192u, 65535u, 65536u, 1u << 20}) {
      pair.connected.send(body_of(size), kPatience);
      const Parts received = receive(pair.bound);
      REQUIRE(received.size() == 1);
      REQUIRE(received[0].size() == size);
      REQUIRE((received[0] == body_of(size)));
    }
  });
}

TEST_CASE("messages of many parts stay whole, empty parts among them") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_PAIR, YMQ_PAIR, transport);
    for (std::size_t count = 1; count <= 10; ++count) {
      Parts parts;
      for (std::size_t i = 0; i < count; ++i) parts.push_back(i % 3 == 1 ? "" : body_of(i * 100));
      pair.connected.send(message_of(parts), kPatience);
      CHECK((receive(pair.bound) == parts));
      pair.bound.send(message_of(parts), kPatience);
      CHECK((receive(pair.connected) == parts));
    }
  });
}

TEST_CASE("one call sends many messages and one call receives many") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
    const std::string bytes = "abbccc";
    const std::vector<ymq_part> parts{{1, 0, 0}, {2, YMQ_PART_MORE, 0}, {3, 0, 0}, {0, 0, 0}};
    REQUIRE(pair.connected.send_many(ymq::bytes_of(bytes), parts, kPatience) == 3);
    std::byte memory[64];
    std::vector<ymq_part> received(16);
    std::size_t count = 0;
    std::size_t size = 0;
    while (count < 4) {
      const std::span<std::byte> rest = std::span(memory).subspan(size);
      const std::size_t taken = pair.bound.recv_many(rest, std::span(received).subspan(count), 0, kPatience);
      for (std::size_t i = count; i < count + taken; ++i) size += received[i].size;
      count += taken;
    }
    CHECK(count == 4);
    CHECK(ymq::text_of({memory, size}) == bytes);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(received[i].size == parts[i].size);
      CHECK(received[i].flags == parts[i].flags);
      CHECK(received[i].needed == 0);
    }
  });
}

TEST_CASE("a receive takes whole messages only, as many as fit and no more than asked") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  for (const char* text : {"1", "22", "333", "4444"}) pair.connected.send(text, kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_waiting == 4; }));
  std::byte memory[64];
  ymq_part parts[8];
  CHECK(pair.bound.recv_many(memory, parts, 1) == 1);
  CHECK(pair.bound.recv_many(std::span(memory, 6), parts) == 2);
  CHECK(ymq::text_of({memory, 5}) == "22333");
  pair.connected.send(message_of({"a", "b", "c"}), kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_waiting == 2; }));
  CHECK(pair.bound.recv_many(memory, std::span(parts, 3)) == 1);
  CHECK(pair.bound.recv_many(memory, std::span(parts, 3)) == 3);
  CHECK(outcome_of([&] { pair.bound.recv_many(memory, parts, 0, milliseconds(0)); }) == "AGAIN");
}

TEST_CASE("a message that does not fit stays, and the call says what it needs") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  pair.connected.send(message_of({"abc", "", "defgh"}), kPatience);
  std::byte memory[8];
  ymq_part parts[3];
  for (const auto& [bytes, count] : {std::pair(7u, 3u), {8u, 2u}, {0u, 1u}}) {
    const auto result = connector_recv_sync(pair.bound.get(), bytes ? reinterpret_cast<std::uint8_t*>(memory) : nullptr,
                                            bytes, parts, count, 0, kPatience.count());
    INFO(bytes << " bytes, " << count << " parts");
    CHECK(name_of(result) == "BUFFER_TOO_SMALL");
    CHECK(parts[0].size == 8);
    CHECK(parts[0].needed == 3);
  }
  CHECK(pair.bound.recv_many(memory, parts) == 3);
  CHECK(ymq::text_of(memory) == "abcdefgh");
  CHECK(parts[0].needed == 0);
}

TEST_CASE("timeouts: 0 looks, a number waits that long, -1 waits until something comes") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
    CHECK(outcome_of([&] { pair.bound.recv(milliseconds(0)); }) == "AGAIN");
    const auto began = Clock::now();
    CHECK(outcome_of([&] { pair.bound.recv(kMoment); }) == "TIMED_OUT");
    CHECK(Clock::now() - began >= kMoment);
    auto waiting = std::async(std::launch::async, [&] { return texts(pair.bound.recv(ymq::kForever)); });
    pair.connected.send("at last", kPatience);
    CHECK(waiting.get() == Parts{"at last"});
  });
}

TEST_CASE("a send waits for a peer, and for room") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector sender(context, YMQ_PUSH);
    const std::string endpoint = sender.bind(wildcard(transport));
    CHECK(outcome_of([&] { sender.send("x", milliseconds(0)); }) == "AGAIN");
    const auto began = Clock::now();
    CHECK(outcome_of([&] { sender.send("x", kMoment); }) == "TIMED_OUT");
    CHECK(Clock::now() - began >= kMoment);
    CHECK(outcome_of([&] { sender.send(message_of({"x", "y"}), milliseconds(0)); }) == "AGAIN");
    auto waiting = std::async(std::launch::async, [&] { sender.send("at last", ymq::kForever); });
    ymq::Connector receiver(context, YMQ_PULL);
    receiver.connect(endpoint);
    CHECK(receive(receiver) == Parts{"at last"});
    waiting.get();
  });
}

// Such a sender writes himself each time the outbox is full; what he leaves behind when he stops is the loop's.
TEST_CASE("what a hurried sender leaves in the outbox goes out although he sends nothing more") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector receiver(context, YMQ_PULL);
    ymq::Connector sender(context, YMQ_PUSH);
    sender.set(YMQ_OPTION_SEND_HWM, 8);
    sender.connect(receiver.bind(wildcard(transport)));
    for (int burst = 1; burst <= 60; ++burst) {
      auto receiving = std::async(std::launch::async, [&] {
        int count = 0;
        while (count < 16 * burst && receive(receiver) == Parts{std::to_string(count)}) ++count;
        return count;
      });
      for (int i = 0; i < 16 * burst; ++i) sender.send(std::to_string(i), kPatience);
      REQUIRE(receiving.get() == 16 * burst);
    }
  });
}

// The first waits for its answer by looking, and so does the other: both find it, whoever drives.
TEST_CASE("two threads that answer each other are answered, however often") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_PAIR, YMQ_PAIR, transport);
    constexpr int kRounds = 2'000;
    auto answering = std::async(std::launch::async, [&] {
      for (int i = 0; i < kRounds; ++i) pair.bound.send(receive(pair.bound).front(), kPatience);
    });
    int answered = 0;
    for (int i = 0; i < kRounds; ++i) {
      pair.connected.send(std::to_string(i), kPatience);
      answered += receive(pair.connected) == Parts{std::to_string(i)};
    }
    answering.get();
    CHECK(answered == kRounds);
  });
}

TEST_CASE("many threads may send and receive at once, and nothing is lost or doubled") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    constexpr std::size_t kThreads = 4;
    constexpr std::size_t kEach = 1'000;
    Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
    std::vector<std::future<void>> senders;
    std::vector<std::future<std::vector<std::size_t>>> receivers;
    for (std::size_t t = 0; t < kThreads; ++t) {
      senders.push_back(std::async(std::launch::async, [&, t] {
        for (std::size_t i = 0; i < kEach; ++i) pair.connected.send(std::to_string(t * kEach + i), kPatience);
      }));
      receivers.push_back(std::async(std::launch::async, [&] {
        std::vector<std::size_t> seen;
        while (seen.size() < kEach) seen.push_back(std::stoul(receive(pair.bound).at(0)));
        return seen;
      }));
    }
    std::vector<int> times(kThreads * kEach, 0);
    for (auto& sender : senders) sender.get();
    for (auto& receiver : receivers) {
      for (const std::size_t number : receiver.get()) ++times[number];
    }
    CHECK(std::count(times.begin(), times.end(), 1) == static_cast<std::ptrdiff_t>(times.size()));
  });
}

TEST_CASE("connectors of different contexts meet over tcp and ipc, but not over inproc") {
  const ymq::IoContext here;
  const ymq::IoContext there(2);
  for (const std::string& transport : transports()) {
    ymq::Connector server(here, YMQ_REP);
    ymq::Connector client(there, YMQ_REQ);
    const std::string endpoint = server.bind(wildcard(transport));
    client.connect(endpoint);
    client.send(transport, kPatience);
    if (transport == "inproc") {
      CHECK_FALSE(server.try_recv(kMoment));
      continue;
    }
    CHECK(receive(server) == Parts{transport});
    server.send("yes", kPatience);
    CHECK(receive(client) == Parts{"yes"});
  }
}

TEST_CASE("one connector serves peers on all transports at once") {
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_REP);
  std::vector<std::pair<std::string, ymq::Connector>> clients;
  for (const std::string& transport : transports()) {
    clients.emplace_back(transport, ymq::Connector(context, YMQ_REQ));
    clients.back().second.connect(server.bind(wildcard(transport)));
  }
  for (auto& [transport, client] : clients) client.send(transport, kPatience);
  for (std::size_t i = 0; i < clients.size(); ++i) {
    const Parts request = receive(server);
    server.send("served " + request.at(0), kPatience);
  }
  for (auto& [transport, client] : clients) CHECK(receive(client) == Parts{"served " + transport});
}

TEST_CASE("a part of 256 MiB arrives whole") {
  constexpr std::size_t kSize = 256u << 20;
  // Three copies at most, and as much again where a sanitizer shadows them.
  if (available_memory() < 8 * std::uint64_t{kSize}) YMQ_SKIP("less than 2 GiB of memory are available");
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
      ymq::Message message{ymq::bytes_of("head")};
      const std::span<std::byte> data = message.add_unwritten(kSize);
      const auto word = [](std::size_t i) { return std::uint64_t{i} * 0x9e3779b97f4a7c15u; };
      for (std::size_t i = 0; i < kSize; i += 8) {
        const std::uint64_t value = word(i);
        std::memcpy(&data[i], &value, sizeof value);
      }
      auto sending = std::async(std::launch::async, [&] { pair.connected.send(std::move(message), kPatience * 4); });
      const ymq::Message received = pair.bound.recv(kPatience * 4);
      sending.get();
      REQUIRE(received.size() == 2);
      REQUIRE(received[1].size() == kSize);
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < kSize; i += 8) {
        const std::uint64_t value = word(i);
        wrong += std::memcmp(&received[1][i], &value, sizeof value) != 0;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("a message is built, read, sent once and gone") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  ymq::Message message;
  CHECK(message.size() == 0);
  CHECK(outcome_of([&] { message[0]; }) == "NOT_FOUND");
  CHECK(outcome_of([&] { pair.connected.send(std::move(message), kPatience); }) == "INVALID_ARGUMENT");
  message.add(ymq::bytes_of("copied")).add({});
  const std::span<std::byte> data = message.add_unwritten(100'000);
  std::fill(data.begin(), data.end(), std::byte{'w'});
  CHECK(message.size() == 3);
  CHECK(ymq::text_of(message[0]) == "copied");
  CHECK(message[1].empty());
  CHECK(message[2].data() == data.data());
  CHECK(outcome_of([&] { message[3]; }) == "NOT_FOUND");
  const ymq_message handle = message.get();
  pair.connected.send(std::move(message), kPatience);
  CHECK(name_of(message_part_count(handle)) == "INVALID_HANDLE");
  const ymq::Message received = pair.bound.recv(kPatience);
  CHECK(texts(received) == Parts{"copied", "", std::string(100'000, 'w')});
}

TEST_CASE("a message that could not be sent is still the caller's, and may be sent elsewhere") {
  const ymq::IoContext context;
  ymq::Connector lonely(context, YMQ_PUSH);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  ymq::Message message = message_of({"a", std::string(100'000, 'b')});
  CHECK_FALSE(lonely.try_send(std::move(message)));
  CHECK(message.size() == 2);
  pair.connected.send(std::move(message), kPatience);
  CHECK(receive(pair.bound) == Parts{"a", std::string(100'000, 'b')});
}

TEST_CASE("a received message may be sent on, and outlives the connector and the context it came from") {
  ymq::Message kept;
  {
    const ymq::IoContext context;
    Pair pair(context, YMQ_PAIR, YMQ_PAIR, "tcp");
    pair.connected.send(message_of({"x", std::string(200'000, 'y')}), kPatience);
    ymq::Message received = pair.bound.recv(kPatience);
    pair.bound.send(std::move(received), kPatience);
    kept = pair.connected.recv(kPatience);
  }
  CHECK(texts(kept) == Parts{"x", std::string(200'000, 'y')});
}

TEST_CASE("a context without io threads is carried by whoever waits, or by io_context_run") {
  ymq::IoContext context(0);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.connected.send("hello", kPatience);
  const auto deadline = Clock::now() + kPatience;
  while (pair.bound.stats().messages_waiting == 0 && Clock::now() < deadline) context.run(milliseconds(10));
  CHECK(pair.bound.stats().messages_waiting == 1);
  CHECK(texts(pair.bound.recv(milliseconds(0))) == Parts{"hello"});
  const auto began = Clock::now();
  context.run(kMoment);
  CHECK(Clock::now() - began >= kMoment);
}

TEST_CASE("io_context_run ends with the context, with and without io threads") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      ymq::IoContext context(io_threads);
      const ymq_io_context handle = context.get();
      std::atomic<bool> entered = false;
      auto running = std::async(std::launch::async, [&] {
        entered = true;
        return name_of(io_context_run(handle, -1));
      });
      REQUIRE(eventually([&] { return entered.load(); }));
      context.close(milliseconds(0));
      const std::string result = running.get();
      CHECK((result == "CLOSED" || result == "INVALID_HANDLE"));
    }
  }
}

}  // namespace abi
