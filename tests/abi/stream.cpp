#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <map>
#include <set>

#include "abi/support.h"

// STREAM and raw ROUTER: at the other end are plain sockets of the system.
namespace abi {
namespace {

// A connected stream socket as any program has it. What fails throws; nothing waits for longer than all patience.
class Wire {
 public:
  explicit Wire(int descriptor) : descriptor_(descriptor) {
    const timeval patience{kPatience.count() / 1000, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  // Calls an endpoint, `tcp://127.0.0.1:port` or `ipc://path`.
  explicit Wire(const std::string& endpoint) : Wire(called(endpoint)) {}
  Wire(Wire&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ~Wire() { hang_up(); }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) throw std::runtime_error("the wire takes nothing");
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  // Up to so many bytes; fewer: the other side has ended the connection.
  std::string read(std::size_t size) const {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
      const ssize_t count = ::recv(descriptor_, &bytes[filled], size - filled, 0);
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("nothing came");
      if (count <= 0) break;
      filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
  }
  std::string read_all() const { return read(64 * 1024 * 1024); }
  void end_writing() const { ::shutdown(descriptor_, SHUT_WR); }
  void hang_up() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }
  // Ends the connection as a process that dies does, or worse.
  void reset() {
    const linger none{1, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    hang_up();
  }

 private:
  static int called(const std::string& endpoint) {
    return endpoint.starts_with("ipc://") ? call_path(endpoint.substr(6)) : call_port(endpoint);
  }
  static int call_port(const std::string& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
    return connected(socket(AF_INET, SOCK_STREAM, 0), reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  static int call_path(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return connected(socket(AF_UNIX, SOCK_STREAM, 0), reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  static int connected(int descriptor, const sockaddr* address, socklen_t size) {
    if (::connect(descriptor, address, size) == 0) return descriptor;
    ::close(descriptor);
    throw std::runtime_error("cannot connect");
  }

  int descriptor_;
};

// A program that listens on a free port of the loopback.
class Server {
 public:
  Server() : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(descriptor_, generic, size) != 0 || listen(descriptor_, 16) != 0) throw std::runtime_error("listen");
    getsockname(descriptor_, generic, &size);
    endpoint = "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~Server() { close(descriptor_); }
  Wire accept() const {
    const int descriptor = ::accept(descriptor_, nullptr, nullptr);
    if (descriptor < 0) throw std::runtime_error("accept");
    return Wire(descriptor);
  }

  std::string endpoint;

 private:
  const int descriptor_;
};

void send(ymq::Connector& stream, const std::string& id, const std::string& bytes) {
  stream.send(message_of({id, bytes}), kPatience);
}

// The id of a connection that has been made, as the next message says.
std::string id_of_new(ymq::Connector& stream) {
  const Parts notice = receive(stream);
  REQUIRE(notice.size() == 2);
  REQUIRE(notice[1].empty());
  return notice[0];
}

// So many bytes of a connection, in however many pieces they come.
std::string receive_bytes(ymq::Connector& stream, const std::string& id, std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    const Parts message = receive(stream);
    REQUIRE(message.size() == 2);
    REQUIRE(message[0] == id);
    REQUIRE_FALSE(message[1].empty());
    bytes += message[1];
  }
  return bytes;
}

// Bytes in which every position can be told from its neighbours.
std::string pattern_of(std::size_t size, std::uint32_t seed = 1) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) {
    seed = seed * 1664525 + 1013904223;
    byte = static_cast<char>(seed >> 24);
  }
  return bytes;
}

template <typename Test>
void over_tcp_and_ipc(const Test& test) {
  for (const std::string transport : {"tcp", "ipc"}) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector stream(context, YMQ_STREAM);
      test(stream, stream.bind(wildcard(transport)));
    }
  }
}

constexpr std::size_t kLarge = 50 * 1024 * 1024;

}  // namespace

TEST_CASE("a STREAM talks to any program: it tells of a connection, of its bytes, and of its end") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    CHECK(id.size() == 5);
    CHECK(id[0] == '\0');
    const std::string binary("\xff\0\0\0\0\0\0\0\x01\x7f GET \r\n", 17);
    wire.write(binary);
    CHECK(receive_bytes(stream, id, binary.size()) == binary);
    send(stream, id, binary);
    send(stream, id, "and more");
    CHECK(wire.read(binary.size() + 8) == binary + "and more");
    wire.hang_up();
    CHECK(receive(stream) == Parts{id, ""});
    CHECK(outcome_of([&] { send(stream, id, "late"); }) == "HOST_UNREACHABLE");
    CHECK(stream.stats().links_closed == 1);
  });
}

TEST_CASE("empty bytes end a connection of a STREAM behind all that was accepted for it") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    const Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    const std::string answer = pattern_of(kLarge / 8);
    send(stream, id, answer);
    send(stream, id, "");
    CHECK(outcome_of([&] { send(stream, id, "more"); }) == "HOST_UNREACHABLE");
    CHECK(wire.read_all() == answer);
    REQUIRE(eventually([&] { return stream.stats().links_closed == 1; }));
    CHECK_FALSE(stream.try_recv(kMoment));
  });
}

TEST_CASE("empty bytes that are sent again end a connection at once, whatever its peer does not read") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    const Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    send(stream, id, std::string(kLarge, 'x'));
    send(stream, id, "");
    CHECK(stream.stats().links_closed == 0);
    send(stream, id, "");
    REQUIRE(eventually([&] { return stream.stats().links_closed == 1; }));
    CHECK(stream.stats().dropped_peer_gone == 1);
    CHECK(wire.read_all().size() < kLarge);
  });
}

TEST_CASE("fifty megabytes pass a STREAM in both directions at once, as they were") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    const Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    const std::string there = pattern_of(kLarge, 1), back = pattern_of(kLarge, 2);
    auto writing = std::async(std::launch::async, [&] { wire.write(there); });
    auto reading = std::async(std::launch::async, [&] { return wire.read(kLarge); });
    auto sending = std::async(std::launch::async, [&] {
      for (std::size_t at = 0, step = 1; at < kLarge; at += step, step = step * 3 % 300'007) {
        send(stream, id, back.substr(at, step));
      }
    });
    const std::string arrived = receive_bytes(stream, id, kLarge);
    CHECK((arrived == there));
    sending.get();
    writing.get();
    CHECK((reading.get() == back));
    CHECK(stream.stats().dropped_full == 0);
  });
}

TEST_CASE("a program that never reads fills a STREAM's mark and nothing more") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    stream.set(YMQ_OPTION_SEND_HWM_BYTES, 1'000'000);
    const Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    const std::string piece(100'000, 'x');
    std::size_t accepted = 0;
    while (stream.try_send(message_of({id, piece}), kMoment)) ++accepted;
    CHECK(stream.peer_stats().at(0).bytes_queued <= 1'100'000);
    auto waiting = std::async(std::launch::async, [&] { send(stream, id, piece); });
    CHECK(wire.read((accepted + 1) * piece.size()).size() == (accepted + 1) * piece.size());
    waiting.get();
  });
}

TEST_CASE("a STREAM whose inbox is full stops reading, and loses nothing, also of who has gone meanwhile") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    stream.set(YMQ_OPTION_RECEIVE_HWM, 3);
    stream.set(YMQ_OPTION_MAX_MESSAGE_SIZE, 1000);
    Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    const std::string bytes = pattern_of(2'000'000);
    auto writing = std::async(std::launch::async, [&] {
      wire.write(bytes);
      wire.hang_up();
    });
    REQUIRE(eventually([&] { return stream.stats().messages_waiting == 3; }));
    std::this_thread::sleep_for(kMoment);
    CHECK(stream.stats().messages_waiting == 3);
    CHECK((receive_bytes(stream, id, bytes.size()) == bytes));
    writing.get();
    CHECK(receive(stream) == Parts{id, ""});
  });
}

TEST_CASE("nothing that a STREAM receives is larger than the option says") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    stream.set(YMQ_OPTION_MAX_MESSAGE_SIZE, 7);
    const Wire wire(endpoint);
    const std::string id = id_of_new(stream);
    const std::string bytes = pattern_of(1000);
    wire.write(bytes);
    std::string arrived;
    while (arrived.size() < bytes.size()) {
      const Parts message = receive(stream);
      CHECK(message.at(1).size() <= 7);
      arrived += message.at(1);
    }
    CHECK((arrived == bytes));
  });
}

TEST_CASE("a STREAM delivers what came before a program ended its side, or was reset, and says that it has ended") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    const Wire half(endpoint);
    const std::string first = id_of_new(stream);
    half.write("request");
    half.end_writing();
    CHECK(receive_bytes(stream, first, 7) == "request");
    CHECK(receive(stream) == Parts{first, ""});
    CHECK(half.read_all().empty());

    Wire broken(endpoint);
    const std::string second = id_of_new(stream);
    broken.write("cut");
    CHECK(receive_bytes(stream, second, 3) == "cut");
    broken.reset();
    CHECK(receive(stream) == Parts{second, ""});
    CHECK(first != second);
  });
}

TEST_CASE("a STREAM bears programs that are gone at once, and that say nothing") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    stream.set(YMQ_OPTION_HANDSHAKE_TIMEOUT, 1);
    stream.set(YMQ_OPTION_HEARTBEAT_INTERVAL, 1);
    stream.set(YMQ_OPTION_HEARTBEAT_TIMEOUT, 1);
    const Wire silent(endpoint);
    const std::string id = id_of_new(stream);
    for (int i = 0; i < 50; ++i) Wire(endpoint).reset();
    std::map<std::string, int> notices;
    for (int i = 0; i < 50; ++i) Wire(endpoint).hang_up();
    for (int i = 0; i < 100; ++i) {
      ++notices[id_of_new(stream)];
      ++notices[id_of_new(stream)];
    }
    for (const auto& [name, count] : notices) CHECK(count % 2 == 0);
    silent.write("still here");
    CHECK(receive_bytes(stream, id, 10) == "still here");
    send(stream, id, "so are we");
    CHECK(silent.read(9) == "so are we");
  });
}

TEST_CASE("a STREAM serves two hundred programs, each under its own id") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    constexpr std::size_t kPrograms = 200;
    std::vector<Wire> wires;
    for (std::size_t i = 0; i < kPrograms; ++i) {
      wires.emplace_back(endpoint);
      wires.back().write("I am " + std::to_string(1000 + i));
    }
    std::map<std::string, std::string> said;
    for (std::size_t whole = 0; whole < kPrograms;) {
      const Parts message = receive(stream);
      std::string& text = said[message.at(0)];
      text += message.at(1);
      whole += !message.at(1).empty() && text.size() == 9;
    }
    CHECK(said.size() == kPrograms);
    CHECK(stream.wait_for_peers(kPrograms, kPatience) == kPrograms);
    for (const auto& [id, text] : said) send(stream, id, "you are " + text.substr(5));
    for (std::size_t i = 0; i < kPrograms; ++i) CHECK(wires[i].read(12) == "you are " + std::to_string(1000 + i));
  });
}

TEST_CASE("a STREAM that closes goes on writing what was accepted, for as long as it lingers") {
  const ymq::IoContext context;
  for (const bool reads : {true, false}) {
    ymq::Connector stream(context, YMQ_STREAM);
    const Wire wire(stream.bind("tcp://127.0.0.1:*"));
    const std::string id = id_of_new(stream);
    const std::string bytes = pattern_of(kLarge);
    send(stream, id, bytes);
    auto reading = std::async(std::launch::async, [&] { return reads ? wire.read_all() : std::string(); });
    const std::uint64_t undelivered = stream.close(reads ? kPatience : kMoment);
    CHECK(undelivered == (reads ? 0u : 1u));
    if (reads) CHECK((reading.get() == bytes));
  }
}

TEST_CASE("a STREAM connects again under the same id, and sends nothing that was meant for an earlier connection") {
  const Server server;
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  stream.set(YMQ_OPTION_RECONNECT_INTERVAL, 1);
  stream.connect(server.endpoint);
  std::optional<Wire> wire(server.accept());
  const std::string id = id_of_new(stream);
  send(stream, id, "GET / HTTP/1.0\r\n\r\n");
  CHECK(wire->read(18) == "GET / HTTP/1.0\r\n\r\n");
  wire->write("HTTP/1.0 200 OK\r\n\r\n");
  CHECK(receive_bytes(stream, id, 19) == "HTTP/1.0 200 OK\r\n\r\n");
  send(stream, id, std::string(kLarge, 'x'));
  wire->hang_up();
  CHECK(receive(stream) == Parts{id, ""});
  CHECK(stream.stats().dropped_peer_gone == 1);
  wire.emplace(server.accept());
  CHECK(id_of_new(stream) == id);
  send(stream, id, "anew");
  CHECK(wire->read(4) == "anew");
  CHECK(stream.peer_stats().at(0).links == 2);
}

TEST_CASE("a STREAM may choose what it calls the program that it connects to") {
  const Server server;
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  stream.connect_as(server.endpoint, ymq::bytes_of("web"));
  send(stream, "web", "early");
  Wire wire(server.accept());
  CHECK(wire.read(5) == "early");
  CHECK(id_of_new(stream) == "web");
  wire.write("answer");
  CHECK(receive_bytes(stream, "web", 6) == "answer");
}

TEST_CASE("whoever ends a connection that his STREAM has made is not connected again") {
  const Server server;
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  stream.set(YMQ_OPTION_RECONNECT_INTERVAL, 1);
  stream.connect(server.endpoint);
  const Wire wire = server.accept();
  const std::string id = id_of_new(stream);
  send(stream, id, "bye");
  send(stream, id, "");
  CHECK(wire.read_all() == "bye");
  REQUIRE(eventually([&] { return stream.stats().peers == 0; }));
  CHECK(outcome_of([&] { stream.disconnect(server.endpoint); }) == "NOT_FOUND");
  CHECK(outcome_of([&] { send(stream, id, "late"); }) == "HOST_UNREACHABLE");
  CHECK_FALSE(stream.try_recv(kMoment));
}

TEST_CASE("a STREAM says who its peers are, what happened to them, and how many bytes wait") {
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  const Wire wire(stream.bind("tcp://127.0.0.1:*"));
  const ymq::Message notice = stream.recv(kPatience);
  const ymq_peer_info info = stream.peer_info(notice.peer());
  CHECK(std::string(reinterpret_cast<const char*>(info.address), info.address_size).starts_with("tcp://127.0.0.1:"));
  CHECK((info.state & YMQ_PEER_LINKED) != 0);
  CHECK_FALSE(stream.peer_property(notice.peer(), "Socket-Type"));
  const ymq_peer_stats stats = stream.peer_stats().at(0);
  CHECK(stats.peer == notice.peer());
  CHECK(stats.links == 1);
  send(stream, texts(notice)[0], std::string(kLarge, 'x'));
  CHECK(stream.peer_stats().at(0).messages_queued == 1);
  CHECK(stream.peer_stats().at(0).bytes_queued > 0);
  std::set<std::uint32_t> kinds;
  for (const ymq_event& event : stream.take_events()) kinds.insert(event.kind);
  CHECK(kinds == std::set<std::uint32_t>{YMQ_EVENT_LISTENING, YMQ_EVENT_CONNECTED});
  CHECK(stream.close(milliseconds(0)) == 1);
}

TEST_CASE("without notices a STREAM says nothing of connections") {
  over_tcp_and_ipc([](ymq::Connector& stream, const std::string& endpoint) {
    stream.set(YMQ_OPTION_STREAM_NOTIFY, 0);
    Wire wire(endpoint);
    wire.write("x");
    CHECK(receive(stream).at(1) == "x");
    wire.hang_up();
    REQUIRE(eventually([&] { return stream.stats().links_closed == 1; }));
    CHECK_FALSE(stream.try_recv());
  });
}

TEST_CASE("two STREAMs talk to each other as programs do") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_STREAM, YMQ_STREAM, "tcp");
  const std::string there = id_of_new(pair.connected), back = id_of_new(pair.bound);
  send(pair.connected, there, "ping");
  CHECK(receive_bytes(pair.bound, back, 4) == "ping");
  send(pair.bound, back, "pong");
  CHECK(receive_bytes(pair.connected, there, 4) == "pong");
}

TEST_CASE("behind a proxy, workers answer the programs of a STREAM and end their connections") {
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM), back(context, YMQ_DEALER), worker(context, YMQ_DEALER);
  const Wire wire(stream.bind("tcp://127.0.0.1:*"));
  worker.connect(back.bind("inproc://workers"));
  const ymq::Proxy proxy(stream, back);
  const std::string id = id_of_new(worker);
  wire.write("work");
  CHECK(receive_bytes(worker, id, 4) == "work");
  send(worker, id, "done");
  send(worker, id, "");
  CHECK(wire.read_all() == "done");
}

TEST_CASE("a poller is told when a STREAM has something to be received, and when it takes bytes") {
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  const std::string endpoint = stream.bind("tcp://127.0.0.1:*");
  ymq::Poller poller(context);
  poller.add(stream, YMQ_READY_READABLE | YMQ_READY_WRITABLE, 7);
  ymq_readied ready[1];
  CHECK(poller.wait(ready, kMoment) == 0);
  Wire wire(endpoint);
  REQUIRE(poller.wait(ready, kPatience) == 1);
  CHECK(ready[0].tag == 7);
  const std::string id = id_of_new(stream);
  CHECK(message_readiness(stream) == YMQ_READY_WRITABLE);
  wire.hang_up();
  CHECK(receive(stream) == Parts{id, ""});
  CHECK(message_readiness(stream) == 0);
}

TEST_CASE("a STREAM takes an id and bytes, tcp and ipc, and says so") {
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  CHECK(outcome_of([&] { stream.bind("inproc://x"); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { stream.connect("inproc://x"); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { stream.send("no id"); }) == "INVALID_ARGUMENT");
  CHECK(outcome_of([&] { stream.send(message_of({"id", "a", "b"})); }) == "INVALID_ARGUMENT");
  CHECK(outcome_of([&] { send(stream, "nobody", "x"); }) == "HOST_UNREACHABLE");
  CHECK(message_readiness(stream) == 0);
}

TEST_CASE("a raw ROUTER does as a STREAM does, and drops what has nobody to go to unless it is mandatory") {
  const ymq::IoContext context;
  ymq::Connector router(context, YMQ_ROUTER);
  router.set(YMQ_OPTION_ROUTER_RAW, 1);
  CHECK(outcome_of([&] { router.bind("inproc://x"); }) == "NOT_SUPPORTED");
  Wire wire(router.bind("tcp://127.0.0.1:*"));
  CHECK(outcome_of([&] { router.set(YMQ_OPTION_ROUTER_RAW, 0); }) == "WRONG_STATE");
  const std::string id = id_of_new(router);
  wire.write("hello");
  CHECK(receive_bytes(router, id, 5) == "hello");
  send(router, id, "world");
  CHECK(wire.read(5) == "world");
  send(router, "nobody", "x");
  CHECK(router.stats().dropped_unroutable == 1);
  router.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
  CHECK(outcome_of([&] { send(router, "nobody", "x"); }) == "HOST_UNREACHABLE");
  wire.hang_up();
  CHECK(receive(router) == Parts{id, ""});
}

TEST_CASE("a raw ROUTER that is told to probe says nothing by itself") {
  const ymq::IoContext context;
  ymq::Connector router(context, YMQ_ROUTER);
  router.set(YMQ_OPTION_ROUTER_RAW, 1);
  router.set(YMQ_OPTION_PROBE_ROUTER, 1);
  const Wire wire(router.bind("tcp://127.0.0.1:*"));
  const std::string id = id_of_new(router);
  send(router, id, "first");
  CHECK(wire.read(5) == "first");
}

TEST_CASE("a STREAM that is told to be secure is refused, and not left open") {
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  stream.set(YMQ_OPTION_PLAIN_SERVER, 1);
  CHECK(outcome_of([&] { stream.bind("tcp://127.0.0.1:*"); }) == "INVALID_ARGUMENT");
  CHECK(outcome_of([&] { stream.connect("tcp://127.0.0.1:1"); }) == "INVALID_ARGUMENT");
  stream.set(YMQ_OPTION_PLAIN_SERVER, 0);
  CHECK(outcome_of([&] { stream.bind("tcp://127.0.0.1:*"); }) == "OK");
}

TEST_CASE("a ROUTER is raw only if it is told so before it is bound or connected") {
  const ymq::IoContext context;
  ymq::Connector router(context, YMQ_ROUTER), dealer(context, YMQ_DEALER);
  router.set(YMQ_OPTION_ROUTER_RAW, 1);
  router.set(YMQ_OPTION_ROUTER_RAW, 0);
  dealer.set(YMQ_OPTION_IDENTITY, "d");
  dealer.connect(router.bind("tcp://127.0.0.1:*"));
  dealer.send("x", kPatience);
  CHECK(receive(router) == Parts{"d", "x"});
  CHECK(outcome_of([&] { router.set(YMQ_OPTION_ROUTER_RAW, 1); }) == "WRONG_STATE");
  CHECK(router.number(YMQ_OPTION_ROUTER_RAW) == 0);
}

}  // namespace abi
