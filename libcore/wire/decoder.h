#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/block.h"
#include "base/part.h"
#include "wire/fault.h"
#include "wire/frame.h"

namespace ymq::wire {

// Bodies from here on get a block that grows as they arrive, and offer it as the target of the next receive; smaller
// ones that arrive in pieces are put together in a block of exactly their size.
inline constexpr std::size_t kLargePart = 32 * 1024;
// What a part counts towards the limit beyond its body, so that a message of very many empty parts is limited too.
inline constexpr std::uint64_t kPartOverhead = 32;
// A command of this size is accepted however small the limit of messages is: otherwise no handshake could succeed.
inline constexpr std::uint64_t kAlwaysAcceptedCommand = 1024;
// Before the handshake is over nobody has reason to send more, and everybody can try.
inline constexpr std::uint64_t kMaxHandshakeCommand = 128 * 1024;

// A message, or the beginning of one, counts so much towards this limit.
Fault too_large_fault(std::uint64_t size, std::uint64_t limit);

// Takes frames apart: what stands behind the greeting in one direction of a connection.
//
// Whole frames become slices of the block that the bytes lie in, without a copy and without an allocation; only what
// the end of the bytes cuts is carried over. Messages come out whole: the parts of an unfinished one are held back.
class Decoder {
 public:
  // `max_message_size` is that of all parts together, each with kPartOverhead; 0: no limit. Commands obey it too,
  // unless they are smaller than one that is always accepted during the handshake.
  explicit Decoder(std::uint64_t max_message_size, std::uint64_t handshake_command = kAlwaysAcceptedCommand) noexcept;

  // Until this is called the peer is in its handshake: a message is a fault.
  void accept_messages() noexcept { messages_accepted_ = true; }

  // kDry: everything was taken, give more. kCommand: `command` is the body of one; call again with the rest of the
  // bytes. kFault: the bytes make no sense, or memory ran out; the decoder is of no more use.
  enum class Stop : std::uint8_t { kDry, kCommand, kFault };

  // Takes bytes off the front of `bytes`, which lie in `owner`, and appends the parts of whole messages to `messages`.
  Stop feed(std::span<const std::byte>& bytes, Block* owner, std::vector<Part>& messages) noexcept;

  // While not empty: where the rest of a large body wants to be received to. Holds until anything else is called.
  std::span<std::byte> target() noexcept;
  Stop received_in_target(std::size_t size, std::vector<Part>& messages) noexcept;

  // After kCommand, until the next call.
  const Part& command() const noexcept { return command_; }
  // After kFault.
  const Fault& fault() const noexcept { return fault_; }

 private:
  void slice_frames(std::span<const std::byte>& bytes, Block* owner, std::vector<Part>& messages);
  void hold_unfinished(std::vector<Part>& messages);
  Stop take_frame(std::span<const std::byte>& bytes, Block* owner, std::vector<Part>& messages);
  bool take_header(std::span<const std::byte>& bytes);
  bool take_body(std::span<const std::byte>& bytes, Block* owner);
  void copy_body(std::span<const std::byte>& bytes);
  bool make_room(std::size_t arrived);
  Stop finish_frame(std::vector<Part>& messages);
  void append(Part part, std::vector<Part>& messages);
  Fault check_header(HeaderResult result) const;
  Fault check_sizes() const;
  bool refuse(Fault fault) noexcept;
  Stop out_of_memory(std::vector<Part>& messages) noexcept;

  // The frame under way: first its header is gathered, then its body.
  std::array<std::byte, kMaxHeader> header_bytes_{};
  std::uint8_t header_filled_ = 0;
  bool in_body_ = false;
  bool messages_accepted_ = false;
  FrameHeader header_;
  BlockRef body_;
  std::size_t body_filled_ = 0;
  Part whole_;

  std::vector<Part> held_;          // Parts of the message under way; the next one belongs behind them.
  std::uint64_t message_size_ = 0;  // What they count towards the limit.
  std::uint64_t limit_;
  std::uint64_t handshake_command_;
  Part command_;
  Fault fault_;
};

}  // namespace ymq::wire
