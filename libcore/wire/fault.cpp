#include "wire/fault.h"

#include <algorithm>

namespace ymq::wire {

namespace {

constexpr std::size_t kMaxQuoted = 40;

std::string hex_digits(std::byte value) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto number = std::to_integer<unsigned>(value);
  return {kDigits[number / 16], kDigits[number % 16]};
}

bool printable(std::byte value) {
  return value >= std::byte{' '} && value <= std::byte{'~'} && value != std::byte{'"'};
}

}  // namespace

std::string hex(std::byte value) { return "0x" + hex_digits(value); }

std::string quoted(std::span<const std::byte> bytes) {
  std::string text = "\"";
  for (const std::byte value : bytes.first(std::min(bytes.size(), kMaxQuoted))) {
    if (printable(value)) {
      text += std::to_integer<char>(value);
    } else {
      text += "\\x" + hex_digits(value);
    }
  }
  return text + (bytes.size() > kMaxQuoted ? "\"..." : "\"");
}

}  // namespace ymq::wire
