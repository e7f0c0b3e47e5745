#include "backend/sockets.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <limits>
#include <new>

#include "backend/errno_map.h"
#include "backend/socket_options.h"

namespace ymq::backend {

namespace {

bool has_path(const Address& address) {
  if (address.storage.ss_family != AF_UNIX || address.size <= offsetof(sockaddr_un, sun_path)) return false;
  return reinterpret_cast<const sockaddr_un*>(address.get())->sun_path[0] != '\0';
}

int open_socket(const Address& address) {
  return socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

// Between two processes of a machine, more than this under way only leaves the processor's cache on its way, and the
// default of local sockets, half as much, has both sides wait for each other more often. The system may allow less.
constexpr int kLocalBuffer = 512 * 1024;
// The system counts twice as much. Half of the default, so that of large messages no more gets into it than of
// libzmq's, which writes them in more pieces.
constexpr int kLossyBuffer = 48 * 1024;

bool is_loopback(const Address& peer) {
  if (peer.storage.ss_family == AF_INET) {
    return ntohl(reinterpret_cast<const sockaddr_in&>(peer.storage).sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
  }
  if (peer.storage.ss_family != AF_INET6) return false;
  const in6_addr& address = reinterpret_cast<const sockaddr_in6&>(peer.storage).sin6_addr;
  return IN6_IS_ADDR_LOOPBACK(&address) || (IN6_IS_ADDR_V4MAPPED(&address) && address.s6_addr[12] == IN_LOOPBACKNET);
}

// Delay and buffers are a matter of speed only, so a socket that refuses is used as it is.
void prepare_stream(int descriptor, const Address& peer, const Buffers& buffers) {
  if (is_tcp(peer)) set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
  const int send = buffers.send != 0 || !is_loopback(peer) ? buffers.send : kLocalBuffer;
  if (send != 0) set_option(descriptor, SOL_SOCKET, SO_SNDBUF, send);
  if (buffers.receive != 0) set_option(descriptor, SOL_SOCKET, SO_RCVBUF, buffers.receive);
}

bool same_host(const Address& one, const Address& other) {
  if (one.storage.ss_family != other.storage.ss_family) return false;
  if (one.storage.ss_family == AF_INET) {
    const auto& a = reinterpret_cast<const sockaddr_in&>(one.storage);
    const auto& b = reinterpret_cast<const sockaddr_in&>(other.storage);
    return a.sin_addr.s_addr == b.sin_addr.s_addr;
  }
  const auto& a = reinterpret_cast<const sockaddr_in6&>(one.storage);
  const auto& b = reinterpret_cast<const sockaddr_in6&>(other.storage);
  return IN6_ARE_ADDR_EQUAL(&a.sin6_addr, &b.sin6_addr);
}

// A port stands in the same place whatever the family.
bool same_address(const Address& one, const Address& other) {
  const auto port_of = [](const Address& address) {
    return reinterpret_cast<const sockaddr_in&>(address.storage).sin_port;
  };
  return same_host(one, other) && port_of(one) == port_of(other);
}

// The IPv6 wildcard means every address of the machine unless it is told otherwise, whatever the system's default is.
bool set_tcp_listener_options(int descriptor, const Address& address, const SocketOptions* options) {
  if (!set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)) return false;
  const bool only = options && options->ipv6_only;
  return address.storage.ss_family == AF_INET || set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, only);
}

bool nobody_listens(const Address& address) {
  const int descriptor = open_socket(address);
  if (descriptor < 0) return false;
  const bool refused = connect(descriptor, address.get(), address.size) != 0 && errno == ECONNREFUSED;
  ::close(descriptor);
  return refused;
}

// A listener that died leaves its path behind. The file is looked at before asking whether somebody listens and removed
// only if it is still the same then, lest of two who take over one path at once the later removes the earlier's.
bool remove_stale_path(const Address& address) {
  const auto path = BoundPath::at(address);
  if (!path || !nobody_listens(address)) return false;
  path->remove();
  return true;
}

bool bind_to(int descriptor, const Address& address) {
  if (bind(descriptor, address.get(), address.size) == 0) return true;
  if (errno != EADDRINUSE || !has_path(address)) return false;
  if (!remove_stale_path(address)) {
    errno = EADDRINUSE;
    return false;
  }
  return bind(descriptor, address.get(), address.size) == 0;
}

bool start_listening(int descriptor, const Address& address, const ListenOptions& options, Address& bound) {
  if (is_tcp(address) && !set_tcp_listener_options(descriptor, address, options.sockets)) return false;
  if (!bind_to(descriptor, address) || ::listen(descriptor, options.backlog) != 0) return false;
  bound.size = sizeof bound.storage;
  return getsockname(descriptor, bound.get(), &bound.size) == 0;
}

// accept looks for a descriptor before it looks for a connection, so its failure does not mean that there is one.
bool somebody_waits(int listener) {
  pollfd waiting{listener, POLLIN, 0};
  return poll(&waiting, 1, 0) != 0;
}

// Hosts answer two probes a second at most, and the system sends each one later than the one before: a host that is
// well may seem silent for more than a second.
constexpr Time kProbesAnswered = 2 * kSecond;

// False, with errno: it is not told.
bool get_option(int descriptor, int name, int& value) {
  socklen_t size = sizeof value;
  return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0;
}

bool is_unix(int descriptor) {
  int domain = AF_UNIX;
  get_option(descriptor, SO_DOMAIN, domain);
  return domain == AF_UNIX;
}

// The errno for what is wrong with a socket as a listener.
int listener_fault(int descriptor) {
  int type = 0;
  int domain = 0;
  int listens = 0;
  if (!get_option(descriptor, SO_TYPE, type) || !get_option(descriptor, SO_DOMAIN, domain)) return errno;
  if (type != SOCK_STREAM) return ESOCKTNOSUPPORT;
  if (domain != AF_INET && domain != AF_INET6 && domain != AF_UNIX) return EAFNOSUPPORT;
  return get_option(descriptor, SO_ACCEPTCONN, listens) && listens != 0 ? 0 : EINVAL;
}

bool has_hung_up(int descriptor) {
  pollfd ended{descriptor, 0, 0};
  return poll(&ended, 1, 0) != 0;
}

Outcome close_with(int descriptor, const Outcome& outcome) {
  ::close(descriptor);
  return outcome;
}

Outcome close_with(int descriptor, int system_error) { return close_with(descriptor, outcome_of(system_error)); }

}  // namespace

bool is_tcp(const Address& address) noexcept {
  return address.storage.ss_family == AF_INET || address.storage.ss_family == AF_INET6;
}

std::unique_ptr<BoundPath> BoundPath::at(const Address& address) noexcept {
  if (!has_path(address)) return nullptr;
  std::unique_ptr<BoundPath> bound(new (std::nothrow) BoundPath);
  if (!bound) return nullptr;
  const auto* in = reinterpret_cast<const sockaddr_un*>(address.get());
  std::memcpy(bound->path_, in->sun_path,
              std::min<std::size_t>(address.size, sizeof *in) - offsetof(sockaddr_un, sun_path));
  struct stat file;
  if (lstat(bound->path_, &file) != 0 || !S_ISSOCK(file.st_mode)) return nullptr;
  bound->device_ = file.st_dev;
  bound->inode_ = file.st_ino;
  return bound;
}

void BoundPath::remove() noexcept {
  struct stat file;
  if (lstat(path_, &file) == 0 && file.st_dev == device_ && file.st_ino == inode_) unlink(path_);
}

Outcome open_listener(const Address& address, const ListenOptions& options, int& descriptor, Address& bound) noexcept {
  descriptor = open_socket(address);
  if (descriptor < 0) return outcome_of(errno);
  const Outcome outcome = set_options(descriptor, address, options.sockets);
  if (!outcome.ok()) return close_with(descriptor, outcome);
  if (start_listening(descriptor, address, options, bound)) return {};
  return close_with(descriptor, errno);
}

Outcome share_listener(int descriptor, int& own, Address& bound) noexcept {
  if (const int fault = listener_fault(descriptor)) return {Status::kInvalidArgument, fault};
  bound.size = sizeof bound.storage;
  if (getsockname(descriptor, bound.get(), &bound.size) != 0) return outcome_of(errno);
  own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return outcome_of(errno);
  const int flags = fcntl(own, F_GETFL);
  if (flags >= 0 && fcntl(own, F_SETFL, flags | O_NONBLOCK) == 0) return {};
  return close_with(own, errno);
}

Outcome open_connecting(const Address& address, const SocketOptions* options, int& descriptor) noexcept {
  descriptor = open_socket(address);
  if (descriptor < 0) return outcome_of(errno);
  Outcome outcome = set_options(descriptor, address, options);
  if (outcome.ok()) outcome = set_source(descriptor, address, options);
  if (!outcome.ok()) return close_with(descriptor, outcome);
  prepare_stream(descriptor, address, options ? options->buffers : Buffers{});
  return {};
}

Outcome open_connection(const Address& address, const SocketOptions* options, int& descriptor) noexcept {
  const Outcome outcome = open_connecting(address, options, descriptor);
  if (!outcome.ok()) return outcome;
  if (connect(descriptor, address.get(), address.size) == 0 || errno == EINPROGRESS) return {};
  // A local listener whose queue is full does not let anybody wait in line: nothing would become writable.
  if (errno == EAGAIN) return {Status::kConnectionRefused, close_with(descriptor, EAGAIN).system_error};
  return close_with(descriptor, errno);
}

Outcome finish_connection(int descriptor) noexcept {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return outcome_of(error);
  Address own, peer;
  own.size = peer.size = sizeof own.storage;
  if (getpeername(descriptor, peer.get(), &peer.size) != 0) return outcome_of(errno);
  if (!is_tcp(peer) || getsockname(descriptor, own.get(), &own.size) != 0) return {};
  // Two ends of one machine that choose the same free port meet each other: TCP allows a simultaneous open with
  // oneself.
  return {same_address(own, peer) ? Status::kSelfConnection : Status::kOk, 0};
}

Accepted accept_failure(int listener, int system_error) noexcept {
  switch (system_error) {
    case EAGAIN:
      return Accepted::kNothing;
    // accept hands out what the network had to say about the connection that it would have returned.
    case ECONNABORTED:
    case ECONNRESET:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case EINTR:
    case ENETDOWN:
    case ENETUNREACH:
    case ENONET:
    case ENOPROTOOPT:
    case EPROTO:
    case ETIMEDOUT:
      return Accepted::kPassing;
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
    case EOPNOTSUPP:
      return Accepted::kBroken;
    default:
      return somebody_waits(listener) ? Accepted::kShortage : Accepted::kNothing;
  }
}

void prepare_accepted(int descriptor, const Buffers& buffers) noexcept {
  Address peer;
  peer.size = sizeof peer.storage;
  if (getpeername(descriptor, peer.get(), &peer.size) == 0) prepare_stream(descriptor, peer, buffers);
}

Accepted accept_connection(int listener, const Buffers& buffers, int& descriptor, int& system_error) noexcept {
  Address peer;
  peer.size = sizeof peer.storage;
  descriptor = accept4(listener, peer.get(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) {
    system_error = errno;
    return accept_failure(listener, system_error);
  }
  prepare_stream(descriptor, peer, buffers);
  return Accepted::kConnection;
}

Outcome send_segments(int descriptor, std::span<const iovec> segments, std::size_t& sent) noexcept {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(segments.data());
  message.msg_iovlen = std::min(segments.size(), kMaxSegments);
  ssize_t size;
  do {
    size = sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (size < 0 && errno == EINTR);
  sent = size < 0 ? 0 : static_cast<std::size_t>(size);
  return outcome_of(size < 0 ? errno : 0);
}

bool is_local(int descriptor) noexcept {
  Address own;
  Address peer;
  own.size = peer.size = sizeof own.storage;
  if (getsockname(descriptor, own.get(), &own.size) != 0) return false;
  if (own.storage.ss_family == AF_UNIX) return true;
  return getpeername(descriptor, peer.get(), &peer.size) == 0 && (same_host(own, peer) || is_loopback(peer));
}

Remote remote_of(int descriptor) noexcept {
  Remote remote;
  remote.address.size = sizeof remote.address.storage;
  if (getpeername(descriptor, remote.address.get(), &remote.address.size) != 0) remote.address.size = 0;
  ucred credentials{};
  socklen_t size = sizeof credentials;
  const bool local = remote.address.size != 0 && remote.address.storage.ss_family == AF_UNIX;
  if (!local || getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return remote;
  remote.credentials = {static_cast<std::uint32_t>(credentials.pid), credentials.uid, credentials.gid};
  return remote;
}

void set_holding(int descriptor, Holding holding) noexcept {
  int family = 0;
  const bool known = get_option(descriptor, SO_DOMAIN, family);
  const int buffer = holding == Holding::kMore ? kLocalBuffer : kLossyBuffer;
  if (known && family == AF_UNIX) set_option(descriptor, SOL_SOCKET, SO_SNDBUF, buffer);
}

Outcome await_writable(int descriptor, Time until) noexcept {
  const Time left = std::max<Time>(until - system_now(), 0);
  const timespec limit{static_cast<time_t>(left / kSecond), static_cast<long>(left % kSecond)};
  pollfd writable{descriptor, POLLOUT, 0};
  const int ready = ppoll(&writable, 1, &limit, nullptr);
  if (ready == 0) return {Status::kTimedOut, 0};
  return outcome_of(ready < 0 ? errno : 0);
}

bool set_user_timeout(int descriptor, Time timeout) noexcept {
  const Time most = std::numeric_limits<int>::max();
  const Time milliseconds = timeout / kMillisecond + (timeout % kMillisecond != 0 ? 1 : 0);
  return set_option(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(std::min(milliseconds, most)));
}

bool waits_for_room_at_peer(int descriptor, Time timeout) noexcept {
  int waiting = 0;
  tcp_info info{};
  socklen_t size = sizeof info;
  if (ioctl(descriptor, SIOCOUTQ, &waiting) != 0 || waiting == 0) return false;
  if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || info.tcpi_unacked != 0) return false;
  return info.tcpi_probes == 0 || info.tcpi_last_ack_recv * kMillisecond < std::max(timeout, kProbesAnswered);
}

// Of a Unix socket this is the memory of all that its peer has not read to the end. It forgets when the peer goes, but
// hangs up before that: what was asked of it earlier is right.
std::optional<std::size_t> bytes_under_way(int descriptor) noexcept {
  int size = 0;
  if (ioctl(descriptor, SIOCOUTQ, &size) != 0) return std::nullopt;
  if (is_unix(descriptor) && has_hung_up(descriptor)) return std::nullopt;
  return static_cast<std::size_t>(size);
}

void close_socket(int descriptor, Ownership ownership) noexcept {
  if (ownership == Ownership::kSole) shutdown(descriptor, SHUT_RDWR);
  ::close(descriptor);
}

Time system_now() noexcept {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return Time{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace ymq::backend
