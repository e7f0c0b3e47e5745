#include "wire/decoder.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <new>
#include <string>
#include <utility>

namespace ymq::wire {

namespace {

// Counts references while parts are made, and adds them to the block in one step, also when making a part failed.
struct BulkReferences {
  Block* block;
  std::uint32_t count = 0;

  ~BulkReferences() {
    if (count) block->add_references(count);
  }
};

void drop_unfinished(std::vector<Part>& messages) noexcept {
  while (!messages.empty() && messages.back().more) messages.pop_back();
}

std::string frame_text(const FrameHeader& header) {
  return "a frame with flags " + hex(std::byte{header.flags}) + " and length " + std::to_string(header.body_size);
}

}  // namespace

Fault too_large_fault(std::uint64_t size, std::uint64_t limit) {
  Fault fault{Status::kMessageTooLarge, "the peer sent a message of " + std::to_string(size) +
                                            " bytes or more, each part counted as 32 more; the limit is " +
                                            std::to_string(limit)};
  fault.of_message = true;
  return fault;
}

Decoder::Decoder(std::uint64_t max_message_size, std::uint64_t handshake_command) noexcept
    : limit_(max_message_size ? max_message_size : std::numeric_limits<std::uint64_t>::max()),
      handshake_command_(handshake_command) {}

Decoder::Stop Decoder::feed(std::span<const std::byte>& bytes, Block* owner, std::vector<Part>& messages) noexcept try {
  command_ = {};
  while (!bytes.empty()) {
    if (messages_accepted_ && held_.empty() && !header_filled_) slice_frames(bytes, owner, messages);
    if (const Stop stop = take_frame(bytes, owner, messages); stop != Stop::kDry) return stop;
  }
  return Stop::kDry;
} catch (const std::bad_alloc&) {
  return out_of_memory(messages);
}

// The loop that everything waits for: message frames that lie whole in the bytes. Whatever is out of the ordinary (a
// command, a cut frame, a bad one) ends it and is left to `take_frame`.
void Decoder::slice_frames(std::span<const std::byte>& bytes, Block* owner, std::vector<Part>& messages) {
  BulkReferences references{owner};
  const std::byte* at = bytes.data();
  const std::byte* const end = at + bytes.size();
  std::uint64_t message_size = 0;
  while (end - at >= static_cast<std::ptrdiff_t>(kShortHeader)) {
    const auto flags = std::to_integer<std::uint8_t>(at[0]);
    if (flags > (kMore | kLong)) break;
    if ((flags & kLong) && end - at < static_cast<std::ptrdiff_t>(kLongHeader)) break;
    const FrameHeader header = decode_header_unchecked(at);
    if (header.body_size > static_cast<std::uint64_t>(end - at) - header.header_size) break;
    const std::uint64_t size = message_size + header.body_size + kPartOverhead;
    if (size > limit_) break;

    Part& part = messages.emplace_back();
    if (header.body_size) {
      part.block = BlockRef::adopt(owner);
      part.data = at + header.header_size;
      ++references.count;
    }
    const bool more = flags & kMore;
    static_cast<PartTraits&>(part) = {header.body_size, more, false};
    message_size = more ? size : 0;
    at += header.header_size + header.body_size;
  }
  bytes = bytes.last(static_cast<std::size_t>(end - at));
  message_size_ = message_size;
  hold_unfinished(messages);
}

void Decoder::hold_unfinished(std::vector<Part>& messages) {
  auto unfinished = messages.end();
  while (unfinished != messages.begin() && std::prev(unfinished)->more) --unfinished;
  held_.assign(std::make_move_iterator(unfinished), std::make_move_iterator(messages.end()));
  messages.erase(unfinished, messages.end());
}

// One frame of any kind, or as much of it as there is.
Decoder::Stop Decoder::take_frame(std::span<const std::byte>& bytes, Block* owner, std::vector<Part>& messages) {
  if (!in_body_ && !take_header(bytes)) return fault_ ? Stop::kFault : Stop::kDry;
  if (!take_body(bytes, owner)) return Stop::kDry;
  return finish_frame(messages);
}

bool Decoder::take_header(std::span<const std::byte>& bytes) {
  while (!bytes.empty()) {
    header_bytes_[header_filled_++] = bytes.front();
    bytes = bytes.subspan(1);
    const HeaderResult result = decode_header({header_bytes_.data(), header_filled_}, header_);
    if (result == HeaderResult::kIncomplete) continue;
    if (!refuse(check_header(result))) return false;
    in_body_ = true;
    return true;
  }
  return false;
}

Fault Decoder::check_header(HeaderResult result) const {
  if (result == HeaderResult::kBadFlags) {
    return protocol_fault("the peer sent a frame with flags " + hex(std::byte{header_.flags}));
  }
  if (result == HeaderResult::kBadSize) return protocol_fault("the peer sent " + frame_text(header_));
  return check_sizes();
}

Fault Decoder::check_sizes() const {
  const std::uint64_t size = header_.body_size + kPartOverhead;
  if (header_.flags & kCommand) {
    const std::uint64_t most = messages_accepted_ ? limit_ : std::min(limit_, kMaxHandshakeCommand);
    if (size <= std::max(most, messages_accepted_ ? kAlwaysAcceptedCommand : handshake_command_)) return {};
    return {Status::kMessageTooLarge, "the peer sent a command of " + std::to_string(header_.body_size) + " bytes"};
  }
  if (!messages_accepted_) return protocol_fault("the peer sent a message before its READY: " + frame_text(header_));
  if (message_size_ + size <= limit_) return {};
  return too_large_fault(message_size_ + size, limit_);
}

// A body is sliced where it lies whole in the bytes, and otherwise gathered in a block of its own.
bool Decoder::take_body(std::span<const std::byte>& bytes, Block* owner) {
  const auto size = static_cast<std::size_t>(header_.body_size);
  whole_.size = size;
  if (!size) return true;
  if (!body_ && bytes.size() >= size) {
    whole_.block = BlockRef::share(owner);
    whole_.data = bytes.data();
    bytes = bytes.subspan(size);
    return true;
  }
  copy_body(bytes);
  return body_filled_ == size;
}

void Decoder::copy_body(std::span<const std::byte>& bytes) {
  const std::size_t count = std::min(bytes.size(), static_cast<std::size_t>(header_.body_size) - body_filled_);
  if (!make_room(body_filled_ + count)) throw std::bad_alloc();
  if (count) std::memcpy(body_->data() + body_filled_, bytes.data(), count);
  body_filled_ += count;
  bytes = bytes.subspan(count);
}

// Makes the block large enough for what has arrived and, unless that is everything, for more: at most four times as
// much, because the announced length is only the peer's word.
bool Decoder::make_room(std::size_t arrived) {
  const auto size = static_cast<std::size_t>(header_.body_size);
  if (body_ && (arrived < body_->capacity() || body_->capacity() >= size)) return true;
  const std::size_t capacity = size < kLargePart ? size : std::min(size, 4 * std::max(kLargePart, arrived));
  if (body_) return body_->grow(capacity, body_filled_, size);
  body_ = BlockRef::adopt(Block::allocate_kept(size));
  if (!body_) body_ = BlockRef::allocate(capacity);
  return static_cast<bool>(body_);
}

std::span<std::byte> Decoder::target() noexcept {
  if (!body_ || header_.body_size < kLargePart) return {};
  const std::size_t room = std::min(body_->capacity(), static_cast<std::size_t>(header_.body_size));
  return {body_->data() + body_filled_, room - body_filled_};
}

Decoder::Stop Decoder::received_in_target(std::size_t size, std::vector<Part>& messages) noexcept try {
  command_ = {};
  body_filled_ += std::min(size, target().size());
  if (body_ && body_filled_ == header_.body_size) return finish_frame(messages);
  if (body_ && !make_room(body_filled_)) throw std::bad_alloc();
  return Stop::kDry;
} catch (const std::bad_alloc&) {
  return out_of_memory(messages);
}

Decoder::Stop Decoder::finish_frame(std::vector<Part>& messages) {
  Part part = std::exchange(whole_, {});
  if (body_) {
    part.data = body_->data();
    part.block = std::move(body_);
  }
  header_filled_ = 0;
  body_filled_ = 0;
  in_body_ = false;
  if (header_.flags & kCommand) {
    command_ = std::move(part);
    return Stop::kCommand;
  }
  part.more = header_.flags & kMore;
  append(std::move(part), messages);
  return Stop::kDry;
}

void Decoder::append(Part part, std::vector<Part>& messages) {
  message_size_ = part.more ? message_size_ + part.size + kPartOverhead : 0;
  if (part.more || !held_.empty()) {
    held_.push_back(std::move(part));
  } else {
    messages.push_back(std::move(part));
  }
  if (message_size_ || held_.empty()) return;
  messages.insert(messages.end(), std::make_move_iterator(held_.begin()), std::make_move_iterator(held_.end()));
  held_ = {};
}

// Records a fault, if it is one. False: the decoder has stopped.
bool Decoder::refuse(Fault fault) noexcept {
  if (fault) fault_ = std::move(fault);
  return !fault_;
}

// The text is short enough to need no memory of its own.
Decoder::Stop Decoder::out_of_memory(std::vector<Part>& messages) noexcept {
  drop_unfinished(messages);
  refuse({Status::kOutOfMemory, "out of memory"});
  return Stop::kFault;
}

}  // namespace ymq::wire
