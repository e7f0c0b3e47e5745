#include "wire/greeting.h"

#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::wire;

namespace {

std::string without_mechanism(std::string_view mechanism) { return greeting(3, 1, mechanism); }

std::string patched(std::size_t position, int value) {
  std::string bytes = greeting();
  bytes[position] = static_cast<char>(value);
  return bytes;
}

// How many bytes it takes until the greeting is refused; 65 if it is not.
std::size_t refused_after(std::string_view bytes, Fault& fault) {
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    Greeting seen;
    fault = check_greeting(as_bytes(bytes.substr(0, length)), seen);
    if (fault) return length;
  }
  return kGreetingSize + 1;
}

}  // namespace

TEST_CASE("our greeting is ZMTP 3.1 with the NULL mechanism, and good in our own eyes") {
  const auto ours = make_greeting();
  CHECK(std::string(as_text(ours)) == greeting());
  Greeting seen;
  CHECK_FALSE(check_greeting(ours, seen));
  CHECK(seen.minor_version == 1);
}

TEST_CASE("versions from 3.0 are accepted, newer ones as 3.1") {
  const auto [major, minor, expected] =
      GENERATE(table<int, int, int>({{3, 0, 0}, {3, 1, 1}, {3, 2, 1}, {3, 255, 1}, {4, 0, 1}, {255, 0, 1}}));
  CAPTURE(major, minor);
  Greeting seen;
  REQUIRE_FALSE(check_greeting(as_bytes(greeting(major, minor)), seen));
  CHECK(seen.minor_version == expected);
}

TEST_CASE("what means nothing to NULL is not looked at") {
  std::string bytes = greeting();
  for (std::size_t i = 1; i < 9; ++i) bytes[i] = static_cast<char>(0xa5);
  for (std::size_t i = 32; i < 64; ++i) bytes[i] = static_cast<char>(0x5a);
  bytes[9] = 0x01;
  Greeting seen;
  CHECK_FALSE(check_greeting(as_bytes(bytes), seen));
}

TEST_CASE("bad greetings are refused with the first byte that shows it, and with a text") {
  struct Case {
    std::string bytes;
    std::size_t after;
    std::string text;
  };
  const auto [bytes, after, text] = GENERATE(values<Case>({
      {"GET / HTTP/1.1\r\n", 1, "first byte is 0x47"},
      {raw("\x16\x03\x01\x02\x00"), 1, "first byte is 0x16"},
      {"SSH-2.0-OpenSSH", 1, "first byte is 0x53"},
      {byte(0) + greeting().substr(1), 1, "first byte is 0x00"},
      {patched(9, 0x00), 10, "ZMTP 1.0"},
      {patched(9, 0x7e), 10, "ZMTP 1.0"},
      {greeting(0), 11, "major version 0"},
      {greeting(1), 11, "major version 1"},
      {greeting(2), 11, "major version 2"},
      {without_mechanism("PLAIN"), 32, "\"PLAIN\", not \"NULL\""},
      {without_mechanism("CURVE"), 32, "\"CURVE\""},
      {without_mechanism("null"), 32, "\"null\""},
      {without_mechanism("NULLx"), 32, "\"NULLx\""},
      {without_mechanism(raw("NULL\0x")), 32, "\"NULL\\x00x\""},
      {without_mechanism("NULLNULLNULLNULLNULL"), 32, "\"NULLNULLNULLNULLNULL\""},
      {without_mechanism(""), 32, "\"\""},
  }));
  CAPTURE(bytes);
  Fault fault;
  CHECK(refused_after(bytes, fault) == after);
  CHECK(fault.status == Status::kProtocol);
  CHECK_THAT(fault.text, says(text));
}
