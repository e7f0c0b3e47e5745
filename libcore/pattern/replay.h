#pragma once

#include <cstdint>
#include <vector>

#include "base/part.h"
#include "base/ring.h"

namespace ymq::pattern {

// The newest messages of a publisher, for those who subscribe later. What has a large block of its own is shared with
// the outboxes, so that keeping it costs no copy.
class Replay {
 public:
  // Keeps the message, and forgets the oldest as far as it takes: at most so many messages, and bytes (0: no limit),
  // are kept. One that is larger by itself, or has no memory, is not kept.
  void keep(MessageView message, std::uint64_t max_messages, std::uint64_t max_bytes) noexcept;
  bool empty() const noexcept { return kept_.empty(); }

  // Calls `visit(MessageView)` with each message, from the oldest on; the view is valid for the call.
  template <typename Visit>
  void visit(Visit visit) {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      views_.clear();
      for (const Part& part : kept_[i]) views_.push_back(part.view());
      visit(MessageView(views_));
    }
  }

 private:
  void forget_oldest() noexcept;

  Ring<Message> kept_;
  std::uint64_t bytes_ = 0;
  std::vector<PartView> views_;
};

}  // namespace ymq::pattern
