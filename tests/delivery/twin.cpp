#include "delivery/duo.h"
#include "unit/catch.h"

// A second live peer that calls itself by the name of the first.
namespace delivery {
namespace {

// So that the first does not come back at once.
const Options kPatientCaller = {{OptionId::kReconnectInterval, 5'000}};

}  // namespace

// At a ROUTER the newer of two peers with one identity takes over, and what the older had sent is handed over.
TEST_CASE("twin: at a ROUTER") {
  Duo duo(kRouter, Caller::kReceiver, {}, kPatientCaller);
  REQUIRE(duo.receiver.send_all({"a", "b"}) == "OK");
  REQUIRE(duo.sender.send("1") == "OK");
  duo.settle();
  const auto twin = duo.add_receiver(kPeer);
  CHECK(duo.sender.events() == Texts{"DISCONNECTED CLOSED", "SESSION_ENDED CLOSED", "UNDELIVERABLE 1 CLOSED"});
  CHECK(duo.receiver.events() == Texts{"DISCONNECTED PEER_CLOSED", "SESSION_ENDED PEER_CLOSED"});
  CHECK(duo.sender.receive() == Texts{"peer: a", "peer: b"});
  REQUIRE(duo.sender.send_all(numbers(2, 3)) == "OK");
  duo.settle();
  CHECK(twin->receive() == numbers(2, 3));
  // It had arrived before.
  CHECK(duo.receiver.receive() == Texts{"1"});
}

// The one that was sent away calls again, and is the newer one then.
TEST_CASE("twin: each in its turn") {
  Duo duo(kRouter, Caller::kReceiver, {}, kPatientCaller);
  const auto twin = duo.add_receiver(kPeer);
  REQUIRE(duo.sender.send("1") == "OK");
  duo.settle();
  CHECK(twin->receive() == Texts{"1"});
  twin->set(OptionId::kReconnectInterval, 5'000);
  duo.stage.run_for(4 * kSecond);
  REQUIRE(duo.sender.send("2") == "OK");
  duo.settle();
  CHECK(duo.receiver.receive() == Texts{"2"});
  CHECK(duo.sender.stats().links_opened == 3);
  CHECK(twin->receive() == Texts{});
}

// Elsewhere two peers with one identity are two peers.
TEST_CASE("twin: two peers") {
  for (const Pairing& pairing : {kPush, kDealer, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver);
      const auto twin = duo.add_receiver(kPeer);
      REQUIRE(duo.sender.send_all(numbers(1, 4)) == "OK");
      duo.settle();
      const bool shared = !pairing.balances();
      CHECK(duo.receiver.receive() == (shared ? numbers(1, 4) : Texts{"1", "3"}));
      CHECK(twin->receive() == (shared ? numbers(1, 4) : Texts{"2", "4"}));
      CHECK(duo.sender.stats().peers == 2);
      CHECK(duo.sender.events() == Texts{});
    }
  }
}

// A REQ asks two REPs with one identity in turn, and a REP answers each of two peers with one identity.
TEST_CASE("twin: at a REQ and at a REP") {
  Duo req(kReq, Caller::kReceiver);
  const auto rep_twin = req.add_receiver(kPeer);
  for (Process* asked : {&req.receiver, rep_twin.get()}) {
    REQUIRE(req.sender.send("1") == "OK");
    req.settle();
    REQUIRE(asked->send("reply") == "OK");
    req.settle();
    CHECK(req.sender.receive() == Texts{"reply"});
  }
  Duo rep(kRep, Caller::kReceiver);
  const auto dealer_twin = rep.add_receiver(kPeer);
  REQUIRE(rep.sender.send_all(numbers(1, 4)) == "OK");
  rep.settle();
  CHECK(rep.receiver.receive() == Texts{"1", "3"});
  CHECK(dealer_twin->receive() == Texts{"2", "4"});
}

// A PAIR turns a second peer away as long as the first is there, whatever it is called.
TEST_CASE("twin: at a PAIR") {
  Duo duo(kPair, Caller::kReceiver);
  const auto twin = duo.add_receiver(kPeer);
  REQUIRE(duo.sender.send_all(numbers(1, 2)) == "OK");
  duo.settle();
  CHECK(duo.receiver.receive() == numbers(1, 2));
  CHECK(twin->receive() == Texts{});
  CHECK(duo.sender.events() == Texts{});
  CHECK(duo.sender.stats().handshakes_failed > 0);
  CHECK(duo.sender.stats().peers == 1);
}

}  // namespace delivery
