#include "session/raw.h"

#include <string>

#include "session/session.h"
#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::session;

// Connections to programs that speak no ZMTP.
namespace {

Session raw_session(std::uint64_t limit = 0) {
  Config config;
  config.raw = true;
  config.max_message_size = limit;
  return Session(config);
}

std::vector<std::string> texts_of(const std::vector<Part>& parts) {
  std::vector<std::string> texts;
  for (const Part& part : parts) {
    CHECK_FALSE(part.more);
    texts.push_back(text_of(part));
  }
  return texts;
}

}  // namespace

TEST_CASE("a raw session is ready from the start, says nothing and waits for nothing") {
  Session session = raw_session();
  CHECK(session.ready());
  CHECK_FALSE(session.has_output());
  CHECK(session.target().empty());
  CHECK(session.next_deadline() == kNever);
  CHECK(session.take_properties().empty());
  CHECK_FALSE(session.agreement().acknowledged);
  CHECK(session.wanted_session().empty());
  session.on_deadline(kSecond);
  session.send_ask();
  session.send_acknowledgement(1);
  CHECK_FALSE(session.has_output());
  CHECK(session.ready());
}

TEST_CASE("a raw session makes a message of what has come, without a copy and whatever the bytes are") {
  Session session = raw_session();
  const std::string text("\xff\0\0\0\0\0\0\0\x01\x7f\x04\x26\x05READY", 17);
  const BlockRef block = block_of(text);
  session.receive({block->data(), text.size()}, block.get(), 0);
  CHECK(texts_of(session.messages()) == std::vector<std::string>{text});
  CHECK(session.messages()[0].data == block->data());
  session.receive({block->data(), 0}, block.get(), 0);
  CHECK(session.messages().size() == 1);
}

TEST_CASE("a raw session copies bytes that nobody owns") {
  Session session = raw_session();
  std::string text = "gone soon";
  session.receive(as_bytes(text), nullptr, 0);
  text.assign(text.size(), '?');
  CHECK(texts_of(session.messages()) == std::vector<std::string>{"gone soon"});
}

TEST_CASE("no message of a raw session is larger than the limit, and all bytes come in order") {
  const std::string text = "abcdefgh";
  const BlockRef block = block_of(text);
  const auto cut = [&](std::uint64_t most) {
    Session session = raw_session(most);
    session.receive({block->data(), text.size()}, block.get(), 0);
    return texts_of(session.messages());
  };
  CHECK(cut(1) == std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h"});
  CHECK(cut(3) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(cut(4) == std::vector<std::string>{"abcd", "efgh"});
  CHECK(cut(8) == std::vector<std::string>{text});
  CHECK(cut(UINT64_MAX) == std::vector<std::string>{text});
}
