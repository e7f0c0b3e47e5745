#include "interop/raw_peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <utility>

#include "interop/peer.h"

namespace interop {
namespace {

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool await_readable(int descriptor, milliseconds timeout) {
  pollfd wanted{descriptor, POLLIN, 0};
  return poll(&wanted, 1, static_cast<int>(timeout.count())) > 0;
}

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
  return text;
}

std::uint64_t from_big_endian(const std::string& text) {
  std::uint64_t value = 0;
  for (const char byte : text) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

}  // namespace

std::string greeting(char major, char minor, const std::string& mechanism) {
  std::string text("\xff\0\0\0\0\0\0\0\1\x7f", 10);
  text += major;
  text += minor;
  text += mechanism;
  text.resize(64, '\0');
  return text;
}

std::string long_header(std::uint8_t flags, std::uint64_t size) {
  return std::string(1, static_cast<char>(flags | kLong)) + big_endian(size, 8);
}

std::string frame(std::uint8_t flags, const std::string& body) {
  if (body.size() > 255) return long_header(flags, body.size()) + body;
  return std::string(1, static_cast<char>(flags)) + static_cast<char>(body.size()) + body;
}

std::string message(const std::string& body) { return frame(0, body); }

std::string command(const std::string& name, const std::string& data) {
  return frame(kCommand, static_cast<char>(name.size()) + name + data);
}

std::string property(const std::string& name, const std::string& value) {
  return static_cast<char>(name.size()) + name + big_endian(value.size(), 4) + value;
}

std::string ready(const std::string& socket_type, const std::string& more_properties) {
  return command("READY", property("Socket-Type", socket_type) + more_properties);
}

RawPeer::RawPeer(int descriptor) : descriptor_(descriptor) {
  const int on = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawPeer::RawPeer(const std::string& endpoint) : RawPeer(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  must(descriptor_ >= 0, "socket");
  const sockaddr_in address = loopback(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
  must(connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connect");
}

RawPeer::RawPeer(RawPeer&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

RawPeer::~RawPeer() {
  if (descriptor_ >= 0) close(descriptor_);
}

void RawPeer::send(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = ::send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    // The other side may have had enough already: then what it does next is what the test looks at.
    if (count < 0 && (errno == EPIPE || errno == ECONNRESET)) return;
    must(count > 0, "send");
    sent += static_cast<std::size_t>(count);
  }
}

void RawPeer::send_slowly(const std::string& bytes) {
  for (const char byte : bytes) send(std::string(1, byte));
}

std::size_t RawPeer::receive_some(char* data, std::size_t size) {
  if (!await_readable(descriptor_, kPatience)) throw std::runtime_error("the other side says nothing");
  const ssize_t count = ::recv(descriptor_, data, size, 0);
  if (count < 0 && errno == ECONNRESET) return 0;
  must(count >= 0, "recv");
  return static_cast<std::size_t>(count);
}

std::string RawPeer::recv(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t received = 0; received < size;) {
    const std::size_t count = receive_some(bytes.data() + received, size - received);
    if (count == 0) throw std::runtime_error("the other side closed after " + std::to_string(received) + " bytes");
    received += count;
  }
  return bytes;
}

Frame RawPeer::recv_frame() {
  Frame received;
  received.flags = static_cast<std::uint8_t>(recv(1)[0]);
  const std::uint64_t size = from_big_endian(recv(received.flags & kLong ? 8 : 1));
  received.flags &= static_cast<std::uint8_t>(~kLong);
  received.body = recv(size);
  return received;
}

bool RawPeer::silent(milliseconds duration) { return !await_readable(descriptor_, duration); }

void RawPeer::await_close() {
  char scrap[4096];
  while (receive_some(scrap, sizeof scrap) > 0) continue;
}

void RawPeer::half_close() { shutdown(descriptor_, SHUT_WR); }

void RawPeer::shake_hands(const std::string& socket_type, char minor) {
  send(greeting(3, minor));
  recv(64);
  send(ready(socket_type));
  recv_frame();
}

RawListener::RawListener() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  must(descriptor_ >= 0, "socket");
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  must(bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), size) == 0, "bind");
  must(listen(descriptor_, 16) == 0, "listen");
  must(getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  endpoint_ = "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

RawListener::~RawListener() { close(descriptor_); }

RawPeer RawListener::accept() {
  if (!await_readable(descriptor_, kPatience)) throw std::runtime_error("nobody connects");
  const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
  must(descriptor >= 0, "accept");
  return RawPeer(descriptor);
}

}  // namespace interop
