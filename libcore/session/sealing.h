#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "session/mechanism.h"

namespace ymq::session {

// Seals whole frames off the front of these bytes, which come in pieces and begin with a frame, and appends them to
// `out` until that has `enough` bytes. How many of the plain bytes that were; a frame that the pieces cut is left.
std::uint64_t seal_frames(Mechanism& mechanism, std::span<const wire::Bytes> pieces, std::size_t enough,
                          std::vector<std::byte>& out);

// How many plain bytes are in the whole frames at the front of these sealed ones.
std::uint64_t plain_bytes_of(std::span<const std::byte> sealed) noexcept;

// What the plain bytes of a sealed frame say: flags of wire/frame.h, and the body.
struct OpenedFrame {
  std::uint8_t flags = 0;
  wire::Bytes body;
};
Fault open_frame(Mechanism& mechanism, std::span<std::byte> sealed, OpenedFrame& frame);

}  // namespace ymq::session
