#include "wire/z85.h"

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace ymq::wire {

namespace {

constexpr std::string_view kDigits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
constexpr std::size_t kGroup = 5;

// Five digits as a number; nothing where one is none, or the number takes more than 32 bits.
std::optional<std::uint32_t> decode_group(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char digit : digits) {
    const std::size_t value = kDigits.find(digit);
    if (value == kDigits.npos) return std::nullopt;
    number = number * kDigits.size() + value;
  }
  if (number > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

}  // namespace

std::string z85_encode(std::span<const std::byte> bytes) {
  std::string text(bytes.size() / sizeof(std::uint32_t) * kGroup, '0');
  for (std::size_t at = 0; at < text.size(); at += kGroup) {
    auto number = load_big_endian<std::uint32_t>(bytes.data() + at / kGroup * sizeof(std::uint32_t));
    for (std::size_t place = kGroup; place-- > 0; number /= kDigits.size()) {
      text[at + place] = kDigits[number % kDigits.size()];
    }
  }
  return text;
}

std::optional<std::vector<std::byte>> z85_decode(std::string_view text) {
  if (text.size() % kGroup != 0) return std::nullopt;
  std::vector<std::byte> bytes;
  ByteWriter writer(bytes);
  for (; !text.empty(); text.remove_prefix(kGroup)) {
    const std::optional<std::uint32_t> number = decode_group(text.substr(0, kGroup));
    if (!number) return std::nullopt;
    writer.put(*number);
  }
  return bytes;
}

}  // namespace ymq::wire
