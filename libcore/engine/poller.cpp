#include "engine/poller.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <utility>

#include "backend/errno_map.h"
#include "engine/connector.h"
#include "engine/context.h"
#include "engine/error.h"

namespace ymq::engine {

namespace {

// How many are asked for at once.
constexpr std::size_t kMostEvents = 64;
// A thread that drives a loop looks for descriptors of the user's this often: nothing wakes it for them.
constexpr Time kSlice = kMillisecond;
// The id of no entry: the poller is closed.
constexpr std::uint64_t kNoEntry = 0;

constexpr std::uint32_t kReadable = static_cast<std::uint32_t>(Readiness::kReadable);
constexpr std::uint32_t kWritable = static_cast<std::uint32_t>(Readiness::kWritable);

std::uint32_t events_of(std::uint32_t interest) {
  return ((interest & kReadable) != 0 ? static_cast<std::uint32_t>(EPOLLIN) : 0) |
         ((interest & kWritable) != 0 ? static_cast<std::uint32_t>(EPOLLOUT) : 0);
}

std::uint32_t readiness_of(std::uint32_t events) {
  return ((events & EPOLLIN) != 0 ? kReadable : 0) | ((events & EPOLLOUT) != 0 ? kWritable : 0);
}

// As epoll takes it, rounded up, so that no wait is too short.
int milliseconds_until(Time until) {
  if (until == kNever) return -1;
  const Time left = std::max<Time>(until - monotonic_now(), 0);
  return static_cast<int>(std::min<Time>((left + kMillisecond - 1) / kMillisecond, INT_MAX));
}

Status explain_watch(int error) {
  const Status status = error == EBADF    ? Status::kInvalidArgument
                        : error == ENOMEM ? Status::kOutOfMemory
                                          : Status::kSystem;
  return fail(status, "epoll does not take this descriptor", error);
}

// The calling thread's place among the sleepers, where it is to drive a loop.
class Place {
 public:
  Place(Sleepers& sleepers, bool drives) : sleepers_(sleepers), parker_(drives ? &Parker::of_this_thread() : nullptr) {
    if (parker_) sleepers_.add(*parker_);
  }
  ~Place() {
    if (parker_) sleepers_.remove(*parker_);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  Parker* parker() const noexcept { return parker_; }

 private:
  Sleepers& sleepers_;
  Parker* const parker_;
};

}  // namespace

void Sleepers::add(Parker& parker) {
  const std::lock_guard lock(mutex_);
  parkers_.push_back(&parker);
}

void Sleepers::remove(Parker& parker) {
  const std::lock_guard lock(mutex_);
  std::erase(parkers_, &parker);
}

void Sleepers::wake() {
  const std::lock_guard lock(mutex_);
  for (Parker* parker : parkers_) parker->signal();
}

Poller::Poller(std::shared_ptr<Context> context) : context_(std::move(context)), closed_lamp_(make_lamp()) {}

Poller::~Poller() {
  if (epoll_ >= 0) ::close(epoll_);
}

Status Poller::open() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) return fail(backend::status_of(errno), "no descriptor for a poller", errno);
  const Status status = closed_lamp_->open();
  return status == Status::kOk ? watch(EPOLL_CTL_ADD, kNoEntry, closed_lamp_->descriptor(), EPOLLIN) : status;
}

// The lamps outlive the poller where a section is about to show them.
std::shared_ptr<Lamp> Poller::make_lamp() const {
  if (!context_->undriven()) return std::make_shared<Lamp>();
  return std::make_shared<Lamp>([sleepers = sleepers_] { sleepers->wake(); });
}

Status Poller::closed_status() const { return closed_ ? fail(Status::kClosed, "the poller is closed") : Status::kOk; }

Status Poller::add(const std::shared_ptr<Connector>& connector, std::uint32_t interest, std::uint64_t tag) {
  const std::lock_guard lock(mutex_);
  Status status = closed_status();
  if (status != Status::kOk) return status;
  const auto known = connectors_.find(connector.get());
  const bool is_new = known == connectors_.end();
  const Id id = is_new ? ++last_id_ : known->second;
  if (is_new) status = add_lamp(id, connector);
  if (status != Status::kOk) return status;
  Entry& entry = entries_[id];
  entry.interest = interest;
  entry.tag = tag;
  status = connector->observe(entry.lamp, interest);
  if (is_new && status != Status::kOk) forget(id);
  return status;
}

// With the mutex held. A lamp that nobody has lit yet.
Status Poller::add_lamp(Id id, const std::shared_ptr<Connector>& connector) {
  const std::shared_ptr<Lamp> lamp = make_lamp();
  Status status = lamp->open();
  if (status == Status::kOk) status = add_entry(id, {connector, lamp, lamp->descriptor()}, EPOLLIN);
  if (status == Status::kOk) connectors_.emplace(connector.get(), id);
  return status;
}

Status Poller::add(int descriptor, std::uint32_t interest, std::uint64_t tag) {
  const std::lock_guard lock(mutex_);
  Status status = closed_status();
  if (status != Status::kOk) return status;
  const Entry entry{nullptr, nullptr, descriptor, interest, tag};
  const auto known = descriptors_.find(descriptor);
  if (known != descriptors_.end()) {
    entries_[known->second] = entry;
    return watch(EPOLL_CTL_MOD, known->second, descriptor, events_of(interest));
  }
  status = add_entry(++last_id_, entry, events_of(interest));
  if (status == Status::kOk) descriptors_.emplace(descriptor, last_id_);
  if (status == Status::kOk) sleepers_->wake();
  return status;
}

// With the mutex held. In the list before epoll can tell of it.
Status Poller::add_entry(Id id, Entry entry, std::uint32_t events) {
  const int descriptor = entry.descriptor;
  entries_.emplace(id, std::move(entry));
  const Status status = watch(EPOLL_CTL_ADD, id, descriptor, events);
  if (status != Status::kOk) entries_.erase(id);
  return status;
}

Status Poller::watch(int operation, Id id, int descriptor, std::uint32_t events) const {
  epoll_event event{};
  event.events = events;
  event.data.u64 = id;
  return epoll_ctl(epoll_, operation, descriptor, &event) == 0 ? Status::kOk : explain_watch(errno);
}

Status Poller::remove(const Connector& connector) {
  const std::lock_guard lock(mutex_);
  const Status status = closed_status();
  if (status != Status::kOk) return status;
  const auto known = connectors_.find(&connector);
  if (known == connectors_.end()) return fail(Status::kNotFound, "the poller does not wait for this connector");
  forget(known->second);
  return Status::kOk;
}

Status Poller::remove(int descriptor) {
  const std::lock_guard lock(mutex_);
  const Status status = closed_status();
  if (status != Status::kOk) return status;
  const auto known = descriptors_.find(descriptor);
  if (known == descriptors_.end()) return fail(Status::kNotFound, "the poller does not wait for this descriptor");
  forget(known->second);
  return Status::kOk;
}

// With the mutex held. A descriptor that the user has closed already is not in the epoll any more.
void Poller::forget(Id id) {
  const auto found = entries_.find(id);
  const Entry entry = std::move(found->second);
  entries_.erase(found);
  epoll_ctl(epoll_, EPOLL_CTL_DEL, entry.descriptor, nullptr);
  if (!entry.connector) {
    descriptors_.erase(entry.descriptor);
    return;
  }
  connectors_.erase(entry.connector.get());
  entry.connector->observe_no_more(entry.lamp);
}

bool Poller::find(Id id, Entry& entry) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return false;
  entry = found->second;
  return true;
}

bool Poller::has_descriptors() {
  const std::lock_guard lock(mutex_);
  return !descriptors_.empty();
}

std::int64_t Poller::wait(std::span<Readied> ready, std::int64_t timeout_ms) {
  const Time until = deadline_after(monotonic_now(), timeout_ms);
  const Place place(*sleepers_, context_->undriven());
  context_->poll_if_undriven();
  for (;;) {
    std::size_t count = 0;
    if (place.parker()) place.parker()->reset();
    Status status = look(ready, place.parker() ? 0 : until, count);
    if (closed_) return static_cast<std::int64_t>(closed_status());
    if (count != 0) return static_cast<std::int64_t>(count);
    if (place.parker() && timeout_ms != 0) status = drive(*place.parker(), until);
    if (status != Status::kOk) return static_cast<std::int64_t>(fail(status, "a signal arrived"));
    if (monotonic_now() < until) continue;
    return static_cast<std::int64_t>(
        fail(timeout_ms == 0 ? Status::kAgain : Status::kTimedOut, "nothing is ready that the poller waits for"));
  }
}

// Until something is ready, or the moment. kInterrupted: a signal arrived; nothing else can go wrong.
Status Poller::look(std::span<Readied> ready, Time until, std::size_t& count) {
  std::array<epoll_event, kMostEvents> events;
  const int most = static_cast<int>(std::min(ready.size(), events.size()));
  const int came = epoll_wait(epoll_, events.data(), most, until == 0 ? 0 : milliseconds_until(until));
  if (came < 0) return Status::kInterrupted;
  for (int i = 0; i < came; ++i) count += report(events[static_cast<std::size_t>(i)], ready[count]);
  return Status::kOk;
}

// The seat in the loop is another thread's now and then, who then brings what this one waits for.
Status Poller::drive(Parker& parker, Time until) {
  const Time slice = has_descriptors() ? std::min(until, monotonic_now() + kSlice) : until;
  const Parker::Result result = context_->wait(parker, slice);
  return result == Parker::Result::kInterrupted ? Status::kInterrupted : Status::kOk;
}

// False: it is forgotten, or has ceased to be so.
bool Poller::report(const epoll_event& event, Readied& readied) {
  Entry entry;
  if (!find(event.data.u64, entry)) return false;
  readied = {entry.tag, 0, Status::kOk};
  return entry.connector ? report_connector(event.data.u64, entry, readied)
                         : report_descriptor(entry, event.events, readied);
}

bool Poller::report_descriptor(const Entry& entry, std::uint32_t events, Readied& readied) {
  readied.ready = readiness_of(events) & entry.interest;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) readied.status = Status::kSystem;
  return readied.ready != 0 || readied.status != Status::kOk;
}

// A lamp may be late; the connector itself is not. Of several threads one is told that it is closed.
bool Poller::report_connector(Id id, const Entry& entry, Readied& readied) {
  const std::int64_t ready = entry.connector->ready();
  if (ready >= 0) {
    readied.ready = static_cast<std::uint32_t>(ready) & entry.interest;
    return readied.ready != 0;
  }
  readied.status = Status::kClosed;
  const std::lock_guard lock(mutex_);
  const bool first = entries_.contains(id);
  if (first) forget(id);
  return first;
}

void Poller::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    while (!entries_.empty()) forget(entries_.begin()->first);
  }
  closed_lamp_->want(true);
  closed_lamp_->show();
}

}  // namespace ymq::engine
