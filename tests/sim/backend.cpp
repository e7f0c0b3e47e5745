#include "sim/backend.h"

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include "backend/decided.h"

namespace sim {

using ymq::backend::Action;
using ymq::backend::is_decided;
using ymq::backend::kReceiveSize;
using ymq::backend::note_of;
using ymq::backend::outcome_in;

namespace {

// Enough for all that is due in most turns; reports that bring about others do not keep a turn from ending.
constexpr std::size_t kReportsPerTurn = 1'000;

}  // namespace

Backend::~Backend() {
  const Lock lock(network_->mutex);
  *self_ = nullptr;
  streams_.for_each_open([this](Entry& entry) { release(entry); });
}

void Backend::die(Death death) {
  const Lock lock(network_->mutex);
  dead_ = true;
  streams_.for_each_open([&](Entry& entry) { lose(entry, death); });
}

// The stream stays, with nothing behind it: whoever uses it can close it, and that is all.
void Backend::lose(Entry& entry, Death death) {
  const bool silent = death == Death::kSilent;
  using Afterwards = Network::Afterwards;
  if (const auto listener = std::exchange(entry.listener, nullptr)) {
    network_->stop_listening(*listener, silent ? Afterwards::kUnanswered : Afterwards::kRefused);
  }
  const auto wire = std::exchange(entry.wire, nullptr);
  if (!wire) return;
  if (silent) wire->stall(ymq::kNever);
  if (death == Death::kReset) wire->reset();
  wire->close(entry.side);
}

bool Backend::has_work() {
  const Lock lock(network_->mutex);
  return !ready_.empty() || !decided_.empty();
}

Backend::Entry* Backend::add(std::shared_ptr<Wire> wire, int side) {
  Entry* entry = streams_.open();
  if (!entry) return nullptr;
  entry->queued = false;
  entry->incoming = entry->outgoing = entry->closing = nullptr;
  entry->side = side;
  entry->listener = nullptr;
  entry->wire = std::move(wire);
  if (entry->wire) entry->wire->watch(side, watcher_of(*entry));
  return entry;
}

void Backend::release(Entry& entry) {
  if (entry.listener) network_->stop_listening(*entry.listener);
  if (entry.wire) entry.wire->close(entry.side);
  entry.listener = nullptr;
  entry.wire = nullptr;
  streams_.close(entry);
  if (!entry.queued) streams_.recycle(entry);
}

void Backend::enqueue(Entry& entry) {
  if (std::exchange(entry.queued, true)) return;
  ready_.push(entry);
}

Wire::Watcher Backend::watcher_of(Entry& entry) {
  return [self = self_, &entry, number = entry.stream()] {
    if (*self && entry.stream() == number) (*self)->enqueue(entry);
  };
}

Outcome Backend::listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) {
  const Lock lock(network_->mutex);
  if (dead_) return {Status::kSystem, ENETDOWN};
  std::shared_ptr<Listener> listener;
  const Outcome outcome = network_->listen(address, static_cast<std::size_t>(options.backlog), host_, listener, bound);
  if (!outcome.ok()) return outcome;
  Entry* entry = add(nullptr, 0);
  entry->listener = std::move(listener);
  entry->listener->watcher = watcher_of(*entry);
  stream = entry->stream();
  return {};
}

int Backend::detach(Stream stream) {
  const Lock lock(network_->mutex);
  Entry* entry = streams_.find(stream);
  if (!entry || !entry->wire || entry->incoming || entry->outgoing || entry->closing) return -1;
  entry->wire->watch(entry->side, nullptr);
  entry->wire->set_network_timeout(entry->side, 0);
  const int descriptor = network_->park({std::exchange(entry->wire, nullptr), entry->side});
  release(*entry);
  return descriptor;
}

Outcome Backend::adopt(int descriptor, Stream& stream) {
  const Lock lock(network_->mutex);
  auto loose = network_->unpark(descriptor);
  if (!loose) return {Status::kInvalidArgument, 0};
  stream = add(std::move(loose->wire), loose->side)->stream();
  return {};
}

void Backend::set_network_timeout(Stream stream, Time timeout) {
  const Lock lock(network_->mutex);
  const Entry* entry = streams_.find(stream);
  if (entry && entry->wire) entry->wire->set_network_timeout(entry->side, timeout);
}

std::size_t Backend::unconfirmed(Stream stream) {
  const Lock lock(network_->mutex);
  const Entry* entry = streams_.find(stream);
  return entry && entry->wire ? entry->wire->unconfirmed(entry->side) : 0;
}

void Backend::submit(Operation& operation) {
  const Lock lock(network_->mutex);
  if (operation.action == Action::kConnect) return start_connect(operation);
  Entry* entry = streams_.find(operation.stream);
  if (!entry || entry->closing) return end_later(operation, {Status::kClosed, 0});
  const bool for_listener = operation.action == Action::kAccept;
  const bool fits = operation.action == Action::kClose || for_listener == (entry->listener != nullptr);
  if (!fits) return end_later(operation, {Status::kInvalidArgument, 0});
  Operation*& place = operation.action == Action::kClose  ? entry->closing
                      : operation.action == Action::kSend ? entry->outgoing
                                                          : entry->incoming;
  if (place) return end_later(operation, {Status::kInvalidArgument, 0});
  place = &operation;
  operation.note = entry->stream();
  enqueue(*entry);
}

// The stream stands from the beginning, without a wire, so that a close and a cancellation find it.
void Backend::start_connect(Operation& operation) {
  Entry* entry = add(nullptr, 0);
  entry->outgoing = &operation;
  operation.note = entry->stream();
  if (dead_) return;
  network_->connect(*operation.destination, host_,
                    [self = self_, entry, number = entry->stream()](Outcome outcome, std::shared_ptr<Wire> wire) {
                      const bool living = *self && !(*self)->dead_;
                      const bool wanted = living && entry->stream() == number && entry->outgoing;
                      if (!wanted && wire) return wire->close(0);
                      if (!wanted) return;
                      entry->wire = std::move(wire);
                      if (entry->wire) entry->wire->watch(0, (*self)->watcher_of(*entry));
                      if (!outcome.ok()) {
                        (*self)->end_later(*std::exchange(entry->outgoing, nullptr), outcome);
                        return (*self)->release(*entry);
                      }
                      (*self)->enqueue(*entry);
                    });
}

void Backend::cancel(Operation& operation) {
  const Lock lock(network_->mutex);
  if (operation.action == Action::kClose || is_decided(operation)) return;
  Entry* entry = streams_.find(operation.note);
  if (!entry || (entry->incoming != &operation && entry->outgoing != &operation)) return;
  (entry->incoming == &operation ? entry->incoming : entry->outgoing) = nullptr;
  if (operation.action == Action::kConnect) release(*entry);
  end_later(operation, {Status::kCancelled, 0});
}

void Backend::end_later(Operation& operation, Outcome outcome) {
  operation.note = note_of(outcome);
  decided_.push(operation);
}

// Even a wait without patience takes a moment, so that whoever only polls sees things happen.
Outcome Backend::wait(Time until, std::size_t& reports) {
  pass_time(now() + network_->weather.moment);
  reports = make_reports();
  while (reports == 0 && !woken_ && now() < until) {
    pass_time(until);
    reports = make_reports();
  }
  woken_ = false;
  return {};
}

void Backend::pass_time(Time until) {
  Lock lock(network_->mutex);
  if (network_->advance(until) || until != ymq::kNever) return;
  lock.unlock();
  std::this_thread::yield();
}

std::size_t Backend::make_reports() {
  std::size_t made = 0;
  for (Due due; made < kReportsPerTurn && next_due(due); due = {}, ++made) due.operation->on_report(due.report);
  return made;
}

bool Backend::next_due(Due& due) {
  const Lock lock(network_->mutex);
  if (Operation* operation = decided_.pop()) {
    due.operation = operation;
    due.report.outcome = outcome_in(std::exchange(operation->note, 0));
    return true;
  }
  while (Entry* entry = ready_.pop()) {
    entry->queued = false;
    if (!entry->is_open()) {
      streams_.recycle(*entry);
    } else if (take_turn(*entry, due)) {
      if (entry->is_open()) enqueue(*entry);
      return true;
    }
  }
  return false;
}

// True: there is a report to make.
bool Backend::take_turn(Entry& entry, Due& due) {
  if (entry.closing) return close_turn(entry, due);
  if (entry.listener) return entry.incoming && accept_turn(entry, due);
  if (entry.outgoing && entry.wire && send_turn(entry, due)) return true;
  return entry.incoming && entry.wire && receive_turn(entry, due);
}

bool Backend::close_turn(Entry& entry, Due& due) {
  const Report closed{.outcome = {Status::kClosed, 0}};
  if (entry.incoming) return end(entry.incoming, closed, due);
  if (entry.outgoing) return end(entry.outgoing, closed, due);
  end(entry.closing, {}, due);
  release(entry);
  return true;
}

bool Backend::send_turn(Entry& entry, Due& due) {
  if (entry.outgoing->action == Action::kConnect) return end(entry.outgoing, {.stream = entry.stream()}, due);
  std::size_t sent = 0;
  const Outcome outcome = entry.wire->write(entry.side, entry.outgoing->segments, sent);
  if (outcome.status == Status::kAgain) return false;
  return end(entry.outgoing, {.outcome = outcome, .size = sent}, due);
}

bool Backend::accept_turn(Entry& entry, Due& due) {
  auto& waiting = entry.listener->waiting;
  if (waiting.empty()) return false;
  const Entry* connection = add(std::move(waiting.front()), 1);
  waiting.pop_front();
  due.operation = entry.incoming;
  due.report = {.last = false, .stream = connection->stream()};
  return true;
}

bool Backend::receive_turn(Entry& entry, Due& due) {
  if (entry.wire->readable(entry.side) != 0) {
    receive(entry, due);
    return true;
  }
  const Outcome outcome = entry.wire->end(entry.side);
  return !outcome.ok() && end(entry.incoming, {.outcome = outcome}, due);
}

void Backend::receive(Entry& entry, Due& due) {
  std::span<std::byte> room = entry.incoming->target;
  if (room.empty()) {
    const std::size_t size = std::min(entry.wire->readable(entry.side), kReceiveSize);
    due.lent = ymq::BlockRef::allocate(size);
    room = {due.lent->data(), size};
  }
  const std::size_t size = entry.wire->read(entry.side, room);
  due.operation = entry.incoming;
  due.report = {.last = false, .size = size, .data = room.data(), .owner = due.lent.get()};
}

bool Backend::end(Operation*& place, const Report& report, Due& due) {
  due.operation = std::exchange(place, nullptr);
  due.operation->note = 0;
  due.report = report;
  return true;
}

Outcome Backend::try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) {
  const Lock lock(network_->mutex);
  sent = 0;
  const Entry* entry = streams_.find(stream);
  if (!entry || !entry->wire || entry->closing) return {Status::kClosed, 0};
  return entry->wire->write(entry->side, segments, sent);
}

Outcome Backend::await_room(Stream stream, Time until) {
  for (;;) {
    {
      const Lock lock(network_->mutex);
      const Entry* entry = streams_.find(stream);
      if (!entry || !entry->wire || entry->closing) return {Status::kClosed, 0};
      if (entry->wire->writable(entry->side)) return {};
      if (network_->now() >= until) return {Status::kTimedOut, 0};
    }
    pass_time(until);
  }
}

Time Backend::now() {
  const Lock lock(network_->mutex);
  return network_->now();
}

}  // namespace sim
