#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>

#include "backend/backend.h"
#include "backend/queue.h"
#include "backend/stream_table.h"
#include "sim/network.h"

// The seam over a simulated network. Several backends may share one network: each is a host of its own. A host may die:
// then whoever uses its backend goes on without the world noticing, and can be taken down like any other.
//
// A wait lets the network's time pass as far as it was told to, and no further than to the next report. Where it was
// told to wait without an end and nothing is to come, only another thread can bring something: it gives way to that.
namespace sim {

using ymq::backend::ListenOptions;
using ymq::backend::Operation;
using ymq::backend::Report;
using ymq::backend::Stream;

class Backend final : public ymq::backend::Backend {
 public:
  // `host` is what the network calls it by, in its records and when it is cut off.
  explicit Backend(std::shared_ptr<Network> network, int host = 0) : network_(std::move(network)), host_(host) {}
  ~Backend() override;

  // What the rest of the world sees of a death: streams that end as those of a killed process do, streams that are
  // reset, or nothing at all, as when a machine loses its power.
  enum class Death : std::uint8_t { kKilled, kReset, kSilent };
  // From now on nothing gets from here to the network, and nothing from there to here.
  void die(Death death);
  // Whether a wait would make a report at once.
  bool has_work();

  ymq::backend::Traits traits() const noexcept override { return {}; }
  Outcome listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) override;
  int detach(Stream stream) override;
  Outcome adopt(int descriptor, Stream& stream) override;
  // Nobody else listens in this world.
  Outcome adopt_listener(int, Stream&, Address&) override { return {Status::kInvalidArgument, ENOTSOCK}; }
  void set_network_timeout(Stream stream, Time timeout) override;
  std::size_t unconfirmed(Stream stream) override;
  bool is_local(Stream) override { return false; }
  ymq::backend::Remote remote(Stream) override { return {}; }
  void set_holding(Stream, ymq::backend::Holding) override {}  // What it holds is the weather's.
  void submit(Operation& operation) override;
  void cancel(Operation& operation) override;
  Outcome wait(Time until, std::size_t& reports) override;
  void wake() override { woken_ = true; }
  Outcome try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) override;
  Outcome await_room(Stream stream, Time until) override;
  Time now() override;

 private:
  struct Entry {
    std::atomic<Stream> number{0};
    std::uint32_t index = 0;
    std::uint32_t generation = 0;
    bool queued = false;
    Operation* incoming = nullptr;  // Accept or receive.
    Operation* outgoing = nullptr;  // Connect or send.
    Operation* closing = nullptr;
    Entry* next = nullptr;
    std::shared_ptr<Wire> wire;
    int side = 0;
    std::shared_ptr<Listener> listener;

    Stream stream() const noexcept { return number.load(std::memory_order_relaxed); }
    bool is_open() const noexcept { return stream() != 0; }
  };

  // One report to make, once the network is let go of.
  struct Due {
    Operation* operation = nullptr;
    Report report;
    ymq::BlockRef lent;
  };
  using Lock = std::unique_lock<std::mutex>;

  Entry* add(std::shared_ptr<Wire> wire, int side);
  void release(Entry& entry);
  void enqueue(Entry& entry);
  Wire::Watcher watcher_of(Entry& entry);
  void end_later(Operation& operation, Outcome outcome);
  void start_connect(Operation& operation);

  bool next_due(Due& due);
  bool take_turn(Entry& entry, Due& due);
  bool close_turn(Entry& entry, Due& due);
  bool send_turn(Entry& entry, Due& due);
  bool accept_turn(Entry& entry, Due& due);
  bool receive_turn(Entry& entry, Due& due);
  void receive(Entry& entry, Due& due);
  bool end(Operation*& place, const Report& report, Due& due);
  void lose(Entry& entry, Death death);
  std::size_t make_reports();
  void pass_time(Time until);

  const std::shared_ptr<Network> network_;
  const int host_;
  bool dead_ = false;
  ymq::backend::StreamTable<Entry> streams_;
  ymq::backend::Queue<Entry> ready_;
  ymq::backend::Queue<Operation> decided_;
  std::atomic<bool> woken_{false};
  // Watchers and answers of the network may come when this is gone.
  std::shared_ptr<Backend*> self_ = std::make_shared<Backend*>(this);
};

}  // namespace sim
