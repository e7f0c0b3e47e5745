#include "pattern/pattern.h"

#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

constexpr ConnectorType kAllTypes[] = {ConnectorType::kPair,   ConnectorType::kPub,    ConnectorType::kSub,
                                       ConnectorType::kReq,    ConnectorType::kRep,    ConnectorType::kDealer,
                                       ConnectorType::kRouter, ConnectorType::kPull,   ConnectorType::kPush,
                                       ConnectorType::kServer, ConnectorType::kClient, ConnectorType::kRadio,
                                       ConnectorType::kDish,   ConnectorType::kGather, ConnectorType::kScatter,
                                       ConnectorType::kPeer,   ConnectorType::kChannel};

// What a connector of each type says to each verb when it has no peer.
struct Answers {
  ConnectorType type;
  Status send, receive, may_receive, subscribe, unsubscribe;
  bool connects_once;
};

constexpr Status kNo = Status::kNotSupported;
constexpr Status kLater = Status::kAgain;
constexpr Status kYes = Status::kOk;
constexpr Status kTurn = Status::kWrongState;
constexpr Status kForm = Status::kInvalidArgument;

constexpr Answers kAnswers[] = {
    {ConnectorType::kPair, kLater, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kPub, kYes, kNo, kNo, kNo, kNo, true},
    {ConnectorType::kSub, kNo, kLater, kYes, kYes, kYes, true},
    {ConnectorType::kReq, kLater, kTurn, kTurn, kNo, kNo, true},
    {ConnectorType::kRep, kTurn, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kDealer, kLater, kLater, kYes, kNo, kNo, true},
    {ConnectorType::kRouter, kYes, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kPull, kNo, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kPush, kLater, kNo, kNo, kNo, kNo, false},
    {ConnectorType::kServer, kForm, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kClient, kForm, kLater, kYes, kNo, kNo, true},
    {ConnectorType::kRadio, kYes, kNo, kNo, kNo, kNo, true},
    {ConnectorType::kDish, kNo, kLater, kYes, kNo, kNo, true},
    {ConnectorType::kGather, kNo, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kScatter, kForm, kNo, kNo, kNo, kNo, false},
    {ConnectorType::kPeer, kForm, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kChannel, kForm, kLater, kYes, kNo, kNo, false},
    {ConnectorType::kStream, Status::kHostUnreachable, kLater, kYes, kNo, kNo, false},
};

}  // namespace

TEST_CASE("each type answers every verb, with no peer there") {
  for (const Answers& answers : kAnswers) {
    INFO("type " << static_cast<int>(answers.type));
    Stage stage(answers.type);
    CHECK(stage->sendable() == (answers.send == kYes));
    CHECK(stage.send({"to", "body"}) == answers.send);
    CHECK(stage->may_receive() == answers.may_receive);
    CHECK_FALSE(stage.receive());
    CHECK(stage.status == answers.receive);
    CHECK(stage->subscribe(as_bytes("topic")) == answers.subscribe);
    CHECK(stage->unsubscribe(as_bytes("topic")) == answers.unsubscribe);
    const bool joins = answers.type == ConnectorType::kDish;
    CHECK(stage->join(as_bytes("group")) == (joins ? kYes : kNo));
    CHECK(stage->leave(as_bytes("group")) == (joins ? kYes : kNo));
    CHECK(stage->waiting() == 0);
    CHECK(stage->homeless() == 0);
    CHECK(pattern::connects_once(answers.type) == answers.connects_once);
  }
}

TEST_CASE("one full peer keeps nobody from sending to another, and room is noticed") {
  for (const ConnectorType type : {ConnectorType::kPush, ConnectorType::kDealer}) {
    Stage stage(type, {1, 0});
    Peer& first = stage.accept();
    CHECK(stage.send({"1"}) == Status::kOk);
    CHECK_FALSE(stage->sendable());
    stage.accept();
    CHECK(stage->sendable());
    CHECK(stage.send({"2"}) == Status::kOk);
    CHECK_FALSE(stage->sendable());
    stage.written(first);
    stage->writable(first);
    CHECK(stage->sendable());
  }
}

TEST_CASE("a strict ROUTER is ready to send while somebody has room") {
  Stage stage(ConnectorType::kRouter, {1, 0});
  stage.settings.router_mandatory = true;
  CHECK_FALSE(stage->sendable());
  stage.accept("a");
  CHECK(stage->sendable());
  CHECK(stage.send({"a", "x"}) == Status::kOk);
  CHECK_FALSE(stage->sendable());
  CHECK(stage.send({"a", "x"}) == Status::kAgain);
  stage.accept("b");
  CHECK(stage->sendable());
}

TEST_CASE("there is no pattern of an unknown type") {
  flow::Effects effects;
  pattern::Settings settings;
  CHECK(pattern::make_pattern(static_cast<ConnectorType>(99), effects, settings, 1) == nullptr);
}

TEST_CASE("no type minds peers that come, go and reconnect without a message") {
  for (const ConnectorType type : kAllTypes) {
    INFO("type " << static_cast<int>(type));
    Stage stage(type);
    Peer& lasting = stage.connect();
    for (int i = 0; i < 3; ++i) {
      stage.link(lasting);
      stage->writable(lasting);
      stage.unlink(lasting);
    }
    stage.remove(lasting);
    for (int i = 0; i < 3; ++i) stage.unlink(stage.accept());
    CHECK(stage.peer_count() == 0);
    CHECK(stage.effects.to_reject.empty());
  }
}

TEST_CASE("what has come is received although the link is gone") {
  for (const ConnectorType type :
       {ConnectorType::kPair, ConnectorType::kDealer, ConnectorType::kPull, ConnectorType::kSub}) {
    INFO("type " << static_cast<int>(type));
    Stage stage(type);
    if (type == ConnectorType::kSub) REQUIRE(stage->subscribe({}) == Status::kOk);
    Peer& peer = stage.accept();
    stage.deliver_all(peer, {{"one"}, {"two", ""}});
    stage.unlink(peer);
    CHECK(stage->waiting() == 2);
    CHECK(stage.receive_all() == std::vector<Text>{{"one"}, {"two", ""}});
    CHECK(stage.peer_count() == 0);
  }
}

TEST_CASE("what a type has no use for is dropped and counted") {
  for (const ConnectorType type :
       {ConnectorType::kPush, ConnectorType::kReq, ConnectorType::kRep, ConnectorType::kPub}) {
    INFO("type " << static_cast<int>(type));
    Stage stage(type);
    Peer& peer = stage.accept();
    stage.deliver_all(peer, {{"stray"}, {"stray", "of two"}, {"stray"}});
    CHECK(stage.effects.drops.unexpected == 3);
    CHECK_FALSE(stage->readable());
    CHECK(peer.inbox.empty());
  }
}

TEST_CASE("a subscription means nothing to anybody but PUB") {
  for (const ConnectorType type : kAllTypes) {
    INFO("type " << static_cast<int>(type));
    Stage stage(type);
    Peer& peer = stage.accept("identity");
    stage->subscription(peer, true, as_bytes(""));
    stage->subscription(peer, false, as_bytes(""));
    CHECK_FALSE(stage->readable());
    CHECK(peer.outbox.empty());
  }
}

TEST_CASE("a message that memory does not suffice for is refused, and nothing has happened") {
  for (const ConnectorType type : {ConnectorType::kPair, ConnectorType::kPush, ConnectorType::kDealer,
                                   ConnectorType::kReq, ConnectorType::kRep, ConnectorType::kRouter}) {
    INFO("type " << static_cast<int>(type));
    Stage stage(type);
    Peer& peer = stage.accept("alice");
    if (type == ConnectorType::kRep) {
      stage.deliver(peer, {"", "request"});
      REQUIRE(stage.receive());
    }
    const Text name{"alice"};
    std::vector<PartView> views = views_of(name);
    views.push_back(beyond_memory());
    CHECK(stage->send(views) == Status::kOutOfMemory);
    CHECK(peer.outbox.empty());
    CHECK(stage.effects.to_flush.empty());
    CHECK(stage.send({"alice", "small"}) == Status::kOk);
    CHECK(peer.outbox.queued_messages() == 1);
  }
}

TEST_CASE("PUB counts a message that memory does not suffice for as dropped") {
  Stage stage(ConnectorType::kPub);
  Peer& peer = stage.accept();
  stage->subscription(peer, true, {});
  const PartView view = beyond_memory();
  CHECK(stage->send({&view, 1}) == Status::kOk);
  CHECK(stage.effects.drops.full == 1);
  CHECK(peer.outbox.empty());
}
