#include "pattern/routed.h"

#include <algorithm>
#include <new>
#include <utility>

#include "base/bytes.h"

namespace ymq::pattern {

namespace {

// Ids that begin with a zero byte are the ROUTER's own to give.
bool is_given(std::string_view id) { return id.empty() || id.front() == '\0'; }

}  // namespace

// Who came before is received first, whatever the priority of who comes next: there is one peer, and one order.
bool Pair::peer_added(Peer& peer) {
  peer.priorities = {};
  Peer* const former = partner_;
  const bool free = !former || (former->awaited && !former->lasting);
  if (!free || !queue_.add(peer)) return false;
  partner_ = &peer;
  if (!former) return true;
  inherit_unwritten(*former, peer, effects_);
  effects_.reject(*former);
  return true;
}

void Pair::peer_removed(Peer& peer) {
  queue_.remove(peer);
  drop_unwritten(peer, effects_);
  if (partner_ == &peer) partner_ = nullptr;
}

void Pair::link_down(Peer& peer) {
  if (peer.lasting || peer.awaited) return;
  drop_unwritten(peer, effects_);
  if (partner_ == &peer) partner_ = nullptr;
}

Status Pair::send(MessageView message) {
  if (!sendable()) return Status::kAgain;
  return partner_->append({}, message, effects_) ? Status::kOk : Status::kOutOfMemory;
}

std::size_t Pair::send_run(std::span<const PartView> messages) {
  return partner_ && reachable(*partner_) ? partner_->append_run(messages, effects_) : 0;
}

bool Dealer::peer_added(Peer& peer) {
  if (!queue_.add(peer)) return false;
  if (balancer_.add(peer)) return true;
  queue_.remove(peer);
  return false;
}

void Dealer::peer_removed(Peer& peer) {
  queue_.remove(peer);
  balancer_.remove(peer);
}

void Dealer::link_down(Peer& peer) { balancer_.link_down(peer); }

bool Router::peer_added(Peer& peer) {
  peer.state.reset(new (std::nothrow) Route);
  return peer.state && queue_.add(peer);
}

void Router::peer_removed(Peer& peer) {
  queue_.remove(peer);
  drop_unwritten(peer, effects_);
  unregister(peer);
}

Status Router::name_peer(Peer& peer, std::string_view id) {
  if (find(id)) return Status::kRoutingIdInUse;
  route_of(peer).chosen = true;
  return register_as(peer, std::string(id)) ? Status::kOk : Status::kOutOfMemory;
}

Status Router::admits(const Peer& peer, std::string_view identity) const {
  const Peer* holder = is_given(identity) || route_of(peer).chosen ? nullptr : find(identity);
  return holder && holder != &peer && route_of(*holder).chosen ? Status::kRoutingIdInUse : Status::kOk;
}

void Router::link_up(Peer& peer) {
  if (!take_id(peer)) return;
  route_of(peer).linked = true;
  notice(peer, PeerNotice::kConnected);
}

bool Router::take_id(Peer& peer) {
  const std::string id = choose_id(peer);
  if (find(id) == &peer) return true;
  unregister(peer);
  if (register_as(peer, id)) return true;
  effects_.reject(peer);
  return false;
}

void Router::link_down(Peer& peer) {
  if (std::exchange(route_of(peer).linked, false)) notice(peer, PeerNotice::kDisconnected);
  if (peer.lasting || peer.awaited) return;
  drop_unwritten(peer, effects_);
  unregister(peer);
}

bool Router::has_heir(const Peer& peer) const {
  const auto found = peers_.find(peer.identity);
  return !is_given(peer.identity) && found != peers_.end() && found->second == &peer;
}

Status Router::send(MessageView message) {
  if (message.size() < 2) return Status::kInvalidArgument;
  Peer* peer = find(as_text(message[0].bytes()));
  if (!peer) return refuse_unroutable();
  if (!peer->outbox.has_room()) return refuse_full(*peer);
  const bool again = message[0].redelivered;
  return peer->append({}, message.subspan(1), effects_, again) ? Status::kOk : Status::kOutOfMemory;
}

Status Router::refuse_unroutable() {
  if (strict()) return Status::kHostUnreachable;
  ++effects_.drops.unroutable;
  return Status::kOk;
}

Status Router::refuse_full(Peer& peer) {
  if (strict()) return Status::kAgain;
  peer.count_full(effects_);
  return Status::kOk;
}

bool Router::sendable() const {
  const auto has_room = [](const auto& entry) { return entry.second->outbox.has_room(); };
  return !settings_.router_mandatory || std::ranges::any_of(peers_, has_room);
}

void Router::deliver(Peer& peer, std::span<Part> messages) { queue_.deliver(peer, messages, &route_of(peer).id); }

Peer* Router::find(std::string_view id) const {
  const auto found = peers_.find(id);
  return found == peers_.end() ? nullptr : found->second;
}

// The id that the peer has from this link on: the one that was chosen for it, its own, or the one that it was given
// before, or a new one.
std::string Router::choose_id(const Peer& peer) {
  if (route_of(peer).chosen) return std::string(route_of(peer).text());
  if (!is_given(peer.identity)) return peer.identity;
  const std::string_view former = route_of(peer).text();
  return !former.empty() && is_given(former) ? std::string(former) : make_id();
}

std::string Router::make_id() {
  std::string id(5, '\0');
  do {
    store_big_endian(reinterpret_cast<std::byte*>(id.data()) + 1, next_id_++);
  } while (find(id));
  return id;
}

// False: memory ran out, and the peer is known by no id.
bool Router::register_as(Peer& peer, const std::string& id) try {
  Part& part = route_of(peer).id;
  const bool copied = Part::copy_of(as_bytes(id), part);
  part.more = true;
  if (!copied) return false;
  Peer*& holder = peers_[id];
  if (holder && (holder->linked || holder->awaited)) effects_.reject(*holder);
  if (holder && holder->awaited) inherit_unwritten(*holder, peer, effects_);
  holder = &peer;
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

// Where memory runs out it is dropped, and counted, as a message would be.
void Router::notice(Peer& peer, PeerNotice what) {
  if ((settings_.router_notify & static_cast<std::int64_t>(what)) == 0 || route_of(peer).text().empty()) return;
  queue_.deliver_notice(peer, route_of(peer).id);
}

void Router::unregister(Peer& peer) {
  const auto found = peers_.find(route_of(peer).text());
  if (found != peers_.end() && found->second == &peer) peers_.erase(found);
}

}  // namespace ymq::pattern
