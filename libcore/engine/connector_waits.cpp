#include <algorithm>
#include <bit>
#include <utility>

#include "engine/connector.h"
#include "engine/connector_section.h"
#include "engine/context.h"
#include "engine/error.h"
#include "engine/lamp.h"

// What the connector's callers wait for besides messages: peers, subscribers, events, readiness.
namespace ymq::engine {

namespace {

constexpr std::uint32_t flag(bool set, Readiness readiness) { return set ? static_cast<std::uint32_t>(readiness) : 0; }

}  // namespace

// Nothing where the pattern has no subscribers.
std::optional<std::uint64_t> Connector::count(const Crowd& crowd) const {
  if (crowd.of == Crowd::Of::kSubscribers) return pattern_->subscribers(std::as_bytes(std::span(crowd.topic)));
  if (crowd.of == Crowd::Of::kEvents) return events_.waiting();
  return static_cast<std::uint64_t>(
      std::ranges::count_if(peers_, [](const auto& entry) { return entry.second->linked; }));
}

Status Connector::may_wait_for(const Crowd& crowd) const {
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  return count(crowd) ? Status::kOk : fail(Status::kNotSupported, "nobody subscribes to connectors of this type");
}

std::int64_t Connector::wait_for(const Crowd& crowd, std::int64_t timeout_ms) {
  const Time until = deadline_after(context_->now(), timeout_ms);
  context_->poll_if_undriven();
  Parker* parker = nullptr;
  Parker::Result waited = timeout_ms == 0 ? Parker::Result::kTimedOut : Parker::Result::kSignalled;
  for (;;) {
    {
      Section section(*this);
      if (parker) std::erase(onlookers_, parker);
      const Status status = may_wait_for(crowd);
      if (status != Status::kOk) return static_cast<std::int64_t>(status);
      const std::uint64_t there = *count(crowd);
      if (there >= crowd.count) return static_cast<std::int64_t>(there);
      if (waited != Parker::Result::kSignalled) return explain_wait(waited, crowd, there, timeout_ms);
      if (!parker) parker = &Parker::of_this_thread();
      parker->reset();
      onlookers_.push_back(parker);
      observed_ = true;
    }
    waited = context_->wait(*parker, until);
  }
}

std::int64_t Connector::explain_wait(Parker::Result waited, const Crowd& crowd, std::uint64_t there,
                                     std::int64_t timeout_ms) {
  const std::string what = crowd.of == Crowd::Of::kEvents ? "events" : "peers";
  const std::string count = std::to_string(there) + " " + what + " of " + std::to_string(crowd.count) + " are there";
  if (waited == Parker::Result::kInterrupted) {
    return static_cast<std::int64_t>(fail(Status::kInterrupted, "a signal arrived; " + count));
  }
  return static_cast<std::int64_t>(fail(timeout_ms == 0 ? Status::kAgain : Status::kTimedOut, count));
}

Status Connector::wait_for_async(const std::shared_ptr<Operation>& operation) {
  {
    Section section(*this);
    const Status status = may_wait_for(operation->crowd);
    if (status != Status::kOk) return status;
    if (!operation->queue->begin(operation)) return fail(Status::kClosed, "the completion queue is closed");
    crowd_operations_.push_back(operation);
    crowd_came_ = observed_ = true;
  }
  context_->poll_if_undriven();
  return Status::kOk;
}

// Ends the operations that have what they wait for, and has the waiting threads look for themselves.
void Connector::serve_crowds(AfterCare& after) {
  std::erase_if(crowd_operations_, [&](const std::shared_ptr<Operation>& operation) {
    Completion completion;
    completion.kind = operation->kind;
    completion.count = count(operation->crowd).value_or(0);
    const bool enough = completion.count >= operation->crowd.count;
    if (enough) finish(operation, std::move(completion), after);
    return enough;
  });
  after.wake.insert(after.wake.end(), onlookers_.begin(), onlookers_.end());
  onlookers_.clear();
}

// What a call would find now. A closed connector keeps nobody waiting.
std::uint32_t Connector::readiness() const {
  const bool closed = state_ != State::kOpen;
  return flag(closed || message_ready(), Readiness::kReadable) |
         flag(closed || (send_operations_.empty() && pattern_->sendable()), Readiness::kWritable) |
         flag(closed || events_.waiting() != 0, Readiness::kEventful);
}

std::int64_t Connector::ready() {
  context_->poll_if_undriven();
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  return readiness();
}

Status Connector::descriptor(Readiness readiness, int& descriptor) {
  std::shared_ptr<Lamp>& own = own_lamps_[std::countr_zero(static_cast<std::uint32_t>(readiness))];
  std::shared_ptr<Lamp> lamp;
  {
    const std::lock_guard lock(monitor_);
    lamp = own;
  }
  if (!lamp) {
    const auto made = std::make_shared<Lamp>();
    const Status status = made->open();
    if (status != Status::kOk) return status;
    const std::lock_guard lock(monitor_);
    lamp = own = own ? own : made;
  }
  descriptor = lamp->descriptor();
  return observe(lamp, static_cast<std::uint32_t>(readiness));
}

Status Connector::observe(const std::shared_ptr<Lamp>& lamp, std::uint32_t interest) {
  {
    const std::lock_guard lock(monitor_);
    if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
    const auto known = std::ranges::find(lamps_, lamp, &Observer::lamp);
    Observer& observer = known == lamps_.end() ? lamps_.emplace_back() : *known;
    observer = {lamp, interest};
    observed_ = true;
    lamp->want((readiness() & interest) != 0);
  }
  lamp->show();
  return Status::kOk;
}

void Connector::observe_no_more(const std::shared_ptr<Lamp>& lamp) {
  const std::lock_guard lock(monitor_);
  std::erase_if(lamps_, [&](const Observer& observer) { return observer.lamp == lamp; });
}

// At the end of a section, for whoever waits for something besides messages.
void Connector::serve_observers(AfterCare& after) {
  if (std::exchange(crowd_came_, false) && state_ == State::kOpen) serve_crowds(after);
  const std::uint32_t ready = lamps_.empty() ? 0 : readiness();
  for (const Observer& observer : lamps_) {
    if (!observer.lamp->want((ready & observer.interest) != 0)) continue;
    after.tasks.push_back([lamp = observer.lamp] { lamp->show(); });
  }
  observed_ = !lamps_.empty() || !onlookers_.empty() || !crowd_operations_.empty();
}

}  // namespace ymq::engine
