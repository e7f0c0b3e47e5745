#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#include "abi/handles.h"
#include "engine/context.h"
#include "scenarios/world.h"
#include "sim/backend.h"
#include "sim/network.h"

namespace scenarios {
namespace {

using ymq::kMillisecond;
using ymq::Time;
using ymq::engine::Context;

// What happens closer together than this is looked at together.
constexpr Time kGrain = 10'000;
// A process that has something to do this often without time passing never comes to rest.
constexpr int kRestless = 100'000;

// A context over the simulated network, with a handle as any other has.
class Process {
 public:
  Process(const std::shared_ptr<sim::Network>& network, int host, std::uint64_t seed) {
    auto backend = std::make_unique<sim::Backend>(network, host);
    backend_ = backend.get();
    context_ = Context::make_over(std::move(backend), seed);
    auto object = std::make_unique<ymq::abi::ContextObject>();
    object->context = context_;
    handle_ = ymq::abi::publish(std::move(object));
  }
  ~Process() { io_context_destroy(handle_, 0, nullptr); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  ymq_io_context handle() const { return handle_; }

  void settle() {
    int turns = 0;
    while (context_->run(0) > 0) {
      if (++turns == kRestless) throw std::runtime_error("a process never comes to rest");
    }
  }
  Time next_moment() { return backend_->has_work() ? 0 : context_->first_loop().timers().next(); }

 private:
  sim::Backend* backend_ = nullptr;  // The context's.
  std::shared_ptr<Context> context_;
  ymq_io_context handle_ = 0;
};

class SimulatedWorld final : public World, private Clock {
 public:
  SimulatedWorld(const Json& vocabulary, std::uint64_t seed, bool one_process)
      : vocabulary_(vocabulary),
        seed_(seed),
        one_process_(one_process),
        network_(std::make_shared<sim::Network>(seed)) {
    // A call that does not wait takes no time.
    network_->weather.moment = 0;
  }

  Clock& clock() override { return *this; }

  std::unique_ptr<End> open(const std::string& type, Library library, const End* beside) override {
    if (library != Library::kYmq) throw std::logic_error("libzmq cannot be simulated");
    Process* process = beside ? homes_.at(beside) : next_process();
    auto end = make_ymq_end(process->handle(), type, vocabulary_, *this);
    homes_[end.get()] = process;
    return end;
  }

  std::string fresh_endpoint(const std::string& transport) override {
    const std::string number = std::to_string(++last_address_);
    if (transport == "tcp") return "tcp://127.0.0.1:" + number;
    return transport == "ipc" ? "ipc:///simulated/" + number : "inproc://name-" + number;
  }
  std::string free_endpoint(const std::string& transport) override { return fresh_endpoint(transport); }

 private:
  bool is_real() const override { return false; }
  std::int64_t now_ms() override { return network_->now() / kMillisecond; }

  void pass() override {
    const Time end = network_->now() + kMillisecond;
    while (network_->now() < end) {
      settle();
      const Time next = std::clamp(next_moment(), std::min(network_->now() + kGrain, end), end);
      const std::lock_guard lock(network_->mutex);
      while (network_->advance(next)) {
      }
    }
    settle();
  }

  Process* next_process() {
    if (processes_.empty() || !one_process_) {
      const int host = static_cast<int>(processes_.size()) + 1;
      processes_.push_back(std::make_unique<Process>(network_, host, seed_ + static_cast<std::uint64_t>(host)));
    }
    return processes_.back().get();
  }

  void settle() {
    for (const auto& process : processes_) process->settle();
  }
  Time next_moment() const {
    Time next = network_->next_event();
    for (const auto& process : processes_) next = std::min(next, process->next_moment());
    return next;
  }

  const Json& vocabulary_;
  const std::uint64_t seed_;
  const bool one_process_;
  const std::shared_ptr<sim::Network> network_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::map<const End*, Process*> homes_;
  int last_address_ = 5000;
};

}  // namespace

std::unique_ptr<World> make_simulated_world(const Json& vocabulary, std::uint64_t seed, bool one_process) {
  return std::make_unique<SimulatedWorld>(vocabulary, seed, one_process);
}

}  // namespace scenarios
