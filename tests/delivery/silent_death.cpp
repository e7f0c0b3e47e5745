#include "delivery/duo.h"
#include "unit/catch.h"

// Packets vanish, and nobody is told. Heartbeats go out every five seconds, if not said otherwise.
namespace delivery {
namespace {

// More than a connection takes that delivers nothing.
const std::string kLarge(100'000, 'x');

}  // namespace

// A silence is noticed two heartbeat intervals after a heartbeat, and what was lost in it is sent again.
TEST_CASE("silence: the heartbeat") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    duo.stage.silence();
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.stage.run_for(14 * kSecond);
    CHECK(duo.sender.events() == Texts{});
    duo.stage.run_for(2 * kSecond);
    const std::string n = std::to_string(count);
    CHECK(duo.sender.events() == Texts{"DISCONNECTED TIMED_OUT", "RESUMED " + n});
    CHECK(duo.receiver.events() == Texts{"DISCONNECTED TIMED_OUT", "RESUMED"});
    CHECK(duo.receiver.receive() == numbers(1, count));
    duo.settle();
    CHECK(duo.sender.counters() == "sent " + n + ", acknowledged " + n + ", resent " + n + ", sessions_resumed 1");
  }
}

// A silence in one direction is noticed by whoever hears nothing.
TEST_CASE("silence: in one direction") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    duo.stage.mute(duo.receiver);
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.stage.run_for(14 * kSecond);
    CHECK(duo.sender.events() == Texts{});
    CHECK(duo.receiver.receive() == numbers(1, count));
    duo.stage.run_for(2 * kSecond);
    CHECK(duo.sender.events() == Texts{"DISCONNECTED TIMED_OUT", "RESUMED"});
    CHECK(duo.receiver.events() == Texts{"DISCONNECTED PEER_CLOSED", "RESUMED"});
    CHECK(duo.receiver.receive() == Texts{});
    const std::string n = std::to_string(count);
    CHECK(duo.sender.counters() == "sent " + n + ", acknowledged " + n + ", sessions_resumed 1");
  }
}

// It is noticed as soon where data that nobody confirms keeps the heartbeat from being sent.
TEST_CASE("silence: data in the way") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    duo.stage.silence();
    REQUIRE(duo.sender.send(kLarge) == "OK");
    duo.stage.run_for(14 * kSecond);
    CHECK(duo.sender.events() == Texts{});
    duo.stage.run_for(2 * kSecond);
    CHECK(duo.sender.events() == Texts{"DISCONNECTED TIMED_OUT", "RESUMED"});
    CHECK(duo.receiver.receive() == Texts{kLarge});
    duo.settle();
    CHECK(duo.sender.counters() == "sent 1, acknowledged 1, sessions_resumed 1");
  }
}

// Without heartbeats the network timeout ends a link whose data nobody confirms.
TEST_CASE("silence: the network timeout") {
  const Options none{{OptionId::kHeartbeatInterval, 0}};
  for (const Pairing& pairing : kAll) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, none, none);
      duo.stage.silence();
      REQUIRE(duo.sender.send(kLarge) == "OK");
      duo.stage.run_for(19 * kSecond);
      CHECK(duo.sender.events() == Texts{});
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.events() == Texts{"DISCONNECTED TIMED_OUT", "RESUMED"});
      CHECK(duo.receiver.receive() == Texts{kLarge});
      duo.settle();
      CHECK(duo.sender.counters() == "sent 1, acknowledged 1, sessions_resumed 1");
    }
  }
}

// Whoever notices a silence first and calls again ends the link that the other still takes for whole.
TEST_CASE("silence: the other calls first") {
  const Options patient{{OptionId::kHeartbeatTimeout, 60'000}};
  for (const Pairing& pairing : kAll) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, patient);
      duo.stage.silence();
      REQUIRE(duo.sender.send(kLarge) == "OK");
      duo.stage.run_for(16 * kSecond);
      CHECK(duo.receiver.events() == Texts{"DISCONNECTED TIMED_OUT", "RESUMED"});
      CHECK(duo.sender.events() == Texts{"DISCONNECTED SUPERSEDED", "RESUMED"});
      CHECK(duo.receiver.receive() == Texts{kLarge});
    }
  }
}

}  // namespace delivery
