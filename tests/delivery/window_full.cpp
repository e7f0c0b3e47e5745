#include "delivery/duo.h"
#include "unit/catch.h"

// What is written and not acknowledged comes to `unacknowledged_bytes`.
namespace delivery {

// With a full window nothing is written until the peer's application takes some.
TEST_CASE("window full: waits for the application") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller, kWindowOfTwo);
    REQUIRE(duo.sender.send_all(numbers(1, 5)) == "OK");
    duo.stage.run_for(kSecond);
    // A frame of a text of one letter has three bytes; a reply has an empty part before it.
    const std::string bytes = pairing.is(ConnectorType::kRep) ? "10" : "6";
    CHECK(duo.sender.peer() == "sent 5, queued 3, unacknowledged 2, bytes_unacknowledged " + bytes);
    CHECK(duo.receiver.receive() == numbers(1, 2));
    duo.settle();
    CHECK(duo.receiver.receive() == numbers(3, 4));
    duo.settle();
    CHECK(duo.sender.peer().starts_with("sent 5, unacknowledged 1"));
    CHECK(duo.receiver.receive() == Texts{"5"});
    duo.settle();
    CHECK(duo.sender.counters() == "sent 5, acknowledged 5");
  }
}

// Behind a full window the high-water mark holds: a send waits, or the message is dropped.
TEST_CASE("window full: the mark behind it") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Options options = kWindowOfTwo;
    options.emplace_back(OptionId::kSendHwm, 3);
    Duo duo(pairing, caller, options);
    REQUIRE(duo.sender.send_all(numbers(1, 2)) == "OK");
    duo.settle();
    REQUIRE(duo.sender.send_all(numbers(3, 5)) == "OK");
    const bool waits = !pairing.drops();
    CHECK(duo.sender.send("6") == (waits ? "AGAIN" : "OK"));
    CHECK(duo.sender.stats().drops.full == (waits ? 0 : 1));
    CHECK(duo.receiver.receive() == numbers(1, 2));
    duo.settle();
    CHECK(duo.sender.send("7") == "OK");
    duo.settle();
    CHECK(duo.receiver.receive() == numbers(3, 4));
    duo.settle();
    CHECK(duo.receiver.receive() == Texts{"5", "7"});
  }
}

// Links that break before an acknowledgement would go out by the clock leave the window full only until the next link.
TEST_CASE("window full: links that break again and again") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Options options = kWindowOfTwo;
    options.emplace_back(OptionId::kReconnectInterval, 1);
    options.emplace_back(OptionId::kReconnectIntervalMax, 1);
    Duo duo(pairing, caller, options);
    REQUIRE(duo.sender.send_all(numbers(1, 9)) == "OK");
    Texts received;
    for (int link = 0; link < 50; ++link) {
      duo.stage.run_for(12 * kMillisecond);
      received = received + duo.receiver.receive();
      duo.stage.reset();
    }
    CHECK(received == numbers(1, 9));
  }
}

// A single message may exceed the window.
TEST_CASE("window full: one message may exceed it") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller, kWindowOfTwo);
    const std::string large(1'000, 'x');
    REQUIRE(duo.sender.send(large) == "OK");
    duo.settle();
    CHECK(duo.receiver.receive() == Texts{large});
    duo.settle();
    CHECK(duo.sender.counters() == "sent 1, acknowledged 1");
  }
}

}  // namespace delivery
