#include "engine/inproc.h"

#include <utility>

#include "engine/connector.h"

namespace ymq::engine {

bool InprocNames::bind(const std::string& name, const std::shared_ptr<Connector>& connector) {
  std::vector<std::weak_ptr<InprocCaller>> waiting;
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, fresh] = bound_.try_emplace(name, connector);
    if (!fresh && !entry->second.expired()) return false;
    entry->second = connector;
    handler_was_bound_ |= name == kHandlerName;
    const auto [first, last] = callers_.equal_range(name);
    for (auto caller = first; caller != last; ++caller) waiting.push_back(std::move(caller->second));
    callers_.erase(first, last);
  }
  for (const auto& entry : waiting) {
    if (const auto caller = entry.lock()) caller->on_bound();
  }
  return true;
}

void InprocNames::unbind(const std::string& name, const Connector* connector) {
  const std::lock_guard lock(mutex_);
  const auto entry = bound_.find(name);
  if (entry == bound_.end() || entry->second.lock().get() != connector) return;
  bound_.erase(entry);
}

std::shared_ptr<Connector> InprocNames::bound(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto entry = bound_.find(name);
  return entry == bound_.end() ? nullptr : entry->second.lock();
}

bool InprocNames::handler_was_bound() {
  const std::lock_guard lock(mutex_);
  return handler_was_bound_;
}

std::shared_ptr<Connector> InprocNames::find(const std::string& name, const std::weak_ptr<InprocCaller>& caller) {
  const std::lock_guard lock(mutex_);
  const auto entry = bound_.find(name);
  std::shared_ptr<Connector> connector = entry == bound_.end() ? nullptr : entry->second.lock();
  if (!connector) callers_.emplace(name, caller);
  return connector;
}

}  // namespace ymq::engine
