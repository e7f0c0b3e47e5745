#include "delivery/duo.h"
#include "unit/catch.h"

// Two connectors of one process, over `inproc`.
namespace delivery {
namespace {

const std::string kInside = "inproc://here";

struct Inside {
  explicit Inside(const Pairing& pairing) : sender(stage, pairing.sender), receiver(sender, pairing.receiver) {
    sender.bind(kInside);
    receiver.set_identity(kPeer);
    receiver.connect(kInside);
    if (pairing.is(ConnectorType::kRep)) receiver.ask(3);
    stage.run_for(100 * kMillisecond);
    sender.events();
  }

  Stage stage;
  Process sender;
  Process receiver;
};

}  // namespace

// Through memory messages arrive once and in order, and nothing is there to be acknowledged.
TEST_CASE("through memory: once and in order") {
  for (const Pairing& pairing : kStreams) {
    DYNAMIC_SECTION(pairing.name) {
      Inside scene(pairing);
      REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
      CHECK(scene.receiver.receive() == numbers(1, 3));
      CHECK(scene.sender.counters() == "sent 3");
    }
  }
}

// Through memory what stands in the inbox of a connector that closes is lost with it.
TEST_CASE("through memory: an inbox that closes") {
  for (const Pairing& pairing : kStreams) {
    DYNAMIC_SECTION(pairing.name) {
      Inside scene(pairing);
      REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
      scene.stage.run_for(100 * kMillisecond);
      CHECK(scene.receiver.receive(1) == Texts{"1"});
      scene.receiver.close(0);
      scene.stage.run_for(100 * kMillisecond);
      CHECK(scene.sender.counters() == "sent 3");
      CHECK(scene.sender.events() == Texts{"DISCONNECTED PEER_CLOSED"});
    }
  }
}

// Through memory what was sent is received after the sender has closed.
TEST_CASE("through memory: after the sender") {
  for (const Pairing& pairing : kStreams) {
    DYNAMIC_SECTION(pairing.name) {
      Inside scene(pairing);
      REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
      scene.sender.close(kSecond);
      scene.stage.run_for(100 * kMillisecond);
      CHECK(scene.sender.undelivered() == 0u);
      CHECK(scene.receiver.receive() == numbers(1, 3));
    }
  }
}

}  // namespace delivery
