#include "catch.h"
#include "interop/peer.h"

// The options that say whom messages go to, and which of them, with either library at the end that has them.
namespace interop {
namespace {

template <typename Test>
void with_each(const char* what, const Test& test) {
  for (const Library library : {Library::kYmq, Library::kZmq}) {
    DYNAMIC_SECTION(name_of(library) << what) { test(library); }
  }
}

// The last of what comes, which must come in order.
void receive_until(Peer& peer, int last) {
  for (int before = -1, number = -1; number != last; before = number) {
    number = std::stoi(peer.recv().at(0));
    REQUIRE(number > before);
  }
}

}  // namespace

TEST_CASE("a ROUTER of either library learns of a peer of the other that probes") {
  with_each(" has the ROUTER", [](Library library) {
    for (const ymq_connector_type type : {YMQ_REQ, YMQ_DEALER, YMQ_ROUTER}) {
      const std::unique_ptr<Peer> router = make_peer(library, YMQ_ROUTER);
      const std::unique_ptr<Peer> probing = make_peer(other(library), type);
      probing->set_identity("probing");
      probing->set(Setting::kProbeRouter, 1);
      probing->connect(router->bind("tcp://127.0.0.1:*"));
      CHECK(router->recv() == Parts{"probing", ""});
    }
  });
}

TEST_CASE("with immediate a peer of the other library is sent nothing before it is there") {
  with_each(" sends", [](Library library) {
    const std::string endpoint = free_endpoint("tcp");
    const std::unique_ptr<Peer> push = make_peer(library, YMQ_PUSH);
    push->set(Setting::kImmediate, 1);
    push->set(Setting::kReconnectInterval, 10);
    push->connect(endpoint);
    CHECK_FALSE(push->try_send({"too early"}, milliseconds(0)));
    const std::unique_ptr<Peer> pull = make_peer(other(library), YMQ_PULL);
    pull->bind(endpoint);
    push->send({"in time"});
    CHECK(pull->recv() == Parts{"in time"});
  });
}

TEST_CASE("of what the other library sends whoever conflates is given the newest") {
  with_each(" receives", [](Library library) {
    const std::unique_ptr<Peer> pull = make_peer(library, YMQ_PULL);
    pull->set(Setting::kConflate, 1);
    const std::unique_ptr<Peer> push = make_peer(other(library), YMQ_PUSH);
    push->connect(pull->bind("tcp://127.0.0.1:*"));
    for (int i = 0; i <= 500; ++i) push->send({std::to_string(i)});
    receive_until(*pull, 500);
  });
}

TEST_CASE("of what is queued for the other library whoever conflates sends the newest") {
  with_each(" sends", [](Library library) {
    const std::string endpoint = free_endpoint("tcp");
    const std::unique_ptr<Peer> push = make_peer(library, YMQ_PUSH);
    push->set(Setting::kConflate, 1);
    push->set(Setting::kReconnectInterval, 10);
    push->connect(endpoint);
    for (int i = 0; i <= 500; ++i) push->send({std::to_string(i)});
    const std::unique_ptr<Peer> pull = make_peer(other(library), YMQ_PULL);
    pull->bind(endpoint);
    CHECK(pull->recv() == Parts{"500"});
  });
}

}  // namespace interop
