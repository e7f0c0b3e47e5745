#include "abi/support.h"

// Waiting for peers and for subscribers: who publishes, or sends, right after it loses nothing.
namespace abi {

TEST_CASE("what is published right after the wait for subscribers arrives") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::Connector publisher(context, YMQ_PUB);
        const std::string endpoint = publisher.bind(wildcard(transport));
        std::vector<ymq::Connector> subscribers;
        for (int i = 0; i < 3; ++i) {
          subscribers.emplace_back(context, YMQ_SUB);
          subscribers.back().subscribe("news.");
          subscribers.back().connect(endpoint);
        }
        CHECK(publisher.wait_for_subscribers("news.today", 3, kPatience) == 3);
        for (int i = 0; i < 10; ++i) publisher.send("news.today" + std::to_string(i));
        for (ymq::Connector& subscriber : subscribers) {
          for (int i = 0; i < 10; ++i) CHECK(receive(subscriber) == Parts{"news.today" + std::to_string(i)});
        }
      }
    }
  }
}

TEST_CASE("a publisher that connects waits for its subscribers as well") {
  const ymq::IoContext context;
  ymq::Connector publisher(context, YMQ_PUB);
  ymq::Connector subscriber(context, YMQ_SUB);
  publisher.connect(subscriber.bind(wildcard("tcp")));
  CHECK(publisher.wait_for_peers(1, kPatience) == 1);
  auto waiting = std::async(std::launch::async, [&] { return publisher.wait_for_subscribers("topic", 1, kPatience); });
  subscriber.subscribe("t");
  subscriber.subscribe("to");
  CHECK(waiting.get() == 1);
  publisher.send("topic");
  CHECK(receive(subscriber) == Parts{"topic"});
}

TEST_CASE("only those count who subscribed to the topic") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PUB, YMQ_SUB, "inproc");
  pair.connected.subscribe("a");
  CHECK(pair.bound.wait_for_subscribers("a", 1, kPatience) == 1);
  CHECK(outcome_of([&] { pair.bound.wait_for_subscribers("b", 1, milliseconds(0)); }) == "AGAIN");
  CHECK(outcome_of([&] { pair.bound.wait_for_subscribers("", 1, kMoment); }) == "TIMED_OUT");
  CHECK(pair.bound.wait_for_subscribers("b", 0, milliseconds(0)) == 0);
  pair.connected.unsubscribe("a");
  REQUIRE(eventually(
      [&] { return outcome_of([&] { pair.bound.wait_for_subscribers("a", 1, milliseconds(0)); }) == "AGAIN"; }));
}

TEST_CASE("a subscriber counts as long as its link is up") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      Pair pair(context, YMQ_PUB, YMQ_SUB, transport);
      pair.connected.subscribe("");
      CHECK(pair.bound.wait_for_subscribers("x", 1, kPatience) == 1);
      pair.connected.close(milliseconds(0));
      REQUIRE(eventually(
          [&] { return outcome_of([&] { pair.bound.wait_for_subscribers("x", 1, milliseconds(0)); }) == "AGAIN"; }));
      CHECK(outcome_of([&] { pair.bound.wait_for_peers(1, milliseconds(0)); }) == "AGAIN");
    }
  }
}

TEST_CASE("peers are counted on both sides once their handshakes are done") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector pull(context, YMQ_PULL);
      const std::string endpoint = free_endpoint(transport);
      std::vector<ymq::Connector> pushes;
      for (int i = 0; i < 4; ++i) pushes.emplace_back(context, YMQ_PUSH).connect(endpoint);
      CHECK(outcome_of([&] { pushes[0].wait_for_peers(1, milliseconds(0)); }) == "AGAIN");
      pull.bind(endpoint);
      CHECK(pull.wait_for_peers(4, kPatience) == 4);
      for (ymq::Connector& push : pushes) CHECK(push.wait_for_peers(1, kPatience) == 1);
    }
  }
}

TEST_CASE("completions say that peers and subscribers are there") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::CompletionQueue queue(context);
        ymq::Connector publisher(context, YMQ_PUB);
        publisher.wait_for_peers_async(1, queue, 1);
        publisher.wait_for_subscribers_async("topic", 1, queue, 2);
        const std::string endpoint = publisher.bind(wildcard(transport));
        ymq::Connector subscriber(context, YMQ_SUB);
        subscriber.connect(endpoint);
        const Drained linked = drain_one(queue);
        CHECK(linked.record.tag == 1);
        CHECK(linked.record.kind == YMQ_COMPLETION_PEERS);
        CHECK(linked.record.count == 1);
        subscriber.subscribe("top");
        const Drained subscribed = drain_one(queue);
        CHECK(subscribed.record.tag == 2);
        CHECK(subscribed.record.kind == YMQ_COMPLETION_SUBSCRIBERS);
        CHECK(name_of(subscribed.record.status) == "OK");
        CHECK(subscribed.record.count == 1);
        publisher.send("topic");
        CHECK(receive(subscriber) == Parts{"topic"});
      }
    }
  }
}

TEST_CASE("a wait that is over at once completes, too") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector connector(context, YMQ_DEALER);
  connector.wait_for_peers_async(0, queue, 7);
  CHECK(drain_one(queue).record.count == 0);
}

TEST_CASE("a wait for peers or subscribers can be cancelled") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector publisher(context, YMQ_PUB);
  publisher.wait_for_peers_async(1, queue, 1);
  publisher.wait_for_subscribers_async("x", 1, queue, 2);
  for (const std::uint64_t tag : {2u, 1u}) {
    CHECK(queue.cancel(tag));
    const Drained done = drain_one(queue);
    CHECK(done.record.tag == tag);
    CHECK(name_of(done.record.status) == "CANCELLED");
  }
  CHECK_FALSE(queue.cancel(1));
}

TEST_CASE("closing ends every wait for peers and subscribers") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    DYNAMIC_SECTION(io_threads << " io threads") {
      const ymq::IoContext context(io_threads);
      ymq::CompletionQueue queue(context);
      for (int round = 0; round < 20; ++round) {
        ymq::Connector publisher(context, YMQ_PUB);
        const ymq_connector handle = publisher.get();
        publisher.wait_for_peers_async(1, queue, 1);
        auto peers = std::async(std::launch::async, [&] { return name_of(connector_wait_for_peers(handle, 1, -1)); });
        auto subscribers = std::async(
            std::launch::async, [&] { return name_of(connector_wait_for_subscribers(handle, nullptr, 0, 1, -1)); });
        publisher.close(milliseconds(0));
        for (const std::string& result : {peers.get(), subscribers.get()}) {
          INFO(result);
          CHECK((result == "CLOSED" || result == "INVALID_HANDLE"));
        }
        CHECK(name_of(drain_one(queue).record.status) == "CLOSED");
      }
    }
  }
}

TEST_CASE("many threads wait for different crowds") {
  const ymq::IoContext context;
  ymq::Connector publisher(context, YMQ_PUB);
  const std::string endpoint = publisher.bind(wildcard("tcp"));
  constexpr std::uint32_t kSubscribers = 6;
  std::vector<std::future<std::uint32_t>> waiting;
  for (std::uint32_t count = 1; count <= kSubscribers; ++count) {
    waiting.push_back(
        std::async(std::launch::async, [&, count] { return publisher.wait_for_subscribers("x", count, kPatience); }));
  }
  std::vector<ymq::Connector> subscribers;
  for (std::uint32_t i = 0; i < kSubscribers; ++i) {
    ymq::Connector& subscriber = subscribers.emplace_back(context, YMQ_SUB);
    subscriber.subscribe("");
    subscriber.connect(endpoint);
  }
  for (std::uint32_t count = 1; count <= kSubscribers; ++count) CHECK(waiting[count - 1].get() >= count);
}

TEST_CASE("waits that cannot be are refused") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector push(context, YMQ_PUSH);
  ymq::Connector publisher(context, YMQ_PUB);
  CHECK(outcome_of([&] { push.wait_for_subscribers("", 1, milliseconds(0)); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { push.wait_for_subscribers_async("", 1, queue, 1); }) == "NOT_SUPPORTED");
  CHECK(name_of(connector_wait_for_peers(push.get(), 1, -2)) == "INVALID_ARGUMENT");
  CHECK(name_of(connector_wait_for_subscribers(publisher.get(), nullptr, 1, 1, 0)) == "INVALID_ARGUMENT");
  CHECK(name_of(connector_wait_for_peers(0, 1, 0)) == "INVALID_HANDLE");
  CHECK_FALSE(queue.wait(milliseconds(0)));
}

}  // namespace abi
