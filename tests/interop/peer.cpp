#include "interop/peer.h"

#include <zmq.h>

#include <filesystem>
#include <thread>

#include "catch.h"

namespace interop {
namespace {

constexpr const char* kTypeNames[] = {"PAIR",   "PUB",  "SUB",  "REQ",  "REP", "DEALER",
                                      "ROUTER", "PULL", "PUSH", "XPUB", "XSUB"};

class YmqPeer final : public Peer {
 public:
  explicit YmqPeer(ymq_connector_type type) : connector_(context_, type) {}

  std::string bind(const std::string& endpoint) override { return connector_.bind(endpoint); }
  void connect(const std::string& endpoint) override { connector_.connect(endpoint); }
  void unbind(const std::string& endpoint) override { connector_.unbind(endpoint); }
  void disconnect(const std::string& endpoint) override { connector_.disconnect(endpoint); }
  void subscribe(const std::string& topic) override { connector_.subscribe(topic); }
  void unsubscribe(const std::string& topic) override { connector_.unsubscribe(topic); }
  void set_identity(const std::string& identity) override { connector_.set(YMQ_OPTION_IDENTITY, identity); }
  void set_welcome_message(const std::string& message) override { connector_.set(YMQ_OPTION_WELCOME_MESSAGE, message); }
  bool no_route() const override { return no_route_; }
  void close() override { connector_.close(kPatience); }
  ymq::Connector* connector() override { return &connector_; }

  void set(Setting setting, std::int64_t value) override {
    switch (setting) {
      case Setting::kSendHwm:
        return connector_.set(YMQ_OPTION_SEND_HWM, value);
      case Setting::kReceiveHwm:
        return connector_.set(YMQ_OPTION_RECEIVE_HWM, value);
      case Setting::kRouterMandatory:
        return connector_.set(YMQ_OPTION_ROUTER_MANDATORY, value);
      case Setting::kMaxMessageSize:
        return connector_.set(YMQ_OPTION_MAX_MESSAGE_SIZE, value);
      case Setting::kReconnectInterval:
        connector_.set(YMQ_OPTION_RECONNECT_INTERVAL, value);
        return connector_.set(YMQ_OPTION_RECONNECT_INTERVAL_MAX, value);
      case Setting::kHeartbeatInterval:
        return connector_.set(YMQ_OPTION_HEARTBEAT_INTERVAL, value);
      case Setting::kHeartbeatTimeout:
        return connector_.set(YMQ_OPTION_HEARTBEAT_TIMEOUT, value);
      case Setting::kHeartbeatTtl:
        return connector_.set(YMQ_OPTION_HEARTBEAT_TTL, value);
      case Setting::kXpubVerbose:
        return connector_.set(YMQ_OPTION_XPUB_VERBOSE, value);
      case Setting::kXpubVerboser:
        return connector_.set(YMQ_OPTION_XPUB_VERBOSER, value);
      case Setting::kXpubManual:
        return connector_.set(YMQ_OPTION_XPUB_MANUAL, value);
      case Setting::kPublishWithoutDrops:
        return connector_.set(YMQ_OPTION_PUBLISH_WITHOUT_DROPS, value);
      case Setting::kProbeRouter:
        return connector_.set(YMQ_OPTION_PROBE_ROUTER, value);
      case Setting::kImmediate:
        return connector_.set(YMQ_OPTION_IMMEDIATE, value);
      case Setting::kConflate:
        return connector_.set(YMQ_OPTION_CONFLATE, value);
    }
  }

  bool try_send(const Parts& parts, milliseconds timeout) override {
    ymq::Message message;
    for (const std::string& part : parts) message.add(ymq::bytes_of(part));
    no_route_ = false;
    try {
      return connector_.try_send(std::move(message), timeout);
    } catch (const ymq::Error& error) {
      no_route_ = error.code() == YMQ_HOST_UNREACHABLE;
      if (!no_route_) throw;
      return false;
    }
  }

  std::optional<Parts> try_recv(milliseconds timeout) override {
    const std::optional<ymq::Message> message = connector_.try_recv(timeout);
    if (!message) return std::nullopt;
    Parts parts;
    for (const ymq::Bytes part : message->parts()) parts.emplace_back(ymq::text_of(part));
    return parts;
  }

 private:
  ymq::IoContext context_;
  ymq::Connector connector_;
  bool no_route_ = false;
};

class ZmqPeer final : public Peer {
 public:
  explicit ZmqPeer(int type) : context_(zmq_ctx_new()), socket_(zmq_socket(context_, type)) {
    set_number(ZMQ_LINGER, 0);
  }
  ~ZmqPeer() override {
    if (socket_) zmq_close(socket_);
    zmq_ctx_term(context_);
  }
  ZmqPeer(const ZmqPeer&) = delete;
  ZmqPeer& operator=(const ZmqPeer&) = delete;

  std::string bind(const std::string& endpoint) override {
    must(zmq_bind(socket_, endpoint.c_str()), "zmq_bind " + endpoint);
    char bound[256];
    std::size_t size = sizeof bound;
    must(zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, bound, &size), "ZMQ_LAST_ENDPOINT");
    return bound;
  }
  void connect(const std::string& endpoint) override {
    must(zmq_connect(socket_, endpoint.c_str()), "zmq_connect " + endpoint);
  }
  void unbind(const std::string& endpoint) override { must(zmq_unbind(socket_, endpoint.c_str()), "zmq_unbind"); }
  void disconnect(const std::string& endpoint) override {
    must(zmq_disconnect(socket_, endpoint.c_str()), "zmq_disconnect");
  }
  void subscribe(const std::string& topic) override { set_text(ZMQ_SUBSCRIBE, topic); }
  void unsubscribe(const std::string& topic) override { set_text(ZMQ_UNSUBSCRIBE, topic); }
  void set_identity(const std::string& identity) override { set_text(ZMQ_ROUTING_ID, identity); }
  void set_welcome_message(const std::string& message) override { set_text(ZMQ_XPUB_WELCOME_MSG, message); }
  bool no_route() const override { return no_route_; }

  void close() override {
    set_number(ZMQ_LINGER, static_cast<int>(kPatience.count()));
    zmq_close(socket_);
    socket_ = nullptr;
  }

  void set(Setting setting, std::int64_t value) override {
    switch (setting) {
      case Setting::kSendHwm:
        return set_number(ZMQ_SNDHWM, static_cast<int>(value));
      case Setting::kReceiveHwm:
        return set_number(ZMQ_RCVHWM, static_cast<int>(value));
      case Setting::kRouterMandatory:
        return set_number(ZMQ_ROUTER_MANDATORY, static_cast<int>(value));
      case Setting::kMaxMessageSize:
        return must(zmq_setsockopt(socket_, ZMQ_MAXMSGSIZE, &value, sizeof value), "ZMQ_MAXMSGSIZE");
      case Setting::kReconnectInterval:
        return set_number(ZMQ_RECONNECT_IVL, static_cast<int>(value));
      case Setting::kHeartbeatInterval:
        return set_number(ZMQ_HEARTBEAT_IVL, static_cast<int>(value));
      case Setting::kHeartbeatTimeout:
        return set_number(ZMQ_HEARTBEAT_TIMEOUT, static_cast<int>(value));
      case Setting::kHeartbeatTtl:
        return set_number(ZMQ_HEARTBEAT_TTL, static_cast<int>(value));
      case Setting::kXpubVerbose:
        return set_number(ZMQ_XPUB_VERBOSE, static_cast<int>(value));
      case Setting::kXpubVerboser:
        return set_number(ZMQ_XPUB_VERBOSER, static_cast<int>(value));
      case Setting::kXpubManual:
        return set_number(ZMQ_XPUB_MANUAL, static_cast<int>(value));
      case Setting::kPublishWithoutDrops:
        return set_number(ZMQ_XPUB_NODROP, static_cast<int>(value));
      case Setting::kProbeRouter:
        return set_number(ZMQ_PROBE_ROUTER, static_cast<int>(value));
      case Setting::kImmediate:
        return set_number(ZMQ_IMMEDIATE, static_cast<int>(value));
      case Setting::kConflate:
        return set_number(ZMQ_CONFLATE, static_cast<int>(value));
    }
  }

  bool try_send(const Parts& parts, milliseconds timeout) override {
    set_number(ZMQ_SNDTIMEO, static_cast<int>(timeout.count()));
    no_route_ = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const int more = i + 1 < parts.size() ? ZMQ_SNDMORE : 0;
      if (zmq_send(socket_, parts[i].data(), parts[i].size(), more) >= 0) continue;
      no_route_ = zmq_errno() == EHOSTUNREACH;
      if (no_route_ || zmq_errno() == EAGAIN) return false;
      fail("zmq_send");
    }
    return true;
  }

  std::optional<Parts> try_recv(milliseconds timeout) override {
    set_number(ZMQ_RCVTIMEO, static_cast<int>(timeout.count()));
    Parts parts;
    for (bool more = true; more;) {
      zmq_msg_t frame;
      zmq_msg_init(&frame);
      if (zmq_msg_recv(&frame, socket_, 0) < 0) {
        if (zmq_errno() != EAGAIN) fail("zmq_msg_recv");
        return std::nullopt;
      }
      parts.emplace_back(static_cast<const char*>(zmq_msg_data(&frame)), zmq_msg_size(&frame));
      more = zmq_msg_more(&frame) != 0;
      zmq_msg_close(&frame);
    }
    return parts;
  }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw std::runtime_error(what + ": " + zmq_strerror(zmq_errno()));
  }
  static void must(int result, const std::string& what) {
    if (result < 0) fail(what);
  }
  void set_number(int option, int value) { must(zmq_setsockopt(socket_, option, &value, sizeof value), "setsockopt"); }
  void set_text(int option, const std::string& value) {
    must(zmq_setsockopt(socket_, option, value.data(), value.size()), "setsockopt");
  }

  void* context_;
  void* socket_;
  bool no_route_ = false;
};

// Bytes in which a shift, a swap or a cut shows.
std::string body_of(std::size_t size) {
  std::string body(size, '\0');
  for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>((i * 131 + i / 256 * 17 + size) & 0xff);
  return body;
}

std::vector<Parts> make_sample_messages() {
  std::vector<Parts> messages;
  for (const std::size_t size : {0u, 1u, 254u, 255u, 256u, 8192u, 65536u, 1u << 20})
    messages.push_back({body_of(size)});
  for (std::size_t count = 1; count <= 10; ++count) {
    Parts parts;
    for (std::size_t i = 0; i < count; ++i) parts.push_back(body_of((i * 97 + count) % 4 == 0 ? 0 : i * 97 + count));
    messages.push_back(std::move(parts));
  }
  messages.push_back({"", "", ""});
  messages.push_back({body_of(65536), "", body_of(300), body_of(100'000), ""});
  return messages;
}

}  // namespace

const char* name_of(Library library) { return library == Library::kYmq ? "libymq" : "libzmq"; }
const char* name_of(ymq_connector_type type) { return kTypeNames[type]; }

std::unique_ptr<Peer> make_peer(Library library, ymq_connector_type type) {
  if (library == Library::kYmq) return std::make_unique<YmqPeer>(type);
  return make_zmq_peer(type);
}

std::unique_ptr<Peer> make_zmq_peer(int type) { return std::make_unique<ZmqPeer>(type); }

std::string free_endpoint(const std::string& transport) {
  static int count = 0;
  if (transport == "tcp") return make_peer(Library::kZmq, YMQ_PULL)->bind("tcp://127.0.0.1:*");
  const std::string name = "ymq-" + std::to_string(getpid()) + "-" + std::to_string(++count);
  return "ipc://" + (std::filesystem::temp_directory_path() / name).string();
}

void Peer::send(const Parts& parts) {
  if (!try_send(parts, kPatience)) throw std::runtime_error("could not send " + describe(parts));
}

Parts Peer::recv() {
  std::optional<Parts> parts = try_recv(kPatience);
  if (!parts) throw std::runtime_error("nothing was received");
  return std::move(*parts);
}

void Peer::send_when_routable(const Parts& parts) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!try_send(parts, milliseconds(0))) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("no route for " + describe(parts));
    std::this_thread::yield();
  }
}

const std::vector<Parts>& sample_messages() {
  static const std::vector<Parts> messages = make_sample_messages();
  return messages;
}

std::string describe(const Parts& parts) {
  std::string text = std::to_string(parts.size()) + " parts:";
  for (const std::string& part : parts) {
    text += " " + std::to_string(part.size());
    if (part.size() <= 16) text += " " + Catch::Detail::stringify(part);
  }
  return text;
}

void require_same(const Parts& received, const Parts& sent) {
  if (received == sent) {
    SUCCEED();
    return;
  }
  INFO("sent " << describe(sent) << "; received " << describe(received));
  for (std::size_t i = 0; i < std::min(sent.size(), received.size()); ++i) {
    const auto [left, right] = std::mismatch(sent[i].begin(), sent[i].end(), received[i].begin(), received[i].end());
    if (left == sent[i].end() && right == received[i].end()) continue;
    FAIL("part " << i << " differs from byte " << left - sent[i].begin() << " on");
  }
  FAIL("the number of parts differs");
}

Parts operator+(Parts head, const Parts& tail) {
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

Parts small_message(std::size_t index) { return {"message " + std::to_string(index)}; }

void remove_limits(Peer& peer) {
  peer.set(Setting::kSendHwm, 0);
  peer.set(Setting::kReceiveHwm, 0);
}

void await_subscription(Peer& publisher, Peer& subscriber, const std::string& topic) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  do {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("the subscription did not arrive");
    publisher.send({topic, "probe"});
  } while (!subscriber.try_recv(milliseconds(5)));
  publisher.send({topic, "end of probes"});
  while (subscriber.recv() != Parts{topic, "end of probes"}) continue;
}

}  // namespace interop
