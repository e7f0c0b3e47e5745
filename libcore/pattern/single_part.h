#pragma once

#include <span>

#include "pattern/pattern.h"
#include "pattern/pipeline.h"
#include "pattern/routed.h"
#include "pattern/spread.h"

// The patterns whose messages have one part: each is one of the older patterns, and holds both sides to that.
namespace ymq::pattern {

// Drops the messages of several parts and counts them as unexpected. The others move to the front; these are they.
std::span<Part> keep_single_parts(std::span<Part> messages, Effects& effects);

// One of the patterns that send, with messages of one part.
template <typename Whole>
class SinglePart final : public Whole {
 public:
  explicit SinglePart(Effects& effects) : Whole(effects), effects_(effects) {}

  Status send(MessageView message) override {
    return message.size() == 1 ? Whole::send(message) : Status::kInvalidArgument;
  }
  const char* message_form() const override { return "a message of this type has exactly one part"; }
  void deliver(Peer& peer, std::span<Part> messages) override {
    Whole::deliver(peer, keep_single_parts(messages, effects_));
  }

 private:
  Effects& effects_;
};

// RFC 41: a DEALER.
using Client = SinglePart<Dealer>;
// RFC 52: a PAIR.
using Channel = SinglePart<Pair>;
// RFC 49: a PUSH.
using Scatter = SinglePart<Push>;

// RFC 49: a PULL.
class Gather final : public Pull {
 public:
  explicit Gather(Effects& effects) : Pull(effects), effects_(effects) {}

  void deliver(Peer& peer, std::span<Part> messages) override {
    Pull::deliver(peer, keep_single_parts(messages, effects_));
  }

 private:
  Effects& effects_;
};

}  // namespace ymq::pattern
