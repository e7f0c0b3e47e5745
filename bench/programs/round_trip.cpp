#include <span>

#include "nng_end.h"
#include "raw_end.h"
#include "support.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "Round trips, one at a time: a PAIR sends a message and waits for it to come back from another, in a process of "
    "its\n"
    "own, or for inproc in a thread of its own. Prints the median and the tail of the times of whole round trips "
    "(p50_us,\n"
    "p99_us, p999_us). The first tenth is not counted.\n"
    "\n"
    "Ways:\n"
    "  ymq  connector_send_sync and connector_recv_sync\n"
    "  zmq  zmq_send and zmq_recv\n"
    "  nng  pair0, nng_sendmsg and nng_recvmsg; what was received is sent again, so that nothing is allocated\n"
    "  raw  the limit: blocking sockets that move the same frames; inproc: two buffers and two semaphores";

using Bytes = std::span<const std::uint8_t>;

// What both sides share.
struct Stage {
  Meeting meeting;
  Event done;
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
};

// Each way sends a message, and receives one whose bytes are valid until the next call.
class Ymq {
 public:
  using Context = YmqContext;

  Ymq(Context& context, const Options& options) : end_(context, YMQ_PAIR, options), received_(options.size + 1) {}

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }
  void connect(const std::string& endpoint) { end_.connect(endpoint); }
  void send(Bytes message) {
    ymq_must(connector_send_sync(end_.get(), message.data(), message.size(), nullptr, 0, -1), "connector_send_sync");
  }
  Bytes receive() {
    ymq_part part{};
    ymq_must(connector_recv_sync(end_.get(), received_.data(), received_.size(), &part, 1, 1, -1),
             "connector_recv_sync");
    return {received_.data(), part.size};
  }

 private:
  YmqEnd end_;
  std::vector<std::uint8_t> received_;
};

class Zmq {
 public:
  using Context = ZmqContext;

  Zmq(Context& context, const Options& options) : end_(context, ZMQ_PAIR, options), received_(options.size + 1) {}

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }
  void connect(const std::string& endpoint) { end_.connect(endpoint); }
  void send(Bytes message) { zmq_must(zmq_send(end_.get(), message.data(), message.size(), 0), "zmq_send"); }
  Bytes receive() {
    const int size = zmq_must(zmq_recv(end_.get(), received_.data(), received_.size(), 0), "zmq_recv");
    return {received_.data(), static_cast<std::size_t>(size)};
  }

 private:
  ZmqEnd end_;
  std::vector<std::uint8_t> received_;
};

class Nng {
 public:
  using Context = NngContext;

  Nng(Context& context, const Options& options) : end_(context, nng_pair0_open, options) {
    nng_must(nng_msg_alloc(&message_, options.size), "nng_msg_alloc");
  }
  ~Nng() { nng_msg_free(message_); }

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }
  void connect(const std::string& endpoint) { end_.connect(endpoint); }
  void send(Bytes bytes) {
    std::memmove(nng_msg_body(message_), bytes.data(), bytes.size());
    nng_must(nng_sendmsg(end_.get(), message_, 0), "nng_sendmsg");
    message_ = nullptr;
  }
  // The echo has a message before it has received one.
  Bytes receive() {
    if (message_) nng_msg_free(message_);
    nng_must(nng_recvmsg(end_.get(), &message_, 0), "nng_recvmsg");
    return {static_cast<const std::uint8_t*>(nng_msg_body(message_)), nng_msg_len(message_)};
  }

 private:
  NngEnd end_;
  nng_msg* message_ = nullptr;
};

class RawSocket {
 public:
  using Context = RawContext;

  RawSocket(Context& context, const Options& options)
      : end_(context, 0, options), sent_(Frame::size(options.size)), received_(Frame::size(options.size)) {}

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }
  void connect(const std::string& endpoint) {
    end_.connect(endpoint);
    is_connected_ = true;
  }
  void send(Bytes message) {
    std::memcpy(Frame::write_header(sent_.data(), message.size()), message.data(), message.size());
    end_.send(sent_.data(), Frame::size(message.size()));
  }
  Bytes receive() {
    if (!std::exchange(is_connected_, true)) end_.accept();
    for (std::size_t filled = 0;;) {
      filled += end_.receive(received_.data() + filled, received_.size() - filled);
      const std::uint64_t body = Frame::read_header(received_.data(), filled);
      if (body == Frame::kIncomplete || filled < Frame::size(body)) continue;
      return {received_.data() + Frame::header_size(body), body};
    }
  }

 private:
  RawEnd end_;
  std::vector<std::uint8_t> sent_;
  std::vector<std::uint8_t> received_;
  bool is_connected_ = false;
};

// Two threads: a buffer and a semaphore for each direction.
class RawMemory {
 public:
  struct Direction {
    explicit Direction(std::size_t size) : buffer(size) {}
    std::vector<std::uint8_t> buffer;
    Event filled;
  };
  struct Context {
    explicit Context(const Options& options) : to_bound(options.size), to_connected(options.size) {}
    Direction to_bound;
    Direction to_connected;
  };

  RawMemory(Context& context, const Options&) : in_(&context.to_bound), out_(&context.to_connected) {}

  std::string bind(const std::string& endpoint) { return endpoint; }
  void connect(const std::string&) { std::swap(in_, out_); }
  void send(Bytes message) {
    std::memcpy(out_->buffer.data(), message.data(), message.size());
    out_->filled.happened();
  }
  Bytes receive() {
    in_->filled.wait();
    return in_->buffer;
  }

 private:
  Direction* in_;
  Direction* out_;
};

// The value below which this part of the values lies, of seconds, in microseconds.
double percentile(std::vector<double>& times, double part) {
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size() - 1));
  std::nth_element(times.begin(), at, times.end());
  return *at * 1e6;
}

template <typename Way>
std::vector<double> call(Way& way, const Options& options) {
  const Payload payload(options.size);
  std::vector<std::uint8_t> message(options.size);
  std::vector<double> times(options.count);
  payload.fill(message.data());
  for (std::uint64_t i = 0; i < options.count; ++i) {
    payload.number(message.data(), i);
    const double began = seconds();
    way.send(message);
    const Bytes answer = way.receive();
    times[i] = seconds() - began;
    payload.check(answer.data(), answer.size(), i);
  }
  return times;
}

template <typename Way>
void run(const Options& options, Stage& stage) {
  using Context = typename Way::Context;
  const auto caller = [&](Context& context) {
    Way way(context, options);
    way.connect(stage.meeting.endpoint());
    std::vector<double> times = call(way, options);
    times.erase(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 10));
    stage.p50_us = percentile(times, 0.5);
    stage.p99_us = percentile(times, 0.99);
    stage.p999_us = percentile(times, 0.999);
    stage.done.happened();
  };
  const auto echo = [&](Context& context) {
    Way way(context, options);
    stage.meeting.bound(way.bind(fresh_endpoint(options)));
    for (std::uint64_t i = 0; i < options.count; ++i) way.send(way.receive());
    stage.done.wait();
  };
  run_sides<Context>(options, caller, echo);
}

void run_way(const Options& options, Stage& stage) {
  if (options.way == "ymq") return run<Ymq>(options, stage);
  if (options.way == "zmq") return run<Zmq>(options, stage);
  if (options.way == "nng") return run<Nng>(options, stage);
  if (options.way == "raw" && options.inproc()) return run<RawMemory>(options, stage);
  if (options.way == "raw") return run<RawSocket>(options, stage);
  fail_for_way(options);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.way = "ymq";
  options.size = 64;
  options.count = 50'000;
  parse(argc, argv, kAbout, options);
  if (options.count == 0) fail("--count must be at least 1");
  auto& stage = shared<Stage>();
  run_way(options, stage);
  report(options, {{"p50_us", stage.p50_us}, {"p99_us", stage.p99_us}, {"p999_us", stage.p999_us}});
  return 0;
}
