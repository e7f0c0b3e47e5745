#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pattern/pattern.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"

namespace ymq::testing {

using flow::Effects;
using flow::Limits;
using flow::Peer;

// A pattern with its peers, and whoever runs it: does for the pattern what the engine does, without any link.
class Stage {
 public:
  explicit Stage(ConnectorType type, Limits limits = {}, std::uint64_t seed = 1)
      : limits_(limits), pattern_(pattern::make_pattern(type, effects, settings, seed)) {}

  // Somebody that the connector connects to; null: not admitted. It has no link yet.
  Peer* try_connect() { return add(true, {}); }
  Peer& connect() { return *required(try_connect()); }
  // Somebody who connected; null: not admitted. Its link is up.
  Peer* try_accept(const std::string& identity = {}) {
    Peer* peer = add(false, identity);
    if (peer) link(*peer, identity);
    return peer;
  }
  Peer& accept(const std::string& identity = {}) { return *required(try_accept(identity)); }
  // Those of the peers that come from now on.
  flow::Priorities priorities;
  Peer& connect_and_link(const std::string& identity = {}) {
    Peer& peer = connect();
    link(peer, identity);
    return peer;
  }

  void link(Peer& peer, const std::string& identity = {}) {
    peer.identity = identity;
    peer.linked = true;
    pattern_->link_up(peer);
  }
  // Ends its link. One that was accepted is removed once its inbox is empty.
  void unlink(Peer& peer) {
    peer.linked = false;
    pattern_->link_down(peer);
    sweep();
  }
  // A link to it is up, and with it a session begins.
  Peer& accept_in_session(const std::string& identity = {}) {
    Peer& peer = accept(identity);
    peer.outbox.begin_session(0);
    return peer;
  }
  // Its link breaks; it may come back.
  void lose_link(Peer& peer) {
    peer.linked = false;
    peer.awaited = true;
    peer.outbox.rewind();
    pattern_->link_down(peer);
  }
  // It comes back to its session, and goes on behind so many messages.
  void resume(Peer& peer, std::uint64_t position) {
    std::uint64_t resent = 0;
    REQUIRE(peer.outbox.resume(position, resent));
    peer.awaited = false;
    peer.resumed = true;
    link(peer, peer.identity);
  }
  // It comes back, and knows nothing any more.
  void begin_anew(Peer& peer) {
    lose_session(peer, pattern::Pattern::Loss::kAnew);
    peer.outbox.begin_session(0);
    link(peer, peer.identity);
  }
  // It was waited for long enough.
  void give_up(Peer& peer) {
    lose_session(peer, pattern::Pattern::Loss::kGone);
    if (!peer.lasting) unlink(peer);
  }
  void remove(Peer& peer) {
    if (peer.linked) unlink(peer);
    for (auto at = peers_.begin(); at != peers_.end(); ++at) {
      if (at->get() != &peer) continue;
      pattern_->peer_removed(peer);
      forget(peer);
      peers_.erase(at);
      return;
    }
  }

  // Every send also shows that the pattern knew before whether it would be accepted. A ROUTER that is strict, and a
  // publisher that may not drop, do not know to whom.
  Status send(const Text& message) {
    const bool sendable = pattern_->sendable();
    const Status sent = pattern_->send(views_of(message));
    if (sent == Status::kOk) REQUIRE(sendable);
    const bool knows = !settings.router_mandatory && !settings.publish_without_drops;
    if (sent == Status::kAgain && knows) REQUIRE_FALSE(sendable);
    return sent;
  }
  void deliver(Peer& peer, const Text& message) { deliver_all(peer, {message}); }
  void deliver_all(Peer& peer, const std::vector<Text>& messages) {
    Message parts = parts_of(messages);
    pattern_->deliver(peer, parts);
  }

  // The next message, or none; the status is the pattern's last.
  std::optional<Text> receive() {
    Message message;
    const bool expected = pattern_->readable();
    status = pattern_->receive(message);
    CHECK((status == Status::kOk) == expected);
    sweep();
    if (status != Status::kOk) {
      CHECK(message.empty());
      return std::nullopt;
    }
    const std::vector<Text> texts = texts_of(message);
    REQUIRE(texts.size() == 1);
    return texts[0];
  }
  std::vector<Text> receive_all() {
    std::vector<Text> messages;
    while (std::optional<Text> message = receive()) messages.push_back(std::move(*message));
    return messages;
  }

  // Writes everything that is queued for the peer, or so many messages, and tells what it was. Not in the midst of one.
  std::vector<Text> written(Peer& peer, std::uint64_t max_messages = UINT64_MAX) {
    std::vector<Text> messages = queued(peer);
    messages.resize(std::min<std::size_t>(messages.size(), max_messages));
    for (const Text& message : messages) write(peer, frames_of(message).size());
    return messages;
  }
  // Writes so many bytes; returns how many messages that completes.
  std::uint64_t write(Peer& peer, std::uint64_t bytes) {
    const bool was_below = peer.outbox.below_low_mark();
    const std::uint64_t messages = peer.outbox.wrote(bytes);
    peer.flush_wanted = !peer.outbox.empty();
    if (!was_below && peer.outbox.below_low_mark()) pattern_->writable(peer);
    return messages;
  }
  // What is queued for the peer and not written.
  static std::vector<Text> queued(Peer& peer) { return texts_in(shown(peer)); }

  pattern::Pattern& operator*() { return *pattern_; }
  pattern::Pattern* operator->() { return pattern_.get(); }

  Effects effects;
  pattern::Settings settings;
  Status status = Status::kOk;

  std::size_t peer_count() const { return peers_.size(); }
  Peer& peer(std::size_t index) { return *peers_[index]; }
  static std::string shown(Peer& peer) {
    std::vector<std::span<const std::byte>> segments(1024);
    segments.resize(peer.outbox.gather(segments, SIZE_MAX));
    std::string bytes;
    for (const auto& segment : segments) bytes += as_text(segment);
    return bytes;
  }

 private:
  static Peer* required(Peer* peer) {
    REQUIRE(peer);
    return peer;
  }
  Peer* add(bool lasting, const std::string& identity) {
    auto peer = std::make_unique<Peer>(++last_number_, lasting);
    peer->identity = identity;
    peer->priorities = priorities;
    peer->outbox.set_limits(limits_);
    peer->inbox.set_limits(limits_);
    if (!pattern_->peer_added(*peer)) return nullptr;
    peers_.push_back(std::move(peer));
    return peers_.back().get();
  }
  // What the pattern leaves of it nobody else takes.
  void lose_session(Peer& peer, pattern::Pattern::Loss loss) {
    std::vector<Part> parts;
    peer.awaited = false;
    pattern_->session_lost(peer, loss);
    if (peer.outbox.in_session()) effects.drops.undeliverable += peer.outbox.end_session(parts);
  }
  void sweep() {
    std::erase_if(peers_, [&](const std::unique_ptr<Peer>& peer) {
      if (peer->linked || peer->lasting || peer->awaited || !peer->inbox.empty()) return false;
      pattern_->peer_removed(*peer);
      forget(*peer);
      return true;
    });
  }
  void forget(Peer& peer) {
    std::erase(effects.to_flush, &peer);
    std::erase(effects.to_resume, &peer);
    std::erase(effects.to_reject, &peer);
  }

  const Limits limits_;
  std::uint64_t last_number_ = 0;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::unique_ptr<pattern::Pattern> pattern_;
};

}  // namespace ymq::testing
