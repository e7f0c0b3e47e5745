#include "engine/poller.h"

#include <algorithm>

#include "abi/handles.h"
#include "engine/context.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;

namespace {

// More than a poller tells of at once.
constexpr uint32_t kMostReady = 1024;

// Calls `body` with the poller of this handle.
template <typename Body>
int32_t with_poller(ymq_poller handle, Body body) noexcept {
  return guarded([&]() -> int32_t {
    Pin<PollerObject> object;
    const Status status = pin(handle, object);
    return status == Status::kOk ? static_cast<int32_t>(body(*object->poller)) : number(status);
  });
}

constexpr uint32_t kOfDescriptors = YMQ_READY_READABLE | YMQ_READY_WRITABLE;
constexpr uint32_t kOfConnectors = kOfDescriptors | YMQ_READY_EVENTFUL;

bool valid_interest(uint32_t interest, uint32_t possible) { return interest != 0 && (interest & ~possible) == 0; }

}  // namespace

int32_t poller_init(ymq_io_context context, ymq_poller* poller) {
  return guarded([&]() -> int32_t {
    Pin<ContextObject> parent;
    Status status = pin(context, parent);
    if (status != Status::kOk) return number(status);
    if (!poller) return invalid("poller must not be null");
    *poller = 0;
    auto object = std::make_unique<PollerObject>();
    object->context = context;
    status = parent->context->make_poller(object->poller);
    if (status != Status::kOk) return number(status);
    *poller = publish(std::move(object));
    if (*poller == 0) return YMQ_TOO_MANY_HANDLES;
    add_child(context, *poller);
    return YMQ_OK;
  });
}

int32_t poller_add_connector(ymq_poller poller, ymq_connector connector, uint32_t interest, uint64_t tag) {
  return with_poller(poller, [&](engine::Poller& target) -> int32_t {
    Pin<ConnectorObject> object;
    const Status status = pin(connector, object);
    if (status != Status::kOk) return number(status);
    if (!valid_interest(interest, kOfConnectors)) {
      return invalid(
          "an interest in a connector is a set of YMQ_READY_READABLE, YMQ_READY_WRITABLE, YMQ_READY_EVENTFUL");
    }
    return number(target.add(object->connector, interest, tag));
  });
}

int32_t poller_remove_connector(ymq_poller poller, ymq_connector connector) {
  return with_poller(poller, [&](engine::Poller& target) -> int32_t {
    Pin<ConnectorObject> object;
    const Status status = pin(connector, object);
    return number(status == Status::kOk ? target.remove(*object->connector) : status);
  });
}

int32_t poller_add_descriptor(ymq_poller poller, int32_t descriptor, uint32_t interest, uint64_t tag) {
  return with_poller(poller, [&](engine::Poller& target) -> int32_t {
    if (!valid_interest(interest, kOfDescriptors)) {
      return invalid("an interest in a descriptor is YMQ_READY_READABLE, YMQ_READY_WRITABLE or both");
    }
    return number(target.add(descriptor, interest, tag));
  });
}

int32_t poller_remove_descriptor(ymq_poller poller, int32_t descriptor) {
  return with_poller(poller, [&](engine::Poller& target) { return number(target.remove(descriptor)); });
}

int32_t poller_wait(ymq_poller poller, ymq_readied* ready, uint32_t ready_capacity, int64_t timeout_ms) {
  return with_poller(poller, [&](engine::Poller& target) -> int64_t {
    if (!ready || ready_capacity == 0) return invalid("there must be room for at least one");
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    std::vector<engine::Readied> readied(std::min(ready_capacity, kMostReady));
    const int64_t count = target.wait(readied, timeout_ms);
    for (int64_t i = 0; i < count; ++i) {
      const engine::Readied& each = readied[static_cast<std::size_t>(i)];
      ready[i] = {each.tag, each.ready, number(each.status)};
    }
    return count;
  });
}

int32_t poller_destroy(ymq_poller poller) {
  return guarded([&]() -> int32_t {
    Pin<PollerObject> object;
    Status status = pin(poller, object);
    if (status == Status::kOk) status = retire<PollerObject>(poller);
    if (status != Status::kOk) return number(status);
    remove_child(object->context, poller);
    object->poller->close();
    return YMQ_OK;
  });
}
