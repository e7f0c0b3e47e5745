#include <numeric>

#include "abi/support.h"

// Connectors of one context that come and go: what they had not received when they closed is received by others.
namespace abi {
namespace {

constexpr int kMessages = 20'000;

// Receives a few messages, and closes with whatever else there is.
void take_some_and_close(const ymq::IoContext& context, ymq_connector_type type, const std::string& endpoint, int most,
                         std::vector<int>& received) {
  ymq::Connector receiver(context, type);
  receiver.connect(endpoint);
  for (int i = 0; i < most; ++i) {
    const auto message = receiver.try_recv(milliseconds(1));
    if (message) received.push_back(std::stoi(texts(*message).back()));
  }
  receiver.close(milliseconds(0));
}

}  // namespace

TEST_CASE("whoever closes with messages in its inbox loses none of them, however often that is") {
  for (const auto& [sending, receiving] : {std::pair{YMQ_PUSH, YMQ_PULL}, std::pair{YMQ_DEALER, YMQ_DEALER}}) {
    DYNAMIC_SECTION("to connectors of type " << receiving) {
      const ymq::IoContext context;
      ymq::Connector sender(context, sending);
      const std::string endpoint = sender.bind(wildcard("inproc"));
      auto sent = std::async(std::launch::async, [&sender] {
        for (int i = 0; i < kMessages; ++i) sender.send(std::to_string(i), kPatience);
      });
      std::atomic<bool> over = false;
      std::vector<std::future<std::vector<int>>> receivers;
      for (int thread = 0; thread < 3; ++thread) {
        receivers.push_back(std::async(std::launch::async, [&, thread, receiving = receiving] {
          std::vector<int> received;
          while (!over) take_some_and_close(context, receiving, endpoint, 20 + 30 * thread, received);
          return received;
        }));
      }
      sent.get();
      over = true;
      std::vector<int> all;
      for (auto& receiver : receivers) {
        const std::vector<int> some = receiver.get();
        all.insert(all.end(), some.begin(), some.end());
      }
      ymq::Connector last(context, receiving);
      last.connect(endpoint);
      while (all.size() < kMessages) {
        const auto message = last.try_recv(kPatience);
        REQUIRE(message);
        all.push_back(std::stoi(texts(*message).back()));
      }
      std::sort(all.begin(), all.end());
      std::vector<int> wanted(kMessages);
      std::iota(wanted.begin(), wanted.end(), 0);
      CHECK(all == wanted);
      CHECK_FALSE(last.try_recv(milliseconds(0)));
    }
  }
}

TEST_CASE("nothing is lost where a high-water mark is lowered while messages arrive") {
  const ymq::IoContext context;
  ymq::Connector sender(context, YMQ_PUSH), receiver(context, YMQ_PULL);
  sender.connect(receiver.bind(wildcard("inproc")));
  std::atomic<bool> over = false;
  auto sent = std::async(std::launch::async, [&sender] {
    for (int i = 0; i < 10 * kMessages; ++i) sender.send(std::to_string(i), kPatience);
  });
  auto turned = std::async(std::launch::async, [&] {
    for (int i = 0; !over; ++i) receiver.set(YMQ_OPTION_RECEIVE_HWM, i % 2 ? 1 : 1000);
  });
  int next = 0;
  while (next < 10 * kMessages && receive(receiver) == Parts{std::to_string(next)}) ++next;
  CHECK(next == 10 * kMessages);
  over = true;
  turned.get();
  receiver.close(milliseconds(0));
  sender.close(milliseconds(0));
}

TEST_CASE("a REQ is answered however often a REP closes with its request") {
  const ymq::IoContext context;
  ymq::Connector client(context, YMQ_REQ);
  const std::string endpoint = client.bind(wildcard("inproc"));
  for (int round = 0; round < 200; ++round) {
    {
      ymq::Connector deaf(context, YMQ_REP);
      deaf.connect(endpoint);
      client.send(std::to_string(round), kPatience);
    }
    ymq::Connector server(context, YMQ_REP);
    server.connect(endpoint);
    CHECK(receive(server) == Parts{std::to_string(round)});
    server.send("yes", kPatience);
    CHECK(receive(client) == Parts{"yes"});
  }
}

TEST_CASE("what a ROUTER that closes had made up is not given to anybody") {
  const ymq::IoContext context;
  ymq::Connector client(context, YMQ_DEALER);
  const std::string endpoint = client.bind(wildcard("inproc"));
  {
    ymq::Connector deaf(context, YMQ_ROUTER);
    deaf.set(YMQ_OPTION_ROUTER_NOTIFY, YMQ_NOTICE_CONNECTED | YMQ_NOTICE_DISCONNECTED);
    deaf.connect(endpoint);
    client.send("", kPatience);
    client.send("x", kPatience);
    deaf.wait_for_events(kPatience);
  }
  ymq::Connector server(context, YMQ_ROUTER);
  server.connect(endpoint);
  CHECK(receive(server).back() == "");
  CHECK(receive(server).back() == "x");
  CHECK_FALSE(server.try_recv(milliseconds(0)));
}

}  // namespace abi
