#include <cerrno>
#include <memory>

#include "conformance/harness.h"
#include "sim/backend.h"

// What only a simulated network can be told to do to streams.
namespace conformance {

namespace {

constexpr std::uint64_t kLostFrom = 100;

// Two streams of one backend; whatever is written behind the first bytes waits for so long.
struct Stalling {
  explicit Stalling(Time stall) {
    network->weather.whole = 1'000;
    network->fate = [stall] {
      sim::Fate fate;
      fate.stall_at = kLostFrom;
      fate.stall = stall;
      return fate;
    };
    pair = connect_pair(backend);
  }
  void send(Stream stream, std::size_t size) {
    const std::string bytes(size, 'x');
    const iovec all = segment(bytes);
    std::size_t sent = 0;
    REQUIRE(backend.try_send(stream, {&all, 1}, sent).ok());
    REQUIRE(sent == size);
  }

  std::shared_ptr<sim::Network> network = std::make_shared<sim::Network>(Catch::rngSeed());
  sim::Backend backend{network};
  Pair pair;
};

}  // namespace

TEST_CASE("simulated: bytes that vanish end the stream at the end that sent them, after the network timeout") {
  Stalling world(ymq::kNever);
  const Time timeout = 5 * ymq::kSecond;
  Recorder at_client(Action::kReceive, world.pair.client), at_server(Action::kReceive, world.pair.server);
  for (const Stream stream : {world.pair.client, world.pair.server}) world.backend.set_network_timeout(stream, timeout);
  world.backend.submit(at_client);
  world.backend.submit(at_server);
  world.send(world.pair.client, kLostFrom);
  wait_until(world.backend, [&] { return at_server.bytes.size() == kLostFrom; });
  const Time before = world.backend.now();
  world.send(world.pair.client, 50);
  wait_for_end(world.backend, at_client);
  CHECK(world.backend.now() == before + timeout);
  CHECK(at_client.status() == Status::kTimedOut);
  CHECK(at_client.reports.back().outcome.system_error == ETIMEDOUT);
  CHECK(world.backend.unconfirmed(world.pair.client) == 50);
  CHECK_FALSE(at_server.ended());
  world.send(world.pair.server, 1);
  wait_for_end(world.backend, at_server);
  CHECK(at_server.status() == Status::kTimedOut);
}

TEST_CASE("simulated: bytes that are late, but not too late, end nothing") {
  Stalling world(4 * ymq::kSecond);
  Recorder at_client(Action::kReceive, world.pair.client), at_server(Action::kReceive, world.pair.server);
  world.backend.set_network_timeout(world.pair.client, 5 * ymq::kSecond);
  world.backend.submit(at_client);
  world.backend.submit(at_server);
  world.send(world.pair.client, kLostFrom);
  world.send(world.pair.client, 50);
  CHECK(world.backend.unconfirmed(world.pair.client) == kLostFrom + 50);
  wait_until(world.backend, [&] { return at_server.bytes.size() == kLostFrom + 50; });
  CHECK(world.backend.unconfirmed(world.pair.client) == 0);
  std::size_t reports = 0;
  REQUIRE(world.backend.wait(world.backend.now() + 20 * ymq::kSecond, reports).ok());
  CHECK_FALSE(at_client.ended());
}

}  // namespace conformance
