#include "catch.h"
#include "interop/peer.h"
#include "interop/raw_peer.h"

// Peers that speak the protocol rightly, but not as libzmq happens to do: older, slower, in other forms.
namespace interop {
namespace {

std::string bound_endpoint(Peer& peer) { return peer.bind("tcp://127.0.0.1:*"); }

// Publishes until the subscription to `topic` has arrived; what came before it is passed over.
void await_publication(Peer& publisher, RawPeer& subscriber, const std::string& topic) {
  for (int i = 0; i < 10'000; ++i) {
    publisher.send({topic});
    while (!subscriber.silent(milliseconds(5))) {
      if (subscriber.recv_frame() == Frame{0, topic}) return;
    }
  }
  throw std::runtime_error("nothing was published");
}

}  // namespace

TEST_CASE("libymq greets as ZMTP 3.1 with NULL, and says nothing behind its READY before the peer's") {
  for (const bool listens : {true, false}) {
    DYNAMIC_SECTION("libymq " << (listens ? "binds" : "connects")) {
      RawListener listener;
      const std::unique_ptr<Peer> push = make_peer(Library::kYmq, YMQ_PUSH);
      const std::string endpoint = bound_endpoint(*push);
      if (!listens) push->connect(listener.endpoint());
      if (!listens) push->send({"queued"});
      RawPeer peer = listens ? RawPeer(endpoint) : listener.accept();
      std::string theirs;
      if (listens) peer.send(greeting());
      theirs = peer.recv(64);
      if (!listens) peer.send(greeting());
      CHECK(theirs[0] == '\xff');
      CHECK(theirs[9] == '\x7f');
      CHECK(theirs.substr(10) == greeting().substr(10));
      const Frame ready_frame = peer.recv_frame();
      CHECK(ready_frame.flags == kCommand);
      CHECK(ready_frame.body.substr(0, 6) == "\5READY");
      CHECK(ready_frame.body.find(property("Socket-Type", "PUSH")) != std::string::npos);
      CHECK(ready_frame.body.size() <= 255);
      CHECK(peer.silent(milliseconds(50)));
      peer.send(ready("PULL"));
      if (listens) push->send({"queued"});
      CHECK(peer.recv_frame() == Frame{0, "queued"});
    }
  }
}

TEST_CASE("a peer may send its greeting, its READY and its messages in one go") {
  const std::unique_ptr<Peer> pull = make_peer(Library::kYmq, YMQ_PULL);
  RawPeer peer(bound_endpoint(*pull));
  peer.send(greeting() + ready("PUSH") + frame(kMore, "head") + message("body"));
  require_same(pull->recv(), {"head", "body"});
}

TEST_CASE("a peer may say all it has to say in one go, and close") {
  const std::unique_ptr<Peer> pull = make_peer(Library::kYmq, YMQ_PULL);
  const std::string endpoint = bound_endpoint(*pull);
  for (std::size_t i = 0; i < 100; ++i) {
    RawPeer peer(endpoint);
    peer.send(greeting() + ready("PUSH") + message(small_message(i)[0]));
    peer.half_close();
    require_same(pull->recv(), small_message(i));
  }
}

TEST_CASE("a peer may send byte by byte") {
  const std::unique_ptr<Peer> dealer = make_peer(Library::kYmq, YMQ_DEALER);
  RawPeer peer(bound_endpoint(*dealer));
  const std::string long_body(300, 'z');
  peer.send_slowly(greeting() + ready("DEALER", property("Identity", "slow")) + message("") + frame(kMore, "a") +
                   frame(kMore, "") + message(long_body));
  require_same(dealer->recv(), {""});
  require_same(dealer->recv(), {"a", "", long_body});
  dealer->send({"answer"});
  peer.recv(64);
  peer.recv_frame();
  CHECK(peer.recv_frame() == Frame{0, "answer"});
}

TEST_CASE("a ZMTP 3.0 peer is understood, also a later minor or major version") {
  for (const auto& [major, minor] : {std::pair(3, 0), {3, 1}, {3, 2}, {4, 0}}) {
    DYNAMIC_SECTION("version " << major << "." << minor) {
      const std::unique_ptr<Peer> pair = make_peer(Library::kYmq, YMQ_PAIR);
      RawPeer peer(bound_endpoint(*pair));
      peer.send(greeting(static_cast<char>(major), static_cast<char>(minor)));
      peer.recv(64);
      peer.send(ready("PAIR"));
      peer.recv_frame();
      peer.send(message("to libymq"));
      require_same(pair->recv(), {"to libymq"});
      pair->send({"from", "libymq"});
      CHECK(peer.recv_frame() == Frame{kMore, "from"});
      CHECK(peer.recv_frame() == Frame{0, "libymq"});
    }
  }
}

TEST_CASE("a libymq SUB asks a 3.1 peer by commands and a 3.0 peer by messages") {
  for (const char minor : {'\0', '\1'}) {
    DYNAMIC_SECTION("minor version " << int{minor}) {
      const std::unique_ptr<Peer> subscriber = make_peer(Library::kYmq, YMQ_SUB);
      subscriber->subscribe("early");
      RawPeer peer(bound_endpoint(*subscriber));
      peer.shake_hands("PUB", minor);
      const auto form = [minor](bool subscribe, const std::string& topic) {
        if (minor == 0) return Frame{0, std::string(1, subscribe ? '\1' : '\0') + topic};
        return Frame{kCommand, (subscribe ? "\x09SUBSCRIBE" : "\6CANCEL") + topic};
      };
      CHECK(peer.recv_frame() == form(true, "early"));
      subscriber->subscribe("late");
      CHECK(peer.recv_frame() == form(true, "late"));
      subscriber->unsubscribe("early");
      CHECK(peer.recv_frame() == form(false, "early"));
      peer.send(message("late news"));
      require_same(subscriber->recv(), {"late news"});
    }
  }
}

TEST_CASE("a libymq PUB takes subscriptions as commands and as messages from anybody") {
  for (const char minor : {'\0', '\1'}) {
    DYNAMIC_SECTION("minor version " << int{minor}) {
      const std::unique_ptr<Peer> publisher = make_peer(Library::kYmq, YMQ_PUB);
      RawPeer peer(bound_endpoint(*publisher));
      peer.shake_hands("SUB", minor);
      peer.send(command("SUBSCRIBE", "by command"));
      await_publication(*publisher, peer, "by command");
      peer.send(message("\1by message"));
      await_publication(*publisher, peer, "by message");
      peer.send(command("CANCEL", "by message") + message(std::string("\0by command", 11)) + message("\1mark"));
      await_publication(*publisher, peer, "mark");
      for (const char* topic : {"by command", "by message", "mark, the last"}) publisher->send({topic});
      Frame received;
      do {
        received = peer.recv_frame();
        CHECK(received.body.substr(0, 4) == "mark");
      } while (received.body != "mark, the last");
    }
  }
}

TEST_CASE("a PING is answered with its context, also between the parts of a message") {
  const std::unique_ptr<Peer> dealer = make_peer(Library::kYmq, YMQ_DEALER);
  RawPeer peer(bound_endpoint(*dealer));
  peer.shake_hands("DEALER");
  for (std::size_t size = 0; size <= 16; ++size) {
    const std::string context = std::string("0123456789abcdef").substr(0, size);
    peer.send(command("PING", std::string("\0\0", 2) + context));
    CHECK(peer.recv_frame() == Frame{kCommand, "\4PONG" + context});
  }
  peer.send(frame(kMore, "head") + command("PING", std::string("\0\0", 2) + "between") + message("tail"));
  CHECK(peer.recv_frame() == Frame{kCommand, "\4PONGbetween"});
  require_same(dealer->recv(), {"head", "tail"});
}

TEST_CASE("unknown properties and unknown commands are ignored") {
  const std::unique_ptr<Peer> pull = make_peer(Library::kYmq, YMQ_PULL);
  RawPeer peer(bound_endpoint(*pull));
  peer.send(greeting() + ready("PUSH", property("X-Colour", "blue") + property("Resource", "r")));
  peer.send(command("UNHEARD", "of") + message("first") + command("PONG", "unasked") + command("UNHEARD") +
            message("second"));
  require_same(pull->recv(), {"first"});
  require_same(pull->recv(), {"second"});
}

TEST_CASE("a short body may come with a long header") {
  const std::unique_ptr<Peer> pull = make_peer(Library::kYmq, YMQ_PULL);
  RawPeer peer(bound_endpoint(*pull));
  peer.shake_hands("PUSH");
  peer.send(long_header(0, 3) + "abc" + long_header(0, 0));
  require_same(pull->recv(), {"abc"});
  require_same(pull->recv(), {""});
}

TEST_CASE("half a message of a peer that goes is never seen") {
  const std::unique_ptr<Peer> pull = make_peer(Library::kYmq, YMQ_PULL);
  const std::string endpoint = bound_endpoint(*pull);
  {
    RawPeer peer(endpoint);
    peer.shake_hands("PUSH");
    peer.send(message("whole") + frame(kMore, "head") + frame(kMore, "more"));
    require_same(pull->recv(), {"whole"});
  }
  {
    RawPeer peer(endpoint);
    peer.shake_hands("PUSH");
    peer.send(long_header(0, 100'000) + std::string(50'000, 'h'));
  }
  RawPeer peer(endpoint);
  peer.shake_hands("PUSH");
  peer.send(message("next"));
  require_same(pull->recv(), {"next"});
}

}  // namespace interop
