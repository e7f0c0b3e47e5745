#include "catch.h"
#include "interop/peer.h"

// Every pattern with its legal counterpart, each time with either library on either side, with either side binding,
// over tcp and ipc: all sample messages and a long stream of small ones, compared byte for byte and in order.
namespace interop {
namespace {

constexpr std::size_t kStreamLength = 10'000;
constexpr std::size_t kRoundTrips = 5'000;

// Two types that talk to each other, and what they say.
struct Pairing {
  ymq_connector_type first;
  ymq_connector_type second;
  // Before anything is connected.
  void (*prepare)(Peer& first, Peer& second) = [](Peer&, Peer&) {};
  // Once, after the peers have been connected.
  void (*greet)(Peer& first, Peer& second) = [](Peer&, Peer&) {};
  // One message, and its answer where the pattern has one.
  void (*exchange)(Peer& first, Peer& second, const Parts& message);
  // Many small messages.
  void (*stream)(Peer& first, Peer& second);
};

// Sends one message and requires its arrival; `sent_head` and `received_head` are what the patterns put in front.
void pass(Peer& from, Peer& to, const Parts& message, const Parts& sent_head = {}, const Parts& received_head = {}) {
  from.send(sent_head + message);
  require_same(to.recv(), received_head + message);
}

void pass_stream(Peer& from, Peer& to, const Parts& sent_head = {}, const Parts& received_head = {}) {
  auto sender = beside([&] {
    for (std::size_t i = 0; i < kStreamLength; ++i) from.send(sent_head + small_message(i));
  });
  for (std::size_t i = 0; i < kStreamLength; ++i) {
    const Parts received = to.recv();
    if (received != received_head + small_message(i)) require_same(received, received_head + small_message(i));
  }
  sender.get();
}

void converse(const Pairing& pairing, Library first_library, bool first_binds, const std::string& endpoint) {
  const std::unique_ptr<Peer> first = make_peer(first_library, pairing.first);
  const std::unique_ptr<Peer> second = make_peer(other(first_library), pairing.second);
  pairing.prepare(*first, *second);
  Peer& binder = first_binds ? *first : *second;
  Peer& caller = first_binds ? *second : *first;
  caller.connect(binder.bind(endpoint));
  pairing.greet(*first, *second);
  for (const Parts& message : sample_messages()) pairing.exchange(*first, *second, message);
  pairing.stream(*first, *second);
}

void run_matrix(const Pairing& pairing) {
  for (const Library first : {Library::kYmq, Library::kZmq}) {
    for (const bool first_binds : {true, false}) {
      for (const char* endpoint : {"tcp://127.0.0.1:*", "ipc://*"}) {
        DYNAMIC_SECTION(name_of(first) << " is the " << name_of(pairing.first) << ", the "
                                       << name_of(first_binds ? pairing.first : pairing.second) << " binds "
                                       << endpoint) {
          converse(pairing, first, first_binds, endpoint);
        }
      }
    }
  }
}

// Patterns without an envelope, which both sides may speak at any time.
void exchange_both_ways(Peer& first, Peer& second, const Parts& message) {
  pass(first, second, message);
  pass(second, first, message);
}
void stream_both_ways(Peer& first, Peer& second) {
  pass_stream(first, second);
  pass_stream(second, first);
}
void exchange_one_way(Peer& first, Peer& second, const Parts& message) { pass(first, second, message); }
void stream_one_way(Peer& first, Peer& second) { pass_stream(first, second); }

}  // namespace

TEST_CASE("PAIR talks to PAIR") {
  run_matrix({.first = YMQ_PAIR, .second = YMQ_PAIR, .exchange = exchange_both_ways, .stream = stream_both_ways});
}

TEST_CASE("DEALER talks to DEALER") {
  run_matrix({.first = YMQ_DEALER, .second = YMQ_DEALER, .exchange = exchange_both_ways, .stream = stream_both_ways});
}

TEST_CASE("PUSH sends to PULL") {
  run_matrix({.first = YMQ_PUSH, .second = YMQ_PULL, .exchange = exchange_one_way, .stream = stream_one_way});
}

TEST_CASE("PUB publishes to SUB") {
  run_matrix({.first = YMQ_PUB,
              .second = YMQ_SUB,
              .prepare =
                  [](Peer& publisher, Peer& subscriber) {
                    remove_limits(publisher);
                    remove_limits(subscriber);
                    subscriber.subscribe("");
                  },
              .greet = [](Peer& publisher, Peer& subscriber) { await_subscription(publisher, subscriber, "topic"); },
              .exchange = exchange_one_way,
              .stream = stream_one_way});
}

TEST_CASE("REQ asks REP") {
  const auto ask = [](Peer& client, Peer& server, const Parts& message) {
    pass(client, server, message);
    pass(server, client, message);
  };
  run_matrix({.first = YMQ_REQ, .second = YMQ_REP, .exchange = ask, .stream = [](Peer& client, Peer& server) {
                for (std::size_t i = 0; i < kRoundTrips; ++i) {
                  pass(client, server, small_message(i));
                  pass(server, client, small_message(i) + small_message(i));
                }
              }});
}

TEST_CASE("REQ asks ROUTER") {
  static const Parts kEnvelope{"client", ""};
  const auto ask = [](Peer& client, Peer& router, const Parts& message) {
    pass(client, router, message, {}, kEnvelope);
    pass(router, client, message, kEnvelope);
  };
  run_matrix({.first = YMQ_REQ,
              .second = YMQ_ROUTER,
              .prepare = [](Peer& client, Peer&) { client.set_identity("client"); },
              .exchange = ask,
              .stream =
                  [](Peer& client, Peer& router) {
                    for (std::size_t i = 0; i < kRoundTrips; ++i) {
                      pass(client, router, small_message(i), {}, kEnvelope);
                      pass(router, client, small_message(i), kEnvelope);
                    }
                  }});
}

TEST_CASE("DEALER asks REP") {
  static const Parts kDelimiter{""};
  run_matrix({.first = YMQ_DEALER,
              .second = YMQ_REP,
              .prepare =
                  [](Peer& client, Peer& server) {
                    remove_limits(client);
                    remove_limits(server);
                  },
              .exchange =
                  [](Peer& client, Peer& server, const Parts& message) {
                    pass(client, server, message, kDelimiter);
                    pass(server, client, message, {}, kDelimiter);
                  },
              .stream =
                  [](Peer& client, Peer& server) {
                    auto asking = beside([&] {
                      for (std::size_t i = 0; i < kStreamLength; ++i) client.send(kDelimiter + small_message(i));
                      for (std::size_t i = 0; i < kStreamLength; ++i) {
                        if (client.recv() != kDelimiter + small_message(i)) throw std::runtime_error("a wrong reply");
                      }
                    });
                    for (std::size_t i = 0; i < kStreamLength; ++i) {
                      const Parts request = server.recv();
                      if (request != small_message(i)) require_same(request, small_message(i));
                      server.send(request);
                    }
                    asking.get();
                  }});
}

TEST_CASE("DEALER talks to ROUTER") {
  static const Parts kName{"dealer"};
  run_matrix({.first = YMQ_DEALER,
              .second = YMQ_ROUTER,
              .prepare =
                  [](Peer& dealer, Peer& router) {
                    dealer.set_identity("dealer");
                    remove_limits(router);
                  },
              .exchange =
                  [](Peer& dealer, Peer& router, const Parts& message) {
                    pass(dealer, router, message, {}, kName);
                    pass(router, dealer, message, kName);
                  },
              .stream =
                  [](Peer& dealer, Peer& router) {
                    pass_stream(dealer, router, {}, kName);
                    pass_stream(router, dealer, kName);
                  }});
}

TEST_CASE("ROUTER talks to ROUTER") {
  static const Parts kFirst{"first"};
  static const Parts kSecond{"second"};
  run_matrix({.first = YMQ_ROUTER,
              .second = YMQ_ROUTER,
              .prepare =
                  [](Peer& first, Peer& second) {
                    first.set_identity("first");
                    second.set_identity("second");
                    for (Peer* peer : {&first, &second}) {
                      remove_limits(*peer);
                      peer->set(Setting::kRouterMandatory, 1);
                    }
                  },
              .greet =
                  [](Peer& first, Peer& second) {
                    first.send_when_routable(kSecond + Parts{"hello"});
                    require_same(second.recv(), kFirst + Parts{"hello"});
                  },
              .exchange =
                  [](Peer& first, Peer& second, const Parts& message) {
                    pass(first, second, message, kSecond, kFirst);
                    pass(second, first, message, kFirst, kSecond);
                  },
              .stream =
                  [](Peer& first, Peer& second) {
                    pass_stream(first, second, kSecond, kFirst);
                    pass_stream(second, first, kFirst, kSecond);
                  }});
}

}  // namespace interop
