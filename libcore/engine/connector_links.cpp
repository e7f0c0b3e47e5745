#include <algorithm>
#include <utility>

#include "engine/connector.h"
#include "engine/connector_section.h"
#include "pattern/spread.h"

// The connector's other side: peers, their links, and the writer's role.
namespace ymq::engine {

namespace {

// How many messages may gather for a peer in the same process before they are pushed to it.
constexpr std::uint64_t kRestMessages = 256;

}  // namespace

void Connector::apply_limits(LinkedPeer& peer) {
  if (peer.outbox.conflates()) return;
  const auto limit = [this](OptionId id) { return static_cast<std::uint64_t>(options_.number(id)); };
  peer.outbox.set_limits({limit(OptionId::kSendHwm), limit(OptionId::kSendHwmBytes)});
  peer.inbox.set_limits({limit(OptionId::kReceiveHwm), limit(OptionId::kReceiveHwmBytes)});
}

flow::Priorities Connector::priorities() {
  const std::lock_guard lock(monitor_);
  return current_priorities();
}

flow::Priorities Connector::current_priorities() const {
  const auto priority = [this](OptionId id) { return static_cast<std::uint8_t>(options_.number(id)); };
  return {priority(OptionId::kSendPriority), priority(OptionId::kReceivePriority)};
}

LinkedPeer* Connector::add_peer(bool lasting, flow::Priorities priorities) {
  auto peer = std::make_unique<LinkedPeer>(last_peer_number_ + 1, lasting);
  peer->priorities = priorities;
  set_up(*peer);
  if (!pattern_->peer_added(*peer)) return nullptr;
  room_came_ = true;
  return peers_.emplace(++last_peer_number_, std::move(peer)).first->second.get();
}

// As the options have it for all its life.
void Connector::set_up(LinkedPeer& peer) {
  if (options_.number(OptionId::kConflate) != 0 && pattern::conflates(type_)) {
    peer.outbox.conflate();
    peer.inbox.conflate();
  }
  peer.immediate = options_.number(OptionId::kImmediate) != 0;
  if (peer.immediate) peer.outbox.pause();
  apply_limits(peer);
}

LinkedPeer* Connector::add_lasting_peer(std::string_view routing_id, Status& refused) {
  Section section(*this);
  refused = Status::kClosed;
  LinkedPeer* const peer = state_ == State::kOpen ? add_peer(true, current_priorities()) : nullptr;
  if (!peer || routing_id.empty()) return peer;
  refused = pattern_->name_peer(*peer, routing_id);
  if (refused == Status::kOk) return peer;
  depart(*peer, Status::kClosed);
  return nullptr;
}

void Connector::remove_lasting_peer(LinkedPeer* peer) {
  Section section(*this);
  depart(*peer, Status::kClosed);
}

// An outbox that is shut has no room, so the pattern takes the peer out of its rotation.
void Connector::retire_peer(std::uint64_t number, std::function<void()> when_drained) {
  Section section(*this);
  const auto found = peers_.find(number);
  if (found == peers_.end()) return;
  LinkedPeer& peer = *found->second;
  peer.outbox.shut();
  has_room_again(peer);  // Or rather the others have, whom it went before.
  peer.when_drained = std::move(when_drained);
  if (peer.link) section.after.add(AfterCare::Deed::kAsk, peer.link);
  notice_drained(peer, section.after);
}

void Connector::end_link(std::uint64_t number) {
  Section section(*this);
  const auto found = peers_.find(number);
  if (found != peers_.end() && found->second->link) section.after.add(AfterCare::Deed::kEnd, found->second->link);
}

// The peer gets no link any more: the pattern takes it out of its rotation, and re-routes what was queued for it or
// drops it. It stays until the application has taken what it sent.
void Connector::depart(LinkedPeer& peer, Status reason) {
  unlink(peer);
  if (peer.outbox.in_session()) lose_session(peer, reason);
  peer.lasting = false;
  drop_link(peer, reason);
  peer.departing = true;
  departing_.push_back(&peer);
}

void Connector::unlink(LinkedPeer& peer) {
  peer.link.reset();
  peer.plain = peer.linked = peer.writing = peer.write_again = peer.yield_role = false;
  peer.looking_again = peer.watched = peer.was_full = peer.window_waits = false;
  peer.receive_paused = peer.flush_wanted = peer.receipts.wanted = false;
  peer.rest_messages = 0;
  peer.controls.clear();
  effects_.forget(peer);
  peer.outbox.rewind();
  if (peer.immediate) peer.outbox.pause();
}

// It has no link now. Tells the pattern. Whoever waits for room at this peer may have nothing to wait for any more.
void Connector::drop_link(LinkedPeer& peer, Status reason) {
  const flow::DropCounters before = effects_.drops;
  pattern_->link_down(peer);
  room_came_ = true;
  report_loss(peer, before, reason);
  room_came_ = true;
}

// Peers that are gone stay until the application has taken what they sent.
void Connector::sweep_departing() {
  std::erase_if(departing_, [this](LinkedPeer* peer) {
    if (!peer->inbox.empty() && state_ == State::kOpen) return false;
    pattern_->peer_removed(*peer);
    effects_.forget(*peer);
    effects_.held.forget(*peer);
    peers_.erase(peer->number);
    return true;
  });
}

LinkedPeer* Connector::link_up(const std::shared_ptr<Link>& link, LinkedPeer*& peer, const Arrival& arrival,
                               Status& refused) {
  Section section(*this);
  refused = Status::kClosed;
  if (state_ == State::kEnding || state_ == State::kClosed) return nullptr;
  if (raw_ && link->in_memory()) {
    refused = Status::kNotSupported;
    return nullptr;
  }
  LinkedPeer* const arrived = peer ? peer : admit(link, arrival, refused);
  if (!arrived) return nullptr;
  refused = pattern_->admits(*arrived, arrival.identity);
  if (refused != Status::kOk) {
    if (!arrived->lasting) give_up(*arrived, refused);
    return nullptr;
  }
  if (!settle_session(*arrived, arrival)) {
    refused = Status::kProtocol;
    return nullptr;
  }
  peer = arrived;
  peer->link = link;
  if (link->in_memory()) pulls_ = true;
  peer->linked = true;
  peer->plain = !arrival.agreement.acknowledged && !link->in_memory();
  peer->identity = arrival.identity;
  peer->introduction = arrival.introduction;
  peer->outbox.go_on();
  pattern_->link_up(*peer);
  if (probes_ && !raw_ && !peer->resumed) effects_.drops.peer_gone += peer->outbox.probe();
  if (!peer->outbox.empty()) peer->want_flush(effects_);
  if (state_ == State::kLingering) section.after.add(AfterCare::Deed::kAsk, link);
  room_came_ = crowd_came_ = true;
  ++stats_.links_opened;
  ++peer->counters.links;
  add_event(EventKind::kConnected, peer->number, arrival.endpoint, Status::kOk, 0, 0);
  return peer;
}

void Connector::link_down(LinkedPeer* peer, const Departure& departure) {
  Section section(*this);
  ++stats_.links_closed;
  add_event(EventKind::kDisconnected, peer->number, departure.endpoint, departure.status, departure.system_error, 0);
  report_uncertain(*peer, departure);
  unlink(*peer);
  const Status reason = why_gone(*peer, departure);
  if (may_return(*peer)) {
    await(*peer, section.after);
    drop_link(*peer, reason);
    if (const auto claimant = peer->claimant.lock()) section.after.add(AfterCare::Deed::kProceed, claimant);
    evict_one_too_many();
  } else if (peer->lasting) {
    if (peer->outbox.in_session()) lose_session(*peer, reason);
    drop_link(*peer, reason);
    notice_drained(*peer, section.after);
  } else {
    depart(*peer, reason);
  }
}

// Whoever is in no session need not say that he goes for good.
Status Connector::why_gone(const LinkedPeer& peer, const Departure& departure) {
  if (departure.status == Status::kClosed && !peer.ended) return Status::kClosed;
  return peer.ended || !peer.outbox.in_session() ? Status::kPeerClosed : Status::kPeerLost;
}

// A plain peer never says what it has received. What we end ourselves is no accident.
void Connector::report_uncertain(const LinkedPeer& peer, const Departure& departure) {
  if (departure.status == Status::kClosed) return;
  const std::uint64_t count = peer.outbox.written_within(departure.unconfirmed);
  if (count == 0) return;
  stats_.messages_uncertain += count;
  add_event(EventKind::kUncertain, peer.number, departure.endpoint, departure.status, departure.system_error, count);
}

bool Connector::deliver(LinkedPeer& peer, std::vector<Part>& parts, std::size_t& taken,
                        std::vector<session::Subscription>& subscriptions) {
  Section section(*this);
  if (state_ != State::kOpen) {
    if (!peer.link || !peer.link->in_memory()) taken = parts.size();
    subscriptions.clear();
    return taken == parts.size();
  }
  const bool overrun = !subscriptions.empty() && !take_subscriptions(peer, subscriptions);
  crowd_came_ = true;  // By messages, too: a peer of ZMTP 3.0 subscribes by them.
  while (taken < parts.size() && peer.inbox.has_room()) {
    const std::span<Part> some(parts.data() + taken, count_parts(peer, {parts.data() + taken, parts.size() - taken}));
    peer.note_received(some);
    pattern_->deliver(peer, some);
    if (peer.receipts.on()) peer.want_acknowledgement(effects_);
    taken += some.size();
  }
  const bool everything = taken == parts.size() && !overrun;
  if (!everything) peer.receive_paused = true;
  return everything;
}

// False: the peer has to wait. Senders wait no longer for a peer that has cancelled what they send.
bool Connector::take_subscriptions(LinkedPeer& peer, std::vector<session::Subscription>& subscriptions) {
  for (session::Subscription& subscription : subscriptions) {
    subscription.complete ? pattern_->subscriptions_complete(peer)
                          : pattern_->subscription(peer, subscription.subscribe, subscription.topic.bytes());
  }
  subscriptions.clear();
  room_came_ = true;
  return !pattern_->overrun(peer);
}

// How many of these parts make up the messages that the inbox has room for: at least one message.
std::size_t Connector::count_parts(const LinkedPeer& peer, std::span<const Part> parts) {
  const flow::Limits& limits = peer.inbox.limits();
  if (limits.messages == 0 && limits.bytes == 0) return parts.size();
  std::uint64_t messages = peer.inbox.messages();
  std::uint64_t bytes = peer.inbox.bytes();
  if (limits.bytes == 0 && limits.messages - messages >= parts.size()) return parts.size();
  std::size_t count = 0;
  while (count < parts.size() && (count == 0 || !limits.reached(messages, bytes))) {
    do {
      bytes += parts[count].size;
    } while (parts[count++].more);
    ++messages;
  }
  return count;
}

std::uint64_t Connector::surrender(LinkedPeer& peer, Message& messages) {
  const std::lock_guard lock(monitor_);
  if (state_ == State::kOpen) return 0;
  pattern_->surrender(peer, messages);
  return peer.inbox.messages();
}

void Connector::take_back(LinkedPeer& peer, std::span<const Part> messages, std::uint64_t lost) {
  Section section(*this);
  const flow::DropCounters before = effects_.drops;
  effects_.drops.peer_gone += lost + peer.outbox.give_back(messages);
  report_loss(peer, before, Status::kPeerClosed);
}

void Connector::keep_back(LinkedPeer& peer) {
  Section section(*this);
  if (state_ == State::kOpen) return;
  const flow::DropCounters before = effects_.drops;
  pattern::drop_unwritten(peer, effects_);
  report_loss(peer, before, Status::kPeerClosed);
}

std::optional<std::uint64_t> Connector::room(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return {};
  if (!peer.inbox.has_room()) {
    peer.receive_paused = true;
    return 0;
  }
  const flow::Limits& limits = peer.inbox.limits();
  if (limits.bytes != 0) return 1;
  return limits.messages == 0 ? UINT64_MAX : limits.messages - peer.inbox.messages();
}

bool Connector::begin_writing(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  if (peer.writing) {
    peer.write_again = true;
    return false;
  }
  peer.flush_wanted = true;
  peer.rest_messages = 0;
  return peer.writing = true;
}

bool Connector::begin_writing_ahead(LinkedPeer& peer, bool& between_messages) {
  const std::lock_guard lock(monitor_);
  between_messages = peer.outbox.at_message_start();
  if (peer.writing || !between_messages) peer.yield_role = true;
  if (peer.writing) return false;
  peer.flush_wanted = true;
  peer.rest_messages = 0;
  return peer.writing = true;
}

void Connector::end_writing(LinkedPeer& peer, std::uint64_t wrote) {
  Section section(*this);
  note_written(peer, wrote, section.after);
  give_up_role(peer, section.after);
}

void Connector::wrote_at_end(LinkedPeer& peer, std::uint64_t wrote) {
  Section section(*this);
  note_written(peer, wrote, section.after);
}

Connector::Next Connector::next_stretch(LinkedPeer& peer, std::uint64_t wrote, Stretch& stretch, WhenEmpty when_empty,
                                        std::uint64_t most) {
  Section section(*this);
  note_written(peer, wrote, section.after);
  const bool ahead = peer.yield_role || !peer.controls.empty();
  if (!ahead && peer.outbox.empty() && when_empty == WhenEmpty::kKeepRole) {
    peer.looking_again = true;
    return Next::kRoleKept;
  }
  if ((ahead && peer.outbox.at_message_start()) || !peer.outbox.sendable()) {
    peer.yield_role = ahead;
    peer.window_waits = !peer.outbox.sendable() && !peer.outbox.empty();
    peer.flush_wanted = ahead || peer.watched || peer.window_waits;
    give_up_role(peer, section.after);
    return Next::kRoleGivenUp;
  }
  const std::uint64_t wanted = ahead ? peer.outbox.bytes_to_message_end() : peer.outbox.bytes_in_window();
  std::array<std::span<const std::byte>, backend::kMaxSegments> segments;
  stretch.count = peer.outbox.gather(segments, std::min(wanted, most));
  stretch.bytes = 0;
  for (std::size_t i = 0; i < stretch.count; ++i) {
    stretch.segments[i] = {const_cast<std::byte*>(segments[i].data()), segments[i].size()};
    stretch.bytes += segments[i].size();
  }
  return Next::kStretch;
}

bool Connector::still_has_role(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  return std::exchange(peer.looking_again, false);
}

Connector::Watched Connector::watch(LinkedPeer& peer, bool ours) {
  Section section(*this);
  if (!peer.watched) return Watched::kEnded;
  const bool busy = std::exchange(peer.was_full, false) || peer.writing;
  if (busy && !ours) return Watched::kGoesOn;
  if (!ours && peer.outbox.sendable() && peer.controls.empty()) {
    peer.writing = true;
    return Watched::kHasRole;
  }
  peer.watched = false;
  peer.window_waits = !peer.writing && !peer.outbox.empty() && !peer.outbox.sendable();
  peer.flush_wanted = peer.writing || peer.window_waits;
  if (!peer.flush_wanted && (!peer.outbox.empty() || !peer.controls.empty())) peer.want_flush(effects_);
  return Watched::kEnded;
}

bool Connector::take_messages(LinkedPeer& peer, std::uint64_t max_messages, std::vector<Part>& parts) {
  Section section(*this);
  const bool was_above = !peer.outbox.below_low_mark();
  if (peer.outbox.take(parts, max_messages) == 0) return false;
  note_progress(peer, section.after);
  if (was_above && peer.outbox.below_low_mark()) has_room_again(peer);
  notice_drained(peer, section.after);
  return true;
}

bool Connector::end_writing_idle(LinkedPeer& peer) {
  Section section(*this);
  if (!peer.outbox.empty() || !peer.controls.empty()) return false;
  peer.flush_wanted = false;
  give_up_role(peer, section.after);
  return true;
}

bool Connector::end_writing_at_rest(LinkedPeer& peer) {
  Section section(*this);
  if (!peer.controls.empty() || (state_ != State::kOpen && !peer.outbox.empty())) return false;
  const std::uint64_t limit = peer.outbox.limits().messages;
  const std::uint64_t enough = limit == 0 ? kRestMessages : std::clamp<std::uint64_t>(limit / 2, 1, kRestMessages);
  if (peer.outbox.queued_messages() >= enough) return false;
  peer.rest_messages = enough;
  give_up_role(peer, section.after);
  return true;
}

bool Connector::asks_for_more(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen || peer.inbox.empty() || peer.inbox.conflates()) return false;
  return peer.receive_paused = true;
}

void Connector::note_written(LinkedPeer& peer, std::uint64_t wrote, AfterCare& after) {
  if (wrote == 0) return;
  const bool was_above = !peer.outbox.below_low_mark();
  peer.wrote(wrote, effects_);
  note_progress(peer, after);
  if (was_above && peer.outbox.below_low_mark()) has_room_again(peer);
  notice_drained(peer, after);
}

// For senders that have run ahead.
void Connector::note_progress(const LinkedPeer& peer, AfterCare& after) {
  writers_get_on_ = true;
  if (ahead_.empty() || !peer.caught_up()) return;
  after.wake.insert(after.wake.end(), ahead_.begin(), ahead_.end());
  ahead_.clear();
}

// The dialer of a peer that is to be disconnected waits for what was accepted to be written.
void Connector::notice_drained(LinkedPeer& peer, AfterCare& after) {
  if (!peer.when_drained || !peer.outbox.empty() || peer.outbox.unacknowledged_messages() != 0) return;
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
  if (wanted && peer.link) after.add(AfterCare::Deed::kRequestWrite, peer.link);
}

std::vector<flow::Control> Connector::take_controls(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  return std::exchange(peer.controls, {});
}

}  // namespace ymq::engine
