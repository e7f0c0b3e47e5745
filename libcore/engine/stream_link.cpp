#include "engine/stream_link.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "engine/connector.h"
#include "engine/context.h"
#include "wire/metadata.h"

namespace ymq::engine {

namespace {

// How often the loop looks at the outbox of a sender that is kept waiting for room: what has not filled the outbox
// again by then waits no longer.
constexpr Time kWatchInterval = 100'000;
// After so many bytes a loop sees to its other streams.
constexpr std::uint64_t kWriteBudget = 4 * 1024 * 1024;
// So much that a full stream did not take is worth waiting for, so long at a time, and so long at most.
constexpr std::size_t kWorthWaiting = 16 * 1024;
constexpr Time kStall = kMillisecond;
constexpr Time kPatience = 8 * kMillisecond;
// What is taken is acknowledged so soon, if not because enough has gathered.
constexpr Time kReceiptDelay = 10 * kMillisecond;
// So much is sealed at a time, or one frame; an idle link keeps no more memory for it than the other.
constexpr std::size_t kSealedPiece = 256 * 1024;
constexpr std::size_t kSealedRest = 4 * 1024;

session::Config session_config(Connector& connector, LinkedPeer* peer, Time now) {
  session::Config config;
  config.max_message_size = static_cast<std::uint64_t>(connector.option(OptionId::kMaxMessageSize));
  config.raw = connector.raw();
  if (config.raw) return config;
  config.opener = peer != nullptr;
  config.offer = connector.make_offer(peer, config.received);
  config.type = connector.type();
  config.identity = connector.option_text(OptionId::kIdentity);
  config.connector_token = connector.token();
  wire::parse_metadata(connector.option_text(OptionId::kMetadata), config.metadata);
  const std::int64_t timeout = connector.option(OptionId::kHandshakeTimeout);
  config.handshake_deadline = timeout == 0 ? kNever : deadline_after(now, timeout);
  const std::int64_t interval = connector.option(OptionId::kHeartbeatInterval);
  const std::int64_t patience = connector.option(OptionId::kHeartbeatTimeout);
  config.heartbeat_interval = interval * kMillisecond;
  config.heartbeat_timeout = patience < 0 ? session::kByPromise : patience * kMillisecond;
  config.heartbeat_ttl = static_cast<std::uint16_t>((connector.option(OptionId::kHeartbeatTtl) + 99) / 100);
  return config;
}

}  // namespace

StreamLink::StreamLink(std::shared_ptr<Connector> connector, Loop& loop, backend::Stream stream, std::string endpoint,
                       LinkedPeer* peer, std::weak_ptr<LinkOwner> owner, flow::Priorities priorities)
    : connector_(std::move(connector)),
      loop_(loop),
      stream_(stream),
      endpoint_(std::move(endpoint)),
      priorities_(priorities),
      peer_(peer),
      owner_(std::move(owner)),
      session_(session_config(*connector_, peer, loop.now()), connector_->make_mechanism(peer == nullptr)) {
  receive_.action = backend::Action::kReceive;
  send_.action = backend::Action::kSend;
  close_.action = backend::Action::kClose;
  receive_.stream = send_.stream = close_.stream = stream_;
}

void StreamLink::start() {
  self_ = shared_from_this();
  const std::int64_t patience = connector_->option(OptionId::kNetworkTimeout);
  if (patience != 0) loop_.backend().set_network_timeout(stream_, patience * kMillisecond);
  connector_->use_loop(loop_);
  connector_->add_link(self_);
  loop_.timers().arm(*this, session_.next_deadline());
  submit_receive();
  shield([this] { absorb(); });
}

void StreamLink::start_behind_proxy(std::span<const std::byte> early) {
  behind_proxy_ = true;
  const BlockRef block = early.empty() ? BlockRef{} : BlockRef::allocate(early.size());
  if (block) {
    std::copy(early.begin(), early.end(), block->data());
    session_.receive({block->data(), early.size()}, block.get(), loop_.now());
  }
  start();
  shield([&] { block || early.empty() ? absorb() : on_failure(); });
}

// Requests of other threads. -----------------------------------------------------------------------------------------

// Not urgent: much is left in the inbox, and a receiver who drives the loop himself comes by before he has run out.
void StreamLink::resume() { request_unhurried(kResume); }

void StreamLink::acknowledge() { request_unhurried(kAcknowledge); }

void StreamLink::request_unhurried(std::uint32_t what) {
  if (requests_.fetch_or(what) == 0) loop_.post_unhurried(shared_from_this());
}

void StreamLink::request(std::uint32_t what) {
  const std::uint32_t before = requests_.fetch_or(what);
  if (before == 0) return loop_.post(shared_from_this());
  if ((before & ~kUnhurried) == 0) loop_.wake_driver();
}

void StreamLink::request_end(Status reason) {
  end_reason_ = reason;
  request(kEnd);
}

void StreamLink::on_posted() {
  const std::uint32_t requested = requests_.exchange(0);
  if (requested & kEnd) end({end_reason_, 0});
  if (requested & kProceed) absorb();
  if (requested & kAsk) session_.send_ask();
  if (requested & kAcknowledge) send_receipt();
  if (requested & kResume) continue_receiving();
  if (requested & kLook) look();
  if (requested & (kWrite | kAsk)) flush();
  if (requested & kWatch) on_watch(loop_.now());
}

void StreamLink::on_failure() noexcept {
  shielded([this] { end({Status::kOutOfMemory, 0}); }, [] {});
}

void StreamLink::on_timer(Time now) {
  shield([&] { see_to_deadline(now); });
}

// A full inbox keeps us from reading: then silence is no sign of death. A full stream keeps our PING from being sent.
void StreamLink::see_to_deadline(Time now) {
  if (paused_) session_.forgive_silence();
  if (output_sent_ < output_.size() && output_plain_ == 0) session_.forgive_unanswered();
  session_.on_deadline(now);
  if (session_.state() == session::State::kFaulted) return end({session_.fault().status, 0});
  if (session_.has_output()) flush();
  if (!ending_) loop_.timers().arm(*this, session_.next_deadline());
}

// Most of what is received moves the deadline to a later moment: then the timer stays, and comes too early once.
void StreamLink::hasten_timer() {
  const Time deadline = session_.next_deadline();
  if (!ending_ && deadline < (armed() ? moment() : kNever)) loop_.timers().arm(*this, deadline);
}

// What is sealed has an order that only the loop can keep.
void StreamLink::write(Manner manner) {
  if (session_.seals()) {
    connector_->end_writing(*peer_, 0);
    return request_write();
  }
  Connector::Stretch stretch;
  std::size_t wrote = 0;
  Time give_up = manner == Manner::kPatient ? kNever : 0;
  while (connector_->next_stretch(*peer_, wrote, stretch, Connector::WhenEmpty::kGiveUpRole) ==
         Connector::Next::kStretch) {
    const auto outcome = loop_.backend().try_send(stream_, {stretch.segments.data(), stretch.count}, wrote);
    if (wrote == stretch.bytes || takes_more_soon(outcome, stretch.bytes - wrote, give_up)) continue;
    connector_->end_writing(*peer_, wrote);
    request_write();
    break;
  }
  connector_->wrote_in_sender();
}

// Whether it was worth waiting. A thread that goes on writing what it has just made does so from the processor's cache,
// and the loop's thread need not be woken.
bool StreamLink::takes_more_soon(backend::Outcome outcome, std::size_t rest, Time& give_up) {
  const bool full = outcome.ok() || outcome.status == Status::kAgain;
  if (give_up == 0 || rest < kWorthWaiting || !full) return false;
  const Time now = loop_.now();
  if (give_up == kNever) give_up = now + kPatience;
  return now < give_up && loop_.backend().await_room(stream_, std::min(now + kStall, give_up)).ok();
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
  if (ending_ || paused_) return;  // Whatever it ended with is met again, once what came before has been taken.
  if (!report.outcome.ok() && report.outcome.status != Status::kCancelled) return end(report.outcome);
  submit_receive();
}

// Hands on what the session has made of the bytes. The link is up once our own READY has gone out, too: only then may
// messages follow.
void StreamLink::absorb() {
  if (ending_) return;
  if (!up_) answer_claim();
  if (!up_) run_errand();
  if (!up_) ask_handler();
  if (ending_) return;
  if (!up_ && !sending_) write_output();
  if (!up_ && shaken_hands() && !sending_ && !has_output() && !come_up()) return;
  if (up_ && !hear_news()) return;
  if (session_.state() == session::State::kFaulted) return end_at_fault();
  hasten_timer();
  if (session_.has_output()) flush();
}

// The loop does not wait for what takes long: the handshake does, until its deadline.
void StreamLink::run_errand() {
  if (!session_.has_errand()) return;
  session::Errand errand = session_.take_errand();
  auto work = [link = weak_from_this(), work = std::move(errand.work)] {
    if (!link.expired()) work();  // Nobody waits for what others held up until its deadline.
  };
  auto done = [link = weak_from_this(), &loop = loop_] {
    loop.post([link] {
      const auto self = link.lock();
      if (self) self->shield([&] { self->on_errand_done(); });
    });
  };
  Errands& errands = connector_->context().errands(errand.asks_others);
  if (!errands.run(std::move(work), std::move(done))) end({Status::kSystem, EAGAIN});
}

void StreamLink::on_errand_done() {
  if (ending_) return;
  session_.go_on();
  absorb();
}

// The same for the handler's answer.
void StreamLink::ask_handler() {
  if (!session_.has_question()) return;
  session::Question question = session_.take_question();
  const wire::ZapRequest request{.domain = connector_->option_text(OptionId::kZapDomain),
                                 .address = address_of_peer(),
                                 .identity = connector_->option_text(OptionId::kIdentity),
                                 .mechanism = question.mechanism,
                                 .credentials = question.credentials};
  const auto answered = [link = weak_from_this(), &loop = loop_](const session::Verdict& verdict) {
    loop.post([link, verdict] {
      const auto self = link.lock();
      if (self) self->shield([&] { self->on_verdict(verdict); });
    });
  };
  Context& context = connector_->context();
  if (!context.zap().ask(context, request, answered)) on_verdict(connector_->decide_without_handler(question));
}

void StreamLink::on_verdict(session::Verdict verdict) {
  if (ending_) return;
  session_.answer_question(std::move(verdict));
  absorb();
}

// As RFC 27 has it: without transport and port. Nothing for a local stream.
std::string StreamLink::address_of_peer() {
  const backend::Remote remote = loop_.backend().remote(stream_);
  if (remote.credentials.has_value() || remote.address.size == 0) return {};
  std::string text = format_endpoint(remote.address);
  text.erase(0, text.find("//") + 2);
  text.erase(text.rfind(':'));
  if (text.size() > 2 && text.front() == '[') text = text.substr(1, text.size() - 2);
  return text;
}

// A peer may break the protocol behind its first messages, in one piece with its READY: what came before still counts.
bool StreamLink::shaken_hands() noexcept {
  return session_.ready() || !session_.messages().empty() || !session_.subscriptions().empty();
}

bool StreamLink::come_up() {
  loop_.timers().arm(*this, session_.next_deadline());
  std::vector<std::byte>().swap(output_);
  output_sent_ = 0;
  if (deaf_) return false;
  Status refused = Status::kClosed;
  const bool local = session_.agreement().acknowledged && !behind_proxy_ && loop_.backend().is_local(stream_);
  const Connector::Arrival arrival{
      session_.peer().identity, endpoint_, session_.agreement(), local, introduce(), priorities_};
  if (!connector_->link_up(shared_from_this(), peer_, arrival, refused)) {
    end({refused, 0});
    return false;
  }
  up_ = true;
  const auto holding = session_.agreement().acknowledged ? backend::Holding::kMore : backend::Holding::kLess;
  if (connector_->option(OptionId::kSendBuffer) == 0) loop_.backend().set_holding(stream_, holding);
  // At once: links that never live as long as a receipt is delayed would leave the peer's window full for ever.
  if (session_.agreement().resumed) send_receipt();
  return true;
}

// A local stream has no address of its own at the end that connected, and at the end of ours may be a proxy.
std::shared_ptr<const Introduction> StreamLink::introduce() {
  const backend::Remote remote = loop_.backend().remote(stream_);
  const bool by_endpoint = behind_proxy_ || remote.credentials.has_value() || remote.address.size == 0;
  auto introduction = std::make_shared<Introduction>();
  introduction->address = by_endpoint ? endpoint_ : format_endpoint(remote.address);
  introduction->credentials = remote.credentials;
  introduction->properties = session_.take_properties();
  return introduction;
}

// The connector knows whether the session that the peer names is still there, and when its former link is gone.
void StreamLink::answer_claim() {
  const wire::SessionToken token = session_.wanted_session();
  if (token.empty() || session_.state() == session::State::kFaulted) return;
  wire::Resume received = session_.wanted_resume();
  Status refused = Status::kOk;
  using enum Connector::Claim;
  const std::string& identity = session_.peer().identity;
  switch (connector_->claim_session(shared_from_this(), token, identity, priorities_, received, refused)) {
    case kWait:
      return;
    case kRefused:
      return end({refused, 0});
    case kGranted:
      return session_.answer_resume(received);
  }
}

// False: the peer broke the rules of its session, and the link is ending.
bool StreamLink::hear_news() {
  deliver();
  if (!session_.has_news() || connector_->take_news(*peer_, session_.take_news())) return true;
  end({Status::kProtocol, 0});
  return false;
}

// A message that is too large would come again and again.
void StreamLink::end_at_fault() {
  const bool all_before_are_taken = session_.messages().empty();
  if (up_ && session_.fault().of_message && all_before_are_taken) connector_->refuse_message(*peer_);
  end({session_.fault().status, 0});
}

void StreamLink::send_receipt() {
  if (!up_ || ending_) return;
  const Connector::Receipt receipt = connector_->take_receipt(*peer_);
  if (receipt.look_again) remind_of_receipt();
  if (!receipt.due) return;
  session_.send_acknowledgement(receipt.position);
  flush();
}

void StreamLink::remind_of_receipt() {
  if (!reminder_.armed() && !ending_) loop_.timers().arm(reminder_, loop_.now() + kReceiptDelay);
}

void StreamLink::deliver() {
  std::vector<Part>& messages = session_.messages();
  if (messages.empty() && session_.subscriptions().empty()) return;
  if (session_.agreement().acknowledged) remind_of_receipt();
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
  session_.forgive_silence();
  deliver();
  if (!paused_ && !receiving_) submit_receive();
}

// Sending. -----------------------------------------------------------------------------------------------------------

bool StreamLink::has_output() const noexcept { return output_sent_ < output_.size() || session_.has_output(); }

void StreamLink::flush() {
  if (deaf_ || closing_) return;
  if (sending_) {
    if (up_ && session_.has_output()) flush_output();  // Has its turn at the end of a message.
    return;
  }
  if (ending_) return close_stream();
  if (!up_) {
    write_output();
    return;
  }
  for (const flow::Control& control : connector_->take_controls(*peer_)) send_control(control);
  if (still_lingering()) {
    if (write_output()) write_outbox(0);
    return;
  }
  if (has_output()) return flush_output();
  if (connector_->begin_writing(*peer_)) write_outbox(0);
}

void StreamLink::send_control(const flow::Control& control) {
  using Kind = flow::Control::Kind;
  if (control.kind == Kind::kComplete) return session_.send_subscriptions_complete();
  session_.send_subscription(control.kind == Kind::kSubscribe, std::as_bytes(std::span(control.topic)));
}

// True: the role that was kept for another look is still ours.
bool StreamLink::still_lingering() { return std::exchange(lingering_, false) && connector_->still_has_role(*peer_); }

void StreamLink::look() {
  if (!still_lingering()) return;
  if (write_output()) write_outbox(0);
}

// The sender writes itself whenever it has filled the outbox; what it leaves there is for us.
void StreamLink::on_watch(Time now) {
  if (ending_ || !up_) return;
  const bool ours = sending_ || lingering_;
  const Connector::Watched watched = connector_->watch(*peer_, ours);
  if (watched == Connector::Watched::kEnded) return;
  if (watched == Connector::Watched::kHasRole) write(Manner::kAtOnce);
  loop_.timers().arm(watch_, now + kWatchInterval);
}

// Sends the session's output ahead of the outbox, once that stands between two messages.
void StreamLink::flush_output() {
  bool between_messages = false;
  if (!connector_->begin_writing_ahead(*peer_, between_messages)) return;
  if (!between_messages || write_output()) write_outbox(0);
}

void StreamLink::take_output() {
  session_.take_output(output_, loop_.now());
  output_sent_ = 0;
  if (session_.state() == session::State::kFaulted) end_soon_at_fault();
  hasten_timer();
}

// True: all of it is sent.
bool StreamLink::write_output() {
  while (has_output()) {
    if (output_sent_ == output_.size()) take_output();
    if (!send_output()) return false;
  }
  return true;
}

// True: all that was taken from the session, or sealed, is sent.
bool StreamLink::send_output() {
  while (output_sent_ < output_.size()) {
    const iovec rest{output_.data() + output_sent_, output_.size() - output_sent_};
    std::size_t sent = 0;
    const backend::Outcome outcome = loop_.backend().try_send(stream_, {&rest, 1}, sent);
    output_sent_ += sent;
    if (sent == rest.iov_len) continue;
    if (outcome.ok() || outcome.status == Status::kAgain) {
      segments_.assign(1, {output_.data() + output_sent_, output_.size() - output_sent_});
      submit_send();
    } else {
      stop_sending(outcome);
    }
    return false;
  }
  return true;
}

// With the writer's role: writes what the outbox has, until the stream takes no more or others should have their turn.
void StreamLink::write_outbox(std::uint64_t wrote) {
  if (session_.seals()) return write_sealed();
  using Next = Connector::Next;
  Connector::Stretch stretch;
  for (std::uint64_t total = wrote;;) {
    const auto when_empty = total != 0 ? Connector::WhenEmpty::kKeepRole : Connector::WhenEmpty::kGiveUpRole;
    const Next next = connector_->next_stretch(*peer_, wrote, stretch, when_empty);
    if (next == Next::kRoleKept) return look_again();
    if (next == Next::kRoleGivenUp) return;
    if (blocked_ || loop_.gathers_sends()) return submit_stretch(stretch);
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

// The same where all must be sealed: each piece stands in the place of the session's output, and counts as written, in
// the outbox's bytes, once all of it is.
void StreamLink::write_sealed() {
  using Next = Connector::Next;
  Connector::Stretch stretch;
  for (std::uint64_t total = 0;;) {
    const std::uint64_t wrote = std::exchange(output_plain_, 0);
    total += wrote;
    if (total >= kWriteBudget) {
      connector_->end_writing(*peer_, wrote);
      return request_write();
    }
    const auto when_empty = total != 0 ? Connector::WhenEmpty::kKeepRole : Connector::WhenEmpty::kGiveUpRole;
    const Next next = connector_->next_stretch(*peer_, wrote, stretch, when_empty, Connector::kWholeFrames);
    if (next != Next::kStretch) shrink_output();
    if (next == Next::kRoleKept) return look_again();
    if (next == Next::kRoleGivenUp) return;
    if (!seal(stretch)) return;
    if (loop_.gathers_sends()) {
      segments_.assign(1, {output_.data(), output_.size()});
      return submit_send();
    }
    if (!send_output()) return;
  }
}

// False: it cannot be sealed; the role is given up, and the link ends.
bool StreamLink::seal(const Connector::Stretch& stretch) {
  std::array<wire::Bytes, backend::kMaxSegments> pieces;
  for (std::size_t i = 0; i < stretch.count; ++i) {
    pieces[i] = {static_cast<const std::byte*>(stretch.segments[i].iov_base), stretch.segments[i].iov_len};
  }
  output_sent_ = 0;
  output_plain_ = session_.seal({pieces.data(), stretch.count}, kSealedPiece, output_);
  if (session_.state() != session::State::kFaulted) return true;
  output_.clear();
  connector_->end_writing(*peer_, 0);
  end_soon_at_fault();
  return false;
}

// Behind whatever is being done now.
void StreamLink::end_soon_at_fault() { request(kProceed); }

void StreamLink::shrink_output() {
  if (output_.capacity() <= kSealedRest) return;
  std::vector<std::byte>().swap(output_);
  output_sent_ = 0;
}

// Where the stream took less than it was given the rest goes when it takes more; other stretches go with those of other
// links.
void StreamLink::submit_stretch(const Connector::Stretch& stretch) {
  blocked_ = false;
  segments_.assign(stretch.segments.begin(), stretch.segments.begin() + static_cast<std::ptrdiff_t>(stretch.count));
  submit_send();
}

// A sender in the midst of a burst will have appended more by the time the loop has looked at its other streams. Until
// then the peer counts as being written to, so the sender need wake nobody.
void StreamLink::look_again() {
  lingering_ = true;
  if (requests_.fetch_or(kLook) == 0) loop_.defer(shared_from_this());
}

void StreamLink::submit_send() {
  sending_ = true;
  send_.segments = segments_;
  loop_.backend().submit(send_);
}

void StreamLink::on_sent(const backend::Report& report) {
  sending_ = false;
  const bool was_output = output_sent_ < output_.size();
  if (was_output) output_sent_ += report.size;
  if (closing_ && up_ && !was_output) connector_->wrote_at_end(*peer_, report.size);
  if (closing_) return;
  if (!report.outcome.ok()) return stop_sending(report.outcome);
  if (was_output && output_plain_ == 0) session_.forgive_unanswered();
  if (!up_) {
    absorb();
  } else if (!was_output) {
    write_outbox(report.size);
  } else if (output_plain_ != 0) {
    if (send_output()) write_sealed();
  } else if (write_output()) {
    write_outbox(0);
  }
}

// The peer takes nothing any more. What it had sent before may still be on its way, so reading goes on to its end.
void StreamLink::stop_sending(backend::Outcome outcome) {
  deaf_ = true;
  if (!receiving_ && !paused_) end(outcome);
}

// The end. -----------------------------------------------------------------------------------------------------------

void StreamLink::end(backend::Outcome outcome) {
  if (ending_) return;
  ending_ = true;
  outcome_ = outcome;
  Timer::cancel();
  watch_.cancel();
  reminder_.cancel();
  close_stream();
}

// Once nobody is writing: a thread in the midst of `write` asks for a flush when it has ended.
void StreamLink::close_stream() {
  if (closing_) return;
  if (up_ && !sending_ && !deaf_ && !still_lingering() && !connector_->begin_writing(*peer_)) return;
  if (outcome_.status == Status::kClosed) say_farewell();
  closing_ = true;
  if (up_ && !session_.agreement().acknowledged) unconfirmed_ = loop_.backend().unconfirmed(stream_);
  loop_.backend().submit(close_);
}

// We end it for good, so the peer need not wait for us. If the stream takes no more now, it will, and find out.
void StreamLink::say_farewell() {
  std::uint64_t position = 0;
  const bool can = up_ && !sending_ && !deaf_ && output_sent_ == output_.size();
  if (!can || !connector_->take_farewell(*peer_, position)) return;
  session_.send_end(position);
  session_.take_output(output_, loop_.now());
  const iovec all{output_.data(), output_.size()};
  std::size_t sent = 0;
  loop_.backend().try_send(stream_, {&all, 1}, sent);
}

// Whole messages at the front of a piece that was not sent to its end may have arrived, and must not go out again.
void StreamLink::account_for_sealed() {
  if (output_plain_ == 0) return;
  connector_->wrote_at_end(*peer_, session_.plain_in(output_sent_));
  output_plain_ = 0;
}

void StreamLink::on_closed() {
  if (up_) {
    account_for_sealed();
    connector_->link_down(peer_, {endpoint_, outcome_.status, outcome_.system_error, unconfirmed_});
  } else {
    connector_->note(EventKind::kHandshakeFailed, endpoint_, outcome_.status, outcome_.system_error);
  }
  if (const auto owner = owner_.lock())
    owner->on_link_ended(up_ ? LinkOwner::Reached::kUp : LinkOwner::Reached::kPeer, outcome_);
  connector_->remove_link(this);
  const std::shared_ptr<StreamLink> last = std::move(self_);
}

}  // namespace ymq::engine
