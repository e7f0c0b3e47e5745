#include "abi/handles.h"

#include <pthread.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace ymq::abi {

namespace {

alignas(Slots) constinit unsigned char storage[sizeof(Slots)]{};

Slots& make_slots() noexcept {
  Slots* made = new (storage) Slots;
  pthread_atfork(nullptr, nullptr, [] { slots().invalidate_all(); });
  return *made;
}

}  // namespace

Slots& slots() noexcept {
  static Slots& table = make_slots();
  return table;
}

Status refuse_handle(Status status, const char* kind, Handle handle) noexcept {
  char text[160];
  const char* why = status == Status::kForked ? "was made before the process forked"
                    : handle == 0             ? "is null"
                                              : "is stale, or names something else";
  std::snprintf(text, sizeof text, "the %s handle %llu %s", kind, static_cast<unsigned long long>(handle), why);
  return engine::fail(status, text);
}

bool add_child(Handle context, Handle child) {
  Pin<ContextObject> parent;
  if (pin(context, parent) != Status::kOk) return false;
  const std::lock_guard lock(parent->mutex);
  parent->children.insert(child);
  return true;
}

void remove_child(Handle context, Handle child) noexcept {
  Pin<ContextObject> parent;
  if (parent.acquire(slots(), context, kContextKind) != Status::kOk) return;
  const std::lock_guard lock(parent->mutex);
  parent->children.erase(child);
}

std::int32_t copy_text(std::string_view text, char* out, std::uint64_t capacity) noexcept {
  const std::size_t size = std::min<std::uint64_t>(text.size(), capacity);
  if (size != 0) std::memcpy(out, text.data(), size);
  if (size < capacity) out[size] = '\0';
  return static_cast<std::int32_t>(text.size());
}

}  // namespace ymq::abi
