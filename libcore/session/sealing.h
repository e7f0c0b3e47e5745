#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "session/mechanism.h"

namespace ymq::session {

// Where a frame ends: in what is sealed, and in the plain bytes.
struct SealedEnd {
  std::size_t sealed = 0;
  std::uint64_t plain = 0;
};

// Seals whole frames off the front of these bytes, which come in pieces and begin with a frame, and appends them to
// `out` until that has `enough` bytes, and where each ends to `ends`. A frame that the pieces cut is left.
Fault seal_frames(Mechanism& mechanism, std::span<const wire::Bytes> pieces, std::size_t enough,
                  std::vector<std::byte>& out, std::vector<SealedEnd>& ends);

// What the plain bytes of a sealed frame say: flags of wire/frame.h, and the body; or that the body is a topic.
struct OpenedFrame {
  enum class Kind : std::uint8_t { kFrame, kSubscribe, kCancel };

  Kind kind = Kind::kFrame;
  std::uint8_t flags = 0;
  wire::Bytes body;
};
Fault open_frame(Mechanism& mechanism, std::span<std::byte> sealed, OpenedFrame& frame);

}  // namespace ymq::session
