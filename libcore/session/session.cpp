#include "session/session.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "base/bytes.h"
#include "session/raw.h"
#include "session/roles.h"

// Theory of operation. A connection goes through its states in one direction only:
//
//   state       what may arrive            ends with                              what is sent then
//   kGreeting   64 bytes                   the last of them                       READY
//   kHandshake  one command                READY of a peer of a fitting type      (nothing)
//   kResuming   one command                YMQRESUME, and ours; or a verdict      YMQRESUME
//   kReady      messages and commands      -                                      PONG for PING, what the user sends
//   kFaulted    anything; it is ignored
//
// kResuming is passed only where both sides have acknowledged delivery and the opener wants to go on with a session: an
// opener sends its YMQRESUME at once, an accepter when it has been told of its own verdict (`answer_resume`).
//
// Our greeting goes out at once and whole. Nothing goes out between our READY and the peer's, because libzmq takes
// whatever follows READY too early for a broken handshake. Any other input, and the deadline before kReady, leads to
// kFaulted. No fault is ever announced with an ERROR command: a libzmq peer that gets one gives the endpoint up for
// good, whereas after a closed connection it comes back, perhaps with what was wrong put right.
//
// Once ready, silence leads to kFaulted, too: after a PING of ours for as long as the configuration says, after one of
// the peer's for as long as that says. Any bytes break it, not only a PONG, which may stand behind a large message.
namespace ymq::session {

namespace {

// How long a second look at a silent peer takes: as long as we were late ourselves, within these limits. After a
// process was stopped, thousands of connections may have to be read before it is the turn of this one.
constexpr Time kShortestLook = 10 * kMillisecond;
constexpr Time kLongestLook = 1'000 * kMillisecond;
constexpr Time kTenthOfSecond = 100 * kMillisecond;
// A PING and a PONG together.
constexpr std::size_t kHeartbeats = 32;

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
  if (config_.raw) {
    state_ = State::kReady;
    return;
  }
  const auto greeting = wire::make_greeting();
  output_.assign(greeting.begin(), greeting.end());
}

void Session::receive(std::span<const std::byte> bytes, Block* owner, Time now) try {
  heard_at_ = now;
  if (state_ == State::kGreeting) take_greeting(bytes);
  Part copy;
  if (!owner && !bytes.empty()) {
    if (!Part::copy_of(bytes, copy)) throw std::bad_alloc();
    owner = copy.block.get();
    bytes = copy.bytes();
  }
  config_.raw ? append_raw(bytes, owner, config_.max_message_size, messages_) : decode(bytes, owner);
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
  if (config_.offer) properties.emplace_back(wire::kExtension, wire::format_offer(*config_.offer));
  for (auto& property : std::exchange(config_.metadata, {})) properties.push_back(std::move(property));
  wire::append_ready(output_, properties);
  state_ = State::kHandshake;
}

void Session::decode(std::span<const std::byte> bytes, Block* owner) {
  while (!bytes.empty() && state_ != State::kFaulted) {
    forgive_silence();
    const std::size_t before = messages_.size();
    take_messages(decoder_.feed(bytes, owner, messages_), before);
  }
}

// The decoder has added messages behind the first `before` parts; what stopped it came after them.
void Session::take_messages(wire::Decoder::Stop stop, std::size_t before) {
  if (again_ && messages_.size() > before) {
    messages_[before].redelivered = true;
    again_ = false;
  }
  on_stop(stop);
}

std::span<std::byte> Session::target() noexcept {
  return state_ == State::kFaulted ? std::span<std::byte>{} : decoder_.target();
}

void Session::received_in_target(std::size_t size, Time now) try {
  heard_at_ = now;
  forgive_silence();
  if (state_ == State::kFaulted) return;
  const std::size_t before = messages_.size();
  take_messages(decoder_.received_in_target(size, messages_), before);
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
  } else if (state_ == State::kResuming) {
    on_resume(command);
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
  agree();
}

// Acknowledged delivery is in force where both want it, and the opener has named a session.
void Session::agree() {
  const std::optional<wire::Offer>& opening = config_.opener ? config_.offer : peer_offer_;
  if (!config_.offer || !peer_offer_ || opening->token.empty()) return become_ready();
  agreement_.acknowledged = true;
  agreement_.token = opening->token;
  agreement_.window_kib = peer_offer_->window_kib;
  state_ = State::kResuming;
  if (!config_.opener) return;
  answer_ = config_.received;
  wire::append_resume(output_, *answer_);
}

void Session::on_resume(const wire::Command& command) {
  if (command.name != wire::kResume || peer_answer_) {
    return fail(wire::protocol_fault(
        text_of("the peer sent the command ", as_bytes(command.name), " before its session was settled")));
  }
  wire::Resume answer;
  if (Fault fault = wire::parse_resume(command.data, answer)) return fail(std::move(fault));
  peer_answer_ = answer;
  try_resume();
}

wire::SessionToken Session::wanted_session() const noexcept {
  if (state_ != State::kResuming || config_.opener || answer_ || !peer_answer_) return {};
  return peer_offer_->token;
}

void Session::answer_resume(const wire::Resume& answer) try {
  answer_ = answer;
  wire::append_resume(output_, answer);
  try_resume();
} catch (const std::bad_alloc&) {
  out_of_memory();
}

// The opener speaks first, and the accepter's verdict counts.
void Session::try_resume() {
  if (!answer_ || !peer_answer_) return;
  agreement_.resumed = (config_.opener ? peer_answer_ : answer_)->resumed;
  agreement_.peer = *peer_answer_;
  become_ready();
}

void Session::become_ready() {
  decoder_.accept_messages();
  state_ = State::kReady;
  start_heartbeats();
  forget_handshake();
}

// ZMTP 3.0 has no PING, and some peers that speak it break over commands they do not know.
void Session::start_heartbeats() {
  const Time promised = agreement_.acknowledged ? peer_offer_->heartbeat_tenths * kTenthOfSecond : 0;
  const Time twice = 2 * std::max(config_.heartbeat_interval, promised);
  Time& timeout = config_.heartbeat_timeout;
  if (timeout == kByPromise) timeout = promised == 0 ? 0 : twice;
  if (promised != 0 && timeout != 0) promised_patience_ = std::max(timeout, twice);
  if (config_.heartbeat_interval == 0 || peer_.minor_version == 0 || !takes_commands()) return;
  ping_at_ = heard_at_ + config_.heartbeat_interval;
}

// libzmq's DISH takes any command for half a message, and closes the connection.
bool Session::takes_commands() const noexcept { return peer_.type != ConnectorType::kDish || peer_.is_ymq; }

// Thousands of idle connections had better not keep what only their handshake needed.
void Session::forget_handshake() {
  for (std::string* text : {&config_.identity, &config_.connector_token}) {
    text->clear();
    text->shrink_to_fit();
  }
}

wire::Properties Session::take_properties() {
  wire::Properties taken = std::exchange(peer_.properties, {});
  if (!config_.raw) taken.emplace(taken.begin(), wire::kSocketType, std::exchange(peer_.socket_type, {}));
  return taken;
}

// What the peer says it is. What we know a use for is taken out of the properties, the others are kept.
Fault Session::adopt_properties(wire::Properties properties) {
  std::string type, token;
  for (auto& [name, value] : properties) {
    if (wire::same_name(name, wire::kSocketType)) {
      type = std::move(value);
    } else if (wire::same_name(name, wire::kIdentity)) {
      peer_.identity = std::move(value);
    } else if (wire::same_name(name, wire::kConnectorToken)) {
      token = std::move(value);
    } else if (wire::same_name(name, wire::kExtension)) {
      peer_offer_ = wire::parse_offer(value);
    } else {
      peer_.properties.emplace_back(std::move(name), std::move(value));
    }
  }
  if (type.empty()) return wire::protocol_fault("the peer's READY has no Socket-Type");
  if (peer_.identity.size() > wire::kMaxIdentity) {
    return wire::protocol_fault("the peer's Identity has " + std::to_string(peer_.identity.size()) +
                                " bytes, 255 is the most");
  }
  if (!token.empty() && token == config_.connector_token) {
    return {Status::kSelfConnection, "the endpoint leads back to the connector that called it"};
  }
  const auto nearest = compatible_peer(config_.type, type);
  if (!nearest) {
    return {Status::kIncompatiblePeer, text_of("the peer is of type ", as_bytes(type), ", which a ") +
                                           std::string(socket_type(config_.type)) + " does not talk to"};
  }
  peer_.type = *nearest;
  peer_.is_ymq = peer_offer_ || !token.empty();
  peer_.socket_type = std::move(type);
  return {};
}

// Commands that are none of ours are ignored, as RFC 37 asks; so is PONG, since it proves no more than any other bytes.
void Session::on_traffic_command(const wire::Command& command) {
  if (agreement_.acknowledged && on_extension_command(command)) return;
  if (command.name == wire::kPing) return on_ping(command.data);
  const bool groups = has_groups(config_.type);
  if (command.name == (groups ? wire::kJoin : wire::kSubscribe)) return on_subscription(true, command.data);
  if (command.name == (groups ? wire::kLeave : wire::kCancel)) return on_subscription(false, command.data);
  if (command.name == wire::kReady) fail(wire::protocol_fault("the peer sent READY a second time"));
}

// False: it is none of these. A YMQRESUME that comes now is one that the accepter did not wait for.
bool Session::on_extension_command(const wire::Command& command) {
  if (command.name == wire::kAcknowledge) {
    on_position(command, false);
  } else if (command.name == wire::kEnd) {
    on_position(command, true);
  } else if (command.name == wire::kAgain) {
    again_ = true;
  } else if (command.name == wire::kAsk) {
    news_.asks = true;
  } else if (command.name == wire::kTopics) {
    if (takes_subscriptions(config_.type)) subscriptions_.push_back({false, true, {}, messages_.size()});
  } else {
    return false;
  }
  return true;
}

void Session::on_position(const wire::Command& command, bool ended) {
  std::uint64_t position = 0;
  if (Fault fault = wire::parse_position(command.data, position)) return fail(std::move(fault));
  news_.acknowledged = std::max(news_.acknowledged.value_or(0), position);
  news_.ended |= ended;
}

void Session::send_acknowledgement(std::uint64_t position) noexcept {
  if (!agreement_.acknowledged || !ready()) return;
  acknowledgement_ = position;
  acknowledgement_due_ = true;
}

void Session::send_subscriptions_complete() {
  if (agreement_.acknowledged && ready()) wire::append_topics(output_);
}

void Session::send_ask() {
  if (agreement_.acknowledged && ready()) wire::append_ask(output_);
}

void Session::send_end(std::uint64_t position) noexcept {
  if (agreement_.acknowledged && ready()) farewell_ = position;
}

// A PING too short for its time to live is ignored, not answered with whatever lies in memory, as libzmq does. There is
// never more than one PONG in the output: a peer that sends PINGs and reads nothing must not fill our memory.
void Session::on_ping(wire::Bytes data) {
  wire::Ping ping;
  if (wire::parse_ping(data, ping)) return;
  if (ping.ttl != 0) ttl_vigil_.begin(heard_at_ + ping.ttl * kTenthOfSecond);
  if (!takes_commands() || std::exchange(pong_due_, true)) return;
  std::ranges::copy(ping.context, pong_context_.begin());
  pong_context_size_ = static_cast<std::uint8_t>(ping.context.size());
}

void Session::on_subscription(bool subscribe, wire::Bytes topic) {
  if (!takes_subscriptions(config_.type)) return;
  subscriptions_.push_back({subscribe, false, slice(decoder_.command(), topic), messages_.size()});
}

void Session::send_subscription(bool subscribe, std::span<const std::byte> topic) try {
  if (!ready()) return;
  if (has_groups(config_.type)) return (subscribe ? wire::append_join : wire::append_leave)(output_, topic);
  if (peer_.minor_version == 0) return append_legacy_subscription(output_, subscribe, topic);
  if (subscribe) {
    wire::append_subscribe(output_, topic);
  } else {
    wire::append_cancel(output_, topic);
  }
} catch (const std::bad_alloc&) {
  out_of_memory();
}

void Session::take_output(std::vector<std::byte>& bytes, Time now) {
  bytes.clear();
  if (!output_.empty()) bytes = std::exchange(output_, {});
  if (std::exchange(acknowledgement_due_, false)) wire::append_acknowledge(bytes, acknowledgement_);
  if (ping_due_ || pong_due_) take_heartbeats(bytes, now);
  if (farewell_) wire::append_end(bytes, *std::exchange(farewell_, std::nullopt));
}

void Session::take_heartbeats(std::vector<std::byte>& bytes, Time now) {
  bytes.reserve(bytes.size() + kHeartbeats);
  if (std::exchange(pong_due_, false)) wire::append_pong(bytes, {pong_context_.data(), pong_context_size_});
  if (!std::exchange(ping_due_, false)) return;
  wire::append_ping(bytes, {config_.heartbeat_ttl, {}});
  if (config_.heartbeat_timeout != 0 && !answer_vigil_.goes_on()) answer_vigil_.begin(now + config_.heartbeat_timeout);
}

Time Session::next_deadline() const noexcept {
  if (state_ == State::kFaulted) return kNever;
  if (state_ != State::kReady) return config_.handshake_deadline;
  return std::min({ping_at_, answer_vigil_.deadline(), promise_vigil_.deadline(), ttl_vigil_.deadline()});
}

void Session::on_deadline(Time now) {
  if (now < next_deadline() || next_deadline() == kNever) return;
  if (state_ != State::kReady) return on_handshake_deadline();
  if (now >= ping_at_) {
    ping_due_ = true;
    ping_at_ = now + config_.heartbeat_interval;
    if (promised_patience_ != 0 && !promise_vigil_.goes_on()) promise_vigil_.begin(now + promised_patience_);
  }
  look_for_silence(now);
}

void Session::on_handshake_deadline() {
  const std::string progress = state_ == State::kHandshake ? "its greeting came, its READY did not"
                               : state_ == State::kResuming
                                   ? "its READY came, its session was not settled"
                                   : std::to_string(greeting_filled_) + " of the 64 bytes of its greeting came";
  fail({Status::kTimedOut, "the peer did not finish its handshake in time: " + progress});
}

void Session::look_for_silence(Time now) {
  const char* const reason = answer_vigil_.look(now)    ? "the peer said nothing after our PING"
                             : promise_vigil_.look(now) ? "the peer was silent for longer than it had promised"
                             : ttl_vigil_.look(now)     ? "the peer was silent for longer than its own PING allowed"
                                                        : nullptr;
  if (reason) fail({Status::kTimedOut, reason});
}

bool Session::Vigil::look(Time now) noexcept {
  if (now < deadline_ || !goes_on()) return false;
  if (std::exchange(doubted_, true)) return true;
  deadline_ = now + std::clamp(now - deadline_, kShortestLook, kLongestLook);
  return false;
}

void Session::fail(Fault fault) noexcept {
  fault_ = std::move(fault);
  state_ = State::kFaulted;
}

void Session::out_of_memory() noexcept { fail({Status::kOutOfMemory, "out of memory"}); }

}  // namespace ymq::session
