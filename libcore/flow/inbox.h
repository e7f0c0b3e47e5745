#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>

#include "base/part.h"
#include "base/ring.h"
#include "flow/outbox.h"

namespace ymq::flow {

// How much a caller has room for, counted down as he takes.
struct Allowance {
  std::uint32_t messages = 0;
  std::uint32_t parts = 0;
  std::uint64_t bytes = 0;
};

// What came from one peer and waits for the application: whole messages.
class Inbox {
 public:
  void set_limits(Limits limits) noexcept { limits_ = limits; }
  const Limits& limits() const noexcept { return limits_; }
  bool has_room() const noexcept { return !limits_.reached(messages_, bytes_); }
  bool below_low_mark() const noexcept { return !limits_.low_mark().reached(messages_, bytes_); }

  bool empty() const noexcept { return messages_ == 0; }
  std::uint64_t messages() const noexcept { return messages_; }
  std::uint64_t bytes() const noexcept { return bytes_; }

  // Makes room for `parts` more parts, so that the pushes that follow cannot fail.
  bool reserve(std::size_t parts) noexcept { return parts_.reserve(parts); }
  // Adds a part; messages are added whole, so a part with `more` is followed by the next at once.
  bool push(Part part) noexcept {
    const std::uint64_t size = part.size;
    const bool last = !part.more;
    if (!parts_.push_back(std::move(part))) return false;
    bytes_ += size;
    messages_ += last;
    return true;
  }

  // Adds whole messages, and returns how many they are. Only where `reserve` has made room for their parts.
  std::uint64_t push_all(std::span<Part> parts) noexcept {
    const std::uint64_t before = messages_;
    for (const Part& part : parts) {
      bytes_ += part.size;
      messages_ += !part.more;
    }
    parts_.push_all_reserved(parts);
    return messages_ - before;
  }

  // Takes up to `most` messages out, appending their parts, as long as the next one is within the allowance. Returns
  // how many. Where memory runs out it throws, and the messages that it has not appended are still there.
  std::uint32_t take_run(Message& message, Allowance& allowance, std::uint32_t most) {
    most = static_cast<std::uint32_t>(std::min<std::uint64_t>({most, allowance.messages, messages_}));
    message.reserve(message.size() + std::min<std::size_t>(most, allowance.parts));
    std::uint32_t taken = 0;
    while (taken < most) {
      const std::uint32_t now = take_side_by_side(message, allowance, most - taken);
      if (now == 0) break;
      taken += now;
    }
    return taken;
  }

  // Takes the first message out, appending its parts. Not when empty. Where memory runs out it throws, and nothing is
  // taken.
  void take(Message& message) {
    std::size_t count = 1;
    while (parts_[count - 1].more) ++count;
    const std::size_t before = message.size();
    message.resize(before + count);
    for (std::size_t i = before; i < message.size(); ++i) {
      message[i] = parts_.pop_front();
      bytes_ -= message[i].size;
    }
    --messages_;
  }

  void clear() noexcept {
    parts_.clear();
    messages_ = bytes_ = 0;
  }

  // As `clear`, and keeps the room that it has.
  void drop_all() noexcept {
    while (!parts_.empty()) parts_.pop_front();
    messages_ = bytes_ = 0;
  }

  // From now on it is to hold the newest message only, and has no limits: whoever adds one drops the others first.
  void conflate() noexcept { conflates_ = true; }
  bool conflates() const noexcept { return conflates_; }

 private:
  // The messages at the front that lie in one piece of the ring. One that goes on at the ring's beginning is taken
  // alone.
  std::uint32_t take_side_by_side(Message& message, Allowance& allowance, std::uint32_t most) {
    const std::span<Part> run = parts_.front_run();
    std::size_t parts = 0;
    std::uint32_t messages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < run.size() && messages < most; ++i) {
      size += run[i].size;
      if (run[i].more) continue;
      if (i >= allowance.parts || bytes + size > allowance.bytes) break;
      bytes += std::exchange(size, 0);
      parts = i + 1;
      ++messages;
    }
    if (messages == 0) return !run.back().more || !take_allowed(message, allowance) ? 0 : 1;
    const auto begin = std::make_move_iterator(run.begin());
    message.insert(message.end(), begin, begin + static_cast<std::ptrdiff_t>(parts));
    parts_.drop_front(parts);
    count_out(allowance, messages, parts, bytes);
    return messages;
  }

  bool take_allowed(Message& message, Allowance& allowance) {
    std::uint64_t size = parts_.front().size;
    std::size_t count = 1;
    for (; parts_[count - 1].more; ++count) size += parts_[count].size;
    if (count > allowance.parts || size > allowance.bytes) return false;
    message.reserve(message.size() + count);
    for (std::size_t i = 0; i < count; ++i) message.push_back(parts_.pop_front());
    count_out(allowance, 1, count, size);
    return true;
  }

  void count_out(Allowance& allowance, std::uint32_t messages, std::size_t parts, std::uint64_t bytes) noexcept {
    allowance.messages -= messages;
    allowance.parts -= static_cast<std::uint32_t>(parts);
    allowance.bytes -= bytes;
    messages_ -= messages;
    bytes_ -= bytes;
  }

  Limits limits_;
  bool conflates_ = false;
  Ring<Part> parts_;
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace ymq::flow
