#include "delivery/duo.h"
#include "unit/catch.h"

// A peer is away for longer than `session_lifetime`, 30 seconds if not said otherwise.
namespace delivery {
namespace {

const std::string kElsewhere = "tcp://127.0.0.1:6666";

// Two messages are written and two are queued when the receiver is killed.
void leave_four(Duo& duo) {
  REQUIRE(duo.sender.send_all(numbers(1, 4)) == "OK");
  duo.settle();
  REQUIRE(duo.sender.peer().starts_with("sent 4, queued 2, unacknowledged 2"));
  duo.receiver.kill();
  duo.stage.run_for(29 * kSecond);
  REQUIRE(duo.sender.events() == Texts{"DISCONNECTED PEER_CLOSED"});
}

}  // namespace

// What was for an accepted peer that is gone for good goes to others, marked where it had been sent.
TEST_CASE("gone for good: to others") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kWindowOfTwo);
      leave_four(duo);
      const auto other = duo.add_receiver();
      CHECK(other->receive() == Texts{});
      duo.stage.run_for(2 * kSecond);
      CHECK(other->receive() == marked(1, 2));
      duo.settle();
      CHECK(other->receive() == numbers(3, 4));
      duo.settle();
      CHECK(duo.sender.events() == Texts{"SESSION_ENDED PEER_LOST", "REDELIVERED 2 PEER_LOST"});
      CHECK(duo.sender.counters() == "sent 4, acknowledged 4, redelivered 2, sessions_lost 1");
    }
  }
}

// What was for a peer that is gone for good waits for the next one where there is no other.
TEST_CASE("gone for good: waits for the next") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kWindowOfTwo);
      leave_four(duo);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.counters() == "sent 4, redelivered 2, sessions_lost 1, queued 4");
      const auto other = duo.add_receiver();
      CHECK(other->receive() == marked(1, 2));
      duo.settle();
      CHECK(other->receive() == numbers(3, 4));
    }
  }
}

// A request goes to another REP, marked, when the one that had not taken it is gone for good.
TEST_CASE("gone for good: a request that was not taken") {
  Duo duo(kReq, Caller::kReceiver);
  REQUIRE(duo.sender.send("1") == "OK");
  duo.settle();
  duo.receiver.kill();
  const auto other = duo.add_receiver();
  duo.stage.run_for(29 * kSecond);
  CHECK(other->receive() == Texts{});
  duo.stage.run_for(2 * kSecond);
  CHECK(other->receive() == Texts{"1*"});
  REQUIRE(other->reply("reply") == "OK");
  duo.settle();
  CHECK(duo.sender.receive() == Texts{"reply"});
  CHECK(duo.sender.events() == Texts{"DISCONNECTED PEER_CLOSED", "SESSION_ENDED PEER_LOST", "REDELIVERED 1 PEER_LOST"});
}

// Another request may be sent when the REP that had taken the former is gone for good.
TEST_CASE("gone for good: a request that was taken") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      REQUIRE(duo.receiver.receive() == Texts{"1"});
      duo.settle();
      duo.receiver.kill();
      duo.stage.run_for(29 * kSecond);
      CHECK(duo.sender.send("2") == "WRONG_STATE");
      duo.receiver.restart();
      duo.stage.run_for(6 * kSecond);
      CHECK(duo.sender.send("2") == "OK");
      duo.settle();
      CHECK(duo.receiver.receive() == Texts{"2"});
    }
  }
}

// What an accepted peer that is gone for good had not taken is lost where no other may take it, and told.
TEST_CASE("gone for good: lost") {
  for (const Pairing& pairing : {kPair, kChannel, kRouter, kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kWindowOfTwo);
      leave_four(duo);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.events() ==
            Texts{"SESSION_ENDED PEER_LOST", "UNDELIVERABLE 2 PEER_LOST", "DROPPED 2 PEER_LOST"});
      CHECK(duo.sender.counters() == "sent 4, undeliverable 2, dropped_peer_gone 2, sessions_lost 1");
    }
  }
}

// A balancing sender gives others what a peer made by connect had been sent, and keeps what was queued for it.
TEST_CASE("gone for good: made by connect, to others") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, kWindowOfTwo);
      leave_four(duo);
      Process other(duo.stage, pairing.receiver);
      other.bind(kElsewhere);
      duo.sender.connect(kElsewhere);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.events() == Texts{"SESSION_ENDED PEER_LOST", "REDELIVERED 2 PEER_LOST"});
      CHECK(other.receive() == marked(1, 2));
      CHECK(duo.sender.peer() == "sent 4, queued 2");
      duo.receiver.restart();
      duo.stage.run_for(6 * kSecond);
      CHECK(duo.receiver.receive() == numbers(3, 4));
    }
  }
}

// Without others a peer made by connect gets what it had been sent again when it comes, behind what was queued.
TEST_CASE("gone for good: made by connect, without others") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, kWindowOfTwo);
      leave_four(duo);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.counters() == "sent 4, redelivered 2, sessions_lost 1, queued 4");
      duo.receiver.restart();
      duo.stage.run_for(6 * kSecond);
      CHECK(duo.receiver.receive() == numbers(3, 4));
      duo.settle();
      CHECK(duo.receiver.receive() == marked(1, 2));
    }
  }
}

// What was queued for a peer made by connect that is gone for good goes to whoever comes next at its address.
TEST_CASE("gone for good: made by connect, kept") {
  for (const Pairing& pairing : {kPair, kRouter}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, kWindowOfTwo);
      leave_four(duo);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.events() == Texts{"SESSION_ENDED PEER_LOST", "UNDELIVERABLE 2 PEER_LOST"});
      CHECK(duo.sender.counters() == "sent 4, undeliverable 2, sessions_lost 1, queued 2");
      CHECK(duo.sender.peer() == "sent 4, undeliverable 2, queued 2");
      duo.receiver.restart();
      duo.stage.run_for(6 * kSecond);
      CHECK(duo.receiver.receive() == numbers(3, 4));
    }
  }
}

// What was for a peer made by connect that is gone for good is lost where the next one has not asked for it.
TEST_CASE("gone for good: made by connect, lost") {
  for (const Pairing& pairing : {kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kSender, kWindowOfTwo);
      leave_four(duo);
      duo.stage.run_for(2 * kSecond);
      CHECK(duo.sender.events() ==
            Texts{"SESSION_ENDED PEER_LOST", "UNDELIVERABLE 2 PEER_LOST", "DROPPED 2 PEER_LOST"});
      CHECK(duo.sender.counters() == "sent 4, undeliverable 2, dropped_peer_gone 2, sessions_lost 1");
    }
  }
}

// A peer that comes back within the lifetime of its session has missed nothing.
TEST_CASE("gone for good: not before") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    duo.stage.mute(duo.sender);
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.stage.refuse_calls(true);
    duo.stage.reset();
    duo.stage.run_for(24 * kSecond);
    duo.stage.refuse_calls(false);
    duo.stage.run_for(6 * kSecond);
    CHECK(duo.receiver.receive() == numbers(1, count));
    CHECK(duo.sender.stats().sessions_lost == 0);
  }
}

// With a session lifetime of 0 a peer is given up as soon as its link ends.
TEST_CASE("gone for good: at once") {
  for (const Caller caller : kCallers) {
    for (const Pairing& pairing : {kPair, kChannel, kRouter, kRep, kPub}) {
      DYNAMIC_SECTION(name_of(pairing, caller)) {
        Duo duo(pairing, caller, {{OptionId::kSessionLifetime, 0}});
        REQUIRE(duo.sender.send_all(numbers(1, 2)) == "OK");
        duo.settle();
        duo.stage.reset();
        duo.stage.run_for(5 * kMillisecond);
        CHECK(duo.sender.events() ==
              Texts{"DISCONNECTED CONNECTION_RESET", "SESSION_ENDED PEER_LOST", "UNDELIVERABLE 2 PEER_LOST"});
        CHECK(duo.sender.stats().sessions_lost == 1);
      }
    }
  }
}

// For one peer too many that is away the one that has been away longest is given up.
TEST_CASE("gone for good: one too many") {
  for (const Pairing& pairing : {kPush, kDealer, kRouter, kRep, kPub}) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, {{OptionId::kMaxSessions, 1}});
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      const auto other = duo.add_receiver();
      duo.receiver.kill();
      duo.settle();
      other->kill();
      duo.settle();
      const std::string lost = pairing.balances() ? "REDELIVERED" : "UNDELIVERABLE";
      CHECK(duo.sender.events() == Texts{"DISCONNECTED PEER_CLOSED", "DISCONNECTED PEER_CLOSED",
                                         "EVICTED TOO_MANY_PEERS", "SESSION_ENDED TOO_MANY_PEERS",
                                         lost + " 1 TOO_MANY_PEERS"});
      CHECK(duo.sender.stats().sessions_evicted == 1);
      CHECK(duo.sender.stats().sessions_lost == 1);
      CHECK(duo.sender.stats().sessions_waiting == 1);
    }
  }
}

}  // namespace delivery
