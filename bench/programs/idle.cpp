#include <atomic>
#include <cmath>
#include <fstream>

#include "many_peers.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "A ROUTER with many peers that say nothing but the answers to its heartbeats, in two processes. Prints what that\n"
    "costs the process of the ROUTER: cpu_percent over --seconds, after three heartbeats; bytes_per_peer, by which "
    "its\n"
    "resident memory has grown since before the first connection, the kernel's not counted; and the number of peers.\n"
    "The application waits for a message all the time. The peers are the same bare sockets for every library.\n"
    "\n"
    "Ways:\n"
    "  ymq  YMQ_OPTION_HEARTBEAT_INTERVAL, connector_recv_sync\n"
    "  zmq  ZMQ_HEARTBEAT_IVL, zmq_recv\n"
    "  raw  the limit: a bare epoll loop that writes a PING to each peer at each interval and reads the PONGs";

struct Settings {
  Options options;
  std::uint64_t peers = 1000;
  std::uint64_t heartbeat_ms = 2000;
  std::uint64_t seconds = 8;

  // Long enough that a busy machine breaks no link: libzmq's default is one interval.
  std::uint64_t timeout_ms() const { return 10 * heartbeat_ms; }
  double heartbeat() const { return 1e-3 * static_cast<double>(heartbeat_ms); }
};

struct Stage {
  Meeting meeting;
  std::atomic<bool> all_connected = false;
  std::atomic<bool> closing = false;
  std::atomic<std::uint64_t> answered = 0;
  double cpu_percent = 0;
  double bytes_per_peer = 0;
};

void check(const Settings& settings) {
  if (settings.heartbeat_ms == 0 || settings.heartbeat_ms > 3'600'000) fail("--heartbeat-ms must be 1 to 3600000");
  if (settings.seconds == 0) fail("--seconds must be at least 1");
}

double resident_bytes() {
  double all = 0;
  double resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  if (resident == 0) fail("/proc/self/statm cannot be read");
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// Every way has `bind` and `wait`, during which heartbeats are sent and no message comes.
class YmqListener {
 public:
  explicit YmqListener(const Settings& settings)
      : context_(settings.options), end_(context_, YMQ_ROUTER, settings.options) {
    end_.set(YMQ_OPTION_HEARTBEAT_INTERVAL, static_cast<std::int64_t>(settings.heartbeat_ms));
    end_.set(YMQ_OPTION_HEARTBEAT_TIMEOUT, static_cast<std::int64_t>(settings.timeout_ms()));
  }

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }
  void wait(double duration) {
    std::uint8_t byte = 0;
    ymq_part part{};
    const auto timeout = static_cast<std::int64_t>(std::ceil(duration * 1e3));
    const int result = connector_recv_sync(end_.get(), &byte, 1, &part, 1, 1, timeout);
    if (result != YMQ_TIMED_OUT) fail(std::string("connector_recv_sync: ") + ymq_status_name(result));
  }

 private:
  YmqContext context_;
  YmqEnd end_;
};

class ZmqListener {
 public:
  explicit ZmqListener(const Settings& settings)
      : context_(settings.options), end_(context_, ZMQ_ROUTER, settings.options) {
    end_.set(ZMQ_HEARTBEAT_IVL, static_cast<int>(settings.heartbeat_ms));
    end_.set(ZMQ_HEARTBEAT_TIMEOUT, static_cast<int>(settings.timeout_ms()));
  }

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }
  void wait(double duration) {
    std::uint8_t byte = 0;
    end_.set(ZMQ_RCVTIMEO, static_cast<int>(std::ceil(duration * 1e3)));
    if (zmq_recv(end_.get(), &byte, 1, 0) >= 0 || zmq_errno() != EAGAIN) fail("zmq_recv returned before its time");
  }

 private:
  ZmqContext context_;
  ZmqEnd end_;
};

class RawListener {
 public:
  explicit RawListener(const Settings& settings)
      : connections_(settings.options, "ROUTER", *this),
        heartbeat_(settings.heartbeat()),
        next_(seconds() + heartbeat_) {}

  std::string bind(const std::string& endpoint) { return connections_.listen(endpoint); }
  void wait(double duration) {
    for (const double end = seconds() + duration; seconds() < end;) {
      connections_.turn(milliseconds_until(std::min(end, next_)));
      if (seconds() >= next_) send_heartbeats();
    }
  }

  void begin(zmtp::Connection&) {}
  void writable(zmtp::Connection&) {}
  bool readable(zmtp::Connection& connection) {
    const auto [frames, size] = connection.receive_frames(buffer_, [](const zmtp::Frame& frame) {
      if (frame.flags != zmtp::kCommand || frame.size < 5 || std::memcmp(frame.body, "\4PONG", 5) != 0) {
        fail("a frame that is no PONG");
      }
    });
    if (!frames) fail("a peer closed its connection");
    return true;
  }

 private:
  static int milliseconds_until(double time) {
    return std::max(0, static_cast<int>(std::ceil((time - seconds()) * 1e3)));
  }

  void send_heartbeats() {
    static const std::string ping = zmtp::command("PING", std::string_view("\0\0", 2));
    for (const auto& connection : connections_.all()) {
      if (connection->in_traffic()) connection->send(ping);
      if (connection->blocked()) connections_.watch_for_room(*connection);
    }
    next_ += heartbeat_;
  }

  zmtp::Connections<RawListener> connections_;
  const double heartbeat_;
  double next_;
  std::array<std::uint8_t, 4096> buffer_{};
};

void check_heartbeats(const Settings& settings, std::uint64_t answered) {
  const std::uint64_t expected = settings.peers * (settings.seconds * 1000 / settings.heartbeat_ms);
  if (2 * answered >= expected) return;
  fail("only " + std::to_string(answered) + " of about " + std::to_string(expected) + " heartbeats came");
}

template <typename Listener>
void run_listener(const Settings& settings, Stage& stage) {
  constexpr double kLookEvery = 0.1;
  Listener listener(settings);
  const std::string endpoint = listener.bind(fresh_endpoint(settings.options));
  const double resident = resident_bytes();
  stage.meeting.bound(endpoint);
  while (!stage.all_connected) listener.wait(kLookEvery);
  listener.wait(3 * settings.heartbeat());

  const std::uint64_t answered = stage.answered;
  const double cpu = cpu_seconds();
  const double began = seconds();
  listener.wait(static_cast<double>(settings.seconds));
  stage.cpu_percent = 100 * (cpu_seconds() - cpu) / (seconds() - began);
  stage.bytes_per_peer = (resident_bytes() - resident) / static_cast<double>(settings.peers);
  check_heartbeats(settings, stage.answered - answered);
  stage.closing = true;
}

void run_way(const Settings& settings, Stage& stage) {
  const std::string& way = settings.options.way;
  if (way == "ymq") return run_listener<YmqListener>(settings, stage);
  if (way == "zmq") return run_listener<ZmqListener>(settings, stage);
  if (way == "raw") return run_listener<RawListener>(settings, stage);
  fail_for_way(settings.options);
}

// A peer that answers each PING: two octets of the time after which it may give up, then what the PONG has to repeat.
class Patient {
 public:
  explicit Patient(Stage& stage) : stage_(stage) {}

  void begin(zmtp::Connection&) {}
  void writable(zmtp::Connection&) {}
  bool readable(zmtp::Connection& connection) {
    const auto [frames, size] =
        connection.receive_frames(buffer_, [&](const zmtp::Frame& frame) { answer(connection, frame); });
    if (!frames && !stage_.closing) fail("the listener closed a connection");
    return frames != nullptr;
  }

 private:
  void answer(zmtp::Connection& connection, const zmtp::Frame& frame) {
    constexpr std::size_t kContext = 7;
    const std::string_view body(reinterpret_cast<const char*>(frame.body), frame.size);
    if (frame.flags != zmtp::kCommand || !body.starts_with("\4PING") || body.size() < kContext) {
      fail("a frame that is no PING");
    }
    connection.send(zmtp::command("PONG", body.substr(kContext)));
    ++stage_.answered;
  }

  Stage& stage_;
  std::array<std::uint8_t, 4096> buffer_{};
};

// Ends when the listener has closed all connections.
void run_peers(const Settings& settings, Stage& stage) {
  Patient patient(stage);
  zmtp::Connections<Patient> connections(settings.options, "DEALER", patient);
  connections.connect(stage.meeting.endpoint(), settings.peers);
  stage.all_connected = true;
  while (connections.open() > 0) connections.turn(-1);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  settings.options.way = "ymq";
  parse_for_peers(argc, argv, kAbout, settings.options, settings.peers,
                  {{"heartbeat-ms", &settings.heartbeat_ms}, {"seconds", &settings.seconds}});
  check(settings);
  auto& stage = shared<Stage>();
  run_processes(settings.options, {[&] { run_way(settings, stage); }, [&] { run_peers(settings, stage); }});
  report(settings.options, {{"cpu_percent", stage.cpu_percent},
                            {"bytes_per_peer", stage.bytes_per_peer},
                            {"peers", static_cast<double>(settings.peers)}});
  return 0;
}
