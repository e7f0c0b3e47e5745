#pragma once

#include "backend/backend.h"

// What sockets are told, option by option.
namespace ymq::backend {

bool set_option(int descriptor, int level, int name, int value) noexcept;
// Before the socket is bound or connects: what `options` ask for, as far as it concerns an address of this family; null
// asks for nothing. Stops at what the system refuses, and says what that was.
Outcome set_options(int descriptor, const Address& address, const SocketOptions* options) noexcept;

// Before a socket connects to this address: has it do so from one of the sources.
Outcome set_source(int descriptor, const Address& to, const SocketOptions* options) noexcept;

}  // namespace ymq::backend
