#include <linux/futex.h>
#include <sys/syscall.h>

#include <atomic>
#include <chrono>
#include <climits>
#include <deque>

#include "many_peers.h"
#include "nng_end.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "One PUB and many SUBs, in two processes. Each message begins with one of --topics topics in turn, and every\n"
    "subscriber has subscribed to each topic on its own. Nothing may be lost: the publisher stays at most 1000 "
    "messages,\n"
    "and half of --hwm, ahead of the slowest subscriber. Prints messages_per_second (deliveries over all "
    "subscribers),\n"
    "published_per_second (--count of them are measured) and publisher_cpu_ns, the processor time of the publisher's\n"
    "process for each delivery. The subscribers are the same bare sockets in one thread for every library but nng.\n"
    "\n"
    "Ways:\n"
    "  ymq         connector_send_sync with as many messages as fit in 64 KiB\n"
    "  ymq-single  connector_send_sync, one message per call\n"
    "  zmq         zmq_send\n"
    "  nng         pub0, nng_sendmsg; its subscribers are nng's own sub0 sockets, which do not speak ZMTP and choose "
    "by\n"
    "              topic themselves, since its publisher sends everything to everybody\n"
    "  raw         the limit: writes what is there to each subscriber in turn, and everything to everybody";

constexpr std::size_t kTopicBytes = 5;
constexpr std::uint64_t kMostTopics = 10'000;
constexpr std::uint64_t kMostPeers = 20'000;
constexpr std::uint64_t kMostAhead = 1000;
constexpr std::size_t kBatchBytes = 64 * 1024;

struct Settings {
  Options options;
  std::uint64_t peers = 4;
  std::uint64_t topics = 1000;

  // libzmq hears of half as many messages at a time as the mark allows that they have left.
  std::uint64_t most_ahead() const {
    const auto half = static_cast<std::uint64_t>(options.hwm) / 2;
    return half == 0 ? kMostAhead : std::min(kMostAhead, half);
  }
};

void check(const Settings& settings) {
  if (settings.peers > kMostPeers) fail("--peers must be at most " + std::to_string(kMostPeers));
  if (settings.topics == 0 || settings.topics > kMostTopics) fail("--topics must be 1 to 10000");
  if (settings.options.size < kTopicBytes + sizeof(std::uint64_t)) fail("--size must be at least 13");
  if (settings.options.hwm == 1) fail("--hwm must be 0 or at least 2");
}

void futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value) {
  static_assert(sizeof word == sizeof value);
  syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0);
}

// How many messages each subscriber has had, in memory that both processes share. The publisher sleeps until the
// slowest has come far enough; subscribers wake it when they have, and otherwise only look whether it sleeps.
class Progress {
 public:
  void prepare(std::uint64_t peers) { peers_ = peers; }

  std::uint64_t of(std::size_t subscriber) const { return had_[subscriber].load(std::memory_order_relaxed); }
  // By the subscriber, of which `tell` is to follow.
  void set(std::size_t subscriber, std::uint64_t had) { had_[subscriber].store(had, std::memory_order_relaxed); }
  void tell() {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const std::uint64_t wanted = wanted_.load(std::memory_order_relaxed);
    if (wanted == kNothing || slowest() < wanted) return;
    wakes_.fetch_add(1);
    futex(wakes_, FUTEX_WAKE, INT_MAX);
  }

  // By the publisher.
  std::uint64_t slowest() const {
    std::uint64_t least = of(0);
    for (std::size_t i = 1; i < peers_; ++i) least = std::min(least, of(i));
    return least;
  }
  // Waits until every subscriber has had that many messages, and returns how many that is at least.
  std::uint64_t wait_for(std::uint64_t wanted) {
    wanted_.store(wanted, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    std::uint64_t least = 0;
    for (;;) {
      const std::uint32_t wakes = wakes_.load();
      if ((least = slowest()) >= wanted) break;
      futex(wakes_, FUTEX_WAIT, wakes);
    }
    wanted_.store(kNothing, std::memory_order_relaxed);
    return least;
  }
  // Where nothing is on its way.
  void reset() {
    for (std::size_t i = 0; i < peers_; ++i) set(i, 0);
  }

 private:
  static constexpr std::uint64_t kNothing = 0;

  std::uint64_t peers_ = 0;
  std::atomic<std::uint64_t> wanted_ = kNothing;
  std::atomic<std::uint32_t> wakes_ = 0;
  std::array<std::atomic<std::uint64_t>, kMostPeers> had_{};
};

struct Stage {
  Meeting meeting;
  Progress progress;
  Event finished;
  double published_per_second = 0;
  double publisher_cpu_ns = 0;
};

// Makes and recognises the messages: a topic, then a numbered payload. Numbers from kProbe on are not counted as
// messages: they show that a subscriber hears what is published.
class Messages {
 public:
  static constexpr std::uint64_t kProbe = 1ULL << 63;

  explicit Messages(const Settings& settings) : payload_(settings.options.size - kTopicBytes) {
    for (std::uint64_t i = 0; i < settings.topics; ++i) {
      char topic[16];
      std::snprintf(topic, sizeof topic, "t%04u", static_cast<unsigned>(i));
      topics_.emplace_back(topic);
    }
  }

  std::size_t size() const { return kTopicBytes + payload_.size(); }
  const std::vector<std::string>& topics() const { return topics_; }

  void fill(std::uint8_t* message) const { payload_.fill(message + kTopicBytes); }
  void number(std::uint8_t* message, std::uint64_t number) const {
    std::memcpy(message, topic_of(number).data(), kTopicBytes);
    payload_.number(message + kTopicBytes, number);
  }

  static std::uint64_t number_in(const std::uint8_t* message, std::size_t size) {
    std::uint64_t number = 0;
    if (size < kTopicBytes + sizeof number) fail("a message of " + std::to_string(size) + " bytes");
    std::memcpy(&number, message + kTopicBytes, sizeof number);
    return number;
  }
  void check(const std::uint8_t* message, std::size_t size, std::uint64_t number) const {
    if (std::memcmp(message, topic_of(number).data(), kTopicBytes) != 0) fail("a message has another topic");
    payload_.check(message + kTopicBytes, size - kTopicBytes, number);
  }

 private:
  // Subscriptions are taken in order: who hears the last topic hears all.
  const std::string& topic_of(std::uint64_t number) const {
    return number >= kProbe ? topics_.back() : topics_[number % topics_.size()];
  }

  Payload payload_;
  std::vector<std::string> topics_;
};

// Every publisher has `bind`, `publish`, which sends the messages with the given running numbers, `finish`, which
// returns when all is with the kernel or with threads of the library, and `serve`, which does what else there is to do.
class YmqPublisher {
 public:
  YmqPublisher(const Settings& settings, const Messages& messages, std::size_t batch_bytes)
      : context_(settings.options),
        end_(context_, YMQ_PUB, settings.options),
        messages_(messages),
        parts_(std::max<std::size_t>(1, batch_bytes / messages.size()), ymq_part{messages.size(), 0, 0}),
        bytes_(parts_.size() * messages.size()) {
    for (std::size_t i = 0; i < parts_.size(); ++i) messages.fill(&bytes_[i * messages.size()]);
  }

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }

  void publish(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t done = 0; done < count;) {
      const std::uint64_t now = std::min<std::uint64_t>(count - done, parts_.size());
      for (std::uint64_t i = 0; i < now; ++i) messages_.number(&bytes_[i * messages_.size()], first + done + i);
      const int sent = ymq_must(connector_send_sync(end_.get(), bytes_.data(), now * messages_.size(), parts_.data(),
                                                    static_cast<std::uint32_t>(now), -1),
                                "connector_send_sync");
      if (static_cast<std::uint64_t>(sent) != now) fail("not all messages were accepted");
      done += now;
    }
  }
  void finish() {}
  void serve() {}

 private:
  YmqContext context_;
  YmqEnd end_;
  const Messages& messages_;
  const std::vector<ymq_part> parts_;
  std::vector<std::uint8_t> bytes_;
};

class ZmqPublisher {
 public:
  ZmqPublisher(const Settings& settings, const Messages& messages)
      : context_(settings.options),
        end_(context_, ZMQ_PUB, settings.options),
        messages_(messages),
        bytes_(messages.size()) {
    messages.fill(bytes_.data());
  }

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }

  void publish(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      messages_.number(bytes_.data(), first + i);
      zmq_must(zmq_send(end_.get(), bytes_.data(), bytes_.size(), 0), "zmq_send");
    }
  }
  void finish() {}
  void serve() {}

 private:
  ZmqContext context_;
  ZmqEnd end_;
  const Messages& messages_;
  std::vector<std::uint8_t> bytes_;
};

class NngPublisher {
 public:
  NngPublisher(const Settings& settings, const Messages& messages)
      : context_(settings.options), end_(context_, nng_pub0_open, settings.options), messages_(messages) {}

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }

  void publish(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      nng_msg* message = nullptr;
      nng_must(nng_msg_alloc(&message, messages_.size()), "nng_msg_alloc");
      auto* bytes = static_cast<std::uint8_t*>(nng_msg_body(message));
      messages_.fill(bytes);
      messages_.number(bytes, first + i);
      nng_must(nng_sendmsg(end_.get(), message, 0), "nng_sendmsg");
    }
  }
  void finish() {}
  void serve() {}

 private:
  NngContext context_;
  NngEnd end_;
  const Messages& messages_;
};

// Keeps one copy of each message for all subscribers, until the slowest has had it.
class RawPublisher {
 public:
  RawPublisher(const Settings& settings, const Messages& messages)
      : connections_(settings.options, "PUB", *this),
        messages_(messages),
        positions_(settings.peers),
        received_(zmtp::kReadBytes) {
    std::string message(messages.size(), '\0');
    messages.fill(reinterpret_cast<std::uint8_t*>(message.data()));
    const std::string frame = zmtp::frame_of(0, message);
    for (std::uint64_t i = 0; i < settings.most_ahead(); ++i) log_ += frame;
    frame_bytes_ = frame.size();
  }

  std::string bind(const std::string& endpoint) { return connections_.listen(endpoint); }

  void publish(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i, end_ += frame_bytes_) {
      char* const frame_end = log_.data() + end_ % log_.size() + frame_bytes_;
      messages_.number(reinterpret_cast<std::uint8_t*>(frame_end - messages_.size()), first + i);
    }
    for (const auto& connection : connections_.all()) {
      if (connection->in_traffic() && !connection->blocked()) start(*connection);
    }
  }
  void finish() {
    while (blocked_ > 0) connections_.turn(-1);
  }
  void serve() { connections_.turn(0); }

  void begin(zmtp::Connection& connection) { positions_[connection.index()] = end_; }
  void writable(zmtp::Connection& connection) {
    write(connection);
    if (!connection.blocked()) --blocked_;
  }
  // Whatever the subscriptions say, everybody gets everything.
  bool readable(zmtp::Connection& connection) {
    if (connection.receive(received_.data(), received_.size()) < 0) fail("a subscriber closed its connection");
    return true;
  }

 private:
  void start(zmtp::Connection& connection) {
    write(connection);
    if (!connection.blocked()) return;
    ++blocked_;
    connections_.watch_for_room(connection);
  }

  void write(zmtp::Connection& connection) {
    std::uint64_t& position = positions_[connection.index()];
    do {
      const std::size_t from = position % log_.size();
      position += connection.send_some(std::string_view(log_).substr(from, end_ - position));
    } while (position < end_ && !connection.blocked());
  }

  zmtp::Connections<RawPublisher> connections_;
  const Messages& messages_;
  // Used as a ring; positions are counted in bytes since the start.
  std::string log_;
  std::size_t frame_bytes_ = 0;
  std::uint64_t end_ = 0;
  std::vector<std::uint64_t> positions_;
  std::vector<std::uint8_t> received_;
  std::size_t blocked_ = 0;
};

// Returns when every subscriber hears everything, and nothing is on its way any more: each has had the last probe.
template <typename Publisher>
void wait_for_subscribers(Publisher& publisher, Progress& progress) {
  constexpr double kBetweenProbes = 0.02;
  constexpr std::chrono::microseconds kLookEvery(200);
  for (std::uint64_t probe = Messages::kProbe;; ++probe) {
    publisher.publish(probe, 1);
    for (const double sent = seconds(); seconds() < sent + kBetweenProbes; std::this_thread::sleep_for(kLookEvery)) {
      publisher.serve();
      if (progress.slowest() == probe) return progress.reset();
    }
  }
}

// Publishes what is to be warmed up with and measured, never too far ahead of the slowest subscriber.
template <typename Publisher>
void publish_all(Publisher& publisher, const Settings& settings, Progress& progress, Meter& meter) {
  const std::uint64_t total = meter.missing();
  const std::uint64_t ahead = settings.most_ahead();
  const std::uint64_t batch = std::max<std::uint64_t>(1, kBatchBytes / settings.options.size);
  std::uint64_t had = 0;
  for (std::uint64_t published = 0; had < total;) {
    const std::uint64_t now = std::min({batch, ahead - (published - had), total - published});
    publisher.publish(published, now);
    published += now;
    if (published < total && published < had + ahead) continue;
    publisher.finish();
    const std::uint64_t slowest = progress.wait_for(published == total ? total : had + (ahead + 1) / 2);
    meter.add(slowest - had);
    had = slowest;
  }
}

template <typename Publisher, typename... More>
void run_publisher(const Settings& settings, Stage& stage, More... more) {
  const Messages messages(settings);
  Publisher publisher(settings, messages, more...);
  stage.meeting.bound(publisher.bind(fresh_endpoint(settings.options)));
  wait_for_subscribers(publisher, stage.progress);
  Meter meter(settings.options.count);
  publish_all(publisher, settings, stage.progress, meter);
  stage.finished.happened();
  stage.published_per_second = meter.per_second();
  stage.publisher_cpu_ns = meter.cpu_ns() / static_cast<double>(settings.peers);
}

void run_way(const Settings& settings, Stage& stage) {
  const std::string& way = settings.options.way;
  if (way == "ymq") return run_publisher<YmqPublisher>(settings, stage, kBatchBytes);
  if (way == "ymq-single") return run_publisher<YmqPublisher>(settings, stage, std::size_t{1});
  if (way == "zmq") return run_publisher<ZmqPublisher>(settings, stage);
  if (way == "nng") return run_publisher<NngPublisher>(settings, stage);
  if (way == "raw") return run_publisher<RawPublisher>(settings, stage);
  fail_for_way(settings.options);
}

// What every subscriber does with a message.
class Arrivals {
 public:
  Arrivals(const Settings& settings, Progress& progress) : messages_(settings), progress_(progress) {}

  const std::vector<std::string>& topics() const { return messages_.topics(); }
  std::size_t message_bytes() const { return messages_.size(); }
  void add(std::size_t subscriber, const std::uint8_t* message, std::size_t size) {
    const std::uint64_t number = Messages::number_in(message, size);
    if (number >= Messages::kProbe) return progress_.set(subscriber, number);
    const std::uint64_t had = progress_.of(subscriber);
    if (number != had) fail("message " + std::to_string(number) + " came where " + std::to_string(had) + " was next");
    messages_.check(message, size, number);
    progress_.set(subscriber, had + 1);
  }
  void tell() { progress_.tell(); }

 private:
  const Messages messages_;
  Progress& progress_;
};

// The subscribers of every library that speaks ZMTP. A publisher has no commands for them.
class Subscribers {
 public:
  explicit Subscribers(Arrivals& arrivals)
      : arrivals_(arrivals), buffer_(std::max(zmtp::kReadBytes, arrivals.message_bytes() + 64)) {
    for (const std::string& topic : arrivals.topics()) subscriptions_ += zmtp::command("SUBSCRIBE", topic);
  }

  void begin(zmtp::Connection& connection) { connection.send(subscriptions_); }
  void writable(zmtp::Connection&) {}
  bool readable(zmtp::Connection& connection) {
    const auto [frames, size] = connection.receive_frames(buffer_, [&](const zmtp::Frame& frame) {
      if ((frame.flags & ~zmtp::kLong) != 0) fail("a frame that is not a whole message");
      arrivals_.add(connection.index(), frame.body, frame.size);
    });
    return frames != nullptr;
  }

 private:
  Arrivals& arrivals_;
  std::string subscriptions_;
  std::vector<std::uint8_t> buffer_;
};

// Ends when the publisher has closed all connections.
void run_subscribers(const Settings& settings, Stage& stage, Arrivals& arrivals) {
  Subscribers subscribers(arrivals);
  zmtp::Connections<Subscribers> connections(settings.options, "SUB", subscribers);
  connections.connect(stage.meeting.endpoint(), settings.peers);
  for (; connections.open() > 0; arrivals.tell()) connections.turn(-1);
}

// A subscriber that the threads of nng serve.
class NngSubscriber {
 public:
  NngSubscriber(NngContext& context, const Settings& settings, Arrivals& arrivals, std::size_t index)
      : end_(context, nng_sub0_open, settings.options), arrivals_(arrivals), index_(index) {
    for (const std::string& topic : arrivals.topics()) {
      nng_must(nng_socket_set(end_.get(), NNG_OPT_SUB_SUBSCRIBE, topic.data(), topic.size()), "subscribe");
    }
    nng_must(nng_aio_alloc(&aio_, [](void* self) { static_cast<NngSubscriber*>(self)->received(); }, this), "nng_aio");
  }
  ~NngSubscriber() {
    nng_aio_stop(aio_);
    nng_aio_free(aio_);
  }
  NngSubscriber(const NngSubscriber&) = delete;
  NngSubscriber& operator=(const NngSubscriber&) = delete;

  void begin(const std::string& endpoint) {
    end_.connect(endpoint);
    nng_recv_aio(end_.get(), aio_);
  }

 private:
  void received() {
    const int result = nng_aio_result(aio_);
    if (result == NNG_ECANCELED || result == NNG_ECLOSED) return;
    nng_must(result, "nng_recv_aio");
    nng_msg* message = nng_aio_get_msg(aio_);
    arrivals_.add(index_, static_cast<const std::uint8_t*>(nng_msg_body(message)), nng_msg_len(message));
    nng_msg_free(message);
    arrivals_.tell();
    nng_recv_aio(end_.get(), aio_);
  }

  NngEnd end_;
  Arrivals& arrivals_;
  std::size_t index_;
  nng_aio* aio_ = nullptr;
};

// Ends when everything has been had.
void run_nng_subscribers(const Settings& settings, Stage& stage, Arrivals& arrivals) {
  NngContext context(settings.options);
  std::deque<NngSubscriber> subscribers;
  const std::string endpoint = stage.meeting.endpoint();
  for (std::size_t i = 0; i < settings.peers; ++i) {
    subscribers.emplace_back(context, settings, arrivals, i).begin(endpoint);
  }
  stage.finished.wait();
}

void run_side(const Settings& settings, Stage& stage) {
  Arrivals arrivals(settings, stage.progress);
  if (settings.options.way == "nng") return run_nng_subscribers(settings, stage, arrivals);
  run_subscribers(settings, stage, arrivals);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  settings.options.way = "ymq";
  settings.options.size = 256;
  parse_for_peers(argc, argv, kAbout, settings.options, settings.peers, {{"topics", &settings.topics}});
  check(settings);
  auto& stage = shared<Stage>();
  stage.progress.prepare(settings.peers);
  run_processes(settings.options, {[&] { run_way(settings, stage); }, [&] { run_side(settings, stage); }});
  report(settings.options, {{"messages_per_second", stage.published_per_second * static_cast<double>(settings.peers)},
                            {"published_per_second", stage.published_per_second},
                            {"publisher_cpu_ns", stage.publisher_cpu_ns}});
  return 0;
}
