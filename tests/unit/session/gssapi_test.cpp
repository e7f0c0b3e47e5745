// GSSAPI over a context that is made up: two sessions talk to each other in memory, and one of them to somebody who
// does not mean well. Kerberos itself is in tests/bindings/python/test_gssapi.py.

#include "session/gssapi.h"

#include <functional>
#include <memory>
#include <string>

#include "unit/catch.h"
#include "unit/session/fake_gss.h"
#include "unit/session/secured.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::session;

namespace {

using enum ConnectorType;

struct Ways {
  bool plaintext = false;
  int tokens = 1;
  bool acknowledged = false;
  ConnectorType client_type = kPair;
  ConnectorType server_type = kPair;
  std::uint64_t limit = 0;
  std::string realm = "REALM";  // Of the client.
};

// A client and a server, and whatever goes from one to the other.
struct Talk {
  explicit Talk(const Ways& ways = {})
      : of_client(std::make_shared<FakeGss>(false, ways.tokens, ways.realm)),
        of_server(std::make_shared<FakeGss>(true, ways.tokens)),
        client(config_of(ways.client_type, true, ways.acknowledged), make_gssapi_client(of_client, ways.plaintext)),
        server(config_of(ways.server_type, false, ways.acknowledged, ways.limit),
               make_gssapi_server(of_server, ways.plaintext)) {}

  // Until nobody has anything to say. `piece`: how many bytes at a time.
  void run(std::size_t piece = SIZE_MAX) {
    while (turn(piece)) {
    }
  }

  bool turn(std::size_t piece = SIZE_MAX) {
    bool busy = pass(client, server, to_server, piece);
    busy |= pass(server, client, to_client, piece);
    for (Session* each : {&client, &server}) busy |= settle(*each);
    return busy;
  }

  bool settle(Session& session) {
    const bool busy = session.has_errand() || session.has_question() || !session.wanted_session().empty();
    if (session.has_errand()) run_errand(session);
    if (session.has_question()) question = session.take_question(), session.answer_question(verdict);
    if (!session.wanted_session().empty()) session.answer_resume({false, 0, 0, 7});
    return busy;
  }

  void run_errand(Session& session) {
    const Errand errand = session.take_errand();
    CHECK(errand.asks_others == (&session == &client));
    errand.work();
    session.go_on();
  }

  static bool pass(Session& from, Session& to, std::string& seen, std::size_t piece = SIZE_MAX) {
    const std::string bytes = take_output(from);
    seen += bytes;
    for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size())) {
      give(to, std::string_view(bytes).substr(at, piece));
    }
    return !bytes.empty();
  }

  std::shared_ptr<FakeGss> of_client;
  std::shared_ptr<FakeGss> of_server;
  Session client;
  Session server;
  Verdict verdict;
  Question question;
  std::string to_server;
  std::string to_client;
};

struct Ready : Talk {
  explicit Ready(const Ways& ways = {}) : Talk(ways) {
    run();
    REQUIRE(client.fault().text == "");
    REQUIRE(server.fault().text == "");
    REQUIRE(client.ready());
    REQUIRE(server.ready());
  }
};

std::string sealed(Session& session, const std::string& frames) {
  const wire::Bytes piece = as_bytes(frames);
  std::vector<std::byte> out;
  CHECK(session.seal({&piece, 1}, SIZE_MAX, out) == frames.size());
  return text_of(out);
}

// What a peer of bad will, or a later one, would seal.
std::string sealed_as(GssContext& context, const std::string& plain) {
  const auto room = context.room(plain.size());
  std::vector<std::byte> token(room.head + plain.size() + room.tail);
  std::ranges::copy(as_bytes(plain), token.begin() + static_cast<std::ptrdiff_t>(room.head));
  REQUIRE_FALSE(context.wrap(token, room));
  return message(raw("\x07MESSAGE") + number(token.size(), 4) + text_of(token));
}

const std::string* property(Session& session, std::string_view name) {
  for (const auto& [known, value] : session.peer().properties) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::string gss_greeting() { return greeting(3, 1, "GSSAPI"); }
std::string initiate(std::string_view token) {
  return command("INITIATE", number(token.size(), 4) + std::string(token));
}
const std::string kEmpty = raw("\x04\x00");

// A server that has heard this, and has done what it had to.
struct Server : Talk {
  explicit Server(const std::string& bytes, const Ways& ways = {}) : Talk(ways) {
    give(server, gss_greeting());
    hear(bytes);
  }
  void hear(const std::string& bytes) {
    give(server, bytes);
    if (server.has_errand()) run_errand(server);
  }
};

}  // namespace

TEST_CASE("GSSAPI comes to an end however its bytes are cut, with any number of tokens and acknowledged delivery") {
  Ways ways;
  ways.plaintext = GENERATE(true, false);
  ways.acknowledged = GENERATE(true, false);
  ways.tokens = GENERATE(1, 2, 3);
  const std::size_t piece = GENERATE(as<std::size_t>(), 1, 2, 3, 7, 64, 100, SIZE_MAX);
  CAPTURE(ways.plaintext, ways.acknowledged, ways.tokens, piece);
  Talk talk(ways);
  talk.verdict.properties = {{std::string(kUserId), "joe"}, {"X-Rank", "general"}};
  talk.run(piece);
  REQUIRE(talk.client.fault().text == "");
  REQUIRE(talk.server.fault().text == "");
  CHECK(talk.client.ready());
  CHECK(talk.server.ready());
  CHECK(talk.client.seals() == !ways.plaintext);
  CHECK(talk.server.seals() == !ways.plaintext);
  CHECK(talk.client.agreement().acknowledged == ways.acknowledged);
  CHECK(talk.server.agreement().acknowledged == ways.acknowledged);
  CHECK(*property(talk.server, "X-Mood") == "caller");
  CHECK(*property(talk.client, "X-Mood") == "called");
  CHECK(*property(talk.server, "User-Id") == "joe");
  CHECK(*property(talk.server, "X-Rank") == "general");
  CHECK(talk.question.mechanism == "GSSAPI");
  CHECK(talk.question.credentials == std::vector<std::string>{"client@REALM"});
  CHECK((talk.to_server.find("X-Mood") == std::string::npos) == !ways.plaintext);
  CHECK((talk.to_client.find("X-Mood") == std::string::npos) == !ways.plaintext);
}

TEST_CASE("GSSAPI says what libzmq says, byte for byte") {
  Talk talk({.plaintext = true});
  talk.run();
  const auto ready_of = [](std::string_view mood) {
    return command("READY", test::property("Socket-Type", "PAIR") + test::property("X-Mood", mood));
  };
  CHECK(talk.to_server == gss_greeting() + initiate("client 1 of REALM") + kEmpty + ready_of("caller"));
  std::string served = gss_greeting();
  served[32] = 1;
  CHECK(talk.to_client == served + initiate("server 1 of REALM") + ready_of("called"));
}

TEST_CASE("by GSSAPI sealed messages, commands and empty frames arrive as they were, in any pieces") {
  const std::size_t piece = GENERATE(as<std::size_t>(), 1, 5, 33, 1000, SIZE_MAX);
  Ready talk({.client_type = kSub, .server_type = kPub});
  talk.client.send_subscription(true, as_bytes(std::string_view("topic")));
  Talk::pass(talk.client, talk.server, talk.to_server, piece);
  REQUIRE(talk.server.subscriptions().size() == 1);
  CHECK(text_of(talk.server.subscriptions()[0].topic) == "topic");
  CHECK(talk.to_server.find("topic") == std::string::npos);

  std::string frames = message("") + more("a") + more("") + message(std::string(100'000, 'x'));
  for (std::size_t size = 0; size < 20; ++size) frames += message(std::string(size, 's'));
  const std::string bytes = sealed(talk.server, frames);
  for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size())) {
    give(talk.client, std::string_view(bytes).substr(at, piece));
  }
  REQUIRE(talk.client.fault().text == "");
  const auto& parts = talk.client.messages();
  REQUIRE(parts.size() == 24);
  CHECK(text_of(parts[1]) == "a");
  CHECK((parts[0].more == 0 && parts[1].more == 1 && parts[2].more == 1 && parts[3].more == 0));
  CHECK(text_of(parts[3]) == std::string(100'000, 'x'));
  for (std::size_t size = 0; size < 20; ++size) CHECK(text_of(parts[4 + size]) == std::string(size, 's'));
}

TEST_CASE("in plaintext a session by GSSAPI is one like any other") {
  Ready talk({.plaintext = true});
  give(talk.server, more("one") + message("two"));
  REQUIRE(talk.server.messages().size() == 2);
  CHECK(text_of(talk.server.messages()[1]) == "two");
}

TEST_CASE("GSSAPI: whoever has no ticket is not believed, and no handler is asked about him") {
  Talk talk({.realm = "ELSEWHERE"});
  talk.run();
  CHECK(talk.server.fault().status == Status::kAuthenticationFailed);
  CHECK_THAT(talk.server.fault().text, says("no such ticket"));
  CHECK(talk.question.mechanism.empty());
  CHECK_FALSE(talk.client.ready());
}

TEST_CASE("GSSAPI: a handler's refusal ends the handshake; only one for good is told") {
  const int status = GENERATE(300, 400, 500);
  Talk talk;
  talk.verdict = {status, "no", {}};
  talk.run();
  CHECK(talk.server.fault().status == Status::kAuthenticationFailed);
  CHECK((talk.client.fault().status == Status::kAuthenticationFailed) == (status == 400));
}

TEST_CASE("GSSAPI: one side that seals and one that does not find out, and say so") {
  const bool client_seals = GENERATE(true, false);
  Session client(config_of(kPair, true, false), make_gssapi_client(std::make_shared<FakeGss>(false), !client_seals));
  Session server(config_of(kPair, false, false), make_gssapi_server(std::make_shared<FakeGss>(true), client_seals));
  Talk helper;
  for (int round = 0; round < 6; ++round) {
    Talk::pass(client, server, helper.to_server);
    Talk::pass(server, client, helper.to_client);
    for (Session* each : {&client, &server}) {
      if (each->has_errand()) each->take_errand().work(), each->go_on();
      if (each->has_question()) each->take_question(), each->answer_question({});
    }
  }
  CHECK(client.fault().status == Status::kProtocol);
  CHECK_THAT(client.fault().text, says("gssapi_plaintext"));
  CHECK_FALSE(server.ready());
}

TEST_CASE("GSSAPI: a server refuses what is not in its order or form") {
  const std::string token = "client 1 of REALM";
  const std::string good = initiate(token);
  const std::string ready_now = ready("PAIR");
  for (const std::string& bytes :
       {kEmpty, ready_now, command("HELLO"), command("MESSAGE"), message("x"), command("INITIATE"), initiate(""),
        command("INITIATE", number(17, 3)), command("INITIATE", number(18, 4) + token),
        command("INITIATE", number(16, 4) + token), command("INITIATE", number(0xffffffff, 4) + token), good + good,
        good + ready_now, good + kEmpty + kEmpty, good + kEmpty + ready_now,
        good + command("MESSAGE", number(4, 4) + "abcd")}) {
    CAPTURE(bytes);
    Talk talk;
    give(talk.server, gss_greeting());
    for (std::size_t at = 0;
         at < bytes.size();) {  // Frame by frame: what is wanted of the server is done between them.
      const std::size_t size = 2 + static_cast<unsigned char>(bytes[at + 1]);
      give(talk.server, std::string_view(bytes).substr(at, size));
      at += size;
      if (talk.server.has_errand()) talk.run_errand(talk.server);
    }
    CHECK(talk.server.fault().status == Status::kProtocol);
    CHECK(talk.server.messages().empty());
  }
}

TEST_CASE("GSSAPI: what comes while a token is made is one too many") {
  const std::string next = GENERATE(initiate("x"), raw("\x04\x00"), ready("PAIR"), command("MESSAGE"));
  Talk talk;
  give(talk.server, gss_greeting() + initiate("client 1 of REALM"));
  REQUIRE(talk.server.has_errand());
  const Errand errand = talk.server.take_errand();
  give(talk.server, next);
  CHECK(talk.server.fault().status == Status::kProtocol);
  errand.work();
  talk.server.go_on();
  CHECK(talk.server.state() == State::kFaulted);
  CHECK_FALSE(talk.server.has_question());

  give(talk.client, gss_greeting());
  const Errand first = talk.client.take_errand();
  give(talk.client, next);
  CHECK(talk.client.fault().status == Status::kProtocol);
}

TEST_CASE("GSSAPI: a client refuses what is not in its order or form") {
  const std::string answer = initiate("server 1 of REALM");
  for (const std::string& bytes : {kEmpty, ready("PAIR"), initiate(""), command("INITIATE", "x"), answer + answer,
                                   answer + kEmpty, answer + ready("PAIR"), answer + command("MESSAGE", "abcd"),
                                   answer + command("MESSAGE", number(4, 4) + "abcd")}) {
    CAPTURE(bytes);
    Talk talk;
    give(talk.client, gss_greeting());
    talk.run_errand(talk.client);
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = 2 + static_cast<unsigned char>(bytes[at + 1]);
      give(talk.client, std::string_view(bytes).substr(at, size));
      at += size;
      if (talk.client.has_errand()) talk.run_errand(talk.client);
    }
    CHECK(talk.client.fault().status == Status::kProtocol);
  }
  Talk refused;
  give(refused.client, gss_greeting());
  refused.run_errand(refused.client);
  give(refused.client, command("ERROR", raw("\x03"
                                            "400")));
  CHECK(refused.client.fault().status == Status::kAuthenticationFailed);
}

TEST_CASE("an errand may be run when nobody waits for it any more") {
  Errand errand;
  {
    Talk talk;
    give(talk.client, gss_greeting());
    errand = talk.client.take_errand();
  }
  errand.work();
}

TEST_CASE("a handshake that waits for its errand ends at its deadline") {
  Talk talk;
  give(talk.client, gss_greeting());
  REQUIRE(talk.client.has_errand());
  CHECK(talk.client.next_deadline() == 100);
  talk.client.on_deadline(100);
  CHECK(talk.client.fault().status == Status::kTimedOut);
}

TEST_CASE("GSSAPI: a token is taken however small the limit of messages is, up to what a handshake may have") {
  Server small(initiate(std::string(60'000, 't')), {.limit = 100});
  CHECK(small.server.fault().status == Status::kAuthenticationFailed);
  Talk large;
  give(large.server, gss_greeting() + initiate(std::string(200'000, 't')).substr(0, 100));
  CHECK(large.server.fault().status == Status::kMessageTooLarge);
}

TEST_CASE("GSSAPI: once ready nothing comes in that is not sealed, whole, in its order and meant for us") {
  Ready talk;
  const std::string good = sealed(talk.client, message("good"));
  const std::string from_server = sealed(talk.server, message("back"));
  std::string changed = good, longer = good, shorter = good;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  changed[20] = static_cast<char>(changed[20] ^ 1);
  longer[13] = static_cast<char>(longer[13] + 1);
  shorter[13] = static_cast<char>(shorter[13] - 1);
  for (const std::string& bytes :
       {message("plain"), message(""), message(good.substr(2, 12)), command("PING", "xx"), command("MESSAGE"),
        message(raw("\x07MESSAGE\x00\x00\x00\x00")), raw("\x04\x00"), changed, longer, shorter, from_server,
        good + good, more(good.substr(2)) + good, message(std::string(100, 'x'))}) {
    CAPTURE(bytes);
    Ready other;
    give(other.server, bytes);
    CHECK(other.server.fault().status == Status::kProtocol);
    CHECK(other.server.messages().size() == (bytes == good + good ? 1 : 0));
  }
  give(talk.server, byte(4) + good.substr(1));  // As RFC 37 would have it.
  CHECK(talk.server.messages().size() == 1);
}

TEST_CASE("GSSAPI: a sealed frame without flags is refused") {
  Ready talk;
  give(talk.server, sealed_as(*talk.of_client, ""));
  CHECK(talk.server.fault().status == Status::kProtocol);
  CHECK_THAT(talk.server.fault().text, says("without flags"));
}

TEST_CASE("GSSAPI: what flags say is a subscription is one, or means nothing; other flags are refused") {
  const std::string topic = "\x05topic";  // A command that nobody knows, too.
  for (int flags = 0; flags < 256; ++flags) {
    CAPTURE(flags);
    Ready talk({.client_type = kSub, .server_type = kPub});
    give(talk.server, sealed_as(*talk.of_client, byte(flags) + topic));
    CHECK((talk.server.state() == State::kFaulted) == (flags > 2 && flags != 4 && flags != 8));
    REQUIRE(talk.server.subscriptions().size() == (flags == 4 || flags == 8 ? 1 : 0));
    if (flags != 4 && flags != 8) continue;
    CHECK(text_of(talk.server.subscriptions()[0].topic) == topic);
    CHECK(talk.server.subscriptions()[0].subscribe == (flags == 4));
  }
  Ready pairs;
  give(pairs.server, sealed_as(*pairs.of_client, byte(4) + topic));
  CHECK(pairs.server.ready());
  CHECK(pairs.server.subscriptions().empty());
  CHECK(pairs.server.messages().empty());
}

TEST_CASE("GSSAPI: all parts of a message count towards the limit") {
  Ready talk({.limit = 2000});
  give(talk.server, sealed(talk.client, more(std::string(900, 'a')) + message(std::string(900, 'b'))));
  CHECK(talk.server.messages().size() == 2);
  give(talk.server, sealed(talk.client, message(std::string(1969, 'a'))));
  CHECK(talk.server.fault().status == Status::kMessageTooLarge);
  CHECK(talk.server.fault().of_message);
}

TEST_CASE("what cannot be sealed ends the session, and nothing of it goes out") {
  Ready talk({.client_type = kSub, .server_type = kPub});
  talk.of_client->refuses = talk.of_server->refuses = true;
  talk.client.send_subscription(true, as_bytes(std::string_view("topic")));
  CHECK(take_output(talk.client).empty());
  CHECK(talk.client.fault().status == Status::kAuthenticationFailed);
  const std::string frames = message("x");
  const wire::Bytes piece = as_bytes(frames);
  std::vector<std::byte> out;
  CHECK(talk.server.seal({&piece, 1}, SIZE_MAX, out) == 0);
  CHECK(talk.server.fault().text == "expired");
}

TEST_CASE("a READY that cannot be sealed ends the handshake") {
  Talk talk;
  talk.of_server->refuses = true;
  talk.run();
  CHECK(talk.server.fault().text == "expired");
  CHECK_FALSE(talk.client.ready());
}
