#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/vocabulary.gen.h"
#include "flow/inbox.h"
#include "flow/outbox.h"

namespace ymq::flow {

class Peer;

// Why messages were lost, counted for the connector: its statistics show each.
struct DropCounters {
  std::uint64_t full = 0;        // The peer had no room.
  std::uint64_t unroutable = 0;  // Nobody to take it.
  std::uint64_t peer_gone = 0;   // Accepted, and then its peer was gone for good.
  std::uint64_t unexpected = 0;  // Received, and the pattern has no use for it.
};

// What a pattern wants done by whoever runs it, once the call is over. Peers stand in these lists until the engine has
// seen to them; a peer that is removed is taken out.
struct Effects {
  std::vector<Peer*> to_flush;   // Something stands in their outbox, or among their controls, to be written.
  std::vector<Peer*> to_resume;  // Their inbox has fallen below its low mark: go on receiving.
  std::vector<Peer*> to_reject;  // Their link must end: a second peer of a PAIR, an older one of the same identity.
  Peer* ran_ahead = nullptr;     // The last whose outbox has come to hold much more than its writer takes at a time.
  DropCounters drops;

  void reject(Peer& peer) {
    if (std::ranges::find(to_reject, &peer) == to_reject.end()) to_reject.push_back(&peer);
  }
};

// A subscription, or its cancellation, on its way to a peer ahead of all messages.
struct Control {
  bool subscribe = true;
  std::string topic;
};

// What happened to a peer's messages since it was made.
struct PeerCounters {
  std::uint64_t received = 0;
  std::uint64_t resent = 0;         // They had not arrived when a link broke.
  std::uint64_t dropped_full = 0;   // There was no room for them.
  std::uint64_t undeliverable = 0;  // It had not acknowledged them when it was lost, and nobody else takes them.
  std::uint64_t links = 0;
};

// State that a pattern keeps for each peer.
class PatternState {
 public:
  virtual ~PatternState() = default;
};

// Somebody at the other end. One made by `connect` outlives its links; one that was accepted lives as long as its link.
class Peer {
 public:
  explicit Peer(std::uint64_t number, bool lasting) : number(number), lasting(lasting) {}
  virtual ~Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const std::uint64_t number;  // Within its connector, from 1, never used again.
  bool lasting;                // Made by connect; unset when it will get no link any more.
  bool linked = false;         // A link to it is up: its handshake is done.
  bool awaited = false;        // It has no link, and may come back to its session.
  std::string identity;        // As the peer said in its handshake; empty if it said nothing.
  Outbox outbox;
  Inbox inbox;
  std::vector<Control> controls;  // Go out ahead of the outbox; forgotten when the link ends.
  PeerCounters counters;

  // Appends one message and asks for it to be written. False: memory ran out, nothing is appended.
  bool append(MessageView head, MessageView body, Effects& effects) {
    if (!outbox.append(head, body)) return false;
    appended_some(effects);
    return true;
  }
  // The same for messages of one part each, as many as go the quick way; returns how many.
  std::size_t append_run(std::span<const PartView> messages, Effects& effects) {
    const std::size_t appended = outbox.append_run(messages);
    if (appended != 0) appended_some(effects);
    return appended;
  }
  // Asks for the outbox to be written, unless somebody sees to it already. A peer at rest is seen to by whoever
  // receives from it, as long as not too much has gathered.
  void want_flush(Effects& effects) {
    if (flush_wanted && !rested_enough()) return;
    effects.to_flush.push_back(this);
    flush_wanted = true;
    rest_messages = 0;
  }
  // Takes the first message of the inbox out, and asks for more to be received once there is room again.
  void take(Message& message, Effects& effects) {
    inbox.take(message);
    want_more(effects);
  }
  // The same for several; returns how many.
  std::uint32_t take_run(Message& message, Allowance& allowance, std::uint32_t most, Effects& effects) {
    const std::uint32_t taken = inbox.take_run(message, allowance, most);
    want_more(effects);
    return taken;
  }
  void want_more(Effects& effects) {
    if (!receive_paused || !inbox.below_low_mark()) return;
    receive_paused = false;
    effects.to_resume.push_back(this);
  }

  // How far a sender may run ahead of the writer without waiting: what is queued should still be in the processor's
  // cache when it is written.
  static constexpr std::uint64_t kHeadStart = 8 * 1024 * 1024;
  bool caught_up() const noexcept { return outbox.queued_bytes() <= kHeadStart / 2; }

  bool flush_wanted = false;    // Stands in `to_flush`, or is being written: set here, unset by the engine when idle.
  bool receive_paused = false;  // The engine stopped receiving because the inbox was full.
  // Not 0: at rest. Nobody writes, because the other side will ask for what gathers; but so many messages are enough.
  std::uint64_t rest_messages = 0;

  // Places in the spreading parts of its pattern; theirs alone.
  bool balance_member = false;
  bool queued_for_take = false;
  std::unique_ptr<PatternState> state;

 private:
  [[gnu::always_inline]] void appended_some(Effects& effects) {
    if (linked && outbox.queued_bytes() >= kHeadStart) effects.ran_ahead = this;
    want_flush(effects);
  }

  static constexpr std::uint64_t kRestBytes = 256 * 1024;

  bool rested_enough() const noexcept {
    return rest_messages != 0 && (outbox.queued_messages() >= rest_messages || outbox.queued_bytes() >= kRestBytes);
  }
};

}  // namespace ymq::flow
