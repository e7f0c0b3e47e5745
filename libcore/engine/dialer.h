#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/backend.h"
#include "base/timers.h"
#include "engine/endpoint.h"
#include "engine/inproc.h"
#include "engine/link.h"
#include "engine/loop.h"
#include "engine/resolver.h"
#include "engine/socks_handshake.h"
#include "engine/stream_link.h"

namespace ymq::engine {

class Connector;

// How long to wait before the next attempt: twice as long each time, up to a limit, and never exactly as long as others
// that failed at the same moment.
class Backoff {
 public:
  // Milliseconds; `random` is any number.
  std::int64_t next(std::int64_t first, std::int64_t limit, std::uint64_t random) noexcept;
  void reset() noexcept { attempts_ = 0; }

 private:
  unsigned attempts_ = 0;
};

// One connect: keeps a peer, and sees to it that it has a link, for ever, until it is stopped. Any thread.
class Dialer : public LinkOwner {
 public:
  static std::shared_ptr<Dialer> make(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text);
  // The application has chosen what its peer is called. Before `start`.
  void name_peer(std::string_view routing_id) { routing_id_ = routing_id; }

  virtual void start() = 0;
  // Ends the link, and the attempts to make one; the peer is gone then. Returns before.
  virtual void stop() = 0;
  // As `stop`, once everything that was accepted for the peer is written or the linger (milliseconds) is over.
  void retire(std::int64_t linger_ms);
  // Its peer's, once it was started; 0: there was none to be had.
  std::uint64_t peer_number() const noexcept { return peer_number_; }
  // Why there was none, if it was started under a name.
  Status refused() const noexcept { return refused_; }

 protected:
  Dialer(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text);

  virtual void stop_at(Time moment) = 0;
  virtual std::shared_ptr<Dialer> self() = 0;
  // Milliseconds until the next attempt.
  std::int64_t next_wait();
  // Whether nothing more is to be tried after this.
  bool stops_after(ReconnectStop what);
  // The endpoint is disconnected, for this reason.
  void give_up(backend::Outcome outcome);
  virtual void finish() = 0;
  bool take_peer();
  void release_peer();

  const std::shared_ptr<Connector> connector_;
  const Endpoint endpoint_;
  const std::string text_;
  Backoff backoff_;
  LinkedPeer* peer_ = nullptr;
  std::atomic<std::uint64_t> peer_number_ = 0;  // Set once, by `start`, as is the next.
  Status refused_ = Status::kOk;
  std::string routing_id_;
};

// Connects by tcp, perhaps through a proxy, or ipc. All but the public functions happens in its loop's driver.
class StreamDialer final : public Dialer,
                           public SocksHandshake::Owner,
                           public std::enable_shared_from_this<StreamDialer> {
 public:
  StreamDialer(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text);

  void start() override;
  void stop() override;
  void on_link_ended(Reached reached, backend::Outcome outcome) override;

 private:
  // Milliseconds to the next attempt after memory ran out.
  static constexpr std::int64_t kAfterFailure = 1000;

  enum class State : std::uint8_t { kNew, kResolving, kConnecting, kProxying, kLinked, kWaiting, kStopped };

  struct Connect final : backend::Operation {
    explicit Connect(StreamDialer& owner) : dialer(owner) { destination = &address; }
    void on_report(const backend::Report& report) override {
      shielded([&] { dialer.on_connected(report); }, [this] { dialer.retry_after(kAfterFailure); });
    }
    StreamDialer& dialer;
    backend::Address address;
  };
  struct CloseUnwanted final : backend::Operation {
    explicit CloseUnwanted(StreamDialer& owner) : dialer(owner) {}
    void on_report(const backend::Report&) override { dialer.finish(); }
    StreamDialer& dialer;
  };
  struct Alarm final : Timer {
    explicit Alarm(StreamDialer& owner) : dialer(owner) {}
    void on_timer(Time) override { dialer.on_alarm(); }
    StreamDialer& dialer;
  };
  struct Stop final : Timer {
    explicit Stop(StreamDialer& owner) : dialer(owner) {}
    void on_timer(Time) override { dialer.stop_in_loop(); }
    StreamDialer& dialer;
  };

  void stop_at(Time moment) override;
  std::shared_ptr<Dialer> self() override { return shared_from_this(); }

  void attempt();
  void on_resolved(Resolution resolution);
  void connect_next();
  void on_connected(const backend::Report& report);
  void ask_proxy(backend::Stream stream);
  void on_socks_ended(backend::Outcome outcome, std::vector<std::byte> early) noexcept override;
  void on_proxy_answered(backend::Outcome outcome, std::span<const std::byte> early);
  std::shared_ptr<StreamLink> make_link(backend::Stream stream);
  void on_alarm();
  void fail_attempt(backend::Outcome outcome);
  void retry_after(std::int64_t milliseconds);
  void stop_in_loop();
  void finish() override;

  Loop& loop_;
  State state_ = State::kNew;
  std::vector<backend::Address> addresses_;                // Those not yet tried in this attempt, the next one last.
  std::shared_ptr<const backend::SocketOptions> sockets_;  // While there is an attempt,
  std::optional<SocksProxy> proxy_;                        // as here; none: the way is direct.
  std::unique_ptr<SocksHandshake> handshake_;              // With the proxy.
  backend::Stream stream_ = 0;                             // To the proxy.
  Resolver::Request request_ = 0;
  Connect connect_{*this};
  CloseUnwanted close_unwanted_{*this};
  Alarm alarm_{*this};  // Until connecting, or the proxy, has taken too long, or until the next attempt.
  Stop stop_timer_{*this};
  bool stopping_ = false;
  std::weak_ptr<StreamLink> link_;
  std::shared_ptr<StreamDialer> self_;  // Until it has stopped.
};

// Connects within the process: at once where somebody is bound, else when somebody comes.
class InprocDialer final : public Dialer, public InprocCaller, public std::enable_shared_from_this<InprocDialer> {
 public:
  InprocDialer(std::shared_ptr<Connector> connector, Endpoint endpoint, std::string text);

  void start() override;
  void stop() override;
  void on_link_ended(Reached reached, backend::Outcome outcome) override;
  void on_bound() override { attempt(); }

 private:
  enum class State : std::uint8_t { kNew, kWaiting, kJoining, kLinked, kStopped };

  struct Alarm final : Timer {
    void on_timer(Time) override {
      if (const auto living = dialer.lock()) retry ? living->attempt() : living->stop();
    }
    std::weak_ptr<InprocDialer> dialer;
    bool retry = true;
  };

  void stop_at(Time moment) override { set_alarm(moment, false); }
  std::shared_ptr<Dialer> self() override { return shared_from_this(); }
  void attempt();
  void fail_attempt(Status status);
  void set_alarm(Time moment, bool retry);
  void finish() override;

  std::mutex mutex_;  // Guards what follows. Taken before a monitor, never while one is held.
  State state_ = State::kNew;
  bool stopping_ = false;
  bool link_ended_ = false;  // While joining: it has already ended again.
  std::vector<std::shared_ptr<Alarm>> alarms_;
  std::shared_ptr<InprocDialer> self_;
};

}  // namespace ymq::engine
