#pragma once

#include <cstddef>

// Memory straight from the system, in whole pages, aligned to huge pages. Any thread.
namespace ymq {

inline constexpr std::size_t kPageSize = 4096;
inline constexpr std::size_t kHugePageSize = 2 * 1024 * 1024;

constexpr std::size_t round_up(std::size_t size, std::size_t unit) noexcept { return (size + unit - 1) / unit * unit; }

struct PageRegion;

// A run of pages: part of a region of a page heap, or (without a region) mapped on its own.
struct PageRun {
  std::byte* data = nullptr;
  std::size_t size = 0;
  PageRegion* region = nullptr;
};

// `size` bytes, a multiple of the page's size, that read as zero and cost nothing until they are touched; null where
// the system has none.
std::byte* map_pages(std::size_t size) noexcept;
// Asks for huge pages: fresh memory costs a fault for each page that is touched first, and faults of ordinary pages
// cost many times what filling them does. In return no less than a huge page at a time is taken from the system. To be
// asked before anything is touched; a matter of speed only, so it does not fail.
void prefer_huge_pages(std::byte* data, std::size_t size) noexcept;
// Makes it larger, moving pages and not bytes; what is added costs nothing until it is touched. Null: it is as it was.
std::byte* remap_pages(std::byte* data, std::size_t size, std::size_t larger) noexcept;
void unmap_pages(std::byte* data, std::size_t size) noexcept;
// The content is not needed any more: the pages go back to the system, the addresses stay.
void discard_pages(std::byte* data, std::size_t size) noexcept;

}  // namespace ymq
