#include "backend/stream_table.h"

#include <set>
#include <vector>

#include "unit/catch.h"

namespace ymq::backend {

namespace {

struct Entry {
  std::atomic<Stream> number{0};
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  Entry* next = nullptr;
};

}  // namespace

TEST_CASE("every open stream is found under a number of its own, at a place that stays") {
  StreamTable<Entry> table;
  std::vector<Entry*> entries;
  std::set<Stream> numbers;
  for (int i = 0; i < 5'000; ++i) {
    entries.push_back(table.open());
    REQUIRE(entries.back());
    numbers.insert(entries.back()->number);
  }
  CHECK(numbers.size() == entries.size());
  CHECK(numbers.count(0) == 0);
  for (Entry* entry : entries) CHECK(table.find(entry->number) == entry);
}

TEST_CASE("a closed stream is not found, and its number not used again") {
  StreamTable<Entry> table;
  std::set<Stream> numbers;
  for (int i = 0; i < 1'000; ++i) {
    Entry* const entry = table.open();
    const Stream number = entry->number;
    CHECK(numbers.insert(number).second);
    table.close(*entry);
    CHECK_FALSE(table.find(number));
    table.recycle(*entry);
    CHECK_FALSE(table.find(number));
  }
}

TEST_CASE("an entry that is closed but not recycled is not given out") {
  StreamTable<Entry> table;
  Entry* const closed = table.open();
  table.close(*closed);
  for (int i = 0; i < 1'000; ++i) CHECK(table.open() != closed);
}

TEST_CASE("generations start again without ever giving 0 or the mark") {
  StreamTable<Entry> table;
  Entry* entry = table.open();
  table.close(*entry);
  table.recycle(*entry);
  entry->generation = 0x7fff'ffff;
  entry = table.open();
  CHECK(entry->generation == 1);
  CHECK(entry->number != 0);
  CHECK((entry->number & (Stream{1} << 63)) == 0);
}

TEST_CASE("numbers that nobody gave out find nothing") {
  StreamTable<Entry> table;
  table.open();
  for (const Stream number : {Stream{0}, Stream{1}, ~Stream{0}, Stream{0xffff'ffff}, Stream{7} << 32}) {
    CHECK_FALSE(table.find(number));
  }
}

TEST_CASE("every open stream is visited, and no closed one") {
  StreamTable<Entry> table;
  std::vector<Entry*> entries;
  for (int i = 0; i < 300; ++i) entries.push_back(table.open());
  for (std::size_t i = 0; i < entries.size(); i += 2) table.close(*entries[i]);
  std::set<Entry*> visited;
  table.for_each_open([&](Entry& entry) { visited.insert(&entry); });
  CHECK(visited.size() == 150);
  for (std::size_t i = 0; i < entries.size(); ++i) CHECK(visited.count(entries[i]) == i % 2);
}

}  // namespace ymq::backend
