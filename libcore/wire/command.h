#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/fault.h"

// The bodies of command frames (RFC 37): a name behind its length, then data that the name gives a meaning. Encoders
// append a whole frame. Parsers return what is wrong with the bytes, or no fault; what they fill in points into them.
namespace ymq::wire {

using Bytes = std::span<const std::byte>;

inline constexpr std::string_view kHello = "HELLO";
inline constexpr std::string_view kWelcome = "WELCOME";
inline constexpr std::string_view kInitiate = "INITIATE";
inline constexpr std::string_view kReady = "READY";
inline constexpr std::string_view kError = "ERROR";
inline constexpr std::string_view kSubscribe = "SUBSCRIBE";
inline constexpr std::string_view kCancel = "CANCEL";
inline constexpr std::string_view kJoin = "JOIN";
inline constexpr std::string_view kLeave = "LEAVE";
inline constexpr std::string_view kPing = "PING";
inline constexpr std::string_view kPong = "PONG";

inline constexpr std::string_view kSocketType = "Socket-Type";
inline constexpr std::string_view kConnectorToken = "X-YMQ-Connector";
inline constexpr std::string_view kIdentity = "Identity";

inline constexpr std::size_t kMaxIdentity = 255;
inline constexpr std::size_t kMaxPingContext = 16;
// More properties than anybody has use for are refused, so that looking for equal names stays cheap.
inline constexpr std::size_t kMaxProperties = 256;

struct Command {
  std::string_view name;
  Bytes data;
};
Fault parse_command(Bytes body, Command& command);

// The properties of a READY. Names are sent as given and compared without regard to case; the first of equals wins.
using Properties = std::vector<std::pair<std::string, std::string>>;
Fault parse_properties(Bytes data, Properties& properties);
bool same_name(std::string_view one, std::string_view other) noexcept;

// The reason in an ERROR.
Fault parse_error(Bytes data, Bytes& reason);

struct Ping {
  std::uint16_t ttl = 0;  // How long the sender may be silent after it, in tenths of a second.
  Bytes context;          // To be sent back; what is longer than kMaxPingContext is cut.
};
Fault parse_ping(Bytes data, Ping& ping);

// A frame with this name, and data that may come in two pieces.
void append_command(std::vector<std::byte>& out, std::string_view name, Bytes first = {}, Bytes second = {});
void append_properties(std::vector<std::byte>& out, const Properties& properties);
// An empty identity is sent too: libzmq expects the property from the types that have it.
void append_ready(std::vector<std::byte>& out, const Properties& properties);
void append_error(std::vector<std::byte>& out, std::string_view reason);
void append_subscribe(std::vector<std::byte>& out, Bytes topic);
void append_cancel(std::vector<std::byte>& out, Bytes topic);
void append_join(std::vector<std::byte>& out, Bytes group);
void append_leave(std::vector<std::byte>& out, Bytes group);
void append_ping(std::vector<std::byte>& out, const Ping& ping);
void append_pong(std::vector<std::byte>& out, Bytes context);

}  // namespace ymq::wire
