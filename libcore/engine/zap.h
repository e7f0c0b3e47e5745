#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/link.h"
#include "session/mechanism.h"
#include "wire/zap.h"

namespace ymq::engine {

class Connector;
class Context;

// One side of a link through memory whose other side is the handshakes of a context: to the handler's connector it is a
// peer like any DEALER. Questions go in by `ask`, in whatever thread; answers come out in the handler's.
class ZapLink final : public Link, public std::enable_shared_from_this<ZapLink> {
 public:
  // Called once, in any thread: the verdict; status 300 where the handler is gone, 500 where its reply made no sense.
  using WhenAnswered = std::function<void(session::Verdict)>;

  explicit ZapLink(std::shared_ptr<Connector> handler) : handler_(std::move(handler)) {}
  // False: the handler's connector takes no such peers.
  bool start();
  const Connector* handler() const noexcept { return handler_.get(); }
  bool open();
  // False: the link has ended, or too many questions wait to be taken.
  bool ask(wire::ZapRequest request, WhenAnswered when_answered);

  void write(Manner manner) override;
  bool in_memory() const override { return true; }
  void request_write() override;
  void watch() override {}
  void resume() override { push(); }
  void acknowledge() override {}
  void ask() override {}
  void proceed() override {}
  void request_end(Status reason) override;

 private:
  bool take_role();
  void try_end();
  void push();
  bool push_some();
  void take_replies(std::vector<Part> parts);
  void take_reply(std::span<const Part> message);
  WhenAnswered take_asker(std::uint64_t number);

  const std::shared_ptr<Connector> handler_;
  LinkedPeer* peer_ = nullptr;

  std::mutex mutex_;  // Taken before the handler's monitor, never while that is held.
  std::map<std::uint64_t, WhenAnswered> askers_;
  std::uint64_t last_number_ = 0;
  std::vector<Part> questions_;  // Whole messages, which the handler's inbox has not had room for yet,
  std::size_t waiting_ = 0;      // and at most so many.
  bool pushing_ = false;         // Somebody is handing questions over: they keep their order.
  bool push_again_ = false;
  bool ending_ = false;
  bool down_ = false;
};

// Asks the handler of a context, whoever that is now.
class ZapClient {
 public:
  // False: nobody is bound to be asked.
  bool ask(Context& context, const wire::ZapRequest& request, const ZapLink::WhenAnswered& when_answered);

 private:
  std::shared_ptr<ZapLink> link_to(const std::shared_ptr<Connector>& handler);

  std::mutex mutex_;
  std::weak_ptr<ZapLink> link_;
};

}  // namespace ymq::engine
