#include "abi/handles.h"
#include "ymq/ymq.h"

// On their way: each of these moves to the file of its room when it is built.
namespace {

int32_t pending() noexcept { return ymq::abi::number(ymq::engine::fail(ymq::Status::kNotSupported, "not built yet")); }

}  // namespace

int32_t connector_join(ymq_connector, const uint8_t*, uint64_t) { return pending(); }
int32_t connector_leave(ymq_connector, const uint8_t*, uint64_t) { return pending(); }
int32_t connector_connect_peer(ymq_connector, const char*, uint64_t, uint32_t*) { return pending(); }
int32_t connector_bind_descriptor(ymq_connector, int32_t, char*, uint64_t) { return pending(); }
int32_t connector_get_peer_info(ymq_connector, uint64_t, ymq_peer_info*) { return pending(); }
int32_t message_copy(ymq_message, ymq_message*) { return pending(); }
int32_t message_peer(ymq_message, uint64_t*) { return pending(); }
int32_t proxy_init(ymq_connector, ymq_connector, ymq_connector, ymq_proxy*) { return pending(); }
int32_t proxy_pause(ymq_proxy) { return pending(); }
int32_t proxy_resume(ymq_proxy) { return pending(); }
int32_t proxy_wait(ymq_proxy, int64_t) { return pending(); }
int32_t proxy_get_stats(ymq_proxy, ymq_proxy_stats*) { return pending(); }
int32_t proxy_destroy(ymq_proxy) { return pending(); }
