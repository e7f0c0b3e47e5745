#include <getopt.h>

#include "support.h"

// Round trips between two processes: a PAIR sends a message, the other sends it back, one at a time. Prints one line:
// the median and the tail of the time for a whole round trip, in microseconds. The first tenth is not counted.
//
//   ymq  connector_send_sync and connector_recv_sync
//   zmq  zmq_send and zmq_recv
namespace {

using namespace bench;

struct Options {
  std::string way = "ymq";
  std::string endpoint = "tcp://127.0.0.1:*";
  std::string role;
  std::size_t size = 64;
  std::uint64_t count = 50'000;
  int io_threads = 1;
  bool json = false;
};

struct Ymq {
  using End = YmqEnd;
  static constexpr int kPair = YMQ_PAIR;

  static void send(End& end, const std::vector<std::uint8_t>& message) {
    ymq_must(connector_send_sync(end.get(), message.data(), message.size(), nullptr, 0, kPatienceMs), "send");
  }
  static std::size_t receive(End& end, std::vector<std::uint8_t>& message) {
    ymq_part part{};
    ymq_must(connector_recv_sync(end.get(), message.data(), message.size(), &part, 1, 1, kPatienceMs), "recv");
    return part.size;
  }
};

struct Zmq {
  using End = ZmqEnd;
  static constexpr int kPair = ZMQ_PAIR;

  static void send(End& end, const std::vector<std::uint8_t>& message) {
    zmq_must(zmq_send(end.get(), message.data(), message.size(), 0), "zmq_send");
  }
  static std::size_t receive(End& end, std::vector<std::uint8_t>& message) {
    return static_cast<std::size_t>(zmq_must(zmq_recv(end.get(), message.data(), message.size(), 0), "zmq_recv"));
  }
};

template <typename Way>
void run_echo(const Options& options) {
  typename Way::End end(Way::kPair, 1000, options.io_threads);
  std::printf("%s\n", end.bind(options.endpoint).c_str());
  std::fflush(stdout);
  std::vector<std::uint8_t> message(options.size);
  for (std::uint64_t i = 0; i < options.count; ++i) {
    Way::receive(end, message);
    Way::send(end, message);
  }
  end.finish();
}

template <typename Way>
std::vector<double> run_caller(const Options& options) {
  const Payload payload(options.size);
  typename Way::End end(Way::kPair, 1000, options.io_threads);
  end.connect(options.endpoint);
  std::vector<std::uint8_t> message(options.size);
  std::vector<double> times;
  times.reserve(options.count);
  payload.fill(message.data());
  for (std::uint64_t i = 0; i < options.count; ++i) {
    payload.number(message.data(), i);
    const double began = seconds();
    Way::send(end, message);
    const std::size_t size = Way::receive(end, message);
    times.push_back(seconds() - began);
    payload.check(message.data(), size, i);
  }
  return times;
}

double percentile(std::vector<double>& times, double part) {
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size() - 1));
  std::nth_element(times.begin(), at, times.end());
  return *at * 1e6;
}

template <typename Way>
void run_role(const Options& options) {
  if (options.role == "echo") return run_echo<Way>(options);
  std::vector<double> times = run_caller<Way>(options);
  times.erase(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 10));
  std::printf("%.3f %.3f %.3f\n", percentile(times, 0.5), percentile(times, 0.99), percentile(times, 0.999));
}

std::vector<std::string> arguments_of(const Options& options, const std::string& role, const std::string& endpoint) {
  return {"--role",       role,
          "--way",        options.way,
          "--endpoint",   endpoint,
          "--size",       std::to_string(options.size),
          "--count",      std::to_string(options.count),
          "--io-threads", std::to_string(options.io_threads)};
}

void run_both(const Options& options) {
  Side echo(arguments_of(options, "echo", options.endpoint));
  Side caller(arguments_of(options, "caller", echo.line()));
  double p50 = 0;
  double p99 = 0;
  double p999 = 0;
  std::sscanf(caller.line().c_str(), "%lf %lf %lf", &p50, &p99, &p999);
  caller.wait();
  echo.wait();
  const char* format =
      options.json ? "{\"way\":\"%s\",\"size\":%zu,\"count\":%llu,\"p50_us\":%.3f,\"p99_us\":%.3f,\"p999_us\":%.3f}\n"
                   : "%s, %zu B, %llu round trips: p50 %.1f us, p99 %.1f us, p99.9 %.1f us\n";
  std::printf(format, options.way.c_str(), options.size, static_cast<unsigned long long>(options.count), p50, p99,
              p999);
}

constexpr const char* kUsage =
    "Usage: bench_latency [--way ymq|zmq] [--size BYTES] [--count ROUND-TRIPS] [--io-threads N] [--endpoint ENDPOINT]\n"
    "                     [--json]\n"
    "Endpoint: tcp://127.0.0.1:* (default) or ipc://*\n";

Options parse(int argc, char** argv) {
  const option names[] = {{"way", 1, nullptr, 'w'},        {"size", 1, nullptr, 'b'}, {"count", 1, nullptr, 'c'},
                          {"io-threads", 1, nullptr, 't'}, {"json", 0, nullptr, 'j'}, {"endpoint", 1, nullptr, 'e'},
                          {"role", 1, nullptr, 'o'},       {"help", 0, nullptr, '?'}, {nullptr, 0, nullptr, 0}};
  Options options;
  for (int found; (found = getopt_long(argc, argv, "", names, nullptr)) != -1;) {
    switch (found) {
      case 'w':
        options.way = optarg;
        break;
      case 'b':
        options.size = std::strtoull(optarg, nullptr, 10);
        break;
      case 'c':
        options.count = std::strtoull(optarg, nullptr, 10);
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
  if (options.way != "ymq" && options.way != "zmq") fail("unknown way: " + options.way);
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  if (options.role.empty()) {
    run_both(options);
  } else if (options.way == "ymq") {
    run_role<Ymq>(options);
  } else {
    run_role<Zmq>(options);
  }
  return 0;
}
