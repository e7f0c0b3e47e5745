#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include <ymq/ymq.hpp>

// One end of a conversation, in libymq or in libzmq, with one face for both, so that a test is written once and run
// with the libraries on either side. A peer belongs to one thread at a time, as a libzmq socket does. What fails
// throws.
namespace interop {

using std::chrono::milliseconds;
using Parts = std::vector<std::string>;

// How long a test waits for what must come: far longer than it takes on the slowest machine.
inline constexpr milliseconds kPatience{30'000};

enum class Library { kYmq, kZmq };

const char* name_of(Library library);
const char* name_of(ymq_connector_type type);

// What both libraries have, under one name.
enum class Setting {
  kSendHwm,
  kReceiveHwm,
  kRouterMandatory,
  kMaxMessageSize,
  kReconnectInterval,
  kHeartbeatInterval,
  kHeartbeatTimeout,
  kHeartbeatTtl,
  kXpubVerbose,
  kXpubVerboser,
  kXpubManual,
  kPublishWithoutDrops,
  kProbeRouter,
  kImmediate,
  kConflate,
};

// A path for an ipc endpoint, or a port for a tcp endpoint, that nobody uses yet.
std::string free_endpoint(const std::string& transport);

class Peer {
 public:
  virtual ~Peer() = default;

  virtual std::string bind(const std::string& endpoint) = 0;
  virtual void connect(const std::string& endpoint) = 0;
  virtual void unbind(const std::string& endpoint) = 0;
  virtual void disconnect(const std::string& endpoint) = 0;
  virtual void set(Setting setting, std::int64_t value) = 0;
  virtual void set_identity(const std::string& identity) = 0;
  virtual void set_welcome_message(const std::string& message) = 0;
  virtual void subscribe(const std::string& topic) = 0;
  virtual void unsubscribe(const std::string& topic) = 0;

  // False: not within the timeout. `no_route` is set where the pattern knows no such peer.
  virtual bool try_send(const Parts& parts, milliseconds timeout) = 0;
  virtual std::optional<Parts> try_recv(milliseconds timeout) = 0;
  // Whether the last `try_send` failed because no peer of that name is known.
  virtual bool no_route() const = 0;
  // Closes the peer after what it has accepted is written.
  virtual void close() = 0;
  // The connector inside, where the peer is libymq's: for what libzmq cannot tell.
  virtual ymq::Connector* connector() { return nullptr; }

  // As above, but what does not happen with all patience is an error.
  void send(const Parts& parts);
  Parts recv();
  // For a ROUTER with `kRouterMandatory`: sends as soon as the peer has introduced itself.
  void send_when_routable(const Parts& parts);
};

// A peer with a context of its own.
std::unique_ptr<Peer> make_peer(Library library, ymq_connector_type type);
// For the types that only libzmq has, a number of its own: ZMQ_STREAM.
std::unique_ptr<Peer> make_zmq_peer(int type);
inline Library other(Library library) { return library == Library::kYmq ? Library::kZmq : Library::kYmq; }

// One of every length at which an encoding changes, and messages of one to ten parts, empty ones among them.
const std::vector<Parts>& sample_messages();
// What a message is made of, short enough to be read.
std::string describe(const Parts& parts);
// Requires the same parts, byte for byte.
void require_same(const Parts& received, const Parts& sent);
// Puts parts in front of others.
Parts operator+(Parts head, const Parts& tail);
// The `index`th of many small messages that all differ.
Parts small_message(std::size_t index);

// Takes away what would make PUB and ROUTER drop messages.
void remove_limits(Peer& peer);
// Publishes until the subscriber hears of it: from then on it misses nothing. The topic must be one that is subscribed
// to.
void await_subscription(Peer& publisher, Peer& subscriber, const std::string& topic);

// Runs a sender beside the test; an exception of its comes out of `get`.
inline std::future<void> beside(std::function<void()> work) { return std::async(std::launch::async, std::move(work)); }

}  // namespace interop
