#include "pattern/pubsub.h"

#include <algorithm>
#include <new>
#include <utility>

#include "base/bytes.h"

namespace ymq::pattern {

namespace {

using flow::Control;

Subscriber& subscriber_of(Peer& peer) { return static_cast<Subscriber&>(*peer.state); }

// Bytes of the caller's that are worth being copied once for all peers, instead of once for each.
bool is_large_and_borrowed(const PartView& part) { return !part.owner && part.size >= flow::kSharedBody; }

enum class Wish : std::uint8_t { kCancel = 0, kSubscribe = 1, kNone };

Wish wish_of(std::span<const Part> message) {
  const bool says = message.size() == 1 && message[0].size > 0 && message[0].data[0] <= std::byte{1};
  return says ? static_cast<Wish>(message[0].data[0]) : Wish::kNone;
}

void tell(Peer& peer, Control::Kind kind, std::string topic, Effects& effects) {
  peer.controls.push_back({kind, std::move(topic)});
  peer.want_flush(effects);
}

}  // namespace

bool Pub::peer_added(Peer& peer) {
  peer.state.reset(new (std::nothrow) Subscriber(&peer));
  return peer.state != nullptr;
}

void Pub::peer_removed(Peer& peer) {
  topics_.forget(subscriber_of(peer));
  drop_unwritten(peer, effects_);
}

void Pub::link_up(Peer& peer) {
  if (peer.resumed) topics_.begin_confirming(subscriber_of(peer));
}

void Pub::link_down(Peer& peer) {
  if (!peer.awaited) topics_.forget(subscriber_of(peer));
  if (!peer.lasting && !peer.awaited) drop_unwritten(peer, effects_);
}

// Whoever comes in its place begins with what it subscribes to.
void Pub::session_lost(Peer& peer, Loss) {
  Message unwritten;
  effects_.drops.peer_gone += peer.outbox.withdraw(unwritten);
  topics_.forget(subscriber_of(peer));
}

Status Pub::send(MessageView message) {
  bool owned = false;
  topics_.match(as_text(message[0].bytes()), [&](Subscriber& subscriber) {
    if (!std::exchange(owned, true)) message = own_large_parts(message);
    Peer& peer = *subscriber.peer;
    if (!peer.outbox.has_room() || !peer.append({}, message, effects_)) peer.count_full(effects_);
  });
  owned_.clear();
  return Status::kOk;
}

// The message with its large parts in blocks that all outboxes share; where memory runs out, as it was.
MessageView Pub::own_large_parts(MessageView message) {
  if (std::ranges::none_of(message, is_large_and_borrowed)) return message;
  views_.assign(message.begin(), message.end());
  for (PartView& part : views_) {
    if (!is_large_and_borrowed(part)) continue;
    if (!Part::copy_of(part.bytes(), owned_.emplace_back())) return message;
    part = owned_.back().view();
  }
  return views_;
}

void Pub::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    const Wish wish = wish_of(message);
    if (wish == Wish::kNone) {
      ++effects_.drops.unexpected;
    } else {
      subscription(peer, wish == Wish::kSubscribe, message[0].bytes().subspan(1));
    }
  }
}

void Pub::subscription(Peer& peer, bool subscribe, std::span<const std::byte> topic) {
  if (subscribe) {
    if (topics_.add(subscriber_of(peer), as_text(topic)) == Topics::Added::kOutOfMemory) effects_.reject(peer);
  } else {
    topics_.remove(subscriber_of(peer), as_text(topic));
  }
}

void Pub::subscriptions_complete(Peer& peer) { topics_.end_confirming(subscriber_of(peer)); }

std::optional<std::uint64_t> Pub::subscribers(std::span<const std::byte> topic) const {
  std::uint64_t count = 0;
  topics_.match(as_text(topic), [&count](const Subscriber& subscriber) { count += subscriber.peer->linked; });
  return count;
}

bool Sub::peer_added(Peer& peer) {
  if (!queue_.add(peer)) return false;
  peers_.push_back(&peer);
  return true;
}

void Sub::peer_removed(Peer& peer) {
  queue_.remove(peer);
  std::erase(peers_, &peer);
}

void Sub::link_up(Peer& peer) {
  using enum Control::Kind;
  topics_.visit(own_, [&](std::string topic) { tell(peer, kSubscribe, std::move(topic), effects_); });
  if (peer.resumed) tell(peer, kComplete, {}, effects_);
}

void Sub::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    if (topics_.matches(as_text(message[0].bytes()))) queue_.deliver(peer, message);
  }
}

Status Sub::subscribe(std::span<const std::byte> topic) {
  const Topics::Added added = topics_.add(own_, as_text(topic));
  if (added == Topics::Added::kFirst) tell_peers(Control::Kind::kSubscribe, topic);
  return added == Topics::Added::kOutOfMemory ? Status::kOutOfMemory : Status::kOk;
}

Status Sub::unsubscribe(std::span<const std::byte> topic) {
  const Topics::Removed removed = topics_.remove(own_, as_text(topic));
  if (removed == Topics::Removed::kLast) tell_peers(Control::Kind::kCancel, topic);
  return removed == Topics::Removed::kUnknown ? Status::kNotFound : Status::kOk;
}

void Sub::tell_peers(Control::Kind kind, std::span<const std::byte> topic) {
  for (Peer* peer : peers_) {
    if (peer->linked) tell(*peer, kind, std::string(as_text(topic)), effects_);
  }
}

}  // namespace ymq::pattern
