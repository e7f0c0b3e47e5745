#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/vocabulary.gen.h"

namespace ymq::engine {

struct Event {
  Time time = 0;
  std::uint64_t peer = 0;
  std::uint64_t count = 0;
  EventKind kind = EventKind::kLost;
  Status status = Status::kOk;
  int system_error = 0;
  std::string endpoint;
};

// The newest events of a connector. Never waits for whoever reads them: the oldest are forgotten, and counted. Guarded
// by the monitor.
class EventLog {
 public:
  static constexpr std::size_t kCapacity = 1024;

  void add(Event event);
  // False: there is none. First comes a kLost that says how many were forgotten, if any were.
  bool take(Event& event);
  // How many `take` would give.
  std::uint64_t waiting() const noexcept { return last_ - first_ + (lost_ != 0 ? 1 : 0); }
  // How many were ever forgotten.
  std::uint64_t lost() const noexcept { return lost_in_all_; }

 private:
  std::unique_ptr<std::array<Event, kCapacity>> ring_;
  std::uint64_t first_ = 0;
  std::uint64_t last_ = 0;
  std::uint64_t lost_ = 0;  // And not yet told of.
  std::uint64_t lost_in_all_ = 0;
};

}  // namespace ymq::engine
