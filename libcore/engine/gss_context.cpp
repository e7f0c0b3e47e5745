#include "engine/gss_context.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"
#include "engine/gss_library.h"

namespace ymq::engine {

namespace {

using session::Fault;
using wire::Bytes;

// RFC 2743 and RFC 1964 have these numbers; the library's own are variables, which a loader would have to find.
gss_OID_desc oid(std::string_view bytes) {
  return {static_cast<OM_uint32>(bytes.size()), const_cast<char*>(bytes.data())};
}
constexpr std::string_view kKerberos("\x2a\x86\x48\x86\xf7\x12\x01\x02\x02", 9);
constexpr std::string_view kHostBasedName("\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x04", 10);
constexpr std::string_view kUserName("\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x01", 10);
constexpr std::string_view kKerberosName("\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01", 10);

std::string_view oid_of(PrincipalForm form) {
  if (form == PrincipalForm::kUser) return kUserName;
  return form == PrincipalForm::kKerberos ? kKerberosName : kHostBasedName;
}

gss_buffer_desc buffer_of(Bytes bytes) { return {bytes.size(), const_cast<std::byte*>(bytes.data())}; }

// What a call has said went wrong.
struct GssStatus {
  OM_uint32 major = GSS_S_COMPLETE;
  OM_uint32 minor = 0;
};

// Memory that the library has given.
class Buffer : public gss_buffer_desc {
 public:
  explicit Buffer(const GssLibrary& library) : gss_buffer_desc{0, nullptr}, library_(library) {}
  ~Buffer() {
    OM_uint32 minor = 0;
    library_.release_buffer(&minor, this);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Bytes bytes() const { return {static_cast<const std::byte*>(value), length}; }

 private:
  const GssLibrary& library_;
};

// Something of the library's that must be given back to it.
template <class Handle, auto kRelease>
class Owned {
 public:
  explicit Owned(const GssLibrary& library) : library_(library) {}
  ~Owned() {
    OM_uint32 minor = 0;
    if (handle_) (library_.*kRelease)(&minor, &handle_);
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Handle get() const { return handle_; }
  Handle* room() { return &handle_; }
  explicit operator bool() const { return handle_ != nullptr; }

 private:
  const GssLibrary& library_;
  Handle handle_ = nullptr;
};
using Name = Owned<gss_name_t, &GssLibrary::release_name>;
using Credential = Owned<gss_cred_id_t, &GssLibrary::release_cred>;

// A code may stand for several texts.
void append_texts(const GssLibrary& library, OM_uint32 code, int type, std::string& text) {
  gss_OID_desc kerberos = oid(kKerberos);
  OM_uint32 more = 0;
  do {
    Buffer said(library);
    OM_uint32 minor = 0;
    if (GSS_ERROR(library.display_status(&minor, code, type, &kerberos, &more, &said))) return;
    text += ": ";
    text += as_text(said.bytes());
  } while (more != 0);
}

std::string text_of(const GssLibrary& library, std::string_view what, GssStatus status) {
  std::string text(what);
  append_texts(library, status.major, GSS_C_GSS_CODE, text);
  if (status.minor != 0) append_texts(library, status.minor, GSS_C_MECH_CODE, text);
  return text;
}

Fault disbelief(const GssLibrary& library, std::string_view what, GssStatus status) {
  return session::disbelief(text_of(library, what, status));
}

Fault import(const GssLibrary& library, const PrincipalName& name, Name& imported) {
  gss_OID_desc form = oid(oid_of(name.form));
  gss_buffer_desc text = buffer_of(as_bytes(name.text));
  GssStatus status;
  status.major = library.import_name(&status.minor, &text, &form, imported.room());
  if (!GSS_ERROR(status.major)) return {};
  return disbelief(library, "\"" + name.text + "\" is no name of a principal", status);
}

// Without a name: whoever this machine's keys, or its tickets, are of.
Fault acquire(const GssLibrary& library, const PrincipalName& name, gss_cred_usage_t usage, Credential& credential) {
  Name imported(library);
  Fault fault = name.text.empty() ? Fault{} : import(library, name, imported);
  if (fault) return fault;
  gss_OID_desc kerberos = oid(kKerberos);
  gss_OID_set_desc only_kerberos{1, &kerberos};
  GssStatus status;
  status.major = library.acquire_cred(&status.minor, imported.get(), GSS_C_INDEFINITE, &only_kerberos, usage,
                                      credential.room(), nullptr, nullptr);
  if (!GSS_ERROR(status.major)) return {};
  return disbelief(library, "there are no credentials of \"" + name.text + "\"", status);
}

gss_iov_buffer_desc piece(OM_uint32 type, std::span<std::byte> bytes) { return {type, {bytes.size(), bytes.data()}}; }

// What both sides do alike.
class Context : public session::GssContext {
 public:
  Context(const GssLibrary& library, PrincipalName ours)
      : library_(library), ours_(std::move(ours)), credential_(library) {}
  ~Context() override {
    OM_uint32 minor = 0;
    if (context_) library_.delete_sec_context(&minor, &context_, GSS_C_NO_BUFFER);
  }

  session::Mechanism::Room room(std::size_t plain) const override {
    // Lengths are all that is asked for: nothing looks at bytes.
    std::array<gss_iov_buffer_desc, 4> pieces = {
        piece(GSS_IOV_BUFFER_TYPE_HEADER, {}), gss_iov_buffer_desc{GSS_IOV_BUFFER_TYPE_DATA, {plain, nullptr}},
        piece(GSS_IOV_BUFFER_TYPE_PADDING, {}), piece(GSS_IOV_BUFFER_TYPE_TRAILER, {})};
    OM_uint32 minor = 0;
    int sealed = 0;
    const OM_uint32 major = library_.wrap_iov_length(&minor, context_, 1, GSS_C_QOP_DEFAULT, &sealed, pieces.data(),
                                                     static_cast<int>(pieces.size()));
    if (GSS_ERROR(major)) return {};
    padding_ = pieces[2].buffer.length;
    return {pieces[0].buffer.length, padding_ + pieces[3].buffer.length};
  }

  Fault wrap(std::span<std::byte> token, session::Mechanism::Room room) override {
    const std::size_t plain = token.size() - room.head - room.tail;
    const auto tail = token.last(room.tail);
    std::array<gss_iov_buffer_desc, 4> pieces = {
        piece(GSS_IOV_BUFFER_TYPE_HEADER, token.first(room.head)),
        piece(GSS_IOV_BUFFER_TYPE_DATA, token.subspan(room.head, plain)),
        piece(GSS_IOV_BUFFER_TYPE_PADDING, tail.first(std::min(padding_, tail.size()))),
        piece(GSS_IOV_BUFFER_TYPE_TRAILER, tail.subspan(std::min(padding_, tail.size())))};
    GssStatus status;
    int sealed = 0;
    status.major = library_.wrap_iov(&status.minor, context_, 1, GSS_C_QOP_DEFAULT, &sealed, pieces.data(),
                                     static_cast<int>(pieces.size()));
    if (status.major != GSS_S_COMPLETE || !sealed) return disbelief(library_, "a message could not be sealed", status);
    return {};
  }

  Fault unwrap(std::span<std::byte> token, std::span<std::byte>& plain) override {
    std::array<gss_iov_buffer_desc, 2> pieces = {piece(GSS_IOV_BUFFER_TYPE_STREAM, token),
                                                 piece(GSS_IOV_BUFFER_TYPE_DATA, {})};
    GssStatus status;
    int sealed = 0;
    status.major =
        library_.unwrap_iov(&status.minor, context_, &sealed, nullptr, pieces.data(), static_cast<int>(pieces.size()));
    // What came a second time, or late, is marked only beside the status.
    if (status.major != GSS_S_COMPLETE) {
      return wire::protocol_fault(text_of(library_, "the peer sent a MESSAGE that GSSAPI does not open", status));
    }
    if (!sealed) return wire::protocol_fault("the peer sent a MESSAGE that is signed, and not sealed");
    plain = {static_cast<std::byte*>(pieces[1].buffer.value), pieces[1].buffer.length};
    return {};
  }

 protected:
  Fault acquire_once(gss_cred_usage_t usage) {
    return credential_ ? Fault{} : acquire(library_, ours_, usage, credential_);
  }

  // What a call for the next token has come to.
  Step conclude(std::string_view what, GssStatus status, const Buffer& token) {
    Step step;
    if (GSS_ERROR(status.major)) {
      step.fault = disbelief(library_, what, status);
      return step;
    }
    step.token.assign(token.bytes().begin(), token.bytes().end());
    step.complete = (status.major & GSS_S_CONTINUE_NEEDED) == 0;
    return step;
  }

  const GssLibrary& library_;
  gss_ctx_id_t context_ = GSS_C_NO_CONTEXT;
  const PrincipalName ours_;
  Credential credential_;

 private:
  mutable std::size_t padding_ = 0;  // Of the tail that was last asked for.
};

class Initiator final : public Context {
 public:
  Initiator(const GssLibrary& library, PrincipalName ours, PrincipalName service, bool seals)
      : Context(library, std::move(ours)),
        service_(std::move(service)),
        wanted_(seals ? kAlways | kSeals : kAlways),
        target_(library) {}

  Step step(Bytes token) override {
    Step step;
    step.fault = prepare();
    if (step.fault) return step;
    gss_OID_desc kerberos = oid(kKerberos);
    gss_buffer_desc theirs = buffer_of(token);
    Buffer ours(library_);
    OM_uint32 granted = 0;
    GssStatus status;
    status.major = library_.init_sec_context(
        &status.minor, credential_.get(), &context_, target_.get(), &kerberos, wanted_, GSS_C_INDEFINITE,
        GSS_C_NO_CHANNEL_BINDINGS, token.empty() ? GSS_C_NO_BUFFER : &theirs, nullptr, &ours, &granted, nullptr);
    step = conclude("\"" + service_.text + "\" is not proved to be at the other end", status, ours);
    step.peer = service_.text;
    if (step.complete && (granted & wanted_) != wanted_) step.fault = session::disbelief("the peer grants too little");
    return step;
  }

 private:
  static constexpr OM_uint32 kAlways = GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG;
  static constexpr OM_uint32 kSeals = GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG;

  Fault prepare() {
    // Without a name Kerberos chooses among the tickets by whom they are to be shown to.
    Fault fault = ours_.text.empty() ? Fault{} : acquire_once(GSS_C_INITIATE);
    if (fault) return fault;
    return target_ ? Fault{} : import(library_, service_, target_);
  }

  const PrincipalName service_;
  const OM_uint32 wanted_;
  Name target_;
};

class Acceptor final : public Context {
 public:
  using Context::Context;

  Step step(Bytes token) override {
    Step step;
    step.fault = acquire_once(GSS_C_ACCEPT);
    if (step.fault) return step;
    gss_buffer_desc theirs = buffer_of(token);
    Buffer ours(library_);
    Name client(library_);
    OM_uint32 granted = 0;
    GssStatus status;
    status.major =
        library_.accept_sec_context(&status.minor, &context_, credential_.get(), &theirs, GSS_C_NO_CHANNEL_BINDINGS,
                                    client.room(), nullptr, &ours, &granted, nullptr, nullptr);
    step = conclude("the peer has not proved who it is", status, ours);
    if (step.complete && !step.fault) step.fault = introduce(client, granted, step.peer);
    return step;
  }

 private:
  static constexpr OM_uint32 kLeast = GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG;  // What libzmq asks for.

  Fault introduce(const Name& client, OM_uint32 granted, std::string& peer) {
    if (granted & GSS_C_ANON_FLAG) return session::disbelief("the peer does not say who it is");
    if ((granted & kLeast) != kLeast) return session::disbelief("the peer asks for too little");
    Buffer text(library_);
    GssStatus status;
    status.major = library_.display_name(&status.minor, client.get(), &text, nullptr);
    if (GSS_ERROR(status.major)) return disbelief(library_, "the peer's principal has no name", status);
    peer = as_text(text.bytes());
    return {};
  }
};

// Where the library has gone between bind or connect and the first link.
class Nothing final : public session::GssContext {
 public:
  explicit Nothing(std::string why) : why_(std::move(why)) {}
  Step step(Bytes) override { return {{Status::kNotSupported, why_}, {}, false, {}}; }
  session::Mechanism::Room room(std::size_t) const override { return {}; }
  Fault wrap(std::span<std::byte>, session::Mechanism::Room) override { return {Status::kNotSupported, why_}; }
  Fault unwrap(std::span<std::byte>, std::span<std::byte>&) override { return {Status::kNotSupported, why_}; }

 private:
  const std::string why_;
};

}  // namespace

Fault gss_fault(const PrincipalName& ours, const PrincipalName& service) {
  std::string why;
  const GssLibrary* const library = gss_library(why);
  if (!library) return {Status::kNotSupported, std::move(why)};
  for (const PrincipalName* name : {&ours, &service}) {
    Name imported(*library);
    if (name->text.empty()) continue;
    if (Fault fault = import(*library, *name, imported)) return {Status::kInvalidArgument, std::move(fault.text)};
  }
  return {};
}

std::shared_ptr<session::GssContext> make_gss_initiator(PrincipalName ours, PrincipalName service, bool seals) {
  std::string why;
  if (const GssLibrary* const library = gss_library(why)) {
    return std::make_shared<Initiator>(*library, std::move(ours), std::move(service), seals);
  }
  return std::make_shared<Nothing>(std::move(why));
}

std::shared_ptr<session::GssContext> make_gss_acceptor(PrincipalName ours) {
  std::string why;
  if (const GssLibrary* const library = gss_library(why)) {
    return std::make_shared<Acceptor>(*library, std::move(ours));
  }
  return std::make_shared<Nothing>(std::move(why));
}

}  // namespace ymq::engine
