#include <condition_variable>
#include <memory>
#include <mutex>

#include "nng_end.h"
#include "raw_end.h"
#include "stream.h"
#include "support.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "One stream of messages, PUSH to PULL: in two processes, or for inproc in two threads.\n"
    "Prints messages_per_second, from the moment when a twentieth of them has arrived, so that neither connecting nor\n"
    "the first buffers count; and the processor time of each side for a message (sender_cpu_ns, receiver_cpu_ns; "
    "inproc:\n"
    "all in sender_cpu_ns), over the whole stream, since a sender that is ahead would otherwise seem to do less.\n"
    "\n"
    "Ways:\n"
    "  ymq-batch    connector_send_sync with as many messages as fit in 64 KiB; connector_recv_sync into a slab\n"
    "  ymq-single   connector_send_sync and connector_recv_sync, one message per call\n"
    "  ymq-message  connector_send_message_sync and connector_recv_message_sync: handles, large parts not copied\n"
    "  zmq-buffer   zmq_send and zmq_recv: one message per call, copied on both sides\n"
    "  zmq-message  zmq_msg_send and zmq_msg_recv\n"
    "  nng          push0 and pull0, nng_sendmsg and nng_recvmsg; its buffers hold at most 8192 messages\n"
    "  raw          the limit: blocking sockets that move the same frames, small ones many at a time; inproc: a queue\n"
    "               of buffers with a mutex\n"
    "\n"
    "Every sender writes each message's bytes once: a running number, or the whole payload where the memory is the\n"
    "library's.";

// What both sides share.
struct Stage {
  Meeting meeting;
  Event received;
  double messages_per_second = 0;
  double sender_cpu = 0;
  double receiver_cpu = 0;
};

// Counts what arrives and times all but the first twentieth.
class Arrivals {
 public:
  explicit Arrivals(std::uint64_t expected) : expected_(expected) {}

  bool complete() const { return arrived_ == expected_; }
  std::uint64_t next() const { return arrived_; }
  void add(std::uint64_t count) {
    arrived_ += count;
    if (counted_from_ == 0 && arrived_ > expected_ / 20) {
      counted_from_ = arrived_;
      began_ = seconds();
    }
  }
  double per_second() const { return static_cast<double>(arrived_ - counted_from_) / (seconds() - began_); }

 private:
  std::uint64_t expected_;
  std::uint64_t arrived_ = 0;
  std::uint64_t counted_from_ = 0;
  double began_ = 0;
};

struct YmqSingle : YmqStream {
  static void send(End& end, const Payload& payload, std::uint64_t count) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    payload.fill(message.data());
    for (std::uint64_t i = 0; i < count; ++i) {
      payload.number(message.data(), i);
      ymq_must(connector_send_sync(end.get(), message.data(), payload.size(), nullptr, 0, -1), "connector_send_sync");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    while (!arrivals.complete()) {
      ymq_part part{};
      ymq_must(connector_recv_sync(end.get(), message.data(), message.size(), &part, 1, 1, -1), "connector_recv_sync");
      payload.check(message.data(), part.size, arrivals.next());
      arrivals.add(1);
    }
  }
};

struct YmqMessage : YmqStream {
  static void send(End& end, const Payload& payload, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      ymq_message message = 0;
      std::uint8_t* data = nullptr;
      ymq_must(message_init(&message), "message_init");
      ymq_must(message_add_part(message, nullptr, payload.size(), &data), "message_add_part");
      payload.fill(data);
      payload.number(data, i);
      ymq_must(connector_send_message_sync(end.get(), message, -1), "connector_send_message_sync");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    while (!arrivals.complete()) {
      ymq_message message = 0;
      std::uint8_t* data = nullptr;
      std::uint64_t size = 0;
      ymq_must(connector_recv_message_sync(end.get(), &message, -1), "connector_recv_message_sync");
      ymq_must(message_part(message, 0, &data, &size), "message_part");
      payload.check(data, size, arrivals.next());
      ymq_must(message_destroy(message), "message_destroy");
      arrivals.add(1);
    }
  }
};

struct ZmqMessage : ZmqStream {
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

struct Nng {
  using End = NngEnd;
  static constexpr NngEnd::Open kPush = nng_push0_open;
  static constexpr NngEnd::Open kPull = nng_pull0_open;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      nng_msg* message = nullptr;
      nng_must(nng_msg_alloc(&message, payload.size()), "nng_msg_alloc");
      auto* data = static_cast<std::uint8_t*>(nng_msg_body(message));
      payload.fill(data);
      payload.number(data, i);
      nng_must(nng_sendmsg(end.get(), message, 0), "nng_sendmsg");
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    while (!arrivals.complete()) {
      nng_msg* message = nullptr;
      nng_must(nng_recvmsg(end.get(), &message, 0), "nng_recvmsg");
      payload.check(static_cast<const std::uint8_t*>(nng_msg_body(message)), nng_msg_len(message), arrivals.next());
      nng_msg_free(message);
      arrivals.add(1);
    }
  }
};

// Frames from `kAloneFrom` on go out one for each write, and are received straight into one buffer.
struct RawSocket {
  using End = RawEnd;
  static constexpr int kPush = 0;
  static constexpr int kPull = 0;
  static constexpr std::size_t kAloneFrom = 64 * 1024;
  static constexpr std::size_t kWriteBytes = 128 * 1024;
  static constexpr std::size_t kReadBytes = 256 * 1024;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    const std::size_t frame = Frame::size(payload.size());
    const std::size_t header = Frame::header_size(payload.size());
    const std::uint64_t batch = payload.size() < kAloneFrom ? kWriteBytes / frame : 1;
    std::vector<std::uint8_t> bytes(batch * frame);
    for (std::uint64_t i = 0; i < batch; ++i) payload.fill(Frame::write_header(&bytes[i * frame], payload.size()));
    for (std::uint64_t sent = 0; sent < count;) {
      const std::uint64_t now = std::min(batch, count - sent);
      for (std::uint64_t i = 0; i < now; ++i) payload.number(&bytes[i * frame] + header, sent + i);
      end.send(bytes.data(), now * frame);
      sent += now;
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    const bool is_alone = payload.size() >= kAloneFrom;
    std::vector<std::uint8_t> bytes(is_alone ? Frame::size(payload.size()) : kReadBytes);
    std::size_t filled = 0;
    end.accept();
    while (!arrivals.complete()) {
      filled += end.receive(bytes.data() + filled, bytes.size() - filled);
      const std::size_t used = take(bytes.data(), filled, payload, arrivals);
      filled -= used;
      if (used > 0) std::memmove(bytes.data(), bytes.data() + used, filled);
    }
  }

 private:
  // Checks the whole frames and returns how many bytes they take.
  static std::size_t take(const std::uint8_t* bytes, std::size_t size, const Payload& payload, Arrivals& arrivals) {
    std::size_t used = 0;
    std::uint64_t count = 0;
    for (;; ++count) {
      const std::uint64_t body = Frame::read_header(bytes + used, size - used);
      if (body == Frame::kIncomplete || size - used < Frame::size(body)) break;
      payload.check(bytes + used + Frame::header_size(body), body, arrivals.next() + count);
      used += Frame::size(body);
    }
    arrivals.add(count);
    return used;
  }
};

// A buffer on the heap for each message, a queue with a mutex, a reader who takes all that is there.
class Queue {
 public:
  using Buffer = std::unique_ptr<std::uint8_t[]>;

  explicit Queue(const Options& options) : limit_(options.hwm == 0 ? ~std::size_t{0} : std::size_t(options.hwm)) {}

  void push(Buffer buffer) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return buffers_.size() < limit_; });
    buffers_.push_back(std::move(buffer));
    if (buffers_.size() == 1) arrival_.notify_one();
  }
  void take(std::vector<Buffer>& taken) {
    taken.clear();
    std::unique_lock lock(mutex_);
    arrival_.wait(lock, [&] { return !buffers_.empty(); });
    if (buffers_.size() == limit_) room_.notify_one();
    taken.swap(buffers_);
  }

 private:
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable arrival_;
  std::condition_variable room_;
  std::vector<Buffer> buffers_;
};

struct QueueEnd {
  using Context = Queue;
  QueueEnd(Queue& to, int, const Options&) : queue(to) {}
  std::string bind(const std::string& endpoint) { return endpoint; }
  void connect(const std::string&) {}

  Queue& queue;
};

struct RawQueue {
  using End = QueueEnd;
  static constexpr int kPush = 0;
  static constexpr int kPull = 0;

  static void send(End& end, const Payload& payload, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      auto buffer = std::make_unique_for_overwrite<std::uint8_t[]>(payload.size());
      payload.fill(buffer.get());
      payload.number(buffer.get(), i);
      end.queue.push(std::move(buffer));
    }
  }

  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<Queue::Buffer> taken;
    while (!arrivals.complete()) {
      end.queue.take(taken);
      for (std::size_t i = 0; i < taken.size(); ++i) payload.check(taken[i].get(), payload.size(), arrivals.next() + i);
      arrivals.add(taken.size());
    }
  }
};

template <typename Way>
void run(const Options& options, Stage& stage) {
  using Context = typename Way::End::Context;
  const Payload payload(options.size);
  const auto sender = [&](Context& context) {
    typename Way::End end(context, Way::kPush, options);
    end.connect(stage.meeting.endpoint());
    const double cpu = cpu_seconds();
    Way::send(end, payload, options.count);
    stage.received.wait();
    stage.sender_cpu = cpu_seconds() - cpu;
  };
  const auto receiver = [&](Context& context) {
    typename Way::End end(context, Way::kPull, options);
    stage.meeting.bound(end.bind(fresh_endpoint(options)));
    Arrivals arrivals(options.count);
    const double cpu = cpu_seconds();
    Way::receive(end, payload, arrivals);
    stage.messages_per_second = arrivals.per_second();
    stage.receiver_cpu = options.inproc() ? 0 : cpu_seconds() - cpu;
    stage.received.happened();
  };
  run_sides<Context>(options, sender, receiver);
}

void run_way(const Options& options, Stage& stage) {
  if (options.way == "ymq-batch") return run<YmqBatch>(options, stage);
  if (options.way == "ymq-single") return run<YmqSingle>(options, stage);
  if (options.way == "ymq-message") return run<YmqMessage>(options, stage);
  if (options.way == "zmq-buffer") return run<ZmqBuffer>(options, stage);
  if (options.way == "zmq-message") return run<ZmqMessage>(options, stage);
  if (options.way == "nng") return run<Nng>(options, stage);
  if (options.way == "raw" && options.inproc()) return run<RawQueue>(options, stage);
  if (options.way == "raw") return run<RawSocket>(options, stage);
  fail_for_way(options);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.way = "ymq-batch";
  parse(argc, argv, kAbout, options);
  auto& stage = shared<Stage>();
  run_way(options, stage);
  const double ns_per_message = 1e9 / static_cast<double>(options.count);
  report(options, {{"messages_per_second", stage.messages_per_second},
                   {"sender_cpu_ns", stage.sender_cpu * ns_per_message},
                   {"receiver_cpu_ns", stage.receiver_cpu * ns_per_message}});
  return 0;
}
