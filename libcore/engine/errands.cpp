#include "engine/errands.h"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>

#include "engine/signals_blocked.h"

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
  if (!thread_.joinable()) return;
  // What an errand held on to may have been the last that held its owner: then its own thread is here.
  if (busy || thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

bool Errands::run(Work work, Done done) {
  const std::lock_guard lock(shared_->mutex);
  if (!start_thread()) return false;
  shared_->waiting.push_back({std::move(work), std::move(done)});
  shared_->changed.notify_all();
  return true;
}

// Under the lock.
bool Errands::start_thread() {
  if (thread_.joinable()) return true;
  const SignalsBlocked blocked;
  try {
    thread_ = std::thread([shared = shared_] { shared->serve(); });
  } catch (const std::system_error&) {
    return false;
  }
  pthread_setname_np(thread_.native_handle(), "ymq-errands");
  return true;
}

}  // namespace ymq::engine
