// Generated from the spec of ymq by `npm run codegen`; do not edit.

#pragma once

#include <cstdint>

namespace ymq::abi {

// The name of a status, `UNKNOWN` for a number that is none. Any thread; lives as long as the library.

const char* status_name(int32_t status);

// What a status means, in a sentence. Any thread; lives as long as the library.

const char* status_text(int32_t status);

// The version of the library.

extern const char* const kVersion;

// The manifest as JSON: a fingerprint of each entry, and the layout of each struct.

extern const char* const kManifest;

}  // namespace ymq::abi
