#pragma once

#include "backend/backend.h"

namespace ymq::backend {

// The one place where an errno becomes a status of our own list. 0 is kOk; what is not in the table is kSystem.
Status status_of(int system_error) noexcept;

inline Outcome outcome_of(int system_error) noexcept { return {status_of(system_error), system_error}; }

}  // namespace ymq::backend
