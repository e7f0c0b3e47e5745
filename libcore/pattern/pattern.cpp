#include "pattern/pattern.h"

#include <new>

#include "pattern/pipeline.h"
#include "pattern/pubsub.h"
#include "pattern/reqrep.h"
#include "pattern/routed.h"
#include "pattern/xpubsub.h"

namespace ymq::pattern {

namespace {

template <typename Kind, typename... Arguments>
std::unique_ptr<Pattern> make(Arguments&&... arguments) {
  return std::unique_ptr<Pattern>(new (std::nothrow) Kind(std::forward<Arguments>(arguments)...));
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
      return make<Router>(effects, settings, seed);
    case ConnectorType::kPull:
      return make<Pull>(effects);
    case ConnectorType::kPush:
      return make<Push>(effects);
    case ConnectorType::kXpub:
      return make<Xpub>(effects, settings);
    case ConnectorType::kXsub:
      return make<Xsub>(effects, settings);
    default:
      break;
  }
  return nullptr;
}

// The others have something for everybody, or for one of many, and drop it rather than keep the rest waiting, unless
// told otherwise.
bool waits_for_room(ConnectorType type, const Settings& settings) {
  if (type == ConnectorType::kPub || type == ConnectorType::kXpub) return settings.publish_without_drops;
  return type == ConnectorType::kPush || type == ConnectorType::kDealer || type == ConnectorType::kPair ||
         type == ConnectorType::kReq;
}

// Where every connection gets the same messages, or where a second one would only take turns with itself.
bool connects_once(ConnectorType type) {
  return type == ConnectorType::kDealer || type == ConnectorType::kSub || type == ConnectorType::kPub ||
         type == ConnectorType::kXsub || type == ConnectorType::kXpub || type == ConnectorType::kReq;
}

}  // namespace ymq::pattern
