#include <set>

#include "catch.h"
#include "interop/peer.h"

namespace interop {
namespace {

std::string asks(const std::string& topic) { return "\x01" + topic; }
std::string ends(const std::string& topic) { return std::string(1, '\0') + topic; }

// An XPUB in one library, and in the other whoever subscribes.
template <typename Test>
void with_both_sides(const Test& test) {
  for (const Library library : {Library::kYmq, Library::kZmq}) {
    for (const ymq_connector_type type : {YMQ_SUB, YMQ_XSUB}) {
      DYNAMIC_SECTION(name_of(library) << "'s XPUB and " << name_of(other(library)) << "'s " << name_of(type)) {
        const std::unique_ptr<Peer> publisher = make_peer(library, YMQ_XPUB);
        const auto subscribe = [type](Peer& peer, const std::string& topic) {
          type == YMQ_SUB ? peer.subscribe(topic) : peer.send({asks(topic)});
        };
        const auto cancel = [type](Peer& peer, const std::string& topic) {
          type == YMQ_SUB ? peer.unsubscribe(topic) : peer.send({ends(topic)});
        };
        test(*publisher, [=] { return make_peer(other(library), type); }, subscribe, cancel);
      }
    }
  }
}

}  // namespace

TEST_CASE("an XPUB hears of the first subscription to a topic and of the end of the last") {
  with_both_sides([](Peer& publisher, const auto& make_subscriber, const auto& subscribe, const auto& cancel) {
    const std::string endpoint = publisher.bind("tcp://127.0.0.1:*");
    std::unique_ptr<Peer> one = make_subscriber();
    const std::unique_ptr<Peer> two = make_subscriber();
    one->connect(endpoint);
    subscribe(*one, "a");
    require_same(publisher.recv(), {asks("a")});
    subscribe(*one, "a");
    subscribe(*one, "b");
    require_same(publisher.recv(), {asks("b")});
    two->connect(endpoint);
    subscribe(*two, "a");
    subscribe(*two, "c");
    require_same(publisher.recv(), {asks("c")});
    publisher.send({"a", "for both"});
    require_same(one->recv(), {"a", "for both"});
    require_same(two->recv(), {"a", "for both"});
    cancel(*two, "a");
    cancel(*two, "c");
    require_same(publisher.recv(), {ends("c")});
    one->close();
    one.reset();
    const Parts first = publisher.recv(), second = publisher.recv();
    CHECK(std::set{first.at(0), second.at(0)} == std::set{ends("a"), ends("b")});
  });
}

TEST_CASE("verboser, an XPUB hears of everything") {
  with_both_sides([](Peer& publisher, const auto& make_subscriber, const auto& subscribe, const auto& cancel) {
    publisher.set(Setting::kXpubVerboser, 1);
    const std::string endpoint = publisher.bind("tcp://127.0.0.1:*");
    const std::unique_ptr<Peer> one = make_subscriber();
    const std::unique_ptr<Peer> two = make_subscriber();
    for (Peer* peer : {one.get(), two.get()}) {
      peer->connect(endpoint);
      subscribe(*peer, "a");
      require_same(publisher.recv(), {asks("a")});
    }
    for (Peer* peer : {one.get(), two.get()}) {
      cancel(*peer, "a");
      require_same(publisher.recv(), {ends("a")});
    }
  });
}

TEST_CASE("by hand, an XPUB subscribes its peers to what it likes") {
  with_both_sides([](Peer& publisher, const auto& make_subscriber, const auto& subscribe, const auto&) {
    publisher.set(Setting::kXpubManual, 1);
    const std::unique_ptr<Peer> subscriber = make_subscriber();
    subscriber->connect(publisher.bind("tcp://127.0.0.1:*"));
    subscribe(*subscriber, "b");
    require_same(publisher.recv(), {asks("b")});
    publisher.subscribe("bc");
    publisher.send({"b", "not meant"});
    publisher.send({"bcd", "meant"});
    require_same(subscriber->recv(), {"bcd", "meant"});
  });
}

TEST_CASE("an XPUB welcomes who subscribed to that") {
  with_both_sides([](Peer& publisher, const auto& make_subscriber, const auto& subscribe, const auto&) {
    publisher.set_welcome_message("W");
    const std::string endpoint = publisher.bind("tcp://127.0.0.1:*");
    const std::unique_ptr<Peer> subscriber = make_subscriber();
    subscriber->connect(endpoint);
    subscribe(*subscriber, "W");
    require_same(publisher.recv(), {asks("W")});
    require_same(subscriber->recv(), {"W"});
  });
}

TEST_CASE("what an XSUB sends besides comes to the XPUB") {
  for (const Library library : {Library::kYmq, Library::kZmq}) {
    DYNAMIC_SECTION(name_of(library) << " publishes") {
      const std::unique_ptr<Peer> publisher = make_peer(library, YMQ_XPUB);
      const std::unique_ptr<Peer> subscriber = make_peer(other(library), YMQ_XSUB);
      subscriber->connect(publisher->bind("tcp://127.0.0.1:*"));
      subscriber->send({asks("a")});
      require_same(publisher->recv(), {asks("a")});
      subscriber->send({"hello", "upstream"});
      require_same(publisher->recv(), {"hello", "upstream"});
    }
  }
}

}  // namespace interop
