#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/part.h"
#include "base/ring.h"
#include "flow/written_marks.h"

namespace ymq::flow {

// How much a queue may hold before its writer has to wait. 0: no limit.
struct Limits {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;

  bool reached(std::uint64_t held_messages, std::uint64_t held_bytes) const noexcept {
    return (messages != 0 && held_messages >= messages) || (bytes != 0 && held_bytes >= bytes);
  }
  // A writer that had to wait goes on once this is no longer reached.
  Limits low_mark() const noexcept { return {(messages + 1) / 2, (bytes + 1) / 2}; }
};

// From this size on a body is referred to, not copied: writing it straight from its block then costs less than a copy.
inline constexpr std::size_t kLargeBody = 32 * 1024;
// A body that has a block (nearly) to itself already is referred to from this size on: others may share the block.
inline constexpr std::size_t kSharedBody = 2 * 1024;

// What each message counts towards the window beyond its bytes, so that very many tiny ones are bounded, too.
inline constexpr std::uint64_t kMessageOverhead = 16;
// So many messages may be written and not acknowledged in a window that grows with them: with fewer, writer and reader
// would wait for each other.
inline constexpr std::uint64_t kMessagesAhead = 16;

// What goes to one peer: a log of bytes, the frames of whole messages one behind the other.
//
// Appending encodes: the header and a small body are copied to the end of the log, a large body is referred to. The
// writer of the link gathers stretches of the log and reports what it has written; a message that was written only in
// part stays in the log, so that it can be written whole to the next link. No frame with a small body lies across two
// blocks. Not for use by several threads at once; only the bytes that `gather` gave may be read while others append.
//
//     ... forgotten | written, and not acknowledged | written in part | not written |
//             released_                      message_start_        written_    appended_
//
// In a session what is written stays, too, until the peer acknowledges it, and is written again from where the peer
// says that it goes on. Messages are counted by their position in the session. Without a session what is written is
// forgotten.
class Outbox {
 public:
  void set_limits(Limits limits) noexcept { limits_ = limits; }
  const Limits& limits() const noexcept { return limits_; }
  bool has_room() const noexcept { return !shut_ && !paused_ && !limits_.reached(queued_messages(), queued_bytes()); }
  // Room enough again for a writer that had to wait: half of the limit, or some large messages. Waiting for half of
  // many large messages would have them all in memory that nobody has touched for long.
  bool below_low_mark() const noexcept;
  // From now on it has no room, whatever the limits: what it holds goes out, nothing more comes in.
  void shut() noexcept { shut_ = true; }
  // The same for a while.
  void pause() noexcept { paused_ = true; }
  void go_on() noexcept { paused_ = false; }

  // From now on it is to hold the newest message only, as `keep_newest` has it, and has no limits.
  void conflate() noexcept { conflates_ = true; }
  bool conflates() const noexcept { return conflates_; }
  // Drops what nobody has begun to write, and nobody has been shown by `gather`, but for the last message. Returns how
  // many that were. Where memory runs out it drops nothing.
  std::uint64_t keep_newest() noexcept;
  bool is_shut() const noexcept { return shut_; }

  // Appends one message, the parts of `head` and then those of `body`, whatever the limits. False: memory ran out, and
  // the log is as it was. A message has at least one part. `again`: somebody else may have been handed it before.
  bool append(MessageView head, MessageView body, bool again = false) noexcept;

  // Appends a message that is these bytes and no frame, for a peer that knows none. Where that was done once it is all
  // that is done: the log can then be written or cleared, and has no messages to be taken out. False: as above.
  bool append_bytes(const PartView& bytes) noexcept;

  // Appends messages of one part each, as many as the limits allow and as go the quick way: short ones that continue
  // the last block. Returns how many; 0 says nothing: `append` may still take one.
  std::size_t append_run(std::span<const PartView> messages) noexcept;

  // Not yet written.
  std::uint64_t queued_messages() const noexcept { return ends_.size() - sent_; }
  std::uint64_t queued_bytes() const noexcept { return appended_ - written_; }
  bool empty() const noexcept { return appended_ == written_; }
  // Nothing, or everything, of the next message is written: something else may go ahead of it.
  bool at_message_start() const noexcept { return written_ == message_start_; }
  // How much of the next message is still to be written.
  std::uint64_t bytes_to_message_end() const noexcept { return sent_ == ends_.size() ? 0 : ends_[sent_] - written_; }
  // How many were ever appended and not taken out again.
  std::uint64_t messages() const noexcept { return forgotten_ + ends_.size(); }

  // Shows the next bytes to write, in at most `segments.size()` stretches and at most `max_bytes`. Returns how
  // many stretches. They stay in place until they are reported as written, or the outbox is cleared.
  std::size_t gather(std::span<std::span<const std::byte>> segments, std::size_t max_bytes) noexcept;
  // The next `count` bytes are written. Returns how many messages that completes.
  std::uint64_t wrote(std::uint64_t count) noexcept;
  // The link broke: the message that was written in part starts anew.
  void rewind() noexcept;

  // A link without a session begins: what it was given can be told apart from what went before.
  void begin_link() noexcept { marks_.begin(forgotten_); }
  // Of the messages that were written on this link without a session, how many lie at least in part in the last
  // `bytes`: at most too many.
  std::uint64_t written_within(std::uint64_t bytes) const noexcept;

  // A session begins, at position 0: what is not written is its first message. `window`: how much may be written and
  // not acknowledged, kMessageOverhead a message included; 0: no limit.
  void begin_session(std::uint64_t window) noexcept;
  // The same from now on. `usual`: what it is as long as messages are not so large that fewer than kMessagesAhead of
  // them would fit; 0: always `window`.
  void set_window(std::uint64_t window, std::uint64_t usual) noexcept {
    window_ = window;
    usual_window_ = usual;
  }
  bool in_session() const noexcept { return in_session_; }
  std::uint64_t unacknowledged_messages() const noexcept { return sent_; }
  std::uint64_t unacknowledged_bytes() const noexcept { return message_start_ - released_; }
  // The position up to which everything is acknowledged.
  std::uint64_t acknowledged() const noexcept { return forgotten_ - session_start_; }
  // The same without an empty message that is the peer's alone.
  std::uint64_t acknowledged_messages() const noexcept { return acknowledged() - (probe_ < forgotten_); }
  // Everything before this position is acknowledged. It may come before a writer has reported what it wrote. False: no
  // such message was ever appended.
  bool acknowledge(std::uint64_t position) noexcept;
  // A new link goes on with the session: the next message to write is the one at this position. False: it has been
  // acknowledged before, or there was never one. `resent`: how many are written again.
  bool resume(std::uint64_t position, std::uint64_t& resent) noexcept;
  // How much may be written until the window is full; one message may exceed it.
  std::uint64_t window_left() const noexcept;
  // How many of the next bytes the window lets go: the message under way, and those that begin before it is full.
  std::uint64_t bytes_in_window() const noexcept;
  // Whether there is something that may be written now.
  bool sendable() const noexcept { return !empty() && (window_left() != 0 || !at_message_start()); }
  // The session is over. Takes out the messages that were written and not acknowledged: the peer may have taken them,
  // or not. Returns how many. Only between links.
  std::uint64_t end_session(std::vector<Part>& parts);

  // The session is over, and none of what is not acknowledged was handed to anybody: all of it is to be written again.
  // Only between links.
  void requeue() noexcept;

  // Takes up to `max_messages` whole messages out, as parts that share the blocks of the log: for a peer in the same
  // process. Only at a message's start, and not in a session. Returns how many messages.
  std::uint64_t take(std::vector<Part>& parts, std::uint64_t max_messages);
  // Takes everything out that is not written, for somebody else. Only between links, after `rewind`.
  std::uint64_t withdraw(std::vector<Part>& parts);
  // Puts messages that were taken out ahead of all others again. Only at a message's start, and not in a session.
  // Returns how many messages were lost because memory ran out.
  std::uint64_t give_back(std::span<const Part> parts);
  // Peers that do not know the mark of what is sent again get the messages without it. Only between links.
  // Returns how many were lost because memory ran out.
  std::uint64_t remove_marks();
  // Puts an empty message ahead of what is not written, in the place of a former one that is not: for the next link,
  // and for nobody else, so it is never taken out again. Only between links that go on with no session. Returns how
  // many were lost.
  std::uint64_t probe();
  // Messages that are not yet written, but for that one.
  std::uint64_t accepted_messages() const noexcept { return queued_messages() - is_probe_among(sent_, ends_.size()); }

  void clear() noexcept;

 private:
  static constexpr std::uint64_t kNone = UINT64_MAX;

  // A stretch of the log: bytes of a block.
  struct Chunk {
    BlockRef block;
    const std::byte* data = nullptr;
    std::size_t size = 0;
  };

  bool append_at_tail(const PartView& part) noexcept;
  std::size_t room_for_run() const noexcept;
  std::uint64_t window() const noexcept;
  std::size_t last_in_window() const noexcept;
  bool append_mark() noexcept;
  bool append_part(const PartView& part, bool more) noexcept;
  bool append_small(const PartView& part, bool more) noexcept;
  bool append_large(const PartView& part, bool more) noexcept;
  bool append_copy(const PartView& part) noexcept;
  static bool refer_to(const PartView& part, Chunk& chunk) noexcept;
  bool append_chunk(Chunk chunk) noexcept;
  std::byte* extend(std::size_t size) noexcept;
  bool tail_continues() noexcept;
  bool open_block(std::size_t size) noexcept;
  void roll_back(std::size_t chunks, std::size_t last_size, std::uint64_t appended) noexcept;
  void forget(std::size_t messages) noexcept;
  void release_before(std::uint64_t position) noexcept;
  void reuse_if_empty() noexcept;
  void write_next(std::size_t index) noexcept;
  void cut_at_cursor() noexcept;
  bool is_probe_among(std::size_t first, std::size_t end) const noexcept {
    return probe_ >= forgotten_ + first && probe_ < forgotten_ + end;
  }
  std::uint64_t take_probe_out(std::vector<Part>& parts, std::size_t first, std::uint64_t taken) noexcept;
  std::uint64_t append_all(std::span<const Part> parts, bool with_marks);
  std::size_t first_not_begun() const noexcept;
  bool cut_out(std::uint64_t begin, std::uint64_t end) noexcept;
  void replace_chunks(std::size_t first, std::size_t end, Chunk chunk) noexcept;
  std::uint64_t take_messages(std::vector<Part>& parts, std::uint64_t max_messages);
  class BulkReferences;
  void take_message(std::vector<Part>& parts, BulkReferences& references);
  const Chunk& chunk_at_cursor() noexcept;

  Limits limits_;
  bool shut_ = false;
  bool paused_ = false;
  bool conflates_ = false;
  bool in_session_ = false;
  bool has_marks_ = false;  // Some message may be marked.
  Ring<Chunk> chunks_;
  Ring<std::uint64_t> ends_;  // Where each message that is not forgotten ends.
  std::size_t sent_ = 0;      // So many of them are wholly written.
  BlockRef tail_;             // The block that small frames are copied to.
  std::size_t tail_used_ = 0;
  std::size_t block_capacity_ = 0;   // Of the tail block: grows while the log does.
  std::uint64_t kept_ = 0;           // Positions in the log since its birth: where the first chunk begins,
  std::uint64_t released_ = 0;       // where the first message that is not forgotten begins,
  std::uint64_t message_start_ = 0;  // where the first message that is not wholly written begins,
  std::uint64_t written_ = 0;        // up to where it is written,
  std::uint64_t appended_ = 0;       // and its end.
  std::uint64_t shown_ = 0;          // Up to where a writer was shown it; behind `written_` where that is not so.
  std::size_t cursor_chunk_ = 0;     // Where `written_` lies: in which chunk, and how far in.
  std::size_t cursor_offset_ = 0;
  std::uint64_t forgotten_ = 0;      // Messages, since its birth.
  std::uint64_t probe_ = kNone;      // Which of all messages since its birth is the empty one.
  std::uint64_t session_start_ = 0;  // How many were forgotten when the session began.
  std::uint64_t acknowledged_ = 0;   // Up to where the peer said so, which may be ahead of what is known to be written.
  std::uint64_t window_ = 0;
  std::uint64_t usual_window_ = 0;
  WrittenMarks marks_;  // Without a session.
};

}  // namespace ymq::flow
