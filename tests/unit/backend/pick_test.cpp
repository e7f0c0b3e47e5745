#include <sys/resource.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "backend/backend.h"
#include "unit/catch.h"

namespace ymq::backend {

namespace {

// Sets YMQ_BACKEND for one test; null unsets it.
class Environment {
 public:
  explicit Environment(const char* value) {
    if (const char* before = std::getenv("YMQ_BACKEND")) before_ = before;
    set(value);
  }
  ~Environment() { set(before_.empty() ? nullptr : before_.c_str()); }

 private:
  static void set(const char* value) {
    if (value) {
      setenv("YMQ_BACKEND", value, 1);
    } else {
      unsetenv("YMQ_BACKEND");
    }
  }
  std::string before_;
};

}  // namespace

TEST_CASE("the caller's wish goes before the environment's, and that before the best") {
  struct Row {
    ymq::Backend wanted;
    const char* environment;
    Status status;
    const char* reason;
  };
  const Row row = GENERATE(values<Row>({
      {ymq::Backend::kDefault, nullptr, Status::kOk, "epoll: the best that this version has"},
      {ymq::Backend::kDefault, "", Status::kOk, "epoll: the best that this version has"},
      {ymq::Backend::kDefault, "epoll", Status::kOk, "epoll: chosen by YMQ_BACKEND"},
      {ymq::Backend::kEpoll, "io_uring", Status::kOk, "epoll: chosen by the caller"},
      {ymq::Backend::kDefault, "io_uring", Status::kNotSupported,
       "io_uring: chosen by YMQ_BACKEND, but this version has epoll only"},
      {ymq::Backend::kIoUring, "epoll", Status::kNotSupported,
       "io_uring: chosen by the caller, but this version has epoll only"},
      {ymq::Backend::kDefault, "kqueue", Status::kInvalidArgument,
       "YMQ_BACKEND is \"kqueue\", which is unknown: epoll is expected"},
      {static_cast<ymq::Backend>(77), nullptr, Status::kInvalidArgument, "backend 77 is unknown: epoll is expected"},
  }));
  const Environment environment(row.environment);
  Outcome outcome{Status::kInternal, 7};
  std::string reason;
  const auto backend = make_backend(row.wanted, outcome, reason);
  CHECK(outcome.status == row.status);
  CHECK(reason == row.reason);
  CHECK((backend != nullptr) == (row.status == Status::kOk));
}

TEST_CASE("a backend that the system refuses says so") {
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{0, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
  Outcome outcome;
  std::string reason;
  const auto backend = make_backend(ymq::Backend::kEpoll, outcome, reason);
  setrlimit(RLIMIT_NOFILE, &before);
  CHECK_FALSE(backend);
  CHECK(outcome.status == Status::kTooManyFiles);
  CHECK(outcome.system_error == EMFILE);
  CHECK(reason == "epoll: chosen by the caller, but the system refused: Too many open files");
}

}  // namespace ymq::backend
