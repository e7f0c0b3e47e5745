#include "pattern/stream.h"

#include <algorithm>
#include <new>
#include <utility>

namespace ymq::pattern {

bool Stream::peer_added(Peer& peer) {
  peer.state.reset(new (std::nothrow) Connection);
  return peer.state && queue_.add(peer);
}

void Stream::link_up(Peer& peer) {
  if (!take_id(peer)) return;
  connection_of(peer).made = connection_of(peer).open = true;
  notice(peer);
}

void Stream::link_down(Peer& peer) {
  if (std::exchange(connection_of(peer).open, false)) notice(peer);
  drop_unwritten(peer, effects_);
  if (!peer.lasting) unregister(peer);
}

Status Stream::send(MessageView message) {
  if (message.size() != 2) return Status::kInvalidArgument;
  Peer* peer = find(as_text(message[0].bytes()));
  const bool ends = message[1].size == 0;
  if (!peer || !(ends ? is_there(*peer) : takes_bytes(*peer))) return refuse_unroutable();
  if (ends) {
    end(*peer);
    return Status::kOk;
  }
  if (!peer->outbox.has_room()) return refuse_full(*peer);
  return peer->append_bytes(message[1], effects_) ? Status::kOk : Status::kOutOfMemory;
}

bool Stream::sendable() const {
  const auto has_room = [](const auto& entry) { return takes_bytes(*entry.second) && entry.second->outbox.has_room(); };
  return !strict() || std::ranges::any_of(peers(), has_room);
}

void Stream::deliver(Peer& peer, std::span<Part> messages) {
  if (peer.outbox.is_shut()) {
    effects_.drops.unexpected += count_messages(messages);
  } else {
    queue_.deliver(peer, messages, &route_of(peer).id);
  }
}

// A connection was made, or has ended.
void Stream::notice(Peer& peer) {
  if (settings_.stream_notify && !peer.outbox.is_shut()) queue_.deliver_notice(peer, route_of(peer).id);
}

void Stream::end(Peer& peer) { peer.outbox.is_shut() ? effects_.reject(peer) : effects_.dismiss(peer); }

}  // namespace ymq::pattern
