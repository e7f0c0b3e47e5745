#include <algorithm>
#include <utility>

#include "engine/connector.h"
#include "engine/connector_section.h"
#include "engine/context.h"
#include "engine/endpoints.h"
#include "engine/error.h"

// The connector's sessions: what outlives the links to a peer, and what becomes of it. docs/wire-extension.md has the
// rules.
//
//   a peer      without a session --- begin ---> in a session --- link down ---> awaited --- link up ---> in a session
//   its session is lost: its lifetime is over, it has begun anew, it broke the rules, it had to make room for others
//   its session ends: it said so, or we close
namespace ymq::engine {

namespace {

constexpr std::uint64_t kKib = 1024;
// A claim on a session that is overdue gets so much longer.
constexpr Time kClaimGrace = kSecond;

std::uint32_t in_kib(std::int64_t bytes) {
  const std::uint64_t kib = (static_cast<std::uint64_t>(bytes) + kKib - 1) / kKib;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(kib, UINT32_MAX));
}

// Acknowledgements from a process of this host come soon, so that more would keep nobody from waiting. It would only
// have the log go on through memory that the processor's cache has lost.
constexpr std::uint64_t kLocalWindow = 2048 * kKib;

wire::Resume received_by(const LinkedPeer& peer) {
  return {peer.instance != 0, peer.receipts.position(), peer.receipts.refused(), peer.instance};
}

std::uint32_t in_tenths(std::int64_t milliseconds) { return static_cast<std::uint32_t>((milliseconds + 99) / 100); }

}  // namespace

// Beginning and going on. --------------------------------------------------------------------------------------------

std::optional<wire::Offer> Connector::make_offer(LinkedPeer* peer, wire::Resume& received) {
  const std::lock_guard lock(monitor_);
  if (options_.number(OptionId::kAcknowledgedDelivery) == 0) return std::nullopt;
  wire::Offer offer;
  offer.heartbeat_tenths = in_tenths(options_.number(OptionId::kHeartbeatInterval));
  offer.window_kib = in_kib(options_.number(OptionId::kUnacknowledgedBytes));
  if (!peer) return offer;
  if (peer->session.empty()) peer->session = context_->secret_id();
  offer.token = {peer->session, ++peer->epoch};
  received = received_by(*peer);
  return offer;
}

// The session of a dialer's peer begins when the accepter has said so, which has it begin before: so there is none that
// only the dialer knows of. One that only the accepter knows of is found again, since the dialer names it again; its
// number of the instance tells that the dialer means another one, or none. Then it starts over.
Connector::Claim Connector::claim_session(const std::shared_ptr<Link>& link, const wire::SessionToken& token,
                                          const std::string& identity, flow::Priorities priorities,
                                          wire::Resume& resume, Status& refused) {
  Section section(*this);
  const auto found = sessions_.find(token.session);
  if (found == sessions_.end()) {
    return open_session(link, token, identity, priorities, resume, refused, section.after);
  }
  LinkedPeer& peer = *found->second;
  const bool claims_already = peer.claimant.lock() == link;
  refused = peer.identity != identity ? Status::kProtocol : Status::kSuperseded;
  if (peer.identity != identity || (token.epoch <= peer.epoch && !claims_already)) return Claim::kRefused;
  peer.epoch = token.epoch;
  peer.claimant = link;
  if (peer.link) {
    section.after.end(peer.link, Status::kSuperseded);
    return Claim::kWait;
  }
  const bool goes_on = resume.instance == peer.instance;
  resume = received_by(peer);
  resume.resumed = goes_on;
  return peer.awaited ? Claim::kGranted : Claim::kRefused;
}

Connector::Claim Connector::open_session(const std::shared_ptr<Link>& link, const wire::SessionToken& token,
                                         const std::string& identity, flow::Priorities priorities, wire::Resume& resume,
                                         Status& refused, AfterCare& after) {
  LinkedPeer* peer = add_accepted_peer(priorities, refused);
  if (!peer) return Claim::kRefused;
  peer->identity = identity;
  peer->claimant = link;
  begin_session(*peer, token, context_->secret_id().low | 1);
  await(*peer, after);
  resume = received_by(*peer);
  resume.resumed = false;
  evict_one_too_many();
  return Claim::kGranted;
}

// The accepted peer of a new link: the one whose session it has claimed, or a new one.
LinkedPeer* Connector::admit(const std::shared_ptr<Link>& link, const Arrival& arrival, Status& refused) {
  return arrival.agreement.acknowledged ? claimed_peer(link, arrival.agreement.token)
                                        : add_accepted_peer(arrival.priorities, refused);
}

LinkedPeer* Connector::add_accepted_peer(flow::Priorities priorities, Status& refused) {
  refused = Status::kClosed;
  if (state_ != State::kOpen) return nullptr;
  const auto limit = static_cast<std::uint64_t>(options_.number(OptionId::kMaxSessions));
  if (limit == 0 || departing_.size() < limit) return add_peer(false, priorities);
  refused = Status::kTooManyPeers;
  return nullptr;
}

// Null: it was given up meanwhile, or a still newer link has claimed it.
LinkedPeer* Connector::claimed_peer(const std::shared_ptr<Link>& link, const wire::SessionToken& token) {
  const auto found = sessions_.find(token.session);
  if (found == sessions_.end() || !found->second->awaited) return nullptr;
  return found->second->claimant.lock() == link ? found->second : nullptr;
}

// False: what the peer says about its session cannot be.
bool Connector::settle_session(LinkedPeer& peer, const Arrival& arrival) {
  const session::Agreement& agreement = arrival.agreement;
  peer.resumed = agreement.acknowledged && agreement.resumed;
  const bool accepted = agreement.acknowledged && !peer.lasting;
  if (!peer.resumed && !accepted) begin_anew(peer, agreement);
  peer.receipts.set_window(agreement.window_kib * kKib);
  peer.outbox.set_window(static_cast<std::uint64_t>(options_.number(OptionId::kUnacknowledgedBytes)),
                         arrival.local ? kLocalWindow : 0);
  const bool sound = peer.resumed ? resume_session(peer, arrival) : !accepted || start_over(peer);
  if (!sound) {
    peer.lasting ? lose_session(peer, Status::kProtocol) : give_up(peer, Status::kProtocol);
    return false;
  }
  await_no_more(peer);
  peer.claimant.reset();
  return true;
}

// A dialer's peer may have had another session, which the accepter does not know any more.
void Connector::begin_anew(LinkedPeer& peer, const session::Agreement& agreement) {
  if (peer.outbox.in_session()) lose_session(peer, Status::kPeerLost, Loss::kAnew);
  if (agreement.acknowledged) return begin_session(peer, agreement.token, agreement.peer.instance);
  effects_.drops.peer_gone += peer.outbox.remove_marks();
  peer.outbox.begin_link();
}

// The session of an accepted peer began when it was claimed. What was written on a link that the peer never knew to be
// up is written again; that it took any of it, or sent anything, cannot be.
bool Connector::start_over(LinkedPeer& peer) {
  std::uint64_t resent = 0;
  return peer.receipts.position() == 0 && peer.outbox.resume(0, resent);
}

void Connector::begin_session(LinkedPeer& peer, const wire::SessionToken& token, std::uint64_t instance) {
  peer.session = token.session;
  peer.epoch = token.epoch;
  peer.instance = instance;
  peer.outbox.begin_session(static_cast<std::uint64_t>(options_.number(OptionId::kUnacknowledgedBytes)));
  peer.receipts.begin_session();
  if (!peer.lasting) sessions_.emplace(peer.session, &peer);
}

bool Connector::resume_session(LinkedPeer& peer, const Arrival& arrival) {
  const wire::Resume& received = arrival.agreement.peer;
  std::uint64_t resent = 0;
  const bool known = received.instance == peer.instance && peer.instance != 0;
  if (!known || !peer.outbox.resume(received.position, resent)) return false;
  note_refusal(peer, received);
  peer.receipts.resume();
  peer.counters.resent += resent;
  stats_.messages_resent += resent;
  if (peer.outbox.conflates()) effects_.drops.replaced += peer.outbox.keep_newest();
  ++stats_.sessions_resumed;
  add_event(EventKind::kResumed, peer.number, arrival.endpoint, Status::kOk, 0, resent);
  return true;
}

// It says so on every link from then on, so that we are sure to hear of it.
void Connector::note_refusal(LinkedPeer& peer, const wire::Resume& received) {
  if (received.refused <= peer.refused || received.refused > received.position) return;
  const flow::DropCounters before = effects_.drops;
  peer.refused = received.refused;
  ++effects_.drops.undeliverable;
  ++peer.counters.undeliverable;
  report_loss(peer, before, Status::kMessageTooLarge);
  pattern_->message_refused(peer);
}

void Connector::refuse_message(LinkedPeer& peer) {
  Section section(*this);
  if (!peer.receipts.on() || state_ != State::kOpen) return;
  peer.receipts.refuse();
  ++effects_.drops.unexpected;
}

// Acknowledging. -----------------------------------------------------------------------------------------------------

bool Connector::take_news(LinkedPeer& peer, const session::News& news) {
  Section section(*this);
  if (!peer.outbox.in_session() || peer.ended) return true;
  if (news.acknowledged && !acknowledge(peer, *news.acknowledged, section.after)) return false;
  if (news.asks) {
    peer.receipts.ask();
    peer.want_acknowledgement(effects_);
  }
  peer.ended = news.ended;
  return true;
}

bool Connector::acknowledge(LinkedPeer& peer, std::uint64_t position, AfterCare& after) {
  if (!peer.acknowledge(position, effects_)) return false;
  if (peer.window_waits && peer.outbox.sendable()) {
    peer.window_waits = peer.flush_wanted = false;
    peer.want_flush(effects_);
  }
  notice_drained(peer, after);
  return true;
}

// REQ and REP have one message at a time, and say by the next one that they are done with it.
void Connector::apply_acknowledging() {
  const bool in_turns = type_ == ConnectorType::kReq || type_ == ConnectorType::kRep;
  effects_.held.on = options_.number(OptionId::kManualAcknowledgement) != 0 && !in_turns;
  if (!effects_.held.on) release_held(UINT64_MAX);
}

std::int64_t Connector::acknowledge_received(std::uint64_t count) {
  Section section(*this);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  return static_cast<std::int64_t>(release_held(count));
}

std::uint64_t Connector::release_held(std::uint64_t count) {
  std::uint64_t released = 0;
  flow::Peer* peer = nullptr;
  while (const std::uint64_t some = released < count ? effects_.held.release(count - released, peer) : 0) {
    released += some;
    if (!peer) continue;
    peer->receipts.release(some);
    peer->want_acknowledgement(effects_);
  }
  return released;
}

// What was taken and given back is not acknowledged before it is taken again.
Connector::Receipt Connector::take_receipt(LinkedPeer& peer) {
  const std::lock_guard lock(monitor_);
  Receipt receipt;
  if (!peer.receipts.on()) return receipt;
  if (given_back_.empty()) {
    receipt.due = peer.receipts.tell(peer.inbox.messages(), peer.inbox.bytes(), receipt.position);
  }
  peer.receipts.wanted = false;
  const bool waiting = !peer.inbox.empty() || peer.receipts.holds_some() || !given_back_.empty();
  receipt.look_again = waiting && (receipt.due || !given_back_.empty());
  if (waiting && !receipt.look_again) peer.receipts.await_next();
  return receipt;
}

// What stands in the inbox of a peer that we dismiss is still handed to the application, unless we close.
bool Connector::take_farewell(LinkedPeer& peer, std::uint64_t& position) {
  const std::lock_guard lock(monitor_);
  if (!peer.receipts.on() || !peer.outbox.at_message_start()) return false;
  position = state_ == State::kOpen ? peer.receipts.position() : peer.receipts.handed(peer.inbox.messages());
  return true;
}

// Waiting for peers that are away. -----------------------------------------------------------------------------------

// Whether a peer whose link has just ended may come back. One that said nothing about sessions may have an heir.
bool Connector::may_return(const LinkedPeer& peer) const {
  const bool wanted = !peer.rejected && !peer.ended && (state_ == State::kOpen || state_ == State::kLingering);
  if (!wanted || options_.number(OptionId::kSessionLifetime) == 0) return false;
  if (peer.outbox.in_session()) return true;
  return !peer.lasting && !peer.outbox.empty() && pattern_->has_heir(peer);
}

void Connector::await(LinkedPeer& peer, AfterCare& after) {
  peer.awaited = true;
  peer.away_until = deadline_after(context_->now(), options_.number(OptionId::kSessionLifetime));
  away_.emplace(peer.away_until, peer.number);
  strangers_away_ += !peer.lasting;
  set_alarm(session_alarm_, &Connector::end_overdue_sessions, peer.away_until, after);
}

void Connector::await_no_more(LinkedPeer& peer) {
  if (!std::exchange(peer.awaited, false)) return;
  away_.erase({peer.away_until, peer.number});
  strangers_away_ -= !peer.lasting;
}

void Connector::end_overdue_sessions() {
  Section section(*this);
  const Time now = context_->now();
  while (!away_.empty() && away_.begin()->first <= now) {
    const auto [moment, number] = *away_.begin();
    LinkedPeer& peer = *peers_.find(number)->second;
    if (peer.claimant.expired()) {
      give_up(peer, Status::kPeerLost);
    } else {
      away_.erase(away_.begin());
      away_.emplace(peer.away_until = now + kClaimGrace, number);
    }
  }
  if (away_.empty()) return;
  set_alarm(session_alarm_, &Connector::end_overdue_sessions, away_.begin()->first, section.after);
}

void Connector::evict_one_too_many() {
  const auto limit = static_cast<std::uint64_t>(options_.number(OptionId::kMaxSessions));
  if (limit == 0 || strangers_away_ + departing_.size() <= limit) return;
  LinkedPeer* peer = least_missed();
  if (!peer) return;
  ++stats_.sessions_evicted;
  add_event(EventKind::kEvicted, peer->number, {}, Status::kTooManyPeers, 0, 0);
  give_up(*peer, Status::kTooManyPeers);
}

// The accepted peer that has been away longest, before all others one that never came; none that is just coming back.
LinkedPeer* Connector::least_missed() {
  LinkedPeer* oldest = nullptr;
  for (const auto& [moment, number] : away_) {
    LinkedPeer& peer = *peers_.find(number)->second;
    if (peer.lasting || !peer.claimant.expired()) continue;
    if (peer.counters.links == 0) return &peer;
    if (!oldest) oldest = &peer;
  }
  return oldest;
}

// The end of a session. ----------------------------------------------------------------------------------------------

// It has no link, and nobody waits for it any longer. One that was made by connect may still get links.
void Connector::give_up(LinkedPeer& peer, Status status) {
  await_no_more(peer);
  if (peer.outbox.in_session()) lose_session(peer, status);
  if (!peer.lasting) depart(peer, status);
}

// What was not acknowledged is somebody else's, or undeliverable; unless the peer has said what it took: then the rest
// is as if it had never been written.
void Connector::lose_session(LinkedPeer& peer, Status status, Loss loss) {
  const flow::DropCounters before = effects_.drops;
  await_no_more(peer);
  if (peer.ended) peer.outbox.requeue();
  pattern_->session_lost(peer, loss);
  if (peer.outbox.in_session()) {
    std::vector<Part> parts;
    const std::uint64_t count = peer.outbox.end_session(parts);
    effects_.drops.undeliverable += count;
    peer.counters.undeliverable += count;
  }
  if (!peer.lasting) sessions_.erase(peer.session);
  stats_.sessions_lost += !peer.ended && status != Status::kClosed;
  peer.receipts.end_session();
  effects_.held.forget(peer);
  peer.session = {};
  peer.instance = peer.refused = 0;
  peer.claimant.reset();
  peer.ended = false;
  add_event(EventKind::kSessionEnded, peer.number, {}, status, 0, 0);
  report_loss(peer, before, status);
}

void Connector::report_loss(LinkedPeer& peer, const flow::DropCounters& before, Status status) {
  const auto report = [&](EventKind kind, std::uint64_t now, std::uint64_t then) {
    if (now != then) add_event(kind, peer.number, {}, status, 0, now - then);
  };
  const flow::DropCounters& drops = effects_.drops;
  report(EventKind::kRedelivered, drops.redelivered, before.redelivered);
  report(EventKind::kUndeliverable, drops.undeliverable, before.undeliverable);
  report(EventKind::kDropped, drops.peer_gone, before.peer_gone);
  if (state_ != State::kLingering) return;
  undelivered_ += drops.undeliverable - before.undeliverable + drops.peer_gone - before.peer_gone;
}

// Its link ends once all that was accepted for it is written. One made by connect is to get no other.
void Connector::dismiss(LinkedPeer& peer, AfterCare& after) {
  if (peer.lasting) {
    after.tasks.push_back(
        [self = shared_from_this(), number = peer.number] { self->endpoints_->disconnect_peer(number); });
    return;
  }
  peer.when_drained = [link = std::weak_ptr(peer.link)] {
    if (const auto ended = link.lock()) ended->request_end(Status::kClosed);
  };
  notice_drained(peer, after);
}

// Those that the pattern does not want: a second peer of a PAIR, an older one of the same identity.
void Connector::reject_peers(AfterCare& after) {
  while (!effects_.to_reject.empty()) {
    auto& peer = static_cast<LinkedPeer&>(*effects_.to_reject.back());
    effects_.to_reject.pop_back();
    peer.rejected = true;
    if (peer.outbox.is_shut()) dismiss(peer, after);
    if (peer.rejected_for == Status::kOk) continue;
    if (peer.link) {
      after.end(peer.link, peer.rejected_for);
    } else if (peer.awaited) {
      give_up(peer, Status::kSuperseded);
    }
  }
}

}  // namespace ymq::engine
