#include "pattern/pattern.h"

#include <algorithm>
#include <initializer_list>
#include <new>

#include "pattern/groups.h"
#include "pattern/pipeline.h"
#include "pattern/pubsub.h"
#include "pattern/reqrep.h"
#include "pattern/routed.h"
#include "pattern/server.h"
#include "pattern/single_part.h"
#include "pattern/stream.h"
#include "pattern/xpubsub.h"

namespace ymq::pattern {

namespace {

template <typename Kind, typename... Arguments>
std::unique_ptr<Pattern> make(Arguments&&... arguments) {
  return std::unique_ptr<Pattern>(new (std::nothrow) Kind(std::forward<Arguments>(arguments)...));
}

bool is_one_of(ConnectorType type, std::initializer_list<ConnectorType> types) {
  return std::ranges::find(types, type) != types.end();
}

}  // namespace

std::unique_ptr<Pattern> make_pattern(ConnectorType type, Effects& effects, const Settings& settings,
                                      std::uint64_t seed) {
  switch (type) {
    case ConnectorType::kPair:
      return make<Pair>(effects);
    case ConnectorType::kPub:
      return make<Pub>(effects, settings);
    case ConnectorType::kSub:
      return make<Sub>(effects, settings);
    case ConnectorType::kReq:
      return make<Req>(effects, settings);
    case ConnectorType::kRep:
      return make<Rep>(effects);
    case ConnectorType::kDealer:
      return make<Dealer>(effects);
    case ConnectorType::kRouter:
      if (settings.router_raw) return make<Stream>(effects, settings, seed, Stream::Kind::kRouter);
      return make<Router>(effects, settings, seed);
    case ConnectorType::kPull:
      return make<Pull>(effects);
    case ConnectorType::kPush:
      return make<Push>(effects);
    case ConnectorType::kXpub:
      return make<Xpub>(effects, settings);
    case ConnectorType::kXsub:
      return make<Xsub>(effects, settings);
    case ConnectorType::kStream:
      return make<Stream>(effects, settings, seed, Stream::Kind::kStream);
    case ConnectorType::kServer:
    case ConnectorType::kPeer:
      return make<Server>(effects, seed);
    case ConnectorType::kClient:
      return make<Client>(effects);
    case ConnectorType::kRadio:
      return make<Radio>(effects, settings);
    case ConnectorType::kDish:
      return make<Dish>(effects, settings);
    case ConnectorType::kGather:
      return make<Gather>(effects);
    case ConnectorType::kScatter:
      return make<Scatter>(effects);
    case ConnectorType::kChannel:
      return make<Channel>(effects);
    default:
      break;
  }
  return nullptr;
}

// The others have something for everybody, or for one of many, and had better see to the rest, unless told otherwise.
bool waits_for_room(ConnectorType type, const Settings& settings) {
  using enum ConnectorType;
  if (is_one_of(type, {kPub, kXpub, kRadio})) return settings.publish_without_drops;
  return is_one_of(type, {kPush, kDealer, kPair, kReq, kScatter, kClient, kChannel});
}

bool is_raw(ConnectorType type, const Settings& settings) {
  return type == ConnectorType::kStream || (type == ConnectorType::kRouter && settings.router_raw);
}

// Where every connection gets the same messages, or where a second one would only take turns with itself.
bool connects_once(ConnectorType type) {
  using enum ConnectorType;
  return is_one_of(type, {kDealer, kSub, kPub, kXsub, kXpub, kReq, kClient, kRadio, kDish});
}

bool sends(ConnectorType type) {
  using enum ConnectorType;
  return !is_one_of(type, {kSub, kPull, kDish, kGather});
}

bool receives(ConnectorType type) {
  using enum ConnectorType;
  return !is_one_of(type, {kPub, kPush, kRadio, kScatter});
}

bool conflates(ConnectorType type) {
  using enum ConnectorType;
  return is_one_of(type, {kDealer, kPull, kPush, kPub, kSub});
}

bool probes(ConnectorType type) {
  using enum ConnectorType;
  return is_one_of(type, {kReq, kDealer, kRouter});
}

bool names_peers(ConnectorType type) { return type == ConnectorType::kRouter || type == ConnectorType::kStream; }

bool tells_routing_id(ConnectorType type) { return type == ConnectorType::kPeer; }

}  // namespace ymq::pattern
