#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/part.h"
#include "base/vocabulary.gen.h"
#include "flow/peer.h"

// What makes a connector a PUSH or a ROUTER: whom a message goes to, whose message comes next, what may be said when.
// Decisions only: no socket, no lock, no thread, no clock, no bytes of the wire. Everything here is called with the
// monitor of one connector held, so it is single-threaded.
//
// What a pattern does not override it does not do: a PULL has no `send`, and whoever calls it is told so.
namespace ymq::pattern {

using flow::Effects;
using flow::Peer;

// What the options say that patterns go by. 0: no limit.
struct Settings {
  bool router_mandatory = false;
  std::int64_t router_notify = 0;  // A set of `PeerNotice`.
  bool router_raw = false;
  bool stream_notify = true;
  bool retries_requests = false;  // REQ: `retry` will be called.
  std::uint64_t request_retries = 0;
  bool xpub_verbose = false;
  bool xpub_verboser = false;
  bool xpub_manual = false;
  bool xpub_manual_last_value = false;
  bool publish_without_drops = false;
  bool invert_matching = false;
  std::uint64_t max_topics = 0;
  std::uint64_t max_topic_bytes = 0;
  std::uint64_t replay = 0;
  std::uint64_t replay_bytes = 0;
  std::string welcome_message;
};

class Pattern {
 public:
  virtual ~Pattern() = default;

  // A peer exists from now on. One made by `connect` is added before it has a link: messages may be queued for it. One
  // that was accepted is added when its handshake is done, just before `link_up`. False: it is one too many (PAIR), or
  // memory ran out; the engine ends its link, or does not make one, and does not mention it again.
  virtual bool peer_added(Peer& peer) = 0;
  // The peer is gone for good; no reference to it may be kept. What its inbox still holds is lost with it, so the
  // engine calls this only when the inbox is empty or the connector closes, and until then only `link_down`, and does
  // not clear the inbox itself. What its outbox still holds is treated as `link_down` treats it.
  virtual void peer_removed(Peer& peer) = 0;
  // The application calls the peer, which is made by `connect` and has had no link yet, by this routing id, whatever it
  // will say about itself. kRoutingIdInUse: another has it. kNotSupported: peers have no such ids here. kOutOfMemory.
  virtual Status name_peer(Peer&, std::string_view) { return Status::kNotSupported; }
  // Whether a peer may link that says this identity; else what its link ends with.
  virtual Status admits(const Peer&, std::string_view) const { return Status::kOk; }
  // Its handshake is done; `identity` is what it said about itself. The engine has set `linked`.
  virtual void link_up(Peer& peer) = 0;
  // Its link ended, and nothing of its outbox is being written any more. The engine has unset `linked`. A lasting peer
  // gets another link and keeps its outbox; one that was accepted and is awaited keeps it, too, as long as that holds,
  // but where the pattern balances it gets nothing more. One that is neither gets nothing more to send: what it had not
  // yet been sent goes to other peers where the pattern balances, and is counted as dropped elsewhere. Its inbox stays
  // to be received.
  virtual void link_down(Peer& peer) = 0;
  // The peer's session is over while it has no link. What it was sent and has not acknowledged may have been handed
  // over or not: where the pattern balances it is sent again, marked; elsewhere it stays in the outbox, and the engine
  // drops it and counts it as undeliverable. kAnew: the peer is back, without its memory, and `link_up` follows. kGone:
  // `peer_removed`, another `link_down` or, for a lasting peer, at some time `link_up` follows.
  enum class Loss : std::uint8_t { kAnew, kGone };
  virtual void session_lost(Peer&, Loss) {}
  // The peer has refused a message that is too large for it, which is not sent again.
  virtual void message_refused(Peer&) {}
  // An accepted peer that is no session's lost its link with something unwritten: whether another may come that takes
  // it.
  virtual bool has_heir(const Peer&) const { return false; }

  // Sends one message: kOk: accepted, or dropped as the pattern prescribes and counted. kAgain: no peer, or none with
  // room. kHostUnreachable, kNotSupported, kWrongState, kInvalidArgument (it has not the form that the pattern wants),
  // kOutOfMemory: nothing happened.
  virtual Status send(MessageView) { return Status::kNotSupported; }
  // What that form is, for whoever did not know.
  virtual const char* message_form() const { return "the message does not have the form that its type wants"; }
  // Sends messages of one part each as `send` would, one after the other, as many as go the quick way. Returns how many
  // are accepted; 0 says nothing: `send` may still take one.
  virtual std::size_t send_run(std::span<const PartView>) { return 0; }
  // Whether `send` would accept a message for some peer at once, or drop it as the pattern prescribes.
  virtual bool sendable() const { return false; }
  // The peer's outbox has fallen below its low mark, has other limits, or is shut. Harmless where it was never full.
  virtual void writable(Peer&) {}
  // Messages that were accepted and stand in no outbox, because their peer went away before they were written and
  // nobody else has room: they go out before all others, and are as much under way as those in the outboxes.
  virtual std::uint64_t homeless() const { return 0; }

  // Names the request that waits for a reply, and which attempt that is; 0: none does. Never the same twice.
  virtual std::uint64_t attempt() const { return 0; }
  // The attempt took too long: sends the request once more, to whoever was asked least, or has the receive fail.
  virtual void retry() {}

  // Whole messages came from the peer. Moves the parts into its inbox, or drops what the pattern has no use for. The
  // engine sees to it that there is room by the inbox's limits.
  virtual void deliver(Peer& peer, std::span<Part> messages) = 0;
  // The peer subscribed (or cancelled), by a command.
  virtual void subscription(Peer&, bool, std::span<const std::byte>) {}
  // The peer has said since its link came up what it subscribes to; nothing that it said before counts any more.
  virtual void subscriptions_complete(Peer&) {}
  // The application has yet to be told of so much that the peer subscribed to that it had better wait. Once there is
  // room again the peer stands in `to_resume`, if receiving from it was paused.
  virtual bool overrun(const Peer&) const { return false; }
  // How many different topics are subscribed to.
  virtual std::uint64_t topics() const { return 0; }
  // How many peers with a link a message that begins like this would go to, each counted once; nothing where peers do
  // not subscribe.
  virtual std::optional<std::uint64_t> subscribers(std::span<const std::byte>) const { return std::nullopt; }

  // Takes the next message, appending its parts: kOk; kAgain: there is none now; kNotSupported; kWrongState.
  virtual Status receive(Message&) { return Status::kNotSupported; }
  // Takes messages as `receive` would, one after the other, while the next is there and within the allowance. Returns
  // how many; 0 says nothing: `receive` may still give one.
  virtual std::uint32_t receive_run(Message&, flow::Allowance&) { return 0; }
  // Whether `receive` would give kOk.
  virtual bool readable() const { return false; }
  // What a receive that waits would get at once: kOk where waiting makes sense, kNotSupported or kWrongState otherwise.
  virtual Status may_receive() const { return Status::kNotSupported; }
  // Messages that stand in inboxes and that `receive` will give.
  virtual std::uint64_t waiting() const { return 0; }

  // The connector closes: takes what the peer has sent and nobody has received out of its inbox, as it was sent, so
  // that the peer may give it to somebody else. What it leaves there is of use to nobody else.
  virtual void surrender(Peer&, Message&) {}

  // SUB and XSUB: for this connector's own interests. XPUB: for those of a peer. kNotSupported elsewhere; kNotFound:
  // never subscribed; kOutOfMemory: nothing happened.
  virtual Status subscribe(std::span<const std::byte>) { return Status::kNotSupported; }
  virtual Status unsubscribe(std::span<const std::byte>) { return Status::kNotSupported; }
  // DISH: the same for groups. kWrongState: joined already; kInvalidArgument: that is no group's name.
  virtual Status join(std::span<const std::byte>) { return Status::kNotSupported; }
  virtual Status leave(std::span<const std::byte>) { return Status::kNotSupported; }

  // SERVER and PEER: the routing id that they gave to the peer. 0 elsewhere.
  virtual std::uint32_t routing_id(const Peer&) const { return 0; }
};

// Makes the pattern of a type. `effects` and `settings` outlive it; `seed` makes the routing ids that a ROUTER, a
// SERVER or a PEER gives out differ from one connector to the next. Null where memory ran out.
std::unique_ptr<Pattern> make_pattern(ConnectorType type, Effects& effects, const Settings& settings,
                                      std::uint64_t seed);

// Whether a send of this type waits where a peer has no room, so that the caller is ready to wait for one peer.
bool waits_for_room(ConnectorType type, const Settings& settings);

// Whether a connector of this type sends what another has received, or receives. Those that only do so in turn do, too.
bool sends(ConnectorType type);
bool receives(ConnectorType type);

// Whether peers of this type get, and are kept, the newest message only, where the connector is told so.
bool conflates(ConnectorType type);

// Whether peers of this type get an empty message first, where the connector is told so.
bool probes(ConnectorType type);

// Whether the application may say what a connector of this type calls a peer that it connects to.
bool names_peers(ConnectorType type);

// Whether the peers of this type speak no ZMTP.
bool is_raw(ConnectorType type, const Settings& settings);

// Whether a connector of this type opens one connection only, however often it connects to the same endpoint.
bool connects_once(ConnectorType type);

// Whether whoever connects is told at once which routing id the peer will have.
bool tells_routing_id(ConnectorType type);

}  // namespace ymq::pattern
