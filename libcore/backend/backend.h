#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/block.h"
#include "base/time.h"
#include "base/vocabulary.gen.h"

// The seam to the operating system: streams of bytes, and nothing about messages.
//
// It is shaped for completion: an operation is submitted and ends later, during a wait. epoll imitates that over
// readiness; io_uring and a simulated network are born to it. Six laws hold for every implementation, and one suite
// (tests/conformance) holds all of them to the laws:
//
// 1. Each submitted operation ends exactly once. Accept and receive report many times before; the report that has
//    `last` set is the end.
// 2. No report is made inside `submit` or `cancel`: only `wait` makes them, in the thread that waits.
// 3. `cancel` is a wish: the end still comes, kCancelled or a success that was quicker. A close cannot be cancelled.
// 4. From submit to end the segments of a send belong to the backend. Received bytes are lent until the report returns;
//    who wants them longer takes a reference to `owner`. A receive with a target gets its bytes there.
// 5. Short receives and short sends are normal. `close` ends every other operation on its stream first, with kClosed
//    unless they had ended already, then itself. What is submitted on a closed or closing stream ends with kClosed.
// 6. Errors are statuses of our own list; the errno is mapped once, in the backend, and stands beside it for the log.
namespace ymq::backend {

// A listening or connected stream, a number of the backend's own. 0 is none.
using Stream = std::uint64_t;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
  sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
};

enum class Holding : std::uint8_t { kLess, kMore };

struct Outcome {
  Status status = Status::kOk;
  int system_error = 0;
  OptionId refused{};  // Which of the SocketOptions the system refuses; 0: it is about none.

  bool ok() const noexcept { return status == Status::kOk; }
};

// How large a connection's buffers are to be, as the system is told; 0: as we, or the system, think best.
struct Buffers {
  int send = 0;
  int receive = 0;
};

// How sockets are set up where the system, or our own choice, is not to decide. All but the buffers concern TCP only.
struct SocketOptions {
  int keepalive = -1;  // -1: as the system says.
  int keepalive_idle = 0;
  int keepalive_interval = 0;
  int keepalive_count = 0;
  int type_of_service = 0;
  int priority = -1;
  int busy_poll = 0;
  bool ipv6_only = false;
  Buffers buffers;
  std::string device;
  // What connections are made from, an address of the one family or the other; nothing: the system chooses.
  std::optional<std::vector<Address>> sources;
};

// The process at the other end of a local stream, when it connected or began to listen.
struct Credentials {
  std::uint32_t process = 0;
  std::uint32_t user = 0;
  std::uint32_t group = 0;
};

// Who is at the other end of a stream.
struct Remote {
  Address address;  // Of size 0 where it has none.
  std::optional<Credentials> credentials;
};

struct Report {
  Outcome outcome{};
  bool last = true;      // The operation has ended and may be submitted again or destroyed.
  Stream stream = 0;     // Accept, connect: the new stream, owned by the receiver of the report; 0 on failure.
  std::size_t size = 0;  // Receive, send: how many bytes. A receive of 0 bytes with status kPeerClosed: end of file.
  const std::byte* data = nullptr;  // Receive: the bytes, lent until the report returns.
  Block* owner = nullptr;           // Receive: the block that the bytes lie in; null for a receive with a target.
};

// Accept goes on after failures that pass, such as kTooManyFiles and kOutOfMemory: it reports them without `last` and
// pauses for a moment. Connect to a free port of the own machine can meet itself: it then ends with kSelfConnection.
enum class Action : std::uint8_t { kAccept, kConnect, kReceive, kSend, kClose };

// An operation in flight. The caller owns it and keeps it in place from submit to its end. A stream has at most one
// accept or receive, one send and one close in flight; another ends with kInvalidArgument.
class Operation {
 public:
  virtual void on_report(const Report& report) = 0;

  Action action = Action::kClose;
  Stream stream = 0;                       // All but connect.
  const Address* destination = nullptr;    // Connect: where to; stays in place to the end, as do
  const SocketOptions* sockets = nullptr;  // Connect: how; null: all as the system says.
  std::span<const iovec> segments;         // Send: what, at most kMaxSegments.
  // Receive: where the next bytes go; empty means that the backend lends its own memory. The owner may change it inside
  // `on_report`; it then holds for what is received from there on.
  std::span<std::byte> target;

  // For the backend, while the operation is in flight.
  Operation* next = nullptr;
  std::uint64_t note = 0;

 protected:
  Operation() = default;
  ~Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
};

inline constexpr std::size_t kMaxSegments = 64;
// How much one receive takes at most, and how large lent blocks are.
inline constexpr std::size_t kReceiveSize = 256 * 1024;
// The same for a receive with a target, which copies nothing else out of the way.
inline constexpr std::size_t kTargetReceiveSize = 1024 * 1024;

struct ListenOptions {
  int backlog = 4096;
  const SocketOptions* sockets = nullptr;  // Of the listener and of what it accepts; null: all as the system says.
};

// What an implementation is like where they differ, so that a loop can make the best of it. Does not change.
struct Traits {
  // The driver never changes: the first thread that submits or waits is the only one ever to call anything but `wake`,
  // `try_send`, `await_room`, `now` and `traits`. `listen` and `adopt` may come before, from whoever sets the loop up.
  bool one_driver = false;
  // Submitted sends are carried out by the next wait, all of them together with the wait itself in one system call: for
  // the driver `submit` is cheaper than `try_send`, which is a system call of its own.
  bool gathers_sends = false;
};

// Who will drive the loop that a backend is made for: one thread all its life, or whichever comes.
enum class Driving : std::uint8_t { kOneThread, kAnyThread };

// Every function but `wake`, `try_send`, `await_room`, `now` and `traits` is called by one thread at a time: the loop's
// driver, which may change between calls unless `Traits::one_driver` says otherwise. Reports may call all of them but
// `wait`. Destroying a backend closes its streams and forgets the operations in flight: they are not reported. Any
// thread may destroy it once nobody calls it any more.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual Traits traits() const noexcept = 0;

  // Listens on a stream address (AF_INET, AF_INET6, AF_UNIX). Never waits. `bound` is what the system made of it. The
  // IPv6 wildcard takes IPv4 too, unless the options say otherwise. A path where nobody listens any more is taken over,
  // one where somebody does is kAddressInUse; closing the stream removes the path.
  virtual Outcome listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) = 0;
  // Moves a connected stream to another backend of the same kind: `detach` gives it up for a descriptor, which `adopt`
  // takes over (also on failure: then it is closed). -1, and nothing changes, where something is in flight on the
  // stream or there is none.
  virtual int detach(Stream stream) = 0;
  virtual Outcome adopt(int descriptor, Stream& stream) = 0;
  // Accepts from a socket that somebody else has bound and listens on, and may go on to when the stream is closed: a
  // path stays, and so does whoever waits to be accepted. `bound` is where it listens. What is no such socket is
  // kInvalidArgument, with an errno that says why: ENOTSOCK or EBADF; ESOCKTNOSUPPORT, not a stream; EAFNOSUPPORT;
  // EINVAL, it does not listen. The descriptor is closed on success, and stays the caller's on failure.
  virtual Outcome adopt_listener(int descriptor, Stream& stream, Address& bound) = 0;
  // How long the peer's host may leave bytes of a connected stream unconfirmed; 0: as long as the system bears it, some
  // quarter of an hour. Then the stream is broken: the first operation that meets it ends with kTimedOut, those behind
  // it like those of a stream that was reset or has ended. Lasts until `close` or `detach`; what a closed stream has
  // still to send is as patient as ever. No effect on local streams.
  //
  // A host that has confirmed all it had room for is well, however long its process takes nothing. It is `wait` that
  // tells it from one that is gone, so where nobody waits for as long as the timeout its stream may end, too. Should it
  // be gone just then, the system finds that out by itself, some minutes later.
  virtual void set_network_timeout(Stream stream, Time timeout) = 0;
  // Of the bytes that were reported as sent at most so many, the last ones, have not arrived: over TCP with the peer's
  // host, which says nothing of its process; over a local stream with the process. Also asked of a broken stream, until
  // it is closed. Bytes sent before `adopt` do not count; 0 for what is no stream.
  //
  // Over TCP this is exact, and stays after a break what it was. Of a local stream the system tells how much memory the
  // unread bytes take, which is hundreds of times their number where they were sent one by one, and forgets even that
  // when the peer goes. So there it is never more than what it was when it was asked before and what was sent since:
  // the more often it is asked, the closer it is.
  virtual std::size_t unconfirmed(Stream stream) = 0;
  // Whether the peer is on this host: over a path, or by one of the host's own addresses.
  virtual bool is_local(Stream stream) = 0;
  virtual Remote remote(Stream stream) = 0;
  // How much of what is sent and not yet taken the system is to hold: more is faster, and lost with the peer. For
  // streams whose peer says what it has got, and for those whose peer does not. Concerns local streams; over TCP the
  // system decides.
  virtual void set_holding(Stream stream, Holding holding) = 0;
  virtual void submit(Operation& operation) = 0;
  virtual void cancel(Operation& operation) = 0;
  // Makes reports until at least one was made, `until` has come, somebody called `wake`, or a signal arrived
  // (kInterrupted; a wake then counts for the next wait). A moment in the past only makes the reports that are due.
  // Returns how many in `reports`.
  virtual Outcome wait(Time until, std::size_t& reports) = 0;
  // Ends the current or the next `wait`. Any thread, at any time; cheap when already woken.
  virtual void wake() = 0;
  // Sends what can be sent at once, in the calling thread; returns how much. kAgain: nothing can be. Any thread, but
  // only while no send is in flight on the stream, and the owner sees to it that the stream is not closed meanwhile.
  virtual Outcome try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) = 0;
  // Waits until the stream takes more, in the calling thread and on the terms of `try_send`: kOk, which a broken stream
  // gives too, kTimedOut, or kInterrupted by a signal.
  virtual Outcome await_room(Stream stream, Time until) = 0;
  // The clock that deadlines of `wait` are read by.
  virtual Time now() = 0;
};

// Chooses: what the caller asked for, else what the environment variable YMQ_BACKEND names, else the default. Where the
// system refuses io_uring, and where any thread may drive, it becomes epoll. `reason` says what was chosen and why.
// Null with the outcome where the wish is unknown or the system refuses epoll too.
std::unique_ptr<Backend> make_backend(ymq::Backend wanted, Driving driving, Outcome& outcome, std::string& reason);

}  // namespace ymq::backend
