#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"

namespace ymq::engine {

// Whether a thread that waits for an answer had better look for it for a moment than sleep: being woken takes longer
// than most answers do. Decides by how its waits have gone. No clock, no thread: told the time by its owner.
//
// Two that answer each other gain only where both look: while one of them sleeps, the other looks in vain for as long
// as that takes to be woken. So whoever sleeps briefly tries a few longer looks every now and then, which outlast that.
// At some moment both try at once, find it out by how soon the answers come, and stay with it. Moments drawn at random
// meet; fixed ones might miss each other for ever.
class Looks {
 public:
  // Of two that answer each other each had better have its own `seed`.
  explicit Looks(std::uint32_t seed) noexcept : random_(seed | 1) {}

  // Until when to look, from now on. 0: not at all.
  Time begin(Time now) noexcept {
    began_ = now;
    looking_ = credit_ > 0 || trial_ > 0;
    return looking_ ? now + longest() : 0;
  }
  // The wait is over.
  void end(Time now) noexcept {
    const Time took = now - began_;
    looking_ ? looked(took) : slept(took);
  }

 private:
  static constexpr Time kLongestLook = 30'000;
  // Longer than it takes to wake somebody, also on a virtual machine whose processor has to be woken first.
  static constexpr Time kLongestTrial = 250'000;
  // How short a sleep has to be for looks to be worth a trial: both sides may have been woken in that time.
  static constexpr Time kShortSleep = 400'000;
  // Looks that went well earn credit, up to so much; a look in vain costs some of it, and all where there was little.
  static constexpr int kMostCredit = 256;
  static constexpr int kVain = 16;
  static constexpr int kFound = 4 * kVain;
  // How many looks are a trial, and how many short sleeps lie between two: from so many to twice as many.
  static constexpr int kTrial = 8;
  static constexpr int kSleeps = 128;

  Time longest() const noexcept { return trial_ > 0 ? kLongestTrial : kLongestLook; }

  void slept(Time took) noexcept {
    if (took >= kShortSleep || --sleeps_ > 0) return;
    trial_ = kTrial;
    sleeps_ = kSleeps + static_cast<int>(draw() % kSleeps);
  }

  void looked(Time took) noexcept {
    if (took < kLongestLook) {
      credit_ = std::min(std::max(credit_ + 1, kFound), kMostCredit);
    } else if (took >= longest()) {
      credit_ = credit_ > kFound ? credit_ - kVain : 0;
      trial_ = 0;
    }
    trial_ = std::max(trial_ - 1, 0);
  }

  std::uint32_t draw() noexcept {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    return random_ ^= random_ << 5;
  }

  std::uint32_t random_;
  int credit_ = 0;
  int trial_ = kTrial;  // Looks that are left of the one under way.
  int sleeps_ = kSleeps;
  Time began_ = 0;
  bool looking_ = false;
};

}  // namespace ymq::engine
