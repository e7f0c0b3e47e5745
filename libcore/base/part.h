#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/block.h"

namespace ymq {

// Bytes of somebody else's, and whose block they lie in: null means that they live only as long as the call.
struct PartView {
  const std::byte* data = nullptr;
  std::size_t size = 0;
  Block* owner = nullptr;
  bool redelivered = false;  // As of a `Part`.

  std::span<const std::byte> bytes() const noexcept { return {data, size}; }
};

// What is said about a part, in one word, which is moved as one.
struct PartTraits {
  std::uint64_t size : 61 = 0;
  std::uint64_t more : 1 = 0;         // Another part of the same message follows.
  std::uint64_t redelivered : 1 = 0;  // In a message's first part: somebody else may have been handed it before.
  std::uint64_t notice : 1 = 0;       // Nobody sent it: a pattern tells its own application of a peer.
};

// One part of a message: bytes of a block, kept alive by a reference. An empty part needs no block.
struct Part : PartTraits {
  BlockRef block;
  const std::byte* data = nullptr;

  std::span<const std::byte> bytes() const noexcept { return {data, static_cast<std::size_t>(size)}; }
  PartView view() const noexcept { return {data, static_cast<std::size_t>(size), block.get(), redelivered != 0}; }

  // A part of its own block with a copy of these bytes; false where memory ran out.
  static bool copy_of(std::span<const std::byte> bytes, Part& part) noexcept;
};

// A whole message: its last part, and only that, has `more` unset.
using Message = std::vector<Part>;
// A whole message that the callee only reads.
using MessageView = std::span<const PartView>;

}  // namespace ymq
