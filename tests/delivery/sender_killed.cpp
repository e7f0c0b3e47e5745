#include "delivery/duo.h"
#include "unit/catch.h"

// The sender's process ends without closing its connector.
namespace delivery {

// What a process had sent and had arrived is handed over after its death, once and in order.
TEST_CASE("sender killed: what had arrived") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int count = pairing.most(3);
    REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
    duo.settle();
    duo.sender.kill();
    duo.stage.run_for(29 * kSecond);
    CHECK(duo.receiver.receive() == numbers(1, count));
    CHECK(duo.receiver.events() == Texts{"DISCONNECTED PEER_CLOSED"});
    duo.stage.run_for(2 * kSecond);
    // A DEALER keeps the requests that its REP had not taken for another one.
    const Texts requests = pairing.is(ConnectorType::kRep) ? Texts{"REDELIVERED 7 PEER_LOST"} : Texts{};
    CHECK(duo.receiver.events() == Texts{"SESSION_ENDED PEER_LOST"} + requests);
    CHECK(duo.receiver.receive() == Texts{});
  }
}

// What a process had written and had not arrived is lost with it.
TEST_CASE("sender killed: what had not arrived") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller);
    REQUIRE(duo.sender.send("1") == "OK");
    duo.settle();
    duo.stage.mute(duo.sender);
    REQUIRE(duo.sender.send("2") == "OK");
    duo.settle();
    duo.sender.kill(Death::kReset);
    duo.sender.restart();
    duo.stage.run_for(kSecond);
    CHECK(duo.receiver.receive() == Texts{"1"});
  }
}

// What a former process had sent is handed over before what its successor sends.
TEST_CASE("sender killed: before its successor's") {
  FOR_EACH_DUO(kUnasked, pairing, caller) {
    Duo duo(pairing, caller);
    REQUIRE(duo.sender.send_all(numbers(1, 2)) == "OK");
    duo.settle();
    duo.sender.kill();
    duo.sender.restart();
    duo.stage.run_for(kSecond);
    REQUIRE(duo.sender.send_all(numbers(3, 4)) == "OK");
    duo.settle();
    const Texts received = duo.receiver.receive();
    // One that accepts it takes it for somebody else, and has them in turn.
    const bool in_turn = caller == Caller::kSender && !pairing.is_pair();
    CHECK(received == (in_turn ? Texts{"1", "3", "2", "4"} : numbers(1, 4)));
  }
}

}  // namespace delivery
