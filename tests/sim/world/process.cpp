#include "sim/world/process.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "engine/endpoints.h"
#include "ymq/ymq.h"

namespace sim {

namespace {

using ymq::EventKind;
using ymq::Part;
using ymq::PartView;
using ymq::engine::Event;
using ymq::engine::PeerStats;

// A process that has something to do this often without time passing never comes to rest.
constexpr int kRestless = 100'000;
// No connector has more.
constexpr std::size_t kMostPeers = 32;
// How many messages it may have received and not acknowledged, where that is left to it.
constexpr std::uint64_t kHeld = 16;

// One message, as the library takes it.
class One final : public ymq::engine::MessageSource {
 public:
  explicit One(const std::vector<std::string>& parts) {
    for (const std::string& part : parts) views_.push_back({ymq::as_bytes(part).data(), part.size(), nullptr});
  }
  ymq::MessageView next() override { return std::exchange(taken_, true) ? ymq::MessageView() : views_; }

 private:
  std::vector<PartView> views_;
  bool taken_ = false;
};

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

Process::Process(const Surroundings& around, int host, const Side& side, const std::string& identity,
                 std::uint64_t seed)
    : around_(around), host_(host), side_(side), identity_(identity) {
  auto backend = std::make_unique<Backend>(around_.network, host);
  backend_ = backend.get();
  context_ = ymq::engine::Context::make_over(std::move(backend), seed);
  if (context_->make_connector(side.type, connector_) != Status::kOk) throw Broken{"hosts begin", "no connector"};
  for (const auto& [id, value] : side.options) set(id, value);
  if (!identity.empty()) {
    connector_->set_option(static_cast<std::int32_t>(OptionId::kIdentity), ymq::as_bytes(identity));
  }
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

void Process::set(OptionId id, std::int64_t value) {
  const Status status = connector_->set_option(static_cast<std::int32_t>(id), std::as_bytes(std::span(&value, 1)));
  if (status != Status::kOk) throw Broken{"hosts begin", "option " + std::to_string(static_cast<int>(id))};
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
    const bool is_group = habits_of(side_.type).groups;
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
  const bool to_group = habits_of(side_.type).groups;
  if (!route.empty() || to_group) parts.insert(parts.begin(), to_group ? std::string(1, letter.topic) : route);
  const Status status = send_parts(parts);
  if (status == Status::kAgain) around_.chronicle.note(around_.now(), host_, Kind::kFull);
  if (status != Status::kOk) return status;
  around_.chronicle.note(around_.now(), host_, Kind::kSent, letter.number, letter.bytes());
  around_.oracle.accept(std::move(letter), size_of(parts));
  return Status::kOk;
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
  received.letter = file_notice(batch.parts) ? nullptr : file(batch.parts, received.route);
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
  if (!habits_of(side_.type).is_told) return false;
  const std::string_view text = ymq::as_text(parts.front().bytes());
  around_.chronicle.note(around_.now(), host_, Kind::kTold, static_cast<std::uint64_t>(text.front()), text.size());
  around_.oracle.tell(host_, parts.size(), text);
  return true;
}

const Letter* Process::file(std::vector<Part>& parts, std::string& route) {
  std::uint64_t bytes = 0;
  for (const Part& part : parts) bytes += part.size;
  const bool again = parts.front().redelivered;
  std::span<const Part> body(parts);
  const Habits& habits = habits_of(side_.type);
  if (habits.routes || habits.groups) {
    route = ymq::as_text(body.front().bytes());
    body = body.subspan(1);
  }
  const Letter& letter = around_.oracle.receive(host_, body, bytes, again, around_.now());
  if (habits.groups && route != std::string_view(&letter.topic, 1)) {
    throw Broken{"only whom it is for", identity_ + " received a message with the name of another group"};
  }
  const Kind kind = again ? Kind::kReceivedAgain : Kind::kReceived;
  around_.chronicle.note(around_.now(), host_, kind, letter.number, letter.bytes());
  return &letter;
}

// Time. --------------------------------------------------------------------------------------------------------------

Time Process::next_due() {
  if (touched_ || backend_->has_work()) return 0;
  return context_->first_loop().timers().next();
}

// Once more behind the last report: what the library has put off until then is done as well.
void Process::poll() {
  touched_ = false;
  int turns = 0;
  while (context_->run(0) > 0) {
    if (++turns == kRestless) throw Broken{"everything ends", around_.chronicle.name_of_host(host_) + " never rests"};
  }
  context_->run(0);
  if (!leaving_) listen_to_events();
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
