#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

TEST_CASE("REQ asks its peers in turn and receives each reply before it asks again") {
  Stage stage(ConnectorType::kReq);
  Peer* peers[] = {&stage.accept(), &stage.accept(), &stage.accept()};
  for (int i = 0; i < 7; ++i) {
    INFO("request " << i);
    Peer& asked = *peers[i % 3];
    REQUIRE(stage.send({"request", std::to_string(i)}) == Status::kOk);
    CHECK(stage.send({"another"}) == Status::kWrongState);
    CHECK_FALSE(stage->readable());
    CHECK(stage->may_receive() == Status::kOk);
    CHECK(stage.written(asked) == std::vector<Text>{{"", "request", std::to_string(i)}});
    stage.deliver(asked, {"", "reply", std::to_string(i)});
    CHECK(stage->waiting() == 1);
    CHECK(stage.send({"another"}) == Status::kWrongState);
    CHECK(stage.receive() == Text{"reply", std::to_string(i)});
    CHECK(stage->may_receive() == Status::kWrongState);
    CHECK_FALSE(stage.receive());
    CHECK(stage.status == Status::kWrongState);
  }
}

TEST_CASE("REQ hears only the asked peer, only once, and only what looks like a reply") {
  Stage stage(ConnectorType::kReq);
  Peer& asked = stage.accept();
  Peer& other = stage.accept();
  stage.deliver(asked, {"", "before the request"});
  CHECK(stage.effects.drops.unexpected == 1);
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.deliver(other, {"", "from somebody else"});
  stage.deliver_all(asked, {{"no delimiter"}, {"no delimiter", "body"}, {""}});
  CHECK(stage.effects.drops.unexpected == 5);
  CHECK_FALSE(stage->readable());
  stage.deliver_all(asked, {{"", "", "reply"}, {"", "second reply"}});
  CHECK(stage.effects.drops.unexpected == 6);
  CHECK(stage.receive() == Text{"", "reply"});
  CHECK(asked.inbox.empty());
  CHECK(other.inbox.empty());
}

TEST_CASE("REQ waits where it has nobody to ask") {
  Stage stage(ConnectorType::kReq, {.messages = 1, .bytes = 0});
  CHECK(stage.send({"request"}) == Status::kAgain);
  CHECK(stage->may_receive() == Status::kWrongState);
  Peer& peer = stage.connect();
  CHECK(stage.send({"request"}) == Status::kOk);
  stage.link(peer);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "request"}});
}

TEST_CASE("REQ keeps its request for a peer that reconnects before it was written") {
  Stage stage(ConnectorType::kReq);
  Peer& peer = stage.connect_and_link();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.write(peer, 3);
  stage.unlink(peer);
  CHECK(stage.send({"another"}) == Status::kWrongState);
  peer.outbox.rewind();
  stage.link(peer);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "request"}});
  stage.deliver(peer, {"", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("REQ asks somebody else where its request was not written before the peer vanished") {
  Stage stage(ConnectorType::kReq);
  Peer& first = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.write(first, 3);

  SECTION("and there is somebody") {
    Peer& second = stage.accept();
    stage.unlink(first);
    CHECK(stage.written(second) == std::vector<Text>{{"", "request"}});
    stage.deliver(second, {"", "reply"});
    CHECK(stage.receive() == Text{"reply"});
  }
  SECTION("and somebody comes later") {
    stage.unlink(first);
    CHECK(stage->homeless() == 1);
    CHECK(stage.send({"another"}) == Status::kWrongState);
    Peer& second = stage.connect();
    CHECK(stage->homeless() == 0);
    stage.link(second);
    CHECK(stage.written(second) == std::vector<Text>{{"", "request"}});
    CHECK(stage.send({"another"}) == Status::kWrongState);
    stage.deliver(second, {"", "reply"});
    CHECK(stage.receive() == Text{"reply"});
  }
}

TEST_CASE("REQ may ask again once the asked peer is gone for good, and until then goes on waiting") {
  Stage stage(ConnectorType::kReq);
  Peer& first = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(first);
  stage.unlink(first);
  CHECK(stage->may_receive() == Status::kOk);
  CHECK_FALSE(stage.receive());
  CHECK(stage.status == Status::kAgain);
  CHECK(stage.send({"again"}) == Status::kAgain);
  Peer& second = stage.accept();
  stage.deliver(second, {"", "reply to nothing"});
  CHECK_FALSE(stage->readable());
  CHECK(stage.send({"again"}) == Status::kOk);
  CHECK(stage.written(second) == std::vector<Text>{{"", "again"}});
  stage.deliver(second, {"", "reply"});
  CHECK(stage.receive() == Text{"reply"});
}

TEST_CASE("REQ receives a reply that came before the link went") {
  Stage stage(ConnectorType::kReq);
  Peer& peer = stage.accept();
  REQUIRE(stage.send({"request"}) == Status::kOk);
  stage.written(peer);
  stage.deliver(peer, {"", "reply"});
  stage.unlink(peer);
  CHECK(stage->readable());
  CHECK(stage.receive() == Text{"reply"});
  CHECK(stage.peer_count() == 0);
}

TEST_CASE("REP answers whom it was asked by, with the envelope that came") {
  Stage stage(ConnectorType::kRep);
  Peer& one = stage.accept();
  Peer& two = stage.connect_and_link();
  for (std::size_t depth = 0; depth <= 3; ++depth) {
    INFO("depth " << depth);
    Text envelope;
    for (std::size_t i = 0; i < depth; ++i) envelope.push_back("hop " + std::to_string(i));
    Text request = envelope;
    request.insert(request.end(), {"", "question", "", "more"});
    Text reply = envelope;
    reply.insert(reply.end(), {"", "", "answer"});

    Peer& asker = depth % 2 ? one : two;
    stage.deliver(asker, request);
    CHECK(stage.send({"too early"}) == Status::kWrongState);
    CHECK(stage.receive() == Text{"question", "", "more"});
    CHECK_FALSE(stage.receive());
    CHECK(stage.status == Status::kWrongState);
    CHECK(stage->may_receive() == Status::kWrongState);
    CHECK(stage.send({"", "answer"}) == Status::kOk);
    CHECK(stage.send({"twice"}) == Status::kWrongState);
    CHECK(stage.written(asker) == std::vector<Text>{reply});
    CHECK((depth % 2 ? two : one).outbox.empty());
  }
}

TEST_CASE("REP takes requests from its peers in turn") {
  Stage stage(ConnectorType::kRep);
  Peer& one = stage.accept();
  Peer& two = stage.accept();
  stage.deliver_all(one, {{"", "a1"}, {"", "a2"}});
  stage.deliver_all(two, {{"", "b1"}});
  CHECK(stage->waiting() == 3);
  for (const char* expected : {"a1", "b1", "a2"}) {
    CHECK(stage.receive() == Text{expected});
    CHECK_FALSE(stage->readable());
    CHECK(stage.send({expected}) == Status::kOk);
  }
  CHECK(stage.written(one) == std::vector<Text>{{"", "a1"}, {"", "a2"}});
  CHECK(stage.written(two) == std::vector<Text>{{"", "b1"}});
}

TEST_CASE("REP drops what is no request") {
  Stage stage(ConnectorType::kRep);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"no delimiter"}, {"no", "delimiter"}, {""}, {"id", ""}, {"id", "", "request"}});
  CHECK(stage.effects.drops.unexpected == 4);
  CHECK(stage->waiting() == 1);
  CHECK(stage.receive() == Text{"request"});
}

TEST_CASE("REP drops a reply to a peer that is gone, and goes on") {
  Stage stage(ConnectorType::kRep);
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"", "one"}, {"", "two"}});
  REQUIRE(stage.receive() == Text{"one"});
  stage.unlink(peer);
  CHECK(stage.send({"reply"}) == Status::kOk);
  CHECK(stage.effects.drops.unroutable == 1);
  CHECK(stage.receive() == Text{"two"});
  CHECK(stage.peer_count() == 0);
  CHECK(stage.send({"reply"}) == Status::kOk);
  CHECK(stage.effects.drops.unroutable == 2);

  Peer& next = stage.accept();
  stage.deliver(next, {"", "three"});
  REQUIRE(stage.receive());
  REQUIRE(stage.send({"reply"}) == Status::kOk);
  stage.unlink(next);
  CHECK(stage.effects.drops.peer_gone == 1);
}

TEST_CASE("REP does not wait for a peer that takes no replies") {
  Stage stage(ConnectorType::kRep, {.messages = 1, .bytes = 0});
  Peer& peer = stage.accept();
  stage.deliver_all(peer, {{"", "one"}, {"", "two"}});
  for (int i = 0; i < 2; ++i) {
    REQUIRE(stage.receive());
    CHECK(stage.send({"reply " + std::to_string(i)}) == Status::kOk);
  }
  CHECK(stage.effects.drops.full == 1);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "reply 0"}});
}

TEST_CASE("REP keeps a reply for a peer whose session goes on") {
  Stage stage(ConnectorType::kRep);
  Peer& peer = stage.connect_and_link();
  peer.outbox.begin_session(0);
  stage.deliver(peer, {"", "request"});
  REQUIRE(stage.receive());
  stage.lose_link(peer);
  REQUIRE(stage.send({"reply"}) == Status::kOk);
  stage.resume(peer, 0);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "reply"}});
}

TEST_CASE("REP sends whoever comes next at an endpoint no reply to what another had asked") {
  Stage stage(ConnectorType::kRep);
  Peer& peer = stage.connect_and_link();
  for (const char* request : {"first", "second", "third"}) stage.deliver(peer, {"", request});
  REQUIRE(stage.receive());
  REQUIRE(stage.send({"unwritten"}) == Status::kOk);
  REQUIRE(stage.receive());
  stage.unlink(peer);
  stage.link(peer);
  for (const char* reply : {"to the second", "to the third"}) {
    REQUIRE(stage.send({reply}) == Status::kOk);
    if (std::string(reply) == "to the second") REQUIRE(stage.receive());
  }
  CHECK(stage.written(peer).empty());
  CHECK(stage.effects.drops.peer_gone + stage.effects.drops.unroutable == 3);
  stage.deliver(peer, {"", "fourth"});
  REQUIRE(stage.receive());
  REQUIRE(stage.send({"to the fourth"}) == Status::kOk);
  CHECK(stage.written(peer) == std::vector<Text>{{"", "to the fourth"}});
}
