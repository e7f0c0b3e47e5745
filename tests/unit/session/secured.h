#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "session/session.h"
#include "unit/wire/bytes.h"

// What tests of mechanisms have in common: sessions that talk to each other in memory.
namespace ymq::test {

inline constexpr wire::SessionId kSession{1, 2};

inline session::Config config_of(ConnectorType type, bool opener, bool acknowledged, std::uint64_t limit = 0) {
  session::Config config;
  config.type = type;
  config.opener = opener;
  config.max_message_size = limit;
  config.handshake_deadline = 100;
  config.metadata = {{"X-Mood", opener ? "caller" : "called"}};
  if (acknowledged) config.offer = wire::Offer{0, 64, {opener ? kSession : wire::SessionId{}, 1}};
  return config;
}

inline void give(session::Session& session, std::string_view text) {
  const BlockRef block = block_of(text);
  session.receive({block->data(), text.size()}, block.get(), 0);
}

inline std::string take_output(session::Session& session) {
  std::vector<std::byte> bytes;
  if (session.has_output()) session.take_output(bytes, 0);
  return text_of(bytes);
}

}  // namespace ymq::test
