#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "wire/command.h"
#include "wire/fault.h"

// Keys and boxes of CURVE (RFC 26): all that is asked of libsodium, and the only place that asks it.
namespace ymq::session {

inline constexpr std::size_t kKeySize = 32;
inline constexpr std::size_t kMacSize = 16;

using Key = std::array<std::byte, kKeySize>;

// A key that nobody may learn: what it was is wiped with it.
class Secret {
 public:
  Secret() = default;
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret();

  std::byte* data() noexcept { return key_.data(); }
  const std::byte* data() const noexcept { return key_.data(); }
  std::span<const std::byte, kKeySize> bytes() const noexcept { return key_; }

 private:
  Key key_{};
};

// False: the system has no random numbers, or the library does not work here. To be asked before all else.
bool crypto_works() noexcept;

void fill_with_random(std::span<std::byte> bytes) noexcept;
Secret make_secret() noexcept;
// False: it is no key.
bool public_key_of(const Secret& secret, Key& key) noexcept;
// In constant time.
bool same(std::span<const std::byte> one, std::span<const std::byte> other) noexcept;
void wipe(std::string& text) noexcept;

// As users write a key: 32 bytes, or 40 characters of Z85. The fault says what is wrong.
wire::Fault parse_key(std::string_view text, std::span<std::byte, kKeySize> key);

// 24 bytes that no two boxes of the same keys share.
class Nonce {
 public:
  // A prefix of 16 letters, and a number.
  Nonce(std::string_view prefix, std::uint64_t number) noexcept;
  // A prefix of 8 letters, and 16 random bytes.
  Nonce(std::string_view prefix, std::span<const std::byte> random) noexcept;
  const std::byte* data() const noexcept { return bytes_.data(); }

 private:
  std::array<std::byte, 24> bytes_{};
};

// The key that both owners of two pairs can compute. False: the public key is one that would give everybody the same.
bool share(const Key& theirs, const Secret& ours, Secret& shared) noexcept;

// `box` is kMacSize larger than `plain`. Opening is false where somebody else has made the box.
void seal_box(std::span<std::byte> box, wire::Bytes plain, const Nonce& nonce, const Secret& shared) noexcept;
bool open_box(std::span<std::byte> plain, wire::Bytes box, const Nonce& nonce, const Secret& shared) noexcept;
// In place, with the code that proves the sealer apart from the bytes.
void seal_in_place(std::span<std::byte> bytes, std::byte* mac, const Nonce& nonce, const Secret& shared) noexcept;
bool open_in_place(std::span<std::byte> bytes, const std::byte* mac, const Nonce& nonce, const Secret& shared) noexcept;
// With a key of our own that nobody shares.
void seal_secret_box(std::span<std::byte> box, wire::Bytes plain, const Nonce& nonce, const Secret& key) noexcept;
bool open_secret_box(std::span<std::byte> plain, wire::Bytes box, const Nonce& nonce, const Secret& key) noexcept;

}  // namespace ymq::session
