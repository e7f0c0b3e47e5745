#include <string>
#include <string_view>

#include "abi/handles.h"
#include "abi/tables.gen.h"
#include "engine/error.h"
#include "session/curve_keys.h"
#include "wire/z85.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;

namespace {

int32_t no_crypto() {
  return number(engine::fail(Status::kNotSupported, "the system has no random numbers, which CURVE needs"));
}

int32_t copy_key(std::span<const std::byte, session::kKeySize> key, char* text, uint64_t capacity) {
  std::string shown = wire::z85_encode(key);
  const int32_t size = copy_text(shown, text, capacity);
  session::wipe(shown);
  return size;
}

}  // namespace

const char* ymq_version(void) { return abi::kVersion; }

const char* ymq_abi_manifest(void) { return abi::kManifest; }

const char* ymq_status_name(int32_t status) { return abi::status_name(status); }

const char* ymq_status_text(int32_t status) { return abi::status_text(status); }

const char* ymq_last_error(int32_t* system_error) {
  if (system_error) *system_error = engine::last_system_error();
  return engine::last_error_text();
}

int32_t ymq_curve_make_secret_key(char* text, uint64_t text_capacity) {
  return guarded([&]() -> int32_t {
    if (!text && text_capacity != 0) return invalid("text is null, but its capacity is not 0");
    if (!session::crypto_works()) return no_crypto();
    return copy_key(session::make_secret().bytes(), text, text_capacity);
  });
}

int32_t ymq_curve_public_key(const char* secret, uint64_t secret_length, char* text, uint64_t text_capacity) {
  return guarded([&]() -> int32_t {
    if (!secret && secret_length != 0) return invalid("secret is null, but its length is not 0");
    if (!text && text_capacity != 0) return invalid("text is null, but its capacity is not 0");
    if (!session::crypto_works()) return no_crypto();
    session::Secret key;
    const std::span<std::byte, session::kKeySize> bytes(key.data(), session::kKeySize);
    const bool sound = secret_length == 40 && !session::parse_key({secret, 40}, bytes);
    session::Key shown;
    if (!sound || !session::public_key_of(key, shown)) return invalid("a secret key has 40 characters of Z85 (RFC 32)");
    return copy_key(shown, text, text_capacity);
  });
}
