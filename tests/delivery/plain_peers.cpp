#include "delivery/duo.h"
#include "unit/catch.h"

// Peers that know nothing of acknowledgements.
namespace delivery {
namespace {

const Options kPlain = {{OptionId::kAcknowledgedDelivery, 0}};
// More than a connection takes that delivers nothing.
const std::string kLarge(100'000, 'x');
const Texts kBroken = {"DISCONNECTED CONNECTION_RESET"};

// The first message gets stuck halfway, so none of them has been handed to the system when the link breaks.
void break_before_all_is_written(Duo& duo) {
  duo.stage.silence();
  REQUIRE(duo.sender.send_all({kLarge, "2", "3"}) == "OK");
  duo.settle();
  duo.stage.reset();
}

}  // namespace

// What was handed to the system for a plain peer and did not arrive there is uncertain, and not sent again.
TEST_CASE("plain peer: uncertain") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller, {}, kPlain);
    duo.stage.mute(duo.sender);
    REQUIRE(duo.sender.send_all(numbers(1, 3)) == "OK");
    duo.settle();
    duo.stage.reset();
    duo.stage.run_for(kSecond);
    CHECK(duo.receiver.receive() == Texts{});
    CHECK(duo.sender.events() == kBroken + Texts{"UNCERTAIN 3 CONNECTION_RESET"});
    CHECK(duo.sender.counters() == "sent 3, uncertain 3");
  }
}

// What has arrived at a plain peer's host is handed over once, or is lost with its process, and nobody counts it.
TEST_CASE("plain peer: what arrived") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    for (const bool dies : {false, true}) {
      INFO((dies ? "dies" : "lives"));
      Duo duo(pairing, caller, {}, kPlain);
      REQUIRE(duo.sender.send_all(numbers(1, 3)) == "OK");
      duo.settle();
      duo.stage.reset();
      duo.settle();
      if (dies) duo.receiver.kill(), duo.receiver.restart();
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == (dies ? Texts{} : numbers(1, 3)));
      CHECK(duo.sender.counters() == "sent 3");
    }
  }
}

// Whoever connects keeps what had not been handed to the system, and sends it on the next link.
TEST_CASE("plain peer: whoever connects") {
  for (const Pairing& pairing : kUnasked) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, {}, kPlain);
      break_before_all_is_written(duo);
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == Texts{kLarge, "2", "3"});
      CHECK(duo.sender.events() == kBroken);
      CHECK(duo.sender.counters() == "sent 3");
    }
  }
}

// Of what an accepted plain peer had not been sent, a balancing sender gives others all, at once.
TEST_CASE("plain peer: to others") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, {}, kPlain);
      break_before_all_is_written(duo);
      const auto other = duo.add_receiver();
      CHECK(other->receive() + duo.receiver.receive() == Texts{kLarge, "2", "3"});
      CHECK(duo.sender.counters().starts_with("sent 3"));
    }
  }
}

// Of what an accepted plain peer had not been sent, a PAIR and a ROUTER give all to the peer in its place.
TEST_CASE("plain peer: to its heir") {
  for (const Pairing& pairing : {kPair, kRouter}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, {}, kPlain);
      break_before_all_is_written(duo);
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == Texts{kLarge, "2", "3"});
      CHECK(duo.sender.events() == kBroken);
      CHECK(duo.sender.counters() == "sent 3");
    }
  }
}

// A PAIR and a ROUTER drop what an accepted plain peer had not been sent when nobody came in its place in time.
TEST_CASE("plain peer: without an heir") {
  for (const Pairing& pairing : {kPair, kRouter}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, {}, kPlain);
      break_before_all_is_written(duo);
      duo.receiver.kill();
      duo.stage.run_for(29 * kSecond);
      CHECK(duo.sender.events() == kBroken);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.events() == Texts{"DROPPED 3 PEER_LOST"});
      CHECK(duo.sender.counters() == "sent 3, dropped_peer_gone 3");
    }
  }
}

// A REP and a PUB drop what an accepted plain peer had not been sent as soon as its link ends.
TEST_CASE("plain peer: dropped at once") {
  for (const Pairing& pairing : {kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, {}, kPlain);
      break_before_all_is_written(duo);
      duo.stage.run_for(kSecond);
      CHECK(duo.sender.events() == kBroken + Texts{"DROPPED 3 PEER_CLOSED"});
      CHECK(duo.sender.counters() == "sent 3, dropped_peer_gone 3");
      CHECK(duo.receiver.receive() == Texts{});
    }
  }
}

// A plain peer gets what another was sent before without the mark.
TEST_CASE("plain peer: without the mark") {
  for (const Caller caller : kCallers) {
    for (const Pairing& pairing : kBalancing) {
      DYNAMIC_SECTION(name_of(pairing, caller)) {
        Duo duo(pairing, caller);
        REQUIRE(duo.sender.send_all(numbers(1, 2)) == "OK");
        duo.settle();
        duo.receiver.kill();
        Process plain(duo.stage, pairing.receiver, kPlain);
        caller == Caller::kSender ? plain.bind() : plain.connect();
        duo.stage.run_for(31 * kSecond);
        CHECK(plain.receive() == numbers(1, 2));
        CHECK(duo.sender.events() ==
              Texts{"DISCONNECTED PEER_CLOSED", "SESSION_ENDED PEER_LOST", "REDELIVERED 2 PEER_LOST"});
      }
    }
  }
}

// It takes both sides for acknowledgements, and a sender that wants none is as plain as a receiver.
TEST_CASE("plain peer: on either side") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller, kPlain);
    REQUIRE(duo.sender.send_all(numbers(1, 3)) == "OK");
    duo.settle();
    CHECK(duo.receiver.receive() == numbers(1, 3));
    duo.settle();
    CHECK(duo.sender.counters() == "sent 3");
  }
}

}  // namespace delivery
