#include "wire/extension.h"

#include <random>

#include "unit/catch.h"
#include "unit/wire/bytes.h"
#include "wire/frame.h"

using namespace ymq;
using namespace ymq::test;
using wire::format_offer;
using wire::Offer;
using wire::parse_offer;

// The property and the commands of docs/wire-extension.md, sections 3 and 4.
namespace {

const std::string kSession = "00112233445566778899aabbccddeeff";
constexpr wire::SessionId kId{0x0011223344556677, 0x8899aabbccddeeff};

template <class Encoder, class... Arguments>
std::string encoded(Encoder encoder, const Arguments&... arguments) {
  std::vector<std::byte> bytes;
  encoder(bytes, arguments...);
  return text_of(bytes);
}

bool same(const Offer& one, const Offer& other) {
  return one.heartbeat_tenths == other.heartbeat_tenths && one.window_kib == other.window_kib &&
         one.token.session == other.token.session && one.token.epoch == other.token.epoch;
}

// One after the other, so that a failure names the value.
void require_refused(std::initializer_list<std::string> values) {
  for (const std::string& value : values) {
    CAPTURE(value);
    CHECK_FALSE(parse_offer(value));
  }
}

}  // namespace

TEST_CASE("an offer is written as versions, features, window and token") {
  CHECK(format_offer({}) == "1;a;0;");
  CHECK(format_offer({0, 16'384, {}}) == "1;a;16384;");
  CHECK(format_offer({50, 1, {}}) == "1;ah50;1;");
  CHECK(format_offer({0, 7, {kId, 0}}) == "1;a;7;" + kSession + ".0");
  CHECK(format_offer({1, 7, {kId, 0xab}}) == "1;ah1;7;" + kSession + ".ab");
  CHECK(format_offer({0, 0, {{0, 1}, 0}}) == "1;a;0;" + std::string(31, '0') + "1.0");
}

TEST_CASE("the longest offer still fits into its property") {
  const Offer longest{UINT32_MAX, UINT32_MAX, {{UINT64_MAX, UINT64_MAX}, UINT32_MAX}};
  const std::string value = format_offer(longest);
  CHECK(value == "1;ah99999;4294967295;" + std::string(32, 'f') + ".ffffffff");
  CHECK(value.size() <= wire::kMaxExtensionValue);
  CHECK(parse_offer(value));
}

TEST_CASE("an offer is read as it was written") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 1'000; ++round) {
    Offer offer;
    offer.heartbeat_tenths = static_cast<std::uint32_t>(random() % 100'000);
    offer.window_kib = static_cast<std::uint32_t>(random() >> random() % 64);
    if (random() % 4 != 0)
      offer.token = {{random() >> random() % 64, random() | 1}, static_cast<std::uint32_t>(random())};
    const std::string value = format_offer(offer);
    CAPTURE(value);
    CHECK(value.size() <= wire::kMaxExtensionValue);
    const std::optional<Offer> read = parse_offer(value);
    REQUIRE(read);
    CHECK(same(*read, offer));
  }
}

TEST_CASE("every version that is in the list counts") {
  for (const char* value : {"1;a;0;", "1,2;a;0;", "2,1;a;0;", "10,11,1;a;0;", "2,1,3;a;0;"}) {
    CAPTURE(value);
    CHECK(parse_offer(value));
  }
  require_refused({"2;a;0;", "11;a;0;", "10,21;a;0;", ";a;0;", "01;a;0;", "1.0;a;0;", " 1;a;0;"});
}

TEST_CASE("features begin with a, may go on with h and a number, and end as they like") {
  CHECK(parse_offer("1;a;0;")->heartbeat_tenths == 0);
  CHECK(parse_offer("1;ah0;0;")->heartbeat_tenths == 0);
  CHECK(parse_offer("1;ah1;0;")->heartbeat_tenths == 1);
  CHECK(parse_offer("1;ah99999;0;")->heartbeat_tenths == 99'999);
  CHECK(parse_offer("1;ah00007;0;")->heartbeat_tenths == 7);
  CHECK(parse_offer("1;ah655xyz9;0;")->heartbeat_tenths == 655);
  CHECK(parse_offer("1;axh655;0;")->heartbeat_tenths == 0);
  require_refused({"1;;0;", "1;h10;0;", "1;A;0;", "1;xa;0;", "1;ah100000;0;", "1;ah;0;", "1;ahx;0;", "1;ah-1;0;"});
}

TEST_CASE("a window is a number of KiB that fits into 32 bits") {
  CHECK(parse_offer("1;a;0;")->window_kib == 0);
  CHECK(parse_offer("1;a;4294967295;")->window_kib == UINT32_MAX);
  CHECK(parse_offer("1;a;0000000001;")->window_kib == 1);
  require_refused({"1;a;;", "1;a;-1;", "1;a;+1;", "1;a; 1;", "1;a;1 ;", "1;a;0x1;", "1;a;1k;", "1;a;4294967296;",
                   "1;a;99999999999;"});
}

TEST_CASE("a token is empty, or a session and an epoch") {
  CHECK(parse_offer("1;a;0;")->token.empty());
  const Offer offer = *parse_offer("1;a;0;" + kSession + ".ffffffff");
  CHECK(offer.token.session == kId);
  CHECK(offer.token.epoch == UINT32_MAX);
  require_refused({"1;a;0;.", "1;a;0;" + kSession, "1;a;0;" + kSession + ".", "1;a;0;." + kSession,
                   "1;a;0;" + kSession + ".100000000", "1;a;0;" + kSession + ".g", "1;a;0;" + kSession + ".A",
                   "1;a;0;" + kSession + ".-1", "1;a;0;" + kSession + ".1.1", "1;a;0;" + kSession + ".1;",
                   "1;a;0;" + kSession.substr(1) + ".1", "1;a;0;0" + kSession + ".1",
                   "1;a;0;x" + kSession.substr(1) + ".1", "1;a;0;F" + kSession.substr(1) + ".1",
                   "1;a;0; " + kSession.substr(1) + ".1", "1;a;0;0x" + kSession.substr(2) + ".1"});
}

TEST_CASE("what does not have the four fields is no offer") {
  require_refused({"", ";", ";;;", "1", "1;a", "a;1;0;", "1;a;0;;", "1 a 0 "});
}

TEST_CASE("a value of more than 64 bytes is no offer, whatever it says") {
  const std::string value = "1;a" + std::string(64 - 6, 'x') + ";0;";
  REQUIRE(value.size() == 64);
  CHECK(parse_offer(value));
  CHECK_FALSE(parse_offer("1;ax" + value.substr(3)));
  CHECK_FALSE(parse_offer(std::string(1 << 20, '1')));
}

TEST_CASE("a value that strays from the grammar in small things is no offer either") {
  require_refused({"1;a;0", "1,;a;0;", ",1;a;0;", "x,1;a;0;", "1,x;a;0;", "1;a;00000000001;",
                   "1;a;0;" + kSession + ".000000001", raw("1;a\x01;0;"), raw("1;a\x80;0;"), raw("1;a\0;0;")});
}

TEST_CASE("a value with any byte changed is refused or read, and what is read can be written") {
  const std::string value = "1,2;ah50;16384;" + kSession + ".1f";
  for (std::size_t at = 0; at < value.size(); ++at) {
    for (int other = 0; other < 256; ++other) {
      std::string changed = value;
      changed[at] = static_cast<char>(other);
      const std::optional<Offer> offer = parse_offer(changed);
      if (offer) CHECK(same(*parse_offer(format_offer(*offer)), *offer));
    }
    if (at + 1 < value.size()) continue;
    for (std::size_t length = 0; length < value.size(); ++length) parse_offer(value.substr(0, length));
  }
}

TEST_CASE("the extension's commands are encoded as whole frames") {
  CHECK(encoded(wire::append_resume, wire::Resume{true, 0x0102, 3, 0xf4}) ==
        command("YMQRESUME", byte(1) + number(0x0102, 8) + number(3, 8) + number(0xf4, 8)));
  CHECK(encoded(wire::append_resume, wire::Resume{}) == command("YMQRESUME", std::string(25, '\0')));
  CHECK(encoded(wire::append_acknowledge, UINT64_MAX) == command("YMQACK", std::string(8, '\xff')));
  CHECK(encoded(wire::append_end, std::uint64_t{5}) == command("YMQEND", number(5, 8)));
  CHECK(encoded(wire::append_ask) == command("YMQASK"));
  CHECK(encoded(wire::append_topics) == command("YMQTOPICS"));
  CHECK(std::string(wire::kAgainFrame) == command("YMQAGAIN"));
}

TEST_CASE("a resume is a verdict, a position, refused and an instance; whatever follows is ignored") {
  const std::string whole = byte(1) + number(7, 8) + number(5, 8) + number(0xf00000000000000f, 8);
  for (const std::string& data : {whole, whole + "x", whole + std::string(10'000, 'x')}) {
    wire::Resume resume;
    REQUIRE_FALSE(wire::parse_resume(as_bytes(data), resume));
    CHECK(resume.resumed);
    CHECK(resume.position == 7);
    CHECK(resume.refused == 5);
    CHECK(resume.instance == 0xf00000000000000f);
  }
}

TEST_CASE("a resume with verdict 0 says no, with any other yes") {
  for (const int verdict : {0, 1, 2, 255}) {
    wire::Resume resume;
    const std::string data = byte(verdict) + std::string(24, '\0');
    REQUIRE_FALSE(wire::parse_resume(as_bytes(data), resume));
    CHECK(resume.resumed == (verdict != 0));
  }
}

TEST_CASE("a resume that is cut short is refused") {
  const std::string whole = byte(1) + number(7, 8) + number(5, 8) + number(3, 8);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    wire::Resume resume;
    const std::string data = whole.substr(0, size);
    const wire::Fault fault = wire::parse_resume(as_bytes(data), resume);
    CHECK(fault.status == Status::kProtocol);
    CHECK_THAT(fault.text, says("YMQRESUME with " + std::to_string(size) + " bytes"));
  }
}

TEST_CASE("a position is eight bytes; fewer are refused, more are accepted") {
  const std::string data = number(0x0102030405060708, 8);
  std::uint64_t position = 0;
  for (std::size_t size = 0; size < data.size(); ++size) {
    CHECK(wire::parse_position(as_bytes(std::string_view(data).substr(0, size)), position).status == Status::kProtocol);
  }
  for (const std::string& longer : {data, data + "x", data + std::string(300, 'x')}) {
    REQUIRE_FALSE(wire::parse_position(as_bytes(longer), position));
    CHECK(position == 0x0102030405060708);
  }
}
