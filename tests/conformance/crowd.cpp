#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include "conformance/harness.h"

// A crowd of streams on which chance submits, cancels and closes, also from within reports. Whatever it does, every
// operation ends once, nothing is reported behind a stream's close, and bytes arrive in order without gaps.
namespace conformance {

namespace {

constexpr std::size_t kPeriod = 1 << 18;

// What every stream carries, over and over.
const std::string& carried() {
  static const std::string bytes = [] {
    std::mt19937 random(7);
    std::string made(kPeriod, '\0');
    for (char& byte : made) byte = static_cast<char>(random());
    return made;
  }();
  return bytes;
}

class Crowd;

struct End {
  Stream stream = 0;
  std::size_t sent = 0;
  std::size_t received = 0;
  bool closing = false;
  bool closed = false;
  End* peer = nullptr;
  std::array<Operation*, 5> in_flight{};  // By action.
};

class Act final : public Operation {
 public:
  Act(Crowd& crowd, End& end, Action wanted) : crowd_(crowd), end_(end) {
    action = wanted;
    stream = end.stream;
  }
  void on_report(const Report& report) override;

  bool ended = false;
  iovec segment{};
  std::vector<std::byte> memory;  // The target of a receive that has one.

 private:
  void received(const Report& report);

  Crowd& crowd_;
  End& end_;
};

class Crowd {
 public:
  Crowd(Backend& backend, std::uint32_t seed) : backend_(backend), random_(seed) {}

  void run(int steps) {
    for (int i = 0; i < kPairs; ++i) add_pair();
    for (int step = 0; step < steps; ++step) {
      act();
      if (chance(3)) {
        std::size_t reports = 0;
        REQUIRE(backend_.wait(0, reports).ok());
      }
      if (chance(50)) add_pair();
    }
    for (auto& end : ends_) submit(*end, Action::kClose);
    wait_until(backend_, [this] { return in_flight == 0; });
    for (const auto& act : acts_) CHECK(act->ended);
  }

  // One thing that chance wants. Also called inside reports.
  void act() {
    End& end = *ends_[random_() % ends_.size()];
    switch (random_() % 8) {
      case 0:
      case 1:
      case 2:
        return submit(end, Action::kReceive);
      case 3:
      case 4:
        return submit(end, Action::kSend);
      case 5:
        return cancel(end, Action::kReceive);
      case 6:
        return cancel(end, Action::kSend);
      default:
        if (chance(20)) submit(end, Action::kClose);
    }
  }

  bool chance(unsigned one_in) { return random_() % one_in == 0; }

  std::size_t in_flight = 0;
  std::size_t received = 0;

 private:
  static constexpr int kPairs = 4;

  void add_pair() {
    const Pair pair = connect_pair(backend_, chance(2) ? Kind::kTcp4 : Kind::kAbstract);
    for (const Stream stream : {pair.client, pair.server}) {
      ends_.push_back(std::make_unique<End>());
      ends_.back()->stream = stream;
    }
    End& one = *ends_[ends_.size() - 2];
    End& other = *ends_.back();
    one.peer = &other;
    other.peer = &one;
    close_now(backend_, pair.listener);
  }

  void submit(End& end, Action action) {
    Operation*& place = end.in_flight[static_cast<std::size_t>(action)];
    if (place || (action == Action::kClose && end.closing)) return;
    Act& act = *acts_.emplace_back(std::make_unique<Act>(*this, end, action));
    if (action == Action::kSend) prepare_send(act, end);
    if (action == Action::kReceive && chance(3)) {
      act.memory.resize(1 + random_() % 10'000);
      act.target = act.memory;
    }
    if (action == Action::kClose) end.closing = true;
    place = &act;
    ++in_flight;
    backend_.submit(act);
  }

  void prepare_send(Act& act, const End& end) {
    const std::size_t offset = end.sent % kPeriod;
    const std::size_t size = std::min<std::size_t>(1 + random_() % 200'000, kPeriod - offset);
    act.segment = segment(std::string_view(carried()).substr(offset, size));
    act.segments = {&act.segment, 1};
  }

  void cancel(End& end, Action action) {
    if (Operation* const act = end.in_flight[static_cast<std::size_t>(action)]) backend_.cancel(*act);
  }

  Backend& backend_;
  std::mt19937 random_;
  std::vector<std::unique_ptr<End>> ends_;
  std::vector<std::unique_ptr<Act>> acts_;
};

void Act::on_report(const Report& report) {
  REQUIRE_FALSE(ended);
  // What was submitted on a closing stream may end behind the close, but only as refused.
  if (end_.closed) REQUIRE(report.outcome.status == Status::kClosed);
  if (action == Action::kReceive && !report.last) received(report);
  if (action == Action::kSend) end_.sent += report.size;
  if (report.last) {
    ended = true;
    end_.in_flight[static_cast<std::size_t>(action)] = nullptr;
    --crowd_.in_flight;
    if (action == Action::kClose) end_.closed = true;
  }
  if (crowd_.chance(4)) crowd_.act();
}

void Act::received(const Report& report) {
  REQUIRE(report.outcome.ok());
  for (std::size_t i = 0; i < report.size;) {
    const std::size_t offset = (end_.received + i) % kPeriod;
    const std::size_t size = std::min(report.size - i, kPeriod - offset);
    REQUIRE(std::memcmp(report.data + i, carried().data() + offset, size) == 0);
    i += size;
  }
  end_.received += report.size;
  crowd_.received += report.size;
  REQUIRE(end_.received <=
          end_.peer->sent + (end_.peer->in_flight[static_cast<std::size_t>(Action::kSend)] ? kPeriod : 0));
}

}  // namespace

EVERY_IMPLEMENTATION("whatever chance does, every operation ends once and every byte is where it belongs") {
  const std::uint32_t seed = GENERATE(range(1u, 13u));
  CAPTURE(seed);
  Crowd crowd(*backend, seed);
  crowd.run(4'000);
  CHECK(crowd.received > 0);
}

}  // namespace conformance
