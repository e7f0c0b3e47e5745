#include <map>
#include <memory>

#include "abi/support.h"

namespace abi {
namespace {

// A connector that is bound, and one that is connected to it.
std::unique_ptr<ymq::Connector> connected(const ymq::IoContext& context, ymq_connector_type type,
                                          const std::string& endpoint) {
  auto connector = std::make_unique<ymq::Connector>(context, type);
  connector->connect(endpoint);
  return connector;
}

// A proxy between two connectors that are bound, with one peer connected to each.
struct Relay {
  Relay(const ymq::IoContext& context, ymq_connector_type front_type, ymq_connector_type back_type,
        ymq_connector_type source_type, ymq_connector_type sink_type, const std::string& transport = "inproc")
      : front(context, front_type), back(context, back_type), source(context, source_type), sink(context, sink_type) {
    source.connect(front.bind(wildcard(transport)));
    sink.connect(back.bind(wildcard(transport)));
  }
  ymq::Connector front;
  ymq::Connector back;
  ymq::Connector source;
  ymq::Connector sink;
};

struct Streamer : Relay {
  explicit Streamer(const ymq::IoContext& context, const std::string& transport = "inproc")
      : Relay(context, YMQ_PULL, YMQ_PUSH, YMQ_PUSH, YMQ_PULL, transport) {}
};

// A streamer whose back has nobody to send to, and little room.
struct BlockedStreamer {
  explicit BlockedStreamer(const ymq::IoContext& context)
      : front(context, YMQ_PULL),
        back(context, YMQ_PUSH),
        source(context, YMQ_PUSH),
        endpoint(free_endpoint("inproc")) {
    for (ymq::Connector* each : {&front, &back, &source}) {
      each->set(YMQ_OPTION_SEND_HWM, 4);
      each->set(YMQ_OPTION_RECEIVE_HWM, 4);
    }
    source.connect(front.bind(wildcard("tcp")));
    back.connect(endpoint);
  }
  ymq::Connector front;
  ymq::Connector back;
  ymq::Connector source;
  const std::string endpoint;  // Where the back would find somebody.
};

// Sends numbers from `first` on until there is no room for kMoment; the number behind the last.
int fill_with_numbers(ymq::Connector& connector, int first, const std::string& padding) {
  while (connector.try_send(message_of({std::to_string(first), padding}), kMoment)) ++first;
  return first;
}

// That exactly these numbers come, in order.
void expect_numbers(ymq::Connector& connector, int first, int end) {
  for (int i = first; i < end; ++i) REQUIRE(receive(connector).at(0) == std::to_string(i));
}

std::string outcome_of_init(const ymq::Connector& front, const ymq::Connector& back, ymq_connector capture = 0) {
  ymq_proxy proxy = 1;
  const std::int32_t status = proxy_init(front.get(), back.get(), capture, &proxy);
  CHECK((status == YMQ_OK) == (proxy != 0));
  if (proxy != 0) proxy_destroy(proxy);
  return name_of(status);
}

}  // namespace

TEST_CASE("a proxy of ROUTER and DEALER shares the requests of many among many workers") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::Connector front(context, YMQ_ROUTER);
        ymq::Connector back(context, YMQ_DEALER);
        const std::string clients = front.bind(wildcard(transport));
        const std::string servers = back.bind(wildcard(transport));
        ymq::Proxy proxy(front, back);
        std::vector<std::unique_ptr<ymq::Connector>> workers;
        std::vector<std::future<int>> working;
        for (int i = 0; i < 3; ++i) {
          workers.push_back(connected(context, YMQ_REP, servers));
          working.push_back(std::async(std::launch::async, [worker = workers.back().get()] {
            int served = 0;
            for (Parts parts = receive(*worker); parts.at(0) != "stop"; parts = receive(*worker), ++served)
              worker->send("re: " + parts.at(0), kPatience);
            worker->send("stopped", kPatience);
            return served;
          }));
        }
        REQUIRE(eventually([&] { return back.stats().peers == 3; }));
        std::vector<std::future<bool>> asking;
        for (int i = 0; i < 4; ++i) {
          asking.push_back(std::async(std::launch::async, [&, i] {
            const auto client = connected(context, YMQ_REQ, clients);
            for (int k = 0; k < 30; ++k) {
              const std::string question = std::to_string(i) + "." + std::to_string(k);
              client->send(question, kPatience);
              if (receive(*client) != Parts{"re: " + question}) return false;
            }
            return true;
          }));
        }
        for (auto& each : asking) CHECK(each.get());
        const auto client = connected(context, YMQ_REQ, clients);
        for (int i = 0; i < 3; ++i) {
          client->send("stop", kPatience);
          CHECK(receive(*client) == Parts{"stopped"});
        }
        int served = 0;
        for (auto& each : working) served += each.get();
        CHECK(served == 4 * 30);
        CHECK(eventually([&] { return proxy.stats().messages_to_front == 4 * 30 + 3; }));
        CHECK(proxy.stats().messages_to_back == 4 * 30 + 3);
        CHECK(proxy.stats().dropped == 0);
      }
    }
  }
}

TEST_CASE("a proxy of PULL and PUSH forwards everything, once and in order") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context(2);
      Streamer streamer(context, transport);
      ymq::Proxy proxy(streamer.front, streamer.back);
      constexpr int kCount = 20'000;
      auto sending = std::async(std::launch::async, [&] {
        for (int i = 0; i < kCount; ++i) streamer.source.send(message_of({std::to_string(i), "", "tail"}), kPatience);
      });
      for (int i = 0; i < kCount; ++i) REQUIRE(receive(streamer.sink) == Parts{std::to_string(i), "", "tail"});
      sending.get();
      CHECK(eventually([&] { return proxy.stats().messages_to_back == kCount; }));
      const ymq_proxy_stats stats = proxy.stats();
      CHECK(stats.bytes_to_back == streamer.front.stats().bytes_received);
      CHECK(stats.messages_to_front == 0);
      CHECK(stats.paused == 0);
    }
  }
}

TEST_CASE("a proxy of two PAIRs forwards both ways at once") {
  const ymq::IoContext context(2);
  Relay relay(context, YMQ_PAIR, YMQ_PAIR, YMQ_PAIR, YMQ_PAIR, "tcp");
  const ymq::Proxy proxy(relay.front, relay.back);
  constexpr int kCount = 5'000;
  const auto send_all = [](ymq::Connector& connector) {
    for (int i = 0; i < kCount; ++i) connector.send(std::to_string(i), kPatience);
  };
  auto there = std::async(std::launch::async, [&] { send_all(relay.source); });
  auto back = std::async(std::launch::async, [&] { send_all(relay.sink); });
  expect_numbers(relay.sink, 0, kCount);
  expect_numbers(relay.source, 0, kCount);
  there.get();
  back.get();
  CHECK(eventually([&] { return proxy.stats().messages_to_back == kCount; }));
  CHECK(eventually([&] { return proxy.stats().messages_to_front == kCount; }));
}

TEST_CASE("a capture is sent a copy of what goes either way") {
  const ymq::IoContext context;
  Relay relay(context, YMQ_PAIR, YMQ_PAIR, YMQ_PAIR, YMQ_PAIR);
  Pair capture(context, YMQ_PUSH, YMQ_PULL, "inproc");
  const ymq::Proxy proxy(relay.front, relay.back, capture.bound);
  relay.source.send(message_of({"there", "x"}), kPatience);
  CHECK(receive(relay.sink) == Parts{"there", "x"});
  CHECK(receive(capture.connected) == Parts{"there", "x"});
  relay.sink.send("back", kPatience);
  CHECK(receive(relay.source) == Parts{"back"});
  CHECK(receive(capture.connected) == Parts{"back"});
  CHECK(proxy.stats().capture_dropped == 0);
}

TEST_CASE("a capture that has no room, or is closed, delays nothing") {
  const ymq::IoContext context;
  Streamer streamer(context);
  ymq::Connector capture(context, YMQ_PUSH);
  capture.set(YMQ_OPTION_SEND_HWM, 10);
  capture.connect(free_endpoint("inproc"));
  const ymq::Proxy proxy(streamer.front, streamer.back, capture);
  for (int i = 0; i < 100; ++i) streamer.source.send(std::to_string(i), kPatience);
  expect_numbers(streamer.sink, 0, 100);
  CHECK(eventually([&] { return proxy.stats().capture_dropped == 90; }));
  capture.close(milliseconds(0));
  streamer.source.send("100", kPatience);
  expect_numbers(streamer.sink, 100, 101);
  CHECK(eventually([&] { return proxy.stats().capture_dropped == 91; }));
}

TEST_CASE("where the back has no room the front's senders have none either, and nothing is lost") {
  const ymq::IoContext context;
  BlockedStreamer streamer(context);
  ymq::Proxy proxy(streamer.front, streamer.back);
  const std::string padding(1'000'000, 'x');
  const int sent = fill_with_numbers(streamer.source, 0, padding);
  INFO(sent << " were accepted");
  CHECK(eventually([&] { return proxy.stats().messages_to_back == 4; }));
  CHECK_FALSE(streamer.source.try_send("no room"));
  ymq::Connector sink(context, YMQ_PULL);
  sink.bind(streamer.endpoint);
  expect_numbers(sink, 0, sent);
  streamer.source.send("again", kPatience);
  CHECK(receive(sink) == Parts{"again"});
  CHECK(proxy.stats().dropped == 0);
}

TEST_CASE("a paused proxy takes nothing, and goes on where it was") {
  const ymq::IoContext context;
  Streamer streamer(context);
  ymq::Proxy proxy(streamer.front, streamer.back);
  streamer.source.send("0", kPatience);
  expect_numbers(streamer.sink, 0, 1);
  REQUIRE(eventually([&] { return proxy.stats().messages_to_back == 1; }));
  std::async(std::launch::async, [&] { proxy.pause(); }).get();
  CHECK(proxy.stats().paused == 1);
  for (int i = 1; i < 10; ++i) streamer.source.send(std::to_string(i), kPatience);
  CHECK_FALSE(streamer.sink.try_recv(kMoment));
  CHECK(eventually([&] { return streamer.front.stats().messages_waiting == 9; }));
  proxy.pause();
  std::async(std::launch::async, [&] { proxy.resume(); }).get();
  expect_numbers(streamer.sink, 1, 10);
  CHECK(proxy.stats().paused == 0);
}

TEST_CASE("pausing and resuming in the midst of it loses nothing and doubles nothing") {
  const ymq::IoContext context;
  Streamer streamer(context, "tcp");
  ymq::Proxy proxy(streamer.front, streamer.back);
  std::atomic<bool> done = false;
  auto pausing = std::async(std::launch::async, [&] {
    while (!done) proxy.pause(), proxy.stats(), proxy.resume();
  });
  auto sending = std::async(std::launch::async, [&] {
    for (int i = 0; i < 5'000; ++i) streamer.source.send(std::to_string(i), kPatience);
  });
  expect_numbers(streamer.sink, 0, 5'000);
  sending.get();
  done = true;
  pausing.get();
}

TEST_CASE("a destroyed proxy gives back what it has taken, and the connectors stay open") {
  const ymq::IoContext context;
  BlockedStreamer streamer(context);
  ymq::Proxy proxy(streamer.front, streamer.back);
  const int sent = fill_with_numbers(streamer.source, 0, std::string(100'000, 'x'));
  const auto began = Clock::now();
  proxy.close();
  CHECK(Clock::now() - began < kPatience / 10);
  expect_numbers(streamer.front, 4, sent);
  ymq::Connector sink(context, YMQ_PULL);
  sink.bind(streamer.endpoint);
  expect_numbers(sink, 0, 4);
  const ymq::Proxy second(streamer.front, streamer.back);
  streamer.source.send("through the second", kPatience);
  CHECK(receive(sink) == Parts{"through the second"});
}

TEST_CASE("destroying proxies while messages come loses nothing and doubles nothing") {
  const ymq::IoContext context;
  Streamer streamer(context, "tcp");
  constexpr int kCount = 5'000;
  auto sending = std::async(std::launch::async, [&] {
    for (int i = 0; i < kCount; ++i) streamer.source.send(std::to_string(i), kPatience);
  });
  std::atomic<bool> done = false;
  auto forwarding = std::async(std::launch::async, [&] {
    while (!done) ymq::Proxy(streamer.front, streamer.back).wait(milliseconds(1));
  });
  expect_numbers(streamer.sink, 0, kCount);
  done = true;
  sending.get();
  forwarding.get();
}

TEST_CASE("a proxy ends when one of its connectors is closed, and what it had taken goes back to the other") {
  const ymq::IoContext context;
  BlockedStreamer streamer(context);
  ymq::Proxy proxy(streamer.front, streamer.back);
  const int sent = fill_with_numbers(streamer.source, 0, "");
  CHECK(name_of(proxy_wait(proxy.get(), 0)) == "AGAIN");
  CHECK(name_of(proxy_wait(proxy.get(), kMoment.count())) == "TIMED_OUT");
  auto waiting = std::async(std::launch::async, [&] { return proxy.wait(kPatience); });
  streamer.back.close(milliseconds(0));
  CHECK(waiting.get());
  CHECK(proxy.wait(milliseconds(0)));
  CHECK(outcome_of([&] { proxy.pause(); }) == "CLOSED");
  CHECK(outcome_of([&] { proxy.resume(); }) == "CLOSED");
  CHECK(proxy.stats().messages_to_back == 4);
  expect_numbers(streamer.front, 4, sent);
}

TEST_CASE("a proxy that waits for room ends with the connector that it took from") {
  const ymq::IoContext context;
  BlockedStreamer streamer(context);
  ymq::Proxy proxy(streamer.front, streamer.back);
  fill_with_numbers(streamer.source, 0, "");
  streamer.front.close(milliseconds(0));
  CHECK(proxy.wait(kPatience));
}

TEST_CASE("a proxy that is idle or paused ends with either connector, with and without io threads") {
  for (const std::uint32_t io_threads : {0u, 1u}) {
    for (const auto& [closes_front, pauses] : {std::pair(true, false), {false, false}, {true, true}, {false, true}}) {
      const ymq::IoContext context(io_threads);
      Relay relay(context, YMQ_ROUTER, YMQ_DEALER, YMQ_DEALER, YMQ_DEALER);
      ymq::Proxy proxy(relay.front, relay.back);
      if (pauses) proxy.pause();
      (closes_front ? relay.front : relay.back).close(milliseconds(0));
      CHECK(proxy.wait(kPatience));
    }
  }
}

TEST_CASE("destroying a proxy ends the waits for it") {
  const ymq::IoContext context;
  Streamer streamer(context);
  for (int round = 0; round < 50; ++round) {
    ymq::Proxy proxy(streamer.front, streamer.back);
    const ymq_proxy handle = proxy.get();
    auto waiting = std::async(std::launch::async, [handle] { return name_of(proxy_wait(handle, -1)); });
    proxy.close();
    const std::string result = waiting.get();
    INFO(result);
    CHECK((result == "CLOSED" || result == "INVALID_HANDLE"));
  }
}

TEST_CASE("the end of a proxy comes as a completion, for each who asked, and at once where it has ended") {
  const ymq::IoContext context;
  Streamer streamer(context);
  ymq::CompletionQueue queue(context);
  ymq::Proxy proxy(streamer.front, streamer.back);
  for (const std::uint64_t tag : {1, 2, 3}) proxy.wait_async(queue, tag);
  queue.cancel(2);
  CHECK(drain_one(queue).record.tag == 2);
  CHECK(name_of(completion_queue_cancel(queue.get(), 2)) == "NOT_FOUND");
  proxy.pause();  // It goes on.
  streamer.front.close(milliseconds(0));
  for (const Drained& each : drain(queue, 2)) {
    CHECK(each.record.kind == YMQ_COMPLETION_PROXY);
    CHECK(each.record.status == YMQ_OK);
    CHECK(each.record.tag % 2 == 1);
  }
  proxy.wait_async(queue, 4);
  CHECK(drain_one(queue).record.tag == 4);
}

TEST_CASE("a proxy that is destroyed, or whose context is, ends asynchronous waits with CLOSED") {
  const ymq::IoContext other;
  ymq::CompletionQueue elsewhere(other);
  ymq::IoContext context;
  Streamer streamer(context);
  ymq::CompletionQueue queue(context);
  ymq::Proxy destroyed(streamer.front, streamer.back);
  destroyed.wait_async(queue, 1);
  {
    const ymq::CompletionQueue gone(context);
    destroyed.wait_async(gone, 2);
  }
  destroyed.close();
  CHECK(name_of(drain_one(queue).record.status) == "CLOSED");
  Streamer more(context);
  const ymq::Proxy left(more.front, more.back);
  CHECK(proxy_wait_async(left.get(), elsewhere.get(), 3) == YMQ_OK);
  context.close(milliseconds(0));
  const ymq_completion ended = drain_one(elsewhere).record;
  CHECK(ended.tag == 3);
  CHECK((ended.status == YMQ_OK || ended.status == YMQ_CLOSED));
}

TEST_CASE("a context that is destroyed ends its proxies") {
  for (const std::uint32_t io_threads : {0u, 1u, 2u}) {
    const std::size_t threads = count_entries("/proc/self/task");
    ymq::IoContext context(io_threads);
    BlockedStreamer streamer(context);
    ymq::Proxy busy(streamer.front, streamer.back);
    fill_with_numbers(streamer.source, 0, "");
    Streamer idle(context, "tcp");
    ymq::Proxy paused(idle.front, idle.back);
    paused.pause();
    context.close(milliseconds(0));
    CHECK(name_of(proxy_wait(busy.get(), 0)) == "INVALID_HANDLE");
    CHECK(name_of(proxy_destroy(paused.get())) == "INVALID_HANDLE");
    CHECK(eventually([&] { return count_entries("/proc/self/task") <= threads; }));
  }
}

TEST_CASE("a thousand proxies leave no thread and no descriptor behind") {
  const ymq::IoContext context;
  Relay relay(context, YMQ_ROUTER, YMQ_DEALER, YMQ_DEALER, YMQ_DEALER);
  ymq::Proxy(relay.front, relay.back).close();
  const std::size_t threads = count_entries("/proc/self/task");
  const std::size_t descriptors = count_entries("/proc/self/fd");
  for (int round = 0; round < 1'000; ++round) {
    ymq::Proxy proxy(relay.front, relay.back);
    if (round % 3 == 0) proxy.pause();
  }
  CHECK(eventually([&] { return count_entries("/proc/self/task") == threads; }));
  CHECK(count_entries("/proc/self/fd") == descriptors);
}

TEST_CASE("large parts go through a proxy without being copied") {
  const ymq::IoContext context;
  Streamer streamer(context);
  Pair capture(context, YMQ_PUSH, YMQ_PULL, "inproc");
  const ymq::Proxy proxy(streamer.front, streamer.back, capture.bound);
  ymq::Message message = message_of({"head", std::string(1 << 20, 'x')});
  const std::byte* const sent = message[1].data();
  streamer.source.send(std::move(message), kPatience);
  CHECK(streamer.sink.recv(kPatience)[1].data() == sent);
  CHECK(capture.connected.recv(kPatience)[1].data() == sent);
}

TEST_CASE("a message that nobody can have is dropped, and the next goes on") {
  const ymq::IoContext context;
  ymq::Connector front(context, YMQ_ROUTER);
  front.set(YMQ_OPTION_ROUTER_MANDATORY, 1);
  ymq::Connector back(context, YMQ_PULL);
  ymq::Connector receiver(context, YMQ_DEALER);
  receiver.set(YMQ_OPTION_IDENTITY, "somebody");
  receiver.connect(front.bind(wildcard("inproc")));
  ymq::Connector sender(context, YMQ_PUSH);
  sender.connect(back.bind(wildcard("inproc")));
  REQUIRE(eventually([&] { return front.stats().peers == 1 && back.stats().peers == 1; }));
  ymq::Proxy proxy(front, back);
  proxy.pause();
  for (const char* text : {"0", "1", "2"}) {
    sender.send(message_of({"nobody", text}), kPatience);
    sender.send("of one part", kPatience);
    sender.send(message_of({"somebody", text}), kPatience);
  }
  proxy.resume();
  expect_numbers(receiver, 0, 3);
  CHECK(eventually([&] { return proxy.stats().dropped == 6; }));
  CHECK(eventually([&] { return proxy.stats().messages_to_front == 3; }));
  CHECK(proxy.stats().messages_to_back == 0);
}

TEST_CASE("those who sent a message hear of it once the other side has accepted it") {
  const ymq::IoContext context;
  BlockedStreamer streamer(context);
  streamer.front.set(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT, 1);
  const ymq::Proxy proxy(streamer.front, streamer.back);
  for (int i = 0; i < 6; ++i) streamer.source.send(std::to_string(i), kPatience);
  CHECK(eventually([&] { return streamer.source.stats().messages_acknowledged == 4; }));
  std::this_thread::sleep_for(kMoment);
  CHECK(streamer.source.stats().messages_acknowledged == 4);
  ymq::Connector sink(context, YMQ_PULL);
  sink.bind(streamer.endpoint);
  expect_numbers(sink, 0, 6);
  CHECK(eventually([&] { return streamer.source.stats().messages_acknowledged == 6; }));
}

TEST_CASE("a proxy refuses connectors that it cannot forward between") {
  const ymq::IoContext context;
  const ymq::IoContext other_context;
  const ymq::Connector router(context, YMQ_ROUTER);
  const ymq::Connector dealer(context, YMQ_DEALER);
  const ymq::Connector foreign(other_context, YMQ_DEALER);
  const ymq::Connector pull(context, YMQ_PULL);
  const ymq::Connector other_pull(context, YMQ_PULL);
  const ymq::Connector req(context, YMQ_REQ);
  const ymq::Connector rep(context, YMQ_REP);
  CHECK(outcome_of_init(router, dealer) == "OK");
  CHECK(outcome_of_init(router, router) == "INVALID_ARGUMENT");
  CHECK(outcome_of_init(router, foreign) == "INVALID_ARGUMENT");
  CHECK(outcome_of_init(router, dealer, dealer.get()) == "INVALID_ARGUMENT");
  CHECK(outcome_of_init(router, dealer, foreign.get()) == "INVALID_ARGUMENT");
  CHECK(outcome_of_init(router, dealer, pull.get()) == "NOT_SUPPORTED");
  CHECK(outcome_of_init(router, dealer, rep.get()) == "NOT_SUPPORTED");
  CHECK(outcome_of_init(rep, dealer) == "NOT_SUPPORTED");
  CHECK(outcome_of_init(router, req) == "NOT_SUPPORTED");
  CHECK(outcome_of_init(pull, other_pull) == "NOT_SUPPORTED");
  CHECK(outcome_of_init(router, dealer, context.get()) == "INVALID_HANDLE");
  CHECK(name_of(proxy_init(router.get(), dealer.get(), 0, nullptr)) == "INVALID_ARGUMENT");
}

TEST_CASE("the calls of a proxy check what they are given") {
  const ymq::IoContext context;
  const ymq::Connector router(context, YMQ_ROUTER);
  const ymq::Connector dealer(context, YMQ_DEALER);
  const ymq::Proxy proxy(router, dealer);
  CHECK(name_of(proxy_wait(proxy.get(), -2)) == "INVALID_ARGUMENT");
  CHECK(name_of(proxy_get_stats(proxy.get(), nullptr)) == "INVALID_ARGUMENT");
  ymq_proxy_stats stats{};
  CHECK(name_of(proxy_get_stats(proxy.get(), &stats)) == "INVALID_ARGUMENT");
  stats.size = 8;
  stats.messages_to_back = 77;
  CHECK(name_of(proxy_get_stats(proxy.get(), &stats)) == "OK");
  CHECK(stats.messages_to_back == 77);
  CHECK(name_of(proxy_pause(dealer.get())) == "INVALID_HANDLE");
  CHECK(name_of(proxy_destroy(0)) == "INVALID_HANDLE");
}

}  // namespace abi
