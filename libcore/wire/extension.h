#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/command.h"
#include "wire/fault.h"

// What docs/wire-extension.md adds to ZMTP: one property of READY, and the bodies of the commands that follow where
// both sides have sent it.
namespace ymq::wire {

inline constexpr std::string_view kExtension = "X-YMQ";
inline constexpr std::size_t kMaxExtensionValue = 64;

inline constexpr std::string_view kResume = "YMQRESUME";
inline constexpr std::string_view kAcknowledge = "YMQACK";
inline constexpr std::string_view kAsk = "YMQASK";
inline constexpr std::string_view kAgain = "YMQAGAIN";
inline constexpr std::string_view kEnd = "YMQEND";
inline constexpr std::string_view kTopics = "YMQTOPICS";

// 128 bits that nobody can guess; all zero: none.
struct SessionId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool empty() const noexcept { return high == 0 && low == 0; }
  bool operator==(const SessionId&) const = default;
};

// Names a session, and which of its connections this is.
struct SessionToken {
  SessionId session;
  std::uint32_t epoch = 0;

  bool empty() const noexcept { return session.empty(); }
};

// What one side says about itself.
struct Offer {
  std::uint32_t heartbeat_tenths = 0;  // Something is sent at least so often; 0: no promise.
  std::uint32_t window_kib = 0;        // How much it keeps unacknowledged; 0: no bound.
  SessionToken token;
};

// The value of the property.
std::string format_offer(const Offer& offer);
// Nothing: the value does not follow the grammar, or there is no version or feature in common.
std::optional<Offer> parse_offer(std::string_view value);

struct Resume {
  bool resumed = false;        // The opener's: it has begun the session; the accepter's: that goes on.
  std::uint64_t position = 0;  // How many messages have come.
  std::uint64_t refused = 0;   // Where the last one ends that was too large to be taken; 0: there was none.
  std::uint64_t instance = 0;  // The number that the accepter gave the session when it began there.
};
Fault parse_resume(Bytes data, Resume& resume);
// The position of a YMQACK or a YMQEND.
Fault parse_position(Bytes data, std::uint64_t& position);

void append_resume(std::vector<std::byte>& out, const Resume& resume);
void append_acknowledge(std::vector<std::byte>& out, std::uint64_t position);
void append_ask(std::vector<std::byte>& out);
void append_topics(std::vector<std::byte>& out);
void append_end(std::vector<std::byte>& out, std::uint64_t position);

}  // namespace ymq::wire
