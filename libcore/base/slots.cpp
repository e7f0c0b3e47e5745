#include "base/slots.h"

#include <new>

namespace ymq {

namespace {

constexpr std::uint64_t kGenerationBits = 28;
constexpr std::uint64_t kKindShift = Slots::kIndexBits + kGenerationBits;
constexpr std::uint32_t kGenerationMask = (1u << kGenerationBits) - 1;

constexpr std::uint64_t kPins = 0x7fffffff;
constexpr std::uint64_t kAlive = std::uint64_t{1} << 31;
constexpr std::uint64_t kTagShift = 32;

std::uint32_t index_of(Handle handle) { return static_cast<std::uint32_t>(handle & (Slots::kCapacity - 1)); }
std::uint64_t tag_of(Handle handle) { return handle >> Slots::kIndexBits; }
bool is_kind(Handle handle, Slots::Kind kind) { return handle >> kKindShift == kind; }
std::uint64_t alive_state(Handle handle) { return tag_of(handle) << kTagShift | kAlive; }
bool alive(std::uint64_t state, Handle handle) { return (state & ~kPins) == alive_state(handle); }

Handle make_handle(Slots::Kind kind, std::uint32_t generation, std::uint32_t index) {
  return std::uint64_t{kind} << kKindShift | std::uint64_t{generation} << Slots::kIndexBits | index;
}

}  // namespace

Slots::~Slots() {
  for (std::atomic<Slot*>& segment : segments_) delete[] segment.load(std::memory_order_relaxed);
}

Handle Slots::insert(Kind kind, void* object, Destroyer destroy) noexcept {
  std::unique_lock lock(mutex_);
  std::uint32_t index;
  Slot* slot = take(index);
  if (!slot) return 0;
  slot->generation = (slot->generation + 1) & kGenerationMask;
  const Handle handle = make_handle(kind, slot->generation, index);
  lock.unlock();

  slot->object = object;
  slot->destroy = destroy;
  slot->state.store(alive_state(handle), std::memory_order_release);
  return handle;
}

Status Slots::acquire(Handle handle, Kind kind, void*& object) noexcept {
  Slot* slot = is_kind(handle, kind) ? find(handle) : nullptr;
  std::uint64_t state = slot ? slot->state.load(std::memory_order_relaxed) : 0;
  do {
    if (const Status status = why_not(handle, slot, state); status != Status::kOk) return status;
  } while (!slot->state.compare_exchange_weak(state, state + 1, std::memory_order_acquire, std::memory_order_relaxed));
  object = slot->object;
  return Status::kOk;
}

void Slots::release(Handle handle) noexcept {
  Slot* slot = find(handle);
  const std::uint64_t before = slot->state.fetch_sub(1, std::memory_order_acq_rel);
  if (!(before & kAlive) && (before & kPins) == 1) this->destroy(*slot, handle);
}

Status Slots::retire(Handle handle, Kind kind) noexcept {
  Slot* slot = is_kind(handle, kind) ? find(handle) : nullptr;
  std::uint64_t state = slot ? slot->state.load(std::memory_order_relaxed) : 0;
  do {
    if (const Status status = why_not(handle, slot, state); status != Status::kOk) return status;
  } while (
      !slot->state.compare_exchange_weak(state, state & ~kAlive, std::memory_order_acq_rel, std::memory_order_relaxed));
  if (!(state & kPins)) this->destroy(*slot, handle);
  return Status::kOk;
}

// Slots of the parent are never used again, so that its handles can be told from invalid ones. A lock that another
// thread held at the fork is made anew, and so is what it guards; slots that were free are lost with it.
void Slots::invalidate_all() noexcept {
  forked_.store(used_.load(std::memory_order_relaxed), std::memory_order_relaxed);
  new (&mutex_) std::mutex;
  first_free_ = last_free_ = kNone;
  free_count_ = 0;
}

Slots::Slot* Slots::find(Handle handle) const noexcept {
  const std::uint32_t index = index_of(handle);
  Slot* segment = segments_[index / kSegmentSize].load(std::memory_order_acquire);
  return segment ? &segment[index % kSegmentSize] : nullptr;
}

Status Slots::why_not(Handle handle, const Slot* slot, std::uint64_t state) const noexcept {
  if (!slot) return Status::kInvalidHandle;
  if (index_of(handle) < forked_.load(std::memory_order_relaxed)) {
    return state >> kTagShift == tag_of(handle) ? Status::kForked : Status::kInvalidHandle;
  }
  return alive(state, handle) ? Status::kOk : Status::kInvalidHandle;
}

// With the mutex held, as the three below.
Slots::Slot* Slots::take(std::uint32_t& index) noexcept {
  if (free_count_ > kFallow) return take_free(index);
  Slot* slot = take_new(index);
  return slot ? slot : take_free(index);
}

Slots::Slot* Slots::take_free(std::uint32_t& index) noexcept {
  if (first_free_ == kNone) return nullptr;
  index = first_free_;
  Slot* slot = find(index);
  first_free_ = slot->next_free;
  if (first_free_ == kNone) last_free_ = kNone;
  --free_count_;
  return slot;
}

Slots::Slot* Slots::take_new(std::uint32_t& index) noexcept {
  index = used_.load(std::memory_order_relaxed);
  if (index == kCapacity) return nullptr;
  std::atomic<Slot*>& segment = segments_[index / kSegmentSize];
  if (!segment.load(std::memory_order_relaxed)) {
    Slot* slots = new (std::nothrow) Slot[kSegmentSize];
    if (!slots) return nullptr;
    segment.store(slots, std::memory_order_release);
  }
  used_.store(index + 1, std::memory_order_relaxed);
  return find(index);
}

void Slots::give_back(Slot& slot, std::uint32_t index) noexcept {
  slot.next_free = kNone;
  if (last_free_ == kNone) {
    first_free_ = index;
  } else {
    find(last_free_)->next_free = index;
  }
  last_free_ = index;
  ++free_count_;
}

// The state keeps its tag until the slot is used again, so that a retired handle stays known as one that was given out.
void Slots::destroy(Slot& slot, Handle handle) noexcept {
  slot.destroy(slot.object);
  const std::lock_guard lock(mutex_);
  give_back(slot, index_of(handle));
}

}  // namespace ymq
