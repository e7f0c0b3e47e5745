// Sends and receives known numbers of messages over every path that should stay short, for callgrind to count the
// instructions of. One thread does everything: it drives two contexts without io threads, one that sends and one that
// receives, in turn. So nothing depends on how threads are scheduled, and each side is counted on its own. What the
// caller's thread does beside io threads is counted while those sleep.
//
// Every path is exchanged some times uncounted, then for its sends, then for its receives. Each count ends with a dump
// named after the path; a line of standard output says how many messages it is for.

#include <dirent.h>
#include <gnu/libc-version.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ymq/ymq.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Far longer than anything here takes: whatever takes longer has failed.
constexpr milliseconds kPatience{20'000};
constexpr int kWarmUp = 40;
constexpr int kExchanges = 40;
// A receiver acknowledges within less.
constexpr milliseconds kAcknowledgedAfter{15};
constexpr std::size_t kMessagesOfExchange = 64;
// In flight at once. The kernel takes so much from a sender without a receiver that reads.
constexpr std::size_t kBytesOfExchange = 64 * 1024;
// What a ROUTER puts before a message takes less.
constexpr std::size_t kRoomForRoutingId = 64;

// With kTcpToIoThread an io thread receives, and the caller takes what it brought.
enum class Between { kTcp, kInproc, kTcpToIoThread };
enum class Way { kBatch, kSingle, kHandle };
enum class Delivery { kAcknowledged, kUnacknowledged };
enum class Counted { kNothing, kSends, kReceives };

// Who sends to whom.
struct Pattern {
  const char* name;
  ymq_connector_type sender;
  ymq_connector_type receiver;
  std::size_t receivers;
  bool replies;
};

constexpr Pattern kPipeline{"PUSH to PULL", YMQ_PUSH, YMQ_PULL, 1, false};
constexpr Pattern kRoundTrip{"DEALER to ROUTER and back", YMQ_DEALER, YMQ_ROUTER, 1, true};
constexpr Pattern kFanOut{"PUB to 4 SUBs", YMQ_PUB, YMQ_SUB, 4, false};

std::size_t messages_of_exchange(std::size_t size) { return std::min(kMessagesOfExchange, kBytesOfExchange / size); }

// Repeats a check until it holds.
template <typename Check>
void await(const char* what, Check&& check) {
  const auto deadline = steady_clock::now() + kPatience;
  while (!check()) {
    if (steady_clock::now() > deadline) throw std::runtime_error(std::string("in vain waited for ") + what);
    std::this_thread::yield();
  }
}

// The connected TCP sockets of this process, which are the two ends of each connection.
class Sockets {
 public:
  Sockets() {
    DIR* folder = opendir("/proc/self/fd");
    while (const dirent* entry = readdir(folder)) {
      const int descriptor = std::atoi(entry->d_name);
      if (info_of(descriptor).tcpi_state == kEstablished) descriptors_.push_back(descriptor);
    }
    closedir(folder);
  }

  // The kernel moves bytes from one end to the other when it sees fit. Once it has, they are received in one piece.
  void await_arrival() const {
    await("the kernel to move what was written", [this] { return on_their_way() == 0; });
  }

 private:
  static constexpr int kEstablished = 1;

  static tcp_info info_of(int descriptor) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) info.tcpi_state = 0;
    return info;
  }
  std::uint64_t on_their_way() const {
    std::uint64_t bytes = 0;
    for (const int descriptor : descriptors_) {
      const tcp_info info = info_of(descriptor);
      bytes += info.tcpi_notsent_bytes + info.tcpi_bytes_sent - info.tcpi_bytes_retrans - info.tcpi_bytes_received;
    }
    return bytes;
  }

  std::vector<int> descriptors_;
};

// Messages one behind the other, in the memory that calls take them from and receive them into.
class Batch {
 public:
  Batch(std::size_t size, std::size_t count)
      : bytes_(count * (size + kRoomForRoutingId)), parts_(2 * count), used_parts_(count) {
    for (std::size_t i = 0; i < count; ++i) parts_[i].size = size;
  }

  void send(ymq::Connector& connector, Way way) const {
    std::size_t begin = 0;
    std::size_t offset = 0;
    while (begin < used_parts_) {
      const std::size_t end = way == Way::kBatch ? used_parts_ : end_of_message(begin);
      std::size_t size = 0;
      for (std::size_t i = begin; i < end; ++i) size += parts_[i].size;
      const std::span parts = std::span(parts_).subspan(begin, end - begin);
      connector.send_many(std::span(bytes_).subspan(offset, size), parts, kPatience);
      offset += size;
      begin = end;
    }
  }

  // Replaces what is here by so many messages.
  void receive(ymq::Connector& connector, Way way, std::size_t messages) {
    used_parts_ = 0;
    std::size_t offset = 0;
    for (std::size_t received = 0; received < messages;) {
      const std::span parts = std::span(parts_).subspan(used_parts_);
      const std::uint32_t limit = way == Way::kBatch ? 0 : 1;
      const std::size_t count = connector.recv_many(std::span(bytes_).subspan(offset), parts, limit, kPatience);
      for (const ymq_part& part : parts.first(count)) {
        offset += part.size;
        if (!(part.flags & YMQ_PART_MORE)) ++received;
      }
      used_parts_ += count;
    }
  }

  std::size_t messages() const {
    std::size_t count = 0;
    for (std::size_t begin = 0; begin < used_parts_; begin = end_of_message(begin)) ++count;
    return count;
  }

 private:
  std::size_t end_of_message(std::size_t part) const {
    while (parts_[part].flags & YMQ_PART_MORE) ++part;
    return part + 1;
  }

  std::vector<std::byte> bytes_;
  std::vector<ymq_part> parts_;
  std::size_t used_parts_;
};

template <typename Work>
void run(bool is_counted, Work&& work) {
  if (is_counted) CALLGRIND_TOGGLE_COLLECT;
  work();
  if (is_counted) CALLGRIND_TOGGLE_COLLECT;
}

void send_handles(ymq::Connector& connector, std::size_t size, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    ymq::Message message;
    message.add_unwritten(size);
    connector.send(std::move(message), kPatience);
  }
}

void receive_handles(ymq::Connector& connector, std::size_t size, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const ymq::Message message = connector.recv(kPatience);
    if (message.size() != 1 || message[0].size() != size) throw std::runtime_error("a message came differently");
  }
}

// A sender, its receivers, and the messages between them.
class Path {
 public:
  Path(const Pattern& pattern, Between between, std::size_t size, Way way, Delivery delivery)
      : pattern_(pattern),
        between_(between),
        way_(way),
        delivery_(delivery),
        size_(size),
        count_(messages_of_exchange(size)),
        remote_(between == Between::kTcpToIoThread ? 1 : 0, YMQ_BACKEND_EPOLL),
        far_(between == Between::kInproc ? near_ : remote_),
        sender_(near_, pattern.sender),
        outgoing_(size, count_),
        incoming_(size, count_),
        returned_(size, count_) {
    apply_delivery(sender_);
    const std::string endpoint = sender_.bind(between == Between::kInproc ? "inproc://path" : "tcp://127.0.0.1:*");
    for (std::size_t i = 0; i < pattern.receivers; ++i) add_receiver(endpoint);
    await("the connections", [this] { return drive(), is_connected(); });
    const Sockets sockets;
    // What is left is news of subscriptions.
    await("silence", [&] { return sockets.await_arrival(), drive() == 0; });
    sockets_ = sockets;
  }

  // Messages there, and where the pattern replies back again. They are acknowledged by the clock, so that is left out:
  // it is counted on its own.
  void exchange(Counted counted) {
    transfer(counted);
    await("what is left to acknowledge", [this] { return drive(), is_acknowledged(); });
  }

  // Sends as many messages as may be in flight, and receives them.
  void transfer(Counted counted) {
    send(sender_, outgoing_, counted);
    for (ymq::Connector& receiver : receivers_) receive(receiver, incoming_, counted);
    if (!pattern_.replies) return;
    send(receivers_.front(), incoming_, counted);
    receive(sender_, returned_, counted);
  }

  // The receiver acknowledges what it has received, and the sender lets go of it.
  void acknowledge(Counted counted) {
    std::this_thread::sleep_for(kAcknowledgedAfter);
    run(counted == Counted::kSends, [this] { far_.run({}); });
    sockets_.await_arrival();
    run(counted == Counted::kReceives, [this] { near_.run({}); });
    await("what is left to acknowledge", [this] { return drive(), is_acknowledged(); });
  }

  // How many messages an exchange sends, or receives.
  std::size_t messages(Counted counted) const {
    const std::size_t ways = pattern_.replies ? 2 : 1;
    return count_ * ways * (counted == Counted::kReceives ? receivers_.size() : 1);
  }

 private:
  void apply_delivery(ymq::Connector& connector) const {
    connector.set(YMQ_OPTION_ACKNOWLEDGED_DELIVERY, delivery_ == Delivery::kAcknowledged);
  }

  void add_receiver(const std::string& endpoint) {
    ymq::Connector& receiver = receivers_.emplace_back(far_, pattern_.receiver);
    apply_delivery(receiver);
    if (pattern_.receiver == YMQ_SUB) receiver.subscribe("");
    receiver.connect(endpoint);
  }

  std::size_t drive() { return near_.run({}) + far_.run({}); }

  bool is_connected() const {
    for (const ymq::Connector& receiver : receivers_) {
      if (receiver.stats().links_opened == 0) return false;
    }
    return sender_.stats().links_opened == receivers_.size();
  }

  bool is_acknowledged() const {
    const auto all_of = [](const ymq::Connector& connector) { return connector.stats().messages_unacknowledged == 0; };
    return all_of(sender_) && std::ranges::all_of(receivers_, all_of);
  }

  void send(ymq::Connector& from, const Batch& batch, Counted counted) {
    run(counted == Counted::kSends,
        [&] { way_ == Way::kHandle ? send_handles(from, size_, count_) : batch.send(from, way_); });
    // The first exchanges make the kernel widen its window; until then it keeps something back.
    if (counted == Counted::kNothing) return;
    if (between_ == Between::kInproc) return;
    if (from.stats().messages_queued != 0) throw std::runtime_error("a send was not written at once");
    sockets_.await_arrival();
  }

  void receive(ymq::Connector& by, Batch& batch, Counted counted) {
    if (between_ == Between::kTcpToIoThread) {
      await("the io thread to receive", [&] { return by.stats().messages_waiting == count_; });
    }
    run(counted == Counted::kReceives,
        [&] { way_ == Way::kHandle ? receive_handles(by, size_, count_) : batch.receive(by, way_, count_); });
  }

  const Pattern pattern_;
  const Between between_;
  const Way way_;
  const Delivery delivery_;
  const std::size_t size_;
  const std::size_t count_;
  ymq::IoContext near_{0, YMQ_BACKEND_EPOLL};
  ymq::IoContext remote_;
  ymq::IoContext& far_;
  ymq::Connector sender_;
  std::vector<ymq::Connector> receivers_;
  Sockets sockets_;
  const Batch outgoing_;
  Batch incoming_;
  Batch returned_;
};

// One acknowledgement of a whole exchange.
class Acknowledgement {
 public:
  explicit Acknowledgement(std::size_t size)
      : path_(kPipeline, Between::kTcp, size, Way::kBatch, Delivery::kAcknowledged) {}

  void exchange(Counted counted) {
    path_.transfer(Counted::kNothing);
    path_.acknowledge(counted);
  }
  static std::size_t messages(Counted) { return 1; }

 private:
  Path path_;
};

// Sends to a peer that is not there yet: what a caller does while an io thread, or nobody, has the writing to do.
class Queue {
 public:
  Queue(std::size_t size, Way way) : way_(way), batch_(size, messages_of_exchange(size)) {
    sender_.set(YMQ_OPTION_SEND_HWM, 0);
    sender_.set(YMQ_OPTION_RECONNECT_INTERVAL, INT32_MAX);
    sender_.set(YMQ_OPTION_LINGER, 0);
    sender_.connect("ipc://@ymq-instructions-" + std::to_string(getpid()));
    await("the attempt to connect", [this] { return sender_.stats().connects_failed == 1; });
  }

  void exchange(Counted counted) {
    run(counted == Counted::kSends, [this] { batch_.send(sender_, way_); });
  }
  std::size_t messages(Counted) const { return batch_.messages(); }

 private:
  const Way way_;
  const Batch batch_;
  ymq::IoContext context_{1, YMQ_BACKEND_EPOLL};
  ymq::Connector sender_{context_, YMQ_PUSH};
};

std::string size_name(std::size_t size) {
  return size < 1024 ? std::to_string(size) + " B" : std::to_string(size / 1024) + " KiB";
}

const char* name_of(Between between) {
  switch (between) {
    case Between::kTcp:
      return "tcp";
    case Between::kInproc:
      return "inproc";
    default:
      return "tcp to io thread";
  }
}

const char* name_of(Way way) {
  switch (way) {
    case Way::kBatch:
      return "batch";
    case Way::kSingle:
      return "single";
    default:
      return "handle";
  }
}

std::string name_of(const std::string& start, std::size_t size, Way way) {
  return start + ", " + size_name(size) + ", " + name_of(way);
}

template <typename Path>
void warm_up(Path& path) {
  for (int i = 0; i < kWarmUp; ++i) path.exchange(Counted::kNothing);
}

template <typename Path>
void count(Path& path, Counted counted, const std::string& name) {
  CALLGRIND_ZERO_STATS;
  for (int i = 0; i < kExchanges; ++i) path.exchange(counted);
  CALLGRIND_DUMP_STATS_AT(name.c_str());
  std::printf("%s\t%zu\n", name.c_str(), kExchanges * path.messages(counted));
}

void measure(const Pattern& pattern, Between between, std::size_t size, Way way,
             Delivery delivery = Delivery::kAcknowledged) {
  Path path(pattern, between, size, way, delivery);
  warm_up(path);
  std::string name = name_of(std::string(pattern.name) + ", " + name_of(between), size, way);
  if (delivery == Delivery::kUnacknowledged) name += ", without acknowledgement";
  if (between != Between::kTcpToIoThread) count(path, Counted::kSends, name + ": send");
  count(path, Counted::kReceives, name + ": receive");
}

void measure_queue(std::size_t size, Way way) {
  Queue queue(size, way);
  warm_up(queue);
  count(queue, Counted::kSends, name_of("PUSH into its queue", size, way) + ": send");
}

void measure_pipelines(Between between) {
  for (const std::size_t size : {16, 128, 1024}) {
    measure(kPipeline, between, size, Way::kBatch);
    measure(kPipeline, between, size, Way::kSingle);
  }
  measure(kPipeline, between, 65536, Way::kSingle);
  measure(kPipeline, between, 65536, Way::kHandle);
}

void measure_unacknowledged() {
  for (const std::size_t size : {16, 128, 1024}) {
    measure(kPipeline, Between::kTcp, size, Way::kBatch, Delivery::kUnacknowledged);
  }
  measure(kPipeline, Between::kTcp, 65536, Way::kHandle, Delivery::kUnacknowledged);
}

void measure_acknowledgement(std::size_t size) {
  Acknowledgement acknowledgement(size);
  warm_up(acknowledgement);
  const std::string name = "one acknowledgement of 64 messages, tcp, " + size_name(size);
  count(acknowledgement, Counted::kSends, name + ": send");
  count(acknowledgement, Counted::kReceives, name + ": receive");
}

void measure_all() {
  measure_pipelines(Between::kTcp);
  measure_pipelines(Between::kInproc);
  for (const Way way : {Way::kBatch, Way::kSingle}) {
    measure_queue(128, way);
    measure(kPipeline, Between::kTcpToIoThread, 128, way);
    measure(kRoundTrip, Between::kTcp, 128, way);
    measure(kFanOut, Between::kTcp, 128, way);
  }
  measure_unacknowledged();
  measure_acknowledgement(1024);
}

}  // namespace

int main() {
  std::printf("compiler\t%s\nlibc\t%s\n", __VERSION__, gnu_get_libc_version());
  try {
    measure_all();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_instructions: %s\n", error.what());
    return 1;
  }
}
