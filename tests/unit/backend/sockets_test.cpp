#include "backend/sockets.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "unit/catch.h"

namespace ymq::backend {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number(number) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

Address loopback(int family) {
  Address address;
  address.storage.ss_family = static_cast<sa_family_t>(family);
  if (family == AF_INET) {
    reinterpret_cast<sockaddr_in&>(address.storage).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.size = sizeof(sockaddr_in);
  } else {
    reinterpret_cast<sockaddr_in6&>(address.storage).sin6_addr = in6addr_loopback;
    address.size = sizeof(sockaddr_in6);
  }
  return address;
}

void wait_for(int descriptor, short what) {
  pollfd one{descriptor, what, 0};
  REQUIRE(poll(&one, 1, 10'000) == 1);
}

bool has_flags(int descriptor) {
  return (fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0 && (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0;
}

int no_delay(int descriptor) {
  int value = -1;
  socklen_t size = sizeof value;
  getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &value, &size);
  return value;
}

}  // namespace

TEST_CASE("every socket is non-blocking and closed on exec, and TCP sends without delay") {
  Descriptor listener, client, server;
  Address bound;
  REQUIRE(open_listener(loopback(AF_INET), {}, listener.number, bound).ok());
  REQUIRE(open_connection(bound, nullptr, client.number).ok());
  wait_for(client.number, POLLOUT);
  REQUIRE(finish_connection(client.number).ok());
  wait_for(listener.number, POLLIN);
  int error = 0;
  REQUIRE(accept_connection(listener.number, {}, server.number, error) == Accepted::kConnection);
  for (const int descriptor : {listener.number, client.number, server.number}) CHECK(has_flags(descriptor));
  for (const int descriptor : {client.number, server.number}) CHECK(no_delay(descriptor) == 1);
}

TEST_CASE("a socket that is connected to itself is told from others") {
  const int family = GENERATE(AF_INET, AF_INET6);
  Descriptor self(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  Address address = loopback(family);
  if (self.number < 0 || bind(self.number, address.get(), address.size) != 0) {
    YMQ_SKIP("this machine has no loopback of this family");
  }
  REQUIRE(getsockname(self.number, address.get(), &address.size) == 0);
  // A simultaneous open: the socket's own SYN is what it meets.
  REQUIRE(connect(self.number, address.get(), address.size) == 0);
  CHECK(finish_connection(self.number).status == Status::kSelfConnection);
}

TEST_CASE("accepting on what is no listener, or where nobody waits, says so") {
  Descriptor listener, none;
  Address bound;
  int error = 0;
  REQUIRE(open_listener(loopback(AF_INET), {}, listener.number, bound).ok());
  CHECK(accept_connection(listener.number, {}, none.number, error) == Accepted::kNothing);
  const Descriptor plain(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  CHECK(accept_connection(plain.number, {}, none.number, error) == Accepted::kBroken);
  CHECK(error == EINVAL);
}

TEST_CASE("an address of an unknown family is not supported") {
  Address address;
  address.storage.ss_family = 250;
  address.size = sizeof(sockaddr_in);
  int descriptor = -1;
  Address bound;
  CHECK(open_listener(address, {}, descriptor, bound).status == Status::kNotSupported);
  CHECK(open_connection(address, nullptr, descriptor).status == Status::kNotSupported);
}

TEST_CASE("an address of another machine cannot be bound") {
  Address address = loopback(AF_INET);
  // 192.0.2.0/24 is for documentation: RFC 5737.
  reinterpret_cast<sockaddr_in&>(address.storage).sin_addr.s_addr = htonl(0xc0000201);
  int descriptor = -1;
  Address bound;
  CHECK(open_listener(address, {}, descriptor, bound).status == Status::kAddressNotAvailable);
}

}  // namespace ymq::backend
