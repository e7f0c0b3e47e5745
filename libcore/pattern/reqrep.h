#pragma once

#include <array>
#include <vector>

#include "base/bytes.h"
#include "pattern/pattern.h"
#include "pattern/spread.h"

namespace ymq::pattern {

// REQ, RFC 28: sends a request to one of its peers, in turn, then receives the reply, and so on in strict alternation.
// On the wire a request stands behind an empty part, and so does its reply.
//
// Only the asked peer's reply counts; everything else that arrives is dropped and counted. Where the asked peer is gone
// for good, or was sent the request and lost its link without a session, no reply will come: a receive still waits, and
// another request may be sent. A request that the peer refuses has the receive fail. A request that was not yet
// written when its peer went away goes to another peer; so does one that a lost peer had not acknowledged, marked.
//
// A REQ that retries puts a number ahead of the empty part, which a REP (and whoever else keeps to RFC 28) puts ahead
// of its reply. Then the first reply to any attempt counts, whoever sends it. No attempt goes to a peer that was asked
// more often than another one that is there: those of lower priorities have their turn, too.
class Req final : public Pattern {
 public:
  Req(Effects& effects, const Settings& settings) : effects_(effects), settings_(settings), balancer_(effects) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  void link_up(Peer& peer) override;
  void link_down(Peer& peer) override;
  void session_lost(Peer& peer, Loss loss) override;
  void message_refused(Peer& peer) override;
  Status send(MessageView message) override;
  bool sendable() const override { return may_send() && balancer_.has_room(); }
  void writable(Peer& peer) override;
  std::uint64_t homeless() const override { return balancer_.homeless(); }
  std::uint64_t attempt() const override { return state_ == State::kAwaiting ? attempt_ : 0; }
  void retry() override;
  void deliver(Peer& peer, std::span<Part> messages) override;
  Status receive(Message& message) override;
  bool readable() const override { return state_ == State::kReplied || state_ == State::kFailed; }
  Status may_receive() const override { return state_ == State::kIdle ? Status::kWrongState : Status::kOk; }
  std::uint64_t waiting() const override { return state_ == State::kReplied ? 1 : 0; }

 private:
  enum class State : std::uint8_t { kIdle, kAwaiting, kReplied, kFailed };
  // One that may be sent again, and its number in the order of the wire.
  struct Request {
    std::array<std::byte, 8> number{};
    Message parts;

    bool kept() const noexcept { return !parts.empty(); }
    std::uint64_t id() const noexcept { return load_big_endian<std::uint64_t>(number.data()); }
  };
  Status send_request(const Request& request, MessageView message, bool again);
  bool keep(MessageView message, Request& request) const;
  bool may_send() const;
  bool is_awaited_from(const Peer& peer) const { return state_ == State::kAwaiting && asked_ == &peer; }
  void expect_no_reply();
  void take_back();
  void acknowledge_request(Peer& peer);
  void follow_request();
  std::size_t envelope_of(const Peer& peer, std::span<const Part> message) const;

  Effects& effects_;
  const Settings& settings_;
  LoadBalancer balancer_;
  State state_ = State::kIdle;
  Peer* asked_ = nullptr;  // Null: the request has no peer, or lost it.
  std::uint64_t attempt_ = 0;
  std::uint64_t retries_ = 0;  // Of this request.
  Request request_;            // Kept only where it may be sent again.
};

// REP, RFC 28: receives requests from its peers, in turn, and sends each one's reply to whom it came from, in strict
// alternation. A request's envelope, its parts up to the first empty one, is kept and put before the reply.
//
// A request without envelope or without a part behind it is dropped and counted. A send never waits: a reply to a peer
// that is gone or full is dropped and counted.
class Rep final : public Pattern {
 public:
  explicit Rep(Effects& effects) : effects_(effects), queue_(effects) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  void link_up(Peer&) override {}
  void link_down(Peer& peer) override;
  void session_lost(Peer& peer, Loss loss) override;
  Status send(MessageView message) override;
  bool sendable() const override { return replying_; }
  void deliver(Peer& peer, std::span<Part> messages) override;
  void surrender(Peer& peer, Message& messages) override { queue_.surrender(peer, messages); }
  Status receive(Message& message) override;
  bool readable() const override { return !replying_ && !queue_.empty(); }
  Status may_receive() const override { return replying_ ? Status::kWrongState : Status::kOk; }
  std::uint64_t waiting() const override { return queue_.waiting(); }

 private:
  void forget_requests(Peer& peer);

  Effects& effects_;
  FairQueue queue_;
  bool replying_ = false;
  Peer* asker_ = nullptr;  // Whose request it is; null: it is gone.
  Message envelope_;       // Of the request that is being replied to.
  std::vector<PartView> views_;
};

}  // namespace ymq::pattern
