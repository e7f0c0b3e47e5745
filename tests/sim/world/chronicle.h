#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace sim {

using ymq::Time;

// What can happen in a world.
enum class Kind : std::uint8_t {
  kConnected,
  kRefused,
  kUnanswered,
  kReset,
  kHalfClosed,
  kStalled,
  kSilenced,
  kStarted,
  kDied,
  kLeft,
  kGone,
  kCutOff,
  kListenerStopped,
  kListenerBack,
  kPaused,
  kSent,
  kFull,
  kReceived,
  kReceivedAgain,
  kTold,
  kSignal,
  kBytes,
  kHungUp,
  kEvent,
  kCalm,
};
inline constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::kCalm) + 1;

// The name of a kind in reports: `half closes`. Empty for what is not worth reporting.
std::string_view name_of(Kind kind);

// What happened in one world: counted by kind, folded into a digest by which two runs of a seed can be compared, and
// told to whoever reads along.
class Chronicle {
 public:
  using Reader = std::function<void(const std::string& line)>;
  explicit Chronicle(Reader reader = nullptr) : reader_(std::move(reader)) {}

  // Hosts are numbered from 1 in the order in which they are added; 0 is nobody.
  int add_host(const std::string& name);
  const std::string& name_of_host(int host) const { return names_[static_cast<std::size_t>(host)]; }

  // `detail` is put behind the words where somebody reads along, and is no part of the digest.
  void note(Time moment, int host, Kind kind, std::uint64_t a = 0, std::uint64_t b = 0, std::string_view detail = {});
  // A line that is no entry: what the world is like, say.
  void tell(const std::string& line) const {
    if (reader_) reader_(line);
  }
  bool is_read() const noexcept { return reader_ != nullptr; }

  std::uint64_t count(Kind kind) const noexcept { return counts_[static_cast<std::size_t>(kind)]; }
  std::uint64_t digest() const noexcept { return digest_; }

 private:
  void fold(std::uint64_t value);
  std::string words(Kind kind, std::uint64_t a, std::uint64_t b) const;

  const Reader reader_;
  std::vector<std::string> names_{""};
  std::array<std::uint64_t, kKinds> counts_{};
  std::uint64_t digest_ = 0xcbf29ce484222325;
};

}  // namespace sim
