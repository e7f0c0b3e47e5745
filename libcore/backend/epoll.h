#pragma once

#include <memory>

#include "backend/backend.h"

namespace ymq::backend {

// Null with the outcome where the system refuses.
std::unique_ptr<Backend> make_epoll_backend(Outcome& outcome);

}  // namespace ymq::backend
