#include "delivery/duo.h"
#include "unit/catch.h"

// A message is larger than the receiver's `max_message_size`.
namespace delivery {
namespace {

const Options kSmallOnly = {{OptionId::kMaxMessageSize, 500}};
const std::string kLarge(1'000, 'x');
const Texts kSenderIsTold = {"DISCONNECTED PEER_CLOSED", "UNDELIVERABLE 1 MESSAGE_TOO_LARGE", "RESUMED"};
const Texts kReceiverIsTold = {"DISCONNECTED MESSAGE_TOO_LARGE", "RESUMED"};

}  // namespace

// A message that is too large for the receiver is undeliverable, and those around it arrive once and in order.
TEST_CASE("too large: undeliverable") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller, {}, kSmallOnly);
    REQUIRE(duo.sender.send_all({"1", kLarge}) == "OK");
    duo.stage.run_for(kSecond);
    REQUIRE(duo.sender.send_all({"2", "3"}) == "OK");
    duo.settle();
    CHECK(duo.receiver.receive() == numbers(1, 3));
    duo.settle();
    CHECK(duo.sender.events() == kSenderIsTold);
    CHECK(duo.receiver.events() == kReceiverIsTold);
    CHECK(duo.sender.counters() == "sent 4, acknowledged 4, undeliverable 1, sessions_resumed 1");
    CHECK(duo.sender.peer() == "sent 4, undeliverable 1");
    CHECK(duo.receiver.intake() == "received 3, dropped_unexpected 1");
  }
}

// What was under way behind a message that is too large is sent again.
TEST_CASE("too large: what was under way behind it") {
  FOR_EACH_DUO(kStreams, pairing, caller) {
    Duo duo(pairing, caller, {}, kSmallOnly);
    REQUIRE(duo.sender.send_all({"1", kLarge, "2", "3"}) == "OK");
    duo.stage.run_for(kSecond);
    CHECK(duo.receiver.receive() == numbers(1, 3));
    duo.settle();
    CHECK(duo.sender.counters() == "sent 4, acknowledged 4, resent 2, undeliverable 1, sessions_resumed 1");
  }
}

// A request that is too large for the REP is undeliverable, and another one may be sent.
TEST_CASE("too large: a request") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller, {}, kSmallOnly);
      REQUIRE(duo.sender.send(kLarge) == "OK");
      duo.stage.run_for(kSecond);
      CHECK(duo.sender.events() == kSenderIsTold);
      CHECK(duo.receiver.receive() == Texts{});
      CHECK(duo.sender.send("2") == "OK");
      duo.settle();
      CHECK(duo.receiver.receive() == Texts{"2"});
    }
  }
}

}  // namespace delivery
