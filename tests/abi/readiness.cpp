#include "abi/support.h"

// What a connector is ready for, asked and told by descriptors.
namespace abi {

TEST_CASE("a connector is readable while a message is there, however often it is asked") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
      const int descriptor = pair.bound.descriptor(YMQ_READY_READABLE);
      CHECK(pair.bound.descriptor(YMQ_READY_READABLE) == descriptor);
      CHECK(message_readiness(pair.bound) == 0);
      CHECK_FALSE(lit(descriptor));
      for (int round = 0; round < 20; ++round) {
        pair.connected.send("a", kPatience);
        pair.connected.send("b", kPatience);
        REQUIRE(lit(descriptor, kPatience));
        CHECK(message_readiness(pair.bound) == YMQ_READY_READABLE);
        CHECK(receive(pair.bound) == Parts{"a"});
        REQUIRE(lit(descriptor, kPatience));
        CHECK(receive(pair.bound) == Parts{"b"});
        REQUIRE(goes_out(descriptor));
        CHECK(message_readiness(pair.bound) == 0);
      }
    }
  }
}

TEST_CASE("a descriptor that is asked for late tells of what is there") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  pair.connected.send("x", kPatience);
  CHECK(lit(pair.bound.descriptor(YMQ_READY_READABLE), kPatience));
}

TEST_CASE("one that is only told by its descriptor is starved by no peer, however much gathers there") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
      const int descriptor = pair.bound.descriptor(YMQ_READY_READABLE);
      constexpr int kCount = 5'000;
      auto sending = std::async(std::launch::async, [&] {
        for (int i = 0; i < kCount; ++i) pair.connected.send(std::to_string(i), kPatience);
      });
      for (int next = 0; next < kCount;) {
        REQUIRE(lit(descriptor, kPatience));
        if (const auto message = pair.bound.try_recv()) REQUIRE(texts(*message) == Parts{std::to_string(next++)});
      }
      sending.get();
      CHECK(goes_out(descriptor));
    }
  }
}

TEST_CASE("a connector is writable while a send would be accepted") {
  for (const ymq_connector_type type : {YMQ_PUSH, YMQ_DEALER, YMQ_PAIR}) {
    for (const std::string& transport : transports()) {
      DYNAMIC_SECTION(type << " over " << transport) {
        const ymq::IoContext context;
        ymq::Connector sender(context, type);
        const int descriptor = sender.descriptor(YMQ_READY_WRITABLE);
        CHECK(message_readiness(sender) == 0);
        CHECK_FALSE(lit(descriptor));
        const std::string endpoint = free_endpoint(transport);
        sender.set(YMQ_OPTION_SEND_HWM, 4);
        sender.connect(endpoint);
        CHECK(message_readiness(sender) == YMQ_READY_WRITABLE);
        CHECK(lit(descriptor, kPatience));
        while (sender.try_send("x")) {
        }
        CHECK(message_readiness(sender) == 0);
        CHECK(goes_out(descriptor));
        ymq::Connector receiver(context, type == YMQ_PUSH ? YMQ_PULL : type);
        receiver.bind(endpoint);
        REQUIRE(lit(descriptor, kPatience));
        CHECK(sender.try_send("x"));
      }
    }
  }
}

TEST_CASE("patterns that drop are always writable, those that only receive never are") {
  const ymq::IoContext context;
  for (const ymq_connector_type type : {YMQ_PUB, YMQ_ROUTER}) {
    CHECK(message_readiness(ymq::Connector(context, type)) == YMQ_READY_WRITABLE);
  }
  for (const ymq_connector_type type : {YMQ_SUB, YMQ_PULL})
    CHECK(message_readiness(ymq::Connector(context, type)) == 0);
  ymq::Connector strict(context, YMQ_ROUTER);
  strict.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
  CHECK(message_readiness(strict) == 0);
}

TEST_CASE("REQ and REP are ready for what is their turn") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_REP, YMQ_REQ, "tcp");
  const int readable = pair.bound.descriptor(YMQ_READY_READABLE);
  const int writable = pair.bound.descriptor(YMQ_READY_WRITABLE);
  CHECK(message_readiness(pair.connected) == YMQ_READY_WRITABLE);
  pair.connected.send("question");
  CHECK(message_readiness(pair.connected) == 0);
  REQUIRE(lit(readable, kPatience));
  CHECK_FALSE(lit(writable));
  CHECK(receive(pair.bound) == Parts{"question"});
  CHECK(goes_out(readable));
  REQUIRE(lit(writable, kPatience));
  pair.bound.send("answer");
  CHECK(goes_out(writable));
  REQUIRE(lit(pair.connected.descriptor(YMQ_READY_READABLE), kPatience));
  CHECK(receive(pair.connected) == Parts{"answer"});
  CHECK(message_readiness(pair.connected) == YMQ_READY_WRITABLE);
}

TEST_CASE("a context without io threads is driven by asking") {
  const ymq::IoContext context(0);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.connected.send("x", kPatience);
  REQUIRE(eventually([&] { return message_readiness(pair.bound) == YMQ_READY_READABLE; }));
  CHECK(lit(pair.bound.descriptor(YMQ_READY_READABLE)));
}

TEST_CASE("of what a connector cannot tell it is not asked") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  std::int32_t descriptor = 0;
  for (const int readiness : {0, 3, 8}) {
    CHECK(name_of(connector_descriptor(connector.get(), readiness, &descriptor)) == "INVALID_ARGUMENT");
    CHECK(descriptor == -1);
  }
  CHECK(name_of(connector_descriptor(connector.get(), YMQ_READY_READABLE, nullptr)) == "INVALID_ARGUMENT");
  CHECK(name_of(connector_ready(0)) == "INVALID_HANDLE");
}

}  // namespace abi
