#include "engine/connector.h"

#include <cstdio>
#include <utility>

#include "engine/alarm.h"
#include "engine/connector_section.h"
#include "engine/context.h"
#include "engine/endpoints.h"
#include "engine/error.h"
#include "engine/loop.h"
#include "engine/security.h"

// The connector as a whole: what follows each section, options and counters, closing.
namespace ymq::engine {

namespace {

// A thread that wrote so short a time ago is in the midst of a burst.
constexpr Time kBurstGap = 2'000;
// More links than this are left to the loop, which writes to them while the thread goes on; unless it is the thread
// itself that will drive the loop next.
constexpr std::size_t kFewLinks = 4;
// So much is worth a system call of the sender's own in a burst, too; more than that is worth being left to the loop.
constexpr std::uint64_t kManyMessages = 8;
constexpr std::uint64_t kOwnWrite = 4 * 1024;
constexpr std::uint64_t kLargeWrite = 48 * 1024;
// Where there are several peers the loop would have as much to write to each, and no more gathers.
constexpr std::uint64_t kLargeWriteToMany = 128 * 1024;

constexpr const char* kOnlySubscribers = "only a SUB and an XSUB subscribe, and an XPUB with xpub_manual for its peers";

LinkedPeer& linked(flow::Peer& peer) { return static_cast<LinkedPeer&>(peer); }

bool is_sizeable(const LinkedPeer& peer, std::uint64_t limit) {
  const std::uint64_t bytes = peer.outbox.queued_bytes();
  return bytes < limit && (bytes >= kOwnWrite || peer.outbox.queued_messages() >= kManyMessages);
}

std::uint32_t state_of(const LinkedPeer& peer) {
  const auto flag = [](bool set, PeerState state) { return set ? static_cast<std::uint32_t>(state) : 0; };
  return flag(peer.linked, PeerState::kLinked) | flag(peer.lasting, PeerState::kLasting) |
         flag(peer.outbox.in_session(), PeerState::kSession) | flag(peer.awaited, PeerState::kAwaited) |
         flag(peer.departing, PeerState::kGone);
}

PeerStats peer_stats(const LinkedPeer& peer) {
  PeerStats stats;
  stats.number = peer.number;
  stats.state = state_of(peer);
  stats.messages_sent = peer.outbox.messages();
  stats.messages_queued = peer.outbox.queued_messages();
  stats.bytes_queued = peer.outbox.queued_bytes();
  stats.messages_unacknowledged = peer.outbox.unacknowledged_messages();
  stats.bytes_unacknowledged = peer.outbox.unacknowledged_bytes();
  stats.messages_waiting = peer.inbox.messages();
  stats.counters = peer.counters;
  stats.identity = peer.identity;
  return stats;
}

// Why a group was not joined, or not left.
const char* group_fault(Status status) {
  switch (status) {
    case Status::kClosed:
      return "the connector is closed";
    case Status::kInvalidArgument:
      return "the name of a group has at most 255 bytes";
    case Status::kWrongState:
      return "this group is joined already";
    case Status::kNotFound:
      return "this group was not joined";
    case Status::kNotSupported:
      return "only a DISH joins groups";
    default:
      return "memory ran out";
  }
}

Status no_such_peer(std::uint64_t number) {
  return fail(Status::kNotFound, "there is no peer of number " + std::to_string(number));
}

// Null: it has said nothing of this name.
const std::string* find_property(const LinkedPeer& peer, std::string_view name) {
  if (!peer.introduction) return nullptr;
  if (wire::same_name(name, wire::kIdentity)) return &peer.identity;
  for (const auto& [known, value] : peer.introduction->properties) {
    if (wire::same_name(name, known)) return &value;
  }
  return nullptr;
}

std::string text_of(const wire::SessionId& id) {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(id.high),
                static_cast<unsigned long long>(id.low));
  return text.data();
}

}  // namespace

Connector::Connector(std::shared_ptr<Context> context, ConnectorType type)
    : context_(std::move(context)),
      type_(type),
      token_(text_of(context_->secret_id())),
      endpoints_(std::make_unique<Endpoints>(*this)) {
  options_.put(OptionId::kType, static_cast<std::int64_t>(type));
}

Connector::~Connector() = default;

bool Connector::start() {
  apply_settings();
  raw_ = pattern::is_raw(type_, settings_);
  pattern_ = pattern::make_pattern(type_, effects_, settings_, context_->random());
  return pattern_ != nullptr;
}

// The end of every section, with the monitor still held.
void Connector::collect(AfterCare& after) {
  effects_.ran_ahead = nullptr;
  if (!effects_.to_reject.empty()) reject_peers(after);
  if (settings_.retries_requests) watch_request(after);
  if (state_ == State::kOpen) {
    if (std::exchange(room_came_, false)) serve_senders(after);
    serve_receivers(after);
  }
  collect_flushes(after);
  const auto collect_links = [&after](std::vector<flow::Peer*>& peers, AfterCare::Deed deed) {
    for (flow::Peer* peer : peers) {
      if (linked(*peer).link) after.add(deed, linked(*peer).link);
    }
    peers.clear();
  };
  collect_links(effects_.to_resume, AfterCare::Deed::kResume);
  collect_links(effects_.to_acknowledge, AfterCare::Deed::kAcknowledge);
  if (!departing_.empty()) sweep_departing();
  if (observed_) serve_observers(after);
  if (state_ != State::kOpen) check_drained(after);
}

void Connector::collect_flushes(AfterCare& after) {
  if (effects_.to_flush.empty()) return;
  const bool hurried = in_burst() || (effects_.to_flush.size() > kFewLinks && !drives_own_loop());
  const std::uint64_t large = effects_.to_flush.size() == 1 ? kLargeWrite : kLargeWriteToMany;
  for (flow::Peer* flushed : effects_.to_flush) {
    LinkedPeer& peer = linked(*flushed);
    if (!peer.link) {
      peer.flush_wanted = false;
    } else if (peer.writing) {
      peer.write_again = true;
    } else if (peer.link->in_memory() || (peer.controls.empty() && (!hurried || is_sizeable(peer, large)))) {
      peer.writing = true;
      after.add(AfterCare::Deed::kWrite, peer.link);
    } else {
      after.add(AfterCare::Deed::kRequestWrite, peer.link);
    }
  }
  effects_.to_flush.clear();
}

// A sending thread writes to idle links itself. In the midst of a burst it leaves them to the loop, where more gathers
// for each write.
bool Connector::in_burst() const {
  return context_->now() - wrote_in_sender_.load(std::memory_order_relaxed) < kBurstGap;
}

// Callers that wait for messages drive the only loop there is themselves.
bool Connector::drives_own_loop() const {
  const Loop* loop = several_loops_ ? nullptr : first_loop_.load();
  return loop && loop->has_visitors();
}

void Connector::set_alarm(std::shared_ptr<Alarm>& alarm, Ring ring, Time moment, AfterCare& after) {
  if (!alarm) alarm = std::make_shared<Alarm>(weak_from_this(), context_, ring);
  after.tasks.push_back([alarm, moment] { alarm->start(moment); });
}

// A new attempt to have a request answered has its own time.
void Connector::watch_request(AfterCare& after) {
  const std::uint64_t attempt = pattern_->attempt();
  if (attempt == std::exchange(attempt_, attempt) || attempt == 0) return;
  attempt_ends_ = deadline_after(context_->now(), options_.number(OptionId::kRequestTimeout));
  set_alarm(request_alarm_, &Connector::retry_overdue_request, attempt_ends_, after);
}

void Connector::retry_overdue_request() {
  Section section(*this);
  if (state_ != State::kOpen || pattern_->attempt() == 0) return;
  const std::uint64_t undeliverable = effects_.drops.undeliverable;
  if (context_->now() >= attempt_ends_) {
    pattern_->retry();
  } else {
    set_alarm(request_alarm_, &Connector::retry_overdue_request, attempt_ends_, section.after);
  }
  const bool failed = effects_.drops.undeliverable != undeliverable;
  if (failed) add_event(EventKind::kUndeliverable, 0, {}, Status::kTimedOut, 0, 1);
}

void Connector::wrote_in_sender() { wrote_in_sender_.store(context_->now(), std::memory_order_relaxed); }

Status Connector::subscribe(std::span<const std::byte> topic) {
  Section section(*this);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const Status status = pattern_->subscribe(topic);
  return status == Status::kOk ? status : fail(status, kOnlySubscribers);
}

Status Connector::unsubscribe(std::span<const std::byte> topic) {
  Section section(*this);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const Status status = pattern_->unsubscribe(topic);
  if (status == Status::kNotFound) return fail(status, "this topic was not subscribed to");
  return status == Status::kOk ? status : fail(status, kOnlySubscribers);
}

Status Connector::join(std::span<const std::byte> group) {
  Section section(*this);
  const Status status = state_ == State::kOpen ? pattern_->join(group) : Status::kClosed;
  return status == Status::kOk ? status : fail(status, group_fault(status));
}

Status Connector::leave(std::span<const std::byte> group) {
  Section section(*this);
  const Status status = state_ == State::kOpen ? pattern_->leave(group) : Status::kClosed;
  return status == Status::kOk ? status : fail(status, group_fault(status));
}

std::uint32_t Connector::routing_id(std::uint64_t number) {
  const std::lock_guard lock(monitor_);
  const auto found = peers_.find(number);
  return found == peers_.end() ? 0 : pattern_->routing_id(*found->second);
}

Status Connector::set_option(std::int32_t id, std::span<const std::byte> value) {
  Section section(*this);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  if (static_cast<OptionId>(id) == OptionId::kRouterRaw && is_engaged()) {
    return fail(Status::kWrongState, "option router_raw: it is too late, the connector has been bound or connected");
  }
  const Status status = options_.set(id, value);
  if (status != Status::kOk) return status;
  apply_settings();
  if (static_cast<OptionId>(id) == OptionId::kRouterRaw) return remake_pattern();
  apply_acknowledging();
  for (const auto& [number, peer] : peers_) {
    apply_limits(*peer);
    pattern_->writable(*peer);
    if (peer->receive_paused && peer->inbox.below_low_mark()) {
      peer->receive_paused = false;
      effects_.to_resume.push_back(peer.get());
    }
  }
  room_came_ = true;
  return status;
}

// It has peers, or may have.
bool Connector::is_engaged() const { return !peers_.empty() || !options_.text(OptionId::kLastEndpoint).empty(); }

// Whether its peers speak ZMTP or not makes it another. Nobody is there yet.
Status Connector::remake_pattern() {
  if (raw_ == pattern::is_raw(type_, settings_)) return Status::kOk;
  auto pattern = pattern::make_pattern(type_, effects_, settings_, context_->random());
  if (!pattern) {
    options_.put(OptionId::kRouterRaw, raw_);
    apply_settings();
    return fail(Status::kOutOfMemory, "option router_raw: memory ran out");
  }
  pattern_ = std::move(pattern);
  raw_ = !raw_;
  return Status::kOk;
}

// What the options say to the pattern.
void Connector::apply_settings() {
  const auto number = [this](OptionId id) { return static_cast<std::uint64_t>(options_.number(id)); };
  settings_.router_notify = options_.number(OptionId::kRouterNotify);
  probes_ = number(OptionId::kProbeRouter) != 0 && pattern::probes(type_);
  settings_.router_mandatory = number(OptionId::kRouterMandatory) != 0;
  settings_.router_raw = number(OptionId::kRouterRaw) != 0;
  settings_.stream_notify = number(OptionId::kStreamNotify) != 0;
  settings_.retries_requests = number(OptionId::kRequestTimeout) != 0;
  settings_.request_retries = number(OptionId::kRequestRetries);
  settings_.xpub_verbose = number(OptionId::kXpubVerbose) != 0;
  settings_.xpub_verboser = number(OptionId::kXpubVerboser) != 0;
  settings_.xpub_manual = number(OptionId::kXpubManual) != 0;
  settings_.xpub_manual_last_value = number(OptionId::kXpubManualLastValue) != 0;
  settings_.publish_without_drops = number(OptionId::kPublishWithoutDrops) != 0;
  settings_.invert_matching = number(OptionId::kInvertMatching) != 0;
  settings_.max_topics = number(OptionId::kMaxTopics);
  settings_.max_topic_bytes = number(OptionId::kMaxTopicBytes);
  settings_.replay = number(OptionId::kReplay);
  settings_.replay_bytes = number(OptionId::kReplayBytes);
  settings_.welcome_message = options_.text(OptionId::kWelcomeMessage);
  waits_for_room_ = pattern::waits_for_room(type_, settings_);
}

std::int64_t Connector::get_option(std::int32_t id, std::span<std::byte> value) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  options_.put(OptionId::kTopics, static_cast<std::int64_t>(pattern_->topics()));
  options_.put(OptionId::kMechanism, static_cast<std::int64_t>(mechanism_of(options_)));
  return options_.get(id, value);
}

std::int64_t Connector::option(OptionId id) {
  const std::lock_guard lock(monitor_);
  return options_.number(id);
}

bool Connector::raw() {
  const std::lock_guard lock(monitor_);
  return raw_;
}

std::string Connector::option_text(OptionId id) {
  const std::lock_guard lock(monitor_);
  return options_.text(id);
}

std::unique_ptr<session::Mechanism> Connector::make_mechanism(bool accepted) {
  const std::lock_guard lock(monitor_);
  return engine::make_mechanism(options_, accepted);
}

// Whoever knows our key, or is known to our realm, may come in where nobody was ever to be asked. A domain, a handler
// that has gone, a name and a password: they say that somebody is. A principal is a name that one may be known by.
session::Verdict Connector::decide_without_handler(const session::Question& question) {
  const bool proved = question.mechanism == wire::kCurve || question.mechanism == wire::kGssapi;
  const bool open = proved && option_text(OptionId::kZapDomain).empty() && !context_->inproc().handler_was_bound();
  if (!open) return {300, "nobody is bound to inproc://" + std::string(kHandlerName), {}};
  if (question.mechanism == wire::kCurve) return {};
  return {session::Verdict::kAdmitted, {}, {{std::string(session::kUserId), question.credentials.front()}}};
}

Status Connector::check_security() {
  const std::lock_guard lock(monitor_);
  if (raw_ && mechanism_of(options_) != Mechanism::kNull) {
    return fail(Status::kInvalidArgument,
                "to a program that speaks no ZMTP bytes go as they are: no PLAIN, no CURVE, no GSSAPI");
  }
  const session::Fault fault = security_fault(options_);
  return fault ? fail(fault.status, fault.text) : Status::kOk;
}

std::shared_ptr<const backend::SocketOptions> Connector::socket_options() {
  const std::lock_guard lock(monitor_);
  return std::make_shared<backend::SocketOptions>(options_.sockets());
}

void Connector::put_last_endpoint(const std::string& endpoint) {
  const std::lock_guard lock(monitor_);
  options_.put(OptionId::kLastEndpoint, endpoint);
}

Status Connector::get_stats(Stats& stats) {
  pull();
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  stats = stats_;
  stats.drops = effects_.drops;
  stats.peers = peers_.size();
  stats.messages_queued = queued_messages();
  stats.messages_waiting = pattern_->waiting() + given_back_.size();
  stats.messages_acknowledged = effects_.acknowledged;
  stats.messages_unacknowledged = unacknowledged_messages();
  stats.sessions_waiting = strangers_away_;
  stats.events_lost = events_.lost();
  return Status::kOk;
}

Status Connector::get_peer(std::uint64_t number, PeerIdentification& peer) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const auto found = peers_.find(number);
  if (found == peers_.end()) return no_such_peer(number);
  const LinkedPeer& known = *found->second;
  peer.state = state_of(known);
  peer.identity = known.identity;
  peer.routing_id = pattern_->routing_id(known);
  if (!known.introduction) return Status::kOk;
  peer.address = known.introduction->address;
  peer.credentials = known.introduction->credentials;
  return Status::kOk;
}

Status Connector::get_peer_property(std::uint64_t number, std::string_view name, std::string& value) {
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return fail(Status::kClosed, "the connector is closed");
  const auto found = peers_.find(number);
  if (found == peers_.end()) return no_such_peer(number);
  const std::string* said = find_property(*found->second, name);
  if (!said) return fail(Status::kNotFound, "the peer has not said a property of this name");
  value = *said;
  return Status::kOk;
}

std::size_t Connector::peer_count() const {
  const std::lock_guard lock(monitor_);
  return peers_.size();
}

std::int64_t Connector::get_peer_stats(std::uint64_t first, std::span<PeerStats> peers) {
  pull();
  const std::lock_guard lock(monitor_);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  std::size_t count = 0;
  for (auto each = peers_.lower_bound(first); each != peers_.end() && count < peers.size(); ++each) {
    peers[count++] = peer_stats(*each->second);
  }
  return static_cast<std::int64_t>(count);
}

std::int64_t Connector::take_events(std::span<Event> events) {
  Section section(*this);
  if (state_ != State::kOpen) return static_cast<std::int64_t>(fail(Status::kClosed, "the connector is closed"));
  std::int64_t count = 0;
  for (Event& event : events) {
    if (!events_.take(event)) break;
    ++count;
  }
  return count;
}

void Connector::note(EventKind kind, const std::string& endpoint, Status status, int system_error,
                     std::uint64_t count) {
  Section section(*this);
  stats_.connects_failed += kind == EventKind::kConnectFailed;
  stats_.handshakes_failed += kind == EventKind::kHandshakeFailed;
  add_event(kind, 0, endpoint, status, system_error, count);
}

void Connector::add_event(EventKind kind, std::uint64_t peer, const std::string& endpoint, Status status,
                          int system_error, std::uint64_t count) {
  events_.add({context_->now(), peer, count, kind, status, system_error, endpoint});
  crowd_came_ = true;
}

std::uint64_t Connector::queued_messages() const {
  std::uint64_t queued = pattern_->homeless();
  for (const auto& [number, peer] : peers_) queued += peer->outbox.queued_messages();
  return queued;
}

std::uint64_t Connector::unacknowledged_messages() const {
  std::uint64_t count = 0;
  for (const auto& [number, peer] : peers_) count += peer->outbox.unacknowledged_messages();
  return count;
}

// Closing again may cut the linger short, never extend it: a context that is destroyed cannot wait for longer than it
// says.
void Connector::close(std::int64_t linger_ms, WhenClosed when_closed) {
  bool first = false;
  {
    Section section(*this);
    if (when_closed) when_closed_.push_back(std::move(when_closed));
    if (linger_ms < 0) linger_ms = options_.number(OptionId::kLinger);
    first = state_ == State::kOpen;
    if (first) begin_lingering(section.after);
  }
  if (first) endpoints_->stop_accepting();
  if (linger_ms == 0) abandon();
  if (linger_ms > 0) start_linger_timer(linger_ms);
  if (first) remove_loop_object();
}

void Connector::begin_lingering(AfterCare& after) {
  state_ = State::kLingering;
  self_ = shared_from_this();
  end_all_waits(after);
  given_back_.clear();
  for (const auto& [number, peer] : peers_) {
    if (std::exchange(peer->receive_paused, false)) effects_.to_resume.push_back(peer.get());
    const bool waits_in_memory = peer->link && peer->link->in_memory() && !peer->outbox.empty();
    if (waits_in_memory) after.add(AfterCare::Deed::kRequestWrite, peer->link);
    if (peer->outbox.in_session() && peer->link) after.add(AfterCare::Deed::kAsk, peer->link);
  }
  ++loop_objects_;
}

void Connector::start_linger_timer(std::int64_t linger_ms) {
  Section section(*this);
  if (state_ != State::kLingering) return;
  set_alarm(linger_alarm_, &Connector::abandon, deadline_after(context_->now(), linger_ms), section.after);
}

// Everything that was accepted is written, and has arrived where peers tell: the links can go. Once they are gone, so
// is the connector.
void Connector::check_drained(AfterCare& after) {
  if (state_ == State::kLingering && queued_messages() == 0 && unacknowledged_messages() == 0) begin_ending(after);
  if (state_ == State::kEnding && loop_objects_ == 0) state_ = State::kClosed;
  if (state_ != State::kClosed) return;
  if (self_) after.tasks.push_back([last = std::exchange(self_, nullptr)] {});
  // Whoever closes it once more, as its context does, has nothing to hear of.
  const std::uint64_t undelivered = std::exchange(undelivered_, 0);
  for (WhenClosed& callback : std::exchange(when_closed_, {})) {
    after.tasks.push_back([callback = std::move(callback), undelivered] { callback(undelivered); });
  }
  for (auto* alarm : {&linger_alarm_, &session_alarm_, &request_alarm_}) {
    if (*alarm) after.tasks.push_back([stopped = std::exchange(*alarm, nullptr)] { stopped->stop(); });
  }
}

void Connector::begin_ending(AfterCare& after) {
  state_ = State::kEnding;
  for (const auto& [address, link] : links_) after.add(AfterCare::Deed::kEnd, link);
  after.tasks.push_back([self = shared_from_this()] { self->endpoints_->stop(); });
}

void Connector::abandon() {
  Section section(*this);
  if (state_ != State::kLingering) return;
  undelivered_ += queued_messages() + unacknowledged_messages();
  begin_ending(section.after);
}

void Connector::add_link(const std::shared_ptr<Link>& link) {
  Section section(*this);
  links_.emplace(link.get(), link);
  ++loop_objects_;
  if (state_ == State::kEnding) section.after.add(AfterCare::Deed::kEnd, link);
}

void Connector::remove_link(const Link* link) {
  Section section(*this);
  links_.erase(link);
  --loop_objects_;
}

bool Connector::add_loop_object() {
  const std::lock_guard lock(monitor_);
  if (state_ == State::kClosed) return false;
  ++loop_objects_;
  return true;
}

void Connector::remove_loop_object() {
  Section section(*this);
  --loop_objects_;
}

void Connector::use_loop(Loop& loop) {
  Loop* none = nullptr;
  if (!first_loop_.compare_exchange_strong(none, &loop) && none != &loop) several_loops_ = true;
}

}  // namespace ymq::engine
