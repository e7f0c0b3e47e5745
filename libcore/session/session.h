#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/part.h"
#include "base/time.h"
#include "base/vocabulary.gen.h"
#include "session/mechanism.h"
#include "session/sealing.h"
#include "wire/command.h"
#include "wire/decoder.h"
#include "wire/extension.h"
#include "wire/greeting.h"

// One ZMTP 3.x connection without its socket: bytes go in, messages and commands and bytes to be sent come out. It
// knows no clock, no thread and no peer but the one at the other end. RFC 23 (ZMTP 3.0) and RFC 37 (ZMTP 3.1). Or a
// connection to a program that speaks no ZMTP, where all of that comes down to bytes in, messages out.
namespace ymq::session {

struct Config {
  ConnectorType type = ConnectorType::kPair;
  // The peer speaks no ZMTP: ready from the start, each stretch of bytes is a message, and nothing else is ever said.
  // Of what follows only the limit has a meaning: no message is larger.
  bool raw = false;
  std::string identity;  // Sent by REQ, DEALER and ROUTER; may be empty.
  // Of all parts together, each counted as 32 bytes more; 0: no limit. Commands obey it too, but 1 KiB is always
  // accepted.
  std::uint64_t max_message_size = 0;
  Time handshake_deadline = kNever;
  // Sent with the READY as X-YMQ-Connector, so that a connector that reaches itself notices. Empty: nothing is sent.
  std::string connector_token;
  // What is said beyond the protocol, as properties of the READY.
  wire::Properties metadata;
  // How often a PING is sent, to a peer that speaks ZMTP 3.1; 0: never.
  Time heartbeat_interval = 0;
  // How long nothing may come after a PING went out; 0: no limit. kByPromise: twice the longer of both intervals where
  // the peer promises heartbeats, no limit where it does not.
  Time heartbeat_timeout = 0;
  // In tenths of a second: what our PINGs tell the peer; 0: nothing.
  std::uint16_t heartbeat_ttl = 0;
  // Acknowledged delivery, if wanted: what we say about it. An opener's has the token of its session, be it old or new.
  std::optional<wire::Offer> offer;
  bool opener = false;
  // An opener's: what has come of that session.
  wire::Resume received;
};

inline constexpr Time kByPromise = -1;

// What both sides have come to about acknowledged delivery.
struct Agreement {
  bool acknowledged = false;  // It is in force; else nothing else here means anything.
  bool resumed = false;
  wire::SessionToken token;
  wire::Resume peer;             // What the peer said of the session. An accepter's instance counts.
  std::uint32_t window_kib = 0;  // How much the peer keeps unacknowledged; 0: no bound.
};

// What the peer said about the session since it was last asked.
struct News {
  std::optional<std::uint64_t> acknowledged;  // The position up to which our messages were handed to its application.
  bool asks = false;                          // It wants every message acknowledged at once.
  bool ended = false;                         // It goes for good, and `acknowledged` is its last word.

  bool any() const noexcept { return acknowledged || asks || ended; }
};

// What the peer said about itself in its greeting and its READY.
struct PeerInfo {
  ConnectorType type = ConnectorType::kPair;
  int minor_version = 1;  // 0: ZMTP 3.0, which has neither SUBSCRIBE commands nor, officially, PING.
  std::string identity;
  bool is_ymq = false;          // It says so: it ignores commands that it does not know.
  std::string socket_type;      // As it calls it.
  wire::Properties properties;  // The others, as sent; the first of equal names.
};

// A command that the pattern must see, in its place among the messages of the same connection.
struct Subscription {
  bool subscribe = true;  // Or join a group. False: cancel, or leave it.
  bool complete = false;  // Neither: those that came before are all that the peer wants.
  Part topic;
  std::size_t position = 0;  // How many parts of `messages` came before it.
};

enum class State : std::uint8_t { kGreeting, kHandshake, kResuming, kReady, kFaulted };

class Session {
 public:
  // The greeting and all else to be sent stand in `output` from the start. No mechanism: NULL.
  explicit Session(Config config, std::unique_ptr<Mechanism> mechanism = nullptr);

  // Bytes arrived, lying in `owner`; parts of messages keep it alive. After a fault they are ignored. Sealed ones are
  // opened where they lie.
  void receive(std::span<const std::byte> bytes, Block* owner, Time now);
  // While not empty: the body of a large part is under way, and the next bytes had better be received straight to here.
  // They are then reported by `received_in_target`; bytes that arrive elsewhere all the same go through `receive`.
  std::span<std::byte> target() noexcept;
  void received_in_target(std::size_t size, Time now);

  // Whole messages, in order, one behind the other. The caller takes them out (and leaves the vector empty).
  std::vector<Part>& messages() noexcept { return messages_; }
  std::vector<Subscription>& subscriptions() noexcept { return subscriptions_; }
  // Bytes to be sent ahead of everything else, between two messages. Taking them replaces what was in `bytes`, whose
  // memory serves heartbeats again and again; the peer has from `now` on to answer a PING among them.
  bool has_output() const noexcept {
    return !output_.empty() || ping_due_ || pong_due_ || acknowledgement_due_ || farewell_;
  }
  void take_output(std::vector<std::byte>& bytes, Time now);

  // Whether all that goes out once ready must be sealed, in the order in which it goes out: by `take_output`, and by
  // `seal`, which does it to whole frames off the front of what an outbox has, until `out`, whatever it held, has
  // `enough`, and says how many plain bytes that were. 0 after a fault, too.
  bool seals() const noexcept { return secured_ != nullptr; }
  std::uint64_t seal(std::span<const wire::Bytes> pieces, std::size_t enough, std::vector<std::byte>& out);
  // How many plain bytes are in the whole frames at the front of what was sealed last, of which so many bytes went out.
  std::uint64_t plain_in(std::size_t sealed) const;

  // The handler has to decide about the peer, who waits for `answer_question`. Taken out once.
  bool has_question() const noexcept { return secured_ && secured_->mechanism->asks(); }
  Question take_question() noexcept { return secured_->mechanism->take_question(); }
  void answer_question(Verdict verdict);
  // The mechanism must have something done before it goes on. Taken out once; when it was run `go_on` is called.
  bool has_errand() const noexcept { return secured_ && secured_->mechanism->has_errand(); }
  Errand take_errand() noexcept { return secured_->mechanism->take_errand(); }
  void go_on();

  State state() const noexcept { return state_; }
  bool ready() const noexcept { return state_ == State::kReady; }
  // Meaningful from kReady on.
  const PeerInfo& peer() const noexcept { return peer_; }
  // Takes out the Socket-Type and the others of the peer's properties, which are of no use to us.
  wire::Properties take_properties();
  // Meaningful in kFaulted.
  const Fault& fault() const noexcept { return fault_; }

  // Puts a subscription, or its cancellation, into the output, in the form that the peer's version wants; of a DISH the
  // joining of a group, or the leaving. Only when ready.
  void send_subscription(bool subscribe, std::span<const std::byte> topic);
  // Those that were sent are all; for a session that goes on.
  void send_subscriptions_complete();

  // An accepter's peer wants to go on with this session, or to begin it, and waits for `answer_resume`; empty: it does
  // not.
  wire::SessionToken wanted_session() const noexcept;
  // What it says of that session.
  const wire::Resume& wanted_resume() const noexcept { return *peer_answer_; }
  // What became of that: the peer goes on after so many messages, or begins anew.
  void answer_resume(const wire::Resume& answer);
  // Meaningful from kReady on.
  const Agreement& agreement() const noexcept { return agreement_; }
  News take_news() noexcept { return std::exchange(news_, {}); }
  bool has_news() const noexcept { return news_.any(); }

  // Put into the output, if acknowledged delivery is in force. Of several acknowledgements the last one counts.
  void send_acknowledgement(std::uint64_t position) noexcept;
  void send_ask();
  void send_end(std::uint64_t position) noexcept;

  // When `on_deadline` is to be called; kNever: not at all. It may be called too early, and too late: a peer that seems
  // dead is given a second look, so that what came while nobody looked is not overlooked. What is received moves the
  // deadline to a later moment, or, where it is a PING with a time to live, to an earlier one.
  Time next_deadline() const noexcept;
  void on_deadline(Time now);
  // The silence up to now says nothing about the peer: we did not read.
  void forgive_silence() noexcept {
    forgive_unanswered();
    promise_vigil_.end();
  }
  // The peer did not get our PING. So that it says nothing means nothing, unless it promised to.
  void forgive_unanswered() noexcept {
    answer_vigil_.end();
    ttl_vigil_.end();
  }

 private:
  // Something has to come before a deadline, unless there is none: kNever.
  //
  // Deadlines are looked at before what has come meanwhile is read, and we may be late ourselves. So the first that
  // passes is only a doubt: the peer is dead if there is still nothing once all that had come was surely read.
  class Vigil {
   public:
    void begin(Time deadline) noexcept {
      deadline_ = deadline;
      doubted_ = false;
    }
    void end() noexcept { begin(kNever); }
    bool goes_on() const noexcept { return deadline_ != kNever; }
    Time deadline() const noexcept { return deadline_; }
    // True: it was in vain.
    bool look(Time now) noexcept;

   private:
    Time deadline_ = kNever;
    bool doubted_ = false;
  };

  // What a connection has before its handshake is over, and for as long as it lives where its frames are sealed.
  struct Secured {
    std::unique_ptr<Mechanism> mechanism;
    std::size_t unsealed = 0;        // So many bytes of the output go as they are: those of the handshake.
    std::vector<SealedEnd> ends;     // Of the frames that were sealed last.
    std::vector<Part> frames;        // As they came.
    std::vector<Part> held;          // Parts of a message that is not whole yet,
    std::uint64_t message_size = 0;  // and what they count towards the limit.
  };

  void take_greeting(std::span<const std::byte>& bytes);
  void on_greeting(int minor_version);
  void decode(std::span<const std::byte> bytes, Block* owner);
  void on_stop(wire::Decoder::Stop stop);
  void on_command_frame();
  void on_command(const Part& frame);
  void on_handshake_command(const wire::Command& command);
  void advance(Fault fault);
  void finish_handshake();
  void open_frames(wire::Decoder::Stop stop);
  void open(Part frame);
  void take_part(Part part);
  void seal_output(std::vector<std::byte>& bytes);
  Fault adopt_properties(wire::Properties properties);
  void adopt_admission(wire::Properties properties);
  void agree();
  void on_resume(const wire::Command& command);
  void try_resume();
  void become_ready();
  void start_heartbeats();
  void forget_handshake();
  void take_messages(wire::Decoder::Stop stop, std::size_t before);
  void on_traffic_command(const wire::Command& command, const Part& frame);
  bool takes_commands() const noexcept;
  void on_ping(wire::Bytes data);
  void on_subscription(bool subscribe, wire::Bytes topic, const Part& frame);
  bool on_extension_command(const wire::Command& command);
  void on_position(const wire::Command& command, bool ended);
  void on_handshake_deadline();
  void look_for_silence(Time now);
  void take_heartbeats(std::vector<std::byte>& bytes, Time now);
  void fail(Fault fault) noexcept;
  void out_of_memory() noexcept;

  Config config_;
  State state_ = State::kGreeting;
  std::array<std::byte, wire::kGreetingSize> greeting_{};
  std::size_t greeting_filled_ = 0;
  wire::Decoder decoder_;
  std::unique_ptr<Secured> secured_;
  PeerInfo peer_;
  Fault fault_;
  std::vector<Part> messages_;
  std::vector<Subscription> subscriptions_;
  std::vector<std::byte> output_;  // But for heartbeats, which are put behind it when it is taken.

  std::optional<wire::Offer> peer_offer_;    // Until ready.
  std::optional<wire::Resume> answer_;       // In kResuming: ours,
  std::optional<wire::Resume> peer_answer_;  // and the peer's.
  Agreement agreement_;
  News news_;
  bool again_ = false;  // The next message may have been handed to somebody before.
  bool acknowledgement_due_ = false;
  std::uint64_t acknowledgement_ = 0;
  std::optional<std::uint64_t> farewell_;  // Goes out last.

  Time heard_at_ = 0;  // When bytes came last.
  Time ping_at_ = kNever;
  Time promised_patience_ = 0;  // How long nothing may come from a peer that promised heartbeats; 0: it did not.
  Vigil answer_vigil_;          // While a PING of ours is out and nothing came since,
  Vigil promise_vigil_;         // while a PING was due, whether or not it could go out, and nothing came since,
  Vigil ttl_vigil_;             // while nothing came since the peer's PING with a time to live.
  bool ping_due_ = false;
  bool pong_due_ = false;
  std::uint8_t pong_context_size_ = 0;
  std::array<std::byte, wire::kMaxPingContext> pong_context_{};
};

}  // namespace ymq::session
