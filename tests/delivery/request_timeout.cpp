#include "delivery/duo.h"
#include "unit/catch.h"

// A REQ with `request_timeout`, bound, and two REPs that it asks in turn.
namespace delivery {
namespace {

const Options kOneSecondTwice = {{OptionId::kRequestTimeout, 1'000}, {OptionId::kRequestRetries, 2}};

struct Scene : Duo {
  Scene() : Duo(kReq, Caller::kReceiver, kOneSecondTwice), other(add_receiver()) {}

  // Until the next attempt has been made.
  void wait() { stage.run_for(kSecond); }

  std::unique_ptr<Process> other;
};

}  // namespace

// A request that is not answered in time goes to the next peer, marked, and the first reply counts.
TEST_CASE("request timeout: the next peer") {
  for (const bool first_answers : {true, false}) {
    DYNAMIC_SECTION((first_answers ? "that of the first" : "that of the second")) {
      Scene scene;
      REQUIRE(scene.sender.send("1") == "OK");
      scene.settle();
      REQUIRE(scene.receiver.receive() == Texts{"1"});
      scene.wait();
      REQUIRE(scene.other->receive() == Texts{"1*"});
      Process& quick = first_answers ? scene.receiver : *scene.other;
      Process& slow = first_answers ? *scene.other : scene.receiver;
      REQUIRE(quick.reply("quick") == "OK");
      scene.settle();
      REQUIRE(slow.reply("slow") == "OK");
      scene.settle();
      CHECK(scene.sender.receive() == Texts{"quick"});
      CHECK(scene.sender.intake() == "received 1, dropped_unexpected 1");
      CHECK(scene.sender.counters() == "sent 1, acknowledged 2");
      CHECK(scene.sender.events() == Texts{});
    }
  }
}

// A request that was sent again as often as allowed is undeliverable, and another one may be sent.
TEST_CASE("request timeout: in vain") {
  Scene scene;
  REQUIRE(scene.sender.send("1") == "OK");
  scene.settle();
  scene.wait();
  scene.wait();
  CHECK(scene.sender.receive_status() == "AGAIN");
  scene.wait();
  CHECK(scene.sender.receive_status() == "UNDELIVERABLE");
  CHECK(scene.sender.events() == Texts{"UNDELIVERABLE 1 TIMED_OUT"});
  CHECK(scene.sender.stats().drops.undeliverable == 1);
  CHECK(scene.receiver.receive() == Texts{"1"});
  REQUIRE(scene.receiver.reply("late") == "OK");
  CHECK(scene.receiver.receive() == Texts{"1*"});
  CHECK(scene.other->receive() == Texts{"1*"});
  CHECK(scene.sender.send("2") == "OK");
}

// A request that is not answered in time goes to its only peer again, marked.
TEST_CASE("request timeout: the only peer") {
  for (const Caller caller : kCallers) {
    DYNAMIC_SECTION(name_of(kReq, caller)) {
      Duo duo(kReq, caller, kOneSecondTwice);
      REQUIRE(duo.sender.send("1") == "OK");
      duo.settle();
      REQUIRE(duo.receiver.receive() == Texts{"1"});
      duo.receiver.kill();
      duo.receiver.restart();
      duo.stage.run_for(kSecond);
      CHECK(duo.receiver.receive() == Texts{"1*"});
      REQUIRE(duo.receiver.reply("reply") == "OK");
      duo.settle();
      CHECK(duo.sender.receive() == Texts{"reply"});
    }
  }
}

}  // namespace delivery
