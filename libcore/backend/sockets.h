#pragma once

#include <sys/types.h>
#include <sys/un.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "backend/backend.h"

// Sockets as every backend of this system opens them: non-blocking, closed on exec, and without Nagle's delay; and the
// clock that all of them read.
namespace ymq::backend {

// A socket path that a listener made, to be removed with it.
class BoundPath {
 public:
  // What lies at the path of this address now; null for an address without a path, and where memory ran out.
  static std::unique_ptr<BoundPath> at(const Address& address) noexcept;
  // Removes the path unless somebody else has put a file of his own there.
  void remove() noexcept;

 private:
  char path_[sizeof(sockaddr_un::sun_path) + 1] = {};
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

Outcome open_listener(const Address& address, const ListenOptions& options, int& descriptor, Address& bound) noexcept;
// A descriptor of our own for a socket that somebody else listens on, and where; as `Backend::adopt_listener` has it.
Outcome share_listener(int descriptor, int& own, Address& bound) noexcept;
// A socket that is to connect to this address; `options` may be null.
Outcome open_connecting(const Address& address, const SocketOptions* options, int& descriptor) noexcept;
// The same, and begins to connect; the descriptor becomes writable when that has ended.
Outcome open_connection(const Address& address, const SocketOptions* options, int& descriptor) noexcept;
// How the attempt ended: call when the descriptor has become writable.
Outcome finish_connection(int descriptor) noexcept;

enum class Accepted : std::uint8_t {
  kConnection,
  kNothing,   // Nobody is waiting.
  kPassing,   // That one is lost; the next may be better.
  kShortage,  // Of descriptors or memory: try again in a while.
  kBroken,    // This is no listener.
};
// What it means that an attempt to accept from this listener failed.
Accepted accept_failure(int listener, int system_error) noexcept;
bool is_tcp(const Address& address) noexcept;
// For a connection that was accepted by other means than `accept_connection`. Its buffers are all of its listener's
// options that it would not have otherwise.
void prepare_accepted(int descriptor, const Buffers& buffers) noexcept;
// `system_error` is set unless there was a connection.
Accepted accept_connection(int listener, const Buffers& buffers, int& descriptor, int& system_error) noexcept;

// Sends at most kMaxSegments of these without waiting.
Outcome send_segments(int descriptor, std::span<const iovec> segments, std::size_t& sent) noexcept;

// Waits, in the calling thread: kOk, kTimedOut or kInterrupted.
Outcome await_writable(int descriptor, Time until) noexcept;

// How long a TCP connection may stay without confirmation until the system gives it up; 0: as long as it likes. False
// where there is no such thing.
bool set_user_timeout(int descriptor, Time timeout) noexcept;
// Whether bytes wait because the peer has no room for them, not because the network lost them: its host has confirmed
// all that was sent, and answers when the system asks it for room; if it ceased to answer, not yet for so long.
bool waits_for_room_at_peer(int descriptor, Time timeout) noexcept;
// Whether the peer of a connection is on this host.
bool is_local(int descriptor) noexcept;
Remote remote_of(int descriptor) noexcept;
// How much of what is sent over a local stream the system holds.
void set_holding(int descriptor, Holding holding) noexcept;
// At most so many of the bytes written to a connection have not arrived; nothing where the system does not know.
std::optional<std::size_t> bytes_under_way(int descriptor) noexcept;

// Whether others may go on to use a socket that we close.
enum class Ownership : std::uint8_t { kSole, kShared };
// Closes a descriptor. Unless the socket is shared it ends for copies in forked children, too.
void close_socket(int descriptor, Ownership ownership = Ownership::kSole) noexcept;

Time system_now() noexcept;

}  // namespace ymq::backend
