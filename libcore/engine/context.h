#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/vocabulary.gen.h"
#include "engine/errands.h"
#include "engine/inproc.h"
#include "engine/loop.h"
#include "engine/parker.h"
#include "engine/queue_timer.h"
#include "engine/resolver.h"
#include "engine/zap.h"
#include "wire/extension.h"

namespace ymq::engine {

class CompletionQueue;
class Connector;
class Poller;

// The loops with their io threads, the names of the inproc transport, and what was made in it. Any thread.
class Context : public std::enable_shared_from_this<Context> {
 public:
  static Status make(std::uint32_t io_threads, Backend backend, std::shared_ptr<Context>& context);
  // Without io threads, over a backend of the caller's, with its clock: a simulated system. The same seed has the same
  // happen.
  static std::shared_ptr<Context> make_over(std::unique_ptr<backend::Backend> backend, std::uint64_t seed);
  explicit Context(std::string backend_text) : backend_text_(std::move(backend_text)) {}
  ~Context();

  Status make_connector(ConnectorType type, std::shared_ptr<Connector>& connector);
  Status make_queue(WakeKind kind, std::shared_ptr<CompletionQueue>& queue, int& descriptor);
  Status make_poller(std::shared_ptr<Poller>& poller);

  const std::string& backend_text() const noexcept { return backend_text_; }
  // Without io threads: callers drive the only loop.
  bool undriven() const noexcept { return undriven_; }
  Loop& first_loop() noexcept { return *loops_.front(); }
  // Links go from loop to loop in turn.
  Loop& next_loop() noexcept { return *loops_[next_loop_++ % loops_.size()]; }
  Resolver& resolver() noexcept { return resolver_; }
  InprocNames& inproc() noexcept { return inproc_; }
  ZapClient& zap() noexcept { return zap_; }
  // Somebody who does not answer holds up only those who ask others, too.
  Errands& errands(bool asks_others) noexcept { return asks_others ? errands_abroad_ : errands_; }
  QueueTimers& queue_timers() noexcept { return queue_timers_; }
  std::uint64_t random() noexcept;
  // Nobody can guess it, but for whoever knows the seed of a simulated context.
  wire::SessionId secret_id() noexcept;
  // What every deadline is read by: the clock of the backend.
  Time now() { return first_loop().now(); }

  // Waits for the parker's signal; drives the loop meanwhile where nobody else does.
  Parker::Result wait(Parker& parker, Time until);
  // Without io threads: handles what is due now.
  void poll_if_undriven();
  // `io_context_run`: how many events, or a status.
  std::int64_t run(std::int64_t timeout_ms);

  // Closes everything, by the linger (milliseconds; -1: each connector's own option), and ends the io threads. Returns
  // how many accepted messages were not delivered. To be called once.
  std::uint64_t destroy(std::int64_t linger_ms);

 private:
  std::vector<std::shared_ptr<Connector>> connectors();
  template <typename T>
  void close_all(std::vector<std::weak_ptr<T>>& list);

  const std::string backend_text_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::atomic<std::size_t> next_loop_{0};
  bool undriven_ = false;
  Resolver resolver_;
  InprocNames inproc_;
  ZapClient zap_;
  Errands errands_;
  Errands errands_abroad_;
  QueueTimers queue_timers_{*this};  // Behind the loops, one of which refers to it.
  std::atomic<std::uint64_t> random_{0};
  bool simulated_ = false;

  std::mutex mutex_;  // Guards what follows.
  bool closed_ = false;
  std::vector<std::weak_ptr<Connector>> connectors_;
  std::vector<std::weak_ptr<CompletionQueue>> queues_;
  std::vector<std::weak_ptr<Poller>> pollers_;
  std::vector<Parker*> runners_;  // Threads in `run`.
};

}  // namespace ymq::engine
