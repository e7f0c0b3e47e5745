#include "session/session.h"

#include <algorithm>

#include "session/roles.h"
#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::session;

// One side of every conversation is written down as bytes. The helpers below give them to a session in one piece, in
// pieces, or into its target, and put all that can be seen of the session afterwards into one text.
namespace {

using enum ConnectorType;

Config config_of(ConnectorType type, std::uint64_t limit = 0) {
  Config config;
  config.type = type;
  config.max_message_size = limit;
  return config;
}

void give(Session& session, std::string_view text) {
  const BlockRef block = block_of(text);
  session.receive({block->data(), text.size()}, block.get(), 0);
}

void give_to_target(Session& session, std::string_view text) {
  while (!text.empty()) {
    const auto target = session.target();
    if (target.empty()) {
      give(session, text.substr(0, 1));
      text.remove_prefix(1);
      continue;
    }
    const std::size_t count = std::min(text.size(), target.size());
    std::copy_n(as_bytes(text).begin(), count, target.begin());
    session.received_in_target(count, 0);
    text.remove_prefix(count);
  }
}

std::string take_output(Session& session, Time now = 0) {
  std::vector<std::byte> bytes;
  session.take_output(bytes, now);
  return text_of(bytes);
}

// Takes the output with it.
std::string seen(Session& session) {
  std::string text = "state " + std::to_string(static_cast<int>(session.state())) + "\n" + session.fault().text + "\n";
  text += describe(session.messages());
  for (const Subscription& subscription : session.subscriptions()) {
    text += (subscription.subscribe ? "subscribe " : "cancel ") + text_of(subscription.topic) + " at " +
            std::to_string(subscription.position) + "\n";
  }
  if (session.ready()) {
    text += std::string(socket_type(session.peer().type)) + " 3." + std::to_string(session.peer().minor_version) + " " +
            session.peer().identity;
    for (const auto& [name, value] : session.peer().properties) text += " " + name + "=" + value;
  }
  return text + "\n" + take_output(session);
}

// A session with the handshake behind it and nothing left to be sent.
Session ready_session(ConnectorType type, std::string_view peer_type, int minor = 1, std::uint64_t limit = 0) {
  Session session(config_of(type, limit));
  give(session, greeting(3, minor) + ready(peer_type));
  REQUIRE(session.ready());
  take_output(session);
  return session;
}

}  // namespace

TEST_CASE("the greeting stands in the output from the start, READY once the peer's greeting is good") {
  Session session(config_of(kPush));
  CHECK(take_output(session) == greeting());
  CHECK(session.state() == State::kGreeting);
  give(session, greeting().substr(0, 63));
  CHECK(take_output(session).empty());
  give(session, greeting().substr(63));
  CHECK(session.state() == State::kHandshake);
  CHECK(take_output(session) == ready("PUSH"));
  give(session, ready("PULL"));
  CHECK(session.ready());
  CHECK(take_output(session).empty());
  CHECK(session.peer().type == kPull);
}

TEST_CASE("REQ, DEALER and ROUTER send their identity, the others do not") {
  const auto type = GENERATE(kPair, kPub, kSub, kReq, kRep, kDealer, kRouter, kPull, kPush);
  const auto identity = GENERATE(std::string(), std::string("me"));
  Config config = config_of(type);
  config.identity = identity;
  Session session(config);
  give(session, greeting());
  std::string properties = property("Socket-Type", socket_type(type));
  if (has_identity(type)) properties += property("Identity", identity);
  CHECK(take_output(session) == greeting() + command("READY", properties));
}

TEST_CASE("nothing is sent between our READY and the peer's") {
  Session session(config_of(kSub));
  give(session, greeting());
  take_output(session);
  session.send_subscription(true, as_bytes("a"));
  CHECK_FALSE(session.has_output());
  give(session, ready("PUB"));
  CHECK_FALSE(session.has_output());
  session.send_subscription(true, as_bytes("a"));
  CHECK(session.has_output());
}

TEST_CASE("what the peer says about itself is kept") {
  Session session(config_of(kRouter));
  give(session, greeting(3, 0) + command("READY", property("X-Rack", "12") + property("identity", raw("\0peer")) +
                                                      property("SOCKET-TYPE", "DEALER") + property("x-rack", "13") +
                                                      property("Resource", "")));
  REQUIRE(session.ready());
  CHECK(session.peer().type == kDealer);
  CHECK(session.peer().minor_version == 0);
  CHECK(session.peer().identity == raw("\0peer"));
  CHECK(session.peer().properties == wire::Properties{{"X-Rack", "12"}, {"Resource", ""}});
}

TEST_CASE("handshakes that fail say why") {
  struct Case {
    std::string bytes;
    Status status;
    std::string text;
  };
  std::string tiny;
  for (int i = 0; i < 20'000; ++i) tiny += property("a", "");
  const auto [bytes, status, text] = GENERATE_COPY(values<Case>({
      {"POST / HTTP/1.1", Status::kProtocol, "first byte is 0x50"},
      {greeting(2), Status::kProtocol, "major version 2"},
      {greeting(3, 1, "CURVE"), Status::kProtocol, "\"CURVE\""},
      {greeting() + greeting(), Status::kProtocol, "flags 0xff"},
      {greeting() + message("early"), Status::kProtocol, "message before its READY"},
      {greeting() + more(""), Status::kProtocol, "message before its READY"},
      {greeting() + message("\x05READY" + property("Socket-Type", "DEALER")), Status::kProtocol, "message before"},
      {greeting() + command("PING", "12"), Status::kProtocol, "\"PING\" before its READY"},
      {greeting() + command("SUBSCRIBE", "a"), Status::kProtocol, "\"SUBSCRIBE\" before its READY"},
      {greeting() + command("ready"), Status::kProtocol, "\"ready\" before its READY"},
      {greeting() + frame(4, ""), Status::kProtocol, "empty command"},
      {greeting() + frame(4, raw("\x00READY")), Status::kProtocol, "without a name"},
      {greeting() + frame(4, "\x06READY"), Status::kProtocol, "does not fit"},
      {greeting() + frame(5, "\x05READY"), Status::kProtocol, "flags 0x05"},
      {greeting() + command("ERROR", byte(9) + "forbidden"), Status::kProtocol, "ERROR \"forbidden\""},
      {greeting() + command("ERROR", byte(255) + "forbidden"), Status::kProtocol, "does not fill its frame"},
      {greeting() + command("READY"), Status::kProtocol, "no Socket-Type"},
      {greeting() + command("READY", property("Socket-Type", "")), Status::kProtocol, "no Socket-Type"},
      {greeting() + command("READY", property("Socket-Type", "DEALER") + "x"), Status::kProtocol, "within the name"},
      {greeting() + command("READY", tiny), Status::kProtocol, "more than 256 properties"},
      {greeting() + byte(6) + number(1 << 20, 8), Status::kMessageTooLarge, "command of 1048576 bytes"},
      {greeting() + command("READY", property("Socket-Type", "DEALER") + property("Identity", std::string(256, 'i'))),
       Status::kProtocol, "256 bytes"},
      {greeting() + ready("PUSH"), Status::kIncompatiblePeer, "\"PUSH\", which a ROUTER does not talk to"},
      {greeting() + ready("dealer"), Status::kIncompatiblePeer, "\"dealer\""},
      {greeting() + ready("SERVER"), Status::kIncompatiblePeer, "\"SERVER\""},
  }));
  CAPTURE(text);
  Session session(config_of(kRouter));
  give(session, bytes);
  CHECK(session.state() == State::kFaulted);
  CHECK(session.fault().status == status);
  CHECK_THAT(session.fault().text, says(text));
  CHECK(session.messages().empty());
  CHECK(session.next_deadline() == kNever);
  const std::string output = take_output(session);
  CHECK((output == greeting() ||
         output == greeting() + command("READY", property("Socket-Type", "ROUTER") + property("Identity", ""))));
}

TEST_CASE("identities of 0 to 255 bytes are accepted, also with a leading zero") {
  const auto identity = GENERATE(std::string(), raw("\0"), raw("\0\1\2\3\4"), std::string(255, 'i'));
  Session session(config_of(kRouter));
  give(session, greeting() + command("READY", property("Socket-Type", "REQ") + property("Identity", identity)));
  REQUIRE(session.ready());
  CHECK(session.peer().identity == identity);
}

TEST_CASE("a handshake succeeds however small the limit of messages is") {
  Session session(config_of(kDealer, 1));
  give(session, greeting() + command("READY", property("Socket-Type", "ROUTER") + property("Identity", "some one")));
  CHECK(session.ready());
}

TEST_CASE("after a fault everything is ignored, and what came before it stays") {
  Session session = ready_session(kPull, "PUSH");
  give(session, message("good") + more("half") + byte(0x80) + message("lost"));
  CHECK(session.state() == State::kFaulted);
  const std::string before = seen(session);
  give(session, message("more") + command("PING", "12"));
  session.received_in_target(10, 0);
  session.send_subscription(true, as_bytes("a"));
  session.on_deadline(kNever);
  CHECK(session.target().empty());
  CHECK(seen(session) == before);
  CHECK(describe(session.messages()) == "good\n");
}

TEST_CASE("the deadline of the handshake") {
  Config config = config_of(kPull);
  config.handshake_deadline = 100;
  Session session(config);
  CHECK(session.next_deadline() == 100);

  SECTION("passes in silence") {
    session.on_deadline(100);
    CHECK_THAT(session.fault().text, says("0 of the 64 bytes of its greeting"));
  }
  SECTION("is not moved by bytes that drip in") {
    for (int i = 0; i < 12; ++i) give(session, greeting().substr(static_cast<std::size_t>(i), 1));
    CHECK(session.next_deadline() == 100);
    session.on_deadline(99);
    CHECK(session.state() == State::kGreeting);
    session.on_deadline(100);
    CHECK_THAT(session.fault().text, says("12 of the 64 bytes"));
  }
  SECTION("counts until READY") {
    give(session, greeting() + ready("PUSH").substr(0, 10));
    CHECK(session.next_deadline() == 100);
    session.on_deadline(200);
    CHECK_THAT(session.fault().text, says("its READY did not"));
  }
  CHECK(session.state() == State::kFaulted);
  CHECK(session.fault().status == Status::kTimedOut);
}

TEST_CASE("a session that failed while a large body was under way wants no more of it") {
  Config config = config_of(kPull);
  config.handshake_deadline = 100;
  Session session(config);
  give(session, greeting() + byte(6) + number(100'000, 8) + "\x05READY");
  REQUIRE_FALSE(session.target().empty());
  session.on_deadline(100);
  CHECK(session.target().empty());
  session.received_in_target(1, 100);
  CHECK(session.fault().status == Status::kTimedOut);
}

TEST_CASE("once ready there is no deadline") {
  Config config = config_of(kPull);
  config.handshake_deadline = 100;
  Session session(config);
  give(session, greeting() + ready("PUSH"));
  CHECK(session.next_deadline() == kNever);
  session.on_deadline(1000);
  CHECK(session.ready());
}

TEST_CASE("a PING is answered with its context, cut to sixteen bytes") {
  const auto [data, context] = GENERATE(table<std::string, std::string>({
      {raw("\x00\x00"), ""},
      {raw("\x00\x01") + "ctx", "ctx"},
      {raw("\x02\x90"), ""},
      {raw("\xff\xff") + "0123456789abcdef", "0123456789abcdef"},
      {raw("\x00\x0a") + "0123456789abcdefgh", "0123456789abcdef"},
  }));
  Session session = ready_session(kPull, "PUSH");
  give(session, command("PING", data));
  CHECK(take_output(session) == command("PONG", context));
  CHECK(session.messages().empty());
}

TEST_CASE("what is no PING for us is not answered") {
  const auto name = GENERATE(std::string("PONG"), std::string("HELLO"), std::string("ERROR"), std::string("ping"),
                             std::string("YMQACK"), std::string("JOIN"), std::string(255, 'N'));
  Session session = ready_session(kPull, "PUSH");
  give(session, command(name, "12345") + command("PING") + command("PING", "1") + message("next"));
  CHECK(session.ready());
  CHECK_FALSE(session.has_output());
  CHECK(describe(session.messages()) == "next\n");
}

TEST_CASE("a flood of PINGs leaves one PONG in the output until that is taken") {
  Session session = ready_session(kPull, "PUSH");
  std::string flood;
  for (int i = 0; i < 1000; ++i) flood += command("PING", "12" + std::to_string(i));
  give(session, flood);
  give(session, flood);
  CHECK(take_output(session) == command("PONG", "0"));
  give(session, flood);
  CHECK(take_output(session) == command("PONG", "0"));
}

TEST_CASE("a PONG that was taken makes room for the next, also behind a subscription") {
  Session session = ready_session(kSub, "PUB");
  give(session, command("PING", "12a"));
  take_output(session);
  session.send_subscription(true, as_bytes("t"));
  give(session, command("PING", "12b"));
  CHECK(take_output(session) == command("SUBSCRIBE", "t") + command("PONG", "b"));
}

TEST_CASE("a PING between the parts of a message does not disturb it") {
  Session session = ready_session(kDealer, "ROUTER");
  give(session, more("one") + command("PING", "12c") + message("two"));
  CHECK(describe(session.messages()) == "one + two\n");
  CHECK(take_output(session) == command("PONG", "c"));
}

TEST_CASE("commands that are broken, and a second READY, end the connection") {
  const auto [bytes, text] = GENERATE(table<std::string, std::string>({
      {ready("PUSH"), "READY a second time"},
      {frame(4, ""), "empty command"},
      {frame(4, raw("\x00")), "without a name"},
      {frame(4, "\xffPING"), "name of 255 bytes"},
      {frame(5, "\x04PING12"), "flags 0x05"},
      {frame(0x78, ""), "flags 0x78"},
  }));
  CAPTURE(text);
  Session session = ready_session(kPull, "PUSH");
  give(session, message("before") + bytes + message("after"));
  CHECK(session.fault().status == Status::kProtocol);
  CHECK_THAT(session.fault().text, says(text));
  CHECK(describe(session.messages()) == "before\n");
}

TEST_CASE("subscriptions reach a PUB in order, with their place among the messages") {
  Session session = ready_session(kPub, "SUB");
  const std::string long_topic(2'000'000, 't');
  give(session, command("SUBSCRIBE", "a") + message(raw("\x01") + "b") + command("CANCEL", "a") + command("SUBSCRIBE") +
                    message(raw("\x00") + "b") + command("CANCEL", "never subscribed") +
                    command("SUBSCRIBE", long_topic));
  REQUIRE(session.ready());
  auto& subscriptions = session.subscriptions();
  REQUIRE(subscriptions.size() == 5);
  CHECK((subscriptions[0].subscribe && text_of(subscriptions[0].topic) == "a" && subscriptions[0].position == 0));
  CHECK((!subscriptions[1].subscribe && text_of(subscriptions[1].topic) == "a" && subscriptions[1].position == 1));
  CHECK((subscriptions[2].subscribe && subscriptions[2].topic.size == 0 && !subscriptions[2].topic.block));
  CHECK((!subscriptions[3].subscribe && subscriptions[3].position == 2));
  CHECK((subscriptions[4].subscribe && text_of(subscriptions[4].topic) == long_topic));
  CHECK(describe(session.messages()) == raw("\x01") + "b\n" + raw("\x00") + "b\n");
}

TEST_CASE("what a DISH joins and leaves reaches a RADIO in order, and subscriptions do not") {
  Session session = ready_session(kRadio, "DISH");
  give(session, command("JOIN", "a") + command("SUBSCRIBE", "b") + command("LEAVE", "a") + command("JOIN"));
  REQUIRE(session.ready());
  const auto& subscriptions = session.subscriptions();
  REQUIRE(subscriptions.size() == 3);
  CHECK((subscriptions[0].subscribe && text_of(subscriptions[0].topic) == "a"));
  CHECK((!subscriptions[1].subscribe && text_of(subscriptions[1].topic) == "a"));
  CHECK((subscriptions[2].subscribe && subscriptions[2].topic.size == 0));
}

TEST_CASE("a PUB does not take groups for topics, nor does a DISH hear of any") {
  for (const auto& [ours, theirs] : {std::pair(kPub, "SUB"), std::pair(kDish, "RADIO")}) {
    Session session = ready_session(ours, theirs);
    give(session, command("JOIN", "a") + command("LEAVE", "a"));
    CHECK(session.ready());
    CHECK(session.subscriptions().empty());
  }
}

TEST_CASE("a DISH joins and leaves by commands, whichever version the RADIO speaks") {
  const int minor = GENERATE(0, 1);
  Session session = ready_session(kDish, "RADIO", minor);
  session.send_subscription(true, as_bytes("group"));
  session.send_subscription(false, as_bytes("group"));
  session.send_subscription(true, {});
  CHECK(take_output(session) == command("JOIN", "group") + command("LEAVE", "group") + command("JOIN"));
}

TEST_CASE("subscriptions to anything but a PUB are ignored") {
  const auto [ours, theirs] =
      GENERATE(table<ConnectorType, std::string>({{kPull, "PUSH"}, {kSub, "PUB"}, {kRep, "REQ"}}));
  Session session = ready_session(ours, theirs);
  give(session, command("SUBSCRIBE", "a") + command("CANCEL", "a") + message("m"));
  CHECK(session.subscriptions().empty());
  CHECK(describe(session.messages()) == "m\n");
}

TEST_CASE("subscriptions go out in the form that the peer's version wants") {
  Session modern = ready_session(kSub, "PUB", 1);
  modern.send_subscription(true, as_bytes("topic"));
  modern.send_subscription(false, as_bytes(""));
  CHECK(take_output(modern) == command("SUBSCRIBE", "topic") + command("CANCEL"));

  Session old = ready_session(kSub, "XPUB", 0);
  const std::string long_topic(300, 't');
  old.send_subscription(true, as_bytes("topic"));
  old.send_subscription(false, as_bytes(""));
  old.send_subscription(true, as_bytes(long_topic));
  CHECK(take_output(old) == message(raw("\x01") + "topic") + message(raw("\x00")) + message(raw("\x01") + long_topic));
}

TEST_CASE("messages over the limit end the connection") {
  Session session = ready_session(kPull, "PUSH", 1, 100);
  give(session, message(std::string(68, 'x')) + more(std::string(40, 'x')) + message("x"));
  CHECK(session.fault().status == Status::kMessageTooLarge);
  CHECK(session.messages().size() == 1);
}

TEST_CASE("bytes without an owner are copied") {
  Session session = ready_session(kPull, "PUSH");
  std::string bytes = message("kept") + more("half");
  session.receive(as_bytes(bytes), nullptr, 0);
  std::fill(bytes.begin(), bytes.end(), '?');
  session.receive(as_bytes(message("done")), nullptr, 0);
  CHECK(describe(session.messages()) == "kept\nhalf + done\n");
}

TEST_CASE("two sessions that get each other's output become ready") {
  Session one(config_of(kReq)), two(config_of(kRouter));
  for (int round = 0; round < 3; ++round) {
    const std::string from_one = take_output(one), from_two = take_output(two);
    give(one, from_two);
    give(two, from_one);
  }
  CHECK(one.ready());
  CHECK(two.ready());
  CHECK(one.peer().type == kRouter);
  CHECK(two.peer().type == kReq);
}

// The central property: what a session does depends on the bytes alone, not on how they were cut.
TEST_CASE("transcripts do the same whole, in drops, cut anywhere, and through the target") {
  struct Transcript {
    ConnectorType type;
    std::string bytes;
  };
  const auto [type, bytes] = GENERATE(values<Transcript>({
      {kPull, greeting() + ready("PUSH") + message("a") + more("b") + more("") + message("c") + command("PING", "12x") +
                  message(std::string(300, 'l')) + message("")},
      {kPull, greeting(3, 0) + ready("PUSH") + message("a")},
      {kRouter, greeting() + command("READY", property("Identity", "id") + property("Socket-Type", "DEALER")) +
                    more("") + command("PING", "12y") + command("PING", "12z") + message("body")},
      {kPub, greeting() + ready("XSUB") + command("SUBSCRIBE", std::string(300, 't')) + message(raw("\x01") + "old") +
                 command("CANCEL", "u") + command("UNKNOWN", "data")},
      {kPub, greeting() + ready("PUSH") + command("SUBSCRIBE", "a")},
      {kPull, greeting() + ready("PUSH") + message("a") + ready("PUSH") + message("b")},
      {kPull, greeting() + ready("PUSH") + more("a") + command("PONG") + byte(0x40) + message("b")},
      {kPull, greeting() + message("early") + ready("PUSH")},
      {kPull, greeting() + command("ERROR", raw("\x02no"))},
      {kPull, greeting(3, 1, "PLAIN") + ready("PUSH")},
      {kPull,
       greeting() + ready("PUSH") + message(std::string(900, 'x')) + message(std::string(1200, 'y')) + message("z")},
  }));
  const auto with = [type = type](auto feed) {
    Session session(config_of(type, 1100));
    feed(session);
    return seen(session);
  };
  const std::string& script = bytes;
  const std::string whole = with([&](Session& session) { give(session, script); });
  CAPTURE(whole);
  CHECK(with([&](Session& session) { give_to_target(session, script); }) == whole);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    const std::string split = with([&](Session& session) {
      give(session, script.substr(0, cut));
      give(session, script.substr(cut));
    });
    if (split != whole) FAIL("cut at " << cut << ": " << split);
  }
}

TEST_CASE("large parts do the same whole, in pieces, and through the target") {
  const std::string large(200'000, 'L');
  const std::string bytes = greeting() + ready("PUSH") + more("a") + message(large) + message(large) + message("end");
  Session whole(config_of(kPull)), pieces(config_of(kPull)), in_place(config_of(kPull));
  give(whole, bytes);
  for (std::size_t at = 0; at < bytes.size(); at += 10'000) give(pieces, std::string_view(bytes).substr(at, 10'000));
  give_to_target(in_place, bytes);
  REQUIRE(whole.messages().size() == 4);
  const std::string expected = seen(whole);
  CHECK(seen(pieces) == expected);
  CHECK(seen(in_place) == expected);
}
