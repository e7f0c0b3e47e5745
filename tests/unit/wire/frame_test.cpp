#include "wire/frame.h"

#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::wire;

namespace {

std::string encoded(std::uint8_t flags, std::uint64_t size) {
  std::byte header[kMaxHeader];
  return std::string(as_text({header, encode_header(header, flags, size)}));
}

HeaderResult decoded(std::string_view bytes, FrameHeader& header) { return decode_header(as_bytes(bytes), header); }

}  // namespace

TEST_CASE("headers are short up to 255 bytes of body and long beyond") {
  CHECK(encoded(0, 0) == raw("\x00\x00"));
  CHECK(encoded(kMore, 255) == raw("\x01\xff"));
  CHECK(encoded(kCommand, 5) == raw("\x04\x05"));
  CHECK(encoded(0, 256) == raw("\x02\x00\x00\x00\x00\x00\x00\x01\x00"));
  CHECK(encoded(kCommand, 65536) == raw("\x06\x00\x00\x00\x00\x00\x01\x00\x00"));
}

TEST_CASE("a header reads back as it was written, and not before it is whole") {
  for (const std::uint8_t flags : {std::uint8_t{0}, kMore, kCommand}) {
    for (const std::uint64_t size : {0ull, 1ull, 255ull, 256ull, 1ull << 31, (1ull << 32) - 1, (1ull << 63) - 1}) {
      CAPTURE(int(flags), size);
      const std::string bytes = encoded(flags, size);
      FrameHeader header;
      for (std::size_t length = 0; length < bytes.size(); ++length) {
        CHECK(decoded(bytes.substr(0, length), header) == HeaderResult::kIncomplete);
      }
      REQUIRE(decoded(bytes + "x", header) == HeaderResult::kWhole);
      CHECK(header.body_size == size);
      CHECK(header.header_size == bytes.size());
      CHECK((header.flags & ~kLong) == flags);
    }
  }
}

TEST_CASE("a long header may say a small length") {
  FrameHeader header;
  REQUIRE(decoded(raw("\x03\x00\x00\x00\x00\x00\x00\x00\x02"), header) == HeaderResult::kWhole);
  CHECK(header.body_size == 2);
  CHECK(header.header_size == kLongHeader);
}

TEST_CASE("reserved flags, commands of several frames and lengths of 2^63 and more are refused") {
  FrameHeader header;
  for (int flags = 0; flags < 256; ++flags) {
    CAPTURE(flags);
    const bool good = flags < 8 && (flags & 5) != 5;
    CHECK((decoded(byte(flags), header) == HeaderResult::kIncomplete) == good);
    CHECK((decoded(byte(flags), header) == HeaderResult::kBadFlags) != good);
  }
  CHECK(decoded(byte(2) + number(1ull << 63, 8), header) == HeaderResult::kBadSize);
  CHECK(decoded(byte(2) + number(UINT64_MAX, 8), header) == HeaderResult::kBadSize);
}
