#pragma once

#include <string_view>

#include "base/vocabulary.gen.h"

// The text behind the last failure of a call, kept for each thread (`ymq_last_error`).
namespace ymq::engine {

// Notes why the calling thread's call fails, with the errno behind it, and gives the status back: `return fail(...)`.
Status fail(Status status, std::string_view text, int system_error = 0) noexcept;

// Valid until the thread fails again. Empty when it never did.
const char* last_error_text() noexcept;
int last_system_error() noexcept;

}  // namespace ymq::engine
