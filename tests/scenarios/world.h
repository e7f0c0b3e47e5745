#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "scenarios/end.h"

// Where a scenario takes place: one run of it has one world.
namespace scenarios {

enum class Library : std::uint8_t { kYmq, kZmq };

class World {
 public:
  virtual ~World() = default;

  virtual Clock& clock() = 0;
  // `beside`: in the process of this one, unless that is null.
  virtual std::unique_ptr<End> open(const std::string& type, Library library, const End* beside) = 0;
  // An address of the transport that nobody has, to bind; and one that nobody binds unless told to.
  virtual std::string fresh_endpoint(const std::string& transport) = 0;
  virtual std::string free_endpoint(const std::string& transport) = 0;
};

// This machine, with one context for each library.
std::unique_ptr<World> make_real_world(const Json& vocabulary);

// A network in memory, where everything follows from the seed. Each connector is a process of its own, unless they are
// to meet through memory. libymq only.
std::unique_ptr<World> make_simulated_world(const Json& vocabulary, std::uint64_t seed, bool one_process);

}  // namespace scenarios
