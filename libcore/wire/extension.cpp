#include "wire/extension.h"

#include <algorithm>
#include <charconv>
#include <cinttypes>
#include <cstdio>

#include "base/bytes.h"

namespace ymq::wire {

namespace {

constexpr std::string_view kVersion = "1";
constexpr char kAcknowledges = 'a';
constexpr char kHeartbeats = 'h';
constexpr std::size_t kMaxTenthsDigits = 5;
constexpr std::uint32_t kMaxTenths = 99'999;
constexpr std::size_t kHalf = 16;  // Digits of 64 bits.
constexpr std::size_t kMaxEpochDigits = 8;
constexpr std::size_t kMaxWindowDigits = 10;
constexpr std::size_t kMaxValueDigits = 19;
constexpr std::ptrdiff_t kSeparators = 3;

// What stands before the separator, which is taken off with it; everything where there is none.
std::string_view take_field(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view field = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return field;
}

// A number that takes all of the text; false: there is none, or it is too large or too long.
template <typename Number>
bool parse_number(std::string_view text, std::size_t most_digits, int base, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && stop == end && text.size() <= most_digits;
}

// All of them must be numbers; one must be ours.
bool knows_version(std::string_view versions) {
  bool known = false;
  for (bool more = true; more;) {
    more = versions.find(',') != std::string_view::npos;
    const std::string_view version = take_field(versions, ',');
    std::uint64_t number = 0;
    if (!parse_number(version, kMaxValueDigits, 10, number)) return false;
    known |= version == kVersion;
  }
  return known;
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) { return letter >= ' ' && letter <= '~'; });
}

bool parse_features(std::string_view features, Offer& offer) {
  if (features.empty() || features.front() != kAcknowledges) return false;
  features.remove_prefix(1);
  if (features.empty() || features.front() != kHeartbeats) return true;
  features.remove_prefix(1);
  const auto digits = static_cast<std::size_t>(
      std::ranges::find_if_not(features, [](char letter) { return letter >= '0' && letter <= '9'; }) -
      features.begin());
  return parse_number(features.substr(0, digits), kMaxTenthsDigits, 10, offer.heartbeat_tenths);
}

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool parse_token(std::string_view text, SessionToken& token) {
  if (text.empty()) return true;
  const std::string_view session = take_field(text, '.');
  if (session.size() != 2 * kHalf || !is_lower_hex(session) || !is_lower_hex(text)) return false;
  return parse_number(session.substr(0, kHalf), kHalf, 16, token.session.high) &&
         parse_number(session.substr(kHalf), kHalf, 16, token.session.low) &&
         parse_number(text, kMaxEpochDigits, 16, token.epoch);
}

std::string format_token(const SessionToken& token) {
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64 ".%" PRIx32, token.session.high,
                                 token.session.low, token.epoch);
  return {text, static_cast<std::size_t>(size)};
}

Fault too_short(std::string_view command, Bytes data) {
  return protocol_fault("the peer sent a " + std::string(command) + " with " + std::to_string(data.size()) +
                        " bytes of data");
}

}  // namespace

std::string format_offer(const Offer& offer) {
  std::string value = std::string(kVersion) + ";" + kAcknowledges;
  if (offer.heartbeat_tenths != 0) value += kHeartbeats + std::to_string(std::min(offer.heartbeat_tenths, kMaxTenths));
  value += ";" + std::to_string(offer.window_kib) + ";";
  return offer.token.empty() ? value : value + format_token(offer.token);
}

std::optional<Offer> parse_offer(std::string_view value) {
  Offer offer;
  const bool has_form =
      value.size() <= kMaxExtensionValue && is_printable(value) && std::ranges::count(value, ';') == kSeparators;
  if (!has_form || !knows_version(take_field(value, ';')) || !parse_features(take_field(value, ';'), offer)) {
    return std::nullopt;
  }
  if (!parse_number(take_field(value, ';'), kMaxWindowDigits, 10, offer.window_kib)) return std::nullopt;
  return parse_token(value, offer.token) ? std::optional(offer) : std::nullopt;
}

Fault parse_resume(Bytes data, Resume& resume) {
  ByteReader reader(data);
  std::uint8_t verdict = 0;
  if (!reader.take(verdict) || !reader.take(resume.position)) return too_short(kResume, data);
  resume.resumed = verdict != 0;
  if (!reader.take(resume.refused) || !reader.take(resume.instance)) return too_short(kResume, data);
  return {};
}

Fault parse_position(Bytes data, std::uint64_t& position) {
  ByteReader reader(data);
  return reader.take(position) ? Fault{} : too_short("YMQACK or YMQEND", data);
}

void append_resume(std::vector<std::byte>& out, const Resume& resume) {
  const std::byte verdict{resume.resumed};
  std::vector<std::byte> numbers;
  ByteWriter writer(numbers);
  writer.put(resume.position);
  writer.put(resume.refused);
  writer.put(resume.instance);
  append_command(out, kResume, {&verdict, 1}, numbers);
}

void append_acknowledge(std::vector<std::byte>& out, std::uint64_t position) {
  std::byte data[sizeof position];
  store_big_endian(data, position);
  append_command(out, kAcknowledge, data);
}

void append_ask(std::vector<std::byte>& out) { append_command(out, kAsk); }

void append_topics(std::vector<std::byte>& out) { append_command(out, kTopics); }

void append_end(std::vector<std::byte>& out, std::uint64_t position) {
  std::byte data[sizeof position];
  store_big_endian(data, position);
  append_command(out, kEnd, data);
}

}  // namespace ymq::wire
