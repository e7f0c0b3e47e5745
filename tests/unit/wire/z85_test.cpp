#include "wire/z85.h"

#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::wire;

TEST_CASE("Z85 has the example of its RFC, and every value of a byte comes back") {
  const std::string bytes = raw("\x86\x4f\xd2\x6f\xb5\x59\xf7\x5b");
  CHECK(z85_encode(as_bytes(bytes)) == "HelloWorld");
  CHECK(as_text(z85_decode("HelloWorld").value()) == bytes);
  std::string all;
  for (int value = 0; value < 256; ++value) all += byte(value);
  CHECK(as_text(z85_decode(z85_encode(as_bytes(all))).value()) == all);
  CHECK(z85_encode({}).empty());
  CHECK(z85_decode("").value().empty());
}

TEST_CASE("what is no Z85 is refused") {
  for (const char* text : {"Hell", "HelloW", "Hello~orld", "Hel o", "%nSc1", "#####", "Hell\""}) {
    INFO(text);
    CHECK_FALSE(z85_decode(text));
  }
  CHECK(as_text(z85_decode("%nSc0").value()) == "\xff\xff\xff\xff");
}
