#include "flow/outbox.h"

#include <algorithm>
#include <cstring>
#include <ranges>
#include <utility>

#include "base/bytes.h"
#include "wire/frame.h"

namespace ymq::flow {

namespace {

// Blocks of the log start small, since most peers are idle, and grow while the log does. Just below a power of two, so
// that the block with its head fills whole pages.
constexpr std::size_t kBlockOverhead = 64;
// So many bytes of room are worth waking a writer for.
constexpr std::uint64_t kEnoughRoom = 1024 * 1024;
constexpr std::size_t kFirstBlock = 4 * 1024 - kBlockOverhead;
constexpr std::size_t kLargestBlock = Block::kPooledCapacity;

std::size_t larger(std::size_t capacity) {
  return std::min((capacity + kBlockOverhead) * 4 - kBlockOverhead, kLargestBlock);
}
std::size_t smaller(std::size_t capacity) {
  return std::max((capacity + kBlockOverhead) / 4, kFirstBlock + kBlockOverhead) - kBlockOverhead;
}

// A slice of a large block is copied instead, so that no small message keeps much memory from being freed.
bool is_referred_to(const PartView& part) {
  if (part.size >= kLargeBody) return true;
  return part.owner && part.size >= kSharedBody && part.owner->capacity() / 4 <= part.size;
}

std::uint8_t flags_of(bool more) { return more ? wire::kMore : 0; }

}  // namespace

// Counts references to runs of parts in the same block at once: one atomic operation a run, not one a part.
class Outbox::BulkReferences {
 public:
  ~BulkReferences() { flush(); }
  BlockRef share(Block* block) noexcept {
    if (block != block_) flush();
    block_ = block;
    ++count_;
    return BlockRef::adopt(block);
  }

 private:
  void flush() noexcept {
    if (block_ && count_) block_->add_references(count_);
    count_ = 0;
  }
  Block* block_ = nullptr;
  std::uint32_t count_ = 0;
};

bool Outbox::below_low_mark() const noexcept {
  Limits mark = limits_.low_mark();
  const std::uint64_t messages = queued_messages();
  if (limits_.messages != 0 && messages != 0) {
    const std::uint64_t enough =
        std::max<std::uint64_t>(kEnoughRoom * messages / std::max<std::uint64_t>(queued_bytes(), 1), 1);
    mark.messages = limits_.messages - std::min(enough, limits_.messages / 2);
  }
  return !shut_ && !paused_ && !mark.reached(messages, queued_bytes());
}

bool Outbox::append(MessageView head, MessageView body, bool again) noexcept {
  if (head.empty() && body.size() == 1 && !again && append_at_tail(body.front())) return true;
  const std::size_t chunks = chunks_.size();
  const std::size_t last_size = chunks ? chunks_.back().size : 0;
  const std::uint64_t appended = appended_;
  std::size_t left = head.size() + body.size();
  bool fits = ends_.reserve(1) && (!again || append_mark());
  for (const PartView& part : head) fits = fits && append_part(part, --left != 0);
  for (const PartView& part : body) fits = fits && append_part(part, --left != 0);
  if (fits) return ends_.push_back(appended_);
  roll_back(chunks, last_size, appended);
  return false;
}

// The common case, without the general one's bookkeeping: a short message of one part that continues the last chunk.
bool Outbox::append_at_tail(const PartView& part) noexcept {
  if (part.size > wire::kMaxShortBody || !tail_ || !ends_.reserve(1)) return false;
  const std::size_t size = wire::kShortHeader + part.size;
  std::byte* frame = tail_->data() + tail_used_;
  if (tail_->capacity() - tail_used_ < size || !tail_continues()) return false;
  Chunk& last = chunks_.back();
  wire::encode_header(frame, 0, part.size);
  copy_few(frame + wire::kShortHeader, part.data, part.size);
  last.size += size;
  tail_used_ += size;
  appended_ += size;
  ends_.push_reserved(std::uint64_t{appended_});
  return true;
}

std::size_t Outbox::append_run(std::span<const PartView> messages) noexcept {
  messages = messages.first(std::min(messages.size(), room_for_run()));
  if (messages.empty() || !tail_ || !tail_continues() || !ends_.reserve(messages.size())) return 0;
  Chunk& last = chunks_.back();
  std::byte* const begin = tail_->data() + tail_used_;
  std::byte* end = begin;
  std::size_t left = tail_->capacity() - tail_used_;
  std::size_t count = 0;
  for (const PartView& part : messages) {
    const std::size_t size = wire::kShortHeader + part.size;
    if (part.size > wire::kMaxShortBody || size > left) break;
    wire::encode_header(end, 0, part.size);
    copy_few(end + wire::kShortHeader, part.data, part.size);
    end += size;
    left -= size;
    ends_.push_reserved(appended_ + static_cast<std::uint64_t>(end - begin));
    ++count;
  }
  const auto appended = static_cast<std::size_t>(end - begin);
  last.size += appended;
  tail_used_ += appended;
  appended_ += appended;
  return count;
}

// How many messages of any size the limits allow; a limit of bytes has each looked at on its own.
std::size_t Outbox::room_for_run() const noexcept {
  if (limits_.bytes != 0 || conflates_ || !has_room()) return 0;
  return limits_.messages == 0 ? SIZE_MAX : static_cast<std::size_t>(limits_.messages - queued_messages());
}

// The mark is a command in front of the message, and a piece of it: it goes wherever the message goes.
bool Outbox::append_mark() noexcept {
  std::byte* frame = extend(wire::kAgainFrame.size());
  if (!frame) return false;
  std::ranges::copy(std::as_bytes(std::span(wire::kAgainFrame)), frame);
  return has_marks_ = true;
}

bool Outbox::append_part(const PartView& part, bool more) noexcept {
  return is_referred_to(part) ? append_large(part, more) : append_small(part, more);
}

bool Outbox::append_small(const PartView& part, bool more) noexcept {
  std::byte* frame = extend(part.size + (part.size > wire::kMaxShortBody ? wire::kLongHeader : wire::kShortHeader));
  if (!frame) return false;
  frame += wire::encode_header(frame, flags_of(more), part.size);
  if (part.size) std::memcpy(frame, part.data, part.size);
  return true;
}

bool Outbox::append_large(const PartView& part, bool more) noexcept {
  Chunk body;
  if (!refer_to(part, body)) return false;
  std::byte* header = extend(wire::kLongHeader);
  if (!header) return false;
  wire::encode_header(header, flags_of(more), part.size);
  return append_chunk(std::move(body));
}

bool Outbox::append_bytes(const PartView& bytes) noexcept {
  Chunk body;
  if (!ends_.reserve(1)) return false;
  const bool large = is_referred_to(bytes);
  if (!(large ? refer_to(bytes, body) && append_chunk(std::move(body)) : append_copy(bytes))) return false;
  return ends_.push_back(appended_);
}

bool Outbox::append_copy(const PartView& part) noexcept {
  std::byte* bytes = extend(part.size);
  if (bytes) std::memcpy(bytes, part.data, part.size);
  return bytes != nullptr;
}

// The bytes that lie in a block are shared, others are copied to one.
bool Outbox::refer_to(const PartView& part, Chunk& chunk) noexcept {
  chunk = {BlockRef::share(part.owner), part.data, part.size};
  if (chunk.block) return true;
  chunk.block = BlockRef::allocate(part.size);
  if (!chunk.block) return false;
  std::memcpy(chunk.block->data(), part.data, part.size);
  chunk.data = chunk.block->data();
  return true;
}

bool Outbox::append_chunk(Chunk chunk) noexcept {
  const std::size_t size = chunk.size;
  if (!chunks_.push_back(std::move(chunk))) return false;
  appended_ += size;
  return true;
}

// Adds `size` bytes to the end of the log, in one piece.
std::byte* Outbox::extend(std::size_t size) noexcept {
  if ((!tail_ || tail_->capacity() - tail_used_ < size) && !open_block(size)) return nullptr;
  std::byte* bytes = tail_->data() + tail_used_;
  if (tail_continues()) {
    chunks_.back().size += size;
  } else if (!chunks_.push_back({tail_, bytes, size})) {
    return nullptr;
  }
  tail_used_ += size;
  appended_ += size;
  return bytes;
}

// Whether the next bytes of the tail block follow the last chunk. Blocks may lie side by side, so that the last chunk
// can end where another block begins; it keeps only its own.
bool Outbox::tail_continues() noexcept {
  if (chunks_.empty()) return false;
  const Chunk& last = chunks_.back();
  return last.block.get() == tail_.get() && last.data + last.size == tail_->data() + tail_used_;
}

bool Outbox::open_block(std::size_t size) noexcept {
  if (block_capacity_ == 0) block_capacity_ = kFirstBlock;
  if (tail_) block_capacity_ = larger(block_capacity_);
  BlockRef block = BlockRef::allocate(std::max(block_capacity_, size));
  if (!block) return false;
  tail_ = std::move(block);
  tail_used_ = 0;
  return true;
}

// Undoes a half-made append. What it used of the tail block stays unused.
void Outbox::roll_back(std::size_t chunks, std::size_t last_size, std::uint64_t appended) noexcept {
  while (chunks_.size() > chunks) chunks_.pop_back();
  if (chunks) chunks_.back().size = last_size;
  appended_ = appended;
}

std::size_t Outbox::gather(std::span<std::span<const std::byte>> segments, std::size_t max_bytes) noexcept {
  std::size_t count = 0;
  std::size_t offset = cursor_offset_;
  shown_ = written_;
  // What is shown cannot be replaced any more: of a message that takes many writes, others need not wait behind it.
  if (conflates_) max_bytes = std::min<std::size_t>(max_bytes, bytes_to_message_end());
  for (std::size_t i = cursor_chunk_; i < chunks_.size() && count < segments.size() && max_bytes > 0; ++i, offset = 0) {
    const Chunk& chunk = chunks_[i];
    if (offset == chunk.size) continue;
    segments[count] = {chunk.data + offset, std::min(chunk.size - offset, max_bytes)};
    max_bytes -= segments[count].size();
    shown_ += segments[count++].size();
  }
  return count;
}

std::uint64_t Outbox::wrote(std::uint64_t count) noexcept {
  written_ += count;
  while (count > 0) {
    const std::uint64_t here = std::min<std::uint64_t>(count, chunks_[cursor_chunk_].size - cursor_offset_);
    cursor_offset_ += here;
    count -= here;
    if (count > 0) ++cursor_chunk_, cursor_offset_ = 0;
  }
  const std::size_t before = sent_;
  while (sent_ < ends_.size() && ends_[sent_] <= written_) ++sent_;
  const std::size_t messages = sent_ - before;
  if (messages != 0) message_start_ = ends_[sent_ - 1];
  if (!in_session_) {
    forget(sent_);
    if (messages != 0) marks_.note(message_start_, forgotten_);
  } else if (acknowledged_ > acknowledged()) {
    acknowledge(acknowledged_);
  }
  return messages;
}

// The first messages are not needed any more.
void Outbox::forget(std::size_t messages) noexcept {
  if (messages != 0) {
    released_ = ends_[messages - 1];
    ends_.drop_front(messages);
    sent_ -= messages;
    forgotten_ += messages;
  }
  release_before(released_);
}

void Outbox::release_before(std::uint64_t position) noexcept {
  while (cursor_chunk_ > 0 && kept_ + chunks_.front().size <= position) {
    kept_ += chunks_.front().size;
    chunks_.pop_front();
    --cursor_chunk_;
  }
  if (position == appended_) reuse_if_empty();
}

// Nothing is left: the tail block can be filled from its beginning again, unless somebody still reads it.
void Outbox::reuse_if_empty() noexcept {
  while (!chunks_.empty()) chunks_.pop_front();
  kept_ = appended_;
  cursor_chunk_ = cursor_offset_ = 0;
  has_marks_ = false;
  if (tail_ && tail_->shared()) {
    // A reader may keep a block for one message in it: no larger ones than the log has need of.
    if (tail_used_ <= smaller(block_capacity_)) block_capacity_ = smaller(block_capacity_);
    tail_ = BlockRef{};
  }
  tail_used_ = 0;
}

void Outbox::rewind() noexcept {
  written_ = shown_ = message_start_;
  cursor_chunk_ = 0;
  cursor_offset_ = static_cast<std::size_t>(written_ - kept_);
  while (cursor_chunk_ < chunks_.size() && cursor_offset_ > chunks_[cursor_chunk_].size) {
    cursor_offset_ -= chunks_[cursor_chunk_++].size;
  }
}

// Has writing go on with the message of this index among those that are kept.
void Outbox::write_next(std::size_t index) noexcept {
  sent_ = index;
  message_start_ = index == 0 ? released_ : ends_[index - 1];
  rewind();
}

// The message that may be replaced first. What the peer has acknowledged it has got, whoever has yet to report it.
std::size_t Outbox::first_not_begun() const noexcept {
  const std::uint64_t begun = std::max(written_, shown_);
  std::size_t index = sent_;
  if (in_session_ && acknowledged_ > acknowledged()) index = std::max(index, acknowledged_ - acknowledged());
  while (index < ends_.size() && (index == 0 ? released_ : ends_[index - 1]) < begun) ++index;
  return index;
}

std::uint64_t Outbox::keep_newest() noexcept {
  const std::size_t first = first_not_begun();
  if (first + 1 >= ends_.size()) return 0;
  const std::size_t last = ends_.size() - 1;
  const std::uint64_t begin = first == 0 ? released_ : ends_[first - 1];
  if (!cut_out(begin, ends_[last - 1])) return 0;
  if (is_probe_among(first, last)) probe_ = kNone;
  while (ends_.size() > first) ends_.pop_back();
  ends_.push_reserved(std::uint64_t{appended_});
  block_capacity_ = 0;
  return last - first;
}

// Takes a stretch out of the log, behind the cursor. What lies behind it moves up. False: memory ran out.
bool Outbox::cut_out(std::uint64_t begin, std::uint64_t end) noexcept {
  if (!chunks_.push_back({})) return false;
  std::size_t first = 0;
  std::uint64_t position = kept_;
  while (position + chunks_[first].size <= begin) position += chunks_[first++].size;
  const auto head = static_cast<std::size_t>(begin - position);
  std::size_t last = first;
  while (position + chunks_[last].size <= end) position += chunks_[last++].size;
  const auto skipped = static_cast<std::size_t>(end - position);
  Chunk rest{chunks_[last].block, chunks_[last].data + skipped, chunks_[last].size - skipped};
  if (head != 0) chunks_[first++].size = head;
  replace_chunks(first, last + 1, std::move(rest));
  appended_ -= end - begin;
  return true;
}

// Puts one chunk in the place of those from `first` on, up to before `end`; the last of all is a free place.
void Outbox::replace_chunks(std::size_t first, std::size_t end, Chunk chunk) noexcept {
  const std::size_t used = chunks_.size() - 1;
  if (first == end) {
    for (std::size_t i = used; i > first; --i) chunks_[i] = std::move(chunks_[i - 1]);
  } else {
    chunks_.pop_back();
    for (std::size_t i = end; i < used; ++i) chunks_[first + 1 + i - end] = std::move(chunks_[i]);
    for (std::size_t left = end - first - 1; left > 0; --left) chunks_.pop_back();
  }
  chunks_[first] = std::move(chunk);
}

std::uint64_t Outbox::written_within(std::uint64_t bytes) const noexcept {
  if (in_session_ || bytes == 0) return 0;
  return forgotten_ - marks_.messages_before(written_ - std::min(bytes, written_));
}

void Outbox::begin_session(std::uint64_t window) noexcept {
  in_session_ = true;
  set_window(window, 0);
  session_start_ = forgotten_;
  acknowledged_ = 0;
}

bool Outbox::acknowledge(std::uint64_t position) noexcept {
  if (!in_session_ || position > acknowledged() + ends_.size()) return false;
  acknowledged_ = std::max(acknowledged_, position);
  const std::uint64_t known = std::min(acknowledged_, acknowledged() + sent_);
  forget(static_cast<std::size_t>(known - acknowledged()));
  return true;
}

bool Outbox::resume(std::uint64_t position, std::uint64_t& resent) noexcept {
  const std::uint64_t first = std::max(acknowledged(), acknowledged_);
  if (!in_session_ || position < first || position > acknowledged() + ends_.size()) return false;
  const auto index = static_cast<std::size_t>(position - acknowledged());
  resent = sent_ > index ? sent_ - index : 0;
  write_next(index);
  return acknowledge(acknowledged_);
}

// 0: no limit. What is unacknowledged tells how large messages are.
std::uint64_t Outbox::window() const noexcept {
  if (usual_window_ == 0) return window_;
  const std::uint64_t large = sent_ == 0 ? 0 : unacknowledged_bytes() / sent_ * kMessagesAhead;
  const std::uint64_t wanted = std::max(usual_window_, large);
  return window_ == 0 ? wanted : std::min(wanted, window_);
}

std::uint64_t Outbox::window_left() const noexcept {
  const std::uint64_t most = in_session_ ? window() : 0;
  if (most == 0) return UINT64_MAX;
  const std::uint64_t used = written_ - released_ + sent_ * kMessageOverhead;
  return used < most ? most - used : 0;
}

std::uint64_t Outbox::bytes_in_window() const noexcept {
  const std::uint64_t everything = appended_ - written_;
  const std::uint64_t left = window_left();
  if (everything <= left && (ends_.size() - sent_) * kMessageOverhead <= left - everything) return everything;
  return sendable() ? ends_[last_in_window()] - written_ : 0;
}

// The first message that fills the window, or the one under way, if it is full already.
std::size_t Outbox::last_in_window() const noexcept {
  const auto fills = [this, most = window()](std::size_t index) {
    return ends_[index] - released_ + (index + 1) * kMessageOverhead >= most;
  };
  const auto candidates = std::views::iota(sent_, ends_.size() - 1);
  return *std::ranges::partition_point(candidates, [&](std::size_t index) { return !fills(index); });
}

std::uint64_t Outbox::end_session(std::vector<Part>& parts) {
  const std::size_t uncertain = sent_;
  const std::size_t before = parts.size();
  const bool probed = is_probe_among(0, uncertain);
  write_next(0);
  in_session_ = false;
  const std::uint64_t taken = take(parts, uncertain);
  return probed ? take_probe_out(parts, before, taken) : taken;
}

// It is the first of those that were taken.
std::uint64_t Outbox::take_probe_out(std::vector<Part>& parts, std::size_t first, std::uint64_t taken) noexcept {
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(first));
  probe_ = kNone;
  return taken - 1;
}

void Outbox::requeue() noexcept {
  write_next(0);
  in_session_ = false;
}

std::uint64_t Outbox::take(std::vector<Part>& parts, std::uint64_t max_messages) {
  const std::uint64_t messages = take_messages(parts, max_messages);
  forget(sent_);
  return messages;
}

std::uint64_t Outbox::withdraw(std::vector<Part>& parts) {
  const std::size_t sent = sent_;
  const std::size_t before = parts.size();
  const bool probed = is_probe_among(sent, ends_.size());
  const std::uint64_t messages = take_messages(parts, UINT64_MAX);
  write_next(sent);
  cut_at_cursor();
  return probed ? take_probe_out(parts, before, messages) : messages;
}

// What lies behind the cursor is no longer part of the log; its bytes stay as long as somebody reads them.
void Outbox::cut_at_cursor() noexcept {
  appended_ = written_;
  while (ends_.size() > sent_) ends_.pop_back();
  while (chunks_.size() > cursor_chunk_ + 1) chunks_.pop_back();
  if (!chunks_.empty()) chunks_.back().size = cursor_offset_;
  if (cursor_offset_ == 0) chunks_.clear();
  release_before(released_);
}

std::uint64_t Outbox::remove_marks() {
  if (!has_marks_) return 0;
  std::vector<Part> parts;
  const std::uint64_t messages = withdraw(parts);
  return messages - append_all(parts, false);
}

std::uint64_t Outbox::probe() {
  constexpr PartView kEmpty[1] = {};
  std::vector<Part> parts;
  const std::uint64_t messages = withdraw(parts);
  if (append({}, kEmpty)) probe_ = forgotten_ + sent_;
  return messages - append_all(parts, true);
}

std::uint64_t Outbox::give_back(std::span<const Part> parts) {
  std::vector<Part> others;
  const std::uint64_t others_there = withdraw(others);
  const auto there =
      static_cast<std::uint64_t>(std::ranges::count_if(parts, [](const Part& part) { return !part.more; }));
  forgotten_ -= there;
  return there + others_there - append_all(parts, true) - append_all(others, true);
}

// Returns how many of the messages that is.
std::uint64_t Outbox::append_all(std::span<const Part> parts, bool with_marks) {
  std::uint64_t appended = 0;
  std::vector<PartView> views;
  for (const Part& part : parts) {
    views.push_back(part.view());
    if (part.more) continue;
    appended += append({}, views, with_marks && views.front().redelivered);
    views.clear();
  }
  return appended;
}

// A mark goes ahead of its message's parts.
[[gnu::always_inline]] inline void Outbox::take_message(std::vector<Part>& parts, BulkReferences& references) {
  bool again = false;
  for (bool more = true; more;) {
    const Chunk* chunk = &chunk_at_cursor();
    const wire::FrameHeader header = wire::decode_header_unchecked(chunk->data + cursor_offset_);
    cursor_offset_ += header.header_size;
    if (header.body_size >= kSharedBody) chunk = &chunk_at_cursor();
    if (header.flags & wire::kCommand) {
      again = true;
    } else {
      Part& part = parts.emplace_back();
      if (header.body_size) part.block = references.share(chunk->block.get());
      part.data = chunk->data + cursor_offset_;
      more = header.flags & wire::kMore;
      static_cast<PartTraits&>(part) = {header.body_size, more, std::exchange(again, false)};
    }
    cursor_offset_ += header.body_size;
    written_ += header.header_size + header.body_size;
  }
  message_start_ = ends_[sent_++];
}

std::uint64_t Outbox::take_messages(std::vector<Part>& parts, std::uint64_t max_messages) {
  std::uint64_t messages = 0;
  BulkReferences references;
  for (; messages < max_messages && !empty(); ++messages) take_message(parts, references);
  return messages;
}

// The chunk whose bytes come next: the cursor may stand at the end of the one before.
const Outbox::Chunk& Outbox::chunk_at_cursor() noexcept {
  if (cursor_offset_ == chunks_[cursor_chunk_].size) ++cursor_chunk_, cursor_offset_ = 0;
  return chunks_[cursor_chunk_];
}

void Outbox::clear() noexcept {
  forgotten_ += ends_.size();
  probe_ = kNone;
  ends_.clear();
  sent_ = 0;
  in_session_ = false;
  written_ = message_start_ = released_ = appended_;
  reuse_if_empty();
}

}  // namespace ymq::flow
