#ifndef YMQ_YMQ_HPP
#define YMQ_YMQ_HPP

#include <unistd.h>
#include <ymq/ymq.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// libymq for C++20: owners for the handles of ymq.h, spans, durations and exceptions, all inline over the C functions.
// Everything that ymq.h says about threads holds here: any thread may call any function of an object at any time,
// except that a Message belongs to one thread at a time, and that moving or destroying an object needs it alone.
namespace ymq {

using Bytes = std::span<const std::byte>;
using std::chrono::milliseconds;

// As a timeout: wait for ever. As a linger: what the option `linger` of each connector says.
inline constexpr milliseconds kForever{-1};
inline constexpr milliseconds kOwnLinger{-1};

// The bytes of a text, and the text of bytes; neither copies.
inline Bytes bytes_of(std::string_view text) noexcept { return std::as_bytes(std::span(text)); }
inline std::string_view text_of(Bytes bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What a peer calls itself, in the memory of its record.
inline Bytes identity_of(const ymq_peer_stats& peer) noexcept {
  return std::as_bytes(std::span(peer.identity).first(peer.identity_size));
}

// A call failed: `code` is a value of `enum ymq_status`, `what` names it and says what was wrong.
class Error : public std::runtime_error {
 public:
  explicit Error(std::int32_t code) : Error(code, Cause()) {}

  std::int32_t code() const noexcept { return code_; }
  // The name of the code: ADDRESS_IN_USE.
  const char* name() const noexcept { return ymq_status_name(code_); }
  // The errno behind it, or 0.
  int system_error() const noexcept { return system_error_; }

 private:
  struct Cause {
    std::int32_t system_error = 0;
    const char* text = ymq_last_error(&system_error);
  };
  Error(std::int32_t code, const Cause& cause)
      : std::runtime_error(std::string(ymq_status_name(code)) + ": " + cause.text),
        code_(code),
        system_error_(cause.system_error) {}

  std::int32_t code_;
  int system_error_;
};

namespace detail {

inline std::int32_t check(std::int32_t result) {
  if (result < 0) throw Error(result);
  return result;
}

// Whether a call that may find nothing to do did it; every other failure is thrown.
inline bool done(std::int32_t result) {
  if (result == YMQ_AGAIN || result == YMQ_TIMED_OUT) return false;
  check(result);
  return true;
}

inline const std::uint8_t* in(Bytes bytes) noexcept { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }
inline std::uint8_t* out(std::span<std::byte> bytes) noexcept { return reinterpret_cast<std::uint8_t*>(bytes.data()); }
inline std::uint32_t count_of(std::size_t size) noexcept {
  return size > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(size);
}

// Owns one handle and releases it once. Atomic, because a thread may close what others are waiting on.
template <void (*kRelease)(std::uint64_t) noexcept>
class Owner {
 public:
  Owner() noexcept = default;
  explicit Owner(std::uint64_t handle) noexcept : handle_(handle) {}
  Owner(Owner&& other) noexcept : handle_(other.detach()) {}
  Owner& operator=(Owner&& other) noexcept {
    if (this != &other) reset(other.detach());
    return *this;
  }
  ~Owner() { reset(0); }

  std::uint64_t get() const noexcept { return handle_.load(std::memory_order_relaxed); }
  std::uint64_t detach() noexcept { return handle_.exchange(0, std::memory_order_relaxed); }

 private:
  void reset(std::uint64_t handle) noexcept {
    const std::uint64_t old = handle_.exchange(handle, std::memory_order_relaxed);
    if (old != 0) kRelease(old);
  }

  std::atomic<std::uint64_t> handle_ = 0;
};

inline void release_context(std::uint64_t handle) noexcept { io_context_destroy(handle, -1, nullptr); }
inline void release_connector(std::uint64_t handle) noexcept { connector_destroy(handle, -1, nullptr); }
inline void release_message(std::uint64_t handle) noexcept { message_destroy(handle); }
inline void release_queue(std::uint64_t handle) noexcept { completion_queue_destroy(handle); }
inline void release_proxy(std::uint64_t handle) noexcept { proxy_destroy(handle); }
inline void release_poller(std::uint64_t handle) noexcept { poller_destroy(handle); }

}  // namespace detail

class CompletionQueue;

// A message of one or more parts, held by the library.
class Message {
 public:
  // Without parts.
  Message() {
    ymq_message handle = 0;
    detail::check(message_init(&handle));
    owner_ = detail::Owner<detail::release_message>(handle);
  }
  // With copies of these parts.
  explicit Message(std::span<const Bytes> parts) : Message() {
    for (const Bytes part : parts) add(part);
  }
  Message(std::initializer_list<Bytes> parts) : Message(std::span(parts.begin(), parts.size())) {}
  // Takes over a handle, for instance that of a completion.
  static Message adopt(ymq_message handle) noexcept { return Message(detail::Owner<detail::release_message>(handle)); }

  // Appends a copy of these bytes as a part.
  Message& add(Bytes part) {
    static constexpr std::uint8_t kNothing = 0;
    const std::uint8_t* data = part.empty() ? &kNothing : detail::in(part);
    detail::check(message_add_part(owner_.get(), data, part.size(), nullptr));
    return *this;
  }
  // Appends a part for the caller to write; its memory lives as long as the message.
  std::span<std::byte> add_unwritten(std::size_t size) {
    std::uint8_t* data = nullptr;
    detail::check(message_add_part(owner_.get(), nullptr, size, &data));
    return {reinterpret_cast<std::byte*>(data), size};
  }

  // Appends these bytes as a part without copying them. They may be neither changed nor freed until a completion with
  // the tag says that nobody has any use for them any more.
  Message& add_lent(Bytes part, const CompletionQueue& queue, std::uint64_t tag);
  // Another message of the same parts, which share their memory.
  Message copy() const {
    ymq_message handle = 0;
    detail::check(message_copy(owner_.get(), &handle));
    return adopt(handle);
  }
  // The number of the peer that it was received from; 0 where it was not, or where that is not remembered.
  std::uint64_t peer() const {
    std::uint64_t number = 0;
    const std::int32_t result = message_peer(owner_.get(), &number);
    if (result != YMQ_NOT_FOUND) detail::check(result);
    return number;
  }

  // How many parts.
  std::size_t size() const { return static_cast<std::size_t>(detail::check(message_part_count(owner_.get()))); }
  // The bytes of a part, counted from 0, which live as long as the message.
  Bytes operator[](std::size_t index) const {
    std::uint8_t* data = nullptr;
    std::uint64_t size = 0;
    detail::check(message_part(owner_.get(), detail::count_of(index), &data, &size));
    return {reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
  }
  // Whether it was received, and may have been handed to another receiver before. Of messages that are received into
  // the caller's memory the first part says so, by YMQ_PART_REDELIVERED.
  bool redelivered() const { return (detail::check(message_flags(owner_.get())) & YMQ_PART_REDELIVERED) != 0; }
  std::vector<Bytes> parts() const {
    std::vector<Bytes> parts(size());
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = (*this)[i];
    return parts;
  }

  ymq_message get() const noexcept { return owner_.get(); }
  // Gives the handle away.
  ymq_message detach() noexcept { return owner_.detach(); }

 private:
  explicit Message(detail::Owner<detail::release_message> owner) noexcept : owner_(std::move(owner)) {}

  detail::Owner<detail::release_message> owner_;
};

// The io threads and the registry of inproc names. Its destruction closes every connector and queue made from it, after
// the linger of each.
class IoContext {
 public:
  explicit IoContext(std::uint32_t io_threads = 1, ymq_backend backend = YMQ_BACKEND_DEFAULT) {
    ymq_io_context handle = 0;
    detail::check(io_context_init(io_threads, backend, &handle));
    owner_ = detail::Owner<detail::release_context>(handle);
  }

  // Without io threads: carries the connections, in this thread, for as long. Returns how many events were handled.
  std::size_t run(milliseconds timeout) {
    return static_cast<std::size_t>(detail::check(io_context_run(owner_.get(), timeout.count())));
  }
  // Which backend it uses, and why.
  std::string backend() const {
    char text[256];
    const auto size = static_cast<std::size_t>(detail::check(io_context_backend(owner_.get(), text, sizeof text)));
    return std::string(text, size < sizeof text ? size : sizeof text);
  }
  // Closes everything, after at most `linger`. Returns how many accepted messages were not handed to the system or,
  // where peers acknowledge, are not known to have arrived.
  std::uint64_t close(milliseconds linger = kOwnLinger) {
    std::uint64_t undelivered = 0;
    detail::check(io_context_destroy(owner_.detach(), linger.count(), &undelivered));
    return undelivered;
  }

  ymq_io_context get() const noexcept { return owner_.get(); }

 private:
  detail::Owner<detail::release_context> owner_;
};

// Where asynchronous operations end. One consumer at a time.
class CompletionQueue {
 public:
  explicit CompletionQueue(const IoContext& context, ymq_wake_kind wake = YMQ_WAKE_NONE)
      : owns_descriptor_(wake == YMQ_WAKE_PIPE) {
    ymq_completion_queue handle = 0;
    detail::check(completion_queue_init(context.get(), wake, &handle, &descriptor_));
    owner_ = detail::Owner<detail::release_queue>(handle);
  }
  CompletionQueue(CompletionQueue&& other) noexcept
      : owner_(std::move(other.owner_)),
        descriptor_(std::exchange(other.descriptor_, -1)),
        owns_descriptor_(std::exchange(other.owns_descriptor_, false)) {}
  CompletionQueue& operator=(CompletionQueue&& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(owns_descriptor_, other.owns_descriptor_);
    return *this;
  }
  ~CompletionQueue() {
    if (owns_descriptor_) ::close(descriptor_);
  }

  // Readable while there is something to drain; -1 where none was asked for. Closed with this object.
  int descriptor() const noexcept { return descriptor_; }
  // Whether a completion is there, at once or within the timeout.
  bool wait(milliseconds timeout = kForever) {
    return detail::done(completion_queue_wait(owner_.get(), timeout.count()));
  }
  // Takes completions and copies received messages into the given memory. Returns how many records were written; throws
  // BUFFER_TOO_SMALL, with what is needed in the first record, where the first does not fit.
  std::size_t drain(std::span<ymq_completion> completions, std::span<std::byte> bytes = {},
                    std::span<ymq_part> parts = {}) {
    return static_cast<std::size_t>(detail::check(
        completion_queue_drain(owner_.get(), completions.data(), detail::count_of(completions.size()),
                               detail::out(bytes), bytes.size(), parts.data(), detail::count_of(parts.size()))));
  }
  // A completion TIMER comes after the delay and, unless the interval is 0, after each interval until it is cancelled.
  void start_timer(milliseconds delay, milliseconds interval, std::uint64_t tag) {
    detail::check(completion_queue_start_timer(owner_.get(), delay.count(), interval.count(), tag));
  }
  // Asks for the operation to end; its completion still comes. False: there is no such operation any more.
  bool cancel(std::uint64_t tag) {
    const std::int32_t result = completion_queue_cancel(owner_.get(), tag);
    if (result == YMQ_NOT_FOUND) return false;
    detail::check(result);
    return true;
  }
  // Cancels what would have ended here.
  void close() { detail::check(completion_queue_destroy(owner_.detach())); }

  ymq_completion_queue get() const noexcept { return owner_.get(); }

 private:
  detail::Owner<detail::release_queue> owner_;
  std::int32_t descriptor_ = -1;
  bool owns_descriptor_ = false;
};

inline Message& Message::add_lent(Bytes part, const CompletionQueue& queue, std::uint64_t tag) {
  detail::check(message_add_lent_part(owner_.get(), detail::in(part), part.size(), queue.get(), tag));
  return *this;
}

// What messages are sent and received with. Functions that wait throw TIMED_OUT (AGAIN for a timeout of 0) and
// INTERRUPTED; those named `try_` return false or nothing instead of the first two.
class Connector {
 public:
  Connector(const IoContext& context, ymq_connector_type type) {
    ymq_connector handle = 0;
    detail::check(connector_init(context.get(), type, &handle));
    owner_ = detail::Owner<detail::release_connector>(handle);
  }

  // Returns the endpoint with what the system chose: the port of tcp://host:*, the path of ipc://*.
  std::string bind(std::string_view endpoint) {
    char bound[1024];
    const std::int32_t size = connector_bind(get(), endpoint.data(), endpoint.size(), bound, sizeof bound);
    return std::string(bound, static_cast<std::size_t>(detail::check(size)));
  }
  // Takes over a socket that somebody else has bound and listens on, as systemd passes it. Returns its endpoint.
  std::string bind_descriptor(int descriptor) {
    char bound[1024];
    const std::int32_t size = connector_bind_descriptor(get(), descriptor, bound, sizeof bound);
    return std::string(bound, static_cast<std::size_t>(detail::check(size)));
  }
  void connect(std::string_view endpoint) { detail::check(connector_connect(get(), endpoint.data(), endpoint.size())); }
  // ROUTER: the peer behind the endpoint has this routing id from now on.
  void connect_as(std::string_view endpoint, Bytes routing_id) {
    const auto* id = reinterpret_cast<const std::uint8_t*>(routing_id.data());
    detail::check(connector_connect_as(get(), endpoint.data(), endpoint.size(), id, routing_id.size()));
  }
  // PEER: as `connect`, and returns the routing id of the peer, the first part of messages to it and from it.
  std::array<std::byte, 4> connect_peer(std::string_view endpoint) {
    std::uint32_t id = 0;
    detail::check(connector_connect_peer(get(), endpoint.data(), endpoint.size(), &id));
    return {std::byte(id >> 24), std::byte(id >> 16), std::byte(id >> 8), std::byte(id)};
  }
  void unbind(std::string_view endpoint) { detail::check(connector_unbind(get(), endpoint.data(), endpoint.size())); }
  void disconnect(std::string_view endpoint) {
    detail::check(connector_disconnect(get(), endpoint.data(), endpoint.size()));
  }
  void subscribe(Bytes topic) { detail::check(connector_subscribe(get(), detail::in(topic), topic.size())); }
  void subscribe(std::string_view topic) { subscribe(bytes_of(topic)); }
  void unsubscribe(Bytes topic) { detail::check(connector_unsubscribe(get(), detail::in(topic), topic.size())); }
  void unsubscribe(std::string_view topic) { unsubscribe(bytes_of(topic)); }
  // DISH: receives what RADIOs send to this group, whose name has at most 255 bytes.
  void join(Bytes group) { detail::check(connector_join(get(), detail::in(group), group.size())); }
  void join(std::string_view group) { join(bytes_of(group)); }
  void leave(Bytes group) { detail::check(connector_leave(get(), detail::in(group), group.size())); }
  void leave(std::string_view group) { leave(bytes_of(group)); }

  // Sends one message of one part, copied.
  void send(Bytes part, milliseconds timeout = kForever) {
    detail::check(connector_send_sync(get(), detail::in(part), part.size(), nullptr, 0, timeout.count()));
  }
  void send(std::string_view text, milliseconds timeout = kForever) { send(bytes_of(text), timeout); }
  // Sends a message; large parts are not copied. After an exception the message is as it was.
  void send(Message&& message, milliseconds timeout = kForever) {
    detail::check(connector_send_message_sync(get(), message.get(), timeout.count()));
    message.detach();
  }
  bool try_send(Bytes part, milliseconds timeout = {}) {
    return detail::done(connector_send_sync(get(), detail::in(part), part.size(), nullptr, 0, timeout.count()));
  }
  bool try_send(std::string_view text, milliseconds timeout = {}) { return try_send(bytes_of(text), timeout); }
  bool try_send(Message&& message, milliseconds timeout = {}) {
    if (!detail::done(connector_send_message_sync(get(), message.get(), timeout.count()))) return false;
    message.detach();
    return true;
  }
  // Sends many messages whose parts stand one behind the other in `bytes`. Returns how many were accepted.
  std::size_t send_many(Bytes bytes, std::span<const ymq_part> parts, milliseconds timeout = kForever) {
    return static_cast<std::size_t>(detail::check(connector_send_sync(
        get(), detail::in(bytes), bytes.size(), parts.data(), detail::count_of(parts.size()), timeout.count())));
  }

  Message recv(milliseconds timeout = kForever) {
    ymq_message handle = 0;
    detail::check(connector_recv_message_sync(get(), &handle, timeout.count()));
    return Message::adopt(handle);
  }
  std::optional<Message> try_recv(milliseconds timeout = {}) {
    ymq_message handle = 0;
    if (!detail::done(connector_recv_message_sync(get(), &handle, timeout.count()))) return std::nullopt;
    return Message::adopt(handle);
  }
  // Receives as many whole messages as are there and fit, at most `max_messages` (0: no such bound). Returns how many
  // parts were written; throws BUFFER_TOO_SMALL, with what is needed in the first part, where the first does not fit.
  std::size_t recv_many(std::span<std::byte> bytes, std::span<ymq_part> parts, std::uint32_t max_messages = 0,
                        milliseconds timeout = kForever) {
    return static_cast<std::size_t>(
        detail::check(connector_recv_sync(get(), detail::out(bytes), bytes.size(), parts.data(),
                                          detail::count_of(parts.size()), max_messages, timeout.count())));
  }

  // Sends messages as `send_many` does, without waiting. Returns how many were accepted at once; a completion follows
  // only where there is a rest.
  std::size_t send_async(Bytes bytes, std::span<const ymq_part> parts, const CompletionQueue& queue,
                         std::uint64_t tag) {
    return static_cast<std::size_t>(detail::check(connector_send_async(
        get(), detail::in(bytes), bytes.size(), parts.data(), detail::count_of(parts.size()), queue.get(), tag)));
  }
  // True: accepted at once. False: a completion follows.
  bool send_async(Message&& message, const CompletionQueue& queue, std::uint64_t tag) {
    const std::int32_t accepted = detail::check(connector_send_message_async(get(), message.get(), queue.get(), tag));
    message.detach();
    return accepted == 1;
  }
  // A completion with up to `max_messages`, copied out by the drain, follows.
  void recv_async(const CompletionQueue& queue, std::uint64_t tag, std::uint32_t max_messages = 1,
                  std::uint64_t max_bytes = 0) {
    detail::check(connector_recv_async(get(), max_messages, max_bytes, queue.get(), tag));
  }
  // A completion with the handle of a message follows; Message::adopt owns it.
  void recv_message_async(const CompletionQueue& queue, std::uint64_t tag) {
    detail::check(connector_recv_message_async(get(), queue.get(), tag));
  }

  void set(ymq_option_id option, std::int64_t value) {
    detail::check(connector_set_option(get(), option, reinterpret_cast<const std::uint8_t*>(&value), sizeof value));
  }
  void set(ymq_option_id option, std::string_view value) {
    detail::check(connector_set_option(get(), option, detail::in(bytes_of(value)), value.size()));
  }
  std::int64_t number(ymq_option_id option) const {
    std::int64_t value = 0;
    detail::check(connector_get_option(get(), option, reinterpret_cast<std::uint8_t*>(&value), sizeof value));
    return value;
  }
  std::string text(ymq_option_id option) const {
    char value[1024];
    const std::int32_t size = connector_get_option(get(), option, reinterpret_cast<std::uint8_t*>(value), sizeof value);
    return std::string(value, static_cast<std::size_t>(detail::check(size)));
  }

  // Until so many peers are linked; how many are.
  std::uint32_t wait_for_peers(std::uint32_t count, milliseconds timeout = kForever) {
    return static_cast<std::uint32_t>(detail::check(connector_wait_for_peers(get(), count, timeout.count())));
  }
  // A completion says when it is so.
  void wait_for_peers_async(std::uint32_t count, const CompletionQueue& queue, std::uint64_t tag) {
    detail::check(connector_wait_for_peers_async(get(), count, queue.get(), tag));
  }
  // Until so many peers are subscribed to a message that begins with this topic, so that none of it is lost; how many
  // are.
  std::uint32_t wait_for_subscribers(Bytes topic, std::uint32_t count, milliseconds timeout = kForever) {
    return static_cast<std::uint32_t>(
        detail::check(connector_wait_for_subscribers(get(), detail::in(topic), topic.size(), count, timeout.count())));
  }
  std::uint32_t wait_for_subscribers(std::string_view topic, std::uint32_t count, milliseconds timeout = kForever) {
    return wait_for_subscribers(bytes_of(topic), count, timeout);
  }
  // A completion says when it is so.
  void wait_for_subscribers_async(Bytes topic, std::uint32_t count, const CompletionQueue& queue, std::uint64_t tag) {
    detail::check(
        connector_wait_for_subscribers_async(get(), detail::in(topic), topic.size(), count, queue.get(), tag));
  }
  void wait_for_subscribers_async(std::string_view topic, std::uint32_t count, const CompletionQueue& queue,
                                  std::uint64_t tag) {
    wait_for_subscribers_async(bytes_of(topic), count, queue, tag);
  }

  // Until there is something for `take_events`; how many events.
  std::uint32_t wait_for_events(milliseconds timeout = kForever) {
    return static_cast<std::uint32_t>(detail::check(connector_wait_for_events(get(), timeout.count())));
  }
  // A completion says when it is so.
  void wait_for_events_async(const CompletionQueue& queue, std::uint64_t tag) {
    detail::check(connector_wait_for_events_async(get(), queue.get(), tag));
  }

  // What it is ready for now: a set of YMQ_READY_*.
  std::uint32_t ready() const { return static_cast<std::uint32_t>(detail::check(connector_ready(get()))); }
  // For event loops that know descriptors only: readable while the connector is ready for this, and once it is closed.
  // Nothing is ever to be read from it; it stays the connector's.
  int descriptor(ymq_readiness readiness) const {
    std::int32_t descriptor = -1;
    detail::check(connector_descriptor(get(), readiness, &descriptor));
    return descriptor;
  }

  // Where YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT is on: the oldest messages that were received are done with. How many were.
  std::uint32_t acknowledge(std::uint32_t messages = 1) {
    return static_cast<std::uint32_t>(detail::check(connector_acknowledge(get(), messages)));
  }

  ymq_connector_stats stats() const {
    ymq_connector_stats stats{};
    stats.size = sizeof stats;
    detail::check(connector_get_stats(get(), &stats));
    return stats;
  }
  // What its peers are, and the counters of each, in the order of their numbers. `state` is a set of YMQ_PEER_*.
  std::vector<ymq_peer_stats> peer_stats() const {
    constexpr std::size_t kStep = 64;
    std::vector<ymq_peer_stats> peers;
    std::size_t count = 0;
    do {
      const std::uint64_t first = count == 0 ? 0 : peers[count - 1].peer + 1;
      peers.resize(count + kStep);
      count += static_cast<std::size_t>(detail::check(connector_get_peer_stats(get(), first, &peers[count], kStep)));
    } while (count == peers.size());
    peers.resize(count);
    return peers;
  }
  // Who the peer of this number is; throws NOT_FOUND.
  ymq_peer_info peer_info(std::uint64_t peer) const {
    ymq_peer_info info{};
    info.size = sizeof info;
    detail::check(connector_get_peer_info(get(), peer, &info));
    return info;
  }
  // What it said about itself: Socket-Type, Identity, or a property of its YMQ_OPTION_METADATA. Nothing: it said none.
  std::optional<std::string> peer_property(std::uint64_t peer, std::string_view name) const {
    std::string value(256, '\0');
    for (;;) {
      const std::int32_t size = connector_get_peer_property(
          get(), peer, name.data(), name.size(), reinterpret_cast<std::uint8_t*>(value.data()), value.size());
      if (size == YMQ_NOT_FOUND) return std::nullopt;
      const bool fits = static_cast<std::size_t>(detail::check(size)) <= value.size();
      value.resize(static_cast<std::size_t>(size));
      if (fits) return value;
    }
  }
  // What happened since the last call, oldest first.
  std::vector<ymq_event> take_events() {
    std::vector<ymq_event> events(1024);
    const std::int32_t count = connector_take_events(get(), events.data(), detail::count_of(events.size()));
    events.resize(static_cast<std::size_t>(detail::check(count)));
    return events;
  }

  // Ends everything that waits on this connector, and goes on sending for at most `linger`. Returns how many accepted
  // messages were not handed to the system or, where peers acknowledge, are not known to have arrived.
  std::uint64_t close(milliseconds linger = kOwnLinger) {
    std::uint64_t undelivered = 0;
    detail::check(connector_destroy(owner_.detach(), linger.count(), &undelivered));
    return undelivered;
  }
  // As `close`, without waiting: a completion follows.
  void close_async(const CompletionQueue& queue, std::uint64_t tag, milliseconds linger = kOwnLinger) {
    detail::check(connector_destroy_async(get(), linger.count(), queue.get(), tag));
    owner_.detach();
  }

  ymq_connector get() const noexcept { return owner_.get(); }

 private:
  detail::Owner<detail::release_connector> owner_;
};

// Forwards messages between two connectors for as long as it lives and both are open, in a thread of the library.
// Nobody else is to receive from them meanwhile. The connectors stay their owner's.
class Proxy {
 public:
  Proxy(const Connector& front, const Connector& back) : Proxy(front, back, ymq_connector{0}) {}
  // `capture` is sent a copy of what is forwarded, as far as it has room at once.
  Proxy(const Connector& front, const Connector& back, const Connector& capture) : Proxy(front, back, capture.get()) {}

  // Takes nothing more from either side; what was taken is still forwarded. Throws CLOSED where it has ended.
  void pause() { detail::check(proxy_pause(get())); }
  void resume() { detail::check(proxy_resume(get())); }
  // Whether it has ended by itself, because one of its connectors was closed, at once or within the timeout.
  bool wait(milliseconds timeout = kForever) { return detail::done(proxy_wait(get(), timeout.count())); }
  // The same by a completion, of kind YMQ_COMPLETION_PROXY.
  void wait_async(const CompletionQueue& queue, std::uint64_t tag) {
    detail::check(proxy_wait_async(get(), queue.get(), tag));
  }
  ymq_proxy_stats stats() const {
    ymq_proxy_stats stats{};
    stats.size = sizeof stats;
    detail::check(proxy_get_stats(get(), &stats));
    return stats;
  }
  // Ends it. What it has taken and not forwarded goes back to the connector that it came from.
  void close() { detail::check(proxy_destroy(owner_.detach())); }

  ymq_proxy get() const noexcept { return owner_.get(); }

 private:
  Proxy(const Connector& front, const Connector& back, ymq_connector capture) {
    ymq_proxy handle = 0;
    detail::check(proxy_init(front.get(), back.get(), capture, &handle));
    owner_ = detail::Owner<detail::release_proxy>(handle);
  }

  detail::Owner<detail::release_proxy> owner_;
};

// Waits for any number of connectors, of any context, and of descriptors. Level-triggered.
class Poller {
 public:
  explicit Poller(const IoContext& context) {
    ymq_poller handle = 0;
    detail::check(poller_init(context.get(), &handle));
    owner_ = detail::Owner<detail::release_poller>(handle);
  }

  // From now on, or for something else where it is waited for already. `interest` is a set of YMQ_READY_*; the tag
  // comes back with what is ready.
  void add(const Connector& connector, std::uint32_t interest, std::uint64_t tag) {
    detail::check(poller_add_connector(get(), connector.get(), interest, tag));
  }
  void remove(const Connector& connector) { detail::check(poller_remove_connector(get(), connector.get())); }
  void add(int descriptor, std::uint32_t interest, std::uint64_t tag) {
    detail::check(poller_add_descriptor(get(), descriptor, interest, tag));
  }
  void remove(int descriptor) { detail::check(poller_remove_descriptor(get(), descriptor)); }
  // How many were written: 0 where nothing became ready in time.
  std::size_t wait(std::span<ymq_readied> ready, milliseconds timeout = kForever) {
    const std::int32_t count = poller_wait(get(), ready.data(), detail::count_of(ready.size()), timeout.count());
    return detail::done(count) ? static_cast<std::size_t>(count) : 0;
  }
  // Ends every wait.
  void close() { detail::check(poller_destroy(owner_.detach())); }

  ymq_poller get() const noexcept { return owner_.get(); }

 private:
  detail::Owner<detail::release_poller> owner_;
};

}  // namespace ymq

#endif  // YMQ_YMQ_HPP
