#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>

#include "pattern/pattern.h"
#include "pattern/spread.h"

namespace ymq::pattern {

// SERVER, RFC 41, and PEER, which is the same among equals: sends each message to the peer that its first part names,
// and receives from its peers in turn, each message behind the routing id of the peer that it came from. There is
// exactly one part beside that.
//
// A routing id is 4 bytes that are not all 0, and is given here, to each peer as soon as it exists: one made by
// `connect` has it before its first link, and keeps it over all of them. None is given twice while it is in use.
//
// A message never vanishes without a word: to an unknown peer, or one that is gone, kHostUnreachable, and to one that
// is full kAgain. What was accepted for a peer that vanishes then is counted.
class Server final : public Pattern {
 public:
  Server(Effects& effects, std::uint64_t seed)
      : effects_(effects), queue_(effects), next_id_(static_cast<std::uint32_t>(seed)) {}

  bool peer_added(Peer& peer) override;
  void peer_removed(Peer& peer) override;
  void link_up(Peer&) override {}
  void link_down(Peer& peer) override;
  std::uint32_t routing_id(const Peer& peer) const override;
  Status send(MessageView message) override;
  // Somebody has room.
  bool sendable() const override;
  const char* message_form() const override {
    return "a message of this type has exactly two parts: the routing id of its peer, which is 4 bytes, and the body";
  }
  void deliver(Peer& peer, std::span<Part> messages) override;
  void surrender(Peer& peer, Message& messages) override { queue_.surrender(peer, messages, true); }
  Status receive(Message& message) override { return queue_.take(message) ? Status::kOk : Status::kAgain; }
  std::uint32_t receive_run(Message& message, flow::Allowance& allowance) override {
    return queue_.take_run(message, allowance);
  }
  bool readable() const override { return !queue_.empty(); }
  Status may_receive() const override { return Status::kOk; }
  std::uint64_t waiting() const override { return queue_.waiting(); }

 private:
  std::uint32_t make_id();
  bool register_as(Peer& peer, std::uint32_t id);
  void unregister(Peer& peer);

  Effects& effects_;
  FairQueue queue_;
  std::unordered_map<std::uint32_t, Peer*> peers_;
  std::uint32_t next_id_;
};

}  // namespace ymq::pattern
