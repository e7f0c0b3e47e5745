#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/vocabulary.gen.h"
#include "engine/dialer.h"
#include "engine/endpoint.h"
#include "engine/listener.h"

namespace ymq::engine {

class Connector;

// What a connector is bound and connected to. Any thread.
class Endpoints {
 public:
  explicit Endpoints(Connector& connector) : connector_(connector) {}

  Status bind(std::string_view text, std::string& bound);
  // To a socket that somebody else has bound and listens on.
  Status bind_descriptor(int descriptor, std::string& bound);
  Status connect(std::string_view text);
  // As `connect`, and says which routing id the peer has.
  Status connect_peer(std::string_view text, std::uint32_t& routing_id);
  // As `connect`, and the peer has the routing id that the application wants.
  Status connect_as(std::string_view text, std::string_view routing_id);
  Status unbind(std::string_view text);
  Status disconnect(std::string_view text);
  // The peer is to get no other link, and loses the one that it has once all that was accepted for it is written.
  void disconnect_peer(std::uint64_t number);

  // A dialer has given its endpoint up. False: that had been disconnected.
  bool forget(const Dialer& dialer);

  // The connector is closing: nobody new comes in.
  void stop_accepting();
  // And nobody is called any more.
  void stop();

 private:
  struct Bound {
    std::string given;
    std::string bound;
    std::shared_ptr<Listener> listener;
  };
  struct Connected {
    std::string given;
    std::shared_ptr<Dialer> dialer;
  };

  Status dial(std::string_view text, std::shared_ptr<Dialer>& dialer, std::string_view routing_id = {});
  Status listen(const Endpoint& endpoint, std::shared_ptr<Listener>& listener, std::string& bound);
  Status keep(Bound entry);
  template <typename Meant>
  Connected take_out(Meant meant);

  Connector& connector_;
  std::mutex mutex_;
  bool closed_ = false;
  std::vector<Bound> bound_;
  std::vector<Connected> connected_;
  std::vector<std::weak_ptr<Dialer>> retired_;  // Disconnected, and perhaps still sending.
};

}  // namespace ymq::engine
