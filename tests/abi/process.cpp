#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "abi/support.h"

// What the rest of a process does to the library, and the other way round: signals, forks, descriptors that run out.
namespace abi {
namespace {

// While it lives, SIGUSR1 interrupts system calls and does nothing else.
class Interruptions {
 public:
  Interruptions() {
    struct sigaction action{};
    action.sa_handler = [](int) {};
    sigaction(SIGUSR1, &action, &old_);
  }
  ~Interruptions() { sigaction(SIGUSR1, &old_, nullptr); }
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;

 private:
  struct sigaction old_{};
};

// How a waiting call ends in a thread that gets signals until it does.
std::string interrupted(const std::function<std::int32_t()>& wait) {
  const Interruptions interruptions;
  std::atomic<bool> ended = false;
  std::int32_t result = 0;
  std::thread waiting([&] {
    result = wait();
    ended = true;
  });
  const bool ends = eventually([&] {
    if (!ended) pthread_kill(waiting.native_handle(), SIGUSR1);
    return ended.load();
  });
  if (!ends) throw std::runtime_error("the call does not end");
  waiting.join();
  return name_of(result);
}

// A socket that is connected to a port of this machine; made beforehand, since later there is no descriptor for it.
class Caller {
 public:
  Caller() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Caller() { close(descriptor_); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  bool call(const std::string& endpoint) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }

 private:
  int descriptor_;
};

// Takes every descriptor that is left; lets them go again.
class Hoard {
 public:
  Hoard() {
    limit_descriptors();
    for (int taken; (taken = dup(STDERR_FILENO)) >= 0;) descriptors_.push_back(taken);
  }
  ~Hoard() { release(); }
  void release(std::size_t keep = 0) {
    while (descriptors_.size() > keep) {
      close(descriptors_.back());
      descriptors_.pop_back();
    }
  }
  std::size_t size() const { return descriptors_.size(); }

  // The kernel's requests to accept keep to the limit under which they were made: it has to come before them.
  static void limit_descriptors() {
    const rlimit limit{256, 256};
    setrlimit(RLIMIT_NOFILE, &limit);
  }

 private:
  std::vector<int> descriptors_;
};

}  // namespace

TEST_CASE("a signal ends a waiting call with INTERRUPTED, and nothing is lost") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      const ymq::IoContext context(io_threads);
      Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
      ymq::Connector lonely(context, YMQ_DEALER);
      const ymq::CompletionQueue queue(context);
      std::uint8_t bytes[8] = {};
      ymq_part part;
      ymq_message made = 0;
      const ymq::Message message = message_of({"kept"});
      CHECK(interrupted([&] { return connector_recv_sync(pair.bound.get(), bytes, 8, &part, 1, 1, -1); }) ==
            "INTERRUPTED");
      CHECK(interrupted([&] { return connector_recv_message_sync(pair.bound.get(), &made, -1); }) == "INTERRUPTED");
      CHECK(interrupted([&] { return connector_send_sync(lonely.get(), bytes, 1, nullptr, 0, -1); }) == "INTERRUPTED");
      CHECK(interrupted([&] { return connector_send_message_sync(lonely.get(), message.get(), -1); }) == "INTERRUPTED");
      CHECK(interrupted([&] { return io_context_run(context.get(), -1); }) == "INTERRUPTED");
      CHECK(interrupted([&] { return completion_queue_wait(queue.get(), -1); }) == "INTERRUPTED");
      CHECK(texts(message) == Parts{"kept"});
      pair.connected.send("x", kPatience);
      CHECK(receive(pair.bound) == Parts{"x"});
    }
  }
}

TEST_CASE("signals that interrupt a receive again and again lose no message") {
  const Interruptions interruptions;
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  constexpr int kCount = 2'000;
  std::atomic<bool> ended = false;
  int interruptions_seen = 0;
  std::string wrong;
  std::thread receiving([&] {
    for (int next = 0; next < kCount && wrong.empty();) {
      std::uint8_t bytes[16];
      ymq_part part;
      const std::int32_t result = connector_recv_sync(pair.bound.get(), bytes, sizeof bytes, &part, 1, 1, 30'000);
      if (result == YMQ_INTERRUPTED) {
        ++interruptions_seen;
        continue;
      }
      const std::string text(reinterpret_cast<char*>(bytes), result == 1 ? part.size : 0);
      if (text != std::to_string(next++)) wrong = name_of(result) + " '" + text + "'";
    }
    ended = true;
  });
  for (int i = 0; i < kCount; ++i) {
    pair.connected.send(std::to_string(i), kPatience);
    pthread_kill(receiving.native_handle(), SIGUSR1);
  }
  CHECK(eventually([&] { return ended.load(); }));
  receiving.join();
  INFO(interruptions_seen << " interruptions");
  CHECK(wrong == "");
}

TEST_CASE("in a forked child the parent's handles answer FORKED, and the parent goes on") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  const ymq::CompletionQueue queue(context, YMQ_WAKE_POLLABLE);
  const ymq::Message message = message_of({"x"});
  pair.connected.send("before", kPatience);
  CHECK(receive(pair.bound) == Parts{"before"});
  const ChildResult child = in_child([&](std::string& say) {
    std::uint8_t bytes[64] = {};
    ymq_part part{};
    ymq_completion record;
    ymq_event event;
    ymq_connector_stats stats{};
    stats.size = sizeof stats;
    std::uint64_t made = 0;
    const ymq_connector bound = pair.bound.get();
    const std::int32_t results[] = {
        connector_send_sync(pair.connected.get(), bytes, 1, nullptr, 0, -1),
        connector_try_send(pair.connected.get(), bytes, 1, nullptr, 0),
        connector_send_async(pair.connected.get(), bytes, 1, nullptr, 0, queue.get(), 1),
        connector_send_message_sync(pair.connected.get(), message.get(), -1),
        connector_send_message_async(pair.connected.get(), message.get(), queue.get(), 1),
        connector_recv_sync(bound, bytes, 8, &part, 1, 1, -1),
        connector_try_recv(bound, bytes, 8, &part, 1, 1),
        connector_recv_async(bound, 1, 0, queue.get(), 1),
        connector_recv_message_sync(bound, &made, -1),
        connector_recv_message_async(bound, queue.get(), 1),
        connector_bind(bound, "tcp://127.0.0.1:*", 17, nullptr, 0),
        connector_connect(bound, "inproc://x", 10),
        connector_unbind(bound, "inproc://x", 10),
        connector_disconnect(bound, "inproc://x", 10),
        connector_subscribe(bound, nullptr, 0),
        connector_unsubscribe(bound, nullptr, 0),
        connector_acknowledge(bound, 1),
        connector_set_option(bound, YMQ_OPTION_LINGER, bytes, 8),
        connector_get_option(bound, YMQ_OPTION_LINGER, bytes, 8),
        connector_get_stats(bound, &stats),
        connector_get_peer_stats(bound, 0, nullptr, 0),
        connector_take_events(bound, &event, 1),
        connector_init(context.get(), YMQ_PAIR, &made),
        completion_queue_init(context.get(), YMQ_WAKE_NONE, &made, nullptr),
        completion_queue_wait(queue.get(), -1),
        completion_queue_drain(queue.get(), &record, 1, nullptr, 0, nullptr, 0),
        completion_queue_cancel(queue.get(), 1),
        message_part_count(message.get()),
        message_flags(message.get()),
        message_add_part(message.get(), nullptr, 0, nullptr),
        message_destroy(message.get()),
        io_context_run(context.get(), -1),
        connector_destroy_async(bound, -1, queue.get(), 1),
        completion_queue_destroy(queue.get()),
        connector_destroy(bound, -1, nullptr),
        io_context_terminate(context.get(), nullptr),
        io_context_destroy(context.get(), -1, nullptr),
    };
    for (const std::int32_t result : results) say += result == YMQ_FORKED ? "" : name_of(result) + " ";
  });
  CHECK(child.exit_status == 0);
  CHECK(child.said == "");
  pair.connected.send("after", kPatience);
  CHECK(receive(pair.bound) == Parts{"after"});
}

TEST_CASE("a forked child may make a context of its own and talk to its parent") {
  if (!kChildrenMayStartThreads) YMQ_SKIP("ThreadSanitizer cannot follow a forked child that starts threads");
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PULL);
  const std::string endpoint = server.bind("tcp://127.0.0.1:*");
  const ChildResult child = in_child([&](std::string& say) {
    ymq::IoContext mine;
    Pair pair(mine, YMQ_PULL, YMQ_PUSH, "inproc");
    pair.connected.send("inside", kPatience);
    say += receive(pair.bound).at(0);
    ymq::Connector client(mine, YMQ_PUSH);
    client.connect(endpoint);
    client.send("from the child", kPatience);
    say += " " + std::to_string(client.close(kPatience));
  });
  CHECK(child.exit_status == 0);
  CHECK(child.said == "inside 0");
  CHECK(receive(server) == Parts{"from the child"});
}

TEST_CASE("a child that merely exits disturbs nobody, whatever the parent's threads were doing") {
  const ymq::IoContext context(2);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  auto sending = std::async(std::launch::async, [&] {
    for (int i = 0; i < 20'000; ++i) pair.connected.send("x", kPatience);
  });
  for (int i = 0; i < 20; ++i) CHECK(in_child([](std::string&) {}).exit_status == 0);
  for (int i = 0; i < 20'000; ++i) receive(pair.bound);
  sending.get();
}

TEST_CASE("without descriptors nothing is made, nothing leaks, and later it works again") {
  if (!kDescriptorsMayRunOut) YMQ_SKIP("the sanitizer of undefined behaviour needs descriptors itself");
  if (!kChildrenMayStartThreads) YMQ_SKIP("ThreadSanitizer cannot follow a forked child that starts threads");
  const ChildResult child = in_child([](std::string& say) {
    Hoard hoard;
    ymq_io_context handle = 0;
    std::string last = name_of(io_context_init(1, YMQ_BACKEND_DEFAULT, &handle));
    if (last != "TOO_MANY_FILES") say += "context: " + last;
    hoard.release(hoard.size() - 40);
    const ymq::IoContext context;
    ymq::CompletionQueue queue(context);
    const Hoard again;
    ymq::Connector connector(context, YMQ_PULL);
    const std::string bound = outcome_of([&] { connector.bind("tcp://127.0.0.1:*"); });
    if (bound != "TOO_MANY_FILES") say += " bind: " + bound;
    const std::string ipc = outcome_of([&] { connector.bind("ipc://*"); });
    if (ipc != "TOO_MANY_FILES") say += " ipc: " + ipc;
    const std::string pipe = outcome_of([&] { ymq::CompletionQueue(context, YMQ_WAKE_PIPE); });
    if (pipe != "TOO_MANY_FILES") say += " pipe: " + pipe;
    const std::string inproc = outcome_of([&] { connector.bind("inproc://needs-none"); });
    if (inproc != "OK") say += " inproc: " + inproc;
  });
  CHECK(child.exit_status == 0);
  CHECK(child.said == "");
}

TEST_CASE("a listener without descriptors pauses, says so, and accepts once there are some") {
  if (!kDescriptorsMayRunOut) YMQ_SKIP("the sanitizer of undefined behaviour needs descriptors itself");
  if (!kChildrenMayStartThreads) YMQ_SKIP("ThreadSanitizer cannot follow a forked child that starts threads");
  const ChildResult child = in_child([](std::string& say) {
    Hoard::limit_descriptors();
    const ymq::IoContext context;
    ymq::Connector server(context, YMQ_PULL);
    const std::string endpoint = server.bind("tcp://127.0.0.1:*");
    ymq::Connector client(context, YMQ_PUSH);
    const Caller caller;
    Hoard hoard;
    if (!caller.call(endpoint)) say += std::string("call: ") + std::strerror(errno);
    bool told = false;
    eventually([&] {
      for (const ymq_event& event : server.take_events()) {
        told = told || (event.kind == YMQ_EVENT_ACCEPT_FAILED && event.status == YMQ_TOO_MANY_FILES);
      }
      return told;
    });
    if (!told) say += " not told";
    client.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
    client.connect(endpoint);
    client.send("patient", kPatience);
    if (!eventually([&] { return client.stats().connects_failed > 0; })) say += " the client did not fail";
    hoard.release();
    const std::optional<ymq::Message> received = server.try_recv(kPatience);
    if (!received) say += " nothing arrived";
  });
  CHECK(child.exit_status == 0);
  CHECK(child.said == "");
}

}  // namespace abi
