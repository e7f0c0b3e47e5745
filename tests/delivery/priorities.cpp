#include "delivery/duo.h"
#include "unit/catch.h"

// Whom messages go to that have a peer of a higher priority, which is away for a while or for good.
namespace delivery {
namespace {

const std::string kBackup = "tcp://127.0.0.1:6666";
const std::string kLast = "tcp://127.0.0.1:7777";
const Options kPrimary = {{OptionId::kSendPriority, 1}, {OptionId::kUnacknowledgedBytes, 38}};

// Someone who calls an endpoint of the sender's that has this priority.
std::unique_ptr<Process> add_by(Duo& duo, const std::string& endpoint, std::int64_t priority) {
  duo.sender.set(OptionId::kSendPriority, priority);
  duo.sender.bind(endpoint);
  auto newcomer = std::make_unique<Process>(duo.stage, duo.pairing.receiver, Options{}, endpoint);
  newcomer->connect(endpoint);
  duo.introduce(*newcomer);
  return newcomer;
}

}  // namespace

// What an accepted peer that is gone for good had not taken goes to the next priority, and to nobody of a lower one.
TEST_CASE("priorities: gone for good, to the next priority") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kPrimary);
      const auto last = add_by(duo, kLast, 3);
      const auto backup = add_by(duo, kBackup, 2);
      REQUIRE(duo.sender.send_all(numbers(1, 4)) == "OK");
      duo.settle();
      duo.receiver.kill();
      duo.settle();
      REQUIRE(duo.sender.send("5") == "OK");
      duo.stage.run_for(29 * kSecond);
      CHECK(backup->receive() == numbers(5, 5));
      duo.stage.run_for(2 * kSecond);
      CHECK(backup->receive() == marked(1, 2));
      duo.settle();
      CHECK(backup->receive() == numbers(3, 4));
      CHECK(last->receive() == Texts{});
      duo.settle();
      CHECK(duo.sender.counters() == "sent 5, acknowledged 5, redelivered 2, sessions_lost 1");
    }
  }
}

// While a peer of a session is away new messages go to the backup, and to the peer again once it is back: it has lost
// nothing, and gets nothing twice.
TEST_CASE("priorities: failover, and back to the session") {
  for (const Pairing& pairing : kBalancing) {
    for (const Caller caller : kCallers) {
      DYNAMIC_SECTION(name_of(pairing, caller)) {
        Duo duo(pairing, caller, kPrimary);
        const auto backup = add_by(duo, kBackup, 2);
        REQUIRE(duo.sender.send_all(numbers(1, 4)) == "OK");
        duo.settle();
        duo.stage.refuse_calls(true);
        duo.stage.disconnect(duo.receiver);
        duo.settle();
        REQUIRE(duo.sender.send_all(numbers(5, 6)) == "OK");
        duo.settle();
        CHECK(backup->receive() == numbers(5, 6));
        duo.stage.refuse_calls(false);
        duo.stage.run_for(6 * kSecond);
        REQUIRE(duo.sender.send("7") == "OK");
        Texts received;
        for (int i = 0; i < 5; ++i) received = received + duo.receiver.receive(), duo.settle();
        CHECK(received == numbers(1, 4) + numbers(7, 7));
        CHECK(backup->receive() == Texts{});
        CHECK(duo.sender.stats().sessions_lost == 0);
      }
    }
  }
}

// Whoever comes back to his session has the priority that he had.
TEST_CASE("priorities: kept in a session") {
  for (const Pairing& pairing : kBalancing) {
    DYNAMIC_SECTION(pairing.name) {
      Duo duo(pairing, Caller::kReceiver, kPrimary);
      const auto backup = add_by(duo, kBackup, 2);
      for (int round = 1; round <= 3; ++round) {
        duo.stage.reset();
        duo.stage.run_for(6 * kSecond);
        REQUIRE(duo.sender.send(std::to_string(round)) == "OK");
        duo.settle();
        CHECK(duo.receiver.receive() == numbers(round, round));
        CHECK(backup->receive() == Texts{});
      }
      CHECK(duo.sender.stats().sessions_resumed > 0);
    }
  }
}

// What is received first is what the higher priority has sent, also over links that were made anew.
TEST_CASE("priorities: received first") {
  Stage stage;
  Process pull(stage, ConnectorType::kPull, {{OptionId::kReceivePriority, 9}});
  pull.bind();
  pull.set(OptionId::kReceivePriority, 2);
  pull.bind(kBackup);
  Process low(stage, ConnectorType::kPush);
  low.connect();
  Process high(stage, ConnectorType::kPush);
  high.connect(kBackup);
  for (int round = 0; round < 2; ++round) {
    stage.run_for(6 * kSecond);
    REQUIRE(low.send_all(numbers(1, 3)) == "OK");
    REQUIRE(high.send_all(numbers(4, 6)) == "OK");
    stage.run_for(100 * kMillisecond);
    CHECK(pull.receive() == numbers(4, 6) + numbers(1, 3));
    stage.reset();
  }
}

}  // namespace delivery
