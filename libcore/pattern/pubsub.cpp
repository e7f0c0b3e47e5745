#include "pattern/pubsub.h"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace ymq::pattern {

namespace {

using flow::Control;

bool exceeds(std::uint64_t value, std::uint64_t limit) { return limit != 0 && value > limit; }

void tell(Peer& peer, Control::Kind kind, std::string topic, Effects& effects) {
  peer.controls.push_back({kind, std::move(topic)});
  peer.want_flush(effects);
}

}  // namespace

bool Pub::peer_added(Peer& peer) {
  peer.state = make_subscriber(peer);
  if (peer.state) peers_.push_back(&peer);
  return peer.state != nullptr;
}

std::unique_ptr<Subscriber> Pub::make_subscriber(Peer& peer) {
  return std::unique_ptr<Subscriber>(new (std::nothrow) Subscriber(&peer));
}

void Pub::peer_removed(Peer& peer) {
  forget(peer);
  drop_unwritten(peer, effects_);
  peers_.erase(std::ranges::lower_bound(peers_, peer.number, {}, &Peer::number));
}

Peer* Pub::find(std::uint64_t number) const {
  const auto at = std::ranges::lower_bound(peers_, number, {}, &Peer::number);
  return at != peers_.end() && (*at)->number == number ? *at : nullptr;
}

void Pub::link_up(Peer& peer) {
  const Entry entry = entry_of(peer);
  if (peer.resumed) entry.topics.begin_confirming(entry.subscriber);
}

void Pub::link_down(Peer& peer) {
  if (!peer.awaited) forget(peer);
  drop_if_gone(peer, effects_);
}

// Whoever comes in its place begins with what it subscribes to.
void Pub::session_lost(Peer& peer, Loss) {
  Message unwritten;
  effects_.drops.peer_gone += peer.outbox.withdraw(unwritten);
  forget(peer);
}

Status Pub::send(MessageView message) {
  if (settings_.publish_without_drops && !everybody_has_room(message)) return Status::kAgain;
  broadcast_.begin(message);
  for_each_match(message, [&](Peer& peer) { broadcast_.hand_to(peer); });
  if (settings_.replay != 0 || !replay_.empty()) {
    replay_.keep(broadcast_.message(), settings_.replay, settings_.replay_bytes);
  }
  broadcast_.end();
  return Status::kOk;
}

bool Pub::everybody_has_room(MessageView message) {
  bool all = true;
  for_each_match(message, [&](const Peer& peer) { all &= peer.outbox.has_room(); });
  return all;
}

void Pub::send_to(Peer& peer, MessageView message) {
  broadcast_.begin(message);
  broadcast_.hand_to(peer);
  broadcast_.end();
}

void Pub::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    const Wish wish = wish_of(message.size(), message[0].bytes());
    if (wish == Wish::kNone) {
      receive_other(peer, message);
    } else {
      subscription(peer, wish == Wish::kSubscribe, message[0].bytes().subspan(1));
    }
  }
}

void Pub::subscription(Peer& peer, bool subscribe, std::span<const std::byte> topic) {
  const Entry entry = entry_of(peer);
  if (subscribe) {
    add(peer, entry, as_text(topic));
  } else {
    entry.topics.cancel(entry.subscriber, as_text(topic));
  }
}

Topics::Added Pub::add(Peer& peer, const Entry& entry, std::string_view topic) {
  using enum Topics::Added;
  const Topics::Added added = entry.topics.add(entry.subscriber, topic);
  if (added == kOutOfMemory) effects_.reject(peer, Status::kOutOfMemory);
  if (added != kFirst) return added;
  if (has_too_much(entry.subscriber)) {
    entry.topics.cancel(entry.subscriber, topic);
    effects_.reject(peer, Status::kTooManyTopics);
    return kOutOfMemory;
  }
  if (&entry.topics == &topics_ && !replay_.empty()) replay_to(peer, topic);
  return added;
}

bool Pub::has_too_much(const Subscriber& subscriber) const {
  return exceeds(subscriber.topics(), settings_.max_topics) ||
         exceeds(subscriber.topic_bytes(), settings_.max_topic_bytes);
}

// The peer has just subscribed to the topic. What another of its topics matches it has been sent already, or could have
// been. A plain peer does not expect what was published before it came.
void Pub::replay_to(Peer& peer, std::string_view topic) {
  if (settings_.replay == 0 || inverts() || peer.plain) return;
  replay_.visit([&](MessageView message) {
    const std::string_view text = as_text(message[0].bytes());
    if (topics_.covers(topic, text) && topics_.count(subscriber_of(peer), text) == 1) send_to(peer, message);
  });
}

void Pub::subscriptions_complete(Peer& peer) {
  const Entry entry = entry_of(peer);
  entry.topics.end_confirming(entry.subscriber);
}

std::optional<std::uint64_t> Pub::subscribers(std::span<const std::byte> topic) const {
  std::uint64_t count = 0;
  topics_.match(as_text(topic), [&count](const Subscriber& subscriber) { count += subscriber.peer->linked; });
  if (!inverts()) return count;
  return static_cast<std::uint64_t>(std::ranges::count_if(peers_, &Peer::linked)) - count;
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

// By name, so that every link goes the same way: where addresses decided, no simulated world could be run again.
void Sub::link_up(Peer& peer) {
  using enum Control::Kind;
  std::vector<std::string> topics;
  topics_.visit(own_, [&](std::string topic) { topics.push_back(std::move(topic)); });
  std::ranges::sort(topics);
  for (std::string& topic : topics) tell(peer, kSubscribe, std::move(topic), effects_);
  if (peer.resumed) tell(peer, kComplete, {}, effects_);
}

void Sub::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    if (subscribed(message[0].bytes()) != inverts()) queue_.deliver(peer, message);
  }
}

bool Sub::subscribed(std::span<const std::byte> message) const { return topics_.matches(as_text(message)); }

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
