#include "abi/support.h"

namespace abi {
namespace {

std::string asks(const std::string& topic) { return "\x01" + topic; }
std::string ends(const std::string& topic) { return std::string(1, '\0') + topic; }

template <typename Test>
void on_every_transport(const Test& test) {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      test(context, transport);
    }
  }
}

}  // namespace

TEST_CASE("an XPUB receives what an XSUB subscribes to, and an XSUB what it subscribed to") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_XPUB, YMQ_XSUB, transport);
    pair.connected.send(asks("a"), kPatience);
    CHECK(receive(pair.bound) == Parts{asks("a")});
    CHECK(pair.bound.number(YMQ_OPTION_TOPICS) == 1);
    CHECK(pair.connected.number(YMQ_OPTION_TOPICS) == 1);
    pair.bound.send(message_of({"a", "body"}), kPatience);
    CHECK(receive(pair.connected) == Parts{"a", "body"});
    pair.connected.subscribe("b");
    CHECK(receive(pair.bound) == Parts{asks("b")});
    pair.connected.send(message_of({"hello", "upstream"}), kPatience);
    CHECK(receive(pair.bound) == Parts{"hello", "upstream"});
    pair.connected.send(ends("a"), kPatience);
    CHECK(receive(pair.bound) == Parts{ends("a")});
    CHECK(pair.bound.number(YMQ_OPTION_TOPICS) == 1);
    pair.connected.close(kPatience);
    CHECK(receive(pair.bound) == Parts{ends("b")});
  });
}

TEST_CASE("by hand, an XPUB decides what its peers get") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_XPUB, YMQ_SUB, transport);
    CHECK(outcome_of([&] { pair.bound.subscribe("x"); }) == "NOT_SUPPORTED");
    pair.bound.set(YMQ_OPTION_XPUB_MANUAL, 1);
    pair.connected.subscribe("b");
    CHECK(receive(pair.bound) == Parts{asks("b")});
    pair.bound.subscribe("bc");
    pair.bound.send("b", kPatience);
    pair.bound.send("bcd", kPatience);
    CHECK(receive(pair.connected) == Parts{"bcd"});
  });
}

TEST_CASE("an XPUB welcomes its subscribers") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector publisher(context, YMQ_XPUB);
    publisher.set(YMQ_OPTION_WELCOME_MESSAGE, "welcome");
    ymq::Connector subscriber(context, YMQ_SUB);
    subscriber.subscribe("w");
    subscriber.connect(publisher.bind(wildcard(transport)));
    CHECK(receive(subscriber) == Parts{"welcome"});
  });
}

TEST_CASE("a publisher that may not drop has its senders wait for the slowest subscriber") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    Pair pair(context, YMQ_XPUB, YMQ_SUB, transport);
    pair.bound.set(YMQ_OPTION_PUBLISH_WITHOUT_DROPS, 1);
    pair.bound.set(YMQ_OPTION_SEND_HWM, 3);
    pair.connected.set(YMQ_OPTION_RECEIVE_HWM, 3);
    pair.connected.subscribe("");
    CHECK(receive(pair.bound) == Parts{asks("")});
    const std::string body(100'000, 'x');
    std::size_t sent = fill(pair.bound, body, milliseconds(200));
    auto waiting = std::async(std::launch::async, [&] { pair.bound.send(body, kPatience); });
    for (++sent; sent > 0; --sent) CHECK(receive(pair.connected).at(0).size() == body.size());
    waiting.get();
    CHECK(pair.bound.stats().dropped_full == 0);

    sent = fill(pair.bound, body, milliseconds(200));
    auto released = std::async(std::launch::async, [&] { pair.bound.send(body, kPatience); });
    pair.connected.close(milliseconds(0));
    released.get();
  });
}

TEST_CASE("a peer that subscribes to too much is turned away") {
  for (const char* transport : {"tcp", "ipc"}) {
    const ymq::IoContext context;
    ymq::Connector publisher(context, YMQ_PUB);
    publisher.set(YMQ_OPTION_MAX_TOPICS, 2);
    ymq::Connector subscriber(context, YMQ_SUB);
    for (const char* topic : {"a", "b", "c"}) subscriber.subscribe(topic);
    subscriber.connect(publisher.bind(wildcard(transport)));
    REQUIRE(eventually([&] {
      for (const ymq_event& event : publisher.take_events()) {
        if (event.kind == YMQ_EVENT_DISCONNECTED && event.status == YMQ_TOO_MANY_TOPICS) return true;
      }
      return false;
    }));
    CHECK(publisher.number(YMQ_OPTION_TOPICS) <= 2);
  }
}

TEST_CASE("whoever subscribes later is sent what was kept") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector publisher(context, YMQ_PUB);
    publisher.set(YMQ_OPTION_REPLAY, 2);
    const std::string endpoint = publisher.bind(wildcard(transport));
    for (const char* text : {"a1", "b1", "a2"}) publisher.send(text, kPatience);
    ymq::Connector subscriber(context, YMQ_SUB);
    subscriber.connect(endpoint);
    subscriber.subscribe("");
    CHECK(receive(subscriber) == Parts{"b1"});
    CHECK(receive(subscriber) == Parts{"a2"});
  });
}

}  // namespace abi
