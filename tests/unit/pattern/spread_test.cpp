#include "pattern/spread.h"

#include "unit/catch.h"
#include "unit/flow/messages.h"

using namespace ymq;
using namespace ymq::testing;
using namespace ymq::pattern;

namespace {

struct Peers {
  explicit Peers(std::size_t count, flow::Limits limits = {}) {
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back(std::make_unique<Peer>(i + 1, false));
      all.back()->linked = true;
      all.back()->outbox.set_limits(limits);
    }
  }
  Peer& operator[](std::size_t index) { return *all[index]; }
  void write_all() {
    for (auto& peer : all) peer->outbox.wrote(peer->outbox.queued_bytes());
  }
  std::vector<std::unique_ptr<Peer>> all;
};

// Sends so many messages and tells to whom each went, by number; 0: to nobody.
std::vector<std::uint64_t> send(LoadBalancer& balancer, int count) {
  const Text message{"m"};
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < count; ++i) {
    numbers.push_back(balancer.send({}, views_of(message)) == Status::kOk ? balancer.latest()->number : 0);
  }
  return numbers;
}

void deliver(FairQueue& queue, Peer& peer, const std::vector<Text>& messages) {
  Message parts = parts_of(messages);
  queue.deliver(peer, parts);
}

std::vector<Text> take_all(FairQueue& queue) {
  Message message;
  while (queue.take(message)) {
  }
  return texts_of(message);
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("parts are counted and split by message") {
  Message parts = parts_of(std::vector<Text>{{"a", "b"}, {""}, {"c", "", "d"}});
  CHECK(count_messages(parts) == 3);
  CHECK(count_messages({}) == 0);
  std::span<Part> rest(parts);
  CHECK(next_message(rest).size() == 2);
  CHECK(next_message(rest).size() == 1);
  CHECK(next_message(rest).size() == 3);
  CHECK(rest.empty());
}

TEST_CASE("a balancer serves its peers in turn") {
  Effects effects;
  LoadBalancer balancer(effects);
  Peers peers(3);
  CHECK(send(balancer, 1) == Numbers{0});
  for (auto& peer : peers.all) {
    REQUIRE(balancer.add(*peer));
    balancer.enter(*peer);
    balancer.enter(*peer);
  }
  CHECK(send(balancer, 7) == Numbers{1, 2, 3, 1, 2, 3, 1});
}

TEST_CASE("a balancer sends runs to an only peer, and takes turns as soon as there are two") {
  Effects effects;
  LoadBalancer balancer(effects);
  Peers peers(2, {.messages = 4});
  const Text texts(3, "x");
  CHECK(balancer.send_run(views_of(texts)) == 0);
  REQUIRE(balancer.add(peers[0]));
  balancer.enter(peers[0]);
  CHECK(send(balancer, 1) == Numbers{1});
  CHECK(balancer.send_run(views_of(texts)) == 3);
  CHECK(balancer.latest() == &peers[0]);
  CHECK(balancer.send_run(views_of(texts)) == 0);
  CHECK(effects.to_flush.size() == 1);
  peers.write_all();
  REQUIRE(balancer.add(peers[1]));
  balancer.enter(peers[1]);
  CHECK(balancer.send_run(views_of(texts)) == 0);
  CHECK(send(balancer, 2) == Numbers{1, 2});
}

TEST_CASE("a balancer knows accepted peers only from their link on") {
  Effects effects;
  LoadBalancer balancer(effects);
  Peers peers(1);
  REQUIRE(balancer.add(peers[0]));
  CHECK(send(balancer, 1) == Numbers{0});
  peers[0].linked = false;
  balancer.enter(peers[0]);
  CHECK(send(balancer, 1) == Numbers{0});
  peers[0].linked = true;
  balancer.enter(peers[0]);
  CHECK(send(balancer, 1) == Numbers{1});
}

TEST_CASE("a full peer leaves the rotation until it has room") {
  Effects effects;
  LoadBalancer balancer(effects);
  Peers peers(3, {.messages = 2, .bytes = 0});
  for (auto& peer : peers.all) {
    REQUIRE(balancer.add(*peer));
    balancer.enter(*peer);
  }
  CHECK(send(balancer, 8) == Numbers{1, 2, 3, 1, 2, 3, 0, 0});
  balancer.enter(peers[1]);
  CHECK(send(balancer, 1) == Numbers{0});
  peers[1].outbox.wrote(peers[1].outbox.queued_bytes());
  balancer.enter(peers[1]);
  CHECK(send(balancer, 3) == Numbers{2, 2, 0});
}

TEST_CASE("the order stays fair when peers come and go") {
  Effects effects;
  LoadBalancer balancer(effects);
  Peers peers(5);
  for (std::size_t i = 0; i < 4; ++i) {
    REQUIRE(balancer.add(peers[i]));
    balancer.enter(peers[i]);
  }
  CHECK(send(balancer, 2) == Numbers{1, 2});
  peers.write_all();
  balancer.remove(peers[0]);
  CHECK(send(balancer, 2) == Numbers{3, 4});
  REQUIRE(balancer.add(peers[4]));
  balancer.enter(peers[4]);
  CHECK(send(balancer, 2) == Numbers{2, 3});
  peers.write_all();
  balancer.remove(peers[3]);
  CHECK(send(balancer, 4) == Numbers{5, 2, 3, 5});
}

TEST_CASE("what a peer had not been sent goes to the others, and waits where nobody has room") {
  Effects effects;
  LoadBalancer balancer(effects);
  Peers peers(3, {.messages = 3, .bytes = 0});
  REQUIRE(balancer.add(peers[0]));
  balancer.enter(peers[0]);
  const Text messages[] = {{"1"}, {"2", "", std::string(100'000, '2')}, {"3"}};
  for (const Text& message : messages) REQUIRE(balancer.send({}, views_of(message)) == Status::kOk);
  peers[0].outbox.wrote(2);
  peers[0].linked = false;
  balancer.remove(peers[0]);
  CHECK(balancer.latest() == nullptr);
  CHECK(balancer.homeless() == 3);
  CHECK(send(balancer, 1) == Numbers{0});

  peers[1].outbox.set_limits({.messages = 1, .bytes = 0});
  for (std::size_t i : {1, 2}) {
    REQUIRE(balancer.add(peers[i]));
    balancer.enter(peers[i]);
  }
  CHECK(balancer.homeless() == 0);
  CHECK(balancer.latest() == &peers[2]);
  std::vector<Part> first, others;
  peers[1].outbox.take(first, 9);
  peers[2].outbox.take(others, 9);
  CHECK(texts_of(first) == std::vector<Text>{messages[0]});
  CHECK(texts_of(others) == std::vector<Text>{messages[1], messages[2]});
  CHECK(effects.drops.peer_gone == 0);
}

TEST_CASE("a queue takes one message from each peer in turn") {
  Effects effects;
  FairQueue queue(effects);
  Peers peers(3);
  for (auto& peer : peers.all) REQUIRE(queue.add(*peer));
  CHECK(take_all(queue).empty());
  deliver(queue, peers[0], {{"a1"}, {"a2", "more"}, {"a3"}});
  deliver(queue, peers[1], {{"b1"}});
  deliver(queue, peers[2], {{"c1"}, {"c2"}});
  CHECK(queue.waiting() == 6);
  CHECK(take_all(queue) == std::vector<Text>{{"a1"}, {"b1"}, {"c1"}, {"a2", "more"}, {"c2"}, {"a3"}});
  CHECK(queue.waiting() == 0);
  CHECK(queue.empty());
}

TEST_CASE("a queue can empty one peer before it goes on to the next") {
  Effects effects;
  FairQueue queue(effects);
  Peers peers(2);
  for (auto& peer : peers.all) REQUIRE(queue.add(*peer));
  deliver(queue, peers[0], {{"a1"}, {"a2"}});
  deliver(queue, peers[1], {{"b1"}});
  Message message;
  CHECK(queue.take_in_order(message) == &peers[0]);
  CHECK(queue.take_in_order(message) == &peers[0]);
  CHECK(queue.take_in_order(message) == &peers[1]);
  CHECK(queue.take_in_order(message) == nullptr);
}

TEST_CASE("a queue puts a prefix before each message of a batch") {
  Effects effects;
  FairQueue queue(effects);
  Peers peers(1);
  REQUIRE(queue.add(peers[0]));
  Part prefix;
  REQUIRE(Part::copy_of(as_bytes("id"), prefix));
  prefix.more = true;
  Message parts = parts_of(std::vector<Text>{{"a", "b"}, {"c"}});
  queue.deliver(peers[0], parts, &prefix);
  CHECK(queue.waiting() == 2);
  CHECK(take_all(queue) == std::vector<Text>{{"id", "a", "b"}, {"id", "c"}});
}

TEST_CASE("a peer that is removed takes what it had waiting with it") {
  Effects effects;
  FairQueue queue(effects);
  Peers peers(3);
  for (auto& peer : peers.all) REQUIRE(queue.add(*peer));
  for (auto& peer : peers.all) deliver(queue, *peer, {{std::to_string(peer->number)}, {"x"}});
  queue.remove(peers[1]);
  CHECK(queue.waiting() == 4);
  CHECK(take_all(queue) == std::vector<Text>{{"1"}, {"3"}, {"x"}, {"x"}});
}
