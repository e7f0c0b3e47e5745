#pragma once

#include <cstdint>

#include "base/part.h"
#include "base/ring.h"
#include "flow/outbox.h"

namespace ymq::flow {

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

 private:
  Limits limits_;
  Ring<Part> parts_;
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace ymq::flow
