#pragma once

#include <cstdint>
#include <vector>

#include "engine/connector.h"
#include "ymq/ymq.h"

namespace ymq::abi {

// A run of messages in the caller's memory: bytes, and how they fall into parts.
class MessageRun final : public engine::MessageSource {
 public:
  MessageRun(const std::uint8_t* bytes, std::uint64_t size, const ymq_part* parts, std::uint32_t part_count) noexcept
      : bytes_(reinterpret_cast<const std::byte*>(bytes)), size_(size), parts_(parts), part_count_(part_count) {}

  // Checks everything before anything is sent. Otherwise notes what is wrong.
  bool valid() const;
  MessageView next() override;

 private:
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
};

// One message that the library holds.
class HeldMessage final : public engine::MessageSource {
 public:
  explicit HeldMessage(const Message& parts) {
    for (const Part& part : parts) views_.push_back(part.view());
  }
  MessageView next() override { return std::exchange(taken_, true) ? MessageView() : MessageView(views_); }

 private:
  std::vector<PartView> views_;
  bool taken_ = false;
};

// Copies received parts to the caller's memory, which has room for them, and lets go of them.
void copy_out(Message& parts, std::uint8_t* bytes, ymq_part* records) noexcept;

}  // namespace ymq::abi
