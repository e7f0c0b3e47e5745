#include "wire/decoder.h"

#include <algorithm>

#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using wire::Decoder;

namespace {

// A decoder that is fed strings, and writes down what it gives.
struct Fed {
  explicit Fed(std::uint64_t limit = 0) : decoder(limit) { decoder.accept_messages(); }

  void feed(std::string_view text) {
    const BlockRef block = block_of(text);
    std::span<const std::byte> bytes{block->data(), text.size()};
    while (!bytes.empty() && !faulted) on_stop(decoder.feed(bytes, block.get(), messages));
  }

  // As an engine does it: into the target where there is one.
  void feed_to_target(std::string_view text) {
    while (!text.empty() && !faulted) {
      const auto target = decoder.target();
      const std::size_t count = std::min(text.size(), target.empty() ? text.size() : target.size());
      if (target.empty()) return feed(text);
      std::copy_n(as_bytes(text).begin(), count, target.begin());
      text.remove_prefix(count);
      on_stop(decoder.received_in_target(count, messages));
    }
  }

  void on_stop(Decoder::Stop stop) {
    if (stop == Decoder::Stop::kCommand) commands.push_back(text_of(decoder.command()));
    if (stop == Decoder::Stop::kFault) faulted = true;
  }

  std::string seen() const {
    std::string text = describe(messages);
    for (const std::string& command : commands) text += "command " + command + "\n";
    return text + (faulted ? decoder.fault().text : "");
  }

  Decoder decoder;
  std::vector<Part> messages;
  std::vector<std::string> commands;
  bool faulted = false;
};

std::string pattern(std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i * 7 % 26);
  return text;
}

}  // namespace

TEST_CASE("frames that lie whole in the bytes are slices of them") {
  Fed fed;
  const std::string text = message("one") + more("two") + message("three") + message("") + message(pattern(300));
  const BlockRef block = block_of(text);
  std::span<const std::byte> bytes{block->data(), text.size()};
  REQUIRE(fed.decoder.feed(bytes, block.get(), fed.messages) == Decoder::Stop::kDry);
  CHECK(bytes.empty());
  REQUIRE(fed.messages.size() == 5);
  CHECK(text_of(fed.messages.back()) == pattern(300));
  CHECK_THAT(describe(fed.messages), says("one\ntwo + three\n\n300#"));
  for (const Part& part : fed.messages) {
    if (!part.size) {
      CHECK_FALSE(part.block);
      continue;
    }
    CHECK(part.block.get() == block.get());
    CHECK((part.data > block->data() && part.data < block->data() + text.size()));
  }
}

TEST_CASE("the references of a block are those of its parts, and go with them") {
  Fed fed;
  const BlockRef block = block_of(message("one") + message("two") + more("three"));
  std::span<const std::byte> bytes{block->data(), 5 + 5 + 7};
  REQUIRE(fed.decoder.feed(bytes, block.get(), fed.messages) == Decoder::Stop::kDry);
  CHECK(fed.messages.size() == 2);
  CHECK(block->shared());
  fed.messages.clear();
  CHECK(block->shared());
  fed.feed(message("four"));
  CHECK(describe(fed.messages) == "three + four\n");
  fed.messages.clear();
  CHECK_FALSE(block->shared());
}

TEST_CASE("messages come out whole only") {
  Fed fed;
  fed.feed(message("zero") + more("one"));
  CHECK(describe(fed.messages) == "zero\n");
  fed.feed(more("two"));
  fed.feed(more(""));
  CHECK(describe(fed.messages) == "zero\n");
  fed.feed(message("three") + message("next"));
  CHECK(describe(fed.messages) == "zero\none + two +  + three\nnext\n");
}

TEST_CASE("commands come out in their place, also between the parts of a message") {
  Fed fed;
  const std::string text = message("a") + command("PING", "12") + more("b") + command("NOPE") + message("c");
  const BlockRef block = block_of(text);
  std::span<const std::byte> bytes{block->data(), text.size()};
  REQUIRE(fed.decoder.feed(bytes, block.get(), fed.messages) == Decoder::Stop::kCommand);
  CHECK(text_of(fed.decoder.command()) == "\x04PING12");
  CHECK(describe(fed.messages) == "a\n");
  REQUIRE(fed.decoder.feed(bytes, block.get(), fed.messages) == Decoder::Stop::kCommand);
  CHECK(text_of(fed.decoder.command()) == "\x04NOPE");
  CHECK(describe(fed.messages) == "a\n");
  REQUIRE(fed.decoder.feed(bytes, block.get(), fed.messages) == Decoder::Stop::kDry);
  CHECK(describe(fed.messages) == "a\nb + c\n");
}

// The central property: how the bytes are cut makes no difference, in slices, copies or targets.
TEST_CASE("what comes out does not depend on how the bytes came in") {
  const std::vector<std::string> scripts{
      message("") + message("x") + more("y") + more("") + message("z") + message(pattern(255)) + message(pattern(256)),
      more("first") + command("PING", "12ctx") + message("last") + command("SUBSCRIBE", pattern(400)) + message("end"),
      message("a") + byte(2) + number(3, 8) + "abc" + message("b") + byte(0x08) + message("never"),
      more("a") + message("b") + byte(5) + byte(1) + "x",
      message("a") + byte(2) + number(1ull << 63, 8) + "x",
      message("fits") + message(pattern(200)) + message("never"),
      more(pattern(40)) + more(pattern(40)) + message(pattern(40)),
  };
  const auto script = GENERATE_COPY(from_range(scripts));
  const auto limit = GENERATE(0, 200);
  CAPTURE(script, limit);
  Fed whole(limit);
  whole.feed(script);
  Fed dripped(limit);
  for (const char value : script) dripped.feed(std::string(1, value));
  CHECK(dripped.seen() == whole.seen());
  for (std::size_t cut = 1; cut < script.size(); ++cut) {
    Fed split(limit);
    split.feed(script.substr(0, cut));
    split.feed(script.substr(cut));
    if (split.seen() != whole.seen()) FAIL("cut at " << cut << ": " << split.seen() << "\nwhole: " << whole.seen());
  }
}

TEST_CASE("large bodies come out the same, cut anywhere, copied or received in place") {
  const std::size_t size = GENERATE(wire::kLargePart - 1, wire::kLargePart, wire::kLargePart + 1, 2 * wire::kLargePart,
                                    2 * wire::kLargePart + 1, 5 * wire::kLargePart, std::size_t{1'000'003});
  const bool is_command = GENERATE(false, true);
  CAPTURE(size, is_command);
  const std::string large = frame(is_command ? 4 : 0, pattern(size));
  const std::string script = more("before") + large + message("after");
  Fed whole;
  whole.feed(script);
  REQUIRE(whole.messages.size() == (is_command ? 2 : 3));
  for (const std::size_t first :
       {std::size_t{9}, std::size_t{17}, std::size_t{18}, std::size_t{100}, size - 1, size + 16}) {
    for (const std::size_t step : {std::size_t{777}, wire::kLargePart, std::size_t{200'000}}) {
      Fed copied, in_place;
      copied.feed(script.substr(0, first));
      in_place.feed(script.substr(0, first));
      for (std::size_t at = first; at < script.size(); at += step) {
        copied.feed(script.substr(at, step));
        in_place.feed_to_target(script.substr(at, step));
      }
      if (copied.seen() != whole.seen()) FAIL("copied, first " << first << ", step " << step);
      if (in_place.seen() != whole.seen()) FAIL("in place, first " << first << ", step " << step);
    }
  }
}

TEST_CASE("a target is offered for large bodies only, and holds no more than their rest") {
  Fed fed;
  CHECK(fed.decoder.target().empty());
  fed.feed(message(pattern(1000)).substr(0, 500));
  CHECK(fed.decoder.target().empty());
  fed.feed(message(pattern(1000)).substr(500));
  const std::string large = message(pattern(40'000));
  fed.feed(large.substr(0, 10'009));
  CHECK(fed.decoder.target().size() == 30'000);
  fed.feed_to_target(large.substr(10'009));
  CHECK(fed.decoder.target().empty());
  REQUIRE(fed.messages.size() == 2);
  CHECK(text_of(fed.messages[1]) == pattern(40'000));
}

TEST_CASE("memory grows with what arrives, not with what is announced") {
  for (const std::uint64_t announced : {1ull << 31, (1ull << 32) - 1, (1ull << 63) - 1}) {
    CAPTURE(announced);
    Fed fed;
    fed.feed(byte(2) + number(announced, 8));
    CHECK_FALSE(fed.faulted);
    // A block that was kept from before may be up to twice as large as one that is made for the purpose.
    CHECK(fed.decoder.target().size() <= 8 * wire::kLargePart);
    std::size_t arrived = 0;
    while (arrived < 10'000'000) {
      const std::size_t count = fed.decoder.target().size();
      REQUIRE(count > 0);
      REQUIRE(count <= std::max(8 * wire::kLargePart, 8 * arrived));
      fed.feed_to_target(std::string(count, 'x'));
      arrived += count;
    }
    CHECK(fed.messages.empty());
  }
}

TEST_CASE("the limit counts every part and 32 bytes for each, as soon as lengths are known") {
  const auto [limit, script, text] = GENERATE(table<std::uint64_t, std::string, std::string>({
      {100, message(std::string(68, 'x')), ""},
      {100, message(std::string(69, 'x')).substr(0, 2), "message of 101 bytes"},
      {100, more("x") + more("x") + more("x"), ""},
      {98, more("x") + more("x") + raw("\x01\x01"), "message of 99 bytes"},
      {98, message("x") + message("x") + message("x") + message("x"), ""},
      {96, more("") + more("") + message(""), ""},
      {95, more("") + more("") + message(""), "message of 96 bytes"},
      {1 << 20, byte(2) + number(1ull << 20, 8), "the limit is 1048576"},
      {1 << 20, byte(2) + number((1ull << 63) - 1, 8), "the limit is 1048576"},
      {100, command("NOPE", std::string(900, 'x')), ""},
      {100, command("NOPE", std::string(1000, 'x')), "command of 1005 bytes"},
      {2000, command("NOPE", std::string(1900, 'x')), ""},
      {2000, command("NOPE", std::string(2000, 'x')).substr(0, 9), "command of 2005 bytes"},
  }));
  CAPTURE(limit, script);
  Fed fed(limit);
  fed.feed(script);
  CHECK(fed.faulted == !text.empty());
  CHECK_THAT(fed.decoder.fault().text, says(text));
  if (fed.faulted) CHECK(fed.decoder.fault().status == Status::kMessageTooLarge);

  Fed dripped(limit);
  for (const char value : script) dripped.feed(std::string(1, value));
  CHECK(dripped.seen() == fed.seen());
}

TEST_CASE("an endless message runs into the limit, whether its parts have bytes or not") {
  for (const std::string& part : {more(""), more("x")}) {
    Fed fed(1'000'000);
    std::string batch;
    for (int i = 0; i < 1000; ++i) batch += part;
    int batches = 0;
    while (!fed.faulted && ++batches < 1000) fed.feed(batch);
    CHECK(batches < 40);
    CHECK(fed.messages.empty());
    CHECK(fed.decoder.fault().status == Status::kMessageTooLarge);
  }
}

TEST_CASE("a million empty parts make one message") {
  Fed fed;
  std::string batch;
  for (int i = 0; i < 1000; ++i) batch += more("");
  for (int i = 0; i < 1000; ++i) fed.feed(batch);
  CHECK(fed.messages.empty());
  fed.feed(message("end"));
  CHECK(fed.messages.size() == 1'000'001);
}

TEST_CASE("before messages are accepted they are refused with their header, and commands are bounded") {
  const auto [script, text] = GENERATE(table<std::string, std::string>({
      {raw("\x00\x05"), "message before its READY: a frame with flags 0x00 and length 5"},
      {raw("\x01\x00"), "message before its READY: a frame with flags 0x01 and length 0"},
      {byte(6) + number(200'000, 8), "command of 200000 bytes"},
      {byte(0xff), "flags 0xff"},
      {command("READY", std::string(100'000, 'x')), ""},
  }));
  CAPTURE(script);
  Decoder decoder(0);
  std::vector<Part> messages;
  const BlockRef block = block_of(script);
  std::span<const std::byte> bytes{block->data(), script.size()};
  const auto stop = decoder.feed(bytes, block.get(), messages);
  CHECK(stop == (text.empty() ? Decoder::Stop::kCommand : Decoder::Stop::kFault));
  CHECK_THAT(decoder.fault().text, says(text));
  CHECK(messages.empty());
}

TEST_CASE("every byte that no frame begins with is refused at once") {
  for (int flags = 0; flags < 256; ++flags) {
    CAPTURE(flags);
    Fed fed;
    fed.feed(message("good") + byte(flags));
    CHECK(describe(fed.messages) == "good\n");
    CHECK(fed.faulted == (flags > 7 || (flags & 5) == 5));
    if (fed.faulted) CHECK_THAT(fed.decoder.fault().text, says("flags " + wire::hex(std::byte(flags))));
  }
}
