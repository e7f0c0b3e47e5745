#pragma once

#include <vector>

#include "pattern/pattern.h"
#include "pattern/spread.h"
#include "pattern/topics.h"

namespace ymq::pattern {

// PUB, RFC 29: sends each message to every peer that subscribed to it, and receives nothing but subscriptions. A send
// never waits: what a peer has no room for is dropped for this peer, and counted. Without subscribers messages vanish,
// as the pattern has it, and are not counted.
class Pub final : public Pattern {
 public:
  explicit Pub(Effects& effects) : effects_(effects) {}

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
  // Messages of one part that begin with 1 or 0 are subscriptions and cancellations, as ZMTP 3.0 has them.
  void deliver(Peer& peer, std::span<Part> messages) override;
  void subscription(Peer& peer, bool subscribe, std::span<const std::byte> topic) override;
  void subscriptions_complete(Peer& peer) override;
  std::optional<std::uint64_t> subscribers(std::span<const std::byte> topic) const override;

 private:
  MessageView own_large_parts(MessageView message);

  Effects& effects_;
  Topics topics_;
  std::vector<Part> owned_;  // For the message being sent; empty between calls.
  std::vector<PartView> views_;
};

// SUB, RFC 29: receives from its peers, in turn, what it subscribed to, and sends nothing but subscriptions.
class Sub final : public Pattern {
 public:
  explicit Sub(Effects& effects) : effects_(effects), queue_(effects) {}

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

 private:
  void tell_peers(flow::Control::Kind kind, std::span<const std::byte> topic);

  Effects& effects_;
  FairQueue queue_;
  Topics topics_;
  Subscriber own_;
  std::vector<Peer*> peers_;
};

}  // namespace ymq::pattern
