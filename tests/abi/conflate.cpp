#include "abi/support.h"

// The option `conflate`: the newest message only, over every transport.
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

ymq::Connector conflating(const ymq::IoContext& context, ymq_connector_type type) {
  ymq::Connector connector(context, type);
  connector.set(YMQ_OPTION_CONFLATE, 1);
  return connector;
}

}  // namespace

TEST_CASE("of what is queued for a peer that conflates only the newest is sent") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    for (const ymq_connector_type type : {YMQ_PUSH, YMQ_DEALER}) {
      const std::string endpoint = free_endpoint(transport);
      ymq::Connector sender = conflating(context, type);
      sender.set(YMQ_OPTION_SEND_HWM, 2);
      sender.connect(endpoint);
      for (int i = 0; i < 2'000; ++i)
        sender.send(message_of({std::to_string(i), std::string(500, 'x')}), milliseconds(0));
      CHECK(sender.stats().messages_queued == 1);
      CHECK(sender.stats().dropped_replaced == 1'999);
      ymq::Connector receiver(context, type == YMQ_PUSH ? YMQ_PULL : YMQ_DEALER);
      receiver.bind(endpoint);
      CHECK(receive(receiver) == Parts{"1999", std::string(500, 'x')});
      CHECK_FALSE(receiver.try_recv());
    }
  });
}

TEST_CASE("whoever conflates is given the newest of what has come") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector pull = conflating(context, YMQ_PULL);
    pull.set(YMQ_OPTION_RECEIVE_HWM, 1);
    ymq::Connector push(context, YMQ_PUSH);
    push.connect(pull.bind(wildcard(transport)));
    for (int i = 0; i < 5'000; ++i) push.send(message_of({std::to_string(i), "rest"}), kPatience);
    CHECK(eventually([&] { return pull.stats().dropped_replaced == 4'999; }));
    CHECK(pull.stats().messages_waiting == 1);
    CHECK(receive(pull) == Parts{"4999", "rest"});
    CHECK_FALSE(pull.try_recv());
    // What was replaced counts as handed over.
    if (transport != "inproc") CHECK(eventually([&] { return push.stats().messages_unacknowledged == 0; }));
    push.send("later", kPatience);
    CHECK(receive(pull) == Parts{"later"});
  });
}

TEST_CASE("a subscriber that conflates has the newest, and a slow one is sent the newest") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector pub = conflating(context, YMQ_PUB);
    const std::string endpoint = pub.bind(wildcard(transport));
    ymq::Connector newest = conflating(context, YMQ_SUB);
    ymq::Connector slow(context, YMQ_SUB);
    slow.set(YMQ_OPTION_RECEIVE_HWM, 1);
    for (ymq::Connector* sub : {&newest, &slow}) {
      sub->subscribe("");
      sub->connect(endpoint);
    }
    pub.wait_for_subscribers("", 2, kPatience);
    constexpr int kCount = 3'000;
    for (int i = 0; i <= kCount; ++i) pub.send(std::to_string(i) + " " + std::string(20'000, 'x'), kPatience);
    const std::string last = std::to_string(kCount) + " ";
    int seen = 0;
    int former = -1;
    for (std::string text; text.compare(0, last.size(), last) != 0; ++seen) {
      text = receive(slow).at(0);
      CHECK(std::stoi(text) > former);
      former = std::stoi(text);
    }
    CHECK(seen <= kCount);
    CHECK(pub.stats().dropped_full == 0);
    std::string text;
    while (text.compare(0, last.size(), last) != 0) text = receive(newest).at(0);
  });
}

TEST_CASE("conflate has no effect on others") {
  const ymq::IoContext context;
  const std::string endpoint = free_endpoint("inproc");
  ymq::Connector pair = conflating(context, YMQ_PAIR);
  pair.connect(endpoint);
  for (int i = 0; i < 10; ++i) pair.send(std::to_string(i), milliseconds(0));
  ymq::Connector other = conflating(context, YMQ_PAIR);
  other.bind(endpoint);
  for (int i = 0; i < 10; ++i) CHECK(receive(other) == Parts{std::to_string(i)});
}

}  // namespace abi
