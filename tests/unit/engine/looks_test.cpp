// When a thread that waits for an answer looks for it instead of sleeping. In made-up time.
#include "engine/looks.h"

#include <algorithm>

#include "catch.h"

using ymq::Time;
using ymq::engine::Looks;

namespace {

constexpr Time kMicrosecond = 1'000;

// Somebody who answers: how long it works on each answer, and how long it takes to be woken.
struct Side {
  Time work;
  Time waking;
  Looks looks;
  Time waits_since = 0;
  Time looked_for = 0;

  // It has waited since `waits_since` for what arrives at `moment`; returns when it has it.
  Time receive(Time moment) {
    const Time until = looks.begin(waits_since);
    const bool in_time = moment <= until;
    looked_for += until == 0 ? 0 : std::min(moment, until) - waits_since;
    const Time has_it = in_time ? moment : moment + waking;
    looks.end(has_it);
    return has_it;
  }
};

// How long a round trip takes in the end.
Time play(Side& asks, Side& answers, int rounds, Time start = 0) {
  Time sent = start;
  for (int i = 0; i < rounds; ++i) {
    const Time began = sent;
    asks.waits_since = sent;
    answers.waits_since = std::max(answers.waits_since, start);
    const Time asked = answers.receive(sent) + answers.work;
    answers.waits_since = asked;
    const Time answered = asks.receive(asked) + asks.work;
    sent = answered;
    if (i == rounds - 1) return answered - began;
  }
  return 0;
}

}  // namespace

TEST_CASE("Two that answer each other both look, whatever waking them takes", "[looks]") {
  const Time waking = GENERATE(1, 5, 20, 60, 150) * kMicrosecond;
  Side asks{2 * kMicrosecond, waking, Looks(1)};
  Side answers{2 * kMicrosecond, waking, Looks(2)};
  CHECK(play(asks, answers, 100) == 4 * kMicrosecond);
}

TEST_CASE("Two that have come to sleep find each other again", "[looks]") {
  const Time waking = GENERATE(20, 60, 150) * kMicrosecond;
  const auto seed = static_cast<std::uint32_t>(GENERATE(range(0, 20)));
  Side asks{2 * kMicrosecond, waking, Looks(10 + seed)};
  Side answers{500 * kMicrosecond, waking, Looks(100 + seed)};
  play(asks, answers, 1'000);
  answers.work = 2 * kMicrosecond;
  const Time now = asks.waits_since + kMicrosecond;
  CHECK(play(asks, answers, 100'000, now) == 4 * kMicrosecond);
}

TEST_CASE("One that looks alone leaves it, but for a trial every now and then", "[looks]") {
  const Time work = GENERATE(60, 150, 300, 1'000) * kMicrosecond;
  Looks looks(1);
  Time now = 0, looked = 0, waited = 0;
  for (int i = 0; i < 200'000; ++i, now += kMicrosecond) {
    const Time until = looks.begin(now);
    looked += until == 0 ? 0 : std::min(until - now, work);
    waited += work;
    now += work;
    looks.end(now);
  }
  CHECK(looked < waited / 15);
}

TEST_CASE("A hiccup does not put anybody to sleep who answers well", "[looks]") {
  Looks looks(1);
  Time now = 0;
  const auto wait = [&](Time took) {
    const bool looked = looks.begin(now) != 0;
    looks.end(now += took);
    return looked;
  };
  for (int i = 0; i < 1'000; ++i) wait(5 * kMicrosecond);
  int slept = 0;
  for (int i = 0; i < 10'000; ++i) slept += !wait(i % 100 == 0 ? 5'000 * kMicrosecond : 5 * kMicrosecond);
  CHECK(slept == 0);
}
