#pragma once

#include "pattern/pattern.h"
#include "pattern/spread.h"

namespace ymq::pattern {

// PUSH, RFC 30: sends each message to one of its peers, in turn, and receives nothing.
class Push : public Pattern {
 public:
  explicit Push(Effects& effects) : effects_(effects), balancer_(effects) {}

  bool peer_added(Peer& peer) override { return balancer_.add(peer); }
  void peer_removed(Peer& peer) override { balancer_.remove(peer); }
  void link_up(Peer& peer) override { balancer_.enter(peer); }
  void link_down(Peer& peer) override;
  void session_lost(Peer& peer, Loss loss) override {
    loss == Loss::kAnew ? balancer_.send_again(peer) : balancer_.give_away(peer);
  }
  Status send(MessageView message) override { return balancer_.send({}, message); }
  std::size_t send_run(std::span<const PartView> messages) override { return balancer_.send_run(messages); }
  bool sendable() const override { return balancer_.has_room(); }
  void writable(Peer& peer) override { balancer_.enter(peer); }
  std::uint64_t homeless() const override { return balancer_.homeless(); }
  void deliver(Peer& peer, std::span<Part> messages) override;

 private:
  Effects& effects_;
  LoadBalancer balancer_;
};

// PULL, RFC 30: receives from its peers in turn, and sends nothing.
class Pull : public Pattern {
 public:
  explicit Pull(Effects& effects) : queue_(effects) {}

  bool peer_added(Peer& peer) override { return queue_.add(peer); }
  void peer_removed(Peer& peer) override { queue_.remove(peer); }
  void link_up(Peer&) override {}
  void link_down(Peer&) override {}
  void deliver(Peer& peer, std::span<Part> messages) override { queue_.deliver(peer, messages); }
  void surrender(Peer& peer, Message& messages) override { queue_.surrender(peer, messages); }
  Status receive(Message& message) override { return queue_.take(message) ? Status::kOk : Status::kAgain; }
  std::uint32_t receive_run(Message& message, flow::Allowance& allowance) override {
    return queue_.take_run(message, allowance);
  }
  bool readable() const override { return !queue_.empty(); }
  Status may_receive() const override { return Status::kOk; }
  std::uint64_t waiting() const override { return queue_.waiting(); }

 private:
  FairQueue queue_;
};

}  // namespace ymq::pattern
