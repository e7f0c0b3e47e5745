#include "engine/proxy.h"

#include <algorithm>
#include <cstring>

#include "abi/handles.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;

namespace {

// Calls `body` with the proxy of this handle.
template <typename Body>
int32_t with_proxy(ymq_proxy handle, Body body) noexcept {
  return guarded([&]() -> int32_t {
    Pin<ProxyObject> object;
    const Status status = pin(handle, object);
    return number(status == Status::kOk ? body(*object->proxy) : status);
  });
}

// The connector of this handle, and the context that it was made in.
Status find(ymq_connector handle, std::shared_ptr<engine::Connector>& connector, Handle& context) {
  Pin<ConnectorObject> object;
  const Status status = pin(handle, object);
  if (status != Status::kOk) return status;
  connector = object->connector;
  context = object->context;
  return Status::kOk;
}

Status find_ends(ymq_connector front, ymq_connector back, ymq_connector capture, engine::Proxy::Ends& ends,
                 Handle& context) {
  Status status = find(front, ends.front, context);
  if (status == Status::kOk) status = find(back, ends.back, context);
  if (status == Status::kOk && capture != 0) status = find(capture, ends.capture, context);
  return status;
}

ymq_proxy_stats stats_record(const engine::Proxy::Stats& stats) {
  ymq_proxy_stats record{};
  record.paused = stats.paused;
  record.messages_to_back = stats.to_back.messages;
  record.bytes_to_back = stats.to_back.bytes;
  record.messages_to_front = stats.to_front.messages;
  record.bytes_to_front = stats.to_front.bytes;
  record.capture_dropped = stats.capture_dropped;
  record.dropped = stats.dropped;
  return record;
}

}  // namespace

int32_t proxy_init(ymq_connector front, ymq_connector back, ymq_connector capture, ymq_proxy* proxy) {
  return guarded([&]() -> int32_t {
    if (!proxy) return invalid("proxy must not be null");
    *proxy = 0;
    auto object = std::make_unique<ProxyObject>();
    engine::Proxy::Ends ends;
    Status status = find_ends(front, back, capture, ends, object->context);
    if (status == Status::kOk) status = engine::Proxy::make(std::move(ends), object->proxy);
    if (status != Status::kOk) return number(status);
    const Handle context = object->context;
    *proxy = publish(std::move(object));
    if (*proxy == 0) return YMQ_TOO_MANY_HANDLES;
    add_child(context, *proxy);
    return YMQ_OK;
  });
}

int32_t proxy_pause(ymq_proxy proxy) {
  return with_proxy(proxy, [](engine::Proxy& target) { return target.pause(); });
}

int32_t proxy_resume(ymq_proxy proxy) {
  return with_proxy(proxy, [](engine::Proxy& target) { return target.resume(); });
}

int32_t proxy_wait(ymq_proxy proxy, int64_t timeout_ms) {
  if (!valid_timeout(timeout_ms)) return invalid_timeout();
  return with_proxy(proxy, [&](engine::Proxy& target) { return target.wait(timeout_ms); });
}

int32_t proxy_wait_async(ymq_proxy proxy, ymq_completion_queue queue, uint64_t tag) {
  return guarded([&]() -> int32_t {
    Pin<ProxyObject> object;
    Status status = pin(proxy, object);
    if (status != Status::kOk) return number(status);
    Pin<QueueObject> target;
    status = pin(queue, target);
    if (status != Status::kOk) return number(status);
    auto operation = std::make_shared<engine::Operation>();
    operation->kind = CompletionKind::kProxy;
    operation->tag = tag;
    operation->queue = target->queue;
    return number(object->proxy->wait_async(operation));
  });
}

int32_t proxy_get_stats(ymq_proxy proxy, ymq_proxy_stats* stats) {
  return guarded([&]() -> int32_t {
    Pin<ProxyObject> object;
    const Status status = pin(proxy, object);
    if (status != Status::kOk) return number(status);
    if (!stats) return invalid("stats must not be null");
    const uint32_t size = stats->size;
    if (size < 2 * sizeof(uint32_t)) return invalid("stats: its size must be set before the call");
    const ymq_proxy_stats record = stats_record(object->proxy->stats());
    std::memcpy(stats, &record, std::min<std::size_t>(size, sizeof record));
    stats->size = size;
    return YMQ_OK;
  });
}

int32_t proxy_destroy(ymq_proxy proxy) {
  return guarded([&]() -> int32_t {
    Pin<ProxyObject> object;
    Status status = pin(proxy, object);
    if (status == Status::kOk) status = retire<ProxyObject>(proxy);
    if (status != Status::kOk) return number(status);
    remove_child(object->context, proxy);
    object->proxy->stop();
    return YMQ_OK;
  });
}
