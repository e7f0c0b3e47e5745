#include "session/roles.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>

namespace ymq::session {

namespace {

using Types = std::uint32_t;
constexpr Types kNobody = 0;

constexpr Types set(std::same_as<ConnectorType> auto... types) {
  return ((Types{1} << static_cast<unsigned>(types)) | ...);
}

struct Role {
  std::string_view name;
  ConnectorType nearest;
  Types talks_to;
};

using enum ConnectorType;

constexpr std::array kRoles = {
    Role{"PAIR", kPair, set(kPair)},
    Role{"PUB", kPub, set(kSub, kXsub)},
    Role{"XPUB", kXpub, set(kSub, kXsub)},
    Role{"SUB", kSub, set(kPub, kXpub)},
    Role{"XSUB", kXsub, set(kPub, kXpub)},
    Role{"REQ", kReq, set(kRep, kRouter)},
    Role{"REP", kRep, set(kReq, kDealer)},
    Role{"DEALER", kDealer, set(kRep, kDealer, kRouter)},
    Role{"ROUTER", kRouter, set(kReq, kDealer, kRouter)},
    Role{"PULL", kPull, set(kPush)},
    Role{"PUSH", kPush, set(kPull)},
    Role{"SERVER", kServer, set(kClient)},
    Role{"CLIENT", kClient, set(kServer)},
    Role{"RADIO", kRadio, set(kDish)},
    Role{"DISH", kDish, set(kRadio)},
    Role{"GATHER", kGather, set(kScatter)},
    Role{"SCATTER", kScatter, set(kGather)},
    Role{"PEER", kPeer, set(kPeer)},
    Role{"CHANNEL", kChannel, set(kChannel)},
    Role{"STREAM", kStream, kNobody},
};

}  // namespace

// The first role of a type is the type itself, a variant comes behind it.
std::string_view socket_type(ConnectorType type) noexcept {
  const auto role = std::ranges::find(kRoles, type, &Role::nearest);
  return role == kRoles.end() ? std::string_view{} : role->name;
}

bool takes_subscriptions(ConnectorType type) noexcept { return set(kPub, kXpub, kRadio) & set(type); }

bool has_identity(ConnectorType type) noexcept { return set(kReq, kDealer, kRouter) & set(type); }

bool has_groups(ConnectorType type) noexcept { return set(kRadio, kDish) & set(type); }

std::optional<ConnectorType> compatible_peer(ConnectorType ours, std::string_view theirs) noexcept {
  const auto role = std::ranges::find(kRoles, theirs, &Role::name);
  if (role == kRoles.end() || !(role->talks_to & set(ours))) return std::nullopt;
  return role->nearest;
}

}  // namespace ymq::session
