#pragma once

#include <sys/uio.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "backend/backend.h"
#include "base/mutex.h"
#include "base/part.h"
#include "base/vocabulary.gen.h"
#include "engine/completion_queue.h"
#include "engine/endpoint.h"
#include "engine/events.h"
#include "engine/link.h"
#include "engine/options.h"
#include "engine/parker.h"
#include "flow/peer.h"
#include "pattern/pattern.h"

namespace ymq::engine {

class Context;
class Endpoints;
class Alarm;
class Lamp;
class Loop;

struct Stats {
  std::uint64_t messages_sent = 0;
  std::uint64_t messages_received = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t links_opened = 0;
  std::uint64_t links_closed = 0;
  std::uint64_t handshakes_failed = 0;
  std::uint64_t connects_failed = 0;
  std::uint64_t messages_resent = 0;
  std::uint64_t messages_uncertain = 0;
  std::uint64_t sessions_resumed = 0;
  std::uint64_t sessions_lost = 0;
  std::uint64_t sessions_evicted = 0;
  // What is now; filled when asked.
  std::uint64_t peers = 0;
  std::uint64_t messages_queued = 0;
  std::uint64_t messages_waiting = 0;
  std::uint64_t messages_acknowledged = 0;
  std::uint64_t messages_unacknowledged = 0;
  std::uint64_t sessions_waiting = 0;
  std::uint64_t events_lost = 0;
  flow::DropCounters drops;
};

// One peer's counters, and what is now.
struct PeerStats {
  std::uint64_t number = 0;
  std::uint32_t state = 0;  // Values of PeerState.
  std::uint64_t messages_sent = 0;
  std::uint64_t messages_queued = 0;
  std::uint64_t bytes_queued = 0;
  std::uint64_t messages_unacknowledged = 0;
  std::uint64_t bytes_unacknowledged = 0;
  std::uint64_t messages_waiting = 0;
  flow::PeerCounters counters;
  std::string identity;
};

// Who a peer is, and what it is now.
struct PeerIdentification {
  std::uint32_t state = 0;       // Values of PeerState.
  std::uint32_t routing_id = 0;  // Where the pattern gives one.
  std::string identity;
  std::string address;
  std::optional<backend::Credentials> credentials;
};

// How the bytes of a run of messages fall into parts: the next message, or nothing. The bytes are borrowed.
class MessageSource {
 public:
  virtual ~MessageSource() = default;
  // The views stay valid until the next call. Empty: there are no more messages.
  virtual MessageView next() = 0;
  // The messages that `next` would give, as long as they are of one part each, or some of them: a view of each. Valid
  // until the next call; whoever has taken some of them says how many, and `next` gives the one behind.
  virtual std::span<const PartView> peek_run() { return {}; }
  virtual void skip(std::size_t) {}
  bool has_runs() const noexcept { return has_runs_; }

 protected:
  MessageSource() = default;
  explicit MessageSource(bool has_runs) noexcept : has_runs_(has_runs) {}

 private:
  const bool has_runs_ = false;  // It is worth asking.
};

// Received messages on their way to the caller, and how much he has room for.
struct Batch {
  std::uint32_t max_messages = UINT32_MAX;
  std::uint32_t max_parts = UINT32_MAX;
  std::uint64_t max_bytes = UINT64_MAX;
  bool first_may_exceed = false;  // The first message is taken however large.

  Message parts;  // Of whole messages, one behind the other.
  std::uint32_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t peer = 0;  // Whom the last one came from; 0: that is not remembered.
  // After kBufferTooSmall: what the first message takes.
  std::uint64_t needed_bytes = 0;
  std::uint32_t needed_parts = 0;
};

struct HashSession {
  std::size_t operator()(const wire::SessionId& id) const noexcept { return static_cast<std::size_t>(id.low); }
};

// What a user sends and receives with. A monitor: one mutex guards the pattern, the peers with their queues, the
// waiting calls and operations, the counters. Any thread may call any public function.
//
// The mutex is never held across a system call of a link: a `Section` collects what must be done, does it after the
// mutex is released, and only then returns to the caller.
class Connector : public std::enable_shared_from_this<Connector> {
 public:
  Connector(std::shared_ptr<Context> context, ConnectorType type);
  ~Connector();
  // Separate from the constructor, since it may fail for want of memory.
  bool start();

  ConnectorType type() const noexcept { return type_; }
  // Names this connector among all others, to peers.
  const std::string& token() const noexcept { return token_; }
  Context& context() noexcept { return *context_; }
  Endpoints& endpoints() noexcept { return *endpoints_; }

  // Sending. How many messages were accepted, or why not even the first was.
  std::int64_t send(MessageSource& messages, std::int64_t timeout_ms);
  // As many at once as there is room for; the rest is copied, and the operation accepts it later. How many at once.
  std::int64_t send_async(MessageSource& messages, const std::shared_ptr<Operation>& operation);

  // Receiving. kOk: the batch has at least one message. kBufferTooSmall: the first does not fit, and is kept.
  Status receive(Batch& batch, std::int64_t timeout_ms);
  Status receive_async(const std::shared_ptr<Operation>& operation);
  // Messages that were taken and not used: they are received again, before all others.
  void give_back(std::vector<Part> messages);

  // Where the application acknowledges itself: so many of the messages that it was given, from the oldest on, are done
  // with. How many there were.
  std::int64_t acknowledge_received(std::uint64_t count);

  // Ends with kClosed when the connector is closed.
  Status watch_close_async(const std::shared_ptr<Operation>& operation);

  void cancel(const std::shared_ptr<Operation>& operation);

  // Waiting for peers, or for subscribers. How many there are, at least as many as wanted, or why not.
  std::int64_t wait_for(const Crowd& crowd, std::int64_t timeout_ms);
  // The operation says whom it waits for.
  Status wait_for_async(const std::shared_ptr<Operation>& operation);

  // What it is ready for: a set of Readiness, or kClosed.
  std::int64_t ready();
  // A descriptor that is readable while the connector is ready for this, or closed. It lives as long as the connector.
  Status descriptor(Readiness readiness, int& descriptor);
  // The lamp is lit, from now on, while the connector is ready for any of this, and once it is closed; also where it
  // was for something else before. kClosed: it is not.
  Status observe(const std::shared_ptr<Lamp>& lamp, std::uint32_t interest);
  void observe_no_more(const std::shared_ptr<Lamp>& lamp);

  Status subscribe(std::span<const std::byte> topic);
  Status unsubscribe(std::span<const std::byte> topic);
  Status join(std::span<const std::byte> group);
  Status leave(std::span<const std::byte> group);
  // What the pattern calls this peer; 0: it gives no such ids, or there is no such peer any more.
  std::uint32_t routing_id(std::uint64_t number);

  Status set_option(std::int32_t id, std::span<const std::byte> value);
  std::int64_t get_option(std::int32_t id, std::span<std::byte> value);
  std::int64_t option(OptionId id);
  // Its peers speak no ZMTP.
  bool raw();
  std::string option_text(OptionId id);
  // How a new link proves who is there; null: not at all.
  std::unique_ptr<session::Mechanism> make_mechanism(bool accepted);
  // The handler has nobody to ask: what that means for the peer.
  session::Verdict decide_without_handler(const session::Question& question);
  // Whether links can be made as the options have it.
  Status check_security();
  // How the sockets of links and listeners that are made from now on are set up.
  std::shared_ptr<const backend::SocketOptions> socket_options();
  // Those of the peers of an endpoint that is bound or connected now.
  flow::Priorities priorities();
  void put_last_endpoint(const std::string& endpoint);
  Status get_stats(Stats& stats);
  // Of the peers from number `first` on, as many as there is room for; how many.
  std::size_t peer_count() const;
  std::int64_t get_peer_stats(std::uint64_t first, std::span<PeerStats> peers);
  // Who the peer of this number is. kNotFound: there is none.
  Status get_peer(std::uint64_t number, PeerIdentification& peer);
  // What it said about itself when its link came up. kNotFound: nothing of this name.
  Status get_peer_property(std::uint64_t number, std::string_view name, std::string& value);
  std::int64_t take_events(std::span<Event> events);
  // Counts what the kind stands for, and adds it to the log.
  void note(EventKind kind, const std::string& endpoint, Status status = Status::kOk, int system_error = 0,
            std::uint64_t count = 0);

  // Closing: from here on every call gets kClosed, and what waits ends with it. Goes on sending until the linger is
  // over, then ends every link. `when_closed` is called once all is gone, with how many messages were not delivered.
  using WhenClosed = std::function<void(std::uint64_t undelivered)>;
  void close(std::int64_t linger_ms, WhenClosed when_closed);
  // The linger is over: drops what is queued and ends every link.
  void abandon();
  // Gives up the peers that have been away for too long.
  void end_overdue_sessions();
  // Sends a request again that has waited for its reply for too long.
  void retry_overdue_request();

  // For links, dialers and listeners. ------------------------------------------------------------------------------

  // A peer that a dialer keeps, known by this routing id if the application has chosen one. Null: one too many, or
  // `refused` says why.
  LinkedPeer* add_lasting_peer(std::string_view routing_id, Status& refused);
  // The dialer gives up: what is queued for the peer is re-routed or dropped.
  void remove_lasting_peer(LinkedPeer* peer);
  // Nothing new goes to this peer; the function is called once all that was accepted for it is written.
  void retire_peer(std::uint64_t number, std::function<void()> when_drained);
  // Has its link end, if it has one.
  void end_link(std::uint64_t number);

  // What a new link says about acknowledged delivery; nothing where it is off. `peer` is the dialer's, or null for a
  // stream that was accepted. Of a dialer's session: `received` is what has come of its messages.
  std::optional<wire::Offer> make_offer(LinkedPeer* peer, wire::Resume& received);
  // An accepted link's peer wants to go on with a session, or to begin it. kGranted: it may, behind what has come.
  // kWait: the link's `proceed` is called once the former link has ended; to be asked again then. kRefused: the link
  // must end. `resume` is what the peer says of the session, and becomes the answer.
  enum class Claim : std::uint8_t { kGranted, kWait, kRefused };
  Claim claim_session(const std::shared_ptr<Link>& link, const wire::SessionToken& token, const std::string& identity,
                      flow::Priorities priorities, wire::Resume& resume, Status& refused);
  // The handshake is done. `peer` is the dialer's, or null for one that was accepted, and is set before other threads
  // can reach the link. Null: it is not wanted, and `refused` says why.
  struct Arrival {
    const std::string& identity;
    const std::string& endpoint;
    session::Agreement agreement;
    bool local = false;  // The peer is another process of this host.
    std::shared_ptr<const Introduction> introduction;
    flow::Priorities priorities{};  // Of a peer that was accepted.
  };
  LinkedPeer* link_up(const std::shared_ptr<Link>& link, LinkedPeer*& peer, const Arrival& arrival, Status& refused);
  // A message is too large to be taken, all before it are taken, and the link is about to end. It is not to come again.
  void refuse_message(LinkedPeer& peer);
  // What the peer said about its session. False: that cannot be, and the link must end.
  bool take_news(LinkedPeer& peer, const session::News& news);
  // What to tell the peer of what was taken from its inbox. `due`: the position is news to it. `look_again`: more is
  // there to be taken, so that the next look had better come by the clock; else the link's `acknowledge` is called.
  struct Receipt {
    bool due = false;
    bool look_again = false;
    std::uint64_t position = 0;
  };
  Receipt take_receipt(LinkedPeer& peer);
  // The session ends with this link. False: the outbox does not stand between two messages, or there is no session.
  bool take_farewell(LinkedPeer& peer, std::uint64_t& position);
  // The link has ended, and nobody writes to it any more. An accepted peer is gone with it, unless it may come back.
  // `unconfirmed`: so many of the last bytes may not have arrived.
  struct Departure {
    const std::string& endpoint;
    Status status = Status::kOk;
    int system_error = 0;
    std::size_t unconfirmed = 0;
  };
  void link_down(LinkedPeer* peer, const Departure& departure);

  // Whole messages and subscriptions came. Takes from `parts[taken...]` what the inbox has room for, moves `taken`
  // behind it, and returns whether that was everything; if not, the link's `resume` is called once there is room. One
  // that closes takes no messages from links through memory, and drops what comes from others.
  bool deliver(LinkedPeer& peer, std::vector<Part>& parts, std::size_t& taken,
               std::vector<session::Subscription>& subscriptions);

  // For links through memory. How many more messages the inbox has room for; 0 arranges for `resume`. Nothing: the
  // connector closes, and takes no more.
  std::optional<std::uint64_t> room(LinkedPeer& peer);
  // The connector closes: what the peer sent and nobody has received, where it may be of use to somebody else. Returns
  // how many messages are of no use. Nothing while it is open.
  std::uint64_t surrender(LinkedPeer& peer, Message& messages);
  // These were for the peer and are ours again; so many more were lost.
  void take_back(LinkedPeer& peer, std::span<const Part> messages, std::uint64_t lost);
  // The peer takes nothing more. Where this connector closes, too, nobody else will have what is queued.
  void keep_back(LinkedPeer& peer);

  // The writer's role. Takes it if nobody has it; otherwise its holder has the link's `request_write` called when he
  // gives it up.
  bool begin_writing(LinkedPeer& peer);
  // The same for the loop, when it has something to send ahead of the outbox. Where the outbox does not stand between
  // two messages, whoever has the role gives it up as soon as it does.
  bool begin_writing_ahead(LinkedPeer& peer, bool& between_messages);
  // A sending thread has just written to a link itself.
  void wrote_in_sender();
  // Gives the role up; `wrote` bytes of the last stretch were written.
  void end_writing(LinkedPeer& peer, std::uint64_t wrote);
  // The next stretch of the outbox, after `wrote` bytes of the last one were written. Where there is none the role is
  // given up, unless the caller wants to keep it for another look.
  struct Stretch {
    std::array<iovec, backend::kMaxSegments> segments;
    std::size_t count = 0;
    std::size_t bytes = 0;
  };
  // How much one write to a link takes at most. Without a limit no stretch ends within a frame, but for the last frame
  // of as many pieces as a stretch can have.
  static constexpr std::uint64_t kWriteSize = 1024 * 1024;
  static constexpr std::uint64_t kWholeFrames = UINT64_MAX;
  enum class Next : std::uint8_t { kStretch, kRoleGivenUp, kRoleKept };
  enum class WhenEmpty : std::uint8_t { kGiveUpRole, kKeepRole };
  Next next_stretch(LinkedPeer& peer, std::uint64_t wrote, Stretch& stretch, WhenEmpty when_empty,
                    std::uint64_t most = kWriteSize);
  // For the other look, after kRoleKept. False: another thread has taken the role meanwhile.
  bool still_has_role(LinkedPeer& peer);
  // The loop's look at a peer whose sender writes itself. kHasRole: something was left behind, and the role is the
  // caller's now. `ours`: the loop is writing itself, so there is no need to look any more.
  enum class Watched : std::uint8_t { kGoesOn, kHasRole, kEnded };
  Watched watch(LinkedPeer& peer, bool ours);
  // As `next_stretch` for a memory link, which takes whole messages out. False: there are none; the role is kept.
  bool take_messages(LinkedPeer& peer, std::uint64_t max_messages, std::vector<Part>& parts);
  // Gives the role up, and has the link told of the next message, unless there is one already: then false.
  bool end_writing_idle(LinkedPeer& peer);
  // Gives the role up until the other side asks for more, or enough has gathered; false where it has already.
  bool end_writing_at_rest(LinkedPeer& peer);
  // A link ends in the midst of a send, of which so much went out.
  void wrote_at_end(LinkedPeer& peer, std::uint64_t wrote);
  // Whether the inbox holds something, and so will have the link's `resume` called when it has run low.
  bool asks_for_more(LinkedPeer& peer);
  std::vector<flow::Control> take_controls(LinkedPeer& peer);

  // What must end before the connector is closed: links, and the dialers and listeners that it is told of.
  void add_link(const std::shared_ptr<Link>& link);
  void remove_link(const Link* link);
  // False: it is closed already, and the context may be gone soon.
  bool add_loop_object();
  void remove_loop_object();
  // A loop that carries a link of this connector. With one only, a waiting caller may drive it.
  void use_loop(Loop& loop);

 private:
  class Section;
  struct AfterCare;
  enum class State : std::uint8_t { kOpen, kLingering, kEnding, kClosed };
  struct Observer {
    std::shared_ptr<Lamp> lamp;
    std::uint32_t interest = 0;
  };

  Status closed_status() const;
  Status explain_send(Status status) const;
  Status explain_receive(Status status) const;
  std::int64_t send_run(MessageSource& messages, MessageView& message, Status& status);
  void write_what_is_queued(AfterCare& after);
  bool runs_ahead();
  bool writers_got_on();
  Parker* note_ahead();
  void wait_to_be_caught_up(Parker& parker);
  void note_progress(const LinkedPeer& peer, AfterCare& after);
  Status send_one(MessageView message);
  std::size_t send_quickly(MessageSource& messages);
  Status hold_rest(MessageSource& messages, MessageView first, const std::shared_ptr<Operation>& operation);
  bool continue_send(const std::shared_ptr<Operation>& operation, AfterCare& after);
  Status receive_some(Batch& batch);
  bool receive_run(Batch& batch);
  bool more_is_coming() const;
  void pull();
  bool fits(Batch& batch, std::size_t first_part);
  Status take_message(Message& message);
  bool message_ready() const;
  void put_back(std::vector<Part> messages);
  bool complete_receive(const std::shared_ptr<Operation>& operation, AfterCare& after);
  Parker::Result wait_for_message(Parker& parker, Time until);
  Parker::Result wait_for_room(Parker& parker, Time until);
  void finish(const std::shared_ptr<Operation>& operation, Completion completion, AfterCare& after);
  void fail_operation(const std::shared_ptr<Operation>& operation, Status status, AfterCare& after);
  void serve_receivers(AfterCare& after);
  void serve_senders(AfterCare& after);
  void end_all_waits(AfterCare& after);
  std::optional<std::uint64_t> count(const Crowd& crowd) const;
  Status may_wait_for(const Crowd& crowd) const;
  static std::int64_t explain_wait(Parker::Result waited, const Crowd& crowd, std::uint64_t there,
                                   std::int64_t timeout_ms);
  void serve_crowds(AfterCare& after);
  std::uint32_t readiness() const;
  void serve_observers(AfterCare& after);
  void collect(AfterCare& after);
  void collect_flushes(AfterCare& after);
  bool in_burst() const;
  bool drives_own_loop() const;
  void apply_limits(LinkedPeer& peer);
  void apply_settings();
  bool is_engaged() const;
  Status remake_pattern();
  void apply_acknowledging();
  std::uint64_t release_held(std::uint64_t count);
  flow::Priorities current_priorities() const;
  LinkedPeer* add_peer(bool lasting, flow::Priorities priorities);
  void set_up(LinkedPeer& peer);
  void depart(LinkedPeer& peer, Status reason);
  void drop_link(LinkedPeer& peer, Status reason);
  static Status why_gone(const LinkedPeer& peer, const Departure& departure);
  void unlink(LinkedPeer& peer);
  LinkedPeer* admit(const std::shared_ptr<Link>& link, const Arrival& arrival, Status& refused);
  LinkedPeer* add_accepted_peer(flow::Priorities priorities, Status& refused);
  Claim open_session(const std::shared_ptr<Link>& link, const wire::SessionToken& token, const std::string& identity,
                     flow::Priorities priorities, wire::Resume& resume, Status& refused, AfterCare& after);
  LinkedPeer* claimed_peer(const std::shared_ptr<Link>& link, const wire::SessionToken& token);
  bool settle_session(LinkedPeer& peer, const Arrival& arrival);
  void begin_anew(LinkedPeer& peer, const session::Agreement& agreement);
  bool resume_session(LinkedPeer& peer, const Arrival& arrival);
  static bool start_over(LinkedPeer& peer);
  void note_refusal(LinkedPeer& peer, const wire::Resume& received);
  void begin_session(LinkedPeer& peer, const wire::SessionToken& token, std::uint64_t instance);
  using Loss = pattern::Pattern::Loss;
  void lose_session(LinkedPeer& peer, Status status, Loss loss = Loss::kGone);
  void report_loss(LinkedPeer& peer, const flow::DropCounters& before, Status status);
  void report_uncertain(const LinkedPeer& peer, const Departure& departure);
  bool may_return(const LinkedPeer& peer) const;
  void await(LinkedPeer& peer, AfterCare& after);
  void await_no_more(LinkedPeer& peer);
  void give_up(LinkedPeer& peer, Status status);
  void evict_one_too_many();
  LinkedPeer* least_missed();
  void reject_peers(AfterCare& after);
  void dismiss(LinkedPeer& peer, AfterCare& after);
  bool acknowledge(LinkedPeer& peer, std::uint64_t position, AfterCare& after);
  using Ring = void (Connector::*)();
  void set_alarm(std::shared_ptr<Alarm>& alarm, Ring ring, Time moment, AfterCare& after);
  void watch_request(AfterCare& after);
  void sweep_departing();
  bool take_subscriptions(LinkedPeer& peer, std::vector<session::Subscription>& subscriptions);
  static std::size_t count_parts(const LinkedPeer& peer, std::span<const Part> parts);
  void note_written(LinkedPeer& peer, std::uint64_t wrote, AfterCare& after);
  static void notice_drained(LinkedPeer& peer, AfterCare& after);
  void has_room_again(LinkedPeer& peer);
  void give_up_role(LinkedPeer& peer, AfterCare& after);
  void add_event(EventKind kind, std::uint64_t peer, const std::string& endpoint, Status status, int system_error,
                 std::uint64_t count);
  std::uint64_t queued_messages() const;
  std::uint64_t unacknowledged_messages() const;
  void begin_lingering(AfterCare& after);
  void start_linger_timer(std::int64_t linger_ms);
  void begin_ending(AfterCare& after);
  void check_drained(AfterCare& after);

  const std::shared_ptr<Context> context_;
  const ConnectorType type_;
  const std::string token_;
  std::unique_ptr<Endpoints> endpoints_;  // Has its own lock.

  mutable Mutex monitor_;
  State state_ = State::kOpen;
  Options options_;
  pattern::Settings settings_;
  bool waits_for_room_ = false;  // As the pattern says of these settings.
  bool probes_ = false;          // The same of `probe_router`.
  bool raw_ = false;
  flow::Effects effects_;
  std::unique_ptr<pattern::Pattern> pattern_;
  std::map<std::uint64_t, std::unique_ptr<LinkedPeer>> peers_;
  std::vector<LinkedPeer*> departing_;
  std::unordered_map<wire::SessionId, LinkedPeer*, HashSession> sessions_;  // Of accepted peers.
  std::deque<wire::SessionId> unbegun_;            // The latest that were offered on links that did not come up.
  std::set<std::pair<Time, std::uint64_t>> away_;  // Peers that are awaited: until when, and their number.
  std::size_t strangers_away_ = 0;                 // Those of them that were accepted.
  std::uint64_t last_peer_number_ = 0;

  std::deque<Message> given_back_;
  std::deque<std::shared_ptr<Operation>> receive_operations_;
  std::deque<std::shared_ptr<Operation>> send_operations_;
  std::vector<std::shared_ptr<Operation>> close_watches_;
  std::vector<Parker*> receivers_;  // Threads in a synchronous receive, the longest waiting first.
  std::vector<Parker*> senders_;
  std::vector<Parker*> ahead_;      // Senders whose messages are accepted, and who wait for a writer to catch up.
  bool writers_get_on_ = false;     // Something was written since this was last asked.
  std::uint64_t waited_after_ = 0;  // How many messages had been sent when a receiver last had to wait.
  bool room_came_ = false;          // Whoever waits for room should look again.

  // Whoever waits for something besides messages; `observed_` says that there may be somebody.
  bool observed_ = false;
  bool crowd_came_ = false;  // Links came up, or subscriptions or events came.
  std::vector<std::shared_ptr<Operation>> crowd_operations_;
  std::vector<Parker*> onlookers_;  // Threads that wait for peers or subscribers.
  std::vector<Observer> lamps_;
  std::array<std::shared_ptr<Lamp>, 3> own_lamps_;  // Those that `descriptor` made, by the bit of their Readiness.

  Stats stats_;
  EventLog events_;
  std::unordered_map<const Link*, std::shared_ptr<Link>> links_;
  std::size_t loop_objects_ = 0;
  std::shared_ptr<Connector> self_;  // While it lingers: there may be no link that keeps it.
  std::shared_ptr<Alarm> linger_alarm_;
  std::shared_ptr<Alarm> session_alarm_;
  std::shared_ptr<Alarm> request_alarm_;
  std::uint64_t attempt_ = 0;  // Of a request; the alarm is set for it.
  Time attempt_ends_ = kNever;
  std::uint64_t undelivered_ = 0;
  std::vector<WhenClosed> when_closed_;
  std::atomic<Time> wrote_in_sender_{0};
  std::atomic<Loop*> first_loop_{nullptr};
  std::atomic<bool> several_loops_{false};
  std::atomic<bool> pulls_{false};  // It has, or had, peers in the same process.
};

}  // namespace ymq::engine
