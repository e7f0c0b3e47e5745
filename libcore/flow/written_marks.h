#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ymq::flow {

// How many messages were written up to some positions of a log, so that it can be told how many lie in its last bytes:
// at most too many, never too few. Takes no more memory for a long log than for a short one: the marks get further
// apart.
class WrittenMarks {
 public:
  // So many messages have been written in all, up to this position.
  void note(std::uint64_t position, std::uint64_t messages) {
    if (!marks_.empty() && position - marks_.back().position < distance_) return;
    if (marks_.size() == kMost) thin_out();
    marks_.push_back({position, messages});
  }
  // How many had been written when no more than the bytes before this position had.
  std::uint64_t messages_before(std::uint64_t position) const noexcept {
    std::uint64_t messages = first_;
    for (const Mark& mark : marks_) {
      if (mark.position > position) break;
      messages = mark.messages;
    }
    return messages;
  }
  // Nothing is known of what was written before: so many messages.
  void begin(std::uint64_t messages) noexcept {
    marks_.clear();
    distance_ = kFirstDistance;
    first_ = messages;
  }

 private:
  struct Mark {
    std::uint64_t position = 0;
    std::uint64_t messages = 0;
  };
  static constexpr std::size_t kMost = 64;
  static constexpr std::uint64_t kFirstDistance = 1024;

  void thin_out() {
    for (std::size_t i = 0; i < kMost / 2; ++i) marks_[i] = marks_[2 * i + 1];
    marks_.resize(kMost / 2);
    distance_ *= 2;
  }

  std::vector<Mark> marks_;
  std::uint64_t distance_ = kFirstDistance;
  std::uint64_t first_ = 0;
};

}  // namespace ymq::flow
