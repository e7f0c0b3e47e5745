#pragma once

#include <cstddef>
#include <string_view>

#include "wire/command.h"

// What users say about themselves in a READY, as they write it: lines of `X-Name: value`.
namespace ymq::wire {

// So many lines at most: peers refuse a READY with more than kMaxProperties, ours among them.
inline constexpr std::size_t kMaxMetadata = 128;

// The properties of the text; blank lines are nothing. The fault (kInvalidArgument) says which line is wrong, and what
// would be right.
Fault parse_metadata(std::string_view text, Properties& properties);

}  // namespace ymq::wire
