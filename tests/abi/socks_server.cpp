#include "abi/socks_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace abi {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool send_all(int socket, const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

// False at the end of what there is.
bool pass_on(int from, int to) {
  char bytes[65536];
  const ssize_t count = recv(from, bytes, sizeof bytes, 0);
  return count > 0 && send_all(to, std::string(bytes, static_cast<std::size_t>(count)));
}

void relay(int client, int target) {
  pollfd both[] = {{client, POLLIN, 0}, {target, POLLIN, 0}};
  while (poll(both, 2, -1) > 0) {
    if (both[0].revents != 0 && !pass_on(client, target)) return;
    if (both[1].revents != 0 && !pass_on(target, client)) return;
  }
}

std::string numeric(int family, const std::string& address) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family, address.data(), text, sizeof text);
  return text;
}

}  // namespace

// The proxy's side of one connection, up to its last answer.
class SocksServer::Talk {
 public:
  Talk(int client, const SocksManner& manner) : client_(client), manner_(manner), left_(manner.cut_after) {}

  // Nothing where the client went, or was turned away.
  std::optional<std::string> request(std::uint16_t& port) {
    if (manner_.silent) return take(std::size_t(-1)), std::nullopt;
    if (!choose_method()) return {};
    const std::string head = take(4);
    const std::string target = head.size() < 4 ? "" : take_target(head[3]);
    const std::string number = take(2);
    if (target.empty() || number.size() < 2) return {};
    port =
        static_cast<std::uint16_t>(static_cast<unsigned char>(number[0]) << 8 | static_cast<unsigned char>(number[1]));
    return target;
  }
  // With what the target has said already.
  bool reply(int code, const std::string& early = {}) {
    return answer(std::string("\x05", 1) + static_cast<char>(code) + std::string("\0\1\0\0\0\0\0\0", 8) + early);
  }

 private:
  bool choose_method() {
    const std::string head = take(2);
    const std::string methods = head.size() < 2 ? "" : take(static_cast<unsigned char>(head[1]));
    const char wanted = manner_.username.empty() ? '\0' : '\2';
    if (head.empty() || head[0] != 5) return false;
    if (methods.find(wanted) == methods.npos) return answer("\x05\xff"), false;
    return answer(std::string("\x05") + wanted) && (wanted == '\0' || check_login());
  }

  bool check_login() {
    const bool version = take(1) == "\x01";
    const std::string username = take_sized(), password = take_sized();
    const bool welcome = version && username == manner_.username && password == manner_.password;
    return answer(std::string("\x01") + (welcome ? '\0' : '\1')) && welcome;
  }

  std::string take_target(char kind) {
    if (kind == 1) return "ipv4 " + numeric(AF_INET, take(4));
    if (kind == 4) return "ipv6 " + numeric(AF_INET6, take(16));
    return "name " + take_sized();
  }

  std::string take_sized() {
    const std::string size = take(1);
    return size.empty() ? "" : take(static_cast<unsigned char>(size[0]));
  }

  // Fewer where the client goes before.
  std::string take(std::size_t size) {
    std::string bytes;
    char next = 0;
    while (bytes.size() < size && recv(client_, &next, 1, 0) == 1) bytes += next;
    return bytes;
  }

  bool answer(const std::string& bytes) {
    const std::string allowed = bytes.substr(0, left_);
    left_ -= allowed.size();
    const std::size_t piece = manner_.byte_by_byte ? 1 : std::max<std::size_t>(allowed.size(), 1);
    for (std::size_t at = 0; at < allowed.size(); at += piece) {
      if (!send_all(client_, allowed.substr(at, piece))) return false;
    }
    return allowed.size() == bytes.size();
  }

  const int client_;
  const SocksManner& manner_;
  std::size_t left_;
};

SocksServer::SocksServer() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const auto place = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, place, size) != 0 || listen(listener_, 16) != 0 || getsockname(listener_, place, &size) != 0)
    throw std::runtime_error("the proxy cannot listen");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

SocksServer::~SocksServer() {
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  hang_up();
  for (std::thread& talk : talks_) talk.join();
  close(listener_);
}

void SocksServer::set(const SocksManner& manner) {
  const std::lock_guard lock(mutex_);
  manner_ = manner;
}

std::vector<std::string> SocksServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t SocksServer::accepted() {
  const std::lock_guard lock(mutex_);
  return talks_.size();
}

void SocksServer::hang_up() {
  const std::lock_guard lock(mutex_);
  for (const int each : open_) shutdown(each, SHUT_RDWR);
}

void SocksServer::accept_all() {
  for (;;) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int now = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    const std::lock_guard lock(mutex_);
    open_.insert(client);
    talks_.emplace_back([this, client, manner = manner_] {
      serve(client, manner);
      leave(client);
    });
  }
}

void SocksServer::serve(int client, const SocksManner& manner) {
  Talk talk(client, manner);
  std::uint16_t port = 0;
  const auto request = talk.request(port);
  if (!request) return;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(*request);
  }
  if (manner.reply != 0) return static_cast<void>(talk.reply(manner.reply));
  const int target = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (!enter(target)) return;
  const bool connected = connect(target, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  char early[64];
  const ssize_t size = connected && manner.waits_for_target ? recv(target, early, sizeof early, 0) : 0;
  const std::string said(early, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (talk.reply(connected ? 0 : 5, said) && connected) relay(client, target);
  leave(target);
}

// False, and it is closed, where all is ending.
bool SocksServer::enter(int socket) {
  const std::lock_guard lock(mutex_);
  if (!ending_) open_.insert(socket);
  if (ending_) close(socket);
  return !ending_;
}

void SocksServer::leave(int socket) {
  const std::lock_guard lock(mutex_);
  open_.erase(socket);
  close(socket);
}

}  // namespace abi
