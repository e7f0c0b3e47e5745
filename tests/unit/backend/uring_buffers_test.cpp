#include "backend/uring_buffers.h"

#include "backend/uring_ring.h"
#include "unit/catch.h"

namespace ymq::backend {

namespace {

bool start(UringRing& ring, UringLargeBuffers& buffers) {
  std::string refusal;
  if (ring.open({}, refusal).ok()) {
    REQUIRE(buffers.open(ring.get(), 0, 1) == 0);
    REQUIRE(buffers.fill());
    return true;
  }
  std::cout << "SKIP: " << refusal << '\n';
  return false;
}

}  // namespace

TEST_CASE("a large buffer that nobody kept is filled again from its start") {
  UringLargeBuffers buffers;
  UringRing ring;
  if (!start(ring, buffers)) return;
  const std::byte* first = buffers.filled(0, 100).data();
  buffers.give_back(0, 100);
  CHECK(buffers.filled(0, 1).data() == first);
}

TEST_CASE("behind what somebody kept a large buffer goes on, and is replaced when it is full") {
  UringLargeBuffers buffers;
  UringRing ring;
  if (!start(ring, buffers)) return;
  const BlockRef kept = BlockRef::share(buffers.owner(0));
  const std::byte* first = buffers.filled(0, 1).data();
  buffers.give_back(0, 1000);
  CHECK(buffers.filled(0, 1).data() == first + 1000);
  CHECK(buffers.owner(0) == kept.get());
  buffers.give_back(0, kReceiveSize - 1000);
  CHECK(buffers.owner(0) != kept.get());
  CHECK_FALSE(buffers.owner(0)->shared());
}

}  // namespace ymq::backend
