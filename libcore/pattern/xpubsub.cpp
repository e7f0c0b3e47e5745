#include "pattern/xpubsub.h"

#include <new>
#include <utility>

namespace ymq::pattern {

using Added = Topics::Added;

std::unique_ptr<Subscriber> Xpub::make_subscriber(Peer& peer) {
  return std::unique_ptr<Subscriber>(new (std::nothrow) Listener(&peer));
}

bool Xpub::peer_added(Peer& peer) {
  if (!queue_.add(peer)) return false;
  if (Pub::peer_added(peer)) return true;
  queue_.remove(peer);
  return false;
}

void Xpub::peer_removed(Peer& peer) {
  Pub::peer_removed(peer);
  queue_.remove(peer);
}

Pub::Entry Xpub::entry_of(Peer& peer) {
  if (!settings_.xpub_manual) return Pub::entry_of(peer);
  return {asked_, listener_of(peer).asked};
}

void Xpub::link_up(Peer& peer) {
  Pub::link_up(peer);
  if (peer.resumed || settings_.welcome_message.empty()) return;
  const auto bytes = std::as_bytes(std::span(settings_.welcome_message));
  const PartView welcome{bytes.data(), bytes.size()};
  send_to(peer, {&welcome, 1});
}

// With `xpub_manual_last_value` a cache answers a subscription with what the newcomer has missed, and nobody else.
Status Xpub::send(MessageView message) {
  const bool for_one = next_is_for_one_ && settings_.xpub_manual && settings_.xpub_manual_last_value;
  Peer* peer = for_one ? latest() : nullptr;
  if (!peer) return Pub::send(message);
  if (settings_.publish_without_drops && !peer->outbox.has_room()) return Status::kAgain;
  bool wanted = false;
  for_each_match(message, [&](const Peer& match) { wanted |= &match == peer; });
  if (wanted) send_to(*peer, message);
  next_is_for_one_ = false;
  return Status::kOk;
}

void Xpub::subscription(Peer& peer, bool subscribe, std::span<const std::byte> topic) {
  const Entry entry = entry_of(peer);
  const std::string_view text = as_text(topic);
  if (!subscribe) {
    if (entry.topics.cancel(entry.subscriber, text)) note_cancelled(peer, text);
    return;
  }
  const Added added = add(peer, entry, text);
  const bool first = added == Added::kFirst && entry.topics.subscribers(text) == 1;
  const bool told = added == Added::kFirst || added == Added::kAgain;
  if (first || (told && tells_every_subscription())) notice(peer, Wish::kSubscribe, text);
}

void Xpub::subscriptions_complete(Peer& peer) {
  const Entry entry = entry_of(peer);
  std::vector<std::string> gone;
  entry.topics.visit_unconfirmed(entry.subscriber, [&](std::string topic) { gone.push_back(std::move(topic)); });
  entry.topics.end_confirming(entry.subscriber);
  note_cancelled(peer, gone);
}

void Xpub::forget(Peer& peer) {
  const Entry entry = entry_of(peer);
  std::vector<std::string> gone;
  entry.topics.visit(entry.subscriber, [&](std::string topic) { gone.push_back(std::move(topic)); });
  asked_.forget(listener_of(peer).asked);
  topics_.forget(subscriber_of(peer));
  note_cancelled(peer, gone);
}

void Xpub::note_cancelled(Peer& peer, const std::vector<std::string>& topics) {
  for (const std::string& topic : topics) note_cancelled(peer, topic);
}

void Xpub::note_cancelled(Peer& peer, std::string_view topic) {
  const bool last = entry_of(peer).topics.subscribers(topic) == 0;
  if (last || tells_every_cancellation()) notice(peer, Wish::kCancel, topic);
}

void Xpub::notice(Peer& peer, Wish wish, std::string_view topic) {
  std::string text(1, static_cast<char>(wish));
  text += topic;
  Notice notice{peer.number, {}};
  if (!Part::copy_of(std::as_bytes(std::span(text)), notice.text) || !notices_.push_back(std::move(notice))) {
    throw std::bad_alloc();
  }
  ++listener_of(peer).notices;
}

// An application that does not receive had better not be overwhelmed by those who subscribe.
bool Xpub::overrun(const Peer& peer) const {
  return peer.inbox.limits().reached(static_cast<const Listener&>(*peer.state).notices, 0);
}

Status Xpub::receive(Message& message) {
  if (!notices_.empty()) {
    take_notice(message);
    return Status::kOk;
  }
  return queue_.take(message) ? Status::kOk : Status::kAgain;
}

// A notice is nothing that its peer waits to have acknowledged, but the application counts it.
void Xpub::take_notice(Message& message) {
  if (effects_.held.on && !effects_.held.reserve()) throw std::bad_alloc();
  message.push_back(std::move(notices_.front().text));
  if (effects_.held.on) effects_.held.add(nullptr, 1);
  next_is_for_one_ = wish_of(1, message.back().bytes()) == Wish::kSubscribe;
  latest_ = notices_.pop_front().peer;
  if (Peer* peer = find(latest_)) let_go_on(*peer);
}

void Xpub::let_go_on(Peer& peer) {
  const std::uint64_t left = --listener_of(peer).notices;
  if (!peer.inbox.limits().low_mark().reached(left, 0)) peer.want_more(effects_);
}

Peer* Xpub::latest() const {
  Peer* peer = find(latest_);
  return peer && (peer->linked || peer->awaited) ? peer : nullptr;
}

Status Xpub::subscribe(std::span<const std::byte> topic) {
  if (!settings_.xpub_manual) return Status::kNotSupported;
  if (Peer* peer = latest()) add(*peer, Pub::entry_of(*peer), as_text(topic));
  return Status::kOk;
}

Status Xpub::unsubscribe(std::span<const std::byte> topic) {
  if (!settings_.xpub_manual) return Status::kNotSupported;
  if (Peer* peer = latest()) topics_.cancel(subscriber_of(*peer), as_text(topic));
  return Status::kOk;
}

void Xsub::peer_removed(Peer& peer) {
  drop_unwritten(peer, effects_);
  Sub::peer_removed(peer);
}

void Xsub::link_down(Peer& peer) {
  Sub::link_down(peer);
  drop_if_gone(peer, effects_);
}

void Xsub::session_lost(Peer& peer, Loss) {
  Message unwritten;
  effects_.drops.peer_gone += peer.outbox.withdraw(unwritten);
}

Status Xsub::send(MessageView message) {
  const std::span<const std::byte> first = message[0].bytes();
  switch (wish_of(message.size(), first)) {
    case Wish::kSubscribe:
      return subscribe(first.subspan(1));
    case Wish::kCancel:
      unsubscribe(first.subspan(1));
      return Status::kOk;
    case Wish::kNone:
      break;
  }
  send_to_all(message);
  return Status::kOk;
}

void Xsub::send_to_all(MessageView message) {
  broadcast_.begin(message);
  for (Peer* peer : peers_) {
    if (reachable(*peer)) broadcast_.hand_to(*peer);
  }
  broadcast_.end();
}

}  // namespace ymq::pattern
