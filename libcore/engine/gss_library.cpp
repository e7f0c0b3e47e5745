#include "engine/gss_library.h"

#include <dlfcn.h>

#include <mutex>

namespace ymq::engine {

namespace {

template <class Function>
bool find(void* file, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(file, name));
  return function != nullptr;
}

bool find_all(void* file, GssLibrary& all) {
  return find(file, "gss_import_name", all.import_name) && find(file, "gss_release_name", all.release_name) &&
         find(file, "gss_display_name", all.display_name) && find(file, "gss_acquire_cred", all.acquire_cred) &&
         find(file, "gss_release_cred", all.release_cred) && find(file, "gss_init_sec_context", all.init_sec_context) &&
         find(file, "gss_accept_sec_context", all.accept_sec_context) &&
         find(file, "gss_delete_sec_context", all.delete_sec_context) &&
         find(file, "gss_wrap_iov_length", all.wrap_iov_length) && find(file, "gss_wrap_iov", all.wrap_iov) &&
         find(file, "gss_unwrap_iov", all.unwrap_iov) && find(file, "gss_display_status", all.display_status) &&
         find(file, "gss_release_buffer", all.release_buffer);
}

// What the loader says of the last failure names the file.
std::string missing(const char* file) {
  const char* const reason = dlerror();
  return std::string("GSSAPI needs ") + file +
         " of MIT Kerberos (Debian's package libgssapi-krb5-2), which cannot be " +
         "loaded: " + (reason ? reason : "something is missing in it");
}

}  // namespace

bool load_gss_library(const char* file, GssLibrary& library, std::string& why) {
  void* const loaded = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (loaded && find_all(loaded, library)) return true;
  why = missing(file);
  if (loaded) dlclose(loaded);
  return false;
}

const GssLibrary* gss_library(std::string& why) {
  static std::mutex mutex;
  static GssLibrary library;
  static bool loaded = false;
  const std::lock_guard lock(mutex);
  if (!loaded) loaded = load_gss_library(kGssLibraryFile, library, why);
  return loaded ? &library : nullptr;
}

}  // namespace ymq::engine
