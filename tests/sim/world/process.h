#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/connector.h"
#include "engine/context.h"
#include "sim/backend.h"
#include "sim/world/chronicle.h"
#include "sim/world/letter.h"
#include "sim/world/oracle.h"
#include "sim/world/plan.h"
#include "sim/world/security.h"

namespace sim {

// What all hosts of a world share.
struct Surroundings {
  std::shared_ptr<Network> network;
  const Plan& plan;
  Chronicle& chronicle;
  Oracle& oracle;

  Time now() const { return network->now(); }
  bool is_calm() const { return now() > ymq::kSecond + plan.trouble; }
};

// What was received: a letter, with its first part where the pattern puts one before it; none where it was something
// else, about which the oracle knows all there is to know.
struct Received {
  const Letter* letter = nullptr;
  std::string route;
  bool is_signal = false;  // It was empty: about whoever the route leads to.
};

// One process on one host: a context with one connector, over a backend that can die. Whatever goes in and out is told
// to the oracle and to the chronicle.
class Process {
 public:
  Process(const Surroundings& around, int host, const Side& side, const std::string& identity, Standing standing,
          std::uint64_t seed);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int host() const noexcept { return host_; }
  const Side& side() const noexcept { return side_; }
  const std::string& identity() const noexcept { return identity_; }

  void bind(const std::string& endpoint);
  void unbind(const std::string& endpoint);
  void connect(const std::string& endpoint);
  // The same; the peer is known by this routing id.
  void connect_as(const std::string& endpoint, const std::string& route);
  // PEER: the same; returns the routing id of whoever is there.
  std::string connect_peer(const std::string& endpoint);
  // Wants what is about this topic: subscribes to it, or joins the group.
  void want(const std::string& topic);

  // Sends the letter, behind the route where the pattern wants one; it is accepted if that returns kOk.
  Status send(Letter letter, const std::string& route = {});
  // Ends the connection, where the peer speaks no ZMTP. False: there is none.
  bool hang_up(const std::string& route);
  // kOk: there was something.
  Status receive(Received& received);

  // When something is due here; the past, where that is now.
  Time next_due();
  // Does what is due.
  void poll();
  void check_bounds();
  // Whoever reads along is told how each peer stands.
  void tell_peers();
  ymq::engine::Stats stats();

  // Ends as a process does that is killed, or whose machine is gone.
  void die(Backend::Death death);
  // Closes, going on to send for so long.
  void leave(std::int64_t linger_ms);
  bool is_leaving() const noexcept { return leaving_; }
  // Once it has left: how many messages were not delivered.
  std::optional<std::uint64_t> undelivered() const { return *undelivered_; }

 private:
  void set(OptionId id, std::int64_t value);
  void set(OptionId id, std::span<const std::byte> value);
  void secure(Standing standing, std::uint64_t seed);
  void rest();
  std::vector<ymq::engine::PeerStats> peers();
  void listen_to_events();
  void note_event(const ymq::engine::Event& event);
  void acknowledge(std::uint64_t messages);
  void file(std::span<const ymq::Part> parts, Received& received);
  const Letter* file_letter(std::span<const ymq::Part> body, std::uint64_t bytes, bool again);
  void file_signal(const std::string& route, std::uint64_t bytes);
  void file_bytes(const std::string& route, std::string_view bytes, std::uint64_t counted);
  bool file_notice(std::span<const ymq::Part> parts);
  void grant(bool wanted, std::span<const std::byte> topic);
  Status send_parts(const std::vector<std::string>& parts);

  const Surroundings around_;
  const int host_;
  const Side& side_;
  const std::string identity_;
  Backend* backend_ = nullptr;  // The context's.
  std::shared_ptr<ymq::engine::Context> context_;
  std::shared_ptr<ymq::engine::Connector> connector_;
  std::unique_ptr<Handler> handler_;
  std::uint64_t unacknowledged_ = 0;  // Messages that were received, and not acknowledged by this process.
  bool touched_ = true;
  bool leaving_ = false;
  std::shared_ptr<std::optional<std::uint64_t>> undelivered_ = std::make_shared<std::optional<std::uint64_t>>();
};

}  // namespace sim
