#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "base/ring.h"
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
  std::uint64_t replaced = 0;    // A newer one took its place, as `conflate` has it.
  // Written for a peer that was lost before it acknowledged them: they went to others, or could go to nobody else.
  std::uint64_t redelivered = 0;
  std::uint64_t undeliverable = 0;
};

// Messages that the application was given and has not acknowledged yet, oldest first: a connector that was told to
// leave that to it keeps them here.
class HeldMessages {
 public:
  bool on = false;

  // Room for one more run, so that the next `add` cannot fail.
  bool reserve() noexcept { return runs_.reserve(1); }
  // So many were given out that came from this peer; null: nobody waits for word of them.
  void add(Peer* peer, std::uint64_t messages) noexcept;
  // The peer wants no word of its messages any more.
  void forget(const Peer& peer) noexcept;
  // Takes up to so many from the front: those of one peer, and how many they are. 0: none is left.
  std::uint64_t release(std::uint64_t most, Peer*& peer) noexcept;

 private:
  struct Run {
    Peer* peer = nullptr;
    std::uint64_t messages = 0;
  };

  Ring<Run> runs_;
};

// What a pattern wants done by whoever runs it, once the call is over. Peers stand in these lists until the engine has
// seen to them; a peer that is removed is taken out.
struct Effects {
  std::vector<Peer*> to_flush;   // Something stands in their outbox, or among their controls, to be written.
  std::vector<Peer*> to_resume;  // Their inbox has fallen below its low mark: go on receiving.
  std::vector<Peer*> to_reject;  // Their link must end: an older one of the same identity, one with too many topics.
  std::vector<Peer*> to_acknowledge;  // Enough was taken from their inbox for them to be told so.
  std::uint64_t taken_from = 0;       // The number of the peer whose message was taken last.
  Peer* ran_ahead = nullptr;  // The last whose outbox has come to hold much more than its writer takes at a time.
  HeldMessages held;
  DropCounters drops;
  std::uint64_t acknowledged = 0;  // Messages that were handed to the application at the other end, as that said.

  // `reason`: what its link is said to have ended with; kOk: it ends once the outbox is written.
  void reject(Peer& peer, Status reason = Status::kClosed);
  // Nothing more is sent to it, and it gets no other link.
  void dismiss(Peer& peer);
  // Nothing is to be done for it any more.
  void forget(Peer& peer) {
    for (auto* list : {&to_flush, &to_resume, &to_reject, &to_acknowledge}) std::erase(*list, &peer);
    if (ran_ahead == &peer) ran_ahead = nullptr;
  }
};

// A subscription, or its cancellation, on its way to a peer ahead of all messages.
struct Control {
  // kComplete: what went before since the link came up is all.
  enum class Kind : std::uint8_t { kCancel, kSubscribe, kComplete };

  Kind kind = Kind::kSubscribe;
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

// What this side of a session has received and acknowledged. Off where there is no session.
//
// Every so many messages, or bytes, are worth an acknowledgement at once; what is less waits for somebody with a clock.
class Receipts {
 public:
  void begin_session() noexcept {
    *this = Receipts{};
    on_ = true;
  }
  // How much the peer keeps unacknowledged; 0: no bound.
  void set_window(std::uint64_t window) noexcept {
    enough_bytes_ = window == 0 ? kEnoughBytes : std::clamp<std::uint64_t>(window / 4, 1, kEnoughBytes);
  }
  void end_session() noexcept { *this = Receipts{}; }
  // On a new link the peer is told once more: the last word on the former one may be lost.
  void resume() noexcept {
    told_ = 0;
    asked_ = wanted = false;
  }
  bool on() const noexcept { return on_; }
  // Whole messages came.
  void received(std::uint64_t messages, std::uint64_t bytes) noexcept {
    messages_ += messages;
    bytes_ += bytes;
  }
  // A message came that is too large to be taken: the peer is not to send it again.
  void refuse() noexcept { refused_ = ++messages_; }
  // How many messages of the session have come, and where the last one ends that was refused.
  std::uint64_t position() const noexcept { return messages_; }
  std::uint64_t refused() const noexcept { return refused_; }
  // How many of them were handed to the application, if so many still wait. For a peer that is about to go: how many
  // came.
  // What waits may be of a former session.
  std::uint64_t handed(std::uint64_t waiting) const noexcept {
    const std::uint64_t last = waiting + held_;
    return asked_ ? messages_ : messages_ - std::min(last - notices_among(last), messages_);
  }
  // The pattern says something behind what has come, which is taken like a message, and is none of the peer's. Where
  // memory runs out it counts as one.
  void noticed() noexcept {
    if (!on_) return;
    if (notices_.size() == kMostNotices) notices_.pop_front();
    notices_.push_back(messages_);
  }
  // So many of those that were taken are not to be acknowledged, until they are released.
  void hold(std::uint64_t messages) noexcept { held_ += messages; }
  void release(std::uint64_t messages) noexcept { held_ -= messages; }
  bool holds_some() const noexcept { return held_ != 0; }
  // The peer is about to go, and wants to know at once of what comes.
  void ask() noexcept { asked_ = true; }
  // It is to be told of the next message that is taken, however few they are.
  void await_next() noexcept { next_is_enough_ = true; }
  bool enough(std::uint64_t waiting, std::uint64_t waiting_bytes) const noexcept {
    const std::uint64_t untold = handed(waiting) - told_;
    if (untold == 0) return false;
    const auto bytes = static_cast<std::int64_t>(bytes_ - waiting_bytes - told_bytes_ + untold * kMessageOverhead);
    return asked_ || next_is_enough_ || bytes >= static_cast<std::int64_t>(enough_bytes_);
  }
  // The position to tell the peer now. False: it knows.
  bool tell(std::uint64_t waiting, std::uint64_t waiting_bytes, std::uint64_t& position) noexcept {
    wanted = next_is_enough_ = false;
    position = handed(waiting);
    told_bytes_ = bytes_ - waiting_bytes;
    return std::exchange(told_, position) != position;
  }

  bool wanted = false;  // Stands in `to_acknowledge`, or whoever was asked to see to it has not done so yet.

 private:
  // Fewer would wake the other side's io thread for little; more would have it keep what its processor's cache has
  // lost.
  static constexpr std::uint64_t kEnoughBytes = 1024 * 1024;
  // So many of them are told from messages. Of whoever has more unread the oldest count as messages, too: what came
  // before them is acknowledged late.
  static constexpr std::size_t kMostNotices = 4096;

  // How many of so many that came last, messages and notices.
  std::uint64_t notices_among(std::uint64_t last) const noexcept {
    std::uint64_t count = 0;
    while (count < notices_.size() && messages_ - notices_[notices_.size() - 1 - count] + count < last) ++count;
    return count;
  }

  bool on_ = false;
  bool asked_ = false;
  bool next_is_enough_ = false;
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t held_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t told_ = 0;
  std::uint64_t told_bytes_ = 0;
  std::uint64_t enough_bytes_ = kEnoughBytes;
  Ring<std::uint64_t> notices_;  // Behind how many messages each came.
};

inline constexpr unsigned kLowestPriority = 16;

// Whom messages go to first, and whose are taken first; 1 is the highest. A peer has those of the endpoint by which it
// came.
struct Priorities {
  std::uint8_t send = 8;
  std::uint8_t receive = 8;
};

// How often a message was sent to a peer, where a message is sent several times. Only of the latest such message.
class Attempts {
 public:
  std::uint64_t of(std::uint64_t message) const noexcept { return message == message_ ? count_ : 0; }
  void add(std::uint64_t message) noexcept {
    count_ = of(message) + 1;
    message_ = message;
  }

 private:
  std::uint64_t message_ = 0;
  std::uint64_t count_ = 0;
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
  bool awaited = false;        // It has no link, and may come back: to its session, or as somebody who takes its place.
  bool resumed = false;        // Its link goes on with a session.
  bool plain = false;          // It has a link on which nothing but ZMTP is understood.
  bool immediate = false;      // It takes nothing while it has no link.
  Priorities priorities;       // From before it is added to a pattern on.
  std::string identity;        // As the peer said in its handshake; empty if it said nothing.
  Outbox outbox;
  Inbox inbox;
  std::vector<Control> controls;  // Go out ahead of the outbox; forgotten when the link ends.
  Receipts receipts;
  PeerCounters counters;

  // Appends one message and asks for it to be written. False: memory ran out, nothing is appended. `again`, or the mark
  // of its first part: somebody else may have been handed it before.
  bool append(MessageView head, MessageView body, Effects& effects, bool again = false) {
    if (!outbox.append(head, body, (again || body.front().redelivered) && !plain)) return false;
    if (outbox.conflates()) [[unlikely]]
      effects.drops.replaced += outbox.keep_newest();
    appended_some(effects);
    return true;
  }
  // The same for messages of one part each, as many as go the quick way; returns how many.
  std::size_t append_run(std::span<const PartView> messages, Effects& effects) {
    const std::size_t appended = outbox.append_run(messages);
    if (appended != 0) appended_some(effects);
    return appended;
  }
  // The same for a message that is these bytes alone.
  bool append_bytes(const PartView& bytes, Effects& effects) {
    if (!outbox.append_bytes(bytes)) return false;
    appended_some(effects);
    return true;
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
    prepare_to_hold(effects);
    effects.taken_from = number;
    inbox.take(message);
    hold(1, effects);
    want_more(effects);
  }
  // The same for several; returns how many.
  std::uint32_t take_run(Message& message, Allowance& allowance, std::uint32_t most, Effects& effects) {
    prepare_to_hold(effects);
    effects.taken_from = number;
    const std::uint32_t taken = inbox.take_run(message, allowance, most);
    hold(taken, effects);
    want_more(effects);
    return taken;
  }
  void want_more(Effects& effects) {
    if (receipts.on()) want_acknowledgement(effects);
    if (!receive_paused || !inbox.below_low_mark()) return;
    receive_paused = false;
    effects.to_resume.push_back(this);
  }

  void want_acknowledgement(Effects& effects) {
    if (receipts.wanted || !receipts.enough(inbox.messages(), inbox.bytes())) return;
    receipts.wanted = true;
    effects.to_acknowledge.push_back(this);
  }
  // Whole messages came.
  void note_received(std::span<const Part> parts) noexcept {
    std::uint64_t unfinished = 0;
    std::uint64_t bytes = 0;
    for (const Part& part : parts) {
      unfinished += part.more;
      bytes += part.size;
    }
    counters.received += parts.size() - unfinished;
    if (receipts.on()) receipts.received(parts.size() - unfinished, bytes);
  }
  // Its application was handed everything before this position. False: it was never sent that much.
  bool acknowledge(std::uint64_t position, Effects& effects) {
    const std::uint64_t before = outbox.acknowledged_messages();
    if (!outbox.acknowledge(position)) return false;
    effects.acknowledged += outbox.acknowledged_messages() - before;
    return true;
  }
  // A writer has written so much of its outbox.
  void wrote(std::uint64_t bytes, Effects& effects) {
    const std::uint64_t before = outbox.acknowledged_messages();
    outbox.wrote(bytes);
    if (outbox.in_session()) effects.acknowledged += outbox.acknowledged_messages() - before;
  }
  // A message for it found no room.
  void count_full(Effects& effects) noexcept {
    ++effects.drops.full;
    ++counters.dropped_full;
  }

  // How far a sender may run ahead of the writer without waiting: what is queued should still be in the processor's
  // cache when it is written.
  static constexpr std::uint64_t kHeadStart = 8 * 1024 * 1024;
  bool caught_up() const noexcept { return outbox.queued_bytes() <= kHeadStart / 2; }

  bool flush_wanted = false;    // Stands in `to_flush`, or is being written: set here, unset by the engine when idle.
  bool receive_paused = false;  // The engine stopped receiving because the inbox was full.
  // Not 0: at rest. Nobody writes, because the other side will ask for what gathers; but so many messages are enough.
  std::uint64_t rest_messages = 0;

  Status rejected_for = Status::kClosed;  // Where it stands, or stood, in `to_reject`.

  // Places in the spreading parts of its pattern; theirs alone.
  bool balance_member = false;
  bool balance_linked = false;
  Attempts attempts;
  bool queued_for_take = false;
  std::unique_ptr<PatternState> state;

 private:
  static void prepare_to_hold(Effects& effects) {
    if (effects.held.on && !effects.held.reserve()) throw std::bad_alloc();
  }
  void hold(std::uint64_t messages, Effects& effects) noexcept {
    if (!effects.held.on || messages == 0) return;
    effects.held.add(receipts.on() ? this : nullptr, messages);
    if (receipts.on()) receipts.hold(messages);
  }
  [[gnu::always_inline]] void appended_some(Effects& effects) {
    if (linked && outbox.queued_bytes() >= kHeadStart) effects.ran_ahead = this;
    want_flush(effects);
  }

  static constexpr std::uint64_t kRestBytes = 256 * 1024;

  bool rested_enough() const noexcept {
    return rest_messages != 0 && (outbox.queued_messages() >= rest_messages || outbox.queued_bytes() >= kRestBytes);
  }
};

inline void Effects::reject(Peer& peer, Status reason) {
  peer.rejected_for = reason;
  if (std::ranges::find(to_reject, &peer) == to_reject.end()) to_reject.push_back(&peer);
}

inline void Effects::dismiss(Peer& peer) {
  peer.outbox.shut();
  reject(peer, Status::kOk);
}

inline void HeldMessages::add(Peer* peer, std::uint64_t messages) noexcept {
  if (!runs_.empty() && runs_.back().peer == peer) {
    runs_.back().messages += messages;
  } else {
    runs_.push_reserved({peer, messages});
  }
}

inline void HeldMessages::forget(const Peer& peer) noexcept {
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].peer == &peer) runs_[i].peer = nullptr;
  }
}

inline std::uint64_t HeldMessages::release(std::uint64_t most, Peer*& peer) noexcept {
  if (runs_.empty()) return 0;
  Run& first = runs_.front();
  peer = first.peer;
  const std::uint64_t messages = std::min(most, first.messages);
  first.messages -= messages;
  if (first.messages == 0) runs_.pop_front();
  return messages;
}

}  // namespace ymq::flow
