#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "abi/support.h"

namespace abi {
namespace {

bool has_event(ymq::Connector& connector, ymq_event_kind kind, std::vector<ymq_event>& seen) {
  for (const ymq_event& event : connector.take_events()) seen.push_back(event);
  return std::any_of(seen.begin(), seen.end(), [kind](const ymq_event& event) { return event.kind == kind; });
}

std::string endpoint_of(const ymq_event& event) {
  return std::string(reinterpret_cast<const char*>(event.endpoint), event.endpoint_size);
}

void make_eager(ymq::Connector& connector) {
  connector.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
  connector.set(YMQ_OPTION_RECONNECT_INTERVAL_MAX, 20);
}

// Sends numbered messages until one arrives, since what is written to a connection that is about to end may be lost.
bool reaches(ymq::Connector& from, ymq::Connector& to) {
  const auto deadline = Clock::now() + kPatience;
  while (Clock::now() < deadline) {
    from.try_send("probe", milliseconds(10));
    if (to.try_recv(milliseconds(10))) return true;
  }
  return false;
}

// Binds, connects to what was bound, under the same name, and sends a message.
void require_exchange(const std::string& endpoint) {
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PULL);
  ymq::Connector client(context, YMQ_PUSH);
  std::string bound = server.bind(endpoint);
  if (endpoint == "tcp://localhost:*") bound = "tcp://localhost" + bound.substr(bound.rfind(':'));
  client.connect(bound);
  client.send("x", kPatience);
  CHECK(receive(server) == Parts{"x"});
}

}  // namespace

TEST_CASE("a bound endpoint tells what the system chose") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_ROUTER);
  const std::string tcp = connector.bind("tcp://127.0.0.1:*");
  CHECK(tcp.rfind("tcp://127.0.0.1:", 0) == 0);
  CHECK(std::stoi(tcp.substr(16)) > 0);
  CHECK(connector.text(YMQ_OPTION_LAST_ENDPOINT) == tcp);
  const std::string zero = connector.bind("tcp://127.0.0.1:0");
  CHECK(zero != tcp);
  const std::string everywhere = connector.bind("tcp://*:*");
  CHECK(everywhere.find("0.0.0.0:") + everywhere.find("[::]:") != 2 * std::string::npos);
  const std::string ipc = connector.bind("ipc://*");
  CHECK(ipc.rfind("ipc:///", 0) == 0);
  struct stat info{};
  CHECK(stat(ipc.substr(6).c_str(), &info) == 0);
  CHECK(connector.bind("inproc://some name") == "inproc://some name");
  CHECK(connector.text(YMQ_OPTION_LAST_ENDPOINT) == "inproc://some name");
}

TEST_CASE("a bound endpoint is cut at the caller's room, and its whole length told") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_ROUTER);
  char bound[9];
  std::memset(bound, '?', sizeof bound);
  CHECK(connector_bind(connector.get(), "inproc://name", 13, bound, 8) == 13);
  CHECK(std::string(bound, 8) == "inproc:/");
  CHECK(bound[8] == '?');
  CHECK(connector_bind(connector.get(), "inproc://next", 13, nullptr, 0) == 13);
}

TEST_CASE("an error's text is whole whatever the value that it quotes") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_ROUTER);
  const std::string text = why([&] { connector.bind(std::string_view("ipc://a\0b\n", 10)); });
  CHECK(contains(text, "ipc://a?b?"));
  CHECK(contains(text, "it contains a NUL"));
}

TEST_CASE("what is no endpoint is refused with its status and its text") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_ROUTER);
  const std::pair<const char*, const char*> wrong[] = {
      {"", "INVALID_ENDPOINT"},
      {"tcp", "INVALID_ENDPOINT"},
      {"127.0.0.1:80", "INVALID_ENDPOINT"},
      {"tcp:/127.0.0.1:80", "INVALID_ENDPOINT"},
      {"tcp://", "INVALID_ENDPOINT"},
      {"tcp://127.0.0.1", "INVALID_ENDPOINT"},
      {"tcp://127.0.0.1:", "INVALID_ENDPOINT"},
      {"tcp://127.0.0.1:65536", "INVALID_ENDPOINT"},
      {"tcp://127.0.0.1:-1", "INVALID_ENDPOINT"},
      {"tcp://127.0.0.1:80x", "INVALID_ENDPOINT"},
      {"tcp://:80", "INVALID_ENDPOINT"},
      {"tcp://[::1:80", "INVALID_ENDPOINT"},
      {"ipc://", "INVALID_ENDPOINT"},
      {"ipc://@", "INVALID_ENDPOINT"},
      {"inproc://", "INVALID_ENDPOINT"},
      {"udp://127.0.0.1:80", "UNSUPPORTED_TRANSPORT"},
      {"TCP ://x:1", "UNSUPPORTED_TRANSPORT"},
      {"://x", "UNSUPPORTED_TRANSPORT"},
  };
  for (const auto& [endpoint, status] : wrong) {
    INFO(endpoint);
    const std::string bound = outcome_of([&, text = endpoint] { connector.bind(text); });
    const std::string connected = outcome_of([&, text = endpoint] { connector.connect(text); });
    CHECK(bound == status);
    CHECK(connected == status);
  }
  CHECK(outcome_of([&] { connector.bind("ipc://" + std::string(200, 'p')); }) == "INVALID_ENDPOINT");
  CHECK(outcome_of([&] { connector.connect("tcp://127.0.0.1:*"); }) == "INVALID_ENDPOINT");
  CHECK(outcome_of([&] { connector.connect("tcp://127.0.0.1:0"); }) == "INVALID_ENDPOINT");
  CHECK(outcome_of([&] { connector.connect("ipc://*"); }) == "INVALID_ENDPOINT");
  CHECK(outcome_of([&] { connector.bind(std::string("inproc://a\0b", 12)); }) != "INTERNAL");
  CHECK(connector.stats().peers == 0);
}

TEST_CASE("what cannot be bound says why") {
  const ymq::IoContext context;
  ymq::Connector first(context, YMQ_PULL);
  ymq::Connector second(context, YMQ_PULL);
  for (const std::string& transport : transports()) {
    const std::string endpoint = first.bind(wildcard(transport));
    INFO(endpoint);
    CHECK(outcome_of([&] { second.bind(endpoint); }) == "ADDRESS_IN_USE");
    CHECK(outcome_of([&] { first.bind(endpoint); }) == "ADDRESS_IN_USE");
  }
  CHECK(outcome_of([&] { first.bind("tcp://192.0.2.1:*"); }) == "ADDRESS_NOT_AVAILABLE");
  CHECK(outcome_of([&] { first.bind("tcp://no-such-host.invalid:5555"); }) == "NAME_NOT_RESOLVED");
  const std::string nowhere = outcome_of([&] { first.bind("ipc:///no/such/folder/socket"); });
  INFO(nowhere);
  CHECK((nowhere == "SYSTEM" || nowhere == "ADDRESS_NOT_AVAILABLE"));
}

TEST_CASE("host names, interfaces and abstract names can be bound and connected to") {
  for (const char* endpoint : {"tcp://localhost:*", "tcp://lo:*", "ipc://@ymq-abi-abstract"}) {
    INFO(endpoint);
    require_exchange(endpoint);
  }
}

TEST_CASE("IPv6 addresses can be bound and connected to") {
  if (std::ifstream("/proc/net/if_inet6").peek() == EOF) YMQ_SKIP("this machine has no IPv6");
  require_exchange("tcp://[::1]:*");
}

TEST_CASE("what was bound with a wildcard is reached and unbound by what bind returned, and unbound as it was given") {
  for (const std::string given : {"tcp://127.0.0.1:*", "tcp://lo:*", "ipc://*"}) {
    INFO(given);
    const ymq::IoContext context;
    ymq::Connector server(context, YMQ_PULL);
    const std::string first = server.bind(given);
    CHECK(first != given);
    ymq::Connector client(context, YMQ_PUSH);
    client.connect(first);
    client.send("reached", kPatience);
    CHECK(receive(server) == Parts{"reached"});
    server.unbind(first);
    CHECK(outcome_of([&] { server.unbind(given); }) == "NOT_FOUND");
    const std::string second = server.bind(given);
    server.unbind(given);
    CHECK(outcome_of([&] { server.unbind(second); }) == "NOT_FOUND");
  }
}

TEST_CASE("a connector may connect before anybody is bound") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        const std::string endpoint = free_endpoint(transport);
        ymq::Connector early(context, YMQ_PUSH);
        make_eager(early);
        early.connect(endpoint);
        for (int i = 0; i < 10; ++i) early.send(std::to_string(i), kPatience);
        ymq::Connector late(context, YMQ_PULL);
        late.bind(endpoint);
        for (int i = 0; i < 10; ++i) CHECK(receive(late) == Parts{std::to_string(i)});
      }
    }
  }
}

TEST_CASE("a connecting connector finds whoever is bound next") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      const std::string endpoint = free_endpoint(transport);
      ymq::Connector pusher(context, YMQ_PUSH);
      make_eager(pusher);
      pusher.connect(endpoint);
      for (int generation = 0; generation < 5; ++generation) {
        ymq::Connector puller(context, YMQ_PULL);
        puller.bind(endpoint);
        REQUIRE(reaches(pusher, puller));
      }
      CHECK(pusher.stats().links_opened == 5);
    }
  }
}

TEST_CASE("a failed attempt to connect is told, with the wait before the next") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PUSH);
  make_eager(connector);
  const std::string endpoint = free_endpoint("tcp");
  connector.connect(endpoint);
  const ymq_event event = await_event(connector, YMQ_EVENT_CONNECT_FAILED);
  CHECK(name_of(event.status) == "CONNECTION_REFUSED");
  CHECK(event.system_error == ECONNREFUSED);
  CHECK(endpoint_of(event) == endpoint);
  CHECK(event.count <= 20);
  REQUIRE(eventually([&] { return connector.stats().connects_failed >= 3; }));
}

TEST_CASE("a name that cannot be resolved is tried again") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PUSH);
  make_eager(connector);
  connector.connect("tcp://no-such-host.invalid:5555");
  const ymq_event event = await_event(connector, YMQ_EVENT_CONNECT_FAILED);
  CHECK(name_of(event.status) == "NAME_NOT_RESOLVED");
  CHECK(connector.close(milliseconds(0)) == 0);
}

TEST_CASE("links are told from beginning to end") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector server(context, YMQ_PULL);
      const std::string endpoint = server.bind(wildcard(transport));
      CHECK(endpoint_of(await_event(server, YMQ_EVENT_LISTENING)) == endpoint);
      {
        ymq::Connector client(context, YMQ_PUSH);
        client.connect(endpoint);
        const ymq_event connected = await_event(server, YMQ_EVENT_CONNECTED);
        CHECK(connected.peer > 0);
        CHECK(connected.time_ns > 0);
        CHECK(endpoint_of(await_event(client, YMQ_EVENT_CONNECTED)) == endpoint);
        CHECK(server.stats().peers == 1);
      }
      const ymq_event ended = await_event(server, YMQ_EVENT_DISCONNECTED);
      CHECK(name_of(ended.status) == "PEER_CLOSED");
      CHECK(eventually([&] { return server.stats().peers == 0; }));
      const ymq_connector_stats stats = server.stats();
      CHECK(stats.links_opened == 1);
      CHECK(stats.links_closed == 1);
      server.unbind(endpoint);
      CHECK(endpoint_of(await_event(server, YMQ_EVENT_CLOSED)) == endpoint);
    }
  }
}

TEST_CASE("an observer who does not look loses the oldest events, and is told how many") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  for (int i = 0; i < 1'000; ++i) {
    const std::string endpoint = connector.bind(wildcard("inproc"));
    connector.unbind(endpoint);
  }
  const std::vector<ymq_event> events = connector.take_events();
  REQUIRE(events.size() >= 1000);
  REQUIRE(events[0].kind == YMQ_EVENT_LOST);
  std::vector<ymq_event> rest = connector.take_events();
  CHECK(events[0].count + (events.size() - 1) + rest.size() == 2'000);
  CHECK(connector.take_events().empty());
}

TEST_CASE("after unbinding nobody new gets in, and links go on") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
      pair.connected.send("before", kPatience);
      CHECK(receive(pair.bound) == Parts{"before"});
      pair.bound.unbind(pair.endpoint);
      CHECK(outcome_of([&] { pair.bound.unbind(pair.endpoint); }) == "NOT_FOUND");
      pair.connected.send("after", kPatience);
      CHECK(receive(pair.bound) == Parts{"after"});
      ymq::Connector other(context, YMQ_PULL);
      other.bind(pair.endpoint);
      ymq::Connector newcomer(context, YMQ_PUSH);
      newcomer.connect(pair.endpoint);
      newcomer.send("for the other", kPatience);
      CHECK(receive(other) == Parts{"for the other"});
      CHECK_FALSE(pair.bound.try_recv());
    }
  }
}

TEST_CASE("an unbound ipc path is gone from the file system, and what lies there is not taken over") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  const std::string endpoint = free_endpoint("ipc");
  const std::string path = endpoint.substr(6);
  struct stat info{};
  connector.bind(endpoint);
  REQUIRE(stat(path.c_str(), &info) == 0);
  connector.unbind(endpoint);
  CHECK(stat(path.c_str(), &info) != 0);
  std::ofstream(path) << "precious";
  CHECK(outcome_of([&] { connector.bind(endpoint); }) == "ADDRESS_IN_USE");
  CHECK(stat(path.c_str(), &info) == 0);
  CHECK(info.st_size == 8);
  std::remove(path.c_str());
}

TEST_CASE("disconnecting ends one connection, and what was accepted for it still goes out") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
      for (int i = 0; i < 100; ++i) pair.connected.send(std::to_string(i), kPatience);
      pair.connected.disconnect(pair.endpoint);
      CHECK(outcome_of([&] { pair.connected.disconnect(pair.endpoint); }) == "NOT_FOUND");
      for (int i = 0; i < 100; ++i) CHECK(receive(pair.bound) == Parts{std::to_string(i)});
      CHECK(outcome_of([&] { pair.connected.send("x", milliseconds(0)); }) == "AGAIN");
      CHECK(eventually([&] { return pair.bound.stats().peers == 0; }));
      pair.connected.connect(pair.endpoint);
      pair.connected.send("again", kPatience);
      CHECK(receive(pair.bound) == Parts{"again"});
    }
  }
}

TEST_CASE("connecting twice to one endpoint makes one connection or two, as the pattern says") {
  const std::pair<ymq_connector_type, ymq_connector_type> once[] = {
      {YMQ_PUB, YMQ_SUB}, {YMQ_SUB, YMQ_PUB}, {YMQ_REQ, YMQ_REP}, {YMQ_DEALER, YMQ_DEALER}};
  const std::pair<ymq_connector_type, ymq_connector_type> twice[] = {
      {YMQ_PUSH, YMQ_PULL}, {YMQ_PULL, YMQ_PUSH}, {YMQ_ROUTER, YMQ_DEALER}, {YMQ_REP, YMQ_DEALER}};
  const ymq::IoContext context;
  for (const std::string& transport : transports()) {
    for (const auto& [table, expected] : {std::pair(std::span(once), 1u), std::pair(std::span(twice), 2u)}) {
      for (const auto& [type, counterpart] : table) {
        INFO(transport << ", type " << type);
        ymq::Connector server(context, counterpart);
        ymq::Connector client(context, type);
        const std::string endpoint = server.bind(wildcard(transport));
        client.connect(endpoint);
        client.connect(endpoint);
        REQUIRE(eventually([&] { return server.stats().links_opened >= expected; }));
        CHECK(client.stats().peers == expected);
      }
    }
  }
}

TEST_CASE("a connector that reaches itself says so and does not talk to itself") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector connector(context, YMQ_DEALER);
      make_eager(connector);
      connector.connect(connector.bind(wildcard(transport)));
      std::vector<ymq_event> seen;
      CHECK(eventually([&] {
        has_event(connector, YMQ_EVENT_LOST, seen);
        return std::any_of(seen.begin(), seen.end(), [](auto& event) { return event.status == YMQ_SELF_CONNECTION; });
      }));
      connector.try_send("hello, me");
      CHECK_FALSE(connector.try_recv(kMoment));
    }
  }
}

TEST_CASE("peers of the wrong type are told apart, and the right one still gets in") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector server(context, YMQ_PULL);
      const std::string endpoint = server.bind(wildcard(transport));
      ymq::Connector wrong(context, YMQ_SUB);
      make_eager(wrong);
      wrong.connect(endpoint);
      std::vector<ymq_event> seen;
      CHECK(eventually([&] {
        has_event(wrong, YMQ_EVENT_LOST, seen);
        return std::any_of(seen.begin(), seen.end(), [](auto& event) { return event.status == YMQ_INCOMPATIBLE_PEER; });
      }));
      ymq::Connector right(context, YMQ_PUSH);
      right.connect(endpoint);
      right.send("x", kPatience);
      CHECK(receive(server) == Parts{"x"});
    }
  }
}

}  // namespace abi
