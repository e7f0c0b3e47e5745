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
// And in a frame of libzmq's that GSSAPI has sealed, instead of a command, from the version behind 4.3.5 on.
constexpr std::uint8_t kSealedSubscribe = 4;
constexpr std::uint8_t kSealedCancel = 8;

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

Fault seal_frame(Mechanism& mechanism, const wire::FrameHeader& header, Pieces& pieces, std::vector<std::byte>& out) {
  std::array<std::byte, wire::kMaxHeader> outer;
  const std::size_t plain = static_cast<std::size_t>(header.body_size) + 1;
  const Mechanism::Room room = mechanism.room(plain);
  const std::size_t size = room.head + plain + room.tail;
  const std::size_t head = wire::encode_header(outer.data(), 0, size);
  out.insert(out.end(), outer.begin(), outer.begin() + static_cast<std::ptrdiff_t>(head));
  const std::size_t at = out.size();
  out.resize(at + size);
  const std::span<std::byte> body = std::span(out).subspan(at);
  body[room.head] = sealed_flags(header.flags);
  pieces.take(body.subspan(room.head + 1, plain - 1));
  return mechanism.seal(body, room);
}

}  // namespace

Fault seal_frames(Mechanism& mechanism, std::span<const wire::Bytes> pieces, std::size_t enough,
                  std::vector<std::byte>& out, std::vector<SealedEnd>& ends) {
  Pieces rest(pieces);
  const std::uint64_t all = rest.left();
  while (rest.left() != 0 && out.size() < enough) {
    std::array<std::byte, wire::kMaxHeader> bytes;
    wire::FrameHeader header;
    const auto result = wire::decode_header({bytes.data(), rest.peek(bytes)}, header);
    if (result != wire::HeaderResult::kWhole || rest.left() - header.header_size < header.body_size) break;
    if (out.size() != 0 && header.body_size > enough) break;
    rest.take({bytes.data(), header.header_size});
    if (Fault fault = seal_frame(mechanism, header, rest, out)) return fault;
    ends.push_back({out.size(), all - rest.left()});
  }
  return {};
}

Fault open_frame(Mechanism& mechanism, std::span<std::byte> sealed, OpenedFrame& frame) {
  std::span<std::byte> plain;
  if (Fault fault = mechanism.open(sealed, plain)) return fault;
  const auto flags = std::to_integer<std::uint8_t>(plain[0]);
  frame.body = plain.subspan(1);
  if (mechanism.marks_subscriptions() && (flags == kSealedSubscribe || flags == kSealedCancel)) {
    using Kind = OpenedFrame::Kind;
    return frame.kind = flags == kSealedSubscribe ? Kind::kSubscribe : Kind::kCancel, Fault{};
  }
  if (flags > kSealedCommand) return wire::protocol_fault("the peer sealed a frame with flags " + wire::hex(plain[0]));
  frame.flags = flags == kSealedMore ? wire::kMore : flags == kSealedCommand ? wire::kCommand : 0;
  return {};
}

}  // namespace ymq::session
