#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/part.h"
#include "base/time.h"
#include "sim/random.h"

namespace sim {

using ymq::Time;

struct Delivery {
  int receiver = 0;  // Number of a host.
  Time moment = 0;
  bool again = false;  // It came marked as redelivered.
};

// One message, from the moment it was accepted. It carries its number; everything else about it is known here.
struct Letter {
  std::uint32_t number = 0;    // Among all letters of the world, in the order in which they were accepted.
  int sender = 0;              // Number of a host.
  std::string to;              // Whom it is for, where the pattern names somebody: an identity,
  int only = 0;                // or one host, whose routing id was made up,
  std::string seat;            // or whoever is at an address that was called.
  std::string route;           // What the sender calls the connection that it goes to, where there are no messages,
  std::uint64_t position = 0;  // and how many went there before it.
  std::optional<std::uint32_t> answers;
  char topic = 'a';
  std::vector<std::uint32_t> sizes;  // Of its parts.
  Time accepted = 0;
  std::vector<Delivery> deliveries;

  std::uint64_t bytes() const;
  bool was_delivered_to(int receiver) const;
};

// How large the parts of a message are: mostly small, some beyond what one frame header or one block holds.
std::vector<std::uint32_t> choose_sizes(Random& random, std::uint64_t large_percent, bool one_part);

// The parts of a letter as they are sent.
std::vector<std::string> write_out(const Letter& letter);
// The number that these parts carry; nothing where they are no letter.
std::optional<std::uint32_t> number_in(std::span<const ymq::Part> parts);
// The same of bytes that begin a letter of one part.
std::optional<std::uint32_t> number_at(std::string_view bytes);
// Whether these bytes, and the letter, are alike as far as both go.
bool is_begun_by(std::string_view bytes, const Letter& letter);
// Whether these parts are that letter, to the last byte.
bool is_same(const Letter& letter, std::span<const ymq::Part> parts);

}  // namespace sim
