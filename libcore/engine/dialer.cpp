#include "engine/dialer.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "engine/connector.h"
#include "engine/context.h"
#include "engine/endpoints.h"
#include "engine/memory_link.h"

namespace ymq::engine {

namespace {

// Nobody is bound there; a path that is not there says the same.
bool is_refusal(Status status) { return status == Status::kConnectionRefused || status == Status::kNotFound; }

}  // namespace

std::int64_t Backoff::next(std::int64_t first, std::int64_t limit, std::uint64_t random) noexcept {
  limit = std::max(first, limit);
  std::int64_t interval = first;
  for (unsigned i = 0; i < attempts_ && interval < limit; ++i) interval *= 2;
  interval = std::min(interval, limit);
  if (interval < limit) ++attempts_;
  const std::int64_t half = interval / 2;
  return interval - half + static_cast<std::int64_t>(random % static_cast<std::uint64_t>(half + 1));
}

std::shared_ptr<Dialer> Dialer::make(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text) {
  if (endpoint.transport == Transport::kInproc) {
    return std::make_shared<InprocDialer>(std::move(connector), std::move(endpoint), std::move(text));
  }
  return std::make_shared<StreamDialer>(std::move(connector), std::move(endpoint), std::move(text));
}

Dialer::Dialer(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text)
    : connector_(std::move(connector)), endpoint_(std::move(endpoint)), text_(std::move(text)) {}

void Dialer::retire(std::int64_t linger_ms) {
  connector_->retire_peer(peer_number_, [dialer = self()] { dialer->stop(); });
  if (linger_ms == 0) stop();
  if (linger_ms > 0) stop_at(deadline_after(connector_->context().now(), linger_ms));
}

std::int64_t Dialer::next_wait() {
  return backoff_.next(connector_->option(OptionId::kReconnectInterval),
                       connector_->option(OptionId::kReconnectIntervalMax), connector_->context().random());
}

bool Dialer::stops_after(ReconnectStop what) {
  return (connector_->option(OptionId::kReconnectStop) & static_cast<std::int64_t>(what)) != 0;
}

void Dialer::give_up(backend::Outcome outcome) {
  const bool wanted = connector_->endpoints().forget(*this);
  if (wanted) connector_->note(EventKind::kClosed, text_, outcome.status, outcome.system_error);
  finish();
}

bool Dialer::take_peer() {
  peer_ = connector_->add_lasting_peer(routing_id_, refused_);
  if (peer_) peer_number_ = peer_->number;
  return peer_ != nullptr;
}

void Dialer::release_peer() {
  if (peer_) connector_->remove_lasting_peer(std::exchange(peer_, nullptr));
  connector_->remove_loop_object();
}

// Streams. -----------------------------------------------------------------------------------------------------------

StreamDialer::StreamDialer(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text)
    : Dialer(std::move(connector), std::move(endpoint), std::move(text)), loop_(connector_->context().next_loop()) {
  connect_.action = backend::Action::kConnect;
  close_unwanted_.action = backend::Action::kClose;
}

void StreamDialer::start() {
  connector_->use_loop(loop_);
  if (!connector_->add_loop_object()) return;
  self_ = shared_from_this();
  const bool wanted = take_peer();
  loop_.post([self = self_, wanted] { wanted ? self->attempt() : self->finish(); });
}

void StreamDialer::attempt() {
  if (stopping_) return finish();
  state_ = State::kResolving;
  sockets_ = connector_->socket_options();
  if (endpoint_.transport == Transport::kTcp) proxy_ = socks_proxy_of(*connector_);
  const Endpoint& next = proxy_ ? proxy_->endpoint : endpoint_;
  if (const auto address = direct_address(next)) return on_resolved({Status::kOk, {}, {*address}});
  request_ = connector_->context().resolver().resolve(next.name, next.port, [self = self_](Resolution found) {
    self->loop_.post([self, found = std::move(found)] { self->on_resolved(found); });
  });
  if (request_ == 0) fail_attempt({Status::kNameNotResolved, 0});
}

void StreamDialer::on_resolved(Resolution resolution) {
  if (state_ != State::kResolving) return;
  if (stopping_) return finish();
  if (!resolution.ok()) return fail_attempt({resolution.status, 0});
  addresses_ = std::move(resolution.addresses);
  std::reverse(addresses_.begin(), addresses_.end());
  connect_next();
}

void StreamDialer::connect_next() {
  state_ = State::kConnecting;
  connect_.address = addresses_.back();
  addresses_.pop_back();
  connect_.sockets = sockets_.get();
  const std::int64_t patience = connector_->option(OptionId::kConnectTimeout);
  if (patience != 0) loop_.timers().arm(alarm_, deadline_after(loop_.now(), patience));
  loop_.backend().submit(connect_);
}

// A connect that has ended just now is reported as it did.
void StreamDialer::on_alarm() {
  if (state_ == State::kConnecting) return loop_.backend().cancel(connect_);
  if (state_ == State::kProxying) return handshake_->end({Status::kTimedOut, ETIMEDOUT});
  attempt();
}

void StreamDialer::on_connected(const backend::Report& report) {
  if (stopping_ && report.outcome.ok()) {
    close_unwanted_.stream = report.stream;
    return loop_.backend().submit(close_unwanted_);
  }
  if (stopping_) return finish();
  alarm_.cancel();
  if (!report.outcome.ok() && !addresses_.empty()) return connect_next();
  const bool overdue = report.outcome.status == Status::kCancelled;
  if (overdue) return fail_attempt({Status::kTimedOut, ETIMEDOUT});
  if (!report.outcome.ok()) return fail_attempt(report.outcome);
  sockets_.reset();
  if (proxy_) return ask_proxy(report.stream);
  make_link(report.stream)->start();
}

void StreamDialer::ask_proxy(backend::Stream stream) {
  state_ = State::kProxying;
  stream_ = stream;
  wire::Socks socks(socks_target(endpoint_), std::move(proxy_->login));
  handshake_ = std::make_unique<SocksHandshake>(loop_, stream, std::move(socks), *this);
  const std::int64_t patience = connector_->option(OptionId::kHandshakeTimeout);
  if (patience != 0) loop_.timers().arm(alarm_, deadline_after(loop_.now(), patience));
  handshake_->start();
}

void StreamDialer::on_socks_ended(backend::Outcome outcome, std::vector<std::byte> early) noexcept {
  shielded([&] { on_proxy_answered(outcome, early); }, [this] { retry_after(kAfterFailure); });
}

void StreamDialer::on_proxy_answered(backend::Outcome outcome, std::span<const std::byte> early) {
  const std::unique_ptr<SocksHandshake> ended = std::move(handshake_);
  alarm_.cancel();
  if (stopping_) return finish();
  if (!outcome.ok()) return fail_attempt(outcome);
  make_link(stream_)->start_behind_proxy(early);
}

std::shared_ptr<StreamLink> StreamDialer::make_link(backend::Stream stream) {
  state_ = State::kLinked;
  const auto link = std::make_shared<StreamLink>(connector_, loop_, stream, text_, peer_, weak_from_this());
  link_ = link;
  return link;
}

void StreamDialer::on_link_ended(Reached reached, backend::Outcome outcome) {
  if (stopping_) return finish();
  const bool was_up = reached == Reached::kUp;
  if (stops_after(was_up ? ReconnectStop::kDisconnected : ReconnectStop::kHandshakeFailed)) return give_up(outcome);
  if (was_up) backoff_.reset();
  retry_after(next_wait());
}

void StreamDialer::fail_attempt(backend::Outcome outcome) {
  const bool over = is_refusal(outcome.status) && stops_after(ReconnectStop::kRefused);
  const std::int64_t wait = over ? 0 : next_wait();
  connector_->note(EventKind::kConnectFailed, text_, outcome.status, outcome.system_error,
                   static_cast<std::uint64_t>(wait));
  over ? give_up(outcome) : retry_after(wait);
}

void StreamDialer::retry_after(std::int64_t milliseconds) {
  state_ = State::kWaiting;
  loop_.timers().arm(alarm_, deadline_after(loop_.now(), milliseconds));
}

void StreamDialer::stop() {
  loop_.post([self = shared_from_this()] { self->stop_in_loop(); });
}

void StreamDialer::stop_at(Time moment) {
  loop_.post([self = shared_from_this(), moment] {
    if (!self->stopping_) self->loop_.timers().arm(self->stop_timer_, moment);
  });
}

void StreamDialer::stop_in_loop() {
  if (std::exchange(stopping_, true)) return;
  stop_timer_.cancel();
  switch (state_) {
    case State::kConnecting:
      return loop_.backend().cancel(connect_);
    case State::kProxying:
      return handshake_->end({Status::kClosed, 0});
    case State::kLinked:
      if (const auto link = link_.lock()) link->request_end(Status::kClosed);
      return;
    case State::kNew:
    case State::kStopped:
      return;
    case State::kResolving:
    case State::kWaiting:
      return finish();
  }
}

void StreamDialer::finish() {
  if (std::exchange(state_, State::kStopped) == State::kStopped) return;
  alarm_.cancel();
  stop_timer_.cancel();
  release_peer();
  const std::shared_ptr<StreamDialer> last = std::move(self_);
}

// In memory. ---------------------------------------------------------------------------------------------------------

InprocDialer::InprocDialer(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text)
    : Dialer(std::move(connector), std::move(endpoint), std::move(text)) {}

void InprocDialer::start() {
  if (!connector_->add_loop_object()) return;
  self_ = shared_from_this();
  if (take_peer()) {
    attempt();
  } else {
    finish();
  }
}

void InprocDialer::attempt() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (state_ != State::kNew && state_ != State::kWaiting)) return;
    state_ = State::kJoining;
    link_ended_ = false;
  }
  const auto bound = connector_->context().inproc().find(endpoint_.name, weak_from_this());
  const Status status =
      bound.connector ? MemoryLink::join(connector_, *peer_, weak_from_this(), bound, text_) : Status::kNotFound;
  bool linked = false;
  bool stop_now = false;
  {
    const std::lock_guard lock(mutex_);
    linked = status == Status::kOk && !link_ended_;
    state_ = linked ? State::kLinked : State::kWaiting;
    stop_now = stopping_;
  }
  if (stop_now) return linked ? connector_->end_link(peer_number_) : finish();
  if (status == Status::kOk && !linked) return attempt();
  if (is_refusal(status) && stops_after(ReconnectStop::kRefused)) return give_up({status, 0});
  if (status != Status::kOk && status != Status::kNotFound) fail_attempt(status);
}

void InprocDialer::fail_attempt(Status status) {
  const bool over = stops_after(ReconnectStop::kHandshakeFailed);
  const std::int64_t wait = over ? 0 : next_wait();
  connector_->note(EventKind::kHandshakeFailed, text_, status, 0, static_cast<std::uint64_t>(wait));
  if (over) return give_up({status, 0});
  set_alarm(deadline_after(connector_->context().now(), wait), true);
}

void InprocDialer::on_link_ended(Reached, backend::Outcome outcome) {
  bool stop_now = false;
  {
    const std::lock_guard lock(mutex_);
    link_ended_ = true;
    if (state_ != State::kLinked) return;
    state_ = State::kWaiting;
    stop_now = stopping_;
  }
  if (stop_now) return finish();
  if (stops_after(ReconnectStop::kDisconnected)) return give_up(outcome);
  backoff_.reset();
  // Not at once where somebody is bound: he may have turned us away, or be closing.
  if (connector_->context().inproc().find(endpoint_.name, weak_from_this()).connector) {
    set_alarm(deadline_after(connector_->context().now(), next_wait()), true);
  }
}

void InprocDialer::stop() {
  State state;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
    state = state_;
  }
  if (state == State::kLinked) {
    connector_->end_link(peer_number_);
  } else if (state != State::kJoining) {
    finish();
  }
}

void InprocDialer::set_alarm(Time moment, bool retry) {
  Loop& loop = connector_->context().first_loop();
  auto alarm = std::make_shared<Alarm>();
  alarm->dialer = weak_from_this();
  alarm->retry = retry;
  loop.post([&loop, self = shared_from_this(), alarm, moment] {
    const std::lock_guard lock(self->mutex_);
    if (self->state_ == State::kStopped) return;
    std::erase_if(self->alarms_, [](const auto& old) { return !old->armed(); });
    self->alarms_.push_back(alarm);
    loop.timers().arm(*alarm, moment);
  });
}

void InprocDialer::finish() {
  std::shared_ptr<InprocDialer> last;
  std::vector<std::shared_ptr<Alarm>> alarms;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(state_, State::kStopped) == State::kStopped) return;
    last = std::move(self_);
    alarms.swap(alarms_);
  }
  if (!alarms.empty()) {
    connector_->context().first_loop().post([alarms = std::move(alarms)] {
      for (const auto& alarm : alarms) alarm->cancel();
    });
  }
  release_peer();
}

}  // namespace ymq::engine
