#include <cstdlib>
#include <string_view>
#include <system_error>

#include "backend/backend.h"
#include "backend/epoll.h"

namespace ymq::backend {

namespace {

struct Wish {
  ymq::Backend backend = ymq::Backend::kDefault;
  std::string origin;
};

// What the environment asks for; false where that names no backend.
bool read_environment(Wish& wish, std::string& reason) {
  const char* value = std::getenv("YMQ_BACKEND");
  if (!value || !*value) return true;
  const std::string_view name = value;
  wish.origin = "chosen by YMQ_BACKEND";
  if (name == "epoll") wish.backend = ymq::Backend::kEpoll;
  if (name == "io_uring") wish.backend = ymq::Backend::kIoUring;
  if (wish.backend != ymq::Backend::kDefault) return true;
  reason = "YMQ_BACKEND is \"" + std::string(name) + "\", which is unknown: epoll is expected";
  return false;
}

std::unique_ptr<Backend> make_epoll(const std::string& origin, Outcome& outcome, std::string& reason) {
  auto backend = make_epoll_backend(outcome);
  reason = "epoll: " + origin;
  if (!backend) reason += ", but the system refused: " + std::generic_category().message(outcome.system_error);
  return backend;
}

}  // namespace

std::unique_ptr<Backend> make_backend(ymq::Backend wanted, Outcome& outcome, std::string& reason) {
  Wish wish{wanted, wanted == ymq::Backend::kDefault ? "the best that this version has" : "chosen by the caller"};
  outcome = {Status::kInvalidArgument, 0};
  if (wanted == ymq::Backend::kDefault && !read_environment(wish, reason)) return nullptr;
  switch (wish.backend) {
    case ymq::Backend::kDefault:
    case ymq::Backend::kEpoll:
      return make_epoll(wish.origin, outcome, reason);
    case ymq::Backend::kIoUring:
      outcome = {Status::kNotSupported, 0};
      reason = "io_uring: " + wish.origin + ", but this version has epoll only";
      return nullptr;
  }
  reason = "backend " + std::to_string(static_cast<int>(wanted)) + " is unknown: epoll is expected";
  return nullptr;
}

}  // namespace ymq::backend
