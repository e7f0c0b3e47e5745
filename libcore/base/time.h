#pragma once

#include <cstdint>
#include <limits>

namespace ymq {

// A moment, in nanoseconds since some moment in the past that is the same for the whole process (CLOCK_MONOTONIC, or a
// simulator's clock). Nobody in base, wire, session, flow or pattern asks a clock: moments are arguments.
using Time = std::int64_t;

inline constexpr Time kNever = std::numeric_limits<Time>::max();
inline constexpr Time kMillisecond = 1'000'000;
inline constexpr Time kSecond = 1'000 * kMillisecond;

// The moment `milliseconds` after `now`; negative means never.
constexpr Time deadline_after(Time now, std::int64_t milliseconds) noexcept {
  if (milliseconds < 0 || milliseconds > (kNever - now) / kMillisecond) return kNever;
  return now + milliseconds * kMillisecond;
}

}  // namespace ymq
