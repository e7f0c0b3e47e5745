#include "engine/context.h"

#include <sys/random.h>

#include <algorithm>
#include <new>

#include "backend/backend.h"
#include "engine/completion_queue.h"
#include "engine/connector.h"
#include "engine/error.h"
#include "engine/poller.h"

namespace ymq::engine {

namespace {

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  const ssize_t size = getrandom(&seed, sizeof seed, GRND_NONBLOCK);
  return size == sizeof seed ? seed : static_cast<std::uint64_t>(monotonic_now());
}

// Forgets what has died, so that a context that makes and closes connectors for ever does not grow.
template <typename T>
void remember(std::vector<std::weak_ptr<T>>& list, const std::shared_ptr<T>& object) {
  if (list.size() == list.capacity())
    std::erase_if(list, [](const std::weak_ptr<T>& entry) { return entry.expired(); });
  list.push_back(object);
}

// Counts connectors down to the last, and wakes whoever waits for it.
struct Countdown {
  std::mutex mutex;
  std::size_t left = 0;
  std::uint64_t undelivered = 0;
  Parker* parker = nullptr;

  void one_less(std::uint64_t lost) {
    const std::lock_guard lock(mutex);
    undelivered += lost;
    if (--left == 0) parker->signal();
  }
  bool done() {
    const std::lock_guard lock(mutex);
    return left == 0;
  }
};

}  // namespace

Status Context::make(std::uint32_t io_threads, Backend wanted, std::shared_ptr<Context>& context) {
  const auto driving = io_threads == 0 ? backend::Driving::kAnyThread : backend::Driving::kOneThread;
  std::vector<std::unique_ptr<Loop>> loops;
  std::string reason;
  for (std::uint32_t i = 0; i < std::max(io_threads, 1U); ++i) {
    backend::Outcome outcome;
    std::unique_ptr<backend::Backend> backend = backend::make_backend(wanted, driving, outcome, reason);
    if (!backend) return fail(outcome.status, reason, outcome.system_error);
    loops.push_back(std::make_unique<Loop>(std::move(backend)));
  }
  context = std::make_shared<Context>(reason);
  context->loops_ = std::move(loops);
  context->undriven_ = io_threads == 0;
  context->random_ = random_seed();
  if (context->undriven_) return Status::kOk;
  for (const std::unique_ptr<Loop>& loop : context->loops_) {
    if (!loop->start_thread()) return fail(Status::kSystem, "no io thread could be started", EAGAIN);
  }
  return Status::kOk;
}

std::shared_ptr<Context> Context::make_over(std::unique_ptr<backend::Backend> backend, std::uint64_t seed) {
  auto context = std::make_shared<Context>("");
  context->loops_.push_back(std::make_unique<Loop>(std::move(backend)));
  context->undriven_ = true;
  context->random_ = seed;
  context->simulated_ = true;
  return context;
}

Context::~Context() = default;

// splitmix64: numbers that differ, not secrets.
std::uint64_t Context::random() noexcept {
  std::uint64_t value = random_.fetch_add(0x9e3779b97f4a7c15);
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

wire::SessionId Context::secret_id() noexcept {
  wire::SessionId id;
  if (simulated_ || getrandom(&id, sizeof id, 0) != sizeof id) id = {random(), random()};
  return id;
}

Status Context::make_connector(ConnectorType type, std::shared_ptr<Connector>& connector) {
  connector = std::make_shared<Connector>(shared_from_this(), type);
  if (!connector->start()) return fail(Status::kOutOfMemory, "memory ran out while a connector was made");
  const std::lock_guard lock(mutex_);
  if (closed_) return fail(Status::kClosed, "the context is closed");
  remember(connectors_, connector);
  return Status::kOk;
}

Status Context::make_queue(WakeKind kind, std::shared_ptr<CompletionQueue>& queue, int& descriptor) {
  queue = std::make_shared<CompletionQueue>(shared_from_this());
  const Status status = queue->open(kind, descriptor);
  if (status != Status::kOk) return status;
  const std::lock_guard lock(mutex_);
  if (closed_) return fail(Status::kClosed, "the context is closed");
  remember(queues_, queue);
  return Status::kOk;
}

Status Context::make_poller(std::shared_ptr<Poller>& poller) {
  poller = std::make_shared<Poller>(shared_from_this());
  const Status status = poller->open();
  if (status != Status::kOk) return status;
  const std::lock_guard lock(mutex_);
  if (closed_) return fail(Status::kClosed, "the context is closed");
  remember(pollers_, poller);
  return Status::kOk;
}

Parker::Result Context::wait(Parker& parker, Time until) {
  return undriven_ ? first_loop().visit(parker, until) : parker.wait(until);
}

void Context::poll_if_undriven() {
  if (undriven_) first_loop().poll();
}

std::int64_t Context::run(std::int64_t timeout_ms) {
  if (timeout_ms == 0) return undriven_ ? static_cast<std::int64_t>(first_loop().poll()) : 0;
  const Time until = deadline_after(now(), timeout_ms);
  Parker& parker = Parker::of_this_thread();
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return static_cast<std::int64_t>(fail(Status::kClosed, "the context is closed"));
    runners_.push_back(&parker);
  }
  std::size_t reports = 0;
  const Parker::Result result = undriven_ ? first_loop().run(parker, until, reports) : parker.wait(until);
  const std::lock_guard lock(mutex_);
  std::erase(runners_, &parker);
  if (closed_) return static_cast<std::int64_t>(fail(Status::kClosed, "the context was closed"));
  if (result == Parker::Result::kInterrupted) {
    return static_cast<std::int64_t>(fail(Status::kInterrupted, "a signal arrived"));
  }
  return static_cast<std::int64_t>(reports);
}

std::vector<std::shared_ptr<Connector>> Context::connectors() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (Parker* runner : runners_) runner->signal();
  std::vector<std::shared_ptr<Connector>> living;
  for (const auto& entry : connectors_) {
    if (auto connector = entry.lock()) living.push_back(std::move(connector));
  }
  return living;
}

// Ends queues or pollers, without the mutex held.
template <typename T>
void Context::close_all(std::vector<std::weak_ptr<T>>& list) {
  std::vector<std::weak_ptr<T>> objects;
  {
    const std::lock_guard lock(mutex_);
    objects.swap(list);
  }
  for (const auto& entry : objects) {
    if (const auto object = entry.lock()) object->close();
  }
}

std::uint64_t Context::destroy(std::int64_t linger_ms) {
  const std::vector<std::shared_ptr<Connector>> living = connectors();
  auto countdown = std::make_shared<Countdown>();
  countdown->left = living.size();
  countdown->parker = &Parker::of_this_thread();
  for (const auto& connector : living) {
    connector->close(linger_ms, [countdown](std::uint64_t undelivered) { countdown->one_less(undelivered); });
  }
  while (!countdown->done()) {
    wait(*countdown->parker, kNever);
    countdown->parker->reset();
  }
  close_all(queues_);
  close_all(pollers_);
  for (const auto& loop : loops_) loop->stop();
  return countdown->undelivered;
}

}  // namespace ymq::engine
