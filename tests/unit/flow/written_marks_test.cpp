#include "flow/written_marks.h"

#include <algorithm>
#include <random>

#include "unit/catch.h"

using ymq::flow::WrittenMarks;

namespace {

// Where each message ends, in the order in which they are written.
class Log {
 public:
  explicit Log(WrittenMarks& marks) : marks_(marks) {}

  void write(std::uint64_t size) {
    ends_.push_back((ends_.empty() ? 0 : ends_.back()) + size);
    marks_.note(ends_.back(), ends_.size());
  }
  std::uint64_t end() const { return ends_.back(); }
  std::uint64_t count() const { return ends_.size(); }
  std::uint64_t before(std::uint64_t position) const {
    return static_cast<std::uint64_t>(std::ranges::upper_bound(ends_, position) - ends_.begin());
  }

 private:
  WrittenMarks& marks_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace

TEST_CASE("where nothing is known nothing is taken for written before") {
  WrittenMarks marks;
  CHECK(marks.messages_before(0) == 0);
  CHECK(marks.messages_before(UINT64_MAX) == 0);
  marks.begin(7);
  CHECK(marks.messages_before(UINT64_MAX) == 7);
}

TEST_CASE("a link that begins forgets the marks of the one before") {
  WrittenMarks marks;
  Log log(marks);
  for (int i = 0; i < 100; ++i) log.write(5'000);
  CHECK(marks.messages_before(log.end()) > 0);
  marks.begin(100);
  CHECK(marks.messages_before(log.end()) == 100);
  CHECK(marks.messages_before(0) == 100);
}

TEST_CASE("of what lies in the last bytes never too few are counted, and of the latest not many too many") {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const std::uint64_t largest = std::uint64_t{1} << (1 + random() % 17);
    WrittenMarks marks;
    Log log(marks);
    for (int i = 0; i < 3'000; ++i) {
      log.write(1 + random() % largest);
      const std::uint64_t position = random() % (log.end() + 1);
      const std::uint64_t known = marks.messages_before(position);
      REQUIRE(known <= log.before(position));
      if (position < log.end() / 4 * 3) continue;
      const std::uint64_t apart = log.end() / 8 + 4'096 + 4 * largest;
      REQUIRE(known >= log.before(position - std::min(position, apart)));
    }
  }
}
