#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/connector.h"
#include "sim/world/letter.h"
#include "sim/world/plan.h"
#include "sim/world/streams.h"

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
  // what it subscribes to ('*' for everything; 0: it does not subscribe). An intruder is to get nowhere.
  void begin(int host, const std::string& name, const std::string& seat, std::size_t side, const std::string& identity,
             char topic, bool intrudes);
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
  // The routing id that a letter came with: it has to be that of its sender.
  void check_route(int host, const std::string& route, const Letter& letter);
  // An empty message came: what a ROUTER, or a STREAM, is told of a peer, or what a peer said first.
  void receive_signal(int host, const std::string& route, std::uint64_t bytes);
  // Bytes came over a connection that knows no messages: the letters that are whole by them. `counted`: with the route.
  std::vector<const Letter*> receive_bytes(int host, const std::string& route, std::string_view bytes,
                                           std::uint64_t counted, Time now);
  // The application has ended such a connection.
  void hang_up(int host, const std::string& route);
  // Whether a connector may take a letter that takes none for peers without a link.
  bool may_accept(int host, std::span<const ymq::engine::PeerStats> peers) const;
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
  // What a message takes on the wire and in accounts beyond its payload, at most: headers, an envelope, an overhead.
  static constexpr std::uint64_t kAround = 512;

  struct Host {
    std::string name;
    std::string seat;
    std::size_t side = 0;
    std::string identity;
    char topic = 0;
    bool intrudes = false;
    Ending ending = Ending::kLives;
    Time gave_up = -1;         // When it last lost somebody, whose messages may have gone to others since.
    Time lost_link = -1;       // When it last heard that a link had ended,
    bool timed_out = false;    // and whether it has given one up itself.
    bool turned_away = false;  // Somebody whose handshake was done.
    std::uint64_t sent = 0;
    std::uint64_t sent_bytes = 0;
    std::uint64_t received = 0;
    std::uint64_t received_bytes = 0;
    std::uint64_t undelivered = 0;
    std::map<std::string, std::uint64_t> told;  // Topics, and how often they were begun and not ended.
    std::uint64_t signals = 0;
    ymq::engine::Stats stats;
  };

  const Side& side_of(const Host& host) const { return plan_.sides[host.side]; }
  ConnectorType type_of(const Host& host) const { return side_of(host).type; }
  bool balances(const Host& host) const;
  bool asks_again(const Host& host) const;
  bool somebody_asks_again() const;
  std::uint64_t late_answers() const;
  bool may_be_late(const Letter& letter, const Host& receiver) const;
  static void note_received(Host& host, std::uint64_t bytes);
  const Letter* take_from_stream(int host, const std::string& route, Time now);
  Letter* next_in_stream(int host, const std::string& route);
  bool is_noticed(const Host& host, ymq::PeerNotice what) const;
  void check_signal_order(const Host& host, std::uint64_t signals) const;
  static std::string count(std::uint64_t number, const std::string& what);
  std::string describe(const Letter& letter) const;
  [[noreturn]] void fail(const std::string& law, const Host& host, const std::string& what) const;

  bool is_wanted(const Host& publisher, const std::string& topic) const;
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
  void check_sums() const;
  void check_newest(int number, const Host& host) const;
  void check_signals(const Host& host) const;
  void check_streams() const;
  void check_probes(std::size_t side) const;
  void check_stream(int number, const Host& host) const;
  std::uint64_t known_of(const Host& host) const;
  std::uint64_t replaced() const;
  // What a subscriber surely should have got, or all that it may have been meant to get.
  enum class From : std::uint8_t { kSurely, kPerhaps };
  std::vector<const Letter*> missing_of(int number, const Host& host, From from) const;
  void add_missing_of_subscriber(int sender, int receiver, From from, std::vector<const Letter*>& missing) const;
  bool is_owed_all(const Host& publisher, From from) const;
  bool is_too_large(const Letter& letter, const Host& publisher) const;
  bool is_accountable(const Host& host) const;
  bool is_turned_away(const Host& host) const;
  bool somebody_ended(const Host& host) const;

  const Plan& plan_;
  const Laws laws_;
  std::map<int, Host> hosts_;
  std::deque<Letter> letters_;
  // By sender, receiver and, where those have an order of their own, group or connection: the last that came in order.
  std::map<std::tuple<int, int, std::string>, std::uint32_t> latest_;
  std::map<std::pair<int, std::string>, int> heard_by_;             // By receiver and routing id: who came by it first.
  std::map<std::pair<int, std::string>, std::uint64_t> signals_;    // The same: how many empty messages did.
  std::map<std::pair<int, std::string>, std::uint64_t> positions_;  // How many letters a sender wrote to a connection.
  Streams streams_;
  std::uint64_t largest_ = 0;
};

}  // namespace sim
