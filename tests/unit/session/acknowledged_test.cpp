// Acknowledged delivery on one connection: docs/wire-extension.md, sections 3 to 7.

#include <array>
#include <functional>

#include "session/session.h"
#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::session;

namespace {

using enum ConnectorType;

constexpr wire::SessionId kSession{0x0011223344556677, 0x8899aabbccddeeff};
const std::string kToken = "00112233445566778899aabbccddeeff.3";
const std::string kOpenerOffer = "1;a;64;" + kToken;
const std::string kAccepterOffer = "1;a;32;";

Config accepter(ConnectorType type = kPull) {
  Config config;
  config.type = type;
  config.handshake_deadline = 100;
  config.offer = wire::Offer{0, 32, {}};
  return config;
}

Config opener(ConnectorType type = kPush, const wire::Resume& received = {}) {
  Config config = accepter(type);
  config.opener = true;
  config.offer = wire::Offer{0, 64, {kSession, 3}};
  config.received = received;
  return config;
}

std::string ready_with(std::string_view type, const std::string& offer) {
  return command("READY", property("Socket-Type", type) + property("X-YMQ", offer));
}

// The number that the accepter gave the session.
constexpr std::uint64_t kInstance = 0xabcdef;

std::string resume(int verdict, std::uint64_t position, std::uint64_t refused = 0, std::uint64_t instance = kInstance) {
  return command("YMQRESUME", byte(verdict) + number(position, 8) + number(refused, 8) + number(instance, 8));
}
// What an opener says that has not begun its session.
const std::string kNothing = resume(0, 0, 0, 0);

wire::Resume going_on(std::uint64_t position, std::uint64_t refused = 0) {
  return {true, position, refused, kInstance};
}
constexpr wire::Resume kBegun{false, 0, 0, kInstance};

std::string acknowledge(std::uint64_t position) { return command("YMQACK", number(position, 8)); }

void give(Session& session, std::string_view text) {
  const BlockRef block = block_of(text);
  session.receive({block->data(), text.size()}, block.get(), 0);
}

std::string take_output(Session& session) {
  std::vector<std::byte> bytes;
  session.take_output(bytes, 0);
  return text_of(bytes);
}

Session given(const Config& config, const std::string& text) {
  Session session(config);
  give(session, text);
  take_output(session);
  return session;
}

// With all of the beginning behind it, and nothing left to be sent.
Session ready_accepter(ConnectorType type = kPull, std::string_view peer_type = "PUSH") {
  Session session = given(accepter(type), greeting() + ready_with(peer_type, kOpenerOffer) + kNothing);
  session.answer_resume(kBegun);
  take_output(session);
  REQUIRE(session.ready());
  REQUIRE(session.agreement().acknowledged);
  return session;
}

Session plain(ConnectorType type, std::string_view peer_type) {
  Session session = given(accepter(type), greeting() + ready(peer_type));
  REQUIRE(session.ready());
  return session;
}

std::string text_of_resume(const wire::Resume& resume) {
  return (resume.resumed ? "yes " : "no ") + std::to_string(resume.position) + " " + std::to_string(resume.refused) +
         " of " + std::to_string(resume.instance);
}

// All that can be seen of a session, which takes it out.
std::string seen(Session& session) {
  std::string text = "state " + std::to_string(static_cast<int>(session.state())) + "\n" + session.fault().text + "\n";
  for (const Part& part : session.messages()) text += (part.redelivered ? "!" : "") + describe({part});
  for (const Subscription& subscription : session.subscriptions()) {
    text += (subscription.complete ? "complete" : text_of(subscription.topic)) + " at " +
            std::to_string(subscription.position) + "\n";
  }
  const News news = session.take_news();
  if (news.acknowledged) text += "acknowledged " + std::to_string(*news.acknowledged) + "\n";
  if (news.asks) text += "asks\n";
  if (news.ended) text += "ended\n";
  if (session.ready() && session.agreement().acknowledged) {
    const Agreement& agreement = session.agreement();
    text += "epoch " + std::to_string(agreement.token.epoch) + ", window " + std::to_string(agreement.window_kib) +
            (agreement.resumed ? ", goes on: " : ", begins: ") + text_of_resume(agreement.peer) + "\n";
  }
  return text + take_output(session);
}

}  // namespace

TEST_CASE("an opener names its session in its READY, an accepter names none") {
  Session opening(opener()), accepting(accepter());
  for (Session* session : {&opening, &accepting}) give(*session, greeting());
  CHECK(take_output(opening) == greeting() + ready_with("PUSH", kOpenerOffer));
  CHECK(take_output(accepting) == greeting() + ready_with("PULL", kAccepterOffer));
}

TEST_CASE("the extension's property stands behind all others") {
  Config config = opener(kDealer);
  config.identity = "me";
  config.connector_token = "token";
  Session session(config);
  give(session, greeting());
  CHECK(take_output(session) ==
        greeting() + command("READY", property("Socket-Type", "DEALER") + property("Identity", "me") +
                                          property("X-YMQ-Connector", "token") + property("X-YMQ", kOpenerOffer)));
}

TEST_CASE("an opener says what it knows of its session once both READYs are through, and waits for the answer") {
  const auto [known, said] = GENERATE(table<wire::Resume, std::string>({
      {wire::Resume{}, kNothing},
      {going_on(7, 5), resume(1, 7, 5)},
  }));
  Session session = given(opener(kPush, known), greeting());
  CHECK_FALSE(session.has_output());
  give(session, ready_with("PULL", kAccepterOffer));
  CHECK(session.state() == State::kResuming);
  CHECK(session.wanted_session().empty());
  CHECK(take_output(session) == said);
  CHECK_FALSE(session.ready());
}

TEST_CASE("an opener learns from the answer whether its session goes on, and of which instance") {
  const bool goes_on = GENERATE(true, false);
  Session session = given(opener(kPush, going_on(7)), greeting() + ready_with("PULL", kAccepterOffer));
  give(session, goes_on ? resume(1, 11, 9) : resume(0, 0, 0, 77));
  REQUIRE(session.ready());
  const Agreement& agreement = session.agreement();
  CHECK(agreement.acknowledged);
  CHECK(agreement.resumed == goes_on);
  CHECK(agreement.token.session == kSession);
  CHECK(agreement.token.epoch == 3);
  CHECK(agreement.window_kib == 32);
  CHECK(text_of_resume(agreement.peer) == (goes_on ? text_of_resume(going_on(11, 9)) : "no 0 0 of 77"));
  CHECK_FALSE(session.has_output());
}

TEST_CASE("an accepter tells which session is wanted once it has heard all of it, and says nothing before it answers") {
  Session session = given(accepter(), greeting());
  CHECK(session.wanted_session().empty());
  give(session, ready_with("PUSH", kOpenerOffer));
  CHECK(session.state() == State::kResuming);
  CHECK(session.wanted_session().empty());
  CHECK_FALSE(session.has_output());

  give(session, resume(1, 6, 1));
  CHECK(session.state() == State::kResuming);
  CHECK(session.wanted_session().session == kSession);
  CHECK(session.wanted_session().epoch == 3);
  CHECK(text_of_resume(session.wanted_resume()) == text_of_resume(going_on(6, 1)));
  CHECK_FALSE(session.has_output());

  session.answer_resume(going_on(4, 2));
  CHECK(session.wanted_session().empty());
  CHECK(take_output(session) == resume(1, 4, 2));
  REQUIRE(session.ready());
  CHECK(session.agreement().resumed);
  CHECK(text_of_resume(session.agreement().peer) == text_of_resume(going_on(6, 1)));
  CHECK(session.agreement().window_kib == 64);
}

TEST_CASE("an accepter whose session begins, or starts over, says so, and messages may follow") {
  const bool knows_another = GENERATE(true, false);
  const std::string said = knows_another ? resume(1, 6, 1, 99) : kNothing;
  Session session = given(accepter(), greeting() + ready_with("PUSH", kOpenerOffer) + said);
  session.answer_resume(kBegun);
  REQUIRE(session.ready());
  CHECK(take_output(session) == resume(0, 0));
  CHECK(session.agreement().acknowledged);
  CHECK_FALSE(session.agreement().resumed);
  give(session, message("first"));
  CHECK(describe(session.messages()) == "first\n");
}

TEST_CASE("where one end does not offer it, or the opener names no session, delivery is not acknowledged") {
  struct Case {
    std::function<Config()> config;
    std::string peer;
  };
  const auto unwilling = [] {
    Config config = opener(kPush);
    config.offer.reset();
    return config;
  };
  const auto without_session = [] {
    Config config = opener(kPush);
    config.offer->token = {};
    return config;
  };
  const auto index = GENERATE(0, 1, 2, 3, 4);
  const auto [config, peer] = std::array<Case, 5>{{
      {[] { return accepter(kPull); }, ready("PUSH")},
      {[] { return accepter(kPull); }, ready_with("PUSH", "1;a;64;")},
      {[] { return opener(kPush); }, ready("PULL")},
      {unwilling, ready_with("PULL", kAccepterOffer)},
      {without_session, ready_with("PULL", kAccepterOffer)},
  }}[static_cast<std::size_t>(index)];
  CAPTURE(index);
  Session session = given(config(), greeting() + peer);
  REQUIRE(session.ready());
  CHECK_FALSE(session.agreement().acknowledged);
  CHECK_FALSE(session.has_output());
  CHECK(session.wanted_session().empty());
}

TEST_CASE("an accepter's token is of no interest") {
  Session session = given(opener(), greeting() + ready_with("PULL", "1;a;32;ffffffffffffffffffffffffffffffff.9"));
  give(session, resume(0, 0));
  REQUIRE(session.ready());
  CHECK(session.agreement().token.session == kSession);
}

TEST_CASE("an offer that cannot be read is as good as none, and no fault") {
  const auto offer =
      GENERATE(std::string(), std::string("1"), std::string("2;a;64;") + kToken, std::string("1;b;64;") + kToken,
               std::string("1;a;x;") + kToken, std::string("1;a;64;") + kToken.substr(1), raw("1;a;64\0;"),
               std::string(65, '1'), std::string(100'000, ';'));
  Session session = given(accepter(), greeting() + ready_with("PUSH", offer));
  REQUIRE(session.ready());
  CHECK_FALSE(session.agreement().acknowledged);
}

TEST_CASE("the extension's property is known in any case, counts the first time, and is not shown to the user") {
  Session session =
      given(accepter(), greeting() + command("READY", property("x-ymq", kOpenerOffer) + property("X-YMQ", "1;a;1;") +
                                                          property("Socket-Type", "PUSH") + property("X-Other", "")));
  CHECK(session.state() == State::kResuming);
  CHECK(session.peer().properties == wire::Properties{{"X-Other", ""}});
}

TEST_CASE("a peer that speaks ZMTP 3.0 may have the extension, too") {
  Session session = given(accepter(), greeting(3, 0) + ready_with("PUSH", kOpenerOffer) + resume(1, 0));
  session.answer_resume(going_on(0));
  CHECK(session.ready());
  CHECK(session.agreement().resumed);
}

TEST_CASE("what comes before the session is settled, and is no YMQRESUME, is a fault") {
  const auto [bytes, text] = GENERATE(table<std::string, std::string>({
      {message("early"), "message before"},
      {more("early"), "message before"},
      {frame(0, std::string(100'000, 'x')).substr(0, 9), "message before"},
      {acknowledge(0), "\"YMQACK\" before its session was settled"},
      {command("YMQAGAIN"), "\"YMQAGAIN\" before its session"},
      {command("YMQASK"), "\"YMQASK\" before its session"},
      {command("YMQEND", number(0, 8)), "\"YMQEND\" before its session"},
      {command("YMQTOPICS"), "\"YMQTOPICS\" before its session"},
      {command("PING", "12"), "\"PING\" before its session"},
      {command("PONG"), "\"PONG\" before its session"},
      {command("SUBSCRIBE", "a"), "\"SUBSCRIBE\" before its session"},
      {command("UNKNOWN"), "\"UNKNOWN\" before its session"},
      {command("ymqresume", std::string(25, '\0')), "\"ymqresume\" before its session"},
      {ready_with("PUSH", kOpenerOffer), "\"READY\" before its session"},
      {command("ERROR", byte(2) + "no"), "\"ERROR\" before its session"},
      {frame(4, ""), "empty command"},
      {command("YMQRESUME"), "YMQRESUME with 0 bytes"},
      {command("YMQRESUME", std::string(24, '\0')), "YMQRESUME with 24 bytes"},
  }));
  CAPTURE(text);
  Session accepting = given(accepter(), greeting() + ready_with("PUSH", kOpenerOffer));
  Session opening = given(opener(), greeting() + ready_with("PULL", kAccepterOffer));
  for (Session* session : {&accepting, &opening}) {
    give(*session, bytes);
    CHECK(session->state() == State::kFaulted);
    CHECK(session->fault().status == Status::kProtocol);
    CHECK_THAT(session->fault().text, says(text));
    CHECK(session->messages().empty());
    CHECK(session->wanted_session().empty());
    session->answer_resume(going_on(0));
    CHECK(session->state() == State::kFaulted);
  }
}

TEST_CASE("a second YMQRESUME before the session is settled is a fault, afterwards it is ignored") {
  Session early = given(accepter(), greeting() + ready_with("PUSH", kOpenerOffer) + resume(1, 0) + resume(1, 0));
  CHECK_THAT(early.fault().text, says("\"YMQRESUME\" before its session was settled"));

  Session late = ready_accepter();
  give(late, resume(1, 999, 999) + command("YMQRESUME") + message("next"));
  CHECK(late.ready());
  CHECK_FALSE(late.has_output());
  CHECK_FALSE(late.has_news());
  CHECK(describe(late.messages()) == "next\n");
}

TEST_CASE("the deadline of the handshake holds until the session is settled") {
  const bool opens = GENERATE(true, false);
  Session session = opens ? given(opener(), greeting() + ready_with("PULL", kAccepterOffer))
                          : given(accepter(), greeting() + ready_with("PUSH", kOpenerOffer) + resume(1, 0));
  REQUIRE(session.state() == State::kResuming);
  CHECK(session.next_deadline() == 100);

  SECTION("and passes") {
    session.on_deadline(99);
    CHECK(session.state() == State::kResuming);
    session.on_deadline(100);
    CHECK(session.fault().status == Status::kTimedOut);
    CHECK_THAT(session.fault().text, says("its READY came, its session was not settled"));
  }
  SECTION("and not any longer") {
    opens ? give(session, resume(1, 0)) : session.answer_resume(going_on(0));
    CHECK(session.ready());
    CHECK(session.next_deadline() == kNever);
  }
}

TEST_CASE("where it was not agreed on the extension's commands are ignored, whatever stands in them") {
  const auto name = GENERATE(std::string("YMQRESUME"), std::string("YMQACK"), std::string("YMQASK"),
                             std::string("YMQAGAIN"), std::string("YMQEND"), std::string("YMQTOPICS"));
  const auto data = GENERATE(std::string(), std::string(3, 'x'), std::string(17, '\xff'), std::string(300, 'x'));
  Session session = plain(kPub, "SUB");
  give(session, command(name, data) + message(raw("\x01") + "topic"));
  CHECK(session.ready());
  CHECK_FALSE(session.has_news());
  CHECK_FALSE(session.has_output());
  CHECK(session.subscriptions().empty());
  REQUIRE(session.messages().size() == 1);
  CHECK_FALSE(session.messages()[0].redelivered);
}

TEST_CASE("where it was not agreed on nothing of the extension is sent") {
  Session session = plain(kPull, "PUSH");
  session.send_acknowledgement(1);
  session.send_ask();
  session.send_end(1);
  session.send_subscriptions_complete();
  CHECK_FALSE(session.has_output());
}

TEST_CASE("before the session is settled nothing of it is acknowledged or asked for") {
  Session session = given(opener(), greeting() + ready_with("PULL", kAccepterOffer));
  session.send_acknowledgement(1);
  session.send_ask();
  session.send_end(1);
  session.send_subscriptions_complete();
  CHECK_FALSE(session.has_output());
}

TEST_CASE("an acknowledgement is news, of several the furthest") {
  Session session = ready_accepter();
  CHECK_FALSE(session.has_news());
  give(session, acknowledge(5) + message("m") + acknowledge(9) + acknowledge(7));
  CHECK(session.has_news());
  const News news = session.take_news();
  CHECK(news.acknowledged == 9);
  CHECK_FALSE(news.asks);
  CHECK_FALSE(news.ended);
  CHECK_FALSE(session.has_news());
  give(session, acknowledge(0));
  CHECK(session.take_news().acknowledged == 0);
}

TEST_CASE("a flood of acknowledgements leaves one piece of news and nothing to be sent") {
  Session session = ready_accepter();
  std::string flood;
  for (std::uint64_t i = 0; i < 10'000; ++i) flood += acknowledge(i);
  give(session, flood);
  CHECK(session.take_news().acknowledged == 9'999);
  CHECK_FALSE(session.has_output());
}

TEST_CASE("a YMQASK is news, and so is a YMQEND with its last word") {
  Session session = ready_accepter();
  give(session, command("YMQASK"));
  CHECK(session.take_news().asks);
  give(session, command("YMQASK", "with data") + command("YMQEND", number(3, 8) + "and more"));
  const News news = session.take_news();
  CHECK(news.asks);
  CHECK(news.ended);
  CHECK(news.acknowledged == 3);
}

TEST_CASE("positions that are cut short are a fault") {
  const auto name = GENERATE(std::string("YMQACK"), std::string("YMQEND"));
  for (std::size_t size = 0; size < 8; ++size) {
    Session session = ready_accepter();
    give(session, message("before") + command(name, std::string(size, '\0')) + message("after"));
    CHECK(session.fault().status == Status::kProtocol);
    CHECK_THAT(session.fault().text, says("with " + std::to_string(size) + " bytes of data"));
    CHECK(describe(session.messages()) == "before\n");
    CHECK_FALSE(session.has_news());
  }
}

TEST_CASE("a YMQAGAIN marks the next message, its first part, and no other") {
  Session session = ready_accepter();
  give(session, message("a") + command("YMQAGAIN") + more("b") + message("c") + message("d") + command("YMQAGAIN") +
                    command("YMQAGAIN"));
  give(session, acknowledge(0) + message("e") + message("f"));
  std::string marks;
  for (const Part& part : session.messages()) marks += part.redelivered ? "!" : ".";
  CHECK(describe(session.messages()) == "a\nb + c\nd\ne\nf\n");
  CHECK(marks == ".!..!.");
}

TEST_CASE("a YMQAGAIN marks a large message that arrives in its target") {
  Session session = ready_accepter();
  const std::string large = frame(0, std::string(100'000, 'l'));
  give(session, command("YMQAGAIN") + large.substr(0, 50'000));
  for (std::size_t left = large.size() - 50'000; left > 0;) {
    const auto target = session.target();
    REQUIRE_FALSE(target.empty());
    const std::size_t count = std::min(left, target.size());
    std::fill_n(target.begin(), count, std::byte{'l'});
    session.received_in_target(count, 0);
    left -= count;
  }
  give(session, message("next"));
  REQUIRE(session.messages().size() == 2);
  CHECK(session.messages()[0].redelivered);
  CHECK_FALSE(session.messages()[1].redelivered);
}

TEST_CASE("a YMQTOPICS reaches a PUB or a RADIO in its place among the subscriptions, and nobody else") {
  Session publisher = ready_accepter(kPub, "SUB");
  give(publisher,
       command("SUBSCRIBE", "a") + message(raw("\x01") + "b") + command("YMQTOPICS") + command("SUBSCRIBE", "c"));
  REQUIRE(publisher.subscriptions().size() == 3);
  CHECK_FALSE(publisher.subscriptions()[0].complete);
  CHECK(publisher.subscriptions()[1].complete);
  CHECK(publisher.subscriptions()[1].position == 1);
  CHECK_FALSE(publisher.subscriptions()[2].complete);

  Session radio = ready_accepter(kRadio, "DISH");
  give(radio, command("JOIN", "a") + command("YMQTOPICS"));
  REQUIRE(radio.subscriptions().size() == 2);
  CHECK(radio.subscriptions()[1].complete);

  Session other = ready_accepter();
  give(other, command("YMQTOPICS"));
  CHECK(other.ready());
  CHECK(other.subscriptions().empty());
}

TEST_CASE("of several acknowledgements the last one is sent, once") {
  Session session = ready_accepter();
  for (std::uint64_t position = 1; position <= 5; ++position) session.send_acknowledgement(position);
  CHECK(session.has_output());
  CHECK(take_output(session) == acknowledge(5));
  CHECK_FALSE(session.has_output());
  session.send_acknowledgement(6);
  give(session, command("PING", "12"));
  CHECK(take_output(session) == acknowledge(6) + command("PONG"));
}

TEST_CASE("the other commands are sent as they come") {
  Session session = ready_accepter(kSub, "PUB");
  session.send_subscription(true, as_bytes("a"));
  session.send_subscriptions_complete();
  session.send_ask();
  CHECK(take_output(session) == command("SUBSCRIBE", "a") + command("YMQTOPICS") + command("YMQASK"));
  session.send_end(12);
  CHECK(take_output(session) == command("YMQEND", number(12, 8)));
}

TEST_CASE("a farewell is the last that is sent") {
  Session session = ready_accepter();
  session.send_acknowledgement(5);
  give(session, command("PING", "12"));
  session.send_end(7);
  const std::string output = take_output(session);
  const std::string farewell = command("YMQEND", number(7, 8));
  CHECK(output.substr(output.size() - std::min(output.size(), farewell.size())) == farewell);
}

TEST_CASE("after a fault nothing of the extension is sent or heard any more") {
  Session session = ready_accepter();
  give(session, acknowledge(3) + frame(0x78, "") + acknowledge(5));
  REQUIRE(session.state() == State::kFaulted);
  CHECK(session.take_news().acknowledged == 3);
  session.send_acknowledgement(1);
  session.send_ask();
  session.send_end(1);
  CHECK(take_output(session).find("YMQACK") == std::string::npos);
}

TEST_CASE("two sessions agree, and begin or go on, on each other's word") {
  const bool known = GENERATE(true, false);
  Session opening(opener(kReq, known ? going_on(2) : wire::Resume{})), accepting(accepter(kRouter));
  for (int round = 0; round < 4; ++round) {
    give(accepting, take_output(opening));
    if (!accepting.wanted_session().empty()) accepting.answer_resume(known ? going_on(3) : kBegun);
    give(opening, take_output(accepting));
  }
  for (Session* session : {&opening, &accepting}) {
    REQUIRE(session->ready());
    CHECK(session->agreement().resumed == known);
    CHECK(session->agreement().token.session == kSession);
  }
  CHECK(opening.agreement().peer.instance == kInstance);
  CHECK(opening.agreement().peer.position == (known ? 3 : 0));
  CHECK(accepting.agreement().peer.position == (known ? 2 : 0));
}

// What a session does depends on the bytes alone, not on how they were cut.
namespace {

struct Script {
  Config config;
  std::string first;   // Until an accepter is told what became of the session,
  std::string second;  // and from there on.
  std::optional<wire::Resume> answer;
};

std::vector<Script> scripts() {
  const std::string greeted = greeting() + ready_with("PUSH", kOpenerOffer);
  const std::string traffic = message("a") + command("YMQAGAIN") + more("b") + message("c") + acknowledge(4) +
                              message(std::string(300, 'd')) + command("YMQASK") + command("PING", "12x") +
                              command("YMQEND", number(5, 8));
  const std::string answered = greeting() + ready_with("PULL", kAccepterOffer);
  return {
      {accepter(), greeted + resume(1, 3), traffic, going_on(2, 1)},
      {accepter(), greeted + kNothing, traffic, kBegun},
      {accepter(), greeted, resume(1, 3), std::nullopt},
      {accepter(), greeted + resume(1, 3) + resume(1, 3), "", std::nullopt},
      {accepter(), greeted + message("early"), "", std::nullopt},
      {accepter(), greeted + resume(1, 3), traffic + command("YMQACK", "short") + message("lost"), kBegun},
      {accepter(kPub), greeting() + ready_with("SUB", kOpenerOffer) + resume(1, 0),
       command("SUBSCRIBE", "a") + message(raw("\x01") + "b") + command("YMQTOPICS"), going_on(1)},
      {opener(kPush, going_on(7, 6)), answered + resume(1, 5, 4), acknowledge(6), std::nullopt},
      {opener(kPush, going_on(7, 6)), answered + resume(0, 0, 0, 5) + traffic, "", std::nullopt},
      {opener(), greeting() + ready("PULL") + acknowledge(6) + resume(1, 1), "", std::nullopt},
  };
}

using Feed = std::function<void(Session&, const std::string&)>;

std::string outcome(const Script& script, const Feed& feed) {
  Session session(script.config);
  feed(session, script.first);
  if (script.answer) session.answer_resume(*script.answer);
  feed(session, script.second);
  return seen(session);
}

}  // namespace

TEST_CASE("beginnings and traffic of sessions do the same whole, byte by byte, and cut anywhere") {
  for (const Script& script : scripts()) {
    const std::string whole = outcome(script, give);
    CAPTURE(whole);
    const auto in_drops = [](Session& session, const std::string& text) {
      for (const char drop : text) give(session, std::string_view(&drop, 1));
    };
    CHECK(outcome(script, in_drops) == whole);
    for (std::size_t cut = 0; cut <= std::max(script.first.size(), script.second.size()); ++cut) {
      const auto in_two = [cut](Session& session, const std::string& text) {
        give(session, text.substr(0, cut));
        give(session, text.substr(std::min(cut, text.size())));
      };
      if (const std::string split = outcome(script, in_two); split != whole) FAIL("cut at " << cut << ": " << split);
    }
  }
}
