#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/block.h"
#include "base/vocabulary.gen.h"

namespace ymq::engine {

class CompletionQueue;
struct Operation;

// Memory of the application's that a message refers to: lent until nobody refers to it any more, neither messages nor
// outboxes nor other connectors of the process. Then a completion says so.
class Loan final : public Lender {
 public:
  // A block of these bytes. kClosed: the queue takes no completions any more; kOutOfMemory. Noted.
  static Status make(std::span<const std::byte> bytes, const std::shared_ptr<CompletionQueue>& queue, std::uint64_t tag,
                     BlockRef& block);

  explicit Loan(std::shared_ptr<Operation> operation) : operation_(std::move(operation)) {}
  void returned() noexcept override;

 private:
  const std::shared_ptr<Operation> operation_;
};

}  // namespace ymq::engine
