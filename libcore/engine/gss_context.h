#pragma once

#include <memory>
#include <string>

#include "base/vocabulary.gen.h"
#include "session/gssapi.h"

namespace ymq::engine {

struct PrincipalName {
  std::string text;  // Empty: none.
  PrincipalForm form = PrincipalForm::kHostBased;
};

// Why links cannot be made with such names; no fault: they can, as far as one sees before a peer is there. Does not
// wait.
session::Fault gss_fault(const PrincipalName& ours, const PrincipalName& service);

// One side of a security context by Kerberos. Credentials are looked for in its first step. Without a library every
// step is a fault.
std::shared_ptr<session::GssContext> make_gss_initiator(PrincipalName ours, PrincipalName service, bool seals);
std::shared_ptr<session::GssContext> make_gss_acceptor(PrincipalName ours);

}  // namespace ymq::engine
