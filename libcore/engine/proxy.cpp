#include "engine/proxy.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <string>
#include <utility>

#include "engine/context.h"
#include "engine/error.h"
#include "engine/signals_blocked.h"
#include "pattern/pattern.h"

namespace ymq::engine {

namespace {

// A batch has so many messages at most, and beyond its first message so many bytes.
constexpr std::int64_t kBatchMessages = 256;
constexpr std::uint64_t kBatchBytes = 1024 * 1024;

// The tags of those who want the thread to look again, and of the end of a connector. Each way has two of its own.
constexpr std::uint64_t kNudge = UINT64_MAX;
constexpr std::uint64_t kClosing = UINT64_MAX - 1;

// With one of its connectors a proxy ends as it should.
Status outcome_of(Status failure) { return failure == Status::kClosed ? Status::kOk : failure; }

bool takes_turns(ConnectorType type) { return type == ConnectorType::kReq || type == ConnectorType::kRep; }

bool has_way(const Connector& from, const Connector& to) {
  return pattern::receives(from.type()) && pattern::sends(to.type());
}

// Messages that the proxy holds, to be sent. Whoever keeps a part shares its block. One that is marked as redelivered
// keeps the mark, and so goes no quick way.
class HeldRun final : public MessageSource {
 public:
  explicit HeldRun(std::span<const Part> parts) : MessageSource(parts.size() > 1), parts_(parts) {
    views_.reserve(parts.size());
    for (const Part& part : parts) views_.push_back(part.view());
  }
  MessageView next() override {
    const std::size_t begin = next_;
    while (next_ < parts_.size() && parts_[next_++].more) continue;
    return std::span(views_).subspan(begin, next_ - begin);
  }
  std::span<const PartView> peek_run() override {
    std::size_t end = next_;
    while (end < parts_.size() && !parts_[end].more && !parts_[end].redelivered) ++end;
    return std::span(views_).subspan(next_, end - next_);
  }
  void skip(std::size_t messages) override { next_ += messages; }

 private:
  const std::span<const Part> parts_;
  std::vector<PartView> views_;
  std::size_t next_ = 0;
};

std::uint64_t payload_bytes(std::span<const Part> parts) {
  std::uint64_t bytes = 0;
  for (const Part& part : parts) bytes += part.size;
  return bytes;
}

}  // namespace

std::span<const Part> Proxy::Way::first(std::uint64_t messages) const {
  std::size_t end = next;
  while (messages != 0) messages -= !taken[end++].more;
  return std::span(taken).subspan(next, end - next);
}

void Proxy::Way::done_with(std::span<const Part> messages) {
  next += messages.size();
  if (next < taken.size()) return;
  taken.clear();
  next = 0;
}

Status Proxy::make(Ends ends, std::shared_ptr<Proxy>& proxy) {
  const Status status = check(ends);
  if (status != Status::kOk) return status;
  proxy = std::make_shared<Proxy>(std::move(ends));
  return proxy->start() ? Status::kOk : fail(Status::kSystem, "no thread could be started for the proxy", EAGAIN);
}

Status Proxy::check(const Ends& ends) {
  const auto& [front, back, capture] = ends;
  if (front == back) return fail(Status::kInvalidArgument, "front and back must be two connectors");
  if (capture == front || capture == back) {
    return fail(Status::kInvalidArgument, "the capture is a third connector, not one of those that are forwarded");
  }
  if (&front->context() != &back->context() || (capture && &capture->context() != &front->context())) {
    return fail(Status::kInvalidArgument, "the connectors of a proxy are of one context");
  }
  if (takes_turns(front->type()) || takes_turns(back->type()) || (capture && takes_turns(capture->type()))) {
    return fail(Status::kNotSupported, "REQ and REP take turns; ROUTER and DEALER forward for them");
  }
  if (!has_way(*front, *back) && !has_way(*back, *front)) {
    return fail(Status::kNotSupported, "neither of the two sends what the other receives");
  }
  if (capture && !pattern::sends(capture->type()))
    return fail(Status::kNotSupported, "the capture's type does not send");
  return Status::kOk;
}

// The queue is the proxy's own: its context, which ends those of its users, does not know it.
Proxy::Proxy(Ends ends)
    : ends_(std::move(ends)),
      queue_(std::make_shared<CompletionQueue>(ends_.front->context().shared_from_this())),
      nudge_(std::make_shared<Operation>()) {
  nudge_->tag = kNudge;
  Connector& front = *ends_.front;
  Connector& back = *ends_.back;
  if (has_way(front, back)) add_way(front, back, stats_.to_back);
  if (has_way(back, front)) add_way(back, front, stats_.to_front);
}

void Proxy::add_way(Connector& from, Connector& to, Forwarded& forwarded) {
  const std::uint64_t tag = 2 * ways_.size();
  ways_.push_back({from, to, forwarded, tag, tag + 1});
}

bool Proxy::start() {
  const SignalsBlocked blocked;
  has_thread_ = pthread_create(&thread_, nullptr, thread_main, this) == 0;
  return has_thread_;
}

// Where memory runs out the proxy ends, and gives back what it can.
void* Proxy::thread_main(void* proxy) {
  pthread_setname_np(pthread_self(), "ymq-proxy");
  Proxy& self = *static_cast<Proxy*>(proxy);
  try {
    self.run();
  } catch (const std::bad_alloc&) {
    self.end(Status::kOutOfMemory);
  }
  try {
    self.wind_up();
  } catch (const std::bad_alloc&) {
    self.end(Status::kOutOfMemory);
  }
  self.queue_->close();
  self.announce_end();
  return nullptr;
}

void Proxy::stop() {
  if (!std::exchange(has_thread_, false)) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  nudge();
  pthread_join(thread_, nullptr);
}

Status Proxy::pause() {
  Parker& parker = Parker::of_this_thread();
  for (;; queue_->context()->wait(parker, kNever)) {
    {
      const std::lock_guard lock(mutex_);
      std::erase(waiters_, &parker);
      if (ended_) return fail(Status::kClosed, "the proxy has ended");
      stats_.paused = true;
      if (receiving_ == 0) return Status::kOk;
      parker.reset();
      waiters_.push_back(&parker);
    }
    for (const Way& way : ways_) queue_->cancel(way.receive_tag);
  }
}

Status Proxy::resume() {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return fail(Status::kClosed, "the proxy has ended");
    stats_.paused = false;
  }
  nudge();
  return Status::kOk;
}

Status Proxy::wait(std::int64_t timeout_ms) {
  Context& context = *queue_->context();
  const Time until = deadline_after(context.now(), timeout_ms);
  Parker& parker = Parker::of_this_thread();
  for (Parker::Result waited = Parker::Result::kSignalled;; waited = context.wait(parker, until)) {
    const std::lock_guard lock(mutex_);
    std::erase(waiters_, &parker);
    if (ended_ && outcome_ == Status::kClosed) return fail(outcome_, "the proxy was destroyed");
    if (ended_) return outcome_ == Status::kOk ? outcome_ : fail(outcome_, "memory ran out, and the proxy ended");
    if (timeout_ms == 0) return fail(Status::kAgain, "the proxy has not ended");
    if (waited == Parker::Result::kInterrupted) return fail(Status::kInterrupted, "a signal arrived");
    if (waited != Parker::Result::kSignalled) return fail(Status::kTimedOut, "the proxy did not end in time");
    parker.reset();
    waiters_.push_back(&parker);
  }
}

Status Proxy::wait_async(const std::shared_ptr<Operation>& operation) {
  operation->proxy = weak_from_this();
  {
    const std::lock_guard lock(mutex_);
    awaited_by_.reserve(awaited_by_.size() + 1);
    if (!operation->queue->begin(operation)) return fail(Status::kClosed, "the completion queue is closed");
    if (!ended_) awaited_by_.push_back(operation);
    if (!ended_) return Status::kOk;
  }
  CompletionQueue::end(operation, outcome_);
  return Status::kOk;
}

void Proxy::cancel(const std::shared_ptr<Operation>& operation) {
  {
    const std::lock_guard lock(mutex_);
    if (std::erase(awaited_by_, operation) == 0) return;
  }
  CompletionQueue::end(operation, Status::kCancelled);
}

Proxy::Stats Proxy::stats() {
  const std::lock_guard lock(mutex_);
  return stats_;
}

bool Proxy::may_receive() {
  const std::lock_guard lock(mutex_);
  receiving_ += !stats_.paused;
  return !stats_.paused;
}

void Proxy::note_received() {
  const std::lock_guard lock(mutex_);
  if (--receiving_ == 0 && stats_.paused) signal_waiters();
}

bool Proxy::paused() {
  const std::lock_guard lock(mutex_);
  return stats_.paused;
}

void Proxy::nudge() {
  Completion completion;
  completion.tag = kNudge;
  bool wake_wanted = false;
  if (queue_->complete(nudge_, completion, wake_wanted) && wake_wanted) queue_->wake();
}

// The thread. ---------------------------------------------------------------------------------------------------------

void Proxy::run() {
  watch(*ends_.front);
  watch(*ends_.back);
  while (goes_on()) {
    for (Way& way : ways_) {
      if (way.state == Way::State::kIdle) receive_more(way);
    }
    if (!over_) take_completions();
  }
}

// It is to hear that a connector is closed also while it is paused, or waits for room.
void Proxy::watch(Connector& connector) {
  const Status status = connector.watch_close_async(make_operation(CompletionKind::kDestroy, connector, kClosing));
  if (status != Status::kOk) end(outcome_of(status));
}

bool Proxy::goes_on() {
  const std::lock_guard lock(mutex_);
  if (stopping_) end(Status::kClosed);
  return !over_;
}

// Waits for the first. Without io threads it carries the connections meanwhile.
void Proxy::take_completions() {
  queue_->wait(-1);
  std::vector<Completion> completions;
  queue_->take(completions, SIZE_MAX, [](const Completion&) { return true; });
  for (Completion& completion : completions) take(completion);
}

void Proxy::take(Completion& completion) {
  if (completion.tag == kNudge) return;
  if (completion.tag == kClosing) return end(outcome_of(completion.status));
  handle(ways_[completion.tag / 2], completion);
}

void Proxy::handle(Way& way, Completion& completion) {
  way.state = Way::State::kIdle;
  if (completion.kind == CompletionKind::kSend) return sent(way, completion);
  note_received();
  if (completion.status == Status::kOk) {
    way.taken = std::move(completion.parts);
    send_on(way);
  } else if (completion.status != Status::kCancelled) {
    end(outcome_of(completion.status));
  }
}

// Never more than may wait in the connector itself.
void Proxy::receive_more(Way& way) {
  if (!may_receive()) return;
  const auto operation = make_operation(CompletionKind::kRecv, way.from, way.receive_tag);
  const std::int64_t limit = way.from.option(OptionId::kReceiveHwm);
  operation->max_messages = static_cast<std::uint32_t>(limit == 0 ? kBatchMessages : std::min(limit, kBatchMessages));
  operation->max_bytes = kBatchBytes;
  const Status status = way.from.receive_async(operation);
  if (status != Status::kOk) return end(outcome_of(status));
  way.state = Way::State::kReceiving;
  // Whoever paused it in between found nothing to cancel.
  if (paused()) queue_->cancel(way.receive_tag);
}

void Proxy::send_on(Way& way) {
  while (!over_ && !way.taken.empty()) {
    HeldRun run(way.rest());
    const std::int64_t accepted = way.to.send_async(run, make_operation(CompletionKind::kSend, way.to, way.send_tag));
    if (accepted >= 0) {
      note_forwarded(way, static_cast<std::uint64_t>(accepted));
      if (!way.taken.empty()) way.state = Way::State::kSending;
      return;
    }
    refuse(way, static_cast<Status>(accepted));
  }
}

// The rest was accepted, or its first message was refused.
void Proxy::sent(Way& way, const Completion& completion) {
  note_forwarded(way, completion.count);
  if (completion.status == Status::kOk || completion.status == Status::kCancelled) return;
  refuse(way, completion.status);
  send_on(way);
}

void Proxy::note_forwarded(Way& way, std::uint64_t messages) {
  if (messages == 0) return;
  const std::span<const Part> parts = way.first(messages);
  if (ends_.capture) offer_to_capture(parts, messages);
  way.from.acknowledge_received(messages);
  {
    const std::lock_guard lock(mutex_);
    way.forwarded.messages += messages;
    way.forwarded.bytes += payload_bytes(parts);
  }
  way.done_with(parts);
}

void Proxy::offer_to_capture(std::span<const Part> messages, std::uint64_t count) {
  HeldRun run(messages);
  const std::int64_t accepted = std::max<std::int64_t>(ends_.capture->send(run, 0), 0);
  const std::lock_guard lock(mutex_);
  stats_.capture_dropped += count - static_cast<std::uint64_t>(accepted);
}

// The other side takes the first message neither now nor later: there is nobody to have it. Where the other side is
// gone, or memory ran out, the message can still go back.
void Proxy::refuse(Way& way, Status status) {
  if (status == Status::kClosed || status == Status::kOutOfMemory) return end(outcome_of(status));
  way.from.acknowledge_received(1);
  way.done_with(way.first(1));
  const std::lock_guard lock(mutex_);
  ++stats_.dropped;
}

void Proxy::end(Status outcome) {
  if (std::exchange(over_, true)) return;
  outcome_ = outcome;
}

// Nothing is begun any more, so each way ends with the completion of what it was about.
void Proxy::wind_up() {
  for (const Way& way : ways_) {
    if (way.state != Way::State::kIdle)
      queue_->cancel(way.state == Way::State::kSending ? way.send_tag : way.receive_tag);
  }
  while (under_way()) take_completions();
  for (Way& way : ways_) {
    Message rest(way.rest().begin(), way.rest().end());
    if (!rest.empty()) way.from.give_back(std::move(rest));
  }
}

bool Proxy::under_way() const {
  return std::any_of(ways_.begin(), ways_.end(), [](const Way& way) { return way.state != Way::State::kIdle; });
}

void Proxy::announce_end() {
  std::vector<std::shared_ptr<Operation>> awaited_by;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    signal_waiters();
    awaited_by.swap(awaited_by_);
  }
  for (const auto& operation : awaited_by) CompletionQueue::end(operation, outcome_);
}

// With the mutex held.
void Proxy::signal_waiters() {
  for (Parker* waiter : waiters_) waiter->signal();
  waiters_.clear();
}

std::shared_ptr<Operation> Proxy::make_operation(CompletionKind kind, Connector& connector, std::uint64_t tag) const {
  auto operation = std::make_shared<Operation>();
  operation->kind = kind;
  operation->tag = tag;
  operation->queue = queue_;
  operation->connector = connector.weak_from_this();
  return operation;
}

}  // namespace ymq::engine
