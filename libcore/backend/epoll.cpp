#include "backend/epoll.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <limits>
#include <new>
#include <utility>

#include "backend/decided.h"
#include "backend/errno_map.h"
#include "backend/network_timeout.h"
#include "backend/queue.h"
#include "backend/receive_blocks.h"
#include "backend/sent_bytes.h"
#include "backend/sockets.h"
#include "backend/stream_table.h"

// Completion over readiness. A stream is added to epoll once, edge-triggered for both directions; what epoll said is
// kept in its entry until a system call disproves it. Entries that may make progress stand in a queue. A wait gives
// each of them one turn, asks the kernel once, and gives a turn to those that it named.
namespace ymq::backend {

namespace {

// How many connections one turn accepts before other streams have theirs.
constexpr int kAcceptsPerTurn = 64;
constexpr Time kAcceptPause = 100 * kMillisecond;
constexpr int kEventsPerWait = 256;

struct Entry {
  std::atomic<Stream> number{0};
  std::atomic<int> descriptor{-1};
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  bool watched = false;         // Added to epoll.
  bool watches_output = false;  // For output, too.
  bool queued = false;          // In the queue of those that are ready, or of those that pause.
  bool readable = false;        // A read may give something, as far as is known; the same for a write.
  bool writable = false;
  bool hung_up = false;  // The end of the stream follows what can still be read.
  Ownership ownership = Ownership::kSole;
  Operation* incoming = nullptr;  // Accept or receive.
  Operation* outgoing = nullptr;  // Connect or send.
  Operation* closing = nullptr;
  Entry* next = nullptr;
  std::unique_ptr<BoundPath> path;
  Buffers buffers;  // A listener's: of what it accepts.
  SentBytes sent;
  NetworkTimeout network_timeout;

  Operation*& place_of(Action action) noexcept {
    if (action == Action::kClose) return closing;
    return action == Action::kAccept || action == Action::kReceive ? incoming : outgoing;
  }
  bool can_progress() const noexcept { return closing || (incoming && readable) || (outgoing && writable); }
};

class EpollBackend final : public Backend {
 public:
  EpollBackend() = default;
  ~EpollBackend() override;

  Outcome open() noexcept;

  Traits traits() const noexcept override { return {}; }
  Outcome listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) override;
  int detach(Stream stream) override;
  Outcome adopt(int descriptor, Stream& stream) override;
  Outcome adopt_listener(int descriptor, Stream& stream, Address& bound) override;
  void set_network_timeout(Stream stream, Time timeout) override;
  std::size_t unconfirmed(Stream stream) override;
  bool is_local(Stream stream) override;
  Remote remote(Stream stream) override;
  void set_holding(Stream stream, Holding holding) override;
  void submit(Operation& operation) override;
  void cancel(Operation& operation) override;
  Outcome wait(Time until, std::size_t& reports) override;
  void wake() override;
  Outcome try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) override;
  Outcome await_room(Stream stream, Time until) override;
  Time now() override;

 private:
  Entry* add(int descriptor, Ownership ownership = Ownership::kSole) noexcept;
  void release(Entry& entry) noexcept;
  enum class Watch : std::uint8_t { kInput, kInputAndOutput };
  Outcome watch(Entry& entry, Watch what) noexcept;
  Outcome set_watch(Entry& entry, Watch what) noexcept;
  void attach(Entry& entry, Operation& operation) noexcept;
  void start_connect(Operation& operation) noexcept;

  void enqueue(Entry& entry) noexcept;
  void end_later(Operation& operation, Outcome outcome) noexcept;
  void report(Operation& operation, const Report& report);
  void end(Operation*& place, const Report& report);

  Outcome ask_kernel(Time until, bool& woken);
  int sleep(Time time);
  Time patience(Time until);
  void note_event(const epoll_event& event);

  void make_progress();
  void resume_accepting();
  void report_decided();
  void take_turn(Entry& entry);
  void write_turn(Entry& entry);
  void read_turn(Entry& entry);
  void accept(Entry& entry);
  bool accept_one(Entry& entry);
  void receive(Entry& entry);
  void end_receive(Entry& entry, int system_error);
  void close(Entry& entry);

  int epoll_ = -1;
  int wake_descriptor_ = -1;
  // Whether the driver may be asleep in the kernel, and whether somebody woke it since it last looked.
  enum class Sleep : std::uint8_t { kAwake, kAsleep, kWoken };
  std::atomic<Sleep> sleep_{Sleep::kAwake};
  bool counts_nanoseconds_ = true;
  NetworkLooks looks_;  // At streams with a network timeout.
  StreamTable<Entry> streams_;
  Queue<Entry> ready_;
  Queue<Entry> paused_;  // Listeners that ran out of descriptors or memory.
  Time accept_again_ = kNever;
  Queue<Operation> decided_;
  ReceiveBlocks blocks_;
  std::size_t reports_ = 0;
  epoll_event events_[kEventsPerWait];
};

EpollBackend::~EpollBackend() {
  streams_.for_each_open([this](Entry& entry) { release(entry); });
  if (wake_descriptor_ >= 0) ::close(wake_descriptor_);
  if (epoll_ >= 0) ::close(epoll_);
}

Outcome EpollBackend::open() noexcept {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) return outcome_of(errno);
  wake_descriptor_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake_descriptor_ < 0) return outcome_of(errno);
  // Edge-triggered, each write is an event of its own, so that nobody need read the counter. 0 is no stream's number.
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  return outcome_of(epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_descriptor_, &event) == 0 ? 0 : errno);
}

// Takes over the descriptor, also on failure (null).
Entry* EpollBackend::add(int descriptor, Ownership ownership) noexcept {
  Entry* entry = streams_.open();
  if (!entry) {
    close_socket(descriptor, ownership);
    return nullptr;
  }
  entry->ownership = ownership;
  entry->buffers = {};
  entry->descriptor.store(descriptor, std::memory_order_relaxed);
  entry->watched = entry->watches_output = false;
  entry->queued = entry->readable = entry->writable = entry->hung_up = false;
  entry->sent.reset();
  return entry;
}

// epoll watches a socket for as long as anybody has it.
void EpollBackend::release(Entry& entry) noexcept {
  if (entry.path) entry.path->remove();
  entry.path.reset();
  entry.network_timeout.lift();
  const int descriptor = entry.descriptor.load(std::memory_order_relaxed);
  const bool stays = entry.ownership == Ownership::kShared && entry.watched;
  if (stays) epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
  close_socket(descriptor, entry.ownership);
  streams_.close(entry);
  if (!entry.queued) streams_.recycle(entry);
}

Outcome EpollBackend::watch(Entry& entry, Watch what) noexcept {
  if (entry.watched && (entry.watches_output || what == Watch::kInput)) return {};
  return set_watch(entry, what);
}

// Every message that the peer takes makes a stream writable anew, and would be an event. So output is watched only from
// when a send had to wait until an event comes that no send waits for.
Outcome EpollBackend::set_watch(Entry& entry, Watch what) noexcept {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
  if (what == Watch::kInputAndOutput) event.events |= EPOLLOUT;
  event.data.u64 = entry.number.load(std::memory_order_relaxed);
  const int change = entry.watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (epoll_ctl(epoll_, change, entry.descriptor.load(std::memory_order_relaxed), &event) != 0) {
    return outcome_of(errno);
  }
  entry.watched = true;
  entry.watches_output = what == Watch::kInputAndOutput;
  return {};
}

Outcome EpollBackend::listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) {
  int descriptor = -1;
  const Outcome outcome = open_listener(address, options, descriptor, bound);
  if (!outcome.ok()) return outcome;
  auto path = BoundPath::at(address);
  Entry* entry = add(descriptor);
  if (!entry) {
    if (path) path->remove();
    return outcome_of(ENOMEM);
  }
  entry->path = std::move(path);
  if (options.sockets) entry->buffers = options.sockets->buffers;
  stream = entry->number.load(std::memory_order_relaxed);
  return {};
}

int EpollBackend::detach(Stream stream) {
  Entry* entry = streams_.find(stream);
  if (!entry || entry->path || entry->incoming || entry->outgoing || entry->closing) return -1;
  entry->network_timeout.lift();
  const int descriptor = entry->descriptor.exchange(-1, std::memory_order_relaxed);
  if (entry->watched) epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
  streams_.close(*entry);
  if (!entry->queued) streams_.recycle(*entry);
  return descriptor;
}

Outcome EpollBackend::adopt(int descriptor, Stream& stream) {
  if (descriptor < 0) return {Status::kInvalidArgument, 0};
  const Entry* entry = add(descriptor);
  if (!entry) return outcome_of(ENOMEM);
  stream = entry->number.load(std::memory_order_relaxed);
  return {};
}

Outcome EpollBackend::adopt_listener(int descriptor, Stream& stream, Address& bound) {
  int own = -1;
  const Outcome outcome = share_listener(descriptor, own, bound);
  if (!outcome.ok()) return outcome;
  const Entry* entry = add(own, Ownership::kShared);
  if (!entry) return outcome_of(ENOMEM);
  ::close(descriptor);
  stream = entry->number.load(std::memory_order_relaxed);
  return {};
}

void EpollBackend::set_network_timeout(Stream stream, Time timeout) {
  Entry* entry = streams_.find(stream);
  if (entry) entry->network_timeout.set(entry->descriptor.load(std::memory_order_relaxed), timeout, looks_);
}

std::size_t EpollBackend::unconfirmed(Stream stream) {
  Entry* entry = streams_.find(stream);
  return entry ? entry->sent.unconfirmed(entry->descriptor.load(std::memory_order_relaxed)) : 0;
}

bool EpollBackend::is_local(Stream stream) {
  const Entry* entry = streams_.find(stream);
  return entry && backend::is_local(entry->descriptor.load(std::memory_order_relaxed));
}

Remote EpollBackend::remote(Stream stream) {
  const Entry* entry = streams_.find(stream);
  return entry ? remote_of(entry->descriptor.load(std::memory_order_relaxed)) : Remote{};
}

void EpollBackend::set_holding(Stream stream, Holding holding) {
  const Entry* entry = streams_.find(stream);
  if (entry) backend::set_holding(entry->descriptor.load(std::memory_order_relaxed), holding);
}

void EpollBackend::submit(Operation& operation) {
  if (operation.action == Action::kConnect) return start_connect(operation);
  Entry* entry = streams_.find(operation.stream);
  if (!entry || entry->closing) return end_later(operation, {Status::kClosed, 0});
  if (entry->place_of(operation.action)) return end_later(operation, {Status::kInvalidArgument, 0});
  const Outcome outcome = operation.action == Action::kClose ? Outcome{} : watch(*entry, Watch::kInput);
  if (!outcome.ok()) return end_later(operation, outcome);
  // The news that a stream is writable may be older than what `try_send` found, so every send tries for itself.
  if (operation.action == Action::kSend) entry->writable = true;
  // A close gives a descriptor back, so listeners that ran out of them need not wait longer; nor need one that is
  // closed.
  if (operation.action == Action::kClose) accept_again_ = std::numeric_limits<Time>::min();
  attach(*entry, operation);
}

void EpollBackend::attach(Entry& entry, Operation& operation) noexcept {
  entry.place_of(operation.action) = &operation;
  operation.note = entry.number.load(std::memory_order_relaxed);
  if (entry.can_progress()) enqueue(entry);
}

// Watched only once it connects: a socket that does not yet would be reported as hung up.
void EpollBackend::start_connect(Operation& operation) noexcept {
  int descriptor = -1;
  Outcome outcome = open_connection(*operation.destination, operation.sockets, descriptor);
  if (!outcome.ok()) return end_later(operation, outcome);
  Entry* entry = add(descriptor);
  if (!entry) return end_later(operation, outcome_of(ENOMEM));
  outcome = watch(*entry, Watch::kInputAndOutput);
  if (outcome.ok()) return attach(*entry, operation);
  release(*entry);
  end_later(operation, outcome);
}

void EpollBackend::cancel(Operation& operation) {
  if (operation.action == Action::kClose || is_decided(operation)) return;
  Entry* entry = streams_.find(operation.note);
  if (!entry || entry->place_of(operation.action) != &operation) return;
  entry->place_of(operation.action) = nullptr;
  if (operation.action == Action::kConnect) release(*entry);
  end_later(operation, {Status::kCancelled, 0});
}

Outcome EpollBackend::wait(Time until, std::size_t& reports) {
  reports_ = 0;
  make_progress();
  Outcome outcome;
  bool woken = false;
  do {
    outcome = ask_kernel(until, woken);
    make_progress();
  } while (outcome.ok() && !woken && reports_ == 0 && now() < until);
  reports = reports_;
  return outcome;
}

void EpollBackend::wake() {
  if (sleep_.exchange(Sleep::kWoken, std::memory_order_acq_rel) != Sleep::kAsleep) return;
  const std::uint64_t one = 1;
  // It cannot fail: the counter has room for more wakes than there is time for.
  [[maybe_unused]] const ssize_t written = write(wake_descriptor_, &one, sizeof one);
}

Outcome EpollBackend::try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) {
  sent = 0;
  Entry* entry = streams_.find(stream);
  if (!entry) return {Status::kClosed, 0};
  const Outcome outcome = send_segments(entry->descriptor.load(std::memory_order_relaxed), segments, sent);
  entry->sent.add(sent);
  return outcome;
}

Outcome EpollBackend::await_room(Stream stream, Time until) {
  const Entry* entry = streams_.find(stream);
  if (!entry) return {Status::kClosed, 0};
  return await_writable(entry->descriptor.load(std::memory_order_relaxed), until);
}

Time EpollBackend::now() { return system_now(); }

void EpollBackend::enqueue(Entry& entry) noexcept {
  if (entry.queued) return;
  entry.queued = true;
  ready_.push(entry);
}

void EpollBackend::end_later(Operation& operation, Outcome outcome) noexcept {
  operation.note = note_of(outcome);
  decided_.push(operation);
}

void EpollBackend::report(Operation& operation, const Report& report) {
  ++reports_;
  operation.on_report(report);
}

// The operation leaves its place first, because its owner may submit or destroy it inside the report.
void EpollBackend::end(Operation*& place, const Report& last) {
  Operation* operation = std::exchange(place, nullptr);
  if (!operation) return;
  operation->note = 0;
  report(*operation, last);
}

Outcome EpollBackend::ask_kernel(Time until, bool& woken) {
  looks_.look();
  Time time = patience(until);
  auto awake = Sleep::kAwake;
  if (time != 0 && !sleep_.compare_exchange_strong(awake, Sleep::kAsleep, std::memory_order_acq_rel)) time = 0;
  const int count = sleep(time);
  if (count < 0) {
    const int system_error = errno;
    auto asleep = Sleep::kAsleep;
    sleep_.compare_exchange_strong(asleep, Sleep::kAwake, std::memory_order_acq_rel);
    return outcome_of(system_error);
  }
  woken = sleep_.exchange(Sleep::kAwake, std::memory_order_acq_rel) == Sleep::kWoken;
  for (int i = 0; i < count; ++i) note_event(events_[i]);
  return {};
}

// Kernels before 5.11, and filters that do not know the newer call, count in milliseconds; rounded up, so that a wait
// whose moment has not come never turns into spinning.
int EpollBackend::sleep(Time time) {
  if (time == 0 || time == kNever) return epoll_wait(epoll_, events_, kEventsPerWait, time == 0 ? 0 : -1);
  if (counts_nanoseconds_) {
    const timespec limit{time / kSecond, time % kSecond};
    const int count = epoll_pwait2(epoll_, events_, kEventsPerWait, &limit, nullptr);
    if (count >= 0 || errno == EINTR) return count;
    counts_nanoseconds_ = false;
  }
  const Time milliseconds = (time - 1) / kMillisecond + 1;
  const Time most = std::numeric_limits<int>::max();
  return epoll_wait(epoll_, events_, kEventsPerWait, static_cast<int>(std::min(milliseconds, most)));
}

// How long to sleep at most.
Time EpollBackend::patience(Time until) {
  if (reports_ != 0 || !ready_.empty() || !decided_.empty()) return 0;
  if (!paused_.empty()) until = std::min(until, accept_again_);
  until = std::min(until, looks_.next());
  if (until == 0 || until == kNever) return until;
  const Time moment = now();
  return until <= moment ? 0 : until - moment;
}

// The wake descriptor's event only ends the sleep: `ask_kernel` knows by other means that somebody woke it.
void EpollBackend::note_event(const epoll_event& event) {
  Entry* entry = streams_.find(event.data.u64);
  if (!entry) return;
  const bool over = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
  const bool peer_over = (event.events & EPOLLRDHUP) != 0;
  if (over || peer_over) entry->hung_up = true;
  if (over || peer_over || (event.events & EPOLLIN) != 0) entry->readable = true;
  if (over || (event.events & EPOLLOUT) != 0) entry->writable = true;
  if (!over && entry->watches_output && !entry->outgoing) set_watch(*entry, Watch::kInput);
  if (entry->can_progress()) enqueue(*entry);
}

// One turn for each entry that is ready now; those that become ready meanwhile have theirs in the next call.
void EpollBackend::make_progress() {
  resume_accepting();
  report_decided();
  Queue<Entry> turns = std::exchange(ready_, {});
  while (Entry* entry = turns.pop()) {
    entry->queued = false;
    if (entry->number.load(std::memory_order_relaxed) == 0) {
      streams_.recycle(*entry);  // Released while it stood in the queue.
    } else {
      take_turn(*entry);
    }
  }
}

void EpollBackend::resume_accepting() {
  if (!paused_.empty() && now() >= accept_again_) ready_.append(paused_);
}

void EpollBackend::report_decided() {
  Queue<Operation> ends = std::exchange(decided_, {});
  while (Operation* operation = ends.pop()) {
    const Outcome outcome = outcome_in(operation->note);
    end(operation, {.outcome = outcome});
  }
}

void EpollBackend::take_turn(Entry& entry) {
  if (entry.closing) return close(entry);
  const Stream number = entry.number.load(std::memory_order_relaxed);
  if (entry.outgoing && entry.writable) write_turn(entry);
  if (entry.number.load(std::memory_order_relaxed) != number) return;
  if (entry.incoming && entry.readable && !entry.closing) read_turn(entry);
  if (!entry.queued && entry.can_progress()) enqueue(entry);
}

void EpollBackend::write_turn(Entry& entry) {
  if (entry.outgoing->action == Action::kConnect) {
    const Outcome outcome = finish_connection(entry.descriptor.load(std::memory_order_relaxed));
    const Stream stream = outcome.ok() ? entry.number.load(std::memory_order_relaxed) : 0;
    Operation* connect = std::exchange(entry.outgoing, nullptr);
    if (!outcome.ok()) release(entry);
    return end(connect, {.outcome = outcome, .stream = stream});
  }
  std::size_t sent = 0;
  const Outcome outcome =
      send_segments(entry.descriptor.load(std::memory_order_relaxed), entry.outgoing->segments, sent);
  entry.sent.add(sent);
  if (outcome.status != Status::kAgain) return end(entry.outgoing, {.outcome = outcome, .size = sent});
  entry.writable = false;
  const Outcome watched = watch(entry, Watch::kInputAndOutput);
  if (!watched.ok()) end(entry.outgoing, {.outcome = watched});
}

void EpollBackend::read_turn(Entry& entry) {
  if (entry.incoming->action == Action::kAccept) {
    accept(entry);
  } else {
    receive(entry);
  }
}

void EpollBackend::accept(Entry& entry) {
  const Operation* operation = entry.incoming;
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    if (!accept_one(entry) || entry.incoming != operation || entry.closing) return;
  }
}

// False when there is nothing more to accept for now.
bool EpollBackend::accept_one(Entry& entry) {
  int descriptor = -1;
  int system_error = 0;
  Accepted accepted =
      accept_connection(entry.descriptor.load(std::memory_order_relaxed), entry.buffers, descriptor, system_error);
  Entry* connection = accepted == Accepted::kConnection ? add(descriptor) : nullptr;
  if (accepted == Accepted::kConnection && !connection) {
    accepted = Accepted::kShortage;
    system_error = ENOMEM;
  }
  switch (accepted) {
    case Accepted::kConnection:
      report(*entry.incoming, {.last = false, .stream = connection->number.load(std::memory_order_relaxed)});
      return true;
    case Accepted::kPassing:
      return true;
    case Accepted::kNothing:
      entry.readable = false;
      return false;
    case Accepted::kShortage:
      if (paused_.empty()) accept_again_ = now() + kAcceptPause;
      entry.queued = true;
      paused_.push(entry);
      report(*entry.incoming, {.outcome = outcome_of(system_error), .last = false});
      return false;
    case Accepted::kBroken:
      end(entry.incoming, {.outcome = outcome_of(system_error)});
      return false;
  }
  return false;
}

void EpollBackend::receive(Entry& entry) {
  const bool lending = entry.incoming->target.empty();
  std::span<std::byte> room = lending ? blocks_.room() : entry.incoming->target;
  if (room.empty()) return end(entry.incoming, {.outcome = outcome_of(ENOMEM)});
  room = room.first(std::min(room.size(), lending ? kReceiveSize : kTargetReceiveSize));
  const ssize_t size = recv(entry.descriptor.load(std::memory_order_relaxed), room.data(), room.size(), 0);
  if (size <= 0) return end_receive(entry, size < 0 ? errno : 0);
  const auto received = static_cast<std::size_t>(size);
  // A short read drained the stream: what comes later is news of its own. Only the end of the stream is not.
  if (received < room.size() && !entry.hung_up) entry.readable = false;
  if (lending) blocks_.lend(received);
  report(*entry.incoming,
         {.last = false, .size = received, .data = room.data(), .owner = lending ? blocks_.owner() : nullptr});
}

void EpollBackend::end_receive(Entry& entry, int system_error) {
  if (system_error == EINTR) return;
  if (system_error == EAGAIN) {
    entry.readable = false;
  } else if (system_error == 0) {
    end(entry.incoming, {.outcome = {Status::kPeerClosed, 0}});
  } else {
    end(entry.incoming, {.outcome = outcome_of(system_error)});
  }
}

// Operations that were cancelled a moment ago may still wait for their reports: they too come before the close.
void EpollBackend::close(Entry& entry) {
  const Report closed{.outcome = {Status::kClosed, 0}};
  end(entry.incoming, closed);
  end(entry.outgoing, closed);
  report_decided();
  Operation* closing = std::exchange(entry.closing, nullptr);
  release(entry);
  end(closing, {});
}

}  // namespace

std::unique_ptr<Backend> make_epoll_backend(Outcome& outcome) {
  std::unique_ptr<EpollBackend> backend(new (std::nothrow) EpollBackend);
  outcome = backend ? backend->open() : outcome_of(ENOMEM);
  if (!outcome.ok()) return nullptr;
  return backend;
}

}  // namespace ymq::backend
