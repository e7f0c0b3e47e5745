#include <seccomp.h>

#include <cerrno>
#include <initializer_list>

#include "abi/support.h"

// Which backend a context gets where the system forbids io_uring. The filters are real ones, each in a child of its own
// because nobody can take a filter off again.
namespace abi {
namespace {

// As a container's profile does it: what is forbidden fails with this errno.
bool forbid(std::initializer_list<int> calls, int error) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  bool done = filter != nullptr;
  for (const int call : calls) {
    done = done && seccomp_rule_add(filter, SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call, 0) == 0;
  }
  done = done && seccomp_load(filter) == 0;
  if (filter) seccomp_release(filter);
  return done;
}

// What the context says of itself, and what arrives over it.
std::string says_and_carries(const ymq::IoContext& context) {
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.connected.send("arrives", kPatience);
  return context.backend() + " | " + receive(pair.bound).at(0);
}

class Environment {
 public:
  explicit Environment(const char* value) {
    if (const char* before = std::getenv("YMQ_BACKEND")) before_ = before;
    setenv("YMQ_BACKEND", value, 1);
  }
  ~Environment() { before_.empty() ? unsetenv("YMQ_BACKEND") : setenv("YMQ_BACKEND", before_.c_str(), 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::string before_;
};

constexpr const char* kAllowThem =
    "a seccomp filter, such as a container's default profile, must allow io_uring_setup, io_uring_enter and "
    "io_uring_register";
constexpr const char* kHidden =
    "the kernel has no io_uring, or a seccomp filter hides it; Linux 6.0 or later is needed";

}  // namespace

TEST_CASE("a context gets the io_uring it asks for, by option or environment, and carries messages with it") {
  const Environment environment("io_uring");
  const ymq::IoContext asked(1, YMQ_BACKEND_IO_URING);
  const ymq::IoContext environed(2);
  if (asked.backend().starts_with("epoll: instead of io_uring")) YMQ_SKIP(asked.backend());
  CHECK(says_and_carries(asked) == "io_uring: chosen by the caller | arrives");
  CHECK(says_and_carries(environed) == "io_uring: chosen by YMQ_BACKEND | arrives");
}

TEST_CASE("a context that its callers drive uses epoll, whatever was asked for") {
  const ymq::IoContext context(0, YMQ_BACKEND_IO_URING);
  CHECK(says_and_carries(context) ==
        "epoll: instead of io_uring (chosen by the caller): it needs an io thread, and this context has none | "
        "arrives");
}

TEST_CASE("where a filter forbids io_uring, a context uses epoll, says why, and works") {
  if (!kChildrenMayStartThreads) YMQ_SKIP("ThreadSanitizer cannot follow a forked child that starts threads");
  {
    const ymq::IoContext context(1, YMQ_BACKEND_IO_URING);
    if (context.backend() != "io_uring: chosen by the caller") YMQ_SKIP(context.backend());
  }
  struct Row {
    std::initializer_list<int> calls;
    int error;
    std::string refusal;
  };
  const int setup = SCMP_SYS(io_uring_setup), enter = SCMP_SYS(io_uring_enter), configure = SCMP_SYS(io_uring_register);
  const std::string not_permitted = std::string(": Operation not permitted; ") + kAllowThem;
  const std::string not_implemented = std::string(": Function not implemented; ") + kHidden;
  const Row rows[] = {
      {{setup, enter, configure}, EPERM, "io_uring_setup" + not_permitted},
      {{setup, enter, configure}, ENOSYS, "io_uring_setup" + not_implemented},
      {{enter}, EPERM, "io_uring_enter" + not_permitted},
      {{enter}, ENOSYS, "io_uring_enter" + not_implemented},
      {{configure}, EPERM, "io_uring_register" + not_permitted},
      {{configure}, ENOSYS, "io_uring_register" + not_implemented},
  };
  for (const Row& row : rows) {
    for (const bool by_environment : {false, true}) {
      const ChildResult child = in_child([&](std::string& say) {
        const Environment environment(by_environment ? "io_uring" : "");
        if (!forbid(row.calls, row.error)) {
          say = "the filter could not be set";
          return;
        }
        const ymq::IoContext context(1, by_environment ? YMQ_BACKEND_DEFAULT : YMQ_BACKEND_IO_URING);
        say = says_and_carries(context);
      });
      const std::string origin = by_environment ? "chosen by YMQ_BACKEND" : "chosen by the caller";
      CHECK(child.exit_status == 0);
      CHECK(child.said == "epoll: instead of io_uring (" + origin + "): " + row.refusal + " | arrives");
    }
  }
}

}  // namespace abi
