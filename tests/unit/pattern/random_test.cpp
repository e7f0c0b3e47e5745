// Thousands of random operations, each pattern against a model too simple to be wrong. Every message has a number of
// its own, so that the model can say of each whether it was sent, received or dropped, and how often.

#include <deque>
#include <map>
#include <random>
#include <set>

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t bound) { return bound ? random_() % bound : 0; }
  bool one_in(std::size_t bound) { return below(bound) == 0; }

 private:
  std::mt19937 random_;
};

Limits random_limits(Dice& dice) {
  return {.messages = dice.below(6), .bytes = dice.one_in(3) ? 40 + dice.below(200) : 0};
}

Text numbered(std::uint64_t number, Dice& dice) {
  Text message{std::to_string(number)};
  while (dice.one_in(3)) message.push_back(std::string(dice.below(20), 'p'));
  return message;
}

// Lets a random peer come, go, connect, reconnect or write. What is written is handed to `arrived`.
template <typename Arrived>
void disturb(Stage& stage, Dice& dice, Arrived arrived) {
  const std::size_t count = stage.peer_count();
  Peer* peer = count ? &stage.peer(dice.below(count)) : nullptr;
  switch (dice.below(6)) {
    case 0:
      if (count < 5) stage.try_accept();
      break;
    case 1:
      if (count < 5) stage.try_connect();
      break;
    case 2:
      if (peer && peer->lasting && !peer->linked) stage.link(*peer);
      break;
    case 3:
      if (peer && peer->linked && dice.one_in(4)) {
        peer->outbox.rewind();
        stage.unlink(*peer);
      }
      break;
    case 4:
      if (peer && peer->lasting && dice.one_in(8)) stage.remove(*peer);
      break;
    case 5:
      if (!peer || !peer->linked) break;
      peer->outbox.rewind();
      for (const Text& message : stage.written(*peer, dice.below(4))) arrived(*peer, message);
      if (!peer->outbox.empty() && dice.one_in(3)) stage.write(*peer, 1);
      break;
  }
}

}  // namespace

TEST_CASE("balancing patterns lose nothing and send nothing twice, whoever comes and goes") {
  for (const ConnectorType type : {ConnectorType::kPush, ConnectorType::kDealer}) {
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
      INFO("type " << static_cast<int>(type) << ", seed " << seed);
      Dice dice(seed);
      Stage stage(type, random_limits(dice));
      std::map<std::uint64_t, Text> accepted;
      std::set<std::uint64_t> arrived;
      const auto arrive = [&](Peer&, const Text& message) {
        const std::uint64_t number = std::stoull(message[0]);
        REQUIRE(accepted.at(number) == message);
        REQUIRE(arrived.insert(number).second);
      };
      for (std::uint64_t number = 1; number <= 1'500; ++number) {
        const Text message = numbered(number, dice);
        if (stage.send(message) == Status::kOk) {
          accepted[number] = message;
        } else {
          // Nobody has room: nobody's outbox may say otherwise unless it is above its low mark or not linked yet.
          for (std::size_t i = 0; i < stage.peer_count(); ++i) {
            Peer& peer = stage.peer(i);
            REQUIRE((!peer.outbox.below_low_mark() || !(peer.linked || peer.lasting)));
          }
        }
        disturb(stage, dice, arrive);
        std::uint64_t queued = stage->homeless();
        for (std::size_t i = 0; i < stage.peer_count(); ++i) queued += stage.peer(i).outbox.queued_messages();
        REQUIRE(arrived.size() + queued == accepted.size());
      }
      while (arrived.size() < accepted.size()) {
        Peer& heir = stage.accept();
        for (std::size_t i = 0; i < stage.peer_count(); ++i) {
          stage.peer(i).outbox.rewind();
          for (const Text& message : stage.written(stage.peer(i))) arrive(stage.peer(i), message);
        }
        stage.unlink(heir);
      }
      CHECK(stage.effects.drops.peer_gone == 0);
      CHECK(stage.effects.drops.full == 0);
    }
  }
}

TEST_CASE("receiving patterns give every message once and each peer's in order") {
  for (const ConnectorType type : {ConnectorType::kPull, ConnectorType::kDealer, ConnectorType::kRouter,
                                   ConnectorType::kSub, ConnectorType::kPair}) {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
      INFO("type " << static_cast<int>(type) << ", seed " << seed);
      Dice dice(seed);
      Stage stage(type);
      if (type == ConnectorType::kSub) REQUIRE(stage->subscribe({}) == Status::kOk);
      std::map<std::string, std::deque<Text>> waiting;  // By the peer's number, which each message ends with.
      std::uint64_t count = 0;
      for (std::uint64_t number = 1; number <= 1'500; ++number) {
        disturb(stage, dice, [](Peer&, const Text&) {});
        Peer* peer = stage.peer_count() ? &stage.peer(dice.below(stage.peer_count())) : nullptr;
        if (peer && peer->linked) {
          std::vector<Text> messages(1 + dice.below(3));
          for (Text& message : messages) {
            message = numbered(number, dice);
            message.push_back(std::to_string(peer->number));
            waiting[message.back()].push_back(message);
            ++count;
          }
          stage.deliver_all(*peer, messages);
        }
        // A peer that is removed takes its inbox with it; only one that is connected to is removed before it is empty.
        for (auto& [name, messages] : waiting) {
          bool exists = false;
          for (std::size_t i = 0; i < stage.peer_count(); ++i) exists |= std::to_string(stage.peer(i).number) == name;
          if (!exists) count -= messages.size(), messages.clear();
        }
        for (std::size_t i = dice.below(4); i > 0; --i) {
          std::optional<Text> message = stage.receive();
          REQUIRE(message.has_value() == (count > 0));
          if (!message) break;
          if (type == ConnectorType::kRouter) message->erase(message->begin());
          auto& expected = waiting.at(message->back());
          REQUIRE(*message == expected.front());
          expected.pop_front();
          --count;
        }
        REQUIRE(stage->waiting() == count);
        REQUIRE(stage->readable() == (count > 0));
      }
    }
  }
}

TEST_CASE("ROUTER sends each message to whom it names, or says that it did not") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    Stage stage(ConnectorType::kRouter, random_limits(dice));
    const std::string names[] = {"a", "b", "c"};
    std::map<Peer*, std::deque<Text>> queued;
    std::map<std::string, Peer*> holder;
    std::uint64_t unroutable = 0, full = 0, gone = 0;
    for (std::uint64_t number = 1; number <= 1'500; ++number) {
      const std::string& name = names[dice.below(3)];
      Peer* peer = holder.contains(name) ? holder.at(name) : nullptr;
      switch (dice.below(8)) {
        case 0: {
          Peer& newer = stage.accept(name);
          if (peer) {
            REQUIRE(stage.effects.to_reject == std::vector{peer});
            gone += queued[peer].size();
            queued.erase(peer);
            stage.unlink(*peer);
          }
          REQUIRE(stage.effects.to_reject.empty());
          holder[name] = &newer;
          break;
        }
        case 1:
          if (!peer || !dice.one_in(3)) break;
          gone += queued[peer].size();
          queued.erase(peer);
          holder.erase(name);
          stage.unlink(*peer);
          break;
        case 2:
        case 3:
          if (!peer) break;
          for (const Text& message : stage.written(*peer, dice.below(4))) {
            REQUIRE(message == queued[peer].front());
            queued[peer].pop_front();
          }
          break;
        default: {
          Text message = numbered(number, dice);
          const bool room = peer && peer->outbox.has_room();
          stage.settings.router_mandatory = dice.one_in(2);
          Text addressed = message;
          addressed.insert(addressed.begin(), name);
          const Status status = stage.send(addressed);
          if (room) {
            REQUIRE(status == Status::kOk);
            queued[peer].push_back(message);
          } else if (stage.settings.router_mandatory) {
            REQUIRE(status == (peer ? Status::kAgain : Status::kHostUnreachable));
          } else {
            REQUIRE(status == Status::kOk);
            ++(peer ? full : unroutable);
          }
        }
      }
      REQUIRE(stage.effects.drops.unroutable == unroutable);
      REQUIRE(stage.effects.drops.full == full);
      REQUIRE(stage.effects.drops.peer_gone == gone);
    }
  }
}

TEST_CASE("REQ and REP keep their alternation and never mix up replies") {
  for (std::uint32_t seed = 1; seed <= 25; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    Stage req(ConnectorType::kReq);
    Stage rep(ConnectorType::kRep);
    std::map<std::uint64_t, Peer*> links;  // From the number of REQ's peer to REP's peer for it.
    std::string question, being_answered;
    std::uint64_t rounds = 0;
    const auto forward = [&](Peer& peer, const Text& request) {
      if (!links.contains(peer.number)) links[peer.number] = &rep.accept();
      rep.deliver(*links[peer.number], request);
    };
    for (std::uint64_t number = 1; number <= 2'000; ++number) {
      disturb(req, dice, forward);
      if (dice.one_in(2)) {
        const std::string next = std::to_string(number);
        const Status status = req.send({next});
        REQUIRE((status == Status::kOk || status == Status::kAgain || status == Status::kWrongState));
        if (status == Status::kOk) question = next;
      }
      if (const auto request = rep.receive()) {
        REQUIRE(being_answered.empty());
        being_answered = request->at(0);
      } else {
        REQUIRE(rep.status == (being_answered.empty() ? Status::kAgain : Status::kWrongState));
      }
      if (!being_answered.empty() && dice.one_in(2)) {
        REQUIRE(rep.send({"answer", being_answered}) == Status::kOk);
        being_answered.clear();
      }
      for (std::size_t i = 0; i < req.peer_count(); ++i) {
        Peer& peer = req.peer(i);
        if (!peer.linked || !links.contains(peer.number)) continue;
        for (const Text& reply : rep.written(*links[peer.number])) req.deliver(peer, reply);
      }
      if (const auto reply = req.receive()) {
        REQUIRE(*reply == Text{"answer", question});
        ++rounds;
      }
    }
    CHECK(rounds > 10);
  }
}

// Peers in sessions, and what has come of them at the other ends. What is written is on its way until it arrives, or
// the link breaks.
namespace {

class Sessions {
 public:
  Sessions(ConnectorType type, std::uint32_t seed) : dice_(seed), stage_(type, random_limits(dice_)) {}

  void run() {
    for (std::uint64_t number = 1; number <= 1'500; ++number) {
      const Text message = numbered(number, dice_);
      if (stage_.send(message) == Status::kOk) {
        accepted_[number] = message;
      } else {
        require_no_room();
      }
      disturb();
      disturb();
      require_nothing_lost();
    }
    finish();
    CHECK(stage_.send({"1"}) == Status::kOk);
  }

 private:
  struct Remote {
    std::uint64_t position = 0;  // How many messages of the session have arrived,
    std::deque<Text> under_way;  // and which are to.
  };

  void disturb() {
    const std::size_t count = stage_.peer_count();
    Peer* peer = count ? &stage_.peer(dice_.below(count)) : nullptr;
    if (!peer || (count < 5 && dice_.one_in(6))) return come();
    if (peer->linked) return disturb_linked(*peer);
    if (peer->awaited) return disturb_awaited(*peer);
    if (dice_.one_in(3)) link_anew(*peer);
  }

  void come() {
    if (dice_.one_in(2)) {
      stage_.accept_in_session();
    } else if (stage_.peer_count() < 5) {
      link_anew(stage_.connect());
    }
  }

  void link_anew(Peer& peer) {
    remotes_.erase(&peer);
    peer.outbox.begin_session(0);
    stage_.link(peer);
  }

  void disturb_linked(Peer& peer) {
    Remote& remote = remotes_[&peer];
    switch (dice_.below(8)) {
      case 0:
        return lose_link(peer);
      case 1:
        REQUIRE(peer.acknowledge(remote.position, stage_.effects));
        return;
      case 2:
        peer.outbox.rewind();
        if (!peer.outbox.empty()) stage_.write(peer, 1);
        return;
      case 3:
      case 4:
        for (std::size_t i = dice_.below(4); i > 0 && !remote.under_way.empty(); --i) arrive(remote);
        return;
      default:
        peer.outbox.rewind();
        for (Text& message : stage_.written(peer, dice_.below(4))) remote.under_way.push_back(std::move(message));
    }
  }

  void lose_link(Peer& peer) {
    remotes_[&peer].under_way.clear();
    stage_.lose_link(peer);
  }

  void disturb_awaited(Peer& peer) {
    switch (dice_.below(4)) {
      case 0:
      case 1:
        return stage_.resume(peer, remotes_[&peer].position);
      case 2:
        remotes_.erase(&peer);
        return stage_.give_up(peer);
      default:
        if (!peer.lasting) return;
        remotes_.erase(&peer);
        stage_.begin_anew(peer);
    }
  }

  void arrive(Remote& remote) {
    Text message = std::move(remote.under_way.front());
    remote.under_way.pop_front();
    ++remote.position;
    const bool again = message[0] == kAgain;
    if (again) message.erase(message.begin());
    const std::uint64_t number = std::stoull(message[0]);
    REQUIRE(accepted_.at(number) == message);
    REQUIRE((arrived_.insert(number).second || again));
  }

  void require_no_room() {
    for (std::size_t i = 0; i < stage_.peer_count(); ++i) {
      const Peer& peer = stage_.peer(i);
      REQUIRE((!peer.linked || !peer.outbox.below_low_mark()));
    }
  }

  // Whatever has not arrived stands somewhere.
  void require_nothing_lost() {
    std::uint64_t kept = stage_->homeless();
    for (std::size_t i = 0; i < stage_.peer_count(); ++i) {
      Peer& peer = stage_.peer(i);
      kept += peer.outbox.queued_messages() + peer.outbox.unacknowledged_messages();
    }
    REQUIRE(arrived_.size() + kept >= accepted_.size());
    REQUIRE(stage_.effects.drops.peer_gone == 0);
    REQUIRE(stage_.effects.drops.undeliverable == 0);
  }

  void finish() {
    for (int round = 0; arrived_.size() < accepted_.size(); ++round) {
      REQUIRE(round < 1'000);
      for (std::size_t i = 0; i < stage_.peer_count(); ++i) drain(stage_.peer(i));
      if (stage_.peer_count() < 5) stage_.accept_in_session();
    }
    CHECK(arrived_.size() == accepted_.size());
  }

  void drain(Peer& peer) {
    if (peer.awaited) stage_.resume(peer, remotes_[&peer].position);
    if (!peer.linked) link_anew(peer);
    Remote& remote = remotes_[&peer];
    peer.outbox.rewind();
    for (Text& message : stage_.written(peer)) remote.under_way.push_back(std::move(message));
    while (!remote.under_way.empty()) arrive(remote);
  }

  Dice dice_;
  Stage stage_;
  std::map<Peer*, Remote> remotes_;
  std::map<std::uint64_t, Text> accepted_;
  std::set<std::uint64_t> arrived_;
};

}  // namespace

TEST_CASE("balancing patterns in sessions lose nothing, and whatever arrives twice is marked the second time") {
  for (const ConnectorType type : {ConnectorType::kPush, ConnectorType::kDealer}) {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      INFO("type " << static_cast<int>(type) << ", seed " << seed);
      Sessions(type, seed).run();
    }
  }
}
