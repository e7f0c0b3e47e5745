#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

// Numbers in network order and cursors over bytes: the only place that knows about the order of bytes.
namespace ymq {

namespace detail {

constexpr std::uint8_t to_big_endian(std::uint8_t value) noexcept { return value; }
constexpr std::uint16_t to_big_endian(std::uint16_t value) noexcept {
  return std::endian::native == std::endian::big ? value : __builtin_bswap16(value);
}
constexpr std::uint32_t to_big_endian(std::uint32_t value) noexcept {
  return std::endian::native == std::endian::big ? value : __builtin_bswap32(value);
}
constexpr std::uint64_t to_big_endian(std::uint64_t value) noexcept {
  return std::endian::native == std::endian::big ? value : __builtin_bswap64(value);
}

}  // namespace detail

// Reads a number from the sizeof(Number) bytes at `at`, which need not be aligned.
template <std::unsigned_integral Number>
Number load_big_endian(const std::byte* at) noexcept {
  Number raw;
  std::memcpy(&raw, at, sizeof(Number));
  return detail::to_big_endian(raw);
}

template <std::unsigned_integral Number>
void store_big_endian(std::byte* at, Number value) noexcept {
  const Number raw = detail::to_big_endian(value);
  std::memcpy(at, &raw, sizeof(Number));
}

// As memcpy, for bytes that are few as a rule: a call costs more than moving them.
inline void copy_few(std::byte* to, const std::byte* from, std::size_t size) noexcept {
  const auto ends = [&]<std::size_t kSize>(std::integral_constant<std::size_t, kSize>) {
    std::byte first[kSize], last[kSize];
    std::memcpy(first, from, kSize);
    std::memcpy(last, from + size - kSize, kSize);
    std::memcpy(to, first, kSize);
    std::memcpy(to + size - kSize, last, kSize);
  };
  if (size > 32) {
    std::memcpy(to, from, size);
  } else if (size >= 16) {
    ends(std::integral_constant<std::size_t, 16>());
  } else if (size >= 8) {
    ends(std::integral_constant<std::size_t, 8>());
  } else if (size >= 4) {
    ends(std::integral_constant<std::size_t, 4>());
  } else {
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
  }
}

inline std::span<const std::byte> as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

inline std::string_view as_text(std::span<const std::byte> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Takes things off the front of bytes. A take that asks for more than there is returns false and takes nothing.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) noexcept : rest_(bytes) {}

  template <std::unsigned_integral Number>
  bool take(Number& value) noexcept {
    if (rest_.size() < sizeof(Number)) return false;
    value = load_big_endian<Number>(rest_.data());
    rest_ = rest_.subspan(sizeof(Number));
    return true;
  }

  bool take_bytes(std::size_t size, std::span<const std::byte>& bytes) noexcept {
    if (rest_.size() < size) return false;
    bytes = rest_.first(size);
    rest_ = rest_.subspan(size);
    return true;
  }

  // A field that begins with its own length, as a number of this type.
  template <std::unsigned_integral Length>
  bool take_sized(std::span<const std::byte>& bytes) noexcept {
    ByteReader ahead = *this;
    Length length;
    if (!ahead.take(length) || !ahead.take_bytes(length, bytes)) return false;
    *this = ahead;
    return true;
  }

  bool empty() const noexcept { return rest_.empty(); }
  std::span<const std::byte> rest() const noexcept { return rest_; }

 private:
  std::span<const std::byte> rest_;
};

// Adds things to the end of bytes. Throws std::bad_alloc, as the vector does.
class ByteWriter {
 public:
  explicit ByteWriter(std::vector<std::byte>& bytes) noexcept : bytes_(bytes) {}

  template <std::unsigned_integral Number>
  void put(Number value) {
    std::byte raw[sizeof(Number)];
    store_big_endian(raw, value);
    put_bytes(raw);
  }
  void put_bytes(std::span<const std::byte> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

  // A field behind its own length; the caller sees to it that the length fits the type.
  template <std::unsigned_integral Length>
  void put_sized(std::span<const std::byte> bytes) {
    put(static_cast<Length>(bytes.size()));
    put_bytes(bytes);
  }

 private:
  std::vector<std::byte>& bytes_;
};

}  // namespace ymq
