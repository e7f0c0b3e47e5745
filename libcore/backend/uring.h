#pragma once

#include <memory>
#include <string>

#include "backend/backend.h"

namespace ymq::backend {

// How much of everything one loop has. The defaults are measured (docs/decisions/0007-io-uring.md); tests take less of
// it, so that what seldom runs out does. Each is a power of two.
struct UringLimits {
  unsigned submissions = 256;
  unsigned completions = 4096;
  unsigned small_buffers = 128;
  unsigned large_buffers = 4;
  bool defer = true;  // False: do as on a kernel that cannot defer task work.
};

// Null with the outcome where the system refuses; `refusal` then says what refused, why, and what would help.
std::unique_ptr<Backend> make_uring_backend(Outcome& outcome, std::string& refusal, const UringLimits& limits = {});

}  // namespace ymq::backend
