#include "wire/zap.h"

#include <charconv>
#include <new>

#include "base/bytes.h"

namespace ymq::wire {

namespace {

constexpr std::string_view kVersion = "1.0";
constexpr std::size_t kReplyParts = 7;

void append_part(std::vector<Part>& parts, std::string_view text) {
  Part part;
  if (!Part::copy_of(as_bytes(text), part)) throw std::bad_alloc();
  part.more = 1;
  parts.push_back(std::move(part));
}

std::string_view text_at(std::span<const Part> message, std::size_t index) { return as_text(message[index].bytes()); }

template <typename Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stop == text.data() + text.size();
}

bool parse_status(std::string_view text, int& status) {
  return text.size() == 3 && parse_number(text, status) && status % 100 == 0 && status >= 200 && status <= 500;
}

}  // namespace

std::vector<Part> make_zap_request(const ZapRequest& request) {
  std::vector<Part> parts;
  append_part(parts, {});
  append_part(parts, kVersion);
  append_part(parts, std::to_string(request.number));
  append_part(parts, request.domain);
  append_part(parts, request.address);
  append_part(parts, request.identity);
  append_part(parts, request.mechanism);
  for (const std::string& credential : request.credentials) append_part(parts, credential);
  parts.back().more = 0;
  return parts;
}

std::optional<ZapReply> parse_zap_reply(std::span<const Part> message, std::optional<std::uint64_t>& number) {
  ZapReply reply;
  number.reset();
  if (message.size() < 3 || !parse_number(text_at(message, 2), reply.number)) return std::nullopt;
  number = reply.number;
  const bool whole = message.size() == kReplyParts && message[0].size == 0 && text_at(message, 1) == kVersion;
  if (!whole || !parse_status(text_at(message, 3), reply.status)) return std::nullopt;
  reply.text = text_at(message, 4);
  reply.user_id = text_at(message, 5);
  if (parse_properties(message[6].bytes(), reply.metadata)) return std::nullopt;
  return reply;
}

}  // namespace ymq::wire
