#include <algorithm>

#include "abi/support.h"

// Messages of one part, and messages for groups, over every transport.
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

std::string text_of(const std::array<std::byte, 4>& id) { return std::string(ymq::text_of(id)); }

// Sends to a group until the first of it has come; what came twice is passed over up to a last one.
void settle(ymq::Connector& radio, ymq::Connector& dish, const std::string& group) {
  const auto deadline = Clock::now() + kPatience;
  do {
    if (Clock::now() > deadline) throw std::runtime_error("nobody joined");
    radio.send(message_of({group, "mark"}), kPatience);
  } while (!dish.try_recv(milliseconds(5)));
  radio.send(message_of({group, "settled"}), kPatience);
  while (receive(dish) != Parts{group, "settled"}) continue;
}

// How a send of these parts fails, and with which text.
std::string refusal(ymq::Connector& connector, const Parts& parts) {
  try {
    connector.send(message_of(parts), milliseconds(0));
    return "OK";
  } catch (const ymq::Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a SERVER answers its CLIENTs by the routing id that each message has in front") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector server(context, YMQ_SERVER);
    const std::string endpoint = server.bind(wildcard(transport));
    std::vector<ymq::Connector> clients;
    for (int i = 0; i < 3; ++i) {
      clients.emplace_back(context, YMQ_CLIENT);
      clients.back().connect(endpoint);
      clients.back().connect(endpoint);
      clients.back().send("question " + std::to_string(i), kPatience);
    }
    for (int i = 0; i < 3; ++i) {
      Parts question = receive(server);
      REQUIRE(question.size() == 2);
      CHECK(question[0].size() == 4);
      server.send(message_of({question[0], "re: " + question[1]}), kPatience);
    }
    for (int i = 0; i < 3; ++i) {
      CHECK(receive(clients[static_cast<std::size_t>(i)]) == Parts{"re: question " + std::to_string(i)});
    }
    CHECK(server.stats().peers == 3);
  });
}

TEST_CASE("a SERVER learns that a CLIENT is gone from the reply, also one that waited for room") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector server(context, YMQ_SERVER);
    server.set(YMQ_OPTION_SEND_HWM, 2);
    const std::string endpoint = server.bind(wildcard(transport));
    CHECK(outcome_of([&] { server.send(message_of({"\1\1\1\1", "x"}), kPatience); }) == "HOST_UNREACHABLE");
    ymq::Connector client(context, YMQ_CLIENT);
    client.set(YMQ_OPTION_RECEIVE_HWM, 1);
    client.connect(endpoint);
    client.send("question", kPatience);
    const std::string id = receive(server).at(0);
    const auto reply = [&] { return message_of({id, std::string(200'000, 'r')}); };
    CHECK(eventually([&] { return outcome_of([&] { server.send(reply(), milliseconds(0)); }) == "AGAIN"; }));
    auto waiting = std::async(std::launch::async, [&] {
      for (;;) {
        const std::string outcome = outcome_of([&] { server.send(reply()); });
        if (outcome != "OK") return outcome;
      }
    });
    std::this_thread::sleep_for(kMoment);
    client.close(milliseconds(0));
    CHECK(waiting.get() == "HOST_UNREACHABLE");
    CHECK(outcome_of([&] { server.send(reply(), kPatience); }) == "HOST_UNREACHABLE");
  });
}

TEST_CASE("a PEER may speak first, by the id that it was told when it connected") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector bound(context, YMQ_PEER);
    ymq::Connector connected(context, YMQ_PEER);
    const std::string endpoint = bound.bind(wildcard(transport));
    const std::string id = text_of(connected.connect_peer(endpoint));
    CHECK(id != std::string(4, '\0'));
    connected.send(message_of({id, "hello"}), kPatience);
    const Parts hello = receive(bound);
    REQUIRE(hello.size() == 2);
    CHECK(hello[1] == "hello");
    bound.send(message_of({hello[0], "welcome"}), kPatience);
    CHECK(receive(connected) == Parts{id, "welcome"});
    CHECK(text_of(connected.connect_peer(endpoint)) != id);
  });
}

TEST_CASE("a PEER is told the id before anybody is bound, and until it disconnects") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector connected(context, YMQ_PEER);
    const std::string endpoint = free_endpoint(transport);
    const std::string id = text_of(connected.connect_peer(endpoint));
    connected.send(message_of({id, "queued"}), kPatience);
    ymq::Connector bound(context, YMQ_PEER);
    bound.bind(endpoint);
    CHECK(receive(bound).at(1) == "queued");
    connected.disconnect(endpoint);
    CHECK(eventually([&] {
      return outcome_of([&] { connected.send(message_of({id, "x"}), milliseconds(0)); }) == "HOST_UNREACHABLE";
    }));
  });
}

TEST_CASE("only a PEER is told a routing id, and only for what can be connected to") {
  const ymq::IoContext context;
  for (const ymq_connector_type type : {YMQ_SERVER, YMQ_ROUTER, YMQ_PUSH}) {
    ymq::Connector connector(context, type);
    CHECK(outcome_of([&] { connector.connect_peer("tcp://127.0.0.1:1"); }) == "NOT_SUPPORTED");
    CHECK(connector.stats().peers == 0);
  }
  ymq::Connector peer(context, YMQ_PEER);
  CHECK(outcome_of([&] { peer.connect_peer("nonsense"); }) == "INVALID_ENDPOINT");
  CHECK(connector_connect_peer(peer.get(), "inproc://x", 10, nullptr) == YMQ_INVALID_ARGUMENT);
}

TEST_CASE("CHANNEL, SCATTER and GATHER carry messages of one part") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair channel(context, YMQ_CHANNEL, YMQ_CHANNEL, transport);
    channel.bound.send("there", kPatience);
    channel.connected.send("", kPatience);
    CHECK(receive(channel.connected) == Parts{"there"});
    CHECK(receive(channel.bound) == Parts{""});

    ymq::Connector scatter(context, YMQ_SCATTER);
    std::vector<ymq::Connector> gathers;
    for (int i = 0; i < 3; ++i) {
      gathers.emplace_back(context, YMQ_GATHER);
      scatter.connect(gathers.back().bind(wildcard(transport)));
    }
    for (int i = 0; i < 30; ++i) scatter.send(std::to_string(i), kPatience);
    for (int i = 0; i < 30; ++i) CHECK(receive(gathers[static_cast<std::size_t>(i % 3)]) == Parts{std::to_string(i)});
  });
}

TEST_CASE("a message of another form is refused, with a text that says which is right") {
  const ymq::IoContext context;
  for (const ymq_connector_type type : {YMQ_CLIENT, YMQ_CHANNEL, YMQ_SCATTER}) {
    ymq::Connector connector(context, type);
    CHECK(refusal(connector, {"two", "parts"}).find("exactly one part") != std::string::npos);
  }
  for (const ymq_connector_type type : {YMQ_SERVER, YMQ_PEER}) {
    ymq::Connector connector(context, type);
    CHECK(refusal(connector, {"long name", "body"}).find("which is 4 bytes") != std::string::npos);
  }
  ymq::Connector radio(context, YMQ_RADIO);
  CHECK(refusal(radio, {"group"}).find("the name of its group") != std::string::npos);
  ymq::Connector router(context, YMQ_ROUTER);
  CHECK(refusal(router, {"name"}).find("a second part must follow") != std::string::npos);
}

TEST_CASE("a DISH gets what is for the groups that it is in") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_RADIO, YMQ_DISH, transport);
    pair.connected.join("news");
    settle(pair.bound, pair.connected, "news");
    pair.connected.join("sport");
    pair.connected.join("");
    settle(pair.bound, pair.connected, "");
    for (const char* group : {"new", "news", "newspaper", "sport", ""}) {
      pair.bound.send(message_of({group, "for " + std::string(group)}), kPatience);
    }
    for (const std::string group : {"news", "sport", ""})
      CHECK(receive(pair.connected) == Parts{group, "for " + group});
    pair.connected.leave("news");
    pair.connected.join("last");
    settle(pair.bound, pair.connected, "last");
    pair.bound.send(message_of({"news", "missed"}), kPatience);
    pair.bound.send(message_of({"sport", std::string(100'000, 's')}), kPatience);
    CHECK(receive(pair.connected) == Parts{"sport", std::string(100'000, 's')});
  });
}

TEST_CASE("a DISH is in its groups again after every reconnection") {
  for (const std::string transport : {"tcp", "ipc"}) {
    const ymq::IoContext context;
    const std::string endpoint = free_endpoint(transport);
    ymq::Connector dish(context, YMQ_DISH);
    dish.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
    dish.connect(endpoint);
    dish.join("group");
    for (int round = 0; round < 3; ++round) {
      ymq::Connector radio(context, YMQ_RADIO);
      radio.bind(endpoint);
      settle(radio, dish, "group");
    }
  }
}

TEST_CASE("a group is joined once and left once, by a DISH") {
  const ymq::IoContext context;
  ymq::Connector dish(context, YMQ_DISH);
  dish.join("group");
  CHECK(outcome_of([&] { dish.join("group"); }) == "WRONG_STATE");
  CHECK(outcome_of([&] { dish.join(std::string(256, 'g')); }) == "INVALID_ARGUMENT");
  dish.leave("group");
  CHECK(outcome_of([&] { dish.leave("group"); }) == "NOT_FOUND");
  CHECK(outcome_of([&] { dish.subscribe("group"); }) == "NOT_SUPPORTED");
  ymq::Connector sub(context, YMQ_SUB);
  CHECK(outcome_of([&] { sub.join("group"); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { sub.leave("group"); }) == "NOT_SUPPORTED");
  CHECK(connector_join(dish.get(), nullptr, 1) == YMQ_INVALID_ARGUMENT);
  CHECK(connector_leave(dish.get(), nullptr, 1) == YMQ_INVALID_ARGUMENT);
}

TEST_CASE("a RADIO without members never waits, and drops for one that does not keep up") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_RADIO, YMQ_DISH, transport);
    pair.bound.set(YMQ_OPTION_SEND_HWM, 5);
    pair.connected.set(YMQ_OPTION_RECEIVE_HWM, 5);
    for (int i = 0; i < 1'000; ++i) pair.bound.send(message_of({"group", "x"}), milliseconds(0));
    pair.connected.join("group");
    settle(pair.bound, pair.connected, "group");
    for (int i = 0; i < 500; ++i) pair.bound.send(message_of({"group", std::string(100'000, 'x')}), milliseconds(0));
    CHECK(pair.bound.stats().dropped_full > 0);
    std::size_t received = 0;
    CHECK(eventually([&] {
      while (pair.connected.try_recv()) ++received;
      return received + pair.bound.stats().dropped_full >= 500;
    }));
  });
}

TEST_CASE("what a lost GATHER or SERVER has not acknowledged goes to another") {
  const ymq::IoContext context;
  for (const auto& [from, to] : {std::pair(YMQ_SCATTER, YMQ_GATHER), std::pair(YMQ_CLIENT, YMQ_SERVER)}) {
    ymq::Connector sender(context, from);
    const std::string endpoint = sender.bind("tcp://127.0.0.1:*");
    ymq::Connector heir(context, to);
    {
      ymq::Connector lost(context, to);
      lost.set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 1);
      lost.connect(endpoint);
      sender.send("work", kPatience);
      CHECK(receive(lost).back() == "work");
      heir.connect(endpoint);
      lost.close(milliseconds(0));
    }
    CHECK(receive(heir).back() == "work");
  }
}

}  // namespace abi
