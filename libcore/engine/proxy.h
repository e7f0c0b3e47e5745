#pragma once

#include <pthread.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/part.h"
#include "base/vocabulary.gen.h"
#include "engine/completion_queue.h"
#include "engine/connector.h"
#include "engine/parker.h"

namespace ymq::engine {

// Forwards messages between two connectors of one context, each way that their patterns have, in a thread of its own.
//
// A way is either receiving or sending, never both: what was taken from one side is accepted by the other before more
// is taken, so the back-pressure of one side reaches the other, and a proxy holds one batch a way at most. Whoever
// sent a message is told that it was handed over, where that is left to the application, once the other side has
// accepted it.
//
// Any thread may call any public function, and destroy it once nobody is inside a call.
class Proxy : public std::enable_shared_from_this<Proxy> {
 public:
  struct Ends {
    std::shared_ptr<Connector> front;
    std::shared_ptr<Connector> back;
    std::shared_ptr<Connector> capture;  // Null: none.
  };
  struct Forwarded {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
  };
  struct Stats {
    bool paused = false;
    Forwarded to_back;
    Forwarded to_front;
    std::uint64_t capture_dropped = 0;
    std::uint64_t dropped = 0;
  };

  static Status make(Ends ends, std::shared_ptr<Proxy>& proxy);
  explicit Proxy(Ends ends);
  ~Proxy() { stop(); }

  // Begins no more receives, and cancels those under way. Waits for the thread to know, so that nothing is taken from
  // then on.
  Status pause();
  Status resume();
  // Until it has ended. kOk: by itself, with one of its connectors; kClosed: it was stopped; kOutOfMemory.
  Status wait(std::int64_t timeout_ms);
  // The same; the operation's completion has the status.
  Status wait_async(const std::shared_ptr<Operation>& operation);
  // Ends such a wait, if it has not ended.
  void cancel(const std::shared_ptr<Operation>& operation);
  Stats stats();
  // Ends the thread, which gives back what it has taken and not forwarded. Bounded: the thread never waits for a peer.
  // One caller at a time; again does nothing.
  void stop();

 private:
  // One way of the forwarding.
  struct Way {
    enum class State : std::uint8_t { kIdle, kReceiving, kSending };

    Connector& from;
    Connector& to;
    Forwarded& forwarded;  // Guarded by the mutex.
    const std::uint64_t receive_tag;
    const std::uint64_t send_tag;
    State state = State::kIdle;
    Message taken{};       // Whole messages,
    std::size_t next = 0;  // of which those before this part are done with.

    std::span<const Part> rest() const { return std::span(taken).subspan(next); }
    // The parts of the first so many messages of the rest.
    std::span<const Part> first(std::uint64_t messages) const;
    void done_with(std::span<const Part> messages);
  };

  static Status check(const Ends& ends);
  bool start();
  static void* thread_main(void* proxy);
  void add_way(Connector& from, Connector& to, Forwarded& forwarded);

  void run();
  void watch(Connector& connector);
  bool goes_on();
  void take_completions();
  void take(Completion& completion);
  void handle(Way& way, Completion& completion);
  void receive_more(Way& way);
  void send_on(Way& way);
  void sent(Way& way, const Completion& completion);
  void note_forwarded(Way& way, std::uint64_t messages);
  void offer_to_capture(std::span<const Part> messages, std::uint64_t count);
  void refuse(Way& way, Status status);
  void end(Status outcome);
  void wind_up();
  bool under_way() const;
  void announce_end();

  std::shared_ptr<Operation> make_operation(CompletionKind kind, Connector& connector, std::uint64_t tag) const;
  bool may_receive();
  bool paused();
  void note_received();
  void signal_waiters();
  void nudge();

  const Ends ends_;
  const std::shared_ptr<CompletionQueue> queue_;
  const std::shared_ptr<Operation> nudge_;  // Never begun; its completions have the thread look again.
  std::vector<Way> ways_;                   // Those that the patterns have.
  pthread_t thread_{};
  bool has_thread_ = false;

  // The thread's alone.
  bool over_ = false;
  Status outcome_ = Status::kOk;

  std::mutex mutex_;  // Guards what follows.
  Stats stats_;
  std::size_t receiving_ = 0;  // Ways that receive, or are about to.
  bool stopping_ = false;
  bool ended_ = false;
  std::vector<Parker*> waiters_;
  std::vector<std::shared_ptr<Operation>> awaited_by_;
};

}  // namespace ymq::engine
