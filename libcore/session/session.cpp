#include "session/session.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "base/bytes.h"
#include "session/roles.h"

// Theory of operation. A connection goes through its states in one direction only:
//
//   state       what may arrive            ends with                              what is sent then
//   kGreeting   64 bytes                   the last of them                       READY
//   kHandshake  one command                READY of a peer of a fitting type      (nothing; ready() is true)
//   kReady      messages and commands      -                                      PONG for PING, what the user sends
//   kFaulted    anything; it is ignored
//
// Our greeting goes out at once and whole. Nothing goes out between our READY and the peer's, because libzmq takes
// whatever follows READY too early for a broken handshake. Any other input, and the deadline before kReady, leads to
// kFaulted. No fault is ever announced with an ERROR command: a libzmq peer that gets one gives the endpoint up for
// good, whereas after a closed connection it comes back, perhaps with what was wrong put right.
namespace ymq::session {

namespace {

std::string text_of(std::string_view before, wire::Bytes value, std::string_view after = {}) {
  return std::string(before) + wire::quoted(value) + std::string(after);
}

// A part of a part: the same block, some of its bytes.
Part slice(const Part& part, wire::Bytes bytes) {
  Part sliced;
  sliced.size = bytes.size();
  if (bytes.empty()) return sliced;
  sliced.block = part.block;
  sliced.data = bytes.data();
  return sliced;
}

// ZMTP 3.0 has no commands for subscriptions: they are messages that begin with 1, or 0 to cancel.
void append_legacy_subscription(std::vector<std::byte>& out, bool subscribe, wire::Bytes topic) {
  std::byte header[wire::kMaxHeader];
  const std::size_t header_size = wire::encode_header(header, 0, 1 + topic.size());
  ByteWriter writer(out);
  writer.put_bytes({header, header_size});
  writer.put(std::uint8_t{subscribe});
  writer.put_bytes(topic);
}

}  // namespace

Session::Session(Config config) : config_(std::move(config)), decoder_(config_.max_message_size) {
  const auto greeting = wire::make_greeting();
  output_.assign(greeting.begin(), greeting.end());
}

void Session::receive(std::span<const std::byte> bytes, Block* owner, Time) try {
  if (state_ == State::kGreeting) take_greeting(bytes);
  Part copy;
  if (!owner && !bytes.empty()) {
    if (!Part::copy_of(bytes, copy)) throw std::bad_alloc();
    owner = copy.block.get();
    bytes = copy.bytes();
  }
  decode(bytes, owner);
} catch (const std::bad_alloc&) {
  out_of_memory();
}

void Session::take_greeting(std::span<const std::byte>& bytes) {
  const std::size_t count = std::min(bytes.size(), greeting_.size() - greeting_filled_);
  std::copy_n(bytes.begin(), count, greeting_.begin() + static_cast<std::ptrdiff_t>(greeting_filled_));
  greeting_filled_ += count;
  bytes = bytes.subspan(count);

  wire::Greeting greeting;
  if (Fault fault = wire::check_greeting({greeting_.data(), greeting_filled_}, greeting)) return fail(std::move(fault));
  if (greeting_filled_ == greeting_.size()) on_greeting(greeting.minor_version);
}

void Session::on_greeting(int minor_version) {
  peer_.minor_version = minor_version;
  wire::Properties properties{{std::string(wire::kSocketType), std::string(socket_type(config_.type))}};
  if (has_identity(config_.type)) properties.emplace_back(wire::kIdentity, config_.identity);
  if (!config_.connector_token.empty()) properties.emplace_back(wire::kConnectorToken, config_.connector_token);
  wire::append_ready(output_, properties);
  state_ = State::kHandshake;
}

void Session::decode(std::span<const std::byte> bytes, Block* owner) {
  while (!bytes.empty() && state_ != State::kFaulted) on_stop(decoder_.feed(bytes, owner, messages_));
}

std::span<std::byte> Session::target() noexcept {
  return state_ == State::kFaulted ? std::span<std::byte>{} : decoder_.target();
}

void Session::received_in_target(std::size_t size, Time) try {
  if (state_ != State::kFaulted) on_stop(decoder_.received_in_target(size, messages_));
} catch (const std::bad_alloc&) {
  out_of_memory();
}

void Session::on_stop(wire::Decoder::Stop stop) {
  if (stop == wire::Decoder::Stop::kCommand) on_command();
  if (stop == wire::Decoder::Stop::kFault) fail(decoder_.fault());
}

void Session::on_command() {
  wire::Command command;
  if (Fault fault = wire::parse_command(decoder_.command().bytes(), command)) return fail(std::move(fault));
  if (state_ == State::kHandshake) {
    on_handshake_command(command);
  } else {
    on_traffic_command(command);
  }
}

void Session::on_handshake_command(const wire::Command& command) {
  if (command.name == wire::kReady) return on_ready(command.data);
  if (command.name != wire::kError) {
    return fail(
        wire::protocol_fault(text_of("the peer sent the command ", as_bytes(command.name), " before its READY")));
  }
  wire::Bytes reason;
  if (Fault fault = wire::parse_error(command.data, reason)) return fail(std::move(fault));
  fail(wire::protocol_fault(text_of("the peer refused the connection with ERROR ", reason)));
}

void Session::on_ready(wire::Bytes data) {
  wire::Properties properties;
  if (Fault fault = wire::parse_properties(data, properties)) return fail(std::move(fault));
  if (Fault fault = adopt_properties(std::move(properties))) return fail(std::move(fault));
  decoder_.accept_messages();
  state_ = State::kReady;
}

// What the peer says it is. Its Socket-Type and Identity are taken out of the properties, the others are kept.
Fault Session::adopt_properties(wire::Properties properties) {
  std::string type;
  for (auto& [name, value] : properties) {
    if (wire::same_name(name, wire::kSocketType)) {
      type = std::move(value);
    } else if (wire::same_name(name, wire::kIdentity)) {
      peer_.identity = std::move(value);
    } else {
      peer_.properties.emplace_back(std::move(name), std::move(value));
    }
  }
  if (type.empty()) return wire::protocol_fault("the peer's READY has no Socket-Type");
  if (peer_.identity.size() > wire::kMaxIdentity) {
    return wire::protocol_fault("the peer's Identity has " + std::to_string(peer_.identity.size()) +
                                " bytes, 255 is the most");
  }
  if (Fault fault = check_token()) return fault;
  const auto nearest = compatible_peer(config_.type, type);
  if (!nearest) {
    return {Status::kIncompatiblePeer, text_of("the peer is of type ", as_bytes(type), ", which a ") +
                                           std::string(socket_type(config_.type)) + " does not talk to"};
  }
  peer_.type = *nearest;
  return {};
}

Fault Session::check_token() const {
  if (config_.connector_token.empty()) return {};
  for (const auto& [name, value] : peer_.properties) {
    if (wire::same_name(name, wire::kConnectorToken) && value == config_.connector_token) {
      return {Status::kSelfConnection, "the endpoint leads back to the connector that called it"};
    }
  }
  return {};
}

// Commands that are none of ours are ignored, as RFC 37 asks; so is PONG, since it proves no more than any other bytes.
void Session::on_traffic_command(const wire::Command& command) {
  if (command.name == wire::kPing) return on_ping(command.data);
  if (command.name == wire::kSubscribe) return on_subscription(true, command.data);
  if (command.name == wire::kCancel) return on_subscription(false, command.data);
  if (command.name == wire::kReady) fail(wire::protocol_fault("the peer sent READY a second time"));
}

// A PING too short for its time to live is ignored, not answered with whatever lies in memory, as libzmq does. There is
// never more than one PONG in `output`: a peer that sends PINGs and reads nothing must not fill our memory.
void Session::on_ping(wire::Bytes data) {
  wire::Ping ping;
  if (output_.empty()) pong_in_output_ = false;
  if (pong_in_output_ || wire::parse_ping(data, ping)) return;
  wire::append_pong(output_, ping.context);
  pong_in_output_ = true;
}

void Session::on_subscription(bool subscribe, wire::Bytes topic) {
  if (config_.type != ConnectorType::kPub) return;
  subscriptions_.push_back({subscribe, slice(decoder_.command(), topic), messages_.size()});
}

void Session::send_subscription(bool subscribe, std::span<const std::byte> topic) try {
  if (!ready()) return;
  if (output_.empty()) pong_in_output_ = false;
  if (peer_.minor_version == 0) return append_legacy_subscription(output_, subscribe, topic);
  if (subscribe) {
    wire::append_subscribe(output_, topic);
  } else {
    wire::append_cancel(output_, topic);
  }
} catch (const std::bad_alloc&) {
  out_of_memory();
}

Time Session::next_deadline() const noexcept {
  return state_ == State::kGreeting || state_ == State::kHandshake ? config_.handshake_deadline : kNever;
}

void Session::on_deadline(Time now) {
  if (now < next_deadline() || next_deadline() == kNever) return;
  const std::string progress = state_ == State::kHandshake
                                   ? "its greeting came, its READY did not"
                                   : std::to_string(greeting_filled_) + " of the 64 bytes of its greeting came";
  fail({Status::kTimedOut, "the peer did not finish its handshake in time: " + progress});
}

void Session::fail(Fault fault) noexcept {
  fault_ = std::move(fault);
  state_ = State::kFaulted;
}

void Session::out_of_memory() noexcept { fail({Status::kOutOfMemory, "out of memory"}); }

}  // namespace ymq::session
