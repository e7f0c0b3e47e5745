#include "engine/loan.h"

#include "engine/completion_queue.h"
#include "engine/error.h"

namespace ymq::engine {

Status Loan::make(std::span<const std::byte> bytes, const std::shared_ptr<CompletionQueue>& queue, std::uint64_t tag,
                  BlockRef& block) {
  auto operation = std::make_shared<Operation>();
  operation->kind = CompletionKind::kRelease;
  operation->tag = tag;
  operation->queue = queue;
  auto loan = std::make_unique<Loan>(operation);
  if (!queue->begin(operation)) return fail(Status::kClosed, "the completion queue is closed");
  block = BlockRef::adopt(Block::lend(bytes, *loan));
  if (block) {
    static_cast<void>(loan.release());  // It ends itself, when the memory is returned.
    return Status::kOk;
  }
  queue->forget(operation);
  return fail(Status::kOutOfMemory, "memory ran out");
}

// Where there is no memory for so much as the completion it does not come: the lender waits longer than he need.
void Loan::returned() noexcept {
  const std::unique_ptr<Loan> self(this);
  CompletionQueue::end(operation_, Status::kOk);
}

}  // namespace ymq::engine
