#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/mutex.h"
#include "base/pages.h"

namespace ymq {

// Where the bytes of blocks come from that are too large for malloc to serve well: runs of units in regions of huge
// pages. What is freed is kept for the next block, because giving memory back to the system and having it zeroed again
// costs more than all that is done with a message; but no more is kept than kMostKept bytes, nor longer than `trim`
// finds use for it. Runs are placed at the lowest address that fits, so that few pages are in use again and again and
// those at the end come free. Any thread.
class PageHeap {
 public:
  static constexpr std::size_t kUnit = 16 * 1024;
  static constexpr std::size_t kRegionSize = 32 * 1024 * 1024;
  static constexpr std::size_t kLargestRun = kRegionSize / 2;
  static constexpr std::size_t kMostKept = 32 * 1024 * 1024;

  constexpr PageHeap() noexcept = default;
  PageHeap(const PageHeap&) = delete;
  PageHeap& operator=(const PageHeap&) = delete;

  // A run of at least `size` bytes, at most kLargestRun; without data where the system has no memory.
  PageRun allocate(std::size_t size) noexcept;
  // The same from memory that is kept: it reserves nothing that is not ours already.
  PageRun reuse(std::size_t size) noexcept;
  // Makes the run larger where it stands, if what follows it is free.
  bool extend(PageRun& run, std::size_t size) noexcept;
  void release(const PageRun& run) noexcept;

  // Gives back what is kept and was not needed since the last call; to be called about once a second while `active`.
  void trim() noexcept;
  // False: nothing was allocated between the last two calls of `trim`, so nothing is kept, nor will be what is released
  // before the next allocation.
  bool active() const noexcept { return active_.load(std::memory_order_relaxed); }
  // How many bytes are kept.
  std::size_t kept() const noexcept;

 private:
  static constexpr std::size_t kMostRegions = 1024;

  PageRun place(std::size_t units, bool only_kept) noexcept;
  bool add_region() noexcept;
  PageRun take(PageRegion& region, std::size_t first, std::size_t units) noexcept;
  void give_back(PageRegion& region, std::size_t first_page, std::size_t end_page, std::size_t surplus) noexcept;
  void drop_empty_regions() noexcept;

  mutable Mutex mutex_;
  std::array<PageRegion*, kMostRegions> regions_{};  // The oldest first: those at the end are the first to come free.
  std::size_t region_count_ = 0;
  std::size_t kept_ = 0;        // In units: free, but not given back to the system.
  std::size_t least_kept_ = 0;  // Since the last `trim`.
  std::atomic<bool> active_{false};
  bool allocated_ = false;  // Since the last `trim`.
};

}  // namespace ymq
