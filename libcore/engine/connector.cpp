#include "engine/connector.h"

#include <algorithm>
#include <utility>

#include "engine/context.h"
#include "engine/endpoints.h"
#include "engine/error.h"
#include "engine/linger_timer.h"
#include "engine/loop.h"

namespace ymq::engine {

namespace {

// How much one write to a link takes at most.
constexpr std::size_t kWriteSize = 1024 * 1024;

LinkedPeer& linked(flow::Peer& peer) { return static_cast<LinkedPeer&>(peer); }

std::uint64_t payload_bytes(MessageView message) {
  std::uint64_t bytes = 0;
  for (const PartView& part : message) bytes += part.size;
  return bytes;
}

}  // namespace

// What must be done once the monitor is released.
struct Connector::AfterCare {
  std::vector<Parker*> wake;
  std::vector<std::shared_ptr<CompletionQueue>> queues;
  std::vector<std::shared_ptr<Link>> write;            // The writer's role has been taken for these.
  std::vector<std::shared_ptr<Link>> request_write;
  std::vector<std::shared_ptr<Link>> resume;
  std::vector<std::shared_ptr<Link>> end;
  std::vector<std::function<void()>> tasks;

  void perform() {
    for (Parker* parker : wake) parker->signal();
    for (const auto& queue : queues) queue->wake();
    for (const auto& link : write) link->write();
    for (const auto& link : request_write) link->request_write();
    for (const auto& link : resume) link->resume();
    for (const auto& link : end) link->request_end(Status::kClosed);
    for (const auto& task : tasks) task();
  }
};

// A stretch of code inside the monitor; what it brought about is done when it ends, outside.
class Connector::Section {
 public:
  explicit Section(Connector& connector) : connector_(connector), lock_(connector.monitor_) {}
  ~Section() {
    connector_.collect(after);
    lock_.unlock();
    after.perform();
  }

  AfterCare after;

 private:
  Connector& connector_;
  std::unique_lock<std::mutex> lock_;
};

Connector::Connector(std::shared_ptr<Context> context, ConnectorType type)
    : context_(std::move(context)), type_(type), endpoints_(std::make_unique<Endpoints>(*this)) {
  options_.put(OptionId::kType, static_cast<std::int64_t>(type));
}

Connector::~Connector() = default;

bool Connector::start() {
  pattern_ = pattern::make_pattern(type_, effects_, settings_, context_->random());
  return pattern_ != nullptr;
}

// Sending ------------------------------------------------------------------------------------------------------------

std::int64_t Connector::send(MessageSource& messages, std::int64_t timeout_ms) {
  const Time until = timeout_ms > 0 ? deadline_after(monotonic_now(), timeout_ms) : kNever;
  MessageView message = messages.next();
  std::int64_t accepted = 0;
  Parker* parker = nullptr;
  Parker::Result waited = Parker::Result::kSignalled;
  for (;;) {
    Status status;
    {
      Section section(*this);
      if (parker) std::erase(senders_, parker);
      status = send_operations_.empty() ? closed_status() : Status::kAgain;
      if (status == Status::kOk) accepted += send_run(messages, message, status);
      const bool wait = status == Status::kAgain && timeout_ms != 0 && waited == Parker::Result::kSignalled;
      if (wait && !parker) parker = &Parker::of_this_thread();
      if (wait) parker->reset(), senders_.push_back(parker);
      if (!wait && status == Status::kAgain && waited != Parker::Result::kSignalled) {
        status = waited == Parker::Result::kInterrupted ? Status::kInterrupted : Status::kTimedOut;
      }
      if (!wait && (status == Status::kOk || accepted > 0)) break;
      if (!wait) return static_cast<std::int64_t>(explain_send(status));
    }
    waited = wait_for_room(*parker, until);
  }
  context_->poll_if_undriven();
  return accepted;
}

// Sends one message after the other while that goes well. How many; `message` is then the first that did not go.
std::int64_t Connector::send_run(MessageSource& messages, MessageView& message, Status& status) {
  std::int64_t accepted = 0;
  for (; !message.empty(); message = messages.next(), ++accepted) {
    status = send_one(message);
    if (status != Status::kOk) break;
  }
  return accepted;
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
    if (status != Status::kOk && status != Status::kAgain) {
      return accepted > 0 ? accepted : static_cast<std::int64_t>(explain_send(status));
    }
    if (status == Status::kAgain) {
      if (!operation->hold(messages, message)) return static_cast<std::int64_t>(explain_send(Status::kOutOfMemory));
      if (!operation->queue->begin(operation)) {
        return static_cast<std::int64_t>(fail(Status::kClosed, "the completion queue is closed"));
      }
      send_operations_.push_back(operation);
    }
  }
  context_->poll_if_undriven();
  return accepted;
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
      return fail(status, "connectors of this type do not send: SUB and PULL only receive");
    case Status::kWrongState:
      return fail(status, type_ == ConnectorType::kReq ? "a REQ receives its reply before it sends the next request"
                                                       : "a REP receives a request before it sends a reply");
    case Status::kInvalidArgument:
      return fail(status, "a ROUTER's message begins with the routing id of its peer, and a second part must follow");
    case Status::kClosed:
      return fail(status, "the connector is closed");
    default:
      return fail(status, "the message could not be accepted: memory ran out");
  }
}

// Receiving ----------------------------------------------------------------------------------------------------------

Status Connector::receive(Batch& batch, std::int64_t timeout_ms) {
  const Time until = timeout_ms > 0 ? deadline_after(monotonic_now(), timeout_ms) : kNever;
  Parker* parker = nullptr;
  Parker::Result waited = Parker::Result::kSignalled;
  bool polled = false;
  for (;;) {
    {
      Section section(*this);
      if (parker) std::erase(receivers_, parker);
      Status status = closed_status();
      if (status == Status::kOk) status = receive_some(batch);
      if (status == Status::kOk) return status;
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
        receivers_.push_back(parker);
      }
    }
    if (timeout_ms == 0) {
      context_->poll_if_undriven();
    } else {
      waited = wait_for_message(*parker, until);
    }
  }
}

// Takes as many messages as there are and the batch has room for.
Status Connector::receive_some(Batch& batch) {
  const std::uint32_t before = batch.messages;
  Status status = Status::kOk;
  while (batch.messages < batch.max_messages) {
    const std::size_t first = batch.parts.size();
    status = take_message(batch.parts);
    if (status != Status::kOk || !fits(batch, first)) break;
    ++batch.messages;
  }
  if (batch.messages == before) return status == Status::kOk ? Status::kBufferTooSmall : status;
  stats_.messages_received += batch.messages - before;
  return Status::kOk;
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
      return fail(status, "connectors of this type do not receive: PUB and PUSH only send");
    case Status::kWrongState:
      return fail(status, type_ == ConnectorType::kReq ? "a REQ sends a request before it receives the reply"
                                                       : "a REP sends its reply before it receives the next request");
    case Status::kClosed:
      return fail(status, "the connector is closed");
    default:
      return fail(status, "the message could not be received");
  }
}

// Waiting and ending -------------------------------------------------------------------------------------------------

Status Connector::closed_status() const { return state_ == State::kOpen ? Status::kOk : Status::kClosed; }

// A loop without an io thread is driven by whoever waits. A receiver drives also a loop with one, since what it waits for
// then need not change threads; a sender leaves that to the io thread, which has the writing to do.
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

void Connector::cancel(const std::shared_ptr<Operation>& operation) {
  Section section(*this);
  if (std::erase(receive_operations_, operation) || std::erase(send_operations_, operation)) {
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
  for (const auto& operation : std::exchange(receive_operations_, {})) fail_operation(operation, Status::kClosed, after);
  for (const auto& operation : std::exchange(send_operations_, {})) fail_operation(operation, Status::kClosed, after);
  after.wake.insert(after.wake.end(), senders_.begin(), senders_.end());
  after.wake.insert(after.wake.end(), receivers_.begin(), receivers_.end());
  senders_.clear();
  receivers_.clear();
}

// The end of every section, with the monitor still held.
void Connector::collect(AfterCare& after) {
  if (state_ == State::kOpen) {
    if (std::exchange(room_came_, false)) serve_senders(after);
    serve_receivers(after);
  }
  collect_flushes(after);
  if (!effects_.to_resume.empty()) {
    for (flow::Peer* peer : effects_.to_resume) {
      if (linked(*peer).link) after.resume.push_back(linked(*peer).link);
    }
    effects_.to_resume.clear();
  }
  if (!effects_.to_reject.empty()) {
    for (flow::Peer* peer : effects_.to_reject) {
      if (linked(*peer).link) after.end.push_back(linked(*peer).link);
    }
    effects_.to_reject.clear();
  }
  if (!departing_.empty()) sweep_departing();
  if (state_ != State::kOpen) check_drained(after);
}

void Connector::collect_flushes(AfterCare& after) {
  if (effects_.to_flush.empty()) return;
  for (flow::Peer* flushed : effects_.to_flush) {
    LinkedPeer& peer = linked(*flushed);
    if (!peer.link) {
      peer.flush_wanted = false;
    } else if (peer.writing) {
      peer.write_again = true;
    } else if ((peer.controls.empty() || peer.link->takes_controls()) && peer.link->write_in_sender()) {
      peer.writing = true;
      after.write.push_back(peer.link);
    } else {
      after.request_write.push_back(peer.link);
    }
  }
  effects_.to_flush.clear();
}

// Peers.  ------------------------------------------------------------------------------------------------------------

void Connector::apply_limits(LinkedPeer& peer) {
  if (peer.retiring) return;
  const auto limit = [this](OptionId id) { return static_cast<std::uint64_t>(options_.number(id)); };
  peer.outbox.set_limits({limit(OptionId::kSendHwm), limit(OptionId::kSendHwmBytes)});
  peer.inbox.set_limits({limit(OptionId::kReceiveHwm), limit(OptionId::kReceiveHwmBytes)});
}

LinkedPeer* Connector::add_peer(bool lasting) {
  auto peer = std::make_unique<LinkedPeer>(last_peer_number_ + 1, lasting);
  apply_limits(*peer);
  if (!pattern_->peer_added(*peer)) return nullptr;
  room_came_ = true;
  return peers_.emplace(++last_peer_number_, std::move(peer)).first->second.get();
}

LinkedPeer* Connector::add_lasting_peer() {
  Section section(*this);
  return state_ == State::kOpen ? add_peer(true) : nullptr;
}

void Connector::remove_lasting_peer(LinkedPeer* peer) {
  Section section(*this);
  depart(*peer);
}

// The limits are a mark that whatever is queued has reached: the pattern takes the peer out of its rotation.
void Connector::retire_peer(std::uint64_t number, std::function<void()> when_drained) {
  Section section(*this);
  const auto found = peers_.find(number);
  if (found == peers_.end()) return;
  LinkedPeer& peer = *found->second;
  peer.retiring = true;
  peer.outbox.set_limits({1, 1});
  peer.when_drained = std::move(when_drained);
  notice_drained(peer, section.after);
}

void Connector::end_link(std::uint64_t number) {
  Section section(*this);
  const auto found = peers_.find(number);
  if (found != peers_.end() && found->second->link) section.after.end.push_back(found->second->link);
}

// The peer gets no link any more: the pattern takes it out of its rotation, and re-routes what was queued for it or drops
// it. It stays until the application has taken what it sent.
void Connector::depart(LinkedPeer& peer) {
  peer.lasting = false;
  drop_link(peer);
  peer.departing = true;
  departing_.push_back(&peer);
}

void Connector::drop_link(LinkedPeer& peer) {
  const std::uint64_t lost_before = effects_.drops.peer_gone;
  peer.link.reset();
  peer.linked = peer.writing = peer.write_again = peer.yield_role = peer.receive_paused = peer.flush_wanted = false;
  peer.controls.clear();
  for (auto* list : {&effects_.to_flush, &effects_.to_resume, &effects_.to_reject}) std::erase(*list, &peer);
  peer.outbox.rewind();
  pattern_->link_down(peer);
  const std::uint64_t lost = effects_.drops.peer_gone - lost_before;
  if (lost == 0) return;
  if (state_ == State::kLingering) undelivered_ += lost;
  add_event(EventKind::kDropped, peer.number, {}, Status::kPeerClosed, 0, lost);
}

// Peers that are gone stay until the application has taken what they sent.
void Connector::sweep_departing() {
  std::erase_if(departing_, [this](LinkedPeer* peer) {
    if (!peer->inbox.empty() && state_ == State::kOpen) return false;
    pattern_->peer_removed(*peer);
    for (auto* list : {&effects_.to_flush, &effects_.to_resume, &effects_.to_reject}) std::erase(*list, peer);
    peers_.erase(peer->number);
    return true;
  });
}

LinkedPeer* Connector::link_up(const std::shared_ptr<Link>& link, LinkedPeer* peer, const std::string& identity,
                               const std::string& endpoint) {
  Section section(*this);
  if (state_ == State::kEnding || state_ == State::kClosed) return nullptr;
  if (!peer && state_ == State::kOpen) peer = add_peer(false);
  if (!peer) return nullptr;
  peer->link = link;
  peer->linked = true;
  peer->identity = identity;
  pattern_->link_up(*peer);
  if (!peer->outbox.empty()) peer->want_flush(effects_);
  room_came_ = true;
  ++stats_.links_opened;
  add_event(EventKind::kConnected, peer->number, endpoint, Status::kOk, 0, 0);
  return peer;
}

void Connector::link_down(LinkedPeer* peer, const std::string& endpoint, Status status, int system_error) {
  Section section(*this);
  ++stats_.links_closed;
  add_event(EventKind::kDisconnected, peer->number, endpoint, status, system_error, 0);
  if (peer->lasting) {
    drop_link(*peer);
  } else {
    depart(*peer);
  }
}

bool Connector::deliver(LinkedPeer& peer, std::vector<Part>& parts, std::size_t& taken,
                        std::vector<session::Subscription>& subscriptions) {
  Section section(*this);
  if (state_ != State::kOpen) {
    taken = parts.size();
    subscriptions.clear();
    return true;
  }
  for (session::Subscription& subscription : subscriptions) {
    pattern_->subscription(peer, subscription.subscribe, subscription.topic.bytes());
  }
  subscriptions.clear();
  while (taken < parts.size() && peer.inbox.has_room()) {
    const std::size_t count = count_parts(peer, {parts.data() + taken, parts.size() - taken});
    pattern_->deliver(peer, {parts.data() + taken, count});
    taken += count;
  }
  if (taken < parts.size()) peer.receive_paused = true;
  return taken == parts.size();
}

// How many of these parts make up the messages that the inbox has room for: at least one message.
std::size_t Connector::count_parts(const LinkedPeer& peer, std::span<const Part> parts) {
  const flow::Limits& limits = peer.inbox.limits();
  if (limits.messages == 0 && limits.bytes == 0) return parts.size();
  std::uint64_t messages = peer.inbox.messages();
  std::uint64_t bytes = peer.inbox.bytes();
  std::size_t count = 0;
  while (count < parts.size() && (count == 0 || !limits.reached(messages, bytes))) {
    do {
      bytes += parts[count].size;
    } while (parts[count++].more);
    ++messages;
  }
  return count;
}

std::uint64_t Connector::room(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return UINT64_MAX;
  if (!peer.inbox.has_room()) {
    peer.receive_paused = true;
    return 0;
  }
  const flow::Limits& limits = peer.inbox.limits();
  if (limits.bytes != 0) return 1;
  return limits.messages == 0 ? UINT64_MAX : limits.messages - peer.inbox.messages();
}

// The writer's role. -------------------------------------------------------------------------------------------------

bool Connector::begin_writing(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  if (peer.writing) {
    peer.write_again = true;
    return false;
  }
  peer.flush_wanted = true;
  return peer.writing = true;
}

bool Connector::begin_writing_ahead(LinkedPeer& peer, bool& between_messages) {
  const std::lock_guard lock(monitor_);
  between_messages = peer.outbox.at_message_start();
  if (peer.writing || !between_messages) peer.yield_role = true;
  if (peer.writing) return false;
  peer.flush_wanted = true;
  return peer.writing = true;
}

void Connector::end_writing(LinkedPeer& peer, std::uint64_t wrote) {
  Section section(*this);
  note_written(peer, wrote, section.after);
  give_up_role(peer, section.after);
}

bool Connector::next_stretch(LinkedPeer& peer, std::uint64_t wrote, Stretch& stretch) {
  Section section(*this);
  note_written(peer, wrote, section.after);
  const bool yield = peer.yield_role && peer.outbox.at_message_start();
  if (yield || peer.outbox.empty()) {
    peer.flush_wanted = yield;
    give_up_role(peer, section.after);
    return false;
  }
  const std::size_t limit = peer.yield_role ? peer.outbox.bytes_to_message_end() : kWriteSize;
  std::array<std::span<const std::byte>, backend::kMaxSegments> segments;
  stretch.count = peer.outbox.gather(segments, limit);
  stretch.bytes = 0;
  for (std::size_t i = 0; i < stretch.count; ++i) {
    stretch.segments[i] = {const_cast<std::byte*>(segments[i].data()), segments[i].size()};
    stretch.bytes += segments[i].size();
  }
  return true;
}

bool Connector::take_messages(LinkedPeer& peer, std::uint64_t max_messages, std::vector<Part>& parts) {
  Section section(*this);
  const bool was_above = !peer.outbox.below_low_mark();
  if (peer.outbox.take(parts, max_messages) == 0) return false;
  if (was_above && peer.outbox.below_low_mark()) has_room_again(peer);
  notice_drained(peer, section.after);
  return true;
}

bool Connector::end_writing_idle(LinkedPeer& peer) {
  Section section(*this);
  if (!peer.outbox.empty()) return false;
  peer.flush_wanted = false;
  give_up_role(peer, section.after);
  return true;
}

bool Connector::asks_for_more(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen || peer.inbox.empty()) return false;
  return peer.receive_paused = true;
}

void Connector::note_written(LinkedPeer& peer, std::uint64_t wrote, AfterCare& after) {
  if (wrote == 0) return;
  const bool was_above = !peer.outbox.below_low_mark();
  peer.outbox.wrote(wrote);
  if (was_above && peer.outbox.below_low_mark()) has_room_again(peer);
  notice_drained(peer, after);
}

// The dialer of a peer that is to be disconnected waits for what was accepted to be written.
void Connector::notice_drained(LinkedPeer& peer, AfterCare& after) {
  if (!peer.when_drained || !peer.outbox.empty()) return;
  after.tasks.push_back(std::exchange(peer.when_drained, nullptr));
}

void Connector::has_room_again(LinkedPeer& peer) {
  pattern_->writable(peer);
  room_came_ = true;
}

void Connector::give_up_role(LinkedPeer& peer, AfterCare& after) {
  peer.writing = false;
  const bool wanted = peer.write_again || peer.yield_role;
  peer.write_again = peer.yield_role = false;
  if (wanted && peer.link) after.request_write.push_back(peer.link);
}

std::vector<flow::Control> Connector::take_controls(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  return std::exchange(peer.controls, {});
}

// Subscriptions, options, statistics. --------------------------------------------------------------------------------

Status Connector::subscribe(std::span<const std::byte> topic) {
  Section section(*this);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const Status status = pattern_->subscribe(topic);
  return status == Status::kOk ? status : fail(status, "only a SUB subscribes");
}

Status Connector::unsubscribe(std::span<const std::byte> topic) {
  Section section(*this);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const Status status = pattern_->unsubscribe(topic);
  if (status == Status::kNotFound) return fail(status, "this topic was not subscribed to");
  return status == Status::kOk ? status : fail(status, "only a SUB subscribes");
}

Status Connector::set_option(std::int32_t id, std::span<const std::byte> value) {
  Section section(*this);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const Status status = options_.set(id, value);
  if (status != Status::kOk) return status;
  settings_.router_mandatory = options_.number(OptionId::kRouterMandatory) != 0;
  for (const auto& [number, peer] : peers_) {
    apply_limits(*peer);
    pattern_->writable(*peer);
    if (peer->receive_paused && peer->inbox.below_low_mark()) {
      peer->receive_paused = false;
      effects_.to_resume.push_back(peer.get());
    }
  }
  room_came_ = true;
  return status;
}

std::int64_t Connector::get_option(std::int32_t id, std::span<std::byte> value) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  return options_.get(id, value);
}

std::int64_t Connector::option(OptionId id) {
  const std::lock_guard lock(monitor_);
  return options_.number(id);
}

std::string Connector::option_text(OptionId id) {
  const std::lock_guard lock(monitor_);
  return options_.text(id);
}

void Connector::put_last_endpoint(const std::string& endpoint) {
  const std::lock_guard lock(monitor_);
  options_.put(OptionId::kLastEndpoint, endpoint);
}

Status Connector::get_stats(Stats& stats) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  stats = stats_;
  stats.drops = effects_.drops;
  stats.peers = peers_.size();
  stats.messages_queued = queued_messages();
  stats.messages_waiting = pattern_->waiting() + given_back_.size();
  return Status::kOk;
}

std::int64_t Connector::take_events(std::span<Event> events) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  std::int64_t count = 0;
  for (Event& event : events) {
    if (!events_.take(event)) break;
    ++count;
  }
  return count;
}

void Connector::note(EventKind kind, const std::string& endpoint, Status status, int system_error, std::uint64_t count) {
  const std::lock_guard lock(monitor_);
  stats_.connects_failed += kind == EventKind::kConnectFailed;
  stats_.handshakes_failed += kind == EventKind::kHandshakeFailed;
  add_event(kind, 0, endpoint, status, system_error, count);
}

void Connector::add_event(EventKind kind, std::uint64_t peer, const std::string& endpoint, Status status,
                          int system_error, std::uint64_t count) {
  events_.add({monotonic_now(), peer, count, kind, status, system_error, endpoint});
}

std::uint64_t Connector::queued_messages() const {
  std::uint64_t queued = pattern_->homeless();
  for (const auto& [number, peer] : peers_) queued += peer->outbox.queued_messages();
  return queued;
}

// Closing. -----------------------------------------------------------------------------------------------------------

void Connector::close(std::int64_t linger_ms, WhenClosed when_closed) {
  {
    Section section(*this);
    if (when_closed) when_closed_.push_back(std::move(when_closed));
    if (state_ != State::kOpen) return;
    state_ = State::kLingering;
    if (linger_ms < 0) linger_ms = options_.number(OptionId::kLinger);
    end_all_waits(section.after);
    given_back_.clear();
    for (const auto& [number, peer] : peers_) {
      if (std::exchange(peer->receive_paused, false)) effects_.to_resume.push_back(peer.get());
    }
    ++loop_objects_;
  }
  endpoints_->stop_accepting();
  if (linger_ms == 0) abandon();
  if (linger_ms > 0) start_linger_timer(linger_ms);
  remove_loop_object();
}

bool Connector::closed() {
  const std::lock_guard lock(monitor_);
  return state_ == State::kClosed;
}

void Connector::start_linger_timer(std::int64_t linger_ms) {
  auto timer = std::make_shared<LingerTimer>(weak_from_this(), context_);
  {
    const std::lock_guard lock(monitor_);
    linger_timer_ = timer;
  }
  timer->start(deadline_after(monotonic_now(), linger_ms));
}

// Everything that was accepted is written: the links can go. Once they are gone, so is the connector.
void Connector::check_drained(AfterCare& after) {
  if (state_ == State::kLingering && queued_messages() == 0) begin_ending(after);
  if (state_ == State::kEnding && loop_objects_ == 0) state_ = State::kClosed;
  if (state_ != State::kClosed) return;
  for (WhenClosed& callback : std::exchange(when_closed_, {})) {
    after.tasks.push_back([callback = std::move(callback), undelivered = undelivered_] { callback(undelivered); });
  }
  if (linger_timer_) after.tasks.push_back([timer = std::exchange(linger_timer_, nullptr)] { timer->stop(); });
}

void Connector::begin_ending(AfterCare& after) {
  state_ = State::kEnding;
  after.end.insert(after.end.end(), links_.begin(), links_.end());
  after.tasks.push_back([self = shared_from_this()] { self->endpoints_->stop(); });
}

void Connector::abandon() {
  Section section(*this);
  if (state_ != State::kLingering) return;
  undelivered_ += queued_messages();
  begin_ending(section.after);
}

void Connector::add_link(const std::shared_ptr<Link>& link) {
  Section section(*this);
  links_.push_back(link);
  ++loop_objects_;
  if (state_ == State::kEnding) section.after.end.push_back(link);
}

void Connector::remove_link(const Link* link) {
  Section section(*this);
  std::erase_if(links_, [link](const std::shared_ptr<Link>& known) { return known.get() == link; });
  --loop_objects_;
}

bool Connector::add_loop_object() {
  const std::lock_guard lock(monitor_);
  if (state_ == State::kClosed) return false;
  ++loop_objects_;
  return true;
}

void Connector::remove_loop_object() {
  Section section(*this);
  --loop_objects_;
}

void Connector::use_loop(Loop& loop) {
  Loop* none = nullptr;
  if (!first_loop_.compare_exchange_strong(none, &loop) && none != &loop) several_loops_ = true;
}

}  // namespace ymq::engine
