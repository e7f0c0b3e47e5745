#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "backend/errno_map.h"
#include "backend/uring_backend.h"

namespace ymq::backend {

namespace {

constexpr Time kAcceptPause = 100 * kMillisecond;
// After so many receives in a row that a small buffer would have held, a stream is a quiet one again.
constexpr int kQuietReceives = 8;

}  // namespace

void UringBackend::on_completion(const io_uring_cqe& completion) {
  const bool over = (completion.flags & IORING_CQE_F_MORE) == 0;
  if (completion.user_data == 0) {
    if (over) listens_for_wake_ = false;
    return;
  }
  const auto tag = static_cast<Tag>(completion.user_data & kAnyTag);
  auto& entry = *reinterpret_cast<UringEntry*>(completion.user_data & ~std::uint64_t{kAnyTag});
  const bool incoming = tag == kIncoming || tag == kCancelIncoming;
  UringSide& side = incoming ? entry.incoming : entry.outgoing;
  if (tag == kCancelIncoming || tag == kCancelOutgoing) return on_withdrawn(entry, side, completion.res);
  const UringRequest request = side.request;
  if (over) on_request_ended(entry, side, completion.res == -ENOBUFS);
  if (!incoming) return on_outgoing(entry, completion.res);
  const bool accepts = side.operation && side.operation->action == Action::kAccept;
  accepts ? on_accept(entry, completion.res) : on_receive(entry, request, completion.res, completion.flags);
}

// Queued before anything is reported, so that the entry stays whose it is whatever the reports bring about. Those that
// found no buffer are first to try again, lest others always take all.
void UringBackend::on_request_ended(UringEntry& entry, UringSide& side, bool starved) noexcept {
  side.request = UringRequest::kNone;
  const bool asked = side.withdrawal == UringWithdrawal::kAsked;
  side.withdrawal = asked ? UringWithdrawal::kPast : UringWithdrawal::kNone;
  if (!starved || entry.queued) return enqueue(entry);
  entry.queued = true;
  ready_.push_front(entry);
}

// The kernel does not find a request that it is just working on. It is then asked again.
void UringBackend::on_withdrawn(UringEntry& entry, UringSide& side, int result) noexcept {
  const bool granted = side.withdrawal == UringWithdrawal::kAsked && result >= 0;
  side.withdrawal = granted ? UringWithdrawal::kGranted : UringWithdrawal::kNone;
  entry.is_open() ? enqueue(entry) : recycle_if_done(entry);
}

// What came of a request that was withdrawn is decided in the entry's turn.
void UringBackend::on_outgoing(UringEntry& entry, int result) {
  UringSide& side = entry.outgoing;
  const bool connects = side.operation->action == Action::kConnect;
  if (result < 0 && (entry.closing || result == -ECANCELED || result == -EAGAIN || result == -EINTR)) return;
  const Outcome outcome = outcome_of(-std::min(result, 0));
  if (connects) return finish_connect(entry, outcome);
  const auto size = static_cast<std::size_t>(std::max(result, 0));
  entry.sent.add(size);
  end(side, {.outcome = outcome, .size = size});
}

// Accepting. ---------------------------------------------------------------------------------------------------------

void UringBackend::on_accept(UringEntry& entry, int result) {
  if (result >= 0) return entry.listens() ? accept(entry, result) : close_socket(result);
  if (entry.listens() && entry.incoming.ending.ok() && result != -ECANCELED) on_accept_failed(entry, -result);
}

void UringBackend::accept(UringEntry& listener, int descriptor) {
  prepare_accepted(descriptor, listener.buffers);
  Operation& operation = *listener.incoming.operation;
  if (const UringEntry* connection = add(descriptor)) {
    report(operation, {.last = false, .stream = connection->stream()});
  } else {
    report(operation, {.outcome = outcome_of(ENOMEM), .last = false});
  }
}

// The kernel looks for a descriptor before anybody calls, so without one a listener pauses even while nobody does.
void UringBackend::on_accept_failed(UringEntry& entry, int system_error) {
  const Accepted failure = accept_failure(entry.file(), system_error);
  if (failure == Accepted::kBroken) return end(entry.incoming, {.outcome = outcome_of(system_error)});
  if (failure == Accepted::kPassing || system_error == EAGAIN) return;
  entry.pausing = true;
  accept_again_ = now() + kAcceptPause;
  if (failure == Accepted::kShortage) {
    report(*entry.incoming.operation, {.outcome = outcome_of(system_error), .last = false});
  }
}

// Receiving. ---------------------------------------------------------------------------------------------------------

void UringBackend::on_receive(UringEntry& entry, UringRequest request, int result, unsigned flags) {
  const unsigned id = flags >> IORING_CQE_BUFFER_SHIFT;
  const auto size = static_cast<std::size_t>(std::max(result, 0));
  if (request == UringRequest::kIntoTarget) {
    if (size != 0 && entry.listens()) report_received(entry, entry.incoming.operation->target.first(size), nullptr);
  } else if ((flags & IORING_CQE_F_BUFFER) != 0) {
    request == UringRequest::kOnce ? on_large_buffer(entry, id, size) : on_small_buffer(entry, id, size);
  }
  if (result <= 0) on_receive_failed(entry, result);
}

// What came of a request that was withdrawn, or found no buffer, is decided in the entry's turn.
void UringBackend::on_receive_failed(UringEntry& entry, int result) {
  if (!entry.listens()) return;
  if (result == -ECANCELED || result == -ENOBUFS || result == -EAGAIN || result == -EINTR) return;
  end(entry.incoming, {.outcome = result == 0 ? Outcome{Status::kPeerClosed, 0} : outcome_of(-result)});
}

void UringBackend::on_small_buffer(UringEntry& entry, unsigned id, std::size_t size) {
  if (size == UringSmallBuffers::kSize) {
    entry.bulk = true;
    enqueue(entry);
  }
  std::span<std::byte> rest = small_buffers_.filled(id, size);
  while (!rest.empty() && entry.listens()) {
    rest = entry.incoming.operation->target.empty() ? lend_copy(entry, rest) : copy_to_target(entry, rest);
  }
  small_buffers_.give_back(id);
}

void UringBackend::on_large_buffer(UringEntry& entry, unsigned id, std::size_t size) {
  entry.quiet = size < UringSmallBuffers::kSize ? entry.quiet + 1 : 0;
  entry.bulk = entry.quiet < kQuietReceives;
  std::span<std::byte> rest = large_buffers_.filled(id, size);
  while (!rest.empty() && entry.listens()) {
    if (entry.incoming.operation->target.empty()) {
      report_received(entry, std::exchange(rest, {}), large_buffers_.owner(id));
    } else {
      rest = copy_to_target(entry, rest);
    }
  }
  large_buffers_.give_back(id, size);
}

// Returns what did not fit.
std::span<std::byte> UringBackend::copy_to_target(UringEntry& entry, std::span<std::byte> bytes) {
  const std::span<std::byte> target = entry.incoming.operation->target;
  const std::size_t size = std::min(target.size(), bytes.size());
  std::memcpy(target.data(), bytes.data(), size);
  report_received(entry, target.first(size), nullptr);
  return bytes.subspan(size);
}

// Returns what did not fit.
std::span<std::byte> UringBackend::lend_copy(UringEntry& entry, std::span<std::byte> bytes) {
  const std::span<std::byte> room = blocks_.room();
  if (room.empty()) {
    entry.incoming.ending = outcome_of(ENOMEM);
    enqueue(entry);
    return {};
  }
  const std::size_t size = std::min(room.size(), bytes.size());
  std::memcpy(room.data(), bytes.data(), size);
  blocks_.lend(size);
  report_received(entry, room.first(size), blocks_.owner());
  return bytes.subspan(size);
}

void UringBackend::report_received(UringEntry& entry, std::span<const std::byte> bytes, Block* owner) {
  report(*entry.incoming.operation, {.last = false, .size = bytes.size(), .data = bytes.data(), .owner = owner});
}

}  // namespace ymq::backend
