#pragma once

#include "pattern/routed.h"

namespace ymq::pattern {

// STREAM: a ROUTER whose peers are programs that speak no ZMTP. A message has two parts: the routing id of a
// connection, and bytes, which are sent and received as they are.
//
// Empty bytes are received when a connection is made, and when it has ended (`stream_notify`). Sent, they end it once
// all that was accepted before is written; sent again, at once. Whoever ended it so is not told that it has ended, and
// what still comes from it is dropped and counted, as libzmq has it. A peer made by `connect` is then disconnected;
// where its connection ends by itself another follows, under the same routing id.
//
// Bytes cannot be resumed: what was not written when a connection ends is dropped and counted, and until there is
// another the peer is as unknown as one that never was. A message to an unknown or a full peer is refused, as by a
// ROUTER with `router_mandatory`; a ROUTER with `router_raw` is as strict as that option says.
class Stream final : public Router {
 public:
  enum class Kind : std::uint8_t { kStream, kRouter };

  Stream(Effects& effects, const Settings& settings, std::uint64_t seed, Kind kind)
      : Router(effects, settings, seed), kind_(kind) {}

  bool peer_added(Peer& peer) override;
  void link_up(Peer& peer) override;
  void link_down(Peer& peer) override;
  bool has_heir(const Peer&) const override { return false; }
  Status send(MessageView message) override;
  const char* message_form() const override {
    return "a message to a connection has exactly two parts: its routing id, and the bytes; empty bytes end it";
  }
  bool sendable() const override;
  void deliver(Peer& peer, std::span<Part> messages) override;

 private:
  struct Connection final : Route {
    bool open = false;
    bool made = false;  // There is one, or there was.
  };

  static Connection& connection_of(const Peer& peer) { return static_cast<Connection&>(*peer.state); }
  // Before the first connection what is sent waits for it.
  static bool is_there(const Peer& peer) { return connection_of(peer).open || !connection_of(peer).made; }
  static bool takes_bytes(const Peer& peer) { return is_there(peer) && !peer.outbox.is_shut(); }
  bool strict() const override { return kind_ == Kind::kStream || Router::strict(); }
  void notice(Peer& peer);
  void end(Peer& peer);

  const Kind kind_;
};

}  // namespace ymq::pattern
