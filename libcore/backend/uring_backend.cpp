#include "backend/uring_backend.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <new>
#include <utility>

#include "backend/decided.h"
#include "backend/errno_map.h"
#include "backend/uring.h"

namespace ymq::backend {

namespace {

// A wait whose moment has come goes so many rounds to finish what takes several.
constexpr int kMostRounds = 8;

struct Opening {
  UringBackend& backend;
  const UringLimits& limits;
  std::string& refusal;
  Outcome& outcome;

  void run() noexcept try { outcome = backend.open(limits, refusal); } catch (const std::bad_alloc&) {
    outcome = outcome_of(ENOMEM);
  }
};

// The kernel ties a ring to each thread that ever had to do with it, and interrupts the system calls of all of them
// when the ring goes. So the one that makes it is gone by then, and callers of ours never hear of it. Returns an errno.
int in_a_thread_of_its_own(Opening& opening) noexcept {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const int error = pthread_create(
      &thread, nullptr,
      [](void* argument) -> void* {
        static_cast<Opening*>(argument)->run();
        return nullptr;
      },
      &opening);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (error == 0) pthread_join(thread, nullptr);
  return error;
}

}  // namespace

// Shutting the sockets down first ends all that the kernel has to do for them: the ring holds on to them until it is
// gone, and the kernel takes that down behind our back.
UringBackend::~UringBackend() {
  streams_.for_each_open([this](UringEntry& entry) { release(entry); });
  if (wake_descriptor_ >= 0) ::close(wake_descriptor_);
}

Outcome UringBackend::open(const UringLimits& limits, std::string& refusal) {
  const Outcome outcome = ring_.open(limits, refusal);
  if (!outcome.ok()) return outcome;
  int error = small_buffers_.open(ring_.get(), kSmallGroup, limits.small_buffers);
  if (error == 0) error = large_buffers_.open(ring_.get(), kLargeGroup, limits.large_buffers);
  if (error != 0) return refuse_uring("registering buffers with io_uring", error, refusal);
  wake_descriptor_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return wake_descriptor_ < 0 ? refuse_uring("eventfd", errno, refusal) : Outcome{};
}

// Takes over the descriptor, also on failure (null).
UringEntry* UringBackend::add(int descriptor, Ownership ownership) noexcept {
  UringEntry* entry = streams_.open();
  if (!entry) {
    close_socket(descriptor, ownership);
    return nullptr;
  }
  entry->ownership = ownership;
  entry->buffers = {};
  entry->descriptor.store(descriptor, std::memory_order_relaxed);
  entry->pausing = entry->tcp = entry->connected = entry->bulk = false;
  entry->quiet = 0;
  entry->sent.reset();
  entry->incoming = entry->outgoing = {};
  return entry;
}

// A descriptor comes back, so listeners that ran out of them need not wait longer.
void UringBackend::release(UringEntry& entry) noexcept {
  if (entry.path) entry.path->remove();
  entry.path.reset();
  entry.network_timeout.lift();
  close_socket(entry.file(), entry.ownership);
  streams_.close(entry);
  accept_again_ = std::numeric_limits<Time>::min();
  recycle_if_done(entry);
}

void UringBackend::recycle_if_done(UringEntry& entry) noexcept {
  const bool done = !entry.is_open() && !entry.queued && entry.incoming.at_rest() && entry.outgoing.at_rest();
  if (done) streams_.recycle(entry);
}

Outcome UringBackend::listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) {
  int descriptor = -1;
  const Outcome outcome = open_listener(address, options, descriptor, bound);
  if (!outcome.ok()) return outcome;
  auto path = BoundPath::at(address);
  UringEntry* entry = add(descriptor);
  if (!entry) {
    if (path) path->remove();
    return outcome_of(ENOMEM);
  }
  entry->path = std::move(path);
  entry->tcp = is_tcp(address);
  if (options.sockets) entry->buffers = options.sockets->buffers;
  stream = entry->stream();
  return {};
}

int UringBackend::detach(Stream stream) {
  UringEntry* entry = streams_.find(stream);
  if (!entry || entry->path || entry->incoming.operation || entry->outgoing.operation || entry->closing) return -1;
  entry->network_timeout.lift();
  const int descriptor = entry->descriptor.exchange(-1, std::memory_order_relaxed);
  streams_.close(*entry);
  recycle_if_done(*entry);
  return descriptor;
}

Outcome UringBackend::adopt(int descriptor, Stream& stream) {
  if (descriptor < 0) return {Status::kInvalidArgument, 0};
  const UringEntry* entry = add(descriptor);
  if (!entry) return outcome_of(ENOMEM);
  stream = entry->stream();
  return {};
}

Outcome UringBackend::adopt_listener(int descriptor, Stream& stream, Address& bound) {
  int own = -1;
  const Outcome outcome = share_listener(descriptor, own, bound);
  if (!outcome.ok()) return outcome;
  UringEntry* entry = add(own, Ownership::kShared);
  if (!entry) return outcome_of(ENOMEM);
  ::close(descriptor);
  entry->tcp = is_tcp(bound);
  stream = entry->stream();
  return {};
}

void UringBackend::set_network_timeout(Stream stream, Time timeout) {
  UringEntry* entry = streams_.find(stream);
  if (entry) entry->network_timeout.set(entry->file(), timeout, looks_);
}

std::size_t UringBackend::unconfirmed(Stream stream) {
  UringEntry* entry = streams_.find(stream);
  return entry ? entry->sent.unconfirmed(entry->file()) : 0;
}

bool UringBackend::is_local(Stream stream) {
  const UringEntry* entry = streams_.find(stream);
  return entry && backend::is_local(entry->file());
}

Remote UringBackend::remote(Stream stream) {
  const UringEntry* entry = streams_.find(stream);
  return entry ? remote_of(entry->file()) : Remote{};
}

void UringBackend::set_holding(Stream stream, Holding holding) {
  const UringEntry* entry = streams_.find(stream);
  if (entry) backend::set_holding(entry->file(), holding);
}

void UringBackend::submit(Operation& operation) {
  if (operation.action == Action::kConnect) return start_connect(operation);
  UringEntry* entry = streams_.find(operation.stream);
  if (!entry || entry->closing) return end_later(operation, {Status::kClosed, 0});
  if (operation.action == Action::kClose) {
    entry->closing = &operation;
    // A listener that pauses is queued already, and is to have its turn now.
    accept_again_ = std::numeric_limits<Time>::min();
    return enqueue(*entry);
  }
  UringSide& side = operation.action == Action::kSend ? entry->outgoing : entry->incoming;
  if (side.operation) return end_later(operation, {Status::kInvalidArgument, 0});
  attach(*entry, side, operation);
}

void UringBackend::attach(UringEntry& entry, UringSide& side, Operation& operation) noexcept {
  side.operation = &operation;
  side.ending = {};
  operation.note = entry.stream();
  enqueue(entry);
}

// Local connections are made or refused at once; the kernel's request would wait for a listener that has no room.
void UringBackend::start_connect(Operation& operation) noexcept {
  const bool tcp = is_tcp(*operation.destination);
  int descriptor = -1;
  const auto open = tcp ? open_connecting : open_connection;
  const Outcome outcome = open(*operation.destination, operation.sockets, descriptor);
  if (!outcome.ok()) return end_later(operation, outcome);
  UringEntry* entry = add(descriptor);
  if (!entry) return end_later(operation, outcome_of(ENOMEM));
  entry->connected = !tcp;
  attach(*entry, entry->outgoing, operation);
}

void UringBackend::cancel(Operation& operation) {
  if (operation.action == Action::kClose || is_decided(operation)) return;
  UringEntry* entry = streams_.find(operation.note);
  if (!entry) return;
  UringSide& side = entry->incoming.operation == &operation ? entry->incoming : entry->outgoing;
  if (side.operation != &operation || !side.ending.ok()) return;
  side.ending = {Status::kCancelled, 0};
  if (operation.action == Action::kAccept) accept_again_ = std::numeric_limits<Time>::min();
  enqueue(*entry);
}

Outcome UringBackend::wait(Time until, std::size_t& reports) {
  reports_ = 0;
  Outcome outcome = enable();
  bool woken = false;
  if (outcome.ok()) make_progress();
  for (int rounds = 0; outcome.ok() && !woken;) {
    outcome = ask_kernel(until, woken);
    ring_.reap([this](const io_uring_cqe& completion) { on_completion(completion); });
    make_progress();
    const bool unfinished = !ready_.empty() || ring_.has_requests();
    if (reports_ != 0 || (now() >= until && (!unfinished || ++rounds == kMostRounds))) break;
  }
  reports = reports_;
  return outcome;
}

void UringBackend::wake() {
  if (sleep_.exchange(Sleep::kWoken, std::memory_order_acq_rel) != Sleep::kAsleep) return;
  const std::uint64_t one = 1;
  // It cannot fail: the counter has room for more wakes than there is time for.
  [[maybe_unused]] const ssize_t written = write(wake_descriptor_, &one, sizeof one);
}

Outcome UringBackend::try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) {
  sent = 0;
  UringEntry* entry = streams_.find(stream);
  if (!entry) return {Status::kClosed, 0};
  const Outcome outcome = send_segments(entry->file(), segments, sent);
  entry->sent.add(sent);
  return outcome;
}

Outcome UringBackend::await_room(Stream stream, Time until) {
  const UringEntry* entry = streams_.find(stream);
  if (!entry) return {Status::kClosed, 0};
  return await_writable(entry->file(), until);
}

void UringBackend::enqueue(UringEntry& entry) noexcept {
  if (entry.queued) return;
  entry.queued = true;
  ready_.push(entry);
}

void UringBackend::end_later(Operation& operation, Outcome outcome) noexcept {
  operation.note = note_of(outcome);
  decided_.push(operation);
}

void UringBackend::report(Operation& operation, const Report& report) {
  ++reports_;
  operation.on_report(report);
}

// The operation leaves its place first, because its owner may submit or destroy it inside the report.
void UringBackend::end(UringSide& side, const Report& last) {
  Operation* operation = std::exchange(side.operation, nullptr);
  if (!operation) return;
  operation->note = 0;
  report(*operation, last);
}

void UringBackend::finish_connect(UringEntry& entry, Outcome outcome) {
  if (outcome.ok()) outcome = finish_connection(entry.file());
  const Stream stream = outcome.ok() ? entry.stream() : 0;
  entry.connected = false;
  Operation* connect = std::exchange(entry.outgoing.operation, nullptr);
  if (stream == 0) release(entry);
  connect->note = 0;
  report(*connect, {.outcome = outcome, .stream = stream});
}

// By the first wait, whose thread the ring belongs to from then on.
Outcome UringBackend::enable() noexcept {
  if (enabled_) return {};
  const Outcome outcome = ring_.enable();
  enabled_ = outcome.ok();
  return outcome;
}

Outcome UringBackend::ask_kernel(Time until, bool& woken) {
  looks_.look();
  Time limit = listen_for_wake() ? patience(until) : 0;
  auto awake = Sleep::kAwake;
  if (limit > 0 && !sleep_.compare_exchange_strong(awake, Sleep::kAsleep, std::memory_order_acq_rel)) limit = 0;
  const Outcome outcome = ring_.enter(limit);
  if (outcome.ok()) {
    woken = sleep_.exchange(Sleep::kAwake, std::memory_order_acq_rel) == Sleep::kWoken;
  } else {
    auto asleep = Sleep::kAsleep;
    sleep_.compare_exchange_strong(asleep, Sleep::kAwake, std::memory_order_acq_rel);
  }
  return outcome;
}

Time UringBackend::patience(Time until) {
  if (reports_ != 0 || !ready_.empty() || !decided_.empty()) return 0;
  if (!paused_.empty()) until = std::min(until, accept_again_);
  until = std::min(until, looks_.next());
  if (until == kNever) return kNever;
  const Time moment = now();
  return until <= moment ? 0 : until - moment;
}

// Each write to the descriptor is a completion of its own, so that nobody need read the counter.
bool UringBackend::listen_for_wake() noexcept {
  if (listens_for_wake_) return true;
  io_uring_sqe* request = ring_.next();
  if (!request) return false;
  io_uring_prep_poll_multishot(request, wake_descriptor_, POLLIN);
  request->user_data = 0;
  listens_for_wake_ = true;
  return true;
}

std::unique_ptr<Backend> make_uring_backend(Outcome& outcome, std::string& refusal, const UringLimits& limits) {
  std::unique_ptr<UringBackend> backend(new (std::nothrow) UringBackend);
  if (!backend) outcome = refuse_uring("allocating", ENOMEM, refusal);
  if (backend) {
    Opening opening{*backend, limits, refusal, outcome};
    if (const int error = in_a_thread_of_its_own(opening)) outcome = refuse_uring("a thread", error, refusal);
  }
  if (!outcome.ok()) return nullptr;
  return backend;
}

}  // namespace ymq::backend
