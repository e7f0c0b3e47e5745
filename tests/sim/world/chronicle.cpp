#include "sim/world/chronicle.h"

#include <cstdio>

namespace sim {

namespace {

struct Phrase {
  std::string_view name;   // In reports.
  std::string_view words;  // In the trace: %a and %b are the numbers of the entry, %B the host of number b.
};

constexpr std::array<Phrase, kKinds> kPhrases{{
    {"connections", "connection %a to %B"},
    {"refused", "call refused"},
    {"unanswered", "call unanswered"},
    {"resets", "reset at byte %b of connection %a"},
    {"half closes", "half closed at byte %b of connection %a"},
    {"stalls", "stall at byte %b of connection %a"},
    {"silences", "silence from byte %b of connection %a on"},
    {"", "started"},
    {"deaths", "died"},
    {"leaves", "leaves"},
    {"", "gone, %a not delivered"},
    {"cut off", "cut off for %a ms"},
    {"listener restarts", "listens no more"},
    {"", "listens again"},
    {"slow readers", "does not read for %a ms"},
    {"sent", "sent %a, %b bytes"},
    {"full", "had no room"},
    {"received", "received %a, %b bytes"},
    {"received again", "received %a, %b bytes, marked as redelivered"},
    {"subscriptions told", "was told of a subscription or its end (%a), %b bytes"},
    {"signals", "received an empty message, %a bytes with its route"},
    {"", "received %a bytes"},
    {"hang-ups", "hung up"},
    {"", ""},
    {"", "the faults are over"},
}};

const Phrase& phrase_of(Kind kind) { return kPhrases[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view name_of(Kind kind) { return phrase_of(kind).name; }

int Chronicle::add_host(const std::string& name) {
  names_.push_back(name);
  return static_cast<int>(names_.size()) - 1;
}

void Chronicle::note(Time moment, int host, Kind kind, std::uint64_t a, std::uint64_t b, std::string_view detail) {
  ++counts_[static_cast<std::size_t>(kind)];
  for (const std::uint64_t value :
       {static_cast<std::uint64_t>(moment), static_cast<std::uint64_t>(host), static_cast<std::uint64_t>(kind), a, b}) {
    fold(value);
  }
  if (!reader_) return;
  std::array<char, 64> head{};
  std::snprintf(head.data(), head.size(), "%12.6f s  %-14s ", static_cast<double>(moment) / 1e9,
                name_of_host(host).c_str());
  reader_(head.data() + words(kind, a, b) + std::string(detail));
}

// FNV-1a, eight bytes at a time.
void Chronicle::fold(std::uint64_t value) {
  digest_ = (digest_ ^ value) * 0x100000001b3;
  digest_ ^= digest_ >> 32;
}

std::string Chronicle::words(Kind kind, std::uint64_t a, std::uint64_t b) const {
  std::string text(phrase_of(kind).words);
  const auto put = [&text](std::string_view mark, const std::string& value) {
    if (const std::size_t at = text.find(mark); at != text.npos) text.replace(at, mark.size(), value);
  };
  put("%a", std::to_string(a));
  put("%b", std::to_string(b));
  if (kind == Kind::kConnected) put("%B", name_of_host(static_cast<int>(b)));
  return text;
}

}  // namespace sim
