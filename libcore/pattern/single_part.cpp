#include "pattern/single_part.h"

#include <algorithm>
#include <utility>

namespace ymq::pattern {

std::span<Part> keep_single_parts(std::span<Part> messages, Effects& effects) {
  if (std::ranges::none_of(messages, [](const Part& part) { return part.more; })) return messages;
  std::size_t kept = 0;
  for (std::span<Part> rest = messages; !rest.empty();) {
    const std::span<Part> message = next_message(rest);
    if (message.size() > 1) {
      ++effects.drops.unexpected;
    } else if (Part& place = messages[kept++]; &place != &message[0]) {
      place = std::move(message[0]);
    }
  }
  return messages.first(kept);
}

}  // namespace ymq::pattern
