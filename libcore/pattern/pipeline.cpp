#include "pattern/pipeline.h"

namespace ymq::pattern {

void Push::link_down(Peer& peer) { balancer_.link_down(peer); }

void Push::deliver(Peer&, std::span<Part> messages) { effects_.drops.unexpected += count_messages(messages); }

}  // namespace ymq::pattern
