#include "wire/socks.h"

#include "unit/catch.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;
using namespace ymq::wire;

namespace {

using Kind = SocksTarget::Kind;

const SocksTarget kTarget{Kind::kName, "peer.test", 0x1234};
const SocksLogin kLogin{"user", "word"};

// Answers of a proxy.
const std::string kNoLogin = raw("\x05\x00"), kByPassword = raw("\x05\x02"), kWelcome = raw("\x01\x00");
std::string reply(int code, int kind, std::string_view address) {
  return raw("\x05") + byte(code) + byte(0) + byte(kind) + std::string(address) + raw("\x00\x50");
}
const std::string kConnected = reply(0, 1, raw("\x7f\x00\x00\x01"));

// What our side says: the greeting, and the request for a target.
const std::string kHello = raw("\x05\x01\x00"), kHelloWithLogin = raw("\x05\x02\x00\x02");
const std::string kRequest = raw("\x05\x01\x00\x03\x09") + "peer.test" + raw("\x12\x34");

struct Talk {
  std::string said;
  std::string behind;  // What was not the proxy's.
  Fault fault;
  bool done = false;
};

// The proxy says these pieces, one after the other.
Talk talk(const std::vector<std::string>& pieces, const SocksLogin& login = {}, const SocksTarget& target = kTarget) {
  Socks socks(target, login);
  Talk result;
  result.said = text_of(socks.take_output());
  for (const std::string& piece : pieces) {
    result.behind += as_text(socks.receive(as_bytes(piece)));
    result.said += text_of(socks.take_output());
  }
  result.fault = socks.fault();
  result.done = socks.done();
  CHECK_FALSE((result.done && result.fault));
  return result;
}

Talk talk(const std::string& all, const SocksLogin& login = {}) { return talk(std::vector{all}, login); }

std::vector<std::string> one_by_one(const std::string& bytes) {
  std::vector<std::string> pieces;
  for (const char value : bytes) pieces.emplace_back(1, value);
  return pieces;
}

}  // namespace

TEST_CASE("a SOCKS5 proxy that wants no login is told where to connect to") {
  const Talk heard = talk(kNoLogin + kConnected);
  CHECK(heard.done);
  CHECK(heard.said == kHello + kRequest);
  CHECK(heard.behind.empty());
}

TEST_CASE("a SOCKS5 proxy that wants a login gets it, and one that does not does not") {
  const std::string login = raw("\x01\x04") + "user" + raw("\x04") + "word";
  CHECK(talk(kByPassword + kWelcome + kConnected, kLogin).said == kHelloWithLogin + login + kRequest);
  CHECK(talk(kNoLogin + kConnected, kLogin).said == kHelloWithLogin + kRequest);
  CHECK(talk(kByPassword + kWelcome, {"user", ""}).said ==
        kHelloWithLogin + raw("\x01\x04") + "user" + byte(0) + kRequest);
}

TEST_CASE("addresses are told to a SOCKS5 proxy as such") {
  const std::string six = raw("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01");
  CHECK(talk({kNoLogin}, {}, {Kind::kIpv4, raw("\x0a\x00\x00\x07"), 80}).said ==
        kHello + raw("\x05\x01\x00\x01\x0a\x00\x00\x07\x00\x50"));
  CHECK(talk({kNoLogin}, {}, {Kind::kIpv6, six, 80}).said == kHello + raw("\x05\x01\x00\x04") + six + raw("\x00\x50"));
}

TEST_CASE("a name that a SOCKS5 proxy cannot be told is a fault before anything is said") {
  CHECK(talk({kNoLogin}, {}, {Kind::kName, std::string(255, 'n'), 1}).said ==
        kHello + raw("\x05\x01\x00\x03\xff") + std::string(255, 'n') + raw("\x00\x01"));
  for (const std::size_t size : {0, 256, 100'000}) {
    const Talk heard = talk({kNoLogin}, {}, {Kind::kName, std::string(size, 'n'), 1});
    CHECK(heard.said.empty());
    CHECK(heard.fault.status == Status::kNameNotResolved);
    CHECK_THAT(heard.fault.text, says("of " + std::to_string(size) + " bytes"));
  }
}

TEST_CASE("what a SOCKS5 proxy says may come in any pieces, and what is behind it is the peer's") {
  const std::string bound[] = {kConnected, reply(0, 3, raw("\x00")), reply(0, 3, raw("\xff") + std::string(255, 'x')),
                               reply(0, 4, std::string(16, '6'))};
  for (const std::string& last : bound) {
    const std::string all = kByPassword + kWelcome + last;
    const std::string bytes = all + greeting() + ready("PULL");
    const Talk whole = talk(bytes, kLogin);
    REQUIRE(whole.done);
    CHECK(whole.behind == greeting() + ready("PULL"));
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
      CAPTURE(at);
      const Talk heard = talk({bytes.substr(0, at), bytes.substr(at)}, kLogin);
      CHECK(heard.done);
      CHECK(heard.said == whole.said);
      CHECK(heard.behind == whole.behind);
      CHECK(talk(bytes.substr(0, at), kLogin).done == (at >= all.size()));
    }
    CHECK(talk(one_by_one(bytes), kLogin).behind == whole.behind);
  }
}

TEST_CASE("each refusal of a SOCKS5 proxy has a status and a text") {
  const std::pair<Status, std::string> refusals[] = {
      {Status::kSystem, "it failed"},          {Status::kPermissionDenied, "rules"},
      {Status::kHostUnreachable, "network"},   {Status::kHostUnreachable, "host"},
      {Status::kConnectionRefused, "refused"}, {Status::kTimedOut, "does not answer"},
      {Status::kNotSupported, "on behalf"},    {Status::kNotSupported, "addresses of this kind"},
  };
  int code = 0;
  for (const auto& [status, text] : refusals) {
    CAPTURE(++code);
    const Fault fault = talk(kNoLogin + reply(code, 1, "1234")).fault;
    CHECK(fault.status == status);
    CHECK_THAT(fault.text, says(text));
    CHECK(talk(kNoLogin + raw("\x05") + byte(code)).fault.status == status);  // Cut; what else it would say is no use.
  }
  for (const int other : {9, 0x7f, 0xff}) {
    const Fault fault = talk(kNoLogin + reply(other, 1, "1234")).fault;
    CHECK(fault.status == Status::kProtocol);
    CHECK_THAT(fault.text, says("means nothing"));
  }
}

TEST_CASE("a SOCKS5 proxy that breaks the protocol is told from one that refuses") {
  struct Case {
    std::string bytes;
    SocksLogin login;
    Status status;
    std::string text;
  };
  const Case cases[] = {
      {"HTTP/1.1 400", {}, Status::kProtocol, "0x48, not 0x05"},
      {raw("\x04\x00"), {}, Status::kProtocol, "0x04, not 0x05"},
      {raw("\x05\xff"), {}, Status::kAuthenticationFailed, "wants a login"},
      {raw("\x05\xff"), kLogin, Status::kAuthenticationFailed, "no login by password"},
      {raw("\x05\x01"), kLogin, Status::kProtocol, "method 0x01"},
      {kByPassword, {}, Status::kProtocol, "method 0x02"},
      {kByPassword + raw("\x05\x00"), kLogin, Status::kProtocol, "0x05, not 0x01"},
      {kByPassword + raw("\x01\x01"), kLogin, Status::kAuthenticationFailed, "\"user\" or its password, with 0x01"},
      {kNoLogin + raw("\x04\x00"), {}, Status::kProtocol, "reply begins with 0x04"},
      {kNoLogin + raw("\x05\x00\x00\x02\x00"), {}, Status::kProtocol, "unknown kind 0x02"},
      {kNoLogin + raw("\x05\x00\x00\x00\xff"), {}, Status::kProtocol, "unknown kind 0x00"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    for (const auto& pieces : {std::vector{each.bytes}, one_by_one(each.bytes)}) {
      const Talk heard = talk(pieces, each.login);
      CHECK(heard.fault.status == each.status);
      CHECK_THAT(heard.fault.text, says(each.text));
      CHECK_FALSE(heard.done);
    }
  }
}

TEST_CASE("a SOCKS5 proxy is not listened to any more once it has failed") {
  Socks socks(kTarget, {});
  socks.take_output();
  CHECK(as_text(socks.receive(as_bytes(raw("\x05\xff") + kConnected))) == kConnected);
  CHECK(socks.fault().status == Status::kAuthenticationFailed);
  CHECK(as_text(socks.receive(as_bytes(kNoLogin))) == kNoLogin);
  CHECK_FALSE(socks.has_output());
}
