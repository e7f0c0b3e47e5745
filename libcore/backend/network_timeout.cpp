#include "backend/network_timeout.h"

#include <utility>

namespace ymq::backend {

void NetworkLooks::look_at_those_due() noexcept {
  const Time now = system_now();
  while (Timer* due = timers_.take_due(now)) due->on_timer(now);
  next_ = timers_.next();
}

// Without memory for the looks there is no timeout: it would end streams whose peers are well.
void NetworkTimeout::set(int descriptor, Time timeout, NetworkLooks& looks) noexcept {
  lift();
  if (timeout <= 0 || !set_user_timeout(descriptor, timeout)) return;
  looks_ = &looks;
  descriptor_ = descriptor;
  timeout_ = timeout;
  on_timer(system_now());
  if (!armed()) lift();
}

void NetworkTimeout::lift() noexcept {
  cancel();
  waits_ = false;
  if (std::exchange(timeout_, 0) != 0) set_user_timeout(descriptor_, 0);
}

void NetworkTimeout::on_timer(Time now) {
  looks_->arm(*this, next_look(now));
  if (waits_ == waits_for_room_at_peer(descriptor_, timeout_)) return;
  waits_ = !waits_;
  set_user_timeout(descriptor_, waits_ ? 0 : timeout_);
}

// Rounded, so that the looks at many streams come together. Timeouts that no network needs do not keep the loop busy.
Time NetworkTimeout::next_look(Time now) const noexcept {
  const Time interval = std::max(timeout_ / 4, 10 * kMillisecond);
  const Time grain = interval / 4;
  return (now + interval) / grain * grain;
}

}  // namespace ymq::backend
