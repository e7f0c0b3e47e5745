#include <algorithm>

#include "abi/socks_server.h"
#include "abi/support.h"

// Connections through a SOCKS5 proxy.
namespace abi {
namespace {

constexpr ymq_event_kind kFailed = YMQ_EVENT_CONNECT_FAILED;

// A PULL that is bound, and a PUSH that is to find it through the proxy.
struct Stage {
  explicit Stage(const SocksManner& manner = {}) {
    proxy.set(manner);
    const std::string bound = server.bind("tcp://127.0.0.1:*");
    port = bound.substr(bound.rfind(':'));
    client.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
    client.set(YMQ_OPTION_RECONNECT_INTERVAL_MAX, 20);
    client.set(YMQ_OPTION_SOCKS_PROXY, proxy.place());
  }
  // By a name that only the proxy can resolve.
  std::string endpoint() const { return "tcp://peer.invalid" + port; }
  void pass(const std::string& text) {
    client.send(text, kPatience);
    CHECK(receive(server) == Parts{text});
  }

  SocksServer proxy;
  const ymq::IoContext context;
  ymq::Connector server{context, YMQ_PULL}, client{context, YMQ_PUSH};
  std::string port;
};

}  // namespace

TEST_CASE("messages pass through a SOCKS5 proxy, which resolves the name") {
  Stage stage;
  stage.client.connect(stage.endpoint());
  stage.pass("x");
  stage.pass(std::string(1'000'000, 'y'));
  CHECK(stage.proxy.requests() == std::vector<std::string>{"name peer.invalid"});
  const ymq_peer_info info = stage.client.peer_info(await_event(stage.client, YMQ_EVENT_CONNECTED).peer);
  CHECK(std::string(reinterpret_cast<const char*>(info.address), info.address_size) == stage.endpoint());
}

TEST_CASE("a SOCKS5 proxy is told addresses as addresses, and nothing of other transports") {
  Stage stage;
  ymq::Connector local(stage.context, YMQ_PULL);
  stage.client.connect(local.bind("ipc://*"));
  await_event(stage.client, YMQ_EVENT_CONNECTED);
  CHECK(stage.proxy.requests().empty());
  stage.client.connect("tcp://127.0.0.1" + stage.port);
  await_event(stage.client, YMQ_EVENT_CONNECTED);
  stage.client.connect("tcp://[::1]" + stage.port);
  await_event(stage.client, YMQ_EVENT_CONNECTED);
  CHECK(stage.proxy.requests() == std::vector<std::string>{"ipv4 127.0.0.1", "ipv6 ::1"});
}

TEST_CASE("a SOCKS5 proxy that wants a login gets it; one that does not believe it fails the attempt") {
  Stage stage({.username = "user", .password = "word"});
  stage.client.connect(stage.endpoint());
  CHECK(await_event(stage.client, kFailed).status ==
        YMQ_AUTHENTICATION_FAILED);  // It wants a login, and there is none.
  stage.client.set(YMQ_OPTION_SOCKS_PASSWORD, "sword");
  stage.client.set(YMQ_OPTION_SOCKS_USERNAME, "user");
  for (int attempt = 0; attempt < 3; ++attempt)
    CHECK(await_event(stage.client, kFailed).status == YMQ_AUTHENTICATION_FAILED);
  CHECK(stage.proxy.requests().empty());
  stage.client.set(YMQ_OPTION_SOCKS_PASSWORD, "word");
  stage.pass("x");
}

TEST_CASE("each refusal of a SOCKS5 proxy is told, and the next attempt is made") {
  const std::int32_t refusals[] = {YMQ_SYSTEM,           YMQ_PERMISSION_DENIED,  YMQ_HOST_UNREACHABLE,
                                   YMQ_HOST_UNREACHABLE, YMQ_CONNECTION_REFUSED, YMQ_TIMED_OUT,
                                   YMQ_NOT_SUPPORTED,    YMQ_NOT_SUPPORTED,      YMQ_PROTOCOL};
  for (int code = 1; code <= 9; ++code) {
    CAPTURE(code);
    Stage stage({.reply = code});
    stage.client.connect(stage.endpoint());
    const ymq_event failed = await_event(stage.client, kFailed);
    CHECK(name_of(failed.status) == name_of(refusals[code - 1]));
    CHECK(failed.count > 0);  // The wait before the next attempt.
    stage.proxy.set({});
    stage.pass("x");
  }
}

TEST_CASE("a SOCKS5 proxy may hang up after each byte of its answers, and may say them one by one") {
  constexpr std::size_t kAnswers = 2 + 2 + 10;
  for (std::size_t cut = 0; cut < kAnswers; ++cut) {
    CAPTURE(cut);
    Stage stage({.username = "user", .password = "word", .cut_after = cut});
    stage.client.set(YMQ_OPTION_SOCKS_USERNAME, "user");
    stage.client.set(YMQ_OPTION_SOCKS_PASSWORD, "word");
    stage.client.connect(stage.endpoint());
    const std::int32_t status = await_event(stage.client, kFailed).status;
    CAPTURE(name_of(status));
    CHECK((status == YMQ_PEER_CLOSED || status == YMQ_CONNECTION_RESET));
    stage.proxy.set({.username = "user", .password = "word", .byte_by_byte = true});
    stage.pass("x");
  }
}

TEST_CASE("what the peer says in one piece with the last answer of its SOCKS5 proxy is not lost") {
  Stage stage({.waits_for_target = true});
  stage.client.connect(stage.endpoint());
  stage.pass("x");
  CHECK(stage.client.stats().peers == 1);
  CHECK(stage.proxy.requests().size() == 1);
}

TEST_CASE("a SOCKS5 proxy that says nothing is given up in time, and holds up no close") {
  Stage stage({.silent = true});
  stage.client.set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 30);
  stage.client.connect(stage.endpoint());
  CHECK(await_event(stage.client, kFailed).status == YMQ_TIMED_OUT);
  CHECK(await_event(stage.client, kFailed).status == YMQ_TIMED_OUT);
  stage.client.set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 0);
  const std::size_t before = stage.proxy.accepted();
  CHECK(eventually([&] { return stage.proxy.accepted() > before; }));  // This one has no end of its own.
  stage.client.disconnect(stage.endpoint());
  CHECK(eventually([&] { return stage.client.stats().peers == 0; }));
  stage.client.connect(stage.endpoint());
  stage.client.close(milliseconds(0));
}

TEST_CASE("a link through a SOCKS5 proxy that breaks is made anew through it") {
  Stage stage;
  stage.client.connect(stage.endpoint());
  for (int round = 0; round < 3; ++round) {
    stage.pass("x");
    stage.proxy.hang_up();
    await_event(stage.client, YMQ_EVENT_DISCONNECTED);
  }
  stage.pass("y");
  CHECK(stage.proxy.requests().size() == 4);
}

TEST_CASE(
    "a SOCKS5 proxy that is not there, and one that refuses, are refusals where an endpoint is given up after one") {
  Stage stage({.reply = 5});
  stage.client.set(YMQ_OPTION_RECONNECT_STOP, YMQ_STOP_REFUSED);
  stage.client.connect(stage.endpoint());
  CHECK(await_event(stage.client, YMQ_EVENT_CLOSED).status == YMQ_CONNECTION_REFUSED);
  stage.client.set(YMQ_OPTION_SOCKS_PROXY, free_endpoint("tcp").substr(6));
  stage.client.connect(stage.endpoint());
  CHECK(await_event(stage.client, YMQ_EVENT_CLOSED).status == YMQ_CONNECTION_REFUSED);
  stage.client.set(YMQ_OPTION_SOCKS_PROXY, "proxy.invalid:1080");
  stage.client.connect(stage.endpoint());
  CHECK(await_event(stage.client, kFailed).status == YMQ_NAME_NOT_RESOLVED);
}

TEST_CASE("a name that no SOCKS5 proxy can be told is not resolved") {
  Stage stage;
  stage.client.connect("tcp://" + std::string(256, 'n') + ":1");
  CHECK(await_event(stage.client, kFailed).status == YMQ_NAME_NOT_RESOLVED);
  CHECK(stage.proxy.requests().empty());
}

TEST_CASE("a SOCKS5 proxy is host:port, and what is not is refused with the reason") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PUSH);
  for (const std::string good : {"proxy:1080", "10.0.0.1:1", "[::1]:65535", "[fe80::1%lo]:1080", ""}) {
    connector.set(YMQ_OPTION_SOCKS_PROXY, good);
    CHECK(connector.text(YMQ_OPTION_SOCKS_PROXY) == good);
  }
  connector.set(YMQ_OPTION_SOCKS_PROXY, "proxy:1080");
  const std::pair<std::string, std::string> faults[] = {{"proxy", "the port is missing; host:port is expected"},
                                                        {":1080", "the host is missing; host:port is expected"},
                                                        {"proxy:0", "needs a port"},
                                                        {"proxy:70000", "not a number from 1 to 65535"},
                                                        {"::1:1080", "in brackets"},
                                                        {"[::g]:1", "not an IPv6 address"},
                                                        {"[::1]", "the port is missing"},
                                                        {"socks5://proxy:1080", "no transport; host:port is expected"},
                                                        {"a b:1", "neither a name nor an address"},
                                                        {"*:1080", "for binding"},
                                                        {std::string("a\0b:1", 5), "NUL"},
                                                        {"proxy:", "not a number"}};
  for (const auto& [text, reason] : faults) {
    CAPTURE(text);
    const auto set = [&] { connector.set(YMQ_OPTION_SOCKS_PROXY, text); };
    CHECK(outcome_of(set) == "INVALID_ARGUMENT");
    CHECK(contains(why(set), reason));
    CHECK(contains(why(set), "socks_proxy"));
  }
  CHECK(connector.text(YMQ_OPTION_SOCKS_PROXY) == "proxy:1080");
  for (const ymq_option_id option : {YMQ_OPTION_SOCKS_USERNAME, YMQ_OPTION_SOCKS_PASSWORD}) {
    connector.set(option, std::string(255, 'u'));
    CHECK(outcome_of([&] { connector.set(option, std::string(256, 'u')); }) == "INVALID_ARGUMENT");
  }
}

}  // namespace abi
