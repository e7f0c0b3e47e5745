#include "catch.h"
#include "interop/peer.h"

namespace interop {
namespace {

// Far more than any sum of high-water marks and socket buffers holds.
constexpr std::size_t kEndless = 100'000;

Parts large_message(std::size_t index) { return small_message(index) + Parts{std::string(10'000, 'x')}; }

std::pair<std::unique_ptr<Peer>, std::unique_ptr<Peer>> make_stream(Library sender, std::int64_t hwm) {
  std::pair made(make_peer(sender, YMQ_PUSH), make_peer(other(sender), YMQ_PULL));
  made.first->set(Setting::kSendHwm, hwm);
  made.second->set(Setting::kReceiveHwm, hwm);
  made.first->connect(made.second->bind("tcp://127.0.0.1:*"));
  return made;
}

}  // namespace

TEST_CASE("a receiver that does not keep up stops the sender, and nothing is lost") {
  for (const Library sending : {Library::kYmq, Library::kZmq}) {
    DYNAMIC_SECTION(name_of(sending) << " sends") {
      const auto [sender, receiver] = make_stream(sending, 10);
      sender->send(large_message(0));
      require_same(receiver->recv(), large_message(0));
      std::size_t accepted = 1;
      while (accepted < kEndless && sender->try_send(large_message(accepted), milliseconds(200))) ++accepted;
      INFO("accepted " << accepted);
      REQUIRE(accepted > 10);
      REQUIRE(accepted < kEndless);
      for (std::size_t i = 1; i < accepted; ++i) require_same(receiver->recv(), large_message(i));
      CHECK_FALSE(receiver->try_recv(milliseconds(50)));
      sender->send(large_message(accepted));
      require_same(receiver->recv(), large_message(accepted));
    }
  }
}

TEST_CASE("a libymq sender waits for room at a libzmq peer, and goes on when there is some") {
  for (const Library sending : {Library::kYmq, Library::kZmq}) {
    DYNAMIC_SECTION(name_of(sending) << " sends") {
      const auto [sender, receiver] = make_stream(sending, 1);
      auto sent = beside([&sender = *sender] {
        for (std::size_t i = 0; i < 2'000; ++i) sender.send(large_message(i));
      });
      for (std::size_t i = 0; i < 2'000; ++i) require_same(receiver->recv(), large_message(i));
      sent.get();
    }
  }
}

TEST_CASE("a libymq PUB drops, and counts, what a libzmq subscriber that does not keep up has no room for") {
  const std::unique_ptr<Peer> publisher = make_peer(Library::kYmq, YMQ_PUB);
  const std::unique_ptr<Peer> subscriber = make_peer(Library::kZmq, YMQ_SUB);
  publisher->set(Setting::kSendHwm, 10);
  subscriber->set(Setting::kReceiveHwm, 10);
  subscriber->subscribe("");
  subscriber->connect(publisher->bind("tcp://127.0.0.1:*"));
  await_subscription(*publisher, *subscriber, "topic");
  const std::uint64_t before = publisher->connector()->stats().dropped_full;
  constexpr std::uint64_t kSent = 20'000;
  for (std::size_t i = 0; i < kSent; ++i) publisher->send(large_message(i));
  const std::uint64_t dropped = publisher->connector()->stats().dropped_full - before;
  INFO("dropped " << dropped);
  CHECK(dropped > 0);
  CHECK(dropped < kSent);
  std::size_t next = 0;
  for (std::uint64_t received = 0; received < kSent - dropped; ++received) {
    const Parts message = subscriber->recv();
    while (next < kSent && message != large_message(next)) ++next;
    REQUIRE(next < kSent);
  }
  CHECK_FALSE(subscriber->try_recv(milliseconds(50)));
}

TEST_CASE("a message above libymq's limit ends the link with a reason, and libzmq comes back") {
  const std::unique_ptr<Peer> receiver = make_peer(Library::kYmq, YMQ_PULL);
  receiver->set(Setting::kMaxMessageSize, 1'000);
  const std::string endpoint = receiver->bind("tcp://127.0.0.1:*");
  const std::unique_ptr<Peer> sender = make_peer(Library::kZmq, YMQ_PUSH);
  sender->set(Setting::kReconnectInterval, 10);
  sender->connect(endpoint);
  sender->send({std::string(900, 'a')});
  require_same(receiver->recv(), {std::string(900, 'a')});
  sender->send({std::string(1'001, 'b')});
  for (int i = 0; i < 10'000 && receiver->connector()->stats().links_opened < 2; ++i)
    receiver->try_recv(milliseconds(5));
  const ymq_connector_stats stats = receiver->connector()->stats();
  CHECK(stats.links_closed == 1);
  CHECK(stats.links_opened == 2);
  std::vector<ymq_event> ends;
  for (const ymq_event& event : receiver->connector()->take_events()) {
    if (event.kind == YMQ_EVENT_DISCONNECTED) ends.push_back(event);
  }
  REQUIRE(ends.size() == 1);
  CHECK(std::string(ymq_status_name(ends[0].status)) == "MESSAGE_TOO_LARGE");
  sender->send({"small"});
  require_same(receiver->recv(), {"small"});
}

TEST_CASE("libymq comes back to a libzmq peer that refused a message as too large") {
  const std::unique_ptr<Peer> receiver = make_peer(Library::kZmq, YMQ_PULL);
  receiver->set(Setting::kMaxMessageSize, 1'000);
  const std::string endpoint = receiver->bind("tcp://127.0.0.1:*");
  const std::unique_ptr<Peer> sender = make_peer(Library::kYmq, YMQ_PUSH);
  sender->set(Setting::kReconnectInterval, 10);
  sender->connect(endpoint);
  sender->send({std::string(1'001, 'b')});
  for (int i = 0; i < 10'000 && sender->connector()->stats().links_closed < 1; ++i) receiver->try_recv(milliseconds(5));
  REQUIRE(sender->connector()->stats().links_closed >= 1);
  sender->send({"small"});
  require_same(receiver->recv(), {"small"});
}

}  // namespace interop
