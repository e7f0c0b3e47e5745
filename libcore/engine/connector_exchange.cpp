#include <algorithm>
#include <utility>

#include "engine/connector.h"
#include "engine/connector_section.h"
#include "engine/context.h"
#include "engine/error.h"
#include "engine/loop.h"

// The connector's callers: sending and receiving, waiting and asynchronous operations.
namespace ymq::engine {

namespace {

// How long a sender waits for a writer that is far behind: for its next progress, and in all.
constexpr Time kStall = kMillisecond;
constexpr Time kCatchUp = 8 * kMillisecond;
// Such waits, and those of the sender that writes itself, are for callers with so much time, in milliseconds: they take
// no longer together.
constexpr std::int64_t kPatientFrom = 16;

// When a wait ends. The clock is asked only by a call that does wait: most need not, and asking costs as much as they
// do.
class Patience {
 public:
  Patience(Context& context, std::int64_t timeout_ms) : context_(context), timeout_ms_(timeout_ms) {}
  Time end() {
    if (end_ == 0) end_ = deadline_after(context_.now(), timeout_ms_);
    return end_;
  }

 private:
  Context& context_;
  const std::int64_t timeout_ms_;
  Time end_ = 0;
};

std::uint64_t payload_bytes(MessageView message) {
  std::uint64_t bytes = 0;
  for (const PartView& part : message) bytes += part.size;
  return bytes;
}

}  // namespace

std::int64_t Connector::send(MessageSource& messages, std::int64_t timeout_ms) {
  Patience patience(*context_, timeout_ms);
  MessageView message = messages.next();
  std::int64_t accepted = 0;
  Parker* parker = nullptr;
  Parker::Result waited = Parker::Result::kSignalled;
  const bool has_time = timeout_ms < 0 || timeout_ms >= kPatientFrom;
  for (;;) {
    Status status;
    {
      Section section(*this);
      const bool patient = has_time && waits_for_room_;
      section.after.patient = patient;
      if (parker) std::erase(senders_, parker);
      status = send_operations_.empty() ? closed_status() : Status::kAgain;
      if (status == Status::kOk) accepted += send_run(messages, message, status);
      const bool wait = status == Status::kAgain && timeout_ms != 0 && waited == Parker::Result::kSignalled;
      if (wait && !parker) parker = &Parker::of_this_thread();
      if (wait) parker->reset(), senders_.push_back(parker), write_what_is_queued(section.after);
      if (!wait && status == Status::kAgain && waited != Parker::Result::kSignalled) {
        status = waited == Parker::Result::kInterrupted ? Status::kInterrupted : Status::kTimedOut;
      }
      if (!wait && status != Status::kOk && accepted == 0) return static_cast<std::int64_t>(explain_send(status));
      if (!wait) {
        parker = patient && runs_ahead() ? note_ahead() : nullptr;
        break;
      }
    }
    waited = wait_for_room(*parker, patience.end());
  }
  if (parker) wait_to_be_caught_up(*parker);
  context_->poll_if_undriven();
  return accepted;
}

// Whether the writer of a peer that was sent to is far behind, but gets on.
bool Connector::runs_ahead() {
  const auto* peer = static_cast<const LinkedPeer*>(std::exchange(effects_.ran_ahead, nullptr));
  if (!peer || !peer->link) return false;
  return writers_get_on_;
}

bool Connector::writers_got_on() {
  const std::lock_guard lock(monitor_);
  return std::exchange(writers_get_on_, false);
}

// Has the calling thread be told when a writer has caught up. Null, and it need not wait, where memory runs out: what
// it sent is accepted.
Parker* Connector::note_ahead() {
  Parker* parker = nullptr;
  shielded(
      [&] {
        ahead_.push_back(&Parker::of_this_thread());
        parker = ahead_.back();
      },
      [] {});
  return parker;
}

// A caller who may wait does not run far ahead of the writer: bytes that have left the processor's cache when they are
// written, and memory that is fresh for every message, cost more than the sending. But the outbox is there to be filled
// when the other side falls behind, so he waits only while something is written, and not long.
void Connector::wait_to_be_caught_up(Parker& parker) {
  Time now = context_->now();
  const Time end = now + kCatchUp;
  while (now < end && writers_got_on() && wait_for_room(parker, now + kStall) == Parker::Result::kTimedOut) {
    now = context_->now();
  }
  const std::lock_guard lock(monitor_);
  std::erase(ahead_, &parker);
}

// Sends one message after the other while that goes well. How many; `message` is then the first that did not go.
std::int64_t Connector::send_run(MessageSource& messages, MessageView& message, Status& status) {
  std::size_t accepted = 0;
  for (bool quick = messages.has_runs(); !message.empty(); message = messages.next(), ++accepted) {
    status = send_one(message);
    if (status != Status::kOk) break;
    const std::size_t run = quick ? send_quickly(messages) : 0;
    quick = run != 0;
    accepted += run;
  }
  return static_cast<std::int64_t>(accepted);
}

// Sends as many of the next messages as go the pattern's quick way.
std::size_t Connector::send_quickly(MessageSource& messages) {
  std::size_t total = 0;
  for (std::span<const PartView> run = messages.peek_run(); !run.empty(); run = messages.peek_run()) {
    const std::size_t sent = pattern_->send_run(run);
    stats_.bytes_sent += payload_bytes(run.first(sent));
    messages.skip(sent);
    total += sent;
    if (sent < run.size()) break;
  }
  stats_.messages_sent += total;
  return total;
}

// A thread that has to wait for room writes itself what nobody else is writing: the loop would have to be woken for it,
// and then would have to wake the thread. As long as that goes on the loop is told of nothing; it looks every now and
// then for what was left behind.
void Connector::write_what_is_queued(AfterCare& after) {
  for (const auto& [number, peer] : peers_) {
    if (!peer->link || peer->link->in_memory() || !peer->outbox.sendable()) continue;
    if (peer->writing && !std::exchange(peer->looking_again, false)) continue;
    peer->writing = peer->was_full = true;
    after.add(AfterCare::Deed::kWrite, peer->link);
    if (!std::exchange(peer->watched, true)) after.add(AfterCare::Deed::kWatch, peer->link);
  }
}

Status Connector::send_one(MessageView message) {
  const Status status = pattern_->send(message);
  if (status != Status::kOk) return status;
  ++stats_.messages_sent;
  stats_.bytes_sent += payload_bytes(message);
  return status;
}

std::int64_t Connector::send_async(MessageSource& messages, const std::shared_ptr<Operation>& operation) {
  MessageView message = messages.next();
  std::int64_t accepted = 0;
  {
    Section section(*this);
    Status status = send_operations_.empty() ? closed_status() : Status::kAgain;
    if (status == Status::kOk) accepted = send_run(messages, message, status);
    if (status == Status::kAgain) status = hold_rest(messages, message, operation);
    if (status != Status::kOk && accepted == 0) return static_cast<std::int64_t>(explain_send(status));
    // Fewer than given: as promised, a completion follows, and says why the rest failed.
    if (status != Status::kOk && operation->queue->begin(operation)) fail_operation(operation, status, section.after);
  }
  context_->poll_if_undriven();
  return accepted;
}

// Has the operation wait with the messages from `first` on.
Status Connector::hold_rest(MessageSource& messages, MessageView first, const std::shared_ptr<Operation>& operation) {
  if (!operation->hold(messages, first)) return Status::kOutOfMemory;
  if (!operation->queue->begin(operation)) return Status::kClosed;
  send_operations_.push_back(operation);
  return Status::kOk;
}

// Goes on with an operation whose messages had no room. True: it has ended.
bool Connector::continue_send(const std::shared_ptr<Operation>& operation, AfterCare& after) {
  std::vector<PartView> views;
  while (operation->sent_parts < operation->unsent.size()) {
    views.clear();
    std::size_t next = operation->sent_parts;
    do {
      views.push_back(operation->unsent[next].view());
    } while (operation->unsent[next++].more);
    const Status status = send_one(views);
    if (status == Status::kAgain) return false;
    if (status != Status::kOk) {
      fail_operation(operation, status, after);
      return true;
    }
    operation->sent_parts = next;
    ++operation->sent_messages;
  }
  fail_operation(operation, Status::kOk, after);
  return true;
}

Status Connector::explain_send(Status status) const {
  switch (status) {
    case Status::kAgain:
      return fail(status, "no peer has room for the message now, and the call was told not to wait");
    case Status::kTimedOut:
      return fail(status, "no peer had room for the message in time");
    case Status::kInterrupted:
      return fail(status, "a signal arrived while the call waited for room");
    case Status::kHostUnreachable:
      return fail(status, "no peer has the routing id that the first part names");
    case Status::kNotSupported:
      return fail(status, "connectors of this type do not send: SUB, PULL, DISH and GATHER only receive");
    case Status::kWrongState:
      return fail(status, type_ == ConnectorType::kReq ? "a REQ receives its reply before it sends the next request"
                                                       : "a REP receives a request before it sends a reply");
    case Status::kInvalidArgument:
      return fail(status, pattern_->message_form());
    case Status::kClosed:
      return fail(status, "the connector is closed");
    default:
      return fail(status, "the message could not be accepted: memory ran out");
  }
}

Status Connector::receive(Batch& batch, std::int64_t timeout_ms) {
  Patience patience(*context_, timeout_ms);
  Parker* parker = nullptr;
  Parker::Result waited = Parker::Result::kSignalled;
  bool polled = false;
  bool looked_again = false;
  for (;;) {
    {
      Section section(*this);
      if (parker) std::erase(receivers_, parker);
      Status status = closed_status();
      if (status == Status::kOk) status = receive_some(batch);
      if (batch.messages != 0) {
        if (looked_again || !more_is_coming() || batch.messages == batch.max_messages) return Status::kOk;
        looked_again = true;
        continue;
      }
      const bool nothing = status == Status::kAgain;
      if (nothing && timeout_ms == 0 && !polled && context_->undriven()) {
        polled = true;
      } else if (!nothing || timeout_ms == 0) {
        return status == Status::kBufferTooSmall ? status : explain_receive(status);
      } else if (waited != Parker::Result::kSignalled) {
        return explain_receive(waited == Parker::Result::kInterrupted ? Status::kInterrupted : Status::kTimedOut);
      } else {
        if (!parker) parker = &Parker::of_this_thread();
        parker->reset();
        parker->expects_answer(std::exchange(waited_after_, stats_.messages_sent) != stats_.messages_sent);
        receivers_.push_back(parker);
      }
    }
    if (timeout_ms == 0) {
      context_->poll_if_undriven();
    } else {
      waited = wait_for_message(*parker, patience.end());
    }
  }
}

// Fetches what has gathered for us in peers of the same process.
void Connector::pull() {
  if (!pulls_.load(std::memory_order_relaxed)) return;
  Section section(*this);
  for (const auto& [number, peer] : peers_) {
    const bool gathers = peer->receive_paused && peer->link && peer->link->in_memory();
    if (gathers) section.after.add(AfterCare::Deed::kResume, peer->link);
  }
}

// What has gathered for us in a peer of the same process comes when the section ends.
bool Connector::more_is_coming() const {
  return std::any_of(effects_.to_resume.begin(), effects_.to_resume.end(), [](const flow::Peer* peer) {
    const auto& link = static_cast<const LinkedPeer*>(peer)->link;
    return link && link->in_memory();
  });
}

// Takes as many messages as there are and the batch has room for. With `xpub_manual` one only: the application answers
// to the latest that it was given, so it had better have seen that.
Status Connector::receive_some(Batch& batch) {
  if (settings_.xpub_manual) batch.max_messages = std::min<std::uint32_t>(batch.max_messages, 1);
  const std::uint32_t before = batch.messages;
  Status status = Status::kOk;
  effects_.taken_from = 0;
  while (batch.messages < batch.max_messages) {
    if (given_back_.empty() && receive_run(batch)) continue;
    const std::size_t first = batch.parts.size();
    status = take_message(batch.parts);
    if (status != Status::kOk || !fits(batch, first)) break;
    ++batch.messages;
  }
  if (batch.messages == before) return status == Status::kOk ? Status::kBufferTooSmall : status;
  stats_.messages_received += batch.messages - before;
  batch.peer = effects_.taken_from;
  return Status::kOk;
}

// The quick way, for what certainly fits. False: there is nothing like that.
bool Connector::receive_run(Batch& batch) {
  const std::size_t parts = batch.parts.size();
  if (parts >= batch.max_parts || batch.bytes >= batch.max_bytes) return false;
  flow::Allowance allowance{batch.max_messages - batch.messages, batch.max_parts - static_cast<std::uint32_t>(parts),
                            batch.max_bytes - batch.bytes};
  const std::uint64_t bytes = allowance.bytes;
  const std::uint32_t taken = pattern_->receive_run(batch.parts, allowance);
  batch.messages += taken;
  batch.bytes += bytes - allowance.bytes;
  stats_.bytes_received += bytes - allowance.bytes;
  return taken != 0;
}

// Counts the message that begins at this part; where there is no room for it, it goes back to the front.
bool Connector::fits(Batch& batch, std::size_t first_part) {
  std::uint64_t bytes = 0;
  for (std::size_t i = first_part; i < batch.parts.size(); ++i) bytes += batch.parts[i].size;
  const bool enough = batch.bytes + bytes <= batch.max_bytes && batch.parts.size() <= batch.max_parts;
  if (enough || (first_part == 0 && batch.first_may_exceed)) {
    batch.bytes += bytes;
    stats_.bytes_received += bytes;
    return true;
  }
  batch.needed_bytes = bytes;
  batch.needed_parts = static_cast<std::uint32_t>(batch.parts.size() - first_part);
  const auto begin = batch.parts.begin() + static_cast<std::ptrdiff_t>(first_part);
  given_back_.emplace_front(std::make_move_iterator(begin), std::make_move_iterator(batch.parts.end()));
  batch.parts.erase(begin, batch.parts.end());
  return false;
}

// Appends the parts of the next message.
Status Connector::take_message(Message& message) {
  if (given_back_.empty()) return pattern_->receive(message);
  for (Part& part : given_back_.front()) message.push_back(std::move(part));
  given_back_.pop_front();
  return Status::kOk;
}

bool Connector::message_ready() const { return !given_back_.empty() || pattern_->readable(); }

Status Connector::receive_async(const std::shared_ptr<Operation>& operation) {
  pull();
  {
    Section section(*this);
    Status status = closed_status();
    if (status == Status::kOk && given_back_.empty()) status = pattern_->may_receive();
    if (status != Status::kOk) return explain_receive(status);
    if (!operation->queue->begin(operation)) return fail(Status::kClosed, "the completion queue is closed");
    receive_operations_.push_back(operation);
  }
  context_->poll_if_undriven();
  return Status::kOk;
}

// Ends a receive operation with what is there. False: nothing is.
bool Connector::complete_receive(const std::shared_ptr<Operation>& operation, AfterCare& after) {
  Batch batch;
  batch.max_messages = operation->max_messages;
  batch.max_bytes = operation->max_bytes;
  batch.first_may_exceed = true;
  const Status status = receive_some(batch);
  if (status == Status::kAgain) return false;
  Completion completion;
  completion.kind = operation->kind;
  completion.status = status;
  completion.count = batch.messages;
  completion.bytes = batch.bytes;
  completion.peer = batch.peer;
  completion.parts = std::move(batch.parts);
  completion.connector = weak_from_this();
  finish(operation, std::move(completion), after);
  return true;
}

void Connector::give_back(std::vector<Part> messages) {
  Section section(*this);
  if (state_ == State::kOpen) put_back(std::move(messages));
}

void Connector::put_back(std::vector<Part> messages) {
  std::deque<Message> whole;
  for (Part& part : messages) {
    if (whole.empty() || !whole.back().back().more) whole.emplace_back();
    stats_.bytes_received -= part.size;
    whole.back().push_back(std::move(part));
  }
  stats_.messages_received -= whole.size();
  given_back_.insert(given_back_.begin(), std::make_move_iterator(whole.begin()), std::make_move_iterator(whole.end()));
}

Status Connector::explain_receive(Status status) const {
  switch (status) {
    case Status::kAgain:
      return fail(status, "no message is there now, and the call was told not to wait");
    case Status::kTimedOut:
      return fail(status, "no message came in time");
    case Status::kInterrupted:
      return fail(status, "a signal arrived while the call waited for a message");
    case Status::kNotSupported:
      return fail(status, "connectors of this type do not receive: PUB, PUSH, RADIO and SCATTER only send");
    case Status::kWrongState:
      return fail(status, type_ == ConnectorType::kReq ? "a REQ sends a request before it receives the reply"
                                                       : "a REP sends its reply before it receives the next request");
    case Status::kUndeliverable:
      return fail(status, "no peer replied to the request, however often it was sent");
    case Status::kClosed:
      return fail(status, "the connector is closed");
    default:
      return fail(status, "the message could not be received");
  }
}

Status Connector::closed_status() const { return state_ == State::kOpen ? Status::kOk : Status::kClosed; }

// A loop without an io thread is driven by whoever waits. A receiver drives also a loop with one, since what it waits
// for then need not change threads; a sender leaves that to the io thread, which has the writing to do.
Parker::Result Connector::wait_for_message(Parker& parker, Time until) {
  Loop* loop = several_loops_ ? nullptr : first_loop_.load();
  return loop ? loop->visit(parker, until) : context_->wait(parker, until);
}

Parker::Result Connector::wait_for_room(Parker& parker, Time until) { return context_->wait(parker, until); }

void Connector::finish(const std::shared_ptr<Operation>& operation, Completion completion, AfterCare& after) {
  completion.tag = operation->tag;
  bool wake_wanted = false;
  if (!operation->queue->complete(operation, completion, wake_wanted)) put_back(std::move(completion.parts));
  if (wake_wanted) after.queues.push_back(operation->queue);
}

void Connector::fail_operation(const std::shared_ptr<Operation>& operation, Status status, AfterCare& after) {
  Completion completion;
  completion.kind = operation->kind;
  completion.status = status;
  completion.count = operation->sent_messages;
  finish(operation, std::move(completion), after);
}

Status Connector::watch_close_async(const std::shared_ptr<Operation>& operation) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  if (!operation->queue->begin(operation)) return fail(Status::kClosed, "the completion queue is closed");
  close_watches_.push_back(operation);
  return Status::kOk;
}

void Connector::cancel(const std::shared_ptr<Operation>& operation) {
  Section section(*this);
  if (std::erase(receive_operations_, operation) || std::erase(send_operations_, operation) ||
      std::erase(close_watches_, operation) || std::erase(crowd_operations_, operation)) {
    fail_operation(operation, Status::kCancelled, section.after);
  }
}

void Connector::serve_receivers(AfterCare& after) {
  while (!receive_operations_.empty() && message_ready()) {
    const std::shared_ptr<Operation> operation = receive_operations_.front();
    if (!complete_receive(operation, after)) break;
    receive_operations_.pop_front();
  }
  if (receivers_.empty() || !message_ready()) return;
  after.wake.push_back(receivers_.front());
  receivers_.erase(receivers_.begin());
}

void Connector::serve_senders(AfterCare& after) {
  while (!send_operations_.empty()) {
    const std::shared_ptr<Operation> operation = send_operations_.front();
    if (!continue_send(operation, after)) return;
    send_operations_.pop_front();
  }
  after.wake.insert(after.wake.end(), senders_.begin(), senders_.end());
  senders_.clear();
}

void Connector::end_all_waits(AfterCare& after) {
  for (const auto& operation : std::exchange(receive_operations_, {}))
    fail_operation(operation, Status::kClosed, after);
  for (const auto& operation : std::exchange(send_operations_, {})) fail_operation(operation, Status::kClosed, after);
  for (const auto& operation : std::exchange(close_watches_, {})) fail_operation(operation, Status::kClosed, after);
  for (const auto& operation : std::exchange(crowd_operations_, {})) fail_operation(operation, Status::kClosed, after);
  for (std::vector<Parker*>* waiting : {&senders_, &receivers_, &onlookers_}) {
    after.wake.insert(after.wake.end(), waiting->begin(), waiting->end());
    waiting->clear();
  }
}

}  // namespace ymq::engine
