#pragma once

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "backend/backend.h"
#include "base/block.h"
#include "base/time.h"
#include "base/timers.h"
#include "engine/parker.h"

namespace ymq::engine {

// Something that a loop is asked to look at, by any thread.
class Postable {
 public:
  virtual ~Postable() = default;
  // In the loop's driver.
  virtual void on_posted() = 0;
  // Memory ran out in `on_posted`.
  virtual void on_failure() noexcept {}
};

// Does something in a loop's driver, where no exception may get further: memory that runs out there ends what asked for
// it, not the process.
template <typename Work, typename Otherwise>
void shielded(Work work, Otherwise otherwise) noexcept {
  try {
    work();
  } catch (...) {
    otherwise();
  }
}

// One backend, its timers, and whoever drives them.
//
// Exactly one thread at a time drives: normally the loop's own io thread; but a thread that waits for something that
// this loop brings (a synchronous receive) asks for the driver's seat and drives itself, which saves two changes of
// threads for each message. The io thread then stays parked until nobody has driven for `kGrace`, so that a ping-pong
// never pays for the change. All that a loop carries (links, dialers, listeners, timers) is touched by its driver only.
class Loop {
 public:
  explicit Loop(std::unique_ptr<backend::Backend> backend);
  ~Loop();

  // Starts the io thread; false where the system has none left.
  bool start_thread();
  // The thread ends; what is posted and not yet done, or posted from now on, is forgotten.
  void stop();
  bool has_thread() const noexcept { return has_thread_; }

  // Any thread. The work is done by the driver, in the order of the posts. Where nobody drives, the io thread is
  // called.
  void post(std::shared_ptr<Postable> work);
  void post(std::function<void()> work);
  // The same for what can wait some milliseconds: while visitors come and go the io thread is not called for it.
  void post_unhurried(std::shared_ptr<Postable> work);
  // Ends the driver's current or next wait; calls the io thread where nobody drives.
  void wake_driver() noexcept;

  // Waits until the parker is signalled (kSignalled), the moment has come, or a signal arrived: driving the loop as
  // soon as the seat is free, unless its backend is tied to the io thread. The calling thread's own parker.
  Parker::Result visit(Parker& parker, Time until);
  // Handles what is due now, unless somebody drives already.
  std::size_t poll();
  // As `visit` without a parker's signal, counting reports: `io_context_run`.
  Parker::Result run(Parker& parker, Time until, std::size_t& reports);

  // The driver's: the work is done once more after the next look at the backend, which does not sleep.
  void defer(std::shared_ptr<Postable> work) { deferred_.push_back(std::move(work)); }

  // Visitors come and go; the io thread is parked. Any thread, and soon out of date.
  bool has_visitors() const { return backend_->now() - last_visit_.load(std::memory_order_relaxed) < kGrace; }

  Time now() { return backend_->now(); }
  backend::Backend& backend() noexcept { return *backend_; }
  // A send is better submitted than tried: what many links submit is carried out by one system call.
  bool gathers_sends() const noexcept { return traits_.gathers_sends; }
  // The driver's.
  TimerQueue& timers() noexcept { return timers_; }

 private:
  // How long after the last visit the io thread stays away.
  static constexpr Time kGrace = 300'000;
  // What that may grow to while visitors come and go.
  static constexpr Time kLongestGrace = 8 * kGrace;

  // How often memory that is kept for the next large messages is looked over, as long as there is any.
  static constexpr Time kTrimInterval = kSecond;

  struct Trimmer final : Timer {
    explicit Trimmer(Loop& owner) : loop(owner) {}
    void on_timer(Time now) override {
      if (Block::trim_kept()) loop.timers_.arm(*this, now + kTrimInterval);
    }
    Loop& loop;
  };

  struct Candidate {
    Parker* parker;
    bool granted = false;
  };

  static void* thread_main(void* loop);
  void serve();
  void wait_for_seat(std::unique_lock<std::mutex>& role);
  Parker::Result take_seat(Parker& parker, Time until);
  void leave_seat(bool visitor);
  void pass_seat_on();
  Parker::Result drive(Parker& parker, Time until, std::size_t& reports);
  Parker::Result drive_until_signalled(Parker& parker, Time until, std::size_t& reports);
  backend::Outcome turn(Time until, const Parker* parker, std::size_t& reports);
  bool must_not_sleep(const Parker* parker);
  bool put_into_mailbox(std::shared_ptr<Postable> work);
  void run_posts();
  void run_deferred();
  void do_reading();
  void run_timers();
  void see_to_kept_memory();
  void call_io_thread();
  bool is_driver() const noexcept;

  std::unique_ptr<backend::Backend> backend_;
  const backend::Traits traits_;
  TimerQueue timers_;
  Trimmer trimmer_{*this};

  std::mutex mailbox_mutex_;
  std::vector<std::shared_ptr<Postable>> mailbox_;
  bool mailbox_closed_ = false;
  std::atomic<bool> has_mail_{false};
  std::vector<std::shared_ptr<Postable>> reading_;   // The driver's,
  std::vector<std::shared_ptr<Postable>> deferred_;  // and so are these.

  std::mutex role_mutex_;              // Guards the fields down to `stop_`.
  std::condition_variable seat_free_;  // What the io thread waits for.
  std::deque<Candidate*> candidates_;  // Visitors that wait for the seat.
  std::atomic<bool> driven_{false};
  std::atomic<const void*> driver_{nullptr};  // Names the thread in the seat; written by that thread.
  bool io_drives_ = false;
  bool called_ = false;          // Somebody posted, and nobody drives.
  bool tell_io_thread_ = false;  // The visitor in the seat has stayed long; the io thread waits to hear of its end.
  std::uint64_t visits_ = 0;
  std::atomic<Time> last_visit_{0};  // Written under the mutex.
  bool stop_ = false;

  std::atomic<bool> step_aside_{false};  // To the io thread: somebody wants the seat, or it should end.
  std::atomic<bool> sleeping_{false};    // The driver is, or is about to be, asleep in the backend.
  pthread_t thread_{};
  bool has_thread_ = false;
};

}  // namespace ymq::engine
