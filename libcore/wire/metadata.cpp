#include "wire/metadata.h"

#include <algorithm>
#include <string>

namespace ymq::wire {

namespace {

constexpr std::string_view kPrefix = "X-";
// Names that begin so are the library's own.
constexpr std::string_view kReserved = "X-YMQ";
constexpr std::size_t kMaxName = 255;

Fault refuse(std::string_view line, const std::string& reason) {
  return {Status::kInvalidArgument, "\"" + std::string(line) + "\": " + reason};
}

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '-';
}

bool begins_with(std::string_view name, std::string_view prefix) {
  return name.size() >= prefix.size() && same_name(name.substr(0, prefix.size()), prefix);
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Empty: the name is right.
std::string name_fault(std::string_view name) {
  if (name.size() <= kPrefix.size() || name.substr(0, kPrefix.size()) != kPrefix) return "a name begins with X-";
  if (name.size() > kMaxName) return "a name has at most 255 characters";
  if (begins_with(name, kReserved)) return "names that begin with X-YMQ are the library's own";
  if (!std::all_of(name.begin(), name.end(), is_letter)) return "a name has letters, digits and hyphens only";
  return {};
}

bool is_known(const Properties& properties, std::string_view name) {
  return std::any_of(properties.begin(), properties.end(),
                     [name](const auto& property) { return same_name(property.first, name); });
}

Fault parse_line(std::string_view line, Properties& properties) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return refuse(line, "X-Name: value is expected");
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 1));
  if (const std::string fault = name_fault(name); !fault.empty()) return refuse(line, fault);
  if (value.find('\0') != value.npos) return refuse(line, "a value has no NUL");
  if (is_known(properties, name)) return refuse(line, "the name stands there twice");
  if (properties.size() == kMaxMetadata) return refuse(line, "128 lines are the most");
  properties.emplace_back(name, value);
  return {};
}

}  // namespace

Fault parse_metadata(std::string_view text, Properties& properties) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (Fault fault = parse_line(line, properties)) return fault;
  }
  return {};
}

}  // namespace ymq::wire
