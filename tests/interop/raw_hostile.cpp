#include <thread>

#include "catch.h"
#include "interop/peer.h"
#include "interop/raw_peer.h"

// Peers that break the protocol, by accident or on purpose. Each time the connection must end, the connector must say
// why, and a good peer must still be served by the same connector; a connector that connects must come back by itself.
namespace interop {
namespace {

constexpr std::int64_t kMaxMessageSize = 64 * 1024;

struct Offence {
  const char* name;
  std::string bytes;
  bool after_handshake = false;
  std::int32_t status = YMQ_PROTOCOL;
};

std::string ready_of(const std::string& properties) { return command("READY", properties); }

// Text that is another protocol's beginning.
std::vector<Offence> foreign_protocols() {
  return {
      {"an HTTP request", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(64, 'r')},
      {"an SSH banner", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"},
      {"zeros", std::string(64, '\0')},
      {"a ZMTP 1.0 greeting", std::string("\1\0", 2) + std::string(80, '\0')},
  };
}

std::vector<Offence> bad_greetings() {
  return {
      {"a signature without its end", std::string("\xff\0\0\0\0\0\0\0\1\x7e\3\1", 12)},
      {"version 1", greeting(1, 0)},
      {"version 2", greeting(2, 0)},
      {"version 0", greeting(0, 0)},
      {"mechanism PLAIN", greeting(3, 1, "PLAIN")},
      {"mechanism CURVE", greeting(3, 1, "CURVE")},
      {"a mechanism in lower case", greeting(3, 1, "null")},
      {"a mechanism that is too long", greeting(3, 1, "NULLNULLNULLNULLNULLNULL")},
      {"no mechanism", greeting(3, 1, "")},
      {"its greeting twice", greeting() + greeting()},
  };
}

std::vector<Offence> bad_handshakes() {
  const std::string type = property("Socket-Type", "PUSH");
  const std::string tail_short("\1X\0\0\0\2x", 7);
  const std::string tail_huge("\1X\x7f\xff\xff\xff", 6);
  const std::string tail_largest("\1X\xff\xff\xff\xff", 6);
  return {
      {"a message before READY", greeting() + message("too early")},
      {"READY as a message", greeting() + message("\5READY" + type)},
      {"an unknown command before READY", greeting() + command("HULLO")},
      {"an empty command", greeting() + frame(kCommand, "")},
      {"a command name past the end", greeting() + frame(kCommand, "\xffREADY")},
      {"a property value past the end", greeting() + ready_of(type + tail_short)},
      {"a property value of 2 GiB", greeting() + ready_of(type + tail_huge)},
      {"a property value of 4 GiB", greeting() + ready_of(type + tail_largest)},
      {"a property name past the end", greeting() + ready_of(type + "\x20X")},
      {"an octet behind the properties", greeting() + ready_of(type + "!")},
      {"an identity of 256 bytes", greeting() + ready_of(type + property("Identity", std::string(256, 'i')))},
      {"an ERROR command", greeting() + command("ERROR", "\6go off")},
      {"an ERROR command past the end", greeting() + command("ERROR", "\x7fgo")},
      {"the wrong type", greeting() + ready("SUB"), false, YMQ_INCOMPATIBLE_PEER},
      {"an unknown type", greeting() + ready("SHOUT"), false, YMQ_INCOMPATIBLE_PEER},
      {"READY with MORE", greeting() + frame(kCommand | kMore, "\5READY" + type)},
      {"READY of a gigabyte", greeting() + long_header(kCommand, 1u << 30) + "\5READY", false, YMQ_MESSAGE_TOO_LARGE},
  };
}

std::vector<Offence> bad_traffic() {
  std::string endless;
  for (int i = 0; i < 3'000; ++i) endless += frame(kMore, "");
  return {
      {"reserved flags", std::string("\x78\3abc", 5), true},
      {"a command with MORE", frame(kCommand | kMore, "\4PING" + std::string(2, '\0')), true},
      {"a length of 2^63", long_header(0, 1ull << 63) + "x", true},
      {"a length of 2^64-1", long_header(0, ~0ull) + "x", true},
      {"a length of 2^63-1", long_header(0, ~0ull >> 1) + "x", true, YMQ_MESSAGE_TOO_LARGE},
      {"a length of 2^32", long_header(0, 1ull << 32) + "x", true, YMQ_MESSAGE_TOO_LARGE},
      {"a part above the limit", long_header(0, kMaxMessageSize + 1) + "x", true, YMQ_MESSAGE_TOO_LARGE},
      {"parts that are above the limit together",
       frame(kMore, std::string(40'000, 'a')) + message(std::string(40'000, 'b')), true, YMQ_MESSAGE_TOO_LARGE},
      {"empty parts without end", endless, true, YMQ_MESSAGE_TOO_LARGE},
      {"a command name past its end", frame(kCommand, "\x7fPING"), true},
      {"a command of a gigabyte", long_header(kCommand, 1u << 30) + "\4PING", true, YMQ_MESSAGE_TOO_LARGE},
  };
}

std::vector<Offence> all_offences() {
  std::vector<Offence> all;
  for (const auto& some : {foreign_protocols(), bad_greetings(), bad_handshakes(), bad_traffic()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

// Peers that begin well and then say nothing: the deadline of the handshake ends them.
std::vector<std::pair<const char*, std::string>> silences() {
  return {{"nothing at all", ""},
          {"one byte", "\xff"},
          {"half a greeting", greeting().substr(0, 32)},
          {"a greeting without READY", greeting()},
          {"half a READY", greeting() + ready("PUSH").substr(0, 10)}};
}

std::unique_ptr<Peer> make_victim() {
  std::unique_ptr<Peer> pull = make_peer(Library::kYmq, YMQ_PULL);
  pull->set(Setting::kMaxMessageSize, kMaxMessageSize);
  pull->set(Setting::kReconnectInterval, 1);
  return pull;
}

void require_served(Peer& victim, RawPeer& good) {
  good.shake_hands("PUSH");
  good.send(message("from a good peer"));
  require_same(victim.recv(), {"from a good peer"});
}

// After the handshake a good message goes first, so that the link is known to be up.
void offend(Peer& victim, RawPeer& peer, const Offence& offence) {
  if (offence.after_handshake) require_served(victim, peer);
  peer.send(offence.bytes);
}

void require_served(Peer& victim, RawPeer&& good) { require_served(victim, good); }

// Why connections of the connector ended, as far as it has said.
std::string reasons_of(Peer& victim) {
  std::string reasons;
  for (const ymq_event& event : victim.connector()->take_events()) {
    if (event.kind == YMQ_EVENT_HANDSHAKE_FAILED) reasons += std::string("handshake: ") + ymq_status_name(event.status);
    if (event.kind == YMQ_EVENT_DISCONNECTED) reasons += std::string("link: ") + ymq_status_name(event.status);
  }
  return reasons;
}

// The connection may be seen to end just before the connector says why.
std::string await_reason(Peer& victim) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string reasons;
  while (reasons.empty() && std::chrono::steady_clock::now() < deadline) {
    reasons = reasons_of(victim);
    std::this_thread::yield();
  }
  return reasons;
}

std::string expected_reason(const Offence& offence) {
  return std::string(offence.after_handshake ? "link: " : "handshake: ") + ymq_status_name(offence.status);
}

}  // namespace

TEST_CASE("a bound connector ends what breaks the protocol, says why, and serves the next") {
  for (const Offence& offence : all_offences()) {
    DYNAMIC_SECTION(offence.name) {
      const std::unique_ptr<Peer> victim = make_victim();
      const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
      RawPeer hostile(endpoint);
      offend(*victim, hostile, offence);
      hostile.await_close();
      CHECK(await_reason(*victim) == expected_reason(offence));
      require_served(*victim, RawPeer(endpoint));
    }
  }
}

TEST_CASE("a connecting connector comes back to where the protocol was broken") {
  for (const Offence& offence : all_offences()) {
    DYNAMIC_SECTION(offence.name) {
      RawListener listener;
      const std::unique_ptr<Peer> victim = make_victim();
      victim->connect(listener.endpoint());
      RawPeer hostile = listener.accept();
      offend(*victim, hostile, offence);
      hostile.await_close();
      require_served(*victim, listener.accept());
    }
  }
}

TEST_CASE("what came before a breach of the protocol is delivered, even in one piece with it") {
  for (const Offence& offence : bad_traffic()) {
    for (const bool handshake_too : {false, true}) {
      DYNAMIC_SECTION(offence.name << (handshake_too ? ", in one piece with the handshake" : "")) {
        const std::unique_ptr<Peer> victim = make_victim();
        RawPeer hostile(victim->bind("tcp://127.0.0.1:*"));
        if (!handshake_too) require_served(*victim, hostile);
        hostile.send((handshake_too ? greeting() + ready("PUSH") : "") + message("good") + offence.bytes);
        require_same(victim->recv(), {"good"});
        hostile.await_close();
      }
    }
  }
}

TEST_CASE("good peers are served beside all the bad ones") {
  const std::unique_ptr<Peer> victim = make_victim();
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  const std::unique_ptr<Peer> good = make_peer(Library::kZmq, YMQ_PUSH);
  good->connect(endpoint);
  std::vector<RawPeer> bad;
  for (const Offence& offence : all_offences()) {
    bad.emplace_back(endpoint);
    offend(*victim, bad.back(), offence);
    good->send({offence.name});
    require_same(victim->recv(), {offence.name});
  }
  for (RawPeer& peer : bad) peer.await_close();
  CHECK(victim->connector()->stats().links_opened >= 1);
  require_served(*victim, RawPeer(endpoint));
}

TEST_CASE("a peer that stops in its handshake is given up at the deadline, and holds up nobody") {
  for (const auto& [name, bytes] : silences()) {
    DYNAMIC_SECTION(name) {
      const std::unique_ptr<Peer> victim = make_victim();
      victim->connector()->set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 200);
      const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
      const auto began = std::chrono::steady_clock::now();
      RawPeer silent(endpoint);
      silent.send(bytes);
      silent.await_close();
      CHECK(std::chrono::steady_clock::now() - began >= milliseconds(190));
      CHECK(await_reason(*victim) == "handshake: TIMED_OUT");
      victim->connector()->set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 30'000);
      const std::string second = victim->bind("tcp://127.0.0.1:*");
      require_served(*victim, RawPeer(second));
    }
  }
}

TEST_CASE("the deadline of the handshake counts from its beginning, however slowly bytes drip") {
  const std::unique_ptr<Peer> victim = make_victim();
  victim->connector()->set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 300);
  RawPeer slow(victim->bind("tcp://127.0.0.1:*"));
  slow.send("\xff");
  slow.recv(64);
  for (int i = 0; i < 1'000 && reasons_of(*victim).empty(); ++i) {
    if (slow.silent(milliseconds(20))) slow.send(std::string(1, '\0'));
  }
  slow.await_close();
  CHECK(victim->connector()->stats().handshakes_failed == 1);
}

TEST_CASE("a connecting connector gives up a silent listener at the deadline, and tries again") {
  RawListener listener;
  const std::unique_ptr<Peer> victim = make_victim();
  victim->connector()->set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 5'000);
  victim->connect(listener.endpoint());
  RawPeer silent = listener.accept();
  silent.await_close();
  require_served(*victim, listener.accept());
}

TEST_CASE("a peer that closes, or resets, at any point of its handshake is forgotten") {
  const std::string whole = greeting() + ready("PUSH") + frame(kMore, "head");
  const std::unique_ptr<Peer> victim = make_victim();
  const std::string endpoint = victim->bind("tcp://127.0.0.1:*");
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    RawPeer peer(endpoint);
    peer.send(whole.substr(0, length));
    if (length % 2 == 0) peer.half_close();
  }
  require_served(*victim, RawPeer(endpoint));
}

TEST_CASE("a peer that never reads does not hold up the others") {
  const std::unique_ptr<Peer> publisher = make_peer(Library::kYmq, YMQ_PUB);
  const std::string endpoint = publisher->bind("tcp://127.0.0.1:*");
  RawPeer deaf(endpoint);
  deaf.shake_hands("SUB");
  deaf.send(command("SUBSCRIBE", ""));
  const std::unique_ptr<Peer> good = make_peer(Library::kZmq, YMQ_SUB);
  good->subscribe("");
  good->connect(endpoint);
  await_subscription(*publisher, *good, "topic");
  for (std::size_t i = 0; i < 2'000; ++i) {
    publisher->send(small_message(i) + Parts{std::string(10'000, 'x')});
    require_same(good->recv(), small_message(i) + Parts{std::string(10'000, 'x')});
  }
}

TEST_CASE("subscriptions are refused from a peer that asks for what its type has no right to") {
  const std::unique_ptr<Peer> pull = make_victim();
  const std::string endpoint = pull->bind("tcp://127.0.0.1:*");
  RawPeer peer(endpoint);
  peer.shake_hands("PUSH");
  peer.send(command("SUBSCRIBE", "topic") + message("real"));
  const std::optional<Parts> received = pull->try_recv(milliseconds(200));
  if (received) require_same(*received, {"real"});
  require_served(*pull, RawPeer(endpoint));
}

TEST_CASE("a short PING ends the link or is passed over, and tells nothing of the memory behind it") {
  const std::unique_ptr<Peer> pull = make_victim();
  const std::string endpoint = pull->bind("tcp://127.0.0.1:*");
  RawPeer peer(endpoint);
  peer.shake_hands("PUSH");
  peer.send(command("PING", std::string("\0\0secret", 8)));
  CHECK(peer.recv_frame() == Frame{kCommand, "\4PONGsecret"});
  peer.send(command("PING", "") + command("PING", "x"));
  peer.half_close();
  std::string after;
  for (;;) {
    try {
      after += peer.recv(1);
    } catch (const std::runtime_error&) {
      break;
    }
  }
  CHECK(after.find("secret") == std::string::npos);
  require_served(*pull, RawPeer(endpoint));
}

}  // namespace interop
