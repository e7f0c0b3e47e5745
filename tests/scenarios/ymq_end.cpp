#include <algorithm>
#include <cstring>
#include <map>
#include <stdexcept>

#include "scenarios/end.h"

namespace scenarios {
namespace {

// Both are asynchronous operations of one queue.
constexpr std::uint64_t kReceiving = 1;
constexpr std::uint64_t kClosing = 2;

std::string name_of(std::int32_t result) { return ymq_status_name(std::min(result, 0)); }

const std::uint8_t* octets(const std::string& text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

std::int32_t must(std::int32_t result) {
  if (result < 0) throw std::runtime_error(name_of(result) + ": " + ymq_last_error(nullptr));
  return result;
}

// Owns the handle of a message.
class Message {
 public:
  explicit Message(ymq_message handle) : handle_(handle) {}
  explicit Message(const Parts& parts) {
    must(message_init(&handle_));
    for (const std::string& part : parts) must(message_add_part(handle_, octets(part), part.size(), nullptr));
  }
  ~Message() { message_destroy(handle_); }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  ymq_message get() const { return handle_; }
  void detach() { handle_ = 0; }

  Parts parts() const {
    Parts parts(static_cast<std::size_t>(must(message_part_count(handle_))));
    for (std::uint32_t i = 0; i < parts.size(); ++i) {
      std::uint8_t* data = nullptr;
      std::uint64_t size = 0;
      must(message_part(handle_, i, &data, &size));
      parts[i].assign(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    }
    return parts;
  }

 private:
  ymq_message handle_ = 0;
};

class YmqEnd final : public End {
 public:
  YmqEnd(ymq_io_context context, const std::string& type, const Json& vocabulary, Clock& clock)
      : vocabulary_(vocabulary), clock_(clock) {
    must(connector_init(context, vocabulary.at("types").at(type).get<std::int32_t>(), &handle_));
    must(completion_queue_init(context, YMQ_WAKE_NONE, &queue_, nullptr));
  }
  ~YmqEnd() override {
    connector_destroy(handle_, 0, nullptr);
    completion_queue_destroy(queue_);
  }
  YmqEnd(const YmqEnd&) = delete;
  YmqEnd& operator=(const YmqEnd&) = delete;

  std::string bind(const std::string& endpoint, std::string& bound) override {
    char text[1024];
    const std::int32_t size = connector_bind(handle_, endpoint.data(), endpoint.size(), text, sizeof text);
    if (size > 0) bound.assign(text, static_cast<std::size_t>(size));
    return name_of(size);
  }

  std::string go(const std::string& verb, const std::string& endpoint) override {
    static const std::map<std::string, decltype(&connector_connect)> kCalls = {
        {"connect", connector_connect}, {"unbind", connector_unbind}, {"disconnect", connector_disconnect}};
    return name_of(kCalls.at(verb)(handle_, endpoint.data(), endpoint.size()));
  }

  std::string concern(const std::string& verb, const std::string& topic) override {
    static const std::map<std::string, decltype(&connector_subscribe)> kCalls = {{"subscribe", connector_subscribe},
                                                                                 {"unsubscribe", connector_unsubscribe},
                                                                                 {"join", connector_join},
                                                                                 {"leave", connector_leave}};
    return name_of(kCalls.at(verb)(handle_, octets(topic), topic.size()));
  }

  std::string connect_peer(const std::string& endpoint, std::string& id) override {
    std::uint32_t number = 0;
    const std::int32_t status = connector_connect_peer(handle_, endpoint.data(), endpoint.size(), &number);
    id.clear();
    for (int shift = 24; shift >= 0; shift -= 8) id += static_cast<char>(number >> shift);
    return name_of(status);
  }

  std::string connect_as(const std::string& endpoint, const std::string& id) override {
    return name_of(connector_connect_as(handle_, endpoint.data(), endpoint.size(), octets(id), id.size()));
  }

  std::string wait_for_peers(std::uint32_t count, std::int64_t timeout_ms) override {
    return name_of(within(timeout_ms, [&](std::int64_t timeout) {  //
      return connector_wait_for_peers(handle_, count, timeout);
    }));
  }
  std::string wait_for_subscribers(const std::string& topic, std::uint32_t count, std::int64_t timeout_ms) override {
    return name_of(within(timeout_ms, [&](std::int64_t timeout) {
      return connector_wait_for_subscribers(handle_, octets(topic), topic.size(), count, timeout);
    }));
  }

  std::string set(const std::string& option, const Value& value) override {
    std::string bytes;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      bytes.assign(reinterpret_cast<const char*>(number), sizeof *number);
    } else {
      bytes = std::get<std::string>(value);
    }
    return name_of(connector_set_option(handle_, id_of(option), octets(bytes), bytes.size()));
  }

  Value get(const std::string& option) override {
    std::uint8_t bytes[1024];
    const auto size = static_cast<std::size_t>(must(connector_get_option(handle_, id_of(option), bytes, sizeof bytes)));
    const std::string type = vocabulary_.at("options").at(option).at("type");
    if (type != "int" && type != "bool") return std::string(reinterpret_cast<const char*>(bytes), size);
    std::int64_t number = 0;
    std::memcpy(&number, bytes, sizeof number);
    return number;
  }

  std::string send(const Parts& parts, std::int64_t timeout_ms) override {
    Message message(parts);
    const std::int32_t status = within(
        timeout_ms, [&](std::int64_t timeout) { return connector_send_message_sync(handle_, message.get(), timeout); });
    if (status == YMQ_OK) message.detach();
    return name_of(status);
  }

  std::string receive(Parts& parts, std::int64_t timeout_ms) override {
    ymq_message received = 0;
    const std::int32_t status = within(
        timeout_ms, [&](std::int64_t timeout) { return connector_recv_message_sync(handle_, &received, timeout); });
    if (status >= 0) parts = Message(received).parts();
    return name_of(status);
  }

  void start() override { must(connector_recv_message_async(handle_, queue_, kReceiving)); }

  std::string finish(Parts& parts) override {
    const ymq_completion end = await(kReceiving);
    if (end.status == YMQ_OK) parts = Message(end.message).parts();
    return name_of(end.status);
  }

  void close() override {
    must(connector_destroy_async(handle_, -1, queue_, kClosing));
    await(kClosing);
  }

  std::uint64_t counter(const std::string& field) override {
    ymq_connector_stats stats{};
    stats.size = sizeof stats;
    must(connector_get_stats(handle_, &stats));
    if (field == "peers") return stats.peers;
    std::uint64_t value = 0;
    const auto offset = vocabulary_.at("counters").at(field).get<std::size_t>();
    std::memcpy(&value, reinterpret_cast<const char*>(&stats) + offset, sizeof value);
    return value;
  }

  bool has_event(const std::string& kind, const std::string& reason) override {
    const auto wanted = vocabulary_.at("events").at(kind).get<std::uint32_t>();
    ymq_event event{};
    while (must(connector_take_events(handle_, &event, 1)) == 1) {
      if (event.kind == wanted && (reason.empty() || ymq_status_name(event.status) == reason)) return true;
    }
    return false;
  }

  std::string property(const std::string& name) override {
    ymq_peer_stats peer{};
    if (must(connector_get_peer_stats(handle_, 0, &peer, 1)) != 1) throw std::runtime_error("there is no peer");
    std::uint8_t value[1024];
    const std::int32_t size =
        connector_get_peer_property(handle_, peer.peer, name.data(), name.size(), value, sizeof value);
    return size == YMQ_NOT_FOUND ? ""
                                 : std::string(reinterpret_cast<char*>(value), static_cast<std::size_t>(must(size)));
  }

 private:
  std::int32_t id_of(const std::string& option) const { return vocabulary_.at("options").at(option).at("id"); }

  // In real time the call waits; in simulated time it is made again and again while that passes.
  template <class Call>
  std::int32_t within(std::int64_t timeout_ms, Call call) {
    if (clock_.is_real()) return call(timeout_ms);
    const std::int64_t deadline = clock_.now_ms() + timeout_ms;
    for (;; clock_.pass()) {
      const std::int32_t status = call(0);
      if (status != YMQ_AGAIN || timeout_ms == 0) return status;
      if (clock_.now_ms() >= deadline) return YMQ_TIMED_OUT;
    }
  }

  // Completions come in any order; the other one is kept.
  ymq_completion await(std::uint64_t tag) {
    while (!ended_.contains(tag)) {
      must(within(kPatienceMs, [&](std::int64_t timeout) { return completion_queue_wait(queue_, timeout); }));
      ymq_completion end{};
      must(completion_queue_drain(queue_, &end, 1, nullptr, 0, nullptr, 0));
      ended_[end.tag] = end;
    }
    return ended_.extract(tag).mapped();
  }

  const Json& vocabulary_;
  Clock& clock_;
  ymq_connector handle_ = 0;
  ymq_completion_queue queue_ = 0;
  std::map<std::uint64_t, ymq_completion> ended_;
};

}  // namespace

std::unique_ptr<End> make_ymq_end(ymq_io_context context, const std::string& type, const Json& vocabulary,
                                  Clock& clock) {
  return std::make_unique<YmqEnd>(context, type, vocabulary, clock);
}

}  // namespace scenarios
