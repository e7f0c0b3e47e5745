#include "engine/errands.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace ymq::engine {

// What the thread and its owner share; the thread keeps it when the owner is gone. Nothing is destroyed under the lock,
// since what a work or a `done` holds on to may have a destructor with wishes of its own.
struct Errands::Shared {
  struct Errand {
    Work work;
    Done done;
  };

  void serve();
  bool next(Errand& errand);
  void finish(const Done& done) noexcept;

  std::mutex mutex;  // Held while a `done` runs, so that the destructor can promise that none does.
  std::condition_variable changed;
  std::deque<Errand> waiting;
  bool busy = false;
  bool stopped = false;
};

void Errands::Shared::serve() {
  for (Errand errand; next(errand); errand = {}) {
    errand.work();
    finish(errand.done);
  }
}

// Waits for the next one; false when there will be none.
bool Errands::Shared::next(Errand& errand) {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return stopped || !waiting.empty(); });
  if (stopped) return false;
  errand = std::move(waiting.front());
  waiting.pop_front();
  return busy = true;
}

// Where there is no memory to say that it is done, whoever waits for that waits until his deadline.
void Errands::Shared::finish(const Done& done) noexcept try {
  const std::lock_guard lock(mutex);
  busy = false;
  if (!stopped) done();
} catch (...) {
}

Errands::Errands() : shared_(std::make_shared<Shared>()) {}

Errands::~Errands() {
  std::deque<Shared::Errand> forgotten;
  bool busy;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopped = true;
    forgotten.swap(shared_->waiting);
    busy = shared_->busy;
    shared_->changed.notify_all();
  }
  // What an errand held on to may have been the last that held its owner: then its own thread is here.
  thread_.end(busy);
}

bool Errands::run(Work work, Done done) {
  const std::lock_guard lock(shared_->mutex);
  if (!thread_.start([shared = shared_] { shared->serve(); })) return false;
  shared_->waiting.push_back({std::move(work), std::move(done)});
  shared_->changed.notify_all();
  return true;
}

}  // namespace ymq::engine
