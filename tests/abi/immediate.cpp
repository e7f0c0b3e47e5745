#include "abi/support.h"

// The option `immediate`: nothing for peers without a link, over every transport.
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

ymq::Connector immediate(const ymq::IoContext& context, ymq_connector_type type) {
  ymq::Connector connector(context, type);
  connector.set(YMQ_OPTION_IMMEDIATE, 1);
  return connector;
}

std::string try_send(ymq::Connector& connector, const std::string& text) {
  return outcome_of([&] { connector.send(text, milliseconds(0)); });
}

}  // namespace

TEST_CASE("with immediate a send waits until somebody is linked") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    struct Case {
      ymq_connector_type from, to;
    };
    for (const Case& each : {Case{YMQ_PUSH, YMQ_PULL}, Case{YMQ_DEALER, YMQ_DEALER}, Case{YMQ_PAIR, YMQ_PAIR}}) {
      const std::string endpoint = free_endpoint(transport);
      ymq::Connector sender = immediate(context, each.from);
      sender.connect(endpoint);
      const int writable = sender.descriptor(YMQ_READY_WRITABLE);
      CHECK(try_send(sender, "early") == "AGAIN");
      CHECK((sender.ready() & YMQ_READY_WRITABLE) == 0);
      CHECK_FALSE(lit(writable));
      auto waiting = std::async(std::launch::async, [&] { sender.send("x", kPatience); });
      ymq::Connector receiver(context, each.to);
      receiver.bind(endpoint);
      waiting.get();
      CHECK(receive(receiver) == Parts{"x"});
      CHECK(lit(writable, kPatience));
    }
  });
}

TEST_CASE("with immediate a REQ asks whoever is linked, not whoever may be") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector req = immediate(context, YMQ_REQ);
    req.connect(free_endpoint(transport));
    CHECK(try_send(req, "question") == "AGAIN");
    ymq::Connector rep(context, YMQ_REP);
    req.connect(rep.bind(wildcard(transport)));
    req.send("question", kPatience);
    CHECK(receive(rep) == Parts{"question"});
    rep.send("answer", kPatience);
    CHECK(receive(req) == Parts{"answer"});
  });
}

TEST_CASE("with immediate a message takes no turn of a peer that is not there") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector push = immediate(context, YMQ_PUSH);
    push.connect(free_endpoint(transport));
    ymq::Connector pull(context, YMQ_PULL);
    push.connect(pull.bind(wildcard(transport)));
    push.wait_for_peers(1, kPatience);
    for (int i = 0; i < 20; ++i) push.send(std::to_string(i), kPatience);
    for (int i = 0; i < 20; ++i) CHECK(receive(pull) == Parts{std::to_string(i)});
    CHECK(push.stats().messages_queued == 0);
  });
}

// A peer in the same process that closes has been handed everything.
TEST_CASE("with immediate what a lost peer had not been sent goes to another") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    if (transport == "inproc") return;
    ymq::Connector push = immediate(context, YMQ_PUSH);
    ymq::Connector stays(context, YMQ_PULL);
    std::size_t sent = 0;
    {
      ymq::Connector leaves(context, YMQ_PULL);
      leaves.set(YMQ_OPTION_RECEIVE_HWM, 1);
      push.connect(leaves.bind(wildcard(transport)));
      push.wait_for_peers(1, kPatience);
      sent = fill(push, std::string(30'000, 'x'));
      CHECK(sent > 1);
      push.connect(stays.bind(wildcard(transport)));
      push.wait_for_peers(2, kPatience);
    }
    for (std::size_t i = 0; i < sent; ++i) CHECK(receive(stays).at(0).size() == 30'000);
    CHECK(eventually([&] { return push.stats().messages_queued == 0; }));
  });
}

TEST_CASE("with immediate a ROUTER's peer without a link is full") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router = immediate(context, YMQ_ROUTER);
    const std::string endpoint = free_endpoint(transport);
    router.connect_as(endpoint, ymq::bytes_of("a"));
    router.send(message_of({"a", "dropped"}), milliseconds(0));
    CHECK(router.stats().dropped_full == 1);
    router.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
    CHECK(outcome_of([&] { router.send(message_of({"a", "x"}), milliseconds(0)); }) == "AGAIN");
    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.bind(endpoint);
    router.send(message_of({"a", "x"}), kPatience);
    CHECK(receive(dealer) == Parts{"x"});
  });
}

TEST_CASE("immediate concerns what is connected after it was set") {
  const ymq::IoContext context;
  ymq::Connector push(context, YMQ_PUSH);
  push.connect(free_endpoint("tcp"));
  push.set(YMQ_OPTION_IMMEDIATE, 1);
  CHECK(push.number(YMQ_OPTION_IMMEDIATE) == 1);
  CHECK(try_send(push, "queued") == "OK");
}

}  // namespace abi
