#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "base/vocabulary.gen.h"
#include "sim/network.h"
#include "sim/random.h"

namespace sim {

using ymq::ConnectorType;
using ymq::OptionId;

// Who talks to whom.
enum class Pairing : std::uint8_t {
  kPushPull,
  kDealerDealer,
  kDealerRouter,
  kRouterRouter,
  kReqRep,
  kPairPair,
  kPubSub,
  kXpubXsub,
  kXpubSub,
  kPubXsub,
  kClientServer,
  kPeerPeer,
  kChannelChannel,
  kScatterGather,
  kRadioDish,
  kStreamStream,
  kStreamRouter,  // Which is told to be raw.
};
inline constexpr std::size_t kPairings = 17;
std::string name_of(Pairing pairing);

// What the library is held to.
struct Laws {
  bool acknowledged = false;  // Acknowledged delivery: worlds have it, and all its laws hold.
  bool uncertain = false;     // What is handed to the system for a plain peer whose link then breaks is counted.
};
// What it keeps now.
inline constexpr Laws kLaws{.acknowledged = true, .uncertain = true};

// What a type does, and how, as far as it matters here.
struct Habits {
  std::string_view name;
  bool sends = false;        // Messages of its own accord.
  bool receives = false;     // Messages of others, or what they subscribe to.
  bool balances = false;     // What it sends goes to one of its peers,
  bool publishes = false;    // or to all that want it.
  bool subscribes = false;   // It says what it wants;
  bool is_told = false;      // or receives what others say they want.
  bool routes = false;       // The first part of a message is the peer that it goes to, or comes from,
  bool by_name = false;      // which may be as the peer calls itself;
  bool groups = false;       // or a group, that of the letter's topic.
  bool has_partner = false;  // It has one peer at a time.
  bool one_part = false;     // A message has one part beside that.
  bool raw = false;          // Its peers know bytes, and no messages.
};
const Habits& habits_of(ConnectorType type);

// The hosts of one side, all alike.
struct Side {
  ConnectorType type{};
  int hosts = 1;
  bool binds = false;
  bool named = false;          // They tell their peers who they are.
  bool calls_by_name = false;  // They connect by routing ids of their own choice.
  std::vector<std::pair<OptionId, std::int64_t>> options;

  std::int64_t option(OptionId id) const;  // 0 where it is not among them.
  bool conflates() const { return option(OptionId::kConflate) != 0; }
  bool is_immediate() const { return option(OptionId::kImmediate) != 0; }
  bool probes() const { return option(OptionId::kProbeRouter) != 0; }
  // Everything that it has ever sent is kept for those who subscribe later.
  bool replays_all() const { return option(OptionId::kReplay) > kMostLetters && option(OptionId::kReplayBytes) == 0; }
  static constexpr std::int64_t kMostLetters = 1'000;

  int letters = 0;  // How many messages each host has to send in all,
  int burst = 1;    // how many at a time at most,
  Time send_every = ymq::kMillisecond;
  int read_most = 1;  // and how many it takes at a time.
  Time read_every = ymq::kMillisecond;
};

// As its options have it.
const Habits& habits_of(const Side& side);

// What somebody calls whom he connects to by a name of his own choice.
inline std::string name_for(const std::string& seat) { return "at-" + seat; }
// Whether somebody has chosen this routing id, for himself or for his peer: those that are made up begin with a zero.
inline bool is_chosen(const std::string& route) { return route.front() != '\0'; }

// What whoever calls has to prove.
enum class Security : std::uint8_t { kNone, kPlain, kCurve, kCurveJudged };  // By a key; one that a handler knows.

// What goes wrong until the trouble is over. Chances are in percent, for each connection.
// Nothing passes for at most so long, where it goes on after that.
inline constexpr Time kLongestStall = 2 * ymq::kSecond;

struct Faults {
  std::uint64_t refused = 0;
  std::uint64_t unanswered = 0;
  std::uint64_t reset = 0;
  std::uint64_t half_close = 0;
  std::uint64_t stall = 0;
  std::uint64_t one_way = 0;
  std::uint64_t silence = 0;
  std::uint64_t furthest_byte = 1;  // Where in a connection something happens at the latest.
  // How often each of these happens to somebody.
  int breaks = 0;  // Of all connections of a host at once.
  int cuts = 0;    // Of a host from all others, for some time.
  int deaths = 0;
  int leaves = 0;
  int listener_restarts = 0;
  int pauses = 0;     // Of a reader.
  int twins = 0;      // Somebody comes who goes by the name of a host that is there.
  int intruders = 0;  // Somebody calls who has no proof, or a wrong one.
  int hang_ups = 0;   // Of a connection, by an application whose peer speaks no ZMTP.

  bool any() const;
};

// Everything that a seed says about its world.
struct Plan {
  std::uint64_t seed = 0;
  Pairing pairing{};
  bool acknowledged = false;  // Both sides agree on it.
  Security security = Security::kNone;
  bool sessions_last = false;  // No outage outlasts the lifetime of a session, and nobody takes another's name.
  bool tcp = true;
  std::array<Side, 2> sides;
  Weather weather;
  Time grain = 0;  // How long whatever happens may wait to be looked at.
  Time trouble = ymq::kSecond;
  std::uint64_t large_percent = 0;  // How many messages are of tens of KiB.
  Faults faults;

  static Plan make(std::uint64_t seed, const Laws& laws);

  // Somebody dies or goes: messages may be lost with him, where they are counted.
  bool anybody_ends() const { return faults.deaths + faults.leaves + faults.twins + faults.hang_ups != 0; }
  bool is_raw() const { return habits_of(sides[0]).raw; }
  bool conflates() const { return sides[0].conflates() || sides[1].conflates(); }
  // Each message that is accepted arrives, or is dropped for want of room.
  bool is_loyal() const { return !anybody_ends() && (!faults.any() || (acknowledged && sessions_last)); }
  // Plain senders can tell how much may be lost: what had arrived at a host is read there.
  bool is_accountable() const;
  std::vector<std::string> describe() const;
};

}  // namespace sim
