#include <climits>
#include <string>
#include <utility>
#include <vector>

#include "engine/connector.h"
#include "engine/context.h"
#include "engine/endpoints.h"
#include "session/curve_keys.h"
#include "sim/backend.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"

// The whole engine over a simulated network: contexts that nobody but the test drives, and whatever a seed brings.
using namespace ymq;
using namespace ymq::engine;
using namespace ymq::testing;

namespace {

// How many seeds are tried. ThreadSanitizer takes fifty times as long.
#if defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kSeeds = 10;
#else
constexpr std::uint64_t kSeeds = 100;
#endif

// One process: a context, and a connector in it.
class Host {
 public:
  Host(const std::shared_ptr<sim::Network>& network, ConnectorType type, std::uint64_t seed)
      : context(Context::make_over(std::make_unique<sim::Backend>(network), seed)) {
    REQUIRE(context->make_connector(type, connector) == Status::kOk);
    set(OptionId::kReconnectInterval, 2);
    set(OptionId::kReconnectIntervalMax, 20);
  }
  ~Host() { context->destroy(0); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  void set(OptionId option, std::int64_t value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    const Status status = connector->set_option(static_cast<std::int32_t>(option), bytes);
    REQUIRE(status == Status::kOk);
  }
  void set(OptionId option, std::string_view value) {
    REQUIRE(connector->set_option(static_cast<std::int32_t>(option), as_bytes(value)) == Status::kOk);
  }
  std::string bind(const std::string& endpoint) {
    std::string bound;
    REQUIRE(connector->endpoints().bind(endpoint, bound) == Status::kOk);
    return bound;
  }
  void connect(const std::string& endpoint) { REQUIRE(connector->endpoints().connect(endpoint) == Status::kOk); }

  bool send(const std::string& text) {
    struct One final : MessageSource {
      explicit One(PartView view) : view(view) {}
      MessageView next() override { return std::exchange(taken, true) ? MessageView() : MessageView(&view, 1); }
      PartView view;
      bool taken = false;
    };
    One message({as_bytes(text).data(), text.size(), nullptr});
    const std::int64_t sent = connector->send(message, 0);
    REQUIRE((sent == 1 || sent == static_cast<std::int64_t>(Status::kAgain)));
    return sent == 1;
  }
  void receive(std::vector<std::string>& texts) {
    for (;;) {
      Batch batch;
      const Status status = connector->receive(batch, 0);
      if (status != Status::kOk) return;
      for (const Part& part : batch.parts) texts.emplace_back(as_text(part.bytes()));
    }
  }
  Stats stats() {
    Stats counted;
    REQUIRE(connector->get_stats(counted) == Status::kOk);
    return counted;
  }

  std::shared_ptr<Context> context;
  std::shared_ptr<Connector> connector;
};

// A sender, a receiver, and the network between them.
class Pipeline {
 public:
  explicit Pipeline(std::uint64_t seed, bool plain_and_sealed = false) : network(std::make_shared<sim::Network>(seed)) {
    if (plain_and_sealed) seal();
    const std::string transport = network->below(2) == 0 ? "tcp://127.0.0.1:*" : "ipc:///tmp/ymq-simulated";
    receiver.set(OptionId::kReceiveHwm, static_cast<std::int64_t>(network->between(1, 100)));
    sender.set(OptionId::kSendHwm, static_cast<std::int64_t>(network->between(1, 100)));
    sender.connect(receiver.bind(transport));
  }

  // Neither acknowledges anything, and all goes by CURVE.
  void seal() {
    const std::string secret(session::kKeySize, 's');
    session::Secret key;
    session::Key shown;
    std::ranges::copy(as_bytes(secret), key.data());
    REQUIRE(session::public_key_of(key, shown));
    for (Host* host : {&sender, &receiver}) {
      host->set(OptionId::kAcknowledgedDelivery, 0);
      host->set(OptionId::kCurveSecretKey, secret);
    }
    receiver.set(OptionId::kCurveServer, 1);
    sender.set(OptionId::kCurveServerKey, as_text(shown));
    network->weather.keeps_arrived = true;
  }

  // Sends messages from `first` on, and lets time pass until `done` says so. True: it did, within a minute.
  template <typename Done>
  bool run(int first, int end, Done done) {
    const Time limit = network->now() + 60 * kSecond;
    for (int next = first; !done(); pass_time()) {
      while (next < end && network->below(3) != 0 && sender.send(text_of(next))) ++next;
      if (network->below(4) != 0) receiver.receive(received);
      if (network->now() > limit) return false;
    }
    return true;
  }
  // The first connections are refused, reset at some byte, or silent for a while.
  void make_trouble() {
    network->fate = [this] {
      sim::Fate fate;
      if (troubles_-- <= 0) return fate;
      fate.refused = network->below(4) == 0;
      if (network->below(2) == 0) fate.reset_at = network->below(60'000);
      if (network->below(4) == 0) fate.stall_at = network->below(20'000), fate.stall = 50 * kMillisecond;
      return fate;
    };
  }
  std::string text_of(int number) const {
    return std::to_string(number) + std::string(number % 7 == 0 ? 20'000 : number % 50, 'x');
  }

  std::shared_ptr<sim::Network> network;
  Host sender{network, ConnectorType::kPush, 1};
  Host receiver{network, ConnectorType::kPull, 2};
  std::vector<std::string> received;

 private:
  void pass_time() {
    sender.context->poll_if_undriven();
    receiver.context->poll_if_undriven();
    const std::lock_guard lock(network->mutex);
    network->advance(network->now() + kMillisecond);
  }

  int troubles_ = 6;
};

int number_of(const std::string& text) { return std::stoi(text); }

}  // namespace

TEST_CASE("over any network that breaks nothing all messages arrive, once and in order") {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    INFO("seed " << seed);
    Pipeline pipeline(seed);
    REQUIRE(pipeline.run(0, 300, [&] { return pipeline.received.size() == 300; }));
    for (int i = 0; i < 300; ++i) REQUIRE(pipeline.received[static_cast<std::size_t>(i)] == pipeline.text_of(i));
    CHECK(pipeline.sender.stats().messages_queued == 0);
  }
}

TEST_CASE("over a network that resets, refuses and stalls all messages arrive, once and in order") {
  std::size_t broken = 0;
  std::size_t resent = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    INFO("seed " << seed);
    Pipeline pipeline(seed);
    pipeline.make_trouble();
    REQUIRE(pipeline.run(0, 1000, [&] { return pipeline.received.size() >= 1000; }));
    REQUIRE(pipeline.received.size() == 1000);
    for (int i = 0; i < 1000; ++i) REQUIRE(pipeline.received[static_cast<std::size_t>(i)] == pipeline.text_of(i));
    REQUIRE(pipeline.run(0, 0, [&] { return pipeline.sender.stats().messages_unacknowledged == 0; }));
    const Stats stats = pipeline.sender.stats();
    CHECK(stats.messages_acknowledged == 1000);
    CHECK(stats.sessions_lost == 0);
    broken += stats.links_closed;
    resent += stats.messages_resent;
  }
  CHECK(broken > kSeeds / 2);
  CHECK(resent > 0);
}

TEST_CASE(
    "what is sealed for a peer without acknowledgements comes once and in order, and what is lost of it is counted") {
  std::size_t uncertain = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    INFO("seed " << seed);
    Pipeline pipeline(seed, true);
    pipeline.make_trouble();
    const std::string last = pipeline.text_of(999);
    const std::vector<std::string>& received = pipeline.received;
    REQUIRE(pipeline.run(0, 1000, [&] { return !received.empty() && received.back() == last; }));
    for (std::size_t i = 1; i < received.size(); ++i) {
      REQUIRE(number_of(received[i]) > number_of(received[i - 1]));
    }
    const std::uint64_t told = pipeline.sender.stats().messages_uncertain;
    CHECK(1000 - received.size() <= told);
    uncertain += told;
  }
  CHECK(uncertain > 0);
}

TEST_CASE(
    "without acknowledgements, over such a network, no message is torn, doubled or out of order, and sending goes on") {
  std::size_t broken = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    INFO("seed " << seed);
    Pipeline pipeline(seed);
    pipeline.sender.set(OptionId::kAcknowledgedDelivery, 0);
    pipeline.make_trouble();
    const auto arrived = [&] { return !pipeline.received.empty() && number_of(pipeline.received.back()) >= 999; };
    REQUIRE(pipeline.run(0, INT_MAX, arrived));
    int last = -1;
    for (const std::string& text : pipeline.received) {
      const int number = number_of(text);
      REQUIRE(number > last);
      REQUIRE(text == pipeline.text_of(number));
      last = number;
    }
    broken += pipeline.sender.stats().links_closed;
  }
  CHECK(broken > kSeeds / 2);
}

namespace {

// The first event of this kind; lets the network's time pass until it has come.
Event await_event(const std::shared_ptr<sim::Network>& network, Host& host, EventKind kind) {
  for (const Time limit = network->now() + 60 * kSecond; network->now() < limit;) {
    Event event;
    while (host.connector->take_events({&event, 1}) == 1) {
      if (event.kind == kind) return event;
    }
    host.context->poll_if_undriven();
    const std::lock_guard lock(network->mutex);
    network->advance(network->now() + kMillisecond);
  }
  FAIL("the event did not come");
  return {};
}

}  // namespace

TEST_CASE("an attempt to connect that nobody answers ends when its time is over, and is made again") {
  const auto network = std::make_shared<sim::Network>(1);
  Host server(network, ConnectorType::kPull, 1), client(network, ConnectorType::kPush, 2);
  client.set(OptionId::kConnectTimeout, 500);
  const std::string endpoint = server.bind("tcp://127.0.0.1:*");
  network->cut_off(0, network->now() + 60 * kSecond);
  client.connect(endpoint);
  const Time begun = network->now();
  const Event first = await_event(network, client, EventKind::kConnectFailed);
  CHECK(first.status == Status::kTimedOut);
  CHECK(first.time - begun >= 500 * kMillisecond);
  CHECK(first.time - begun < 520 * kMillisecond);
  const Event second = await_event(network, client, EventKind::kConnectFailed);
  CHECK(second.status == Status::kTimedOut);
  CHECK(second.time - first.time >= 500 * kMillisecond);
}
