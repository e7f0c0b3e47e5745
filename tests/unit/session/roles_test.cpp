#include "session/roles.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "unit/catch.h"

using namespace ymq;
using namespace ymq::session;

namespace {

using enum ConnectorType;

const std::vector<std::pair<ConnectorType, std::vector<std::string>>> kFitting{
    {kPair, {"PAIR"}},
    {kPub, {"SUB", "XSUB"}},
    {kSub, {"PUB", "XPUB"}},
    {kXpub, {"SUB", "XSUB"}},
    {kXsub, {"PUB", "XPUB"}},
    {kReq, {"REP", "ROUTER"}},
    {kRep, {"REQ", "DEALER"}},
    {kDealer, {"REP", "DEALER", "ROUTER"}},
    {kRouter, {"REQ", "DEALER", "ROUTER"}},
    {kPull, {"PUSH"}},
    {kPush, {"PULL"}},
    {kServer, {"CLIENT"}},
    {kClient, {"SERVER"}},
    {kRadio, {"DISH"}},
    {kDish, {"RADIO"}},
    {kGather, {"SCATTER"}},
    {kScatter, {"GATHER"}},
    {kPeer, {"PEER"}},
    {kChannel, {"CHANNEL"}},
    {kStream, {}},
};

const std::vector<std::string> kEverySocketType{
    "PAIR",   "PUB",    "SUB",   "REQ",  "REP",  "DEALER",  "ROUTER", "PULL",    "PUSH", "XPUB", "XSUB",  "STREAM",
    "SERVER", "CLIENT", "RADIO", "DISH", "PEER", "CHANNEL", "GATHER", "SCATTER", "pair", "",     "PAIRS", "PAI",
};

}  // namespace

TEST_CASE("exactly the types of the RFCs talk to each other") {
  for (const auto& [ours, fitting] : kFitting) {
    for (const std::string& theirs : kEverySocketType) {
      CAPTURE(socket_type(ours), theirs);
      const bool expected = std::find(fitting.begin(), fitting.end(), theirs) != fitting.end();
      CHECK(compatible_peer(ours, theirs).has_value() == expected);
    }
  }
}

TEST_CASE("whoever we talk to talks to us") {
  for (const auto& [ours, fitting] : kFitting) {
    for (const std::string& theirs : fitting) {
      CAPTURE(socket_type(ours), theirs);
      const auto peer = compatible_peer(ours, theirs);
      REQUIRE(peer);
      CHECK(compatible_peer(*peer, socket_type(ours)) == ours);
    }
  }
}

TEST_CASE("PUB, XPUB and RADIO are told what is wanted, RADIO and DISH speak of groups") {
  for (const auto& [type, fitting] : kFitting) {
    CAPTURE(socket_type(type));
    CHECK(takes_subscriptions(type) == (type == kPub || type == kXpub || type == kRadio));
    CHECK(has_groups(type) == (type == kRadio || type == kDish));
  }
}

TEST_CASE("REQ, DEALER and ROUTER have an identity") {
  for (const auto& [type, fitting] : kFitting) {
    CAPTURE(socket_type(type));
    CHECK(has_identity(type) == (type == kReq || type == kDealer || type == kRouter));
  }
}
