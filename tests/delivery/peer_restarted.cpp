#include "delivery/duo.h"
#include "unit/catch.h"

// A process dies, and another comes in its place that knows nothing of its sessions.
namespace delivery {
namespace {

// What becomes of five messages: the first was taken, the next two arrived, the last two were sent when it was dead.
struct Restart {
  Pairing pairing;
  Texts received;  // By the new process.
  Texts losses;    // As they are told.
  const char* counters;
};

const Texts kGivenAway = {"REDELIVERED 2 PEER_LOST"};
const Texts kLost = {"UNDELIVERABLE 2 PEER_LOST"};
const Texts kAllLost = {"UNDELIVERABLE 2 PEER_LOST", "DROPPED 2 PEER_LOST"};
const char* const kAllLostCounted = "sent 5, acknowledged 1, undeliverable 2, dropped_peer_gone 2, sessions_lost 1";

const Restart kRestarts[] = {
    {kPush, marked(2, 3) + numbers(4, 5), kGivenAway, "sent 5, acknowledged 5, redelivered 2, sessions_lost 1"},
    {kDealer, marked(2, 3) + numbers(4, 5), kGivenAway, "sent 5, acknowledged 5, redelivered 2, sessions_lost 1"},
    {kPair, numbers(4, 5), kLost, "sent 5, acknowledged 3, undeliverable 2, sessions_lost 1"},
    {kRouter, numbers(4, 5), kLost, "sent 5, acknowledged 3, undeliverable 2, sessions_lost 1"},
    {kRep, {}, kAllLost, kAllLostCounted},
    {kPub, {}, kAllLost, kAllLostCounted},
};

struct End {
  Death death;
  const char* status;
};
constexpr End kEnds[] = {
    {Death::kKilled, "PEER_CLOSED"}, {Death::kReset, "CONNECTION_RESET"}, {Death::kSilent, "TIMED_OUT"}};

// Three messages arrive, and one of them is taken; then the receiver dies, and that is noticed.
void die_in_the_midst(Duo& duo, Death death = Death::kKilled) {
  REQUIRE(duo.sender.send_all(numbers(1, 3)) == "OK");
  duo.settle();
  REQUIRE(duo.receiver.receive(1) == Texts{"1"});
  duo.settle();
  duo.receiver.kill(death);
  duo.stage.run_for(16 * kSecond);
}

void restart(Duo& duo) {
  duo.receiver.restart();
  duo.stage.run_for(6 * kSecond);
}

}  // namespace

// A peer made by connect that restarts is told from its former self, and messages go as their pattern says.
TEST_CASE("peer restarted: made by connect") {
  for (const Restart& expected : kRestarts) {
    for (const auto& [death, status] : kEnds) {
      DYNAMIC_SECTION(expected.pairing.name << ", " << status) {
        Duo duo(expected.pairing, Caller::kSender);
        die_in_the_midst(duo, death);
        REQUIRE(duo.sender.send_all(numbers(4, 5)) == "OK");
        restart(duo);
        CHECK(duo.receiver.receive() == expected.received);
        duo.settle();
        const Texts told = {std::string("DISCONNECTED ") + status, "SESSION_ENDED PEER_LOST"};
        CHECK(duo.sender.events() == told + expected.losses);
        CHECK(duo.sender.counters() == expected.counters);
        CHECK(duo.receiver.events() == Texts{});
      }
    }
  }
}

// A message that the former process was handed, and could not say so, comes to its successor, marked.
TEST_CASE("peer restarted: handed over before") {
  for (const Pairing& pairing : {kPush, kDealer, kReq}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender);
      duo.stage.mute(duo.receiver);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      REQUIRE(duo.receiver.receive() == Texts{"1"});
      duo.receiver.kill(Death::kReset);
      restart(duo);
      CHECK(duo.receiver.receive() == Texts{"1*"});
      CHECK(duo.sender.events() ==
            Texts{"DISCONNECTED CONNECTION_RESET", "SESSION_ENDED PEER_LOST", "REDELIVERED 1 PEER_LOST"});
    }
  }
}

// A request that a REP had taken before it restarted is lost, and another one may be sent.
TEST_CASE("peer restarted: a request that was taken") {
  Duo duo(kReq, Caller::kSender);
  REQUIRE(duo.sender.send("1") == "OK");
  duo.settle();
  REQUIRE(duo.receiver.receive() == Texts{"1"});
  duo.settle();
  CHECK(duo.sender.send("2") == "WRONG_STATE");
  duo.receiver.kill();
  restart(duo);
  CHECK(duo.sender.events() == Texts{"DISCONNECTED PEER_CLOSED", "SESSION_ENDED PEER_LOST"});
  CHECK(duo.sender.receive_status() == "AGAIN");
  CHECK(duo.sender.send("2") == "OK");
  duo.settle();
  CHECK(duo.receiver.receive() == Texts{"2"});
}

// A REP answers requests of a peer that has restarted to nobody.
TEST_CASE("peer restarted: requests of the former") {
  Duo duo(kRep, Caller::kSender);
  duo.receiver.kill();
  restart(duo);
  CHECK(duo.sender.send("1") == "OK");
  duo.settle();
  CHECK(duo.receiver.receive() == Texts{});
  CHECK(duo.sender.counters() == "sent 1, dropped_unroutable 1, sessions_lost 1");
}

// An accepted peer that comes back without its session takes its place at a ROUTER and at a PAIR.
TEST_CASE("peer restarted: takes its place") {
  for (const Pairing& pairing : {kRouter, kPair}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver);
      die_in_the_midst(duo);
      REQUIRE(duo.sender.send_all(numbers(4, 5)) == "OK");
      restart(duo);
      CHECK(duo.receiver.receive() == numbers(4, 5));
      duo.settle();
      CHECK(duo.sender.events() ==
            Texts{"DISCONNECTED PEER_CLOSED", "SESSION_ENDED SUPERSEDED", "UNDELIVERABLE 2 SUPERSEDED"});
      CHECK(duo.sender.counters() == "sent 5, acknowledged 3, undeliverable 2, sessions_lost 1");
    }
  }
}

// Elsewhere an accepted peer that comes back without its session is a new peer, and the former is awaited.
TEST_CASE("peer restarted: a new peer") {
  for (const Pairing& pairing : {kPush, kDealer, kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver);
      die_in_the_midst(duo);
      duo.receiver.restart();
      duo.introduce(duo.receiver);
      CHECK(duo.sender.stats().sessions_waiting == 1);
      CHECK(duo.sender.stats().peers == 2);
      CHECK(duo.sender.events() == Texts{"DISCONNECTED PEER_CLOSED"});
      CHECK(duo.receiver.receive() == Texts{});
      duo.stage.run_for(31 * kSecond);
      CHECK(duo.receiver.receive() == (pairing.balances() ? marked(2, 3) : Texts{}));
      CHECK(duo.sender.events() == Texts{"SESSION_ENDED PEER_LOST"} + (pairing.balances() ? kGivenAway : kLost));
      CHECK(duo.sender.stats().sessions_waiting == 0);
    }
  }
}

// An accepted REP that comes back without its session gets a request that it had not taken, when it is given up.
TEST_CASE("peer restarted: a request that was not taken") {
  Duo duo(kReq, Caller::kReceiver);
  REQUIRE(duo.sender.send("1") == "OK");
  duo.settle();
  duo.receiver.kill();
  restart(duo);
  CHECK(duo.receiver.receive() == Texts{});
  duo.stage.run_for(30 * kSecond);
  CHECK(duo.receiver.receive() == Texts{"1*"});
  REQUIRE(duo.receiver.reply("reply") == "OK");
  duo.settle();
  CHECK(duo.sender.receive() == Texts{"reply"});
}

}  // namespace delivery
