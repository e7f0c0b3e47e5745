#include <cstring>

#include "abi/support.h"

namespace abi {
namespace {

struct NumberOption {
  ymq_option_id id;
  std::int64_t least;
  std::int64_t greatest;
  std::int64_t usual;
};

constexpr std::int64_t kInt32 = 0x7fffffff;
constexpr std::int64_t kExact = 0x1fffffffffffff;
constexpr NumberOption kNumbers[] = {
    {YMQ_OPTION_SEND_HWM, 0, kInt32, 1000},
    {YMQ_OPTION_RECEIVE_HWM, 0, kInt32, 1000},
    {YMQ_OPTION_SEND_HWM_BYTES, 0, kExact, 0},
    {YMQ_OPTION_RECEIVE_HWM_BYTES, 0, kExact, 0},
    {YMQ_OPTION_LINGER, -1, kInt32, 1000},
    {YMQ_OPTION_RECONNECT_INTERVAL, 1, kInt32, 100},
    {YMQ_OPTION_RECONNECT_INTERVAL_MAX, 1, kInt32, 5000},
    {YMQ_OPTION_HANDSHAKE_TIMEOUT, 0, kInt32, 30000},
    {YMQ_OPTION_MAX_MESSAGE_SIZE, 0, kExact, 0x100000000},
    {YMQ_OPTION_ROUTER_MANDATORY, 0, 1, 0},
    {YMQ_OPTION_BACKLOG, 1, 65535, 4096},
    {YMQ_OPTION_HEARTBEAT_INTERVAL, 0, kInt32, 5000},
    {YMQ_OPTION_HEARTBEAT_TIMEOUT, -1, kInt32, -1},
    {YMQ_OPTION_HEARTBEAT_TTL, 0, 65500, 0},
    {YMQ_OPTION_ACKNOWLEDGED_DELIVERY, 0, 1, 1},
    {YMQ_OPTION_SESSION_LIFETIME, 0, kInt32, 30'000},
    {YMQ_OPTION_UNACKNOWLEDGED_BYTES, 0, kExact, 16 * 1024 * 1024},
    {YMQ_OPTION_MAX_SESSIONS, 0, kInt32, 10'000},
    {YMQ_OPTION_NETWORK_TIMEOUT, 0, kInt32, 20'000},
    {YMQ_OPTION_REQUEST_TIMEOUT, 0, kInt32, 0},
    {YMQ_OPTION_REQUEST_RETRIES, 0, kInt32, 3},
    {YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 0, 1, 0},
    {YMQ_OPTION_CONNECT_TIMEOUT, 0, kInt32, 0},
    {YMQ_OPTION_RECONNECT_STOP, 0, 7, 0},
    {YMQ_OPTION_TCP_KEEPALIVE, -1, 1, -1},
    {YMQ_OPTION_TCP_KEEPALIVE_IDLE, 0, 32767, 0},
    {YMQ_OPTION_TCP_KEEPALIVE_INTERVAL, 0, 32767, 0},
    {YMQ_OPTION_TCP_KEEPALIVE_COUNT, 0, 127, 0},
    {YMQ_OPTION_TYPE_OF_SERVICE, 0, 255, 0},
    {YMQ_OPTION_SOCKET_PRIORITY, -1, kInt32, -1},
    {YMQ_OPTION_SEND_BUFFER, 0, 0x3fff'ffff, 0},
    {YMQ_OPTION_RECEIVE_BUFFER, 0, 0x3fff'ffff, 0},
    {YMQ_OPTION_BUSY_POLL, 0, 1'000'000, 0},
    {YMQ_OPTION_IPV6_ONLY, 0, 1, 0},
};

}  // namespace

TEST_CASE("number options have their defaults, keep what is set, and refuse what is out of range") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_ROUTER);
  for (const NumberOption& option : kNumbers) {
    INFO("option " << option.id);
    CHECK(connector.number(option.id) == option.usual);
    for (const std::int64_t value : {option.least, option.greatest, option.least + 1, option.greatest - 1}) {
      if (value < option.least || value > option.greatest) continue;
      connector.set(option.id, value);
      CHECK(connector.number(option.id) == value);
    }
    const std::int64_t before = connector.number(option.id);
    for (const std::int64_t value : {option.least - 1, option.greatest + 1, INT64_MIN, INT64_MAX}) {
      CHECK(outcome_of([&] { connector.set(option.id, value); }) == "INVALID_ARGUMENT");
      CHECK(std::string(ymq_last_error(nullptr)).find(std::to_string(value)) != std::string::npos);
      CHECK(connector.number(option.id) == before);
    }
  }
}

TEST_CASE("the identity takes 0 to 255 bytes that do not begin with zero") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_DEALER);
  CHECK(connector.text(YMQ_OPTION_IDENTITY) == "");
  for (const std::string& identity :
       {std::string("a"), std::string("a\0b\xff", 4), std::string(255, 'i'), std::string()}) {
    connector.set(YMQ_OPTION_IDENTITY, identity);
    CHECK(connector.text(YMQ_OPTION_IDENTITY) == identity);
  }
  connector.set(YMQ_OPTION_IDENTITY, "kept");
  CHECK(outcome_of([&] { connector.set(YMQ_OPTION_IDENTITY, std::string(256, 'i')); }) == "INVALID_ARGUMENT");
  CHECK(outcome_of([&] { connector.set(YMQ_OPTION_IDENTITY, std::string("\0a", 2)); }) == "INVALID_ARGUMENT");
  CHECK(connector.text(YMQ_OPTION_IDENTITY) == "kept");
}

TEST_CASE("an option that does not fit into the caller's room is not written, and its length told") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_DEALER);
  connector.set(YMQ_OPTION_IDENTITY, "four");
  std::uint8_t value[8];
  std::memset(value, '?', sizeof value);
  CHECK(connector_get_option(connector.get(), YMQ_OPTION_IDENTITY, value, 3) == 4);
  CHECK(connector_get_option(connector.get(), YMQ_OPTION_LINGER, value, 7) == 8);
  CHECK(connector_get_option(connector.get(), YMQ_OPTION_IDENTITY, nullptr, 0) == 4);
  CHECK(std::string(reinterpret_cast<char*>(value), 8) == "????????");
}

TEST_CASE("read-only options are read and not written, and unknown ones are not found") {
  const ymq::IoContext context;
  for (int type = YMQ_PAIR; type <= YMQ_PUSH; ++type) {
    ymq::Connector connector(context, static_cast<ymq_connector_type>(type));
    CHECK(connector.number(YMQ_OPTION_TYPE) == type);
    CHECK(connector.text(YMQ_OPTION_LAST_ENDPOINT) == "");
    CHECK(outcome_of([&] { connector.set(YMQ_OPTION_TYPE, 1); }) == "READ_ONLY");
    CHECK(outcome_of([&] { connector.set(YMQ_OPTION_LAST_ENDPOINT, "tcp://x:1"); }) == "READ_ONLY");
    std::uint8_t value[8] = {};
    for (const std::int32_t number : {0, -1, 1'000, 1'000'000}) {
      CHECK(name_of(connector_set_option(connector.get(), number, value, sizeof value)) == "NOT_FOUND");
      CHECK(name_of(connector_get_option(connector.get(), number, value, sizeof value)) == "NOT_FOUND");
    }
  }
}

TEST_CASE("a high-water mark that is raised lets more in at once, and one that is lowered less") {
  const ymq::IoContext context;
  ymq::Connector sender(context, YMQ_PUSH);
  sender.set(YMQ_OPTION_SEND_HWM, 5);
  sender.connect(free_endpoint("tcp"));
  CHECK(fill(sender, "x") == 5);
  sender.set(YMQ_OPTION_SEND_HWM, 8);
  CHECK(fill(sender, "x") == 3);
  auto waiting = std::async(std::launch::async, [&] { return sender.try_send("x", kPatience); });
  sender.set(YMQ_OPTION_SEND_HWM, 100);
  CHECK(waiting.get());
  sender.set(YMQ_OPTION_SEND_HWM, 4);
  CHECK(fill(sender, "x") == 0);
  CHECK(sender.stats().messages_queued == 9);
}

TEST_CASE("statistics count what was sent and received, and write as much as the caller knows") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.connected.send(message_of({"abc", "de"}), kPatience);
  pair.connected.send("f", kPatience);
  receive(pair.bound);
  receive(pair.bound);
  const ymq_connector_stats sent = pair.connected.stats();
  const ymq_connector_stats received = pair.bound.stats();
  CHECK(sent.messages_sent == 2);
  CHECK(sent.bytes_sent == 6);
  CHECK(sent.messages_received == 0);
  CHECK(sent.messages_queued == 0);
  CHECK(received.messages_received == 2);
  CHECK(received.bytes_received == 6);
  CHECK(received.messages_sent == 0);
  CHECK(received.messages_waiting == 0);
  CHECK(received.peers == 1);
  CHECK(received.links_opened == 1);
  ymq_connector_stats small{};
  small.size = 16;
  std::memset(reinterpret_cast<char*>(&small) + 16, 0x5a, sizeof small - 16);
  REQUIRE(connector_get_stats(pair.bound.get(), &small) == YMQ_OK);
  CHECK(small.size == 16);
  CHECK(small.peers == 1);
  CHECK(small.messages_received == 0x5a5a5a5a5a5a5a5a);
}

}  // namespace abi
