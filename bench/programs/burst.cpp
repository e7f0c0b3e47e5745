#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>

#include "stream.h"
#include "support.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "A burst of messages into a DEALER that is connected to an address where nobody is; then another DEALER binds "
    "there\n"
    "and receives them all. Prints queue_ms (until all are accepted), drain_ms (from the bind to the last message) "
    "and\n"
    "messages_per_second (of the drain). Two processes, or for inproc two threads. The high-water mark must have "
    "room.\n"
    "\n"
    "Ways:\n"
    "  ymq  connector_send_sync with as many messages as fit in 64 KiB; connector_recv_sync into a slab\n"
    "  zmq  zmq_send and zmq_recv\n"
    "\n"
    "Both libraries try to connect every millisecond, their least, so that the drain is measured and not the moment "
    "in\n"
    "the interval between two attempts at which the bind happens to come.";

constexpr int kReconnectMs = 1;

// What both sides share.
struct Stage {
  Meeting meeting;
  Event queued;
  Event received;
  double queue_seconds = 0;
  double drain_seconds = 0;
};

// A port that is taken until it is released, but refuses connections. Were it free, the system might give it to the
// very socket that tries to connect to it, which would then be connected with itself.
class ReservedPort {
 public:
  ReservedPort() : socket_(must(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    must(::bind(socket_, reinterpret_cast<sockaddr*>(&address_), size), "bind");
    must(getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size), "getsockname");
  }
  ~ReservedPort() { close(socket_); }
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  std::string endpoint() const { return "tcp://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)); }

 private:
  int socket_;
  sockaddr_in address_{};
};

class Arrivals {
 public:
  explicit Arrivals(std::uint64_t expected) : expected_(expected) {}
  bool complete() const { return arrived_ == expected_; }
  std::uint64_t next() const { return arrived_; }
  void add(std::uint64_t count) { arrived_ += count; }

 private:
  std::uint64_t expected_;
  std::uint64_t arrived_ = 0;
};

struct Ymq : YmqBatch {
  static constexpr int kDealer = YMQ_DEALER;
  static void reconnect_soon(End& end) {
    end.set(YMQ_OPTION_RECONNECT_INTERVAL, kReconnectMs);
    end.set(YMQ_OPTION_RECONNECT_INTERVAL_MAX, kReconnectMs);
  }
};

struct Zmq : ZmqBuffer {
  static constexpr int kDealer = ZMQ_DEALER;
  static void reconnect_soon(End& end) { end.set(ZMQ_RECONNECT_IVL, kReconnectMs); }
};

template <typename Way>
void run(const Options& options, Stage& stage) {
  using Context = typename Way::End::Context;
  const Payload payload(options.size);
  const auto sender = [&](Context& context) {
    typename Way::End end(context, Way::kDealer, options);
    Way::reconnect_soon(end);
    end.connect(stage.meeting.endpoint());
    const double began = seconds();
    Way::send(end, payload, options.count);
    stage.queue_seconds = seconds() - began;
    stage.queued.happened();
    stage.received.wait();
  };
  const auto receiver = [&](Context& context) {
    typename Way::End end(context, Way::kDealer, options);
    Arrivals arrivals(options.count);
    std::optional<ReservedPort> port;
    if (options.transport == "tcp") port.emplace();
    const std::string endpoint = port ? port->endpoint() : fresh_endpoint(options);
    stage.meeting.bound(endpoint);
    stage.queued.wait();
    port.reset();
    const double began = seconds();
    end.bind(endpoint);
    Way::receive(end, payload, arrivals);
    stage.drain_seconds = seconds() - began;
    stage.received.happened();
  };
  run_sides<Context>(options, sender, receiver);
}

void run_way(const Options& options, Stage& stage) {
  if (options.way == "ymq") return run<Ymq>(options, stage);
  if (options.way == "zmq") return run<Zmq>(options, stage);
  fail_for_way(options);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.way = "ymq";
  options.count = 10'000;
  options.hwm = 0;
  parse(argc, argv, kAbout, options);
  const bool has_room = options.hwm == 0 || static_cast<std::uint64_t>(options.hwm) >= options.count;
  if (!has_room) fail("--hwm has no room for the burst, which nobody takes before all of it is queued");
  auto& stage = shared<Stage>();
  run_way(options, stage);
  report(options, {{"queue_ms", 1e3 * stage.queue_seconds},
                   {"drain_ms", 1e3 * stage.drain_seconds},
                   {"messages_per_second", static_cast<double>(options.count) / stage.drain_seconds}});
  return 0;
}
