#pragma once

#include <memory>
#include <string>
#include <vector>

#include "session/mechanism.h"

// GSSAPI (RFC 38, and what libzmq makes of it): both sides prove who they are by tokens that their systems make, which
// here is Kerberos' business, and seal with what that leaves them.
//
//   client   INITIATE token                   (an empty command)          READY properties
//   server                   INITIATE token                      READY properties
//
// There may be more tokens. Where frames are sealed both READY are, too, each inside a MESSAGE.
namespace ymq::session {

// One side of what GSSAPI calls a security context.
class GssContext {
 public:
  virtual ~GssContext() = default;

  struct Step {
    Fault fault;
    std::vector<std::byte> token;  // For the peer; empty where there is nothing to say.
    bool complete = false;         // Both sides believe each other: no token of the peer's is wanted any more.
    std::string peer;              // Once complete: the peer's principal.
  };
  // Takes a token of the peer's; a client's first is empty. It may wait for others, so it is no work for a loop.
  virtual Step step(wire::Bytes token) = 0;

  // Once complete; none of these waits. The room that sealing so many bytes takes around them,
  virtual Mechanism::Room room(std::size_t plain) const = 0;
  // and doing it, in place.
  virtual Fault wrap(std::span<std::byte> token, Mechanism::Room room) = 0;
  // The same backwards: `plain` lies within the token.
  virtual Fault unwrap(std::span<std::byte> token, std::span<std::byte>& plain) = 0;
};

// `plaintext`: once they believe each other, messages go as they are. Both sides must say so.
std::unique_ptr<Mechanism> make_gssapi_client(std::shared_ptr<GssContext> context, bool plaintext);
// The handler is asked about a client's principal, if there is one.
std::unique_ptr<Mechanism> make_gssapi_server(std::shared_ptr<GssContext> context, bool plaintext);

}  // namespace ymq::session
