#include "base/slots.h"

#include <atomic>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "unit/catch.h"

using namespace ymq;

namespace {

constexpr Slots::Kind kCar = 1;
constexpr Slots::Kind kBoat = 15;

struct Counted {
  std::atomic<int> destroyed{0};
  static void destroy(void* object) { ++static_cast<Counted*>(object)->destroyed; }
};

Status status_of(Slots& slots, Handle handle, Slots::Kind kind) {
  void* object;
  const Status status = slots.acquire(handle, kind, object);
  if (status == Status::kOk) slots.release(handle);
  return status;
}

}  // namespace

TEST_CASE("a handle leads to its object until it is retired") {
  auto slots = std::make_unique<Slots>();
  Counted car;
  const Handle handle = slots->insert(kCar, &car, Counted::destroy);
  REQUIRE(handle != 0);
  REQUIRE(handle < std::uint64_t{1} << 52);
  {
    Pin<Counted> pin;
    REQUIRE(pin.acquire(*slots, handle, kCar) == Status::kOk);
    CHECK(pin.get() == &car);
  }
  CHECK(slots->retire(handle, kCar) == Status::kOk);
  CHECK(car.destroyed == 1);
  CHECK(slots->retire(handle, kCar) == Status::kInvalidHandle);
  CHECK(status_of(*slots, handle, kCar) == Status::kInvalidHandle);
  CHECK(car.destroyed == 1);
}

TEST_CASE("null, foreign, mangled and wrong handles are invalid") {
  auto slots = std::make_unique<Slots>();
  Counted car;
  const Handle handle = slots->insert(kCar, &car, Counted::destroy);
  for (const Handle wrong : {Handle{0}, handle + 1, handle ^ (Handle{1} << 20), handle ^ (Handle{1} << 48),
                             handle | (Handle{1} << 52), handle | (Handle{1} << 63), ~Handle{0}}) {
    CAPTURE(wrong);
    CHECK(status_of(*slots, wrong, kCar) == Status::kInvalidHandle);
    CHECK(slots->retire(wrong, kCar) == Status::kInvalidHandle);
  }
  CHECK(status_of(*slots, handle, kBoat) == Status::kInvalidHandle);
  CHECK(slots->retire(handle, kBoat) == Status::kInvalidHandle);
  CHECK(status_of(*slots, handle, kCar) == Status::kOk);
  CHECK(slots->retire(handle, kCar) == Status::kOk);
}

TEST_CASE("a retired object lives until its last pin goes") {
  auto slots = std::make_unique<Slots>();
  Counted boat;
  const Handle handle = slots->insert(kBoat, &boat, Counted::destroy);
  Pin<Counted> one, two;
  REQUIRE(one.acquire(*slots, handle, kBoat) == Status::kOk);
  REQUIRE(two.acquire(*slots, handle, kBoat) == Status::kOk);
  CHECK(slots->retire(handle, kBoat) == Status::kOk);
  CHECK(status_of(*slots, handle, kBoat) == Status::kInvalidHandle);
  one = {};
  CHECK(boat.destroyed == 0);
  two = std::move(one);
  CHECK(boat.destroyed == 1);
}

TEST_CASE("handles never repeat while slots are used again") {
  auto slots = std::make_unique<Slots>();
  Counted car;
  std::set<Handle> seen, indices;
  for (int round = 0; round < 10'000; ++round) {
    const Handle handle = slots->insert(kCar, &car, Counted::destroy);
    REQUIRE(seen.insert(handle).second);
    indices.insert(handle % Slots::kCapacity);
    REQUIRE(slots->retire(handle, kCar) == Status::kOk);
  }
  CHECK(indices.size() < 300);
  CHECK(car.destroyed == 10'000);
  for (const Handle stale : seen) {
    if (status_of(*slots, stale, kCar) != Status::kInvalidHandle) FAIL("a stale handle is alive: " << stale);
  }
}

TEST_CASE("a table holds a million handles, and one that is full says so") {
  auto slots = std::make_unique<Slots>();
  Counted car;
  std::vector<Handle> handles;
  while (const Handle handle = slots->insert(kCar, &car, Counted::destroy)) handles.push_back(handle);
  CHECK(handles.size() == Slots::kCapacity);
  CHECK(handles.size() >= 1'000'000);
  CHECK(slots->retire(handles.front(), kCar) == Status::kOk);
  const Handle again = slots->insert(kCar, &car, Counted::destroy);
  CHECK(again != 0);
  CHECK(again != handles.front());
  CHECK(status_of(*slots, handles.front(), kCar) == Status::kInvalidHandle);
  CHECK(status_of(*slots, handles.back(), kCar) == Status::kOk);

  // The free slot of a parent is not given to its child, where its old handle would be taken for the new one.
  CHECK(slots->retire(again, kCar) == Status::kOk);
  slots->invalidate_all();
  CHECK(slots->insert(kCar, &car, Counted::destroy) == 0);
}

TEST_CASE("after a fork old handles say so, and new ones work") {
  auto slots = std::make_unique<Slots>();
  Counted parent, child;
  const Handle old = slots->insert(kCar, &parent, Counted::destroy);
  const Handle never_given = old + 1;
  slots->invalidate_all();
  CHECK(status_of(*slots, old, kCar) == Status::kForked);
  CHECK(slots->retire(old, kCar) == Status::kForked);
  CHECK(status_of(*slots, old, kBoat) == Status::kInvalidHandle);
  CHECK(status_of(*slots, never_given, kCar) == Status::kInvalidHandle);
  CHECK(parent.destroyed == 0);

  const Handle young = slots->insert(kCar, &child, Counted::destroy);
  CHECK(status_of(*slots, young, kCar) == Status::kOk);
  slots->invalidate_all();
  CHECK(status_of(*slots, young, kCar) == Status::kForked);
  CHECK(status_of(*slots, old, kCar) == Status::kForked);
}

// Threads pin, retire and replace the objects behind a few shared handles. An object that is destroyed while pinned, or
// twice, shows in its own counters; the accesses themselves are ThreadSanitizer's to judge.
TEST_CASE("objects are destroyed once and never while pinned, whatever threads do") {
  struct Object {
    std::atomic<int> pins{0};
    std::atomic<bool> gone{false};
    std::atomic<int>* faults;
    std::uint64_t written = 0;  // Plain on purpose: written before the insert, read while pinned.

    static void destroy(void* pointer) {
      auto* object = static_cast<Object*>(pointer);
      if (object->pins != 0 || object->gone.exchange(true)) ++*object->faults;
      delete object;
    }
  };
  auto slots = std::make_unique<Slots>();
  std::atomic<int> faults{0}, inserted{0}, retired{0};
  std::vector<std::atomic<Handle>> shared(4);
  const auto fresh = [&](std::uint64_t value) {
    ++inserted;
    return slots->insert(kCar, new Object{.faults = &faults, .written = value}, Object::destroy);
  };
  for (auto& handle : shared) handle = fresh(1);

  const auto hammer = [&](unsigned seed) {
    std::minstd_rand random(seed);
    for (int round = 0; round < 20'000; ++round) {
      std::atomic<Handle>& place = shared[random() % shared.size()];
      const Handle handle = place;
      if (random() % 4 == 0) {
        if (slots->retire(handle, kCar) == Status::kOk) ++retired, place = fresh(round);
        continue;
      }
      Pin<Object> pin;
      if (pin.acquire(*slots, handle, kCar) != Status::kOk) continue;
      ++pin->pins;
      if (pin->gone || pin->written > 20'000) ++faults;
      --pin->pins;
    }
  };
  std::vector<std::thread> threads;
  for (unsigned seed = 1; seed <= 4; ++seed) threads.emplace_back(hammer, seed);
  for (std::thread& thread : threads) thread.join();
  for (auto& handle : shared) {
    if (slots->retire(handle, kCar) == Status::kOk) ++retired;
  }
  CHECK(faults == 0);
  CHECK(retired == inserted);
}
