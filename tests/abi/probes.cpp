#include "abi/support.h"

// What makes a ROUTER know of its peers: `probe_router` and `router_notify`, over every transport.
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

}  // namespace

TEST_CASE("a ROUTER learns of a peer that probes before that has said anything") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    for (const ymq_connector_type type : {YMQ_REQ, YMQ_DEALER, YMQ_ROUTER}) {
      ymq::Connector router(context, YMQ_ROUTER);
      ymq::Connector peer(context, type);
      peer.set(YMQ_OPTION_IDENTITY, "probing");
      peer.set(YMQ_OPTION_PROBE_ROUTER, 1);
      peer.connect(router.bind(wildcard(transport)));
      CHECK(receive(router) == Parts{"probing", ""});
      CHECK(peer.stats().messages_sent == 0);
    }
  });
}

TEST_CASE("the probe goes ahead of what was queued before there was a link") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    const std::string endpoint = free_endpoint(transport);
    ymq::Connector dealer(context, YMQ_DEALER);
    dealer.set(YMQ_OPTION_IDENTITY, "probing");
    dealer.set(YMQ_OPTION_PROBE_ROUTER, 1);
    dealer.connect(endpoint);
    dealer.send(message_of({"early", std::string(100'000, 'x')}), kPatience);
    dealer.send("late", kPatience);
    ymq::Connector router(context, YMQ_ROUTER);
    router.bind(endpoint);
    CHECK(receive(router) == Parts{"probing", ""});
    CHECK(receive(router) == Parts{"probing", "early", std::string(100'000, 'x')});
    CHECK(receive(router) == Parts{"probing", "late"});
  });
}

TEST_CASE("a REQ that probes asks and is answered as ever, by another ROUTER, too") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    const std::string endpoint = free_endpoint(transport);
    ymq::Connector req(context, YMQ_REQ);
    req.set(YMQ_OPTION_PROBE_ROUTER, 1);
    req.connect(endpoint);
    for (int round = 0; round < 2; ++round) {
      req.send("question", kPatience);
      ymq::Connector router(context, YMQ_ROUTER);
      REQUIRE(eventually([&] { return outcome_of([&] { router.bind(endpoint); }) == "OK"; }));
      const Parts probe = receive(router);
      REQUIRE(probe.size() == 2);
      CHECK(probe[1].empty());
      CHECK(receive(router) == Parts{probe[0], "", "question"});
      router.send(message_of({probe[0], "", "answer"}), kPatience);
      CHECK(receive(req) == Parts{"answer"});
    }
  });
}

TEST_CASE("a ROUTER is told when peers link, and behind their last message that they have gone") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router(context, YMQ_ROUTER);
    router.set(YMQ_OPTION_ROUTER_NOTIFY, YMQ_NOTICE_CONNECTED | YMQ_NOTICE_DISCONNECTED);
    const std::string endpoint = router.bind(wildcard(transport));
    for (int round = 0; round < 2; ++round) {
      {
        ymq::Connector dealer(context, YMQ_DEALER);
        dealer.set(YMQ_OPTION_IDENTITY, "a");
        dealer.connect(endpoint);
        for (int i = 0; i < 3; ++i) dealer.send(std::to_string(i), kPatience);
        CHECK(receive(router) == Parts{"a", ""});
        CHECK(receive(router) == Parts{"a", "0"});
      }
      CHECK(receive(router) == Parts{"a", "1"});
      CHECK(receive(router) == Parts{"a", "2"});
      CHECK(receive(router) == Parts{"a", ""});
    }
  });
}

TEST_CASE("a ROUTER is told only what it wants to know") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector router(context, YMQ_ROUTER);
    router.set(YMQ_OPTION_ROUTER_NOTIFY, YMQ_NOTICE_DISCONNECTED);
    const std::string endpoint = router.bind(wildcard(transport));
    {
      ymq::Connector dealer(context, YMQ_DEALER);
      dealer.set(YMQ_OPTION_IDENTITY, "a");
      dealer.connect(endpoint);
      dealer.send("x", kPatience);
      CHECK(receive(router) == Parts{"a", "x"});
    }
    CHECK(receive(router) == Parts{"a", ""});
    CHECK_FALSE(router.try_recv());
  });
}

}  // namespace abi
