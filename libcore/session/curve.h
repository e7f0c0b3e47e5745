#pragma once

#include <memory>

#include "session/curve_keys.h"
#include "session/mechanism.h"

// CURVE (RFC 26): the client knows the server's public key and proves its own; everything behind that is sealed with
// keys that only this connection has (primes), and that are wiped with it.
//
//   client   HELLO C', proof of c'                 INITIATE cookie, [C, vouch, properties]
//   server                         WELCOME [S', cookie]                                   READY [properties]
//
// The server does not trust a C' before its INITIATE, so the cookie, sealed with a key that only this connection has,
// brings back what WELCOME was made of. A cookie of another connection does not open.
namespace ymq::session {

std::unique_ptr<Mechanism> make_curve_client(const Secret& secret, const Key& server);
// The handler is asked about a client's public key, if there is one.
std::unique_ptr<Mechanism> make_curve_server(const Secret& secret);

}  // namespace ymq::session
