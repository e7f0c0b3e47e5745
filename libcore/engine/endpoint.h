#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/backend.h"
#include "base/vocabulary.gen.h"

// Endpoints as users write them: `tcp://host:port`, `ipc://path`, `inproc://name`.
namespace ymq::engine {

enum class Transport : std::uint8_t { kTcp, kIpc, kInproc };

// What an endpoint is meant for: `*`, port 0 and the names of network interfaces only make sense for binding. Where a
// proxy is stands without a transport: `host:port`, by tcp; so does where connections are made from, whose port may be
// left out.
enum class Purpose : std::uint8_t { kBind, kConnect, kProxy, kSource };

struct Endpoint {
  Transport transport = Transport::kTcp;
  // tcp: a host name, an address (IPv6 without its brackets, perhaps with %scope), or when binding the name of an
  // interface or `*`. ipc: a path, `@name` for an abstract name, or when binding `*`. inproc: the name.
  std::string name;
  std::uint16_t port = 0;  // tcp; 0 when binding: any free one.

  bool wildcard() const noexcept { return name == "*"; }
};

// Why a text is no endpoint: what was wrong with which value, and what would be right.
struct EndpointFault {
  Status status = Status::kInvalidEndpoint;
  std::string text;
};

// Nothing, with the fault, where the text is not an endpoint or not one for this purpose.
std::optional<Endpoint> parse_endpoint(std::string_view text, Purpose purpose, EndpointFault& fault);

// The address of an endpoint whose address can be told without asking anybody: ipc, numeric tcp, and the wildcards
// (`tcp://*:port` is every IPv4 address, `ipc://*` a fresh path below $TMPDIR or /tmp). Nothing for inproc and for
// names.
std::optional<backend::Address> direct_address(const Endpoint& endpoint);

// The address as an endpoint: `tcp://127.0.0.1:40123`, `tcp://[::1]:5`, `ipc:///path`, `ipc://@name`. Empty for an
// address that is none of these, such as the unnamed one of a connecting ipc stream.
std::string format_endpoint(const backend::Address& address);

}  // namespace ymq::engine
