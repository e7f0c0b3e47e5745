#include "unit/pattern/stage.h"

using namespace ymq;
using namespace ymq::testing;

namespace {

using Messages = std::vector<Text>;

// The routing id of a connection that has just been made, as the notice of it tells.
std::string id_of_new(Stage& stage) {
  const std::optional<Text> notice = stage.receive();
  REQUIRE(notice);
  REQUIRE(notice->size() == 2);
  CHECK(notice->at(0).size() == 5);
  CHECK(notice->at(0)[0] == '\0');
  CHECK(notice->at(1).empty());
  return notice->front();
}

class StreamStage : public Stage {
 public:
  explicit StreamStage(Limits limits = {}) : Stage(ConnectorType::kStream, limits) {}
  // Ends a connection, which takes no room.
  Status end(const std::string& id) {
    const Text message{id, ""};
    return (*this)->send(views_of(message));
  }
};

// A ROUTER whose peers speak no ZMTP. Settings come before the pattern, which is made anew.
struct RawRouter {
  explicit RawRouter(bool mandatory = false) {
    settings.router_raw = true;
    settings.router_mandatory = mandatory;
    pattern = pattern::make_pattern(ConnectorType::kRouter, effects, settings, 1);
  }
  Status send(const Text& message) { return pattern->send(views_of(message)); }

  Effects effects;
  pattern::Settings settings;
  std::unique_ptr<pattern::Pattern> pattern;
};

}  // namespace

TEST_CASE("STREAM tells of a connection, of its bytes and of its end, and sends bytes as they are") {
  StreamStage stage;
  Peer& peer = stage.accept();
  const std::string id = id_of_new(stage);
  CHECK(stage.send({id, "GET / "}) == Status::kOk);
  CHECK(stage.send({id, std::string("\0\x01\xff", 3)}) == Status::kOk);
  CHECK(Stage::shown(peer) == "GET / " + std::string("\0\x01\xff", 3));
  stage.deliver_all(peer, {{"some"}, {"bytes"}});
  stage.unlink(peer);
  CHECK(stage.receive_all() == Messages{{id, "some"}, {id, "bytes"}, {id, ""}});
  CHECK(stage.send({id, "late"}) == Status::kHostUnreachable);
  CHECK(stage.send({id, ""}) == Status::kHostUnreachable);
  CHECK(stage.effects.drops.peer_gone == 2);
  CHECK(stage.peer_count() == 0);
}

TEST_CASE("STREAM keeps its connections apart, and never gives an id twice at a time") {
  StreamStage stage;
  Peer& one = stage.accept();
  const std::string first = id_of_new(stage);
  Peer& two = stage.accept();
  const std::string second = id_of_new(stage);
  CHECK(first != second);
  CHECK(stage.send({second, "2"}) == Status::kOk);
  CHECK(Stage::shown(one).empty());
  CHECK(Stage::shown(two) == "2");
}

TEST_CASE("STREAM takes exactly an id and bytes") {
  StreamStage stage;
  stage.accept();
  const std::string id = id_of_new(stage);
  CHECK(stage.send({id}) == Status::kInvalidArgument);
  CHECK(stage.send({id, "a", "b"}) == Status::kInvalidArgument);
  CHECK(stage.send({"nobody", "a"}) == Status::kHostUnreachable);
}

TEST_CASE("STREAM without notices says nothing of connections") {
  StreamStage stage;
  stage.settings.stream_notify = false;
  Peer& peer = stage.accept();
  stage.deliver(peer, {"x"});
  stage.unlink(peer);
  const std::optional<Text> message = stage.receive();
  REQUIRE(message);
  CHECK(message->at(1) == "x");
  CHECK_FALSE(stage.receive());
}

TEST_CASE("empty bytes end a connection of a STREAM behind what was accepted for it, and again at once") {
  StreamStage stage;
  Peer& peer = stage.accept();
  const std::string id = id_of_new(stage);
  REQUIRE(stage.send({id, "last words"}) == Status::kOk);
  CHECK(stage.end(id) == Status::kOk);
  REQUIRE(stage.effects.to_reject == std::vector<Peer*>{&peer});
  CHECK(peer.rejected_for == Status::kOk);
  CHECK(Stage::shown(peer) == "last words");
  CHECK(stage.send({id, "more"}) == Status::kHostUnreachable);
  CHECK_FALSE(stage->sendable());
  CHECK(stage.end(id) == Status::kOk);
  CHECK(stage.effects.to_reject == std::vector<Peer*>{&peer});
  CHECK(peer.rejected_for == Status::kClosed);
}

TEST_CASE("what still comes over a connection that was ended is dropped and counted, and its end is no news") {
  StreamStage stage;
  Peer& peer = stage.accept();
  const std::string id = id_of_new(stage);
  stage.deliver(peer, {"before"});
  REQUIRE(stage.end(id) == Status::kOk);
  stage.deliver_all(peer, {{"after"}, {"and more"}});
  stage.unlink(peer);
  CHECK(stage.receive_all() == Messages{{id, "before"}});
  CHECK(stage.effects.drops.unexpected == 2);
}

TEST_CASE("a full connection of a STREAM is waited for, and can be ended all the same") {
  StreamStage stage({2, 0});
  Peer& peer = stage.accept();
  const std::string id = id_of_new(stage);
  REQUIRE(stage.send({id, "1"}) == Status::kOk);
  REQUIRE(stage.send({id, "2"}) == Status::kOk);
  CHECK(stage.send({id, "3"}) == Status::kAgain);
  stage.write(peer, 2);
  CHECK(stage.send({id, "3"}) == Status::kOk);
  REQUIRE(stage.send({id, "4"}) == Status::kOk);
  CHECK(stage.end(id) == Status::kOk);
}

TEST_CASE("a peer that a STREAM connects to keeps its id, and gets nothing that was meant for a former connection") {
  StreamStage stage;
  Peer& peer = stage.connect();
  CHECK_FALSE(stage.receive());
  CHECK_FALSE(stage->sendable());
  stage.link(peer);
  const std::string id = id_of_new(stage);
  REQUIRE(stage.send({id, "half a requ"}) == Status::kOk);
  stage.write(peer, 4);
  peer.linked = false;
  peer.outbox.rewind();
  stage->link_down(peer);
  CHECK(Stage::shown(peer).empty());
  CHECK(stage.effects.drops.peer_gone == 1);
  CHECK(id_of_new(stage) == id);
  CHECK(stage.send({id, "est"}) == Status::kHostUnreachable);
  stage->link_down(peer);
  CHECK_FALSE(stage.receive());
  stage.link(peer);
  CHECK(id_of_new(stage) == id);
  CHECK(stage.send({id, "anew"}) == Status::kOk);
  CHECK(Stage::shown(peer) == "anew");
}

TEST_CASE("large bytes of a STREAM are referred to, and none are copied where memory runs out") {
  StreamStage stage;
  Peer& peer = stage.accept();
  const std::string id = id_of_new(stage);
  const std::string large(100'000, 'x');
  REQUIRE(stage.send({id, "a"}) == Status::kOk);
  REQUIRE(stage.send({id, large}) == Status::kOk);
  const std::vector<PartView> impossible{{as_bytes(id).data(), id.size(), nullptr}, beyond_memory()};
  CHECK(stage->send(impossible) == Status::kOutOfMemory);
  CHECK(Stage::shown(peer) == "a" + large);
}

TEST_CASE("a raw ROUTER drops what has nobody to go to, or no room, unless it is strict") {
  RawRouter loose, strict(true);
  CHECK(loose.send({"nobody", "x"}) == Status::kOk);
  CHECK(loose.send({"nobody", ""}) == Status::kOk);
  CHECK(loose.effects.drops.unroutable == 2);
  CHECK(loose.pattern->sendable());
  CHECK(strict.send({"nobody", "x"}) == Status::kHostUnreachable);
  CHECK_FALSE(strict.pattern->sendable());
}
