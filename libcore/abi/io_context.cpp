#include <string>

#include "abi/handles.h"
#include "engine/context.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;

namespace {

constexpr uint32_t kMaxIoThreads = 64;

bool known_backend(int32_t backend) { return backend >= YMQ_BACKEND_DEFAULT && backend <= YMQ_BACKEND_IO_URING; }

// The handles of what the context carried end with its own.
void retire_children(ContextObject& object) {
  std::unordered_set<Handle> children;
  {
    const std::lock_guard lock(object.mutex);
    children.swap(object.children);
  }
  for (const Handle child : children) {
    for (const Slots::Kind kind : {kConnectorKind, kQueueKind, kPollerKind, kProxyKind}) {
      if (slots().retire(child, kind) == Status::kOk) break;
    }
  }
}

int32_t destroy(ymq_io_context context, int64_t linger_ms, uint64_t* undelivered) {
  Pin<ContextObject> object;
  Status status = pin(context, object);
  if (status == Status::kOk) status = retire<ContextObject>(context);
  if (status != Status::kOk) return number(status);
  const uint64_t lost = object->context->destroy(linger_ms);
  retire_children(*object);
  if (undelivered) *undelivered = lost;
  return YMQ_OK;
}

}  // namespace

int32_t io_context_init(uint32_t io_threads, int32_t backend, ymq_io_context* context) {
  return guarded([&]() -> int32_t {
    if (!context) return invalid("context must not be null");
    *context = 0;
    if (io_threads > kMaxIoThreads) {
      return invalid(("io_threads: " + std::to_string(io_threads) + " is not within 0 to 64").c_str());
    }
    if (!known_backend(backend)) return invalid(("there is no backend of number " + std::to_string(backend)).c_str());
    auto object = std::make_unique<ContextObject>();
    const Status status = engine::Context::make(io_threads, static_cast<Backend>(backend), object->context);
    if (status != Status::kOk) return number(status);
    engine::Context& made = *object->context;
    *context = publish(std::move(object));
    if (*context != 0) return YMQ_OK;
    made.destroy(0);
    return YMQ_TOO_MANY_HANDLES;
  });
}

int32_t io_context_destroy(ymq_io_context context, int64_t linger_ms, uint64_t* undelivered) {
  return guarded([&]() -> int32_t {
    if (!valid_timeout(linger_ms)) return invalid_timeout();
    return destroy(context, linger_ms, undelivered);
  });
}

int32_t io_context_terminate(ymq_io_context context, uint64_t* undelivered) {
  return guarded([&] { return destroy(context, 0, undelivered); });
}

int32_t io_context_run(ymq_io_context context, int64_t timeout_ms) {
  return guarded([&]() -> int32_t {
    Pin<ContextObject> object;
    const Status status = pin(context, object);
    if (status != Status::kOk) return number(status);
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    return static_cast<int32_t>(object->context->run(timeout_ms));
  });
}

int32_t io_context_backend(ymq_io_context context, char* text, uint64_t text_capacity) {
  return guarded([&]() -> int32_t {
    Pin<ContextObject> object;
    const Status status = pin(context, object);
    if (status != Status::kOk) return number(status);
    if (!text && text_capacity != 0) return invalid("text is null, but its capacity is not 0");
    return copy_text(object->context->backend_text(), text, text_capacity);
  });
}
