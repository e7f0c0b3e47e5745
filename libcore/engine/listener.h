#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "backend/backend.h"
#include "engine/endpoint.h"
#include "engine/loop.h"
#include "flow/peer.h"

namespace ymq::engine {

class Connector;
class Context;

// One bind: lets peers in until it is stopped. Any thread.
class Listener {
 public:
  virtual ~Listener() = default;
  // Nobody is let in any more; the address is free soon after.
  virtual void stop() = 0;
  // Returns once the address is free.
  virtual void wait_until_stopped() {}
};

// Listens on a stream. All but the public functions happens in its loop's driver.
class StreamListener final : public Listener, public std::enable_shared_from_this<StreamListener> {
 public:
  static Status make(Connector& connector, const Endpoint& endpoint, std::shared_ptr<Listener>& listener,
                     std::string& bound);

  // On a socket that somebody else has bound, as `Backend::adopt_listener` has it.
  static Status adopt(Connector& connector, int descriptor, std::shared_ptr<Listener>& listener, std::string& bound);

  StreamListener(std::shared_ptr<Connector> connector, Loop& loop);
  void stop() override;
  void wait_until_stopped() override;

 private:
  struct Accept final : backend::Operation {
    explicit Accept(StreamListener& owner) : listener(owner) {}
    void on_report(const backend::Report& report) override {
      shielded([&] { listener.on_accepted(report); }, [] {});
    }
    StreamListener& listener;
  };
  struct Close final : backend::Operation {
    explicit Close(StreamListener& owner) : listener(owner) {}
    void on_report(const backend::Report&) override { listener.on_closed(); }
    StreamListener& listener;
  };

  backend::Outcome listen(const backend::Address& address, const backend::ListenOptions& options);
  backend::Outcome adopt(int descriptor);
  void begin(const backend::Address& bound);
  void on_accepted(const backend::Report& report);
  void start_link(backend::Stream stream);
  static void link(const std::shared_ptr<Connector>& connector, Loop& loop, backend::Stream stream,
                   const std::string& endpoint, flow::Priorities priorities);
  void on_closed();

  const std::shared_ptr<Connector> connector_;
  Loop& loop_;
  const flow::Priorities priorities_;  // Of whoever comes.
  backend::Stream stream_ = 0;
  std::string bound_;
  Accept accept_{*this};
  Close close_{*this};
  bool stopping_ = false;
  std::shared_ptr<StreamListener> self_;  // Until its stream is closed.

  std::mutex mutex_;  // Guards what follows.
  bool stopped_ = false;
  std::vector<Parker*> waiting_;
};

// Holds a name of the context.
class InprocListener final : public Listener {
 public:
  static Status make(Connector& connector, const Endpoint& endpoint, std::shared_ptr<Listener>& listener,
                     std::string& bound);

  InprocListener(std::shared_ptr<Connector> connector, std::string name);
  void stop() override;

 private:
  const std::weak_ptr<Connector> connector_;
  const Connector* const bound_;
  Context& context_;
  const std::string name_;
};

}  // namespace ymq::engine
