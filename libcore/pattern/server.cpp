#include "pattern/server.h"

#include <algorithm>
#include <array>
#include <new>

#include "base/bytes.h"
#include "pattern/single_part.h"

namespace ymq::pattern {

namespace {

// A peer's routing id, as a number and as the part that goes before each message from it.
struct Address final : flow::PatternState {
  std::uint32_t id = 0;
  Part part;
};

Address& address_of(const Peer& peer) { return static_cast<Address&>(*peer.state); }

}  // namespace

bool Server::peer_added(Peer& peer) {
  peer.state.reset(new (std::nothrow) Address);
  if (!peer.state || !queue_.add(peer)) return false;
  if (register_as(peer, make_id())) return true;
  queue_.remove(peer);
  return false;
}

void Server::peer_removed(Peer& peer) {
  queue_.remove(peer);
  drop_unwritten(peer, effects_);
  unregister(peer);
}

void Server::link_down(Peer& peer) {
  if (peer.lasting || peer.awaited) return;
  drop_unwritten(peer, effects_);
  unregister(peer);
}

std::uint32_t Server::routing_id(const Peer& peer) const { return address_of(peer).id; }

Status Server::send(MessageView message) {
  if (message.size() != 2 || message[0].size != sizeof(std::uint32_t)) return Status::kInvalidArgument;
  const auto found = peers_.find(load_big_endian<std::uint32_t>(message[0].data));
  if (found == peers_.end()) return Status::kHostUnreachable;
  Peer& peer = *found->second;
  if (!peer.outbox.has_room()) return Status::kAgain;
  return peer.append({}, message.subspan(1), effects_, message[0].redelivered) ? Status::kOk : Status::kOutOfMemory;
}

bool Server::sendable() const {
  return std::ranges::any_of(peers_, [](const auto& entry) { return entry.second->outbox.has_room(); });
}

void Server::deliver(Peer& peer, std::span<Part> messages) {
  queue_.deliver(peer, keep_single_parts(messages, effects_), &address_of(peer).part);
}

std::uint32_t Server::make_id() {
  while (next_id_ == 0 || peers_.contains(next_id_)) ++next_id_;
  return next_id_++;
}

// False: memory ran out, and the peer is known by no id.
bool Server::register_as(Peer& peer, std::uint32_t id) try {
  Address& address = address_of(peer);
  std::array<std::byte, sizeof id> bytes{};
  store_big_endian(bytes.data(), id);
  if (!Part::copy_of(bytes, address.part)) return false;
  address.part.more = true;
  address.id = id;
  peers_.emplace(id, &peer);
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

// Somebody else may have its id by now, if it went long ago.
void Server::unregister(Peer& peer) {
  const auto found = peers_.find(address_of(peer).id);
  if (found != peers_.end() && found->second == &peer) peers_.erase(found);
}

}  // namespace ymq::pattern
