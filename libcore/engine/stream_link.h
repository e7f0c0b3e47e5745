#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "backend/backend.h"
#include "base/timers.h"
#include "engine/connector.h"
#include "engine/link.h"
#include "engine/loop.h"
#include "session/session.h"

namespace ymq::engine {

// Who made a link and wants to know when it has ended: a dialer, which then makes another.
class LinkOwner {
 public:
  virtual ~LinkOwner() = default;
  // How far it had come: it had somebody at its other end; the handshake had been finished.
  enum class Reached : std::uint8_t { kPeer, kUp };
  // In the driver of the link's loop (stream), or any thread (memory).
  virtual void on_link_ended(Reached reached, backend::Outcome outcome) = 0;
};

// A link over a stream: one session coupled to one stream of a backend. Everything but the functions of `Link` happens
// in its loop's driver. It keeps itself alive from `start` until its stream is closed.
class StreamLink final : public Link, public Postable, private Timer, public std::enable_shared_from_this<StreamLink> {
 public:
  // `peer` is the dialer's, or null for a stream that was accepted, whose peer gets these priorities.
  StreamLink(std::shared_ptr<Connector> connector, Loop& loop, backend::Stream stream, std::string endpoint,
             LinkedPeer* peer, std::weak_ptr<LinkOwner> owner, flow::Priorities priorities = {});
  void start();
  // The stream leads through a proxy, behind whose answer the peer has said this already.
  void start_behind_proxy(std::span<const std::byte> early);

  void write(Manner manner) override;
  bool in_memory() const override { return false; }
  void request_write() override { request(kWrite); }
  void resume() override;
  void watch() override { request(kWatch); }
  void acknowledge() override;
  void ask() override { request(kAsk); }
  void proceed() override { request(kProceed); }
  void request_end(Status reason) override;

 private:
  static constexpr std::uint32_t kWrite = 1;
  static constexpr std::uint32_t kResume = 2;
  static constexpr std::uint32_t kEnd = 4;
  static constexpr std::uint32_t kLook = 8;
  static constexpr std::uint32_t kWatch = 16;
  static constexpr std::uint32_t kAcknowledge = 32;
  static constexpr std::uint32_t kAsk = 64;
  static constexpr std::uint32_t kProceed = 128;
  // These are seen to when the loop's driver comes by anyway.
  static constexpr std::uint32_t kUnhurried = kResume | kAcknowledge;

  struct Receive final : backend::Operation {
    explicit Receive(StreamLink& owner) : link(owner) {}
    void on_report(const backend::Report& report) override {
      link.shield([&] { link.on_received(report); });
    }
    StreamLink& link;
  };
  struct Send final : backend::Operation {
    explicit Send(StreamLink& owner) : link(owner) {}
    void on_report(const backend::Report& report) override {
      link.shield([&] { link.on_sent(report); });
    }
    StreamLink& link;
  };
  struct Close final : backend::Operation {
    explicit Close(StreamLink& owner) : link(owner) {}
    void on_report(const backend::Report&) override { link.on_closed(); }
    StreamLink& link;
  };

  struct Watch final : Timer {
    explicit Watch(StreamLink& owner) : link(owner) {}
    void on_timer(Time now) override {
      link.shield([&] { link.on_watch(now); });
    }
    StreamLink& link;
  };

  struct Reminder final : Timer {
    explicit Reminder(StreamLink& owner) : link(owner) {}
    void on_timer(Time) override {
      link.shield([&] { link.send_receipt(); });
    }
    StreamLink& link;
  };

  // Memory that runs out ends the link.
  template <typename Work>
  void shield(Work work) noexcept {
    shielded(work, [this] { on_failure(); });
  }
  void on_failure() noexcept override;

  void request(std::uint32_t what);
  void request_unhurried(std::uint32_t what);
  void on_posted() override;
  void on_timer(Time now) override;
  void see_to_deadline(Time now);
  void hasten_timer();

  void submit_receive();
  void on_received(const backend::Report& report);
  void absorb();
  bool shaken_hands() noexcept;
  bool come_up();
  void run_errand();
  void on_errand_done();
  void ask_handler();
  void on_verdict(session::Verdict verdict);
  std::string address_of_peer();
  std::shared_ptr<const Introduction> introduce();
  void answer_claim();
  void deliver();
  bool hear_news();
  void end_at_fault();
  void send_receipt();
  void remind_of_receipt();
  void continue_receiving();

  bool takes_more_soon(backend::Outcome outcome, std::size_t rest, Time& give_up);
  void flush();
  void send_control(const flow::Control& control);
  bool still_lingering();
  void look();
  void on_watch(Time now);
  bool has_output() const noexcept;
  void flush_output();
  void take_output();
  bool write_output();
  bool send_output();
  void write_outbox(std::uint64_t wrote);
  void write_sealed();
  bool seal(const Connector::Stretch& stretch);
  void end_soon_at_fault();
  void account_for_sealed();
  void shrink_output();
  void submit_stretch(const Connector::Stretch& stretch);
  void look_again();
  void submit_send();
  void on_sent(const backend::Report& report);
  void stop_sending(backend::Outcome outcome);

  void end(backend::Outcome outcome);
  void close_stream();
  void say_farewell();
  void on_closed();

  const std::shared_ptr<Connector> connector_;
  Loop& loop_;
  const backend::Stream stream_;
  const std::string endpoint_;
  const flow::Priorities priorities_;
  LinkedPeer* peer_;  // Null until the handshake of an accepted stream is done.
  const std::weak_ptr<LinkOwner> owner_;
  session::Session session_;
  std::shared_ptr<StreamLink> self_;

  std::atomic<std::uint32_t> requests_{0};
  std::atomic<Status> end_reason_{Status::kClosed};

  Receive receive_{*this};
  Send send_{*this};
  Close close_{*this};
  Watch watch_{*this};
  Reminder reminder_{*this};       // To acknowledge what little has been taken.
  std::vector<std::byte> output_;  // The session's output under way, and how much of it is sent.
  std::size_t output_sent_ = 0;
  std::uint64_t output_plain_ = 0;  // Not 0: it is so much of the outbox, sealed.
  std::vector<iovec> segments_;     // Of the send in flight.
  std::size_t delivered_ = 0;       // How many of the session's messages' parts are delivered.
  bool behind_proxy_ = false;
  bool up_ = false;  // The handshake is done and the connector knows it.
  bool receiving_ = false;
  bool paused_ = false;     // The inbox is full: not to receive until `resume`.
  bool sending_ = false;    // A send is in flight; the writer's role is ours meanwhile.
  bool lingering_ = false;  // The outbox was empty a moment ago; the writer's role is ours for one more look, unless
                            // somebody takes it away.
  bool blocked_ = false;    // The last write was short: submit the rest instead of trying again.
  bool deaf_ = false;       // The stream takes nothing any more; what comes in is still worth reading.
  bool ending_ = false;
  bool closing_ = false;
  backend::Outcome outcome_;     // Why it ends,
  std::size_t unconfirmed_ = 0;  // and how many bytes then may not have arrived; asked where nobody acknowledges.
};

}  // namespace ymq::engine
