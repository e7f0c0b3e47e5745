#include <zmq.h>

#include <cstring>
#include <map>
#include <stdexcept>
#include <utility>

#include "scenarios/end.h"

namespace scenarios {
namespace {

// As long as a connector of libymq lingers.
constexpr int kLingerMs = 1000;

const std::map<std::string, int> kTypes = {{"pair", ZMQ_PAIR},     {"pub", ZMQ_PUB},   {"sub", ZMQ_SUB},
                                           {"req", ZMQ_REQ},       {"rep", ZMQ_REP},   {"dealer", ZMQ_DEALER},
                                           {"router", ZMQ_ROUTER}, {"pull", ZMQ_PULL}, {"push", ZMQ_PUSH},
                                           {"xpub", ZMQ_XPUB},     {"xsub", ZMQ_XSUB}, {"stream", ZMQ_STREAM}};

// Those that the list counts among what libzmq has, too.
const std::map<std::string, int> kOptions = {{"identity", ZMQ_ROUTING_ID},
                                             {"send_hwm", ZMQ_SNDHWM},
                                             {"receive_hwm", ZMQ_RCVHWM},
                                             {"linger", ZMQ_LINGER},
                                             {"reconnect_interval", ZMQ_RECONNECT_IVL},
                                             {"reconnect_interval_max", ZMQ_RECONNECT_IVL_MAX},
                                             {"router_mandatory", ZMQ_ROUTER_MANDATORY},
                                             {"last_endpoint", ZMQ_LAST_ENDPOINT},
                                             {"xpub_verbose", ZMQ_XPUB_VERBOSE},
                                             {"xpub_verboser", ZMQ_XPUB_VERBOSER},
                                             {"xpub_manual", ZMQ_XPUB_MANUAL},
                                             {"publish_without_drops", ZMQ_XPUB_NODROP},
                                             {"welcome_message", ZMQ_XPUB_WELCOME_MSG},
                                             {"invert_matching", ZMQ_INVERT_MATCHING},
                                             {"immediate", ZMQ_IMMEDIATE},
                                             {"conflate", ZMQ_CONFLATE},
                                             {"probe_router", ZMQ_PROBE_ROUTER},
                                             {"router_raw", ZMQ_ROUTER_RAW},
                                             {"stream_notify", ZMQ_STREAM_NOTIFY},
                                             {"plain_server", ZMQ_PLAIN_SERVER},
                                             {"plain_username", ZMQ_PLAIN_USERNAME},
                                             {"plain_password", ZMQ_PLAIN_PASSWORD},
                                             {"curve_server", ZMQ_CURVE_SERVER},
                                             {"curve_public_key", ZMQ_CURVE_PUBLICKEY},
                                             {"curve_secret_key", ZMQ_CURVE_SECRETKEY},
                                             {"curve_server_key", ZMQ_CURVE_SERVERKEY},
                                             {"zap_domain", ZMQ_ZAP_DOMAIN},
                                             {"mechanism", ZMQ_MECHANISM},
                                             {"socks_proxy", ZMQ_SOCKS_PROXY},
                                             {"subscribe", ZMQ_SUBSCRIBE},
                                             {"unsubscribe", ZMQ_UNSUBSCRIBE}};

// Events of a monitor by the counters of libymq that stand for the same.
const std::map<std::string, int> kCounted = {
    {"links_opened", ZMQ_EVENT_HANDSHAKE_SUCCEEDED},
    {"links_closed", ZMQ_EVENT_DISCONNECTED},
    {"handshakes_failed",
     ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH}};

// What libymq calls an error of libzmq.
std::string name_of_error(int error) {
  switch (error) {
    case EFSM:
      return "WRONG_STATE";
    case EINVAL:
      return "INVALID_ARGUMENT";
    case EHOSTUNREACH:
      return "HOST_UNREACHABLE";
    case ENOTSUP:
      return "NOT_SUPPORTED";
    case EADDRINUSE:
      return "ADDRESS_IN_USE";
    case ENOENT:
      return "NOT_FOUND";
    case EPROTONOSUPPORT:
      return "UNSUPPORTED_TRANSPORT";
    default:
      return zmq_strerror(error);
  }
}

std::string name_of(int result) { return result >= 0 ? "OK" : name_of_error(zmq_errno()); }

// A call that waited in vain.
std::string name_of(int result, std::int64_t timeout_ms) {
  if (result >= 0 || zmq_errno() != EAGAIN) return name_of(result);
  return timeout_ms == 0 ? "AGAIN" : "TIMED_OUT";
}

int must(int result, const std::string& what) {
  if (result < 0) throw std::runtime_error(what + ": " + zmq_strerror(zmq_errno()));
  return result;
}

// Returns when the io thread of a context, of which there is one, has ended what it was at.
void pass_io_thread(void* context) {
  void* const from = zmq_socket(context, ZMQ_PAIR);
  void* const to = zmq_socket(context, ZMQ_PAIR);
  char endpoint[256];
  std::size_t size = sizeof endpoint;
  must(zmq_bind(to, "tcp://127.0.0.1:*"), "zmq_bind");
  must(zmq_getsockopt(to, ZMQ_LAST_ENDPOINT, endpoint, &size), "ZMQ_LAST_ENDPOINT");
  must(zmq_connect(from, endpoint), "zmq_connect");
  must(zmq_send(from, "", 0, 0), "zmq_send");
  must(zmq_recv(to, endpoint, sizeof endpoint, 0), "zmq_recv");
  zmq_close(from);
  zmq_close(to);
}

// Counts what a socket's monitor tells.
class Monitor {
 public:
  Monitor(void* context, void* socket) : socket_(zmq_socket(context, ZMQ_PAIR)) {
    static int count = 0;
    const std::string endpoint = "inproc://monitor-" + std::to_string(++count);
    int events = 0;
    for (const auto& [field, kinds] : kCounted) events |= kinds;
    must(zmq_socket_monitor(socket, endpoint.c_str(), events), "zmq_socket_monitor");
    must(zmq_connect(socket_, endpoint.c_str()), "zmq_connect " + endpoint);
  }
  ~Monitor() { zmq_close(socket_); }
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  std::uint64_t count(int events) {
    unsigned char record[256];
    while (zmq_recv(socket_, record, sizeof record, ZMQ_DONTWAIT) >= 0) {
      std::uint16_t kind = 0;
      std::memcpy(&kind, record, sizeof kind);
      ++counts_[kind];
      must(zmq_recv(socket_, record, sizeof record, 0), "the endpoint of an event");
    }
    std::uint64_t total = 0;
    for (const auto& [kind, number] : counts_) total += kind & events ? number : 0;
    return total;
  }

 private:
  void* const socket_;
  std::map<int, std::uint64_t> counts_;
};

class ZmqEnd final : public End {
 public:
  ZmqEnd(void* context, int type) : context_(context), socket_(zmq_socket(context, type)), monitor_(context, socket_) {
    set_number(ZMQ_LINGER, kLingerMs);
    zmq_msg_init(&received_);
  }
  ~ZmqEnd() override {
    zmq_msg_close(&received_);
    if (!socket_) return;
    set_number(ZMQ_LINGER, 0);
    zmq_close(socket_);
  }
  ZmqEnd(const ZmqEnd&) = delete;
  ZmqEnd& operator=(const ZmqEnd&) = delete;

  std::string bind(const std::string& endpoint, std::string& bound) override {
    const int result = zmq_bind(socket_, endpoint.c_str());
    if (result >= 0) bound = std::get<std::string>(get("last_endpoint"));
    return name_of(result);
  }

  std::string go(const std::string& verb, const std::string& endpoint) override {
    static const std::map<std::string, decltype(&zmq_connect)> kCalls = {
        {"connect", zmq_connect}, {"unbind", zmq_unbind}, {"disconnect", zmq_disconnect}};
    return name_of(kCalls.at(verb)(socket_, endpoint.c_str()));
  }

  std::string concern(const std::string& verb, const std::string& topic) override { return set(verb, topic); }

  std::string set(const std::string& option, const Value& value) override {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      return name_of(set_number(kOptions.at(option), static_cast<int>(*number)));
    }
    const auto& text = std::get<std::string>(value);
    return name_of(zmq_setsockopt(socket_, kOptions.at(option), text.data(), text.size()));
  }

  Value get(const std::string& option) override {
    if (option == "identity") return text_of(option);
    // With a zero behind it.
    if (option == "last_endpoint") return std::string(text_of(option).c_str());
    int number = 0;
    std::size_t size = sizeof number;
    must(zmq_getsockopt(socket_, kOptions.at(option), &number, &size), option);
    return std::int64_t{number};
  }

  std::string send(const Parts& parts, std::int64_t timeout_ms) override {
    set_number(ZMQ_SNDTIMEO, static_cast<int>(timeout_ms));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const int more = i + 1 < parts.size() ? ZMQ_SNDMORE : 0;
      const int result = zmq_send(socket_, parts[i].data(), parts[i].size(), more);
      if (result < 0) return name_of(result, timeout_ms);
    }
    return "OK";
  }

  std::string receive(Parts& parts, std::int64_t timeout_ms) override {
    set_number(ZMQ_RCVTIMEO, static_cast<int>(timeout_ms));
    parts.clear();
    for (bool more = true; more;) {
      zmq_msg_t part;
      zmq_msg_init(&part);
      const int result = zmq_msg_recv(&part, socket_, 0);
      if (result < 0) return name_of(result, timeout_ms);
      if (parts.empty()) keep(part);
      parts.emplace_back(static_cast<const char*>(zmq_msg_data(&part)), zmq_msg_size(&part));
      more = zmq_msg_more(&part) != 0;
      zmq_msg_close(&part);
    }
    return "OK";
  }

  std::string connect_as(const std::string& endpoint, const std::string& id) override {
    const int result = zmq_setsockopt(socket_, ZMQ_CONNECT_ROUTING_ID, id.data(), id.size());
    return result < 0 ? name_of(result) : go("connect", endpoint);
  }
  std::string connect_peer(const std::string&, std::string&) override { lack("routing ids of this kind"); }
  std::string wait_for_peers(std::uint32_t, std::int64_t) override { lack("waits for peers"); }
  std::string wait_for_subscribers(const std::string&, std::uint32_t, std::int64_t) override {
    lack("waits for subscribers");
  }

  void start() override { lack("operations that wait beside a thread"); }
  std::string finish(Parts&) override { lack("operations that wait beside a thread"); }
  void close() override { zmq_close(std::exchange(socket_, nullptr)); }

  // A socket hears of its links only in calls, reading its state is one, and only after its monitor.
  std::uint64_t counter(const std::string& field) override {
    const std::uint64_t count = monitor_.count(kCounted.at(field));
    if (std::exchange(counts_[field], count) != count) pass_io_thread(context_);
    int events = 0;
    std::size_t size = sizeof events;
    must(zmq_getsockopt(socket_, ZMQ_EVENTS, &events, &size), "ZMQ_EVENTS");
    return count;
  }
  bool has_event(const std::string&, const std::string&) override { lack("events"); }
  std::string property(const std::string& name) override {
    const char* value = zmq_msg_gets(&received_, name.c_str());
    return value ? value : "";
  }

 private:
  [[noreturn]] static void lack(const std::string& what) { throw std::logic_error("libzmq has no " + what); }
  std::string text_of(const std::string& option) {
    char bytes[1024];
    std::size_t size = sizeof bytes;
    must(zmq_getsockopt(socket_, kOptions.at(option), bytes, &size), option);
    return std::string(bytes, size);
  }
  int set_number(int option, int value) { return zmq_setsockopt(socket_, option, &value, sizeof value); }

  // A message knows the properties of its peer.
  void keep(zmq_msg_t& message) { must(zmq_msg_copy(&received_, &message), "zmq_msg_copy"); }

  void* const context_;
  void* socket_;
  Monitor monitor_;
  std::map<std::string, std::uint64_t> counts_;
  zmq_msg_t received_;
};

}  // namespace

std::unique_ptr<End> make_zmq_end(void* context, const std::string& type) {
  return std::make_unique<ZmqEnd>(context, kTypes.at(type));
}

}  // namespace scenarios
