#include "fuzz/targets.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/block.h"
#include "base/bytes.h"
#include "session/curve.h"
#include "session/gssapi.h"
#include "session/plain.h"
#include "session/session.h"
#include "unit/session/fake_gss.h"
#include "wire/decoder.h"
#include "wire/extension.h"
#include "wire/metadata.h"
#include "wire/socks.h"

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

// What a byte of the input chooses for a session, bit by bit.
struct Mode {
  explicit Mode(std::uint8_t choice)
      : ready(choice & 1), legacy(choice & 2), offers(choice & 4), opens(choice & 8), knows(choice & 16) {}

  bool ready;   // The peer's greeting and READY come before the input,
  bool legacy;  // and say that it speaks ZMTP 3.0.
  bool offers;  // Both sides want acknowledged delivery;
  bool opens;   // ours is the opener,
  bool knows;   // and has begun the session before.
};

constexpr wire::SessionToken kToken{{1, 2}, 3};
constexpr std::uint64_t kInstance = 4;

// A type, and one that talks to it.
struct Role {
  ConnectorType type;
  std::string_view peer;
};
constexpr std::array<Role, 19> kRoles = {{
    {ConnectorType::kPair, "PAIR"},       {ConnectorType::kPub, "SUB"},        {ConnectorType::kSub, "XPUB"},
    {ConnectorType::kReq, "REP"},         {ConnectorType::kRep, "DEALER"},     {ConnectorType::kDealer, "ROUTER"},
    {ConnectorType::kRouter, "DEALER"},   {ConnectorType::kPull, "PUSH"},      {ConnectorType::kPush, "PULL"},
    {ConnectorType::kXpub, "XSUB"},       {ConnectorType::kXsub, "PUB"},       {ConnectorType::kServer, "CLIENT"},
    {ConnectorType::kClient, "SERVER"},   {ConnectorType::kRadio, "DISH"},     {ConnectorType::kDish, "RADIO"},
    {ConnectorType::kGather, "SCATTER"},  {ConnectorType::kScatter, "GATHER"}, {ConnectorType::kPeer, "PEER"},
    {ConnectorType::kChannel, "CHANNEL"},
}};

session::Config config_of(std::uint8_t type, std::uint8_t limit, Mode mode) {
  session::Config config;
  config.type = kRoles[type % kRoles.size()].type;
  config.identity = "fuzz";
  config.max_message_size = limit_of(limit);
  config.handshake_deadline = 100;
  if (!mode.offers) return config;
  config.opener = mode.opens;
  config.offer = wire::Offer{0, 1, mode.opens ? kToken : wire::SessionToken{}};
  if (mode.knows) config.received = {true, 2, 1, kInstance};
  return config;
}

// A greeting, and a READY with a type that fits, so that the fuzzer need not find them to get behind them.
std::string prologue(ConnectorType type, Mode mode) {
  const std::string_view peer = std::ranges::find(kRoles, type, &Role::type)->peer;
  const auto greeting = wire::make_greeting();
  std::vector<std::byte> bytes(greeting.begin(), greeting.end());
  if (mode.legacy) bytes[11] = std::byte{0};
  wire::Properties properties{{"Socket-Type", std::string(peer)}};
  const wire::Offer offer{5, 1, mode.opens ? wire::SessionToken{} : kToken};
  if (mode.offers) properties.emplace_back(wire::kExtension, wire::format_offer(offer));
  wire::append_ready(bytes, properties);
  return std::string(as_text(bytes));
}

// How a conversation is held: in what pieces, and after how many bytes an accepter says what became of the session.
struct Manner {
  std::uint32_t seed = 0;
  bool use_target = false;
  std::size_t answer_at = 0;
};

void give(session::Session& session, Bytes bytes, const Manner& manner) {
  in_pieces(bytes, manner.seed, [&](Bytes piece, Block* owner) {
    const session::State before = session.state();
    while (!piece.empty()) {
      const auto target = manner.use_target ? session.target() : std::span<std::byte>{};
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
}

// The peer's token chooses between a session that is known, of this instance or another, and one that begins.
void answer(session::Session& session) {
  const wire::SessionToken token = session.wanted_session();
  if (token.empty()) return;
  const bool goes_on = token.epoch % 2 != 0 && session.wanted_resume().instance == kInstance;
  session.answer_resume({goes_on, goes_on ? 3u : 0u, 0, kInstance});
  if (!session.ready()) broken("a session whose ends have said what they know of it is settled");
}

std::string text_of(const wire::Resume& resume) {
  return std::string(resume.resumed ? "+" : "-") + std::to_string(resume.position) + "," +
         std::to_string(resume.refused) + "," + std::to_string(resume.instance);
}

std::string output_of(session::Session& session) {
  std::vector<std::byte> output;
  session.take_output(output, 1);
  return std::string(as_text(output));
}

// What has come, and what is known of the session.
std::string heard(session::Session& session) {
  std::string text = std::to_string(static_cast<int>(session.state())) + session.fault().text + "|";
  for (const Part& part : session.messages()) {
    append(text, part);
    if (part.redelivered) text += "!";
  }
  for (const session::Subscription& subscription : session.subscriptions()) {
    text += subscription.complete ? "T" : subscription.subscribe ? "S" : "C";
    append(text, subscription.topic);
    text += std::to_string(subscription.position);
  }
  const session::News news = session.take_news();
  if (session.has_news()) broken("news are news once");
  text += news.acknowledged ? "A" + std::to_string(*news.acknowledged) : "";
  if (session.ready() && session.agreement().acknowledged) text += text_of(session.agreement().peer);
  return text + (news.asks ? "?" : "") + (news.ended ? "." : "");
}

// Says what there is to say, and nothing of acknowledged delivery where that is not in force.
std::string spoken(session::Session& session) {
  if (session.ready()) session.send_subscription(true, as_bytes("t"));
  const std::string before = output_of(session);
  session.send_acknowledgement(5);
  session.send_ask();
  session.send_subscriptions_complete();
  session.send_end(6);
  const bool may = session.ready() && session.agreement().acknowledged;
  if (session.has_output() != may) broken("the extension's commands are sent where it is in force, and only there");
  return before + output_of(session);
}

std::string converse(const session::Config& config, Bytes bytes, const Manner& manner) {
  session::Session session(config);
  const std::size_t first = std::min(manner.answer_at, bytes.size());
  give(session, bytes.first(first), manner);
  answer(session);
  give(session, bytes.subspan(first), manner);

  std::string text = heard(session) + spoken(session);
  const bool pending = session.state() < session::State::kReady;
  if (pending && session.next_deadline() == kNever) broken("there is a deadline during the handshake");
  text += "|" + std::to_string(session.next_deadline());
  session.on_deadline(100);
  if (pending && session.fault().status != Status::kTimedOut) broken("the deadline ends the handshake");
  return text;
}

wire::SocksTarget target_of(std::uint8_t choice) {
  using Kind = wire::SocksTarget::Kind;
  if (choice == 1) return {Kind::kIpv4, "four", 80};
  if (choice == 2) return {Kind::kIpv6, "sixteen bytes...", 80};
  return {Kind::kName, std::string(choice, 'n'), 80};
}

// All that our side says to a proxy that says this, how it ends, and what is left.
std::string talk(std::uint8_t target, bool login, Bytes bytes, std::uint32_t seed) {
  wire::Socks socks(target_of(target), login ? wire::SocksLogin{"user", "word"} : wire::SocksLogin{});
  std::string said = std::string(as_text(socks.take_output())), behind;
  in_pieces(bytes, seed, [&](Bytes piece, Block*) {
    const bool over = socks.done() || socks.fault();
    const Bytes rest = socks.receive(piece);
    if (over && rest.size() != piece.size()) broken("nothing is taken once it is over");
    if (!socks.done() && !socks.fault() && !rest.empty()) broken("all is taken until it is over");
    behind += as_text(rest);
    said += as_text(socks.take_output());
  });
  if (socks.done() && socks.fault()) broken("a talk that has failed is not done");
  if (socks.fault() && socks.fault().text.empty()) broken("a fault has a text");
  return said + "|" + behind + "|" + socks.fault().text + (socks.done() ? "|done" : "");
}

// To a session of no protocol bytes are bytes.
void pass_raw(Bytes bytes, std::uint64_t limit, std::uint32_t seed) {
  session::Config config;
  config.raw = true;
  config.max_message_size = limit;
  session::Session session(config);
  in_pieces(bytes, seed, [&](Bytes piece, Block* owner) { session.receive(piece, owner, 0); });
  std::string text;
  for (const Part& part : session.messages()) {
    if (part.more || part.size == 0 || (limit != 0 && part.size > limit))
      broken("a piece is a message within the limit");
    text += as_text(part.bytes());
  }
  if (text != as_text(bytes)) broken("bytes come out as they went in");
  if (!session.ready() || session.has_output()) broken("nothing is said, and nothing is a fault");
}

struct KeyPair {
  session::Secret secret = session::make_secret();
  session::Key shown{};
  KeyPair() {
    if (!session::crypto_works() || !session::public_key_of(secret, shown)) broken("keys can be made");
  }
};

const KeyPair& key_pair(int which) {
  static const KeyPair pairs[2];
  return pairs[which];
}

// Which mechanism, and whether it seals.
struct Trust {
  explicit Trust(std::uint8_t choice) : seals(choice & 1), gssapi(choice & 128) {}

  std::unique_ptr<session::Mechanism> of_client() const {
    if (gssapi) return session::make_gssapi_client(std::make_shared<test::FakeGss>(false, 2), !seals);
    return seals ? session::make_curve_client(key_pair(1).secret, key_pair(0).shown)
                 : session::make_plain_client("joe", "secret");
  }
  std::unique_ptr<session::Mechanism> of_server() const {
    if (gssapi) return session::make_gssapi_server(std::make_shared<test::FakeGss>(true, 2), !seals);
    return seals ? session::make_curve_server(key_pair(0).secret) : session::make_plain_server();
  }

  bool seals;
  bool gssapi;
};

// Two peers with a mechanism between them, and somebody in the middle.
struct Wire {
  Wire(Trust trust, bool offers)
      : client(config(offers, true), trust.of_client()), server(config(offers, false), trust.of_server()) {}

  static session::Config config(bool offers, bool opens) {
    Mode mode(static_cast<std::uint8_t>((offers ? 4 : 0) | (opens ? 8 : 0)));
    return config_of(0, 8, mode);
  }

  void settle() {
    for (session::Session* each : {&client, &server}) {
      if (each->has_errand()) each->take_errand().work(), each->go_on();
      if (each->has_question()) each->take_question(), each->answer_question({});
      answer(*each);
    }
  }

  session::Session client;
  session::Session server;
};

constexpr std::string_view kSaid = "what was said";

// What `from` has to say: its output, and once it is ready a message.
std::string speech(session::Session& from) {
  std::vector<std::byte> out;
  if (from.has_output()) from.take_output(out, 1);
  if (!from.ready()) return std::string(as_text(out));
  std::vector<std::byte> frame(wire::kMaxHeader);
  frame.resize(wire::encode_header(frame.data(), 0, kSaid.size()));
  frame.insert(frame.end(), as_bytes(kSaid).begin(), as_bytes(kSaid).end());
  const Bytes piece(frame);
  if (from.seals()) {
    from.seal({&piece, 1}, SIZE_MAX, out);
  } else {
    out.insert(out.end(), frame.begin(), frame.end());
  }
  return std::string(as_text(out));
}

// What the one in the middle makes of it.
std::string distort(std::string text, Bytes& input) {
  const std::uint8_t how = choice(input) % 8;
  const std::size_t at = text.empty() ? 0 : (choice(input) * 7u) % text.size();
  if (how == 4 && !text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << choice(input) % 8));
  if (how == 5) text.resize(at);
  if (how == 6) text += text;
  if (how == 7) text.insert(at, as_text(input.first(std::min<std::size_t>(input.size(), 40))));
  return text;
}

void check_said(session::Session& session) {
  for (const Part& part : session.messages()) {
    if (as_text(part.bytes()) != kSaid) broken("what is sealed arrives as it was said, or not at all");
  }
  session.messages().clear();
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
  const std::uint8_t type = choice(input), limit = choice(input);
  const Mode mode(choice(input));
  const std::uint32_t seed = 2u + choice(input);
  const session::Config config = config_of(type, limit, mode);
  std::string bytes = mode.ready ? prologue(config.type, mode) : std::string();
  const std::size_t answer_at = mode.offers ? bytes.size() + choice(input) : 0;
  bytes += as_text(input);
  pass_raw(as_bytes(bytes), limit_of(limit), seed);
  const std::string whole = converse(config, as_bytes(bytes), {0, false, answer_at});
  if (converse(config, as_bytes(bytes), {1, false, answer_at}) != whole)
    broken("bytes one by one do what they do in one piece");
  if (converse(config, as_bytes(bytes), {seed, true, answer_at}) != whole)
    broken("pieces, some in the target, do what the whole does");
}

void security(Bytes input) {
  const std::uint8_t mode = choice(input);
  const Trust trust(mode);
  Wire wire(trust, mode & 2);
  const Manner manner{static_cast<std::uint32_t>(mode >> 2), (mode & 4) != 0, 0};
  for (int round = 0; round < 16; ++round) {
    session::Session& from = round % 2 ? wire.server : wire.client;
    session::Session& to = round % 2 ? wire.client : wire.server;
    const std::string heard = distort(speech(from), input);
    give(to, as_bytes(heard), manner);
    wire.settle();
    if (trust.seals) check_said(to);
    if (to.state() == session::State::kFaulted && to.fault().text.empty()) broken("a fault has a text");
  }
}

void extension(Bytes input) {
  const std::optional<wire::Offer> offer = wire::parse_offer(as_text(input));
  if (offer) {
    const std::string value = wire::format_offer(*offer);
    const std::optional<wire::Offer> again = wire::parse_offer(value);
    if (value.size() > wire::kMaxExtensionValue) broken("an offer fits into its property");
    if (!again || wire::format_offer(*again) != value) broken("an offer is read as it was written");
  }
  wire::Resume resume;
  const bool is_resume = !wire::parse_resume(input, resume);
  if (is_resume != (input.size() >= 25)) broken("a resume is 25 bytes or more");
  std::uint64_t position = 0;
  const bool is_position = !wire::parse_position(input, position);
  if (is_position != (input.size() >= 8)) broken("a position is 8 bytes or more");
}

void socks(Bytes input) {
  const std::uint8_t target = choice(input);
  const bool login = choice(input) % 2 != 0;
  const std::uint32_t seed = 2u + choice(input);
  const std::string whole = talk(target, login, input, 0);
  if (talk(target, login, input, 1) != whole) broken("bytes one by one do what they do in one piece");
  if (talk(target, login, input, seed) != whole) broken("pieces do what the whole does");
}

void metadata(Bytes input) {
  wire::Properties properties;
  const wire::Fault fault = wire::parse_metadata(as_text(input), properties);
  if (fault) {
    if (fault.status != Status::kInvalidArgument || fault.text.empty()) broken("a fault says what is wrong");
    return;
  }
  if (properties.size() > wire::kMaxMetadata) broken("there are not more properties than peers take");
  std::string text;
  for (const auto& [name, value] : properties) text += name + ": " + value + "\n";
  wire::Properties again;
  if (wire::parse_metadata(text, again) || again != properties) broken("properties are read as they were written");
  std::vector<std::byte> ready;
  wire::append_ready(ready, properties);
}

void canary(Bytes input) {
  if (as_text(input).starts_with("canary")) broken("a canary does not sing");
}

}  // namespace ymq::fuzz
