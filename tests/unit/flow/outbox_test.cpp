#include "flow/outbox.h"

#include <algorithm>
#include <array>
#include <deque>
#include <random>

#include "unit/catch.h"
#include "unit/flow/messages.h"

using namespace ymq;
using namespace ymq::testing;
using flow::kLargeBody;
using flow::Outbox;

namespace {

constexpr std::size_t kEverything = SIZE_MAX;

bool append(Outbox& outbox, const Text& message) { return outbox.append({}, views_of(message)); }

// What `gather` shows, as one string.
std::string gathered(Outbox& outbox, std::size_t max_segments = 64, std::size_t max_bytes = kEverything) {
  std::vector<std::span<const std::byte>> segments(max_segments);
  const std::size_t count = outbox.gather(segments, max_bytes);
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += as_text(segments[i]);
  return bytes;
}

std::size_t segment_count(Outbox& outbox) {
  std::array<std::span<const std::byte>, 64> segments;
  return outbox.gather(segments, kEverything);
}

std::vector<Text> taken(Outbox& outbox, std::uint64_t max_messages = UINT64_MAX) {
  std::vector<Part> parts;
  const std::uint64_t count = outbox.take(parts, max_messages);
  std::vector<Text> messages = texts_of(parts);
  CHECK(messages.size() == count);
  return messages;
}

std::string text_of_size(std::size_t size, char seed) {
  std::string text(size, seed);
  for (std::size_t i = 0; i < size; i += 61)
    text[i] = static_cast<char>('a' + (i / 61 + static_cast<unsigned char>(seed)) % 26);
  return text;
}

}  // namespace

TEST_CASE("an outbox encodes messages as frames, one behind the other") {
  Outbox outbox;
  REQUIRE(append(outbox, {"one"}));
  REQUIRE(append(outbox, {"", "two", std::string(300, 'x')}));
  CHECK(gathered(outbox) == frames_of({"one"}) + frames_of({"", "two", std::string(300, 'x')}));
  CHECK(outbox.queued_messages() == 2);
  CHECK(outbox.queued_bytes() == 5 + 2 + 5 + 309);
}

TEST_CASE("a run of messages is appended as one by one, as far as the quick way goes") {
  std::mt19937 random(3);
  Outbox outbox;
  std::string expected;
  std::size_t quickly = 0;
  for (int round = 0; round < 2'000; ++round) {
    Text texts;
    for (std::size_t i = random() % 40; i > 0; --i) {
      texts.push_back(text_of_size(random() % 30 == 0 ? 256 + random() % 100 : random() % 256, 'r'));
    }
    const std::vector<PartView> views = views_of(texts);
    for (std::span<const PartView> rest(views); !rest.empty();) {
      std::size_t count = outbox.append_run(rest);
      quickly += count;
      if (count == 0 && outbox.append({}, rest.first(1))) count = 1;
      REQUIRE(count != 0);
      for (std::size_t i = texts.size() - rest.size(); count > 0; --count, ++i) {
        expected += frames_of({texts[i]});
        rest = rest.subspan(1);
      }
    }
    if (random() % 4 != 0) continue;
    CHECK(gathered(outbox, 1'000) == expected);
    const std::size_t written = random() % (expected.size() + 1);
    outbox.wrote(written);
    expected.erase(0, written);
    CHECK(outbox.queued_bytes() == expected.size());
  }
  CHECK(quickly > 20'000);
}

TEST_CASE("a run ends where the limits do") {
  const Text texts(10, "x");
  const std::vector<PartView> views = views_of(texts);
  Outbox outbox;
  CHECK(outbox.append_run(views) == 0);
  outbox.set_limits({.messages = 8});
  REQUIRE(append(outbox, {"first"}));
  CHECK(outbox.append_run(views) == 7);
  CHECK(outbox.append_run(views) == 0);
  outbox.set_limits({.messages = 20, .bytes = 1'000});
  CHECK(outbox.append_run(views) == 0);
  outbox.set_limits({});
  CHECK(outbox.append_run(views) == 10);
  outbox.shut();
  CHECK(outbox.append_run(views) == 0);
  CHECK(outbox.queued_messages() == 18);
}

TEST_CASE("a head goes before the body as part of the same message") {
  Outbox outbox;
  const Text head{"", "id"}, body{"payload"};
  REQUIRE(outbox.append(views_of(head), views_of(body)));
  CHECK(gathered(outbox) == frames_of({"", "id", "payload"}));
  CHECK(outbox.queued_messages() == 1);
}

TEST_CASE("small messages share one stretch of the log") {
  Outbox outbox;
  for (int i = 0; i < 100; ++i) REQUIRE(append(outbox, {std::to_string(i)}));
  CHECK(segment_count(outbox) == 1);
}

TEST_CASE("a large body that somebody owns is referred to, not copied") {
  Outbox outbox;
  Message message = parts_of(Text{text_of_size(kLargeBody, 'L')});
  const PartView view = message[0].view();
  REQUIRE(outbox.append({}, {&view, 1}));
  CHECK(message[0].block->shared());

  std::array<std::span<const std::byte>, 4> segments;
  REQUIRE(outbox.gather(segments, kEverything) == 2);
  CHECK(segments[1].data() == message[0].data);

  outbox.wrote(outbox.queued_bytes());
  CHECK_FALSE(message[0].block->shared());
}

TEST_CASE("a smaller body is referred to where it has its block to itself, and copied where it would pin much more") {
  Message message = parts_of(Text{text_of_size(flow::kSharedBody, 'S')});
  const PartView own = message[0].view();
  Message large = parts_of(Text{text_of_size(16 * flow::kSharedBody, 'L')});
  const PartView slice{large[0].data, flow::kSharedBody, large[0].block.get()};
  Outbox outbox;
  REQUIRE(outbox.append({&own, 1}, {&slice, 1}));
  CHECK(message[0].block->shared());
  CHECK_FALSE(large[0].block->shared());
  const std::string beginning(reinterpret_cast<const char*>(slice.data), slice.size);
  CHECK(gathered(outbox) == frames_of({text_of_size(flow::kSharedBody, 'S'), beginning}));
  outbox.wrote(outbox.queued_bytes());
  CHECK_FALSE(message[0].block->shared());
}

TEST_CASE("a large body that is only borrowed is copied, and one just below the border goes into the log") {
  Outbox outbox;
  std::string large = text_of_size(kLargeBody, 'L');
  std::string small = text_of_size(kLargeBody - 1, 'S');
  REQUIRE(append(outbox, {large}));
  REQUIRE(append(outbox, {small}));
  const std::string expected = frames_of({large}) + frames_of({small});
  large.assign(large.size(), '?');
  small.assign(small.size(), '?');
  CHECK(gathered(outbox) == expected);
}

TEST_CASE("gather stops at the number of stretches and at the number of bytes") {
  Outbox outbox;
  for (int i = 0; i < 8; ++i) REQUIRE(append(outbox, {text_of_size(kLargeBody, 'a')}));
  CHECK(gathered(outbox, 1).size() == 9);
  CHECK(gathered(outbox, 2).size() == 9 + kLargeBody);
  CHECK(gathered(outbox, 64, 1).size() == 1);
  CHECK(gathered(outbox, 64, 9).size() == 9);
  CHECK(gathered(outbox, 64, 10).size() == 10);
  CHECK(gathered(outbox, 0).empty());
  CHECK(gathered(outbox, 64, 0).empty());
  CHECK(gathered(outbox) == gathered(outbox));
}

TEST_CASE("a message counts as queued until its last byte is written") {
  Outbox outbox;
  REQUIRE(append(outbox, {"12345"}));
  REQUIRE(append(outbox, {"67"}));
  CHECK(outbox.wrote(6) == 0);
  CHECK_FALSE(outbox.at_message_start());
  CHECK(outbox.queued_messages() == 2);
  CHECK(outbox.queued_bytes() == 5);
  CHECK(outbox.wrote(1) == 1);
  CHECK(outbox.at_message_start());
  CHECK(outbox.wrote(4) == 1);
  CHECK(outbox.empty());
  CHECK(outbox.queued_messages() == 0);
}

TEST_CASE("after a rewind the message that was written in part is shown whole") {
  Outbox outbox;
  const std::string large = text_of_size(3 * kLargeBody, 'r');
  REQUIRE(append(outbox, {"first"}));
  REQUIRE(append(outbox, {"head", large, "tail"}));
  const std::string second = frames_of({"head", large, "tail"});
  for (const std::size_t part : {std::size_t{0}, std::size_t{1}, std::size_t{6}, second.size() - 1}) {
    INFO("written of the second message: " << part);
    outbox.wrote(outbox.queued_messages() == 2 ? 7 + part : part);
    outbox.rewind();
    CHECK(outbox.at_message_start());
    CHECK(outbox.queued_messages() == 1);
    CHECK(gathered(outbox) == second);
  }
  outbox.rewind();
  CHECK(taken(outbox) == std::vector<Text>{{"head", large, "tail"}});
}

TEST_CASE("taken messages keep their bytes, whatever the log does next") {
  Outbox outbox;
  const Text first{"kept", "", text_of_size(kLargeBody, 'k')};
  REQUIRE(append(outbox, first));
  std::vector<Part> parts;
  REQUIRE(outbox.take(parts, 1) == 1);
  CHECK(outbox.empty());
  for (int i = 0; i < 1000; ++i) REQUIRE(append(outbox, {"overwritten?"}));
  outbox.clear();
  for (int i = 0; i < 1000; ++i) REQUIRE(append(outbox, {"overwritten!"}));
  CHECK(texts_of(parts) == std::vector<Text>{first});
}

TEST_CASE("take gives at most as many messages as asked for, and nothing from an empty outbox") {
  Outbox outbox;
  CHECK(taken(outbox).empty());
  for (const char* text : {"a", "b", "c"}) REQUIRE(append(outbox, {text}));
  CHECK(taken(outbox, 0).empty());
  CHECK(taken(outbox, 2) == std::vector<Text>{{"a"}, {"b"}});
  CHECK(outbox.queued_messages() == 1);
  CHECK(taken(outbox, 2) == std::vector<Text>{{"c"}});
}

TEST_CASE("parts of one block are counted together and released one by one") {
  Outbox outbox;
  for (int i = 0; i < 10; ++i) REQUIRE(append(outbox, {"part"}));
  std::vector<Part> parts;
  REQUIRE(outbox.take(parts, 10) == 10);
  Block* block = parts[0].block.get();
  REQUIRE(std::ranges::all_of(parts, [&](const Part& part) { return part.block.get() == block; }));
  while (parts.size() > 1) {
    CHECK(block->shared());
    parts.pop_back();
  }
  CHECK_FALSE(block->shared());
}

TEST_CASE("blocks that a reader keeps are small where the log holds little at a time") {
  Outbox outbox;
  for (int i = 0; i < 20'000; ++i) REQUIRE(append(outbox, {"sixteen bytes ok"}));
  outbox.wrote(outbox.queued_bytes());
  std::vector<Part> parts;
  for (int i = 0; i < 8; ++i) {
    REQUIRE(append(outbox, {"sixteen bytes ok"}));
    outbox.take(parts, 1);
  }
  CHECK(parts.back().block->capacity() <= 4096);
}

TEST_CASE("an empty outbox that nobody reads uses its block again") {
  Outbox outbox;
  REQUIRE(append(outbox, {"first"}));
  std::array<std::span<const std::byte>, 1> segments;
  outbox.gather(segments, kEverything);
  const std::byte* start = segments[0].data();
  outbox.wrote(outbox.queued_bytes());
  REQUIRE(append(outbox, {"second"}));
  outbox.gather(segments, kEverything);
  CHECK(segments[0].data() == start);
}

TEST_CASE("clearing forgets everything, also what is written in part") {
  Outbox outbox;
  outbox.clear();
  CHECK(outbox.empty());
  REQUIRE(append(outbox, {"gone", text_of_size(kLargeBody, 'g')}));
  outbox.wrote(3);
  outbox.clear();
  CHECK(outbox.empty());
  CHECK(outbox.queued_bytes() == 0);
  CHECK(outbox.queued_messages() == 0);
  CHECK(outbox.at_message_start());
  REQUIRE(append(outbox, {"new"}));
  CHECK(gathered(outbox) == frames_of({"new"}));
}

TEST_CASE("limits in messages and bytes, with room again for a waiting writer at half of them") {
  Outbox outbox;
  outbox.set_limits({.messages = 4, .bytes = 0});
  for (int i = 0; i < 4; ++i) {
    CHECK(outbox.has_room());
    REQUIRE(append(outbox, {"12345678"}));
  }
  CHECK_FALSE(outbox.has_room());
  outbox.wrote(20);
  CHECK(outbox.has_room());
  CHECK_FALSE(outbox.below_low_mark());
  outbox.wrote(10);
  CHECK(outbox.below_low_mark());

  outbox.set_limits({.messages = 0, .bytes = 10});
  CHECK_FALSE(outbox.has_room());
  outbox.set_limits({.messages = 0, .bytes = 11});
  CHECK(outbox.has_room());
  CHECK_FALSE(outbox.below_low_mark());
  outbox.set_limits({});
  CHECK(outbox.below_low_mark());
}

TEST_CASE("an append that memory does not suffice for leaves the log as it was") {
  Outbox outbox;
  const Text fitting{"small", text_of_size(kLargeBody, 'l'), text_of_size(10'000, 's')};
  const auto append_too_much = [&] {
    std::vector<PartView> views = views_of(fitting);
    views.push_back(beyond_memory());
    return outbox.append(views_of(fitting), views);
  };
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    REQUIRE_FALSE(append_too_much());
    CHECK(outbox.queued_messages() == static_cast<std::uint64_t>(i));
    CHECK(outbox.queued_bytes() == expected.size());
    REQUIRE(append(outbox, {"kept " + std::to_string(i)}));
    expected += frames_of({"kept " + std::to_string(i)});
    CHECK(gathered(outbox) == expected);
  }
  outbox.wrote(expected.size() - 3);
  REQUIRE_FALSE(append_too_much());
  outbox.rewind();
  CHECK(taken(outbox) == std::vector<Text>{{"kept 19"}});
  REQUIRE_FALSE(append_too_much());
  CHECK(outbox.empty());
}

// Random operations against a model that knows only byte strings: the messages that are not wholly written, and how
// much of the first of them is.
TEST_CASE("an outbox behaves like a string of bytes under random operations") {
  const std::size_t kSizes[] = {0, 1, 16, 255, flow::kSharedBody - 1, 5'000, kLargeBody - 1, kLargeBody, 100'000};
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    Outbox outbox;
    std::deque<Text> model;
    std::size_t written = 0;  // Of the first message.
    std::vector<std::pair<std::vector<Part>, std::vector<Text>>> kept;

    const auto random_message = [&] {
      Text message(1 + below(3));
      for (std::string& part : message)
        part = text_of_size(kSizes[below(below(4) ? 5 : 9)], static_cast<char>('A' + below(26)));
      return message;
    };
    const auto unwritten = [&] {
      std::string bytes;
      for (const Text& message : model) bytes += frames_of(message);
      return bytes.substr(written);
    };

    for (int step = 0; step < 300; ++step) {
      switch (below(8)) {
        case 0:
        case 1:
        case 2: {
          const Text message = random_message();
          if (below(2)) {
            const Message parts = parts_of(message);
            std::vector<PartView> views;
            for (const Part& part : parts) views.push_back(part.view());
            REQUIRE(
                outbox.append(std::span(views).first(views.size() / 2), std::span(views).subspan(views.size() / 2)));
          } else {
            REQUIRE(append(outbox, message));
          }
          model.push_back(message);
          break;
        }
        case 3:
        case 4: {
          const std::size_t max_bytes = 1 + below(200'000);
          const std::string shown = gathered(outbox, 1 + below(8), max_bytes);
          const std::string expected = unwritten();
          REQUIRE(shown.size() <= max_bytes);
          REQUIRE(expected.starts_with(shown));
          REQUIRE(shown.empty() == expected.empty());
          const std::size_t count = below(shown.size() + 1);
          std::uint64_t completed = 0;
          written += count;
          while (!model.empty() && frames_of(model.front()).size() <= written) {
            written -= frames_of(model.front()).size();
            model.pop_front();
            ++completed;
          }
          REQUIRE(outbox.wrote(count) == completed);
          break;
        }
        case 5:
          outbox.rewind();
          written = 0;
          break;
        case 6: {
          if (written > 0) break;
          const std::size_t count = below(4);
          std::vector<Part> parts;
          std::vector<Text> expected;
          for (; expected.size() < count && !model.empty(); model.pop_front()) expected.push_back(model.front());
          REQUIRE(outbox.take(parts, count) == expected.size());
          kept.emplace_back(std::move(parts), std::move(expected));
          if (kept.size() > 5) kept.erase(kept.begin());
          break;
        }
        case 7:
          if (below(10)) break;
          outbox.clear();
          model.clear();
          written = 0;
          break;
      }
      REQUIRE(outbox.queued_messages() == model.size());
      REQUIRE(outbox.queued_bytes() == unwritten().size());
      REQUIRE(outbox.empty() == model.empty());
      REQUIRE(outbox.at_message_start() == (written == 0));
      REQUIRE(outbox.bytes_to_message_end() == (model.empty() ? 0 : frames_of(model.front()).size() - written));
    }
    for (const auto& [parts, expected] : kept) REQUIRE(texts_of(parts) == expected);
    REQUIRE(gathered(outbox, 10'000) == unwritten());
  }
}

TEST_CASE("a writer that waits for room goes on sooner where messages are large", "[outbox]") {
  constexpr std::uint64_t kLimit = 100;
  const std::size_t size = GENERATE(std::size_t{16}, std::size_t{1024 * 1024});
  ymq::BlockRef block = ymq::BlockRef::allocate(size);
  const ymq::PartView part{block->data(), size, block.get()};
  ymq::flow::Outbox outbox;
  outbox.set_limits({kLimit, 0});
  for (std::uint64_t i = 0; i < kLimit; ++i) REQUIRE(outbox.append({}, {&part, 1}));
  CHECK_FALSE(outbox.has_room());
  std::uint64_t written = 0;
  for (std::vector<ymq::Part> taken; !outbox.below_low_mark(); taken.clear()) written += outbox.take(taken, 1);
  INFO(written << " messages of " << size << " bytes were written before there was room enough");
  CHECK(written == (size == 16 ? kLimit / 2 + 1 : 2));
}
