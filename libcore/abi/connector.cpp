#include "engine/connector.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "abi/handles.h"
#include "abi/message_run.h"
#include "engine/context.h"
#include "engine/endpoints.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;
using engine::Connector;
using Of = engine::Crowd::Of;

namespace {

// Calls `body` with the connector of this handle.
template <typename Body>
int32_t with_connector(ymq_connector handle, Body body) noexcept {
  return guarded([&]() -> int32_t {
    Pin<ConnectorObject> object;
    const Status status = pin(handle, object);
    return status == Status::kOk ? static_cast<int32_t>(body(*object->connector)) : number(status);
  });
}

// The same for a call whose end is reported to a queue.
template <typename Body>
int32_t with_queue(ymq_connector handle, ymq_completion_queue queue, Body body) noexcept {
  return with_connector(handle, [&](Connector& connector) -> int32_t {
    Pin<QueueObject> object;
    const Status status = pin(queue, object);
    return status == Status::kOk ? static_cast<int32_t>(body(connector, object->queue)) : number(status);
  });
}

std::shared_ptr<engine::Operation> make_operation(Connector& connector, CompletionKind kind,
                                                  const std::shared_ptr<engine::CompletionQueue>& queue, uint64_t tag) {
  auto operation = std::make_shared<engine::Operation>();
  operation->kind = kind;
  operation->tag = tag;
  operation->queue = queue;
  operation->connector = connector.weak_from_this();
  return operation;
}

template <typename Call>
int32_t with_endpoint(ymq_connector handle, const char* endpoint, uint64_t size, Call call) noexcept {
  return with_connector(handle, [&](Connector& connector) -> int32_t {
    if (!endpoint) return invalid("an endpoint is text such as tcp://127.0.0.1:5555, not null");
    return call(connector.endpoints(), std::string_view(endpoint, size));
  });
}

// Received messages, whose memory is used again by the next call of the thread.
class ThreadBatch {
 public:
  ThreadBatch() { batch.parts.swap(spare()); }
  ~ThreadBatch() {
    batch.parts.clear();
    batch.parts.swap(spare());
  }
  engine::Batch batch;

 private:
  static Message& spare() {
    thread_local Message parts;
    return parts;
  }
};

int32_t receive(ymq_connector handle, uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts, uint32_t part_capacity,
                uint32_t max_messages, int64_t timeout_ms) {
  return with_connector(handle, [&](Connector& connector) -> int32_t {
    if (!bytes && byte_capacity != 0) return invalid("bytes is null, but its capacity is not 0");
    if (!parts || part_capacity == 0) return invalid("there must be room for at least one part");
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    ThreadBatch holder;
    engine::Batch& batch = holder.batch;
    batch.max_messages = max_messages == 0 ? UINT32_MAX : max_messages;
    batch.max_parts = std::min<uint32_t>(part_capacity, INT32_MAX);
    batch.max_bytes = byte_capacity;
    const Status status = connector.receive(batch, timeout_ms);
    if (status == Status::kBufferTooSmall) {
      parts[0] = {batch.needed_bytes, 0, batch.needed_parts};
      return number(engine::fail(status, "the next message takes " + std::to_string(batch.needed_bytes) +
                                             " bytes and " + std::to_string(batch.needed_parts) + " parts"));
    }
    if (status != Status::kOk) return number(status);
    const auto count = static_cast<int32_t>(batch.parts.size());
    copy_out(batch.parts, bytes, parts);
    return count;
  });
}

int32_t send(ymq_connector handle, const uint8_t* bytes, uint64_t size, const ymq_part* parts, uint32_t part_count,
             int64_t timeout_ms) {
  return with_connector(handle, [&](Connector& connector) -> int32_t {
    MessageRun run(bytes, size, parts, part_count);
    if (!run.valid()) return YMQ_INVALID_ARGUMENT;
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    return static_cast<int32_t>(connector.send(run, timeout_ms));
  });
}

int32_t wait_for(ymq_connector handle, const engine::Crowd& crowd, int64_t timeout_ms) {
  return with_connector(handle, [&](Connector& connector) -> int64_t {
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    return std::min<int64_t>(connector.wait_for(crowd, timeout_ms), INT32_MAX);
  });
}

int32_t wait_for_async(ymq_connector handle, CompletionKind kind, engine::Crowd crowd, ymq_completion_queue queue,
                       uint64_t tag) {
  return with_queue(handle, queue, [&](Connector& connector, const auto& target) -> int32_t {
    auto operation = make_operation(connector, kind, target, tag);
    operation->crowd = std::move(crowd);
    return number(connector.wait_for_async(operation));
  });
}

template <typename Body>
int32_t with_topic(const uint8_t* topic, uint64_t topic_size, Body body) noexcept {
  return guarded([&]() -> int32_t {
    if (!topic && topic_size != 0) return invalid("topic is null, but its size is not 0");
    return body(topic_size == 0 ? std::string() : std::string(reinterpret_cast<const char*>(topic), topic_size));
  });
}

// What closing a connector comes to, for the thread that waits for it.
struct Closing {
  std::mutex mutex;
  bool done = false;
  uint64_t undelivered = 0;
  engine::Parker* parker = nullptr;

  void finish(uint64_t lost) {
    const std::lock_guard lock(mutex);
    done = true;
    undelivered = lost;
    parker->signal();
  }
  bool finished() {
    const std::lock_guard lock(mutex);
    if (!done) parker->reset();
    return done;
  }
};

// A signal does not cut the wait short: the handle is gone, so the caller could not wait again.
uint64_t close_and_wait(Connector& connector, int64_t linger_ms) {
  const auto closing = std::make_shared<Closing>();
  closing->parker = &engine::Parker::of_this_thread();
  connector.close(linger_ms, [closing](uint64_t undelivered) { closing->finish(undelivered); });
  while (!closing->finished()) connector.context().wait(*closing->parker, kNever);
  return closing->undelivered;
}

Status retire_connector(ymq_connector handle, Pin<ConnectorObject>& object) {
  Status status = pin(handle, object);
  if (status == Status::kOk) status = retire<ConnectorObject>(handle);
  if (status == Status::kOk) remove_child(object->context, handle);
  return status;
}

ymq_event event_record(const engine::Event& event) {
  ymq_event record{};
  record.time_ns = static_cast<uint64_t>(event.time);
  record.peer = event.peer;
  record.count = event.count;
  record.kind = static_cast<uint32_t>(event.kind);
  record.status = number(event.status);
  record.system_error = event.system_error;
  record.endpoint_size = static_cast<uint32_t>(std::min(event.endpoint.size(), sizeof record.endpoint));
  std::memcpy(record.endpoint, event.endpoint.data(), record.endpoint_size);
  return record;
}

ymq_connector_stats stats_record(const engine::Stats& stats) {
  ymq_connector_stats record{};
  record.peers = static_cast<uint32_t>(stats.peers);
  record.messages_sent = stats.messages_sent;
  record.messages_received = stats.messages_received;
  record.bytes_sent = stats.bytes_sent;
  record.bytes_received = stats.bytes_received;
  record.dropped_full = stats.drops.full;
  record.dropped_unroutable = stats.drops.unroutable;
  record.dropped_peer_gone = stats.drops.peer_gone;
  record.dropped_unexpected = stats.drops.unexpected;
  record.dropped_replaced = stats.drops.replaced;
  record.links_opened = stats.links_opened;
  record.links_closed = stats.links_closed;
  record.handshakes_failed = stats.handshakes_failed;
  record.connects_failed = stats.connects_failed;
  record.messages_queued = stats.messages_queued;
  record.messages_waiting = stats.messages_waiting;
  record.messages_acknowledged = stats.messages_acknowledged;
  record.messages_resent = stats.messages_resent;
  record.messages_redelivered = stats.drops.redelivered;
  record.messages_undeliverable = stats.drops.undeliverable;
  record.messages_uncertain = stats.messages_uncertain;
  record.sessions_resumed = stats.sessions_resumed;
  record.sessions_lost = stats.sessions_lost;
  record.sessions_evicted = stats.sessions_evicted;
  record.events_lost = stats.events_lost;
  record.messages_unacknowledged = stats.messages_unacknowledged;
  record.sessions_waiting = stats.sessions_waiting;
  return record;
}

ymq_peer_stats peer_record(const engine::PeerStats& stats) {
  ymq_peer_stats record{};
  record.peer = stats.number;
  record.messages_sent = stats.messages_sent;
  record.messages_received = stats.counters.received;
  record.messages_queued = stats.messages_queued;
  record.bytes_queued = stats.bytes_queued;
  record.messages_unacknowledged = stats.messages_unacknowledged;
  record.bytes_unacknowledged = stats.bytes_unacknowledged;
  record.messages_waiting = stats.messages_waiting;
  record.messages_resent = stats.counters.resent;
  record.dropped_full = stats.counters.dropped_full;
  record.undeliverable = stats.counters.undeliverable;
  record.links = stats.counters.links;
  record.state = stats.state;
  const std::size_t size = std::min(stats.identity.size(), sizeof record.identity);
  std::memcpy(record.identity, stats.identity.data(), size);
  record.identity_size = static_cast<uint32_t>(size);
  return record;
}

ymq_peer_info info_record(uint64_t number, const engine::PeerIdentification& peer) {
  ymq_peer_info record{};
  record.peer = number;
  record.state = peer.state;
  record.routing_id = peer.routing_id;
  record.has_credentials = peer.credentials.has_value();
  const backend::Credentials process = peer.credentials.value_or(backend::Credentials{});
  record.process_id = process.process;
  record.user_id = process.user;
  record.group_id = process.group;
  record.address_size = static_cast<uint32_t>(std::min(peer.address.size(), sizeof record.address));
  std::memcpy(record.address, peer.address.data(), record.address_size);
  record.identity_size = static_cast<uint32_t>(std::min(peer.identity.size(), sizeof record.identity));
  std::memcpy(record.identity, peer.identity.data(), record.identity_size);
  return record;
}

bool is_connector_type(int32_t type) {
  constexpr int32_t kDgram = 18;  // A number of libzmq's that is none of ours.
  return type >= YMQ_PAIR && type <= YMQ_CHANNEL && type != kDgram;
}

}  // namespace

int32_t connector_init(ymq_io_context context, int32_t type, ymq_connector* connector) {
  return guarded([&]() -> int32_t {
    Pin<ContextObject> parent;
    Status status = pin(context, parent);
    if (status != Status::kOk) return number(status);
    if (!connector) return invalid("connector must not be null");
    *connector = 0;
    if (!is_connector_type(type))
      return invalid(("there is no connector type of number " + std::to_string(type)).c_str());
    auto object = std::make_unique<ConnectorObject>();
    object->context = context;
    status = parent->context->make_connector(static_cast<ConnectorType>(type), object->connector);
    if (status != Status::kOk) return number(status);
    *connector = publish(std::move(object));
    if (*connector == 0) return YMQ_TOO_MANY_HANDLES;
    add_child(context, *connector);
    return YMQ_OK;
  });
}

int32_t connector_destroy(ymq_connector connector, int64_t linger_ms, uint64_t* undelivered) {
  return guarded([&]() -> int32_t {
    if (!valid_timeout(linger_ms)) return invalid_timeout();
    Pin<ConnectorObject> object;
    const Status status = retire_connector(connector, object);
    if (status != Status::kOk) return number(status);
    const uint64_t lost = close_and_wait(*object->connector, linger_ms);
    if (undelivered) *undelivered = lost;
    return YMQ_OK;
  });
}

int32_t connector_destroy_async(ymq_connector connector, int64_t linger_ms, ymq_completion_queue queue, uint64_t tag) {
  return guarded([&]() -> int32_t {
    if (!valid_timeout(linger_ms)) return invalid_timeout();
    Pin<QueueObject> target;
    Status status = pin(queue, target);
    if (status != Status::kOk) return number(status);
    Pin<ConnectorObject> object;
    status = pin(connector, object);
    if (status != Status::kOk) return number(status);
    auto operation = make_operation(*object->connector, CompletionKind::kDestroy, target->queue, tag);
    if (!target->queue->begin(operation))
      return number(engine::fail(Status::kClosed, "the completion queue is closed"));
    status = retire_connector(connector, object);
    if (status != Status::kOk) {
      target->queue->forget(operation);
      return number(status);
    }
    object->connector->close(linger_ms, [operation](uint64_t undelivered) {
      engine::Completion completion;
      completion.kind = CompletionKind::kDestroy;
      completion.tag = operation->tag;
      completion.count = undelivered;
      bool wake_wanted = false;
      if (operation->queue->complete(operation, completion, wake_wanted) && wake_wanted) operation->queue->wake();
    });
    return YMQ_OK;
  });
}

int32_t connector_bind(ymq_connector connector, const char* endpoint, uint64_t endpoint_size, char* bound,
                       uint64_t bound_capacity) {
  return with_endpoint(connector, endpoint, endpoint_size, [&](engine::Endpoints& endpoints, std::string_view text) {
    if (!bound && bound_capacity != 0) return invalid("bound is null, but its capacity is not 0");
    std::string resolved;
    const Status status = endpoints.bind(text, resolved);
    return status == Status::kOk ? copy_text(resolved, bound, bound_capacity) : number(status);
  });
}

int32_t connector_bind_descriptor(ymq_connector connector, int32_t descriptor, char* bound, uint64_t bound_capacity) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!bound && bound_capacity != 0) return invalid("bound is null, but its capacity is not 0");
    std::string resolved;
    const Status status = target.endpoints().bind_descriptor(descriptor, resolved);
    return status == Status::kOk ? copy_text(resolved, bound, bound_capacity) : number(status);
  });
}

int32_t connector_connect(ymq_connector connector, const char* endpoint, uint64_t endpoint_size) {
  return with_endpoint(connector, endpoint, endpoint_size, [](engine::Endpoints& endpoints, std::string_view text) {
    return number(endpoints.connect(text));
  });
}

int32_t connector_connect_peer(ymq_connector connector, const char* endpoint, uint64_t endpoint_size,
                               uint32_t* routing_id) {
  return with_endpoint(connector, endpoint, endpoint_size, [&](engine::Endpoints& endpoints, std::string_view text) {
    if (!routing_id) return invalid("routing_id must not be null");
    *routing_id = 0;
    return number(endpoints.connect_peer(text, *routing_id));
  });
}

int32_t connector_connect_as(ymq_connector connector, const char* endpoint, uint64_t endpoint_size,
                             const uint8_t* routing_id, uint64_t routing_id_size) {
  return with_endpoint(connector, endpoint, endpoint_size, [&](engine::Endpoints& endpoints, std::string_view text) {
    if (!routing_id && routing_id_size != 0) return invalid("routing_id is null, but its size is not 0");
    const std::string_view id(reinterpret_cast<const char*>(routing_id), routing_id_size);
    return number(endpoints.connect_as(text, id));
  });
}

int32_t connector_unbind(ymq_connector connector, const char* endpoint, uint64_t endpoint_size) {
  return with_endpoint(connector, endpoint, endpoint_size, [](engine::Endpoints& endpoints, std::string_view text) {
    return number(endpoints.unbind(text));
  });
}

int32_t connector_disconnect(ymq_connector connector, const char* endpoint, uint64_t endpoint_size) {
  return with_endpoint(connector, endpoint, endpoint_size, [](engine::Endpoints& endpoints, std::string_view text) {
    return number(endpoints.disconnect(text));
  });
}

int32_t connector_subscribe(ymq_connector connector, const uint8_t* topic, uint64_t topic_size) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!topic && topic_size != 0) return invalid("topic is null, but its size is not 0");
    return number(target.subscribe({reinterpret_cast<const std::byte*>(topic), topic_size}));
  });
}

int32_t connector_unsubscribe(ymq_connector connector, const uint8_t* topic, uint64_t topic_size) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!topic && topic_size != 0) return invalid("topic is null, but its size is not 0");
    return number(target.unsubscribe({reinterpret_cast<const std::byte*>(topic), topic_size}));
  });
}

int32_t connector_join(ymq_connector connector, const uint8_t* group, uint64_t group_size) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!group && group_size != 0) return invalid("group is null, but its size is not 0");
    return number(target.join({reinterpret_cast<const std::byte*>(group), group_size}));
  });
}

int32_t connector_leave(ymq_connector connector, const uint8_t* group, uint64_t group_size) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!group && group_size != 0) return invalid("group is null, but its size is not 0");
    return number(target.leave({reinterpret_cast<const std::byte*>(group), group_size}));
  });
}

int32_t connector_wait_for_peers(ymq_connector connector, uint32_t count, int64_t timeout_ms) {
  return wait_for(connector, {count, Of::kPeers, {}}, timeout_ms);
}

int32_t connector_wait_for_peers_async(ymq_connector connector, uint32_t count, ymq_completion_queue queue,
                                       uint64_t tag) {
  return wait_for_async(connector, CompletionKind::kPeers, {count, Of::kPeers, {}}, queue, tag);
}

int32_t connector_wait_for_subscribers(ymq_connector connector, const uint8_t* topic, uint64_t topic_size,
                                       uint32_t count, int64_t timeout_ms) {
  return with_topic(topic, topic_size, [&](std::string text) {
    return wait_for(connector, {count, Of::kSubscribers, std::move(text)}, timeout_ms);
  });
}

int32_t connector_wait_for_subscribers_async(ymq_connector connector, const uint8_t* topic, uint64_t topic_size,
                                             uint32_t count, ymq_completion_queue queue, uint64_t tag) {
  return with_topic(topic, topic_size, [&](std::string text) {
    return wait_for_async(connector, CompletionKind::kSubscribers, {count, Of::kSubscribers, std::move(text)}, queue,
                          tag);
  });
}

int32_t connector_wait_for_events(ymq_connector connector, int64_t timeout_ms) {
  return wait_for(connector, {1, Of::kEvents, {}}, timeout_ms);
}

int32_t connector_wait_for_events_async(ymq_connector connector, ymq_completion_queue queue, uint64_t tag) {
  return wait_for_async(connector, CompletionKind::kEvents, {1, Of::kEvents, {}}, queue, tag);
}

int32_t connector_ready(ymq_connector connector) {
  return with_connector(connector, [](Connector& target) { return target.ready(); });
}

int32_t connector_descriptor(ymq_connector connector, int32_t readiness, int32_t* descriptor) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!descriptor) return invalid("descriptor must not be null");
    *descriptor = -1;
    if (readiness != YMQ_READY_READABLE && readiness != YMQ_READY_WRITABLE && readiness != YMQ_READY_EVENTFUL) {
      return invalid("readiness must be YMQ_READY_READABLE, YMQ_READY_WRITABLE or YMQ_READY_EVENTFUL");
    }
    return number(target.descriptor(static_cast<Readiness>(readiness), *descriptor));
  });
}

int32_t connector_send_sync(ymq_connector connector, const uint8_t* bytes, uint64_t size, const ymq_part* parts,
                            uint32_t part_count, int64_t timeout_ms) {
  return send(connector, bytes, size, parts, part_count, timeout_ms);
}

int32_t connector_try_send(ymq_connector connector, const uint8_t* bytes, uint64_t size, const ymq_part* parts,
                           uint32_t part_count) {
  return send(connector, bytes, size, parts, part_count, 0);
}

int32_t connector_send_async(ymq_connector connector, const uint8_t* bytes, uint64_t size, const ymq_part* parts,
                             uint32_t part_count, ymq_completion_queue queue, uint64_t tag) {
  return with_queue(connector, queue, [&](Connector& sender, const auto& target) -> int64_t {
    MessageRun run(bytes, size, parts, part_count);
    if (!run.valid()) return YMQ_INVALID_ARGUMENT;
    return sender.send_async(run, make_operation(sender, CompletionKind::kSend, target, tag));
  });
}

int32_t connector_send_message_sync(ymq_connector connector, ymq_message message, int64_t timeout_ms) {
  return with_connector(connector, [&](Connector& sender) -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    if (object->parts.empty()) return invalid("a message has at least one part");
    HeldMessage held(object->parts);
    const int64_t sent = sender.send(held, timeout_ms);
    if (sent < 0) return static_cast<int32_t>(sent);
    retire<MessageObject>(message);
    return YMQ_OK;
  });
}

int32_t connector_send_message_async(ymq_connector connector, ymq_message message, ymq_completion_queue queue,
                                     uint64_t tag) {
  return with_queue(connector, queue, [&](Connector& sender, const auto& target) -> int64_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    if (object->parts.empty()) return invalid("a message has at least one part");
    HeldMessage held(object->parts);
    const int64_t sent = sender.send_async(held, make_operation(sender, CompletionKind::kSend, target, tag));
    if (sent >= 0) retire<MessageObject>(message);
    return sent;
  });
}

int32_t connector_recv_sync(ymq_connector connector, uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts,
                            uint32_t part_capacity, uint32_t max_messages, int64_t timeout_ms) {
  return receive(connector, bytes, byte_capacity, parts, part_capacity, max_messages, timeout_ms);
}

int32_t connector_try_recv(ymq_connector connector, uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts,
                           uint32_t part_capacity, uint32_t max_messages) {
  return receive(connector, bytes, byte_capacity, parts, part_capacity, max_messages, 0);
}

int32_t connector_recv_async(ymq_connector connector, uint32_t max_messages, uint64_t max_bytes,
                             ymq_completion_queue queue, uint64_t tag) {
  return with_queue(connector, queue, [&](Connector& receiver, const auto& target) -> int32_t {
    if (max_messages == 0) return invalid("max_messages must be at least 1");
    auto operation = make_operation(receiver, CompletionKind::kRecv, target, tag);
    operation->max_messages = max_messages;
    operation->max_bytes = max_bytes;
    return number(receiver.receive_async(operation));
  });
}

int32_t connector_recv_message_sync(ymq_connector connector, ymq_message* message, int64_t timeout_ms) {
  return with_connector(connector, [&](Connector& receiver) -> int32_t {
    if (!message) return invalid("message must not be null");
    *message = 0;
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    engine::Batch batch;
    batch.max_messages = 1;
    const Status status = receiver.receive(batch, timeout_ms);
    if (status != Status::kOk) return number(status);
    auto object = std::make_unique<MessageObject>();
    object->parts = std::move(batch.parts);
    object->peer = batch.peer;
    *message = publish(std::move(object));
    if (*message != 0) return YMQ_OK;
    receiver.give_back(std::move(object->parts));
    return YMQ_TOO_MANY_HANDLES;
  });
}

int32_t connector_recv_message_async(ymq_connector connector, ymq_completion_queue queue, uint64_t tag) {
  return with_queue(connector, queue, [&](Connector& receiver, const auto& target) -> int32_t {
    return number(receiver.receive_async(make_operation(receiver, CompletionKind::kRecvMessage, target, tag)));
  });
}

int32_t connector_set_option(ymq_connector connector, int32_t option, const uint8_t* value, uint64_t value_size) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!value && value_size != 0) return invalid("value is null, but its size is not 0");
    return number(target.set_option(option, {reinterpret_cast<const std::byte*>(value), value_size}));
  });
}

int32_t connector_get_option(ymq_connector connector, int32_t option, uint8_t* value, uint64_t value_capacity) {
  return with_connector(connector, [&](Connector& target) -> int64_t {
    if (!value && value_capacity != 0) return invalid("value is null, but its capacity is not 0");
    return target.get_option(option, {reinterpret_cast<std::byte*>(value), value_capacity});
  });
}

int32_t connector_get_stats(ymq_connector connector, ymq_connector_stats* stats) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!stats) return invalid("stats must not be null");
    const uint32_t size = stats->size;
    if (size < 2 * sizeof(uint32_t)) return invalid("stats: its size must be set before the call");
    engine::Stats counted;
    const Status status = target.get_stats(counted);
    if (status != Status::kOk) return number(status);
    const ymq_connector_stats record = stats_record(counted);
    std::memcpy(stats, &record, std::min<std::size_t>(size, sizeof record));
    stats->size = size;
    return YMQ_OK;
  });
}

int32_t connector_acknowledge(ymq_connector connector, uint32_t count) {
  return with_connector(connector, [count](Connector& target) {
    return target.acknowledge_received(std::min<std::uint32_t>(count, INT32_MAX));
  });
}

int32_t connector_get_peer_stats(ymq_connector connector, uint64_t first, ymq_peer_stats* peers,
                                 uint32_t peer_capacity) {
  return with_connector(connector, [&](Connector& target) -> int64_t {
    if (!peers && peer_capacity != 0) return invalid("peers is null, but its capacity is not 0");
    std::vector<engine::PeerStats> stats(std::min<std::size_t>(peer_capacity, target.peer_count()));
    const int64_t count = target.get_peer_stats(first, stats);
    for (int64_t i = 0; i < count; ++i) peers[i] = peer_record(stats[static_cast<std::size_t>(i)]);
    return count;
  });
}

int32_t connector_get_peer_info(ymq_connector connector, uint64_t peer, ymq_peer_info* info) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!info) return invalid("info must not be null");
    const uint32_t size = info->size;
    if (size < 2 * sizeof(uint32_t)) return invalid("info: its size must be set before the call");
    engine::PeerIdentification known;
    const Status status = target.get_peer(peer, known);
    if (status != Status::kOk) return number(status);
    const ymq_peer_info record = info_record(peer, known);
    std::memcpy(info, &record, std::min<std::size_t>(size, sizeof record));
    info->size = size;
    return YMQ_OK;
  });
}

int32_t connector_get_peer_property(ymq_connector connector, uint64_t peer, const char* name, uint64_t name_size,
                                    uint8_t* value, uint64_t value_capacity) {
  return with_connector(connector, [&](Connector& target) -> int32_t {
    if (!name) return invalid("a property's name is text such as Socket-Type, not null");
    if (!value && value_capacity != 0) return invalid("value is null, but its capacity is not 0");
    std::string said;
    const Status status = target.get_peer_property(peer, {name, name_size}, said);
    if (status != Status::kOk) return number(status);
    if (value && said.size() <= value_capacity) std::memcpy(value, said.data(), said.size());
    return static_cast<int32_t>(said.size());
  });
}

int32_t connector_take_events(ymq_connector connector, ymq_event* events, uint32_t event_capacity) {
  return with_connector(connector, [&](Connector& target) -> int64_t {
    if (!events && event_capacity != 0) return invalid("events is null, but its capacity is not 0");
    std::vector<engine::Event> taken(std::min<std::size_t>(event_capacity, engine::EventLog::kCapacity + 1));
    const int64_t count = target.take_events(taken);
    for (int64_t i = 0; i < count; ++i) events[i] = event_record(taken[static_cast<std::size_t>(i)]);
    return count;
  });
}
