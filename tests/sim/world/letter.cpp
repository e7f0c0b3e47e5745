#include "sim/world/letter.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/bytes.h"

namespace sim {

namespace {

// A letter begins with its topic and its number.
constexpr std::size_t kHead = 1 + sizeof(std::uint32_t);

// What bodies are filled with: no two stretches of it that begin within 251 bytes of each other are alike.
std::string_view pattern(std::size_t phase, std::size_t size) {
  static const std::string bytes = [] {
    std::string made(256 * 1024, '\0');
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<char>(i % 251);
    return made;
  }();
  return std::string_view(bytes).substr(phase % 251, size);
}

std::string write_part(const Letter& letter, std::size_t part) {
  const std::size_t size = letter.sizes[part];
  std::string bytes(pattern(letter.number * 7 + part, size));
  if (part != 0) return bytes;
  bytes[0] = letter.topic;
  std::memcpy(bytes.data() + 1, &letter.number, sizeof letter.number);
  return bytes;
}

std::uint32_t choose_size(Random& random, std::uint64_t large_percent) {
  const std::uint64_t kind = random.below(100);
  if (kind < large_percent) return static_cast<std::uint32_t>(random.between(5'000, 100'000));
  if (kind < 80) return static_cast<std::uint32_t>(random.below(30));
  return static_cast<std::uint32_t>(random.scaled(30, kind < 95 ? 300 : 5'000));
}

}  // namespace

std::uint64_t Letter::bytes() const { return std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0}); }

bool Letter::was_delivered_to(int receiver) const {
  return std::ranges::any_of(deliveries, [receiver](const Delivery& each) { return each.receiver == receiver; });
}

std::vector<std::uint32_t> choose_sizes(Random& random, std::uint64_t large_percent, bool one_part) {
  std::vector<std::uint32_t> sizes(one_part || random.chance(70) ? 1 : random.between(2, 5));
  for (std::uint32_t& size : sizes) size = choose_size(random, large_percent);
  sizes[0] += kHead;
  return sizes;
}

std::vector<std::string> write_out(const Letter& letter) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < letter.sizes.size(); ++i) parts.push_back(write_part(letter, i));
  return parts;
}

std::optional<std::uint32_t> number_in(std::span<const ymq::Part> parts) {
  return parts.empty() ? std::nullopt : number_at(ymq::as_text(parts[0].bytes()));
}

std::optional<std::uint32_t> number_at(std::string_view bytes) {
  if (bytes.size() < kHead) return std::nullopt;
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data() + 1, sizeof number);
  return number;
}

bool is_begun_by(std::string_view bytes, const Letter& letter) {
  const std::string whole = write_part(letter, 0);
  const std::size_t both = std::min(bytes.size(), whole.size());
  return bytes.substr(0, both) == std::string_view(whole).substr(0, both);
}

bool is_same(const Letter& letter, std::span<const ymq::Part> parts) {
  if (parts.size() != letter.sizes.size()) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (ymq::as_text(parts[i].bytes()) != write_part(letter, i)) return false;
  }
  return true;
}

}  // namespace sim
