#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/part.h"
#include "base/ring.h"
#include "base/vocabulary.gen.h"
#include "flow/inbox.h"
#include "flow/peer.h"
#include "pattern/turns.h"

// The parts that patterns are made from: spreading messages over peers, and collecting them from peers.
namespace ymq::pattern {

using flow::Effects;
using flow::Peer;

// Whether something may be queued for the peer: it has a link, or will get another, or may come back.
inline bool reachable(const Peer& peer) { return peer.linked || peer.lasting || peer.awaited; }

// How many whole messages these parts are.
std::uint64_t count_messages(std::span<const Part> messages);

// The first message's parts, taken off the front of `messages`, which is not empty.
std::span<Part> next_message(std::span<Part>& messages);

// The parts as somebody else may read them, valid as long as the parts are.
void view_parts(std::span<const Part> parts, std::vector<PartView>& views);

// Drops what the peer's outbox still holds, and counts it.
void drop_unwritten(Peer& peer, Effects& effects);

// What `from` had not been sent goes to `to`, who takes its place. `from` has no link.
void inherit_unwritten(Peer& from, Peer& to, Effects& effects);

// The peer's link ended: what its outbox holds is dropped, unless there will be another.
void drop_if_gone(Peer& peer, Effects& effects);

// Sends each message to the next peer that has room, in turn.
//
// The peers that had room when last looked at stand in a queue. The first one gets the message and goes to the end; one
// that turns out to be full leaves, and comes back at the end when it has room again. So nobody is passed over and
// nobody is served twice in a round, however peers come and go, and a choice costs the same for one peer as for a
// thousand.
//
// There is a queue for each priority, and the highest in which somebody stands is served. A priority of which nobody is
// linked stands back while somebody of another is: what is queued for a peer that is away helps nobody as long as
// another is there.
//
// What a peer had not been sent when it went away, or, if it is `immediate`, when its link ended, goes to the others,
// ahead of whatever is sent later; as long as nobody has room for it, it waits here. Only where peers get but the
// newest message it goes to nobody else: it is not the newest there.
class LoadBalancer {
 public:
  explicit LoadBalancer(Effects& effects) : effects_(effects) {}

  // A peer exists; a lasting one takes part at once. False: memory ran out, and the peer is not known here.
  bool add(Peer& peer);
  // The peer takes part from now on, if it has room. Harmless for one that does already.
  void enter(Peer& peer);
  // The peer takes no further part. What it had not been sent goes to others.
  void leave(Peer& peer);
  // As `leave`, for good.
  void remove(Peer& peer);
  // The peer's link ended: it stays, pauses or leaves.
  void link_down(Peer& peer);
  // The peer gets nothing more, but keeps what it has.
  void pause(Peer& peer);
  // The peer's session is over: what it has not acknowledged goes to others, marked, and so does what it had not been
  // sent, if it was accepted.
  void give_away(Peer& peer);
  // As `give_away`, but the peer itself is sent everything again.
  void send_again(Peer& peer);

  // Sends one message, the parts of `head` and then those of `body`: kOk, kAgain (nobody has room) or kOutOfMemory.
  // `again`: somebody else may have been handed it before.
  Status send(MessageView head, MessageView body, bool again = false);

  // The same for a message that may be sent several times, under a number of its own: to a peer that has been sent it
  // least often, among those to one of the highest priority, in turn.
  Status send_attempt(std::uint64_t number, MessageView head, MessageView body, bool again);

  // Sends messages of one part each, as many as go the quick way to the only peer whose turn it can be; returns how
  // many.
  std::size_t send_run(std::span<const PartView> messages);

  // Whether anybody has room.
  bool has_room() const;
  // Whom the latest message went to; null once that peer has left.
  Peer* latest() const { return latest_; }
  void forget_latest() { latest_ = nullptr; }
  // Messages that wait here for a peer.
  std::uint64_t homeless() const { return homeless_.messages(); }

 private:
  Peer* choose();
  Peer* least_tried(std::uint64_t number) const;
  // The priorities that take part now, and of which somebody stands in a queue.
  Turns::Set candidates() const { return rotation_.filled() & taking_part_; }
  void note_link(Peer& peer);
  void count_link(Peer& peer, bool linked);
  bool hand_to(Peer& peer, MessageView head, MessageView body, bool again = false);
  void take_unwritten(Peer& peer);
  void take_unacknowledged(Peer& peer);
  void shelter(std::vector<Part>& messages);
  void send_homeless();

  Effects& effects_;
  Turns rotation_;
  std::array<std::size_t, flow::kLowestPriority + 1> linked_{};  // How many peers of each priority have a link.
  Turns::Set with_links_ = 0;                                    // Those of which some have.
  Turns::Set taking_part_ = Turns::kAll;
  Peer* latest_ = nullptr;
  // Not empty only while nobody whose priority takes part has room.
  flow::Inbox homeless_;
  Message message_;  // Under way from an outbox or from the homeless; empty between calls.
  std::vector<PartView> views_;
};

// Hands one message to several peers. Those that have no room go without it, which is counted. Large parts of the
// caller's are copied once for all of them.
class Broadcast {
 public:
  explicit Broadcast(Effects& effects) : effects_(effects) {}

  // From here to `end` it is this message; it has to live as long.
  void begin(MessageView message) {
    message_ = message;
    owned_yet_ = false;
  }
  void hand_to(Peer& peer) {
    if (!std::exchange(owned_yet_, true)) own_large_parts();
    if (!peer.outbox.has_room() || !peer.append({}, message_, effects_)) peer.count_full(effects_);
  }
  // As it is handed over.
  MessageView message() const { return message_; }
  void end() { owned_.clear(); }

 private:
  void own_large_parts();

  Effects& effects_;
  MessageView message_;
  bool owned_yet_ = false;
  std::vector<Part> owned_;
  std::vector<PartView> views_;
};

// Takes messages from the peers' inboxes, one message from each peer that has any, in turn; of the highest priority of
// which somebody has.
class FairQueue {
 public:
  explicit FairQueue(Effects& effects) : effects_(effects) {}

  // A peer exists. False: memory ran out, and the peer is not known here.
  bool add(Peer& peer);
  // The peer is gone, and what its inbox holds is not waiting any more.
  void remove(Peer& peer);

  // Moves whole messages into the peer's inbox, each behind a copy of `prefix` if there is one. Where memory runs out
  // all of them are dropped, and counted as having found no room.
  // Of a peer that conflates only the newest message stays.
  void deliver(Peer& peer, std::span<Part> messages, const Part* prefix = nullptr);

  // Says by an empty message behind `prefix` that something happened to the peer. Beyond the inbox's limit there is
  // room for a number of these; then they are dropped, and counted as having found none.
  void deliver_notice(Peer& peer, const Part& prefix);

  // Takes out all that the peer has sent and nobody has received, as it was sent. `prefixed`: as it was delivered.
  void surrender(Peer& peer, Message& messages, bool prefixed = false);

  // Takes one message out, appending its parts, and tells whose it was; null: there is none.
  Peer* take(Message& message) { return take_first(message, Turn::kNextPeer); }
  // Takes messages while there are any within the allowance, of each peer in its turn as many as all could have: what
  // came together then stays together, and its answers go out together. Returns how many.
  std::uint32_t take_run(Message& message, flow::Allowance& allowance);
  // As `take`, but goes on to the next peer only when the first one's inbox is empty.
  Peer* take_in_order(Message& message) { return take_first(message, Turn::kSamePeer); }

  bool empty() const { return ready_.empty(); }
  std::uint64_t waiting() const { return waiting_; }

 private:
  enum class Turn : std::uint8_t { kNextPeer, kSamePeer };
  Peer* take_first(Message& message, Turn turn);
  static void deliver_prefixed(Peer& peer, std::span<Part> messages, const Part& prefix);
  static void take_prefix_off(Message& messages, std::size_t begin);
  std::span<Part> replace(Peer& peer, std::span<Part> messages);
  void end_turn(Peer& peer, Turn turn);

  Effects& effects_;
  Turns ready_;  // The peers whose inbox is not empty.
  std::uint64_t waiting_ = 0;
};

}  // namespace ymq::pattern
