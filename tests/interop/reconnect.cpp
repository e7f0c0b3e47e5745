#include "catch.h"
#include "interop/peer.h"

namespace interop {
namespace {

// A PUSH that connects and a PULL that binds, of different libraries, at an endpoint known beforehand.
template <typename Test>
void with_both_sides(const Test& test) {
  for (const Library connecting : {Library::kYmq, Library::kZmq}) {
    for (const char* transport : {"tcp", "ipc"}) {
      DYNAMIC_SECTION(name_of(connecting) << " connects over " << transport) {
        test(connecting, free_endpoint(transport));
      }
    }
  }
}

std::unique_ptr<Peer> make_pusher(Library library, const std::string& endpoint) {
  std::unique_ptr<Peer> pusher = make_peer(library, YMQ_PUSH);
  pusher->set(Setting::kReconnectInterval, 10);
  pusher->connect(endpoint);
  return pusher;
}

std::unique_ptr<Peer> make_puller(Library library, const std::string& endpoint) {
  std::unique_ptr<Peer> puller = make_peer(library, YMQ_PULL);
  puller->bind(endpoint);
  return puller;
}

// Sends numbered messages until one arrives: what is written to a connection that is about to break may be lost, but
// the order holds and the stream goes on. Returns the number of the one that arrived.
std::size_t push_until_received(Peer& pusher, Peer& puller, std::size_t from) {
  for (std::size_t number = from; number < from + 100'000; ++number) {
    pusher.send(small_message(number));
    if (const std::optional<Parts> received = puller.try_recv(milliseconds(10))) {
      for (std::size_t candidate = from; candidate <= number; ++candidate) {
        if (*received == small_message(candidate)) return candidate;
      }
      throw std::runtime_error("an unexpected message: " + describe(*received));
    }
  }
  throw std::runtime_error("no message arrived");
}

}  // namespace

TEST_CASE("what is sent before anybody is bound arrives once somebody is") {
  with_both_sides([](Library connecting, const std::string& endpoint) {
    const std::unique_ptr<Peer> pusher = make_pusher(connecting, endpoint);
    for (std::size_t i = 0; i < 100; ++i) pusher->send(small_message(i));
    const std::unique_ptr<Peer> puller = make_puller(other(connecting), endpoint);
    for (std::size_t i = 0; i < 100; ++i) require_same(puller->recv(), small_message(i));
  });
}

TEST_CASE("a connecting peer finds the successor of the one that was bound") {
  with_both_sides([](Library connecting, const std::string& endpoint) {
    const std::unique_ptr<Peer> pusher = make_pusher(connecting, endpoint);
    std::size_t next = 0;
    for (int generation = 0; generation < 5; ++generation) {
      const std::unique_ptr<Peer> puller = make_puller(other(connecting), endpoint);
      next = 1 + push_until_received(*pusher, *puller, next);
      while (puller->try_recv(milliseconds(0))) ++next;
      next += 1000;
    }
  });
}

// Only with libymq on the bound side: libzmq ends the connections of an endpoint when it is unbound.
TEST_CASE("a bound libymq peer takes new connections after unbinding and binding again, and keeps the old ones") {
  for (const char* transport : {"tcp", "ipc"}) {
    DYNAMIC_SECTION(transport) {
      const std::string endpoint = free_endpoint(transport);
      const std::unique_ptr<Peer> puller = make_puller(Library::kYmq, endpoint);
      const std::unique_ptr<Peer> early = make_pusher(Library::kZmq, endpoint);
      early->send({"early"});
      require_same(puller->recv(), {"early"});
      puller->unbind(endpoint);
      early->send({"still there"});
      require_same(puller->recv(), {"still there"});
      const std::unique_ptr<Peer> late = make_pusher(Library::kZmq, endpoint);
      late->send({"late"});
      puller->bind(endpoint);
      require_same(puller->recv(), {"late"});
      early->send({"early again"});
      require_same(puller->recv(), {"early again"});
    }
  }
}

TEST_CASE("a disconnected peer gets nothing more, and may connect again") {
  with_both_sides([](Library connecting, const std::string& endpoint) {
    const std::unique_ptr<Peer> puller = make_puller(other(connecting), endpoint);
    const std::unique_ptr<Peer> pusher = make_pusher(connecting, endpoint);
    pusher->send({"before"});
    require_same(puller->recv(), {"before"});
    pusher->disconnect(endpoint);
    CHECK_FALSE(pusher->try_send({"to nobody"}, milliseconds(50)));
    pusher->connect(endpoint);
    pusher->send({"after"});
    require_same(puller->recv(), {"after"});
  });
}

TEST_CASE("what was accepted before a close arrives") {
  with_both_sides([](Library connecting, const std::string& endpoint) {
    const std::unique_ptr<Peer> puller = make_puller(other(connecting), endpoint);
    puller->set(Setting::kReceiveHwm, 0);
    auto sending = beside([&] {
      const std::unique_ptr<Peer> pusher = make_pusher(connecting, endpoint);
      for (std::size_t i = 0; i < 1000; ++i) pusher->send(small_message(i) + Parts{std::string(1000, 'x')});
      pusher->close();
    });
    for (std::size_t i = 0; i < 1000; ++i) {
      require_same(puller->recv(), small_message(i) + Parts{std::string(1000, 'x')});
    }
    sending.get();
  });
}

TEST_CASE("many libzmq peers come and go at one libymq PULL") {
  const std::unique_ptr<Peer> puller = make_peer(Library::kYmq, YMQ_PULL);
  const std::string endpoint = puller->bind("tcp://127.0.0.1:*");
  for (std::size_t i = 0; i < 100; ++i) {
    const std::unique_ptr<Peer> pusher = make_pusher(Library::kZmq, endpoint);
    pusher->send(small_message(i));
    require_same(puller->recv(), small_message(i));
  }
  CHECK(puller->connector()->stats().links_opened == 100);
}

}  // namespace interop
