#pragma once

#include <memory>

#include "base/vocabulary.gen.h"
#include "engine/options.h"
#include "session/mechanism.h"

// Which mechanism the options of a connector ask for.
namespace ymq::engine {

// CURVE goes before GSSAPI, and that before PLAIN, where the options name several.
Mechanism mechanism_of(const Options& options) noexcept;
// No fault: links can be made so. Else what is missing.
session::Fault security_fault(const Options& options);
// The mechanism of a new link. Of NULL the handler is asked about a peer that calls us, where there is a domain.
std::unique_ptr<session::Mechanism> make_mechanism(const Options& options, bool accepted);

}  // namespace ymq::engine
