// An outbox that holds the newest message only, and one that begins with an empty message for the peer alone.

#include <deque>
#include <random>

#include "flow/outbox.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"

using namespace ymq;
using namespace ymq::testing;
using flow::Outbox;

namespace {

bool append(Outbox& outbox, const Text& message) { return outbox.append({}, views_of(message)); }

std::string shown(Outbox& outbox, std::size_t max_bytes = SIZE_MAX) {
  std::vector<std::span<const std::byte>> segments(64);
  segments.resize(outbox.gather(segments, max_bytes));
  std::string bytes;
  for (const auto& segment : segments) bytes += as_text(segment);
  return bytes;
}

std::vector<Text> withdrawn(Outbox& outbox) {
  Message parts;
  outbox.withdraw(parts);
  return texts_of(parts);
}

}  // namespace

TEST_CASE("the newest message takes the place of those that nobody has begun to write") {
  Outbox outbox;
  CHECK(outbox.keep_newest() == 0);
  for (const char* text : {"a", "b", "c"}) append(outbox, {text, "rest"});
  CHECK(outbox.keep_newest() == 2);
  CHECK(outbox.queued_messages() == 1);
  CHECK(shown(outbox) == frames_of({"c", "rest"}));
  CHECK(outbox.messages() == 1);
  CHECK(outbox.keep_newest() == 0);
}

TEST_CASE("a message that is written in part, or that a writer was shown, is not replaced") {
  Outbox outbox;
  append(outbox, {"first"});
  REQUIRE(shown(outbox, 3).size() == 3);
  append(outbox, {"second"});
  append(outbox, {"third"});
  CHECK(outbox.keep_newest() == 1);
  CHECK(shown(outbox) == frames_of({"first"}) + frames_of({"third"}));
  outbox.wrote(3);
  append(outbox, {"fourth"});
  CHECK(outbox.keep_newest() == 0);
  CHECK(shown(outbox) == frames_of({"first"}).substr(3) + frames_of({"third"}) + frames_of({"fourth"}));
  outbox.rewind();
  CHECK(outbox.keep_newest() == 2);
  CHECK(shown(outbox) == frames_of({"fourth"}));
}

TEST_CASE("behind a message that is written in parts the newest message alone waits") {
  Outbox outbox;
  outbox.conflate();
  append(outbox, {"first"});
  for (int i = 0; i < 4; ++i) {
    REQUIRE(shown(outbox, 1).size() == 1);
    outbox.wrote(1);
    append(outbox, {std::to_string(i)});
    outbox.keep_newest();
    CHECK(shown(outbox) == frames_of({"first"}).substr(static_cast<std::size_t>(i) + 1));
    CHECK(outbox.queued_messages() == 2);
  }
  outbox.wrote(shown(outbox).size());
  CHECK(shown(outbox) == frames_of({"3"}));
}

TEST_CASE("an outbox goes on after the newest message was taken out and is kept by its reader") {
  Outbox outbox;
  append(outbox, {"a"});
  append(outbox, {"b"});
  REQUIRE(outbox.keep_newest() == 1);
  const std::vector<Part> kept = [&] {
    std::vector<Part> parts;
    outbox.take(parts, 1);
    return parts;
  }();
  REQUIRE(append(outbox, {"c"}));
  CHECK(shown(outbox) == frames_of({"c"}));
  CHECK(texts_of(kept) == std::vector<Text>{{"b"}});
}

TEST_CASE("what was written in a session keeps its number, and what a peer says that it has not got may be replaced") {
  Outbox outbox;
  outbox.begin_session(0);
  append(outbox, {"0"});
  append(outbox, {"1"});
  outbox.wrote(shown(outbox).size());
  for (const char* text : {"2", "3", "4"}) append(outbox, {text});
  CHECK(outbox.keep_newest() == 2);
  CHECK(outbox.unacknowledged_messages() == 2);
  std::uint64_t resent = 0;
  REQUIRE(outbox.resume(1, resent));
  CHECK(outbox.keep_newest() == 1);
  CHECK(shown(outbox) == frames_of({"4"}));
  outbox.wrote(shown(outbox).size());
  CHECK(outbox.acknowledge(2));
  CHECK_FALSE(outbox.acknowledge(3));
  CHECK(outbox.unacknowledged_messages() == 0);
}

TEST_CASE("whatever is appended and written, what goes out are whole messages in order, and the newest") {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  for (int round = 0; round < 50; ++round) {
    Outbox outbox;
    std::string wire;
    int next = 0;
    std::uint64_t replaced = 0;
    std::size_t in_flight = 0;
    for (int step = 0; step < 300; ++step) {
      if (below(3) != 0) {
        constexpr std::size_t kSizes[] = {0, 10, 300, 5'000, flow::kLargeBody};
        REQUIRE(append(outbox, {std::to_string(next++), std::string(kSizes[below(5)], 'x')}));
        replaced += outbox.keep_newest();
      } else if (in_flight == 0) {
        const std::string bytes = shown(outbox, 1 + below(8'000));
        in_flight = bytes.size();
        wire += bytes;
      } else {
        const std::size_t written = below(2) ? in_flight : below(in_flight + 1);
        wire.resize(wire.size() - (in_flight - written));
        outbox.wrote(written);
        in_flight = 0;
      }
    }
    wire.resize(wire.size() - in_flight);
    for (std::string rest = shown(outbox, SIZE_MAX); !rest.empty(); rest = shown(outbox)) {
      wire += rest;
      outbox.wrote(rest.size());
    }
    const std::vector<Text> messages = texts_in(wire);
    int former = -1;
    for (const Text& message : messages) {
      REQUIRE(message.size() == 2);
      REQUIRE(std::stoi(message[0]) > former);
      former = std::stoi(message[0]);
    }
    CHECK(former == next - 1);
    CHECK(messages.size() + replaced == static_cast<std::size_t>(next));
  }
}

TEST_CASE("a probe goes ahead of what is queued, once, and to nobody else") {
  Outbox outbox;
  append(outbox, {"a"});
  append(outbox, {"b", "c"});
  CHECK(outbox.probe() == 0);
  CHECK(outbox.probe() == 0);
  CHECK(shown(outbox) == frames_of({""}) + frames_of({"a"}) + frames_of({"b", "c"}));
  CHECK(outbox.queued_messages() == 3);
  CHECK(outbox.accepted_messages() == 2);
  outbox.rewind();
  CHECK(withdrawn(outbox) == std::vector<Text>{{"a"}, {"b", "c"}});
  append(outbox, {"d"});
  CHECK(withdrawn(outbox) == std::vector<Text>{{"d"}});
}

TEST_CASE("a probe that was written and not acknowledged is given to nobody when its session is lost") {
  Outbox outbox;
  outbox.begin_session(0);
  append(outbox, {"a"});
  outbox.probe();
  outbox.wrote(shown(outbox).size());
  CHECK(outbox.unacknowledged_messages() == 2);
  Message parts;
  CHECK(outbox.end_session(parts) == 1);
  CHECK(texts_of(parts) == std::vector<Text>{{"a"}});
}

TEST_CASE("a probe that was acknowledged is forgotten, and later messages are not taken for it") {
  Outbox outbox;
  outbox.begin_session(0);
  outbox.probe();
  append(outbox, {"a"});
  outbox.wrote(shown(outbox).size());
  REQUIRE(outbox.acknowledge(1));
  Message parts;
  CHECK(outbox.end_session(parts) == 1);
  CHECK(texts_of(parts) == std::vector<Text>{{"a"}});
}
