#include <algorithm>
#include <array>

#include "sim/world/oracle.h"

// What has to be so at the end, when everything has come to rest.
namespace sim {

namespace {

using ymq::engine::Stats;

// Messages of which the sender says that they may not have arrived.
std::uint64_t admitted(const Stats& stats) {
  const auto& drops = stats.drops;
  return drops.full + drops.unroutable + drops.peer_gone + drops.undeliverable + stats.messages_uncertain;
}

}  // namespace

void Oracle::judge(int host, const Stats& stats) {
  Host& judged = hosts_.at(host);
  judged.stats = stats;
  check_own_counters(judged);
  check_at_rest(judged);
  check_signals(judged);
  if (plan_.is_raw()) check_stream(host, judged);
  if (plan_.is_loyal()) check_loyalty(judged);
}

void Oracle::judge_all() const {
  for (const auto& [number, host] : hosts_) {
    if (host.intrudes) continue;
    if (host.ending == Ending::kLives) check_acknowledged(number, host);
    if (host.ending == Ending::kLives && plan_.conflates() && plan_.is_loyal()) check_newest(number, host);
    if (is_accountable(host)) check_missing(number, host);
  }
  if (plan_.is_loyal() && !somebody_asks_again()) check_sums();
  if (plan_.is_raw()) check_streams();
  for (const std::size_t side : {0, 1}) check_probes(side);
}

// A host that died owes nobody anything. Who leaves, or is sent away because somebody has taken his name, leaves what
// had arrived to the other; if that one ends with it unread, nobody knows. A plain host owes only what it counts, and
// does not know what was read of it before it was turned away. And nobody counts what a subscriber misses while it is
// none.
bool Oracle::is_accountable(const Host& host) const {
  const bool left_it_to_others = host.ending == Ending::kLeft || plan_.faults.twins != 0;
  if (host.ending == Ending::kDied || (left_it_to_others && somebody_ended(host))) return false;
  if (habits_of(side_of(host)).publishes && !plan_.is_loyal()) return plan_.acknowledged && plan_.sessions_last;
  return plan_.acknowledged || plan_.is_loyal() || (laws_.uncertain && plan_.is_accountable() && !is_turned_away(host));
}

// By a PAIR that has a partner already.
bool Oracle::is_turned_away(const Host& host) const {
  return std::ranges::any_of(
      hosts_, [&](const auto& entry) { return entry.second.side != host.side && entry.second.turned_away; });
}

// Of those at the other side.
bool Oracle::somebody_ended(const Host& host) const {
  return std::ranges::any_of(hosts_, [&](const auto& entry) {
    return entry.second.side != host.side && entry.second.ending != Ending::kLives && !entry.second.intrudes;
  });
}

void Oracle::check_own_counters(const Host& host) const {
  const auto same = [&](std::uint64_t counted, std::uint64_t real, const std::string& what) {
    if (counted == real) return;
    fail("counters add up", host, count(counted, what) + " are counted, and " + std::to_string(real) + " were");
  };
  same(host.stats.messages_sent, host.sent, "messages sent");
  same(host.stats.bytes_sent, host.sent_bytes, "bytes sent");
  same(host.stats.messages_received, host.received, "messages received");
  same(host.stats.bytes_received, host.received_bytes, "bytes received");
}

void Oracle::check_at_rest(const Host& host) const {
  const auto none = [&](std::uint64_t counted, const std::string& what) {
    if (counted != 0) fail("everything ends", host, count(counted, what) + " at the end");
  };
  none(host.stats.messages_queued, "messages are queued");
  none(host.stats.messages_waiting, "messages wait");
  none(host.stats.messages_unacknowledged, "messages are unacknowledged");
  none(host.stats.sessions_waiting, "sessions wait");
}

void Oracle::check_loyalty(const Host& host) const {
  const auto none = [&](std::uint64_t counted, const std::string& what) {
    if (counted != 0) fail("none lost", host, count(counted, what) + ", yet nobody was lost");
  };
  none(host.stats.drops.peer_gone, "messages were dropped as their peer was gone");
  none(host.stats.messages_uncertain, "messages were uncertain");
  if (asks_again(host)) return;
  none(host.stats.drops.undeliverable, "messages were undeliverable");
  none(host.stats.drops.redelivered, "messages were redelivered");
}

// What is replaced on its way in is taken, as far as its sender is concerned.
void Oracle::check_acknowledged(int number, const Host& host) const {
  if (!plan_.acknowledged || !plan_.is_loyal() || somebody_asks_again()) return;
  std::uint64_t delivered = 0;
  for (const Letter& letter : letters_) delivered += letter.sender == number ? letter.deliveries.size() : 0;
  const std::uint64_t counted = host.stats.messages_acknowledged;
  if (counted >= delivered && counted <= delivered + replaced()) return;
  fail("counters add up", host,
       count(counted, "messages are counted as acknowledged, and ") + count(delivered, "were received"));
}

// Messages of which it is known that they may not have arrived.
std::uint64_t Oracle::known_of(const Host& host) const {
  const std::uint64_t answers = type_of(host) == ConnectorType::kRep ? late_answers() : 0;
  return admitted(host.stats) + host.undelivered + answers;
}

// Messages that gave way to newer ones: some at their senders, some where they came to.
std::uint64_t Oracle::replaced() const {
  std::uint64_t replaced = 0;
  for (const auto& [number, host] : hosts_) replaced += host.intrudes ? 0 : host.stats.drops.replaced;
  return replaced;
}

void Oracle::check_missing(int number, const Host& host) const {
  const std::vector<const Letter*> missing = missing_of(number, host, From::kSurely);
  const std::uint64_t known = known_of(host);
  const bool in_vain = plan_.acknowledged && balances(host) && type_of(host) != ConnectorType::kReq && known != 0;
  if (in_vain && host.ending == Ending::kLives && !side_of(host).conflates()) {
    fail("none lost", host, count(known, "messages were given up, yet others would have taken them"));
  }
  if (missing.size() <= known + replaced()) return;
  fail("none lost", host,
       count(missing.size(), "messages are missing, the first of them ") + describe(*missing.front()) + "; " +
           count(known + replaced(), "are accounted for"));
}

// Nothing is lost, so what is missing is what was dropped for want of room or for a newer one: neither more nor less.
void Oracle::check_sums() const {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  std::uint64_t known = replaced();
  for (const auto& [number, host] : hosts_) {
    if (host.intrudes) continue;
    least += missing_of(number, host, From::kSurely).size();
    most += missing_of(number, host, From::kPerhaps).size();
    known += known_of(host);
  }
  if (least <= known && known <= most) return;
  fail("counters add up", hosts_.begin()->second,
       count(known, "messages are accounted for, all together, and ") + count(least, "to ") +
           count(most, "are missing"));
}

// Of messages that give way to newer ones the newest does not.
void Oracle::check_newest(int number, const Host& host) const {
  const bool publishes = habits_of(side_of(host)).publishes;
  const bool drops = publishes && (!side_of(host).conflates() || host.stats.drops.full != 0);
  const auto newest = std::ranges::find(letters_.rbegin(), letters_.rend(), number, &Letter::sender);
  if (drops || (!publishes && !balances(host)) || newest == letters_.rend()) return;
  const std::vector<const Letter*> missing = missing_of(number, host, From::kSurely);
  if (std::ranges::find(missing, &*newest) == missing.end()) return;
  fail("the newest arrives", host, describe(*newest) + " did not, and was the last");
}

// One for each link that came up, or ended, as was asked for.
void Oracle::check_signals(const Host& host) const {
  const std::int64_t notices = side_of(host).option(OptionId::kRouterNotify);
  if (notices == 0) return;
  const std::uint64_t right = (is_noticed(host, ymq::PeerNotice::kConnected) ? host.stats.links_opened : 0) +
                              (is_noticed(host, ymq::PeerNotice::kDisconnected) ? host.stats.links_closed : 0);
  if (host.signals == right) return;
  fail("notices frame what they are about", host,
       count(host.signals, "notices were received, and ") + count(right, "links came up or ended"));
}

// An empty message for each link that goes on with no session. Those that a REP gets are not received.
void Oracle::check_probes(std::size_t side) const {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  for (const auto& [number, host] : hosts_) {
    (host.side == side ? sent : received) +=
        host.side == side ? host.stats.links_opened - host.stats.sessions_resumed : host.signals;
  }
  const bool are_received = plan_.sides[1 - side].type != ConnectorType::kRep;
  if (!plan_.sides[side].probes() || !are_received || plan_.anybody_ends()) return;
  if (received == sent || (received < sent && plan_.faults.any())) return;
  fail("notices frame what they are about", hosts_.begin()->second,
       count(received, "empty messages were received, and ") + count(sent, "were sent"));
}

void Oracle::check_stream(int number, const Host& host) const {
  const bool told_of_all = plan_.faults.hang_ups == 0;
  const Stats& stats = host.stats;
  const bool paired = streams_.made(number) == stats.links_opened && streams_.ended(number) == stats.links_closed;
  if (told_of_all && !paired) fail("connections begin and end", host, "it was not told of each, or of more");
}

// Who thinks that he has a connection has one, and got all of it; if nobody has given up what the other end still
// believes in.
void Oracle::check_streams() const {
  std::array<std::size_t, 2> open{};
  if (std::ranges::any_of(hosts_, [](const auto& entry) { return entry.second.timed_out; })) return;
  for (const auto& [number, host] : hosts_) {
    if (host.ending != Ending::kLives) continue;
    open[host.side] += streams_.open(number);
    if (streams_.has_torn(number)) fail("only the end is lost", host, "a connection goes on behind part of a message");
  }
  // Who hung up where there was nobody, and is not strict about that, was not told.
  if (open[0] == open[1] || plan_.faults.hang_ups != 0) return;
  fail("connections begin and end", hosts_.begin()->second,
       count(open[0], "connections are open at its side, and ") + count(open[1], "at the other"));
}

std::vector<const Letter*> Oracle::missing_of(int number, const Host& host, From from) const {
  std::vector<const Letter*> missing;
  if (!habits_of(side_of(host)).publishes) {
    for (const Letter& letter : letters_) {
      if (letter.sender == number && letter.deliveries.empty()) missing.push_back(&letter);
    }
    return missing;
  }
  for (const auto& [other, subscriber] : hosts_) {
    const bool counts = subscriber.side != host.side && subscriber.ending == Ending::kLives && !subscriber.intrudes;
    if (counts) add_missing_of_subscriber(number, other, from, missing);
  }
  return missing;
}

// Whether a subscriber should have got all that was ever published for it. It surely should where all is kept for those
// who come later. It may miss some of that where not only want of room behind what it got has messages dropped: then
// nobody can say whether they were meant for it.
bool Oracle::is_owed_all(const Host& publisher, From from) const {
  const Side& side = side_of(publisher);
  const bool perhaps = plan_.conflates() || side.is_immediate() || side.option(OptionId::kReplay) != 0;
  return from == From::kPerhaps ? perhaps : side.replays_all() && publisher.ending == Ending::kLives;
}

// To be kept for those who come later.
bool Oracle::is_too_large(const Letter& letter, const Host& publisher) const {
  const std::int64_t most = side_of(publisher).option(OptionId::kReplayBytes);
  return most != 0 && letter.bytes() + kAround > static_cast<std::uint64_t>(most);
}

// From the first that it got it should have got all. Groups are joined one after the other, in the order of their
// names: whoever got something of one has joined those before it, and perhaps the others.
void Oracle::add_missing_of_subscriber(int sender, int receiver, From from, std::vector<const Letter*>& missing) const {
  constexpr char kAll = '~';
  const Host& publisher = hosts_.at(sender);
  const char topic = hosts_.at(receiver).topic;
  const bool each_group = habits_of(side_of(publisher)).groups && from == From::kSurely;
  char owed = is_owed_all(publisher, from) ? kAll : '\0';  // Up to this group.
  for (const Letter& letter : letters_) {
    if (letter.sender != sender || (topic != '*' && topic != letter.topic)) continue;
    const bool got = letter.was_delivered_to(receiver);
    if (got) owed = std::max(owed, each_group ? letter.topic : kAll);
    if (letter.topic <= owed && !got && !(from == From::kSurely && is_too_large(letter, publisher))) {
      missing.push_back(&letter);
    }
  }
}

}  // namespace sim
