#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/block.h"
#include "base/bytes.h"
#include "base/part.h"
#include "unit/catch.h"

// Bytes of the wire, written down by hand as a peer would send them. They are strings, because strings concatenate.
namespace ymq::test {

// Matches a text that says this somewhere.
inline auto says(const std::string& part) {
#if __has_include(<catch2/catch_all.hpp>)
  return Catch::Matchers::ContainsSubstring(part);
#else
  return Catch::Matchers::Contains(part);
#endif
}

// A literal that may hold zero bytes.
template <std::size_t Size>
std::string raw(const char (&literal)[Size]) {
  return {literal, Size - 1};
}

inline std::string byte(int value) { return std::string(1, static_cast<char>(value)); }

inline std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += byte(static_cast<int>(value >> shift & 0xff));
  return text;
}

inline std::string frame(int flags, std::string_view body) {
  if (body.size() < 256) return byte(flags) + byte(static_cast<int>(body.size())) + std::string(body);
  return byte(flags | 2) + number(body.size(), 8) + std::string(body);
}
inline std::string message(std::string_view body) { return frame(0, body); }
inline std::string more(std::string_view body) { return frame(1, body); }

inline std::string command(std::string_view name, std::string_view data = {}) {
  return frame(4, byte(static_cast<int>(name.size())) + std::string(name) + std::string(data));
}
inline std::string property(std::string_view name, std::string_view value) {
  return byte(static_cast<int>(name.size())) + std::string(name) + number(value.size(), 4) + std::string(value);
}
inline std::string ready(std::string_view type) { return command("READY", property("Socket-Type", type)); }

inline std::string greeting(int major = 3, int minor = 1, std::string_view mechanism = "NULL") {
  std::string text = byte(0xff) + number(1, 8) + byte(0x7f) + byte(major) + byte(minor) + std::string(mechanism);
  text.resize(64);
  return text;
}

inline std::string text_of(const std::vector<std::byte>& bytes) { return std::string(as_text(bytes)); }
inline std::string text_of(const Part& part) { return std::string(as_text(part.bytes())); }

// One line per message, to compare: parts of up to 60 bytes as they are, longer ones by length and checksum.
inline std::string describe(const std::vector<Part>& parts) {
  std::string text;
  for (const Part& part : parts) {
    std::uint32_t sum = 1;
    for (const std::byte value : part.bytes()) sum = sum * 31 + std::to_integer<std::uint32_t>(value);
    text += part.size <= 60 ? text_of(part) : std::to_string(part.size) + "#" + std::to_string(sum);
    text += part.more ? " + " : "\n";
  }
  return text;
}

// A block that holds the bytes, as the backend lends them.
inline BlockRef block_of(std::string_view bytes) {
  BlockRef block = BlockRef::allocate(bytes.size() + 1);
  std::copy_n(as_bytes(bytes).begin(), bytes.size(), block->data());
  return block;
}

}  // namespace ymq::test
