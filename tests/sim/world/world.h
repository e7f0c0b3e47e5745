#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/world/application.h"
#include "sim/world/chronicle.h"
#include "sim/world/oracle.h"
#include "sim/world/plan.h"
#include "sim/world/process.h"

namespace sim {

// What the library says it did about the faults, all hosts together.
struct Repairs {
  std::uint64_t resumed = 0;
  std::uint64_t resent = 0;
  std::uint64_t redelivered = 0;
  std::uint64_t undeliverable = 0;
  std::uint64_t uncertain = 0;
  std::uint64_t dropped = 0;

  void add(const ymq::engine::Stats& stats);
};

// Everything that follows from one seed: hosts that exchange messages, and what happens to them and to their
// connections. First comes a time of trouble, then one of calm, in which everything has to come to its end.
class World {
 public:
  World(std::uint64_t seed, const Laws& laws, Chronicle& chronicle);
  ~World();

  // Throws `Broken` where a law is broken.
  void run();

  const Plan& plan() const noexcept { return plan_; }
  const Repairs& repairs() const noexcept { return repairs_; }

 private:
  // A place for a process: one dies, and the next takes its place and its name.
  struct Seat {
    std::string name;
    std::size_t side = 0;
    std::string identity;
    char topic = 0;
    std::string endpoint;  // Where it is bound, if it is one of those that are,
    bool listens = false;  // and whether it is so now.
    int incarnations = 0;
    std::unique_ptr<Process> process;
    std::unique_ptr<Application> application;
    Time paused_until = 0;
    Time leaves_until = 0;
    bool doomed = false;  // It dies as soon as it has received something.
    bool returns = true;  // Once it has ended.
    Standing standing = Standing::kMember;
  };
  using Deed = std::function<void()>;

  Time now() const { return network_->now(); }
  void at(Time moment, Deed deed);
  void after(Time least, Time most, Deed deed);

  void live();
  void add_seats();
  Seat& add_seat(std::size_t side, const std::string& name, const std::string& identity);
  void add_guest(Seat& guest);
  void start(Seat& seat);
  std::vector<std::string> wanted_by(const Seat& seat) const;
  std::vector<Contact> names_known_to(const Seat& seat) const;
  std::vector<Contact> connect(Seat& seat);
  void begin_work(Seat& seat, std::vector<Contact> contacts);
  void take_turns(Seat& seat, Time every, bool (World::*turn)(Seat&));
  void go_on(Seat& seat, int host, Time every, Time wait, bool (World::*turn)(Seat&));
  bool send_turn(Seat& seat);
  bool receive_turn(Seat& seat);

  void plan_faults();
  void plan_deeds(int times, void (World::*deed)(Seat&));
  Fate draw_fate();
  Seat* pick(const std::function<bool(const Seat&)>& fits);
  bool is_whole(const Seat& seat) const { return seat.process && !seat.process->is_leaving(); }
  void break_connections(Seat& seat);
  void cut_off(Seat& seat);
  void doom(Seat& seat);
  void kill(Seat& seat);
  void leave(Seat& seat);
  void restart_listener(Seat& seat);
  void bind(Seat& seat);
  void pause(Seat& seat);
  void add_twin(Seat& seat);
  void hang_up(Seat& seat);
  void add_intruder(Seat& seat);
  void begin_to_leave(Seat& seat, std::int64_t linger_ms);
  void see_to_leaving(Seat& seat);
  void come_back(Seat& seat);
  void count_up(Process& process) { repairs_.add(process.stats()); }

  Time next_moment();
  void pass_time(Time until);
  void step(Time limit);
  void run_until(Time moment);

  void calm_down();
  void settle();
  bool is_settled();
  std::string restless();
  std::uint64_t received() const;
  void judge();
  void close_all();

  const Plan plan_;
  Chronicle& chronicle_;
  Random random_;
  const std::shared_ptr<Network> network_;
  Oracle oracle_;
  const Surroundings around_;
  std::vector<std::unique_ptr<Seat>> seats_;
  std::map<std::pair<Time, std::uint64_t>, Deed> agenda_;
  std::uint64_t deeds_ = 0;
  bool calm_ = false;
  bool judged_ = false;
  Repairs repairs_;
};

}  // namespace sim
