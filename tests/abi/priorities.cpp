#include "abi/support.h"

// The options `send_priority` and `receive_priority`, over every transport.
namespace abi {
namespace {

template <typename Test>
void on_every_transport(const Test& test) {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {0u, 1u}) {
      DYNAMIC_SECTION(transport << ", " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        test(context, transport);
      }
    }
  }
}

void set_priority(ymq::Connector& connector, int priority) {
  connector.set(YMQ_OPTION_SEND_PRIORITY, priority);
  connector.set(YMQ_OPTION_RECEIVE_PRIORITY, priority);
}

void connect(ymq::Connector& connector, const std::string& endpoint, int priority) {
  set_priority(connector, priority);
  connector.connect(endpoint);
}

std::string bind(ymq::Connector& connector, const std::string& transport, int priority) {
  set_priority(connector, priority);
  return connector.bind(wildcard(transport));
}

void send(ymq::Connector& connector, const std::string& text) { connector.send(text, kPatience); }

std::string try_send(ymq::Connector& connector, const std::string& text) {
  return outcome_of([&] { connector.send(text, milliseconds(0)); });
}

// Until a counter is as high; asking for readiness drives a context without io threads.
void await(ymq::Connector& connector, std::uint64_t ymq_connector_stats::* field, std::uint64_t least) {
  REQUIRE(eventually([&] {
    static_cast<void>(connector.ready());
    return connector.stats().*field >= least;
  }));
}
void await_opened(ymq::Connector& connector, std::uint64_t links) {
  await(connector, &ymq_connector_stats::links_opened, links);
}
void await_closed(ymq::Connector& connector, std::uint64_t links) {
  await(connector, &ymq_connector_stats::links_closed, links);
}

struct Types {
  ymq_connector_type from, to;
};
const std::vector<Types> kBalancing{
    {YMQ_PUSH, YMQ_PULL}, {YMQ_DEALER, YMQ_DEALER}, {YMQ_SCATTER, YMQ_GATHER}, {YMQ_CLIENT, YMQ_SERVER}};

std::string body(ymq::Connector& connector) { return receive(connector).back(); }

}  // namespace

TEST_CASE("priorities are from 1 to 16, and 8 if nobody says so") {
  const ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PUSH);
  for (const ymq_option_id option : {YMQ_OPTION_SEND_PRIORITY, YMQ_OPTION_RECEIVE_PRIORITY}) {
    CHECK(connector.number(option) == 8);
    for (const int good : {1, 16}) {
      connector.set(option, good);
      CHECK(connector.number(option) == good);
    }
    for (const int bad : {0, 17, -1}) {
      CHECK(outcome_of([&] { connector.set(option, bad); }) == "INVALID_ARGUMENT");
      CHECK(contains(why([&] { connector.set(option, bad); }), "priority"));
    }
    CHECK(connector.number(option) == 16);
  }
}

TEST_CASE("messages go to the backup while the primary is away, and to the primary when it is back") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    for (const Types& types : kBalancing) {
      const std::string endpoint = free_endpoint(transport);
      ymq::Connector sender(context, types.from);
      sender.set(YMQ_OPTION_RECONNECT_INTERVAL, 1);
      ymq::Connector backup(context, types.to);
      connect(sender, backup.bind(wildcard(transport)), 2);
      connect(sender, endpoint, 1);
      await_opened(sender, 1);
      for (int i = 0; i < 3; ++i) send(sender, "early");
      for (int i = 0; i < 3; ++i) CHECK(body(backup) == "early");
      for (std::uint64_t round = 0; round < 2; ++round) {
        {
          ymq::Connector primary(context, types.to);
          bind_when_free(primary, endpoint);
          await_opened(sender, 2 + round);
          for (int i = 0; i < 3; ++i) send(sender, "primary");
          for (int i = 0; i < 3; ++i) CHECK(body(primary) == "primary");
        }
        await_closed(sender, 1 + round);
        for (int i = 0; i < 3; ++i) send(sender, "backup");
        for (int i = 0; i < 3; ++i) CHECK(body(backup) == "backup");
      }
    }
  });
}

TEST_CASE("those who come by a bound endpoint have its priority, also when they come again") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector push(context, YMQ_PUSH);
    const std::string high = bind(push, transport, 3);
    const std::string low = bind(push, transport, 12);
    ymq::Connector backup(context, YMQ_PULL);
    backup.connect(low);
    await_opened(push, 1);
    for (std::uint64_t round = 0; round < 2; ++round) {
      {
        ymq::Connector primary(context, YMQ_PULL);
        primary.connect(high);
        await_opened(push, 2 + round);
        for (int i = 0; i < 3; ++i) send(push, "primary");
        for (int i = 0; i < 3; ++i) CHECK(body(primary) == "primary");
      }
      await_closed(push, 1 + round);
      send(push, "backup");
      CHECK(body(backup) == "backup");
    }
  });
}

TEST_CASE("nobody of a lower priority gets anything while the higher ones have room") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector push(context, YMQ_PUSH);
    push.set(YMQ_OPTION_SEND_HWM, 5);
    push.set(YMQ_OPTION_LINGER, 0);
    ymq::Connector one(context, YMQ_PULL), two(context, YMQ_PULL), low(context, YMQ_PULL);
    for (ymq::Connector* pull : {&one, &two, &low}) pull->set(YMQ_OPTION_RECEIVE_HWM, 5);
    connect(push, low.bind(wildcard(transport)), 9);
    connect(push, one.bind(wildcard(transport)), 8);
    connect(push, two.bind(wildcard(transport)), 8);
    push.wait_for_peers(3, kPatience);
    for (int i = 0; i < 50; ++i) {
      send(push, "x");
      send(push, "x");
      CHECK(body(one) == "x");
      CHECK(body(two) == "x");
    }
    CHECK(low.stats().messages_waiting == 0);
    CHECK(push.stats().messages_queued == 0);
    // When those are full the lower one has its turn, and then a send waits.
    fill(push, std::string(100'000, 'y'));
    CHECK(receive(low).at(0).size() == 100'000);
  });
}

TEST_CASE("an endpoint has the priority that was set before it was made") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector push(context, YMQ_PUSH);
    ymq::Connector first(context, YMQ_PULL), second(context, YMQ_PULL);
    connect(push, first.bind(wildcard(transport)), 5);
    connect(push, second.bind(wildcard(transport)), 4);
    set_priority(push, 16);
    push.wait_for_peers(2, kPatience);
    for (int i = 0; i < 4; ++i) send(push, "x");
    for (int i = 0; i < 4; ++i) CHECK(body(second) == "x");
    CHECK(outcome_of([&] { first.recv(milliseconds(0)); }) == "AGAIN");
  });
}

TEST_CASE("without anybody linked the highest priority is queued for, and a backup that comes takes over") {
  const ymq::IoContext context;
  ymq::Connector push(context, YMQ_PUSH);
  push.set(YMQ_OPTION_RECONNECT_INTERVAL, 1);
  const std::string primary = free_endpoint("tcp"), backup = free_endpoint("tcp");
  connect(push, backup, 2);
  connect(push, primary, 1);
  send(push, "queued");
  ymq::Connector second(context, YMQ_PULL);
  bind_when_free(second, backup);
  await_opened(push, 1);
  send(push, "taken over");
  CHECK(body(second) == "taken over");
  ymq::Connector first(context, YMQ_PULL);
  bind_when_free(first, primary);
  CHECK(body(first) == "queued");
}

TEST_CASE("a send waits for those who are there rather than to be queued for one who is not") {
  const ymq::IoContext context;
  ymq::Connector push(context, YMQ_PUSH);
  push.set(YMQ_OPTION_SEND_HWM, 1);
  ymq::Connector backup(context, YMQ_PULL);
  backup.set(YMQ_OPTION_RECEIVE_HWM, 1);
  connect(push, free_endpoint("tcp"), 1);
  connect(push, backup.bind("tcp://127.0.0.1:*"), 2);
  push.wait_for_peers(1, kPatience);
  const std::size_t sent = fill(push, std::string(200'000, 'x'));
  CHECK(try_send(push, "too much") == "AGAIN");
  auto waiting = std::async(std::launch::async, [&] { push.send("waited", kPatience); });
  for (std::size_t i = 0; i < sent; ++i) CHECK(receive(backup).at(0).size() == 200'000);
  waiting.get();
  CHECK(body(backup) == "waited");
}

// In one process a queue holds exactly what its mark says.
TEST_CASE("a send that waits for the primary goes to the backup when that has come instead") {
  const ymq::IoContext context;
  ymq::Connector push(context, YMQ_PUSH);
  push.set(YMQ_OPTION_SEND_HWM, 1);
  push.set(YMQ_OPTION_LINGER, 0);
  const std::string away = free_endpoint("inproc");
  connect(push, away, 2);
  ymq::Connector primary(context, YMQ_PULL);
  primary.set(YMQ_OPTION_RECEIVE_HWM, 1);
  connect(push, primary.bind(wildcard("inproc")), 1);
  push.wait_for_peers(1, kPatience);
  CHECK(fill(push, "x") == 2);
  auto waiting = std::async(std::launch::async, [&] { push.send("waited", kPatience); });
  ymq::Connector backup(context, YMQ_PULL);
  backup.bind(away);
  waiting.get();
  CHECK(body(backup) == "waited");
  for (int i = 0; i < 2; ++i) CHECK(body(primary) == "x");
}

TEST_CASE("what came from a higher priority is received first, by whichever endpoint") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    for (const Types& types : {Types{YMQ_PUSH, YMQ_PULL}, Types{YMQ_DEALER, YMQ_ROUTER}, Types{YMQ_PUB, YMQ_SUB},
                               Types{YMQ_SCATTER, YMQ_GATHER}, Types{YMQ_CLIENT, YMQ_SERVER}}) {
      ymq::Connector receiver(context, types.to);
      if (types.to == YMQ_SUB) receiver.subscribe("");
      ymq::Connector low(context, types.from), middle(context, types.from), high(context, types.from);
      low.connect(bind(receiver, transport, 16));
      middle.connect(bind(receiver, transport, 8));
      connect(receiver, high.bind(wildcard(transport)), 1);
      await_opened(receiver, 3);
      if (types.from == YMQ_PUB) {
        for (ymq::Connector* pub : {&low, &middle, &high}) pub->wait_for_subscribers("", 1, kPatience);
      }
      for (ymq::Connector* sender : {&low, &middle, &high}) {
        for (int i = 0; i < 3; ++i) send(*sender, sender == &low ? "low" : sender == &middle ? "middle" : "high");
      }
      await(receiver, &ymq_connector_stats::messages_waiting, 9);
      for (const char* expected : {"high", "middle", "low"}) {
        for (int i = 0; i < 3; ++i) CHECK(body(receiver) == expected);
      }
    }
  });
}

// The backup answers everything, also what comes again because it was slow.
TEST_CASE("a REQ asks the primary, and after a timeout the backup") {
  on_every_transport([](const ymq::IoContext& context, const std::string& transport) {
    ymq::Connector req(context, YMQ_REQ);
    req.set(YMQ_OPTION_REQUEST_TIMEOUT, 20);
    req.set(YMQ_OPTION_REQUEST_RETRIES, 1'000'000);
    req.set(YMQ_OPTION_LINGER, 0);
    ymq::Connector silent(context, YMQ_REP), backup(context, YMQ_REP);
    connect(req, backup.bind(wildcard(transport)), 2);
    connect(req, silent.bind(wildcard(transport)), 1);
    req.wait_for_peers(2, kPatience);
    std::thread answering([&backup] {
      while (outcome_of([&] { backup.send("to " + receive(backup).at(0), kPatience); }) == "OK") {
      }
    });
    for (const char* question : {"one", "two"}) {
      send(req, question);
      CHECK(body(req) == "to " + std::string(question));
    }
    CHECK(body(silent) == "one");
    backup.close(milliseconds(0));
    answering.join();
  });
}

}  // namespace abi
