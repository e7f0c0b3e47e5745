#include <algorithm>
#include <map>
#include <set>

#include "catch.h"
#include "interop/peer.h"

namespace interop {
namespace {

template <typename Test>
void with_router_of_each(const Test& test) {
  for (const Library router : {Library::kYmq, Library::kZmq}) {
    DYNAMIC_SECTION(name_of(router) << " has the ROUTER") { test(router); }
  }
}

std::unique_ptr<Peer> make_named(Library library, ymq_connector_type type, const std::string& name,
                                 const std::string& endpoint) {
  std::unique_ptr<Peer> peer = make_peer(library, type);
  peer->set_identity(name);
  peer->connect(endpoint);
  return peer;
}

}  // namespace

TEST_CASE("a ROUTER names each peer as it calls itself, and answers the one it names") {
  with_router_of_each([](Library library) {
    const std::unique_ptr<Peer> router = make_peer(library, YMQ_ROUTER);
    const std::string endpoint = router->bind("tcp://127.0.0.1:*");
    std::map<std::string, std::unique_ptr<Peer>> dealers;
    for (const std::string& name : {std::string("a"), std::string("b\0c", 3), std::string(255, 'n')}) {
      dealers[name] = make_named(other(library), YMQ_DEALER, name, endpoint);
      dealers[name]->send({"from", name});
    }
    for (std::size_t i = 0; i < dealers.size(); ++i) {
      const Parts received = router->recv();
      REQUIRE(received.size() == 3);
      require_same(received, {received[2], "from", received[2]});
      router->send({received[0], "to", received[0]});
    }
    for (auto& [name, dealer] : dealers) require_same(dealer->recv(), {"to", name});
  });
}

TEST_CASE("a ROUTER makes up different names for peers that have none") {
  with_router_of_each([](Library library) {
    const std::unique_ptr<Peer> router = make_peer(library, YMQ_ROUTER);
    const std::string endpoint = router->bind("tcp://127.0.0.1:*");
    std::vector<std::unique_ptr<Peer>> dealers;
    std::set<std::string> names;
    for (int i = 0; i < 5; ++i) {
      dealers.push_back(make_peer(other(library), YMQ_DEALER));
      dealers.back()->connect(endpoint);
      dealers.back()->send({std::to_string(i)});
      const Parts received = router->recv();
      REQUIRE(received.size() == 2);
      CHECK(received[0].size() == 5);
      CHECK(received[0][0] == '\0');
      names.insert(received[0]);
      router->send({received[0], "for", received[1]});
    }
    CHECK(names.size() == 5);
    for (int i = 0; i < 5; ++i) require_same(dealers[static_cast<std::size_t>(i)]->recv(), {"for", std::to_string(i)});
  });
}

TEST_CASE("a ROUTER serves REQ clients of the other library side by side") {
  with_router_of_each([](Library library) {
    const std::unique_ptr<Peer> router = make_peer(library, YMQ_ROUTER);
    const std::string endpoint = router->bind("tcp://127.0.0.1:*");
    std::vector<std::unique_ptr<Peer>> clients;
    for (int i = 0; i < 5; ++i) {
      clients.push_back(make_peer(other(library), YMQ_REQ));
      clients.back()->connect(endpoint);
      clients.back()->send({"request " + std::to_string(i)});
    }
    for (int i = 0; i < 5; ++i) {
      Parts received = router->recv();
      REQUIRE(received.size() == 3);
      received[2] = "reply to " + received[2];
      router->send(received);
    }
    for (int i = 0; i < 5; ++i) {
      require_same(clients[static_cast<std::size_t>(i)]->recv(), {"reply to request " + std::to_string(i)});
    }
  });
}

TEST_CASE("a REQ asks its REP servers of the other library in turn") {
  with_router_of_each([](Library library) {
    const std::unique_ptr<Peer> client = make_peer(library, YMQ_REQ);
    std::vector<std::unique_ptr<Peer>> servers;
    for (int i = 0; i < 3; ++i) {
      servers.push_back(make_peer(other(library), YMQ_REP));
      client->connect(servers.back()->bind("tcp://127.0.0.1:*"));
    }
    for (int round = 0; round < 9; ++round) {
      client->send({"question"});
      Peer& server = *servers[static_cast<std::size_t>(round % 3)];
      require_same(server.recv(), {"question"});
      server.send({"answer"});
      require_same(client->recv(), {"answer"});
    }
  });
}

TEST_CASE("a libymq ROUTER that is mandatory says when it knows no such peer") {
  const std::unique_ptr<Peer> router = make_peer(Library::kYmq, YMQ_ROUTER);
  const std::string endpoint = router->bind("tcp://127.0.0.1:*");
  CHECK(router->try_send({"nobody", "x"}, milliseconds(0)));
  CHECK(router->connector()->stats().dropped_unroutable == 1);
  router->set(Setting::kRouterMandatory, 1);
  CHECK_FALSE(router->try_send({"nobody", "x"}, kPatience));
  CHECK(router->no_route());
  const std::unique_ptr<Peer> dealer = make_named(Library::kZmq, YMQ_DEALER, "somebody", endpoint);
  router->send_when_routable({"somebody", "hello"});
  require_same(dealer->recv(), {"hello"});
}

TEST_CASE("the newer of two libzmq peers with one name takes over at a libymq ROUTER") {
  const std::unique_ptr<Peer> router = make_peer(Library::kYmq, YMQ_ROUTER);
  const std::string endpoint = router->bind("tcp://127.0.0.1:*");
  const std::unique_ptr<Peer> older = make_named(Library::kZmq, YMQ_DEALER, "twin", endpoint);
  older->send({"older"});
  require_same(router->recv(), {"twin", "older"});
  older->disconnect(endpoint);
  const std::unique_ptr<Peer> newer = make_named(Library::kZmq, YMQ_DEALER, "twin", endpoint);
  newer->send({"newer"});
  require_same(router->recv(), {"twin", "newer"});
  router->send({"twin", "for the newer"});
  require_same(newer->recv(), {"for the newer"});
}

TEST_CASE("messages go to several peers of the other library in turn") {
  with_router_of_each([](Library library) {
    for (const auto& [from, to] : {std::pair(YMQ_PUSH, YMQ_PULL), std::pair(YMQ_DEALER, YMQ_DEALER)}) {
      DYNAMIC_SECTION(name_of(from) << " to " << name_of(to)) {
        const std::unique_ptr<Peer> sender = make_peer(library, from);
        std::vector<std::unique_ptr<Peer>> receivers;
        for (int i = 0; i < 3; ++i) {
          receivers.push_back(make_peer(other(library), to));
          sender->connect(receivers.back()->bind("tcp://127.0.0.1:*"));
        }
        for (std::size_t i = 0; i < 300; ++i) sender->send(small_message(i));
        for (std::size_t i = 0; i < 300; ++i) require_same(receivers[i % 3]->recv(), small_message(i));
      }
    }
  });
}

TEST_CASE("messages of several peers of the other library arrive from all of them, each in order") {
  with_router_of_each([](Library library) {
    const std::unique_ptr<Peer> receiver = make_peer(library, YMQ_PULL);
    const std::string endpoint = receiver->bind("tcp://127.0.0.1:*");
    std::vector<std::future<void>> senders;
    for (int i = 0; i < 4; ++i) {
      senders.push_back(beside([library, endpoint, i] {
        const std::unique_ptr<Peer> sender = make_peer(other(library), YMQ_PUSH);
        sender->connect(endpoint);
        for (std::size_t n = 0; n < 1000; ++n) sender->send(Parts{std::to_string(i)} + small_message(n));
        sender->close();
      }));
    }
    std::map<std::string, std::size_t> next;
    for (int n = 0; n < 4000; ++n) {
      const Parts received = receiver->recv();
      require_same(received, Parts{received[0]} + small_message(next[received[0]]++));
    }
    for (std::future<void>& sender : senders) sender.get();
    CHECK(next.size() == 4);
  });
}

TEST_CASE("a libymq PAIR keeps its first peer when a second libzmq PAIR comes") {
  const std::unique_ptr<Peer> pair = make_peer(Library::kYmq, YMQ_PAIR);
  const std::string endpoint = pair->bind("tcp://127.0.0.1:*");
  const std::unique_ptr<Peer> first = make_peer(Library::kZmq, YMQ_PAIR);
  first->connect(endpoint);
  first->send({"first"});
  require_same(pair->recv(), {"first"});
  const std::unique_ptr<Peer> second = make_peer(Library::kZmq, YMQ_PAIR);
  second->connect(endpoint);
  second->send({"second"});
  first->send({"first again"});
  require_same(pair->recv(), {"first again"});
  pair->send({"answer"});
  require_same(first->recv(), {"answer"});
  CHECK_FALSE(pair->try_recv(milliseconds(50)));
}

}  // namespace interop
