#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/ring.h"
#include "pattern/pubsub.h"

namespace ymq::pattern {

// XPUB, RFC 29: a PUB whose application is told what its peers subscribe to, by messages of a byte, 1 or 0, and a
// topic. By default of what makes a difference: the first subscription to a topic by anybody, and the end of the last
// one, whether by a cancellation or because the peer went away. Whatever else an XSUB sends is received as it is.
//
// With `xpub_manual` it is told of everything, and what a peer asked for only counts for what it is told of when the
// peer goes away; what it is sent is up to `subscribe` and `unsubscribe`.
class Xpub final : public Pub {
 public:
  Xpub(Effects& effects, const Settings& settings) : Pub(effects, settings), queue_(effects) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  // Whoever is new gets the welcome message; a SUB that has not subscribed to it drops it.
  void link_up(Peer& peer) override;
  Status send(MessageView message) override;
  void subscription(Peer& peer, bool subscribe, std::span<const std::byte> topic) override;
  void subscriptions_complete(Peer& peer) override;
  bool overrun(const Peer& peer) const override;

  // Notices come before all messages, in the order in which things happened, whichever peers they are about.
  Status receive(Message& message) override;
  std::uint32_t receive_run(Message& message, flow::Allowance& allowance) override {
    return notices_.empty() ? queue_.take_run(message, allowance) : 0;
  }
  bool readable() const override { return !notices_.empty() || !queue_.empty(); }
  Status may_receive() const override { return Status::kOk; }
  std::uint64_t waiting() const override { return notices_.size() + queue_.waiting(); }

  // With `xpub_manual`, about the peer whose notice was received last; without effect where it has gone.
  Status subscribe(std::span<const std::byte> topic) override;
  Status unsubscribe(std::span<const std::byte> topic) override;

 private:
  struct Listener final : Subscriber {
    explicit Listener(Peer* peer) : Subscriber(peer), asked(peer) {}
    Subscriber asked;           // What it asked for with `xpub_manual`, whatever became of it.
    std::uint64_t notices = 0;  // That are about it and not received yet.
  };
  struct Notice {
    std::uint64_t peer = 0;
    Part text;
  };

  Entry entry_of(Peer& peer) override;
  std::unique_ptr<Subscriber> make_subscriber(Peer& peer) override;
  void forget(Peer& peer) override;
  void receive_other(Peer& peer, std::span<Part> message) override { queue_.deliver(peer, message); }

  static Listener& listener_of(Peer& peer) { return static_cast<Listener&>(*peer.state); }
  bool tells_every_subscription() const {
    return settings_.xpub_manual || settings_.xpub_verbose || settings_.xpub_verboser;
  }
  bool tells_every_cancellation() const { return settings_.xpub_manual || settings_.xpub_verboser; }
  void note_cancelled(Peer& peer, std::string_view topic);
  void note_cancelled(Peer& peer, const std::vector<std::string>& topics);
  void notice(Peer& peer, Wish wish, std::string_view topic);
  void take_notice(Message& message);
  void let_go_on(Peer& peer);
  Peer* latest() const;

  Topics asked_;  // With `xpub_manual`.
  FairQueue queue_;
  Ring<Notice> notices_;
  std::uint64_t latest_ = 0;      // The peer whose notice was received last.
  bool next_is_for_one_ = false;  // Nothing was sent since.
};

// XSUB, RFC 29: a SUB whose application may also subscribe by sending a byte, 1 or 0, and a topic. Whatever else it
// sends goes to all peers; what one of them has no room for is dropped for this one, and counted. As libzmq has it, it
// receives all that its peers send, and filters nothing itself.
class Xsub final : public Sub {
 public:
  Xsub(Effects& effects, const Settings& settings) : Sub(effects, settings), broadcast_(effects) {}

  void peer_removed(Peer& peer) override;
  void link_down(Peer& peer) override;
  void session_lost(Peer& peer, Loss loss) override;
  void deliver(Peer& peer, std::span<Part> messages) override { queue_.deliver(peer, messages); }
  Status send(MessageView message) override;
  bool sendable() const override { return true; }

 private:
  void send_to_all(MessageView message);

  Broadcast broadcast_;
};

}  // namespace ymq::pattern
