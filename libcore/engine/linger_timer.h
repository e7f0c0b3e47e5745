#pragma once

#include <memory>

#include "base/timers.h"
#include "engine/connector.h"
#include "engine/context.h"
#include "engine/loop.h"

namespace ymq::engine {

// Ends the linger of a connector that is closing, at the earliest of the moments given to `start`. `start` and `stop`:
// any thread; the rest happens in the loop's driver.
class LingerTimer final : public Timer, public std::enable_shared_from_this<LingerTimer> {
 public:
  LingerTimer(std::weak_ptr<Connector> connector, std::shared_ptr<Context> context)
      : connector_(std::move(connector)), context_(std::move(context)) {}

  void start(Time moment) {
    if (moment == kNever) return;
    Loop& loop = context_->first_loop();
    loop.post([timer = shared_from_this(), &loop, moment] {
      if (!timer->armed() || moment < timer->moment()) loop.timers().arm(*timer, moment);
    });
  }
  void stop() {
    context_->first_loop().post([timer = shared_from_this()] { timer->cancel(); });
  }
  void on_timer(Time) override {
    if (const auto connector = connector_.lock()) connector->abandon();
  }

 private:
  const std::weak_ptr<Connector> connector_;
  const std::shared_ptr<Context> context_;
};

}  // namespace ymq::engine
