#include "sim/world/world.h"

#include <algorithm>
#include <mutex>

namespace sim {

namespace {

using ymq::kMillisecond;
using ymq::kNever;
using ymq::kSecond;
using ymq::engine::Stats;

// Whoever has nothing to do looks less and less often whether that has changed, but so often at least.
constexpr Time kIdle = 50 * kMillisecond;
// How long nothing may have happened before the end is believed, and how often it is looked for.
constexpr Time kQuiet = 3 * kSecond;
constexpr Time kLook = 200 * kMillisecond;
// How long everything may take to come to its end once the faults are over, beside what it has to wait for.
constexpr Time kLongestCalm = 300 * kSecond;
constexpr std::int64_t kLingerMs = 10'000;
// At so many turns of a hundred.
constexpr std::uint64_t kLookAtBounds = 30;
// How long closing may take beyond its linger.
constexpr Time kLongestClose = 20 * kSecond;

std::string base_name(ConnectorType type) {
  std::string name(habits_of(type).name);
  for (char& letter : name) letter = static_cast<char>(letter - 'A' + 'a');
  return name;
}

Kind kind_of(Incident::What what) {
  constexpr std::array kKindOf = {Kind::kConnected,  Kind::kRefused, Kind::kUnanswered, Kind::kReset,
                                  Kind::kHalfClosed, Kind::kStalled, Kind::kSilenced};
  return kKindOf[static_cast<std::size_t>(what)];
}

}  // namespace

void Repairs::add(const Stats& stats) {
  resumed += stats.sessions_resumed;
  resent += stats.messages_resent;
  redelivered += stats.drops.redelivered;
  undeliverable += stats.drops.undeliverable;
  uncertain += stats.messages_uncertain;
  dropped += stats.drops.full + stats.drops.unroutable + stats.drops.peer_gone;
}

World::World(std::uint64_t seed, const Laws& laws, Chronicle& chronicle)
    : plan_(Plan::make(seed, laws)),
      chronicle_(chronicle),
      random_(~seed),
      network_(std::make_shared<Network>(random_.next())),
      oracle_(plan_, laws),
      around_{network_, plan_, chronicle_, oracle_} {
  network_->weather = plan_.weather;
  network_->fate = [this] { return draw_fate(); };
  network_->witness = [this](const Incident& incident) {
    const auto other = static_cast<std::uint64_t>(incident.other);
    const std::uint64_t second = incident.what == Incident::What::kConnected ? other : incident.byte;
    chronicle_.note(now(), incident.host, kind_of(incident.what), incident.number, second);
  };
}

World::~World() {
  network_->witness = [](const Incident&) {};
  network_->fate = [] { return Fate{}; };
}

void World::run() try {
  for (const std::string& line : plan_.describe()) chronicle_.tell(line);
  live();
} catch (const Broken&) {
  for (const auto& seat : seats_) {
    if (is_whole(*seat)) seat->process->tell_peers();
  }
  throw;
}

void World::live() {
  add_seats();
  plan_faults();
  run_until(now() + plan_.trouble);
  calm_down();
  settle();
  judge();
  close_all();
}

// Hosts. -------------------------------------------------------------------------------------------------------------

void World::add_seats() {
  for (const std::size_t side : {0, 1}) {
    for (int i = 1; i <= plan_.sides[side].hosts; ++i) {
      const std::string name = base_name(plan_.sides[side].type) + (side == 0 ? "-a" : "-b") + std::to_string(i);
      add_seat(side, name, plan_.sides[side].named ? name : "");
    }
  }
  for (const auto& each : seats_) {
    after(0, random_.chance(50) ? 0 : 300 * kMillisecond, [this, seat = each.get()] { start(*seat); });
  }
}

World::Seat& World::add_seat(std::size_t side, const std::string& name, const std::string& identity) {
  Seat& seat = *seats_.emplace_back(std::make_unique<Seat>());
  seat.side = side;
  seat.name = name;
  seat.identity = identity;
  if (habits_of(plan_.sides[side]).subscribes) seat.topic = random_.chance(50) ? '*' : 'a';
  const std::string number = std::to_string(seats_.size());
  if (plan_.sides[side].binds) seat.endpoint = plan_.tcp ? "tcp://127.0.0.1:500" + number : "ipc:///sim/" + number;
  return seat;
}

void World::start(Seat& seat) {
  const Side& side = plan_.sides[seat.side];
  const std::string number = seat.incarnations++ == 0 ? "" : "#" + std::to_string(seat.incarnations);
  const int host = chronicle_.add_host(seat.name + number);
  const bool intrudes = seat.standing != Standing::kMember;
  oracle_.begin(host, seat.name + number, seat.name, seat.side, seat.identity, seat.topic, intrudes);
  seat.process = std::make_unique<Process>(around_, host, side, seat.identity, seat.standing, random_.next());
  for (const std::string& topic : wanted_by(seat)) seat.process->want(topic);
  if (side.binds) bind(seat);
  begin_work(seat, side.binds ? names_known_to(seat) : connect(seat));
}

// What a subscriber subscribes to, or the groups that it joins.
std::vector<std::string> World::wanted_by(const Seat& seat) const {
  if (seat.topic == 0) return {};
  if (seat.topic != '*') return {std::string(1, seat.topic)};
  return habits_of(plan_.sides[seat.side]).groups ? std::vector<std::string>{"a", "b", "c"}
                                                  : std::vector<std::string>{""};
}

std::vector<Contact> World::names_known_to(const Seat& seat) const {
  std::vector<Contact> names;
  for (const auto& other : seats_) {
    const bool is_there = other->side != seat.side && other->standing == Standing::kMember;
    if (plan_.pairing == Pairing::kRouterRouter && is_there) names.push_back({.route = other->identity});
  }
  return names;
}

// To all at the other side. A PEER is told whom it has there.
std::vector<Contact> World::connect(Seat& seat) {
  const bool by_name = plan_.sides[seat.side].calls_by_name;
  std::vector<Contact> contacts = by_name ? std::vector<Contact>() : names_known_to(seat);
  for (const auto& other : seats_) {
    if (other->side == seat.side) continue;
    if (plan_.pairing == Pairing::kPeerPeer) {
      contacts.push_back({.route = seat.process->connect_peer(other->endpoint), .seat = other->name});
    } else if (by_name) {
      contacts.push_back({.route = name_for(other->name), .seat = other->name, .endpoint = other->endpoint});
      seat.process->connect_as(other->endpoint, contacts.back().route);
    } else {
      seat.process->connect(other->endpoint);
    }
  }
  return contacts;
}

void World::begin_work(Seat& seat, std::vector<Contact> contacts) {
  const Side& side = seat.process->side();
  seat.application = Application::make(around_, *seat.process, std::move(contacts), random_.next());
  if (side.letters != 0 || side.type == ConnectorType::kRep) take_turns(seat, side.send_every, &World::send_turn);
  if (habits_of(side).receives) take_turns(seat, side.read_every, &World::receive_turn);
}

void World::take_turns(Seat& seat, Time every, bool (World::*turn)(Seat&)) {
  go_on(seat, seat.process->host(), every, every, turn);
}

// Again and again as long as the process lives; less often where nothing comes of it.
void World::go_on(Seat& seat, int host, Time every, Time wait, bool (World::*turn)(Seat&)) {
  after(1, 2 * wait, [this, &seat, host, every, wait, turn] {
    if (!is_whole(seat) || seat.process->host() != host) return;
    const bool useful = (this->*turn)(seat);
    const Time often = calm_ ? std::min(every, kMillisecond) : every;
    go_on(seat, host, every, useful ? often : std::max(often, std::min(2 * wait, kIdle)), turn);
  });
}

bool World::send_turn(Seat& seat) {
  const bool useful = seat.application->send_turn();
  if (random_.chance(kLookAtBounds)) seat.process->check_bounds();
  return useful;
}

bool World::receive_turn(Seat& seat) {
  if (now() < seat.paused_until) return false;
  if (random_.chance(kLookAtBounds)) seat.process->check_bounds();
  const bool useful = seat.application->receive_turn();
  if (useful && seat.doomed && !calm_) kill(seat);
  return useful;
}

void World::begin_to_leave(Seat& seat, std::int64_t linger_ms) {
  seat.leaves_until = now() + linger_ms * kMillisecond + kLongestClose;
  seat.process->leave(linger_ms);
}

void World::see_to_leaving(Seat& seat) {
  if (!seat.process || !seat.process->is_leaving()) return;
  const auto undelivered = seat.process->undelivered();
  if (!undelivered && now() > seat.leaves_until) throw Broken{"everything ends", seat.name + " does not close"};
  if (!undelivered) return;
  chronicle_.note(now(), seat.process->host(), Kind::kGone, *undelivered);
  oracle_.leave(seat.process->host(), *undelivered);
  if (judged_ && *undelivered != 0)
    throw Broken{"none lost", seat.name + " closed with messages left, all of a sudden"};
  seat.process.reset();
  come_back(seat);
}

// Those who connect may stay away for good, as long as there are others.
void World::come_back(Seat& seat) {
  const auto is_other = [&seat](const auto& each) {
    return each.get() != &seat && each->side == seat.side && each->returns;
  };
  const bool may_stay_away = !calm_ && seat.endpoint.empty() && std::ranges::any_of(seats_, is_other);
  if (may_stay_away && random_.chance(20)) seat.returns = false;
  if (seat.returns) after(0, 2 * kSecond, [this, &seat] { start(seat); });
}

void World::bind(Seat& seat) {
  seat.process->bind(seat.endpoint);
  seat.listens = true;
}

// Time. --------------------------------------------------------------------------------------------------------------

void World::at(Time moment, Deed deed) { agenda_.emplace(std::pair(moment, deeds_++), std::move(deed)); }

void World::after(Time least, Time most, Deed deed) {
  const auto wait = random_.between(static_cast<std::uint64_t>(least), static_cast<std::uint64_t>(most));
  at(now() + static_cast<Time>(wait), std::move(deed));
}

void World::run_until(Time moment) {
  while (now() < moment) step(moment);
}

// Looks at what is due at the next whole grain: what happens close together is looked at together. A look more, where
// nothing is due after all, changes nothing; so it does no harm that the library looks after memory now and then, which
// depends on what worlds before this one have left.
void World::step(Time limit) {
  const Time grains = std::clamp(next_moment(), now(), limit) / plan_.grain;
  pass_time(std::min(limit, (grains + 1) * plan_.grain));
  while (!agenda_.empty() && agenda_.begin()->first.first <= now()) {
    const auto deed = agenda_.extract(agenda_.begin());
    deed.mapped()();
  }
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    Seat& seat = *seats_[i];
    if (seat.process && seat.process->next_due() <= now()) seat.process->poll();
    see_to_leaving(seat);
  }
}

Time World::next_moment() {
  Time next = agenda_.empty() ? kNever : agenda_.begin()->first.first;
  for (const auto& seat : seats_) {
    if (seat->process) next = std::min(next, seat->process->next_due());
  }
  const std::lock_guard lock(network_->mutex);
  return std::min(next, network_->next_event());
}

void World::pass_time(Time until) {
  const std::lock_guard lock(network_->mutex);
  while (network_->advance(until)) {
  }
}

// The end. -----------------------------------------------------------------------------------------------------------

void World::calm_down() {
  calm_ = true;
  chronicle_.note(now(), 0, Kind::kCalm);
  for (const auto& seat : seats_) seat->paused_until = 0;
  const std::lock_guard lock(network_->mutex);
  network_->calm_down();
}

void World::settle() {
  const Time limit = now() + kLongestCalm;
  for (std::uint64_t before = UINT64_MAX;;) {
    run_until(now() + kLook);
    if (!is_settled()) {
      before = UINT64_MAX;
      if (now() > limit) throw Broken{"everything ends", restless()};
      continue;
    }
    if (before == received()) return;
    before = received();
    run_until(now() + kQuiet);
  }
}

bool World::is_settled() { return restless().empty(); }

// Who still has something to do, and what.
std::string World::restless() {
  for (const auto& seat : seats_) {
    if (!seat->process && !seat->returns) continue;
    if (!seat->process || !seat->application) return seat->name + " is not back";
    if (!seat->application->is_done()) return seat->name + " waits, or could not send all it has to send";
    const Stats stats = seat->process->stats();
    if (stats.messages_queued != 0) return seat->name + " has queued messages";
    if (stats.messages_waiting != 0) return seat->name + " has not read all messages";
    if (stats.messages_unacknowledged != 0) return seat->name + " has unacknowledged messages";
    if (stats.sessions_waiting != 0) return seat->name + " has sessions that wait";
    if (!oracle_.knows_what_is_wanted(seat->process->host())) return seat->name + " does not know what is wanted";
  }
  return {};
}

std::uint64_t World::received() const {
  return chronicle_.count(Kind::kReceived) + chronicle_.count(Kind::kReceivedAgain);
}

void World::judge() {
  for (const auto& seat : seats_) {
    if (!seat->process) continue;
    count_up(*seat->process);
    seat->process->check_bounds();
    oracle_.judge(seat->process->host(), seat->process->stats());
  }
  oracle_.judge_all();
  judged_ = true;
}

// Nothing is left to be sent, so nothing can be lost any more.
void World::close_all() {
  for (const auto& seat : seats_) {
    if (!seat->process) continue;
    seat->returns = false;
    begin_to_leave(*seat, kLingerMs);
  }
  const auto gone = [](const auto& seat) { return !seat->process; };
  while (!std::ranges::all_of(seats_, gone)) run_until(now() + kMillisecond);
}

}  // namespace sim
