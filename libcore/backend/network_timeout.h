#pragma once

#include <algorithm>

#include "backend/sockets.h"
#include "base/timers.h"

namespace ymq::backend {

// When a loop is to look at which of its streams.
class NetworkLooks {
 public:
  // Never too late; kNever: there are none.
  Time next() const noexcept { return next_; }
  bool arm(Timer& timer, Time moment) noexcept {
    next_ = std::min(next_, moment);
    return timers_.arm(timer, moment);
  }
  // Has all that are due; the loop does so before it sleeps.
  void look() noexcept {
    if (next_ != kNever && next_ <= system_now()) look_at_those_due();
  }

 private:
  void look_at_those_due() noexcept;

  TimerQueue timers_;
  Time next_ = kNever;
};

// How long the bytes of one TCP stream may stay unconfirmed.
//
// The system's TCP_USER_TIMEOUT does that and more: it also ends a stream whose peer confirms everything, but has had
// no room for more for so long, because its process takes nothing. Such a peer is well. So the option is lifted while a
// stream is in that state, which is looked at four times within the timeout. It is also lifted at the end: what a
// closed socket has still to send is as patient as ever.
class NetworkTimeout final : private Timer {
 public:
  // The descriptor stays open until `lift`; the looks are those of the stream's loop. 0 only lifts.
  void set(int descriptor, Time timeout, NetworkLooks& looks) noexcept;
  void lift() noexcept;

 private:
  void on_timer(Time now) override;
  Time next_look(Time now) const noexcept;

  NetworkLooks* looks_ = nullptr;
  int descriptor_ = -1;
  Time timeout_ = 0;
  bool waits_ = false;  // For room at the peer: the option is lifted.
};

}  // namespace ymq::backend
