#pragma once

#include <arpa/inet.h>
#include <endian.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "support.h"

namespace bench {

// The frames of ZMTP around one message of one part, so that bare sockets move the same bytes as the libraries.
struct Frame {
  static constexpr std::size_t kLongestHeader = 9;

  static std::size_t header_size(std::uint64_t body) { return body < 256 ? 2 : kLongestHeader; }
  static std::size_t size(std::uint64_t body) { return header_size(body) + body; }

  // Writes the header and returns where the body begins.
  static std::uint8_t* write_header(std::uint8_t* to, std::uint64_t body) {
    const bool is_long = header_size(body) == kLongestHeader;
    const std::uint64_t big_endian = htobe64(body);
    to[0] = is_long ? kLong : 0;
    if (is_long) std::memcpy(to + 1, &big_endian, sizeof big_endian);
    if (!is_long) to[1] = static_cast<std::uint8_t>(body);
    return to + header_size(body);
  }

  // The length of the body, or `kIncomplete` where the header is not whole yet.
  static std::uint64_t read_header(const std::uint8_t* from, std::size_t available) {
    if (available < 2) return kIncomplete;
    if (from[0] == 0) return from[1];
    if (from[0] != kLong) fail("a frame with unknown flags");
    if (available < kLongestHeader) return kIncomplete;
    std::uint64_t big_endian = 0;
    std::memcpy(&big_endian, from + 1, sizeof big_endian);
    return be64toh(big_endian);
  }

  static constexpr std::uint64_t kIncomplete = ~std::uint64_t{0};

 private:
  static constexpr std::uint8_t kLong = 2;
};

struct RawContext {
  explicit RawContext(const Options&) {}
};

// One end of a bare blocking stream socket. It binds or connects once, to one peer.
class RawEnd {
 public:
  using Context = RawContext;

  RawEnd(Context&, int, const Options& options) : buffers_(options.buffers) {}
  ~RawEnd() {
    close(listener_);
    close(stream_);
  }
  RawEnd(const RawEnd&) = delete;
  RawEnd& operator=(const RawEnd&) = delete;

  // Binds and returns the endpoint with what the system chose.
  std::string bind(const std::string& endpoint) {
    Address address(endpoint);
    listener_ = open(address);
    must(::bind(listener_, address.get(), address.size), "bind");
    must(listen(listener_, 1), "listen");
    must(getsockname(listener_, address.get(), &address.size), "getsockname");
    return address.endpoint(endpoint);
  }
  // Waits for the one that connects. Its socket inherits the listener's options.
  void accept() { stream_ = must(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), "accept"); }
  void connect(const std::string& endpoint) {
    Address address(endpoint);
    stream_ = open(address);
    must(::connect(stream_, address.get(), address.size), "connect");
  }

  void send(const std::uint8_t* bytes, std::size_t size) {
    while (size > 0) {
      const ssize_t sent = ::send(stream_, bytes, size, MSG_NOSIGNAL);
      if (sent < 0) fail(std::string("send: ") + std::strerror(errno));
      bytes += sent;
      size -= static_cast<std::size_t>(sent);
    }
  }
  // Waits until something is there and returns how much of it was taken.
  std::size_t receive(std::uint8_t* bytes, std::size_t capacity) {
    const ssize_t received = ::recv(stream_, bytes, capacity, 0);
    if (received < 0) fail(std::string("recv: ") + std::strerror(errno));
    if (received == 0) fail("the other side hung up");
    return static_cast<std::size_t>(received);
  }

 private:
  static constexpr const char* kTcp = "tcp://127.0.0.1:";
  static constexpr const char* kAbstract = "ipc://@";

  struct Address {
    explicit Address(const std::string& endpoint) {
      if (endpoint.starts_with(kTcp)) {
        auto& in = *reinterpret_cast<sockaddr_in*>(&storage);
        in.sin_family = AF_INET;
        in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        in.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(std::strlen(kTcp)))));
        size = sizeof in;
      } else {
        // The byte before the name, a zero, says that it is an abstract one.
        const std::string name = endpoint.substr(std::strlen(kAbstract));
        auto& un = *reinterpret_cast<sockaddr_un*>(&storage);
        un.sun_family = AF_UNIX;
        std::memcpy(un.sun_path + 1, name.data(), name.size());
        size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
      }
    }
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
    int family() const { return storage.ss_family; }
    std::string endpoint(const std::string& given) const {
      if (family() != AF_INET) return given;
      return kTcp + std::to_string(ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port));
    }

    sockaddr_storage storage{};
    socklen_t size = 0;
  };

  // Sizes of buffers must be known before the connection is: the window of TCP is agreed upon then.
  int open(const Address& address) const {
    const int socket = must(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    if (buffers_ != 0) set(socket, SOL_SOCKET, SO_SNDBUF, buffers_);
    if (buffers_ != 0) set(socket, SOL_SOCKET, SO_RCVBUF, buffers_);
    if (address.family() == AF_INET) set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    return socket;
  }
  static void set(int socket, int level, int option, int value) {
    must(setsockopt(socket, level, option, &value, sizeof value), "setsockopt");
  }

  int buffers_;
  int listener_ = -1;
  int stream_ = -1;
};

}  // namespace bench
