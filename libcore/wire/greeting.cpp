#include "wire/greeting.h"

#include <algorithm>

#include "base/bytes.h"

namespace ymq::wire {

namespace {

constexpr std::size_t kSignatureEnd = 9;
constexpr std::size_t kMajor = 10;
constexpr std::size_t kMinor = 11;
constexpr std::size_t kMechanism = 12;
constexpr std::size_t kMechanismSize = 20;
constexpr std::size_t kAsServer = kMechanism + kMechanismSize;

bool names(std::span<const std::byte> mechanism, std::string_view wanted) {
  const auto padding = mechanism.subspan(wanted.size());
  return as_text(mechanism.first(wanted.size())) == wanted &&
         std::all_of(padding.begin(), padding.end(), [](std::byte value) { return value == std::byte{0}; });
}

// The eight bytes inside the signature are left alone: old libraries keep the length of an identity there. The tenth
// byte tells ZMTP 1.0, where it holds flags and is even, from everything since, where it is odd.
Fault check_signature(std::span<const std::byte> bytes) {
  if (!bytes.empty() && bytes[0] != std::byte{0xff}) {
    return protocol_fault("the peer does not speak ZMTP 3: its first byte is " + hex(bytes[0]) + ", not 0xff");
  }
  if (bytes.size() > kSignatureEnd && (bytes[kSignatureEnd] & std::byte{1}) == std::byte{0}) {
    return protocol_fault("the peer speaks ZMTP 1.0 (byte 10 is " + hex(bytes[kSignatureEnd]) +
                          "); 3.0 is the oldest accepted");
  }
  return {};
}

Fault check_version(std::span<const std::byte> bytes, Greeting& greeting) {
  if (bytes.size() <= kMajor) return {};
  const auto major = std::to_integer<unsigned>(bytes[kMajor]);
  if (major < 3) {
    return protocol_fault("the peer speaks ZMTP 2.0 or older (major version " + std::to_string(major) +
                          "); 3.0 is the oldest accepted");
  }
  if (bytes.size() > kMinor) greeting.minor_version = major > 3 || bytes[kMinor] != std::byte{0} ? 1 : 0;
  return {};
}

Fault check_mechanism(std::span<const std::byte> bytes, std::string_view wanted) {
  if (bytes.size() < kMechanism + kMechanismSize) return {};
  const auto mechanism = bytes.subspan(kMechanism, kMechanismSize);
  if (names(mechanism, wanted)) return {};
  const auto end =
      std::find_if(mechanism.rbegin(), mechanism.rend(), [](std::byte value) { return value != std::byte{0}; });
  const auto length = static_cast<std::size_t>(mechanism.rend() - end);
  return protocol_fault("the peer's security mechanism is " + quoted(mechanism.first(length)) + ", not " +
                        quoted(as_bytes(wanted)));
}

}  // namespace

std::array<std::byte, kGreetingSize> make_greeting(std::string_view mechanism, bool as_server) noexcept {
  std::array<std::byte, kGreetingSize> greeting{};
  greeting[0] = std::byte{0xff};
  // ZMTP 1.0 reads the signature as a long frame; a length of one is what libzmq gives it.
  greeting[8] = std::byte{0x01};
  greeting[kSignatureEnd] = std::byte{0x7f};
  greeting[kMajor] = std::byte{3};
  greeting[kMinor] = std::byte{1};
  std::copy_n(as_bytes(mechanism).begin(), mechanism.size(), greeting.begin() + kMechanism);
  greeting[kAsServer] = std::byte{as_server};
  return greeting;
}

// The as-server byte is not looked at: libzmq never sets it, and two servers or two clients find out by the first
// command.
Fault check_greeting(std::span<const std::byte> so_far, Greeting& greeting, std::string_view mechanism) {
  if (Fault fault = check_signature(so_far)) return fault;
  if (Fault fault = check_version(so_far, greeting)) return fault;
  return check_mechanism(so_far, mechanism);
}

}  // namespace ymq::wire
