#include "sim/world/plan.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "pattern/pattern.h"

namespace sim {

namespace {

using ymq::kMillisecond;
using ymq::kSecond;

constexpr std::array<std::pair<ConnectorType, ConnectorType>, kPairings> kTypes = {{
    {ConnectorType::kPush, ConnectorType::kPull},
    {ConnectorType::kDealer, ConnectorType::kDealer},
    {ConnectorType::kDealer, ConnectorType::kRouter},
    {ConnectorType::kRouter, ConnectorType::kRouter},
    {ConnectorType::kReq, ConnectorType::kRep},
    {ConnectorType::kPair, ConnectorType::kPair},
    {ConnectorType::kPub, ConnectorType::kSub},
    {ConnectorType::kXpub, ConnectorType::kXsub},
    {ConnectorType::kXpub, ConnectorType::kSub},
    {ConnectorType::kPub, ConnectorType::kXsub},
    {ConnectorType::kClient, ConnectorType::kServer},
    {ConnectorType::kPeer, ConnectorType::kPeer},
    {ConnectorType::kChannel, ConnectorType::kChannel},
    {ConnectorType::kScatter, ConnectorType::kGather},
    {ConnectorType::kRadio, ConnectorType::kDish},
    {ConnectorType::kStream, ConnectorType::kStream},
    {ConnectorType::kStream, ConnectorType::kRouter},
}};

constexpr std::array<std::pair<ConnectorType, Habits>, 20> kHabits = {{
    {ConnectorType::kPair, {.name = "PAIR", .sends = true, .receives = true, .has_partner = true}},
    {ConnectorType::kPub, {.name = "PUB", .sends = true, .publishes = true}},
    {ConnectorType::kSub, {.name = "SUB", .receives = true, .subscribes = true}},
    {ConnectorType::kReq, {.name = "REQ", .sends = true, .receives = true, .balances = true}},
    {ConnectorType::kRep, {.name = "REP", .receives = true}},
    {ConnectorType::kDealer, {.name = "DEALER", .sends = true, .receives = true, .balances = true}},
    {ConnectorType::kRouter, {.name = "ROUTER", .sends = true, .receives = true, .routes = true, .by_name = true}},
    {ConnectorType::kPull, {.name = "PULL", .receives = true}},
    {ConnectorType::kPush, {.name = "PUSH", .sends = true, .balances = true}},
    {ConnectorType::kXpub, {.name = "XPUB", .sends = true, .receives = true, .publishes = true, .is_told = true}},
    {ConnectorType::kXsub, {.name = "XSUB", .receives = true, .subscribes = true}},
    {ConnectorType::kServer, {.name = "SERVER", .sends = true, .receives = true, .routes = true, .one_part = true}},
    {ConnectorType::kClient, {.name = "CLIENT", .sends = true, .receives = true, .balances = true, .one_part = true}},
    {ConnectorType::kRadio, {.name = "RADIO", .sends = true, .publishes = true, .groups = true, .one_part = true}},
    {ConnectorType::kDish, {.name = "DISH", .receives = true, .subscribes = true, .groups = true}},
    {ConnectorType::kGather, {.name = "GATHER", .receives = true}},
    {ConnectorType::kScatter, {.name = "SCATTER", .sends = true, .balances = true, .one_part = true}},
    {ConnectorType::kPeer, {.name = "PEER", .sends = true, .receives = true, .routes = true, .one_part = true}},
    {ConnectorType::kStream,
     {.name = "STREAM", .sends = true, .receives = true, .routes = true, .one_part = true, .raw = true}},
    {ConnectorType::kChannel,
     {.name = "CHANNEL", .sends = true, .receives = true, .has_partner = true, .one_part = true}},
}};

// The longest that anything but a cut or a silence keeps two hosts from each other, once the trouble is over.
constexpr Time kRecovery = 10 * kSecond;
// Much less than that of a real one, so that sessions need not last that long.
constexpr Time kSystemPatience = 15 * kSecond;

// Draws a plan, part by part.
class Planner {
 public:
  Planner(std::uint64_t seed, const Laws& laws) : laws_(laws), random_(seed) { plan_.seed = seed; }

  Plan make() {
    choose_pairing();
    choose_weather();
    choose_faults();
    choose_delivery();
    for (Side& side : plan_.sides) choose_work(side);
    for (Side& side : plan_.sides) choose_options(side);
    for (Side& side : plan_.sides) choose_heartbeats(side);
    for (Side& side : plan_.sides) choose_manners(side);
    choose_signals();
    choose_security();
    return plan_;
  }

 private:
  std::int64_t number(std::uint64_t least, std::uint64_t most) {
    return static_cast<std::int64_t>(random_.between(least, most));
  }
  std::int64_t scaled(std::uint64_t least, std::uint64_t most) {
    return static_cast<std::int64_t>(random_.scaled(least, most));
  }
  Time milliseconds(std::uint64_t least, std::uint64_t most) { return scaled(least, most) * kMillisecond; }
  static void put(Side& side, OptionId id, std::int64_t value) { side.options.emplace_back(id, value); }

  void choose_pairing() {
    plan_.pairing = static_cast<Pairing>(random_.below(kPairings));
    auto& [left, right] = plan_.sides;
    std::tie(left.type, right.type) = kTypes[static_cast<std::size_t>(plan_.pairing)];
    const bool one_each = habits_of(left.type).has_partner;
    for (Side& side : plan_.sides) side.hosts = one_each ? 1 : static_cast<int>(random_.between(1, 3));
    plan_.sides[random_.below(2)].binds = true;
    plan_.tcp = random_.chance(50);
    for (Side& side : plan_.sides) side.named = plan_.pairing == Pairing::kRouterRouter || random_.chance(60);
    if (plan_.pairing == Pairing::kStreamRouter) put(right, OptionId::kRouterRaw, 1);
  }

  // From a machine of one's own to the other end of the world.
  void choose_weather() {
    plan_.weather.least_delay = scaled(5'000, 5'000'000);
    plan_.weather.most_delay = plan_.weather.least_delay * number(1, 10);
    plan_.weather.least_buffer = random_.scaled(512, 16 * 1024);
    plan_.weather.most_buffer = random_.scaled(plan_.weather.least_buffer, 256 * 1024);
    plan_.weather.moment = 0;
    plan_.weather.system_patience = kSystemPatience;
    plan_.grain = plan_.weather.least_delay / number(1, 4);
    plan_.trouble = milliseconds(1'000, 20'000);
  }

  // Most worlds have some kinds of faults and not others; some have none.
  void choose_faults() {
    if (random_.chance(8)) return;
    Faults& faults = plan_.faults;
    for (auto* chance : {&faults.refused, &faults.unanswered, &faults.reset, &faults.half_close, &faults.stall,
                         &faults.one_way, &faults.silence}) {
      *chance = random_.chance(35) ? random_.between(5, 80) : 0;
    }
    faults.furthest_byte = random_.scaled(100, 100'000);
    for (auto* times : {&faults.cuts, &faults.leaves, &faults.listener_restarts, &faults.pauses}) {
      *times = random_.chance(40) ? static_cast<int>(random_.between(1, 4)) : 0;
    }
    if (random_.chance(50)) faults.deaths = static_cast<int>(random_.between(1, 5));
    if (random_.chance(30)) faults.breaks = static_cast<int>(random_.between(1, 10));
    if (could_have_twins() && random_.chance(10)) faults.twins = 1;
    if (plan_.is_raw()) choose_raw_faults();
    if (plan_.tcp) return;
    // Both ends of a local stream are on one machine, which does not lose what it carries.
    faults.unanswered = faults.one_way = faults.silence = 0;
    faults.cuts = 0;
  }

  // Without heartbeats nobody notices a silence for which he is not to blame.
  void choose_raw_faults() {
    plan_.faults.one_way = plan_.faults.silence = 0;
    plan_.faults.hang_ups = random_.chance(30) ? static_cast<int>(random_.between(1, 10)) : 0;
  }

  // Somebody who connects to a ROUTER and tells it a name.
  bool could_have_twins() const {
    const auto& [left, right] = plan_.sides;
    const auto meets = [](const Side& caller, const Side& other) {
      return !caller.binds && caller.named && habits_of(other).by_name;
    };
    return meets(left, right) || meets(right, left);
  }

  void choose_delivery() {
    const bool wanted = random_.chance(85) && !plan_.is_raw();
    const bool lasting = random_.chance(85);
    plan_.acknowledged = wanted && laws_.acknowledged;
    plan_.weather.keeps_arrived = !plan_.acknowledged;
    plan_.sessions_last = lasting && plan_.faults.twins == 0;
    const Time network_timeout = milliseconds(1'000, 10'000);
    const Time long_enough = plan_.trouble + std::max(network_timeout, kSystemPatience) + kRecovery;
    const Time lifetime = lasting ? long_enough : milliseconds(1, 2'000) - kMillisecond;
    const std::uint64_t refusal = random_.between(1, 3);
    const std::uint64_t unwilling = plan_.acknowledged ? 0 : refusal;
    for (std::size_t i = 0; i < 2; ++i) {
      put(plan_.sides[i], OptionId::kAcknowledgedDelivery, (unwilling >> i & 1) == 0 ? 1 : 0);
      put(plan_.sides[i], OptionId::kSessionLifetime, lifetime / kMillisecond);
      put(plan_.sides[i], OptionId::kNetworkTimeout, network_timeout / kMillisecond);
    }
  }

  // Whoever sends does so all through the trouble, and has some left for the time after it.
  void choose_work(Side& side) {
    side.letters = habits_of(side).sends ? static_cast<int>(scaled(10, 1'000)) : 0;
    side.burst = static_cast<int>(scaled(1, 30));
    side.send_every = side.letters == 0 ? milliseconds(1, 50) : plan_.trouble * side.burst / side.letters;
    side.read_most = static_cast<int>(scaled(1, 50));
    side.read_every = milliseconds(1, random_.chance(40) ? 300 : 10);
    plan_.large_percent = is_quick() && random_.chance(50) ? random_.below(5) : 0;
  }

  // A megabyte goes through in some seconds.
  bool is_quick() const {
    const Weather& weather = plan_.weather;
    return weather.least_buffer * static_cast<std::uint64_t>(kSecond / (2 * weather.most_delay)) > 500'000;
  }

  void choose_options(Side& side) {
    put(side, OptionId::kSendHwm, random_.chance(20) ? 1000 : scaled(1, 100));
    put(side, OptionId::kReceiveHwm, random_.chance(20) ? 1000 : scaled(1, 100));
    if (random_.chance(20)) put(side, OptionId::kSendHwmBytes, scaled(100, 100'000));
    if (random_.chance(20)) put(side, OptionId::kReceiveHwmBytes, scaled(100, 100'000));
    put(side, OptionId::kUnacknowledgedBytes, random_.chance(10) ? 0 : scaled(256, 1024 * 1024));
    put(side, OptionId::kReconnectInterval, scaled(1, 50));
    put(side, OptionId::kReconnectIntervalMax, scaled(20, 500));
    put(side, OptionId::kHandshakeTimeout, scaled(500, 3'000) + 10 * slowest());
    put(side, OptionId::kRouterMandatory, number(0, 1));
    put(side, OptionId::kManualAcknowledgement, random_.chance(30) ? 1 : 0);
    if (side.type == ConnectorType::kReq && plan_.acknowledged && random_.chance(plan_.anybody_ends() ? 70 : 20)) {
      put(side, OptionId::kRequestTimeout, scaled(500, 3'000));
      put(side, OptionId::kRequestRetries, scaled(1, 10));
    }
  }

  // Without heartbeats nobody notices a silence, be it that of a connection which the other end has given up over a
  // stall. A plain peer promises none, so how long to wait for it must be said.
  void choose_heartbeats(Side& side) {
    if (plan_.is_raw()) return;
    const Faults& faults = plan_.faults;
    const bool gives_up =
        faults.stall != 0 && side.option(OptionId::kNetworkTimeout) <= 2 * kLongestStall / kMillisecond;
    const bool dead_ends = faults.silence + faults.one_way != 0 || (plan_.tcp && faults.cuts + faults.deaths != 0);
    const bool silences = dead_ends || gives_up;
    if (!silences && (plan_.is_loyal() || random_.chance(50))) return put(side, OptionId::kHeartbeatInterval, 0);
    const std::int64_t interval = number(50, 1'000) + 2 * slowest();
    put(side, OptionId::kHeartbeatInterval, interval);
    const bool counts_on_promise = plan_.acknowledged && random_.chance(70);
    put(side, OptionId::kHeartbeatTimeout, counts_on_promise ? -1 : interval * number(2, 5));
  }

  // The longest delay, in milliseconds.
  // What the application asks for beyond the usual.
  void choose_manners(Side& side) {
    const Habits& habits = habits_of(side);
    side.calls_by_name = !side.binds && ymq::pattern::names_peers(side.type) && random_.chance(50);
    if (habits.raw) return;
    if (random_.chance(15)) put(side, OptionId::kImmediate, 1);
    if (ymq::pattern::conflates(side.type) && random_.chance(20)) put(side, OptionId::kConflate, 1);
    if (habits.publishes) choose_publishing(side);
  }

  // Empty messages, by which ROUTERs hear of their peers: from those, or from the library; nobody could tell which.
  void choose_signals() {
    const bool probes = random_.chance(25) && !plan_.conflates();
    const bool notices = random_.chance(50) && !probes;
    for (Side& side : plan_.sides) {
      if (plan_.is_raw()) return;
      if (probes && ymq::pattern::probes(side.type)) put(side, OptionId::kProbeRouter, number(0, 1));
      if (notices && habits_of(side).by_name) put(side, OptionId::kRouterNotify, number(1, 3));
    }
  }

  void choose_security() {
    if (plan_.is_raw() || !random_.chance(30)) return;
    plan_.security = static_cast<Security>(random_.between(1, 3));
    plan_.faults.intruders = static_cast<int>(random_.below(3));
  }

  void choose_publishing(Side& side) {
    if (random_.chance(20)) put(side, OptionId::kPublishWithoutDrops, 1);
    // One who is given up subscribes anew, and gets all of that anew.
    if (plan_.acknowledged && plan_.sessions_last && random_.chance(25)) {
      put(side, OptionId::kReplay, random_.chance(50) ? 2 * Side::kMostLetters : scaled(1, 100));
      put(side, OptionId::kReplayBytes, random_.chance(70) ? 0 : scaled(100, 100'000));
    }
    if (!habits_of(side).is_told || random_.chance(40)) return;
    const std::int64_t manual = number(0, 1);
    put(side, OptionId::kXpubManual, manual);
    put(side, OptionId::kXpubVerboser, manual != 0 || random_.chance(50) ? 1 : 0);
    put(side, OptionId::kXpubVerbose, number(0, 1));
  }

  std::int64_t slowest() const { return plan_.weather.most_delay / kMillisecond + 1; }

  const Laws laws_;
  Random random_;
  Plan plan_;
};

std::string words_for(Security security) {
  constexpr std::array<std::string_view, 4> kWords = {"", ", by password", ", by key", ", by key and handler"};
  return std::string(kWords[static_cast<std::size_t>(security)]);
}

std::string describe_side(const Side& side) {
  std::string text = std::to_string(side.hosts) + " " + std::string(habits_of(side).name);
  text += side.binds ? ", bound" : ", connecting";
  if (side.named) text += ", named";
  text += ", " + std::to_string(side.letters) + " messages each;";
  for (const auto& [id, value] : side.options) {
    const auto known = std::ranges::find_if(ymq::kOptions, [id = id](const auto& each) { return each.id == id; });
    text += " " + std::string(known->name) + "=" + std::to_string(value);
  }
  return text;
}

}  // namespace

std::string name_of(Pairing pairing) {
  const auto& [left, right] = kTypes[static_cast<std::size_t>(pairing)];
  const std::string_view raw = pairing == Pairing::kStreamRouter ? "raw " : "";
  return std::string(habits_of(left).name) + " to " + std::string(raw) + std::string(habits_of(right).name);
}

const Habits& habits_of(ConnectorType type) {
  return std::ranges::find(kHabits, type, &std::pair<ConnectorType, Habits>::first)->second;
}

const Habits& habits_of(const Side& side) {
  return habits_of(side.option(OptionId::kRouterRaw) != 0 ? ConnectorType::kStream : side.type);
}

std::int64_t Side::option(OptionId id) const {
  const auto found = std::ranges::find_if(options, [id](const auto& each) { return each.first == id; });
  return found == options.end() ? 0 : found->second;
}

bool Faults::any() const {
  return refused + unanswered + reset + half_close + stall + one_way + silence != 0 ||
         breaks + cuts + deaths + leaves + listener_restarts + twins + hang_ups != 0;
}

// Nobody is given up by a timeout, sent away because he has come anew, or gone, with something of his unread.
bool Plan::is_accountable() const {
  const bool breaks_only = faults.half_close + faults.one_way + faults.silence == 0 && faults.cuts == 0;
  const auto gives_up = [](const Side& side) {
    return side.option(OptionId::kHeartbeatInterval) != 0 || habits_of(side).by_name;
  };
  return acknowledged || is_loyal() || (breaks_only && !anybody_ends() && std::ranges::none_of(sides, gives_up));
}

Plan Plan::make(std::uint64_t seed, const Laws& laws) { return Planner(seed, laws).make(); }

std::vector<std::string> Plan::describe() const {
  const auto counted = [](std::string_view name, auto value) {
    return value == 0 ? std::string() : " " + std::string(name) + "=" + std::to_string(value);
  };
  const auto micro = [](Time time) { return std::to_string(time / 1000) + " us"; };
  const Faults& f = faults;
  return {
      "seed " + std::to_string(seed) + ": " + name_of(pairing) + (tcp ? " over tcp" : " over ipc") +
          (acknowledged ? ", acknowledged" : ", plain") + words_for(security) +
          (is_loyal() ? ", nothing may be lost" : ""),
      "  " + describe_side(sides[0]),
      "  " + describe_side(sides[1]),
      "  delays " + micro(weather.least_delay) + " to " + micro(weather.most_delay) + ", buffers " +
          std::to_string(weather.least_buffer) + " to " + std::to_string(weather.most_buffer) + " bytes, trouble for " +
          micro(trouble),
      "  chances:" + counted("refused", f.refused) + counted("unanswered", f.unanswered) + counted("reset", f.reset) +
          counted("half_close", f.half_close) + counted("stall", f.stall) + counted("one_way", f.one_way) +
          counted("silence", f.silence) + counted("furthest_byte", f.furthest_byte),
      "  times:" + counted("breaks", f.breaks) + counted("cuts", f.cuts) + counted("deaths", f.deaths) +
          counted("leaves", f.leaves) + counted("listener_restarts", f.listener_restarts) +
          counted("pauses", f.pauses) + counted("twins", f.twins) + counted("hang_ups", f.hang_ups) +
          counted("intruders", f.intruders),
  };
}

}  // namespace sim
