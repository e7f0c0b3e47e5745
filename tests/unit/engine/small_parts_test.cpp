// Options, the event log, the back-off of dialers.
#include <cstring>
#include <set>

#include "catch.h"
#include "engine/dialer.h"
#include "engine/error.h"
#include "engine/events.h"
#include "engine/options.h"

using namespace ymq;
using namespace ymq::engine;

namespace {

std::array<std::byte, 8> bytes_of(std::int64_t value) {
  std::array<std::byte, 8> bytes;
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::int32_t id_of(const OptionInfo& option) { return static_cast<std::int32_t>(option.id); }

bool numeric(const OptionInfo& option) { return option.type == OptionType::kInt || option.type == OptionType::kBool; }

}  // namespace

TEST_CASE("Every option has its default, and its bounds hold", "[options]") {
  Options options;
  for (const OptionInfo& option : kOptions) {
    INFO(option.name);
    if (!numeric(option)) {
      CHECK(options.text(option.id) == option.default_text);
      continue;
    }
    CHECK(options.number(option.id) == option.default_value);
    if (option.read_only) {
      CHECK(options.set(id_of(option), bytes_of(option.min)) == Status::kReadOnly);
      continue;
    }
    CHECK(options.set(id_of(option), bytes_of(option.max)) == Status::kOk);
    CHECK(options.number(option.id) == option.max);
    CHECK(options.set(id_of(option), bytes_of(option.min)) == Status::kOk);
    CHECK(options.set(id_of(option), bytes_of(option.min - 1)) == Status::kInvalidArgument);
    CHECK(std::string(last_error_text()).find(option.name) != std::string::npos);
    CHECK(options.number(option.id) == option.min);
  }
}

TEST_CASE("Options refuse unknown numbers, wrong lengths and identities of the ROUTER's making", "[options]") {
  Options options;
  CHECK(options.set(9999, bytes_of(1)) == Status::kNotFound);
  CHECK(options.get(0, {}) == static_cast<std::int64_t>(Status::kNotFound));
  const std::byte few[3] = {};
  CHECK(options.set(static_cast<std::int32_t>(OptionId::kSendHwm), few) == Status::kInvalidArgument);
  CHECK(options.set(static_cast<std::int32_t>(OptionId::kIdentity), few) == Status::kInvalidArgument);
  const std::vector<std::byte> longest(255, std::byte{'x'});
  CHECK(options.set(static_cast<std::int32_t>(OptionId::kIdentity), longest) == Status::kOk);
  const std::vector<std::byte> too_long(256, std::byte{'x'});
  CHECK(options.set(static_cast<std::int32_t>(OptionId::kIdentity), too_long) == Status::kInvalidArgument);
  std::byte room[256];
  CHECK(options.get(static_cast<std::int32_t>(OptionId::kIdentity), {room, 4}) == 255);
  CHECK(options.get(static_cast<std::int32_t>(OptionId::kIdentity), room) == 255);
  CHECK(room[254] == std::byte{'x'});
}

TEST_CASE("The event log keeps the newest and says how many it lost", "[events]") {
  EventLog log;
  Event event;
  CHECK_FALSE(log.take(event));
  for (std::uint64_t i = 0; i < EventLog::kCapacity + 7; ++i) {
    Event added;
    added.kind = EventKind::kConnected;
    added.peer = i;
    log.add(added);
  }
  REQUIRE(log.take(event));
  CHECK(event.kind == EventKind::kLost);
  CHECK(event.count == 7);
  for (std::uint64_t i = 7; i < EventLog::kCapacity + 7; ++i) {
    REQUIRE(log.take(event));
    REQUIRE(event.peer == i);
  }
  CHECK_FALSE(log.take(event));
}

TEST_CASE("The back-off doubles up to its limit, with jitter, and starts anew", "[dialer]") {
  Backoff backoff;
  std::int64_t longest = 100;
  for (int attempt = 0; attempt < 12; ++attempt) {
    const std::int64_t least = backoff.next(100, 5000, 0);
    INFO("attempt " << attempt << ": " << least);
    CHECK(least == longest - longest / 2);
    longest = std::min<std::int64_t>(longest * 2, 5000);
  }
  CHECK(Backoff().next(100, 5000, 50) == 100);
  CHECK(Backoff().next(100, 10, 0) == 50);
  CHECK(Backoff().next(1, 1, 12345) == 1);
  backoff.reset();
  CHECK(backoff.next(100, 5000, 0) == 50);
  std::set<std::int64_t> waits;
  for (std::uint64_t random = 0; random < 1000; ++random) waits.insert(Backoff().next(100, 5000, random * 7919));
  CHECK(waits.size() > 30);
  CHECK(*waits.begin() >= 50);
  CHECK(*waits.rbegin() <= 100);
}
