#include "backend/uring_ring.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "backend/errno_map.h"
#include "backend/sockets.h"

namespace ymq::backend {

namespace {

// How a ring may be set up, best first. The kernel refuses a flag that it does not know with EINVAL.
struct Mode {
  unsigned flags;
  const char* since;
  bool defers;
};
constexpr unsigned kAlways = IORING_SETUP_R_DISABLED | IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL |
                             IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_TASKRUN_FLAG;
constexpr Mode kModes[] = {
    // What is left to do for a request is done when the driver enters the kernel to wait, not in between.
    {kAlways | IORING_SETUP_DEFER_TASKRUN, "6.1", true},
    // It is done when the driver enters the kernel for any reason, and does not interrupt it.
    {kAlways | IORING_SETUP_COOP_TASKRUN, "6.0", false},
};

// What a ring must be able to do: a feature of the ring, or an operation.
struct Need {
  const char* what;
  const char* since;
  unsigned feature;
  int operation;
};
constexpr int kNoOperation = -1;
constexpr Need kNeeds[] = {
    {"completions that are never dropped", "5.5", IORING_FEAT_NODROP, kNoOperation},
    {"arguments that need not outlive the submission", "5.5", IORING_FEAT_SUBMIT_STABLE, kNoOperation},
    {"polling instead of threads", "5.7", IORING_FEAT_FAST_POLL, kNoOperation},
    {"waiting with a time limit", "5.11", IORING_FEAT_EXT_ARG, kNoOperation},
    {"polling a descriptor", "5.1", 0, IORING_OP_POLL_ADD},
    {"accepting", "5.5", 0, IORING_OP_ACCEPT},
    {"connecting", "5.5", 0, IORING_OP_CONNECT},
    {"cancelling", "5.5", 0, IORING_OP_ASYNC_CANCEL},
    {"sending", "5.6", 0, IORING_OP_SEND},
    {"gathering sends", "5.3", 0, IORING_OP_SENDMSG},
    {"receiving", "5.6", 0, IORING_OP_RECV},
    // Multishot receive has no mark of its own. It came in the same version as this operation, which is not used.
    {"receiving many times with one request", "6.0", 0, IORING_OP_SEND_ZC},
};

constexpr const char* kLeastKernel = "Linux 6.0 or later is needed";

// What the kernel says of each operation.
class Probe {
 public:
  // Returns 0 or an errno.
  int ask(io_uring& ring) noexcept { return -io_uring_register_probe(&ring, get(), kOperations); }
  bool supports(int operation) const noexcept { return io_uring_opcode_supported(get(), operation) != 0; }

 private:
  static constexpr unsigned kOperations = 256;
  io_uring_probe* get() const noexcept { return reinterpret_cast<io_uring_probe*>(memory_); }

  alignas(io_uring_probe) mutable std::byte memory_[sizeof(io_uring_probe) + kOperations * sizeof(io_uring_probe_op)]{};
};

bool sysctl_forbids() {
  int level = 0;
  std::ifstream("/proc/sys/kernel/io_uring_disabled") >> level;
  return level != 0;
}

std::string help_for(int system_error) {
  switch (system_error) {
    case ENOSYS:
      return std::string("the kernel has no io_uring, or a seccomp filter hides it; ") + kLeastKernel;
    case EPERM:
    case EACCES:
      if (sysctl_forbids()) return "set the sysctl kernel.io_uring_disabled to 0";
      return "a seccomp filter, such as a container's default profile, must allow io_uring_setup, io_uring_enter and "
             "io_uring_register";
    case ENOMEM:
      return "more memory, or a higher limit of locked memory (ulimit -l), would help";
    case EAGAIN:
      return "a higher limit of threads (ulimit -u) would help";
    case EMFILE:
    case ENFILE:
      return "a higher limit of open files (ulimit -n) would help";
    default:
      return kLeastKernel;
  }
}

const Need* missing(const io_uring& ring, const Probe& probe) noexcept {
  for (const Need& need : kNeeds) {
    if ((ring.features & need.feature) != need.feature) return &need;
    if (need.operation != kNoOperation && !probe.supports(need.operation)) return &need;
  }
  return nullptr;
}

// Entering a ring that is switched off does nothing but fail with EBADFD, unless entering as such is forbidden.
int try_to_enter(const io_uring& ring) noexcept {
  const int result = io_uring_enter(static_cast<unsigned>(ring.ring_fd), 0, 0, 0, nullptr);
  return result == -EBADFD || result >= 0 ? 0 : -result;
}

}  // namespace

Outcome refuse_uring(const std::string& what, int system_error, std::string& refusal) {
  refusal = what + ": " + std::generic_category().message(system_error) + "; " + help_for(system_error);
  return outcome_of(system_error);
}

UringRing::~UringRing() {
  if (opened_) io_uring_queue_exit(&ring_);
}

int UringRing::set_up(const UringLimits& limits) noexcept {
  int result = -EINVAL;
  for (const Mode& mode : kModes) {
    if (mode.defers && !limits.defer) continue;
    io_uring_params parameters{};
    parameters.flags = mode.flags;
    parameters.cq_entries = limits.completions;
    result = io_uring_queue_init_params(limits.submissions, &ring_, &parameters);
    if (result != -EINVAL) break;
  }
  opened_ = result >= 0;
  return opened_ ? 0 : -result;
}

Outcome UringRing::open(const UringLimits& limits, std::string& refusal) {
  if (const int error = set_up(limits)) return refuse_uring("io_uring_setup", error, refusal);
  Probe probe;
  if (const int error = probe.ask(ring_)) return refuse_uring("io_uring_register", error, refusal);
  if (const Need* need = missing(ring_, probe)) {
    return refuse_uring(std::string("the kernel lacks ") + need->what + ", which Linux " + need->since + " has",
                        EOPNOTSUPP, refusal);
  }
  if (const int error = try_to_enter(ring_)) return refuse_uring("io_uring_enter", error, refusal);
  // A forked child must not touch what it shares with its parent. Where this fails it need only take more care.
  io_uring_ring_dontfork(&ring_);
  return {};
}

Outcome UringRing::enable() noexcept { return outcome_of(-std::min(io_uring_enable_rings(&ring_), 0)); }

io_uring_sqe* UringRing::next() noexcept {
  if (io_uring_sqe* request = io_uring_get_sqe(&ring_)) return request;
  io_uring_submit(&ring_);
  return io_uring_get_sqe(&ring_);
}

// Whether the kernel has something to do, or completions for which there was no room.
bool UringRing::due() noexcept {
  return (IO_URING_READ_ONCE(*ring_.sq.kflags) & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW)) != 0;
}

Outcome UringRing::enter(Time patience) noexcept {
  if (patience <= 0) {
    if (has_requests() || due()) io_uring_submit_and_get_events(&ring_);
    return {};
  }
  // Where requests go with it the kernel tells of them, and not of a signal that ended the wait. So such a wait always
  // has a limit, and what ends before that without a completion was interrupted.
  const bool unlimited = patience == kNever && !has_requests();
  const Time limit = std::min(patience, 3600 * kSecond);
  const Time start = unlimited ? 0 : system_now();
  __kernel_timespec time{limit / kSecond, limit % kSecond};
  io_uring_cqe* completion = nullptr;
  const int result = io_uring_submit_and_wait_timeout(&ring_, &completion, 1, unlimited ? nullptr : &time, nullptr);
  if (result == -EINTR) return {Status::kInterrupted, EINTR};
  if (completion || unlimited || has_requests()) return {};
  return system_now() - start < limit ? Outcome{Status::kInterrupted, EINTR} : Outcome{};
}

}  // namespace ymq::backend
