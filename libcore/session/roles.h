#pragma once

#include <optional>
#include <string_view>

#include "base/vocabulary.gen.h"

// Who talks to whom: the socket types of RFC 28 (request-reply), 29 (publish-subscribe), 30 (pipeline), 31 (pair), 41
// (client-server), 48 (radio-dish), 49 (scatter-gather), 52 (channel). A STREAM talks to nobody who says what he is.
namespace ymq::session {

// The Socket-Type that a connector of this type sends.
std::string_view socket_type(ConnectorType type) noexcept;
// PUB, XPUB and RADIO are told by their peers what to send them.
bool takes_subscriptions(ConnectorType type) noexcept;
// REQ, DEALER and ROUTER tell their peer an identity.
bool has_identity(ConnectorType type) noexcept;
// What is wanted are groups, which are joined and left, not topics: RADIO and DISH.
bool has_groups(ConnectorType type) noexcept;
// What a peer that sent this Socket-Type is to a connector of type `ours`: its type, or the nearest that we have.
// Nothing where the two do not talk to each other, or the type is unknown.
std::optional<ConnectorType> compatible_peer(ConnectorType ours, std::string_view theirs) noexcept;

}  // namespace ymq::session
