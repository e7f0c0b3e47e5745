#include <zmq.h>

#include "catch.h"
#include "interop/peer.h"

namespace interop {
namespace {

struct Broadcast {
  std::unique_ptr<Peer> publisher;
  std::unique_ptr<Peer> subscriber;
};

Broadcast make_broadcast(Library publisher, bool publisher_binds, const std::string& endpoint) {
  Broadcast made{make_peer(publisher, YMQ_PUB), make_peer(other(publisher), YMQ_SUB)};
  remove_limits(*made.publisher);
  remove_limits(*made.subscriber);
  Peer& binder = publisher_binds ? *made.publisher : *made.subscriber;
  Peer& caller = publisher_binds ? *made.subscriber : *made.publisher;
  caller.connect(binder.bind(endpoint));
  return made;
}

// Subscriptions of one connection take effect in order: once this one has, all earlier ones have.
void settle(const Broadcast& broadcast) {
  static int marks = 0;
  const std::string mark = "mark " + std::to_string(++marks) + ".";
  broadcast.subscriber->subscribe(mark);
  await_subscription(*broadcast.publisher, *broadcast.subscriber, mark);
}

// Publishes these topics; the subscriber must receive exactly those it expects, in order.
void require_filtered(const Broadcast& broadcast, const Parts& topics, const Parts& expected) {
  for (const std::string& topic : topics) broadcast.publisher->send({topic, "body"});
  for (const std::string& topic : expected) require_same(broadcast.subscriber->recv(), {topic, "body"});
  settle(broadcast);
}

template <typename Test>
void with_both_sides(const Test& test) {
  for (const Library publisher : {Library::kYmq, Library::kZmq}) {
    for (const bool publisher_binds : {true, false}) {
      DYNAMIC_SECTION(name_of(publisher) << " publishes, the " << (publisher_binds ? "publisher" : "subscriber")
                                         << " binds") {
        test(make_broadcast(publisher, publisher_binds, "tcp://127.0.0.1:*"));
      }
    }
  }
}

}  // namespace

TEST_CASE("a subscription selects by prefix, takes effect late and ends") {
  with_both_sides([](const Broadcast& broadcast) {
    Peer& subscriber = *broadcast.subscriber;
    subscriber.subscribe("ab");
    settle(broadcast);
    require_filtered(broadcast, {"a", "ab", "b", "abc", "", "aab"}, {"ab", "abc"});
    subscriber.subscribe("b");
    settle(broadcast);
    require_filtered(broadcast, {"a", "ab", "b", "bb"}, {"ab", "b", "bb"});
    subscriber.unsubscribe("ab");
    settle(broadcast);
    require_filtered(broadcast, {"ab", "abc", "b"}, {"b"});
    subscriber.unsubscribe("b");
    settle(broadcast);
    require_filtered(broadcast, {"ab", "b", ""}, {});
  });
}

TEST_CASE("subscriptions are counted") {
  with_both_sides([](const Broadcast& broadcast) {
    broadcast.subscriber->subscribe("topic");
    broadcast.subscriber->subscribe("topic");
    broadcast.subscriber->unsubscribe("topic");
    settle(broadcast);
    require_filtered(broadcast, {"topic", "other"}, {"topic"});
    broadcast.subscriber->unsubscribe("topic");
    settle(broadcast);
    require_filtered(broadcast, {"topic", "other"}, {});
  });
}

TEST_CASE("overlapping topics deliver a message once") {
  with_both_sides([](const Broadcast& broadcast) {
    for (const char* topic : {"a", "ab", "abc"}) broadcast.subscriber->subscribe(topic);
    settle(broadcast);
    require_filtered(broadcast, {"abcd", "abx", "a"}, {"abcd", "abx", "a"});
    broadcast.subscriber->unsubscribe("a");
    settle(broadcast);
    require_filtered(broadcast, {"a", "abx", "abcd"}, {"abx", "abcd"});
  });
}

TEST_CASE("topics may be long and hold any byte") {
  with_both_sides([](const Broadcast& broadcast) {
    const std::string long_topic(1000, 't');
    const std::string binary_topic("\0\1\xff\0", 4);
    broadcast.subscriber->subscribe(long_topic);
    broadcast.subscriber->subscribe(binary_topic);
    settle(broadcast);
    require_filtered(broadcast, {long_topic.substr(1), long_topic + "!", binary_topic, binary_topic.substr(0, 3)},
                     {long_topic + "!", binary_topic});
  });
}

TEST_CASE("subscriptions are sent again to the publisher's successor") {
  for (const Library publisher : {Library::kYmq, Library::kZmq}) {
    for (const char* transport : {"tcp", "ipc"}) {
      DYNAMIC_SECTION(name_of(publisher) << " publishes over " << transport) {
        const std::string endpoint = free_endpoint(transport);
        Broadcast broadcast{make_peer(publisher, YMQ_PUB), make_peer(other(publisher), YMQ_SUB)};
        broadcast.subscriber->set(Setting::kReconnectInterval, 10);
        broadcast.publisher->bind(endpoint);
        broadcast.subscriber->connect(endpoint);
        broadcast.subscriber->subscribe("early");
        await_subscription(*broadcast.publisher, *broadcast.subscriber, "early");
        broadcast.publisher.reset();
        broadcast.subscriber->subscribe("while away");
        broadcast.publisher = make_peer(publisher, YMQ_PUB);
        broadcast.publisher->bind(endpoint);
        await_subscription(*broadcast.publisher, *broadcast.subscriber, "while away");
        require_filtered(broadcast, {"early", "never", "while away"}, {"early", "while away"});
      }
    }
  }
}

TEST_CASE("libzmq's XPUB sees each topic of a libymq SUB come once and go once") {
  const std::unique_ptr<Peer> publisher = make_zmq_peer(ZMQ_XPUB);
  const std::unique_ptr<Peer> subscriber = make_peer(Library::kYmq, YMQ_SUB);
  subscriber->connect(publisher->bind("tcp://127.0.0.1:*"));
  subscriber->subscribe("a");
  require_same(publisher->recv(), {"\1a"});
  subscriber->subscribe("a");
  subscriber->subscribe("");
  require_same(publisher->recv(), {std::string("\1", 1)});
  subscriber->unsubscribe("a");
  subscriber->unsubscribe("a");
  require_same(publisher->recv(), {std::string("\0a", 2)});
  subscriber->unsubscribe("");
  require_same(publisher->recv(), {std::string("\0", 1)});
}

TEST_CASE("libzmq's XSUB subscribes to a libymq PUB by messages") {
  const std::unique_ptr<Peer> publisher = make_peer(Library::kYmq, YMQ_PUB);
  const std::unique_ptr<Peer> subscriber = make_zmq_peer(ZMQ_XSUB);
  subscriber->connect(publisher->bind("tcp://127.0.0.1:*"));
  subscriber->send({"\1a"});
  await_subscription(*publisher, *subscriber, "a");
  subscriber->send({std::string("\0a", 2)});
  subscriber->send({"\1b"});
  await_subscription(*publisher, *subscriber, "b");
  publisher->send({"a", "unwanted"});
  publisher->send({"b", "wanted"});
  require_same(subscriber->recv(), {"b", "wanted"});
}

TEST_CASE("a libymq PUB serves many libzmq subscribers, each with its own topics") {
  const std::unique_ptr<Peer> publisher = make_peer(Library::kYmq, YMQ_PUB);
  const std::string endpoint = publisher->bind("tcp://127.0.0.1:*");
  std::vector<std::unique_ptr<Peer>> subscribers;
  for (int i = 0; i < 10; ++i) {
    subscribers.push_back(make_peer(Library::kZmq, YMQ_SUB));
    subscribers.back()->subscribe("all");
    subscribers.back()->subscribe("topic " + std::to_string(i));
    subscribers.back()->connect(endpoint);
    await_subscription(*publisher, *subscribers.back(), "topic " + std::to_string(i));
  }
  for (int i = 0; i < 10; ++i) publisher->send({"topic " + std::to_string(i)});
  publisher->send({"all"});
  for (int i = 0; i < 10; ++i) {
    require_same(subscribers[static_cast<std::size_t>(i)]->recv(), {"topic " + std::to_string(i)});
    require_same(subscribers[static_cast<std::size_t>(i)]->recv(), {"all"});
  }
}

}  // namespace interop
