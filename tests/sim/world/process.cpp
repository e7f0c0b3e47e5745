#include "sim/world/process.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "engine/endpoints.h"
#include "sim/world/message.h"
#include "ymq/ymq.h"

namespace sim {

namespace {

using ymq::EventKind;
using ymq::Part;
using ymq::engine::Event;
using ymq::engine::PeerStats;

// A process that has something to do this often without time passing never comes to rest.
constexpr int kRestless = 100'000;
constexpr std::int64_t kIntruderWaitMs = 100;
// No connector has more.
constexpr std::size_t kMostPeers = 32;
// How many messages it may have received and not acknowledged, where that is left to it.
constexpr std::uint64_t kHeld = 16;

std::uint64_t size_of(std::span<const std::string> parts) {
  std::uint64_t size = 0;
  for (const std::string& part : parts) size += part.size();
  return size;
}

// An event as somebody reads it: `peer 2 disconnected: CONNECTION_RESET`.
std::string words_for(const Event& event) {
  constexpr std::array<std::string_view, 15> kWords = {
      "lost events",  "listening",     "connected", "disconnected",  "connect failed",
      "no handshake", "accept failed", "dropped",   "closed",        "resumed",
      "redelivered",  "undeliverable", "uncertain", "session ended", "evicted"};
  std::string text = event.peer == 0 ? "" : "peer " + std::to_string(event.peer) + " ";
  text += kWords[static_cast<std::size_t>(event.kind)];
  if (event.count != 0) text += " " + std::to_string(event.count);
  if (event.status != Status::kOk) text += ": " + std::string(ymq_status_name(static_cast<std::int32_t>(event.status)));
  return text + (event.endpoint.empty() ? "" : ", " + event.endpoint);
}

}  // namespace

Process::Process(const Surroundings& around, int host, const Side& side, const std::string& identity, Standing standing,
                 std::uint64_t seed)
    : around_(around), host_(host), side_(side), identity_(identity) {
  auto backend = std::make_unique<Backend>(around_.network, host);
  backend_ = backend.get();
  context_ = ymq::engine::Context::make_over(std::move(backend), seed);
  if (context_->make_connector(side.type, connector_) != Status::kOk) throw Broken{"hosts begin", "no connector"};
  for (const auto& [id, value] : side.options) set(id, value);
  if (!identity.empty()) set(OptionId::kIdentity, ymq::as_bytes(identity));
  secure(standing, ~seed);
  around_.chronicle.note(around_.now(), host_, Kind::kStarted);
}

// Whatever it was doing: a death that nobody sees. What does not end then is left where it is, for the run to go on.
Process::~Process() {
  backend_->die(Backend::Death::kSilent);
  if (!undelivered()) leave(0);
  for (int turns = 0; turns < kRestless && !undelivered(); ++turns) context_->run(0);
  if (undelivered()) {
    context_->destroy(0);
  } else {
    new auto(std::pair(context_, connector_));
  }
}

void Process::set(OptionId id, std::int64_t value) { set(id, std::as_bytes(std::span(&value, 1))); }

void Process::set(OptionId id, std::span<const std::byte> value) {
  const Status status = connector_->set_option(static_cast<std::int32_t>(id), value);
  if (status != Status::kOk) throw Broken{"hosts begin", "option " + std::to_string(static_cast<int>(id))};
}

// An intruder calls less often than others, so as not to take all the time of the world.
void Process::secure(Standing standing, std::uint64_t seed) {
  const Security security = around_.plan.security;
  for (const auto& [id, value] : credentials_of(security, side_.binds, standing)) set(id, ymq::as_bytes(value));
  if (side_.binds && is_judged(security)) handler_ = std::make_unique<Handler>(*context_, seed);
  if (standing == Standing::kMember) return;
  set(OptionId::kReconnectInterval, kIntruderWaitMs);
  set(OptionId::kReconnectIntervalMax, kIntruderWaitMs);
}

void Process::bind(const std::string& endpoint) {
  std::string bound;
  const Status status = connector_->endpoints().bind(endpoint, bound);
  if (status != Status::kOk) throw Broken{"hosts begin", "cannot bind to " + endpoint};
  touched_ = true;
}

void Process::unbind(const std::string& endpoint) {
  const Status status = connector_->endpoints().unbind(endpoint);
  if (status != Status::kOk) throw Broken{"listeners end", "cannot unbind from " + endpoint};
  touched_ = true;
}

void Process::connect(const std::string& endpoint) {
  if (connector_->endpoints().connect(endpoint) != Status::kOk) throw Broken{"hosts begin", "cannot connect"};
  touched_ = true;
}

void Process::connect_as(const std::string& endpoint, const std::string& route) {
  const Status status = connector_->endpoints().connect_as(endpoint, route);
  if (status != Status::kOk) throw Broken{"hosts begin", "cannot connect by name"};
  touched_ = true;
}

std::string Process::connect_peer(const std::string& endpoint) {
  std::uint32_t id = 0;
  if (connector_->endpoints().connect_peer(endpoint, id) != Status::kOk) throw Broken{"hosts begin", "cannot connect"};
  touched_ = true;
  std::array<std::byte, sizeof id> bytes{};
  ymq::store_big_endian(bytes.data(), id);
  return std::string(ymq::as_text(bytes));
}

// An XSUB says so by a message.
void Process::want(const std::string& topic) {
  const std::string wish = "\x01" + topic;
  Status status = Status::kOk;
  if (side_.type == ConnectorType::kXsub) {
    status = send_parts({wish});
    around_.oracle.note_sent(host_, wish.size());
  } else {
    const bool is_group = habits_of(side_).groups;
    status = is_group ? connector_->join(ymq::as_bytes(topic)) : connector_->subscribe(ymq::as_bytes(topic));
  }
  if (status != Status::kOk) throw Broken{"hosts begin", "cannot subscribe"};
  touched_ = true;
}

// Sending and receiving. ---------------------------------------------------------------------------------------------

Status Process::send(Letter letter, const std::string& route) {
  letter.number = around_.oracle.next_number();
  letter.sender = host_;
  letter.accepted = around_.now();
  std::vector<std::string> parts = write_out(letter);
  const bool to_group = habits_of(side_).groups;
  if (!route.empty() || to_group) parts.insert(parts.begin(), to_group ? std::string(1, letter.topic) : route);
  const bool may_accept = !side_.is_immediate() || around_.oracle.may_accept(host_, peers());
  const Status status = send_parts(parts);
  if (status == Status::kAgain) around_.chronicle.note(around_.now(), host_, Kind::kFull);
  if (status != Status::kOk) return status;
  if (!may_accept)
    throw Broken{"immediate takes a link", around_.chronicle.name_of_host(host_) + " accepted a message"};
  around_.chronicle.note(around_.now(), host_, Kind::kSent, letter.number, letter.bytes());
  around_.oracle.accept(std::move(letter), size_of(parts));
  return Status::kOk;
}

// The empty message that says so counts as one.
bool Process::hang_up(const std::string& route) {
  if (send_parts({route, ""}) != Status::kOk) return false;
  around_.chronicle.note(around_.now(), host_, Kind::kHungUp);
  around_.oracle.hang_up(host_, route);
  return true;
}

Status Process::send_parts(const std::vector<std::string>& parts) {
  One message(parts);
  touched_ = true;
  const std::int64_t sent = connector_->send(message, 0);
  return sent == 1 ? Status::kOk : static_cast<Status>(sent);
}

Status Process::receive(Received& received) {
  ymq::engine::Batch batch;
  batch.max_messages = 1;
  touched_ = true;
  const Status status = connector_->receive(batch, 0);
  if (status != Status::kOk) {
    acknowledge(unacknowledged_);
    return status;
  }
  received = {};
  if (!file_notice(batch.parts)) file(batch.parts, received);
  if (++unacknowledged_ > kHeld) acknowledge(unacknowledged_ / 2);
  return status;
}

// One who acknowledges himself does so for some of what he has at a time, and for all of it when there is no more.
void Process::acknowledge(std::uint64_t messages) {
  connector_->acknowledge_received(messages);
  unacknowledged_ -= messages;
}

// What a publisher is told of its subscribers.
bool Process::file_notice(std::span<const Part> parts) {
  if (!habits_of(side_).is_told) return false;
  const std::string_view text = ymq::as_text(parts.front().bytes());
  around_.chronicle.note(around_.now(), host_, Kind::kTold, static_cast<std::uint64_t>(text.front()), text.size());
  around_.oracle.tell(host_, parts.size(), text);
  if (side_.option(OptionId::kXpubManual) != 0) grant(text.front() == 1, ymq::as_bytes(text.substr(1)));
  return true;
}

// Whoever manages subscriptions himself has them as they were asked for.
void Process::grant(bool wanted, std::span<const std::byte> topic) {
  const Status status = wanted ? connector_->subscribe(topic) : connector_->unsubscribe(topic);
  if (status != Status::kOk) throw Broken{"hosts begin", "a subscription cannot be granted"};
}

void Process::file(std::span<const Part> parts, Received& received) {
  std::uint64_t bytes = 0;
  for (const Part& part : parts) bytes += part.size;
  std::span<const Part> body = parts;
  const Habits& habits = habits_of(side_);
  if (habits.routes || habits.groups) {
    received.route = ymq::as_text(body.front().bytes());
    body = body.subspan(1);
  }
  received.is_signal = body.size() == 1 && body.front().size == 0;
  if (received.is_signal) return file_signal(received.route, bytes);
  if (habits.raw) return file_bytes(received.route, ymq::as_text(body.front().bytes()), bytes);
  received.letter = file_letter(body, bytes, parts.front().redelivered);
  if (habits.routes) around_.oracle.check_route(host_, received.route, *received.letter);
  if (habits.groups && received.route != std::string_view(&received.letter->topic, 1)) {
    throw Broken{"only whom it is for", identity_ + " received a message with the name of another group"};
  }
}

const Letter* Process::file_letter(std::span<const Part> body, std::uint64_t bytes, bool again) {
  const Letter& letter = around_.oracle.receive(host_, body, bytes, again, around_.now());
  const Kind kind = again ? Kind::kReceivedAgain : Kind::kReceived;
  around_.chronicle.note(around_.now(), host_, kind, letter.number, letter.bytes());
  return &letter;
}

void Process::file_signal(const std::string& route, std::uint64_t bytes) {
  around_.chronicle.note(around_.now(), host_, Kind::kSignal, bytes);
  around_.oracle.receive_signal(host_, route, bytes);
}

void Process::file_bytes(const std::string& route, std::string_view bytes, std::uint64_t counted) {
  around_.chronicle.note(around_.now(), host_, Kind::kBytes, bytes.size());
  for (const Letter* letter : around_.oracle.receive_bytes(host_, route, bytes, counted, around_.now())) {
    around_.chronicle.note(around_.now(), host_, Kind::kReceived, letter->number, letter->bytes());
  }
}

// Time. --------------------------------------------------------------------------------------------------------------

Time Process::next_due() {
  if (touched_ || backend_->has_work()) return 0;
  return std::min(context_->first_loop().timers().next(), handler_ ? handler_->next_due() : ymq::kNever);
}

// Once more behind the last report: what the library has put off until then is done as well.
void Process::poll() {
  touched_ = false;
  do {
    rest();
  } while (handler_ && handler_->turn(around_.now(), around_.is_calm()));
  if (!leaving_) listen_to_events();
}

void Process::rest() {
  int turns = 0;
  while (context_->run(0) > 0) {
    if (++turns == kRestless) throw Broken{"everything ends", around_.chronicle.name_of_host(host_) + " never rests"};
  }
  context_->run(0);
}

void Process::listen_to_events() {
  std::array<Event, 16> events;
  for (;;) {
    const std::int64_t count = connector_->take_events(events);
    for (std::int64_t i = 0; i < count; ++i) note_event(events[static_cast<std::size_t>(i)]);
    if (count < static_cast<std::int64_t>(events.size())) return;
  }
}

void Process::note_event(const Event& event) {
  const auto number = static_cast<std::uint64_t>(event.kind);
  const std::string words = around_.chronicle.is_read() ? words_for(event) : "";
  around_.chronicle.note(event.time, host_, Kind::kEvent, number, event.count, words);
  around_.oracle.hear(host_, event, around_.now());
}

void Process::check_bounds() { around_.oracle.look_at(host_, peers()); }

std::vector<PeerStats> Process::peers() {
  std::vector<PeerStats> peers(kMostPeers);
  const std::int64_t count = connector_->get_peer_stats(0, peers);
  peers.resize(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
  return peers;
}

void Process::tell_peers() {
  for (const PeerStats& peer : peers()) {
    std::string text = "  " + around_.chronicle.name_of_host(host_) + " peer " + std::to_string(peer.number);
    const auto put = [&text](std::string_view name, std::uint64_t value) {
      if (value != 0) text += " " + std::string(name) + "=" + std::to_string(value);
    };
    put("state", peer.state);
    put("sent", peer.messages_sent);
    put("queued", peer.messages_queued);
    put("queued_bytes", peer.bytes_queued);
    put("unacknowledged", peer.messages_unacknowledged);
    put("unacknowledged_bytes", peer.bytes_unacknowledged);
    put("waiting", peer.messages_waiting);
    put("links", peer.counters.links);
    around_.chronicle.tell(text);
  }
}

ymq::engine::Stats Process::stats() {
  ymq::engine::Stats stats;
  connector_->get_stats(stats);
  return stats;
}

// The end. -----------------------------------------------------------------------------------------------------------

void Process::die(Backend::Death death) {
  around_.chronicle.note(around_.now(), host_, Kind::kDied);
  listen_to_events();
  backend_->die(death);
  leave(0);
  poll();
  if (!undelivered()) throw Broken{"everything ends", around_.chronicle.name_of_host(host_) + " does not end"};
}

void Process::leave(std::int64_t linger_ms) {
  leaving_ = touched_ = true;
  acknowledge(unacknowledged_);
  connector_->close(linger_ms, [undelivered = undelivered_](std::uint64_t count) { *undelivered = count; });
}

}  // namespace sim
