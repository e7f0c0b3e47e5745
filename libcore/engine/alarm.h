#pragma once

#include <memory>

#include "base/timers.h"
#include "engine/connector.h"
#include "engine/context.h"
#include "engine/loop.h"

namespace ymq::engine {

// Calls a connector at the earliest of the moments given to `start`: when its linger is over, when a peer has been away
// for too long. `start` and `stop`: any thread; the rest happens in the loop's driver.
class Alarm final : public Timer, public std::enable_shared_from_this<Alarm> {
 public:
  using Ring = void (Connector::*)();

  Alarm(std::weak_ptr<Connector> connector, std::shared_ptr<Context> context, Ring ring)
      : connector_(std::move(connector)), context_(std::move(context)), ring_(ring) {}

  void start(Time moment) {
    if (moment == kNever) return;
    Loop& loop = context_->first_loop();
    loop.post([alarm = shared_from_this(), &loop, moment] {
      if (!alarm->armed() || moment < alarm->moment()) loop.timers().arm(*alarm, moment);
    });
  }
  void stop() {
    context_->first_loop().post([alarm = shared_from_this()] { alarm->cancel(); });
  }
  void on_timer(Time) override {
    if (const auto connector = connector_.lock()) ((*connector).*ring_)();
  }

 private:
  const std::weak_ptr<Connector> connector_;
  const std::shared_ptr<Context> context_;
  const Ring ring_;
};

}  // namespace ymq::engine
