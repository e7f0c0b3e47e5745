#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.h"

// ZMTP frames (RFC 37): a byte of flags, a length of one or eight bytes, the body.
namespace ymq::wire {

inline constexpr std::uint8_t kMore = 1;     // Another frame of the same message follows.
inline constexpr std::uint8_t kLong = 2;     // The length takes eight bytes; set by `encode_header`.
inline constexpr std::uint8_t kCommand = 4;  // The body is a command, no part of a message.
inline constexpr std::uint8_t kAllFlags = kMore | kLong | kCommand;

inline constexpr std::size_t kShortHeader = 2;
inline constexpr std::size_t kLongHeader = 9;
inline constexpr std::size_t kMaxHeader = kLongHeader;
inline constexpr std::uint64_t kMaxShortBody = 255;
inline constexpr std::uint64_t kMaxBody = INT64_MAX;

// The command YMQAGAIN, as a whole frame: it is a piece of the message that it stands before.
inline constexpr std::string_view kAgainFrame =
    "\x04\x09\x08"
    "YMQAGAIN";

struct FrameHeader {
  std::uint64_t body_size = 0;
  std::uint8_t header_size = 0;
  std::uint8_t flags = 0;

  // Reserved bits are refused, because a later protocol may give them a meaning; so are commands of several frames.
  bool flags_valid() const noexcept {
    return !(flags & ~kAllFlags) && (flags & (kCommand | kMore)) != (kCommand | kMore);
  }
  bool size_valid() const noexcept { return body_size <= kMaxBody; }
};

// How long a header is that begins with this byte.
inline std::size_t header_size(std::byte first) noexcept {
  return (std::to_integer<std::uint8_t>(first) & kLong) ? kLongHeader : kShortHeader;
}

// Writes a header to `out`, which has room for kMaxHeader bytes, and returns its length. `flags` is without kLong.
inline std::size_t encode_header(std::byte* out, std::uint8_t flags, std::uint64_t body_size) noexcept {
  if (body_size <= kMaxShortBody) {
    out[0] = std::byte{flags};
    out[1] = static_cast<std::byte>(body_size);
    return kShortHeader;
  }
  out[0] = std::byte{static_cast<std::uint8_t>(flags | kLong)};
  store_big_endian(out + 1, body_size);
  return kLongHeader;
}

// Reads a header that is known to be whole, whatever it says.
inline FrameHeader decode_header_unchecked(const std::byte* at) noexcept {
  const auto flags = std::to_integer<std::uint8_t>(at[0]);
  if (flags & kLong) return {load_big_endian<std::uint64_t>(at + 1), kLongHeader, flags};
  return {std::to_integer<std::uint64_t>(at[1]), kShortHeader, flags};
}

enum class HeaderResult : std::uint8_t { kWhole, kIncomplete, kBadFlags, kBadSize };

// Reads the header at the front of `bytes`. Bad flags are noticed as soon as their byte is there.
inline HeaderResult decode_header(std::span<const std::byte> bytes, FrameHeader& header) noexcept {
  if (bytes.empty()) return HeaderResult::kIncomplete;
  header.flags = std::to_integer<std::uint8_t>(bytes[0]);
  if (!header.flags_valid()) return HeaderResult::kBadFlags;
  if (bytes.size() < header_size(bytes[0])) return HeaderResult::kIncomplete;
  header = decode_header_unchecked(bytes.data());
  return header.size_valid() ? HeaderResult::kWhole : HeaderResult::kBadSize;
}

}  // namespace ymq::wire
