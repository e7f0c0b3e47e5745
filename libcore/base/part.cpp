#include "base/part.h"

#include <cstring>

namespace ymq {

bool Part::copy_of(std::span<const std::byte> bytes, Part& part) noexcept {
  part = Part{};
  if (bytes.empty()) return true;
  part.block = BlockRef::allocate(bytes.size());
  if (!part.block) return false;
  std::memcpy(part.block->data(), bytes.data(), bytes.size());
  part.data = part.block->data();
  part.size = bytes.size();
  return true;
}

}  // namespace ymq
