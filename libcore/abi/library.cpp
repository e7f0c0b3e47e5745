#include "abi/tables.gen.h"
#include "engine/error.h"
#include "ymq/ymq.h"

using namespace ymq;

const char* ymq_version(void) { return abi::kVersion; }

const char* ymq_abi_manifest(void) { return abi::kManifest; }

const char* ymq_status_name(int32_t status) { return abi::status_name(status); }

const char* ymq_status_text(int32_t status) { return abi::status_text(status); }

const char* ymq_last_error(int32_t* system_error) {
  if (system_error) *system_error = engine::last_system_error();
  return engine::last_error_text();
}
