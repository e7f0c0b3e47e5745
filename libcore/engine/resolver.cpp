#include "engine/resolver.h"

#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

namespace ymq::engine {

namespace {

Resolution not_resolved(const std::string& host, int error) {
  const std::string reason = error == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(error);
  const Status status = error == EAI_MEMORY ? Status::kOutOfMemory : Status::kNameNotResolved;
  return {status, "the host \"" + host + "\" could not be resolved: " + reason, {}};
}

backend::Address address_of(const sockaddr* address, socklen_t size) {
  backend::Address copy;
  std::memcpy(&copy.storage, address, size);
  copy.size = size;
  return copy;
}

void set_port(backend::Address& address, std::uint16_t port) {
  if (address.storage.ss_family == AF_INET) reinterpret_cast<sockaddr_in&>(address.storage).sin_port = htons(port);
  if (address.storage.ss_family == AF_INET6) reinterpret_cast<sockaddr_in6&>(address.storage).sin6_port = htons(port);
}

socklen_t size_of(const sockaddr* address) {
  if (!address) return 0;
  if (address->sa_family == AF_INET) return sizeof(sockaddr_in);
  return address->sa_family == AF_INET6 ? sizeof(sockaddr_in6) : 0;
}

std::vector<backend::Address> interface_addresses(const std::string& name, std::uint16_t port) {
  std::vector<backend::Address> addresses;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return addresses;
  for (const ifaddrs* one = all; one; one = one->ifa_next) {
    const socklen_t size = size_of(one->ifa_addr);
    if (size == 0 || name != one->ifa_name) continue;
    addresses.push_back(address_of(one->ifa_addr, size));
    set_port(addresses.back(), port);
  }
  freeifaddrs(all);
  return addresses;
}

bool is_ipv4(const backend::Address& address) { return address.storage.ss_family == AF_INET; }

}  // namespace

std::vector<backend::Address> local_addresses(const Endpoint& endpoint) {
  if (const auto address = direct_address(endpoint)) return {*address};
  return interface_addresses(endpoint.name, endpoint.port);
}

Resolution look_up(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0) return not_resolved(host, error);
  Resolution resolution;
  for (const addrinfo* one = found; one; one = one->ai_next) {
    resolution.addresses.push_back(address_of(one->ai_addr, one->ai_addrlen));
  }
  freeaddrinfo(found);
  return resolution;
}

// What the thread and the resolver share; the thread keeps it when the resolver is gone. No `done` is destroyed under
// the lock, nor by a thread that was left behind, since what it holds on to may have a destructor with wishes of its
// own.
struct Resolver::Shared {
  struct Question {
    Request request;
    std::string host;
    std::uint16_t port;
    Done done;
  };

  explicit Shared(LookUp function) : look_up(std::move(function)) {}

  void serve();
  bool next(Question& question);
  Resolution answer(const Question& question) const noexcept;
  void deliver(Request request, Resolution resolution);
  std::deque<Question> take_out(Request request);

  const LookUp look_up;
  std::mutex mutex;  // Held while a `done` runs, so that `forget` can promise that none does.
  std::condition_variable changed;
  std::deque<Question> waiting;
  std::optional<Question> asked;  // What is being looked up, unless it was forgotten meanwhile.
  bool looking_up = false;
  bool stopped = false;
  Request last = 0;
};

void Resolver::Shared::serve() {
  Question question;
  while (next(question)) deliver(question.request, answer(question));
}

// Waits for the next question and copies it, without its `done`; false when there will be none.
bool Resolver::Shared::next(Question& question) {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return stopped || !waiting.empty(); });
  if (stopped) return false;
  asked = std::move(waiting.front());
  waiting.pop_front();
  question.request = asked->request;
  question.host = std::move(asked->host);
  question.port = asked->port;
  looking_up = true;
  return true;
}

Resolution Resolver::Shared::answer(const Question& question) const noexcept {
  try {
    return look_up(question.host, question.port);
  } catch (...) {
    return {Status::kOutOfMemory, {}, {}};
  }
}

void Resolver::Shared::deliver(Request request, Resolution resolution) {
  std::optional<Question> question;
  const std::lock_guard lock(mutex);
  looking_up = false;
  if (!asked || asked->request != request) return;
  question.swap(asked);
  question->done(std::move(resolution));
}

std::deque<Resolver::Shared::Question> Resolver::Shared::take_out(Request request) {
  std::deque<Question> taken;
  const std::lock_guard lock(mutex);
  if (asked && asked->request == request) {
    taken.push_back(std::move(*asked));
    asked.reset();
  }
  const auto found =
      std::find_if(waiting.begin(), waiting.end(), [&](const auto& one) { return one.request == request; });
  if (found == waiting.end()) return taken;
  taken.push_back(std::move(*found));
  waiting.erase(found);
  return taken;
}

Resolver::Resolver(LookUp look_up) : shared_(std::make_shared<Shared>(std::move(look_up))) {}

Resolver::~Resolver() {
  std::deque<Shared::Question> forgotten;
  std::optional<Shared::Question> forgotten_too;
  bool looking_up;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopped = true;
    forgotten.swap(shared_->waiting);
    forgotten_too.swap(shared_->asked);
    looking_up = shared_->looking_up;
    shared_->changed.notify_all();
  }
  // What a `done` held on to may have been the last that held the resolver: then its own thread is here.
  thread_.end(looking_up);
}

Resolver::Request Resolver::resolve(std::string host, std::uint16_t port, Done done) {
  const std::lock_guard lock(shared_->mutex);
  if (!thread_.start([shared = shared_] { shared->serve(); })) return 0;
  const Request request = ++shared_->last;
  shared_->waiting.push_back({request, std::move(host), port, std::move(done)});
  shared_->changed.notify_all();
  return request;
}

void Resolver::forget(Request request) { shared_->take_out(request); }

Resolution Resolver::resolve_for_bind(const Endpoint& endpoint, std::chrono::milliseconds patience) {
  Resolution resolution;
  resolution.addresses = local_addresses(endpoint);
  if (resolution.addresses.empty()) resolution = resolve_within(endpoint, patience);
  auto& addresses = resolution.addresses;
  std::stable_partition(addresses.begin(), addresses.end(), is_ipv4);
  return resolution;
}

// The answer may lie on this stack: once the request is forgotten nobody writes to it.
Resolution Resolver::resolve_within(const Endpoint& endpoint, std::chrono::milliseconds patience) {
  struct Answer {
    std::mutex mutex;
    std::condition_variable came;
    std::optional<Resolution> resolution;
  };
  Answer answer;
  const Request request = resolve(endpoint.name, endpoint.port, [&answer](Resolution resolution) {
    const std::lock_guard lock(answer.mutex);
    answer.resolution = std::move(resolution);
    answer.came.notify_all();
  });
  if (request == 0) return {Status::kSystem, "the thread that resolves names could not be started", {}};
  {
    std::unique_lock lock(answer.mutex);
    answer.came.wait_for(lock, patience, [&answer] { return answer.resolution.has_value(); });
  }
  forget(request);
  if (answer.resolution) return std::move(*answer.resolution);
  return {Status::kTimedOut, "the host \"" + endpoint.name + "\" was not resolved in time", {}};
}

}  // namespace ymq::engine
