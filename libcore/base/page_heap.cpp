#include "base/page_heap.h"

#include <algorithm>
#include <bit>
#include <mutex>
#include <new>
#include <utility>

#include "base/pages.h"

namespace ymq {

namespace {

constexpr std::size_t kUnits = PageHeap::kRegionSize / PageHeap::kUnit;
constexpr std::size_t kWordBits = 64;
constexpr std::size_t kWordsOfPage = kHugePageSize / PageHeap::kUnit / kWordBits;
constexpr std::size_t kMostKeptUnits = PageHeap::kMostKept / PageHeap::kUnit;

using Bits = std::array<std::uint64_t, kUnits / kWordBits>;

std::size_t units_of(std::size_t size) { return round_up(size, PageHeap::kUnit) / PageHeap::kUnit; }

std::size_t page_of(std::size_t unit) { return unit / (kWordsOfPage * kWordBits); }

// Calls `work` with each word that the bits from `first` to `end` lie in, and the mask of those that do.
template <typename Work>
void for_each_word(std::size_t first, std::size_t end, Work work) {
  while (first < end) {
    const std::size_t count = std::min(end - first, kWordBits - first % kWordBits);
    work(first / kWordBits, ~std::uint64_t{0} >> (kWordBits - count) << first % kWordBits);
    first += count;
  }
}

}  // namespace

struct PageRegion {
  std::byte* data = nullptr;
  Bits used{};
  Bits touched{};  // Handed out at some time, and not given back to the system since.
  std::size_t used_units = 0;
  std::size_t longest = kUnits;  // No free run is longer.

  // The first bit from `from` on that is, or is not, available; kUnits where there is none.
  std::size_t next(std::size_t from, bool available, bool only_kept) const noexcept {
    for (std::size_t word = from / kWordBits; word < used.size(); ++word) {
      std::uint64_t bits = only_kept ? ~used[word] & touched[word] : ~used[word];
      if (!available) bits = ~bits;
      if (word == from / kWordBits) bits &= ~std::uint64_t{0} << from % kWordBits;
      if (bits) return word * kWordBits + static_cast<std::size_t>(std::countr_zero(bits));
    }
    return kUnits;
  }
  // Where the first run of so many available units begins; kUnits where there is none.
  std::size_t find(std::size_t units, bool only_kept) const noexcept {
    for (std::size_t first = next(0, true, only_kept); first + units <= kUnits;) {
      const std::size_t end = next(first, false, only_kept);
      if (end - first >= units) return first;
      first = next(end, true, only_kept);
    }
    return kUnits;
  }
};

PageRun PageHeap::allocate(std::size_t size) noexcept {
  const std::size_t units = units_of(size);
  if (size == 0 || size > kLargestRun) return {};
  const std::lock_guard lock(mutex_);
  PageRun run = place(units, false);
  if (!run.data && add_region()) run = place(units, false);
  return run;
}

PageRun PageHeap::reuse(std::size_t size) noexcept {
  const std::size_t units = units_of(size);
  const std::lock_guard lock(mutex_);
  return size == 0 || kept_ < units ? PageRun{} : place(units, true);
}

PageRun PageHeap::place(std::size_t units, bool only_kept) noexcept {
  for (std::size_t i = 0; i < region_count_; ++i) {
    PageRegion& region = *regions_[i];
    if (region.longest < units) continue;
    const std::size_t first = region.find(units, only_kept);
    if (first < kUnits) return take(region, first, units);
    if (!only_kept) region.longest = units - 1;
  }
  return {};
}

bool PageHeap::add_region() noexcept {
  if (region_count_ == kMostRegions) return false;
  auto* region = new (std::nothrow) PageRegion;
  if (!region) return false;
  region->data = map_pages(kRegionSize);
  if (!region->data) {
    delete region;
    return false;
  }
  // A process with few blocks, which stand at the beginning of the first region, is not to grow by a huge page for
  // them.
  const std::size_t ordinary = region_count_ == 0 ? kHugePageSize : 0;
  prefer_huge_pages(region->data + ordinary, kRegionSize - ordinary);
  regions_[region_count_++] = region;
  return true;
}

PageRun PageHeap::take(PageRegion& region, std::size_t first, std::size_t units) noexcept {
  for_each_word(first, first + units, [&](std::size_t word, std::uint64_t mask) {
    kept_ -= static_cast<std::size_t>(std::popcount(region.touched[word] & mask));
    region.used[word] |= mask;
    region.touched[word] |= mask;
  });
  region.used_units += units;
  least_kept_ = std::min(least_kept_, kept_);
  allocated_ = true;
  active_.store(true, std::memory_order_relaxed);
  return {region.data + first * kUnit, units * kUnit, &region};
}

bool PageHeap::extend(PageRun& run, std::size_t size) noexcept {
  const std::lock_guard lock(mutex_);
  PageRegion& region = *run.region;
  const std::size_t first = static_cast<std::size_t>(run.data - region.data) / kUnit;
  const std::size_t end = first + run.size / kUnit;
  const std::size_t units = units_of(size);
  if (first + units > kUnits || region.next(end, false, false) < first + units) return false;
  take(region, end, first + units - end);
  run.size = units * kUnit;
  return true;
}

void PageHeap::release(const PageRun& run) noexcept {
  const std::lock_guard lock(mutex_);
  PageRegion& region = *run.region;
  const std::size_t first = static_cast<std::size_t>(run.data - region.data) / kUnit;
  const std::size_t end = first + run.size / kUnit;
  for_each_word(first, end, [&](std::size_t word, std::uint64_t mask) { region.used[word] &= ~mask; });
  region.used_units -= end - first;
  region.longest = kUnits;
  kept_ += end - first;
  const std::size_t most = active() ? kMostKeptUnits : 0;
  if (kept_ <= most) return;
  give_back(region, page_of(first), page_of(end - 1) + 1, kept_ - most);
  if (region.used_units == 0) drop_empty_regions();
}

// Gives back huge pages that nobody uses any part of, the last first, until `surplus` units are given back.
void PageHeap::give_back(PageRegion& region, std::size_t first_page, std::size_t end_page,
                         std::size_t surplus) noexcept {
  const std::size_t enough = kept_ - std::min(surplus, kept_);
  for (std::size_t page = end_page; page-- > first_page && kept_ > enough;) {
    std::uint64_t used = 0;
    std::size_t touched = 0;
    for (std::size_t word = page * kWordsOfPage; word < (page + 1) * kWordsOfPage; ++word) {
      used |= region.used[word];
      touched += static_cast<std::size_t>(std::popcount(region.touched[word]));
    }
    if (used != 0 || touched == 0) continue;
    discard_pages(region.data + page * kHugePageSize, kHugePageSize);
    std::fill_n(region.touched.begin() + static_cast<std::ptrdiff_t>(page * kWordsOfPage), kWordsOfPage, 0);
    kept_ -= touched;
  }
}

void PageHeap::drop_empty_regions() noexcept {
  std::size_t left = 0;
  for (std::size_t i = 0; i < region_count_; ++i) {
    PageRegion* region = regions_[i];
    const bool touched = std::ranges::any_of(region->touched, [](std::uint64_t word) { return word != 0; });
    if (touched) {
      regions_[left++] = region;
    } else {
      unmap_pages(region->data, kRegionSize);
      delete region;
    }
  }
  region_count_ = left;
}

void PageHeap::trim() noexcept {
  const std::lock_guard lock(mutex_);
  const std::size_t enough = allocated_ ? kept_ - least_kept_ : 0;
  for (std::size_t i = region_count_; i-- > 0 && kept_ > enough;) {
    give_back(*regions_[i], 0, page_of(kUnits - 1) + 1, kept_ - enough);
  }
  drop_empty_regions();
  least_kept_ = kept_;
  active_.store(std::exchange(allocated_, false), std::memory_order_relaxed);
}

std::size_t PageHeap::kept() const noexcept {
  const std::lock_guard lock(mutex_);
  return kept_ * kUnit;
}

}  // namespace ymq
