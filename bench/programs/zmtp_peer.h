#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>

#include "support.h"

// Connections that speak just enough ZMTP 3.1 with the NULL mechanism, many of them in one thread over one epoll
// descriptor: the peers that every library is measured against, so that the load is the same for all, and the bare
// program at the place of the library, which is the limit.
namespace bench::zmtp {

inline constexpr std::uint8_t kLong = 0x02;
inline constexpr std::uint8_t kCommand = 0x04;
inline constexpr std::size_t kGreetingBytes = 64;
inline constexpr std::size_t kReadBytes = 256 * 1024;

// Raises the limit of descriptors of this process, and of those forked later, to what the system allows.
inline void need_descriptors(std::uint64_t count) {
  rlimit limit{};
  must(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  must(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  constexpr std::uint64_t kBesides = 64;
  if (count + kBesides <= limit.rlim_max) return;
  fail(std::to_string(count) + " peers need " + std::to_string(count + kBesides) +
       " descriptors in each process, but `ulimit -Hn` is " + std::to_string(limit.rlim_max));
}

// An endpoint as the kernel takes it.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

inline Address tcp_address(const std::string& host_and_port) {
  const std::size_t colon = host_and_port.rfind(':');
  sockaddr_in internet{};
  internet.sin_family = AF_INET;
  internet.sin_port = htons(static_cast<std::uint16_t>(std::strtoul(&host_and_port[colon + 1], nullptr, 10)));
  if (inet_pton(AF_INET, host_and_port.substr(0, colon).c_str(), &internet.sin_addr) != 1) fail("no IPv4 address");
  Address address;
  std::memcpy(&address.storage, &internet, sizeof internet);
  address.size = sizeof internet;
  return address;
}

inline Address ipc_address(std::string path) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  if (path.size() >= sizeof local.sun_path) fail("the path is too long: " + path);
  if (path[0] == '@') path[0] = '\0';
  std::memcpy(local.sun_path, path.data(), path.size());
  Address address;
  std::memcpy(&address.storage, &local, sizeof local);
  const bool abstract = path[0] == '\0';
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (abstract ? 0 : 1));
  return address;
}

inline Address address_of(const std::string& endpoint) {
  const std::size_t scheme = endpoint.find("://");
  const std::string rest = endpoint.substr(scheme + 3);
  return endpoint.starts_with("tcp") ? tcp_address(rest) : ipc_address(rest);
}

inline int open_socket(const Address& address, int buffers) {
  const int descriptor = must(socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  for (const int which : {SO_SNDBUF, SO_RCVBUF}) {
    if (buffers != 0) must(setsockopt(descriptor, SOL_SOCKET, which, &buffers, sizeof buffers), "setsockopt");
  }
  return descriptor;
}

inline void send_without_delay(int descriptor) {
  const int on = 1;
  // A socket that is not TCP refuses, and has no delay either.
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

// A frame within received bytes.
struct Frame {
  std::uint8_t flags = 0;
  std::uint8_t* body = nullptr;
  std::size_t size = 0;

  std::uint8_t* end() const { return body + size; }
};

inline std::uint64_t big_endian(const std::uint8_t* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return __builtin_bswap64(value);
}

// The frame at the front of the bytes; false where it is not there as a whole.
inline bool parse_frame(std::uint8_t* at, const std::uint8_t* end, Frame& frame) {
  const std::ptrdiff_t header = end != at && (*at & kLong) ? 9 : 2;
  if (end - at < header) return false;
  frame.flags = *at;
  frame.size = header == 9 ? big_endian(at + 1) : at[1];
  frame.body = at + header;
  return static_cast<std::size_t>(end - frame.body) >= frame.size;
}

inline void append_frame(std::string& out, std::uint8_t flags, std::string_view body) {
  const bool is_long = body.size() > 255;
  out += static_cast<char>(flags | (is_long ? kLong : 0));
  for (int shift = is_long ? 56 : 0; shift >= 0; shift -= 8) out += static_cast<char>(body.size() >> shift);
  out += body;
}

inline std::string frame_of(std::uint8_t flags, std::string_view body) {
  std::string frame;
  append_frame(frame, flags, body);
  return frame;
}

inline std::string command(std::string_view name, std::string_view data = {}) {
  return frame_of(kCommand, static_cast<char>(name.size()) + std::string(name) + std::string(data));
}

inline std::string greeting() {
  std::string bytes(kGreetingBytes, '\0');
  bytes[0] = '\xff';
  bytes.replace(8, 4, "\x01\x7f\x03\x01");
  bytes.replace(12, 4, "NULL");
  return bytes;
}

inline std::string ready_command(std::string_view socket_type) {
  std::string data = std::string("\x0bSocket-Type") + std::string("\0\0\0", 3);
  data += static_cast<char>(socket_type.size());
  return command("READY", data + std::string(socket_type));
}

// One end of a connection; never waits.
class Connection {
 public:
  Connection(int descriptor, std::size_t index) : index_(static_cast<std::uint32_t>(index)), descriptor_(descriptor) {}
  ~Connection() { close(descriptor_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Its number among its kind, from 0.
  std::size_t index() const { return index_; }
  int descriptor() const { return descriptor_; }
  bool in_traffic() const { return phase_ == Phase::kTraffic; }
  // Whether the kernel took less than it was given.
  bool blocked() const { return blocked_; }

  void greet() { send(greeting()); }

  // Goes on with the handshake as far as bytes are there, and no further: what follows it stays in the kernel.
  void shake_hands(std::string_view socket_type) {
    while (!in_traffic() && read_exactly(wanted())) step(socket_type);
  }

  // How many bytes came: 0 where there are none now, -1 where the other side has closed.
  std::ptrdiff_t receive(std::uint8_t* bytes, std::size_t capacity) {
    const ssize_t size = recv(descriptor_, bytes, capacity, MSG_DONTWAIT);
    if (size > 0) return size;
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (size < 0 && errno != ECONNRESET) fail(std::string("recv: ") + std::strerror(errno));
    return -1;
  }

  // Writes as much as the kernel takes now, and returns how much.
  std::size_t send_some(std::string_view bytes) {
    const std::size_t taken = write_now(bytes);
    blocked_ = taken < bytes.size();
    return taken;
  }
  // Writes; what the kernel does not take now is kept for `send_rest`.
  void send(std::string_view bytes) {
    const std::size_t taken = blocked() ? 0 : send_some(bytes);
    unsent_.append(bytes.substr(taken));
  }
  void send(const std::uint8_t* bytes, std::size_t size) { send({reinterpret_cast<const char*>(bytes), size}); }
  // To be called when the kernel takes bytes again.
  void send_rest() {
    if (!unsent_.empty()) gone_ += write_now(std::string_view(unsent_).substr(gone_));
    if (gone_ < unsent_.size()) return;
    unsent_.clear();
    gone_ = 0;
    blocked_ = false;
  }

  // The whole frames at the front of what came, handed to `on_frame` in turn, and where they stand; the rest is kept
  // until more of it comes. Their bytes may be changed. `buffer` is only used during the call, so that connections may
  // share it; it must hold any frame. Null: the other side has closed.
  template <typename OnFrame>
  std::pair<std::uint8_t*, std::size_t> receive_frames(std::span<std::uint8_t> buffer, OnFrame&& on_frame) {
    std::copy(rest_.begin(), rest_.end(), buffer.begin());
    const std::ptrdiff_t size = receive(buffer.data() + rest_.size(), buffer.size() - rest_.size());
    if (size < 0) return {};
    std::uint8_t* const end = buffer.data() + rest_.size() + size;
    std::uint8_t* at = buffer.data();
    for (Frame frame; parse_frame(at, end, frame); at = frame.end()) on_frame(frame);
    if (at == buffer.data() && end == buffer.data() + buffer.size()) fail("a frame is larger than expected");
    rest_.assign(at, end);
    return {buffer.data(), static_cast<std::size_t>(at - buffer.data())};
  }

 private:
  enum class Phase : std::uint8_t { kGreeting, kHeader, kReady, kTraffic };

  std::size_t wanted() const {
    if (phase_ == Phase::kGreeting) return kGreetingBytes;
    return phase_ == Phase::kHeader ? 2 : rest_[1] + 2U;
  }

  // Reads until `rest_` has that many bytes; false where they are not there yet.
  bool read_exactly(std::size_t size) {
    const std::size_t before = rest_.size();
    rest_.resize(size);
    const std::ptrdiff_t came = receive(&rest_[before], size - before);
    if (came < 0) fail("the other side closed a connection before its handshake was over");
    rest_.resize(before + static_cast<std::size_t>(came));
    return rest_.size() == size;
  }

  void step(std::string_view socket_type) {
    if (phase_ == Phase::kHeader) return expect(rest_[0] == kCommand, Phase::kReady);
    if (phase_ == Phase::kGreeting) {
      expect(rest_[0] == 0xff && rest_[10] >= 3, Phase::kHeader);
      send(ready_command(socket_type));
    } else {
      expect(rest_.size() >= 8 && std::memcmp(&rest_[2], "\5READY", 6) == 0, Phase::kTraffic);
    }
    std::vector<std::uint8_t>().swap(rest_);
  }

  void expect(bool good, Phase next) {
    if (!good) fail("the other side does not speak ZMTP 3 as expected");
    phase_ = next;
  }

  // How many of the bytes the kernel took. A connection that is closed takes all: reading tells of it.
  std::size_t write_now(std::string_view bytes) {
    const ssize_t taken = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken >= 0) return static_cast<std::size_t>(taken);
    if (errno == EAGAIN || errno == EINTR) return 0;
    if (errno != EPIPE && errno != ECONNRESET) fail(std::string("send: ") + std::strerror(errno));
    return bytes.size();
  }

  std::string unsent_;
  // How much at the front of `unsent_` has been sent since.
  std::size_t gone_ = 0;
  std::vector<std::uint8_t> rest_;
  std::uint32_t index_;
  int descriptor_;
  Phase phase_ = Phase::kGreeting;
  bool blocked_ = false;
};

// Many connections, served by the thread that calls. What they say after the handshake is the Traffic's:
//   void begin(Connection&)     the handshake is over
//   bool readable(Connection&)  bytes came; false: the connection has been closed
//   void writable(Connection&)  the kernel takes bytes again, and has taken what `send` had kept
template <typename Traffic>
class Connections {
 public:
  Connections(const Options& options, std::string_view socket_type, Traffic& traffic)
      : options_(options),
        socket_type_(socket_type),
        traffic_(traffic),
        poll_(must(epoll_create1(0), "epoll_create1")) {}
  ~Connections() {
    if (listener_ >= 0) close(listener_);
    close(poll_);
  }
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  std::size_t open() const { return open_; }
  std::size_t in_traffic() const { return in_traffic_; }
  const std::vector<std::unique_ptr<Connection>>& all() const { return connections_; }

  // Returns the endpoint with what the system chose.
  std::string listen(const std::string& endpoint) {
    Address address = address_of(endpoint);
    listener_ = open_socket(address, options_.buffers);
    must(bind(listener_, address.get(), address.size), "bind");
    must(::listen(listener_, SOMAXCONN), "listen");
    watch(EPOLL_CTL_ADD, listener_, EPOLLIN, nullptr);
    must(getsockname(listener_, address.get(), &address.size), "getsockname");
    if (address.storage.ss_family != AF_INET) return endpoint;
    const auto port = reinterpret_cast<const sockaddr_in&>(address.storage).sin_port;
    return "tcp://127.0.0.1:" + std::to_string(ntohs(port));
  }

  // Makes that many connections, few at a time, so that they never overrun the backlog of the side that listens.
  void connect(const std::string& endpoint, std::uint64_t count) {
    constexpr std::size_t kAtOnce = 64;
    Address address = address_of(endpoint);
    while (in_traffic_ < count) {
      while (connections_.size() < count && connections_.size() - in_traffic_ < kAtOnce) {
        const int descriptor = open_socket(address, options_.buffers);
        must(::connect(descriptor, address.get(), address.size), "connect");
        adopt(descriptor);
      }
      turn(-1);
    }
  }

  // Serves what is ready, and waits for something where nothing is; -1: for ever.
  void turn(int timeout_ms) {
    const int count = epoll_wait(poll_, events_.data(), static_cast<int>(events_.size()), timeout_ms);
    if (count < 0 && errno != EINTR) fail(std::string("epoll_wait: ") + std::strerror(errno));
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events_[static_cast<std::size_t>(i)];
      if (event.data.ptr == nullptr) {
        accept_one();
      } else {
        serve(*static_cast<Connection*>(event.data.ptr), event.events);
      }
    }
  }

  // To be called after bytes were sent outside of `turn`.
  void watch_for_room(Connection& connection) {
    watch(EPOLL_CTL_MOD, connection.descriptor(), connection.blocked() ? EPOLLIN | EPOLLOUT : EPOLLIN, &connection);
  }

 private:
  void watch(int operation, int descriptor, std::uint32_t events, Connection* connection) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = connection;
    must(epoll_ctl(poll_, operation, descriptor, &event), "epoll_ctl");
  }

  void accept_one() { adopt(must(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), "accept4")); }

  void adopt(int descriptor) {
    send_without_delay(descriptor);
    connections_.push_back(std::make_unique<Connection>(descriptor, connections_.size()));
    ++open_;
    Connection& connection = *connections_.back();
    watch(EPOLL_CTL_ADD, descriptor, EPOLLIN, &connection);
    connection.greet();
  }

  void serve(Connection& connection, std::uint32_t events) {
    const bool was_blocked = connection.blocked();
    if (was_blocked && (events & EPOLLOUT) != 0) send_rest(connection);
    if ((events & ~EPOLLOUT) != 0 && !read(connection)) return drop(connection);
    if (connection.blocked() != was_blocked) watch_for_room(connection);
  }

  void send_rest(Connection& connection) {
    connection.send_rest();
    if (connection.in_traffic() && !connection.blocked()) traffic_.writable(connection);
  }

  bool read(Connection& connection) {
    if (connection.in_traffic()) return traffic_.readable(connection);
    connection.shake_hands(socket_type_);
    if (!connection.in_traffic()) return true;
    ++in_traffic_;
    traffic_.begin(connection);
    return true;
  }

  void drop(Connection& connection) {
    --open_;
    connections_[connection.index()].reset();
  }

  const Options& options_;
  std::string_view socket_type_;
  Traffic& traffic_;
  int poll_;
  int listener_ = -1;
  std::size_t open_ = 0;
  std::size_t in_traffic_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::array<epoll_event, 512> events_{};
};

}  // namespace bench::zmtp
