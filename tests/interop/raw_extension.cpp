#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <thread>

#include "catch.h"
#include "interop/peer.h"
#include "interop/raw_peer.h"

// Peers that agree on acknowledged delivery (docs/wire-extension.md) and then break its rules, by accident or on
// purpose. Each time the connector must serve an honest peer afterwards, and nothing may be lost that was accepted for
// others.
namespace interop {
namespace {

std::string number(std::uint64_t value) {
  std::string text;
  for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
  return text;
}

std::uint64_t number_in(const std::string& data, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = at; i < at + 8; ++i) value = value << 8 | static_cast<std::uint8_t>(data.at(i));
  return value;
}

// What an end knows of the session.
struct Resume {
  bool goes_on = false;
  std::uint64_t position = 0;
  std::uint64_t refused = 0;
  std::uint64_t instance = 0;
};

std::string resume(const Resume& known) {
  return command("YMQRESUME", std::string(1, known.goes_on ? '\1' : '\0') + number(known.position) +
                                  number(known.refused) + number(known.instance));
}
std::string acknowledge(std::uint64_t position) { return command("YMQACK", number(position)); }

// The name of a session, of which each test has its own.
std::string session_name(std::uint64_t which = 1) {
  std::string digits(32, '0');
  for (std::size_t i = 32; which != 0; which >>= 4) digits[--i] = "0123456789abcdef"[which & 15];
  return digits;
}

std::string ready_with(const std::string& type, const std::string& offer, const std::string& identity = {}) {
  return ready(type, (identity.empty() ? "" : property("Identity", identity)) + property("X-YMQ", offer));
}

// Passes over what else there is.
std::string await_command(RawPeer& peer, const std::string& name) {
  const std::string beginning = static_cast<char>(name.size()) + name;
  for (;;) {
    const Frame frame = peer.recv_frame();
    if (frame.flags == kCommand && frame.body.starts_with(beginning)) return frame.body.substr(beginning.size());
  }
}

std::string await_message(RawPeer& peer) {
  for (;;) {
    const Frame frame = peer.recv_frame();
    if (frame.flags == 0) return frame.body;
  }
}

Resume await_resume(RawPeer& peer) {
  const std::string data = await_command(peer, "YMQRESUME");
  return {data.at(0) != '\0', number_in(data, 1), number_in(data, 9), number_in(data, 17)};
}

// An opener that does everything right until its YMQRESUME, which it says at once.
class Opener : public RawPeer {
 public:
  struct Self {
    std::string type = "PUSH";
    std::string session = session_name();
    std::uint32_t epoch = 1;
    Resume known = {};
    std::string window = "64";
    std::string identity = {};
  };
  Opener(const std::string& endpoint, const Self& self) : RawPeer(endpoint) {
    send(greeting());
    recv(64);
    char epoch[9];
    std::snprintf(epoch, sizeof epoch, "%x", self.epoch);
    send(ready_with(self.type, "1;a;" + self.window + ";" + self.session + "." + epoch, self.identity));
    await_command(*this, "READY");
    send(resume(self.known));
  }
};

std::unique_ptr<Peer> make_victim(ymq_connector_type type) {
  std::unique_ptr<Peer> victim = make_peer(Library::kYmq, type);
  victim->set(Setting::kReconnectInterval, 1);
  victim->connector()->set(YMQ_OPTION_HEARTBEAT_INTERVAL, 0);
  victim->connector()->set(YMQ_OPTION_LINGER, 0);
  return victim;
}

// Of a victim that receives.
void require_served(Peer& victim, const std::string& endpoint) {
  const std::unique_ptr<Peer> honest = make_peer(Library::kYmq, YMQ_PUSH);
  honest->connect(endpoint);
  for (const char* text : {"honest", "and more"}) {
    honest->send({text});
    require_same(victim.recv(), {text});
  }
}

// Of a victim that sends: an honest peer gets all of these, in any order, and what is sent then.
void require_delivered(Peer& victim, const std::string& endpoint, std::vector<std::string> texts) {
  const std::unique_ptr<Peer> honest = make_peer(Library::kYmq, YMQ_PULL);
  honest->connect(endpoint);
  std::vector<std::string> received;
  for (std::size_t i = 0; i < texts.size(); ++i) received.push_back(honest->recv().at(0));
  std::ranges::sort(received);
  std::ranges::sort(texts);
  CHECK(received == texts);
  victim.send({"and on"});
  require_same(honest->recv(), {"and on"});
}

std::string reasons_of(Peer& victim) {
  std::string reasons;
  for (const ymq_event& event : victim.connector()->take_events()) {
    if (event.kind == YMQ_EVENT_HANDSHAKE_FAILED) reasons += std::string("handshake: ") + ymq_status_name(event.status);
    if (event.kind == YMQ_EVENT_DISCONNECTED) reasons += std::string("link: ") + ymq_status_name(event.status);
  }
  return reasons;
}

void await(const std::function<bool()>& reached) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!reached()) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("it does not happen");
    std::this_thread::sleep_for(milliseconds(1));
  }
}

std::string await_reason(Peer& victim) {
  std::string reasons;
  await([&] { return !(reasons = reasons_of(victim)).empty(); });
  return reasons;
}

std::vector<ymq_peer_stats> peers_of(Peer& victim) {
  std::vector<ymq_peer_stats> peers(10'000);
  const std::int32_t count = connector_get_peer_stats(victim.connector()->get(), 0, peers.data(), 10'000);
  peers.resize(static_cast<std::size_t>(std::max(count, 0)));
  return peers;
}

}  // namespace

TEST_CASE("a session begins, is acknowledged, and goes on: a raw peer that keeps to the rules") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Resume begun;
  {
    Opener first(endpoint, {});
    begun = await_resume(first);
    CHECK_FALSE(begun.goes_on);
    CHECK(begun.position == 0);
    CHECK(begun.instance != 0);
    first.send(message("zero") + message("one"));
    require_same(victim->recv(), {"zero"});
    require_same(victim->recv(), {"one"});
    while (number_in(await_command(first, "YMQACK"), 0) < 2) continue;
  }
  Opener second(endpoint, {.epoch = 2, .known = {true, 0, 0, begun.instance}});
  const Resume gone_on = await_resume(second);
  CHECK(gone_on.goes_on);
  CHECK(gone_on.position == 2);
  CHECK(gone_on.instance == begun.instance);
  second.send(message("two"));
  require_same(victim->recv(), {"two"});
  require_served(*victim, endpoint);
}

TEST_CASE("a forged token begins a session of its own, whatever its opener says of it") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener forger(endpoint, {.session = session_name(666), .epoch = 0xffffffff, .known = {true, 1'000, 999, 77}});
  const Resume answer = await_resume(forger);
  CHECK_FALSE(answer.goes_on);
  CHECK(answer.position == 0);
  CHECK(answer.instance != 77);
  forger.send(message("as good as any"));
  require_same(victim->recv(), {"as good as any"});
  require_served(*victim, endpoint);
}

TEST_CASE("a token that has expired begins anew, and what was sent in its session goes to others") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  victim->connector()->set(YMQ_OPTION_SESSION_LIFETIME, 20);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Resume begun;
  {
    Opener opener(endpoint, {.type = "PULL"});
    begun = await_resume(opener);
    victim->send({"unacknowledged"});
    CHECK(await_message(opener) == "unacknowledged");
  }
  await([&] { return victim->connector()->stats().sessions_lost == 1; });
  {
    Opener late(endpoint, {.type = "PULL", .epoch = 2, .known = {true, 0, 0, begun.instance}});
    const Resume answer = await_resume(late);
    CHECK_FALSE(answer.goes_on);
    CHECK(answer.instance != begun.instance);
    CHECK(await_message(late) == "unacknowledged");
  }
  require_delivered(*victim, endpoint, {"unacknowledged"});
}

TEST_CASE("a replayed READY ends its own connection, and leaves that of its session alone") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener rightful(endpoint, {.epoch = 5});
  const Resume begun = await_resume(rightful);
  for (const std::uint32_t epoch : {5u, 4u, 0u}) {
    Opener replay(endpoint, {.epoch = epoch, .known = {true, 0, 0, begun.instance}});
    replay.await_close();
    CHECK(await_reason(*victim) == "handshake: SUPERSEDED");
  }
  rightful.send(message("still here"));
  require_same(victim->recv(), {"still here"});
  require_served(*victim, endpoint);
}

TEST_CASE("a replayed READY is refused, too, while the peer of the session is away") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Resume begun;
  {
    Opener rightful(endpoint, {.epoch = 5});
    begun = await_resume(rightful);
    rightful.send(message("before"));
    require_same(victim->recv(), {"before"});
  }
  await([&] { return victim->connector()->stats().sessions_waiting == 1; });
  Opener replay(endpoint, {.epoch = 5, .known = {true, 0, 0, begun.instance}});
  replay.await_close();
  Opener back(endpoint, {.epoch = 6, .known = {true, 0, 0, begun.instance}});
  const Resume answer = await_resume(back);
  CHECK(answer.goes_on);
  CHECK(answer.position == 1);
  require_served(*victim, endpoint);
}

TEST_CASE("the token of another peer is refused, and does not use that peer's epoch up") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_ROUTER);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  const auto as = [](const char* identity, std::uint32_t epoch, const Resume& known) {
    return Opener::Self{.type = "DEALER", .epoch = epoch, .known = known, .identity = identity};
  };
  Opener alice(endpoint, as("alice", 1, {}));
  const Resume begun = await_resume(alice);
  for (const char* identity : {"mallory", ""}) {
    Opener thief(endpoint, as(identity, 100, {true, 0, 0, begun.instance}));
    thief.await_close();
    CHECK(await_reason(*victim) == "handshake: PROTOCOL");
  }
  alice.send(message("it is me"));
  require_same(victim->recv(), {"alice", "it is me"});
  Opener again(endpoint, as("alice", 2, {true, 0, 0, begun.instance}));
  CHECK(await_resume(again).goes_on);
  victim->send({"alice", "welcome back"});
  CHECK(await_message(again) == "welcome back");
}

TEST_CASE("an acknowledgement of what was never sent ends the link, and what it was about is sent again") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  victim->connector()->set(YMQ_OPTION_SESSION_LIFETIME, 20);
  {
    Opener liar(endpoint, {.type = "PULL"});
    await_resume(liar);
    for (const char* text : {"one", "two"}) victim->send({text});
    CHECK(await_message(liar) == "one");
    CHECK(await_message(liar) == "two");
    liar.send(acknowledge(3));
    liar.await_close();
    CHECK(await_reason(*victim) == "link: PROTOCOL");
  }
  require_delivered(*victim, endpoint, {"one", "two"});
}

TEST_CASE("an acknowledgement that goes back is ignored") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener peer(endpoint, {.type = "PULL"});
  await_resume(peer);
  for (const char* text : {"one", "two"}) victim->send({text});
  for (int i = 0; i < 2; ++i) await_message(peer);
  peer.send(acknowledge(2) + acknowledge(1) + acknowledge(0));
  await([&] { return victim->connector()->stats().messages_acknowledged == 2; });
  victim->send({"three"});
  CHECK(await_message(peer) == "three");
  peer.send(acknowledge(1) + acknowledge(3));
  await([&] { return victim->connector()->stats().messages_acknowledged == 3; });
  CHECK(reasons_of(*victim).empty());
}

TEST_CASE("a flood of acknowledgements, and of all that may be said without end, keeps nobody from being served") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener flooder(endpoint, {});
  await_resume(flooder);
  std::string flood;
  for (int i = 0; i < 20'000; ++i) {
    flood += acknowledge(0) + command("YMQASK") + command("YMQAGAIN") + command("YMQTOPICS") + resume({true, 9, 9, 9});
  }
  flooder.send(flood + message("behind it"));
  require_same(victim->recv(), {"behind it"});
  require_served(*victim, endpoint);
}

TEST_CASE("a position beyond what was ever sent breaks the session, and what was sent in it goes to others") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Resume begun;
  {
    Opener opener(endpoint, {.type = "PULL"});
    begun = await_resume(opener);
    for (const char* text : {"one", "two"}) victim->send({text});
    for (int i = 0; i < 2; ++i) await_message(opener);
  }
  await([&] { return victim->connector()->stats().sessions_waiting == 1; });
  Opener liar(endpoint, {.type = "PULL", .epoch = 2, .known = {true, 3, 0, begun.instance}});
  liar.await_close();
  require_delivered(*victim, endpoint, {"one", "two"});
}

TEST_CASE("a position before what was acknowledged breaks the session, and only that") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Resume begun;
  {
    Opener opener(endpoint, {.type = "PULL"});
    begun = await_resume(opener);
    for (const char* text : {"one", "two"}) victim->send({text});
    for (int i = 0; i < 2; ++i) await_message(opener);
    opener.send(acknowledge(1));
    await([&] { return victim->connector()->stats().messages_acknowledged == 1; });
  }
  await([&] { return victim->connector()->stats().sessions_waiting == 1; });
  Opener liar(endpoint, {.type = "PULL", .epoch = 2, .known = {true, 0, 0, begun.instance}});
  liar.await_close();
  require_delivered(*victim, endpoint, {"two"});
}

TEST_CASE("who says that it knows nothing of an instance in which it has sent something is turned away") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  {
    Opener opener(endpoint, {});
    await_resume(opener);
    opener.send(message("something"));
    require_same(victim->recv(), {"something"});
  }
  await([&] { return victim->connector()->stats().sessions_waiting == 1; });
  Opener forgetful(endpoint, {.epoch = 2});
  forgetful.await_close();
  require_served(*victim, endpoint);
}

TEST_CASE("of two live connections that claim one session the newer fences the older, which is not heard any more") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener older(endpoint, {});
  const Resume begun = await_resume(older);
  older.send(message("from the older"));
  require_same(victim->recv(), {"from the older"});
  Opener newer(endpoint, {.epoch = 2, .known = {true, 0, 0, begun.instance}});
  const Resume answer = await_resume(newer);
  CHECK(answer.goes_on);
  CHECK(answer.position == 1);
  older.send(message("too late"));
  older.await_close();
  newer.send(message("from the newer"));
  require_same(victim->recv(), {"from the newer"});
  CHECK(await_reason(*victim).starts_with("link: SUPERSEDED"));
  require_served(*victim, endpoint);
}

TEST_CASE("many connections that claim one session at once leave one of them, and lose nothing") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  std::vector<Opener> claimants;
  claimants.emplace_back(endpoint, Opener::Self{.type = "PULL"});
  const Resume begun = await_resume(claimants.front());
  for (const char* text : {"one", "two"}) victim->send({text});
  for (std::uint32_t epoch = 2; epoch <= 20; ++epoch) {
    claimants.emplace_back(endpoint,
                           Opener::Self{.type = "PULL", .epoch = epoch, .known = {true, 0, 0, begun.instance}});
  }
  Opener& last = claimants.back();
  CHECK(await_resume(last).goes_on);
  CHECK(await_message(last) == "one");
  CHECK(await_message(last) == "two");
  for (std::size_t i = 0; i + 1 < claimants.size(); ++i) claimants[i].await_close();
  last.send(acknowledge(2));
  await([&] { return victim->connector()->stats().messages_acknowledged == 2; });
  CHECK(peers_of(*victim).size() == 1);
}

// Half of them go before they are answered.
TEST_CASE("a flood of invented sessions leaves no more of them than may be remembered") {
  constexpr std::uint64_t kMost = 50;
  constexpr std::uint32_t kFlood = 600;
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  victim->connector()->set(YMQ_OPTION_MAX_SESSIONS, kMost);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  for (std::uint32_t i = 0; i < kFlood; ++i) {
    Opener flooder(endpoint, {.session = session_name(1'000 + i), .epoch = i + 1, .known = {true, i, 0, i}});
    if (i % 2 == 0) await_resume(flooder);
  }
  await([&] {
    const ymq_connector_stats stats = victim->connector()->stats();
    return stats.links_closed == stats.links_opened && stats.links_opened + stats.handshakes_failed == kFlood;
  });
  CHECK(victim->connector()->stats().sessions_waiting <= kMost);
  CHECK(peers_of(*victim).size() <= kMost);
  require_served(*victim, endpoint);
}

TEST_CASE("a flood of sessions whose openers are gone before the answer leaves no more than may be remembered") {
  constexpr std::uint64_t kMost = 20;
  constexpr std::uint64_t kFlood = 400;
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  victim->connector()->set(YMQ_OPTION_MAX_SESSIONS, kMost);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  for (std::uint64_t i = 0; i < kFlood; ++i) {
    RawPeer flooder(endpoint);
    while (flooder.silent(milliseconds(1'000))) continue;
    // What it has not read makes its end a reset.
    flooder.send(greeting() + ready_with("PUSH", "1;a;64;" + session_name(1'000 + i) + ".1") + resume({}));
  }
  await([&] {
    const ymq_connector_stats stats = victim->connector()->stats();
    return stats.links_closed == stats.links_opened && stats.links_opened + stats.handshakes_failed == kFlood;
  });
  CHECK(victim->connector()->stats().sessions_waiting <= kMost);
  require_served(*victim, endpoint);
}

TEST_CASE("a flood of invented sessions does not drive out a peer that is connected, nor what it had sent") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  victim->connector()->set(YMQ_OPTION_MAX_SESSIONS, 5);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener honest(endpoint, {});
  await_resume(honest);
  honest.send(message("before the flood"));
  await([&] { return victim->connector()->stats().messages_waiting == 1; });
  for (std::uint32_t i = 0; i < 50; ++i) {
    Opener flooder(endpoint, {.session = session_name(1'000 + i)});
    await_resume(flooder);
  }
  await([&] { return victim->connector()->stats().links_closed == 50; });
  honest.send(message("after the flood"));
  require_same(victim->recv(), {"before the flood"});
  require_same(victim->recv(), {"after the flood"});
  CHECK(victim->connector()->stats().sessions_evicted == 45);
}

TEST_CASE("an opener's window, be it 0, tiny or huge, changes only how often it is acknowledged") {
  for (const char* window : {"0", "1", "4294967295"}) {
    DYNAMIC_SECTION(window << " KiB") {
      const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
      const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
      Opener peer(endpoint, {.window = window});
      await_resume(peer);
      for (std::uint64_t i = 1; i <= 20; ++i) {
        peer.send(message(std::string(500, 'x')));
        require_same(victim->recv(), {std::string(500, 'x')});
        std::uint64_t position = 0;
        while (position < i) position = number_in(await_command(peer, "YMQACK"), 0);
        CHECK(position == i);
      }
      require_served(*victim, endpoint);
    }
  }
}

TEST_CASE("the extension's commands mean nothing from a peer that did not agree on it, and it gets none") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  const std::array<std::string, 4> readies{ready("PUSH"), ready_with("PUSH", "1;a;64;"), ready_with("PUSH", "2;a;64;"),
                                           ready_with("PUSH", "nonsense")};
  for (const std::string& its_ready : readies) {
    RawPeer plain(endpoint);
    plain.send(greeting() + its_ready);
    plain.recv(64);
    await_command(plain, "READY");
    plain.send(resume({true, 5, 5, 5}) + acknowledge(99) + command("YMQACK") + command("YMQASK") + command("YMQAGAIN") +
               command("YMQTOPICS") + command("YMQEND", number(7)) + message("plain") +
               command("PING", std::string("\0\0ok", 4)));
    require_same(victim->recv(), {"plain"});
    CHECK(plain.recv_frame() == Frame{kCommand, "\4PONGok"});
    CHECK(plain.silent(milliseconds(50)));
  }
  CHECK(reasons_of(*victim).find("PROTOCOL") == std::string::npos);
  require_served(*victim, endpoint);
}

TEST_CASE("what an opener may not say before its session is settled ends the connection") {
  for (const std::string& early : {message("early"), acknowledge(0), command("PING", "12"),
                                   command("YMQRESUME", "short"), resume({}) + resume({})}) {
    const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
    const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
    RawPeer hasty(endpoint);
    hasty.send(greeting() + ready_with("PUSH", "1;a;64;" + session_name() + ".1") + early);
    hasty.await_close();
    CHECK(await_reason(*victim) == "handshake: PROTOCOL");
    require_served(*victim, endpoint);
  }
}

TEST_CASE("a second YMQRESUME after the answer is ignored") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener peer(endpoint, {});
  const Resume begun = await_resume(peer);
  peer.send(resume({true, 7, 7, begun.instance}) + message("next"));
  require_same(victim->recv(), {"next"});
  require_served(*victim, endpoint);
}

TEST_CASE("an opener that never says what it knows is given up at the deadline of the handshake") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  victim->connector()->set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 200);
  RawPeer silent(victim->bind("tcp://127.0.0.1:*"));
  silent.send(greeting() + ready_with("PUSH", "1;a;64;" + session_name() + ".1"));
  silent.await_close();
  CHECK(await_reason(*victim) == "handshake: TIMED_OUT");
  victim->connector()->set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 30'000);
  require_served(*victim, victim->bind("tcp://127.0.0.1:*"));
}

TEST_CASE("a sender whose messages are never acknowledged stops at its window, one message more at most") {
  constexpr std::uint64_t kWindow = 64 * 1024;
  constexpr std::uint64_t kMessage = 1'000;
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  victim->connector()->set(YMQ_OPTION_UNACKNOWLEDGED_BYTES, kWindow);
  victim->connector()->set(YMQ_OPTION_SEND_HWM, 100);
  victim->connector()->set(YMQ_OPTION_SESSION_LIFETIME, 20);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  std::vector<std::string> sent;
  {
    Opener mute(endpoint, {.type = "PULL"});
    await_resume(mute);
    const auto next = [&] { return std::to_string(sent.size()) + std::string(kMessage, '.'); };
    while (victim->try_send({next()}, milliseconds(200))) sent.push_back(next());
    const auto its_stats = [&] { return peers_of(*victim).at(0); };
    await([&] { return its_stats().bytes_unacknowledged >= kWindow - 2 * kMessage; });
    for (std::uint64_t i = its_stats().messages_unacknowledged; i > 0; --i) await_message(mute);
    CHECK(mute.silent(milliseconds(100)));
    CHECK(its_stats().bytes_unacknowledged <= kWindow + 2 * kMessage);
    CHECK(its_stats().messages_unacknowledged + its_stats().messages_queued == sent.size());
  }
  require_delivered(*victim, endpoint, sent);
}

TEST_CASE("a message that is too large is refused once, and what is behind it is taken") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PULL);
  victim->set(Setting::kMaxMessageSize, 1'000);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  Opener large(endpoint, {});
  const Resume begun = await_resume(large);
  large.send(message("small"));
  require_same(victim->recv(), {"small"});
  large.send(message(std::string(2'000, 'x')));
  large.await_close();
  Opener back(endpoint, {.epoch = 2, .known = {true, 0, 0, begun.instance}});
  const Resume answer = await_resume(back);
  CHECK(answer.goes_on);
  CHECK(answer.position == 2);
  CHECK(answer.refused == 2);
  back.send(message("behind it"));
  require_same(victim->recv(), {"behind it"});
}

TEST_CASE("an opener's farewell leaves what it did not take for others, as if it had never been sent") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  {
    Opener leaving(endpoint, {.type = "PULL"});
    await_resume(leaving);
    for (const char* text : {"taken", "left", "left, too"}) victim->send({text});
    for (int i = 0; i < 3; ++i) await_message(leaving);
    leaving.send(command("YMQEND", number(1)));
  }
  require_delivered(*victim, endpoint, {"left", "left, too"});
  CHECK(victim->connector()->stats().messages_redelivered == 0);
}

// The other way round: the connector opens, and the accepter is hostile.
namespace {

constexpr std::uint64_t kInstance = 0x5eed;

// The accepter's side up to the opener's YMQRESUME, which it takes.
Resume accept_opener(RawPeer& peer, const std::string& type) {
  peer.send(greeting());
  peer.recv(64);
  const std::string its_ready = await_command(peer, "READY");
  CHECK(its_ready.find("X-YMQ") != std::string::npos);
  peer.send(ready_with(type, "1;a;64;"));
  return await_resume(peer);
}

}  // namespace

TEST_CASE("an accepter that breaks the rules is left, and called again, with all that it was not seen to take") {
  struct Breach {
    const char* name;
    std::string bytes;
  };
  const std::vector<Breach> breaches{
      {"another instance goes on", resume({true, 0, 0, 99})},
      {"no instance goes on", resume({true, 0, 0, 0})},
      {"it has received what was not sent", resume({true, 2, 0, kInstance})},
      {"a message before the answer", message("early")},
      {"a short answer", command("YMQRESUME", std::string(24, '\0'))},
      {"an acknowledgement before the answer", acknowledge(0)},
      {"it acknowledges what was not sent", resume({true, 1, 0, kInstance}) + acknowledge(2)},
      {"a short acknowledgement", resume({true, 1, 0, kInstance}) + command("YMQACK", "1234567")},
  };
  for (const Breach& breach : breaches) {
    DYNAMIC_SECTION(breach.name) {
      RawListener listener;
      const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
      victim->connect(listener.endpoint());
      victim->send({"one"});
      {
        RawPeer first = listener.accept();
        CHECK_FALSE(accept_opener(first, "PULL").goes_on);
        first.send(resume({false, 0, 0, kInstance}));
        CHECK(await_message(first) == "one");
      }
      {
        RawPeer hostile = listener.accept();
        const Resume known = accept_opener(hostile, "PULL");
        CHECK(known.goes_on);
        CHECK(known.instance == kInstance);
        hostile.send(breach.bytes);
        hostile.await_close();
      }
      RawPeer honest = listener.accept();
      accept_opener(honest, "PULL");
      honest.send(resume({false, 0, 0, kInstance + 1}));
      CHECK(await_message(honest) == "one");
    }
  }
}

TEST_CASE("an accepter that has forgotten the session gets what it may have had before, marked, and in order") {
  RawListener listener;
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  victim->connect(listener.endpoint());
  for (const char* text : {"one", "two"}) victim->send({text});
  {
    RawPeer first = listener.accept();
    accept_opener(first, "PULL");
    first.send(resume({false, 0, 0, kInstance}));
    for (int i = 0; i < 2; ++i) await_message(first);
    first.send(acknowledge(1));
    await([&] { return victim->connector()->stats().messages_acknowledged == 1; });
  }
  RawPeer second = listener.accept();
  CHECK(accept_opener(second, "PULL").goes_on);
  second.send(resume({false, 0, 0, kInstance + 1}));
  victim->send({"three"});
  CHECK(second.recv_frame() == Frame{kCommand, std::string("\10YMQAGAIN")});
  CHECK(second.recv_frame() == Frame{0, "two"});
  CHECK(second.recv_frame() == Frame{0, "three"});
}

TEST_CASE("a plain peer that has taken the address gets no marks and no commands, and what is uncertain once more") {
  RawListener listener;
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  victim->connect(listener.endpoint());
  victim->send({"one"});
  {
    RawPeer first = listener.accept();
    accept_opener(first, "PULL");
    first.send(resume({false, 0, 0, kInstance}));
    CHECK(await_message(first) == "one");
  }
  RawPeer plain = listener.accept();
  plain.shake_hands("PULL");
  CHECK(plain.recv_frame() == Frame{0, "one"});
  victim->send({"two"});
  CHECK(plain.recv_frame() == Frame{0, "two"});
}

TEST_CASE("a plain peer that is connected gets no marks with what a lost peer leaves") {
  const std::unique_ptr<Peer> victim = make_victim(YMQ_PUSH);
  victim->connector()->set(YMQ_OPTION_SESSION_LIFETIME, 20);
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  std::optional<Opener> lost(std::in_place, endpoint, Opener::Self{.type = "PULL"});
  await_resume(*lost);
  victim->send({"one"});
  CHECK(await_message(*lost) == "one");
  RawPeer plain(endpoint);
  plain.shake_hands("PULL");
  await([&] { return victim->connector()->stats().links_opened == 2; });
  lost.reset();
  CHECK(plain.recv_frame() == Frame{0, "one"});
}

TEST_CASE("a plain REP gets no marks with a request that is sent again") {
  RawListener listener;
  const std::unique_ptr<Peer> victim = make_victim(YMQ_REQ);
  victim->connector()->set(YMQ_OPTION_REQUEST_TIMEOUT, 20);
  victim->connector()->set(YMQ_OPTION_REQUEST_RETRIES, 1'000'000);
  victim->connect(listener.endpoint());
  RawPeer plain = listener.accept();
  plain.shake_hands("REP");
  victim->send({"request"});
  std::string number;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Frame frame = plain.recv_frame();
    REQUIRE(frame.flags == kMore);
    number = frame.body;
    CHECK(plain.recv_frame() == Frame{kMore, ""});
    CHECK(plain.recv_frame() == Frame{0, "request"});
  }
  plain.send(frame(kMore, number) + frame(kMore, "") + message("reply"));
  require_same(victim->recv(), {"reply"});
}

}  // namespace interop
