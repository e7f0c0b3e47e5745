#include "engine/endpoint.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/un.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace ymq::engine {

namespace {

constexpr std::size_t kPathOffset = offsetof(sockaddr_un, sun_path);
// The system wants a NUL behind a path. Abstract names are held to the same length.
constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

// Reads one endpoint; each function returns false after it has said why.
class Parser {
 public:
  Parser(std::string_view text, Purpose purpose, EndpointFault& fault)
      : text_(text), purpose_(purpose), fault_(fault) {}

  bool parse(Endpoint& endpoint) {
    if (bare()) return parse_bare(endpoint);
    const std::size_t colon = text_.find("://");
    if (colon == text_.npos) return refuse("transport://address is expected");
    const std::string_view transport = text_.substr(0, colon);
    const std::string_view address = text_.substr(colon + 3);
    if (address.find('\0') != address.npos) return refuse("it contains a NUL");
    if (transport == "tcp") return parse_tcp(address, endpoint);
    if (transport == "ipc") return parse_ipc(address, endpoint);
    if (transport == "inproc") return parse_inproc(address, endpoint);
    return refuse("the transport " + quoted(transport) + " is unknown; tcp, ipc and inproc are supported",
                  Status::kUnsupportedTransport);
  }

 private:
  bool refuse(const std::string& reason, Status status = Status::kInvalidEndpoint) {
    fault_ = {status, (bare() ? "" : "endpoint ") + quoted(text_) + ": " + reason};
    return false;
  }
  // As a tcp endpoint of this purpose is written.
  std::string form(const std::string& place) const { return (bare() ? "" : "tcp://") + place; }
  bool refuse_form(const std::string& reason) { return refuse(reason + "; " + form("host:port") + " is expected"); }

  bool binding() const { return purpose_ == Purpose::kBind; }

  // Without a transport.
  bool bare() const { return purpose_ == Purpose::kProxy || purpose_ == Purpose::kSource; }
  bool from_source() const { return purpose_ == Purpose::kSource; }

  bool parse_bare(Endpoint& endpoint) {
    // The value would end the text that is read of it.
    if (text_.find('\0') != text_.npos) {
      fault_ = {Status::kInvalidEndpoint, "it contains a NUL"};
      return false;
    }
    if (text_.find("://") != text_.npos)
      return refuse_form(from_source() ? "a source has no transport" : "a proxy has no transport");
    return parse_tcp(text_, endpoint);
  }

  bool parse_tcp(std::string_view address, Endpoint& endpoint) {
    endpoint.transport = Transport::kTcp;
    if (address.find(';') != address.npos) {
      return refuse_form("what to connect from is said by the option source_address, not ahead of a semicolon");
    }
    const std::size_t colon = address.rfind(':');
    // The last colon of an address that ends with a bracket belongs to IPv6.
    const bool portless = colon == address.npos || address.back() == ']';
    if (portless && from_source()) return parse_host(address, endpoint);
    if (portless) return refuse_form("the port is missing");
    return parse_host(address.substr(0, colon), endpoint) && parse_port(address.substr(colon + 1), endpoint);
  }

  bool parse_host(std::string_view host, Endpoint& endpoint) {
    if (host.empty()) return refuse_form("the host is missing");
    if (host.front() == '[') return parse_bracketed(host, endpoint);
    if (host.find(':') != host.npos) return refuse("an IPv6 address stands in brackets, as in " + form("[::1]:5555"));
    if (host == "*" && from_source()) return refuse("the system chooses where this is empty");
    if (host == "*" && !binding()) return refuse("* is for binding; connecting needs a host");
    const bool plain =
        std::all_of(host.begin(), host.end(), [](unsigned char c) { return c > ' ' && c != '/' && c != 127; });
    if (!plain) return refuse("the host " + quoted(host) + " is neither a name nor an address");
    endpoint.name = host;
    return true;
  }

  bool parse_bracketed(std::string_view host, Endpoint& endpoint) {
    if (host.back() != ']') return refuse("the bracket of the IPv6 address is not closed");
    endpoint.name = host.substr(1, host.size() - 2);
    const std::string address = endpoint.name.substr(0, endpoint.name.find('%'));
    in6_addr ignored;
    if (inet_pton(AF_INET6, address.c_str(), &ignored) == 1) return true;
    return refuse(quoted(endpoint.name) + " is not an IPv6 address");
  }

  bool parse_port(std::string_view port, Endpoint& endpoint) {
    if (port == "*") port = "0";
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (error != std::errc{} || end != port.data() + port.size()) {
      return refuse("the port " + quoted(port) + " is not a number from 1 to 65535" + (binding() ? ", 0 or *" : ""));
    }
    if (endpoint.port == 0 && !binding() && !from_source())
      return refuse("port 0 and * are for binding; connecting needs a port");
    return true;
  }

  bool parse_ipc(std::string_view path, Endpoint& endpoint) {
    endpoint.transport = Transport::kIpc;
    if (path.empty()) return refuse("the path is missing; ipc://path or ipc://@name is expected");
    if (path == "@") return refuse("the abstract name after @ is empty");
    if (path == "*" && !binding()) return refuse("* is for binding; connecting needs a path");
    if (path.size() > kLongestPath) {
      return refuse("the path has " + std::to_string(path.size()) + " bytes; at most " + std::to_string(kLongestPath) +
                    " are possible");
    }
    endpoint.name = path;
    return true;
  }

  bool parse_inproc(std::string_view name, Endpoint& endpoint) {
    endpoint.transport = Transport::kInproc;
    if (name.empty()) return refuse("the name is missing; inproc://name is expected");
    endpoint.name = name;
    return true;
  }

  const std::string_view text_;
  const Purpose purpose_;
  EndpointFault& fault_;
};

// In the directory for temporary files, with a name that nobody can guess and thus nobody has taken.
std::string fresh_path() {
  std::uint64_t random[2] = {};
  if (getrandom(random, sizeof random, 0) != static_cast<ssize_t>(sizeof random)) return {};
  char name[48];
  const int size = std::snprintf(name, sizeof name, "/ymq-%016llx%016llx", static_cast<unsigned long long>(random[0]),
                                 static_cast<unsigned long long>(random[1]));
  const char* directory = std::getenv("TMPDIR");
  const bool usable =
      directory && *directory == '/' && std::strlen(directory) + static_cast<std::size_t>(size) <= kLongestPath;
  return std::string(usable ? directory : "/tmp") + name;
}

std::optional<backend::Address> local_address(const std::string& name) {
  if (name.empty() || name.size() > kLongestPath) return {};
  backend::Address address;
  auto& local = reinterpret_cast<sockaddr_un&>(address.storage);
  local.sun_family = AF_UNIX;
  std::memcpy(local.sun_path, name.data(), name.size());
  const bool abstract = name.front() == '@';
  if (abstract) local.sun_path[0] = '\0';
  address.size = static_cast<socklen_t>(kPathOffset + name.size() + (abstract ? 0 : 1));
  return address;
}

std::optional<backend::Address> numeric_address(const Endpoint& endpoint) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  const char* host = endpoint.wildcard() ? "0.0.0.0" : endpoint.name.c_str();
  addrinfo* found = nullptr;
  if (getaddrinfo(host, std::to_string(endpoint.port).c_str(), &hints, &found) != 0) return {};
  backend::Address address;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.size = found->ai_addrlen;
  freeaddrinfo(found);
  return address;
}

std::string format_tcp(const backend::Address& address) {
  char host[NI_MAXHOST], port[NI_MAXSERV];
  constexpr int kNumeric = NI_NUMERICHOST | NI_NUMERICSERV;
  if (getnameinfo(address.get(), address.size, host, sizeof host, port, sizeof port, kNumeric) != 0) return {};
  const bool six = address.storage.ss_family == AF_INET6;
  return std::string(six ? "tcp://[" : "tcp://") + host + (six ? "]:" : ":") + port;
}

std::string format_local(const backend::Address& address) {
  if (address.size <= kPathOffset) return {};
  const auto& local = reinterpret_cast<const sockaddr_un&>(address.storage);
  const std::size_t size = address.size - kPathOffset;
  if (local.sun_path[0] == '\0') return "ipc://@" + std::string(local.sun_path + 1, size - 1);
  return "ipc://" + std::string(local.sun_path, strnlen(local.sun_path, size));
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text, Purpose purpose, EndpointFault& fault) {
  Endpoint endpoint;
  if (!Parser(text, purpose, fault).parse(endpoint)) return {};
  return endpoint;
}

std::optional<backend::Address> direct_address(const Endpoint& endpoint) {
  switch (endpoint.transport) {
    case Transport::kTcp:
      return numeric_address(endpoint);
    case Transport::kIpc:
      return local_address(endpoint.wildcard() ? fresh_path() : endpoint.name);
    case Transport::kInproc:
      break;
  }
  return {};
}

std::string format_endpoint(const backend::Address& address) {
  switch (address.storage.ss_family) {
    case AF_INET:
    case AF_INET6:
      return format_tcp(address);
    case AF_UNIX:
      return format_local(address);
    default:
      return {};
  }
}

}  // namespace ymq::engine
