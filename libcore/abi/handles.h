#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <unordered_set>

#include "base/part.h"
#include "base/slots.h"
#include "engine/error.h"

// What the handles of the ABI stand for.
namespace ymq::engine {
class CompletionQueue;
class Connector;
class Context;
class Poller;
class Proxy;
}  // namespace ymq::engine

namespace ymq::abi {

inline constexpr Slots::Kind kContextKind = 1;
inline constexpr Slots::Kind kConnectorKind = 2;
inline constexpr Slots::Kind kMessageKind = 3;
inline constexpr Slots::Kind kQueueKind = 4;
inline constexpr Slots::Kind kPollerKind = 5;
inline constexpr Slots::Kind kProxyKind = 6;

struct ContextObject {
  static constexpr Slots::Kind kKind = kContextKind;
  static constexpr const char* kName = "io_context";

  std::shared_ptr<engine::Context> context;
  std::mutex mutex;
  std::unordered_set<Handle> children;  // What was made in it, whose handles end with the context's.
};

struct ConnectorObject {
  static constexpr Slots::Kind kKind = kConnectorKind;
  static constexpr const char* kName = "connector";

  std::shared_ptr<engine::Connector> connector;
  Handle context = 0;
};

struct MessageObject {
  static constexpr Slots::Kind kKind = kMessageKind;
  static constexpr const char* kName = "message";

  Message parts;
  std::uint64_t peer = 0;  // Whom it came from; 0: nobody.
};

struct QueueObject {
  static constexpr Slots::Kind kKind = kQueueKind;
  static constexpr const char* kName = "completion_queue";

  std::shared_ptr<engine::CompletionQueue> queue;
  Handle context = 0;
};

struct ProxyObject {
  static constexpr Slots::Kind kKind = kProxyKind;
  static constexpr const char* kName = "proxy";

  std::shared_ptr<engine::Proxy> proxy;
  Handle context = 0;
};

struct PollerObject {
  static constexpr Slots::Kind kKind = kPollerKind;
  static constexpr const char* kName = "poller";

  std::shared_ptr<engine::Poller> poller;
  Handle context = 0;
};

// The one table of the process. Never destroyed: threads may be inside a call while the process exits.
Slots& slots() noexcept;

// Notes why a handle is of no use.
Status refuse_handle(Status status, const char* kind, Handle handle) noexcept;

template <class Object>
Status pin(Handle handle, Pin<Object>& pinned) noexcept {
  const Status status = pinned.acquire(slots(), handle, Object::kKind);
  return status == Status::kOk ? status : refuse_handle(status, Object::kName, handle);
}

// Ends a handle: kOk for exactly one caller.
template <class Object>
Status retire(Handle handle) noexcept {
  const Status status = slots().retire(handle, Object::kKind);
  return status == Status::kOk ? status : refuse_handle(status, Object::kName, handle);
}

// Gives the object a handle; 0 where there are none left, noted, and then the object is still the caller's.
template <class Object>
Handle publish(std::unique_ptr<Object>&& object) noexcept {
  const Handle handle =
      slots().insert(Object::kKind, object.get(), [](void* pointer) { delete static_cast<Object*>(pointer); });
  if (handle == 0) {
    engine::fail(Status::kTooManyHandles, "no handle is left, or no memory for one");
  } else {
    static_cast<void>(object.release());
  }
  return handle;
}

// Makes what was made in a context known to it, whose end ends it, and forgets it again.
bool add_child(Handle context, Handle child);
void remove_child(Handle context, Handle child) noexcept;

constexpr std::int32_t number(Status status) noexcept { return static_cast<std::int32_t>(status); }

// The body of a function of the ABI: no exception gets past it.
template <typename Body>
std::int32_t guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return number(engine::fail(Status::kOutOfMemory, "memory ran out"));
  } catch (const std::exception& error) {
    return number(engine::fail(Status::kInternal, error.what()));
  } catch (...) {
    return number(engine::fail(Status::kInternal, "an unknown fault"));
  }
}

inline std::int32_t invalid(const char* text) noexcept { return number(engine::fail(Status::kInvalidArgument, text)); }

// A timeout, in milliseconds: -1 or more.
inline bool valid_timeout(std::int64_t milliseconds) noexcept { return milliseconds >= -1; }
inline std::int32_t invalid_timeout() noexcept {
  return invalid("a timeout is a number of milliseconds, 0 for none, or -1 for no end");
}

// Copies text out, cut at the capacity, with a NUL behind it where there is room. Returns its whole length.
std::int32_t copy_text(std::string_view text, char* out, std::uint64_t capacity) noexcept;

}  // namespace ymq::abi
