#pragma once

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "backend/backend.h"
#include "sim/random.h"

// A network in memory, with a clock of its own: everything that happens follows from one seed.
//
// Time passes only when somebody lets it, from one event to the next. What is written arrives some time later, in
// order, in pieces; room for more is noticed later still. A connection may have a fate: to be refused, to be reset when
// a given byte is written, to stall, to end or to fall silent in one direction or in both.
//
// Everything here is called with `Network::mutex` held. Watchers are called with it too, and only make a note.
namespace sim {

using ymq::Status;
using ymq::Time;
using ymq::backend::Address;
using ymq::backend::Outcome;

struct Weather {
  Time least_delay = 10 * 1000;
  Time most_delay = 200 * 1000;
  std::size_t least_buffer = 4 * 1024;  // How much may be under way in one direction, drawn for each connection.
  std::size_t most_buffer = 256 * 1024;
  std::size_t whole = 1;       // Whatever is no longer than this goes, arrives and is received in one piece.
  bool keeps_arrived = false;  // What had arrived can be read after a reset; else that may go either way.
  // How long the system bears a peer that has no room, and does not answer when asked for it.
  Time system_patience = 300 * ymq::kSecond;
  Time moment = 1'000;  // What a wait without patience takes, so that whoever only polls sees things happen.
};

// What is to become of a connection. Bytes are counted in both directions together.
struct Fate {
  bool refused = false;
  Time unanswered = 0;  // Not 0: nobody answers the call, which fails after so long.
  std::optional<std::uint64_t> reset_at;
  std::optional<std::uint64_t> stall_at;
  Time stall = 0;  // kNever: silence without an end.
  // The direction in which this byte is written ends with it, as if its writer had said so; the other goes on. Whatever
  // else is written in it vanishes, and its writer does not notice.
  std::optional<std::uint64_t> half_close_at;
  // From this byte on what is written in its direction vanishes, as in a silence without an end; the other goes on.
  std::optional<std::uint64_t> one_way_at;
};

// What the network did to a connection, for whoever keeps a record.
struct Incident {
  enum class What : std::uint8_t { kConnected, kRefused, kUnanswered, kReset, kHalfClosed, kStalled, kSilenced };
  What what;
  int host = 0;              // Who called,
  int other = 0;             // and who was called; 0: nobody.
  std::uint64_t number = 0;  // The connection's; 0 where none was made.
  std::uint64_t byte = 0;    // How much had been written to it.
};

class Network;

// Both ends of a connection. Each end is a side, 0 (who connected) or 1.
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  using Watcher = std::function<void()>;

  // `hosts` are whoever is at its ends.
  Wire(Network& network, const Fate& fate, std::uint64_t number, std::array<int, 2> hosts);

  std::uint64_t number() const noexcept { return number_; }
  // Both directions together.
  std::uint64_t written() const noexcept { return written_; }
  const std::array<int, 2>& hosts() const noexcept { return hosts_; }

  // Nobody has anything of it any more.
  bool is_over() const;

  // Called when there may be something to read, to write or to hear of.
  void watch(int side, Watcher watcher);

  // Returns how much went; kAgain: nothing can, now.
  Outcome write(int side, std::span<const iovec> segments, std::size_t& wrote);
  bool writable(int side) const;

  std::size_t readable(int side) const {
    const End& end = ends_[index(side)];
    return end.inbox.size() - end.taken;
  }
  std::size_t read(int side, std::span<std::byte> into);
  // What follows what can be read: kOk: more may come. kPeerClosed. kConnectionReset. kTimedOut.
  Outcome end(int side) const;

  // What was written by this side and has not arrived. After so long without any of it arriving this side ends.
  std::size_t unconfirmed(int side) const { return ends_[index(other(side))].unarrived; }
  void set_network_timeout(int side, Time timeout);

  // With bytes unread, or some that come later, the other side is reset; else it finds the end of the stream.
  void close(int side);
  void reset();
  // What is written from now on arrives after this moment, or not at all (kNever).
  void stall(Time until);
  // From now on what is written by this side vanishes, and it does not notice; the other direction goes on.
  void silence(int side);
  // Each end finds the end of the stream behind what was written up to now. What is written later vanishes.
  void finish();
  // Nothing is to become of it any more.
  void forget_fate() { fate_ = {}; }

 private:
  enum class Way : std::uint8_t { kOpen, kEnded, kSilent };
  struct End {
    std::vector<std::byte> inbox;
    std::size_t taken = 0;      // So much of it has been read.
    std::size_t under_way = 0;  // Written to this end, and its room not yet given back to the writer.
    std::size_t unarrived = 0;  // Written to this end, and not arrived.
    Time last_arrival = 0;
    Way way = Way::kOpen;  // To this end.
    bool closed = false;   // By its owner.
    bool at_end = false;   // The other side has closed, and everything of it has arrived.
    bool broken = false;
    Outcome reason;  // Why it is.
    Time network_timeout = 0;
    Time confirmed_at = 0;  // When something of what its owner wrote arrived last, or the first of it was written.
    bool on_watch = false;
    Watcher watcher;
  };

  static std::size_t index(int side) { return static_cast<std::size_t>(side); }
  static int other(int side) { return 1 - side; }
  std::size_t admit(std::size_t size);
  std::size_t piece_of(std::size_t size);
  Time delay();
  bool reached(const std::optional<std::uint64_t>& byte) const { return byte && written_ >= *byte; }
  void meet_fate(int side);
  void end_way(int side);
  void look_at_blocked();
  void deliver(int side, std::vector<std::byte> bytes);
  void carry(int side, std::span<const std::byte> bytes);
  void arrive(int side, std::span<const std::byte> bytes);
  void refuse(int side);
  static void forget_inbox(End& end);
  void give_room(int side, std::size_t size);
  void break_end(int side, Outcome reason = {Status::kConnectionReset, ECONNRESET});
  void confirm(int side, std::size_t size);
  void watch_network(int side);
  void answer_whether_there_is_room(int side);
  void look_at_network(int side);
  void notify(int side);
  Time arrival(int side);
  void tell(Incident::What what);

  Network& network_;
  Fate fate_;
  const std::uint64_t number_;
  const std::array<int, 2> hosts_;
  Random random_;
  const std::size_t buffer_;
  std::uint64_t written_ = 0;
  Time stalled_until_ = 0;
  std::array<End, 2> ends_;
};

// Where connections are made.
struct Listener {
  int host = 0;
  std::deque<std::shared_ptr<Wire>> waiting;
  std::size_t backlog = 0;
  Wire::Watcher watcher;
};

class Network {
 public:
  explicit Network(std::uint64_t seed) : random_(seed) {}

  std::mutex mutex;
  Weather weather;
  // Asked for each connection.
  std::function<Fate()> fate = [] { return Fate{}; };
  // Told of what happens to connections.
  std::function<void(const Incident& incident)> witness = [](const Incident&) {};

  Time now() const noexcept { return now_; }
  std::uint64_t below(std::uint64_t limit) { return random_.below(limit); }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return random_.between(least, most); }
  Time delay_of(Random& random) const {
    const auto least = static_cast<std::uint64_t>(weather.least_delay);
    return static_cast<Time>(random.between(least, static_cast<std::uint64_t>(weather.most_delay)));
  }

  void at(Time moment, std::function<void()> happening);
  // Lets time pass to the next event, no further than this, and has everything of that moment happen. False: there was
  // none, and it is as late as asked for (but for kNever).
  bool advance(Time until);
  // When the next event is; kNever: there is none.
  Time next_event() const { return events_.empty() ? ymq::kNever : events_.begin()->first.first; }

  // Hosts are numbers that their owners choose, 0 for whoever does not care.
  Outcome listen(const Address& address, std::size_t backlog, int host, std::shared_ptr<Listener>& listener,
                 Address& bound);
  // How calls to the address are answered from then on, until somebody listens there again.
  enum class Afterwards : std::uint8_t { kRefused, kUnanswered };
  void stop_listening(const Listener& listener, Afterwards afterwards = Afterwards::kRefused);
  using Connected = std::function<void(Outcome outcome, std::shared_ptr<Wire> wire)>;
  void connect(const Address& destination, int host, Connected connected);

  // Every connection that has an end at this host and is not over, oldest first.
  std::vector<std::shared_ptr<Wire>> wires_of(int host);
  // Nothing gets to this host or away from it before this moment: what is written waits, calls are not answered.
  void cut_off(int host, Time until);
  // The faults are over: what connections were fated to, and hosts that are cut off for some time, is forgotten.
  void calm_down();

  // A stream between two backends, under a number that looks like a descriptor.
  struct Loose {
    std::shared_ptr<Wire> wire;
    int side = 0;
  };
  int park(Loose loose);
  std::optional<Loose> unpark(int descriptor);

 private:
  using Key = std::string;
  static Key key_of(const Address& address);
  // After so long a call that nobody answers has failed.
  static constexpr Time kCallPatience = 3 * ymq::kSecond;

  void choose_port(Address& address);
  void call(const Key& key, int host, const Connected& connected);
  void answer(Listener& listener, const Fate& fated, int host, const Connected& connected);
  void leave_unanswered(Time patience, int host, const Connected& connected);
  bool is_cut_off(int host) const;

  Random random_;
  Time now_ = ymq::kSecond;
  std::uint64_t events_made_ = 0;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> events_;
  std::map<Key, std::shared_ptr<Listener>> listeners_;
  std::set<Key> silent_;  // Where somebody listened whose host is gone.
  std::map<int, Time> cut_off_until_;
  std::uint64_t connections_ = 0;
  std::vector<std::weak_ptr<Wire>> wires_;
  std::uint16_t last_port_ = 10'000;
  std::map<int, Loose> loose_;
  int last_descriptor_ = 1'000'000;
};

}  // namespace sim
