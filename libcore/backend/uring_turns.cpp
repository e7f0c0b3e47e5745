#include <algorithm>
#include <cerrno>
#include <utility>

#include "backend/decided.h"
#include "backend/errno_map.h"
#include "backend/uring_backend.h"

namespace ymq::backend {

namespace {

// A target is received into directly from this size on: for less, copying is cheaper than a request of its own.
constexpr std::size_t kDirectTarget = 32 * 1024;

}  // namespace

// One turn for each entry that is queued now; those that are queued meanwhile have theirs in the next call.
void UringBackend::make_progress() {
  resume_accepting();
  report_decided();
  Queue<UringEntry> turns = std::exchange(ready_, {});
  while (UringEntry* entry = turns.pop()) {
    entry->queued = false;
    if (!entry->is_open()) {
      recycle_if_done(*entry);
    } else if (!take_turn(*entry)) {
      enqueue(*entry);
      break;
    }
  }
  ready_.append(turns);
}

void UringBackend::resume_accepting() {
  if (!paused_.empty() && now() >= accept_again_) ready_.append(paused_);
}

void UringBackend::report_decided() {
  Queue<Operation> ends = std::exchange(decided_, {});
  while (Operation* operation = ends.pop()) {
    const Outcome outcome = outcome_in(std::exchange(operation->note, 0));
    report(*operation, {.outcome = outcome});
  }
}

bool UringBackend::take_turn(UringEntry& entry) {
  if (entry.closing) return close_turn(entry);
  const Stream number = entry.stream();
  if (!outgoing_turn(entry)) return false;
  if (entry.stream() != number || entry.closing) return true;
  return incoming_turn(entry);
}

bool UringBackend::close_turn(UringEntry& entry) {
  const bool withdrawn = withdraw(entry, entry.incoming, kIncoming, kCancelIncoming) &&
                         withdraw(entry, entry.outgoing, kOutgoing, kCancelOutgoing);
  if (entry.incoming.idle() && entry.outgoing.idle()) close(entry);
  return withdrawn;
}

bool UringBackend::outgoing_turn(UringEntry& entry) {
  UringSide& side = entry.outgoing;
  if (!side.operation) return true;
  if (!side.idle()) return side.ending.ok() || withdraw(entry, side, kOutgoing, kCancelOutgoing);
  if (!entry.connected && side.ending.ok()) return request_outgoing(entry);
  end_unsent(entry);
  return true;
}

// The kernel has, or needs, no request for the operation.
void UringBackend::end_unsent(UringEntry& entry) {
  UringSide& side = entry.outgoing;
  if (side.operation->action == Action::kConnect) return finish_connect(entry, side.ending);
  end(side, {.outcome = side.ending});
}

// A lasting receive into small buffers makes way once the stream has turned out to carry more.
bool UringBackend::incoming_turn(UringEntry& entry) {
  UringSide& side = entry.incoming;
  if (!side.operation) return true;
  if (!side.idle()) {
    const bool outgrown = entry.bulk && side.request == UringRequest::kLasting;
    return (side.ending.ok() && !outgrown) || withdraw(entry, side, kIncoming, kCancelIncoming);
  }
  if (side.ending.ok() && entry.pausing && now() < accept_again_) {
    pause(entry);
    return true;
  }
  if (side.ending.ok()) return request_incoming(entry);
  end(side, {.outcome = side.ending});
  return true;
}

void UringBackend::pause(UringEntry& entry) noexcept {
  entry.queued = true;
  paused_.push(entry);
}

// Has the kernel give up what it does for this side, unless it was told before.
bool UringBackend::withdraw(UringEntry& entry, UringSide& side, Tag tag, Tag cancel_tag) noexcept {
  if (side.idle() || side.withdrawal != UringWithdrawal::kNone) return true;
  io_uring_sqe* request = ring_.next();
  if (!request) return false;
  io_uring_prep_cancel64(request, user_data_of(entry, tag), 0);
  request->user_data = user_data_of(entry, cancel_tag);
  side.withdrawal = UringWithdrawal::kAsked;
  return true;
}

bool UringBackend::request_outgoing(UringEntry& entry) noexcept {
  io_uring_sqe* request = ring_.next();
  if (!request) return false;
  const Operation& operation = *entry.outgoing.operation;
  if (operation.action == Action::kConnect) {
    io_uring_prep_connect(request, entry.file(), operation.destination->get(), operation.destination->size);
  } else if (operation.segments.size() == 1) {
    const iovec& only = operation.segments.front();
    io_uring_prep_send(request, entry.file(), only.iov_base, only.iov_len, MSG_NOSIGNAL);
  } else {
    entry.message.msg_iov = const_cast<iovec*>(operation.segments.data());
    entry.message.msg_iovlen = std::min(operation.segments.size(), kMaxSegments);
    io_uring_prep_sendmsg(request, entry.file(), &entry.message, MSG_NOSIGNAL);
  }
  request->user_data = user_data_of(entry, kOutgoing);
  entry.outgoing.request = UringRequest::kOnce;
  return true;
}

bool UringBackend::request_incoming(UringEntry& entry) {
  UringSide& side = entry.incoming;
  const bool accepts = side.operation->action == Action::kAccept;
  if (!accepts && entry.bulk && !large_buffers_.fill()) {
    end(side, {.outcome = outcome_of(ENOMEM)});
    return true;
  }
  io_uring_sqe* request = ring_.next();
  if (!request) return false;
  if (accepts) {
    io_uring_prep_multishot_accept(request, entry.file(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    entry.pausing = false;
    side.request = UringRequest::kLasting;
  } else {
    side.request = write_receive(*request, entry);
  }
  request->user_data = user_data_of(entry, kIncoming);
  return true;
}

UringRequest UringBackend::write_receive(io_uring_sqe& request, const UringEntry& entry) noexcept {
  const std::span<std::byte> target = entry.incoming.operation->target;
  if (target.size() >= kDirectTarget) {
    io_uring_prep_recv(&request, entry.file(), target.data(), std::min(target.size(), kTargetReceiveSize), 0);
    return UringRequest::kIntoTarget;
  }
  if (entry.bulk) {
    io_uring_prep_recv(&request, entry.file(), nullptr, 0, 0);
  } else {
    io_uring_prep_recv_multishot(&request, entry.file(), nullptr, 0, 0);
  }
  request.flags |= IOSQE_BUFFER_SELECT;
  request.buf_group = entry.bulk ? kLargeGroup : kSmallGroup;
  return entry.bulk ? UringRequest::kOnce : UringRequest::kLasting;
}

// Operations whose end was decided a moment ago may still wait for their reports: they too come before the close.
void UringBackend::close(UringEntry& entry) {
  for (UringSide* side : {&entry.incoming, &entry.outgoing}) {
    end(*side, {.outcome = side->ending.ok() ? Outcome{Status::kClosed, 0} : side->ending});
  }
  report_decided();
  Operation* closing = std::exchange(entry.closing, nullptr);
  release(entry);
  report(*closing, {});
}

}  // namespace ymq::backend
