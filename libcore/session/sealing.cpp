#include "session/sealing.h"

#include <algorithm>
#include <array>
#include <string>

#include "wire/frame.h"

// Inside a sealed frame the flags are others than outside: bit 0 says that another frame of the message follows, bit 1
// that this is a command. The frame outside has no flags but that of its length, as libzmq has it, whatever RFC 37
// says.
namespace ymq::session {

namespace {

constexpr std::uint8_t kSealedMore = 1;
constexpr std::uint8_t kSealedCommand = 2;

// Takes bytes off the front of pieces.
class Pieces {
 public:
  explicit Pieces(std::span<const wire::Bytes> pieces) : pieces_(pieces) {
    for (const wire::Bytes piece : pieces) left_ += piece.size();
  }
  std::uint64_t left() const noexcept { return left_; }
  // The first bytes, as many as there are room for and are left; they stay.
  std::size_t peek(std::span<std::byte> to) const { return Pieces(*this).take(to); }
  std::size_t take(std::span<std::byte> to) {
    std::size_t taken = 0;
    while (taken < to.size() && !pieces_.empty()) {
      const wire::Bytes rest = pieces_.front().subspan(offset_);
      const std::size_t count = std::min(rest.size(), to.size() - taken);
      std::ranges::copy(rest.first(count), to.begin() + static_cast<std::ptrdiff_t>(taken));
      taken += count;
      offset_ += count;
      if (count == rest.size()) pieces_ = pieces_.subspan(1), offset_ = 0;
    }
    left_ -= taken;
    return taken;
  }

 private:
  std::span<const wire::Bytes> pieces_;
  std::size_t offset_ = 0;
  std::uint64_t left_ = 0;
};

std::byte sealed_flags(std::uint8_t flags) {
  const int more = flags & wire::kMore ? kSealedMore : 0;
  const int command = flags & wire::kCommand ? kSealedCommand : 0;
  return std::byte{static_cast<std::uint8_t>(more | command)};
}

void seal_frame(Mechanism& mechanism, const wire::FrameHeader& header, Pieces& pieces, std::vector<std::byte>& out) {
  std::array<std::byte, wire::kMaxHeader> outer;
  const auto size = static_cast<std::size_t>(header.body_size) + Mechanism::kSealOverhead;
  const std::size_t head = wire::encode_header(outer.data(), 0, size);
  out.insert(out.end(), outer.begin(), outer.begin() + static_cast<std::ptrdiff_t>(head));
  const std::size_t at = out.size();
  out.resize(at + size);
  const std::span<std::byte> body = std::span(out).subspan(at);
  body[Mechanism::kSealHead] = sealed_flags(header.flags);
  pieces.take(body.subspan(Mechanism::kSealOverhead));
  mechanism.seal(body);
}

}  // namespace

std::uint64_t seal_frames(Mechanism& mechanism, std::span<const wire::Bytes> pieces, std::size_t enough,
                          std::vector<std::byte>& out) {
  Pieces rest(pieces);
  const std::uint64_t all = rest.left();
  while (rest.left() != 0 && out.size() < enough) {
    std::array<std::byte, wire::kMaxHeader> bytes;
    wire::FrameHeader header;
    const auto result = wire::decode_header({bytes.data(), rest.peek(bytes)}, header);
    if (result != wire::HeaderResult::kWhole || rest.left() - header.header_size < header.body_size) break;
    if (out.size() != 0 && header.body_size > enough) break;
    rest.take({bytes.data(), header.header_size});
    seal_frame(mechanism, header, rest, out);
  }
  return all - rest.left();
}

std::uint64_t plain_bytes_of(std::span<const std::byte> sealed) noexcept {
  std::uint64_t plain = 0;
  for (wire::FrameHeader header; wire::decode_header(sealed, header) == wire::HeaderResult::kWhole;) {
    const std::uint64_t size = header.header_size + header.body_size;
    if (size > sealed.size()) break;
    sealed = sealed.subspan(static_cast<std::size_t>(size));
    const std::uint64_t body = header.body_size - Mechanism::kSealOverhead;
    plain += body + (body > wire::kMaxShortBody ? wire::kLongHeader : wire::kShortHeader);
  }
  return plain;
}

Fault open_frame(Mechanism& mechanism, std::span<std::byte> sealed, OpenedFrame& frame) {
  std::span<std::byte> plain;
  if (Fault fault = mechanism.open(sealed, plain)) return fault;
  const auto flags = std::to_integer<std::uint8_t>(plain[0]);
  if (flags > kSealedCommand) return wire::protocol_fault("the peer sealed a frame with flags " + wire::hex(plain[0]));
  frame.flags = flags == kSealedMore ? wire::kMore : flags == kSealedCommand ? wire::kCommand : 0;
  frame.body = plain.subspan(1);
  return {};
}

}  // namespace ymq::session
