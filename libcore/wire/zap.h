#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/part.h"
#include "wire/command.h"

// The messages of ZAP (RFC 27): a handshake asks a handler about a peer.
namespace ymq::wire {

struct ZapRequest {
  std::uint64_t number = 0;  // The answer has the same.
  std::string domain;
  std::string address;   // The peer's.
  std::string identity;  // Ours.
  std::string_view mechanism;
  std::vector<std::string> credentials;
};

struct ZapReply {
  std::uint64_t number = 0;
  int status = 0;  // 200, 300, 400, 500.
  std::string text;
  std::string user_id;
  Properties metadata;
};

// The parts, behind the empty one that a REQ puts in front. Throws std::bad_alloc.
std::vector<Part> make_zap_request(const ZapRequest& request);
// One message. Nothing: it is no reply that makes sense; `number` is set where at least that could be read.
std::optional<ZapReply> parse_zap_reply(std::span<const Part> message, std::optional<std::uint64_t>& number);

}  // namespace ymq::wire
