#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.h"
#include "pattern/pattern.h"
#include "pattern/spread.h"

namespace ymq::pattern {

// PAIR, RFC 31: exactly one peer, both ways. A second one is not admitted as long as there is a first; one that was
// accepted makes place for the next when its link ends, also while it may come back; what it had not been sent goes to
// the next then. What it had sent is received first.
class Pair : public Pattern {
 public:
  explicit Pair(Effects& effects) : effects_(effects), queue_(effects) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  void link_up(Peer&) override {}
  void link_down(Peer& peer) override;
  bool has_heir(const Peer& peer) const override { return partner_ == &peer; }
  Status send(MessageView message) override;
  std::size_t send_run(std::span<const PartView> messages) override;
  bool sendable() const override { return partner_ && reachable(*partner_) && partner_->outbox.has_room(); }
  void deliver(Peer& peer, std::span<Part> messages) override { queue_.deliver(peer, messages); }
  void surrender(Peer& peer, Message& messages) override { queue_.surrender(peer, messages); }
  Status receive(Message& message) override { return queue_.take_in_order(message) ? Status::kOk : Status::kAgain; }
  bool readable() const override { return !queue_.empty(); }
  Status may_receive() const override { return Status::kOk; }
  std::uint64_t waiting() const override { return queue_.waiting(); }

 private:
  Effects& effects_;
  FairQueue queue_;
  Peer* partner_ = nullptr;
};

// DEALER, RFC 28: sends each message to one of its peers, in turn, and receives from them in turn.
class Dealer : public Pattern {
 public:
  explicit Dealer(Effects& effects) : balancer_(effects), queue_(effects) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
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
  LoadBalancer balancer_;
  FairQueue queue_;
};

// ROUTER, RFC 28: sends each message to the peer that its first part names, and receives from its peers in turn, each
// message behind the routing id of the peer that it came from.
//
// A peer's routing id is the identity that it gave itself; if it gave none, or one that begins with a zero byte, it
// gets one of a zero byte and four others. A peer made by `connect` is known from its first link on, and keeps its id
// while it reconnects. Of two peers that claim the same identity the newer one gets what is sent to it, and the older
// one's link is ended; what the older had sent is received under that id all the same. If the older has no link, but
// may come back, it is given up, and the newer gets what the older had not been sent.
//
// The application may choose the id of a peer that it connects to. Then the peer is known by it at once, and for good,
// whatever it says about itself; and nobody else who says that identity may link.
//
// Where the application wants it (`router_notify`) an empty message behind the peer's routing id says that it has
// linked, or, behind the last that it had sent, that its link has ended.
//
// A message to an unknown or a full peer is dropped and counted, unless the connector is told to be strict about that
// (`router_mandatory`): then kHostUnreachable and kAgain.
class Router : public Pattern {
 public:
  Router(Effects& effects, const Settings& settings, std::uint64_t seed)
      : effects_(effects), settings_(settings), queue_(effects), next_id_(static_cast<std::uint32_t>(seed)) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  Status name_peer(Peer& peer, std::string_view id) override;
  Status admits(const Peer& peer, std::string_view identity) const override;
  void link_up(Peer& peer) override;
  void link_down(Peer& peer) override;
  // The next that comes by the same identity.
  bool has_heir(const Peer& peer) const override;
  Status send(MessageView message) override;
  const char* message_form() const override {
    return "a ROUTER's message begins with the routing id of its peer, and a second part must follow";
  }
  // A strict one needs somebody with room.
  bool sendable() const override;
  void deliver(Peer& peer, std::span<Part> messages) override;
  void surrender(Peer& peer, Message& messages) override { queue_.surrender(peer, messages, true); }
  Status receive(Message& message) override { return queue_.take(message) ? Status::kOk : Status::kAgain; }
  std::uint32_t receive_run(Message& message, flow::Allowance& allowance) override {
    return queue_.take_run(message, allowance);
  }
  bool readable() const override { return !queue_.empty(); }
  Status may_receive() const override { return Status::kOk; }
  std::uint64_t waiting() const override { return queue_.waiting(); }

 protected:
  // What is known about a peer: its routing id, as the part that goes before each message from it. Empty before its
  // first link.
  struct Route : flow::PatternState {
    Part id;
    bool chosen = false;  // By the application.
    bool linked = false;  // The application was told, if it wants to be, and not yet that this is over.

    std::string_view text() const { return as_text(id.bytes()); }
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Peers = std::unordered_map<std::string, Peer*, Hash, std::equal_to<>>;

  static Route& route_of(const Peer& peer) { return static_cast<Route&>(*peer.state); }
  Peer* find(std::string_view id) const;
  const Peers& peers() const { return peers_; }
  // Has the peer known by its id. False: memory ran out, and its link is to end.
  bool take_id(Peer& peer);
  void unregister(Peer& peer);
  // What becomes of a message that has no peer, or no room there.
  virtual bool strict() const { return settings_.router_mandatory; }
  Status refuse_unroutable();
  Status refuse_full(Peer& peer);

  Effects& effects_;
  const Settings& settings_;
  FairQueue queue_;

 private:
  std::string choose_id(const Peer& peer);
  std::string make_id();
  bool register_as(Peer& peer, const std::string& id);
  void notice(Peer& peer, PeerNotice what);

  Peers peers_;
  std::uint32_t next_id_;
};

}  // namespace ymq::pattern
