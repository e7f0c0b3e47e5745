#include "engine/inproc.h"

#include <utility>

#include "engine/connector.h"

namespace ymq::engine {

bool InprocNames::bind(const std::string& name, const std::shared_ptr<Connector>& connector,
                       flow::Priorities priorities) {
  std::vector<std::weak_ptr<InprocCaller>> waiting;
  {
    const std::lock_guard lock(mutex_);
    Name& entry = bound_[name];
    if (!entry.connector.expired()) return false;
    entry = {connector, priorities};
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
  if (entry == bound_.end() || entry->second.connector.lock().get() != connector) return;
  bound_.erase(entry);
}

std::shared_ptr<Connector> InprocNames::bound(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto entry = bound_.find(name);
  return entry == bound_.end() ? nullptr : entry->second.connector.lock();
}

bool InprocNames::handler_was_bound() {
  const std::lock_guard lock(mutex_);
  return handler_was_bound_;
}

InprocNames::Bound InprocNames::find(const std::string& name, const std::weak_ptr<InprocCaller>& caller) {
  const std::lock_guard lock(mutex_);
  const auto entry = bound_.find(name);
  Bound bound;
  if (entry != bound_.end()) bound = {entry->second.connector.lock(), entry->second.priorities};
  if (!bound.connector) callers_.emplace(name, caller);
  return bound;
}

}  // namespace ymq::engine
