#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/fault.h"

// The 64 bytes that each side of a ZMTP connection sends first (RFC 37, section "The Greeting").
namespace ymq::wire {

inline constexpr std::size_t kGreetingSize = 64;

// Ours: ZMTP 3.1 with the NULL mechanism.
std::array<std::byte, kGreetingSize> make_greeting() noexcept;

struct Greeting {
  int minor_version = 1;  // 0: the peer speaks ZMTP 3.0. Anything newer is spoken to as 3.1.
};

// Judges as much of a peer's greeting as has come, at most kGreetingSize bytes; what is wrong is noticed with the first
// byte that shows it. With all bytes there and no fault, the greeting is good.
Fault check_greeting(std::span<const std::byte> so_far, Greeting& greeting);

}  // namespace ymq::wire
