#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "base/vocabulary.gen.h"

namespace ymq::wire {

// Why a connection is of no use any more: the peer broke the protocol, is of the wrong type, sent too much, was slow.
struct Fault {
  Status status = Status::kOk;
  std::string text;         // What was wrong, with the value.
  bool of_message = false;  // It is about one message: those before it are sound.

  explicit operator bool() const noexcept { return status != Status::kOk; }
};

inline Fault protocol_fault(std::string text) { return {Status::kProtocol, std::move(text)}; }

// One byte as 0x2a.
std::string hex(std::byte value);
// Bytes of the peer's for a fault's text: quoted, what is not printable as \x2a, cut where it gets long.
std::string quoted(std::span<const std::byte> bytes);

}  // namespace ymq::wire
