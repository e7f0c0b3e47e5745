#include "engine/loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/signals_blocked.h"

namespace ymq::engine {

namespace {

class Closure : public Postable {
 public:
  explicit Closure(std::function<void()> work) : work_(std::move(work)) {}
  void on_posted() override { work_(); }

 private:
  std::function<void()> work_;
};

// A name for the calling thread, among all that live.
const void* this_thread() noexcept {
  thread_local const char name = 0;
  return &name;
}

}  // namespace

Loop::Loop(std::unique_ptr<backend::Backend> backend) : backend_(std::move(backend)), traits_(backend_->traits()) {}

Loop::~Loop() { stop(); }

bool Loop::start_thread() {
  const SignalsBlocked blocked;
  has_thread_ = pthread_create(&thread_, nullptr, thread_main, this) == 0;
  return has_thread_;
}

void Loop::stop() {
  if (has_thread_) {
    {
      const std::lock_guard role(role_mutex_);
      stop_ = true;
      step_aside_ = true;
      seat_free_.notify_all();
    }
    wake_driver();
    pthread_join(thread_, nullptr);
    has_thread_ = false;
  }
  // Posts may refer to what owns this loop.
  std::vector<std::shared_ptr<Postable>> forgotten;
  const std::lock_guard lock(mailbox_mutex_);
  mailbox_closed_ = true;
  forgotten.swap(mailbox_);
}

void* Loop::thread_main(void* loop) {
  pthread_setname_np(pthread_self(), "ymq-io");
  static_cast<Loop*>(loop)->serve();
  return nullptr;
}

void Loop::serve() {
  std::unique_lock role(role_mutex_);
  while (!stop_) {
    wait_for_seat(role);
    if (stop_) return;
    driven_ = io_drives_ = true;
    called_ = false;
    role.unlock();
    driver_ = this_thread();
    for (std::size_t reports = 0; !step_aside_;) turn(kNever, nullptr, reports);
    driver_ = nullptr;
    role.lock();
    io_drives_ = false;
    step_aside_ = stop_;
    pass_seat_on();
  }
}

// Parks the io thread while visitors come and go. It looks again every now and then, less often the longer that lasts,
// since each look disturbs them; only where one visit outlasts that too does it ask to be told of its end, because
// telling costs the visitor a system call.
void Loop::wait_for_seat(std::unique_lock<std::mutex>& role) {
  Time patience = kGrace;
  while (!stop_) {
    if (!driven_ && (called_ || now() - last_visit_ >= kGrace)) return;
    const std::uint64_t seen = visits_;
    seat_free_.wait_for(role, std::chrono::nanoseconds(patience));
    const bool had_visitors = driven_ || visits_ != seen;
    if (had_visitors && patience < kLongestGrace) {
      patience *= 2;
      continue;
    }
    if (!driven_ || visits_ != seen) continue;
    tell_io_thread_ = true;
    seat_free_.wait(role, [this] { return stop_ || !tell_io_thread_; });
  }
}

void Loop::post(std::shared_ptr<Postable> work) {
  if (put_into_mailbox(std::move(work))) wake_driver();
}

// Parked between visits, the io thread looks by itself once there have been none for a while.
void Loop::post_unhurried(std::shared_ptr<Postable> work) {
  if (!put_into_mailbox(std::move(work))) return;
  if (driven_ || now() - last_visit_ >= kGrace) wake_driver();
}

bool Loop::put_into_mailbox(std::shared_ptr<Postable> work) {
  const std::lock_guard lock(mailbox_mutex_);
  if (mailbox_closed_) return false;
  mailbox_.push_back(std::move(work));
  return has_mail_ = true;
}

void Loop::post(std::function<void()> work) { post(std::make_shared<Closure>(std::move(work))); }

// The driver itself looks at everything before it sleeps.
void Loop::wake_driver() noexcept {
  if (is_driver()) return;
  if (sleeping_.load() && sleeping_.exchange(false)) {
    backend_->wake();
  } else if (!driven_) {
    call_io_thread();
  }
}

bool Loop::is_driver() const noexcept { return driver_.load(std::memory_order_relaxed) == this_thread(); }

void Loop::call_io_thread() {
  const std::lock_guard role(role_mutex_);
  if (driven_ || called_) return;
  called_ = true;
  seat_free_.notify_all();
}

Parker::Result Loop::visit(Parker& parker, Time until) {
  if (traits_.one_driver) return parker.wait(until);
  const Parker::Result seat = take_seat(parker, until);
  if (seat != Parker::Result::kGranted) return seat;
  std::size_t reports = 0;
  parker.drives(this);
  const Parker::Result result = drive(parker, until, reports);
  parker.drives(nullptr);
  leave_seat(true);
  return result;
}

Parker::Result Loop::run(Parker& parker, Time until, std::size_t& reports) {
  const Parker::Result seat = take_seat(parker, until);
  if (seat != Parker::Result::kGranted) return seat;
  parker.drives(this);
  const Parker::Result result = drive(parker, until, reports);
  parker.drives(nullptr);
  leave_seat(true);
  return result;
}

std::size_t Loop::poll() {
  {
    const std::lock_guard role(role_mutex_);
    if (driven_) return 0;
    driven_ = true;
  }
  std::size_t reports = 0;
  driver_ = this_thread();
  turn(0, nullptr, reports);
  driver_ = nullptr;
  leave_seat(false);
  return reports;
}

// kGranted: the calling thread drives. Otherwise it need not any more.
Parker::Result Loop::take_seat(Parker& parker, Time until) {
  Candidate candidate{&parker};
  std::unique_lock role(role_mutex_);
  if (!driven_) {
    driven_ = true;
    called_ = false;  // For mail that the visitor reads.
    ++visits_;
    return Parker::Result::kGranted;
  }
  candidates_.push_back(&candidate);
  if (io_drives_) step_aside_ = true;
  role.unlock();
  wake_driver();
  const Parker::Result result = parker.wait(until);
  role.lock();
  parker.clear_grant();
  if (!candidate.granted) {
    std::erase(candidates_, &candidate);
    return result;
  }
  ++visits_;
  if (result != Parker::Result::kInterrupted) return Parker::Result::kGranted;
  // The seat came together with a signal, which the caller must hear of before it sleeps again.
  role.unlock();
  leave_seat(true);
  return result;
}

void Loop::leave_seat(bool visitor) {
  const std::lock_guard role(role_mutex_);
  if (visitor) last_visit_ = now();
  pass_seat_on();
  if (driven_) return;
  if (has_mail_ || !deferred_.empty()) called_ = true;
  if (called_ || tell_io_thread_) seat_free_.notify_all();
  tell_io_thread_ = false;
}

// With the role's mutex held: to the next visitor, else to nobody.
void Loop::pass_seat_on() {
  driven_ = !candidates_.empty() && !stop_;
  if (!driven_) return;
  Candidate* next = candidates_.front();
  candidates_.pop_front();
  next->granted = true;
  next->parker->grant();
}

Parker::Result Loop::drive(Parker& parker, Time until, std::size_t& reports) {
  driver_ = this_thread();
  const Parker::Result result = drive_until_signalled(parker, until, reports);
  driver_ = nullptr;
  return result;
}

Parker::Result Loop::drive_until_signalled(Parker& parker, Time until, std::size_t& reports) {
  Time look_until = parker.begin_looking();
  while (!parker.signalled()) {
    if (look_until != 0 && now() >= look_until) look_until = 0;
    const backend::Outcome outcome = turn(look_until != 0 ? 0 : until, &parker, reports);
    if (parker.signalled()) break;
    if (outcome.status == Status::kInterrupted) return Parker::Result::kInterrupted;
    if (until != kNever && now() >= until) return Parker::Result::kTimedOut;
  }
  parker.end_looking();
  run_posts();
  return Parker::Result::kSignalled;
}

backend::Outcome Loop::turn(Time until, const Parker* parker, std::size_t& reports) {
  run_posts();
  run_timers();
  see_to_kept_memory();
  sleeping_ = true;
  const bool awake = must_not_sleep(parker);
  std::size_t made = 0;
  const backend::Outcome outcome = backend_->wait(awake ? 0 : std::min(until, timers_.next()), made);
  sleeping_ = false;
  reports += made;
  run_deferred();
  run_posts();
  return outcome;
}

bool Loop::must_not_sleep(const Parker* parker) {
  return has_mail_ || !deferred_.empty() || (parker && parker->signalled()) || (!parker && step_aside_);
}

void Loop::run_posts() {
  while (has_mail_) {
    {
      const std::lock_guard lock(mailbox_mutex_);
      reading_.swap(mailbox_);
      has_mail_ = false;
    }
    do_reading();
  }
}

void Loop::run_deferred() {
  if (deferred_.empty()) return;
  reading_.swap(deferred_);
  do_reading();
}

void Loop::do_reading() {
  for (std::shared_ptr<Postable>& work : reading_) {
    shielded([&] { work->on_posted(); }, [&] { work->on_failure(); });
  }
  reading_.clear();
}

void Loop::see_to_kept_memory() {
  if (!trimmer_.armed() && Block::any_kept()) timers_.arm(trimmer_, now() + kTrimInterval);
}

void Loop::run_timers() {
  const Time moment = now();
  while (Timer* timer = timers_.take_due(moment)) {
    shielded([&] { timer->on_timer(moment); }, [] {});
  }
}

}  // namespace ymq::engine
