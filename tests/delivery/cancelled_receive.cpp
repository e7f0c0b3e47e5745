#include "delivery/duo.h"
#include "unit/catch.h"

// A receive is cancelled, or what it had taken is given back because nobody came for it.
namespace delivery {

// A receive that is cancelled before a message has come takes none, and nothing is counted.
TEST_CASE("cancelled receive: takes nothing") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller);
    duo.receiver.begin_receive(1);
    duo.receiver.begin_receive(2);
    duo.receiver.cancel(1);
    REQUIRE(duo.sender.send("1") == "OK");
    duo.settle();
    CHECK(duo.receiver.completions() == Texts{"1 CANCELLED", "2 OK 1"});
    duo.settle();
    CHECK(duo.receiver.intake() == "received 1");
    CHECK(duo.sender.counters() == "sent 1, acknowledged 1");
  }
}

// What a receive had taken and nobody came for goes back to the front, and counts as not received.
TEST_CASE("cancelled receive: goes back to the front") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller);
    for (const std::uint64_t tag : {1, 2}) duo.receiver.begin_receive(tag);
    REQUIRE(duo.sender.send_all(numbers(1, 4)) == "OK");
    duo.stage.run_for(5 * kMillisecond);
    CHECK(duo.receiver.intake() == "received 2, waiting 2");
    duo.receiver.drop_queue();
    CHECK(duo.receiver.intake() == "waiting 4");
    CHECK(duo.receiver.events() == Texts{});
    CHECK(duo.receiver.receive() == numbers(1, 4));
    duo.settle();
    CHECK(duo.receiver.intake() == "received 4");
  }
}

// What was given back is not acknowledged before it is taken again.
TEST_CASE("cancelled receive: not acknowledged") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller);
    duo.receiver.begin_receive(1);
    REQUIRE(duo.sender.send("1") == "OK");
    duo.stage.run_for(5 * kMillisecond);
    duo.receiver.drop_queue();
    duo.settle();
    CHECK(duo.sender.counters() == "sent 1, unacknowledged 1");
    CHECK(duo.receiver.receive() == Texts{"1"});
    duo.settle();
    CHECK(duo.sender.counters() == "sent 1, acknowledged 1");
  }
}

// A cancelled receive of a REQ and of a REP leaves the request and its reply to the next receive.
TEST_CASE("cancelled receive: of a REQ and of a REP") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller);
      duo.receiver.begin_receive(1);
      duo.receiver.cancel(1);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.sender.begin_receive(1);
      duo.sender.cancel(1);
      duo.settle();
      REQUIRE(duo.receiver.send("reply") == "OK");
      duo.settle();
      CHECK(duo.sender.completions() == Texts{"1 CANCELLED"});
      CHECK(duo.sender.receive() == Texts{"reply"});
      CHECK(duo.sender.counters() == "sent 1, acknowledged 1");
      duo.settle();
      CHECK(duo.receiver.counters() == "sent 1, acknowledged 1");
    }
  }
}

}  // namespace delivery
