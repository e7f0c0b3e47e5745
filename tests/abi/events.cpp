#include "abi/support.h"

// Waiting for events: a monitor need not look again and again.
namespace abi {
namespace {

std::vector<std::uint32_t> kinds(ymq::Connector& connector) {
  std::vector<std::uint32_t> kinds;
  for (const ymq_event& event : connector.take_events()) kinds.push_back(event.kind);
  return kinds;
}

// Waits and takes until an event of this kind comes.
void wait_until(ymq::Connector& connector, std::uint32_t wanted) {
  for (;;) {
    REQUIRE(connector.wait_for_events(kPatience) >= 1);
    const auto all = kinds(connector);
    if (std::find(all.begin(), all.end(), wanted) != all.end()) return;
  }
}

std::vector<ymq_readied> look(ymq::Poller& poller, milliseconds timeout) {
  std::vector<ymq_readied> ready(8);
  ready.resize(poller.wait(ready, timeout));
  return ready;
}

}  // namespace

TEST_CASE("whoever waits for events is woken by each, on every transport") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::Connector client(context, YMQ_DEALER);
        const std::string endpoint = free_endpoint(transport);
        client.set(YMQ_OPTION_RECONNECT_INTERVAL, 1);
        client.connect(endpoint);
        ymq::Connector server(context, YMQ_ROUTER);
        bind_when_free(server, endpoint);
        CHECK(server.wait_for_events(milliseconds(0)) >= 1);
        wait_until(server, YMQ_EVENT_LISTENING);
        wait_until(client, YMQ_EVENT_CONNECTED);
        server.close(milliseconds(0));
        wait_until(client, YMQ_EVENT_DISCONNECTED);
      }
    }
  }
}

TEST_CASE("a failed attempt to connect wakes whoever waits for events") {
  const ymq::IoContext context;
  ymq::Connector client(context, YMQ_DEALER);
  auto waiting = std::async(std::launch::async, [&] { wait_until(client, YMQ_EVENT_CONNECT_FAILED); });
  client.connect(free_endpoint("tcp"));
  waiting.get();
}

TEST_CASE("without events a wait for them ends as any other does") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector connector(context, YMQ_PAIR);
  CHECK(outcome_of([&] { connector.wait_for_events(milliseconds(0)); }) == "AGAIN");
  CHECK(outcome_of([&] { connector.wait_for_events(kMoment); }) == "TIMED_OUT");
  CHECK(name_of(connector_wait_for_events(connector.get(), -2)) == "INVALID_ARGUMENT");
  connector.wait_for_events_async(queue, 3);
  CHECK(queue.cancel(3));
  CHECK(name_of(drain_one(queue).record.status) == "CANCELLED");
  connector.wait_for_events_async(queue, 4);
  auto waiting = std::async(std::launch::async,
                            [handle = connector.get()] { return name_of(connector_wait_for_events(handle, -1)); });
  connector.close(milliseconds(0));
  CHECK(name_of(drain_one(queue).record.status) == "CLOSED");
  const std::string result = waiting.get();
  CHECK((result == "CLOSED" || result == "INVALID_HANDLE"));
}

TEST_CASE("a completion says that there are events, at once where there are some") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector connector(context, YMQ_PULL);
  connector.wait_for_events_async(queue, 1);
  CHECK_FALSE(queue.wait(milliseconds(0)));
  connector.bind(wildcard("tcp"));
  const Drained first = drain_one(queue);
  CHECK(first.record.tag == 1);
  CHECK(first.record.kind == YMQ_COMPLETION_EVENTS);
  CHECK(first.record.count == 1);
  connector.wait_for_events_async(queue, 2);
  CHECK(drain_one(queue).record.tag == 2);
  CHECK(kinds(connector) == std::vector<std::uint32_t>{YMQ_EVENT_LISTENING});
  CHECK(outcome_of([&] { connector.wait_for_events(milliseconds(0)); }) == "AGAIN");
}

TEST_CASE("a descriptor and a poller tell of events as long as there are any") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  const int descriptor = connector.descriptor(YMQ_READY_EVENTFUL);
  ymq::Poller poller(context);
  poller.add(connector, YMQ_READY_EVENTFUL, 9);
  CHECK_FALSE(lit(descriptor));
  CHECK(look(poller, milliseconds(0)).empty());
  CHECK((connector.ready() & YMQ_READY_EVENTFUL) == 0);
  for (int round = 0; round < 3; ++round) {
    const std::string endpoint = connector.bind(wildcard("tcp"));
    CHECK(lit(descriptor, kPatience));
    for (int time = 0; time < 2; ++time) {
      const auto ready = look(poller, kPatience);
      REQUIRE(ready.size() == 1);
      CHECK(ready[0].tag == 9);
      CHECK(ready[0].ready == YMQ_READY_EVENTFUL);
    }
    CHECK((connector.ready() & YMQ_READY_EVENTFUL) != 0);
    CHECK(kinds(connector) == std::vector<std::uint32_t>{YMQ_EVENT_LISTENING});
    CHECK(goes_out(descriptor));
    CHECK(eventually([&] { return look(poller, milliseconds(0)).empty(); }));
    connector.unbind(endpoint);
    CHECK(lit(descriptor, kPatience));
    CHECK(kinds(connector) == std::vector<std::uint32_t>{YMQ_EVENT_CLOSED});
  }
}

TEST_CASE("a descriptor is not asked for events") {
  const ymq::IoContext context;
  ymq::Poller poller(context);
  CHECK(name_of(poller_add_descriptor(poller.get(), 0, YMQ_READY_EVENTFUL, 1)) == "INVALID_ARGUMENT");
}

TEST_CASE("many threads may wait for events, and each event is taken once") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PULL);
  constexpr int kEndpoints = 200;
  std::atomic<int> taken = 0;
  std::vector<std::future<void>> watchers;
  for (int i = 0; i < 4; ++i) {
    watchers.push_back(std::async(std::launch::async, [&] {
      while (outcome_of([&] { connector.wait_for_events(); }) == "OK") {
        ymq_event event{};
        const std::int32_t count = connector_take_events(connector.get(), &event, 1);
        if (count > 0) taken += count;
      }
    }));
  }
  for (int i = 0; i < kEndpoints; ++i) connector.bind(wildcard("inproc"));
  REQUIRE(eventually([&] { return taken == kEndpoints; }));
  const ymq_connector handle = connector.get();
  CHECK(connector_destroy(handle, 0, nullptr) == YMQ_OK);
  for (auto& watcher : watchers) watcher.get();
}

}  // namespace abi
