#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Z85 (RFC 32): four bytes as five printable characters.
namespace ymq::wire {

// Of bytes whose number is a multiple of four.
std::string z85_encode(std::span<const std::byte> bytes);
// Nothing: that is no Z85.
std::optional<std::vector<std::byte>> z85_decode(std::string_view text);

}  // namespace ymq::wire
