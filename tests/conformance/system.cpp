#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "conformance/harness.h"

// What the implementations on the real system owe to it: descriptors run out, signals arrive, files lie in the way, and
// peers behave as no implementation of ours would.
namespace conformance {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return number_; }
  void reset() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

Descriptor raw_socket(const Address& address) {
  Descriptor descriptor(socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(descriptor.get() >= 0);
  return descriptor;
}

Descriptor raw_connection(const Address& address) {
  Descriptor descriptor = raw_socket(address);
  REQUIRE(connect(descriptor.get(), address.get(), address.size) == 0);
  return descriptor;
}

// A stream of the backend and a plain socket at its other end.
struct Half {
  Stream stream = 0;
  Descriptor raw{-1};
};

Half raw_pair(Backend& backend, Kind kind = Kind::kTcp4) {
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(backend, fresh_address(kind), bound);
  backend.submit(accept);
  Descriptor raw = raw_connection(bound);
  wait_until(backend, [&] { return !accept.reports.empty(); });
  const Stream stream = accept.reports[0].stream;
  close_now(backend, accept.stream);
  return {stream, std::move(raw)};
}

void reset_at_close(int descriptor) {
  const linger at_once{1, 0};
  REQUIRE(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
}

// From now on nothing gets to this socket, as if its host were gone: not even confirmations leave it.
void cut_off(int descriptor) {
  sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
  const sock_fprog program{1, &drop};
  REQUIRE(setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0);
}

void send_whole(Backend& backend, Stream stream, const std::string& bytes) {
  const iovec all = segment(bytes);
  std::size_t sent = 0;
  REQUIRE(backend.try_send(stream, {&all, 1}, sent).ok());
  REQUIRE(sent == bytes.size());
}

// Takes every descriptor that the process may have; gives them back at its end.
class NoDescriptors {
 public:
  NoDescriptors() {
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before_) == 0);
    taken_.reserve(kAtMost);
    const rlimit fewer{kAtMost, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &fewer) == 0);
    for (int taken = dup(0); taken >= 0; taken = dup(0)) taken_.emplace_back(taken);
    REQUIRE(errno == EMFILE);
  }
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  static constexpr rlim_t kAtMost = 256;
  rlimit before_{};
  std::vector<Descriptor> taken_;
};

std::string path_of(const Address& address) { return reinterpret_cast<const sockaddr_un&>(address.storage).sun_path; }

// What a listener leaves behind that died without closing.
void leave_stale_path(const Address& address) {
  const Descriptor dead = raw_socket(address);
  REQUIRE(bind(dead.get(), address.get(), address.size) == 0);
  REQUIRE(listen(dead.get(), 1) == 0);
}

void ignore_signal(int) {}

class Handler {
 public:
  explicit Handler(int flags) {
    struct sigaction action{};
    action.sa_handler = ignore_signal;
    action.sa_flags = flags;
    REQUIRE(sigaction(SIGUSR1, &action, &before_) == 0);
  }
  ~Handler() { sigaction(SIGUSR1, &before_, nullptr); }

 private:
  struct sigaction before_{};
};

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

EVERY_SYSTEM_IMPLEMENTATION("a reset is told from an end") {
  Half half = raw_pair(*backend);
  Recorder receive(Action::kReceive, half.stream);
  backend->submit(receive);
  settle(*backend);
  reset_at_close(half.raw.get());
  half.raw.reset();
  wait_for_end(*backend, receive);
  CHECK(receive.status() == Status::kConnectionReset);
  CHECK(receive.reports.back().outcome.system_error == ECONNRESET);
}

EVERY_SYSTEM_IMPLEMENTATION("a reset ends a send that waits for room") {
  Half half = raw_pair(*backend);
  const std::string bytes(1024 * 1024, 'x');
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, half.stream);
  send.segments = {&all, 1};
  send.reaction = [&](Recorder& self, const Report& report) {
    if (report.outcome.ok()) backend->submit(self);
  };
  backend->submit(send);
  settle(*backend);
  REQUIRE((send.reports.empty() || send.reports.back().outcome.ok()));
  reset_at_close(half.raw.get());
  half.raw.reset();
  wait_until(*backend, [&] { return !send.reports.empty() && !send.reports.back().outcome.ok(); });
  CHECK(send.status() == Status::kConnectionReset);
}

EVERY_SYSTEM_IMPLEMENTATION("after the peer closed its half, sending goes on") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath);
  CAPTURE(kind);
  Half half = raw_pair(*backend, kind);
  REQUIRE(write(half.raw.get(), "bye", 3) == 3);
  REQUIRE(shutdown(half.raw.get(), SHUT_WR) == 0);
  Recorder receive(Action::kReceive, half.stream);
  backend->submit(receive);
  wait_for_end(*backend, receive);
  CHECK(receive.text() == "bye");
  CHECK(receive.status() == Status::kPeerClosed);
  const iovec all = segment("answer");
  Recorder send(Action::kSend, half.stream);
  send.segments = {&all, 1};
  backend->submit(send);
  wait_for_end(*backend, send);
  CHECK(send.status() == Status::kOk);
  char answer[6];
  REQUIRE(recv(half.raw.get(), answer, sizeof answer, MSG_WAITALL) == 6);
  CHECK(std::string(answer, 6) == "answer");
}

EVERY_SYSTEM_IMPLEMENTATION("a host that confirms nothing for the network timeout ends the stream with kTimedOut") {
  const Half half = raw_pair(*backend);
  backend->set_network_timeout(half.stream, 100 * ymq::kMillisecond);
  Recorder receive(Action::kReceive, half.stream);
  backend->submit(receive);
  cut_off(half.raw.get());
  const Time before = backend->now();
  send_whole(*backend, half.stream, "lost");
  wait_for_end(*backend, receive);
  CHECK(receive.status() == Status::kTimedOut);
  CHECK(receive.reports.back().outcome.system_error == ETIMEDOUT);
  CHECK(backend->now() - before >= 100 * ymq::kMillisecond);
  CHECK(backend->unconfirmed(half.stream) == 4);
}

EVERY_SYSTEM_IMPLEMENTATION("a network timeout ends with a detach") {
  const Half half = raw_pair(*backend);
  backend->set_network_timeout(half.stream, 100 * ymq::kMillisecond);
  const Descriptor descriptor(backend->detach(half.stream));
  int timeout = -1;
  socklen_t size = sizeof timeout;
  REQUIRE(getsockopt(descriptor.get(), IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, &size) == 0);
  CHECK(timeout == 0);
}

EVERY_SYSTEM_IMPLEMENTATION("what a host has not confirmed is unconfirmed to the byte, before a reset and after it") {
  Half half = raw_pair(*backend);
  send_whole(*backend, half.stream, "seen");
  poll_until(*backend, [&] { return backend->unconfirmed(half.stream) == 0; });
  cut_off(half.raw.get());
  send_whole(*backend, half.stream, std::string(1'000, 'x'));
  CHECK(backend->unconfirmed(half.stream) == 1'000);
  Recorder receive(Action::kReceive, half.stream);
  backend->submit(receive);
  reset_at_close(half.raw.get());
  half.raw.reset();
  wait_for_end(*backend, receive);
  CHECK(receive.status() == Status::kConnectionReset);
  CHECK(backend->unconfirmed(half.stream) == 1'000);
}

EVERY_SYSTEM_IMPLEMENTATION("a peer over a path, or by an address of this host, is local") {
  const Half half = raw_pair(*backend, GENERATE(Kind::kPath, Kind::kAbstract, Kind::kTcp4, Kind::kTcp6));
  CHECK(backend->is_local(half.stream));
  CHECK_FALSE(backend->is_local(half.stream + 1'000));
}

EVERY_SYSTEM_IMPLEMENTATION("a local stream that is to hold more takes more before it is full") {
  const std::string piece(64 * 1024, 'x');
  const auto room = [&](std::optional<Holding> holding) {
    const Half half = raw_pair(*backend, Kind::kPath);
    if (holding) backend->set_holding(half.stream, *holding);
    std::size_t total = 0;
    for (std::size_t sent = 1; sent != 0; total += sent) {
      const iovec all{const_cast<char*>(piece.data()), piece.size()};
      backend->try_send(half.stream, {&all, 1}, sent);
    }
    return total;
  };
  CHECK(room(Holding::kMore) > room(std::nullopt));
  CHECK(room(Holding::kLess) < room(std::nullopt));
}

EVERY_SYSTEM_IMPLEMENTATION("what a local peer has not read is unconfirmed, even when the peer is gone") {
  Half half = raw_pair(*backend, Kind::kPath);
  char taken[1'000];
  send_whole(*backend, half.stream, std::string(1'000, 'x'));
  const ssize_t read = GENERATE(0, 400, 1'000);
  const bool asked = GENERATE(false, true);
  CAPTURE(read, asked);
  REQUIRE(recv(half.raw.get(), taken, static_cast<std::size_t>(read), 0) == read);
  if (asked) CHECK(backend->unconfirmed(half.stream) >= static_cast<std::size_t>(1'000 - read));
  send_whole(*backend, half.stream, "never read");
  const std::size_t unread = 1'010 - static_cast<std::size_t>(read);
  if (asked) CHECK(backend->unconfirmed(half.stream) >= unread);
  half.raw.reset();
  CHECK(backend->unconfirmed(half.stream) >= unread);
  CHECK(backend->unconfirmed(half.stream) <= 1'010);
  if (asked && read == 1'000) CHECK(backend->unconfirmed(half.stream) == unread);
}

EVERY_SYSTEM_IMPLEMENTATION("without descriptors accept reports it, does not spin, and goes on once there are some") {
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*backend, fresh_address(Kind::kTcp4), bound);
  backend->submit(accept);
  const Descriptor one = raw_connection(bound);
  const Descriptor other = raw_connection(bound);
  const Time start = backend->now();
  {
    const NoDescriptors exhausted;
    wait_until(*backend, [&] { return accept.reports.size() >= 3; });
    Recorder connect(Action::kConnect);
    connect.address = bound;
    backend->submit(connect);
    wait_for_end(*backend, connect);
    CHECK(connect.status() == Status::kTooManyFiles);
  }
  const Time failing = backend->now() - start;
  for (const Report& report : accept.reports) {
    CHECK(report.outcome.status == Status::kTooManyFiles);
    CHECK(report.outcome.system_error == EMFILE);
    CHECK_FALSE(report.last);
    CHECK(report.stream == 0);
  }
  // At most one try each tenth of a second, and one at the start.
  CHECK(static_cast<Time>(accept.reports.size()) <= failing / (100 * ymq::kMillisecond) + 1);
  const std::size_t failures = accept.reports.size();
  wait_until(*backend, [&] { return accept.reports.size() >= failures + 2; });
  CHECK(accept.reports.back().outcome.ok());
}

EVERY_SYSTEM_IMPLEMENTATION("a descriptor given back by a close is used by a listener that waits for one") {
  const Pair pair = connect_pair(*backend);
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*backend, fresh_address(Kind::kTcp4), bound);
  backend->submit(accept);
  const Descriptor waiting = raw_connection(bound);
  const NoDescriptors exhausted;
  wait_until(*backend, [&] { return !accept.reports.empty(); });
  REQUIRE(accept.status() == Status::kTooManyFiles);
  Recorder close(Action::kClose, pair.client);
  backend->submit(close);
  settle(*backend);
  CHECK(close.ended());
  REQUIRE(accept.reports.back().outcome.ok());
  CHECK(accept.reports.back().stream != 0);
  // It is the last one, and nobody waits for another: that is no failure.
  const std::size_t accepted = accept.reports.size();
  settle(*backend);
  CHECK(accept.reports.size() == accepted);
}

EVERY_SYSTEM_IMPLEMENTATION("a listener that waits for descriptors can be closed at once") {
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*backend, fresh_address(Kind::kTcp4), bound);
  backend->submit(accept);
  const Descriptor waiting = raw_connection(bound);
  const NoDescriptors exhausted;
  wait_until(*backend, [&] { return !accept.reports.empty(); });
  Recorder close(Action::kClose, accept.stream);
  backend->submit(close);
  settle(*backend);
  CHECK(close.ended());
  CHECK(accept.status() == Status::kClosed);
}

EVERY_SYSTEM_IMPLEMENTATION("without descriptors a listener is refused with its reason") {
  const NoDescriptors exhausted;
  Stream stream = 0;
  Address bound;
  CHECK(backend->listen(fresh_address(Kind::kTcp4), {}, stream, bound).status == Status::kTooManyFiles);
}

EVERY_SYSTEM_IMPLEMENTATION("a signal interrupts a wait, whether or not its handler asks for restarts") {
  const int flags = GENERATE(0, SA_RESTART);
  CAPTURE(flags);
  const Handler handler(flags);
  std::atomic<bool> over{false};
  Outcome outcome;
  std::thread waiting([&] {
    std::size_t reports = 0;
    outcome = backend->wait(backend->now() + 30'000 * ymq::kMillisecond, reports);
    over = true;
  });
  // Signals that arrive before the wait sleeps do not count, so they come until one did.
  while (!over) {
    pthread_kill(waiting.native_handle(), SIGUSR1);
    std::this_thread::yield();
  }
  waiting.join();
  CHECK(outcome.status == Status::kInterrupted);
}

EVERY_SYSTEM_IMPLEMENTATION("a path that a dead listener left is taken over") {
  const Address address = fresh_address(Kind::kPath);
  leave_stale_path(address);
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*backend, address, bound);
  backend->submit(accept);
  const Descriptor raw = raw_connection(address);
  wait_until(*backend, [&] { return !accept.reports.empty(); });
  CHECK(accept.reports[0].outcome.ok());
}

EVERY_SYSTEM_IMPLEMENTATION("a path where somebody listens is not taken over, even when he is too busy to answer") {
  const Address address = fresh_address(Kind::kPath);
  const Descriptor live = raw_socket(address);
  REQUIRE(bind(live.get(), address.get(), address.size) == 0);
  REQUIRE(listen(live.get(), 0) == 0);
  std::optional<Descriptor> queued;
  const bool busy = GENERATE(false, true);
  CAPTURE(busy);
  if (busy) queued.emplace(raw_connection(address));
  Stream stream = 0;
  Address bound;
  CHECK(backend->listen(address, {}, stream, bound).status == Status::kAddressInUse);
  CHECK(std::filesystem::exists(path_of(address)));
}

EVERY_SYSTEM_IMPLEMENTATION("a file that is no socket is never removed") {
  const Address address = fresh_address(Kind::kPath);
  std::ofstream(path_of(address)) << "precious";
  Stream stream = 0;
  Address bound;
  CHECK(backend->listen(address, {}, stream, bound).status == Status::kAddressInUse);
  CHECK(std::filesystem::is_regular_file(path_of(address)));
}

EVERY_SYSTEM_IMPLEMENTATION("a listener's path goes with it, unless somebody else has put his own there") {
  const Address address = fresh_address(Kind::kPath);
  Address bound;
  const Stream stream = listen_on(*backend, address, bound);
  REQUIRE(std::filesystem::exists(path_of(address)));
  const bool stolen = GENERATE(false, true);
  CAPTURE(stolen);
  std::optional<Descriptor> thief;
  if (stolen) {
    std::filesystem::remove(path_of(address));
    // The file system may give the number of the removed file to the next one: another one comes in between.
    std::ofstream(path_of(address) + ".between") << "x";
    thief.emplace(raw_socket(address));
    REQUIRE(bind(thief->get(), address.get(), address.size) == 0);
  }
  close_now(*backend, stream);
  CHECK(std::filesystem::exists(path_of(address)) == stolen);
}

EVERY_SYSTEM_IMPLEMENTATION("destroying a backend removes its paths and closes its descriptors") {
  const Address address = fresh_address(Kind::kPath);
  const std::size_t before = open_descriptors();
  {
    const auto doomed = implementation.make();
    Address bound;
    listen_on(*doomed, address, bound);
    connect_pair(*doomed);
    REQUIRE(open_descriptors() > before);
  }
  CHECK(open_descriptors() == before);
  CHECK_FALSE(std::filesystem::exists(path_of(address)));
}

EVERY_SYSTEM_IMPLEMENTATION("a path without its directory is not found") {
  Address address = fresh_address(Kind::kPath);
  auto& un = reinterpret_cast<sockaddr_un&>(address.storage);
  const std::string path = "/nonexistent/socket";
  path.copy(un.sun_path, path.size());
  un.sun_path[path.size()] = '\0';
  Stream stream = 0;
  Address bound;
  CHECK(backend->listen(address, {}, stream, bound).status == Status::kNotFound);
  Recorder connect(Action::kConnect);
  connect.address = address;
  backend->submit(connect);
  wait_for_end(*backend, connect);
  CHECK(connect.status() == Status::kNotFound);
}

EVERY_SYSTEM_IMPLEMENTATION("a local listener that is too busy refuses") {
  const Address address = fresh_address(Kind::kAbstract);
  const Descriptor live = raw_socket(address);
  REQUIRE(bind(live.get(), address.get(), address.size - 1) == 0);
  REQUIRE(listen(live.get(), 0) == 0);
  std::array<Recorder, 3> connects{Recorder(Action::kConnect), Recorder(Action::kConnect), Recorder(Action::kConnect)};
  for (Recorder& connect : connects) {
    connect.address = address;
    connect.address.size -= 1;
    backend->submit(connect);
  }
  wait_for_end(*backend, connects.back());
  CHECK(connects.front().status() == Status::kOk);
  CHECK(connects.back().status() == Status::kConnectionRefused);
}

EVERY_SYSTEM_IMPLEMENTATION("a TCP connection with itself is noticed") {
  // Which port a connecting socket gets is the system's choice, so this tries until it chooses the one that is
  // connected to. Linux gives those sockets ports with the parity of the lowest one.
  Recorder connect(Action::kConnect);
  connect.address = fresh_address(Kind::kTcp4);
  int port = 0, last = 0;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> port >> last;
  Address bound;
  Stream listener = 0;
  while (listener == 0 && port <= last) {
    reinterpret_cast<sockaddr_in&>(connect.address.storage).sin_port = htons(static_cast<std::uint16_t>(port));
    backend->listen(connect.address, {}, listener, bound);
    port += 2;
  }
  REQUIRE(listener != 0);
  // Nobody else listened there, so whoever answers from now on is the socket itself.
  close_now(*backend, listener);
  const Time deadline = backend->now() + 60'000 * ymq::kMillisecond;
  do {
    connect.forget();
    backend->submit(connect);
    wait_for_end(*backend, connect);
  } while (connect.status() == Status::kConnectionRefused && backend->now() < deadline);
  CHECK(connect.status() == Status::kSelfConnection);
  CHECK(connect.reports.back().stream == 0);
}

EVERY_SYSTEM_IMPLEMENTATION("the IPv6 wildcard takes IPv4 too") {
  if (!available(Kind::kTcp6)) YMQ_SKIP("this machine has no IPv6 loopback");
  Address address = fresh_address(Kind::kTcp6);
  reinterpret_cast<sockaddr_in6&>(address.storage).sin6_addr = in6addr_any;
  Address bound;
  listen_on(*backend, address, bound);
  Recorder connect(Action::kConnect);
  connect.address = fresh_address(Kind::kTcp4);
  reinterpret_cast<sockaddr_in&>(connect.address.storage).sin_port =
      reinterpret_cast<const sockaddr_in6&>(bound.storage).sin6_port;
  backend->submit(connect);
  wait_for_end(*backend, connect);
  CHECK(connect.status() == Status::kOk);
}

EVERY_SYSTEM_IMPLEMENTATION("operations that do not fit their stream end with an error") {
  const Pair pair = connect_pair(*backend);
  Recorder accept(Action::kAccept, pair.client);
  Recorder receive(Action::kReceive, pair.listener);
  const iovec all = segment("x");
  Recorder send(Action::kSend, pair.listener);
  send.segments = {&all, 1};
  const Descriptor raw = raw_socket(fresh_address(Kind::kTcp4));
  for (Recorder* operation : {&accept, &send}) {
    backend->submit(*operation);
  }
  const iovec some = segment("y");
  std::size_t sent = 0;
  REQUIRE(backend->try_send(pair.server, {&some, 1}, sent).ok());
  wait_for_end(*backend, accept);
  wait_for_end(*backend, send);
  CHECK(accept.status() == Status::kInvalidArgument);
  CHECK_FALSE(send.reports.back().outcome.ok());
  backend->submit(receive);
  close_now(*backend, pair.listener);
  CHECK_FALSE(receive.reports.back().outcome.ok());
}

}  // namespace conformance
