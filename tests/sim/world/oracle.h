#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/connector.h"
#include "sim/world/letter.h"
#include "sim/world/plan.h"

namespace sim {

// A law is broken: which, and by what.
struct Broken {
  std::string law;
  std::string what;
};

// How a host ended, if it did: it died with all that it had, or it closed its connector and waited for that.
enum class Ending : std::uint8_t { kLives, kDied, kLeft };

// Knows every message that was accepted and every one that was received, and holds the library to its laws. A law that
// is broken is thrown, as `Broken`.
class Oracle {
 public:
  Oracle(const Plan& plan, const Laws& laws) : plan_(plan), laws_(laws) {}

  // A host begins: its number and name, whose place it takes, the side it is on, the identity that it gives itself, and
  // what it subscribes to ('*' for everything; 0: it does not subscribe).
  void begin(int host, const std::string& name, const std::string& seat, std::size_t side, const std::string& identity,
             char topic);
  // It ends, and these are its last counters.
  void end(int host, Ending ending, const ymq::engine::Stats& stats);
  // It has left, and that is how many messages it did not deliver.
  void leave(int host, std::uint64_t undelivered) { hosts_.at(host).undelivered = undelivered; }

  // The number that the next letter has if it is accepted.
  std::uint32_t next_number() const { return static_cast<std::uint32_t>(letters_.size()); }
  // `bytes` is the payload as it was given to the library.
  void accept(Letter letter, std::uint64_t bytes);
  const Letter& receive(int host, std::span<const ymq::Part> letter, std::uint64_t bytes, bool again, Time now);
  // Something else that was sent and accepted: a subscription, as a message.
  void note_sent(int host, std::uint64_t bytes);
  // A publisher was told that a topic begins to be subscribed to, or no longer is.
  void tell(int host, std::size_t parts, std::string_view notice);
  // Whether a publisher that is told knows of all that is subscribed to, and of nothing else.
  bool knows_what_is_wanted(int host) const;
  const Letter& letter(std::uint32_t number) const { return letters_[number]; }

  // What the connector said of itself.
  void hear(int host, const ymq::engine::Event& event, Time now);
  void look_at(int host, std::span<const ymq::engine::PeerStats> peers) const;

  // Everything has come to rest, and these are the counters of a host that lives.
  void judge(int host, const ymq::engine::Stats& stats);
  // All hosts have been judged or have ended.
  void judge_all() const;

 private:
  struct Host {
    std::string name;
    std::string seat;
    std::size_t side = 0;
    std::string identity;
    char topic = 0;
    Ending ending = Ending::kLives;
    Time gave_up = -1;         // When it last lost somebody, whose messages may have gone to others since.
    bool turned_away = false;  // Somebody whose handshake was done.
    std::uint64_t sent = 0;
    std::uint64_t sent_bytes = 0;
    std::uint64_t received = 0;
    std::uint64_t received_bytes = 0;
    std::uint64_t undelivered = 0;
    std::set<std::string> told;  // Topics.
    ymq::engine::Stats stats;
  };

  const Side& side_of(const Host& host) const { return plan_.sides[host.side]; }
  ConnectorType type_of(const Host& host) const { return side_of(host).type; }
  bool balances(const Host& host) const;
  bool asks_again(const Host& host) const;
  bool somebody_asks_again() const;
  std::uint64_t late_answers() const;
  bool may_be_late(const Letter& letter) const;
  std::string describe(const Letter& letter) const;
  [[noreturn]] void fail(const std::string& law, const Host& host, const std::string& what) const;

  bool is_meant(const Letter& letter, const Host& host, int number) const;
  void check_addressee(const Letter& letter, const Host& host, int number) const;
  void check_twice(const Letter& letter, const Host& host, int number, bool again) const;
  void check_order(const Letter& letter, const Host& host, int number);

  void check_loss(const Host& host, const ymq::engine::Event& event) const;
  void check_own_counters(const Host& host) const;
  void check_at_rest(const Host& host) const;
  void check_loyalty(const Host& host) const;
  void check_acknowledged(int number, const Host& host) const;
  void check_missing(int number, const Host& host) const;
  std::vector<const Letter*> missing_of(int number, const Host& host) const;
  void add_missing_of_subscriber(int sender, int receiver, std::vector<const Letter*>& missing) const;
  bool is_accountable(const Host& host) const;
  bool is_turned_away(const Host& host) const;
  bool somebody_ended(const Host& host) const;

  const Plan& plan_;
  const Laws laws_;
  std::map<int, Host> hosts_;
  std::deque<Letter> letters_;
  std::map<std::pair<int, int>, std::uint32_t> latest_;  // By sender and receiver: the last letter that came in order.
  std::uint64_t largest_ = 0;
};

}  // namespace sim
