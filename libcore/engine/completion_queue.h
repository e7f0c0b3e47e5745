#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/part.h"
#include "base/time.h"
#include "base/vocabulary.gen.h"
#include "engine/parker.h"
#include "engine/queue_timer.h"

namespace ymq::engine {

class CompletionQueue;
class Connector;
class Context;
class MessageSource;
class Proxy;

// What is waited for besides messages: so many peers that are linked, or that are subscribed to this topic, or so many
// events that nobody has taken.
struct Crowd {
  enum class Of : std::uint8_t { kPeers, kSubscribers, kEvents };

  std::uint64_t count = 0;
  Of of = Of::kPeers;
  std::string topic;
};

// An asynchronous call on its way to its completion. The connector holds it while it waits there; the queue holds it,
// to find it by its tag, until it has completed. Its fields are guarded by the connector's monitor.
struct Operation {
  CompletionKind kind = CompletionKind::kSend;
  std::uint64_t tag = 0;
  std::uint64_t number = 0;  // In the order of their beginnings, within the queue.
  std::weak_ptr<Connector> connector;
  std::weak_ptr<Proxy> proxy;  // kProxy, instead of a connector.
  std::shared_ptr<CompletionQueue> queue;
  // kRecv.
  std::uint32_t max_messages = 1;
  std::uint64_t max_bytes = 0;
  // kSend: the messages still to be accepted, and how many have been since the call returned.
  // Copies the messages from `first` on; false where memory ran out.
  bool hold(MessageSource& messages, MessageView first);
  std::vector<Part> unsent;
  std::size_t sent_parts = 0;
  std::uint64_t sent_messages = 0;
  // kPeers, kSubscribers, kEvents.
  Crowd crowd;
  // kTimer.
  std::shared_ptr<QueueTimer> timer;
};

// Asks it to end, where it still waits.
void cancel(const std::shared_ptr<Operation>& operation);

// The end of an operation, with the messages that it received.
struct Completion {
  CompletionKind kind = CompletionKind::kSend;
  Status status = Status::kOk;
  std::uint64_t tag = 0;
  std::uint64_t count = 0;
  std::vector<Part> parts;
  std::uint64_t bytes = 0;
  std::uint64_t peer = 0;              // Whom they came from, if from one.
  std::weak_ptr<Connector> connector;  // Whom the messages go back to when nobody drains them.
  std::shared_ptr<QueueTimer> timer;   // Which was due; it goes on counting until this is drained.
};

// Where completions wait for their consumer, and how it hears of them. Its mutex is taken with a monitor held, never
// the other way round; it is held while the wake descriptor is written or emptied, neither of which can wait, so that
// the descriptor and what is known of it agree. Any thread.
class CompletionQueue : public std::enable_shared_from_this<CompletionQueue> {
 public:
  explicit CompletionQueue(std::shared_ptr<Context> context);
  ~CompletionQueue();

  // Opens the descriptor of this kind; `descriptor` is what the consumer gets, -1 for kNone.
  Status open(WakeKind kind, int& descriptor);

  // The operation has begun; false where the queue is closed.
  bool begin(const std::shared_ptr<Operation>& operation);
  // The operation ends without a completion.
  void forget(const std::shared_ptr<Operation>& operation);
  // The operation has ended: the completion is taken over, and the caller calls `wake` once it holds no lock, if
  // `wake_wanted`. False: the queue is closed, the completion stays the caller's.
  bool complete(const std::shared_ptr<Operation>& operation, Completion& completion, bool& wake_wanted);
  void wake();
  // Both in one: an operation that ends so, without messages. No lock held. Where there is no memory for so much as the
  // completion it does not come.
  static void end(const std::shared_ptr<Operation>& operation, Status status) noexcept;

  // Takes up to `max` completions off the front for as long as `fits` says that the next may be taken. Re-arms the
  // wake.
  template <typename Fits>
  void take(std::vector<Completion>& taken, std::size_t max, Fits fits);
  // Until there is a completion.
  Status wait(std::int64_t timeout_ms);
  // Asks the oldest operation with this tag to end.
  Status cancel(std::uint64_t tag);

  // Begins an operation of the kind kTimer, with a first moment and an interval; 0: there is one moment only.
  Status start_timer(std::int64_t delay_ms, std::int64_t interval_ms, std::uint64_t tag);
  // The timer is, or was, due so often. True: it is over.
  bool timer_due(const std::shared_ptr<Operation>& operation, std::uint64_t times) noexcept;
  void cancel_timer(const std::shared_ptr<Operation>& operation);

  // Cancels what is under way, gives undrained messages back, ends every wait with kClosed.
  void close();

  const std::shared_ptr<Context>& context() const noexcept { return context_; }

 private:
  void erase(const std::shared_ptr<Operation>& operation);
  bool note_due(const std::shared_ptr<Operation>& operation, std::uint64_t times);
  bool is_over(const QueueTimer& timer);
  static void settle(Completion& completion);
  void before_take();
  void after_take();
  void make_readable();
  void signal_waiters();
  std::vector<std::shared_ptr<Operation>> begun_operations();

  const std::shared_ptr<Context> context_;
  std::mutex mutex_;
  std::unordered_multimap<std::uint64_t, std::shared_ptr<Operation>> begun_;
  std::deque<Completion> ready_;
  std::vector<Parker*> waiters_;
  std::uint64_t last_number_ = 0;
  bool closed_ = false;
  bool armed_ = true;       // The consumer has seen the queue empty and wants to be woken.
  bool signalled_ = false;  // kPollable: the descriptor is readable.
  WakeKind kind_ = WakeKind::kNone;
  int wake_descriptor_ = -1;
};

template <typename Fits>
void CompletionQueue::take(std::vector<Completion>& taken, std::size_t max, Fits fits) {
  const std::lock_guard lock(mutex_);
  before_take();
  while (!ready_.empty() && taken.size() < max && fits(ready_.front())) {
    taken.push_back(std::move(ready_.front()));
    ready_.pop_front();
    if (taken.back().timer) settle(taken.back());
  }
  after_take();
}

}  // namespace ymq::engine
