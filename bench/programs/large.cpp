#include "support.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "One message of one large part, PUSH to PULL: in two processes, or for inproc in two threads. Prints how many "
    "times\n"
    "the part stood in the memory of each side at the worst moment (sender_copies, receiver_copies; inproc: all in\n"
    "sender_copies): the peak of the resident set, less what was resident before, over the size. The sender's "
    "includes\n"
    "the one copy in which the application made the data. Prints the seconds from the send to the receipt as well.\n"
    "\n"
    "Both ways use what the library has to avoid copies:\n"
    "  ymq  a message handle whose memory the library hands out to be written, sent by reference; received as a "
    "handle\n"
    "  zmq  zmq_msg_init_data over memory of the application, which libzmq sends as it is; received as a zmq_msg_t";

// What both sides share.
struct Stage {
  Meeting meeting;
  Event received;
  double sender_copies = 0;
  double receiver_copies = 0;
  double began = 0;
  double ended = 0;
};

// How much more memory the process has had at its peak, since this was made.
class Peak {
 public:
  Peak() {
    std::FILE* file = std::fopen("/proc/self/clear_refs", "w");
    if (!file || std::fputs("5", file) < 0 || std::fclose(file) != 0) fail("the peak of memory cannot be set back");
    before_ = bytes_of("VmRSS");
  }
  double over(std::uint64_t size) const {
    return static_cast<double>(bytes_of("VmHWM") - before_) / static_cast<double>(size);
  }

 private:
  static std::int64_t bytes_of(const std::string& name) {
    std::FILE* file = std::fopen("/proc/self/status", "r");
    if (!file) fail("/proc/self/status");
    const std::string pattern = name + ": %lld kB";
    char line[256];
    long long kilobytes = -1;
    while (kilobytes < 0 && std::fgets(line, sizeof line, file)) std::sscanf(line, pattern.c_str(), &kilobytes);
    std::fclose(file);
    if (kilobytes < 0) fail("no " + name + " in /proc/self/status");
    return kilobytes * 1024;
  }

  std::int64_t before_;
};

// The bytes at any place can be computed, so that no second copy is needed to compare with.
std::uint64_t word_at(std::uint64_t offset) { return (offset + 1) * 0x9e3779b97f4a7c15; }

void fill(std::uint8_t* data, std::uint64_t size) {
  for (std::uint64_t offset = 0; offset < size; offset += sizeof(std::uint64_t)) {
    const std::uint64_t word = word_at(offset);
    std::memcpy(data + offset, &word, std::min(size - offset, sizeof word));
  }
}

void check(const std::uint8_t* data, std::uint64_t size, std::uint64_t expected_size) {
  if (size != expected_size) fail("the message has " + std::to_string(size) + " bytes");
  for (std::uint64_t offset = 0; offset < size; offset += sizeof(std::uint64_t)) {
    const std::uint64_t word = word_at(offset);
    if (std::memcmp(data + offset, &word, std::min(size - offset, sizeof word)) != 0) {
      fail("the message is damaged at " + std::to_string(offset));
    }
  }
}

// Each way holds one message: what is to be sent, or what was received.
class Ymq {
 public:
  using End = YmqEnd;
  static constexpr int kPush = YMQ_PUSH;
  static constexpr int kPull = YMQ_PULL;

  void make(std::uint64_t size) {
    std::uint8_t* data = nullptr;
    ymq_must(message_init(&message_), "message_init");
    ymq_must(message_add_part(message_, nullptr, size, &data), "message_add_part");
    fill(data, size);
  }
  void send(End& end) { ymq_must(connector_send_message_sync(end.get(), message_, -1), "connector_send_message_sync"); }
  void receive(End& end) {
    ymq_must(connector_recv_message_sync(end.get(), &message_, -1), "connector_recv_message_sync");
  }
  void check_and_release(std::uint64_t expected_size) {
    std::uint8_t* data = nullptr;
    std::uint64_t size = 0;
    ymq_must(message_part(message_, 0, &data, &size), "message_part");
    check(data, size, expected_size);
    ymq_must(message_destroy(message_), "message_destroy");
  }

 private:
  ymq_message message_ = 0;
};

class Zmq {
 public:
  using End = ZmqEnd;
  static constexpr int kPush = ZMQ_PUSH;
  static constexpr int kPull = ZMQ_PULL;

  void make(std::uint64_t size) {
    auto* data = static_cast<std::uint8_t*>(std::malloc(size));
    if (!data) fail("no memory for the message");
    fill(data, size);
    const auto release = [](void* memory, void*) { std::free(memory); };
    zmq_must(zmq_msg_init_data(&message_, data, size, release, nullptr), "zmq_msg_init_data");
  }
  void send(End& end) { zmq_must(zmq_msg_send(&message_, end.get(), 0), "zmq_msg_send"); }
  void receive(End& end) {
    zmq_msg_init(&message_);
    zmq_must(zmq_msg_recv(&message_, end.get(), 0), "zmq_msg_recv");
  }
  void check_and_release(std::uint64_t expected_size) {
    check(static_cast<const std::uint8_t*>(zmq_msg_data(&message_)), zmq_msg_size(&message_), expected_size);
    zmq_msg_close(&message_);
  }

 private:
  zmq_msg_t message_;
};

template <typename Way>
void run(const Options& options, Stage& stage) {
  using Context = typename Way::End::Context;
  const auto sender = [&](Context& context) {
    typename Way::End end(context, Way::kPush, options);
    end.connect(stage.meeting.endpoint());
    const Peak peak;
    Way way;
    way.make(options.size);
    stage.began = seconds();
    way.send(end);
    stage.received.wait();
    stage.sender_copies = peak.over(options.size);
  };
  const auto receiver = [&](Context& context) {
    typename Way::End end(context, Way::kPull, options);
    const Peak peak;
    stage.meeting.bound(end.bind(fresh_endpoint(options)));
    Way way;
    way.receive(end);
    stage.ended = seconds();
    way.check_and_release(options.size);
    stage.receiver_copies = options.inproc() ? 0 : peak.over(options.size);
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
  options.size = std::uint64_t{512} << 20;
  options.count = 1;
  parse(argc, argv, kAbout, options);
  if (options.count != 1) fail("--count is 1 here: there is one message");
  auto& stage = shared<Stage>();
  run_way(options, stage);
  report(options, {{"sender_copies", stage.sender_copies},
                   {"receiver_copies", stage.receiver_copies},
                   {"seconds", stage.ended - stage.began}});
  return 0;
}
