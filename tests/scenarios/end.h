#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "ymq/ymq.h"

// A connector as scenarios see it: of libymq, in real time or simulated, or of libzmq. A call returns the name of its
// status. An end belongs to one thread.
namespace scenarios {

using Json = nlohmann::json;
using Parts = std::vector<std::string>;
using Value = std::variant<std::int64_t, std::string>;

// How long a scenario waits for what must come: far longer than it takes on the slowest machine.
inline constexpr std::int64_t kPatienceMs = 20'000;

// How time passes for whoever waits.
class Clock {
 public:
  virtual ~Clock() = default;
  // Whether a call of the library may do the waiting.
  virtual bool is_real() const = 0;
  virtual std::int64_t now_ms() = 0;
  // Lets a millisecond pass.
  virtual void pass() = 0;
};

class End {
 public:
  virtual ~End() = default;

  // `bound` becomes the endpoint with what the system chose.
  virtual std::string bind(const std::string& endpoint, std::string& bound) = 0;
  // connect, unbind, disconnect.
  virtual std::string go(const std::string& verb, const std::string& endpoint) = 0;
  // `id` becomes the routing id of the peer.
  virtual std::string connect_peer(const std::string& endpoint, std::string& id) = 0;
  virtual std::string connect_as(const std::string& endpoint, const std::string& id) = 0;
  // subscribe, unsubscribe, join, leave.
  virtual std::string concern(const std::string& verb, const std::string& topic) = 0;
  virtual std::string wait_for_peers(std::uint32_t count, std::int64_t timeout_ms) = 0;
  virtual std::string wait_for_subscribers(const std::string& topic, std::uint32_t count, std::int64_t timeout_ms) = 0;
  virtual std::string set(const std::string& option, const Value& value) = 0;
  virtual Value get(const std::string& option) = 0;
  virtual std::string send(const Parts& parts, std::int64_t timeout_ms) = 0;
  virtual std::string receive(Parts& parts, std::int64_t timeout_ms) = 0;
  // Begins to receive, and waits for the end of that.
  virtual void start() = 0;
  virtual std::string finish(Parts& parts) = 0;
  // Returns when nothing of it is left.
  virtual void close() = 0;
  virtual std::uint64_t counter(const std::string& field) = 0;
  // Whether this has happened, and for this reason, unless that is empty; what happened before it is forgotten.
  virtual bool has_event(const std::string& kind, const std::string& reason) = 0;
  // Of the only peer, from which a message has been received; empty: there is no such property.
  virtual std::string property(const std::string& name) = 0;
};

// `vocabulary` says what names stand for in the C ABI, and outlives the end, as the others do.
std::unique_ptr<End> make_ymq_end(ymq_io_context context, const std::string& type, const Json& vocabulary,
                                  Clock& clock);
std::unique_ptr<End> make_zmq_end(void* context, const std::string& type);

}  // namespace scenarios
