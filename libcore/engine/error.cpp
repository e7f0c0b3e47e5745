#include "engine/error.h"

#include <algorithm>
#include <cstddef>

namespace ymq::engine {

namespace {

// Plain memory, so that a failing thread needs no allocation and an ending one no destructor.
struct LastError {
  char text[512];
  int system_error;
};

thread_local LastError last_error{};

// A value that is quoted may have any bytes, and a NUL would end the text.
bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

}  // namespace

Status fail(Status status, std::string_view text, int system_error) noexcept {
  const std::size_t size = std::min(text.size(), sizeof last_error.text - 1);
  std::replace_copy_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), last_error.text, is_control,
                       '?');
  last_error.text[size] = '\0';
  last_error.system_error = system_error;
  return status;
}

const char* last_error_text() noexcept { return last_error.text; }

int last_system_error() noexcept { return last_error.system_error; }

}  // namespace ymq::engine
