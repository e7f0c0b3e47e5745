#pragma once

#include <functional>
#include <memory>

#include "engine/side_thread.h"

// Runs off the loops what waits for as long as it likes.
namespace ymq::engine {

// One thread, started when there is something to do first; one thing is done behind the other. All functions: any
// thread.
class Errands {
 public:
  // Throws nothing. It may be run when the errands are gone, or not at all.
  using Work = std::function<void()>;
  // Called behind the work, in the same thread, never inside `run`. It must be short (post to a loop), and must not
  // take a lock that anybody holds while calling the destructor.
  using Done = std::function<void()>;

  Errands();
  // Forgets what is not done yet: once this returns no `done` runs nor will run. Does not wait for work that hangs: its
  // thread is left to end by itself.
  ~Errands();
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  // False, and nothing comes of it, where the thread could not be started; the next call tries again.
  bool run(Work work, Done done);

 private:
  struct Shared;

  const std::shared_ptr<Shared> shared_;
  SideThread thread_{"ymq-errands"};  // Guarded by the mutex of what is shared.
};

}  // namespace ymq::engine
