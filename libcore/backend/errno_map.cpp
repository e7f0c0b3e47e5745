#include "backend/errno_map.h"

#include <cerrno>

namespace ymq::backend {

Status status_of(int system_error) noexcept {
  switch (system_error) {
    case 0:
      return Status::kOk;
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
      return Status::kAgain;
    case EINTR:
      return Status::kInterrupted;
    case ECANCELED:
      return Status::kCancelled;
    case ETIMEDOUT:
      return Status::kTimedOut;
    case EACCES:
    case EPERM:
    case EROFS:
      return Status::kPermissionDenied;
    case EADDRINUSE:
      return Status::kAddressInUse;
    case EADDRNOTAVAIL:
    case ENODEV:
      return Status::kAddressNotAvailable;
    case ENOENT:
    case ENOTDIR:
      return Status::kNotFound;
    case EINVAL:
    case ENAMETOOLONG:
    case ENOTSOCK:
      return Status::kInvalidArgument;
    case EAFNOSUPPORT:
    case EOPNOTSUPP:
    case EPROTONOSUPPORT:
    case EPROTOTYPE:
    case ESOCKTNOSUPPORT:
    case ENOSYS:
      return Status::kNotSupported;
    case EMFILE:
    case ENFILE:
      return Status::kTooManyFiles;
    case ENOBUFS:
    case ENOMEM:
      return Status::kOutOfMemory;
    case ECONNREFUSED:
      return Status::kConnectionRefused;
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENETUNREACH:
      return Status::kHostUnreachable;
    case ECONNABORTED:
    case ECONNRESET:
    case ENETRESET:
    case ENOTCONN:
    case EPIPE:
      return Status::kConnectionReset;
    case EBADF:
    case EFAULT:
      return Status::kInternal;
    default:
      return Status::kSystem;
  }
}

}  // namespace ymq::backend
