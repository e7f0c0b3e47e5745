#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/connector.h"
#include "ymq/ymq.h"

namespace ymq::abi {

// A run of messages in the caller's memory: bytes, and how they fall into parts.
class MessageRun final : public engine::MessageSource {
 public:
  MessageRun(const std::uint8_t* bytes, std::uint64_t size, const ymq_part* parts, std::uint32_t part_count) noexcept
      : MessageSource(part_count > 1),
        bytes_(reinterpret_cast<const std::byte*>(bytes)),
        size_(size),
        parts_(parts),
        part_count_(part_count) {}

  // Checks everything before anything is sent. Otherwise notes what is wrong.
  bool valid() const {
    const bool plain = !parts_ && part_count_ == 0 && (bytes_ || size_ == 0);
    return plain || valid_parts();
  }
  MessageView next() override;
  std::span<const PartView> peek_run() override;
  void skip(std::size_t messages) override;

 private:
  // So many messages are laid out at a time.
  static constexpr std::size_t kRun = 64;

  bool valid_parts() const;
  PartView* run() noexcept { return reinterpret_cast<PartView*>(run_.data()); }
  MessageView single(std::uint64_t size) noexcept;
  MessageView next_of_many_parts();

  const std::byte* bytes_;
  const std::uint64_t size_;
  const ymq_part* const parts_;
  const std::uint32_t part_count_;
  std::uint32_t part_ = 0;
  bool single_taken_ = false;
  PartView single_;
  std::vector<PartView> views_;
  // Not initialized: most calls bring one message.
  alignas(PartView) std::array<std::byte, kRun * sizeof(PartView)> run_;
};

// One message that the library holds. That it was redelivered concerns nobody whom it is sent to.
class HeldMessage final : public engine::MessageSource {
 public:
  explicit HeldMessage(const Message& parts) {
    for (const Part& part : parts) views_.push_back({part.data, static_cast<std::size_t>(part.size), part.block.get()});
  }
  MessageView next() override { return std::exchange(taken_, true) ? MessageView() : MessageView(views_); }

 private:
  std::vector<PartView> views_;
  bool taken_ = false;
};

// Copies received parts to the caller's memory, which has room for them, and lets go of them.
void copy_out(Message& parts, std::uint8_t* bytes, ymq_part* records) noexcept;

}  // namespace ymq::abi
