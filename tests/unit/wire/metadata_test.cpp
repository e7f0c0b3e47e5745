#include "wire/metadata.h"

#include <string>

#include "unit/catch.h"

namespace ymq::wire {

namespace {

std::string fault_of(const std::string& text) {
  Properties properties;
  const Fault fault = parse_metadata(text, properties);
  if (fault) CHECK(fault.status == Status::kInvalidArgument);
  return fault.text;
}

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "X-" + std::to_string(i) + ":\n";
  return text;
}

}  // namespace

TEST_CASE("metadata is read line by line, blanks around values left out") {
  Properties properties;
  REQUIRE_FALSE(parse_metadata("X-Rack:12\r\n\n  X-Where: room 3: left  \nX-Empty:", properties));
  CHECK(properties == Properties{{"X-Rack", "12"}, {"X-Where", "room 3: left"}, {"X-Empty", ""}});
  REQUIRE_FALSE(parse_metadata("", properties));
  CHECK(properties.size() == 3);
}

TEST_CASE("metadata that is wrong is told which line, and what is right") {
  CHECK(fault_of("X-A: 1\nnonsense") == "\"nonsense\": X-Name: value is expected");
  CHECK(fault_of("Rack: 1") == "\"Rack: 1\": a name begins with X-");
  CHECK(fault_of("x-a: 1") == "\"x-a: 1\": a name begins with X-");
  CHECK(fault_of("X-: 1") == "\"X-: 1\": a name begins with X-");
  CHECK(fault_of("X-a_b: 1") == "\"X-a_b: 1\": a name has letters, digits and hyphens only");
  CHECK(fault_of("X-ymq-Connector: 1") == "\"X-ymq-Connector: 1\": names that begin with X-YMQ are the library's own");
  CHECK(fault_of("X-A: 1\nX-a: 2") == "\"X-a: 2\": the name stands there twice");
  CHECK(fault_of(std::string("X-A: 1\0", 7)).find("a value has no NUL") != std::string::npos);
  CHECK(fault_of("X-" + std::string(254, 'a') + ":").find("at most 255") != std::string::npos);
}

TEST_CASE("metadata has no more lines than a READY has room for") {
  CHECK(fault_of(lines(kMaxMetadata)).empty());
  CHECK(fault_of(lines(kMaxMetadata + 1)).find("128 lines are the most") != std::string::npos);
}

}  // namespace ymq::wire
