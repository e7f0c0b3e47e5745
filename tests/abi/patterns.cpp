#include <atomic>
#include <map>
#include <set>

#include "abi/support.h"

namespace abi {
namespace {

template <typename Test>
void on_every_transport(const Test& test) {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      test(context, transport);
    }
  }
}

// Subscriptions of one connection take effect in order: once a new one has, all earlier ones have.
void settle(ymq::Connector& publisher, ymq::Connector& subscriber) {
  static int marks = 0;
  const std::string mark = "mark " + std::to_string(++marks) + ".";
  subscriber.subscribe(mark);
  const auto deadline = Clock::now() + kPatience;
  do {
    if (Clock::now() > deadline) throw std::runtime_error("the subscription did not arrive");
    publisher.send(mark, kPatience);
  } while (!subscriber.try_recv(milliseconds(5)));
  publisher.send(mark + "end", kPatience);
  while (receive(subscriber) != Parts{mark + "end"}) continue;
  subscriber.unsubscribe(mark);
}

}  // namespace

TEST_CASE("a SUB gets what it subscribed to, as often as it subscribed and not longer") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_PUB, YMQ_SUB, transport);
    const auto require_filtered = [&](const Parts& published, const Parts& expected) {
      settle(pair.bound, pair.connected);
      for (const std::string& topic : published) pair.bound.send(topic, kPatience);
      for (const std::string& topic : expected) CHECK(receive(pair.connected) == Parts{topic});
      settle(pair.bound, pair.connected);
    };
    require_filtered({"a", ""}, {});
    pair.connected.subscribe("a");
    pair.connected.subscribe("a");
    pair.connected.subscribe("abc");
    require_filtered({"a", "b", "ab", "abcd"}, {"a", "ab", "abcd"});
    pair.connected.unsubscribe("a");
    require_filtered({"a", "ab"}, {"a", "ab"});
    pair.connected.unsubscribe("a");
    require_filtered({"a", "ab", "abcd"}, {"abcd"});
    CHECK(outcome_of([&] { pair.connected.unsubscribe("a"); }) == "NOT_FOUND");
    CHECK(outcome_of([&] { pair.connected.unsubscribe("ab"); }) == "NOT_FOUND");
    pair.connected.subscribe("");
    require_filtered({"a", "", "z"}, {"a", "", "z"});
    pair.connected.unsubscribe("");
    pair.connected.unsubscribe("abc");
    require_filtered({"a", "", "abcd"}, {});
  });
}

TEST_CASE("a PUB without subscribers never waits, and drops for one that does not keep up") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector publisher(context, YMQ_PUB);
    publisher.set(YMQ_OPTION_SEND_HWM, 5);
    const std::string endpoint = publisher.bind(wildcard(transport));
    for (int i = 0; i < 1'000; ++i) publisher.send("x", milliseconds(0));
    CHECK(publisher.stats().messages_sent == 1'000);
    ymq::Connector subscriber(context, YMQ_SUB);
    subscriber.set(YMQ_OPTION_RECEIVE_HWM, 5);
    subscriber.connect(endpoint);
    settle(publisher, subscriber);
    subscriber.subscribe("");
    settle(publisher, subscriber);
    const std::string body(100'000, 'x');
    for (int i = 0; i < 500; ++i) publisher.send(body, milliseconds(0));
    REQUIRE(eventually([&] { return publisher.stats().messages_queued == 0 || publisher.stats().dropped_full > 0; }));
    CHECK(publisher.stats().dropped_full > 0);
    std::size_t received = 0;
    while (subscriber.try_recv(milliseconds(200))) ++received;
    CHECK(received >= 5);
    CHECK(received + publisher.stats().dropped_full >= 500);
  });
}

TEST_CASE("one message of a PUB reaches every subscriber") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector publisher(context, YMQ_PUB);
    const std::string endpoint = publisher.bind(wildcard(transport));
    std::vector<ymq::Connector> subscribers;
    for (int i = 0; i < 8; ++i) {
      subscribers.emplace_back(context, YMQ_SUB);
      subscribers.back().subscribe("news");
      subscribers.back().connect(endpoint);
      settle(publisher, subscribers.back());
    }
    const Parts news{"news", std::string(100'000, 'n'), ""};
    publisher.send(message_of(news), kPatience);
    for (ymq::Connector& subscriber : subscribers) CHECK(receive(subscriber) == news);
  });
}

TEST_CASE("messages go to peers in turn, and come from peers in turn") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    for (const auto& [from, to] : {std::pair(YMQ_PUSH, YMQ_PULL), std::pair(YMQ_DEALER, YMQ_DEALER)}) {
      ymq::Connector sender(context, from);
      std::vector<ymq::Connector> receivers;
      for (int i = 0; i < 3; ++i) {
        receivers.emplace_back(context, to);
        sender.connect(receivers.back().bind(wildcard(transport)));
      }
      for (int i = 0; i < 30; ++i) sender.send(std::to_string(i), kPatience);
      for (int i = 0; i < 30; ++i) {
        CHECK(receive(receivers[static_cast<std::size_t>(i % 3)]) == Parts{std::to_string(i)});
      }
    }
    ymq::Connector puller(context, YMQ_PULL);
    const std::string endpoint = puller.bind(wildcard(transport));
    std::vector<ymq::Connector> pushers;
    for (int i = 0; i < 3; ++i) {
      pushers.emplace_back(context, YMQ_PUSH);
      pushers.back().connect(endpoint);
      for (int n = 0; n < 10; ++n) pushers.back().send(std::to_string(i), kPatience);
    }
    // Over inproc some of them may wait at their senders.
    const std::uint64_t expected = transport == "inproc" ? 3 : 30;
    REQUIRE(eventually([&] { return puller.stats().messages_waiting >= expected; }));
    std::map<std::string, int> seen;
    for (int i = 0; i < 15; ++i) ++seen[receive(puller).at(0)];
    CHECK(seen == std::map<std::string, int>{{"0", 5}, {"1", 5}, {"2", 5}});
  });
}

TEST_CASE("a slow peer does not hold up the others") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector sender(context, YMQ_PUSH);
    sender.set(YMQ_OPTION_SEND_HWM, 5);
    ymq::Connector slow(context, YMQ_PULL);
    ymq::Connector fast(context, YMQ_PULL);
    slow.set(YMQ_OPTION_RECEIVE_HWM, 1);
    sender.connect(slow.bind(wildcard(transport)));
    sender.connect(fast.bind(wildcard(transport)));
    const std::string body(200'000, 'x');
    std::atomic<int> received = 0;
    // In a thread of its own: what nobody takes is not acknowledged, and then the sender has to wait.
    std::jthread taker([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) received += fast.try_recv(kMoment).has_value();
    });
    for (int i = 0; i < 300; ++i) sender.send(body, kPatience);
    CHECK(eventually([&] { return received >= 150; }));
  });
}

TEST_CASE("a ROUTER drops what has nobody to go to, or says so when it is mandatory") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router(context, YMQ_ROUTER);
    const std::string endpoint = router.bind(wildcard(transport));
    router.send(message_of({"nobody", "x"}), milliseconds(0));
    CHECK(router.stats().dropped_unroutable == 1);
    router.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
    CHECK(outcome_of([&] { router.send(message_of({"nobody", "x"}), kPatience); }) == "HOST_UNREACHABLE");
    CHECK(outcome_of([&] { router.send("only a name", kPatience); }) == "INVALID_ARGUMENT");
    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.set(YMQ_OPTION_IDENTITY, "dealer");
    dealer.connect(endpoint);
    dealer.send("hello", kPatience);
    CHECK(receive(router) == Parts{"dealer", "hello"});
    router.send(message_of({"dealer", "", "answer"}), kPatience);
    CHECK(receive(dealer) == Parts{"", "answer"});
  });
}

TEST_CASE("a mandatory ROUTER waits for room at a full peer, another drops and counts") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router(context, YMQ_ROUTER);
    router.set(YMQ_OPTION_SEND_HWM, 3);
    const std::string endpoint = router.bind(wildcard(transport));
    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.set(YMQ_OPTION_IDENTITY, "dealer");
    dealer.set(YMQ_OPTION_RECEIVE_HWM, 2);
    dealer.connect(endpoint);
    dealer.send("hello", kPatience);
    CHECK(receive(router) == Parts{"dealer", "hello"});
    router.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
    const auto reply = [] { return message_of({"dealer", std::string(100'000, 'x')}); };
    std::uint64_t accepted = 0;
    while (router.try_send(reply(), milliseconds(200))) ++accepted;
    CHECK(outcome_of([&] { router.send(reply(), milliseconds(0)); }) == "AGAIN");
    router.set(YMQ_OPTION_ROUTER_MANDATORY, 0);
    router.send(reply(), milliseconds(0));
    CHECK(router.stats().dropped_full == 1);
    for (std::uint64_t i = 0; i < accepted; ++i) CHECK(receive(dealer).at(0).size() == 100'000);
    CHECK_FALSE(dealer.try_recv(kMoment));
  });
}

TEST_CASE("the newer of two peers with one name takes over at a ROUTER") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router(context, YMQ_ROUTER);
    const std::string endpoint = router.bind(wildcard(transport));
    ymq::Connector older(context, YMQ_DEALER);
    ymq::Connector newer(context, YMQ_DEALER);
    // The older one, once it has been turned away, must not come back at once and take over in its turn.
    older.set(YMQ_OPTION_RECONNECT_INTERVAL, 60'000);
    older.set(YMQ_OPTION_RECONNECT_INTERVAL_MAX, 60'000);
    for (ymq::Connector* dealer : {&older, &newer}) {
      dealer->set(YMQ_OPTION_IDENTITY, "twin");
      dealer->connect(endpoint);
      dealer->send(dealer == &older ? "older" : "newer", kPatience);
      CHECK(receive(router) == Parts{"twin", dealer == &older ? "older" : "newer"});
    }
    router.send(message_of({"twin", "x"}), kPatience);
    CHECK(receive(newer) == Parts{"x"});
    CHECK_FALSE(older.try_recv());
  });
}

TEST_CASE("REQ and REP speak in turn") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_REP, YMQ_REQ, transport);
    ymq::Connector& server = pair.bound;
    ymq::Connector& client = pair.connected;
    CHECK(outcome_of([&] { client.recv(kPatience); }) == "WRONG_STATE");
    CHECK(outcome_of([&] { server.send("x", kPatience); }) == "WRONG_STATE");
    for (int round = 0; round < 10; ++round) {
      client.send(message_of({"question", ""}), kPatience);
      CHECK(outcome_of([&] { client.send("another", kPatience); }) == "WRONG_STATE");
      CHECK(receive(server) == Parts{"question", ""});
      CHECK(outcome_of([&] { server.recv(kPatience); }) == "WRONG_STATE");
      server.send("answer", kPatience);
      CHECK(receive(client) == Parts{"answer"});
    }
  });
}

TEST_CASE("a REP drops the reply to a client that has gone, and counts it") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector server(context, YMQ_REP);
    const std::string endpoint = server.bind(wildcard(transport));
    {
      ymq::Connector client(context, YMQ_REQ);
      client.connect(endpoint);
      client.send("question", kPatience);
      CHECK(receive(server) == Parts{"question"});
    }
    REQUIRE(eventually([&] { return server.stats().links_closed == 1; }));
    server.send("too late", kPatience);
    CHECK(server.stats().dropped_unroutable == 1);
    ymq::Connector client(context, YMQ_REQ);
    client.connect(endpoint);
    client.send("next", kPatience);
    CHECK(receive(server) == Parts{"next"});
  });
}

TEST_CASE("a PAIR has one peer: a second one waits outside until the first has gone") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector pair(context, YMQ_PAIR);
    const std::string endpoint = pair.bind(wildcard(transport));
    ymq::Connector second(context, YMQ_PAIR);
    {
      ymq::Connector first(context, YMQ_PAIR);
      first.connect(endpoint);
      first.send("first", kPatience);
      CHECK(receive(pair) == Parts{"first"});
      second.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
      second.set(YMQ_OPTION_RECONNECT_INTERVAL_MAX, 20);
      second.connect(endpoint);
      CHECK_FALSE(pair.try_recv(kMoment));
      pair.send("for the first", kPatience);
      CHECK(receive(first) == Parts{"for the first"});
    }
    const auto deadline = Clock::now() + kPatience;
    std::optional<ymq::Message> received;
    while (!received && Clock::now() < deadline) {
      second.try_send("second", milliseconds(10));
      received = pair.try_recv(milliseconds(10));
    }
    REQUIRE(received);
    CHECK(texts(*received) == Parts{"second"});
  });
}

TEST_CASE("a type refuses what its pattern does not have") {
  const ymq::IoContext context;
  const auto outcomes = [&](ymq_connector_type type) {
    ymq::Connector connector(context, type);
    const auto send = outcome_of([&] { connector.send(message_of({"a", "b"}), milliseconds(0)); });
    const auto recv = outcome_of([&] { connector.recv(milliseconds(0)); });
    const auto subscribe = outcome_of([&] { connector.subscribe("x"); });
    return send + " " + recv + " " + subscribe;
  };
  CHECK(outcomes(YMQ_PAIR) == "AGAIN AGAIN NOT_SUPPORTED");
  CHECK(outcomes(YMQ_PUB) == "OK NOT_SUPPORTED NOT_SUPPORTED");
  CHECK(outcomes(YMQ_SUB) == "NOT_SUPPORTED AGAIN OK");
  CHECK(outcomes(YMQ_REQ) == "AGAIN WRONG_STATE NOT_SUPPORTED");
  CHECK(outcomes(YMQ_REP) == "WRONG_STATE AGAIN NOT_SUPPORTED");
  CHECK(outcomes(YMQ_DEALER) == "AGAIN AGAIN NOT_SUPPORTED");
  CHECK(outcomes(YMQ_ROUTER) == "OK AGAIN NOT_SUPPORTED");
  CHECK(outcomes(YMQ_PULL) == "NOT_SUPPORTED AGAIN NOT_SUPPORTED");
  CHECK(outcomes(YMQ_PUSH) == "AGAIN NOT_SUPPORTED NOT_SUPPORTED");
  CHECK(outcomes(YMQ_XPUB) == "OK AGAIN NOT_SUPPORTED");
  CHECK(outcomes(YMQ_XSUB) == "OK AGAIN OK");
}

TEST_CASE("every legal pair of types exchanges a message on every transport") {
  const std::pair<ymq_connector_type, ymq_connector_type> one_way[] = {
      {YMQ_PUSH, YMQ_PULL}, {YMQ_PAIR, YMQ_PAIR}, {YMQ_DEALER, YMQ_DEALER}, {YMQ_REQ, YMQ_REP}};
  on_every_transport([&](const ymq::IoContext& context, const std::string& transport) {
    for (const auto& [from, to] : one_way) {
      INFO(from << " to " << to);
      Pair forth(context, to, from, transport);
      forth.connected.send("connected sends", kPatience);
      CHECK(receive(forth.bound) == Parts{"connected sends"});
      Pair back(context, from, to, transport);
      back.bound.send("bound sends", kPatience);
      CHECK(receive(back.connected) == Parts{"bound sends"});
    }
    Pair asked(context, YMQ_REP, YMQ_DEALER, transport);
    asked.connected.send(message_of({"", "question"}), kPatience);
    CHECK(receive(asked.bound) == Parts{"question"});
    asked.bound.send("answer", kPatience);
    CHECK(receive(asked.connected) == Parts{"", "answer"});
    Pair routed(context, YMQ_ROUTER, YMQ_REQ, transport);
    routed.connected.send("question", kPatience);
    Parts question = receive(routed.bound);
    REQUIRE(question.size() == 3);
    routed.bound.send(message_of(question), kPatience);
    CHECK(receive(routed.connected) == Parts{"question"});
    Pair routers(context, YMQ_ROUTER, YMQ_ROUTER, transport);
    routers.bound.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
    ymq::Connector named(context, YMQ_ROUTER);
    named.set(YMQ_OPTION_IDENTITY, "named");
    named.connect(routers.endpoint);
    CHECK(eventually([&] {
      return outcome_of([&] { routers.bound.send(message_of({"named", "hello"}), milliseconds(0)); }) == "OK";
    }));
    CHECK(receive(named).back() == "hello");
  });
}

}  // namespace abi
