#include "wire/command.h"

#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;

namespace {

// What an encoder makes.
template <class Encoder, class... Arguments>
std::string encoded(Encoder encoder, const Arguments&... arguments) {
  std::vector<std::byte> bytes;
  encoder(bytes, arguments...);
  return text_of(bytes);
}

}  // namespace

TEST_CASE("commands are encoded as whole frames") {
  CHECK(encoded(wire::append_ready, wire::Properties{{"Socket-Type", "DEALER"}, {"Identity", ""}}) ==
        command("READY", property("Socket-Type", "DEALER") + property("Identity", "")));
  CHECK(encoded(wire::append_error, std::string_view("no")) == command("ERROR", raw("\x02no")));
  CHECK(encoded(wire::append_subscribe, as_bytes("a")) == command("SUBSCRIBE", "a"));
  CHECK(encoded(wire::append_subscribe, as_bytes(std::string(300, 't'))) ==
        byte(6) + number(310, 8) + "\x09SUBSCRIBE" + std::string(300, 't'));
  CHECK(encoded(wire::append_cancel, as_bytes("")) == command("CANCEL"));
  CHECK(encoded(wire::append_join, as_bytes("group")) == command("JOIN", "group"));
  CHECK(encoded(wire::append_leave, as_bytes("")) == command("LEAVE"));
  CHECK(encoded(wire::append_ping, wire::Ping{300, as_bytes("ctx")}) == command("PING", raw("\x01\x2c") + "ctx"));
  CHECK(encoded(wire::append_pong, as_bytes("ctx")) == command("PONG", "ctx"));
}

TEST_CASE("a long reason of an ERROR is cut to what its length can say") {
  CHECK(encoded(wire::append_error, std::string_view(std::string(300, 'r'))) ==
        command("ERROR", byte(255) + std::string(255, 'r')));
}

TEST_CASE("a command is a name and data") {
  wire::Command parsed;
  const std::string body = raw("\x04PING\x00\x01xyz");
  REQUIRE_FALSE(wire::parse_command(as_bytes(body), parsed));
  CHECK(parsed.name == "PING");
  CHECK(as_text(parsed.data) == raw("\x00\x01xyz"));
}

TEST_CASE("commands whose name does not fit are refused") {
  const auto [body, text] = GENERATE(table<std::string, std::string>({
      {"", "empty command"},
      {raw("\x00"), "without a name"},
      {raw("\x00READY"), "without a name"},
      {raw("\x06READY"), "name of 6 bytes does not fit into its frame of 6"},
      {byte(255) + "READY", "name of 255 bytes"},
  }));
  CAPTURE(body);
  wire::Command parsed;
  const wire::Fault fault = wire::parse_command(as_bytes(body), parsed);
  CHECK(fault.status == Status::kProtocol);
  CHECK_THAT(fault.text, says(text));
}

TEST_CASE("properties are kept as sent, the first of equal names wins, case apart") {
  wire::Properties properties;
  const std::string longest_name(255, 'n');
  const std::string data = property("Socket-Type", "PUSH") + property("X-Color", "red") + property("x-cOLOR", "blue") +
                           property("Empty", "") + property(longest_name, raw("\0\xff")) +
                           property("Large", std::string(70'000, 'v'));
  REQUIRE_FALSE(wire::parse_properties(as_bytes(data), properties));
  CHECK(properties == wire::Properties{{"Socket-Type", "PUSH"},
                                       {"X-Color", "red"},
                                       {"Empty", ""},
                                       {longest_name, raw("\0\xff")},
                                       {"Large", std::string(70'000, 'v')}});
}

TEST_CASE("malformed properties are refused, and the text says where") {
  std::string many;
  for (int i = 0; i < 257; ++i) many += property("a", "");
  const std::string good = property("Good", "1");
  const auto [data, text] = GENERATE_COPY(table<std::string, std::string>({
      {raw("\x00"), "without a name at byte 0"},
      {property("", "value"), "without a name at byte 0"},
      {good + raw("\x00\x00\x00\x00\x00"), "without a name at byte 10"},
      {good + byte(5) + "Name", "within the name of a property at byte 10"},
      {"\xff", "within the name"},
      {good + byte(4) + "Name", "within the value of \"Name\" at byte 15"},
      {raw("\x04Name\x00\x00\x00"), "within the value of \"Name\""},
      {raw("\x04Name\x00\x00\x00\x02v"), "within the value of \"Name\""},
      {raw("\x04Name\x80\x00\x00\x00v"), "within the value of \"Name\""},
      {raw("\x04Name\xff\xff\xff\xffv"), "within the value of \"Name\""},
      {good + "x", "within the name of a property at byte 10"},
      {many, "more than 256 properties"},
  }));
  CAPTURE(data);
  wire::Properties properties;
  const wire::Fault fault = wire::parse_properties(as_bytes(data), properties);
  CHECK(fault.status == Status::kProtocol);
  CHECK_THAT(fault.text, says(text));
}

TEST_CASE("the reason of an ERROR fills its frame") {
  wire::Bytes reason;
  const std::string busy = byte(4) + "busy", silent = raw("\x00");
  REQUIRE_FALSE(wire::parse_error(as_bytes(busy), reason));
  CHECK(as_text(reason) == "busy");
  REQUIRE_FALSE(wire::parse_error(as_bytes(silent), reason));
  CHECK(reason.empty());
  for (const std::string& data : {std::string(), byte(5) + "busy", raw("\xff"), byte(3) + "busy"}) {
    CAPTURE(data);
    CHECK_THAT(wire::parse_error(as_bytes(data), reason).text, says("does not fill its frame"));
  }
}

TEST_CASE("a PING has a time to live and up to sixteen bytes of context") {
  wire::Ping ping;
  const std::string bare = raw("\x02\x8f"), chatty = raw("\xff\xff") + "0123456789abcdefX";
  REQUIRE_FALSE(wire::parse_ping(as_bytes(bare), ping));
  CHECK(ping.ttl == 655);
  CHECK(ping.context.empty());
  REQUIRE_FALSE(wire::parse_ping(as_bytes(chatty), ping));
  CHECK(ping.ttl == 65535);
  CHECK(as_text(ping.context) == "0123456789abcdef");
  CHECK_THAT(wire::parse_ping(as_bytes(""), ping).text, says("PING of 0 bytes"));
  CHECK_THAT(wire::parse_ping(as_bytes("1"), ping).text, says("PING of 1 bytes"));
}

TEST_CASE("names are compared without regard to case") {
  CHECK(wire::same_name("Socket-Type", "sOCKET-tYPE"));
  CHECK_FALSE(wire::same_name("Socket-Type", "Socket-Typ"));
  CHECK_FALSE(wire::same_name("Socket-Type", "Socket_Type"));
}
