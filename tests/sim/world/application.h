#pragma once

#include <memory>

#include "sim/world/process.h"

namespace sim {

// Whom a process can write to: the first part of such messages, and whom that stands for: somebody who calls himself
// so, one host, or whoever is at a seat.
struct Contact {
  std::string route;
  int host = 0;
  std::string seat{};
  std::string endpoint{};  // Where it was called by this route, if it was.
};

// What a process does with its connector: it has its turns at sending and at receiving, whenever the world says so.
class Application {
 public:
  // `contacts` are those whom it can write to before it has heard of them.
  static std::unique_ptr<Application> make(const Surroundings& around, Process& process, std::vector<Contact> contacts,
                                           std::uint64_t seed);
  Application(const Surroundings& around, Process& process, std::uint64_t seed)
      : around_(around), process_(process), random_(seed), left_(process.side().letters) {}
  virtual ~Application() = default;

  // Whether anything came of it.
  virtual bool send_turn() = 0;
  virtual bool receive_turn() = 0;
  // Ends a connection, where its peers speak no ZMTP.
  virtual void hang_up() {}
  // It has nothing more to send, and waits for nothing.
  virtual bool is_done() const = 0;

 protected:
  // A letter to nobody in particular.
  Letter draft();

  const Surroundings around_;
  Process& process_;
  Random random_;
  int left_;  // Letters to send.
};

}  // namespace sim
