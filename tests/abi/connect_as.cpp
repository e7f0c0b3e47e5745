#include "abi/support.h"

// A ROUTER that says itself what it calls the peer behind an endpoint, over every transport.
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

ymq::Connector router_to(const ymq::IoContext& context, const std::string& endpoint, const std::string& id) {
  ymq::Connector router(context, YMQ_ROUTER);
  router.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
  router.connect_as(endpoint, ymq::bytes_of(id));
  return router;
}

bool has_event(ymq::Connector& connector, ymq_event_kind kind, std::int32_t status) {
  for (const ymq_event& event : connector.take_events()) {
    if (event.kind == static_cast<std::uint32_t>(kind) && event.status == status) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a peer is known by the routing id that its ROUTER chose, before anybody is bound") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    const std::string endpoint = free_endpoint(transport);
    ymq::Connector router = router_to(context, endpoint, "worker");
    router.send(message_of({"worker", "early"}), milliseconds(0));
    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.set(YMQ_OPTION_IDENTITY, "something else");
    dealer.bind(endpoint);
    CHECK(receive(dealer) == Parts{"early"});
    dealer.send("answer", kPatience);
    CHECK(receive(router) == Parts{"worker", "answer"});
    CHECK(outcome_of([&] { router.send(message_of({"something else", "x"}), milliseconds(0)); }) == "HOST_UNREACHABLE");
  });
}

TEST_CASE("a peer keeps the routing id that was chosen for it when it comes back as somebody else") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    const std::string endpoint = free_endpoint(transport);
    ymq::Connector router = router_to(context, endpoint, "worker");
    for (const char* identity : {"first", "second", ""}) {
      ymq::Connector dealer(context, YMQ_DEALER);
      dealer.set(YMQ_OPTION_IDENTITY, identity);
      REQUIRE(eventually([&] { return outcome_of([&] { dealer.bind(endpoint); }) == "OK"; }));
      router.send(message_of({"worker", identity}), kPatience);
      CHECK(receive(dealer) == Parts{identity});
      dealer.send("answer", kPatience);
      CHECK(receive(router) == Parts{"worker", "answer"});
    }
  });
}

TEST_CASE("a routing id that another peer has is refused, and free again once that is gone") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router = router_to(context, free_endpoint(transport), "a");
    const std::string other = free_endpoint(transport);
    CHECK(outcome_of([&] { router.connect_as(other, ymq::bytes_of("a")); }) == "ROUTING_ID_IN_USE");
    CHECK(outcome_of([&] { router.disconnect(other); }) == "NOT_FOUND");
    CHECK(router.stats().peers == 1);
    router.connect_as(other, ymq::bytes_of("b"));
    router.disconnect(other);
    CHECK(eventually([&] { return outcome_of([&] { router.connect_as(other, ymq::bytes_of("b")); }) == "OK"; }));

    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.set(YMQ_OPTION_IDENTITY, "claimed");
    dealer.connect(router.bind(wildcard(transport)));
    dealer.send("hello", kPatience);
    CHECK(receive(router) == Parts{"claimed", "hello"});
    CHECK(outcome_of([&] { router.connect_as(other, ymq::bytes_of("claimed")); }) == "ROUTING_ID_IN_USE");
  });
}

TEST_CASE("whoever comes with an identity that is another's chosen routing id is turned away") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    const std::string endpoint = free_endpoint(transport);
    ymq::Connector router = router_to(context, endpoint, "worker");
    ymq::Connector impostor(context, YMQ_DEALER);
    impostor.set(YMQ_OPTION_IDENTITY, "worker");
    impostor.connect(router.bind(wildcard(transport)));
    impostor.send("mine", kPatience);
    ymq::Connector& refusing = transport == "inproc" ? impostor : router;
    CHECK(eventually([&] { return has_event(refusing, YMQ_EVENT_HANDSHAKE_FAILED, YMQ_ROUTING_ID_IN_USE); }));
    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.bind(endpoint);
    router.send(message_of({"worker", "yours"}), kPatience);
    CHECK(receive(dealer) == Parts{"yours"});
    CHECK_FALSE(router.try_recv());
  });
}

TEST_CASE("only a ROUTER or a STREAM chooses, and not every id will do") {
  const ymq::IoContext context;
  for (const ymq_connector_type type : {YMQ_DEALER, YMQ_SERVER, YMQ_PEER, YMQ_PAIR, YMQ_PUB}) {
    ymq::Connector connector(context, type);
    CHECK(outcome_of([&] { connector.connect_as("inproc://x", ymq::bytes_of("a")); }) == "NOT_SUPPORTED");
    CHECK(connector.stats().peers == 0);
  }
  ymq::Connector router(context, YMQ_ROUTER);
  const auto outcome = [&](const std::string& id, const char* endpoint = "inproc://x") {
    return outcome_of([&] { router.connect_as(endpoint, ymq::bytes_of(id)); });
  };
  CHECK(outcome("") == "INVALID_ARGUMENT");
  CHECK(outcome(std::string(256, 'x')) == "INVALID_ARGUMENT");
  CHECK(outcome(std::string("\0x", 2)) == "INVALID_ARGUMENT");
  CHECK(outcome("a", "nonsense") == "INVALID_ENDPOINT");
  CHECK(connector_connect_as(router.get(), "inproc://x", 10, nullptr, 1) == YMQ_INVALID_ARGUMENT);
  CHECK(router.stats().peers == 0);
  CHECK(outcome(std::string(255, 'x')) == "OK");
}

}  // namespace abi
