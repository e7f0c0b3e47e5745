// Peers of different priorities: whom messages go to first, and whose are taken first.

#include <map>
#include <random>
#include <set>

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

// A stage whose peers come by endpoints of different priorities.
class Ranks : public Stage {
 public:
  using Stage::Stage;

  Peer& accept(unsigned priority) {
    set(priority);
    return Stage::accept();
  }
  Peer& connect(unsigned priority) {
    set(priority);
    return Stage::connect();
  }
  Peer& connect_and_link(unsigned priority) {
    Peer& peer = connect(priority);
    link(peer);
    return peer;
  }
  // To how many messages each of these peers comes when so many are sent.
  std::vector<std::uint64_t> spread(int messages, std::initializer_list<Peer*> peers) {
    std::vector<std::uint64_t> before;
    for (const Peer* peer : peers) before.push_back(peer->outbox.messages());
    for (int i = 0; i < messages; ++i) REQUIRE(send({"message"}) == Status::kOk);
    std::vector<std::uint64_t> counts;
    for (const Peer* peer : peers) counts.push_back(peer->outbox.messages() - before[counts.size()]);
    return counts;
  }

 private:
  void set(unsigned priority) {
    const auto value = static_cast<std::uint8_t>(priority);
    priorities = {value, value};
  }
};

using Counts = std::vector<std::uint64_t>;

const auto kBalancing = {ConnectorType::kPush, ConnectorType::kDealer, ConnectorType::kScatter, ConnectorType::kClient};

}  // namespace

TEST_CASE("messages go to the highest priority, in turn within it") {
  const auto type = GENERATE(values(kBalancing));
  Ranks stage(type);
  Peer& backup = stage.accept(16);
  Peer& one = stage.accept(1);
  Peer& middle = stage.accept(8);
  Peer& two = stage.accept(1);
  CHECK(stage.spread(6, {&one, &two, &middle, &backup}) == Counts{3, 3, 0, 0});
  stage.unlink(one);
  CHECK(stage.spread(2, {&two, &middle, &backup}) == Counts{2, 0, 0});
}

TEST_CASE("a priority whose peers are full leaves it to the next, and goes on as soon as one has room") {
  Ranks stage(ConnectorType::kPush, {.messages = 2});
  Peer& high = stage.accept(1);
  Peer& low = stage.accept(2);
  CHECK(stage.spread(3, {&high, &low}) == Counts{2, 1});
  stage.written(high);
  CHECK(stage.spread(3, {&high, &low}) == Counts{2, 1});
  CHECK(stage.send({"too much"}) == Status::kAgain);
}

TEST_CASE("runs go to the only peer of the highest priority") {
  Ranks stage(ConnectorType::kPush, {.messages = 3});
  stage.accept(2);
  CHECK(stage.spread(1, {&stage.peer(0)}) == Counts{1});
  Peer& high = stage.accept(1);
  CHECK(stage.spread(1, {&high}) == Counts{1});
  const Text texts(5, "x");
  CHECK(stage->send_run(views_of(texts)) == 2);
  CHECK(Stage::queued(high).size() == 3);
  CHECK(stage->send_run(views_of(texts)) == 0);
  stage.accept(1);
  stage.accept(1);
  CHECK(stage->send_run(views_of(texts)) == 0);
}

TEST_CASE("a priority of which nobody is linked stands back while somebody is of another") {
  const auto type = GENERATE(values(kBalancing));
  Ranks stage(type);
  Peer& primary = stage.connect(1);
  Peer& backup = stage.connect(2);
  CHECK(stage.spread(2, {&primary, &backup}) == Counts{2, 0});
  stage.link(backup);
  CHECK(stage.spread(2, {&primary, &backup}) == Counts{0, 2});
  stage.link(primary);
  CHECK(stage.spread(2, {&primary, &backup}) == Counts{2, 0});
  stage.unlink(primary);
  CHECK(stage.spread(2, {&primary, &backup}) == Counts{0, 2});
  stage.unlink(backup);
  CHECK(stage.spread(2, {&primary, &backup}) == Counts{2, 0});
}

TEST_CASE("whoever is away has his turn among those of his priority as long as one of them is there") {
  Ranks stage(ConnectorType::kPush);
  Peer& away = stage.connect(1);
  Peer& there = stage.connect_and_link(1);
  Peer& low = stage.connect_and_link(2);
  CHECK(stage.spread(4, {&away, &there, &low}) == Counts{2, 2, 0});
  stage.unlink(there);
  CHECK(stage.spread(2, {&away, &there, &low}) == Counts{0, 0, 2});
}

TEST_CASE("nothing is queued for whoever is away because those who are there have no room") {
  Ranks stage(ConnectorType::kPush, {.messages = 1});
  Peer& primary = stage.connect(1);
  Peer& backup = stage.connect_and_link(2);
  Peer& last = stage.connect(3);
  CHECK(stage.spread(1, {&primary, &backup, &last}) == Counts{0, 1, 0});
  CHECK(stage.send({"waits"}) == Status::kAgain);
  stage.unlink(backup);
  CHECK(stage.spread(1, {&primary, &backup, &last}) == Counts{1, 0, 0});
}

TEST_CASE("a peer that is to get nothing more keeps nobody from having his turn") {
  Ranks stage(ConnectorType::kPush);
  Peer& retired = stage.connect_and_link(1);
  Peer& away = stage.connect(2);
  CHECK(stage.spread(1, {&retired, &away}) == Counts{1, 0});
  retired.outbox.shut();
  stage->writable(retired);
  CHECK(stage.spread(1, {&retired, &away}) == Counts{0, 1});
  stage.unlink(retired);
  stage.remove(retired);
  CHECK(stage.spread(1, {&away}) == Counts{1});
}

TEST_CASE("what a peer that has gone had not been sent goes to others by priority") {
  Ranks stage(ConnectorType::kPush, {.messages = 2});
  Peer& gone = stage.accept(1);
  Peer& low = stage.accept(3);
  Peer& middle = stage.accept(2);
  CHECK(stage.spread(2, {&gone}) == Counts{2});
  stage.unlink(gone);
  CHECK(Stage::queued(middle).size() == 2);
  CHECK(Stage::queued(low).empty());
}

TEST_CASE("what a lost peer had not acknowledged goes to others by priority, marked") {
  const auto type = GENERATE(ConnectorType::kPush, ConnectorType::kDealer);
  Ranks stage(type);
  Peer& lost = stage.accept(1);
  lost.outbox.begin_session(0);
  Peer& low = stage.accept(3);
  Peer& middle = stage.accept(2);
  CHECK(stage.spread(2, {&lost}) == Counts{2});
  stage.written(lost);
  stage.lose_link(lost);
  CHECK(stage.spread(1, {&low, &middle}) == Counts{0, 1});
  stage.give_up(lost);
  const Text again{kAgain, "message"};
  CHECK(Stage::queued(middle) == std::vector<Text>{{"message"}, again, again});
  CHECK(Stage::queued(low).empty());
}

TEST_CASE("homeless messages go to whoever may have them as soon as others are gone") {
  Ranks stage(ConnectorType::kPush, {.messages = 1});
  Peer& gone = stage.accept(1);
  Peer& full = stage.connect_and_link(2);
  Peer& away = stage.connect(3);
  CHECK(stage.spread(2, {&gone, &full, &away}) == Counts{1, 1, 0});
  stage.unlink(gone);
  CHECK(stage->homeless() == 1);
  stage.unlink(full);
  CHECK(stage->homeless() == 0);
  CHECK(Stage::queued(away).size() == 1);
}

TEST_CASE("a REQ asks the highest priority; attempts go to those who were asked least, also of lower ones") {
  Ranks stage(ConnectorType::kReq);
  stage.settings.retries_requests = true;
  stage.settings.request_retries = 9;
  Peer& backup = stage.accept(2);
  Peer& one = stage.accept(1);
  Peer& two = stage.accept(1);
  REQUIRE(stage.send({"request"}) == Status::kOk);
  const auto asked = [&] { return Counts{one.outbox.messages(), two.outbox.messages(), backup.outbox.messages()}; };
  CHECK(asked() == Counts{1, 0, 0});
  stage->retry();
  CHECK(asked() == Counts{1, 1, 0});
  stage->retry();
  CHECK(asked() == Counts{1, 1, 1});
  stage->retry();
  CHECK(asked() == Counts{2, 1, 1});
  stage->retry();
  CHECK(asked() == Counts{2, 2, 1});
  stage.deliver(backup, {stage.queued(backup)[0][1], "", "reply"});
  CHECK(stage.receive() == Text{"reply"});
  REQUIRE(stage.send({"next"}) == Status::kOk);
  CHECK(asked() == Counts{3, 2, 1});
}

TEST_CASE("a request that has moved to another peer counts as an attempt there") {
  Ranks stage(ConnectorType::kReq);
  stage.settings.retries_requests = true;
  stage.settings.request_retries = 9;
  Peer& one = stage.accept(1);
  Peer& two = stage.accept(2);
  Peer& three = stage.accept(3);
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.unlink(one);
  CHECK(Stage::queued(two).size() == 1);
  stage->retry();
  CHECK(Stage::queued(two).size() == 1);
  CHECK(Stage::queued(three).size() == 1);
}

TEST_CASE("a REQ without attempts asks the highest priority every time") {
  Ranks stage(ConnectorType::kReq);
  Peer& low = stage.accept(9);
  Peer& high = stage.accept(2);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(stage.send({"request"}) == Status::kOk);
    stage.written(high);
    stage.deliver(high, {"", "reply"});
    CHECK(stage.receive() == Text{"reply"});
  }
  CHECK(low.outbox.messages() == 0);
}

TEST_CASE("what came from a higher priority is received first, in turn within it") {
  const auto type = GENERATE(ConnectorType::kPull, ConnectorType::kDealer, ConnectorType::kGather);
  Ranks stage(type);
  Peer& low = stage.accept(16);
  Peer& one = stage.accept(1);
  Peer& two = stage.accept(1);
  stage.deliver_all(low, {{"low1"}, {"low2"}});
  stage.deliver_all(one, {{"a1"}, {"a2"}});
  stage.deliver_all(two, {{"b1"}});
  CHECK(stage.receive() == Text{"a1"});
  CHECK(stage.receive() == Text{"b1"});
  CHECK(stage.receive() == Text{"a2"});
  CHECK(stage.receive() == Text{"low1"});
  stage.deliver(two, {"b2"});
  CHECK(stage.receive_all() == std::vector<Text>{{"b2"}, {"low2"}});
}

TEST_CASE("a run takes from the highest priority first, each of its peers their share") {
  Ranks stage(ConnectorType::kPull);
  Peer& low = stage.accept(2);
  Peer& one = stage.accept(1);
  Peer& two = stage.accept(1);
  stage.deliver_all(low, {{"l1"}, {"l2"}, {"l3"}});
  stage.deliver_all(one, {{"a1"}, {"a2"}, {"a3"}});
  stage.deliver_all(two, {{"b1"}});
  Message message;
  flow::Allowance allowance{5, 100, 1000};
  CHECK(stage->receive_run(message, allowance) == 5);
  CHECK(texts_of(message) == std::vector<Text>{{"a1"}, {"a2"}, {"b1"}, {"a3"}, {"l1"}});
  CHECK(stage->waiting() == 2);
}

TEST_CASE("requests of a higher priority are taken first, and answered to whom they came from") {
  const auto type = GENERATE(ConnectorType::kRep, ConnectorType::kRouter, ConnectorType::kServer);
  Ranks stage(type);
  Peer& low = stage.accept(9);
  Peer& high = stage.accept(2);
  const bool bare = type == ConnectorType::kServer;
  for (int i = 0; i < 2; ++i) {
    stage.deliver(low, bare ? Text{"low"} : Text{"", "low"});
    stage.deliver(high, bare ? Text{"high"} : Text{"", "high"});
  }
  for (Peer* expected : {&high, &high, &low, &low}) {
    const std::optional<Text> request = stage.receive();
    REQUIRE(request);
    CHECK(request->back() == (expected == &high ? "high" : "low"));
    Text reply = *request;
    reply.back() = "reply";
    REQUIRE(stage.send(reply) == Status::kOk);
    CHECK(stage.written(*expected).size() == 1);
  }
}

TEST_CASE("a peer that goes takes what it had waiting with it, and others of all priorities stay") {
  Ranks stage(ConnectorType::kPull);
  Peer& low = stage.accept(3);
  Peer& high = stage.accept(1);
  stage.deliver_all(high, {{"h"}});
  stage.deliver_all(low, {{"l"}});
  stage->peer_removed(high);
  CHECK(stage->waiting() == 1);
  CHECK(stage.receive() == Text{"l"});
  CHECK_FALSE(stage.receive());
}

TEST_CASE("a PAIR receives what its former peer had sent first, whatever the priorities") {
  Ranks stage(ConnectorType::kPair);
  Peer& former = stage.accept(16);
  stage.deliver_all(former, {{"1"}, {"2"}});
  stage.unlink(former);
  Peer& next = stage.accept(1);
  stage.deliver(next, {"3"});
  CHECK(stage.receive_all() == std::vector<Text>{{"1"}, {"2"}, {"3"}});
}

// The oracle looks at all peers: one of the highest priority that takes part has got the message, and within a priority
// nobody gets a second one while another, who has had room all the time, waits for his first.
TEST_CASE("whoever comes and goes, the highest priority that may is served") {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    Ranks stage(ConnectorType::kPush, {.messages = below(4)});
    const auto expected = [&] {
      bool anybody_linked = false;
      std::set<unsigned> linked;
      for (std::size_t i = 0; i < stage.peer_count(); ++i) {
        if (stage.peer(i).linked) linked.insert(stage.peer(i).priorities.send);
        anybody_linked |= stage.peer(i).linked;
      }
      unsigned best = 99;
      for (std::size_t i = 0; i < stage.peer_count(); ++i) {
        const Peer& peer = stage.peer(i);
        const bool may = (peer.linked || peer.lasting) && (!anybody_linked || linked.contains(peer.priorities.send));
        if (may && peer.balance_member && peer.outbox.has_room()) best = std::min<unsigned>(best, peer.priorities.send);
      }
      return best;
    };
    for (int step = 0; step < 400; ++step) {
      Peer* peer = stage.peer_count() ? &stage.peer(below(static_cast<unsigned>(stage.peer_count()))) : nullptr;
      switch (below(8)) {
        case 0:
          if (stage.peer_count() < 6) stage.accept(1 + below(3));
          break;
        case 1:
          if (stage.peer_count() < 6) stage.connect(1 + below(3));
          break;
        case 2:
          if (peer && peer->lasting && !peer->linked) stage.link(*peer);
          break;
        case 3:
          if (peer && peer->linked && below(3) == 0) stage.unlink(*peer);
          break;
        case 4:
          if (peer && peer->lasting && below(6) == 0) stage.remove(*peer);
          break;
        case 5:
          if (peer && peer->linked) stage.written(*peer, below(3));
          break;
        default: {
          std::map<Peer*, std::uint64_t> before;
          for (std::size_t i = 0; i < stage.peer_count(); ++i) before[&stage.peer(i)] = stage.peer(i).outbox.messages();
          const unsigned priority = expected();
          const Status sent = stage.send({std::to_string(step)});
          REQUIRE((sent == Status::kOk) == (priority != 99));
          for (const auto& [each, messages] : before) {
            if (each->outbox.messages() != messages) CHECK(each->priorities.send == priority);
          }
        }
      }
    }
  }
}
