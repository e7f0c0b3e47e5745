#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/part.h"

namespace ymq::session {

// Makes messages of one part each of bytes that know no messages, in order: slices of `owner`, which they lie in, of at
// most `most` bytes; 0: no limit. Where memory runs out it throws, and nothing is appended.
void append_raw(std::span<const std::byte> bytes, Block* owner, std::uint64_t most, std::vector<Part>& messages);

}  // namespace ymq::session
