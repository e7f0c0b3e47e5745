#include "engine/endpoint.h"

#include <netinet/in.h>
#include <sys/un.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "unit/catch.h"

namespace ymq::engine {

namespace {

struct Accepted {
  std::string text;
  Purpose purpose;
  Transport transport;
  std::string name;
  int port;
};

struct Refused {
  std::string text;
  Purpose purpose;
  Status status;
  std::string reason;  // A piece of it.
};

constexpr Purpose kBind = Purpose::kBind;
constexpr Purpose kConnect = Purpose::kConnect;
constexpr Purpose kProxy = Purpose::kProxy;
constexpr Purpose kSource = Purpose::kSource;

Endpoint parsed(const std::string& text, Purpose purpose) {
  EndpointFault fault;
  const auto endpoint = parse_endpoint(text, purpose, fault);
  INFO(text << ": " << fault.text);
  REQUIRE(endpoint);
  return *endpoint;
}

std::string round_trip(const std::string& text, Purpose purpose) {
  const auto address = direct_address(parsed(text, purpose));
  INFO(text);
  REQUIRE(address);
  return format_endpoint(*address);
}

// Sets TMPDIR for one test.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(const std::string& path) {
    if (const char* value = std::getenv("TMPDIR")) before_ = value;
    setenv("TMPDIR", path.c_str(), 1);
  }
  ~TemporaryDirectory() {
    if (before_.empty()) {
      unsetenv("TMPDIR");
    } else {
      setenv("TMPDIR", before_.c_str(), 1);
    }
  }

 private:
  std::string before_;
};

}  // namespace

TEST_CASE("endpoints are parsed") {
  const std::string longest(107, 'p');
  const auto expected = GENERATE_COPY(values<Accepted>({
      {"tcp://127.0.0.1:5555", kConnect, Transport::kTcp, "127.0.0.1", 5555},
      {"tcp://127.0.0.1:65535", kBind, Transport::kTcp, "127.0.0.1", 65535},
      {"tcp://example.org:1", kConnect, Transport::kTcp, "example.org", 1},
      {"tcp://*:5555", kBind, Transport::kTcp, "*", 5555},
      {"tcp://*:*", kBind, Transport::kTcp, "*", 0},
      {"tcp://lo:0", kBind, Transport::kTcp, "lo", 0},
      {"tcp://[::1]:5555", kConnect, Transport::kTcp, "::1", 5555},
      {"tcp://[::]:*", kBind, Transport::kTcp, "::", 0},
      {"tcp://[fe80::1%eth0]:5555", kConnect, Transport::kTcp, "fe80::1%eth0", 5555},
      {"ipc:///run/x.sock", kConnect, Transport::kIpc, "/run/x.sock", 0},
      {"ipc://relative", kBind, Transport::kIpc, "relative", 0},
      {"ipc://@abstract", kConnect, Transport::kIpc, "@abstract", 0},
      {"ipc://*", kBind, Transport::kIpc, "*", 0},
      {"ipc://" + longest, kBind, Transport::kIpc, longest, 0},
      {"proxy.test:1080", kProxy, Transport::kTcp, "proxy.test", 1080},
      {"[::1]:1080", kProxy, Transport::kTcp, "::1", 1080},
      {"inproc://anything: at all", kConnect, Transport::kInproc, "anything: at all", 0},
  }));
  const Endpoint endpoint = parsed(expected.text, expected.purpose);
  CHECK(endpoint.transport == expected.transport);
  CHECK(endpoint.name == expected.name);
  CHECK(endpoint.port == expected.port);
}

TEST_CASE("what is no endpoint is refused, with the reason") {
  const std::string too_long(108, 'p');
  const auto expected = GENERATE_COPY(values<Refused>({
      {"", kBind, Status::kInvalidEndpoint, "transport://address is expected"},
      {"127.0.0.1:5555", kConnect, Status::kInvalidEndpoint, "transport://address is expected"},
      {"tcp:/127.0.0.1:5555", kConnect, Status::kInvalidEndpoint, "transport://address is expected"},
      {"udp://127.0.0.1:5555", kConnect, Status::kUnsupportedTransport, "\"udp\" is unknown; tcp, ipc and inproc"},
      {"TCP://127.0.0.1:5555", kConnect, Status::kUnsupportedTransport, "\"TCP\" is unknown"},
      {"://x", kConnect, Status::kUnsupportedTransport, "\"\" is unknown"},
      {"tcp://", kConnect, Status::kInvalidEndpoint, "the port is missing"},
      {"tcp://host", kConnect, Status::kInvalidEndpoint, "the port is missing"},
      {"tcp://[::1]", kConnect, Status::kInvalidEndpoint, "the port is missing"},
      {"tcp://:5555", kBind, Status::kInvalidEndpoint, "the host is missing"},
      {"tcp://host:", kConnect, Status::kInvalidEndpoint, "the port \"\" is not a number from 1 to 65535"},
      {"tcp://host:65536", kConnect, Status::kInvalidEndpoint, "the port \"65536\" is not a number"},
      {"tcp://host:-1", kConnect, Status::kInvalidEndpoint, "the port \"-1\" is not a number"},
      {"tcp://host:+1", kConnect, Status::kInvalidEndpoint, "the port \"+1\" is not a number"},
      {"tcp://host: 1", kConnect, Status::kInvalidEndpoint, "the port \" 1\" is not a number"},
      {"tcp://host:1x", kBind, Status::kInvalidEndpoint, "from 1 to 65535, 0 or *"},
      {"tcp://host:5555/path", kConnect, Status::kInvalidEndpoint, "the port \"5555/path\""},
      {"tcp://host:0", kConnect, Status::kInvalidEndpoint, "connecting needs a port"},
      {"tcp://host:*", kConnect, Status::kInvalidEndpoint, "connecting needs a port"},
      {"tcp://*:5555", kConnect, Status::kInvalidEndpoint, "connecting needs a host"},
      {"tcp://::1:5555", kConnect, Status::kInvalidEndpoint, "tcp://[::1]:5555"},
      {"tcp://[::1:5555", kConnect, Status::kInvalidEndpoint, "the bracket of the IPv6 address is not closed"},
      {"tcp://[]:5555", kConnect, Status::kInvalidEndpoint, "\"\" is not an IPv6 address"},
      {"tcp://[host]:5555", kConnect, Status::kInvalidEndpoint, "\"host\" is not an IPv6 address"},
      {"tcp://[127.0.0.1]:5555", kConnect, Status::kInvalidEndpoint, "\"127.0.0.1\" is not an IPv6 address"},
      {"tcp://my host:5555", kConnect, Status::kInvalidEndpoint, "\"my host\" is neither a name nor an address"},
      {"tcp://a/b:5555", kConnect, Status::kInvalidEndpoint, "\"a/b\" is neither a name nor an address"},
      {"tcp://10.0.0.1:0;10.0.0.2:5555", kConnect, Status::kInvalidEndpoint, "said by the option source_address"},
      {"ipc://", kBind, Status::kInvalidEndpoint, "the path is missing"},
      {"ipc://@", kBind, Status::kInvalidEndpoint, "the abstract name after @ is empty"},
      {"ipc://*", kConnect, Status::kInvalidEndpoint, "connecting needs a path"},
      {"ipc://" + too_long, kBind, Status::kInvalidEndpoint, "the path has 108 bytes; at most 107 are possible"},
      {std::string("ipc://a\0b", 9), kBind, Status::kInvalidEndpoint, "it contains a NUL"},
      {"", kProxy, Status::kInvalidEndpoint, "the port is missing; host:port"},
      {"tcp://proxy:1080", kProxy, Status::kInvalidEndpoint, "a proxy has no transport; host:port"},
      {"tcp://127.0.0.1", kSource, Status::kInvalidEndpoint, "a source has no transport; host:port"},
      {"*", kSource, Status::kInvalidEndpoint, "the system chooses where this is empty"},
      {"127.0.0.1:x", kSource, Status::kInvalidEndpoint, "the port \"x\" is not a number"},
      {"::1", kSource, Status::kInvalidEndpoint, "an IPv6 address stands in brackets"},
      {"[::1", kSource, Status::kInvalidEndpoint, "is not closed"},
      {"a b", kSource, Status::kInvalidEndpoint, "neither a name nor an address"},
      {"::1:1080", kProxy, Status::kInvalidEndpoint, "as in [::1]:5555"},
      {"*:1080", kProxy, Status::kInvalidEndpoint, "connecting needs a host"},
      {"inproc://", kConnect, Status::kInvalidEndpoint, "the name is missing"},
  }));
  CAPTURE(expected.text);
  EndpointFault fault{Status::kOk, {}};
  CHECK_FALSE(parse_endpoint(expected.text, expected.purpose, fault));
  CHECK(fault.status == expected.status);
  CAPTURE(fault.text);
  CHECK(fault.text.find(expected.reason) != fault.text.npos);
  CHECK(fault.text.find('"' + expected.text + '"') != fault.text.npos);
}

TEST_CASE("direct addresses are written as they were read") {
  CHECK(round_trip("tcp://127.0.0.1:40123", kConnect) == "tcp://127.0.0.1:40123");
  CHECK(round_trip("tcp://[::1]:5", kConnect) == "tcp://[::1]:5");
  CHECK(round_trip("tcp://[0:0::1]:5", kConnect) == "tcp://[::1]:5");
  CHECK(round_trip("tcp://*:5", kBind) == "tcp://0.0.0.0:5");
  CHECK(round_trip("ipc:///run/x.sock", kConnect) == "ipc:///run/x.sock");
  CHECK(round_trip("ipc://" + std::string(107, 'p'), kBind) == "ipc://" + std::string(107, 'p'));
  CHECK(round_trip("ipc://@name", kConnect) == "ipc://@name");
}

TEST_CASE("the scope of an IPv6 address is kept") {
  const auto address = direct_address(parsed("tcp://[fe80::1%lo]:5", kConnect));
  REQUIRE(address);
  CHECK(reinterpret_cast<const sockaddr_in6&>(address->storage).sin6_scope_id != 0);
  CHECK(format_endpoint(*address) == "tcp://[fe80::1%lo]:5");
}

TEST_CASE("an abstract name has neither path nor NUL behind it") {
  const auto address = direct_address(parsed("ipc://@name", kBind));
  REQUIRE(address);
  CHECK(address->size == offsetof(sockaddr_un, sun_path) + 5);
  CHECK(reinterpret_cast<const sockaddr_un&>(address->storage).sun_path[0] == '\0');
}

TEST_CASE("names and inproc have no direct address") {
  CHECK_FALSE(direct_address(parsed("tcp://localhost:5", kConnect)));
  CHECK_FALSE(direct_address(parsed("tcp://lo:5", kBind)));
  CHECK_FALSE(direct_address(parsed("tcp://999.1.1.1:5", kConnect)));
  CHECK_FALSE(direct_address(parsed("inproc://name", kConnect)));
}

TEST_CASE("the ipc wildcard is another path each time, below TMPDIR where that can be") {
  const Endpoint wildcard = parsed("ipc://*", kBind);
  const auto path = [&] {
    const auto address = direct_address(wildcard);
    REQUIRE(address);
    return format_endpoint(*address);
  };
  {
    const TemporaryDirectory set("/var/tmp");
    const std::string first = path();
    CAPTURE(first);
    CHECK(first.starts_with("ipc:///var/tmp/ymq-"));
    CHECK(first != path());
  }
  for (const std::string& useless : {std::string("relative"), std::string(), '/' + std::string(100, 'd')}) {
    const TemporaryDirectory set(useless);
    const std::string fallen_back = path();
    CAPTURE(fallen_back);
    CHECK(fallen_back.starts_with("ipc:///tmp/ymq-"));
  }
}

TEST_CASE("an address without a name is written as nothing") {
  backend::Address unnamed;
  CHECK(format_endpoint(unnamed).empty());
  unnamed.storage.ss_family = AF_UNIX;
  unnamed.size = sizeof(sa_family_t);
  CHECK(format_endpoint(unnamed).empty());
}

}  // namespace ymq::engine
