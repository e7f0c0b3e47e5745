#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace sim {

// Numbers that follow from a seed: splitmix64. Small, so that whatever draws numbers has a source of its own, and what
// one draws does not change what others do.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t value = state_ += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
  }
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }
  bool chance(std::uint64_t percent) { return below(100) < percent; }
  // As likely between 1 and 2 as between 1000 and 2000.
  std::uint64_t scaled(std::uint64_t least, std::uint64_t most) {
    const int doublings = std::bit_width(most / (least == 0 ? 1 : least));
    const std::uint64_t limit = least << below(static_cast<std::uint64_t>(doublings) + 1);
    return between(least, limit < least || limit > most ? most : limit);
  }

 private:
  std::uint64_t state_;
};

}  // namespace sim
