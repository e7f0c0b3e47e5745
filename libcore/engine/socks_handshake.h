#pragma once

#include <optional>
#include <vector>

#include "backend/backend.h"
#include "engine/endpoint.h"
#include "engine/loop.h"
#include "wire/socks.h"

namespace ymq::engine {

class Connector;

// The proxy that the options of a connector name, if they do.
struct SocksProxy {
  Endpoint endpoint;
  wire::SocksLogin login;
};
std::optional<SocksProxy> socks_proxy_of(Connector& connector);

// The endpoint as it is told to a proxy: a name stays one.
wire::SocksTarget socks_target(const Endpoint& endpoint);

// The talk with a SOCKS5 proxy over a stream that leads there, until it leads to the target. In its loop's driver.
class SocksHandshake {
 public:
  class Owner {
   public:
    // The last that is heard of the handshake, which is to be destroyed now. Success: the stream is the owner's again,
    // and `early` is what the target has said already. Else the stream is closed.
    virtual void on_socks_ended(backend::Outcome outcome, std::vector<std::byte> early) noexcept = 0;

   protected:
    ~Owner() = default;
  };

  SocksHandshake(Loop& loop, backend::Stream stream, wire::Socks socks, Owner& owner);
  void start();
  // Gives up, for this reason. The owner hears of it later.
  void end(backend::Outcome outcome);

 private:
  struct Receive final : backend::Operation {
    explicit Receive(SocksHandshake& owner) : handshake(owner) {}
    void on_report(const backend::Report& report) override {
      handshake.shield([&] { handshake.on_received(report); });
    }
    SocksHandshake& handshake;
  };
  struct Send final : backend::Operation {
    explicit Send(SocksHandshake& owner) : handshake(owner) {}
    void on_report(const backend::Report& report) override {
      handshake.shield([&] { handshake.on_sent(report); });
    }
    SocksHandshake& handshake;
  };
  struct Close final : backend::Operation {
    explicit Close(SocksHandshake& owner) : handshake(owner) {}
    void on_report(const backend::Report&) override { handshake.owner_.on_socks_ended(handshake.outcome_, {}); }
    SocksHandshake& handshake;
  };

  // Memory that runs out ends it.
  template <typename Work>
  void shield(Work work) noexcept {
    shielded(work, [this] { end({Status::kOutOfMemory, 0}); });
  }
  void on_received(const backend::Report& report);
  void on_sent(const backend::Report& report);
  void advance();
  void send();
  void receive();
  void stop_receiving();

  Loop& loop_;
  const backend::Stream stream_;
  Owner& owner_;
  wire::Socks socks_;
  Receive receive_{*this};
  Send send_{*this};
  Close close_{*this};
  std::vector<std::byte> output_;  // Under way, and how much of it is sent.
  std::size_t output_sent_ = 0;
  iovec rest_{};
  std::vector<std::byte> early_;
  bool sending_ = false;
  bool receiving_ = false;
  bool stopping_ = false;  // To receive: what comes now is the target's.
  bool closing_ = false;
  backend::Outcome outcome_;  // Why.
};

}  // namespace ymq::engine
