#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "backend/backend.h"

namespace ymq::backend {

// Entries of streams by number. A number is an index and a generation, so that a stale one finds nothing although its
// entry is in use again. Entries never move: they lie in segments, each twice as large as the one before.
//
// `open` and `recycle` belong to the loop's driver; any thread may `find` a stream that it knows to stay open.
// `Entry` has `std::atomic<Stream> number`, 0 while free, `std::uint32_t index`, `generation`, and `Entry* next`.
template <typename Entry>
class StreamTable {
 public:
  // An entry with a number of its own; null where memory ran out.
  Entry* open() noexcept {
    if (!free_ && !add_segment()) return nullptr;
    Entry* entry = free_;
    free_ = entry->next;
    entry->next = nullptr;
    // One bit less than there is room for: the highest one of a number is free for use as a mark.
    entry->generation = (entry->generation + 1) & 0x7fff'ffff;
    if (entry->generation == 0) entry->generation = 1;
    entry->number.store(Stream{entry->generation} << 32 | entry->index, std::memory_order_release);
    return entry;
  }

  // The number is of no more use from here on; the entry stays as it is until it is recycled.
  void close(Entry& entry) noexcept { entry.number.store(0, std::memory_order_relaxed); }

  void recycle(Entry& entry) noexcept {
    entry.next = free_;
    free_ = &entry;
  }

  Entry* find(Stream stream) const noexcept {
    const auto index = static_cast<std::uint32_t>(stream);
    const std::size_t segment = segment_of(index);
    if (segment >= kSegments) return nullptr;
    Entry* entries = segments_[segment].load(std::memory_order_acquire);
    if (!entries || stream == 0) return nullptr;
    Entry& entry = entries[index - first_of(segment)];
    return entry.number.load(std::memory_order_acquire) == stream ? &entry : nullptr;
  }

  template <typename Visit>
  void for_each_open(Visit visit) {
    for (std::size_t segment = 0; segment < used_; ++segment) {
      for (std::size_t i = 0; i < size_of(segment); ++i) {
        Entry& entry = owned_[segment][i];
        if (entry.number.load(std::memory_order_relaxed) != 0) visit(entry);
      }
    }
  }

 private:
  static constexpr std::size_t kFirst = 64;
  static constexpr std::size_t kSegments = 20;

  static constexpr std::size_t size_of(std::size_t segment) noexcept { return kFirst << segment; }
  static constexpr std::size_t first_of(std::size_t segment) noexcept { return size_of(segment) - kFirst; }
  static constexpr std::size_t segment_of(std::uint32_t index) noexcept {
    return static_cast<std::size_t>(std::bit_width(index / kFirst + 1)) - 1;
  }

  bool add_segment() noexcept {
    if (used_ == kSegments) return false;
    const std::size_t size = size_of(used_);
    Entry* entries = new (std::nothrow) Entry[size];
    if (!entries) return false;
    owned_[used_].reset(entries);
    for (std::size_t i = size; i-- > 0;) {
      entries[i].index = static_cast<std::uint32_t>(first_of(used_) + i);
      recycle(entries[i]);
    }
    segments_[used_++].store(entries, std::memory_order_release);
    return true;
  }

  std::array<std::atomic<Entry*>, kSegments> segments_{};
  std::array<std::unique_ptr<Entry[]>, kSegments> owned_;
  std::size_t used_ = 0;
  Entry* free_ = nullptr;
};

}  // namespace ymq::backend
