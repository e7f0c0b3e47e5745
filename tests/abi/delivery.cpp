#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <numeric>
#include <optional>
#include <set>
#include <thread>

#include "abi/support.h"

// Acknowledged delivery as a user sees it: who the peers are, sessions that outlive their links, and what becomes of
// the messages of a peer that is lost.
namespace abi {
namespace {

constexpr std::int64_t kShort = 200;
constexpr std::int64_t kLong = 600'000;
constexpr std::uint32_t kInSession = YMQ_PEER_LINKED | YMQ_PEER_SESSION;
constexpr std::uint32_t kAway = YMQ_PEER_AWAITED | YMQ_PEER_SESSION;

// A process with a connector whose messages nobody takes. It carries its connections itself, because ThreadSanitizer
// cannot follow a forked child that starts threads.
class IdleProcess {
 public:
  using Setup = std::function<void(ymq::Connector&)>;

  // `endpoint`: what it connects to; empty: it binds.
  explicit IdleProcess(ymq_connector_type type, const std::string& endpoint = {}, const Setup& setup = {}) {
    int ends[2];
    if (pipe(ends) != 0 || (process_ = fork()) < 0) throw std::runtime_error("no process");
    if (process_ == 0) idle(type, endpoint, setup, ends[1]);
    close(ends[1]);
    std::array<char, 256> text;
    const ssize_t size = read(ends[0], text.data(), text.size());
    close(ends[0]);
    if (size <= 0) throw std::runtime_error("the process does not get ready");
    endpoint_.assign(text.data(), static_cast<std::size_t>(size));
  }
  ~IdleProcess() { kill(); }
  IdleProcess(const IdleProcess&) = delete;
  IdleProcess& operator=(const IdleProcess&) = delete;

  const std::string& endpoint() const { return endpoint_; }
  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    waitpid(std::exchange(process_, 0), nullptr, 0);
  }

 private:
  [[noreturn]] static void idle(ymq_connector_type type, const std::string& endpoint, const Setup& setup, int ready) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    try {
      ymq::IoContext context(0);
      ymq::Connector connector(context, type);
      if (setup) setup(connector);
      const std::string bound = endpoint.empty() ? connector.bind("tcp://127.0.0.1:*") : endpoint;
      if (!endpoint.empty()) connector.connect(endpoint);
      if (write(ready, bound.data(), bound.size()) > 0) context.run(ymq::kForever);
    } catch (const std::exception&) {  // The parent sees the end of the pipe.
    }
    _exit(1);
  }

  pid_t process_ = 0;
  std::string endpoint_;
};

// Breaks every connection of this process that leads to a tcp endpoint, as a network would.
void cut(const std::string& endpoint) {
  constexpr int kDescriptors = 1024;
  const in_port_t port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
  for (int descriptor = 0; descriptor < kDescriptors; ++descriptor) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family == AF_INET && peer.sin_port == port) shutdown(descriptor, SHUT_RDWR);
  }
}

bool all_written(const ymq::Connector& connector, std::uint64_t messages) {
  return eventually([&] { return connector.stats().messages_unacknowledged == messages; });
}

std::vector<std::uint32_t> states(const ymq::Connector& connector) {
  std::vector<std::uint32_t> states;
  for (const ymq_peer_stats& peer : connector.peer_stats()) states.push_back(peer.state);
  return states;
}

std::string identity_text(const ymq_peer_stats& peer) { return std::string(ymq::text_of(ymq::identity_of(peer))); }

// The first event of this kind; others are dropped. Of kind LOST: none came.
ymq_event event_of(ymq::Connector& connector, ymq_event_kind kind) {
  ymq_event found{};
  eventually([&] {
    for (const ymq_event& event : connector.take_events()) {
      if (event.kind == kind && found.kind != kind) found = event;
    }
    return found.kind == kind;
  });
  return found;
}

std::string reason_of(const ymq_event& event) { return std::to_string(event.count) + " " + name_of(event.status); }

// Of every shape that a receive may bring.
const std::vector<Parts>& shapes() {
  static const std::vector<Parts> all{{"one"}, {"two", "", "parts"}, {std::string(500'000, 'l'), "x"}, {"last"}};
  return all;
}

void send_shapes(ymq::Connector& connector) {
  for (const Parts& shape : shapes()) connector.send(message_of(shape), kPatience);
}

// What was received, and how many messages of it are marked.
struct Received {
  std::vector<Parts> messages;
  std::size_t marked = 0;
};

Received receive_messages(ymq::Connector& connector, std::size_t count) {
  Received received;
  while (received.messages.size() < count) {
    const ymq::Message message = connector.recv(kPatience);
    received.marked += message.redelivered();
    received.messages.push_back(texts(message));
  }
  return received;
}

Received receive_into_memory(ymq::Connector& connector, std::size_t count) {
  Received received;
  std::vector<std::byte> bytes(1 << 20);
  std::vector<ymq_part> parts(64);
  while (received.messages.size() < count) {
    const std::size_t taken = connector.recv_many(bytes, parts, 0, kPatience);
    const std::byte* at = bytes.data();
    bool begins = true;
    for (std::size_t i = 0; i < taken; at += parts[i].size, ++i) {
      if (begins) received.messages.emplace_back();
      received.marked += (parts[i].flags & YMQ_PART_REDELIVERED) != 0;
      received.messages.back().emplace_back(ymq::text_of({at, static_cast<std::size_t>(parts[i].size)}));
      begins = (parts[i].flags & YMQ_PART_MORE) == 0;
    }
  }
  return received;
}

Received receive_handles(const ymq::IoContext& context, ymq::Connector& connector, std::size_t count) {
  Received received;
  ymq::CompletionQueue queue(context);
  for (std::size_t i = 0; i < count; ++i) {
    connector.recv_message_async(queue, i);
    const ymq::Message message = ymq::Message::adopt(drain_one(queue).record.message);
    received.marked += message.redelivered();
    received.messages.push_back(texts(message));
  }
  return received;
}

}  // namespace

// Peers. --------------------------------------------------------------------------------------------------------------

TEST_CASE("the counters of the peers add up") {
  const ymq::IoContext context;
  ymq::Connector sender(context, YMQ_DEALER);
  sender.set(YMQ_OPTION_IDENTITY, "sender");
  std::array<ymq::Connector, 2> takers{ymq::Connector(context, YMQ_DEALER), ymq::Connector(context, YMQ_DEALER)};
  for (ymq::Connector& taker : takers) {
    taker.set(YMQ_OPTION_IDENTITY, &taker == &takers[0] ? "0" : "1");
    sender.connect(taker.bind("tcp://127.0.0.1:*"));
    REQUIRE(eventually([&] { return taker.stats().links_opened == 1; }));
  }
  for (int i = 0; i < 10; ++i) sender.send("12345", kPatience);
  for (const ymq::Connector& taker : takers) {
    REQUIRE(eventually([&] { return taker.stats().messages_waiting == 5; }));
    const std::vector<ymq_peer_stats> peers = taker.peer_stats();
    REQUIRE(peers.size() == 1);
    CHECK(identity_text(peers[0]) == "sender");
    CHECK(peers[0].state == kInSession);
    CHECK(std::vector{peers[0].messages_received, peers[0].messages_waiting, peers[0].messages_sent, peers[0].links} ==
          std::vector<std::uint64_t>{5, 5, 0, 1});
  }
  const std::vector<ymq_peer_stats> peers = sender.peer_stats();
  REQUIRE(peers.size() == 2);
  CHECK(identity_text(peers[0]) + identity_text(peers[1]) == "01");
  CHECK(states(sender) == std::vector<std::uint32_t>(2, kInSession | YMQ_PEER_LASTING));
  CHECK(peers[0].messages_sent + peers[1].messages_sent == sender.stats().messages_sent);
}

TEST_CASE("what is taken is acknowledged") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  for (int i = 0; i < 10; ++i) pair.connected.send("12345", kPatience);
  REQUIRE(all_written(pair.connected, 10));
  const ymq_peer_stats before = pair.connected.peer_stats().at(0);
  CHECK(before.messages_unacknowledged == 10);
  CHECK(before.bytes_unacknowledged >= 50);
  CHECK(before.messages_queued + before.bytes_queued == 0);
  CHECK(pair.connected.stats().messages_acknowledged == 0);
  CHECK(receive_messages(pair.bound, 10).marked == 0);
  CHECK(eventually([&] { return pair.connected.stats().messages_acknowledged == 10; }));
  const ymq_peer_stats after = pair.connected.peer_stats().at(0);
  CHECK(after.messages_unacknowledged + after.bytes_unacknowledged == 0);
  CHECK(after.messages_sent == 10);
}

// Messages that are acknowledged by who received them. ----------------------------------------------------------------

namespace {

// Sends so many messages to a receiver that acknowledges itself.
void send_to_be_acknowledged(ymq::Connector& sender, ymq::Connector& receiver, std::uint64_t messages) {
  receiver.set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 1);
  for (std::uint64_t i = 0; i < messages; ++i) sender.send(std::to_string(i), kPatience);
  REQUIRE(all_written(sender, messages));
}

bool is_acknowledged(const ymq::Connector& sender, std::uint64_t messages) {
  return eventually([&] { return sender.stats().messages_acknowledged == messages; });
}

}  // namespace

TEST_CASE("what is received with manual acknowledgement is acknowledged when the application says so") {
  const auto receive = GENERATE(receive_messages, receive_into_memory);
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  send_to_be_acknowledged(pair.connected, pair.bound, 5);
  CHECK(receive(pair.bound, 5).messages.size() == 5);
  CHECK(pair.bound.acknowledge(0) == 0);
  CHECK(pair.bound.acknowledge(1) == 1);
  CHECK(is_acknowledged(pair.connected, 1));
  CHECK(pair.bound.acknowledge(2) == 2);
  CHECK(is_acknowledged(pair.connected, 3));
  CHECK(pair.bound.acknowledge(UINT32_MAX) == 2);
  CHECK(is_acknowledged(pair.connected, 5));
  CHECK(pair.bound.acknowledge() == 0);
}

TEST_CASE("messages of several peers are acknowledged in the order in which they were received") {
  const ymq::IoContext context;
  ymq::Connector receiver(context, YMQ_PULL);
  receiver.set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 1);
  const std::string endpoint = receiver.bind("tcp://127.0.0.1:*");
  std::array<ymq::Connector, 2> senders{ymq::Connector(context, YMQ_PUSH), ymq::Connector(context, YMQ_PUSH)};
  std::size_t turn = 0;
  for (ymq::Connector& sender : senders) sender.connect(endpoint);
  for (int i = 0; i < 6; ++i, turn ^= 1) {
    senders[turn].send("x", kPatience);
    REQUIRE(receive_messages(receiver, 1).messages.size() == 1);
  }
  CHECK(receiver.acknowledge(3) == 3);
  CHECK(is_acknowledged(senders[0], 2));
  CHECK(is_acknowledged(senders[1], 1));
}

TEST_CASE("manual acknowledgement that is turned off acknowledges everything") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  send_to_be_acknowledged(pair.connected, pair.bound, 5);
  receive_messages(pair.bound, 5);
  pair.bound.set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 0);
  CHECK(pair.bound.acknowledge() == 0);
  CHECK(is_acknowledged(pair.connected, 5));
}

TEST_CASE("what was received and not acknowledged goes to another when its receiver closes") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PUSH, YMQ_PULL, "tcp");
  send_to_be_acknowledged(pair.bound, pair.connected, 5);
  CHECK(receive_messages(pair.connected, 3).messages.front() == Parts{"0"});
  pair.connected.acknowledge(1);
  ymq::Connector other(context, YMQ_PULL);
  other.connect(pair.endpoint);
  pair.connected.close(milliseconds(0));
  const Received received = receive_messages(other, 4);
  CHECK(received.messages == std::vector<Parts>{{"1"}, {"2"}, {"3"}, {"4"}});
  CHECK(received.marked == 0);
}

TEST_CASE("without acknowledged delivery, and in memory, manual acknowledgement changes nothing") {
  const ymq::IoContext context;
  const std::string transport = GENERATE("inproc", "tcp");
  Pair pair(context, YMQ_DEALER, YMQ_DEALER, transport);
  pair.bound.set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 1);
  pair.bound.set(YMQ_OPTION_ACKNOWLEDGED_DELIVERY, 0);
  pair.connected.send("message", kPatience);
  CHECK(receive_messages(pair.bound, 1).messages.size() == 1);
  CHECK(pair.bound.acknowledge(7) == 1);
}

TEST_CASE("a REP and a REQ take turns, and need not acknowledge") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_REP, YMQ_REQ, "tcp");
  for (ymq::Connector* connector : {&pair.bound, &pair.connected}) {
    connector->set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 1);
  }
  pair.connected.send("request", kPatience);
  receive_messages(pair.bound, 1);
  CHECK(is_acknowledged(pair.connected, 1));
  CHECK(pair.bound.acknowledge() == 0);
}

TEST_CASE("records of peers come in the order of their numbers, as many as there is room for") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  CHECK(connector.peer_stats().empty());
  for (int i = 0; i < 200; ++i) connector.connect("inproc://nobody-" + std::to_string(i));
  std::vector<std::uint64_t> numbers;
  for (const ymq_peer_stats& peer : connector.peer_stats()) numbers.push_back(peer.peer);
  std::vector<std::uint64_t> expected(200);
  std::iota(expected.begin(), expected.end(), 1);
  CHECK(numbers == expected);
  CHECK(states(connector) == std::vector<std::uint32_t>(200, YMQ_PEER_LASTING));

  std::array<ymq_peer_stats, 3> some{};
  CHECK(connector_get_peer_stats(connector.get(), 199, some.data(), 3) == 2);
  CHECK(some[0].peer == 199);
  CHECK(connector_get_peer_stats(connector.get(), 0, some.data(), 3) == 3);
  CHECK(connector_get_peer_stats(connector.get(), 201, some.data(), 3) == 0);
  CHECK(connector_get_peer_stats(connector.get(), 0, nullptr, 0) == 0);
  CHECK(connector_get_peer_stats(connector.get(), 0, nullptr, 3) == YMQ_INVALID_ARGUMENT);
  CHECK(connector_get_peer_stats(context.get(), 0, some.data(), 3) == YMQ_INVALID_HANDLE);
}

TEST_CASE("a peer that was killed is awaited") {
  const ymq::IoContext context;
  ymq::Connector accepting(context, YMQ_PUSH);
  ymq::Connector connecting(context, YMQ_PUSH);
  IdleProcess accepted(YMQ_PULL, accepting.bind("tcp://127.0.0.1:*"));
  IdleProcess bound(YMQ_PULL);
  connecting.connect(bound.endpoint());
  for (ymq::Connector* push : {&accepting, &connecting}) {
    push->set(YMQ_OPTION_SESSION_LIFETIME, kLong);
    push->send("x", kPatience);
    REQUIRE(all_written(*push, 1));
  }
  accepted.kill();
  bound.kill();
  CHECK(eventually([&] { return states(accepting) == std::vector{kAway}; }));
  CHECK(eventually([&] { return states(connecting) == std::vector{kAway | YMQ_PEER_LASTING}; }));
  CHECK(accepting.stats().sessions_waiting == 1);
  CHECK(accepting.peer_stats().at(0).messages_unacknowledged == 1);
}

TEST_CASE("a session outlives its link") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  constexpr int kCount = 1'000;
  for (int i = 0; i < kCount; ++i) pair.connected.send(std::to_string(i), kPatience);
  for (int i = 0; i < kCount; ++i) {
    if (i == kCount / 2) cut(pair.endpoint);
    REQUIRE(receive(pair.bound) == Parts{std::to_string(i)});
  }
  for (ymq::Connector* connector : {&pair.bound, &pair.connected}) {
    CHECK(event_of(*connector, YMQ_EVENT_RESUMED).status == YMQ_OK);
    CHECK(connector->stats().sessions_resumed == 1);
    CHECK(connector->peer_stats().at(0).links == 2);
  }
  CHECK_FALSE(pair.bound.try_recv());
}

// Messages of a peer that is lost. ------------------------------------------------------------------------------------

namespace {

void send_numbered(ymq::Connector& sender, const std::string& name, int count) {
  for (int i = 0; i < count; ++i) sender.send(name + std::to_string(i) + std::string(i % 500, '.'), kPatience);
}

std::vector<std::string> receive_while(ymq::Connector& receiver, std::atomic<int>& left) {
  std::vector<std::string> received;
  while (left > 0) {
    const std::optional<ymq::Message> message = receiver.try_recv();
    if (!message) continue;
    received.push_back(texts(*message).front());
    --left;
  }
  return received;
}

}  // namespace

TEST_CASE("links that are cut while many threads send and receive lose nothing") {
  constexpr int kEach = 30'000;
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.connected.set(YMQ_OPTION_RECONNECT_INTERVAL, 1);
  pair.connected.set(YMQ_OPTION_SEND_HWM, 50);
  std::atomic<int> left{2 * kEach};
  std::array<std::vector<std::string>, 2> received;
  {
    std::vector<std::jthread> threads;
    for (const char* name : {"a", "b"}) threads.emplace_back([&, name] { send_numbered(pair.connected, name, kEach); });
    for (auto& taken : received) threads.emplace_back([&] { taken = receive_while(pair.bound, left); });
    for (; left > 0; std::this_thread::sleep_for(milliseconds(2))) cut(pair.endpoint);
  }
  std::set<std::string> different;
  for (const auto& taken : received) different.insert(taken.begin(), taken.end());
  CHECK(different.size() == 2 * kEach);
  CHECK(received[0].size() + received[1].size() == 2 * kEach);
  CHECK(pair.connected.stats().links_opened > 2);
}

TEST_CASE("what a lost peer had not acknowledged goes to another, marked") {
  const std::pair<const char*, std::function<Received(const ymq::IoContext&, ymq::Connector&)>> ways[] = {
      {"as messages", [](const auto&, auto& pull) { return receive_messages(pull, shapes().size()); }},
      {"into memory", [](const auto&, auto& pull) { return receive_into_memory(pull, shapes().size()); }},
      {"as completions",
       [](const auto& context, auto& pull) { return receive_handles(context, pull, shapes().size()); }},
  };
  for (const auto& [name, receive_all] : ways) {
    DYNAMIC_SECTION("received " << name) {
      const ymq::IoContext context;
      ymq::Connector push(context, YMQ_PUSH);
      push.set(YMQ_OPTION_SESSION_LIFETIME, kShort);
      const std::string endpoint = push.bind("tcp://127.0.0.1:*");
      IdleProcess idle(YMQ_PULL, endpoint);
      send_shapes(push);
      REQUIRE(all_written(push, shapes().size()));
      idle.kill();
      ymq::Connector pull(context, YMQ_PULL);
      pull.connect(endpoint);
      const Received again = receive_all(context, pull);
      CHECK(again.messages == shapes());
      CHECK(again.marked == shapes().size());
      send_shapes(push);
      const Received fresh = receive_all(context, pull);
      CHECK(fresh.messages == shapes());
      CHECK(fresh.marked == 0);
      CHECK(reason_of(event_of(push, YMQ_EVENT_REDELIVERED)) == "4 PEER_LOST");
      CHECK(push.stats().messages_redelivered == shapes().size());
      CHECK(push.stats().sessions_lost == 1);
    }
  }
}

TEST_CASE("the other of two peers gets what one had") {
  const ymq::IoContext context;
  ymq::Connector push(context, YMQ_PUSH);
  push.set(YMQ_OPTION_SESSION_LIFETIME, kShort);
  const std::string endpoint = push.bind("tcp://127.0.0.1:*");
  IdleProcess idle(YMQ_PULL, endpoint);
  REQUIRE(eventually([&] { return push.stats().links_opened == 1; }));
  ymq::Connector pull(context, YMQ_PULL);
  pull.connect(endpoint);
  REQUIRE(eventually([&] { return push.stats().links_opened == 2; }));
  std::vector<Parts> sent;
  for (int i = 100; i < 200; ++i) sent.push_back({std::to_string(i)});
  for (const Parts& message : sent) push.send(message_of(message), kPatience);
  REQUIRE(all_written(push, sent.size()));
  const std::uint64_t had = push.peer_stats().at(0).messages_unacknowledged;
  idle.kill();
  Received received = receive_messages(pull, sent.size());
  std::ranges::sort(received.messages);
  CHECK(received.messages == sent);
  CHECK(received.marked == had);
  CHECK(push.stats().messages_redelivered == had);
}

TEST_CASE("a mark in what is sent is ignored") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  const ymq_part parts[] = {{1, YMQ_PART_MORE | YMQ_PART_REDELIVERED, 0}, {1, YMQ_PART_REDELIVERED, 0}};
  CHECK(pair.connected.send_many(ymq::bytes_of("ab"), parts, kPatience) == 1);
  const ymq::Message message = pair.bound.recv(kPatience);
  CHECK(texts(message) == Parts{"a", "b"});
  CHECK_FALSE(message.redelivered());
  CHECK_FALSE(ymq::Message().redelivered());
  CHECK(message_flags(pair.bound.get()) == YMQ_INVALID_HANDLE);
}

TEST_CASE("what nobody else may take is undeliverable") {
  struct Loner {
    ymq_connector_type type, other;
    Parts message;
  };
  for (const Loner& loner : {Loner{YMQ_PAIR, YMQ_PAIR, {"x"}}, Loner{YMQ_ROUTER, YMQ_DEALER, {"you", "x"}}}) {
    DYNAMIC_SECTION("type " << loner.type) {
      const ymq::IoContext context;
      ymq::Connector connector(context, loner.type);
      connector.set(YMQ_OPTION_SESSION_LIFETIME, kShort);
      const auto named = [](ymq::Connector& other) { other.set(YMQ_OPTION_IDENTITY, "you"); };
      IdleProcess idle(loner.other, connector.bind("tcp://127.0.0.1:*"), named);
      REQUIRE(eventually([&] { return connector.stats().links_opened == 1; }));
      for (int i = 0; i < 7; ++i) connector.send(message_of(loner.message), kPatience);
      REQUIRE(all_written(connector, 7));
      idle.kill();
      CHECK(reason_of(event_of(connector, YMQ_EVENT_UNDELIVERABLE)) == "7 PEER_LOST");
      const ymq_connector_stats stats = connector.stats();
      CHECK(stats.messages_undeliverable == 7);
      CHECK(stats.messages_redelivered + stats.messages_unacknowledged == 0);
      CHECK(eventually([&] { return connector.peer_stats().empty(); }));
    }
  }
}

TEST_CASE("undeliverable messages are counted for their peer") {
  const ymq::IoContext context;
  ymq::Connector pair(context, YMQ_PAIR);
  pair.set(YMQ_OPTION_SESSION_LIFETIME, kShort);
  IdleProcess idle(YMQ_PAIR);
  pair.connect(idle.endpoint());
  for (int i = 0; i < 3; ++i) pair.send("x", kPatience);
  REQUIRE(all_written(pair, 3));
  idle.kill();
  CHECK(eventually([&] { return pair.stats().messages_undeliverable == 3; }));
  CHECK(pair.peer_stats().at(0).undeliverable == 3);
  CHECK(states(pair) == std::vector<std::uint32_t>{YMQ_PEER_LASTING});
}

TEST_CASE("without acknowledged delivery peers are plain ones") {
  for (const bool off_here : {true, false}) {
    DYNAMIC_SECTION("switched off " << (off_here ? "here" : "there")) {
      const ymq::IoContext context;
      ymq::Connector push(context, YMQ_PUSH);
      push.set(YMQ_OPTION_SESSION_LIFETIME, kShort);
      push.set(YMQ_OPTION_ACKNOWLEDGED_DELIVERY, off_here ? 0 : 1);
      const std::string endpoint = push.bind("tcp://127.0.0.1:*");
      const auto switched = [&](ymq::Connector& pull) { pull.set(YMQ_OPTION_ACKNOWLEDGED_DELIVERY, off_here ? 1 : 0); };
      IdleProcess idle(YMQ_PULL, endpoint, switched);
      send_shapes(push);
      CHECK(eventually([&] { return push.stats().messages_queued == 0; }));
      CHECK(states(push) == std::vector<std::uint32_t>{YMQ_PEER_LINKED});
      CHECK(push.stats().messages_unacknowledged == 0);
      idle.kill();
      CHECK(eventually([&] { return push.peer_stats().empty(); }));
      ymq::Connector pull(context, YMQ_PULL);
      pull.connect(endpoint);
      push.send("fresh", kPatience);
      CHECK(receive_messages(pull, 1).marked == 0);
      const ymq_connector_stats stats = push.stats();
      CHECK(stats.messages_redelivered + stats.messages_undeliverable + stats.sessions_lost == 0);
      for (const ymq_event& event : push.take_events()) {
        INFO("event " << event.kind);
        CHECK((event.kind < YMQ_EVENT_RESUMED || event.kind == YMQ_EVENT_UNCERTAIN));
      }
    }
  }
}

TEST_CASE("a connector whose messages nobody takes closes when its linger is over") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector push(context, YMQ_PUSH);
  {
    ymq::Connector pull(context, YMQ_PULL);
    pull.connect(push.bind("tcp://127.0.0.1:*"));
    for (int i = 0; i < 10; ++i) push.send("x", kPatience);
    REQUIRE(all_written(push, 10));
  }
  REQUIRE(eventually([&] { return push.stats().peers == 0; }));
  push.close_async(queue, 1, milliseconds(1));
  CHECK(drain_one(queue).record.count == 10);
}

}  // namespace abi
