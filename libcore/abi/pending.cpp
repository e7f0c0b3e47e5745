#include "abi/handles.h"
#include "ymq/ymq.h"

// On their way: each of these moves to the file of its room when it is built.
namespace {

int32_t pending() noexcept { return ymq::abi::number(ymq::engine::fail(ymq::Status::kNotSupported, "not built yet")); }

}  // namespace

int32_t connector_wait_for_peers(ymq_connector, uint32_t, int64_t) { return pending(); }
int32_t connector_wait_for_peers_async(ymq_connector, uint32_t, ymq_completion_queue, uint64_t) { return pending(); }
int32_t connector_wait_for_subscribers(ymq_connector, const uint8_t*, uint64_t, uint32_t, int64_t) { return pending(); }
int32_t connector_wait_for_subscribers_async(ymq_connector, const uint8_t*, uint64_t, uint32_t, ymq_completion_queue,
                                             uint64_t) {
  return pending();
}
int32_t connector_ready(ymq_connector) { return pending(); }
int32_t connector_descriptor(ymq_connector, int32_t, int32_t*) { return pending(); }
int32_t poller_init(ymq_io_context, ymq_poller*) { return pending(); }
int32_t poller_add_connector(ymq_poller, ymq_connector, uint32_t, uint64_t) { return pending(); }
int32_t poller_remove_connector(ymq_poller, ymq_connector) { return pending(); }
int32_t poller_add_descriptor(ymq_poller, int32_t, uint32_t, uint64_t) { return pending(); }
int32_t poller_remove_descriptor(ymq_poller, int32_t) { return pending(); }
int32_t poller_wait(ymq_poller, ymq_readied*, uint32_t, int64_t) { return pending(); }
int32_t poller_destroy(ymq_poller) { return pending(); }
