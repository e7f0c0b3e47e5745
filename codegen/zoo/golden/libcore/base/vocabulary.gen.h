// Generated from the spec of zoo by `npm run codegen`; do not edit.

#pragma once

#include <cstdint>
#include <string_view>

namespace zoo {

// How a call ends.
enum class Status : int32_t {
  // All is well.
  kOk = 0,
  // The handle names no animal: `null`, or one that left.
  kInvalidHandle = -1,
  // It takes too long.
  kTimedOut = -2,
  // The old name of `TIMED_OUT`.
  kLate = -2,
  // After a gap: somebody closed the door.
  kClosed = -7,
};

// What an animal is.
enum class Kind : int32_t {
  // Has fur.
  kMammal = 1,
  // Has feathers.
  kBirdOfPrey = 2,
};

// What an animal may do.
enum class Permission : uint32_t {
  // Leave the cage.
  kLeave = 1,
  // Bite.
  kBite = 2,
};

// Which operation ended.
enum class CompletionKind : int32_t {
  // A feeding.
  kFeed = 1,
  // A walk.
  kWalk = 2,
  // A birth.
  kBirth = 3,
};

// The number of an option.
enum class OptionId : int32_t {
  // Its name: a text with a default.
  kName = 1,
  // Its mark: bytes.
  kMark = 2,
  // How long it sleeps; -1 | 0 mean for ever and never.
  kNap = 5,
  // Whether it is tame.
  kTame = 6,
};

enum class OptionType : uint8_t { kInt, kBool, kBytes, kText };

enum class OptionUnit : uint8_t {
  kNone,
  kMessages,
  kBytes,
  kMicroseconds,
  kMilliseconds,
  kSeconds,
  kConnections,
  kTopics,
  kProbes,
};

// One option of a connector. The bounds hold for numbers, and for the length in bytes of `kBytes` and `kText`.
struct OptionInfo {
  OptionId id;
  std::string_view name;
  OptionType type;
  int64_t min;
  int64_t max;
  // The default of `kInt` and `kBool`.
  int64_t default_value;
  // The default of `kBytes` and `kText`.
  std::string_view default_text;
  OptionUnit unit;
  bool read_only;
  // A change takes effect on what exists already.
  bool live;
};

inline constexpr OptionInfo kOptions[] = {
    {OptionId::kName, "name", OptionType::kText, 0, 64, 0, "Nobody", OptionUnit::kNone, false, true},
    {OptionId::kMark, "mark", OptionType::kBytes, 0, 8, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kNap, "nap", OptionType::kInt, -1, 9007199254740991, 250, "", OptionUnit::kMilliseconds, false, true},
    {OptionId::kTame, "tame", OptionType::kBool, 0, 1, 1, "", OptionUnit::kNone, true, true},
};

// The option with this number, or null.
constexpr const OptionInfo* find_option(int32_t id) {
  for (const OptionInfo& option : kOptions) {
    if (static_cast<int32_t>(option.id) == id) return &option;
  }
  return nullptr;
}

}  // namespace zoo
