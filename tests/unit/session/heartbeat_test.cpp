#include <algorithm>

#include "session/session.h"
#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::session;

// Heartbeats, with a clock that the tests turn by hand. Times are in milliseconds; the handshake ends at 1000.
namespace {

constexpr Time kReady = 1000;
// More than the shortest second look.
constexpr Time kAMoment = 20;

struct Settings {
  Time interval = 0;
  Time timeout = 0;
  std::uint16_t ttl = 0;
  int minor_version = 1;
};

class Heart {
 public:
  explicit Heart(Settings settings) : session(config_of(settings)) {
    give(greeting(3, settings.minor_version) + ready("PUSH"), kReady);
    REQUIRE(session.ready());
    take(kReady);
  }

  void give(std::string_view text, Time now) {
    const BlockRef block = block_of(text);
    session.receive({block->data(), text.size()}, block.get(), now * kMillisecond);
  }
  std::string take(Time now) {
    std::vector<std::byte> bytes;
    session.take_output(bytes, now * kMillisecond);
    return text_of(bytes);
  }
  std::string tick(Time now) {
    session.on_deadline(now * kMillisecond);
    return take(now);
  }
  // -1: never.
  Time deadline() const {
    const Time next = session.next_deadline();
    return next == kNever ? -1 : next / kMillisecond;
  }
  bool alive() const { return session.ready(); }
  bool died_of(const std::string& text) const {
    CAPTURE(session.fault().text);
    CHECK(session.fault().status == Status::kTimedOut);
    CHECK_THAT(session.fault().text, says(text));
    return session.state() == State::kFaulted;
  }

  Session session;

 private:
  static Config config_of(Settings settings) {
    Config config;
    config.type = ConnectorType::kPull;
    config.handshake_deadline = 5000 * kMillisecond;
    config.heartbeat_interval = settings.interval * kMillisecond;
    config.heartbeat_timeout = settings.timeout * kMillisecond;
    config.heartbeat_ttl = settings.ttl;
    return config;
  }
};

std::string ping(std::uint16_t ttl, std::string_view context = {}) {
  return command("PING", number(ttl, 2) + std::string(context));
}

const std::string kUnanswered = "said nothing after our PING";
const std::string kBeyondTtl = "silent for longer than its own PING allowed";

}  // namespace

TEST_CASE("a PING goes out each interval, whatever comes and goes meanwhile") {
  Heart heart({.interval = 100, .timeout = 100, .ttl = 30});
  CHECK(heart.deadline() == 1100);
  CHECK(heart.tick(1099).empty());
  CHECK(heart.tick(1100) == ping(30));
  heart.give(command("PONG"), 1101);
  CHECK(heart.deadline() == 1200);
  heart.give(message("traffic"), 1150);
  CHECK(heart.tick(1200) == ping(30));
  CHECK(heart.alive());
}

TEST_CASE("without an interval there are no PINGs and no deadline") {
  Heart heart({.timeout = 100, .ttl = 30});
  CHECK(heart.deadline() == -1);
  CHECK(heart.tick(1'000'000).empty());
  CHECK(heart.alive());
}

TEST_CASE("a peer that speaks ZMTP 3.0 gets no PING, and is not held to be dead") {
  Heart heart({.interval = 100, .timeout = 100, .minor_version = 0});
  CHECK(heart.deadline() == -1);
  CHECK(heart.tick(1'000'000).empty());
  CHECK(heart.alive());
}

TEST_CASE("a DISH of libzmq's gets neither PING nor PONG, one of ours does") {
  const bool ours = GENERATE(false, true);
  Config config;
  config.type = ConnectorType::kRadio;
  config.heartbeat_interval = 100 * kMillisecond;
  config.connector_token = "us";
  Session session(config);
  const auto said = [&](const std::string& text) {
    const BlockRef block = block_of(text);
    session.receive({block->data(), text.size()}, block.get(), 0);
    session.on_deadline(100 * kMillisecond);
    std::vector<std::byte> bytes;
    session.take_output(bytes, 100 * kMillisecond);
    return text_of(bytes);
  };
  said(greeting() + command("READY", property("Socket-Type", "DISH") +
                                         (ours ? property("X-YMQ-Connector", "them") : std::string())));
  REQUIRE(session.ready());
  CHECK(said(command("PING", raw("\x00\x00") + "c")).empty() == !ours);
  CHECK((session.next_deadline() == kNever) == !ours);
}

TEST_CASE("no PING is sent before the handshake is over") {
  Config config;
  config.handshake_deadline = 5000 * kMillisecond;
  config.heartbeat_interval = kMillisecond;
  Session session(config);
  CHECK(session.next_deadline() == 5000 * kMillisecond);
  session.on_deadline(4000 * kMillisecond);
  std::vector<std::byte> bytes;
  session.take_output(bytes, 4000 * kMillisecond);
  CHECK(text_of(bytes) == greeting());
}

TEST_CASE("PINGs that nobody takes do not pile up") {
  Heart heart({.interval = 100});
  for (Time now = 1100; now <= 2000; now += 100) heart.session.on_deadline(now * kMillisecond);
  CHECK(heart.take(2000) == ping(0));
  CHECK_FALSE(heart.session.has_output());
}

TEST_CASE("a peer that says nothing after a PING is dead, at the second look") {
  const Time timeout = GENERATE(30, 100, 1000);
  CAPTURE(timeout);
  Heart heart({.interval = 100, .timeout = timeout});
  CHECK(heart.tick(1100) == ping(0));
  for (Time now = 1200; now < 1100 + timeout; now += 100) CHECK(heart.tick(now) == ping(0));
  CHECK(heart.deadline() <= 1100 + timeout);
  heart.tick(1100 + timeout - 1);
  CHECK(heart.alive());
  heart.tick(1100 + timeout);
  CHECK(heart.alive());
  heart.tick(1100 + timeout + kAMoment);
  CHECK(heart.died_of(kUnanswered));
  CHECK(heart.deadline() == -1);
}

TEST_CASE("the time for an answer begins when the PING is taken, not when it is due") {
  Heart heart({.interval = 1000, .timeout = 100});
  heart.session.on_deadline(2000 * kMillisecond);
  CHECK(heart.deadline() == 3000);
  CHECK(heart.take(2500) == ping(0));
  CHECK(heart.deadline() == 2600);
  heart.tick(2600);
  heart.tick(2600 + kAMoment);
  CHECK(heart.died_of(kUnanswered));
}

TEST_CASE("any bytes are a sign of life") {
  const auto bytes = GENERATE(command("PONG"), command("PONG", "unasked"), message("m"), more("half a message"),
                              byte(0), frame(2, std::string(100'000, 'l')).substr(0, 50'000), ping(0));
  Heart heart({.interval = 100, .timeout = 100});
  heart.tick(1100);
  heart.give(bytes, 1199);
  heart.take(1199);
  CHECK(heart.deadline() == 1200);
  CHECK(heart.tick(1200 + kAMoment) == ping(0));
  heart.tick(1250);
  CHECK(heart.alive());
}

TEST_CASE("bytes of a large part that go straight to their block are a sign of life") {
  Heart heart({.interval = 100, .timeout = 100});
  heart.give(frame(0, std::string(100'000, 'l')).substr(0, 40'000), 1050);
  heart.tick(1100);
  for (Time now = 1150; now < 3000; now += 100) {
    REQUIRE_FALSE(heart.session.target().empty());
    heart.session.received_in_target(1, now * kMillisecond);
    heart.tick(now + 50);
  }
  CHECK(heart.alive());
}

TEST_CASE("a timeout of 0 waits for ever") {
  Heart heart({.interval = 100});
  for (Time now = 1100; now < 100'000; now += 100) CHECK(heart.tick(now) == ping(0));
  CHECK(heart.alive());
}

TEST_CASE("a peer that falls silent after a PING with a time to live is dead, at the second look") {
  const auto ttl = GENERATE(std::uint16_t{1}, std::uint16_t{655}, std::uint16_t{656}, std::uint16_t{0xffff});
  Heart heart({});
  heart.give(ping(ttl, "ctx"), 2000);
  CHECK(heart.take(2000) == command("PONG", "ctx"));
  CHECK(heart.deadline() == 2000 + ttl * 100);
  heart.tick(1999 + ttl * 100);
  heart.tick(2000 + ttl * 100);
  CHECK(heart.alive());
  heart.tick(2000 + ttl * 100 + kAMoment);
  CHECK(heart.died_of(kBeyondTtl));
}

TEST_CASE("what follows a PING with a time to live ends it, in one piece with it or later") {
  const auto bytes = GENERATE(message("m"), byte(0), ping(0), command("PONG"));
  const bool later = GENERATE(false, true);
  Heart heart({});
  if (later) {
    heart.give(ping(1), 2000);
    heart.give(bytes, 2050);
  } else {
    heart.give(ping(1) + bytes, 2000);
  }
  CHECK(heart.deadline() == -1);
}

TEST_CASE("each PING with a time to live begins a new one") {
  Heart heart({});
  for (Time now = 2000; now < 10'000; now += 90) {
    heart.give(ping(1), now);
    CHECK(heart.deadline() == now + 100);
    heart.take(now);
  }
  heart.give(ping(20), 10'000);
  CHECK(heart.deadline() == 12'000);
  heart.give(command("PING", "1"), 10'001);
  CHECK(heart.deadline() == -1);
}

TEST_CASE("a PING without a time to live does not limit the peer") {
  Heart heart({});
  heart.give(ping(0), 2000);
  CHECK(heart.deadline() == -1);
}

// A process that was stopped finds all deadlines passed, and what came meanwhile unread.
TEST_CASE("whoever looks late reads first what has come") {
  Heart heart({.interval = 100, .timeout = 100});
  heart.give(ping(1), 1050);
  CHECK(heart.take(1050) == command("PONG"));
  heart.tick(1100);
  CHECK(heart.tick(60'000) == ping(0));
  REQUIRE(heart.alive());
  CHECK(heart.deadline() > 60'000);

  SECTION("an answer was there") {
    heart.give(command("PONG"), 60'050);
    CHECK(heart.deadline() == 60'100);
    CHECK(heart.tick(60'100) == ping(0));
    CHECK(heart.alive());
  }
  SECTION("nothing was there, and there is as long to find out as the look was late, but not for ever") {
    while (heart.alive() && heart.deadline() < 70'000) heart.tick(heart.deadline());
    CHECK(heart.died_of(kUnanswered));
    CHECK(heart.session.fault().status == Status::kTimedOut);
  }
  SECTION("the second look lasts until its end") {
    heart.tick(60'999);
    CHECK(heart.alive());
    heart.tick(61'000);
    CHECK_FALSE(heart.alive());
  }
}

TEST_CASE("a peer that was doubted and spoke is doubted anew the next time") {
  Heart heart({.interval = 100, .timeout = 50});
  for (Time now = 1100; now < 3000; now += 100) {
    heart.tick(now);
    heart.tick(now + 50);
    heart.give(command("PONG"), now + 55);
    heart.tick(now + 90);
    REQUIRE(heart.alive());
  }
}

TEST_CASE("silence that says nothing about the peer is forgiven") {
  Heart heart({.interval = 100, .timeout = 50});
  heart.give(ping(1), 1090);
  heart.take(1090);
  for (Time now = 1100; now < 5000; now += 50) {
    heart.session.forgive_silence();
    heart.tick(now);
    REQUIRE(heart.alive());
  }
  heart.session.forgive_silence();
  CHECK(heart.deadline() == 5050 - 50);
  heart.tick(5000);
  heart.tick(5050);
  heart.tick(5050 + kAMoment);
  CHECK(heart.died_of(kUnanswered));
}

TEST_CASE("a session that died has nothing left to do") {
  Heart heart({.interval = 100, .timeout = 50});
  heart.tick(1100);
  heart.tick(1150);
  heart.tick(1200);
  REQUIRE_FALSE(heart.alive());
  heart.give(command("PONG"), 1201);
  heart.tick(1300);
  CHECK(heart.deadline() == -1);
  CHECK_FALSE(heart.alive());
}

// kByPromise: a peer that has said how often it sends is given twice the longer of both intervals.
namespace {

constexpr Time kPingInterval = 300;

// An accepter with the handshake behind it, whose peer has made this promise, in tenths of a second; 0: none.
Session promised(std::uint32_t tenths, bool acknowledged = true) {
  Config config;
  config.type = ConnectorType::kPull;
  config.heartbeat_interval = kPingInterval * kMillisecond;
  config.heartbeat_timeout = kByPromise;
  config.offer = wire::Offer{};
  const wire::Offer offer{tenths, 0, {{1, 2}, acknowledged ? 1u : 0u}};
  const std::string value = acknowledged ? wire::format_offer(offer) : "1;ah" + std::to_string(tenths) + ";0;";
  Session session(config);
  const std::string ready = command("READY", property("Socket-Type", "PUSH") + property("X-YMQ", value));
  const std::string resume = command("YMQRESUME", std::string(25, '\0'));
  session.receive(as_bytes(greeting() + ready + (acknowledged ? resume : "")), nullptr, 0);
  if (acknowledged) session.answer_resume({});
  REQUIRE(session.ready());
  REQUIRE(session.agreement().acknowledged == acknowledged);
  return session;
}

// How long after our PING went out the peer may be silent; nothing: for ever.
std::optional<Time> patience_of(Session& session) {
  session.on_deadline(kPingInterval * kMillisecond);
  std::vector<std::byte> bytes;
  session.take_output(bytes, kPingInterval * kMillisecond);
  for (Time now = kPingInterval; now < 100'000; now += 100) {
    session.on_deadline(now * kMillisecond);
    if (session.state() == State::kFaulted) return now - kPingInterval;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a peer that promises heartbeats is given twice the longer of both intervals") {
  const auto [tenths, allowed] = GENERATE(table<std::uint32_t, Time>({{1, 600}, {3, 600}, {5, 1'000}, {20, 4'000}}));
  CAPTURE(tenths);
  Session session = promised(tenths);
  const std::optional<Time> patience = patience_of(session);
  REQUIRE(patience);
  CHECK(*patience >= allowed);
  CHECK(*patience <= allowed + 1'000);
  CHECK(session.fault().status == Status::kTimedOut);
}

TEST_CASE("a peer that promised heartbeats is missed even if our PING cannot go out") {
  Session session = promised(5);
  Time now = 0;
  for (; session.ready() && now < 10'000; now += 10) {
    session.forgive_unanswered();
    session.on_deadline(now * kMillisecond);
  }
  CHECK(now >= kPingInterval + 1'000);
  CHECK(now <= kPingInterval + 2'100);
  CHECK(session.fault().text == "the peer was silent for longer than it had promised");
}

TEST_CASE("a peer that promised nothing is not missed as long as our PING cannot go out") {
  Session session = promised(0);
  for (Time now = 0; now < 10'000; now += 10) {
    session.forgive_unanswered();
    session.on_deadline(now * kMillisecond);
  }
  CHECK(session.ready());
}

TEST_CASE("silence while we did not read is forgiven a peer that promised heartbeats") {
  Session session = promised(5);
  for (Time now = 0; now < 10'000; now += 10) {
    session.forgive_silence();
    session.on_deadline(now * kMillisecond);
  }
  CHECK(session.ready());
}

TEST_CASE("a peer that promises nothing, or with which delivery is not acknowledged, may be silent for ever") {
  const auto [tenths, acknowledged] = GENERATE(table<std::uint32_t, bool>({{0, true}, {1, false}, {0, false}}));
  Session session = promised(tenths, acknowledged);
  CHECK_FALSE(patience_of(session));
}

TEST_CASE("the longest promise does not overflow") {
  Session session = promised(99'999);
  CHECK_FALSE(patience_of(session));
  CHECK(session.next_deadline() > 0);
}

TEST_CASE("the silence of a peer counts from the moment its session is settled") {
  Config config;
  config.type = ConnectorType::kPull;
  config.heartbeat_interval = kPingInterval * kMillisecond;
  config.handshake_deadline = 10'000 * kMillisecond;
  config.offer = wire::Offer{};
  Session session(config);
  const std::string offer = wire::format_offer({0, 0, {{1, 2}, 1}});
  const std::string ready = command("READY", property("Socket-Type", "PUSH") + property("X-YMQ", offer));
  session.receive(as_bytes(greeting() + ready + command("YMQRESUME", std::string(25, '\0'))), nullptr,
                  1'000 * kMillisecond);
  CHECK(session.next_deadline() == 10'000 * kMillisecond);
  session.answer_resume({});
  CHECK(session.next_deadline() == (1'000 + kPingInterval) * kMillisecond);
}
