#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>

#include <string>
#include <string_view>

// The system's GSSAPI: MIT Kerberos' libgssapi_krb5, which is loaded when it is first needed, so that nobody else needs
// it.
namespace ymq::engine {

struct GssLibrary {
  decltype(&::gss_import_name) import_name;
  decltype(&::gss_release_name) release_name;
  decltype(&::gss_display_name) display_name;
  decltype(&::gss_acquire_cred) acquire_cred;
  decltype(&::gss_release_cred) release_cred;
  decltype(&::gss_init_sec_context) init_sec_context;
  decltype(&::gss_accept_sec_context) accept_sec_context;
  decltype(&::gss_delete_sec_context) delete_sec_context;
  decltype(&::gss_wrap_iov_length) wrap_iov_length;
  decltype(&::gss_wrap_iov) wrap_iov;
  decltype(&::gss_unwrap_iov) unwrap_iov;
  decltype(&::gss_display_status) display_status;
  decltype(&::gss_release_buffer) release_buffer;
};

inline constexpr const char* kGssLibraryFile = "libgssapi_krb5.so.2";

// Null: it cannot be loaded, and `why` says of which file and package that is. Looked for anew until it is found; never
// unloaded. Any thread.
const GssLibrary* gss_library(std::string& why);
// The same of a file of this name, each time anew.
bool load_gss_library(const char* file, GssLibrary& library, std::string& why);

}  // namespace ymq::engine
