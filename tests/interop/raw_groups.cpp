#include "catch.h"
#include "interop/peer.h"
#include "interop/raw_peer.h"

// RADIO and DISH on the wire, as libzmq's speak where it is built with its drafts: groups are joined and left by
// commands
// (`4 JOIN group`, `5 LEAVE group`), a message is a frame with the group and one with the body.
namespace interop {
namespace {

std::string bound_endpoint(Peer& peer) { return peer.bind("tcp://127.0.0.1:*"); }

// Sends to a group until the other side has joined it. What has come by then is passed over.
void await_member(Peer& radio, RawPeer& dish, const std::string& group) {
  for (int i = 0; i < 10'000 && dish.silent(milliseconds(5)); ++i) radio.send({group, "mark"});
  radio.send({group, "settled"});
  while (dish.recv_frame() != Frame{0, "settled"}) continue;
}

}  // namespace

TEST_CASE("a RADIO sends the group and the body as two frames, to who said JOIN, until LEAVE") {
  const std::unique_ptr<Peer> radio = make_peer(Library::kYmq, YMQ_RADIO);
  RawPeer dish(bound_endpoint(*radio));
  dish.shake_hands("DISH");
  dish.send(command("JOIN", "group") + command("JOIN", "gr"));
  await_member(*radio, dish, "gr");
  radio->send({"grou", "for nobody"});
  radio->send({"group", "body"});
  radio->send({"group", ""});
  CHECK(dish.recv_frame() == Frame{kMore, "group"});
  CHECK(dish.recv_frame() == Frame{0, "body"});
  CHECK(dish.recv_frame() == Frame{kMore, "group"});
  CHECK(dish.recv_frame() == Frame{0, ""});
  dish.send(command("LEAVE", "group") + command("JOIN", "last"));
  await_member(*radio, dish, "last");
  radio->send({"group", "missed"});
  radio->send({"last", "x"});
  CHECK(dish.recv_frame() == Frame{kMore, "last"});
  CHECK(dish.recv_frame() == Frame{0, "x"});
}

TEST_CASE("a RADIO sends no heartbeat, and no PONG, to a DISH that is none of libymq's") {
  const std::unique_ptr<Peer> radio = make_peer(Library::kYmq, YMQ_RADIO);
  radio->set(Setting::kHeartbeatInterval, 10);
  RawPeer dish(bound_endpoint(*radio));
  dish.shake_hands("DISH");
  dish.send(command("PING", std::string(2, '\0') + "c"));
  CHECK(dish.silent(milliseconds(100)));
  dish.send(command("JOIN", "group"));
  await_member(*radio, dish, "group");
}

TEST_CASE("a RADIO turns away who joins a group with a name that is too long") {
  const std::unique_ptr<Peer> radio = make_peer(Library::kYmq, YMQ_RADIO);
  RawPeer dish(bound_endpoint(*radio));
  dish.shake_hands("DISH");
  dish.send(command("JOIN", std::string(256, 'g')));
  dish.await_close();
}

TEST_CASE("a DISH says JOIN and LEAVE, and JOIN again on every link") {
  RawListener listener;
  const std::unique_ptr<Peer> dish = make_peer(Library::kYmq, YMQ_DISH);
  dish->set(Setting::kReconnectInterval, 5);
  dish->connect(listener.endpoint());
  dish->connector()->join("early");
  {
    RawPeer radio = listener.accept();
    radio.shake_hands("RADIO");
    CHECK(radio.recv_frame() == Frame{kCommand, "\4JOINearly"});
    dish->connector()->join("");
    CHECK(radio.recv_frame() == Frame{kCommand, "\4JOIN"});
    dish->connector()->leave("early");
    CHECK(radio.recv_frame() == Frame{kCommand, "\5LEAVEearly"});
    dish->connector()->join("late");
    CHECK(radio.recv_frame() == Frame{kCommand, "\4JOINlate"});
    radio.send(frame(kMore, "late") + message("body") + frame(kMore, "early") + message("missed") + frame(kMore, "") +
               message(""));
    require_same(dish->recv(), {"late", "body"});
    require_same(dish->recv(), {"", ""});
  }
  RawPeer radio = listener.accept();
  radio.shake_hands("RADIO");
  const std::string both = radio.recv_frame().body + radio.recv_frame().body;
  CHECK((both == "\4JOIN\4JOINlate" || both == "\4JOINlate\4JOIN"));
}

TEST_CASE("a DISH drops a message of another form, and goes on") {
  const std::unique_ptr<Peer> dish = make_peer(Library::kYmq, YMQ_DISH);
  dish->connector()->join("group");
  RawPeer radio(bound_endpoint(*dish));
  radio.shake_hands("RADIO");
  radio.send(message("group") + frame(kMore, "group") + frame(kMore, "a") + message("b") + frame(kMore, "group") +
             message("good"));
  require_same(dish->recv(), {"group", "good"});
  CHECK(dish->connector()->stats().dropped_unexpected == 2);
}

TEST_CASE("on the wire the families of one part send one frame a message") {
  for (const auto& [type, other] :
       {std::pair(YMQ_CLIENT, "SERVER"), std::pair(YMQ_SCATTER, "GATHER"), std::pair(YMQ_CHANNEL, "CHANNEL")}) {
    CAPTURE(other);
    const std::unique_ptr<Peer> sender = make_peer(Library::kYmq, type);
    RawPeer peer(bound_endpoint(*sender));
    peer.shake_hands(other);
    sender->send({"body"});
    CHECK(peer.recv_frame() == Frame{0, "body"});
  }
}

TEST_CASE("a SERVER tells no identity, takes single frames, and keeps its routing ids to itself") {
  const std::unique_ptr<Peer> server = make_peer(Library::kYmq, YMQ_SERVER);
  RawPeer client(bound_endpoint(*server));
  client.send(greeting());
  client.recv(64);
  const Frame theirs = client.recv_frame();
  CHECK(theirs.body.find(property("Socket-Type", "SERVER")) != std::string::npos);
  CHECK(theirs.body.find("Identity") == std::string::npos);
  client.send(ready("CLIENT") + frame(kMore, "two") + message("parts") + message("question"));
  const Parts question = server->recv();
  REQUIRE(question.size() == 2);
  CHECK(question[0].size() == 4);
  CHECK(question[1] == "question");
  server->send({question[0], "answer"});
  CHECK(client.recv_frame() == Frame{0, "answer"});
}

}  // namespace interop
