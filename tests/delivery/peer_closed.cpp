#include "delivery/duo.h"
#include "unit/catch.h"

// A peer closes its connector, and says how much it took. Of four messages it took one, and had been sent another two;
// the last one was queued.
namespace delivery {
namespace {

const Texts kTold = {"DISCONNECTED PEER_CLOSED", "SESSION_ENDED PEER_CLOSED"};
const Texts kToldOfDrop = kTold + Texts{"DROPPED 3 PEER_CLOSED"};

void close_in_the_midst(Duo& duo) {
  REQUIRE(duo.sender.send_all(numbers(1, 4)) == "OK");
  duo.settle();
  REQUIRE(duo.receiver.receive(1) == Texts{"1"});
  duo.receiver.close(0);
  duo.settle();
  REQUIRE(duo.receiver.undelivered());
}

// Takes what comes as the window lets it.
Texts receive_all(Duo& duo, Process& receiver) {
  Texts all;
  for (int i = 0; i < 5; ++i) {
    all = all + receiver.receive();
    duo.settle();
  }
  return all;
}

}  // namespace

// What an accepted peer that closed had not taken goes to others, unmarked.
TEST_CASE("peer closed: to others") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kWindowOfTwo);
      close_in_the_midst(duo);
      CHECK(duo.sender.events() == kTold);
      CHECK(duo.sender.counters() == "sent 4, acknowledged 1, queued 3");
      const auto other = duo.add_receiver();
      CHECK(receive_all(duo, *other) == numbers(2, 4));
      CHECK(duo.sender.counters() == "sent 4, acknowledged 4");
    }
  }
}

// What a peer made by connect that closed had not taken is kept for whoever comes next at its address.
TEST_CASE("peer closed: kept for the next") {
  for (const Pairing& pairing : {kPush, kDealer, kPair, kRouter}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, kWindowOfTwo);
      close_in_the_midst(duo);
      CHECK(duo.sender.events() == kTold);
      CHECK(duo.sender.counters() == "sent 4, acknowledged 1, queued 3");
      duo.receiver.kill();
      duo.receiver.restart();
      duo.stage.run_for(kSecond);
      CHECK(receive_all(duo, duo.receiver) == numbers(2, 4));
    }
  }
}

// A request that a REP had not taken when it closed goes to the next, unmarked.
TEST_CASE("peer closed: a request that was not taken") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      duo.receiver.close(0);
      duo.settle();
      CHECK(duo.sender.events() == kTold);
      duo.receiver.kill();
      duo.receiver.restart();
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == Texts{"1"});
      REQUIRE(duo.receiver.reply("reply") == "OK");
      duo.settle();
      CHECK(duo.sender.receive() == Texts{"reply"});
    }
  }
}

// Another request may be sent when the REP that had taken the former has closed.
TEST_CASE("peer closed: a request that was taken") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      REQUIRE(duo.receiver.receive() == Texts{"1"});
      duo.receiver.close(0);
      duo.settle();
      duo.receiver.kill();
      duo.receiver.restart();
      duo.stage.run_for(kSecond);
      CHECK(duo.sender.receive_status() == "AGAIN");
      CHECK(duo.sender.send("2") == "OK");
      duo.settle();
      CHECK(duo.receiver.receive() == Texts{"2"});
    }
  }
}

// What an accepted peer that closed had not taken is dropped where no other may take it.
TEST_CASE("peer closed: dropped") {
  for (const Pairing& pairing : {kPair, kRouter, kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kWindowOfTwo);
      close_in_the_midst(duo);
      CHECK(duo.sender.events() == kToldOfDrop);
      CHECK(duo.sender.counters() == "sent 4, acknowledged 1, dropped_peer_gone 3");
    }
  }
}

// A REP and a PUB drop what a peer made by connect had not taken when it closed.
TEST_CASE("peer closed: made by connect, dropped") {
  for (const Pairing& pairing : {kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, kWindowOfTwo);
      close_in_the_midst(duo);
      CHECK(duo.sender.events() == kToldOfDrop);
      CHECK(duo.sender.counters() == "sent 4, acknowledged 1, dropped_peer_gone 3");
    }
  }
}

}  // namespace delivery
