#include "session/raw.h"

#include <algorithm>

namespace ymq::session {

void append_raw(std::span<const std::byte> bytes, Block* owner, std::uint64_t most, std::vector<Part>& messages) {
  if (bytes.empty()) return;
  const std::size_t largest =
      most == 0 ? bytes.size() : static_cast<std::size_t>(std::min<std::uint64_t>(most, bytes.size()));
  messages.reserve(messages.size() + (bytes.size() - 1) / largest + 1);
  while (!bytes.empty()) {
    Part& part = messages.emplace_back();
    part.size = std::min(largest, bytes.size());
    part.block = BlockRef::share(owner);
    part.data = bytes.data();
    bytes = bytes.subspan(part.size);
  }
}

}  // namespace ymq::session
