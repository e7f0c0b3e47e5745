#include "backend/uring_ring.h"

#include <cerrno>
#include <set>
#include <string>

#include "unit/catch.h"

namespace ymq::backend {

namespace {

// False, and says why, where the system forbids io_uring.
bool start(UringRing& ring, const UringLimits& limits) {
  std::string refusal;
  if (ring.open(limits, refusal).ok() && ring.enable().ok()) return true;
  std::cout << "SKIP: " << refusal << '\n';
  return false;
}

}  // namespace

TEST_CASE("completions that the ring has no room for come later, none twice and none never") {
  const bool defer = GENERATE(true, false);
  CAPTURE(defer);
  UringRing ring;
  if (!start(ring, {.submissions = 4, .completions = 4, .defer = defer})) return;
  constexpr std::uint64_t kRequests = 50;
  std::set<std::uint64_t> seen;
  std::uint64_t written = 0;
  const auto remember = [&](const io_uring_cqe& completion) { CHECK(seen.insert(completion.user_data).second); };
  for (; written < kRequests; ++written) {
    io_uring_sqe* request = ring.next();
    if (!request) break;
    io_uring_prep_nop(request);
    request->user_data = written;
  }
  REQUIRE(ring.enter(0).ok());
  REQUIRE(written > 4);
  REQUIRE((*ring.get().sq.kflags & IORING_SQ_CQ_OVERFLOW) != 0);
  for (std::size_t before = kRequests; before != seen.size();) {
    before = seen.size();
    ring.reap(remember);
    REQUIRE(ring.enter(0).ok());
  }
  CHECK(seen.size() == written);
}

TEST_CASE("what does not work says what, why, and what would help") {
  struct Row {
    int error;
    Status status;
    const char* text;
  };
  const Row row = GENERATE(values<Row>({
      {ENOSYS, Status::kNotSupported,
       "io_uring_setup: Function not implemented; the kernel has no io_uring, or a seccomp filter hides it; Linux 6.0 "
       "or later is needed"},
      {ENOMEM, Status::kOutOfMemory,
       "io_uring_setup: Cannot allocate memory; more memory, or a higher limit of locked memory (ulimit -l), would "
       "help"},
      {EMFILE, Status::kTooManyFiles,
       "io_uring_setup: Too many open files; a higher limit of open files (ulimit -n) would help"},
      {EAGAIN, Status::kAgain,
       "io_uring_setup: Resource temporarily unavailable; a higher limit of threads (ulimit -u) would help"},
      {EINVAL, Status::kInvalidArgument, "io_uring_setup: Invalid argument; Linux 6.0 or later is needed"},
  }));
  std::string refusal;
  const Outcome outcome = refuse_uring("io_uring_setup", row.error, refusal);
  CHECK(outcome.status == row.status);
  CHECK(outcome.system_error == row.error);
  CHECK(refusal == row.text);
}

}  // namespace ymq::backend
