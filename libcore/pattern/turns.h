#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/ring.h"
#include "flow/peer.h"

namespace ymq::pattern {

// Peers that wait for their turn: a queue for each priority, 1 to 16. Which one is first is found without looking at
// the others, so a turn costs the same for one peer as for a thousand, and for one priority as for sixteen.
class Turns {
 public:
  using Queue = Ring<flow::Peer*>;
  // Bit n stands for priority n.
  using Set = std::uint32_t;
  static constexpr Set kAll = UINT32_MAX;
  static constexpr Set set_of(unsigned priority) noexcept { return Set{1} << priority; }
  // Of a set that is not empty.
  static unsigned highest(Set set) noexcept { return static_cast<unsigned>(std::countr_zero(set)); }

  // A peer of this priority exists, and has a place here: it may be pushed, once at a time. False: memory ran out.
  bool add(unsigned priority) noexcept {
    Level& level = levels_[priority];
    return level.queue.reserve(level.peers + 1 - level.queue.size()) && ++level.peers != 0;
  }
  void remove(unsigned priority) noexcept { --levels_[priority].peers; }

  bool empty() const noexcept { return filled_ == 0; }
  // The priorities whose queue is not empty.
  Set filled() const noexcept { return filled_; }
  const Queue& queue(unsigned priority) const noexcept { return levels_[priority].queue; }
  flow::Peer* front(unsigned priority) noexcept { return levels_[priority].queue.front(); }

  void push_back(flow::Peer& peer, unsigned priority) noexcept {
    levels_[priority].queue.push_reserved(&peer);
    filled_ |= set_of(priority);
  }
  void pop_front(unsigned priority) noexcept {
    Queue& queue = levels_[priority].queue;
    queue.pop_front();
    if (queue.empty()) filled_ &= ~set_of(priority);
  }
  // The first one goes to the end.
  void rotate(unsigned priority) noexcept {
    Queue& queue = levels_[priority].queue;
    if (queue.size() > 1) queue.push_reserved(queue.pop_front());
  }
  // Takes one out of the midst, keeping the order of the others.
  void erase(const flow::Peer& peer, unsigned priority) noexcept {
    Queue& queue = levels_[priority].queue;
    for (std::size_t left = queue.size(); left > 0; --left) {
      flow::Peer* first = queue.pop_front();
      if (first != &peer) queue.push_reserved(std::move(first));
    }
    if (queue.empty()) filled_ &= ~set_of(priority);
  }
  // One of those that stand here has its turn before the others of its priority.
  void bring_forward(flow::Peer& peer, unsigned priority) noexcept {
    erase(peer, priority);
    levels_[priority].queue.push_front(&peer);
    filled_ |= set_of(priority);
  }

 private:
  struct Level {
    Queue queue;
    std::size_t peers = 0;
  };

  std::array<Level, flow::kLowestPriority + 1> levels_;
  Set filled_ = 0;
};

}  // namespace ymq::pattern
