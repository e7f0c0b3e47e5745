#include "base/pages.h"

#include <sys/mman.h>

#include <cstdint>
#include <limits>

namespace ymq {

namespace {

constexpr int kKind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

// Addresses aligned to huge pages, found by asking for more and giving the ends back.
std::byte* map_aligned(std::size_t size, int protection) noexcept {
  if (size > std::numeric_limits<std::ptrdiff_t>::max() - kHugePageSize) return nullptr;
  void* found = mmap(nullptr, size + kHugePageSize, protection, kKind, -1, 0);
  if (found == MAP_FAILED) return nullptr;
  auto* begin = static_cast<std::byte*>(found);
  const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % kHugePageSize;
  if (before) munmap(begin, before);
  munmap(begin + before + size, kHugePageSize - before);
  return begin + before;
}

}  // namespace

std::byte* map_pages(std::size_t size) noexcept { return map_aligned(size, PROT_READ | PROT_WRITE); }

void prefer_huge_pages(std::byte* data, std::size_t size) noexcept { madvise(data, size, MADV_HUGEPAGE); }

std::byte* remap_pages(std::byte* data, std::size_t size, std::size_t larger) noexcept {
  if (mremap(data, size, larger, 0) != MAP_FAILED) return data;
  std::byte* place = map_aligned(larger, PROT_NONE);
  if (!place) return nullptr;
  if (mremap(data, size, larger, MREMAP_MAYMOVE | MREMAP_FIXED, place) != MAP_FAILED) return place;
  munmap(place, larger);
  return nullptr;
}

void unmap_pages(std::byte* data, std::size_t size) noexcept { munmap(data, size); }

void discard_pages(std::byte* data, std::size_t size) noexcept { madvise(data, size, MADV_DONTNEED); }

}  // namespace ymq
