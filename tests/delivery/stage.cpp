#include "delivery/stage.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "engine/completion_queue.h"
#include "engine/endpoints.h"
#include "unit/catch.h"
#include "ymq/ymq.h"

namespace delivery {

namespace {

using ymq::EventKind;
using ymq::Part;
using ymq::PartView;
using ymq::engine::Event;
using ymq::engine::PeerStats;

// What happens closer together than this is looked at together.
constexpr Time kGrain = 10'000;
// A process that has something to do this often without time passing never comes to rest.
constexpr int kRestless = 100'000;

class One final : public ymq::engine::MessageSource {
 public:
  explicit One(const Texts& parts) {
    for (const std::string& part : parts) views_.push_back({ymq::as_bytes(part).data(), part.size(), nullptr});
  }
  ymq::MessageView next() override { return std::exchange(taken_, true) ? ymq::MessageView() : views_; }

 private:
  std::vector<PartView> views_;
  bool taken_ = false;
};

std::string name_of(Status status) { return ymq_status_name(static_cast<std::int32_t>(status)); }

std::string_view name_of(EventKind kind) {
  constexpr std::array<std::string_view, 15> kNames = {
      "LOST",          "LISTENING",     "CONNECTED", "DISCONNECTED", "CONNECT_FAILED", "HANDSHAKE_FAILED",
      "ACCEPT_FAILED", "DROPPED",       "CLOSED",    "RESUMED",      "REDELIVERED",    "UNDELIVERABLE",
      "UNCERTAIN",     "SESSION_ENDED", "EVICTED"};
  return kNames.at(static_cast<std::size_t>(kind));
}

bool is_of_peers(const Event& event) {
  return event.kind == EventKind::kDisconnected || event.kind == EventKind::kDropped ||
         event.kind >= EventKind::kResumed;
}

std::string text_of(const Event& event) {
  std::string text(name_of(event.kind));
  if (event.count != 0) text += " " + std::to_string(event.count);
  return event.status == Status::kOk ? text : text + " " + name_of(event.status);
}

using Counters = std::vector<std::pair<const char*, std::uint64_t>>;

std::string text_of(const Counters& counters) {
  std::string text;
  for (const auto& [name, value] : counters) {
    if (value == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(name) + " " + std::to_string(value);
  }
  return text;
}

}  // namespace

Texts numbers(int first, int last) {
  Texts texts;
  for (int i = first; i <= last; ++i) texts.push_back(std::to_string(i));
  return texts;
}

Texts marked(int first, int last) {
  Texts texts = numbers(first, last);
  for (std::string& text : texts) text += "*";
  return texts;
}

Texts operator+(Texts some, const Texts& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

// The stage. ----------------------------------------------------------------------------------------------------------

Stage::Stage() : network_(std::make_shared<sim::Network>(1)) {
  sim::Weather& weather = network_->weather;
  weather.least_delay = weather.most_delay = kMillisecond;
  weather.least_buffer = weather.most_buffer = 64 * 1024;
  weather.whole = SIZE_MAX;
  weather.keeps_arrived = true;
  weather.moment = 0;
}

void Stage::add(Process& process) { processes_.push_back(&process); }

void Stage::remove(const Process& process) { std::erase(processes_, &process); }

void Stage::run_for(Time span) {
  const Time end = now() + span;
  for (;;) {
    poll();
    const Time next = std::max(next_moment(), now() + kGrain);
    {
      const std::lock_guard lock(network_->mutex);
      while (network_->advance(std::min(next, end))) {
      }
    }
    if (next > end) return poll();
  }
}

void Stage::poll() {
  for (Process* process : processes_) process->poll();
}

Time Stage::next_moment() const {
  Time next = network_->next_event();
  for (Process* process : processes_) next = std::min(next, process->next_due());
  return next;
}

std::vector<std::shared_ptr<sim::Wire>> Stage::wires() const {
  std::vector<std::shared_ptr<sim::Wire>> all;
  for (int host = 1; host <= last_host_; ++host) {
    for (auto& wire : network_->wires_of(host)) {
      if (wire->hosts()[0] == host) all.push_back(std::move(wire));
    }
  }
  return all;
}

void Stage::reset() {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : wires()) wire->reset();
}

void Stage::disconnect(const Process& process) {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : network_->wires_of(process.host_)) wire->reset();
}

void Stage::finish() {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : wires()) wire->finish();
}

void Stage::silence() {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : wires()) wire->stall(ymq::kNever);
}

void Stage::isolate(const Process& process) {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : network_->wires_of(process.host_)) wire->stall(ymq::kNever);
}

void Stage::mute(const Process& process) {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : network_->wires_of(process.host_)) wire->silence(wire->hosts()[0] == process.host_ ? 0 : 1);
}

void Stage::refuse_calls(bool refuse) {
  network_->fate = [refuse] {
    sim::Fate fate;
    fate.refused = refuse;
    return fate;
  };
}

// Processes. ----------------------------------------------------------------------------------------------------------

Process::Process(Stage& stage, ConnectorType type, Options options, std::string identity)
    : stage_(stage), type_(type), options_(std::move(options)), identity_(std::move(identity)) {
  begin();
}

Process::Process(Process& other, ConnectorType type)
    : stage_(other.stage_),
      type_(type),
      host_(other.host_),
      backend_(other.backend_),
      context_(other.context_),
      shares_context_(true) {
  begin();
}

Process::~Process() {
  if (connector_ && shares_context_) close(0);
  if (connector_) kill(Death::kSilent);
}

void Process::begin() {
  if (!shares_context_) {
    host_ = ++stage_.last_host_;
    auto backend = std::make_unique<sim::Backend>(stage_.network_, host_);
    backend_ = backend.get();
    context_ = ymq::engine::Context::make_over(std::move(backend), static_cast<std::uint64_t>(host_));
  }
  undelivered_ = std::make_shared<std::optional<std::uint64_t>>();
  REQUIRE(context_->make_connector(type_, connector_) == Status::kOk);
  for (const auto& [id, value] : options_) set(id, value);
  if (!identity_.empty()) set_identity(identity_);
  if (type_ == ConnectorType::kSub || type_ == ConnectorType::kDish) subscribe("");
  stage_.add(*this);
}

void Process::set(OptionId id, std::int64_t value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  const Status status = connector_->set_option(static_cast<std::int32_t>(id), bytes);
  REQUIRE(status == Status::kOk);
}

void Process::set_identity(const std::string& identity) {
  const auto id = static_cast<std::int32_t>(OptionId::kIdentity);
  REQUIRE(connector_->set_option(id, ymq::as_bytes(identity)) == Status::kOk);
}

void Process::bind(const std::string& endpoint) {
  std::string bound;
  REQUIRE(connector_->endpoints().bind(endpoint, bound) == Status::kOk);
  bound_.push_back(endpoint);
}

void Process::connect(const std::string& endpoint) {
  REQUIRE(connector_->endpoints().connect(endpoint) == Status::kOk);
  connected_.push_back(endpoint);
}

void Process::subscribe(const std::string& topic) {
  const auto bytes = ymq::as_bytes(topic);
  REQUIRE((type_ == ConnectorType::kDish ? connector_->join(bytes) : connector_->subscribe(bytes)) == Status::kOk);
}

void Process::unsubscribe(const std::string& topic) {
  const auto bytes = ymq::as_bytes(topic);
  REQUIRE((type_ == ConnectorType::kDish ? connector_->leave(bytes) : connector_->unsubscribe(bytes)) == Status::kOk);
}

// Sending and receiving. ----------------------------------------------------------------------------------------------

std::string Process::send(const std::string& text, const std::string& to) {
  if (type_ == ConnectorType::kRouter) return send_parts({to, text});
  if (type_ == ConnectorType::kRadio) return send_parts({text.substr(0, 1), text});
  if (type_ == ConnectorType::kRep) REQUIRE(receive(1).size() == 1);
  return send_parts({text});
}

std::string Process::send_all(const Texts& texts, const std::string& to) {
  for (const std::string& text : texts) {
    if (const std::string status = send(text, to); status != "OK") return status;
  }
  return "OK";
}

std::string Process::reply(const std::string& text) { return send_parts({text}); }

std::string Process::send_patiently(const std::string& text, std::int64_t timeout_ms) {
  return send_parts(type_ == ConnectorType::kRouter ? Texts{kPeer, text} : Texts{text}, timeout_ms);
}

void Process::ask(int requests) {
  for (int i = 0; i < requests; ++i) REQUIRE(send_parts({"", "?"}) == "OK");
}

std::string Process::send_parts(const Texts& parts, std::int64_t timeout_ms) {
  One message(parts);
  const std::int64_t sent = connector_->send(message, timeout_ms);
  return name_of(sent == 1 ? Status::kOk : static_cast<Status>(sent));
}

Texts Process::receive(int most) {
  Texts texts;
  Status status = Status::kOk;
  for (std::string text; static_cast<int>(texts.size()) < most && receive_one(text, status);) texts.push_back(text);
  return texts;
}

std::string Process::receive_status() {
  std::string text;
  Status status = Status::kOk;
  receive_one(text, status);
  return name_of(status);
}

bool Process::receive_one(std::string& text, Status& status) {
  ymq::engine::Batch batch;
  batch.max_messages = 1;
  status = connector_->receive(batch, 0);
  if (status == Status::kOk) text = text_of(batch.parts);
  return status == Status::kOk;
}

std::string Process::text_of(const std::vector<Part>& parts) const {
  std::string text = type_ == ConnectorType::kRouter ? std::string(ymq::as_text(parts.front().bytes())) + ": " : "";
  text += ymq::as_text(parts.back().bytes());
  return parts.front().redelivered ? text + "*" : text;
}

void Process::begin_receive(std::uint64_t tag) {
  int descriptor = -1;
  if (!queue_) REQUIRE(context_->make_queue(ymq::WakeKind::kNone, queue_, descriptor) == Status::kOk);
  auto operation = std::make_shared<ymq::engine::Operation>();
  operation->kind = ymq::CompletionKind::kRecv;
  operation->tag = tag;
  operation->max_bytes = UINT64_MAX;
  operation->connector = connector_;
  operation->queue = queue_;
  REQUIRE(connector_->receive_async(operation) == Status::kOk);
}

void Process::cancel(std::uint64_t tag) { REQUIRE(queue_->cancel(tag) == Status::kOk); }

Texts Process::completions() {
  std::vector<ymq::engine::Completion> taken;
  queue_->take(taken, SIZE_MAX, [](const auto&) { return true; });
  Texts texts;
  for (const auto& each : taken) {
    texts.push_back(std::to_string(each.tag) + " " + name_of(each.status));
    if (!each.parts.empty()) texts.back() += " " + text_of(each.parts);
  }
  return texts;
}

void Process::drop_queue() {
  queue_->close();
  queue_.reset();
}

// What is told and counted. -------------------------------------------------------------------------------------------

ymq::engine::Stats Process::stats() {
  ymq::engine::Stats stats;
  REQUIRE(connector_->get_stats(stats) == Status::kOk);
  return stats;
}

std::string Process::counters() {
  const ymq::engine::Stats now = stats();
  return delivery::text_of({{"sent", now.messages_sent},
                            {"acknowledged", now.messages_acknowledged},
                            {"resent", now.messages_resent},
                            {"redelivered", now.drops.redelivered},
                            {"undeliverable", now.drops.undeliverable},
                            {"uncertain", now.messages_uncertain},
                            {"dropped_full", now.drops.full},
                            {"dropped_unroutable", now.drops.unroutable},
                            {"dropped_peer_gone", now.drops.peer_gone},
                            {"sessions_resumed", now.sessions_resumed},
                            {"sessions_lost", now.sessions_lost},
                            {"sessions_evicted", now.sessions_evicted},
                            {"queued", now.messages_queued},
                            {"unacknowledged", now.messages_unacknowledged},
                            {"sessions_waiting", now.sessions_waiting}});
}

std::string Process::intake() {
  const ymq::engine::Stats now = stats();
  return delivery::text_of({{"received", now.messages_received},
                            {"dropped_unexpected", now.drops.unexpected},
                            {"waiting", now.messages_waiting}});
}

std::string Process::peer(std::uint64_t number) {
  std::array<PeerStats, 1> found;
  const std::int64_t count = connector_->get_peer_stats(number, found);
  const PeerStats& now = found[0];
  if (count != 1 || now.number != number) return "gone";
  return delivery::text_of({{"sent", now.messages_sent},
                            {"resent", now.counters.resent},
                            {"dropped_full", now.counters.dropped_full},
                            {"undeliverable", now.counters.undeliverable},
                            {"queued", now.messages_queued},
                            {"unacknowledged", now.messages_unacknowledged},
                            {"bytes_unacknowledged", now.bytes_unacknowledged}});
}

Texts Process::events() {
  std::array<Event, 1'024> taken;
  const std::int64_t count = connector_->take_events(taken);
  Texts texts;
  for (const Event& event : std::span(taken).first(static_cast<std::size_t>(count))) {
    if (is_of_peers(event)) texts.push_back(delivery::text_of(event));
  }
  return texts;
}

// Time and the end. ---------------------------------------------------------------------------------------------------

void Process::poll() {
  if (!context_) return;
  int turns = 0;
  while (context_->run(0) > 0 && ++turns < kRestless) {
  }
  if (turns == kRestless) FAIL_CHECK("a process never comes to rest");
  // What was put off until nothing is left to report.
  context_->run(0);
}

Time Process::next_due() {
  if (!context_) return ymq::kNever;
  return backend_->has_work() ? 0 : context_->first_loop().timers().next();
}

void Process::kill(Death death) {
  if (queue_) drop_queue();
  if (!shares_context_) backend_->die(death);
  if (!undelivered()) close(0);
  poll();
  CHECK(undelivered());
  if (!shares_context_) context_->destroy(0);
  stage_.remove(*this);
  connector_.reset();
  context_.reset();
}

void Process::restart() {
  begin();
  for (const std::string& endpoint : std::exchange(bound_, {})) bind(endpoint);
  for (const std::string& endpoint : std::exchange(connected_, {})) connect(endpoint);
}

void Process::close(Time linger) {
  connector_->close(linger / kMillisecond, [told = undelivered_](std::uint64_t count) { *told = count; });
}

}  // namespace delivery
