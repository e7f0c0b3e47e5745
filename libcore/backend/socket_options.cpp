#include "backend/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cerrno>
#include <iterator>

#include "backend/errno_map.h"
#include "backend/sockets.h"

namespace ymq::backend {

namespace {

struct Setting {
  OptionId option;
  int level;
  int name;
  int value;
  bool wanted;
};

Outcome refused(OptionId option) noexcept {
  Outcome outcome = outcome_of(errno);
  outcome.refused = option;
  return outcome;
}

Outcome apply(int descriptor, std::span<const Setting> settings) noexcept {
  for (const Setting& each : settings) {
    const bool done = !each.wanted || set_option(descriptor, each.level, each.name, each.value);
    if (!done) return refused(each.option);
  }
  return {};
}

// A socket for IPv6 may carry IPv4, too, which has a type of service of its own.
Outcome set_tcp_options(int descriptor, bool six, const SocketOptions& options) noexcept {
  const int service = options.type_of_service;
  using enum OptionId;
  const Setting settings[] = {
      {kTcpKeepalive, SOL_SOCKET, SO_KEEPALIVE, options.keepalive, options.keepalive >= 0},
      {kTcpKeepaliveIdle, IPPROTO_TCP, TCP_KEEPIDLE, options.keepalive_idle, options.keepalive_idle != 0},
      {kTcpKeepaliveInterval, IPPROTO_TCP, TCP_KEEPINTVL, options.keepalive_interval, options.keepalive_interval != 0},
      {kTcpKeepaliveCount, IPPROTO_TCP, TCP_KEEPCNT, options.keepalive_count, options.keepalive_count != 0},
      {kTypeOfService, IPPROTO_IP, IP_TOS, service, service != 0},
      {kTypeOfService, IPPROTO_IPV6, IPV6_TCLASS, service, six && service != 0},
      {kSocketPriority, SOL_SOCKET, SO_PRIORITY, options.priority, options.priority >= 0},
      {kBusyPoll, SOL_SOCKET, SO_BUSY_POLL, options.busy_poll, options.busy_poll != 0},
  };
  return apply(descriptor, settings);
}

Outcome set_device(int descriptor, const std::string& device) noexcept {
  if (device.empty()) return {};
  const auto size = static_cast<socklen_t>(device.size());
  if (setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, device.data(), size) == 0) return {};
  return refused(OptionId::kBindToDevice);
}

// Before it is bound or connects, because TCP settles then how large the window can become.
Outcome set_buffers(int descriptor, const Buffers& buffers) noexcept {
  const Setting settings[] = {
      {OptionId::kSendBuffer, SOL_SOCKET, SO_SNDBUF, buffers.send, buffers.send != 0},
      {OptionId::kReceiveBuffer, SOL_SOCKET, SO_RCVBUF, buffers.receive, buffers.receive != 0},
  };
  return apply(descriptor, settings);
}

bool is_link_local(const Address& address) noexcept {
  return address.storage.ss_family == AF_INET6 &&
         IN6_IS_ADDR_LINKLOCAL(&reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_addr);
}

bool is_fit_for(const Address& source, const Address& to) noexcept {
  return source.storage.ss_family == to.storage.ss_family && is_link_local(source) == is_link_local(to);
}

// A port of the system's choice is chosen as the socket connects, so that many sockets may share it.
bool bind_source(int descriptor, const Address& source) noexcept {
  const bool any_port = reinterpret_cast<const sockaddr_in&>(source.storage).sin_port == 0;
  set_option(descriptor, any_port ? IPPROTO_IP : SOL_SOCKET, any_port ? IP_BIND_ADDRESS_NO_PORT : SO_REUSEADDR, 1);
  return bind(descriptor, source.get(), source.size) == 0;
}

}  // namespace

bool set_option(int descriptor, int level, int name, int value) noexcept {
  return setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

Outcome set_options(int descriptor, const Address& address, const SocketOptions* options) noexcept {
  if (!options) return {};
  Outcome outcome = set_buffers(descriptor, options->buffers);
  if (!is_tcp(address)) return outcome;
  if (outcome.ok()) outcome = set_tcp_options(descriptor, address.storage.ss_family == AF_INET6, *options);
  return outcome.ok() ? set_device(descriptor, options->device) : outcome;
}

Outcome set_source(int descriptor, const Address& to, const SocketOptions* options) noexcept {
  if (!options || !options->sources || !is_tcp(to)) return {};
  errno = EADDRNOTAVAIL;
  for (const Address& source : *options->sources) {
    if (is_fit_for(source, to) && bind_source(descriptor, source)) return {};
  }
  return refused(OptionId::kSourceAddress);
}

}  // namespace ymq::backend
