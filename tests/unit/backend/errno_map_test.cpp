#include "backend/errno_map.h"

#include <cerrno>

#include "unit/catch.h"

namespace ymq::backend {

TEST_CASE("errno is mapped to our own list and kept beside it") {
  struct Row {
    int system_error;
    Status status;
  };
  const Row row = GENERATE(values<Row>({
      {0, Status::kOk},
      {EAGAIN, Status::kAgain},
      {EINPROGRESS, Status::kAgain},
      {EINTR, Status::kInterrupted},
      {ETIMEDOUT, Status::kTimedOut},
      {EACCES, Status::kPermissionDenied},
      {EADDRINUSE, Status::kAddressInUse},
      {EADDRNOTAVAIL, Status::kAddressNotAvailable},
      {ENOENT, Status::kNotFound},
      {EINVAL, Status::kInvalidArgument},
      {EAFNOSUPPORT, Status::kNotSupported},
      {EMFILE, Status::kTooManyFiles},
      {ENFILE, Status::kTooManyFiles},
      {ENOMEM, Status::kOutOfMemory},
      {ENOBUFS, Status::kOutOfMemory},
      {ECONNREFUSED, Status::kConnectionRefused},
      {ENETUNREACH, Status::kHostUnreachable},
      {ECONNRESET, Status::kConnectionReset},
      {EPIPE, Status::kConnectionReset},
      {EBADF, Status::kInternal},
      {EXDEV, Status::kSystem},
      {12345, Status::kSystem},
  }));
  const Outcome outcome = outcome_of(row.system_error);
  CAPTURE(row.system_error);
  CHECK(outcome.status == row.status);
  CHECK(outcome.system_error == row.system_error);
  CHECK(outcome.ok() == (row.system_error == 0));
}

}  // namespace ymq::backend
