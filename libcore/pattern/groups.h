#pragma once

#include "pattern/pubsub.h"

// RFC 48: messages for groups, as two parts, the name of the group and the body.
namespace ymq::pattern {

inline constexpr std::size_t kMaxGroupName = 255;

// RADIO: a PUB whose topics are names of groups, and match whole. It sends each message to every peer that joined its
// group.
class Radio final : public Pub {
 public:
  Radio(Effects& effects, const Settings& settings) : Pub(effects, settings, Topics::Matching::kWhole) {}

  Status send(MessageView message) override;
  const char* message_form() const override {
    return "a RADIO's message has exactly two parts: the name of its group, which has at most 255 bytes, and the body";
  }
  void deliver(Peer& peer, std::span<Part> messages) override;
  void subscription(Peer& peer, bool joins, std::span<const std::byte> group) override;
};

// DISH: a SUB that joins groups. What is not of the form of a RADIO's message is dropped and counted.
class Dish final : public Sub {
 public:
  Dish(Effects& effects, const Settings& settings) : Sub(effects, settings, Topics::Matching::kWhole) {}

  void deliver(Peer& peer, std::span<Part> messages) override;
  Status subscribe(std::span<const std::byte>) override { return Status::kNotSupported; }
  Status unsubscribe(std::span<const std::byte>) override { return Status::kNotSupported; }
  Status join(std::span<const std::byte> group) override;
  Status leave(std::span<const std::byte> group) override { return Sub::unsubscribe(group); }
};

}  // namespace ymq::pattern
