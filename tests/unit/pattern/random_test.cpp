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
