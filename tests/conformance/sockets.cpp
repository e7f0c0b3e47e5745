#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "conformance/harness.h"

// How sockets are set up as they were asked to be, who is at their other end, and listeners that somebody else made.
namespace conformance {

namespace {

// Every socket of this process, so that a test finds those of a backend; what was open before is none of them.
std::vector<int> open_sockets() {
  std::vector<int> sockets;
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    int type = 0;
    socklen_t size = sizeof type;
    const bool is_socket = getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
    if (is_socket) sockets.push_back(descriptor);
  }
  return sockets;
}

std::vector<int> newer_than(const std::vector<int>& before) {
  std::vector<int> sockets = open_sockets();
  std::erase_if(sockets, [&](int each) { return std::find(before.begin(), before.end(), each) != before.end(); });
  return sockets;
}

int value_of(int descriptor, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  REQUIRE(getsockopt(descriptor, level, name, &value, &size) == 0);
  return value;
}

// Shows a listener, and the two ends of a connection to it, all made with these options.
template <typename Look>
void for_each_socket(Backend& backend, Kind kind, const SocketOptions& options, Look look) {
  const std::vector<int> before = open_sockets();
  Recorder accept(Action::kAccept), connect(Action::kConnect);
  REQUIRE(backend.listen(fresh_address(kind), {.sockets = &options}, accept.stream, connect.address).ok());
  connect.sockets = &options;
  backend.submit(accept);
  backend.submit(connect);
  wait_until(backend, [&] { return connect.ended() && !accept.reports.empty(); });
  REQUIRE(connect.status() == Status::kOk);
  const std::vector<int> sockets = newer_than(before);
  REQUIRE(sockets.size() == 3);
  for (const int each : sockets) look(each);
  for (const Stream stream : {accept.stream, connect.reports.back().stream, accept.reports.front().stream}) {
    close_now(backend, stream);
  }
}

int make_listener(const Address& address, int type = SOCK_STREAM) {
  const int descriptor = socket(address.storage.ss_family, type, 0);
  REQUIRE(descriptor >= 0);
  REQUIRE(bind(descriptor, address.get(), address.size) == 0);
  if (type == SOCK_STREAM) REQUIRE(listen(descriptor, 10) == 0);
  return descriptor;
}

bool can_connect(const Address& address) {
  const int caller = socket(address.storage.ss_family, SOCK_STREAM, 0);
  const bool done = connect(caller, address.get(), address.size) == 0;
  close(caller);
  return done;
}

Outcome try_adopting(Backend& backend, int descriptor) {
  Stream stream = 0;
  Address bound;
  const Outcome outcome = backend.adopt_listener(descriptor, stream, bound);
  CHECK(stream == 0);
  return outcome;
}

}  // namespace

EVERY_SYSTEM_IMPLEMENTATION("listeners, what they accept, and what connects are set up as asked for") {
  SocketOptions options;
  options.keepalive = 1;
  options.keepalive_idle = 77;
  options.keepalive_interval = 11;
  options.keepalive_count = 5;
  options.type_of_service = 0x28;
  options.priority = 3;
  for (const Kind kind : {Kind::kTcp4, Kind::kTcp6}) {
    if (!available(kind)) continue;
    for_each_socket(*backend, kind, options, [&](int each) {
      CHECK(value_of(each, SOL_SOCKET, SO_KEEPALIVE) == 1);
      CHECK(value_of(each, IPPROTO_TCP, TCP_KEEPIDLE) == 77);
      CHECK(value_of(each, IPPROTO_TCP, TCP_KEEPINTVL) == 11);
      CHECK(value_of(each, IPPROTO_TCP, TCP_KEEPCNT) == 5);
      CHECK(value_of(each, IPPROTO_IP, IP_TOS) == 0x28);
      if (kind == Kind::kTcp6) CHECK(value_of(each, IPPROTO_IPV6, IPV6_TCLASS) == 0x28);
    });
  }
}

EVERY_SYSTEM_IMPLEMENTATION("buffers that are asked for win over our own choice") {
  SocketOptions options;
  options.buffers = {30'000, 40'000};
  for (const Kind kind : {Kind::kTcp4, Kind::kTcp6, Kind::kPath, Kind::kAbstract}) {
    if (!available(kind)) continue;
    for_each_socket(*backend, kind, options, [&](int each) {
      CHECK(value_of(each, SOL_SOCKET, SO_SNDBUF) == 60'000);
      CHECK(value_of(each, SOL_SOCKET, SO_RCVBUF) == 80'000);
    });
  }
}

EVERY_SYSTEM_IMPLEMENTATION("a listener for IPv6 only takes no IPv4") {
  if (!available(Kind::kTcp6)) return;
  Address any = fresh_address(Kind::kTcp6);
  reinterpret_cast<sockaddr_in6&>(any.storage).sin6_addr = in6addr_any;
  for (const bool only : {true, false}) {
    SocketOptions options;
    options.ipv6_only = only;
    Stream listener = 0;
    Address bound;
    REQUIRE(backend->listen(any, {.sockets = &options}, listener, bound).ok());
    Address four = fresh_address(Kind::kTcp4);
    reinterpret_cast<sockaddr_in&>(four.storage).sin_port = reinterpret_cast<sockaddr_in6&>(bound.storage).sin6_port;
    CHECK(can_connect(four) == !only);
    close_now(*backend, listener);
  }
}

EVERY_SYSTEM_IMPLEMENTATION("what the system refuses fails a listen and a connect, and is named") {
  SocketOptions options;
  options.device = "ymq-no-device";
  Stream listener = 0;
  Address bound;
  const Outcome outcome = backend->listen(fresh_address(Kind::kTcp4), {.sockets = &options}, listener, bound);
  CHECK(outcome.refused == ymq::OptionId::kBindToDevice);
  CHECK(outcome.status == Status::kAddressNotAvailable);
  CHECK(outcome.system_error == ENODEV);
  Recorder connect(Action::kConnect);
  REQUIRE(backend->listen(fresh_address(Kind::kTcp4), {}, listener, connect.address).ok());
  connect.sockets = &options;
  backend->submit(connect);
  wait_for_end(*backend, connect);
  CHECK(connect.status() == Status::kAddressNotAvailable);
  CHECK(backend->listen(fresh_address(Kind::kPath), {.sockets = &options}, listener, bound).ok());
}

EVERY_SYSTEM_IMPLEMENTATION("the remote of a stream is its address over TCP, and a process over a path") {
  for (const Kind kind : {Kind::kTcp4, Kind::kPath}) {
    const Pair pair = connect_pair(*backend, kind);
    for (const Stream stream : {pair.client, pair.server}) {
      const Remote remote = backend->remote(stream);
      REQUIRE(remote.credentials.has_value() == (kind == Kind::kPath));
      if (kind == Kind::kTcp4) CHECK(remote.address.storage.ss_family == AF_INET);
      if (kind == Kind::kTcp4) continue;
      CHECK(remote.credentials->process == static_cast<std::uint32_t>(getpid()));
      CHECK(remote.credentials->user == geteuid());
      CHECK(remote.credentials->group == getegid());
    }
  }
  CHECK(backend->remote(0).address.size == 0);
}

EVERY_SYSTEM_IMPLEMENTATION("a listener of somebody else's accepts, and stays his when its stream is closed") {
  for (const Kind kind : {Kind::kTcp4, Kind::kPath}) {
    const Address address = fresh_address(kind);
    const int his = make_listener(address);
    const int given = dup(his);
    Recorder accept(Action::kAccept);
    Address bound;
    REQUIRE(backend->adopt_listener(given, accept.stream, bound).ok());
    CHECK(fcntl(given, F_GETFD) == -1);
    CHECK((fcntl(his, F_GETFL) & O_NONBLOCK) != 0);
    backend->submit(accept);
    REQUIRE(can_connect(bound));
    wait_until(*backend, [&] { return !accept.reports.empty(); });
    close_now(*backend, accept.stream);
    CHECK(accept.ended());
    CHECK(can_connect(bound));
    const int accepted = accept4(his, nullptr, nullptr, 0);
    CHECK(accepted >= 0);
    close(accepted);
    settle(*backend);
    close(his);
    if (kind == Kind::kPath) CHECK(access(address.get()->sa_data, F_OK) == 0);
  }
}

EVERY_SYSTEM_IMPLEMENTATION("what is no listening stream is not adopted, and stays as it was") {
  const int plain = open("/dev/null", O_RDONLY);
  const int silent = socket(AF_INET, SOCK_STREAM, 0);
  const int packets = make_listener(fresh_address(Kind::kTcp4), SOCK_DGRAM);
  const std::pair<int, int> faults[] = {{plain, ENOTSOCK}, {silent, EINVAL}, {packets, ESOCKTNOSUPPORT}, {-1, EBADF}};
  for (const auto& [descriptor, fault] : faults) {
    CAPTURE(fault);
    const Outcome outcome = try_adopting(*backend, descriptor);
    CHECK(outcome.status == Status::kInvalidArgument);
    CHECK(outcome.system_error == fault);
    if (descriptor >= 0) CHECK(fcntl(descriptor, F_GETFD) == 0);
    if (descriptor >= 0) close(descriptor);
  }
}

}  // namespace conformance
