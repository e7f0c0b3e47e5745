#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "backend/backend.h"

// A network in memory, with a clock of its own: everything that happens follows from one seed.
//
// Time passes only when somebody lets it, from one event to the next. What is written arrives some time later, in
// order, in pieces; room for more is noticed later still. A connection may have a fate: to be reset when a given byte
// is written, to stall, to be refused.
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
  std::size_t whole = 1;  // Whatever is no longer than this goes, arrives and is received in one piece.
};

// What is to become of a connection. Bytes are counted in both directions together.
struct Fate {
  bool refused = false;
  std::optional<std::uint64_t> reset_at;
  std::optional<std::uint64_t> stall_at;
  Time stall = 0;  // kNever: silence without an end.
};

class Network;

// Both ends of a connection. Each end is a side, 0 (who connected) or 1.
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  using Watcher = std::function<void()>;

  Wire(Network& network, const Fate& fate);

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
  // What follows what can be read: kOk: more may come. kPeerClosed. kConnectionReset.
  Status end(int side) const;

  // With bytes unread, or some that come later, the other side is reset; else it finds the end of the stream.
  void close(int side);
  void reset();

 private:
  struct End {
    std::vector<std::byte> inbox;
    std::size_t taken = 0;      // So much of it has been read.
    std::size_t under_way = 0;  // Written to this end, and its room not yet given back to the writer.
    Time last_arrival = 0;
    bool closed = false;  // By its owner.
    bool at_end = false;  // The other side has closed, and everything of it has arrived.
    bool broken = false;
    Watcher watcher;
  };

  static std::size_t index(int side) { return static_cast<std::size_t>(side); }
  static int other(int side) { return 1 - side; }
  std::size_t admit(std::size_t size);
  void deliver(int side, std::vector<std::byte> bytes);
  void arrive(int side, std::span<const std::byte> bytes);
  static void forget_inbox(End& end);
  void give_room(int side, std::size_t size);
  void break_end(int side);
  void notify(int side);
  Time arrival(int side);

  Network& network_;
  const Fate fate_;
  const std::size_t buffer_;
  std::uint64_t written_ = 0;
  Time stalled_until_ = 0;
  std::array<End, 2> ends_;
};

// Where connections are made.
struct Listener {
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

  Time now() const noexcept { return now_; }
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : random_() % limit; }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }
  // How much of so many bytes goes at once; now and then not all of it.
  std::size_t piece_of(std::size_t size) {
    return size > weather.whole && below(4) == 0 ? between(weather.whole, size) : size;
  }
  Time delay() {
    const auto least = static_cast<std::uint64_t>(weather.least_delay);
    return static_cast<Time>(between(least, static_cast<std::uint64_t>(weather.most_delay)));
  }

  void at(Time moment, std::function<void()> happening);
  // Lets time pass to the next event, no further than this, and has everything of that moment happen. False: there was
  // none, and it is as late as asked for (but for kNever).
  bool advance(Time until);

  Outcome listen(const Address& address, std::size_t backlog, std::shared_ptr<Listener>& listener, Address& bound);
  void stop_listening(const Listener& listener);
  using Connected = std::function<void(Outcome outcome, std::shared_ptr<Wire> wire)>;
  void connect(const Address& destination, Connected connected);

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
  void choose_port(Address& address);
  void answer(const Key& key, const Fate& fate, const Connected& connected);

  std::mt19937_64 random_;
  Time now_ = ymq::kSecond;
  std::uint64_t events_made_ = 0;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> events_;
  std::map<Key, std::shared_ptr<Listener>> listeners_;
  std::uint16_t last_port_ = 10'000;
  std::map<int, Loose> loose_;
  int last_descriptor_ = 1'000'000;
};

}  // namespace sim
