#include "sim/world/oracle.h"

#include <algorithm>

namespace sim {

namespace {

using ymq::EventKind;
using ymq::Status;
using ymq::engine::PeerStats;
using ymq::engine::Stats;

// What is counted for each message beside its bytes, while it is not acknowledged.
constexpr std::uint64_t kAccounted = 16;

}  // namespace

std::string Oracle::count(std::uint64_t number, const std::string& what) { return std::to_string(number) + " " + what; }

void Oracle::begin(int host, const std::string& name, const std::string& seat, std::size_t side,
                   const std::string& identity, char topic, bool intrudes) {
  Host& begun = hosts_[host];
  begun.name = name;
  begun.seat = seat;
  begun.side = side;
  begun.identity = identity;
  begun.topic = topic;
  begun.intrudes = intrudes;
}

void Oracle::end(int host, Ending ending, const Stats& stats) {
  Host& ended = hosts_.at(host);
  ended.ending = ending;
  ended.stats = stats;
}

bool Oracle::balances(const Host& host) const { return habits_of(side_of(host)).balances; }

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
// a connection that is over while others come on a new one. A sender that is closing says no more whom it loses. One
// that died may not have heard of it; then the receiver has.
bool Oracle::may_be_late(const Letter& letter, const Host& receiver) const {
  const Host& sender = hosts_.at(letter.sender);
  const bool died_before_hearing = sender.ending == Ending::kDied && !plan_.acknowledged;
  return sender.gave_up >= letter.accepted || sender.ending == Ending::kLeft ||
         (died_before_hearing && receiver.lost_link >= letter.accepted);
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
  if (!letter.route.empty()) letter.position = positions_[{letter.sender, letter.route}]++;
  letters_.push_back(std::move(letter));
}

const Letter& Oracle::receive(int host, std::span<const ymq::Part> parts, std::uint64_t bytes, bool again, Time now) {
  Host& receiver = hosts_.at(host);
  note_received(receiver, bytes);
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

void Oracle::note_received(Host& host, std::uint64_t bytes) {
  ++host.received;
  host.received_bytes += bytes;
}

// A name is that of one who calls himself so, or the one that he was called by. What was made up is one host's, or, for
// somebody who calls an address, that of whoever is there.
void Oracle::check_route(int host, const std::string& route, const Letter& letter) {
  const Host& receiver = hosts_.at(host);
  const Host& sender = hosts_.at(letter.sender);
  const auto [first, is_new] = heard_by_.try_emplace({host, route}, letter.sender);
  const bool called = side_of(receiver).calls_by_name;
  const bool named = habits_of(side_of(receiver)).by_name && is_chosen(route);
  const bool same =
      first->second == letter.sender || (side_of(sender).binds && hosts_.at(first->second).seat == sender.seat);
  const bool right = called ? route == name_for(sender.seat) : named ? route == sender.identity : same;
  if (!right) fail("whom it is from", receiver, describe(letter) + " came with the routing id of somebody else");
  if (called || !named) check_signal_order(receiver, signals_[{host, route}]);
}

bool Oracle::is_noticed(const Host& host, ymq::PeerNotice what) const {
  return (side_of(host).option(OptionId::kRouterNotify) & static_cast<std::int64_t>(what)) != 0;
}

// Where an empty message says that a peer's link is up, nothing of it comes before that; where another says that it has
// ended, nothing comes between that and the next. Not so of a name, by which others may have come meanwhile.
void Oracle::check_signal_order(const Host& host, std::uint64_t signals) const {
  const bool begins = is_noticed(host, ymq::PeerNotice::kConnected);
  const bool ends = is_noticed(host, ymq::PeerNotice::kDisconnected);
  const bool early = (begins || plan_.sides[1 - host.side].probes()) && signals == 0;
  const bool late = begins && ends && signals % 2 == 0;
  if (early || late) fail("notices frame what they are about", host, "a message came outside of them");
}

void Oracle::receive_signal(int host, const std::string& route, std::uint64_t bytes) {
  Host& receiver = hosts_.at(host);
  note_received(receiver, bytes);
  ++receiver.signals;
  ++signals_[{host, route}];
  const bool expected = plan_.is_raw() || side_of(receiver).option(OptionId::kRouterNotify) != 0 ||
                        plan_.sides[1 - receiver.side].probes();
  if (!expected) fail("nothing is invented", receiver, "received an empty message");
  if (!plan_.is_raw()) return;
  streams_.notice(host, route);
}

std::vector<const Letter*> Oracle::receive_bytes(int host, const std::string& route, std::string_view bytes,
                                                 std::uint64_t counted, Time now) try {
  note_received(hosts_.at(host), counted);
  streams_.add(host, route, bytes);
  std::vector<const Letter*> whole;
  while (const Letter* letter = take_from_stream(host, route, now)) whole.push_back(letter);
  return whole;
} catch (const Streams::Fault& fault) {
  fail(fault.law, hosts_.at(host), fault.what);
}

// The next letter of a connection, once all of it is there.
const Letter* Oracle::take_from_stream(int host, const std::string& route, Time now) {
  Host& receiver = hosts_.at(host);
  Letter* letter = next_in_stream(host, route);
  if (!letter) return nullptr;
  const Side& side = side_of(hosts_.at(letter->sender));
  const bool strict = side.type == ConnectorType::kStream || side.option(OptionId::kRouterMandatory) != 0;
  if (!streams_.take(host, route, *letter, strict)) return nullptr;
  check_addressee(*letter, receiver, host);
  check_twice(*letter, receiver, host, false);
  check_order(*letter, receiver, host);
  letter->deliveries.push_back({host, now, false});
  return letter;
}

// The letter that the bytes begin with, as far as they have come; null: too few of them have.
Letter* Oracle::next_in_stream(int host, const std::string& route) {
  const auto number = streams_.next_number(host, route);
  if (!number) return nullptr;
  const Host& receiver = hosts_.at(host);
  if (*number >= letters_.size()) fail("nothing is invented", receiver, "received what nobody sent");
  Letter& letter = letters_[*number];
  if (!streams_.fits(host, route, letter))
    fail("nothing is torn", receiver, describe(letter) + " came with other bytes");
  return &letter;
}

void Oracle::hang_up(int host, const std::string& route) {
  note_sent(host, route.size());
  streams_.hang_up(host, route);
}

bool Oracle::may_accept(int host, std::span<const PeerStats> peers) const {
  const Host& sender = hosts_.at(host);
  const auto linked = [](const PeerStats& peer) {
    return (peer.state & static_cast<std::uint32_t>(ymq::PeerState::kLinked)) != 0;
  };
  const bool needs_one = balances(sender) || habits_of(side_of(sender)).has_partner;
  return !needs_one || std::ranges::any_of(peers, linked);
}

void Oracle::note_sent(int host, std::uint64_t bytes) {
  ++hosts_.at(host).sent;
  hosts_.at(host).sent_bytes += bytes;
}

// Of each topic the beginning and the end, in turn, whoever and how many subscribe to it; or those of each subscriber.
void Oracle::tell(int host, std::size_t parts, std::string_view notice) {
  Host& publisher = hosts_.at(host);
  note_received(publisher, notice.size());
  const std::string topic(notice.substr(1));
  const bool begins = notice.front() == 1;
  const auto asks_for = [&](OptionId id) { return side_of(publisher).option(id) != 0; };
  const bool every_end = asks_for(OptionId::kXpubVerboser);
  const bool every_one = every_end || asks_for(OptionId::kXpubVerbose);
  std::uint64_t& times = publisher.told[topic];
  const bool is_news = begins ? times == 0 || every_one : times != 0;
  times = begins ? times + 1 : every_end ? times - 1 : 0;
  if (!is_wanted(publisher, topic)) fail("nobody intrudes", publisher, "was told of the topic '" + topic + "'");
  if (parts != 1 || !is_news) {
    fail("publishers are told of changes", publisher,
         "was told that the topic '" + topic + "' " + (begins ? "begins" : "ends") + ", which it knew");
  }
}

// Somebody wants this, or did.
bool Oracle::is_wanted(const Host& publisher, const std::string& topic) const {
  return std::ranges::any_of(hosts_, [&](const auto& entry) {
    const Host& host = entry.second;
    const std::string wish = host.topic == '*' ? std::string() : std::string(1, host.topic);
    return host.side != publisher.side && !host.intrudes && wish == topic;
  });
}

bool Oracle::knows_what_is_wanted(int host) const {
  const Host& publisher = hosts_.at(host);
  std::map<std::string, std::uint64_t> wanted;
  for (const auto& [number, other] : hosts_) {
    const bool wants = other.side != publisher.side && other.ending == Ending::kLives && !other.intrudes;
    if (wants) ++wanted[other.topic == '*' ? std::string() : std::string(1, other.topic)];
  }
  const bool counts = side_of(publisher).option(OptionId::kXpubVerboser) != 0;
  for (const auto& [topic, times] : publisher.told) {
    const std::uint64_t right = wanted.contains(topic) ? wanted.extract(topic).mapped() : 0;
    if (counts ? times != right : (times != 0) != (right != 0)) return false;
  }
  return !habits_of(side_of(publisher)).is_told || wanted.empty();
}

// A made-up name is that of one host; or, for somebody who calls an address, of whoever is there.
bool Oracle::is_meant(const Letter& letter, const Host& host, int number) const {
  if (!letter.seat.empty()) return letter.seat == host.seat;
  if (letter.only == 0 || letter.only == number) return true;
  return side_of(host).binds && host.seat == hosts_.at(letter.only).seat;
}

void Oracle::check_addressee(const Letter& letter, const Host& host, int number) const {
  if (host.intrudes || hosts_.at(letter.sender).intrudes) {
    fail("nobody intrudes", host, "received " + describe(letter));
  }
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
  const bool may_be_doubled =
      plan_.acknowledged && ((balances(sender) && may_be_late(letter, host)) || asks_again(sender));
  if (again && !may_be_doubled) {
    fail("marked only after a loss", host, describe(letter) + " came marked as redelivered, yet nobody was lost");
  }
  const bool to_many = habits_of(side_of(sender)).publishes;
  const bool before = to_many ? letter.was_delivered_to(number) : !letter.deliveries.empty();
  if (!before) return;
  const auto plainly = [](const Delivery& each) { return !each.again; };
  if (!may_be_doubled || (!again && std::ranges::any_of(letter.deliveries, plainly))) {
    fail("none twice", host, "received " + describe(letter) + ", which had been received before");
  }
}

// What was kept of a group comes when that is joined, and groups are joined one after the other. Of connections without
// messages each has an order of its own.
void Oracle::check_order(const Letter& letter, const Host& host, int number) {
  const Side& side = side_of(hosts_.at(letter.sender));
  const bool each_group = habits_of(side).groups && side.option(OptionId::kReplay) != 0;
  const std::string course = each_group ? std::string(1, letter.topic) : letter.route;
  const auto [latest, first] = latest_.try_emplace({letter.sender, number, course}, letter.number);
  if (latest->second <= letter.number) {
    latest->second = letter.number;
  } else if (!may_be_late(letter, host)) {
    fail("order is kept", host, "received " + describe(letter) + " behind message " + std::to_string(latest->second));
  }
}

// What the connector says. -------------------------------------------------------------------------------------------

void Oracle::hear(int host, const ymq::engine::Event& event, Time now) {
  Host& hearer = hosts_.at(host);
  if (hearer.intrudes && event.kind == EventKind::kConnected) fail("nobody intrudes", hearer, "it was let in");
  const bool lost_link = event.kind == EventKind::kDisconnected;
  const bool lost_session = event.kind == EventKind::kSessionEnded || event.kind == EventKind::kEvicted;
  const bool gives_away = !plan_.acknowledged || side_of(hearer).is_immediate();
  if (lost_link) hearer.lost_link = now;
  if ((lost_link && gives_away) || lost_session) hearer.gave_up = now;
  hearer.timed_out |= lost_link && event.status == Status::kTimedOut;
  hearer.turned_away |= event.kind == EventKind::kHandshakeFailed && event.status == Status::kClosed;
  check_loss(hearer, event);
}

// Where no outage lasts as long as a session, messages are given up only with one of the two; or with a PAIR that has
// not yet given up another. A session that is over without that, because only one end ever knew of it, does no harm.
void Oracle::check_loss(const Host& host, const ymq::engine::Event& event) const {
  const bool loses = event.kind == EventKind::kRedelivered || event.kind == EventKind::kUndeliverable ||
                     event.kind == EventKind::kDropped;
  const bool explained = somebody_ended(host) || (habits_of(side_of(host)).has_partner && plan_.anybody_ends());
  if (!loses || !plan_.acknowledged || !plan_.sessions_last || explained || asks_again(host)) return;
  fail("sessions hold", host,
       count(event.count, "messages were given up with status ") + std::to_string(static_cast<int>(event.status)) +
           ", yet nobody had ended, and no outage was that long");
}

void Oracle::look_at(int host, std::span<const PeerStats> peers) const {
  const Host& owner = hosts_.at(host);
  const auto limit = [&](OptionId id) { return static_cast<std::uint64_t>(side_of(owner).option(id)); };
  const std::uint64_t window = limit(OptionId::kUnacknowledgedBytes);
  // Of one that conflates, one message waits, and one more may have been begun to be written.
  const bool conflates = side_of(owner).conflates();
  const std::uint64_t hwm = conflates ? 2 : limit(OptionId::kSendHwm);
  const std::uint64_t most_waiting = conflates ? 1 : limit(OptionId::kReceiveHwm);
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
    // What an application is told of its peer waits behind what that has sent, whatever the limit.
    const bool tells = plan_.is_raw() || side_of(owner).option(OptionId::kRouterNotify) != 0;
    const std::uint64_t told = tells ? 2 * peer.counters.links : 0;
    if (peer.messages_waiting > most_waiting + told) {
      fail("memory is bounded", owner, count(peer.messages_waiting, "messages of one peer wait"));
    }
  }
}

}  // namespace sim
