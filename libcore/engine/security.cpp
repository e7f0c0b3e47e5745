#include "engine/security.h"

#include "engine/gss_context.h"
#include "session/curve.h"
#include "session/gssapi.h"
#include "session/null_mechanism.h"
#include "session/plain.h"

namespace ymq::engine {

namespace {

using session::Key;
using session::Secret;

bool is_set(const Options& options, OptionId id) { return options.number(id) != 0; }
bool is_given(const Options& options, OptionId id) { return !options.text(id).empty(); }

// Keys were checked when they were set; one that was taken away since is nobody's.
Secret secret_of(const Options& options) {
  Secret secret;
  const std::span<std::byte, session::kKeySize> bytes(secret.data(), session::kKeySize);
  return session::parse_key(options.text(OptionId::kCurveSecretKey), bytes) ? session::make_secret() : secret;
}

Key key_of(const Options& options, OptionId id) {
  Key key{};
  session::parse_key(options.text(id), key);
  return key;
}

bool belongs_to_secret(const Options& options) {
  Key ours;
  return session::public_key_of(secret_of(options), ours) && ours == key_of(options, OptionId::kCurvePublicKey);
}

session::Fault wrong(std::string text) { return {Status::kInvalidArgument, std::move(text)}; }

session::Fault curve_fault(const Options& options) {
  if (!session::crypto_works()) return wrong("the system has no random numbers, which CURVE needs");
  if (!is_given(options, OptionId::kCurveSecretKey)) return wrong("CURVE needs curve_secret_key, which is not set");
  if (!is_given(options, OptionId::kCurvePublicKey) || belongs_to_secret(options)) return {};
  return wrong("curve_public_key is not the public key of curve_secret_key");
}

PrincipalName principal(const Options& options, OptionId name, OptionId form) {
  return {options.text(name), static_cast<PrincipalForm>(options.number(form))};
}

PrincipalName our_principal(const Options& options) {
  return principal(options, OptionId::kGssapiPrincipal, OptionId::kGssapiPrincipalForm);
}

PrincipalName their_principal(const Options& options) {
  return principal(options, OptionId::kGssapiServicePrincipal, OptionId::kGssapiServicePrincipalForm);
}

std::unique_ptr<session::Mechanism> make_gssapi(const Options& options) {
  const bool plaintext = is_set(options, OptionId::kGssapiPlaintext);
  if (is_set(options, OptionId::kGssapiServer)) {
    return session::make_gssapi_server(make_gss_acceptor(our_principal(options)), plaintext);
  }
  auto context = make_gss_initiator(our_principal(options), their_principal(options), !plaintext);
  return session::make_gssapi_client(std::move(context), plaintext);
}

}  // namespace

Mechanism mechanism_of(const Options& options) noexcept {
  using enum OptionId;
  if (is_set(options, kCurveServer) || is_given(options, kCurveServerKey)) return Mechanism::kCurve;
  if (is_set(options, kGssapiServer) || is_given(options, kGssapiServicePrincipal)) return Mechanism::kGssapi;
  if (is_set(options, kPlainServer) || is_given(options, kPlainUsername)) return Mechanism::kPlain;
  return Mechanism::kNull;
}

session::Fault security_fault(const Options& options) {
  const Mechanism mechanism = mechanism_of(options);
  if (mechanism == Mechanism::kCurve) return curve_fault(options);
  if (mechanism == Mechanism::kGssapi) return gss_fault(our_principal(options), their_principal(options));
  return {};
}

std::unique_ptr<session::Mechanism> make_mechanism(const Options& options, bool accepted) {
  using enum OptionId;
  switch (mechanism_of(options)) {
    case Mechanism::kCurve:
      if (!session::crypto_works()) throw std::bad_alloc();
      if (is_set(options, kCurveServer)) return session::make_curve_server(secret_of(options));
      return session::make_curve_client(secret_of(options), key_of(options, kCurveServerKey));
    case Mechanism::kPlain:
      if (is_set(options, kPlainServer)) return session::make_plain_server();
      return session::make_plain_client(options.text(kPlainUsername), options.text(kPlainPassword));
    case Mechanism::kGssapi:
      return make_gssapi(options);
    case Mechanism::kNull:
      break;
  }
  if (accepted && is_given(options, kZapDomain)) return std::make_unique<session::NullMechanism>(true);
  return nullptr;
}

}  // namespace ymq::engine
