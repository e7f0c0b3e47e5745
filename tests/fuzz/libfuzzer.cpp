// The entry that libFuzzer wants, for one target: build with clang, -fsanitize=fuzzer,address,undefined and
// -DYMQ_FUZZ_TARGET=decoder (or session, security, extension, socks, metadata, patterns, canary), together with
// targets.cpp, patterns.cpp, the sources of base, wire, session, flow and pattern, and libsodium.
#ifdef YMQ_FUZZ_TARGET

#include <cstdint>

#include "fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ymq::fuzz::YMQ_FUZZ_TARGET({reinterpret_cast<const std::byte*>(data), size});
  return 0;
}

#endif
