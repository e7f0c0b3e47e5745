#include "engine/completion_queue.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "backend/errno_map.h"
#include "engine/connector.h"
#include "engine/context.h"
#include "engine/error.h"
#include "engine/loop.h"
#include "engine/proxy.h"

namespace ymq::engine {

bool Operation::hold(MessageSource& messages, MessageView first) {
  for (MessageView message = first; !message.empty(); message = messages.next()) {
    for (const PartView& view : message) {
      Part& part = unsent.emplace_back();
      if (view.owner) {
        part.block = BlockRef::share(view.owner);
        part.data = view.data;
        part.size = view.size;
      } else if (!Part::copy_of(view.bytes(), part)) {
        return false;
      }
      part.more = true;
      part.redelivered = view.redelivered;
    }
    unsent.back().more = false;
  }
  return true;
}

CompletionQueue::CompletionQueue(std::shared_ptr<Context> context) : context_(std::move(context)) {}

CompletionQueue::~CompletionQueue() {
  if (wake_descriptor_ >= 0) ::close(wake_descriptor_);
}

Status CompletionQueue::open(WakeKind kind, int& descriptor) {
  descriptor = -1;
  kind_ = kind;
  if (kind == WakeKind::kNone) return Status::kOk;
  int ends[2] = {-1, -1};
  const bool pipe = kind == WakeKind::kPipe;
  if (pipe ? pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0 : (ends[0] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0) {
    return fail(backend::status_of(errno), "no descriptor for waking the consumer of a completion queue", errno);
  }
  wake_descriptor_ = pipe ? ends[1] : ends[0];
  descriptor = ends[0];
  return Status::kOk;
}

bool CompletionQueue::begin(const std::shared_ptr<Operation>& operation) {
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  operation->number = ++last_number_;
  begun_.emplace(operation->tag, operation);
  return true;
}

void cancel(const std::shared_ptr<Operation>& operation) {
  if (const std::shared_ptr<Connector> connector = operation->connector.lock()) connector->cancel(operation);
  if (const std::shared_ptr<Proxy> proxy = operation->proxy.lock()) proxy->cancel(operation);
  if (operation->timer) operation->queue->cancel_timer(operation);
}

bool CompletionQueue::complete(const std::shared_ptr<Operation>& operation, Completion& completion, bool& wake_wanted) {
  const std::lock_guard lock(mutex_);
  erase(operation);
  if (closed_) return false;
  ready_.push_back(std::move(completion));
  wake_wanted = armed_ || !waiters_.empty();
  return true;
}

void CompletionQueue::end(const std::shared_ptr<Operation>& operation, Status status) noexcept {
  shielded(
      [&] {
        Completion completion;
        completion.kind = operation->kind;
        completion.tag = operation->tag;
        completion.status = status;
        bool wake_wanted = false;
        if (operation->queue->complete(operation, completion, wake_wanted) && wake_wanted) operation->queue->wake();
      },
      [] {});
}

void CompletionQueue::forget(const std::shared_ptr<Operation>& operation) {
  const std::lock_guard lock(mutex_);
  erase(operation);
}

void CompletionQueue::erase(const std::shared_ptr<Operation>& operation) {
  const auto [first, last] = begun_.equal_range(operation->tag);
  const auto found = std::find_if(first, last, [&](const auto& entry) { return entry.second == operation; });
  if (found != last) begun_.erase(found);
}

void CompletionQueue::wake() {
  const std::lock_guard lock(mutex_);
  signal_waiters();
  if (!armed_ || ready_.empty()) return;
  armed_ = false;
  make_readable();
}

// With the mutex held.
void CompletionQueue::signal_waiters() {
  for (Parker* waiter : waiters_) waiter->signal();
  waiters_.clear();
}

// With the mutex held. A full pipe wakes as well as a byte more; there is nothing to do about other failures, nor a
// reason for one.
void CompletionQueue::make_readable() {
  if (wake_descriptor_ < 0) return;
  const std::uint64_t one = 1;
  const ssize_t written = ::write(wake_descriptor_, &one, kind_ == WakeKind::kPipe ? 1 : sizeof one);
  static_cast<void>(written);
  signalled_ = true;
}

// With the mutex held. The bytes of a pipe are the consumer's to swallow.
void CompletionQueue::before_take() {
  if (kind_ != WakeKind::kPollable || !signalled_) return;
  std::uint64_t count = 0;
  const ssize_t size = ::read(wake_descriptor_, &count, sizeof count);
  static_cast<void>(size);
  signalled_ = false;
}

// With the mutex held. A pollable descriptor stays readable while the consumer has left something.
void CompletionQueue::after_take() {
  armed_ = ready_.empty();
  if (!armed_ && kind_ == WakeKind::kPollable) make_readable();
}

Status CompletionQueue::wait(std::int64_t timeout_ms) {
  const Time until = deadline_after(context_->now(), timeout_ms);
  Parker& parker = Parker::of_this_thread();
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      std::erase(waiters_, &parker);
      if (!ready_.empty()) return Status::kOk;
      if (closed_) return fail(Status::kClosed, "the completion queue was closed");
      if (timeout_ms == 0) return fail(Status::kAgain, "the completion queue is empty");
      parker.reset();
      waiters_.push_back(&parker);
    }
    const Parker::Result result = context_->wait(parker, until);
    if (result == Parker::Result::kSignalled) continue;
    const std::lock_guard lock(mutex_);
    std::erase(waiters_, &parker);
    if (!ready_.empty()) return Status::kOk;
    if (result == Parker::Result::kInterrupted) return fail(Status::kInterrupted, "a signal arrived");
    return fail(Status::kTimedOut, "no completion within " + std::to_string(timeout_ms) + " ms");
  }
}

Status CompletionQueue::cancel(std::uint64_t tag) {
  std::shared_ptr<Operation> operation;
  {
    const std::lock_guard lock(mutex_);
    const auto [first, last] = begun_.equal_range(tag);
    const auto found = std::min_element(
        first, last, [](const auto& one, const auto& other) { return one.second->number < other.second->number; });
    if (found == last) return fail(Status::kNotFound, "no operation of this tag is under way: " + std::to_string(tag));
    operation = found->second;
  }
  engine::cancel(operation);
  return Status::kOk;
}

// It may be cancelled, or the queue closed, as soon as it has begun.
Status CompletionQueue::start_timer(std::int64_t delay_ms, std::int64_t interval_ms, std::uint64_t tag) {
  const auto operation = std::make_shared<Operation>();
  operation->kind = CompletionKind::kTimer;
  operation->tag = tag;
  operation->queue = shared_from_this();
  operation->timer =
      std::make_shared<QueueTimer>(deadline_after(context_->now(), delay_ms), deadline_after(0, interval_ms));
  if (!begin(operation)) return fail(Status::kClosed, "the completion queue is closed");
  if (!context_->queue_timers().start(operation)) {
    forget(operation);
    return fail(Status::kOutOfMemory, "the timer was not started: memory ran out");
  }
  if (is_over(*operation->timer)) context_->queue_timers().stop(*operation);
  return Status::kOk;
}

bool CompletionQueue::is_over(const QueueTimer& timer) {
  const std::lock_guard lock(mutex_);
  return timer.over;
}

// Where there is no memory for the completion, the timer is seen to again.
bool CompletionQueue::timer_due(const std::shared_ptr<Operation>& operation, std::uint64_t times) noexcept {
  bool over = false;
  shielded([&] { over = note_due(operation, times); }, [] {});
  return over;
}

// One completion at most waits for each timer: what is due meanwhile is counted there.
bool CompletionQueue::note_due(const std::shared_ptr<Operation>& operation, std::uint64_t times) {
  QueueTimer& timer = *operation->timer;
  {
    const std::lock_guard lock(mutex_);
    if (timer.over) return true;
    timer.due = timer.interval == 0 ? 1 : timer.due + times;
    if (timer.queued) return false;
    Completion& completion = ready_.emplace_back();
    completion.kind = operation->kind;
    completion.tag = operation->tag;
    completion.timer = operation->timer;
    timer.queued = true;
    timer.over = timer.interval == 0;
    if (timer.over) erase(operation);
  }
  wake();
  return timer.interval == 0;
}

// With the mutex held, of a completion that is taken: from here on the timer counts anew.
void CompletionQueue::settle(Completion& completion) {
  completion.count = std::exchange(completion.timer->due, 0);
  completion.timer->queued = false;
}

// By several threads at once, or as it is due for the only time: whoever comes first ends it.
void CompletionQueue::cancel_timer(const std::shared_ptr<Operation>& operation) {
  {
    const std::lock_guard lock(mutex_);
    if (operation->timer->over) return;
    if (!closed_) {
      Completion& completion = ready_.emplace_back();
      completion.kind = operation->kind;
      completion.status = Status::kCancelled;
      completion.tag = operation->tag;
    }
    operation->timer->over = true;
    erase(operation);
  }
  context_->queue_timers().stop(*operation);
  wake();
}

std::vector<std::shared_ptr<Operation>> CompletionQueue::begun_operations() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  std::vector<std::shared_ptr<Operation>> operations;
  for (const auto& entry : begun_) operations.push_back(entry.second);
  return operations;
}

void CompletionQueue::close() {
  for (const std::shared_ptr<Operation>& operation : begun_operations()) engine::cancel(operation);
  std::deque<Completion> undrained;
  {
    const std::lock_guard lock(mutex_);
    undrained.swap(ready_);
    begun_.clear();
    signal_waiters();
  }
  for (auto completion = undrained.rbegin(); completion != undrained.rend(); ++completion) {
    const std::shared_ptr<Connector> connector = completion->connector.lock();
    if (connector && !completion->parts.empty()) connector->give_back(std::move(completion->parts));
  }
  const std::lock_guard lock(mutex_);
  if (wake_descriptor_ >= 0) ::close(wake_descriptor_);
  wake_descriptor_ = -1;
}

}  // namespace ymq::engine
