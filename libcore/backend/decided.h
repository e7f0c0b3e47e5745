#pragma once

#include <cstdint>

#include "backend/backend.h"

// The note of an operation is the number of its stream while it waits there; once its end is decided and only its
// report is missing, it is the outcome, marked by the highest bit, which no stream number has.
namespace ymq::backend {

inline constexpr std::uint64_t kDecided = std::uint64_t{1} << 63;

inline bool is_decided(const Operation& operation) noexcept { return (operation.note & kDecided) != 0; }

inline std::uint64_t note_of(const Outcome& outcome) noexcept {
  const auto status = static_cast<std::uint32_t>(outcome.status);
  return kDecided | std::uint64_t{status & 0x7fff} << 32 | static_cast<std::uint32_t>(outcome.system_error);
}

inline Outcome outcome_in(std::uint64_t note) noexcept {
  const auto magnitude = static_cast<std::int32_t>(note >> 32 & 0x7fff);
  return {static_cast<Status>(magnitude == 0 ? 0 : magnitude - 0x8000), static_cast<int>(note & 0xffff'ffff)};
}

}  // namespace ymq::backend
