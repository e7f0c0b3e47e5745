#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/fault.h"

// The 64 bytes that each side of a ZMTP connection sends first (RFC 37, section "The Greeting").
namespace ymq::wire {

inline constexpr std::size_t kGreetingSize = 64;

inline constexpr std::string_view kNull = "NULL";
inline constexpr std::string_view kPlain = "PLAIN";
inline constexpr std::string_view kCurve = "CURVE";
inline constexpr std::string_view kGssapi = "GSSAPI";

// Ours: ZMTP 3.1 with this mechanism, of which we are the server or not.
std::array<std::byte, kGreetingSize> make_greeting(std::string_view mechanism = kNull, bool as_server = false) noexcept;

struct Greeting {
  int minor_version = 1;  // 0: the peer speaks ZMTP 3.0. Anything newer is spoken to as 3.1.
};

// Judges as much of a peer's greeting as has come, at most kGreetingSize bytes; what is wrong is noticed with the first
// byte that shows it. With all bytes there and no fault, the greeting is good: it names the mechanism that we want.
Fault check_greeting(std::span<const std::byte> so_far, Greeting& greeting, std::string_view mechanism = kNull);

}  // namespace ymq::wire
