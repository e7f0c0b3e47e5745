#include <getopt.h>

#include "support.h"

// One stream of messages, PUSH to PULL, with a sender and a receiver in processes of their own; either may be libymq or
// libzmq, in any of the ways below. Prints one line: what was measured, and the rate that the receiver saw. The clock
// starts when a twentieth of the messages has arrived, so that neither connecting nor the first buffers count.
//
//   ymq-batch    connector_send_sync with as many messages as fit in 64 KiB; connector_recv_sync into a slab
//   ymq-single   connector_send_sync and connector_recv_sync, one message per call
//   ymq-message  connector_send_message_sync and connector_recv_message_sync: handles, large parts not copied
//   zmq-buffer   zmq_send and zmq_recv: one message per call, copied on both sides
//   zmq-message  zmq_msg_send and zmq_msg_recv
//
// Every sender writes each message's bytes once (a running number, or the whole payload where the library hands out the
// memory), as an application would.
namespace {

using namespace bench;

struct Options {
  std::string send = "ymq-batch";
  std::string receive = "ymq-batch";
  std::string endpoint = "tcp://127.0.0.1:*";
  std::string role;
  std::size_t size = 16;
  std::uint64_t count = 1'000'000;
  int hwm = 1000;
  int io_threads = 1;
  bool json = false;
};

constexpr std::size_t kBatchBytes = 64 * 1024;
constexpr std::size_t kSlabBytes = 256 * 1024;
constexpr std::uint32_t kSlabParts = 4096;

// Counts what arrives and times all but the first twentieth.
class Arrivals {
 public:
  explicit Arrivals(std::uint64_t expected) : expected_(expected), warm_up_(expected / 20) {}

  bool complete() const { return arrived_ == expected_; }
  std::uint64_t next() const { return arrived_; }
  void add(std::uint64_t count) {
    arrived_ += count;
    if (started_ == 0 && arrived_ > warm_up_) {
      started_ = seconds();
      counted_from_ = arrived_;
    }
  }
  // Messages per second.
  double rate() const { return static_cast<double>(arrived_ - counted_from_) / (seconds() - started_); }

 private:
  std::uint64_t expected_;
  std::uint64_t warm_up_;
  std::uint64_t arrived_ = 0;
  std::uint64_t counted_from_ = 0;
  double started_ = 0;
};

struct YmqBatch {
  using End = YmqEnd;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    const std::uint64_t batch = std::max<std::uint64_t>(1, kBatchBytes / std::max<std::size_t>(1, payload.size()));
    std::vector<std::uint8_t> bytes(batch * payload.size() + 1);
    const std::vector<ymq_part> parts(batch, ymq_part{payload.size(), 0, 0});
    for (std::uint64_t i = 0; i < batch; ++i) payload.fill(&bytes[i * payload.size()]);
    for (std::uint64_t sent = 0; sent < count;) {
      const std::uint64_t now = std::min(batch, count - sent);
      for (std::uint64_t i = 0; i < now; ++i) payload.number(&bytes[i * payload.size()], sent + i);
      sent += send_all(end, bytes.data(), payload.size(), parts.data(), static_cast<std::uint32_t>(now));
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<std::uint8_t> bytes(std::max(kSlabBytes, 2 * payload.size()));
    std::vector<ymq_part> parts(kSlabParts);
    while (!arrivals.complete()) {
      const int taken = ymq_must(
          connector_recv_sync(end.get(), bytes.data(), bytes.size(), parts.data(), kSlabParts, 0, kPatienceMs), "recv");
      const std::uint8_t* message = bytes.data();
      for (int i = 0; i < taken; message += parts[static_cast<std::size_t>(i)].size, ++i) {
        payload.check(message, parts[static_cast<std::size_t>(i)].size,
                      arrivals.next() + static_cast<std::uint64_t>(i));
      }
      arrivals.add(static_cast<std::uint64_t>(taken));
    }
  }

 private:
  static std::uint64_t send_all(End& end, const std::uint8_t* bytes, std::size_t size, const ymq_part* parts,
                                std::uint32_t count) {
    for (std::uint32_t sent = 0; sent < count;) {
      sent += static_cast<std::uint32_t>(ymq_must(
          connector_send_sync(end.get(), bytes + sent * size, (count - sent) * size, parts, count - sent, kPatienceMs),
          "send"));
    }
    return count;
  }
};

struct YmqSingle {
  using End = YmqEnd;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    payload.fill(message.data());
    for (std::uint64_t i = 0; i < count; ++i) {
      payload.number(message.data(), i);
      ymq_must(connector_send_sync(end.get(), message.data(), payload.size(), nullptr, 0, kPatienceMs), "send");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    while (!arrivals.complete()) {
      ymq_part part{};
      ymq_must(connector_recv_sync(end.get(), message.data(), message.size(), &part, 1, 1, kPatienceMs), "recv");
      payload.check(message.data(), part.size, arrivals.next());
      arrivals.add(1);
    }
  }
};

struct YmqMessage {
  using End = YmqEnd;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      ymq_message message = 0;
      std::uint8_t* data = nullptr;
      ymq_must(message_init(&message), "message_init");
      ymq_must(message_add_part(message, nullptr, payload.size(), &data), "message_add_part");
      payload.fill(data);
      payload.number(data, i);
      ymq_must(connector_send_message_sync(end.get(), message, kPatienceMs), "send");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    while (!arrivals.complete()) {
      ymq_message message = 0;
      std::uint8_t* data = nullptr;
      std::uint64_t size = 0;
      ymq_must(connector_recv_message_sync(end.get(), &message, kPatienceMs), "recv");
      ymq_must(message_part(message, 0, &data, &size), "message_part");
      payload.check(data, size, arrivals.next());
      ymq_must(message_destroy(message), "message_destroy");
      arrivals.add(1);
    }
  }
};

struct ZmqBuffer {
  using End = ZmqEnd;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    payload.fill(message.data());
    for (std::uint64_t i = 0; i < count; ++i) {
      payload.number(message.data(), i);
      zmq_must(zmq_send(end.get(), message.data(), payload.size(), 0), "zmq_send");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    while (!arrivals.complete()) {
      const int size = zmq_must(zmq_recv(end.get(), message.data(), message.size(), 0), "zmq_recv");
      payload.check(message.data(), static_cast<std::size_t>(size), arrivals.next());
      arrivals.add(1);
    }
  }
};

struct ZmqMessage {
  using End = ZmqEnd;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      zmq_msg_t message;
      zmq_must(zmq_msg_init_size(&message, payload.size()), "zmq_msg_init_size");
      auto* data = static_cast<std::uint8_t*>(zmq_msg_data(&message));
      payload.fill(data);
      payload.number(data, i);
      zmq_must(zmq_msg_send(&message, end.get(), 0), "zmq_msg_send");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    while (!arrivals.complete()) {
      zmq_must(zmq_msg_recv(&message, end.get(), 0), "zmq_msg_recv");
      const auto* data = static_cast<const std::uint8_t*>(zmq_msg_data(&message));
      payload.check(data, zmq_msg_size(&message), arrivals.next());
      arrivals.add(1);
    }
    zmq_msg_close(&message);
  }
};

template <typename Way>
void run_sender(const Options& options, int type) {
  const Payload payload(options.size);
  {
    typename Way::End end(type, options.hwm, options.io_threads);
    end.connect(options.endpoint);
    Way::send(end, payload, options.count);
    end.finish();
  }
  std::printf("%.6f\n", cpu_seconds());
}

template <typename Way>
void run_receiver(const Options& options, int type) {
  const Payload payload(options.size);
  typename Way::End end(type, options.hwm, options.io_threads);
  std::printf("%s\n", end.bind(options.endpoint).c_str());
  std::fflush(stdout);
  Arrivals arrivals(options.count);
  Way::receive(end, payload, arrivals);
  std::printf("%.3f %.6f\n", arrivals.rate(), cpu_seconds());
}

void run_role(const Options& options) {
  const bool sender = options.role == "sender";
  const std::string& way = sender ? options.send : options.receive;
  const auto run = [&]<typename Way>(int push, int pull) {
    return sender ? run_sender<Way>(options, push) : run_receiver<Way>(options, pull);
  };
  if (way == "ymq-batch") return run.operator()<YmqBatch>(YMQ_PUSH, YMQ_PULL);
  if (way == "ymq-single") return run.operator()<YmqSingle>(YMQ_PUSH, YMQ_PULL);
  if (way == "ymq-message") return run.operator()<YmqMessage>(YMQ_PUSH, YMQ_PULL);
  if (way == "zmq-buffer") return run.operator()<ZmqBuffer>(ZMQ_PUSH, ZMQ_PULL);
  if (way == "zmq-message") return run.operator()<ZmqMessage>(ZMQ_PUSH, ZMQ_PULL);
  fail("unknown way: " + way);
}

std::vector<std::string> arguments_of(const Options& options, const std::string& role, const std::string& endpoint) {
  return {"--role",       role,
          "--endpoint",   endpoint,
          "--send",       options.send,
          "--receive",    options.receive,
          "--size",       std::to_string(options.size),
          "--count",      std::to_string(options.count),
          "--hwm",        std::to_string(options.hwm),
          "--io-threads", std::to_string(options.io_threads)};
}

void report(const Options& options, double rate, double sender_cpu, double receiver_cpu) {
  const double gigabits = rate * static_cast<double>(options.size) * 8e-9;
  const double per_message = 1e9 / static_cast<double>(options.count);
  const char* format =
      options.json
          ? "{\"send\":\"%s\",\"receive\":\"%s\",\"size\":%zu,\"count\":%llu,\"hwm\":%d,\"messages_per_second\":%.1f,"
            "\"gigabits_per_second\":%.3f,\"sender_cpu_ns\":%.1f,\"receiver_cpu_ns\":%.1f}\n"
          : "%s to %s, %zu B, %llu messages, hwm %d: %.0f messages/s, %.2f Gb/s; cpu %.0f + %.0f ns per message\n";
  std::printf(format, options.send.c_str(), options.receive.c_str(), options.size,
              static_cast<unsigned long long>(options.count), options.hwm, rate, gigabits, sender_cpu * per_message,
              receiver_cpu * per_message);
}

void run_both(const Options& options) {
  Side receiver(arguments_of(options, "receiver", options.endpoint));
  Side sender(arguments_of(options, "sender", receiver.line()));
  double rate = 0;
  double receiver_cpu = 0;
  std::sscanf(receiver.line().c_str(), "%lf %lf", &rate, &receiver_cpu);
  const double sender_cpu = std::strtod(sender.line().c_str(), nullptr);
  sender.wait();
  receiver.wait();
  report(options, rate, sender_cpu, receiver_cpu);
}

constexpr const char* kUsage =
    "Usage: bench_throughput [--send WAY] [--receive WAY] [--size BYTES] [--count MESSAGES] [--hwm MESSAGES]\n"
    "                        [--io-threads N] [--endpoint ENDPOINT] [--json]\n"
    "Ways: ymq-batch ymq-single ymq-message zmq-buffer zmq-message\n"
    "Endpoint: tcp://127.0.0.1:* (default) or ipc://*\n";

Options parse(int argc, char** argv) {
  const option names[] = {{"send", 1, nullptr, 's'},  {"receive", 1, nullptr, 'r'},  {"size", 1, nullptr, 'b'},
                          {"count", 1, nullptr, 'c'}, {"hwm", 1, nullptr, 'h'},      {"io-threads", 1, nullptr, 't'},
                          {"json", 0, nullptr, 'j'},  {"endpoint", 1, nullptr, 'e'}, {"role", 1, nullptr, 'o'},
                          {"help", 0, nullptr, '?'},  {nullptr, 0, nullptr, 0}};
  Options options;
  for (int found; (found = getopt_long(argc, argv, "", names, nullptr)) != -1;) {
    switch (found) {
      case 's':
        options.send = optarg;
        break;
      case 'r':
        options.receive = optarg;
        break;
      case 'b':
        options.size = std::strtoull(optarg, nullptr, 10);
        break;
      case 'c':
        options.count = std::strtoull(optarg, nullptr, 10);
        break;
      case 'h':
        options.hwm = std::atoi(optarg);
        break;
      case 't':
        options.io_threads = std::atoi(optarg);
        break;
      case 'j':
        options.json = true;
        break;
      case 'e':
        options.endpoint = optarg;
        break;
      case 'o':
        options.role = optarg;
        break;
      default:
        std::fputs(kUsage, stderr);
        std::exit(2);
    }
  }
  if (options.count < 100) fail("--count must be at least 100");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  if (options.role.empty()) {
    run_both(options);
  } else {
    run_role(options);
  }
  return 0;
}
