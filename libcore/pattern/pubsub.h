#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "pattern/pattern.h"
#include "pattern/replay.h"
#include "pattern/spread.h"
#include "pattern/topics.h"

namespace ymq::pattern {

// What a message of one part that begins with 1 or 0 says, as ZMTP 3.0 and the users of XPUB and XSUB have it: the
// bytes behind are the topic.
enum class Wish : std::uint8_t { kCancel = 0, kSubscribe = 1, kNone };

inline Wish wish_of(std::size_t parts, std::span<const std::byte> first) {
  const bool says = parts == 1 && !first.empty() && first[0] <= std::byte{1};
  return says ? static_cast<Wish>(first[0]) : Wish::kNone;
}

// PUB, RFC 29: sends each message to every peer that subscribed to it, and receives nothing but subscriptions. A send
// never waits: what a peer has no room for is dropped for this peer, and counted; unless `publish_without_drops` says
// that then nobody gets it. Without subscribers messages vanish, as the pattern has it, and are not counted.
//
// A peer has a topic or not, however often it subscribes, as libzmq has it: libzmq's SUB tells of every subscription,
// but only of the last cancellation.
class Pub : public Pattern {
 public:
  Pub(Effects& effects, const Settings& settings, Topics::Matching matching = Topics::Matching::kPrefix)
      : effects_(effects), settings_(settings), topics_(matching), broadcast_(effects) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  // In a session that goes on the peer sends its subscriptions again; until it has said that these are all, the former
  // ones hold, too.
  void link_up(Peer& peer) override;
  // The peer's subscriptions end with its link, unless it may come back to its session.
  void link_down(Peer& peer) override;
  void session_lost(Peer& peer, Loss loss) override;
  Status send(MessageView message) override;
  bool sendable() const override { return true; }
  void deliver(Peer& peer, std::span<Part> messages) override;
  void subscription(Peer& peer, bool subscribe, std::span<const std::byte> topic) override;
  void subscriptions_complete(Peer& peer) override;
  std::uint64_t topics() const override { return topics_.size(); }
  std::optional<std::uint64_t> subscribers(std::span<const std::byte> topic) const override;

 protected:
  // Groups are joined or not; there is nothing to invert.
  bool inverts() const { return settings_.invert_matching && !topics_.match_whole(); }
  // Where what a peer says about its subscriptions is noted.
  struct Entry {
    Topics& topics;
    Subscriber& subscriber;
  };
  virtual Entry entry_of(Peer& peer) { return {topics_, subscriber_of(peer)}; }
  virtual std::unique_ptr<Subscriber> make_subscriber(Peer& peer);
  // Everything that the peer subscribed to is cancelled.
  virtual void forget(Peer& peer) { topics_.forget(subscriber_of(peer)); }
  // A message that is no subscription.
  virtual void receive_other(Peer&, std::span<Part>) { ++effects_.drops.unexpected; }

  static Subscriber& subscriber_of(Peer& peer) { return static_cast<Subscriber&>(*peer.state); }
  // Null: there is none of this number.
  Peer* find(std::uint64_t number) const;
  // A peer that asks for too much loses its link; this counts as if memory had run out.
  Topics::Added add(Peer& peer, const Entry& entry, std::string_view topic);
  // Calls `wanted(Peer&)` for each peer that the message is for.
  template <typename Wanted>
  void for_each_match(MessageView message, Wanted wanted);
  void send_to(Peer& peer, MessageView message);

  Effects& effects_;
  const Settings& settings_;
  Topics topics_;  // By which messages are matched.

 private:
  bool everybody_has_room(MessageView message);
  bool has_too_much(const Subscriber& subscriber) const;
  void replay_to(Peer& peer, std::string_view topic);

  Broadcast broadcast_;
  Replay replay_;
  std::vector<Peer*> peers_;  // In the order of their numbers.
};

// SUB, RFC 29: receives from its peers, in turn, what it subscribed to, and sends nothing but subscriptions.
class Sub : public Pattern {
 public:
  Sub(Effects& effects, const Settings& settings, Topics::Matching matching = Topics::Matching::kPrefix)
      : effects_(effects), settings_(settings), queue_(effects), topics_(matching) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  // The peer learns of all subscriptions.
  void link_up(Peer& peer) override;
  void link_down(Peer& peer) override { peer.controls.clear(); }
  // What was under way when it was unsubscribed from is dropped, not counted: nobody did anything wrong.
  void deliver(Peer& peer, std::span<Part> messages) override;
  Status receive(Message& message) override { return queue_.take(message) ? Status::kOk : Status::kAgain; }
  std::uint32_t receive_run(Message& message, flow::Allowance& allowance) override {
    return queue_.take_run(message, allowance);
  }
  bool readable() const override { return !queue_.empty(); }
  Status may_receive() const override { return Status::kOk; }
  std::uint64_t waiting() const override { return queue_.waiting(); }
  Status subscribe(std::span<const std::byte> topic) override;
  Status unsubscribe(std::span<const std::byte> topic) override;
  std::uint64_t topics() const override { return topics_.size(); }

 protected:
  Effects& effects_;
  const Settings& settings_;
  FairQueue queue_;
  std::vector<Peer*> peers_;

  bool subscribed(std::span<const std::byte> message) const;

 private:
  bool inverts() const { return settings_.invert_matching && !topics_.match_whole(); }
  void tell_peers(flow::Control::Kind kind, std::span<const std::byte> topic);

  Topics topics_;
  Subscriber own_;
};

// The peers that subscribed to the message, or, with `invert_matching`, those that did not.
template <typename Wanted>
void Pub::for_each_match(MessageView message, Wanted wanted) {
  const std::string_view text = as_text(message[0].bytes());
  if (!inverts()) {
    return topics_.match(text, [&](Subscriber& subscriber) { wanted(*subscriber.peer); });
  }
  topics_.match(text, [](Subscriber&) {});
  for (Peer* peer : peers_) {
    if ((peer->linked || peer->awaited) && !topics_.found(subscriber_of(*peer))) wanted(*peer);
  }
}

}  // namespace ymq::pattern
