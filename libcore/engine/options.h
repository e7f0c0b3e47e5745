#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "backend/backend.h"
#include "base/vocabulary.gen.h"

namespace ymq::engine {

// The values of a connector's options, checked against the table that the spec gives. Guarded by the monitor.
class Options {
 public:
  Options();
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  std::int64_t number(OptionId id) const noexcept { return numbers_[index_of(id)]; }
  const std::string& text(OptionId id) const noexcept { return texts_[index_of(id)]; }
  // For the library itself: read-only ones too, unchecked.
  void put(OptionId id, std::int64_t value) noexcept { numbers_[index_of(id)] = value; }
  void put(OptionId id, std::string_view value) { texts_[index_of(id)] = value; }
  // Those that say how sockets are set up.
  backend::SocketOptions sockets() const;

  // In the form of the ABI: a number is 8 bytes in the machine's order, text and bytes are themselves. A failure notes
  // its reason for `ymq_last_error`.
  Status set(std::int32_t id, std::span<const std::byte> value);
  // The bytes of the value, written if they fit; or a negative status.
  std::int64_t get(std::int32_t id, std::span<std::byte> value) const;

 private:
  static constexpr std::size_t kCount = sizeof(kOptions) / sizeof(kOptions[0]);

  // Options are few; their numbers are those of the spec, from 1.
  static std::size_t index_of(OptionId id) noexcept { return static_cast<std::size_t>(id); }
  static bool is_number(const OptionInfo& option) noexcept {
    return option.type == OptionType::kInt || option.type == OptionType::kBool;
  }
  Status set_number(const OptionInfo& option, std::span<const std::byte> value);
  Status set_text(const OptionInfo& option, std::span<const std::byte> value);

  std::array<std::int64_t, kCount + 1> numbers_{};
  std::array<std::string, kCount + 1> texts_{};

  static constexpr bool numbers_fit() {
    for (const OptionInfo& option : kOptions) {
      if (static_cast<std::size_t>(option.id) > kCount) return false;
    }
    return true;
  }
};

}  // namespace ymq::engine
