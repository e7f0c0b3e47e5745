#pragma once

#include <memory>
#include <string>

#include "session/mechanism.h"

// PLAIN (RFC 24): the client logs in by name and password, which everybody on the way can read.
//
//   client   HELLO name, password          INITIATE properties
//   server                        WELCOME                       READY properties
namespace ymq::session {

std::unique_ptr<Mechanism> make_plain_client(std::string name, std::string password);
// Without a handler to be asked nobody is admitted: there would be no point in it.
std::unique_ptr<Mechanism> make_plain_server();

}  // namespace ymq::session
