#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "abi/support.h"

// Options of sockets, listeners made by others, and what is known of a peer.
namespace abi {
namespace {

std::string address_of(const ymq_peer_info& info) {
  return std::string(reinterpret_cast<const char*>(info.address), info.address_size);
}

// The size of the send buffer of every connected local socket of this process.
std::vector<int> local_buffers() {
  std::vector<int> sizes;
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const bool connected = getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
    if (!connected || peer.ss_family != AF_UNIX) continue;
    int buffer = 0;
    size = sizeof buffer;
    getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, &size);
    sizes.push_back(buffer);
  }
  return sizes;
}

// A socket that listens on a free port of the loopback, as a service manager makes it.
int listening_socket() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  REQUIRE(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(listen(descriptor, 10) == 0);
  return descriptor;
}

// A listener that never accepts, and whose queue is full: further calls are not answered.
class Deaf {
 public:
  Deaf() : descriptor_(listening_socket()) {
    socklen_t size = sizeof address_;
    REQUIRE(getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address_), &size) == 0);
    REQUIRE(listen(descriptor_, 0) == 0);
    for (int& caller : callers_) {
      caller = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      if (connect(caller, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0) continue;
    }
  }
  ~Deaf() {
    for (const int caller : callers_) close(caller);
    close(descriptor_);
  }
  std::string endpoint() const { return "tcp://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)); }

 private:
  int descriptor_;
  sockaddr_in address_{};
  int callers_[8] = {};
};

}  // namespace

TEST_CASE("a bind that the system refuses an option names it") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  connector.set(YMQ_OPTION_BIND_TO_DEVICE, "no-such-device");
  const auto bind = [&] { connector.bind("tcp://127.0.0.1:*"); };
  CHECK(outcome_of(bind) == "ADDRESS_NOT_AVAILABLE");
  CHECK(contains(why(bind), "bind_to_device"));
  CHECK(outcome_of([&] { connector.bind("ipc://*"); }) == "OK");
}

TEST_CASE("a connect that the system refuses an option fails, and is tried again") {
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PULL), client(context, YMQ_PUSH);
  client.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
  client.set(YMQ_OPTION_BIND_TO_DEVICE, "no-such-device");
  client.connect(server.bind("tcp://127.0.0.1:*"));
  CHECK(await_event(client, YMQ_EVENT_CONNECT_FAILED).status == YMQ_ADDRESS_NOT_AVAILABLE);
  client.set(YMQ_OPTION_BIND_TO_DEVICE, "");
  client.send("x", kPatience);
  CHECK(receive(server) == Parts{"x"});
}

TEST_CASE("connections are made from the address that was asked for") {
  const std::string port = free_endpoint("tcp").substr(std::string("tcp://127.0.0.1:").size());
  const std::pair<std::string, std::string> sources[] = {{"127.0.0.2", "tcp://127.0.0.2:"},
                                                         {"127.0.0.2:" + port, "tcp://127.0.0.2:" + port},
                                                         {"lo", "tcp://127.0.0.1:"},
                                                         {"", "tcp://127.0.0.1:"}};
  for (const auto& [source, address] : sources) {
    DYNAMIC_SECTION(source) {
      const ymq::IoContext context;
      ymq::Connector server(context, YMQ_PULL), client(context, YMQ_PUSH);
      client.set(YMQ_OPTION_SOURCE_ADDRESS, source);
      CHECK(client.text(YMQ_OPTION_SOURCE_ADDRESS) == source);
      client.connect(server.bind("tcp://127.0.0.1:*"));
      client.send("x", kPatience);
      CHECK(receive(server) == Parts{"x"});
      CHECK(address_of(server.peer_info(server.peer_stats().front().peer)).starts_with(address));
    }
  }
}

TEST_CASE("without an address to connect from an attempt fails, and is made again") {
  for (const std::string source : {"192.0.2.1", "[::1]", "no-such-interface"}) {
    DYNAMIC_SECTION(source) {
      const ymq::IoContext context;
      ymq::Connector server(context, YMQ_PULL), client(context, YMQ_PUSH);
      client.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
      client.set(YMQ_OPTION_SOURCE_ADDRESS, source);
      client.connect(server.bind("tcp://127.0.0.1:*"));
      CHECK(await_event(client, YMQ_EVENT_CONNECT_FAILED).status == YMQ_ADDRESS_NOT_AVAILABLE);
      client.set(YMQ_OPTION_SOURCE_ADDRESS, "");
      client.send("x", kPatience);
      CHECK(receive(server) == Parts{"x"});
    }
  }
}

TEST_CASE("what no connection can be made from is refused, and what was set stays") {
  const ymq::IoContext context;
  ymq::Connector client(context, YMQ_PUSH);
  client.set(YMQ_OPTION_SOURCE_ADDRESS, "127.0.0.2");
  const std::pair<std::string, std::string> wrong[] = {{"tcp://127.0.0.2", "a source has no transport"},
                                                       {"*", "the system chooses where this is empty"},
                                                       {"127.0.0.2:70000", "from 1 to 65535"},
                                                       {"::1", "stands in brackets"}};
  for (const auto& [value, reason] : wrong) {
    CAPTURE(value);
    const auto set = [&, value = value] { client.set(YMQ_OPTION_SOURCE_ADDRESS, value); };
    CHECK(outcome_of(set) == "INVALID_ARGUMENT");
    CHECK(contains(why(set), "source_address"));
    CHECK(contains(why(set), reason));
  }
  CHECK(client.text(YMQ_OPTION_SOURCE_ADDRESS) == "127.0.0.2");
}

TEST_CASE("messages pass however sockets are set up") {
  for (const std::string& transport : transports()) {
    const ymq::IoContext context;
    ymq::Connector server(context, YMQ_PULL), client(context, YMQ_PUSH);
    for (ymq::Connector* each : {&server, &client}) {
      each->set(YMQ_OPTION_SEND_BUFFER, 20'000);
      each->set(YMQ_OPTION_RECEIVE_BUFFER, 20'000);
      each->set(YMQ_OPTION_TCP_KEEPALIVE, 1);
      each->set(YMQ_OPTION_TCP_KEEPALIVE_IDLE, 100);
      each->set(YMQ_OPTION_TYPE_OF_SERVICE, 0x28);
    }
    client.connect(server.bind(wildcard(transport)));
    client.send(std::string(1'000'000, 'x'), kPatience);
    CHECK(receive(server).front().size() == 1'000'000);
  }
}

TEST_CASE("a send buffer that is asked for stays as it is when the handshake is done") {
  for (const int acknowledged : {0, 1}) {
    const std::vector<int> before = local_buffers();
    const ymq::IoContext context;
    ymq::Connector server(context, YMQ_PULL), client(context, YMQ_PUSH);
    for (ymq::Connector* each : {&server, &client}) {
      each->set(YMQ_OPTION_SEND_BUFFER, 30'000);
      each->set(YMQ_OPTION_ACKNOWLEDGED_DELIVERY, acknowledged);
    }
    client.connect(server.bind("ipc://*"));
    client.send("x", kPatience);
    CHECK(receive(server) == Parts{"x"});
    const std::vector<int> after = local_buffers();
    CHECK(after.size() == before.size() + 2);
    CHECK(std::count(after.begin(), after.end(), 60'000) == std::count(before.begin(), before.end(), 60'000) + 2);
  }
}

TEST_CASE("a connect that nobody answers is given up in time, and tried again") {
  const Deaf deaf;
  const ymq::IoContext context;
  ymq::Connector client(context, YMQ_PUSH);
  client.set(YMQ_OPTION_CONNECT_TIMEOUT, 50);
  client.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
  client.connect(deaf.endpoint());
  CHECK(await_event(client, YMQ_EVENT_CONNECT_FAILED).status == YMQ_TIMED_OUT);
  CHECK(await_event(client, YMQ_EVENT_CONNECT_FAILED).status == YMQ_TIMED_OUT);
}

TEST_CASE("where it was told to, a connector gives up after a refusal") {
  for (const std::string& transport : transports()) {
    CAPTURE(transport);
    const std::string endpoint = free_endpoint(transport);
    const ymq::IoContext context;
    ymq::Connector client(context, YMQ_DEALER);
    client.set(YMQ_OPTION_RECONNECT_STOP, YMQ_STOP_REFUSED);
    client.connect(endpoint);
    const std::int32_t status = await_event(client, YMQ_EVENT_CLOSED).status;
    CHECK((status == YMQ_CONNECTION_REFUSED || status == YMQ_NOT_FOUND));
    CHECK(eventually([&] { return client.stats().peers == 0; }));
    CHECK(outcome_of([&] { client.disconnect(endpoint); }) == "NOT_FOUND");
    client.set(YMQ_OPTION_RECONNECT_STOP, 0);
    client.connect(endpoint);
    ymq::Connector server(context, YMQ_DEALER);
    server.bind(endpoint);
    client.send("x", kPatience);
    CHECK(receive(server) == Parts{"x"});
  }
}

TEST_CASE("where it was told to, a connector gives up after a link that was up, or one that was not") {
  for (const std::string& transport : transports()) {
    CAPTURE(transport);
    const ymq::IoContext context;
    ymq::Connector client(context, YMQ_PAIR);
    ymq::Connector server(context, YMQ_PAIR), stranger(context, YMQ_PUB);
    client.set(YMQ_OPTION_RECONNECT_STOP, YMQ_STOP_DISCONNECTED | YMQ_STOP_HANDSHAKE_FAILED);
    client.connect(server.bind(wildcard(transport)));
    await_event(client, YMQ_EVENT_CONNECTED);
    server.close();
    CHECK(await_event(client, YMQ_EVENT_CLOSED).status != YMQ_OK);
    client.connect(stranger.bind(wildcard(transport)));
    CHECK(await_event(client, YMQ_EVENT_CLOSED).status != YMQ_OK);
    CHECK(eventually([&] { return client.stats().peers == 0; }));
  }
}

TEST_CASE("a socket that somebody else listens on is bound, and stays when it is unbound") {
  const int his = listening_socket();
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PULL), client(context, YMQ_PUSH);
  const std::string endpoint = server.bind_descriptor(dup(his));
  CHECK(endpoint.rfind("tcp://127.0.0.1:", 0) == 0);
  CHECK(server.text(YMQ_OPTION_LAST_ENDPOINT) == endpoint);
  await_event(server, YMQ_EVENT_LISTENING);
  client.connect(endpoint);
  client.send("x", kPatience);
  CHECK(receive(server) == Parts{"x"});
  server.unbind(endpoint);
  await_event(server, YMQ_EVENT_CLOSED);
  ymq::Connector next(context, YMQ_PULL), caller(context, YMQ_PUSH);
  CHECK(next.bind_descriptor(his) == endpoint);
  caller.connect(endpoint);
  caller.send("y", kPatience);
  CHECK(receive(next) == Parts{"y"});
}

TEST_CASE("a descriptor that is no listening stream is refused, with the reason, and left alone") {
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PULL);
  const int null = open("/dev/null", O_RDONLY);
  const int packets = socket(AF_INET, SOCK_DGRAM, 0);
  const int silent = socket(AF_INET, SOCK_STREAM, 0);
  const std::pair<int, std::string> faults[] = {
      {null, "not a socket"}, {packets, "not a stream"}, {silent, "does not listen"}, {-1, "not open"}};
  for (const auto& [descriptor, reason] : faults) {
    const auto bind = [&] { server.bind_descriptor(descriptor); };
    CHECK(outcome_of(bind) == "INVALID_ARGUMENT");
    CHECK(contains(why(bind), reason));
  }
  for (const int each : {null, packets, silent}) CHECK(close(each) == 0);
}

TEST_CASE("a peer is where its connection comes from, and over ipc a process") {
  for (const std::string& transport : transports()) {
    CAPTURE(transport);
    const ymq::IoContext context;
    ymq::Connector server(context, YMQ_ROUTER), client(context, YMQ_DEALER);
    client.set(YMQ_OPTION_IDENTITY, "caller");
    const std::string endpoint = server.bind(wildcard(transport));
    client.connect(endpoint);
    const std::uint64_t at_server = await_event(server, YMQ_EVENT_CONNECTED).peer;
    const std::uint64_t at_client = await_event(client, YMQ_EVENT_CONNECTED).peer;
    const ymq_peer_info caller = server.peer_info(at_server), called = client.peer_info(at_client);
    CHECK(address_of(called) == endpoint);
    CHECK((address_of(caller) == endpoint) == (transport != "tcp"));
    CHECK(address_of(caller).rfind(transport + "://", 0) == 0);
    CHECK(std::string(reinterpret_cast<const char*>(caller.identity), caller.identity_size) == "caller");
    CHECK((caller.state & YMQ_PEER_LINKED) != 0);
    CHECK((called.state & YMQ_PEER_LASTING) != 0);
    CHECK(caller.peer == at_server);
    for (const ymq_peer_info& each : {caller, called}) {
      REQUIRE(each.has_credentials == (transport == "ipc"));
      if (transport != "ipc") continue;
      CHECK(each.process_id == static_cast<std::uint32_t>(getpid()));
      CHECK(each.user_id == geteuid());
      CHECK(each.group_id == getegid());
    }
  }
}

TEST_CASE("a peer's record is as long as its caller says, and there is none of a stranger") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PUSH);
  CHECK(outcome_of([&] { connector.peer_info(7); }) == "NOT_FOUND");
  connector.connect(free_endpoint("tcp"));
  CHECK(connector.peer_info(1).address_size == 0);
  ymq_peer_info info{};
  info.size = 4;
  CHECK(name_of(connector_get_peer_info(connector.get(), 1, &info)) == "INVALID_ARGUMENT");
  info.size = 16;
  info.routing_id = 99;
  CHECK(connector_get_peer_info(connector.get(), 1, &info) == YMQ_OK);
  CHECK(info.peer == 1);
  CHECK(info.routing_id == 99);
}

TEST_CASE("what a connector says about itself its peers can read") {
  for (const std::string& transport : transports()) {
    CAPTURE(transport);
    const ymq::IoContext context;
    ymq::Connector server(context, YMQ_ROUTER), client(context, YMQ_DEALER);
    client.set(YMQ_OPTION_IDENTITY, "caller");
    client.set(YMQ_OPTION_METADATA, "X-Rack: 12\n\nX-Long:  " + std::string(1000, 'v') + " \n");
    client.connect(server.bind(wildcard(transport)));
    const std::uint64_t peer = await_event(server, YMQ_EVENT_CONNECTED).peer;
    CHECK(server.peer_property(peer, "Socket-Type") == "DEALER");
    CHECK(server.peer_property(peer, "identity") == "caller");
    CHECK(server.peer_property(peer, "x-rack") == "12");
    CHECK(server.peer_property(peer, "X-Long") == std::string(1000, 'v'));
    CHECK_FALSE(server.peer_property(peer, "X-Other"));
    const std::uint64_t called = await_event(client, YMQ_EVENT_CONNECTED).peer;
    CHECK(client.peer_property(called, "Socket-Type") == "ROUTER");
    CHECK_FALSE(client.peer_property(called, "X-Rack"));
  }
}

TEST_CASE("metadata is lines of X-Name: value") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PUSH);
  const std::string good = "X-A: 1\r\nX-b-2:\n";
  connector.set(YMQ_OPTION_METADATA, good);
  const std::pair<std::string, std::string> faults[] = {
      {"X-A", "X-Name: value is expected"}, {"Rack: 1", "begins with X-"},     {"X-: 1", "begins with X-"},
      {"X-a b: 1", "letters, digits"},      {"X-YMQ: 1", "the library's own"}, {"X-A: 1\nX-a: 2", "twice"}};
  for (const auto& [text, reason] : faults) {
    CAPTURE(text);
    const auto set = [&] { connector.set(YMQ_OPTION_METADATA, text); };
    CHECK(outcome_of(set) == "INVALID_ARGUMENT");
    CHECK(contains(why(set), reason));
  }
  CHECK(connector.text(YMQ_OPTION_METADATA) == good);
}

}  // namespace abi
