#include <algorithm>
#include <array>
#include <mutex>

#include "sim/world/world.h"

// What goes wrong in a world while the trouble lasts.
namespace sim {

namespace {

using ymq::kMillisecond;
using ymq::kNever;
using ymq::kSecond;

}  // namespace

Fate World::draw_fate() {
  const Faults& faults = plan_.faults;
  const auto byte = [&] { return random_.scaled(1, faults.furthest_byte); };
  Fate fate;
  fate.refused = random_.chance(faults.refused);
  if (random_.chance(faults.unanswered)) fate.unanswered = static_cast<Time>(random_.between(1, 2'000)) * kMillisecond;
  if (random_.chance(faults.reset)) fate.reset_at = byte();
  if (random_.chance(faults.half_close)) fate.half_close_at = byte();
  if (random_.chance(faults.one_way)) fate.one_way_at = byte();
  if (random_.chance(faults.stall)) {
    fate.stall_at = byte();
    fate.stall = static_cast<Time>(random_.scaled(1, kLongestStall / kMillisecond)) * kMillisecond;
  }
  if (random_.chance(faults.silence)) {
    fate.stall_at = byte();
    fate.stall = kNever;
  }
  return fate;
}

void World::plan_faults() {
  const Faults& faults = plan_.faults;
  plan_deeds(faults.breaks, &World::break_connections);
  plan_deeds(faults.cuts, &World::cut_off);
  plan_deeds(faults.deaths, &World::doom);
  plan_deeds(faults.leaves, &World::leave);
  plan_deeds(faults.listener_restarts, &World::restart_listener);
  plan_deeds(faults.pauses, &World::pause);
  plan_deeds(faults.twins, &World::add_twin);
  plan_deeds(faults.hang_ups, &World::hang_up);
  plan_deeds(faults.intruders, &World::add_intruder);
}

// Each at some moment of the trouble, to somebody who is there then.
void World::plan_deeds(int times, void (World::*deed)(Seat&)) {
  for (int i = 0; i < times; ++i) {
    after(0, plan_.trouble - kMillisecond, [this, deed] {
      if (Seat* seat = pick([this](const Seat& each) { return is_whole(each); })) (this->*deed)(*seat);
    });
  }
}

World::Seat* World::pick(const std::function<bool(const Seat&)>& fits) {
  std::vector<Seat*> fitting;
  for (const auto& seat : seats_) {
    if (fits(*seat)) fitting.push_back(seat.get());
  }
  return fitting.empty() ? nullptr : fitting[random_.below(fitting.size())];
}

void World::break_connections(Seat& seat) {
  const std::lock_guard lock(network_->mutex);
  for (const auto& wire : network_->wires_of(seat.process->host())) {
    if (random_.chance(80)) wire->reset();
  }
}

void World::cut_off(Seat& seat) {
  const std::uint64_t milliseconds = random_.scaled(10, 3'000);
  chronicle_.note(now(), seat.process->host(), Kind::kCutOff, milliseconds);
  const std::lock_guard lock(network_->mutex);
  network_->cut_off(seat.process->host(), now() + static_cast<Time>(milliseconds) * kMillisecond);
}

// Most die of something: in the midst of what they have just received.
void World::doom(Seat& seat) {
  seat.doomed = habits_of(seat.process->side()).receives && random_.chance(70);
  if (!seat.doomed) kill(seat);
}

void World::kill(Seat& seat) {
  seat.doomed = false;
  count_up(*seat.process);
  oracle_.end(seat.process->host(), Ending::kDied, seat.process->stats());
  constexpr std::array kDeaths = {Backend::Death::kKilled, Backend::Death::kReset, Backend::Death::kSilent};
  seat.process->die(kDeaths[random_.below(plan_.tcp && !plan_.is_raw() ? 3 : 2)]);
  seat.application.reset();
  seat.process.reset();
  come_back(seat);
}

void World::leave(Seat& seat) {
  count_up(*seat.process);
  chronicle_.note(now(), seat.process->host(), Kind::kLeft);
  const auto linger = static_cast<std::int64_t>(random_.chance(50) ? 5'000 : random_.below(500));
  oracle_.end(seat.process->host(), Ending::kLeft, seat.process->stats());
  seat.application.reset();
  begin_to_leave(seat, linger);
}

void World::restart_listener(Seat&) {
  Seat* seat = pick([this](const Seat& each) { return is_whole(each) && each.listens; });
  if (!seat) return;
  const int host = seat->process->host();
  chronicle_.note(now(), host, Kind::kListenerStopped);
  seat->process->unbind(seat->endpoint);
  seat->listens = false;
  after(0, kSecond, [this, seat, host] {
    if (!is_whole(*seat) || seat->process->host() != host) return;
    chronicle_.note(now(), host, Kind::kListenerBack);
    bind(*seat);
  });
}

void World::pause(Seat& seat) {
  const std::uint64_t milliseconds = random_.scaled(100, 5'000);
  chronicle_.note(now(), seat.process->host(), Kind::kPaused, milliseconds);
  seat.paused_until = now() + static_cast<Time>(milliseconds) * kMillisecond;
}

void World::hang_up(Seat& seat) { seat.application->hang_up(); }

// Somebody of the same name who connects to the same hosts, and is gone before the trouble is over.
void World::add_twin(Seat&) {
  Seat* seat = pick([](const Seat& each) {
    return each.endpoint.empty() && !each.identity.empty() && each.standing == Standing::kMember;
  });
  if (!seat) return;
  add_guest(add_seat(seat->side, seat->name + "-twin", seat->identity));
}

// Somebody who calls as others do, perhaps by the name of one of them.
void World::add_intruder(Seat&) {
  Seat* seat = pick([](const Seat& each) { return each.endpoint.empty() && each.standing == Standing::kMember; });
  if (!seat) return;
  const std::vector<Standing> standings = intruders_of(plan_.security);
  Seat& intruder = add_seat(seat->side, "intruder-" + std::to_string(seats_.size()), seat->identity);
  intruder.standing = standings[random_.below(standings.size())];
  add_guest(intruder);
}

void World::add_guest(Seat& guest) {
  guest.returns = false;
  start(guest);
  const Time left = 1 + plan_.trouble + kSecond - now();
  after(0, left, [this, &guest] {
    if (is_whole(guest)) random_.chance(50) ? kill(guest) : leave(guest);
  });
}

}  // namespace sim
