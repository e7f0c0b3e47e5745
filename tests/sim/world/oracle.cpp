#include "sim/world/oracle.h"

#include <algorithm>

namespace sim {

namespace {

using ymq::EventKind;
using ymq::Status;
using ymq::engine::PeerStats;
using ymq::engine::Stats;

// What a message takes on the wire and in accounts beyond its payload, at most: headers, an envelope, an overhead.
constexpr std::uint64_t kAround = 512;
// What is counted for each message beside its bytes, while it is not acknowledged.
constexpr std::uint64_t kAccounted = 16;

std::string count(std::uint64_t number, const std::string& what) { return std::to_string(number) + " " + what; }

// Messages of which the sender says that they may not have arrived.
std::uint64_t admitted(const Stats& stats) {
  const auto& drops = stats.drops;
  return drops.full + drops.unroutable + drops.peer_gone + drops.undeliverable + stats.messages_uncertain;
}

}  // namespace

void Oracle::begin(int host, const std::string& name, const std::string& seat, std::size_t side,
                   const std::string& identity, char topic) {
  Host& begun = hosts_[host];
  begun.name = name;
  begun.seat = seat;
  begun.side = side;
  begun.identity = identity;
  begun.topic = topic;
}

void Oracle::end(int host, Ending ending, const Stats& stats) {
  Host& ended = hosts_.at(host);
  ended.ending = ending;
  ended.stats = stats;
}

bool Oracle::balances(const Host& host) const { return habits_of(type_of(host)).balances; }

// A REQ that was told to: a request that is slow to be answered may come twice.
bool Oracle::asks_again(const Host& host) const {
  return type_of(host) == ConnectorType::kReq && side_of(host).option(OptionId::kRequestTimeout) != 0;
}

bool Oracle::somebody_asks_again() const {
  return std::ranges::any_of(hosts_, [this](const auto& entry) { return asks_again(entry.second); });
}

// Answers that nobody waited for any more, because the request had been sent once more.
std::uint64_t Oracle::late_answers() const {
  std::uint64_t late = 0;
  for (const auto& [number, host] : hosts_) late += asks_again(host) ? host.stats.drops.unexpected : 0;
  return late;
}

// Its sender has lost somebody since it was accepted: then it may have gone to somebody else, or wait in the inbox of
// a connection that is over while others come on a new one. A sender that is closing says no more whom it loses; nor
// does one that died of the connections that it lost last.
bool Oracle::may_be_late(const Letter& letter) const {
  const Host& sender = hosts_.at(letter.sender);
  const bool says_no_more = sender.ending == Ending::kLeft || (sender.ending == Ending::kDied && !plan_.acknowledged);
  return sender.gave_up >= letter.accepted || says_no_more;
}

std::string Oracle::describe(const Letter& letter) const {
  return "message " + std::to_string(letter.number) + " of " + hosts_.at(letter.sender).name;
}

void Oracle::fail(const std::string& law, const Host& host, const std::string& what) const {
  throw Broken{law, host.name + ": " + what};
}

// What is sent and received. -----------------------------------------------------------------------------------------

void Oracle::accept(Letter letter, std::uint64_t bytes) {
  Host& sender = hosts_.at(letter.sender);
  ++sender.sent;
  sender.sent_bytes += bytes;
  largest_ = std::max(largest_, letter.bytes() + kAround);
  letters_.push_back(std::move(letter));
}

const Letter& Oracle::receive(int host, std::span<const ymq::Part> parts, std::uint64_t bytes, bool again, Time now) {
  Host& receiver = hosts_.at(host);
  ++receiver.received;
  receiver.received_bytes += bytes;
  const auto number = number_in(parts);
  if (!number || *number >= letters_.size()) fail("nothing is invented", receiver, "received what nobody sent");
  Letter& letter = letters_[*number];
  if (!is_same(letter, parts)) fail("nothing is torn", receiver, describe(letter) + " came with other bytes");
  check_addressee(letter, receiver, host);
  check_twice(letter, receiver, host, again);
  if (!again) check_order(letter, receiver, host);
  letter.deliveries.push_back({host, now, again});
  return letter;
}

void Oracle::note_sent(int host, std::uint64_t bytes) {
  ++hosts_.at(host).sent;
  hosts_.at(host).sent_bytes += bytes;
}

// Of each topic the beginning and the end, in turn, whoever and how many subscribe to it.
void Oracle::tell(int host, std::size_t parts, std::string_view notice) {
  Host& publisher = hosts_.at(host);
  ++publisher.received;
  publisher.received_bytes += notice.size();
  const std::string topic(notice.substr(1));
  const bool begins = notice.front() == 1;
  const bool is_news = begins ? publisher.told.insert(topic).second : publisher.told.erase(topic) == 1;
  if (parts != 1 || !is_news) {
    fail("publishers are told of changes", publisher,
         "was told that the topic '" + topic + "' " + (begins ? "begins" : "ends") + ", which it knew");
  }
}

bool Oracle::knows_what_is_wanted(int host) const {
  const Host& publisher = hosts_.at(host);
  std::set<std::string> wanted;
  for (const auto& [number, other] : hosts_) {
    const bool wants = other.side != publisher.side && other.ending == Ending::kLives;
    if (wants) wanted.insert(other.topic == '*' ? std::string() : std::string(1, other.topic));
  }
  return !habits_of(type_of(publisher)).is_told || publisher.told == wanted;
}

// A made-up name is that of one host; or, for somebody who calls an address, of whoever is there.
bool Oracle::is_meant(const Letter& letter, const Host& host, int number) const {
  if (!letter.seat.empty()) return letter.seat == host.seat;
  if (letter.only == 0 || letter.only == number) return true;
  return side_of(host).binds && host.seat == hosts_.at(letter.only).seat;
}

void Oracle::check_addressee(const Letter& letter, const Host& host, int number) const {
  const bool wrong_side = hosts_.at(letter.sender).side == host.side;
  const bool wrong_name = !letter.to.empty() && letter.to != host.identity;
  const bool wrong_host = !is_meant(letter, host, number);
  const bool wrong_topic = host.topic != 0 && host.topic != '*' && host.topic != letter.topic;
  if (wrong_side || wrong_name || wrong_host || wrong_topic) {
    fail("only whom it is for", host, "received " + describe(letter) + ", which was for somebody else");
  }
}

void Oracle::check_twice(const Letter& letter, const Host& host, int number, bool again) const {
  const Host& sender = hosts_.at(letter.sender);
  const bool may_be_doubled = plan_.acknowledged && ((balances(sender) && may_be_late(letter)) || asks_again(sender));
  if (again && !may_be_doubled) {
    fail("marked only after a loss", host, describe(letter) + " came marked as redelivered, yet nobody was lost");
  }
  const bool to_many = habits_of(type_of(sender)).publishes;
  const bool before = to_many ? letter.was_delivered_to(number) : !letter.deliveries.empty();
  if (!before) return;
  const auto plainly = [](const Delivery& each) { return !each.again; };
  if (!may_be_doubled || (!again && std::ranges::any_of(letter.deliveries, plainly))) {
    fail("none twice", host, "received " + describe(letter) + ", which had been received before");
  }
}

void Oracle::check_order(const Letter& letter, const Host& host, int number) {
  const auto [latest, first] = latest_.try_emplace({letter.sender, number}, letter.number);
  if (latest->second <= letter.number) {
    latest->second = letter.number;
  } else if (!may_be_late(letter)) {
    fail("order is kept", host, "received " + describe(letter) + " behind message " + std::to_string(latest->second));
  }
}

// What the connector says. -------------------------------------------------------------------------------------------

void Oracle::hear(int host, const ymq::engine::Event& event, Time now) {
  Host& hearer = hosts_.at(host);
  const bool lost_link = event.kind == EventKind::kDisconnected && !plan_.acknowledged;
  const bool lost_session = event.kind == EventKind::kSessionEnded || event.kind == EventKind::kEvicted;
  if (lost_link || lost_session) hearer.gave_up = now;
  hearer.turned_away |= event.kind == EventKind::kHandshakeFailed && event.status == Status::kClosed;
  check_loss(hearer, event);
}

// Where no outage lasts as long as a session, messages are given up only with one of the two; or with a PAIR that has
// not yet given up another. A session that is over without that, because only one end ever knew of it, does no harm.
void Oracle::check_loss(const Host& host, const ymq::engine::Event& event) const {
  const bool loses = event.kind == EventKind::kRedelivered || event.kind == EventKind::kUndeliverable ||
                     event.kind == EventKind::kDropped;
  const bool explained = somebody_ended(host) || (habits_of(type_of(host)).has_partner && plan_.anybody_ends());
  if (!loses || !plan_.acknowledged || !plan_.sessions_last || explained || asks_again(host)) return;
  fail("sessions hold", host,
       count(event.count, "messages were given up with status ") + std::to_string(static_cast<int>(event.status)) +
           ", yet nobody had ended, and no outage was that long");
}

void Oracle::look_at(int host, std::span<const PeerStats> peers) const {
  const Host& owner = hosts_.at(host);
  const auto limit = [&](OptionId id) { return static_cast<std::uint64_t>(side_of(owner).option(id)); };
  const std::uint64_t window = limit(OptionId::kUnacknowledgedBytes);
  const std::uint64_t hwm = limit(OptionId::kSendHwm);
  for (const PeerStats& peer : peers) {
    const std::uint64_t kept = peer.bytes_unacknowledged + peer.messages_unacknowledged * kAccounted;
    if (window != 0 && kept > window + largest_) {
      fail("memory is bounded", owner, count(kept, "bytes are kept until they are acknowledged"));
    }
    // What was written and has to be written again is queued once more, also by the heir of a peer that is gone.
    const bool first_link = peer.number == 1 && peer.counters.links == 1 &&
                            (peer.state & static_cast<std::uint32_t>(ymq::PeerState::kLinked)) != 0;
    const std::uint64_t again = first_link ? 0 : (window + largest_) / kAccounted + 1;
    if (hwm != 0 && (window != 0 || again == 0) && peer.messages_queued > hwm + again) {
      fail("memory is bounded", owner, count(peer.messages_queued, "messages are queued for one peer"));
    }
    if (peer.messages_waiting > limit(OptionId::kReceiveHwm)) {
      fail("memory is bounded", owner, count(peer.messages_waiting, "messages of one peer wait"));
    }
  }
}

// The end. -----------------------------------------------------------------------------------------------------------

void Oracle::judge(int host, const Stats& stats) {
  Host& judged = hosts_.at(host);
  judged.stats = stats;
  check_own_counters(judged);
  check_at_rest(judged);
  if (plan_.is_loyal()) check_loyalty(judged);
}

void Oracle::judge_all() const {
  for (const auto& [number, host] : hosts_) {
    if (host.ending == Ending::kLives) check_acknowledged(number, host);
    if (is_accountable(host)) check_missing(number, host);
  }
}

// A host that died owes nobody anything. Who leaves, or is sent away because somebody has taken his name, leaves what
// had arrived to the other; if that one ends with it unread, nobody knows. A plain host owes only what it counts, and
// does not know what was read of it before it was turned away. And nobody counts what a subscriber misses while it is
// none.
bool Oracle::is_accountable(const Host& host) const {
  const bool left_it_to_others = host.ending == Ending::kLeft || plan_.faults.twins != 0;
  if (host.ending == Ending::kDied || (left_it_to_others && somebody_ended(host))) return false;
  if (habits_of(type_of(host)).publishes && !plan_.is_loyal()) return plan_.acknowledged && plan_.sessions_last;
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
    return entry.second.side != host.side && entry.second.ending != Ending::kLives;
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

void Oracle::check_acknowledged(int number, const Host& host) const {
  if (!plan_.acknowledged || !plan_.is_loyal() || somebody_asks_again()) return;
  std::uint64_t delivered = 0;
  for (const Letter& letter : letters_) delivered += letter.sender == number ? letter.deliveries.size() : 0;
  if (host.stats.messages_acknowledged == delivered) return;
  fail("counters add up", host,
       count(host.stats.messages_acknowledged, "messages are counted as acknowledged, and ") +
           count(delivered, "were received"));
}

void Oracle::check_missing(int number, const Host& host) const {
  const std::vector<const Letter*> missing = missing_of(number, host);
  const std::uint64_t answers = type_of(host) == ConnectorType::kRep ? late_answers() : 0;
  const std::uint64_t known = admitted(host.stats) + host.undelivered + answers;
  // What is dropped of a group before a DISH had anything of it is accounted for, and not known to be missing.
  const bool groups = habits_of(type_of(host)).groups;
  const bool exactly = plan_.is_loyal() && host.ending == Ending::kLives && !somebody_asks_again() && !groups;
  const bool in_vain = plan_.acknowledged && balances(host) && type_of(host) != ConnectorType::kReq && known != 0;
  if (in_vain && host.ending == Ending::kLives) {
    fail("none lost", host, count(known, "messages were given up, yet others would have taken them"));
  }
  if (missing.size() <= known && (!exactly || missing.size() == known)) return;
  const std::string which = missing.empty() ? "" : ", the first of them " + describe(*missing.front());
  fail("none lost", host,
       count(missing.size(), "messages are missing") + which + "; " + count(known, "are accounted for"));
}

std::vector<const Letter*> Oracle::missing_of(int number, const Host& host) const {
  std::vector<const Letter*> missing;
  if (!habits_of(type_of(host)).publishes) {
    for (const Letter& letter : letters_) {
      if (letter.sender == number && letter.deliveries.empty()) missing.push_back(&letter);
    }
    return missing;
  }
  for (const auto& [other, subscriber] : hosts_) {
    const bool counts = subscriber.side != host.side && subscriber.ending == Ending::kLives;
    if (counts) add_missing_of_subscriber(number, other, missing);
  }
  return missing;
}

// From the first that it got it should have got all. Each group is joined for itself, and a link may break in between.
void Oracle::add_missing_of_subscriber(int sender, int receiver, std::vector<const Letter*>& missing) const {
  const char topic = hosts_.at(receiver).topic;
  const bool each_group = habits_of(type_of(hosts_.at(sender))).groups;
  std::set<char> begun;
  for (const Letter& letter : letters_) {
    if (letter.sender != sender || (topic != '*' && topic != letter.topic)) continue;
    const bool got = letter.was_delivered_to(receiver);
    const char wanted = each_group ? letter.topic : topic;
    if (got) begun.insert(wanted);
    if (begun.contains(wanted) && !got) missing.push_back(&letter);
  }
}

}  // namespace sim
