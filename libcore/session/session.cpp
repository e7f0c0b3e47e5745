#include "session/session.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <new>
#include <utility>

#include "base/bytes.h"
#include "session/null_mechanism.h"
#include "session/raw.h"
#include "session/roles.h"
#include "session/sealing.h"

// Theory of operation. A connection goes through its states in one direction only:
//
//   state       what may arrive            ends with                              what is sent then
//   kGreeting   64 bytes                   the last of them                       what the mechanism has to say first
//   kHandshake  one command after another  the last of its mechanism              its answers
//   kResuming   one command                YMQRESUME, and ours; or a verdict      YMQRESUME
//   kReady      messages and commands      -                                      PONG for PING, what the user sends
//   kFaulted    anything; it is ignored
//
// The mechanism (mechanism.h) has the commands of kHandshake; NULL has one, READY. It may have a question for the
// handler, and goes on when that has answered. Where it seals, everything from kResuming on comes and goes sealed, in
// message frames: those are opened where they lie, and what is in them goes the way of frames that were never sealed.
//
// kResuming is passed only where both sides have acknowledged delivery and the opener wants to go on with a session: an
// opener sends its YMQRESUME at once, an accepter when it has been told of its own verdict (`answer_resume`).
//
// Our greeting goes out at once and whole. Nothing goes out between our READY and the peer's, because libzmq takes
// whatever follows READY too early for a broken handshake. Any other input, and the deadline before kReady, leads to
// kFaulted. No fault but a handler's refusal for good is announced with an ERROR command: a libzmq peer that gets one
// gives the endpoint up for good, whereas after a closed connection it comes back, perhaps with what was wrong put
// right.
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

// How large a frame may be in which there is a message of at most so much, or a command.
std::uint64_t limit_of_sealed(std::uint64_t limit, std::size_t overhead) {
  return limit == 0 ? 0 : std::max(limit, wire::kAlwaysAcceptedCommand) + overhead;
}

wire::Decoder decoder_for(const Mechanism* mechanism, std::uint64_t limit) {
  if (!mechanism) return wire::Decoder(limit);
  return wire::Decoder(mechanism->seals() ? limit_of_sealed(limit, mechanism->most_overhead()) : limit,
                       mechanism->largest_command());
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

Session::Session(Config config, std::unique_ptr<Mechanism> mechanism)
    : config_(std::move(config)),
      decoder_(decoder_for(mechanism.get(), config_.max_message_size)),
      secured_(config_.raw ? nullptr : std::make_unique<Secured>()) {
  if (config_.raw) {
    state_ = State::kReady;
    return;
  }
  secured_->mechanism = mechanism ? std::move(mechanism) : std::make_unique<NullMechanism>();
  const auto greeting = wire::make_greeting(secured_->mechanism->name(), secured_->mechanism->is_server());
  output_.assign(greeting.begin(), greeting.end());
  secured_->unsealed = output_.size();
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
  const std::string_view mechanism = secured_->mechanism->name();
  if (Fault fault = wire::check_greeting({greeting_.data(), greeting_filled_}, greeting, mechanism)) {
    return fail(std::move(fault));
  }
  if (greeting_filled_ == greeting_.size()) on_greeting(greeting.minor_version);
}

void Session::on_greeting(int minor_version) {
  peer_.minor_version = minor_version;
  wire::Properties properties{{std::string(wire::kSocketType), std::string(socket_type(config_.type))}};
  if (has_identity(config_.type)) properties.emplace_back(wire::kIdentity, config_.identity);
  if (!config_.connector_token.empty()) properties.emplace_back(wire::kConnectorToken, config_.connector_token);
  if (config_.offer) properties.emplace_back(wire::kExtension, wire::format_offer(*config_.offer));
  for (auto& property : std::exchange(config_.metadata, {})) properties.push_back(std::move(property));
  std::vector<std::byte> ours;
  wire::append_properties(ours, properties);
  state_ = State::kHandshake;
  advance(secured_->mechanism->begin(std::move(ours), output_));
}

void Session::decode(std::span<const std::byte> bytes, Block* owner) {
  while (!bytes.empty() && state_ != State::kFaulted) {
    forgive_silence();
    if (secured_) {
      open_frames(decoder_.feed(bytes, owner, secured_->frames));
    } else {
      const std::size_t before = messages_.size();
      take_messages(decoder_.feed(bytes, owner, messages_), before);
    }
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
  if (secured_) return open_frames(decoder_.received_in_target(size, secured_->frames));
  const std::size_t before = messages_.size();
  take_messages(decoder_.received_in_target(size, messages_), before);
} catch (const std::bad_alloc&) {
  out_of_memory();
}

// Sealed frames have come, if any; what stopped the decoder came after them.
void Session::open_frames(wire::Decoder::Stop stop) {
  std::vector<Part> frames = std::move(secured_->frames);
  for (Part& frame : frames) {
    if (state_ != State::kFaulted) open(std::move(frame));
  }
  if (state_ != State::kFaulted) on_stop(stop);
  if (!secured_) return;
  frames.clear();
  secured_->frames = std::move(frames);
}

// Nobody else has seen its bytes yet, so they may be opened where they lie.
void Session::open(Part sealed) {
  if (sealed.more) return fail(wire::protocol_fault("the peer sealed a message, not its frames"));
  OpenedFrame frame;
  const std::span<std::byte> bytes(const_cast<std::byte*>(sealed.data), static_cast<std::size_t>(sealed.size));
  if (Fault fault = open_frame(*secured_->mechanism, bytes, frame)) return fail(std::move(fault));
  Part part = slice(sealed, frame.body);
  if (frame.flags & wire::kCommand) return on_command(part);
  part.more = frame.flags & wire::kMore;
  if (state_ != State::kReady)
    return fail(wire::protocol_fault("the peer sent a message before its session was settled"));
  using Kind = OpenedFrame::Kind;
  if (frame.kind != Kind::kFrame) return on_subscription(frame.kind == Kind::kSubscribe, frame.body, sealed);
  take_part(std::move(part));
}

void Session::take_part(Part part) {
  std::uint64_t& size = secured_->message_size;
  size += part.size + wire::kPartOverhead;
  if (config_.max_message_size != 0 && size > config_.max_message_size) {
    return fail(wire::too_large_fault(size, config_.max_message_size));
  }
  const bool more = part.more;
  std::vector<Part>& held = secured_->held;
  if (more || !held.empty()) {
    held.push_back(std::move(part));
    if (more) return;
  }
  const std::size_t before = messages_.size();
  if (held.empty()) messages_.push_back(std::move(part));
  messages_.insert(messages_.end(), std::make_move_iterator(held.begin()), std::make_move_iterator(held.end()));
  held.clear();
  size = 0;
  messages_[before].redelivered = std::exchange(again_, false);
}

void Session::on_stop(wire::Decoder::Stop stop) {
  if (stop == wire::Decoder::Stop::kCommand) on_command_frame();
  if (stop == wire::Decoder::Stop::kFault) fail(decoder_.fault());
}

// RFC 37 has the frames of sealed ones marked as commands, too.
void Session::on_command_frame() {
  if (secured_ && secured_->mechanism->done()) return open(decoder_.command());
  on_command(decoder_.command());
}

void Session::on_command(const Part& frame) {
  wire::Command command;
  const bool empty = frame.size == 0 && state_ == State::kHandshake && secured_->mechanism->takes_empty();
  Fault fault = empty ? Fault{} : wire::parse_command(frame.bytes(), command);
  if (fault) return fail(std::move(fault));
  if (state_ == State::kHandshake) {
    on_handshake_command(command);
  } else if (state_ == State::kResuming) {
    on_resume(command);
  } else {
    on_traffic_command(command, frame);
  }
}

void Session::on_handshake_command(const wire::Command& command) {
  advance(secured_->mechanism->take(command, output_));
}

void Session::answer_question(Verdict verdict) try {
  if (state_ == State::kHandshake) advance(secured_->mechanism->answer(std::move(verdict), output_));
} catch (const std::bad_alloc&) {
  out_of_memory();
}

void Session::go_on() try {
  if (state_ == State::kHandshake) advance(secured_->mechanism->go_on(output_));
} catch (const std::bad_alloc&) {
  out_of_memory();
}

// The mechanism has made a step.
void Session::advance(Fault fault) {
  secured_->unsealed = output_.size();
  if (fault) return fail(std::move(fault));
  if (secured_->mechanism->done()) finish_handshake();
}

void Session::finish_handshake() {
  Mechanism& mechanism = *secured_->mechanism;
  if (Fault fault = adopt_properties(mechanism.take_theirs())) return fail(std::move(fault));
  adopt_admission(mechanism.take_admission());
  if (mechanism.seals()) {
    decoder_.accept_messages();
  } else {
    secured_.reset();
  }
  agree();
}

// What the handler knows of the peer counts for more than what that says itself.
void Session::adopt_admission(wire::Properties properties) {
  for (auto& property : peer_.properties) properties.push_back(std::move(property));
  peer_.properties = std::move(properties);
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

// What the peer says it is. What we know a use for is taken out of the properties, the others are kept; but who it is
// to the handler only that says.
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
    } else if (!wire::same_name(name, kUserId)) {
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
void Session::on_traffic_command(const wire::Command& command, const Part& frame) {
  if (agreement_.acknowledged && on_extension_command(command)) return;
  if (command.name == wire::kPing) return on_ping(command.data);
  const bool groups = has_groups(config_.type);
  if (command.name == (groups ? wire::kJoin : wire::kSubscribe)) return on_subscription(true, command.data, frame);
  if (command.name == (groups ? wire::kLeave : wire::kCancel)) return on_subscription(false, command.data, frame);
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

void Session::on_subscription(bool subscribe, wire::Bytes topic, const Part& frame) {
  if (!takes_subscriptions(config_.type)) return;
  subscriptions_.push_back({subscribe, false, slice(frame, topic), messages_.size()});
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
  if (secured_) seal_output(bytes);
}

// All that follows the commands of the handshake.
void Session::seal_output(std::vector<std::byte>& bytes) {
  const std::size_t unsealed = std::exchange(secured_->unsealed, 0);
  const wire::Bytes plain = std::span(bytes).subspan(unsealed);
  if (plain.empty()) return;
  std::vector<std::byte> sealed(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(unsealed));
  std::vector<SealedEnd> ends;
  if (Fault fault = seal_frames(*secured_->mechanism, {&plain, 1}, SIZE_MAX, sealed, ends)) {
    sealed.clear();
    fail(std::move(fault));
  }
  bytes.swap(sealed);
}

std::uint64_t Session::seal(std::span<const wire::Bytes> pieces, std::size_t enough, std::vector<std::byte>& out) {
  out.clear();
  secured_->ends.clear();
  Fault fault = seal_frames(*secured_->mechanism, pieces, enough, out, secured_->ends);
  if (!fault) return plain_in(out.size());
  fail(std::move(fault));
  return 0;
}

std::uint64_t Session::plain_in(std::size_t sealed) const {
  const auto& ends = secured_->ends;
  const auto beyond = std::ranges::upper_bound(ends, sealed, {}, &SealedEnd::sealed);
  return beyond == ends.begin() ? 0 : std::prev(beyond)->plain;
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
