#include "base/bytes.h"

#include "unit/catch.h"

using namespace ymq;

namespace {

std::vector<std::byte> bytes_of(std::initializer_list<int> values) {
  std::vector<std::byte> bytes;
  for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

}  // namespace

TEST_CASE("numbers go out most significant byte first and come back") {
  std::vector<std::byte> bytes;
  ByteWriter writer(bytes);
  writer.put(std::uint8_t{0x01});
  writer.put(std::uint16_t{0x0203});
  writer.put(std::uint32_t{0x04050607});
  writer.put(std::uint64_t{0x08090a0b0c0d0e0f});
  REQUIRE(bytes == bytes_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));

  ByteReader reader(bytes);
  std::uint8_t one;
  std::uint16_t two;
  std::uint32_t four;
  std::uint64_t eight;
  REQUIRE((reader.take(one) && reader.take(two) && reader.take(four) && reader.take(eight)));
  CHECK(one == 0x01);
  CHECK(two == 0x0203);
  CHECK(four == 0x04050607);
  CHECK(eight == 0x08090a0b0c0d0e0f);
  CHECK(reader.empty());
}

TEST_CASE("a reader that is asked for too much takes nothing") {
  const auto bytes = bytes_of({3, 'a', 'b'});
  ByteReader reader(bytes);
  std::uint32_t number = 7;
  std::span<const std::byte> field;
  CHECK_FALSE(reader.take(number));
  CHECK_FALSE(reader.take_bytes(4, field));
  CHECK_FALSE(reader.take_sized<std::uint8_t>(field));
  CHECK(number == 7);
  CHECK(reader.rest().size() == 3);
}

TEST_CASE("sized fields are written and read with their length") {
  std::vector<std::byte> bytes;
  ByteWriter(bytes).put_sized<std::uint16_t>(as_bytes("topic"));
  ByteReader reader(bytes);
  std::span<const std::byte> field;
  REQUIRE(reader.take_sized<std::uint16_t>(field));
  CHECK(as_text(field) == "topic");
  CHECK(reader.empty());
}
