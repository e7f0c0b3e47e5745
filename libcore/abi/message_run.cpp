#include "abi/message_run.h"

#include <algorithm>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "engine/error.h"

namespace ymq::abi {

namespace {

// A mark of what is received is of no harm in what is sent.
constexpr std::uint32_t kKnownFlags = YMQ_PART_MORE | YMQ_PART_REDELIVERED;

std::uint32_t flags_of(const Part& part) noexcept {
  static_assert(YMQ_PART_MORE == 1 && YMQ_PART_REDELIVERED == 2);
  return static_cast<std::uint32_t>(part.more | part.redelivered << 1);
}

bool refuse(const std::string& text) {
  engine::fail(Status::kInvalidArgument, text);
  return false;
}

}  // namespace

bool MessageRun::valid_parts() const {
  if (!bytes_ && size_ != 0) return refuse("bytes is null, but its size is " + std::to_string(size_));
  if (!parts_)
    return part_count_ == 0 || refuse("parts is null, but there are said to be " + std::to_string(part_count_));
  if (part_count_ == 0) return refuse("no parts: a message has at least one");
  std::uint64_t left = size_;
  for (std::uint32_t i = 0; i < part_count_; ++i) {
    if (parts_[i].size > left) return refuse("the parts are longer than the " + std::to_string(size_) + " bytes given");
    if (parts_[i].flags & ~kKnownFlags) {
      return refuse("part " + std::to_string(i) + " has unknown flags: " + std::to_string(parts_[i].flags));
    }
    left -= parts_[i].size;
  }
  if (left != 0) return refuse("the parts leave " + std::to_string(left) + " bytes over");
  if (parts_[part_count_ - 1].flags & YMQ_PART_MORE) return refuse("the last part is flagged MORE");
  return true;
}

MessageView MessageRun::next() {
  if (!parts_) return std::exchange(single_taken_, true) ? MessageView() : single(size_);
  if (part_ == part_count_) return {};
  if (parts_[part_].flags & YMQ_PART_MORE) return next_of_many_parts();
  return single(parts_[part_++].size);
}

MessageView MessageRun::single(std::uint64_t size) noexcept {
  single_ = {bytes_, size, nullptr};
  bytes_ += size;
  return {&single_, 1};
}

MessageView MessageRun::next_of_many_parts() {
  views_.clear();
  bool more = true;
  while (more) {
    const ymq_part& part = parts_[part_++];
    views_.push_back({bytes_, part.size, nullptr});
    bytes_ += part.size;
    more = part.flags & YMQ_PART_MORE;
  }
  return views_;
}

std::span<const PartView> MessageRun::peek_run() {
  const std::uint32_t most = parts_ ? std::min<std::uint32_t>(part_count_ - part_, kRun) : 0;
  const std::byte* data = bytes_;
  std::size_t count = 0;
  for (; count < most && !(parts_[part_ + count].flags & YMQ_PART_MORE); ++count) {
    const std::uint64_t size = parts_[part_ + count].size;
    std::construct_at(run() + count, data, size, nullptr);
    data += size;
  }
  return {run(), count};
}

void MessageRun::skip(std::size_t messages) {
  if (messages == 0) return;
  const PartView& last = run()[messages - 1];
  bytes_ = last.data + last.size;
  part_ += static_cast<std::uint32_t>(messages);
}

void copy_out(Message& parts, std::uint8_t* bytes, ymq_part* records) noexcept {
  Block* block = nullptr;
  std::uint32_t references = 0;
  for (Part& part : parts) {
    const std::uint64_t size = part.size;
    copy_few(reinterpret_cast<std::byte*>(bytes), part.data, size);
    bytes += size;
    *records++ = {size, flags_of(part), 0};
    // Parts of the same block are let go of together: one atomic operation for many.
    Block* held = part.block.detach();
    if (held != block) {
      if (block) block->release(references);
      block = held;
      references = 0;
    }
    ++references;
  }
  if (block) block->release(references);
  parts.clear();
}

}  // namespace ymq::abi
