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

TEST_CASE("the caller's wish goes before the environment's, and that before the default") {
  struct Row {
    ymq::Backend wanted;
    const char* environment;
    Status status;
    const char* reason;
  };
  const Row row = GENERATE(values<Row>({
      {ymq::Backend::kDefault, nullptr, Status::kOk, "epoll: the default"},
      {ymq::Backend::kDefault, "", Status::kOk, "epoll: the default"},
      {ymq::Backend::kDefault, "epoll", Status::kOk, "epoll: chosen by YMQ_BACKEND"},
      {ymq::Backend::kEpoll, "io_uring", Status::kOk, "epoll: chosen by the caller"},
      {ymq::Backend::kDefault, "kqueue", Status::kInvalidArgument,
       "YMQ_BACKEND is \"kqueue\", which is unknown: epoll or io_uring is expected"},
      {static_cast<ymq::Backend>(77), nullptr, Status::kInvalidArgument,
       "backend 77 is unknown: epoll or io_uring is expected"},
  }));
  const Environment environment(row.environment);
  Outcome outcome{Status::kInternal, 7};
  std::string reason;
  const auto backend = make_backend(row.wanted, Driving::kOneThread, outcome, reason);
  CHECK(outcome.status == row.status);
  CHECK(reason == row.reason);
  CHECK((backend != nullptr) == (row.status == Status::kOk));
}

// What it falls back from, where the system forbids it, is tested where the system can be made to (tests/abi).
TEST_CASE("io_uring is for loops that one thread drives, and becomes epoll for others") {
  struct Row {
    ymq::Backend wanted;
    const char* environment;
    const char* origin;
  };
  const Row row = GENERATE(values<Row>({
      {ymq::Backend::kIoUring, "epoll", "chosen by the caller"},
      {ymq::Backend::kDefault, "io_uring", "chosen by YMQ_BACKEND"},
  }));
  const Environment environment(row.environment);
  const std::string origin = row.origin;
  Outcome outcome{Status::kInternal, 7};
  std::string reason;
  const auto shared = make_backend(row.wanted, Driving::kAnyThread, outcome, reason);
  REQUIRE(shared);
  CHECK(outcome.ok());
  CHECK_FALSE(shared->traits().one_driver);
  CHECK(reason == "epoll: instead of io_uring (" + origin + "): it needs an io thread, and this context has none");
  const auto own = make_backend(row.wanted, Driving::kOneThread, outcome, reason);
  REQUIRE(own);
  CHECK(outcome.ok());
  CHECK(own->traits().one_driver == own->traits().gathers_sends);
  if (!own->traits().one_driver) YMQ_SKIP(reason);
  CHECK(reason == "io_uring: " + origin);
}

TEST_CASE("a backend that the system refuses says so") {
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{0, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
  Outcome outcome;
  std::string reason;
  const auto backend = make_backend(ymq::Backend::kEpoll, Driving::kOneThread, outcome, reason);
  setrlimit(RLIMIT_NOFILE, &before);
  CHECK_FALSE(backend);
  CHECK(outcome.status == Status::kTooManyFiles);
  CHECK(outcome.system_error == EMFILE);
  CHECK(reason == "epoll: chosen by the caller, but the system refused: Too many open files");
}

}  // namespace ymq::backend
