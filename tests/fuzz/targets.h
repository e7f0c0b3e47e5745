#pragma once

#include <cstddef>
#include <span>
#include <string_view>

// What is fuzzed: functions that take any bytes whatsoever. Each decodes them in several ways and calls `broken` where
// what came out differs, or breaks a promise; the sanitizers watch the rest. The same functions run in libFuzzer
// (libfuzzer.cpp) and over the committed corpus as an ordinary test (replay_test.cpp).
namespace ymq::fuzz {

using Target = void (*)(std::span<const std::byte> input);

struct NamedTarget {
  std::string_view name;  // Also the folder of its corpus.
  Target run;
};

void decoder(std::span<const std::byte> input);
void session(std::span<const std::byte> input);
// An honest client and server of PLAIN, CURVE or GSSAPI; the input says what somebody in the middle does to their
// words.
void security(std::span<const std::byte> input);
void extension(std::span<const std::byte> input);
void socks(std::span<const std::byte> input);
// What users say about themselves.
void metadata(std::span<const std::byte> input);
// A pattern among its peers: what they send, subscribe to and join, and what its application does.
void patterns(std::span<const std::byte> input);
// Breaks on input that begins with "canary": shows that the machinery would notice.
void canary(std::span<const std::byte> input);

// Reports a broken promise by throwing std::logic_error, which both drivers take for a failure.
[[noreturn]] void broken(std::string_view promise);

}  // namespace ymq::fuzz
