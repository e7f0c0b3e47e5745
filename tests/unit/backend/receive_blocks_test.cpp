#include "backend/receive_blocks.h"

#include <algorithm>
#include <set>
#include <vector>

#include "unit/catch.h"

namespace ymq::backend {

TEST_CASE("a block that nobody keeps is filled again from its start") {
  ReceiveBlocks blocks;
  const auto first = blocks.room();
  REQUIRE(first.size() == kReceiveSize);
  blocks.lend(100'000);
  const auto second = blocks.room();
  CHECK(second.data() == first.data());
  CHECK(second.size() == first.size());
}

TEST_CASE("what is lent while somebody keeps a part of the block follows behind it") {
  ReceiveBlocks blocks;
  const auto first = blocks.room();
  const BlockRef kept = BlockRef::share(blocks.owner());
  blocks.lend(100);
  const auto second = blocks.room();
  CHECK(blocks.owner() == kept.get());
  CHECK(second.data() == first.data() + 100);
  CHECK(second.size() == kReceiveSize - 100);
}

TEST_CASE("a receive always has room, and bytes that somebody keeps are not lent again") {
  struct Kept {
    BlockRef block;
    std::span<std::byte> bytes;
    std::byte mark;
  };
  ReceiveBlocks blocks;
  std::vector<Kept> kept;
  for (int i = 0; i < 200; ++i) {
    auto room = blocks.room();
    REQUIRE(room.size() >= 64 * 1024);
    REQUIRE(room.size() <= kReceiveSize);
    REQUIRE(room.data() >= blocks.owner()->data());
    REQUIRE(room.data() + room.size() <= blocks.owner()->data() + blocks.owner()->capacity());
    // Small ones, with a large one now and then that fills its block.
    if (i % 3 != 0) room = room.first(50);
    kept.push_back({BlockRef::share(blocks.owner()), room, static_cast<std::byte>(i)});
    std::fill(room.begin(), room.end(), kept.back().mark);
    blocks.lend(room.size());
  }
  for (const Kept& one : kept) {
    const auto others =
        std::count_if(one.bytes.begin(), one.bytes.end(), [&](std::byte byte) { return byte != one.mark; });
    CHECK(others == 0);
  }
}

TEST_CASE("blocks that were kept for a while come back") {
  ReceiveBlocks blocks;
  std::set<const Block*> distinct;
  for (int i = 0; i < 1'000; ++i) {
    const auto room = blocks.room();
    const BlockRef kept = BlockRef::share(blocks.owner());
    distinct.insert(kept.get());
    blocks.lend(room.size());
    // The next room is asked for while this one is kept.
    blocks.room();
    distinct.insert(blocks.owner());
  }
  CHECK(distinct.size() == 2);
}

}  // namespace ymq::backend
