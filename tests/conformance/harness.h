#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/backend.h"
#include "unit/catch.h"

// What the tests of the seam share: the implementations that must pass, operations that remember their reports, and
// pairs of connected streams.
namespace ymq::backend {

std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

}  // namespace ymq::backend

namespace conformance {

using namespace ymq::backend;
using ymq::Status;
using ymq::Time;

struct Implementation {
  const char* name;
  std::unique_ptr<Backend> (*make)();
};

using Law = void (*)(const Implementation& implementation, const std::unique_ptr<Backend>& backend);
// Holds the implementation of this name to the law; skips the test where the system refuses it.
void hold_to(const char* implementation, Law law);

// A test of every implementation of the seam, a test case for each, with `implementation` and `backend`, a fresh one,
// at hand. A new implementation adds its line here and its maker in harness.cpp. Among them are a simulated network,
// io_uring with so little of everything that everything runs out, and io_uring as a kernel has it that cannot defer
// task work.
#define EVERY_IMPLEMENTATION(name) YMQ_LAW(name, YMQ_UNIQUE(law_), YMQ_ALL)
// The same for those that talk to the real system: raw sockets of a test reach them, a lack of descriptors hurts them.
#define EVERY_SYSTEM_IMPLEMENTATION(name) YMQ_LAW(name, YMQ_UNIQUE(law_), YMQ_REAL)
// The same for those whose driver may change (Traits::one_driver is false).
#define EVERY_IMPLEMENTATION_WITH_ANY_DRIVER(name) YMQ_LAW(name, YMQ_UNIQUE(law_), YMQ_WITH_ANY_DRIVER)

#define YMQ_UNIQUE(prefix) YMQ_UNIQUE_AT(prefix, __LINE__)
#define YMQ_UNIQUE_AT(prefix, line) YMQ_JOINED(prefix, line)
#define YMQ_JOINED(prefix, line) prefix##line
#define YMQ_LAW(name, law, implementations)                                                         \
  static void law(const Implementation&, const std::unique_ptr<Backend>&);                          \
  implementations(name, law) static void law([[maybe_unused]] const Implementation& implementation, \
                                             [[maybe_unused]] const std::unique_ptr<Backend>& backend)
#define YMQ_ALL(name, law) YMQ_WITH_ANY_DRIVER(name, law) YMQ_URING(name, law)
#define YMQ_REAL(name, law) YMQ_ONE("epoll", name, law) YMQ_URING(name, law)
#define YMQ_WITH_ANY_DRIVER(name, law) YMQ_ONE("epoll", name, law) YMQ_ONE("simulated", name, law)
#define YMQ_URING(name, law)            \
  YMQ_ONE("io_uring", name, law)        \
  YMQ_ONE("io_uring, tight", name, law) \
  YMQ_ONE("io_uring, not deferring", name, law)
#define YMQ_ONE(implementation, name, law) \
  TEST_CASE(implementation ": " name) { hold_to(implementation, law); }

// An operation that remembers what was reported.
class Recorder final : public Operation {
 public:
  explicit Recorder(Action wanted = Action::kClose) {
    action = wanted;
    destination = &address;
  }
  Recorder(Action wanted, Stream on) : Recorder(wanted) { stream = on; }

  void on_report(const Report& report) override;

  bool ended() const { return !reports.empty() && reports.back().last; }
  Status status() const { return reports.empty() ? Status::kAgain : reports.back().outcome.status; }
  std::string text() const { return {bytes.begin(), bytes.end()}; }
  // The same operation again, with nothing remembered.
  void forget();

  Address address;  // Connect: where to.
  std::vector<Report> reports;
  std::string bytes;                // What was received, copied when it was reported.
  std::size_t sent = 0;             // By all sends together.
  std::vector<ymq::BlockRef> kept;  // The blocks of lent bytes, when `keep` is set.
  bool keep = false;
  std::vector<std::string>* journal = nullptr;  // Gets `name` at each end, to compare orders.
  std::string name;
  std::function<void(Recorder&, const Report&)> reaction;  // Runs inside each report, last of all.
};

// A wait that goes on after a signal: the kernel interrupts a thread once more when it has taken down an io_uring that
// the thread used, which here an earlier test may have left.
Outcome wait_on(Backend& backend, Time until, std::size_t& reports);
// Waits until `done` says so; fails after ten seconds of the backend's own clock.
void wait_until(Backend& backend, const std::function<bool()>& done);
void wait_for_end(Backend& backend, const Recorder& operation);
// The same for what no report tells of: looks again each millisecond.
void poll_until(Backend& backend, const std::function<bool()>& done);
// Makes everything that is due, without waiting for anything.
void settle(Backend& backend);

enum class Kind { kTcp4, kTcp6, kPath, kAbstract };
std::ostream& operator<<(std::ostream& out, Kind kind);

// An address to listen on that nobody else uses; for a path inside of a directory that the tests remove at their end.
Address fresh_address(Kind kind);
// False on machines without an IPv6 loopback.
bool available(Kind kind);

// Two connected streams of one backend, and the listener that they met at.
struct Pair {
  Stream listener = 0;
  Stream client = 0;
  Stream server = 0;
};
Pair connect_pair(Backend& backend, Kind kind = Kind::kTcp4);
Stream listen_on(Backend& backend, const Address& address, Address& bound);

iovec segment(std::string_view bytes);
// Ends a stream, and waits for it.
void close_now(Backend& backend, Stream stream);

}  // namespace conformance
