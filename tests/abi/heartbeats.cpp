#include <signal.h>
#include <unistd.h>

#include "abi/support.h"

// Heartbeats between two connectors of libymq, and what must not be taken for death.
namespace abi {
namespace {

void set_heartbeats(ymq::Connector& connector, milliseconds interval, milliseconds timeout, milliseconds ttl = {}) {
  connector.set(YMQ_OPTION_HEARTBEAT_INTERVAL, interval.count());
  connector.set(YMQ_OPTION_HEARTBEAT_TIMEOUT, timeout.count());
  connector.set(YMQ_OPTION_HEARTBEAT_TTL, ttl.count());
}

// Watches for so long that no link of the connectors ends; false as soon as one does.
bool links_last(const std::vector<const ymq::Connector*>& connectors, milliseconds duration) {
  for (const Clock::time_point end = Clock::now() + duration; Clock::now() < end;) {
    for (const ymq::Connector* connector : connectors) {
      if (connector->stats().links_closed != 0) return false;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  return true;
}

}  // namespace

TEST_CASE("a receiver at its high-water mark is not given up, nor does it give up its sender") {
  for (const std::string transport : {"tcp", "ipc"}) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector receiver(context, YMQ_PULL);
      ymq::Connector sender(context, YMQ_PUSH);
      receiver.set(YMQ_OPTION_RECEIVE_HWM, 1);
      sender.set(YMQ_OPTION_SEND_HWM, 10);
      for (ymq::Connector* connector : {&receiver, &sender}) {
        set_heartbeats(*connector, milliseconds(50), milliseconds(500), milliseconds(1'000));
      }
      sender.connect(receiver.bind(wildcard(transport)));
      const std::string body(10'000, 'x');
      const std::size_t sent = fill(sender, body, milliseconds(200));
      INFO("sent " << sent);
      CHECK(links_last({&receiver, &sender}, milliseconds(2'000)));
      for (std::size_t i = 0; i < sent; ++i) REQUIRE(receive(receiver) == Parts{body});
      sender.send("next", kPatience);
      CHECK(receive(receiver) == Parts{"next"});
    }
  }
}

// Its timers are all late then, and the heartbeats that came meanwhile are still unread.
TEST_CASE("a process that was stopped for longer than its peers allow keeps their links") {
  if (!kChildrenMayStartThreads) YMQ_SKIP("ThreadSanitizer cannot follow a forked child that starts threads");
  const ymq::IoContext context;
  ymq::Connector bound(context, YMQ_PAIR);
  set_heartbeats(bound, milliseconds(50), milliseconds(0), milliseconds(1'000));
  const std::string endpoint = bound.bind("tcp://127.0.0.1:*");
  auto child = std::async(std::launch::async, [&] {
    return in_child([&](std::string& say) {
      const ymq::IoContext own;
      ymq::Connector stopped(own, YMQ_PAIR);
      stopped.connect(endpoint);
      stopped.send(std::to_string(getpid()), kPatience);
      // The stop itself interrupts the call.
      while (outcome_of([&] { stopped.recv(kPatience); }) == "INTERRUPTED") continue;
      const ymq_connector_stats stats = stopped.stats();
      say = std::to_string(stats.links_opened) + " opened, " + std::to_string(stats.links_closed) + " closed";
    });
  });
  const pid_t pid = std::stoi(receive(bound).at(0));
  CHECK(links_last({&bound}, milliseconds(500)));
  kill(pid, SIGSTOP);
  CHECK(links_last({&bound}, milliseconds(2'000)));
  kill(pid, SIGCONT);
  CHECK(links_last({&bound}, milliseconds(1'200)));
  bound.send("go on", kPatience);
  CHECK(child.get().said == "1 opened, 0 closed");
}

TEST_CASE("heartbeats hold for links that are made after they are set, and not in the same process") {
  const ymq::IoContext context;
  for (const std::string& transport : transports()) {
    INFO(transport);
    Pair pair(context, YMQ_PAIR, YMQ_PAIR, transport);
    set_heartbeats(pair.bound, milliseconds(1), milliseconds(1), milliseconds(1));
    CHECK(links_last({&pair.bound, &pair.connected}, kMoment));
  }
}

}  // namespace abi
