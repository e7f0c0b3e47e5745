#include "engine/stream_link.h"

#include <algorithm>
#include <utility>

#include "engine/connector.h"

namespace ymq::engine {

namespace {

// A sending thread writes to an idle link itself, unless it did so a moment ago: then it is in the midst of a burst,
// and the loop writes that in larger stretches.
constexpr Time kBurstGap = 2'000;
// After so many bytes a loop sees to its other streams.
constexpr std::uint64_t kWriteBudget = 4 * 1024 * 1024;

session::Config session_config(Connector& connector, Time now) {
  session::Config config;
  config.type = connector.type();
  config.identity = connector.option_text(OptionId::kIdentity);
  config.connector_token = connector.token();
  config.max_message_size = static_cast<std::uint64_t>(connector.option(OptionId::kMaxMessageSize));
  const std::int64_t timeout = connector.option(OptionId::kHandshakeTimeout);
  config.handshake_deadline = timeout == 0 ? kNever : deadline_after(now, timeout);
  return config;
}

}  // namespace

StreamLink::StreamLink(std::shared_ptr<Connector> connector, Loop& loop, backend::Stream stream, std::string endpoint,
                       LinkedPeer* peer, std::weak_ptr<LinkOwner> owner)
    : connector_(std::move(connector)),
      loop_(loop),
      stream_(stream),
      endpoint_(std::move(endpoint)),
      peer_(peer),
      owner_(std::move(owner)),
      session_(session_config(*connector_, loop.now())) {
  receive_.action = backend::Action::kReceive;
  send_.action = backend::Action::kSend;
  close_.action = backend::Action::kClose;
  receive_.stream = send_.stream = close_.stream = stream_;
}

void StreamLink::start() {
  self_ = shared_from_this();
  connector_->use_loop(loop_);
  connector_->add_link(self_);
  loop_.timers().arm(*this, session_.next_deadline());
  submit_receive();
  flush();
}

// Requests of other threads. -----------------------------------------------------------------------------------------

void StreamLink::request(std::uint32_t what) {
  if (requests_.fetch_or(what) == 0) loop_.post(shared_from_this());
}

void StreamLink::request_end(Status) { request(kEnd); }

void StreamLink::on_posted() {
  const std::uint32_t requested = requests_.exchange(0);
  if (requested & kEnd) end({Status::kClosed, 0});
  if (requested & kResume) continue_receiving();
  if (requested & kWrite) flush();
}

void StreamLink::on_failure() noexcept {
  shielded([this] { end({Status::kOutOfMemory, 0}); }, [] {});
}

void StreamLink::on_timer(Time now) {
  session_.on_deadline(now);
  if (session_.state() == session::State::kFaulted) end({session_.fault().status, 0});
}

bool StreamLink::write_in_sender() {
  return monotonic_now() - wrote_directly_.load(std::memory_order_relaxed) >= kBurstGap;
}

void StreamLink::write() {
  Connector::Stretch stretch;
  std::size_t wrote = 0;
  while (connector_->next_stretch(*peer_, wrote, stretch, Connector::WhenEmpty::kGiveUpRole) ==
         Connector::Next::kStretch) {
    loop_.backend().try_send(stream_, {stretch.segments.data(), stretch.count}, wrote);
    if (wrote == stretch.bytes) continue;
    connector_->end_writing(*peer_, wrote);
    request_write();
    break;
  }
  wrote_directly_.store(monotonic_now(), std::memory_order_relaxed);
}

// Receiving. ---------------------------------------------------------------------------------------------------------

void StreamLink::submit_receive() {
  receiving_ = true;
  receive_.target = session_.target();
  loop_.backend().submit(receive_);
}

void StreamLink::on_received(const backend::Report& report) {
  if (report.size != 0 && !ending_) {
    if (report.owner) {
      session_.receive({report.data, report.size}, report.owner, loop_.now());
    } else {
      session_.received_in_target(report.size, loop_.now());
    }
    absorb();
    receive_.target = session_.target();
  }
  if (!report.last) return;
  receiving_ = false;
  if (ending_) return;
  if (!report.outcome.ok() && report.outcome.status != Status::kCancelled) return end(report.outcome);
  if (!paused_) submit_receive();
}

// Hands on what the session has made of the bytes. The link is up once our own READY has gone out, too: only then may
// messages follow.
void StreamLink::absorb() {
  if (!up_) write_output();
  if (!up_ && shaken_hands() && !sending_ && !has_output() && !come_up()) return;
  if (up_) deliver();
  if (session_.state() == session::State::kFaulted) return end({session_.fault().status, 0});
  if (!session_.output().empty()) flush();
}

// A peer may break the protocol behind its first messages, in one piece with its READY: what came before still counts.
bool StreamLink::shaken_hands() noexcept {
  return session_.ready() || !session_.messages().empty() || !session_.subscriptions().empty();
}

bool StreamLink::come_up() {
  Timer::cancel();
  if (deaf_) return false;
  if (!connector_->link_up(shared_from_this(), peer_, session_.peer().identity, endpoint_)) {
    end({Status::kClosed, 0});
    return false;
  }
  up_ = true;
  return true;
}

void StreamLink::deliver() {
  std::vector<Part>& messages = session_.messages();
  if (messages.empty() && session_.subscriptions().empty()) return;
  if (connector_->deliver(*peer_, messages, delivered_, session_.subscriptions())) {
    messages.clear();
    delivered_ = 0;
  } else if (!std::exchange(paused_, true) && receiving_) {
    loop_.backend().cancel(receive_);
  }
}

void StreamLink::continue_receiving() {
  if (!paused_ || ending_) return;
  paused_ = false;
  deliver();
  if (!paused_ && !receiving_) submit_receive();
}

// Sending. -----------------------------------------------------------------------------------------------------------

bool StreamLink::has_output() const noexcept {
  return output_sent_ < output_.size() || !const_cast<StreamLink*>(this)->session_.output().empty();
}

void StreamLink::flush() {
  if (sending_ || deaf_ || closing_) return;
  if (ending_) return close_stream();
  if (!up_) {
    write_output();
    return;
  }
  for (const flow::Control& control : connector_->take_controls(*peer_)) {
    session_.send_subscription(control.subscribe, std::as_bytes(std::span(control.topic)));
  }
  if (std::exchange(lingering_, false)) {
    if (write_output()) write_outbox(0);
    return;
  }
  if (has_output()) return flush_output();
  if (connector_->begin_writing(*peer_)) write_outbox(0);
}

// Sends the session's output ahead of the outbox, once that stands between two messages.
void StreamLink::flush_output() {
  bool between_messages = false;
  if (!connector_->begin_writing_ahead(*peer_, between_messages)) return;
  if (!between_messages || write_output()) write_outbox(0);
}

// True: all of it is sent.
bool StreamLink::write_output() {
  while (has_output()) {
    if (output_sent_ == output_.size()) output_ = std::exchange(session_.output(), {}), output_sent_ = 0;
    const iovec rest{output_.data() + output_sent_, output_.size() - output_sent_};
    std::size_t sent = 0;
    const backend::Outcome outcome = loop_.backend().try_send(stream_, {&rest, 1}, sent);
    output_sent_ += sent;
    if (sent == rest.iov_len) continue;
    if (outcome.ok() || outcome.status == Status::kAgain) {
      segments_[0] = {output_.data() + output_sent_, output_.size() - output_sent_};
      submit_send({segments_.data(), 1});
    } else {
      stop_sending(outcome);
    }
    return false;
  }
  return true;
}

// With the writer's role: writes what the outbox has, until the stream takes no more or others should have their turn.
void StreamLink::write_outbox(std::uint64_t wrote) {
  using Next = Connector::Next;
  Connector::Stretch stretch;
  for (std::uint64_t total = wrote;;) {
    const auto when_empty = total != 0 ? Connector::WhenEmpty::kKeepRole : Connector::WhenEmpty::kGiveUpRole;
    const Next next = connector_->next_stretch(*peer_, wrote, stretch, when_empty);
    if (next == Next::kRoleKept) return look_again();
    if (next == Next::kRoleGivenUp) return;
    if (blocked_) return submit_stretch(stretch);
    std::size_t sent = 0;
    const backend::Outcome outcome = loop_.backend().try_send(stream_, {stretch.segments.data(), stretch.count}, sent);
    if (!outcome.ok() && outcome.status != Status::kAgain) return stop_sending(outcome);
    wrote = sent;
    total += sent;
    blocked_ = sent < stretch.bytes;
    if (blocked_ || total < kWriteBudget) continue;
    connector_->end_writing(*peer_, wrote);
    return request_write();
  }
}

// The stream took less than it was given: the rest goes when it takes more.
void StreamLink::submit_stretch(const Connector::Stretch& stretch) {
  blocked_ = false;
  segments_ = stretch.segments;
  submit_send({segments_.data(), stretch.count});
}

// A sender in the midst of a burst will have appended more by the time the loop has looked at its other streams. Until
// then the peer counts as being written to, so the sender need wake nobody.
void StreamLink::look_again() {
  lingering_ = true;
  if (requests_.fetch_or(kWrite) == 0) loop_.defer(shared_from_this());
}

void StreamLink::submit_send(std::span<const iovec> segments) {
  sending_ = true;
  send_.segments = segments;
  loop_.backend().submit(send_);
}

void StreamLink::on_sent(const backend::Report& report) {
  sending_ = false;
  if (closing_) return;
  if (!report.outcome.ok()) return stop_sending(report.outcome);
  const bool was_output = output_sent_ < output_.size();
  if (was_output) output_sent_ += report.size;
  if (!up_) {
    absorb();
  } else if (!was_output) {
    write_outbox(report.size);
  } else if (write_output()) {
    write_outbox(0);
  }
}

// The peer takes nothing any more. What it had sent before may still be on its way, so reading goes on to its end.
void StreamLink::stop_sending(backend::Outcome outcome) {
  deaf_ = true;
  if (!receiving_) end(outcome);
}

// The end. -----------------------------------------------------------------------------------------------------------

void StreamLink::end(backend::Outcome outcome) {
  if (ending_) return;
  ending_ = true;
  outcome_ = outcome;
  Timer::cancel();
  close_stream();
}

// Once nobody is writing: a thread in the midst of `write` asks for a flush when it has ended.
void StreamLink::close_stream() {
  if (closing_) return;
  if (up_ && !sending_ && !lingering_ && !deaf_ && !connector_->begin_writing(*peer_)) return;
  closing_ = true;
  loop_.backend().submit(close_);
}

void StreamLink::on_closed() {
  if (up_) {
    connector_->link_down(peer_, endpoint_, outcome_.status, outcome_.system_error);
  } else {
    connector_->note(EventKind::kHandshakeFailed, endpoint_, outcome_.status, outcome_.system_error);
  }
  if (const auto owner = owner_.lock()) owner->on_link_ended(up_);
  connector_->remove_link(this);
  const std::shared_ptr<StreamLink> last = std::move(self_);
}

}  // namespace ymq::engine
