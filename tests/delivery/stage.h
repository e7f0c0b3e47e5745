#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/connector.h"
#include "engine/context.h"
#include "sim/backend.h"
#include "sim/network.h"

// Processes on a simulated network, whose clock passes only when a test lets it. Every message takes one millisecond.
namespace delivery {

using ymq::ConnectorType;
using ymq::kMillisecond;
using ymq::kSecond;
using ymq::OptionId;
using ymq::Status;
using ymq::Time;
using Death = sim::Backend::Death;
using Texts = std::vector<std::string>;
using Options = std::vector<std::pair<OptionId, std::int64_t>>;

// Where processes bind and connect to, if not said otherwise.
inline const std::string kHere = "tcp://127.0.0.1:5555";
// What a process is called that a ROUTER writes to, if not said otherwise.
inline const std::string kPeer = "peer";

// The texts of so many messages that are counted up: `1`, `2`, `3`.
Texts numbers(int first, int last);
// As they are received when they are marked as redelivered: `1*`, `2*`, `3*`.
Texts marked(int first, int last);
Texts operator+(Texts some, const Texts& others);

class Process;

class Stage {
 public:
  Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  void run_for(Time span);
  Time now() const { return network_->now(); }

  // Both ends of every connection find it reset; or of those that this process has.
  void reset();
  void disconnect(const Process& process);
  // Both ends of every connection find the end of the stream.
  void finish();
  // Nothing that is sent over any connection from now on arrives, and nobody is told; or over those of this process.
  void silence();
  void isolate(const Process& process);
  // What this process sends does not arrive any more; the other direction goes on.
  void mute(const Process& process);
  // Whether whoever calls is refused.
  void refuse_calls(bool refuse);

 private:
  friend class Process;

  void add(Process& process);
  void remove(const Process& process);
  std::vector<std::shared_ptr<sim::Wire>> wires() const;
  void poll();
  Time next_moment() const;

  std::shared_ptr<sim::Network> network_;
  std::vector<Process*> processes_;
  int last_host_ = 0;
};

// A process with one connector. A SUB subscribes to everything, a DISH joins the group without a name.
class Process {
 public:
  Process(Stage& stage, ConnectorType type, Options options = {}, std::string identity = "");
  // A second connector in the same process.
  Process(Process& other, ConnectorType type);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void bind(const std::string& endpoint = kHere);
  void connect(const std::string& endpoint = kHere);
  void set(OptionId id, std::int64_t value);
  void set_identity(const std::string& identity);
  void subscribe(const std::string& topic);
  void unsubscribe(const std::string& topic);

  // The name of the status. A ROUTER sends to `to`; a RADIO to the group of the first letter; a REP takes a request and
  // sends the text as its reply.
  std::string send(const std::string& text, const std::string& to = kPeer);
  // Returns the first status that is not OK, if any, else OK.
  std::string send_all(const Texts& texts, const std::string& to = kPeer);
  // To the request that was received last.
  std::string reply(const std::string& text);
  // As `send`, and waits for so many milliseconds.
  std::string send_patiently(const std::string& text, std::int64_t timeout_ms);
  // Sends so many requests to a REP, though this is no REQ.
  void ask(int requests);
  // The last part of each message, up to so many, with a `*` behind it if the message is marked as redelivered. In
  // front of what a ROUTER receives stands whose it is.
  Texts receive(int most = 1'000'000);
  // The status of a receive that gives nothing.
  std::string receive_status();

  // Receives asynchronously into a queue of its own, one message each.
  void begin_receive(std::uint64_t tag);
  void cancel(std::uint64_t tag);
  // The completions, as `1 OK a` or `2 CANCELLED`: tag, status and message.
  Texts completions();
  // Destroys the queue with the completions that nobody took.
  void drop_queue();

  // Counters that are not 0, by their names in the spec without `messages_`: `sent 5, acknowledged 3`. The first ones
  // say what became of what was sent, the others what was received, the last ones how the peer of this number stands.
  std::string counters();
  std::string intake();
  std::string peer(std::uint64_t number = 1);
  // What happened to peers since this was last asked, as `RESUMED 3` or `REDELIVERED 2 PEER_LOST`: the kind, the count
  // and the status. That connections were made, or could not be made, is left out.
  Texts events();
  // Counters of both kinds that have no place there.
  ymq::engine::Stats stats();

  // Ends as a process does that is killed, or whose machine is gone.
  void kill(Death death = Death::kKilled);
  // Begins again after it was killed, with everything that it was told to do.
  void restart();
  // Goes on sending for so long at most.
  void close(Time linger);
  // Once it has closed: how many messages were not delivered.
  std::optional<std::uint64_t> undelivered() const { return *undelivered_; }

 private:
  friend class Stage;

  void begin();
  std::string send_parts(const Texts& parts, std::int64_t timeout_ms = 0);
  bool receive_one(std::string& text, Status& status);
  std::string text_of(const std::vector<ymq::Part>& parts) const;
  void poll();
  Time next_due();

  Stage& stage_;
  const ConnectorType type_;
  const Options options_;
  const std::string identity_;
  std::vector<std::string> bound_;
  std::vector<std::string> connected_;
  int host_ = 0;
  sim::Backend* backend_ = nullptr;  // The context's.
  std::shared_ptr<ymq::engine::Context> context_;
  std::shared_ptr<ymq::engine::Connector> connector_;
  std::shared_ptr<ymq::engine::CompletionQueue> queue_;
  bool shares_context_ = false;
  std::shared_ptr<std::optional<std::uint64_t>> undelivered_;
};

}  // namespace delivery
