#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/backend.h"
#include "base/vocabulary.gen.h"
#include "engine/endpoint.h"
#include "engine/side_thread.h"

// Turns host names into addresses off the loop, because getaddrinfo waits for as long as it likes.
namespace ymq::engine {

struct Resolution {
  Status status = Status::kOk;
  std::string text;                         // After a failure: which name, and what the system said.
  std::vector<backend::Address> addresses;  // All of them, in the order in which they should be tried.

  bool ok() const noexcept { return status == Status::kOk; }
};

// The addresses of this machine that the endpoint names, by number or by the name of an interface. Asks nobody else.
std::vector<backend::Address> local_addresses(const Endpoint& endpoint);

// Asks the system, waiting in the calling thread. Any thread.
Resolution look_up(const std::string& host, std::uint16_t port);

// One thread, started when the first name is asked for. All functions: any thread.
class Resolver {
 public:
  // Names a question that is still open. 0 is none.
  using Request = std::uint64_t;
  // Called in the resolver's thread, never inside `resolve`. It must be short (post to a loop), must not throw, must
  // not call the resolver, and must not take a lock that anybody holds while calling `forget` or the destructor.
  using Done = std::function<void(Resolution resolution)>;
  using LookUp = std::function<Resolution(const std::string& host, std::uint16_t port)>;

  // Tests give their own `look_up`.
  explicit Resolver(LookUp look_up = engine::look_up);
  // Forgets every request. Does not wait for a look-up that hangs: its thread is left to end by itself.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // Asks for the addresses of a host. `done` is called once, unless the request is forgotten first. 0, and `done` is
  // never called, where the thread could not be started; the next call tries again.
  Request resolve(std::string host, std::uint16_t port, Done done);
  // Once this returns, the `done` of the request neither runs nor will run. Does nothing for requests that are
  // answered.
  void forget(Request request);

  // Where to bind: the direct address of the endpoint, else the addresses of the interface of this name, else those of
  // the host; IPv4 first, where peers that know only that look. Waits in the calling thread, at most `patience` (then
  // kTimedOut).
  Resolution resolve_for_bind(const Endpoint& endpoint, std::chrono::milliseconds patience);

 private:
  struct Shared;

  Resolution resolve_within(const Endpoint& endpoint, std::chrono::milliseconds patience);

  const std::shared_ptr<Shared> shared_;
  SideThread thread_{"ymq-resolver"};  // Guarded by the mutex of what is shared.
};

}  // namespace ymq::engine
