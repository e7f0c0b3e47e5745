#include "delivery/duo.h"
#include "unit/catch.h"

// A link that is reset, or ended by a FIN, while both processes live.
namespace delivery {
namespace {

struct Break {
  void (Stage::*deed)();
  const char* status;
};
constexpr Break kBreaks[] = {{&Stage::reset, "CONNECTION_RESET"}, {&Stage::finish, "PEER_CLOSED"}};

// How the sender and the receiver are told, where so many messages had not arrived.
void check_events(Duo& duo, const Break& fault, int missing) {
  const std::string ended = std::string("DISCONNECTED ") + fault.status;
  const std::string resumed = missing == 0 ? "RESUMED" : "RESUMED " + std::to_string(missing);
  CHECK(duo.sender.events() == Texts{ended, resumed});
  CHECK(duo.receiver.events() == Texts{ended, "RESUMED"});
}

}  // namespace

// What had not arrived when a link broke is sent again on the next link, in order.
TEST_CASE("link broken: what had not arrived is sent again") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    for (const Break& fault : kBreaks) {
      INFO(fault.status);
      Duo duo(pairing, caller);
      const int count = pairing.most(3);
      duo.stage.mute(duo.sender);
      REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
      duo.settle();
      CHECK(duo.receiver.receive() == Texts{});
      (duo.stage.*fault.deed)();
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == numbers(1, count));
      duo.settle();
      const std::string n = std::to_string(count);
      CHECK(duo.sender.counters() == "sent " + n + ", acknowledged " + n + ", resent " + n + ", sessions_resumed 1");
      CHECK(duo.sender.peer() == "sent " + n + ", resent " + n);
      check_events(duo, fault, count);
    }
  }
}

// What had arrived when a link broke does not come again, though the sender had not heard of it.
TEST_CASE("link broken: what had arrived does not come again") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    for (const Break& fault : kBreaks) {
      INFO(fault.status);
      Duo duo(pairing, caller);
      const int count = pairing.most(3);
      duo.stage.mute(duo.receiver);
      REQUIRE(duo.sender.send_all(numbers(1, count)) == "OK");
      duo.settle();
      CHECK(duo.receiver.receive(1) == Texts{"1"});
      duo.settle();
      CHECK(duo.sender.stats().messages_unacknowledged == static_cast<std::uint64_t>(count));
      (duo.stage.*fault.deed)();
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == numbers(2, count));
      duo.settle();
      const std::string n = std::to_string(count);
      CHECK(duo.sender.counters() == "sent " + n + ", acknowledged " + n + ", sessions_resumed 1");
      check_events(duo, fault, 0);
    }
  }
}

// While a link is away messages are queued for its peer; a balancing sender queues only where it connected.
TEST_CASE("link broken: queues meanwhile") {
  FOR_EACH_DUO(kAll, pairing, caller) {
    Duo duo(pairing, caller);
    const int before = pairing.is(ConnectorType::kReq) ? 0 : 2;
    duo.stage.mute(duo.sender);
    REQUIRE(duo.sender.send_all(numbers(1, before)) == "OK");
    duo.stage.refuse_calls(true);
    duo.stage.reset();
    duo.settle();
    const bool accepted = caller == Caller::kReceiver;
    const bool queues = !(accepted && pairing.balances());
    CHECK(duo.sender.send("3") == (queues ? "OK" : "AGAIN"));
    CHECK(duo.sender.stats().sessions_waiting == (accepted ? 1 : 0));
    duo.stage.refuse_calls(false);
    duo.stage.run_for(kSecond);
    CHECK(duo.receiver.receive() == numbers(1, before) + (queues ? Texts{"3"} : Texts{}));
    CHECK(duo.sender.stats().messages_resent == static_cast<std::uint64_t>(before));
  }
}

// While a link is away others get what is sent, and its peer keeps what was queued for it.
TEST_CASE("link broken: others meanwhile") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kWindowOfTwo);
      const auto other = duo.add_receiver();
      REQUIRE(duo.sender.send_all(numbers(1, 8)) == "OK");
      duo.stage.refuse_calls(true);
      duo.stage.disconnect(duo.receiver);
      duo.settle();
      REQUIRE(duo.sender.send_all(numbers(9, 10)) == "OK");
      CHECK(other->receive() == Texts{"2", "4"});
      duo.settle();
      CHECK(other->receive() == Texts{"6", "8"});
      duo.settle();
      CHECK(other->receive() == Texts{"9", "10"});
      duo.stage.refuse_calls(false);
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == Texts{"1", "3"});
      duo.settle();
      CHECK(duo.receiver.receive() == Texts{"5", "7"});
    }
  }
}

// A request that has a reply under way when the link breaks is not asked again.
TEST_CASE("link broken: a reply under way") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      duo.stage.mute(duo.receiver);
      REQUIRE(duo.receiver.send("reply") == "OK");
      duo.stage.reset();
      duo.stage.run_for(kSecond);
      CHECK(duo.sender.receive() == Texts{"reply"});
      CHECK(duo.receiver.receive() == Texts{});
      CHECK(duo.sender.stats().messages_resent == 0);
      CHECK(duo.receiver.stats().messages_resent == 1);
    }
  }
}

// Subscriptions outlive a link, but for those that are undone while it is away.
TEST_CASE("link broken: subscriptions") {
  FOR_EACH_DUO(kWished, pairing, caller) {
    Duo duo(pairing, caller);
    duo.receiver.subscribe("a");
    duo.receiver.subscribe("b");
    duo.receiver.unsubscribe("");
    duo.settle();
    duo.stage.refuse_calls(true);
    duo.stage.reset();
    duo.settle();
    REQUIRE(duo.sender.send_all({"a1", "b1", "c1"}) == "OK");
    duo.receiver.unsubscribe("b");
    duo.stage.refuse_calls(false);
    duo.stage.run_for(kSecond);
    REQUIRE(duo.sender.send_all({"a2", "b2"}) == "OK");
    duo.settle();
    CHECK(duo.receiver.receive() == Texts{"a1", "a2"});
    duo.settle();
    // The first of `b` was for it when it was sent.
    CHECK(duo.sender.peer() == "sent 3");
  }
}

}  // namespace delivery
