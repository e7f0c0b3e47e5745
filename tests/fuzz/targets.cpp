#include "fuzz/targets.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/block.h"
#include "base/bytes.h"
#include "session/session.h"
#include "wire/decoder.h"

namespace ymq::fuzz {

namespace {

using Bytes = std::span<const std::byte>;

// An input begins with a few bytes that choose how the rest is decoded.
std::uint8_t choice(Bytes& input) {
  if (input.empty()) return 0;
  const auto value = std::to_integer<std::uint8_t>(input.front());
  input = input.subspan(1);
  return value;
}

std::uint64_t limit_of(std::uint8_t choice) { return choice % 4 == 0 ? 0 : std::uint64_t{64} << choice % 16; }

// Calls `give` with the pieces of the bytes, each in a block of its own. The pieces' sizes come from `seed`; seed 0 is
// one piece, seed 1 is bytes one by one.
template <class Give>
void in_pieces(Bytes bytes, std::uint32_t seed, Give give) {
  while (!bytes.empty()) {
    seed = seed > 1 ? seed * 1664525 + 1013904223 : seed;
    const std::size_t wanted = seed == 0 ? bytes.size() : seed == 1 ? 1 : 1 + (seed >> 20) % (seed >> 31 ? 16 : 4096);
    const Bytes piece = bytes.first(std::min(wanted, bytes.size()));
    bytes = bytes.subspan(piece.size());
    const BlockRef block = BlockRef::allocate(piece.size());
    std::copy(piece.begin(), piece.end(), block->data());
    give(Bytes{block->data(), piece.size()}, block.get());
  }
}

void append(std::string& text, const Part& part) {
  text += std::to_string(part.size) + (part.more ? "+" : ".");
  text += as_text(part.bytes());
}

void check_whole(const std::vector<Part>& messages) {
  if (!messages.empty() && messages.back().more) broken("messages come out whole");
}

std::string decode(Bytes bytes, std::uint64_t limit, std::uint32_t seed, bool use_target) {
  wire::Decoder decoder(limit);
  decoder.accept_messages();
  std::vector<Part> messages;
  std::string commands;
  bool faulted = false;
  const auto on_stop = [&](wire::Decoder::Stop stop) {
    check_whole(messages);
    if (stop == wire::Decoder::Stop::kCommand) append(commands, decoder.command());
    faulted = stop == wire::Decoder::Stop::kFault;
  };
  in_pieces(bytes, seed, [&](Bytes piece, Block* owner) {
    while (!piece.empty() && !faulted) {
      const auto target = use_target ? decoder.target() : std::span<std::byte>{};
      if (target.empty()) {
        on_stop(decoder.feed(piece, owner, messages));
        continue;
      }
      const std::size_t count = std::min(piece.size(), target.size());
      std::copy_n(piece.begin(), count, target.begin());
      piece = piece.subspan(count);
      on_stop(decoder.received_in_target(count, messages));
    }
  });
  std::string text = commands + "|";
  for (const Part& part : messages) append(text, part);
  if (faulted && decoder.fault().status == Status::kOk) broken("a fault has a status");
  if (faulted && decoder.fault().text.empty()) broken("a fault has a text");
  return text + "|" + decoder.fault().text;
}

session::Config config_of(std::uint8_t type, std::uint8_t limit) {
  session::Config config;
  config.type = static_cast<ConnectorType>(type % 9);
  config.identity = "fuzz";
  config.max_message_size = limit_of(limit);
  config.handshake_deadline = 100;
  return config;
}

// A greeting, and a READY with a type that fits, so that the fuzzer need not find them to get behind them.
std::string prologue(ConnectorType type, bool legacy) {
  constexpr std::string_view kPeers[] = {"PAIR", "SUB", "XPUB", "REP", "DEALER", "ROUTER", "DEALER", "PUSH", "PULL"};
  const std::string_view peer = kPeers[static_cast<std::size_t>(type)];
  const auto greeting = wire::make_greeting();
  std::vector<std::byte> bytes(greeting.begin(), greeting.end());
  if (legacy) bytes[11] = std::byte{0};
  wire::append_ready(bytes, {{"Socket-Type", std::string(peer)}});
  return std::string(as_text(bytes));
}

std::string converse(session::Config config, Bytes bytes, std::uint32_t seed, bool use_target) {
  session::Session session(std::move(config));
  in_pieces(bytes, seed, [&](Bytes piece, Block* owner) {
    const session::State before = session.state();
    while (!piece.empty()) {
      const auto target = use_target ? session.target() : std::span<std::byte>{};
      const std::size_t count = target.empty() ? piece.size() : std::min(piece.size(), target.size());
      if (target.empty()) {
        session.receive(piece, owner, 1);
      } else {
        std::copy_n(piece.begin(), count, target.begin());
        session.received_in_target(count, 1);
      }
      piece = piece.subspan(count);
      check_whole(session.messages());
    }
    if (session.state() < before) broken("states are passed in one direction");
  });

  std::string text = std::to_string(static_cast<int>(session.state())) + session.fault().text + "|";
  for (const Part& part : session.messages()) append(text, part);
  for (const session::Subscription& subscription : session.subscriptions()) {
    text += subscription.subscribe ? "S" : "C";
    append(text, subscription.topic);
    text += std::to_string(subscription.position);
  }
  if (session.ready()) session.send_subscription(true, as_bytes("t"));
  std::vector<std::byte> output;
  session.take_output(output, 1);
  text += as_text(output);
  const bool pending = session.state() == session::State::kGreeting || session.state() == session::State::kHandshake;
  if (pending && session.next_deadline() == kNever) broken("there is a deadline during the handshake");
  text += "|" + std::to_string(session.next_deadline());
  session.on_deadline(100);
  if (pending && session.fault().status != Status::kTimedOut) broken("the deadline ends the handshake");
  return text;
}

}  // namespace

void broken(std::string_view promise) { throw std::logic_error("broken: " + std::string(promise)); }

void decoder(Bytes input) {
  const std::uint64_t limit = limit_of(choice(input));
  const std::uint32_t seed = 2u + choice(input);
  const std::string whole = decode(input, limit, 0, false);
  if (decode(input, limit, 1, false) != whole) broken("bytes one by one do what they do in one piece");
  if (decode(input, limit, seed, false) != whole) broken("pieces do what the whole does");
  if (decode(input, limit, seed, true) != whole) broken("bytes received in the target do what fed bytes do");
}

void session(Bytes input) {
  const std::uint8_t type = choice(input), limit = choice(input), mode = choice(input);
  const std::uint32_t seed = 2u + choice(input);
  const session::Config config = config_of(type, limit);
  std::string bytes = mode & 1 ? prologue(config.type, mode & 2) : std::string();
  bytes += as_text(input);
  const std::string whole = converse(config, as_bytes(bytes), 0, false);
  if (converse(config, as_bytes(bytes), 1, false) != whole) broken("bytes one by one do what they do in one piece");
  if (converse(config, as_bytes(bytes), seed, true) != whole)
    broken("pieces, some in the target, do what the whole does");
}

void canary(Bytes input) {
  if (as_text(input).starts_with("canary")) broken("a canary does not sing");
}

}  // namespace ymq::fuzz
