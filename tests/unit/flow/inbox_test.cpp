#include "flow/inbox.h"

#include "flow/peer.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"

using namespace ymq;
using namespace ymq::testing;
using flow::Inbox;

namespace {

void push(Inbox& inbox, const Text& message) {
  Message parts = parts_of(message);
  REQUIRE(inbox.reserve(parts.size()));
  for (Part& part : parts) REQUIRE(inbox.push(std::move(part)));
}

}  // namespace

TEST_CASE("an inbox gives whole messages in their order, behind what the caller has already") {
  Inbox inbox;
  push(inbox, {"a"});
  push(inbox, {"b", "", "c"});
  CHECK(inbox.messages() == 2);
  CHECK(inbox.bytes() == 3);

  Message message;
  inbox.take(message);
  CHECK(texts_of(message) == std::vector<Text>{{"a"}});
  inbox.take(message);
  CHECK(texts_of(message) == std::vector<Text>{{"a"}, {"b", "", "c"}});
  CHECK(inbox.empty());
  CHECK(inbox.bytes() == 0);
}

TEST_CASE("an inbox keeps count over many messages of every shape") {
  Inbox inbox;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < 500; ++i) {
    const Text message(1 + i % 4, std::string(i % 7, 'x'));
    bytes += message.size() * (i % 7);
    push(inbox, message);
  }
  CHECK(inbox.messages() == 500);
  CHECK(inbox.bytes() == bytes);
  for (std::size_t i = 0; i < 500; ++i) {
    Message message;
    inbox.take(message);
    REQUIRE(texts_of(message) == std::vector<Text>{Text(1 + i % 4, std::string(i % 7, 'x'))});
  }
  CHECK(inbox.empty());
}

TEST_CASE("an inbox has its limits in messages and in bytes") {
  Inbox inbox;
  inbox.set_limits({.messages = 2, .bytes = 0});
  push(inbox, {"1"});
  CHECK(inbox.has_room());
  CHECK_FALSE(inbox.below_low_mark());
  push(inbox, {"2"});
  CHECK_FALSE(inbox.has_room());

  inbox.set_limits({.messages = 0, .bytes = 2});
  CHECK_FALSE(inbox.has_room());
  inbox.set_limits({.messages = 0, .bytes = 100});
  CHECK(inbox.below_low_mark());
  inbox.clear();
  CHECK(inbox.empty());
  CHECK(inbox.bytes() == 0);
}

TEST_CASE("a peer asks to be written once, until that is done") {
  flow::Effects effects;
  flow::Peer peer(1, true);
  const Text message{"x"};
  REQUIRE(peer.append({}, views_of(message), effects));
  REQUIRE(peer.append({}, views_of(message), effects));
  CHECK(effects.to_flush == std::vector{&peer});
  peer.flush_wanted = false;
  peer.want_flush(effects);
  CHECK(effects.to_flush == std::vector{&peer, &peer});
}

TEST_CASE("a peer whose receiving was paused asks for more once, below the low mark") {
  flow::Effects effects;
  flow::Peer peer(1, true);
  peer.inbox.set_limits({.messages = 4, .bytes = 0});
  for (int i = 0; i < 4; ++i) push(peer.inbox, {"x"});
  peer.receive_paused = true;
  Message message;
  peer.take(message, effects);
  peer.take(message, effects);
  CHECK(effects.to_resume.empty());
  peer.take(message, effects);
  CHECK(effects.to_resume == std::vector{&peer});
  CHECK_FALSE(peer.receive_paused);
  peer.take(message, effects);
  CHECK(effects.to_resume.size() == 1);
}

TEST_CASE("a peer stands among those to be rejected only once") {
  flow::Effects effects;
  flow::Peer peer(1, false);
  effects.reject(peer);
  effects.reject(peer);
  CHECK(effects.to_reject == std::vector{&peer});
}
