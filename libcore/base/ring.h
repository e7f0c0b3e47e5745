#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <utility>

namespace ymq {

// A queue in one array that doubles when it is full. `T` is movable without throwing and default-constructible. Growing
// reports failure instead of throwing, since queues grow on paths that must refuse a message rather than end the host.
template <typename T>
class Ring {
 public:
  bool empty() const noexcept { return first_ == last_; }
  std::size_t size() const noexcept { return last_ - first_; }

  // Makes room for `count` more entries; false where memory ran out.
  bool reserve(std::size_t count) noexcept { return size() + count <= capacity_ || grow(size() + count); }

  bool push_back(T value) noexcept {
    if (!reserve(1)) return false;
    push_reserved(std::move(value));
    return true;
  }
  // Where `reserve` has made room.
  void push_reserved(T&& value) noexcept { slots_[last_++ & (capacity_ - 1)] = std::move(value); }
  void push_all_reserved(std::span<T> values) noexcept {
    while (!values.empty()) {
      const std::size_t at = last_ & (capacity_ - 1);
      const std::size_t count = std::min(values.size(), capacity_ - at);
      std::move(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), slots_.get() + at);
      values = values.subspan(count);
      last_ += count;
    }
  }
  bool push_front(T value) noexcept {
    if (!reserve(1)) return false;
    slots_[--first_ & (capacity_ - 1)] = std::move(value);
    return true;
  }
  // The front is of no value any more, moved from or never worth destroying at once.
  void drop_front(std::size_t count = 1) noexcept { first_ += count; }
  // As many entries from the front on as lie side by side: all of them, or those up to the end of the array.
  std::span<T> front_run() noexcept {
    const std::size_t at = first_ & (capacity_ - 1);
    return {slots_.get() + at, std::min(size(), capacity_ - at)};
  }
  T pop_front() noexcept { return std::exchange(slots_[first_++ & (capacity_ - 1)], T{}); }
  T pop_back() noexcept { return std::exchange(slots_[--last_ & (capacity_ - 1)], T{}); }

  T& front() noexcept { return slots_[first_ & (capacity_ - 1)]; }
  T& back() noexcept { return slots_[(last_ - 1) & (capacity_ - 1)]; }
  // The entry that stands `index` places behind the front.
  T& operator[](std::size_t index) noexcept { return slots_[(first_ + index) & (capacity_ - 1)]; }
  const T& operator[](std::size_t index) const noexcept { return slots_[(first_ + index) & (capacity_ - 1)]; }

  // Forgets everything and gives the memory back.
  void clear() noexcept { *this = Ring{}; }

 private:
  static constexpr std::size_t kFirstCapacity = 8;

  bool grow(std::size_t wanted) noexcept {
    std::size_t larger = capacity_ ? capacity_ * 2 : kFirstCapacity;
    while (larger < wanted) larger *= 2;
    std::unique_ptr<T[]> slots(new (std::nothrow) T[larger]);
    if (!slots) return false;
    for (std::size_t i = 0, count = size(); i < count; ++i) slots[i] = std::move((*this)[i]);
    last_ = size();
    first_ = 0;
    slots_ = std::move(slots);
    capacity_ = larger;
    return true;
  }

  std::unique_ptr<T[]> slots_;
  std::size_t capacity_ = 0;  // A power of two, or 0.
  std::size_t first_ = 0;     // Both only grow (or, by push_front, wrap below zero): their difference is the size.
  std::size_t last_ = 0;
};

}  // namespace ymq
