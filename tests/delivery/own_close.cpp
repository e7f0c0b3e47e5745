#include "delivery/duo.h"
#include "unit/catch.h"

// We close, with a linger: how long it takes, and how many messages did not arrive.
namespace delivery {

// A close waits until everything has arrived at the peer, and what has arrived is handed over afterwards.
TEST_CASE("own close: waits for arrival") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.sender.close(5 * kSecond);
    CHECK_FALSE(duo.sender.undelivered());
    duo.settle();
    CHECK(duo.sender.undelivered() == 0u);
    CHECK(duo.receiver.receive() == numbers(1, count));
    CHECK(duo.receiver.events() == Texts{"DISCONNECTED PEER_CLOSED", "SESSION_ENDED PEER_CLOSED"});
  }
}

// A close writes what a full window held back, though the receiver takes nothing.
TEST_CASE("own close: a full window") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller, kWindowOfTwo);
    REQUIRE(duo.sender.send_all(numbers(1, 5)) == "OK");
    duo.settle();
    REQUIRE(duo.sender.stats().messages_queued == 3);
    duo.sender.close(5 * kSecond);
    duo.settle();
    CHECK(duo.sender.undelivered() == 0u);
    CHECK(duo.receiver.receive() == numbers(1, 5));
  }
}

// A close whose linger is over says how many messages are not known to have arrived.
TEST_CASE("own close: the linger is over") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    duo.stage.silence();
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.sender.close(kSecond);
    duo.stage.run_for(999 * kMillisecond);
    CHECK_FALSE(duo.sender.undelivered());
    duo.stage.run_for(2 * kMillisecond);
    CHECK(duo.sender.undelivered() == static_cast<std::uint64_t>(count));
  }
}

// A close counts what a receiver at its high-water mark had no room for.
TEST_CASE("own close: a full receiver") {
  for (const Pairing& pairing : kStreams) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, {}, {{OptionId::kReceiveHwm, 2}});
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      REQUIRE(duo.sender.send_all(numbers(2, 5)) == "OK");
      duo.sender.close(kSecond);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.undelivered() == 3u);
      CHECK(duo.receiver.receive(2) == numbers(1, 2));
    }
  }
}

// A close with a linger of 0 is over at once, and counts what is not acknowledged.
TEST_CASE("own close: no linger") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.settle();
    duo.sender.close(0);
    duo.settle();
    CHECK(duo.sender.undelivered() == static_cast<std::uint64_t>(count));
    // They had arrived, nevertheless.
    CHECK(duo.receiver.receive() == numbers(1, count));
  }
}

// A close makes a link anew that breaks meanwhile, where it was made by connect.
TEST_CASE("own close: a link that breaks") {
  for (const Pairing& pairing : kAll) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender);
      const int count = pairing.most(3);
      duo.stage.mute(duo.sender);
      REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
      duo.sender.close(5 * kSecond);
      duo.settle();
      duo.stage.reset();
      duo.stage.run_for(kSecond);
      CHECK(duo.sender.undelivered() == 0u);
      CHECK(duo.receiver.receive() == numbers(1, count));
    }
  }
}

// A close accepts nobody any more, and counts what was for a peer whose link breaks meanwhile.
TEST_CASE("own close: an accepted link that breaks") {
  for (const Pairing& pairing : kAll) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver);
      const int count = pairing.most(3);
      duo.stage.mute(duo.sender);
      REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
      duo.sender.close(5 * kSecond);
      duo.settle();
      duo.stage.reset();
      duo.stage.run_for(6 * kSecond);
      CHECK(duo.sender.undelivered() == static_cast<std::uint64_t>(count));
      CHECK(duo.receiver.receive() == Texts{});
    }
  }
}

// A close counts for each subscriber what did not arrive there.
TEST_CASE("own close: each subscriber") {
  Duo duo(kPub, Caller::kReceiver);
  const auto other = duo.add_receiver();
  duo.stage.isolate(*other);
  REQUIRE(duo.sender.send_all(numbers(1, 3)) == "OK");
  duo.sender.close(kSecond);
  duo.stage.run_for(2 * kSecond);
  CHECK(duo.sender.undelivered() == 3u);
  CHECK(duo.receiver.receive() == numbers(1, 3));
}

// Calls on a connector that closes end with CLOSED.
TEST_CASE("own close: calls end") {
  for (const Pairing& pairing : kStreams) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender);
      duo.receiver.begin_receive(1);
      duo.receiver.close(kSecond);
      CHECK(duo.receiver.completions() == Texts{"1 CLOSED"});
      CHECK(duo.receiver.receive_status() == "CLOSED");
    }
  }
}

}  // namespace delivery
