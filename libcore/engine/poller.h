#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "base/vocabulary.gen.h"
#include "engine/lamp.h"
#include "engine/parker.h"

namespace ymq::engine {

class Connector;
class Context;

// Something that a poller waits for has come about.
struct Readied {
  std::uint64_t tag = 0;
  std::uint32_t ready = 0;  // A set of Readiness, of what was asked.
  Status status = Status::kOk;
};

// Threads that wait inside a loop, where no descriptor of a poller's wakes them. Any thread.
class Sleepers {
 public:
  void add(Parker& parker);
  void remove(Parker& parker);
  void wake();

 private:
  std::mutex mutex_;  // A leaf.
  std::vector<Parker*> parkers_;
};

// Waits for connectors, of any context, and for descriptors: an epoll(7) with a lamp in it for each connector, so that
// both are level-triggered and take turns. Any thread may call any function, also while others wait.
//
// Its mutex is taken before a connector's monitor, never the other way round, and is not held while somebody waits.
class Poller {
 public:
  explicit Poller(std::shared_ptr<Context> context);
  ~Poller();
  // Before anything else; notes why it fails.
  Status open();

  // From now on, or differently where it is waited for already.
  Status add(const std::shared_ptr<Connector>& connector, std::uint32_t interest, std::uint64_t tag);
  Status add(int descriptor, std::uint32_t interest, std::uint64_t tag);
  // kNotFound: it is not waited for.
  Status remove(const Connector& connector);
  Status remove(int descriptor);

  // How many were written, at least one, or a status. Drives the loop of its context where nobody else does.
  std::int64_t wait(std::span<Readied> ready, std::int64_t timeout_ms);
  // Ends every wait with kClosed, and lets go of all connectors.
  void close();

 private:
  struct Entry {
    std::shared_ptr<Connector> connector = nullptr;  // Null for a descriptor of the user's.
    std::shared_ptr<Lamp> lamp = nullptr;
    int descriptor = -1;
    std::uint32_t interest = 0;
    std::uint64_t tag = 0;
  };
  using Id = std::uint64_t;  // Never used again, so that what is late does no harm.

  Status closed_status() const;
  std::shared_ptr<Lamp> make_lamp() const;
  Status add_lamp(Id id, const std::shared_ptr<Connector>& connector);
  Status add_entry(Id id, Entry entry, std::uint32_t events);
  Status watch(int operation, Id id, int descriptor, std::uint32_t events) const;
  void forget(Id id);
  bool find(Id id, Entry& entry);
  bool has_descriptors();
  Status look(std::span<Readied> ready, Time until, std::size_t& count);
  bool report(const epoll_event& event, Readied& readied);
  static bool report_descriptor(const Entry& entry, std::uint32_t events, Readied& readied);
  bool report_connector(Id id, const Entry& entry, Readied& readied);
  Status drive(Parker& parker, Time until);

  const std::shared_ptr<Context> context_;
  const std::shared_ptr<Sleepers> sleepers_ = std::make_shared<Sleepers>();
  int epoll_ = -1;
  std::shared_ptr<Lamp> closed_lamp_;  // Lit for good by `close`.
  std::atomic<bool> closed_{false};

  std::mutex mutex_;  // Guards what follows.
  Id last_id_ = 0;
  std::unordered_map<Id, Entry> entries_;
  std::unordered_map<const Connector*, Id> connectors_;
  std::unordered_map<int, Id> descriptors_;
};

}  // namespace ymq::engine
