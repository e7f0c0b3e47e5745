#include "engine/lamp.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "backend/errno_map.h"
#include "engine/error.h"

namespace ymq::engine {

Lamp::~Lamp() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status Lamp::open() {
  descriptor_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor_ >= 0 ? Status::kOk : fail(backend::status_of(errno), "no descriptor for telling readiness", errno);
}

void Lamp::show() {
  if (adjust() && when_lit_) when_lit_();
}

// Whether it has been lit just now. Neither call can fail: the count is 0 or 1, and the descriptor is ours.
bool Lamp::adjust() noexcept {
  const std::lock_guard lock(mutex_);
  const bool wanted = wanted_.load();
  if (wanted == lit_) return false;
  std::uint64_t count = 1;
  const ssize_t size = wanted ? ::write(descriptor_, &count, sizeof count) : ::read(descriptor_, &count, sizeof count);
  static_cast<void>(size);
  return lit_ = wanted;
}

}  // namespace ymq::engine
