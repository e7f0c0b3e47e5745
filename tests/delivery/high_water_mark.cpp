#include "delivery/duo.h"
#include "unit/catch.h"

// The outbox of a peer holds as many messages as `send_hwm` says.
namespace delivery {
namespace {

const Options kMarkOfThree = {{OptionId::kSendHwm, 3}};
const Options kMandatory = {{OptionId::kSendHwm, 3}, {OptionId::kRouterMandatory, 1}};

// The link is away, and comes back only when this is over: so everything stays in the outbox.
void take_link_away(Duo& duo) {
  duo.stage.refuse_calls(true);
  duo.stage.reset();
  duo.settle();
}

void bring_link_back(Duo& duo) {
  duo.stage.refuse_calls(false);
  duo.stage.run_for(6 * kSecond);
}

}  // namespace

// At the high-water mark a send to no peer with room waits, or says AGAIN, and nothing is dropped.
TEST_CASE("high-water mark: waits") {
  struct Case {
    Pairing pairing;
    Caller caller;
    Options options;
  };
  const Case cases[] = {
      {kPush, Caller::kSender, kMarkOfThree}, {kDealer, Caller::kSender, kMarkOfThree},
      {kPair, Caller::kSender, kMarkOfThree}, {kPair, Caller::kReceiver, kMarkOfThree},
      {kRouter, Caller::kSender, kMandatory}, {kRouter, Caller::kReceiver, kMandatory},
  };
  for (const auto& [pairing, caller, options] : cases) {
    DYNAMIC_SECTION(name_of(pairing, caller)) {
      Duo duo(pairing, caller, options);
      take_link_away(duo);
      REQUIRE(duo.sender.send_all(numbers(1, 3)) == "OK");
      CHECK(duo.sender.send("4") == "AGAIN");
      const Time before = duo.stage.now();
      CHECK(duo.sender.send_patiently("4", 20) == "TIMED_OUT");
      CHECK(duo.stage.now() >= before + 20 * kMillisecond);
      CHECK(duo.sender.stats().messages_sent == 3);
      CHECK(duo.sender.stats().drops.full == 0);
      bring_link_back(duo);
      REQUIRE(duo.sender.send("4") == "OK");
      duo.settle();
      CHECK(duo.receiver.receive() == numbers(1, 4));
    }
  }
}

// A balancing sender passes over a peer at its high-water mark, and waits when all are.
TEST_CASE("high-water mark: passes over") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      const Options options = {{OptionId::kSendHwm, 1}, {OptionId::kUnacknowledgedBytes, 38}};
      Duo duo(pairing, Caller::kReceiver, options);
      const auto other = duo.add_receiver();
      // Of each peer two are written, and one is queued.
      Texts sent;
      for (int i = 1; duo.sender.send(std::to_string(i)) == "OK"; ++i) {
        sent.push_back(std::to_string(i));
        duo.settle();
      }
      CHECK(sent == numbers(1, 6));
      CHECK(other->receive() == Texts{"2", "4"});
      duo.settle();
      REQUIRE(duo.sender.send("7") == "OK");
      duo.settle();
      CHECK(other->receive() == Texts{"6", "7"});
      CHECK(duo.receiver.receive() == Texts{"1", "3"});
      duo.settle();
      CHECK(duo.receiver.receive() == Texts{"5"});
    }
  }
}

// A ROUTER, a REP and a PUB drop at the high-water mark of a peer, and count it, also for the peer.
TEST_CASE("high-water mark: drops") {
  FOR_EACH_DUO(kDropping, pairing, caller) {
    Duo duo(pairing, caller, kMarkOfThree);
    take_link_away(duo);
    CHECK(duo.sender.send_all(numbers(1, 5)) == "OK");
    CHECK(duo.sender.stats().drops.full == 2);
    CHECK(duo.sender.peer() == "sent 3, dropped_full 2, queued 3");
    bring_link_back(duo);
    CHECK(duo.receiver.receive() == numbers(1, 3));
    duo.settle();
    CHECK(duo.sender.counters() == "sent 5, acknowledged 3, dropped_full 2, sessions_resumed 1");
    CHECK(duo.sender.events() == Texts{"DISCONNECTED CONNECTION_RESET", "RESUMED"});
  }
}

// A PUB drops for the subscriber at its high-water mark, and for no other.
TEST_CASE("high-water mark: one subscriber") {
  Duo duo(kPub, Caller::kReceiver, kMarkOfThree);
  const auto other = duo.add_receiver();
  duo.stage.refuse_calls(true);
  duo.stage.disconnect(duo.receiver);
  duo.settle();
  for (const std::string& text : numbers(1, 5)) {
    REQUIRE(duo.sender.send(text) == "OK");
    duo.settle();
  }
  CHECK(other->receive() == numbers(1, 5));
  duo.settle();
  CHECK(duo.sender.peer(1) == "sent 3, dropped_full 2, queued 3");
  CHECK(duo.sender.peer(2) == "sent 5");
}

// A REQ without a peer that has room says AGAIN.
TEST_CASE("high-water mark: a REQ") {
  Stage stage;
  Process req(stage, ConnectorType::kReq);
  CHECK(req.send("1") == "AGAIN");
  CHECK(req.send_patiently("1", 20) == "TIMED_OUT");
  CHECK(req.counters() == "");
}

// A ROUTER drops what is for nobody, and counts it, or says so when it is mandatory.
TEST_CASE("high-water mark: a ROUTER to nobody") {
  Stage stage;
  Process router(stage, ConnectorType::kRouter);
  CHECK(router.send("1") == "OK");
  CHECK(router.counters() == "sent 1, dropped_unroutable 1");
  router.set(OptionId::kRouterMandatory, 1);
  CHECK(router.send("2") == "HOST_UNREACHABLE");
  CHECK(router.counters() == "sent 1, dropped_unroutable 1");
}

}  // namespace delivery
