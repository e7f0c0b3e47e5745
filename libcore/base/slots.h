#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include "base/vocabulary.gen.h"

namespace ymq {

// A number that stands for an object in a language that has no use for our pointers. Below 2^52, so that a double holds
// it exactly: 4 bits of kind, 28 of generation, 20 of index. 0 stands for nothing.
using Handle = std::uint64_t;

// From handles to objects. Any thread may call any function at any time; only `insert` and freeing a slot take a lock.
//
// An object in the table is kept by it until `retire`, and while anybody has it pinned. When it is retired and the last
// pin goes, its destroyer runs, in the thread that let go. A slot is then used again, in another generation, after all
// slots that became free before it: a stale handle is told apart for as long as possible.
class Slots {
 public:
  using Kind = std::uint8_t;  // 1 to 15.
  using Destroyer = void (*)(void* object);

  constexpr Slots() noexcept = default;
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;
  // Frees the table, not the objects. A table that threads may use while the process exits must never be destroyed.
  ~Slots();

  // 0 where the table is full or memory ran out; the object then stays the caller's.
  Handle insert(Kind kind, void* object, Destroyer destroy) noexcept;

  // Pins the object: it lives at least until the matching `release`. kInvalidHandle: null, stale, never given out, or
  // of another kind. kForked: it was given out before the fork that this process came from.
  Status acquire(Handle handle, Kind kind, void*& object) noexcept;
  void release(Handle handle) noexcept;

  // Ends the handle, kOk for exactly one caller; `acquire` fails from then on. The errors are those of `acquire`.
  Status retire(Handle handle, Kind kind) noexcept;

  // For the child after a fork: ends all handles made so far, which say kForked from now on. Their objects are
  // abandoned, because threads that no longer exist may have been in the midst of them. Takes no lock and allocates
  // nothing.
  void invalidate_all() noexcept;

  static constexpr std::size_t kIndexBits = 20;
  static constexpr std::size_t kCapacity = std::size_t{1} << kIndexBits;

 private:
  // One word says everything that must change together: 32 bits of tag (kind and generation), 1 of alive, 31 of pins.
  struct Slot {
    std::atomic<std::uint64_t> state{0};
    void* object = nullptr;
    Destroyer destroy = nullptr;
    std::uint32_t generation = 0;  // With `next_free`, guarded by the mutex.
    std::uint32_t next_free = 0;
  };
  static constexpr std::size_t kSegmentSize = 1024;
  static constexpr std::uint32_t kNone = UINT32_MAX;
  // So many slots lie fallow before one is used again: else one message after the other would wear out the generations
  // of a single slot within minutes.
  static constexpr std::uint32_t kFallow = 256;

  Slot* find(Handle handle) const noexcept;
  Status why_not(Handle handle, const Slot* slot, std::uint64_t state) const noexcept;
  Slot* take(std::uint32_t& index) noexcept;
  Slot* take_free(std::uint32_t& index) noexcept;
  Slot* take_new(std::uint32_t& index) noexcept;
  void give_back(Slot& slot, std::uint32_t index) noexcept;
  void destroy(Slot& slot, Handle handle) noexcept;

  std::atomic<Slot*> segments_[kCapacity / kSegmentSize] = {};
  std::atomic<std::uint32_t> used_{0};    // Slots from here on were never in use.
  std::atomic<std::uint32_t> forked_{0};  // Slots before this one belong to the parent process.
  std::mutex mutex_;
  std::uint32_t first_free_ = kNone;
  std::uint32_t last_free_ = kNone;
  std::uint32_t free_count_ = 0;
};

// An object of a table, pinned while this lives.
template <class Object>
class Pin {
 public:
  Pin() noexcept = default;
  Pin(Pin&& other) noexcept
      : slots_(std::exchange(other.slots_, nullptr)), handle_(other.handle_), object_(other.object_) {}
  Pin& operator=(Pin other) noexcept {
    std::swap(slots_, other.slots_);
    std::swap(handle_, other.handle_);
    std::swap(object_, other.object_);
    return *this;
  }
  ~Pin() {
    if (slots_) slots_->release(handle_);
  }

  // kOk, and the pin holds the object; otherwise it is as it was.
  Status acquire(Slots& slots, Handle handle, Slots::Kind kind) noexcept {
    void* object;
    const Status status = slots.acquire(handle, kind, object);
    if (status == Status::kOk) *this = Pin(slots, handle, static_cast<Object*>(object));
    return status;
  }

  Object* get() const noexcept { return object_; }
  Object* operator->() const noexcept { return object_; }
  Object& operator*() const noexcept { return *object_; }
  explicit operator bool() const noexcept { return slots_ != nullptr; }

 private:
  Pin(Slots& slots, Handle handle, Object* object) noexcept : slots_(&slots), handle_(handle), object_(object) {}

  Slots* slots_ = nullptr;
  Handle handle_ = 0;
  Object* object_ = nullptr;
};

}  // namespace ymq
