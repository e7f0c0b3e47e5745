#include "many_peers.h"

namespace {

using namespace bench;

constexpr const char* kAbout =
    "A ROUTER and many DEALERs that send back what they get, in two processes. Each peer says hello once; then there "
    "are\n"
    "always --window messages on their way to it or back, at most 4096 for all peers together. The application checks\n"
    "each echo and answers it with the peer's next message, made of the echo itself by changing its number. Prints\n"
    "messages_per_second (echoes, of which --count are measured) and router_cpu_ns, the processor time of the "
    "ROUTER's\n"
    "process for each echo. The peers are the same bare sockets in one thread for every library.\n"
    "\n"
    "Ways:\n"
    "  ymq-batch   connector_recv_sync takes what is there, connector_send_sync answers all of it\n"
    "  ymq-single  the same calls, one message each\n"
    "  zmq         zmq_msg_recv and zmq_msg_send, two parts each\n"
    "  raw         the limit: a bare epoll loop that answers each stretch of bytes it reads with one write";

struct Settings {
  Options options;
  std::uint64_t peers = 8;
  std::uint64_t window = 16;
};

struct Figures {
  double messages_per_second = 0;
  double router_cpu_ns = 0;
};

constexpr std::uint64_t kInFlight = 4096;

void complete(Settings& settings) {
  const Options& options = settings.options;
  settings.window = std::min(settings.window, std::max<std::uint64_t>(1, kInFlight / settings.peers));
  if (settings.window == 0) fail("--window must be at least 1");
  if (options.size < sizeof(std::uint64_t)) fail("--size must be at least 8: messages name their peer");
  // A ROUTER drops at the mark, and libzmq hears of half as many messages at a time that they have left.
  if (options.hwm != 0 && static_cast<std::uint64_t>(options.hwm) < 2 * settings.window) {
    fail("--hwm must be 0 or at least twice the window of " + std::to_string(settings.window) + " messages");
  }
}

// What the application knows of its peers: the routing id and which message each has to send back next. The number in a
// message is that of the peer, above that of the message among those for this peer.
class Conversation {
 public:
  explicit Conversation(const Settings& settings)
      : payload_(settings.options.size), window_(settings.window), ids_(settings.peers), next_(settings.peers) {}

  bool has_met_all() const { return met_ == ids_.size(); }

  // Takes note of a hello, or checks an echo and makes it the peer's next message.
  void take(std::string_view id, std::uint8_t* body, std::size_t size) {
    has_met_all() ? answer(id, body, size) : meet(id, body, size);
  }

  // The first messages of each peer, handed to `send(id, body, size)`.
  template <typename Send>
  void open(Send&& send) {
    std::vector<std::uint8_t> body(payload_.size());
    payload_.fill(body.data());
    for (std::uint64_t i = 0; i < window_; ++i) {
      for (std::uint64_t peer = 0; peer < ids_.size(); ++peer) {
        payload_.number(body.data(), peer << 32 | i);
        send(std::string_view(ids_[peer]), body.data(), body.size());
      }
    }
  }

 private:
  static std::uint64_t number_in(const std::uint8_t* body, std::size_t size) {
    std::uint64_t number = 0;
    if (size < sizeof number) fail("a message of " + std::to_string(size) + " bytes");
    std::memcpy(&number, body, sizeof number);
    return number;
  }

  void meet(std::string_view id, const std::uint8_t* body, std::size_t size) {
    const std::uint64_t peer = number_in(body, size);
    if (peer >= ids_.size() || !ids_[peer].empty() || id.empty()) fail("an unexpected hello");
    ids_[peer] = id;
    ++met_;
  }

  void answer(std::string_view id, std::uint8_t* body, std::size_t size) {
    const std::uint64_t peer = number_in(body, size) >> 32;
    if (peer >= ids_.size() || id != ids_[peer]) fail("an echo came from another peer than the message went to");
    const std::uint64_t number = peer << 32 | next_[peer]++;
    payload_.check(body, size, number);
    payload_.number(body, number + window_);
  }

  const Payload payload_;
  const std::uint64_t window_;
  std::vector<std::string> ids_;
  std::vector<std::uint32_t> next_;
  std::size_t met_ = 0;
};

// Every way has `bind`, `send` to one peer, and `exchange`, which waits for messages, hands them to the conversation,
// sends them back as it leaves them if told to, and returns how many they were.
template <std::uint32_t kMostMessages>
class YmqRouter {
 public:
  YmqRouter(const Settings& settings, Conversation& conversation)
      : conversation_(conversation),
        context_(settings.options),
        end_(context_, YMQ_ROUTER, settings.options),
        bytes_(slab_bytes(settings)),
        parts_(2 * kMostMessages) {}

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }

  void send(std::string_view id, const std::uint8_t* body, std::size_t size) {
    const std::string message = std::string(id) + std::string(reinterpret_cast<const char*>(body), size);
    const ymq_part parts[] = {{id.size(), YMQ_PART_MORE, 0}, {size, 0, 0}};
    send_all(reinterpret_cast<const std::uint8_t*>(message.data()), message.size(), parts, 2);
  }

  std::uint64_t exchange(bool answer) {
    const auto capacity = static_cast<std::uint32_t>(parts_.size());
    const auto count = static_cast<std::uint32_t>(ymq_must(
        connector_recv_sync(end_.get(), bytes_.data(), bytes_.size(), parts_.data(), capacity, kMostMessages, -1),
        "connector_recv_sync"));
    const std::size_t size = hand_over(count);
    if (answer) send_all(bytes_.data(), size, parts_.data(), count);
    return count / 2;
  }

 private:
  // Room for all that can be there, so that one call takes it, but for very large messages. Where a call leaves some it
  // takes one message of each peer in turn, and each peer then gets its answers one by one.
  static std::size_t slab_bytes(const Settings& settings) {
    constexpr std::size_t kMost = 4 * 1024 * 1024;
    const std::size_t message = settings.options.size + 256;
    return std::max(message, std::min(kMost, message * settings.peers * settings.window));
  }

  // Returns how many bytes the parts have together.
  std::size_t hand_over(std::uint32_t count) {
    std::uint8_t* at = bytes_.data();
    for (std::uint32_t i = 0; i < count; i += 2) {
      const ymq_part& id = parts_[i];
      const ymq_part& body = parts_[i + 1];
      if (id.flags != YMQ_PART_MORE || body.flags != 0) fail("a message that has not two parts");
      conversation_.take({reinterpret_cast<const char*>(at), id.size}, at + id.size, body.size);
      at += id.size + body.size;
    }
    return static_cast<std::size_t>(at - bytes_.data());
  }

  void send_all(const std::uint8_t* bytes, std::size_t size, const ymq_part* parts, std::uint32_t count) {
    const int sent = ymq_must(connector_send_sync(end_.get(), bytes, size, parts, count, -1), "connector_send_sync");
    if (static_cast<std::uint32_t>(sent) != count / 2) fail("not all answers were accepted");
  }

  Conversation& conversation_;
  YmqContext context_;
  YmqEnd end_;
  std::vector<std::uint8_t> bytes_;
  std::vector<ymq_part> parts_;
};

class ZmqRouter {
 public:
  ZmqRouter(const Settings& settings, Conversation& conversation)
      : conversation_(conversation), context_(settings.options), end_(context_, ZMQ_ROUTER, settings.options) {
    zmq_msg_init(&id_);
    zmq_msg_init(&body_);
  }
  ~ZmqRouter() {
    zmq_msg_close(&id_);
    zmq_msg_close(&body_);
  }
  ZmqRouter(const ZmqRouter&) = delete;
  ZmqRouter& operator=(const ZmqRouter&) = delete;

  std::string bind(const std::string& endpoint) { return end_.bind(endpoint); }

  void send(std::string_view id, const std::uint8_t* body, std::size_t size) {
    zmq_must(zmq_send(end_.get(), id.data(), id.size(), ZMQ_SNDMORE), "zmq_send");
    zmq_must(zmq_send(end_.get(), body, size, 0), "zmq_send");
  }

  std::uint64_t exchange(bool answer) {
    zmq_must(zmq_msg_recv(&id_, end_.get(), 0), "zmq_msg_recv");
    zmq_must(zmq_msg_recv(&body_, end_.get(), 0), "zmq_msg_recv");
    if (zmq_msg_more(&body_)) fail("a message that has not two parts");
    conversation_.take({static_cast<const char*>(zmq_msg_data(&id_)), zmq_msg_size(&id_)},
                       static_cast<std::uint8_t*>(zmq_msg_data(&body_)), zmq_msg_size(&body_));
    if (answer) send_back();
    return 1;
  }

 private:
  void send_back() {
    zmq_must(zmq_msg_send(&id_, end_.get(), ZMQ_SNDMORE), "zmq_msg_send");
    zmq_must(zmq_msg_send(&body_, end_.get(), 0), "zmq_msg_send");
  }

  Conversation& conversation_;
  ZmqContext context_;
  ZmqEnd end_;
  zmq_msg_t id_;
  zmq_msg_t body_;
};

class RawRouter {
 public:
  RawRouter(const Settings& settings, Conversation& conversation)
      : conversation_(conversation),
        connections_(settings.options, "ROUTER", *this),
        buffer_(std::max<std::size_t>(zmtp::kReadBytes, settings.options.size + 64)) {}

  std::string bind(const std::string& endpoint) { return connections_.listen(endpoint); }

  void send(std::string_view id, const std::uint8_t* body, std::size_t size) {
    std::uint64_t index = 0;
    std::memcpy(&index, id.data(), sizeof index);
    zmtp::Connection& connection = *connections_.all()[index];
    connection.send(zmtp::frame_of(0, {reinterpret_cast<const char*>(body), size}));
    connections_.watch_for_room(connection);
  }

  std::uint64_t exchange(bool answer) {
    answers_ = answer;
    taken_ = 0;
    connections_.turn(-1);
    return taken_;
  }

  void begin(zmtp::Connection&) {}
  void writable(zmtp::Connection&) {}
  bool readable(zmtp::Connection& connection) {
    const std::uint64_t index = connection.index();
    const std::string_view id(reinterpret_cast<const char*>(&index), sizeof index);
    const auto [frames, size] = connection.receive_frames(buffer_, [&](const zmtp::Frame& frame) {
      conversation_.take(id, frame.body, frame.size);
      ++taken_;
    });
    if (!frames) fail("a peer closed its connection");
    if (answers_ && size > 0) connection.send(frames, size);
    return true;
  }

 private:
  Conversation& conversation_;
  zmtp::Connections<RawRouter> connections_;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t taken_ = 0;
  bool answers_ = false;
};

template <typename Router>
void run_router(const Settings& settings, Meeting& meeting, Figures& figures) {
  Conversation conversation(settings);
  Router router(settings, conversation);
  meeting.bound(router.bind(fresh_endpoint(settings.options)));
  while (!conversation.has_met_all()) router.exchange(false);
  conversation.open([&](auto... message) { router.send(message...); });
  Meter meter(settings.options.count);
  while (!meter.complete()) meter.add(router.exchange(true));
  for (std::uint64_t left = settings.peers * settings.window; left > 0;) left -= router.exchange(false);
  figures = {meter.per_second(), meter.cpu_ns()};
}

void run_way(const Settings& settings, Meeting& meeting, Figures& figures) {
  const std::string& way = settings.options.way;
  if (way == "ymq-batch") return run_router<YmqRouter<4096>>(settings, meeting, figures);
  if (way == "ymq-single") return run_router<YmqRouter<1>>(settings, meeting, figures);
  if (way == "zmq") return run_router<ZmqRouter>(settings, meeting, figures);
  if (way == "raw") return run_router<RawRouter>(settings, meeting, figures);
  fail_for_way(settings.options);
}

// A peer: sends back whatever bytes come, once it has said who it is.
class Echo {
 public:
  void begin(zmtp::Connection& connection) {
    const std::uint64_t number = connection.index();
    connection.send(zmtp::frame_of(0, {reinterpret_cast<const char*>(&number), sizeof number}));
  }
  void writable(zmtp::Connection&) {}
  bool readable(zmtp::Connection& connection) {
    const std::ptrdiff_t size = connection.receive(buffer_.data(), buffer_.size());
    if (size > 0) connection.send(buffer_.data(), static_cast<std::size_t>(size));
    return size >= 0;
  }

 private:
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(zmtp::kReadBytes);
};

// Ends when the application has closed all connections.
void run_peers(const Settings& settings, Meeting& meeting) {
  Echo echo;
  zmtp::Connections<Echo> connections(settings.options, "DEALER", echo);
  connections.connect(meeting.endpoint(), settings.peers);
  while (connections.open() > 0) connections.turn(-1);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  settings.options.way = "ymq-batch";
  parse_for_peers(argc, argv, kAbout, settings.options, settings.peers, {{"window", &settings.window}});
  complete(settings);
  auto& meeting = shared<Meeting>();
  auto& figures = shared<Figures>();
  run_processes(settings.options,
                {[&] { run_way(settings, meeting, figures); }, [&] { run_peers(settings, meeting); }});
  report(settings.options,
         {{"messages_per_second", figures.messages_per_second}, {"router_cpu_ns", figures.router_cpu_ns}});
  return 0;
}
