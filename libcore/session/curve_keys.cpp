#include "session/curve_keys.h"

#include <sodium.h>

#include <algorithm>

#include "base/bytes.h"
#include "wire/z85.h"

namespace ymq::session {

namespace {

constexpr std::size_t kTextSize = 40;

static_assert(kKeySize == crypto_box_PUBLICKEYBYTES && kKeySize == crypto_box_SECRETKEYBYTES &&
              kKeySize == crypto_box_BEFORENMBYTES && kKeySize == crypto_secretbox_KEYBYTES);
static_assert(kMacSize == crypto_box_MACBYTES && kMacSize == crypto_secretbox_MACBYTES);

unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* raw(const std::byte* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

}  // namespace

Secret::~Secret() { sodium_memzero(key_.data(), key_.size()); }

bool crypto_works() noexcept {
  static const bool works = sodium_init() >= 0;
  return works;
}

void fill_with_random(std::span<std::byte> bytes) noexcept { randombytes_buf(bytes.data(), bytes.size()); }

Secret make_secret() noexcept {
  Secret secret;
  fill_with_random({secret.data(), kKeySize});
  return secret;
}

bool public_key_of(const Secret& secret, Key& key) noexcept {
  return crypto_scalarmult_base(raw(key.data()), raw(secret.data())) == 0;
}

bool same(std::span<const std::byte> one, std::span<const std::byte> other) noexcept {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

void wipe(std::string& text) noexcept {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

wire::Fault parse_key(std::string_view text, std::span<std::byte, kKeySize> key) {
  const wire::Fault wrong{Status::kInvalidArgument, "a key has 32 bytes, or 40 characters of Z85 (RFC 32)"};
  if (text.size() == kKeySize) {
    std::ranges::copy(as_bytes(text), key.begin());
    return {};
  }
  if (text.size() != kTextSize) return wrong;
  auto bytes = wire::z85_decode(text);
  if (!bytes) return wrong;
  std::ranges::copy(*bytes, key.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return {};
}

Nonce::Nonce(std::string_view prefix, std::uint64_t number) noexcept {
  std::ranges::copy(as_bytes(prefix), bytes_.begin());
  store_big_endian(bytes_.data() + 16, number);
}

Nonce::Nonce(std::string_view prefix, std::span<const std::byte> random) noexcept {
  std::ranges::copy(as_bytes(prefix), bytes_.begin());
  std::ranges::copy(random, bytes_.begin() + 8);
}

bool share(const Key& theirs, const Secret& ours, Secret& shared) noexcept {
  return crypto_box_beforenm(raw(shared.data()), raw(theirs.data()), raw(ours.data())) == 0;
}

void seal_box(std::span<std::byte> box, wire::Bytes plain, const Nonce& nonce, const Secret& shared) noexcept {
  crypto_box_easy_afternm(raw(box.data()), raw(plain.data()), plain.size(), raw(nonce.data()), raw(shared.data()));
}

bool open_box(std::span<std::byte> plain, wire::Bytes box, const Nonce& nonce, const Secret& shared) noexcept {
  return crypto_box_open_easy_afternm(raw(plain.data()), raw(box.data()), box.size(), raw(nonce.data()),
                                      raw(shared.data())) == 0;
}

void seal_in_place(std::span<std::byte> bytes, std::byte* mac, const Nonce& nonce, const Secret& shared) noexcept {
  crypto_box_detached_afternm(raw(bytes.data()), raw(mac), raw(bytes.data()), bytes.size(), raw(nonce.data()),
                              raw(shared.data()));
}

bool open_in_place(std::span<std::byte> bytes, const std::byte* mac, const Nonce& nonce,
                   const Secret& shared) noexcept {
  return crypto_box_open_detached_afternm(raw(bytes.data()), raw(bytes.data()), raw(mac), bytes.size(),
                                          raw(nonce.data()), raw(shared.data())) == 0;
}

void seal_secret_box(std::span<std::byte> box, wire::Bytes plain, const Nonce& nonce, const Secret& key) noexcept {
  crypto_secretbox_easy(raw(box.data()), raw(plain.data()), plain.size(), raw(nonce.data()), raw(key.data()));
}

bool open_secret_box(std::span<std::byte> plain, wire::Bytes box, const Nonce& nonce, const Secret& key) noexcept {
  return crypto_secretbox_open_easy(raw(plain.data()), raw(box.data()), box.size(), raw(nonce.data()),
                                    raw(key.data())) == 0;
}

}  // namespace ymq::session
