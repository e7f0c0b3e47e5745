// PLAIN and CURVE: two sessions talk to each other in memory, and one of them to somebody who does not mean well.

#include <functional>
#include <memory>
#include <string>

#include "session/curve.h"
#include "session/null_mechanism.h"
#include "session/plain.h"
#include "session/sealing.h"
#include "unit/catch.h"
#include "unit/session/secured.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::session;

namespace {

using enum ConnectorType;

struct Keys {
  Secret secret = make_secret();
  Key shown{};
  Keys() { REQUIRE(public_key_of(secret, shown)); }
};

const Keys& keys(int which) {
  REQUIRE(crypto_works());
  static const Keys all[3];
  return all[which];
}

std::unique_ptr<session::Mechanism> curve_client(int server = 0) {
  return make_curve_client(keys(1).secret, keys(server).shown);
}
std::unique_ptr<session::Mechanism> curve_server() { return make_curve_server(keys(0).secret); }
std::unique_ptr<session::Mechanism> plain_client() { return make_plain_client("joe", "secret"); }

// A client and a server, and whatever goes from one to the other.
struct Talk {
  Talk(std::unique_ptr<session::Mechanism> of_client, std::unique_ptr<session::Mechanism> of_server,
       bool acknowledged = false, ConnectorType client_type = kPair, ConnectorType server_type = kPair,
       std::uint64_t limit = 0)
      : client(config_of(client_type, true, acknowledged), std::move(of_client)),
        server(config_of(server_type, false, acknowledged, limit), std::move(of_server)) {}

  // Until nobody has anything to say. `piece`: how many bytes at a time.
  void run(std::size_t piece = SIZE_MAX) {
    for (bool busy = true; busy;) {
      busy = pass(client, server, to_server, piece);
      busy |= pass(server, client, to_client, piece);
      for (Session* each : {&client, &server}) {
        if (each->has_question()) question = each->take_question(), each->answer_question(verdict), busy = true;
        if (!each->wanted_session().empty()) each->answer_resume({false, 0, 0, 7}), busy = true;
      }
    }
  }

  static bool pass(Session& from, Session& to, std::string& seen, std::size_t piece) {
    const std::string bytes = take_output(from);
    seen += bytes;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      give(to, std::string_view(bytes).substr(at, piece));
      if (piece == SIZE_MAX) break;
    }
    return !bytes.empty();
  }

  Session client;
  Session server;
  Verdict verdict;
  Question question;
  std::string to_server;
  std::string to_client;
};

// What `session` would send of this outbox.
std::string sealed(Session& session, const std::string& frames, std::size_t enough = SIZE_MAX) {
  const wire::Bytes piece = as_bytes(frames);
  std::vector<std::byte> out;
  CHECK(session.seal({&piece, 1}, enough, out) == frames.size());
  return text_of(out);
}

std::string body_of(const Session& session) { return session.fault().text; }

const std::string* property(Session& session, std::string_view name) {
  for (const auto& [known, value] : session.peer().properties) {
    if (known == name) return &value;
  }
  return nullptr;
}

// A server that has said WELCOME to this client, and the INITIATE that is on its way.
struct Welcomed : Talk {
  Welcomed() : Talk(curve_client(), curve_server()) {
    pass(client, server, to_server, SIZE_MAX);  // Greeting,
    pass(server, client, to_client, SIZE_MAX);
    pass(client, server, to_server, SIZE_MAX);  // HELLO,
    pass(server, client, to_client, SIZE_MAX);  // WELCOME.
    initiate = take_output(client);
    REQUIRE(initiate.size() > 257);
  }
  std::string initiate;
};

struct Ready : Talk {
  explicit Ready(std::uint64_t limit = 0) : Talk(curve_client(), curve_server(), false, kPair, kPair, limit) {
    run();
    REQUIRE(client.ready());
    REQUIRE(server.ready());
  }
};

}  // namespace

TEST_CASE("PLAIN and CURVE come to an end however their bytes are cut, and with acknowledged delivery") {
  const bool curve = GENERATE(true, false);
  const bool acknowledged = GENERATE(true, false);
  const std::size_t piece = GENERATE(as<std::size_t>(), 1, 2, 3, 7, 64, 100, 255, SIZE_MAX);
  CAPTURE(curve, acknowledged, piece);
  Talk talk(curve ? curve_client() : plain_client(), curve ? curve_server() : make_plain_server(), acknowledged);
  talk.verdict.properties = {{std::string(kUserId), "joe"}, {"X-Rank", "general"}};
  talk.run(piece);
  REQUIRE(body_of(talk.client) == "");
  REQUIRE(body_of(talk.server) == "");
  CHECK(talk.client.ready());
  CHECK(talk.server.ready());
  CHECK(talk.client.seals() == curve);
  CHECK(talk.server.agreement().acknowledged == acknowledged);
  CHECK(talk.client.agreement().acknowledged == acknowledged);
  CHECK(*property(talk.server, "X-Mood") == "caller");
  CHECK(*property(talk.client, "X-Mood") == "called");
  CHECK(*property(talk.server, "User-Id") == "joe");
  CHECK(*property(talk.server, "X-Rank") == "general");
  CHECK_FALSE(property(talk.client, "User-Id"));
  if (curve) {
    CHECK(talk.question.credentials == std::vector<std::string>{std::string(as_text(keys(1).shown))});
    CHECK(talk.to_server.find("X-Mood") == std::string::npos);
    CHECK(talk.to_client.find("X-Mood") == std::string::npos);
  } else {
    CHECK(talk.question.credentials == std::vector<std::string>{"joe", "secret"});
  }
}

TEST_CASE("sealed messages, commands and empty frames arrive as they were, in any pieces") {
  const std::size_t piece = GENERATE(as<std::size_t>(), 1, 5, 33, 1000, SIZE_MAX);
  Talk talk(curve_client(), curve_server(), false, kSub, kPub);
  talk.run();
  REQUIRE(talk.server.ready());
  talk.client.send_subscription(true, as_bytes(std::string_view("topic")));
  Talk::pass(talk.client, talk.server, talk.to_server, piece);
  REQUIRE(talk.server.subscriptions().size() == 1);
  CHECK(text_of(talk.server.subscriptions()[0].topic) == "topic");
  CHECK(talk.to_server.find("topic") == std::string::npos);

  const std::string large(100'000, 'x');
  const std::string bytes = sealed(talk.server, message("") + more("a") + more("") + message(large) + message("last"));
  for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size())) {
    give(talk.client, std::string_view(bytes).substr(at, piece));
  }
  CHECK(body_of(talk.client) == "");
  const auto& parts = talk.client.messages();
  REQUIRE(parts.size() == 5);
  CHECK(text_of(parts[1]) == "a");
  CHECK((parts[0].more == 0 && parts[1].more == 1 && parts[2].more == 1 && parts[3].more == 0));
  CHECK(text_of(parts[3]) == large);
  CHECK(text_of(parts[4]) == "last");
}

TEST_CASE("frames are sealed whole, in pieces of about the wanted size") {
  Ready talk;
  const std::string frames = message("one") + message("two") + message("three");
  const wire::Bytes pieces[] = {as_bytes(std::string_view(frames).substr(0, 1)),
                                as_bytes(std::string_view(frames).substr(1, 10))};
  std::vector<std::byte> out;
  CHECK(talk.client.seal(pieces, SIZE_MAX, out) == 10);  // The third is cut.
  CHECK(talk.client.plain_in(0) == 0);
  CHECK(talk.client.plain_in(out.size() / 2 - 1) == 0);
  CHECK(talk.client.plain_in(out.size() / 2) == 5);
  CHECK(talk.client.plain_in(out.size() - 1) == 5);
  CHECK(talk.client.plain_in(out.size()) == 10);
  give(talk.server, text_of(out));
  CHECK(talk.server.messages().size() == 2);
  std::vector<std::byte> one;
  const wire::Bytes all = as_bytes(frames);
  CHECK(talk.client.seal({&all, 1}, 1, one) == 5);
}

TEST_CASE("a handler's refusal ends the handshake; only one for good is told") {
  const int status = GENERATE(300, 400, 500);
  const int which = GENERATE(0, 1, 2);
  CAPTURE(status, which);
  Talk talk(which == 0   ? curve_client()
            : which == 1 ? plain_client()
                         : nullptr,
            which == 0   ? curve_server()
            : which == 1 ? make_plain_server()
                         : std::make_unique<NullMechanism>(true));
  talk.verdict = {status, "no", {}};
  talk.run();
  CHECK(talk.server.fault().status == Status::kAuthenticationFailed);
  CHECK_THAT(talk.server.fault().text, says(std::to_string(status)));
  CHECK((talk.client.fault().status == Status::kAuthenticationFailed) == (status == 400));
}

TEST_CASE("NULL waits for its handler, and takes who the peer is from nobody else") {
  Talk talk(nullptr, std::make_unique<NullMechanism>(true));
  talk.verdict.properties = {{std::string(kUserId), "guest"}};
  talk.run();
  REQUIRE(talk.server.ready());
  CHECK(*property(talk.server, "User-Id") == "guest");
  CHECK_FALSE(talk.server.seals());

  Session session(config_of(kPair, false, false));
  give(session,
       greeting() + command("READY", test::property("Socket-Type", "PAIR") + test::property("user-id", "root")));
  REQUIRE(session.ready());
  CHECK_FALSE(property(session, "user-id"));
}

TEST_CASE("mechanisms do not mix, and no older protocol comes around one") {
  for (const char* mechanism : {"NULL", "PLAIN", "curve", "CURVES"}) {
    Session session(config_of(kPair, false, false), curve_server());
    give(session, greeting(3, 1, mechanism));
    CHECK(session.fault().status == Status::kProtocol);
    CHECK_THAT(session.fault().text, says("not \"CURVE\""));
  }
  for (const std::string& old : {greeting(1), greeting(2, 0), raw("\x01\x00")}) {
    Session session(config_of(kPair, false, false), curve_server());
    give(session, old);
    CHECK(session.fault().status == Status::kProtocol);
  }
  Talk clients(curve_client(), curve_client());
  clients.run();
  CHECK(clients.client.state() == State::kFaulted);
  Talk servers(make_plain_server(), make_plain_server());
  servers.run();
  CHECK_FALSE(servers.client.ready());
}

TEST_CASE("PLAIN refuses what is not in its order or form") {
  const auto hello = [](std::string_view data) { return greeting(3, 1, "PLAIN") + command("HELLO", data); };
  const std::string good = hello(raw("\x03joe\x01p"));
  for (const std::string& bytes : {hello(""), hello(raw("\x04joe")), hello(raw("\x03joe")), hello(raw("\x03joe\x02p")),
                                   hello(raw("\x03joe\x01pq")), greeting(3, 1, "PLAIN") + command("INITIATE"),
                                   greeting(3, 1, "PLAIN") + message("x"), good + command("INITIATE"),
                                   good + good.substr(64), greeting(3, 1, "PLAIN") + ready("PAIR")}) {
    Session session(config_of(kPair, false, false), make_plain_server());
    give(session, bytes);
    CHECK(session.fault().status == Status::kProtocol);
  }
  Session client(config_of(kPair, true, false), plain_client());
  give(client, greeting(3, 1, "PLAIN") + command("WELCOME", "x"));
  CHECK(client.fault().status == Status::kProtocol);
}

TEST_CASE("CURVE: a client that knows another key, or none, does not get in") {
  Talk talk(curve_client(2), curve_server());
  talk.run();
  CHECK(talk.server.fault().status == Status::kAuthenticationFailed);
  CHECK_FALSE(talk.client.ready());
}

TEST_CASE("CURVE: commands of the wrong length, and changed ones, are refused") {
  Session client(config_of(kPair, true, false), curve_client());
  give(client, greeting(3, 1, "CURVE"));
  const std::string hello = take_output(client).substr(64);
  REQUIRE(hello.size() == 202);
  const std::string data = hello.substr(8);
  const auto hello_of = [](const std::string& text) { return greeting(3, 1, "CURVE") + command("HELLO", text); };
  std::string version = data, low_order = data, changed = data;
  version[0] = 2;
  low_order.replace(74, 32, std::string(32, '\0'));
  changed.back() = static_cast<char>(changed.back() ^ 1);
  for (const std::string& bytes : {hello_of(data.substr(1)), hello_of(data + "x"), hello_of(""), hello_of(version),
                                   hello_of(low_order), hello_of(changed), hello_of(data) + hello}) {
    Session server(config_of(kPair, false, false), curve_server());
    give(server, bytes);
    CHECK(server.state() == State::kFaulted);
    CHECK_FALSE(server.has_question());
  }
  for (const std::string& welcome : {std::string(159, 'w'), std::string(160, 'w'), std::string(161, 'w')}) {
    Session other(config_of(kPair, true, false), curve_client());
    give(other, greeting(3, 1, "CURVE") + command("WELCOME", welcome));
    CHECK(other.state() == State::kFaulted);
  }
}

TEST_CASE("CURVE: a cookie works once, on its own connection, and as it was given") {
  Welcomed talk;
  Welcomed another;
  give(another.server, talk.initiate);
  CHECK(another.server.fault().status == Status::kAuthenticationFailed);
  CHECK_THAT(another.server.fault().text, says("cookie"));

  for (std::size_t at = 9; at < talk.initiate.size(); at += 1) {
    Welcomed changed;
    changed.initiate[at + (changed.initiate.size() - talk.initiate.size())] ^= 1;
    give(changed.server, changed.initiate);
    if (changed.server.state() == State::kFaulted) continue;
    FAIL("a change at byte " << at << " went unnoticed");
  }
  give(talk.server, talk.initiate);
  REQUIRE(talk.server.has_question());
  give(talk.server, talk.initiate);
  CHECK(talk.server.state() == State::kFaulted);
}

TEST_CASE("CURVE: what is cut off an INITIATE, or whoever has no key, is refused") {
  for (const std::size_t size : {0, 95, 96, 104, 120, 247}) {
    Welcomed talk;
    give(talk.server, command("INITIATE", std::string(size, 'i')));
    CHECK(talk.server.state() == State::kFaulted);
  }
}

TEST_CASE("CURVE: a nonce that is used again, or lower, is refused; the highest is the last") {
  Ready talk;
  const std::string first = sealed(talk.client, message("first"));
  const std::string second = sealed(talk.client, message("second"));
  SECTION("again") {
    give(talk.server, first + first);
    CHECK(talk.server.messages().size() == 1);
  }
  SECTION("in the wrong order") {
    give(talk.server, second + first);
    CHECK(talk.server.messages().size() == 1);
  }
  SECTION("one that nobody has sealed") {
    std::string huge = first;
    for (std::size_t at = 10; at < 18; ++at) huge[at] = '\xff';
    give(talk.server, huge);
    CHECK(talk.server.messages().empty());
  }
  CHECK(talk.server.fault().status == Status::kProtocol);
}

TEST_CASE("CURVE: once ready nothing comes in that is not sealed, whole and meant for us") {
  Ready talk;
  const std::string good = sealed(talk.client, message("good"));
  const std::string from_server = sealed(talk.server, message("back"));
  std::string changed = good;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  for (const std::string& bytes :
       {message("plain"), message(good.substr(2, 32)), command("PING", "xx"), command("MESSAGE"), changed, from_server,
        more(good.substr(2)) + good, message(std::string(100, 'x'))}) {
    Ready other;
    give(other.server, bytes);
    CHECK(other.server.fault().status == Status::kProtocol);
    CHECK(other.server.messages().empty());
  }
  give(talk.server, good);
  CHECK(talk.server.messages().size() == 1);
}

TEST_CASE("CURVE: flags that mean nothing are refused, and frames marked as RFC 37 has it are taken") {
  Ready talk;
  const std::string marked = sealed(talk.client, message("marked"));
  give(talk.server, byte(4) + marked.substr(1));
  CHECK(talk.server.messages().size() == 1);

  // What a peer of bad will would seal: nobody's session does.
  struct Forger final : session::Mechanism {
    std::string_view name() const noexcept override { return "FORGER"; }
    Fault begin(std::vector<std::byte>, std::vector<std::byte>&) override { return {}; }
    Fault open(std::span<std::byte> body, std::span<std::byte>& plain) override { return plain = body, Fault{}; }
    Fault on_command(const wire::Command&, std::vector<std::byte>&) override { return {}; }
    Fault on_admitted(std::vector<std::byte>&) override { return {}; }
  } forger;
  for (int flags = 0; flags < 256; ++flags) {
    std::byte plain[] = {static_cast<std::byte>(flags), std::byte{'x'}};
    OpenedFrame frame;
    CHECK(static_cast<bool>(open_frame(forger, plain, frame)) == (flags > 2));
  }
}

TEST_CASE("CURVE: all parts of a message count towards the limit") {
  Ready talk(2000);
  give(talk.server, sealed(talk.client, more(std::string(900, 'a')) + message(std::string(900, 'b'))));
  CHECK(talk.server.messages().size() == 2);
  give(talk.server, sealed(talk.client, more(std::string(1000, 'a')) + message(std::string(1000, 'b'))));
  CHECK(talk.server.fault().status == Status::kMessageTooLarge);
  CHECK(talk.server.fault().of_message);

  Ready other(2000);
  give(other.server, sealed(other.client, message(std::string(1969, 'a'))));
  CHECK(other.server.fault().status == Status::kMessageTooLarge);
}

TEST_CASE("a handshake that waits for its handler ends at its deadline") {
  Talk talk(curve_client(), curve_server());
  for (int round = 0; round < 6; ++round) {
    Talk::pass(talk.client, talk.server, talk.to_server, SIZE_MAX);
    Talk::pass(talk.server, talk.client, talk.to_client, SIZE_MAX);
  }
  REQUIRE(talk.server.has_question());
  CHECK(talk.server.next_deadline() == 100);
  talk.server.on_deadline(100);
  CHECK(talk.server.fault().status == Status::kTimedOut);
  talk.server.answer_question({});
  CHECK(talk.server.state() == State::kFaulted);
}
