// The outbox in a session: what is written stays until it is acknowledged, and is written again from where the peer
// says that it goes on.

#include <algorithm>
#include <deque>
#include <random>

#include "flow/outbox.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"
#include "wire/frame.h"

using namespace ymq;
using namespace ymq::testing;
using flow::kLargeBody;
using flow::kMessageOverhead;
using flow::Outbox;

namespace {

bool append(Outbox& outbox, const Text& message, bool again = false) {
  return outbox.append({}, views_of(message), again);
}

std::string gathered(Outbox& outbox, std::size_t max_segments = 1024, std::size_t max_bytes = SIZE_MAX) {
  std::vector<std::span<const std::byte>> segments(max_segments);
  segments.resize(outbox.gather(segments, max_bytes));
  std::string bytes;
  for (const auto& segment : segments) bytes += as_text(segment);
  return bytes;
}

std::string marked(Text message) {
  message.insert(message.begin(), kAgain);
  return frames_of(message);
}

std::string frames_of_all(const std::vector<Text>& messages) {
  std::string frames;
  for (const Text& message : messages) frames += frames_of(message);
  return frames;
}

// Small and large ones, one and several parts.
const std::vector<Text>& some_messages() {
  static const std::vector<Text> messages = {{"one"},
                                             {"two", "", "parts"},
                                             {std::string(kLargeBody, 'L'), "tail"},
                                             {""},
                                             {std::string(300, 'm'), std::string(kLargeBody + 1, 'N')}};
  return messages;
}

std::string frames_from(std::size_t first) {
  return frames_of_all({some_messages().begin() + static_cast<std::ptrdiff_t>(first), some_messages().end()});
}

void fill(Outbox& outbox, std::uint64_t window = 0) {
  outbox.begin_session(window);
  for (const Text& message : some_messages()) REQUIRE(append(outbox, message));
}

void write_all(Outbox& outbox) { outbox.wrote(outbox.queued_bytes()); }

// "!" stands before a message that is marked.
std::vector<std::string> names_of(const std::vector<Part>& parts) {
  std::vector<std::string> names;
  bool more = false;
  for (const Part& part : parts) {
    if (!more) names.push_back((part.redelivered ? "!" : "") + std::string(as_text(part.bytes())));
    more = part.more;
  }
  return names;
}

using Names = std::vector<std::string>;

std::uint64_t resume(Outbox& outbox, std::uint64_t position) {
  std::uint64_t resent = 0;
  outbox.rewind();
  REQUIRE(outbox.resume(position, resent));
  return resent;
}

bool can_resume(Outbox& outbox, std::uint64_t position) {
  std::uint64_t resent = 0;
  return outbox.resume(position, resent);
}

}  // namespace

TEST_CASE("what is written in a session is kept, and is not queued any more") {
  Outbox outbox;
  fill(outbox);
  CHECK(outbox.in_session());
  write_all(outbox);
  CHECK(outbox.empty());
  CHECK(outbox.queued_messages() == 0);
  CHECK(outbox.unacknowledged_messages() == 5);
  CHECK(outbox.unacknowledged_bytes() == frames_from(0).size());
  CHECK(outbox.acknowledged() == 0);
  CHECK(outbox.messages() == 5);
}

TEST_CASE("an acknowledgement releases what lies before it") {
  for (std::uint64_t position = 0; position <= 5; ++position) {
    CAPTURE(position);
    Outbox outbox;
    fill(outbox);
    write_all(outbox);
    REQUIRE(outbox.acknowledge(position));
    CHECK(outbox.acknowledged() == position);
    CHECK(outbox.unacknowledged_messages() == 5 - position);
    CHECK(outbox.unacknowledged_bytes() == frames_from(position).size());
    resume(outbox, position);
    CHECK(gathered(outbox) == frames_from(position));
  }
}

TEST_CASE("an acknowledgement that is repeated, or goes back, changes nothing") {
  Outbox outbox;
  fill(outbox);
  write_all(outbox);
  REQUIRE(outbox.acknowledge(3));
  for (const std::uint64_t position : {3, 2, 0, 3}) {
    CHECK(outbox.acknowledge(position));
    CHECK(outbox.acknowledged() == 3);
    CHECK(outbox.unacknowledged_messages() == 2);
  }
}

TEST_CASE("an acknowledgement of what was never appended is refused, and changes nothing") {
  Outbox outbox;
  fill(outbox);
  CHECK_FALSE(outbox.acknowledge(6));
  write_all(outbox);
  CHECK_FALSE(outbox.acknowledge(6));
  CHECK_FALSE(outbox.acknowledge(UINT64_MAX));
  REQUIRE(outbox.acknowledge(4));
  CHECK_FALSE(outbox.acknowledge(6));
  CHECK(outbox.acknowledged() == 4);
  CHECK(outbox.unacknowledged_messages() == 1);
}

TEST_CASE("without a session nothing can be acknowledged or gone on with") {
  Outbox outbox;
  REQUIRE(append(outbox, {"plain"}));
  CHECK_FALSE(outbox.acknowledge(0));
  CHECK_FALSE(can_resume(outbox, 0));
  write_all(outbox);
  CHECK(outbox.unacknowledged_messages() == 0);
  CHECK(outbox.unacknowledged_bytes() == 0);
}

// The peer may have got, and taken, what the writer has not yet reported.
TEST_CASE("an acknowledgement may come ahead of the writer's report, which then releases at once") {
  Outbox outbox;
  fill(outbox);
  outbox.wrote(frames_of(some_messages()[0]).size());
  REQUIRE(outbox.acknowledge(3));
  CHECK(outbox.acknowledged() == 1);
  CHECK(outbox.unacknowledged_messages() == 0);
  CHECK(gathered(outbox) == frames_from(1));
  outbox.wrote(frames_of(some_messages()[1]).size() + 1);
  CHECK(outbox.acknowledged() == 2);
  CHECK_FALSE(outbox.at_message_start());
  write_all(outbox);
  CHECK(outbox.acknowledged() == 3);
  CHECK(outbox.unacknowledged_messages() == 2);
}

TEST_CASE("what was acknowledged ahead of the writer's report cannot be asked for again") {
  Outbox outbox;
  fill(outbox);
  outbox.wrote(1);
  REQUIRE(outbox.acknowledge(2));
  outbox.rewind();
  CHECK_FALSE(can_resume(outbox, 1));
  CHECK(resume(outbox, 2) == 0);
  CHECK(gathered(outbox) == frames_from(2));
  CHECK(outbox.acknowledged() == 2);
}

TEST_CASE("sending goes on at every position, however many bytes were written when the link broke") {
  const std::string all = frames_from(0);
  for (std::size_t written = 0; written <= all.size(); written += written < 60 || written + 60 > all.size() ? 1 : 997) {
    for (std::uint64_t position = 0; position <= 5; ++position) {
      Outbox outbox;
      fill(outbox);
      outbox.wrote(written);
      const std::uint64_t sent = outbox.unacknowledged_messages();
      if (resume(outbox, position) != sent - std::min(sent, position)) FAIL(written << " written, at " << position);
      if (gathered(outbox) != frames_from(position)) FAIL(written << " bytes written, resumed at " << position);
      CHECK(outbox.at_message_start());
      CHECK(outbox.unacknowledged_messages() == position);
      CHECK(outbox.queued_messages() == 5 - position);
    }
  }
}

TEST_CASE("sending goes on again and again, wherever each link breaks") {
  Outbox outbox;
  fill(outbox);
  for (int round = 0; round < 3; ++round) {
    for (std::uint64_t position = 0; position <= 5; ++position) {
      resume(outbox, position);
      REQUIRE(gathered(outbox) == frames_from(position));
      outbox.wrote(gathered(outbox).size() / 2);
    }
  }
  resume(outbox, 0);
  write_all(outbox);
  CHECK(outbox.unacknowledged_messages() == 5);
}

TEST_CASE("a session does not go on before what was acknowledged, nor behind what was ever appended") {
  Outbox outbox;
  fill(outbox);
  write_all(outbox);
  REQUIRE(outbox.acknowledge(2));
  for (const std::uint64_t position : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{6}, UINT64_MAX}) {
    CHECK_FALSE(can_resume(outbox, position));
  }
  CHECK(outbox.unacknowledged_messages() == 3);
  for (std::uint64_t position = 2; position <= 5; ++position) CHECK(can_resume(outbox, position));
}

TEST_CASE("the positions of a session count from its beginning, whatever was written before it") {
  Outbox outbox;
  for (int i = 0; i < 10; ++i) REQUIRE(append(outbox, {"before"}));
  outbox.wrote(8 * 7);
  outbox.begin_session(0);
  CHECK(outbox.acknowledged() == 0);
  CHECK_FALSE(outbox.acknowledge(4));
  write_all(outbox);
  CHECK(outbox.acknowledge(2));
  CHECK(outbox.acknowledged() == 2);
  CHECK(outbox.messages() == 10);

  REQUIRE(append(outbox, {"next session"}));
  std::vector<Part> parts;
  outbox.end_session(parts);
  outbox.begin_session(0);
  CHECK(outbox.acknowledged() == 0);
  CHECK_FALSE(outbox.acknowledge(2));
  CHECK(resume(outbox, 1) == 0);
}

TEST_CASE("the end of a session gives what was written and not acknowledged, and leaves what was not written") {
  for (std::size_t written = 0; written <= 5; ++written) {
    for (std::uint64_t acknowledged = 0; acknowledged <= written; ++acknowledged) {
      INFO(written << " written, " << acknowledged << " acknowledged");
      Outbox outbox;
      fill(outbox);
      outbox.wrote(frames_from(0).size() - frames_from(written).size());
      REQUIRE(outbox.acknowledge(acknowledged));
      std::vector<Part> parts;
      CHECK(outbox.end_session(parts) == written - acknowledged);
      CHECK(texts_of(parts) == std::vector<Text>(some_messages().begin() + static_cast<std::ptrdiff_t>(acknowledged),
                                                 some_messages().begin() + static_cast<std::ptrdiff_t>(written)));
      CHECK_FALSE(outbox.in_session());
      CHECK(gathered(outbox) == frames_from(written));
      CHECK(outbox.queued_messages() == 5 - written);
      CHECK(outbox.unacknowledged_messages() == 0);
    }
  }
}

TEST_CASE("after a farewell all that was not handed to anybody is written again") {
  Outbox outbox;
  fill(outbox);
  write_all(outbox);
  REQUIRE(append(outbox, {"unwritten"}));
  REQUIRE(outbox.acknowledge(2));
  outbox.requeue();
  CHECK_FALSE(outbox.in_session());
  CHECK(outbox.queued_messages() == 4);
  CHECK(gathered(outbox) == frames_from(2) + frames_of({"unwritten"}));
  CHECK(outbox.unacknowledged_bytes() == 0);
}

TEST_CASE("what is not written can be withdrawn from a session, which goes on with what is") {
  Outbox outbox;
  fill(outbox);
  outbox.wrote(frames_from(0).size() - frames_from(2).size() + 40'000 / 2);
  outbox.rewind();
  std::vector<Part> parts;
  CHECK(outbox.withdraw(parts) == 3);
  CHECK(texts_of(parts) == std::vector<Text>(some_messages().begin() + 2, some_messages().end()));
  CHECK(outbox.empty());
  CHECK(outbox.unacknowledged_messages() == 2);

  REQUIRE(append(outbox, {"in its place"}));
  CHECK(gathered(outbox) == frames_of({"in its place"}));
  CHECK_FALSE(outbox.acknowledge(4));
  CHECK(resume(outbox, 0) == 2);
  CHECK(gathered(outbox) == frames_of_all({some_messages()[0], some_messages()[1], {"in its place"}}));
  CHECK(texts_of(parts) == std::vector<Text>(some_messages().begin() + 2, some_messages().end()));
}

TEST_CASE("withdrawing leaves nothing of an outbox where nothing was written") {
  Outbox outbox;
  fill(outbox);
  std::vector<Part> parts;
  CHECK(outbox.withdraw(parts) == 5);
  CHECK(outbox.withdraw(parts) == 0);
  CHECK(parts.size() == 9);
  CHECK(outbox.empty());
  CHECK(outbox.queued_bytes() == 0);
  CHECK(gathered(outbox).empty());
}

TEST_CASE("a mark goes ahead of its message, and is written with it each time") {
  Outbox outbox;
  outbox.begin_session(0);
  REQUIRE(append(outbox, {"first"}));
  REQUIRE(append(outbox, {"again", "part"}, true));
  REQUIRE(append(outbox, {"last"}));
  const std::string all = frames_of({"first"}) + marked({"again", "part"}) + frames_of({"last"});
  CHECK(gathered(outbox) == all);
  CHECK(outbox.queued_messages() == 3);
  for (std::size_t written = 0; written <= all.size(); ++written) {
    outbox.wrote(written);
    resume(outbox, 0);
    REQUIRE(gathered(outbox) == all);
  }
  outbox.wrote(frames_of({"first"}).size() + wire::kAgainFrame.size());
  CHECK_FALSE(outbox.at_message_start());
  outbox.rewind();
  CHECK(gathered(outbox) == marked({"again", "part"}) + frames_of({"last"}));
}

TEST_CASE("marks are carried with the messages that are taken, withdrawn, or left at the end of a session") {
  Outbox outbox;
  outbox.begin_session(0);
  for (const char* name : {"a", "b", "c", "d"}) {
    REQUIRE(append(outbox, {name, std::string(kLargeBody, 'x')}, *name == 'b' || *name == 'd'));
  }
  outbox.wrote(frames_of({"a", std::string(kLargeBody, 'x')}).size() * 2 + wire::kAgainFrame.size());
  std::vector<Part> rest, uncertain, all;
  SECTION("apart") {
    CHECK(outbox.withdraw(rest) == 2);
    CHECK(outbox.end_session(uncertain) == 2);
    CHECK(names_of(rest) == Names{"c", "!d"});
    CHECK(names_of(uncertain) == Names{"a", "!b"});
  }
  SECTION("together") {
    outbox.requeue();
    CHECK(outbox.take(all, 3) == 3);
    CHECK(outbox.take(all, 3) == 1);
    CHECK(names_of(all) == Names{"a", "!b", "c", "!d"});
  }
}

TEST_CASE("marks are removed for a peer that does not know them, and nothing else is") {
  Outbox outbox;
  for (const Text& message : some_messages()) REQUIRE(append(outbox, message, message[0] != "one"));
  CHECK(outbox.remove_marks() == 0);
  CHECK(gathered(outbox) == frames_from(0));
  CHECK(outbox.queued_messages() == 5);
  CHECK(outbox.remove_marks() == 0);
  CHECK(gathered(outbox) == frames_from(0));
}

TEST_CASE("a marked message that memory does not suffice for leaves neither message nor mark") {
  Outbox outbox;
  REQUIRE(append(outbox, {"kept"}));
  const PartView too_much = beyond_memory();
  CHECK_FALSE(outbox.append({}, {&too_much, 1}, true));
  CHECK(gathered(outbox) == frames_of({"kept"}));
  REQUIRE(append(outbox, {"next"}));
  CHECK(gathered(outbox) == frames_of({"kept"}) + frames_of({"next"}));
}

TEST_CASE("a window bounds what is written and not acknowledged, each message with its overhead") {
  constexpr std::uint64_t kEach = 12 + kMessageOverhead;
  Outbox outbox;
  outbox.begin_session(3 * kEach);
  for (int i = 0; i < 10; ++i) REQUIRE(append(outbox, {"ten bytes!"}));
  for (std::uint64_t left = 3; left > 0; --left) {
    CHECK(outbox.window_left() == left * kEach);
    CHECK(outbox.sendable());
    outbox.wrote(12);
  }
  CHECK(outbox.window_left() == 0);
  CHECK_FALSE(outbox.sendable());
  REQUIRE(outbox.acknowledge(1));
  CHECK(outbox.window_left() == kEach);
  CHECK(outbox.sendable());
}

TEST_CASE("one message may exceed the window, and goes out whole") {
  Outbox outbox;
  outbox.begin_session(100);
  REQUIRE(append(outbox, {std::string(1'000, 'x')}));
  REQUIRE(append(outbox, {"behind it"}));
  CHECK(outbox.sendable());
  outbox.wrote(500);
  CHECK(outbox.sendable());
  outbox.wrote(509);
  CHECK(outbox.unacknowledged_messages() == 1);
  CHECK_FALSE(outbox.sendable());
  REQUIRE(outbox.acknowledge(1));
  CHECK(outbox.sendable());
}

TEST_CASE("what goes out in one stretch is bounded by the window, each message with its overhead") {
  constexpr std::uint64_t kEach = 12 + kMessageOverhead;
  Outbox outbox;
  outbox.begin_session(3 * kEach + 1);
  CHECK(outbox.bytes_in_window() == 0);
  for (int i = 0; i < 3; ++i) REQUIRE(append(outbox, {"ten bytes!"}));
  CHECK(outbox.bytes_in_window() == 3 * 12);
  for (int i = 0; i < 7; ++i) REQUIRE(append(outbox, {"ten bytes!"}));
  CHECK(outbox.bytes_in_window() == 4 * 12);
  outbox.wrote(13);
  CHECK(outbox.bytes_in_window() == 4 * 12 - 13);
  outbox.wrote(4 * 12 - 13);
  CHECK(outbox.bytes_in_window() == 0);
  REQUIRE(outbox.acknowledge(2));
  CHECK(outbox.bytes_in_window() == 2 * 12);
}

TEST_CASE("a message under way goes out to its end, however full the window") {
  Outbox outbox;
  outbox.begin_session(100);
  REQUIRE(append(outbox, {std::string(1'000, 'x')}));
  REQUIRE(append(outbox, {"behind it"}));
  CHECK(outbox.bytes_in_window() == 1'009);
  outbox.wrote(500);
  CHECK(outbox.bytes_in_window() == 509);
}

TEST_CASE("a window that is full when a link breaks has room for what is to be written again") {
  Outbox outbox;
  outbox.begin_session(10);
  for (int i = 0; i < 3; ++i) REQUIRE(append(outbox, {"message"}));
  outbox.wrote(9);
  CHECK_FALSE(outbox.sendable());
  resume(outbox, 0);
  CHECK(outbox.sendable());
  outbox.wrote(9);
  CHECK_FALSE(outbox.sendable());
  resume(outbox, 1);
  CHECK_FALSE(outbox.sendable());
  REQUIRE(outbox.acknowledge(1));
  CHECK(outbox.sendable());
}

TEST_CASE("the usual window grows for large messages, as far as the window allows") {
  const auto [window, size, most] = GENERATE(table<std::uint64_t, std::size_t, std::uint64_t>({
      {100'000, 10, 1'000},
      {100'000, 1'000 - 9, 16'000},
      {5'000, 1'000 - 9, 5'000},
      {500, 10, 500},
      {0, 10, 1'000},
      {0, 1'000 - 9, 16'000},
  }));
  CAPTURE(window, size);
  Outbox outbox;
  outbox.begin_session(window);
  outbox.set_window(window, 1'000);
  while (outbox.messages() < 100) REQUIRE(append(outbox, {std::string(size, 'x')}));
  while (outbox.sendable()) outbox.wrote(outbox.bytes_to_message_end());
  const std::uint64_t each = outbox.unacknowledged_bytes() / outbox.unacknowledged_messages() + kMessageOverhead;
  CHECK(outbox.unacknowledged_messages() == (most + each - 1) / each);
}

TEST_CASE("a window of 0, and no session, have no bound; what is empty is not sendable") {
  Outbox outbox;
  CHECK_FALSE(outbox.sendable());
  CHECK(outbox.window_left() == UINT64_MAX);
  fill(outbox, 0);
  CHECK(outbox.bytes_in_window() == outbox.queued_bytes());
  write_all(outbox);
  CHECK(outbox.window_left() == UINT64_MAX);
  CHECK_FALSE(outbox.sendable());
  REQUIRE(append(outbox, {"more"}));
  CHECK(outbox.sendable());
}

// Blocks often lie side by side. This is about those that are filled to their last byte.
TEST_CASE("what the log keeps is its own, though its blocks lie side by side") {
  constexpr std::size_t kFrame = 256;
  static_assert(65'536 % kFrame == 0);
  Outbox outbox;
  outbox.begin_session(0);
  std::string expected;
  for (int i = 0; i < 2'000; ++i) {
    std::string text = std::to_string(i);
    text.resize(kFrame - wire::kShortHeader, '.');
    REQUIRE(append(outbox, {text}));
    expected += frames_of({text});
  }
  std::vector<BlockRef> others(16);
  for (BlockRef& other : others) {
    other = BlockRef::allocate(Block::kPooledCapacity);
    std::memset(other->data(), 0xff, other->capacity());
  }
  CHECK(gathered(outbox) == expected);
}

TEST_CASE("a large body is kept until it is acknowledged, and no longer") {
  Outbox outbox;
  outbox.begin_session(0);
  const Message message = parts_of(Text{std::string(kLargeBody, 'L')});
  const PartView view = message[0].view();
  REQUIRE(outbox.append({}, {&view, 1}));
  REQUIRE(append(outbox, {"behind it"}));
  write_all(outbox);
  CHECK(message[0].block->shared());
  REQUIRE(outbox.acknowledge(1));
  CHECK_FALSE(message[0].block->shared());
}

TEST_CASE("a large body that is acknowledged ahead of the report is released behind it") {
  Outbox outbox;
  outbox.begin_session(0);
  const Message message = parts_of(Text{std::string(kLargeBody, 'L')});
  const PartView view = message[0].view();
  REQUIRE(outbox.append({}, {&view, 1}));
  REQUIRE(append(outbox, {"behind it"}));
  REQUIRE(outbox.acknowledge(1));
  CHECK(message[0].block->shared());
  write_all(outbox);
  CHECK(outbox.acknowledged() == 1);
  CHECK_FALSE(message[0].block->shared());
}

TEST_CASE("an outbox whose messages are all acknowledged uses its block again") {
  Outbox outbox;
  outbox.begin_session(0);
  REQUIRE(append(outbox, {"first"}));
  std::span<const std::byte> first, next;
  REQUIRE(outbox.gather({&first, 1}, SIZE_MAX) == 1);
  write_all(outbox);
  REQUIRE(outbox.acknowledge(1));
  REQUIRE(append(outbox, {"second"}));
  REQUIRE(outbox.gather({&next, 1}, SIZE_MAX) == 1);
  CHECK(next.data() == first.data());
}

TEST_CASE("clearing ends a session and forgets what was not acknowledged") {
  Outbox outbox;
  fill(outbox);
  outbox.wrote(20);
  outbox.clear();
  CHECK_FALSE(outbox.in_session());
  CHECK(outbox.empty());
  CHECK(outbox.unacknowledged_messages() == 0);
  CHECK(outbox.unacknowledged_bytes() == 0);
  CHECK(outbox.messages() == 5);
  REQUIRE(append(outbox, {"new"}));
  CHECK(gathered(outbox) == frames_of({"new"}));
}

TEST_CASE("what is written without a session is counted by the bytes that may not have arrived, never too few") {
  Outbox outbox;
  outbox.begin_link();
  for (int i = 0; i < 100; ++i) REQUIRE(append(outbox, {"ten bytes!"}));
  outbox.wrote(50 * 12 + 5);
  CHECK(outbox.written_within(0) == 0);
  CHECK(outbox.written_within(5 + 12) >= 1);
  CHECK(outbox.written_within(5 + 24) >= 2);
  CHECK(outbox.written_within(UINT64_MAX) == 50);
  outbox.rewind();
  outbox.begin_link();
  CHECK(outbox.written_within(UINT64_MAX) == 0);
}

// Random operations against a model of whole messages and one number of bytes.
namespace {

class Model {
 public:
  explicit Model(std::uint32_t seed) : random_(seed) {}

  void run() {
    for (int step = 0; step < 400; ++step) {
      INFO("step " << step);
      act();
      compare();
    }
  }

 private:
  struct Entry {
    Text message;
    bool again = false;

    std::string frames() const { return again ? marked(message) : frames_of(message); }
  };

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  std::uint64_t appended() const { return base_ + kept_.size(); }

  void act() {
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
        return append_one();
      case 3:
      case 4:
        return write_some();
      case 5:
        return in_session_ ? acknowledge() : begin();
      case 6:
        return in_session_ ? resume_somewhere() : break_link();
      case 7:
        return break_link();
      case 8:
        return below(3) ? void() : withdraw();
      default:
        if (below(4) == 0 && in_session_) end();
    }
  }

  void append_one() {
    const std::size_t sizes[] = {0, 1, 200, 300, flow::kSharedBody, kLargeBody - 1, kLargeBody, 70'000};
    Entry entry{Text(1 + below(3)), below(5) == 0};
    for (std::string& part : entry.message) {
      part = std::string(sizes[below(below(3) ? 3 : 8)], static_cast<char>('a' + below(26)));
    }
    REQUIRE(append(outbox_, entry.message, entry.again));
    kept_.push_back(std::move(entry));
  }

  void write_some() {
    const std::string shown = gathered(outbox_, 1 + below(8), 1 + below(100'000));
    REQUIRE(unwritten().starts_with(shown));
    const std::size_t count = below(4) == 0 ? shown.size() : below(shown.size() + 1);
    const std::size_t before = sent_;
    written_ += count;
    while (sent_ < kept_.size() && kept_[sent_].frames().size() <= written_) written_ -= kept_[sent_++].frames().size();
    const std::size_t completed = sent_ - before;
    forget_what_is_known();
    REQUIRE(outbox_.wrote(count) == completed);
  }

  void acknowledge() {
    const std::uint64_t position = below(appended() + 3);
    const bool possible = position <= appended();
    REQUIRE(outbox_.acknowledge(position) == possible);
    if (possible) said_ = std::max(said_, position);
    forget_what_is_known();
  }

  void forget_what_is_known() {
    const std::uint64_t known = in_session_ ? std::min<std::uint64_t>(said_, base_ + sent_) : base_ + sent_;
    while (base_ < known) {
      kept_.pop_front();
      --sent_;
      ++base_;
    }
  }

  void resume_somewhere() {
    break_link();
    const std::uint64_t position = below(appended() + 3);
    const bool possible = position >= std::max(base_, said_) && position <= appended();
    std::uint64_t resent = 0;
    const std::uint64_t expected = base_ + sent_ - std::min(base_ + sent_, position);
    REQUIRE(outbox_.resume(position, resent) == possible);
    if (!possible) return;
    REQUIRE(resent == expected);
    sent_ = static_cast<std::size_t>(position - base_);
    forget_what_is_known();
  }

  void break_link() {
    outbox_.rewind();
    written_ = 0;
  }

  void begin() {
    break_link();
    outbox_.begin_session(below(2) ? 0 : 50'000);
    in_session_ = true;
    base_ = said_ = 0;
  }

  // Not where the peer has acknowledged what it was never sent.
  void withdraw() {
    if (said_ > base_ + sent_) return;
    break_link();
    std::vector<Part> parts;
    REQUIRE(outbox_.withdraw(parts) == kept_.size() - sent_);
    require_same(parts, sent_);
    kept_.resize(sent_);
  }

  void end() {
    break_link();
    if (below(3) == 0) {
      outbox_.requeue();
    } else {
      std::vector<Part> parts;
      REQUIRE(outbox_.end_session(parts) == sent_);
      require_same(parts, 0);
      kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(sent_));
    }
    in_session_ = false;
    sent_ = base_ = said_ = 0;
  }

  // The parts are those of the messages from this one on.
  void require_same(const std::vector<Part>& parts, std::size_t first) const {
    const std::vector<Text> texts = texts_of(parts);
    std::size_t part = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      REQUIRE(texts[i] == kept_[first + i].message);
      REQUIRE(parts[part].redelivered == kept_[first + i].again);
      part += texts[i].size();
    }
  }

  std::string unwritten() const {
    std::string bytes;
    for (std::size_t i = sent_; i < kept_.size(); ++i) bytes += kept_[i].frames();
    return bytes.substr(written_);
  }

  void compare() {
    REQUIRE(outbox_.in_session() == in_session_);
    REQUIRE(outbox_.queued_messages() == kept_.size() - sent_);
    REQUIRE(outbox_.unacknowledged_messages() == sent_);
    if (in_session_) REQUIRE(outbox_.acknowledged() == base_);
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < sent_; ++i) bytes += kept_[i].frames().size();
    REQUIRE(outbox_.unacknowledged_bytes() == bytes);
    REQUIRE(outbox_.at_message_start() == (written_ == 0));
    if (below(10) == 0) REQUIRE(gathered(outbox_) == unwritten());
  }

  std::mt19937 random_;
  Outbox outbox_;
  std::deque<Entry> kept_;   // Not forgotten.
  std::size_t sent_ = 0;     // So many of them are wholly written,
  std::size_t written_ = 0;  // and so much of the next.
  bool in_session_ = false;
  std::uint64_t base_ = 0;  // The position of the first that is kept,
  std::uint64_t said_ = 0;  // and up to where the peer has acknowledged.
};

}  // namespace

TEST_CASE("an outbox in and out of sessions behaves like a queue of messages under random operations") {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    Model(seed).run();
  }
}
