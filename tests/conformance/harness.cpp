#include "conformance/harness.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <utility>

#include "backend/epoll.h"
#include "backend/uring.h"
#include "sim/backend.h"

namespace ymq::backend {

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  return out << "status " << static_cast<int>(outcome.status) << ", errno " << outcome.system_error;
}

}  // namespace ymq::backend

namespace conformance {

namespace {

constexpr Time kPatience = 10'000 * ymq::kMillisecond;

std::unique_ptr<Backend> make_epoll() {
  Outcome outcome;
  auto backend = make_epoll_backend(outcome);
  INFO(outcome);
  REQUIRE(backend);
  return backend;
}

// Null where the system forbids io_uring; anything else that goes wrong is a failure.
std::unique_ptr<Backend> make_uring(const UringLimits& limits) {
  Outcome outcome;
  std::string refusal;
  auto backend = make_uring_backend(outcome, refusal, limits);
  if (backend) return backend;
  INFO(refusal);
  REQUIRE((outcome.status == Status::kPermissionDenied || outcome.status == Status::kNotSupported));
  std::cout << "SKIP: " << refusal << '\n';
  return nullptr;
}

// Those that live at the same time are hosts of one network.
std::unique_ptr<Backend> make_simulated() {
  static std::weak_ptr<sim::Network> latest;
  std::shared_ptr<sim::Network> network = latest.lock();
  if (!network) network = std::make_shared<sim::Network>(Catch::rngSeed());
  // Some laws are about a few bytes, which a fresh stream of a real system moves whole, or trust in its buffers.
  network->weather.whole = 32;
  network->weather.least_buffer = network->weather.most_buffer;
  latest = network;
  return std::make_unique<sim::Backend>(network);
}

constexpr Implementation kImplementations[] = {
    {"epoll", make_epoll},
    {"simulated", make_simulated},
    {"io_uring", [] { return make_uring({}); }},
    {"io_uring, tight",
     [] { return make_uring({.submissions = 2, .completions = 4, .small_buffers = 2, .large_buffers = 1}); }},
    {"io_uring, not deferring", [] { return make_uring({.defer = false}); }},
};

class Directory {
 public:
  Directory() {
    char name[] = "/tmp/ymq-conformance-XXXXXX";
    if (mkdtemp(name)) path_ = name;
  }
  ~Directory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string fresh_name() {
  static int count = 0;
  return "s" + std::to_string(++count);
}

Address loopback4() {
  Address address;
  auto& in = reinterpret_cast<sockaddr_in&>(address.storage);
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.size = sizeof in;
  return address;
}

Address loopback6() {
  Address address;
  auto& in = reinterpret_cast<sockaddr_in6&>(address.storage);
  in.sin6_family = AF_INET6;
  in.sin6_addr = in6addr_loopback;
  address.size = sizeof in;
  return address;
}

Address local_address(std::string_view name, bool abstract) {
  Address address;
  auto& un = reinterpret_cast<sockaddr_un&>(address.storage);
  un.sun_family = AF_UNIX;
  std::memcpy(un.sun_path + (abstract ? 1 : 0), name.data(), name.size());
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1);
  return address;
}

}  // namespace

void hold_to(const char* implementation, Law law) {
  for (const Implementation& one : kImplementations) {
    if (std::string_view(one.name) != implementation) continue;
    const auto backend = one.make();
    if (backend) law(one, backend);
    SUCCEED();
    return;
  }
  FAIL("there is no implementation of this name: " << implementation);
}

void Recorder::on_report(const Report& report) {
  reports.push_back(report);
  if (report.data && !ended()) bytes.append(reinterpret_cast<const char*>(report.data), report.size);
  if (action == Action::kSend) sent += report.size;
  if (keep && report.owner) kept.push_back(ymq::BlockRef::share(report.owner));
  if (journal && report.last) journal->push_back(name);
  if (reaction) reaction(*this, report);
}

void Recorder::forget() {
  reports.clear();
  bytes.clear();
  kept.clear();
  sent = 0;
}

Outcome wait_on(Backend& backend, Time until, std::size_t& reports) {
  Outcome outcome;
  do {
    outcome = backend.wait(until, reports);
  } while (outcome.status == Status::kInterrupted && reports == 0);
  return outcome.status == Status::kInterrupted ? Outcome{} : outcome;
}

namespace {

// Each wait lasts no longer than this.
void wait_in_turns(Backend& backend, Time turn, const std::function<bool()>& done) {
  const Time deadline = backend.now() + kPatience;
  while (!done()) {
    std::size_t reports = 0;
    const Outcome outcome = wait_on(backend, std::min(deadline, backend.now() + turn), reports);
    INFO(outcome);
    REQUIRE(outcome.ok());
    if (!done() && backend.now() >= deadline) FAIL("ten seconds passed, and it has not come");
  }
}

}  // namespace

void wait_until(Backend& backend, const std::function<bool()>& done) { wait_in_turns(backend, kPatience, done); }

void poll_until(Backend& backend, const std::function<bool()>& done) {
  wait_in_turns(backend, ymq::kMillisecond, done);
}

void wait_for_end(Backend& backend, const Recorder& operation) {
  wait_until(backend, [&] { return operation.ended(); });
}

void settle(Backend& backend) {
  std::size_t reports = 0;
  do {
    REQUIRE(backend.wait(0, reports).ok());
  } while (reports != 0);
}

std::ostream& operator<<(std::ostream& out, Kind kind) {
  constexpr const char* kNames[] = {"tcp4", "tcp6", "path", "abstract"};
  return out << kNames[static_cast<int>(kind)];
}

Address fresh_address(Kind kind) {
  static const Directory directory;
  switch (kind) {
    case Kind::kTcp4:
      return loopback4();
    case Kind::kTcp6:
      return loopback6();
    case Kind::kPath:
      return local_address(directory.path() + "/" + fresh_name(), false);
    case Kind::kAbstract:
      break;
  }
  return local_address("ymq-conformance-" + std::to_string(getpid()) + fresh_name(), true);
}

bool available(Kind kind) {
  if (kind != Kind::kTcp6) return true;
  const Address address = loopback6();
  const int descriptor = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool bound = descriptor >= 0 && bind(descriptor, address.get(), address.size) == 0;
  if (descriptor >= 0) close(descriptor);
  return bound;
}

Stream listen_on(Backend& backend, const Address& address, Address& bound) {
  Stream stream = 0;
  const Outcome outcome = backend.listen(address, {}, stream, bound);
  INFO(outcome);
  REQUIRE(outcome.ok());
  REQUIRE(stream != 0);
  return stream;
}

Pair connect_pair(Backend& backend, Kind kind) {
  Pair pair;
  Recorder accept(Action::kAccept);
  Recorder connect(Action::kConnect);
  pair.listener = listen_on(backend, fresh_address(kind), connect.address);
  accept.stream = pair.listener;
  backend.submit(accept);
  backend.submit(connect);
  wait_until(backend, [&] { return connect.ended() && !accept.reports.empty(); });
  INFO(connect.reports[0].outcome);
  REQUIRE(connect.reports[0].outcome.ok());
  pair.client = connect.reports[0].stream;
  pair.server = accept.reports[0].stream;
  backend.cancel(accept);
  wait_for_end(backend, accept);
  return pair;
}

iovec segment(std::string_view bytes) { return {const_cast<char*>(bytes.data()), bytes.size()}; }

void close_now(Backend& backend, Stream stream) {
  Recorder close(Action::kClose, stream);
  backend.submit(close);
  wait_for_end(backend, close);
  REQUIRE(close.reports.back().outcome.ok());
}

}  // namespace conformance
