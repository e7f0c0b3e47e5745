#include <algorithm>
#include <initializer_list>

#include "delivery/duo.h"
#include "unit/catch.h"

// Two connectors of one process, over `inproc`.
namespace delivery {
namespace {

const std::string kInside = "inproc://here";

struct Inside {
  explicit Inside(const Pairing& pairing, Caller caller = Caller::kReceiver)
      : pairing(pairing), sender(stage, pairing.sender), receiver(sender, pairing.receiver) {
    receiver.set_identity(kPeer);
    (caller == Caller::kSender ? receiver : sender).bind(kInside);
    (caller == Caller::kSender ? sender : receiver).connect(kInside);
    introduce(receiver);
    sender.events();
  }

  void introduce(Process& newcomer) {
    if (pairing.is(ConnectorType::kRep)) newcomer.ask(3);
    stage.run_for(100 * kMillisecond);
  }
  // The receiver takes the first message and closes with the others in its inbox.
  void take_one_and_close() {
    stage.run_for(100 * kMillisecond);
    CHECK(receiver.receive(1) == Texts{"1"});
    receiver.close(0);
    stage.run_for(100 * kMillisecond);
  }

  const Pairing pairing;
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

// Through memory what stands in the inbox of a connector that closes goes to another, unmarked, since nobody had it.
TEST_CASE("through memory: an inbox that closes") {
  FOR_EACH_DUO(kBalancing, pairing, caller) {
    Inside scene(pairing, caller);
    REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
    scene.take_one_and_close();
    REQUIRE(scene.sender.send("4") == (caller == Caller::kSender ? "OK" : "AGAIN"));
    Process other(scene.sender, pairing.receiver);
    caller == Caller::kSender ? other.bind(kInside) : other.connect(kInside);
    scene.stage.run_for(6 * kSecond);
    CHECK(other.receive() == (caller == Caller::kSender ? numbers(2, 4) : numbers(2, 3)));
  }
}

// Through memory those that are there get what stands in the inbox of a connector that closes.
TEST_CASE("through memory: an inbox that closes beside another") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Inside scene(pairing);
      REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
      Process other(scene.sender, pairing.receiver);
      other.connect(kInside);
      scene.take_one_and_close();
      CHECK(other.receive() == numbers(2, 3));
      CHECK(scene.sender.counters() == "sent 3");
      CHECK(scene.sender.events() == Texts{"DISCONNECTED PEER_CLOSED"});
    }
  }
}

// Through memory a pair's next partner, and a ROUTER's next peer of the same name, gets what the former had not taken
// when it closed.
TEST_CASE("through memory: an inbox that closes, and an heir") {
  FOR_EACH_DUO((std::initializer_list<Pairing>{kPair, kChannel, kRouter}), pairing, caller) {
    Inside scene(pairing, caller);
    REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
    scene.take_one_and_close();
    CHECK(scene.sender.counters() ==
          std::string("sent 3, queued 2") + (caller == Caller::kSender ? "" : ", sessions_waiting 1"));
    Process heir(scene.sender, pairing.receiver);
    heir.set_identity(kPeer);
    caller == Caller::kSender ? heir.bind(kInside) : heir.connect(kInside);
    scene.stage.run_for(6 * kSecond);
    CHECK(heir.receive() == numbers(2, 3));
  }
}

// Through memory what stands in the inbox of a connector that closes, and can go to nobody else, is counted.
TEST_CASE("through memory: an inbox that closes, for nobody else") {
  for (const Pairing& pairing : {kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Inside scene(pairing);
      REQUIRE(scene.sender.send_all(numbers(1, 3)) == "OK");
      scene.take_one_and_close();
      CHECK(scene.sender.counters() == "sent 3, dropped_peer_gone 2");
      Texts events = scene.sender.events();
      std::ranges::sort(events);
      CHECK(events == Texts{"DISCONNECTED PEER_CLOSED", "DROPPED 2 PEER_CLOSED"});
    }
  }
}

// Through memory a REQ whose REP closes before it took the request asks the next one.
TEST_CASE("through memory: an inbox that closes, of a REP") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Inside scene(kReq, caller);
      REQUIRE(scene.sender.send("1") == "OK");
      scene.stage.run_for(100 * kMillisecond);
      scene.receiver.close(0);
      scene.stage.run_for(100 * kMillisecond);
      Process other(scene.sender, ConnectorType::kRep);
      caller == Caller::kSender ? other.bind(kInside) : other.connect(kInside);
      scene.stage.run_for(6 * kSecond);
      REQUIRE(other.receive() == Texts{"1"});
      REQUIRE(other.reply("one") == "OK");
      scene.stage.run_for(100 * kMillisecond);
      CHECK(scene.sender.receive() == Texts{"one"});
    }
  }
}

// Through memory two that close at once, each with something for the other, do not wait for each other.
TEST_CASE("through memory: both close") {
  for (const Pairing& pairing : {kDealer, kPair, kChannel}) {
    DYNAMIC_SECTION(pairing.name) {
      Inside scene(pairing);
      for (Process* side : {&scene.sender, &scene.receiver}) {
        side->set(OptionId::kSendHwm, 2);
        side->set(OptionId::kReceiveHwm, 1);
        REQUIRE(side->send_all(numbers(1, 3)) == "OK");
      }
      scene.stage.run_for(100 * kMillisecond);
      scene.sender.close(-1);
      scene.receiver.close(-1);
      scene.stage.run_for(kSecond);
      CHECK(scene.sender.undelivered().has_value());
      CHECK(scene.receiver.undelivered().has_value());
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
