#include <cstdlib>
#include <string_view>
#include <system_error>

#include "backend/backend.h"
#include "backend/epoll.h"
#include "backend/uring.h"

namespace ymq::backend {

namespace {

// What a context gets that nobody wished anything for.
constexpr ymq::Backend kDefaultBackend = ymq::Backend::kEpoll;
constexpr const char* kNames = "epoll or io_uring is expected";

struct Wish {
  ymq::Backend backend = kDefaultBackend;
  std::string origin = "the default";
};

// What the environment asks for; false where that names no backend.
bool read_environment(Wish& wish, std::string& reason) {
  const char* value = std::getenv("YMQ_BACKEND");
  if (!value || !*value) return true;
  const std::string_view name = value;
  if (name != "epoll" && name != "io_uring") {
    reason = "YMQ_BACKEND is \"" + std::string(name) + "\", which is unknown: " + kNames;
    return false;
  }
  wish = {name == "epoll" ? ymq::Backend::kEpoll : ymq::Backend::kIoUring, "chosen by YMQ_BACKEND"};
  return true;
}

std::unique_ptr<Backend> make_epoll(const std::string& why, Outcome& outcome, std::string& reason) {
  auto backend = make_epoll_backend(outcome);
  reason = "epoll: " + why;
  if (!backend) reason += ", but the system refused: " + std::generic_category().message(outcome.system_error);
  return backend;
}

std::unique_ptr<Backend> make_uring(const std::string& origin, Driving driving, Outcome& outcome, std::string& reason) {
  std::string refusal = "it needs an io thread, and this context has none";
  std::unique_ptr<Backend> backend;
  if (driving == Driving::kOneThread) backend = make_uring_backend(outcome, refusal);
  if (!backend) return make_epoll("instead of io_uring (" + origin + "): " + refusal, outcome, reason);
  reason = "io_uring: " + origin;
  return backend;
}

}  // namespace

std::unique_ptr<Backend> make_backend(ymq::Backend wanted, Driving driving, Outcome& outcome, std::string& reason) {
  Wish wish;
  outcome = {Status::kInvalidArgument, 0};
  if (wanted != ymq::Backend::kDefault) wish = {wanted, "chosen by the caller"};
  if (wanted == ymq::Backend::kDefault && !read_environment(wish, reason)) return nullptr;
  if (wish.backend == ymq::Backend::kEpoll) return make_epoll(wish.origin, outcome, reason);
  if (wish.backend == ymq::Backend::kIoUring) return make_uring(wish.origin, driving, outcome, reason);
  reason = "backend " + std::to_string(static_cast<int>(wanted)) + " is unknown: " + kNames;
  return nullptr;
}

}  // namespace ymq::backend
