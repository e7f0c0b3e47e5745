#include "engine/error.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace ymq::engine {

namespace {

// Plain memory, so that a failing thread needs no allocation and an ending one no destructor.
struct LastError {
  char text[512];
  int system_error;
};

thread_local LastError last_error{};

}  // namespace

Status fail(Status status, std::string_view text, int system_error) noexcept {
  const std::size_t size = std::min(text.size(), sizeof last_error.text - 1);
  std::memcpy(last_error.text, text.data(), size);
  last_error.text[size] = '\0';
  last_error.system_error = system_error;
  return status;
}

const char* last_error_text() noexcept { return last_error.text; }

int last_system_error() noexcept { return last_error.system_error; }

}  // namespace ymq::engine
