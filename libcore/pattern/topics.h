#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "flow/peer.h"

namespace ymq::pattern {

class Subscriber;

// A node of the tree of topics: the topic that the labels from the root to here spell.
struct TopicNode {
  TopicNode* parent = nullptr;
  std::string label;     // From the parent to here; empty at the root only.
  std::string branches;  // The first byte of each child's label, in the order of the children.
  std::vector<std::unique_ptr<TopicNode>> children;
  std::vector<Subscriber*> subscribers;
};

// Somebody who subscribes: a peer of a PUB, or a SUB itself. To be forgotten by its topics before it is destroyed.
class Subscriber : public flow::PatternState {
 public:
  explicit Subscriber(flow::Peer* peer = nullptr) : peer(peer) {}

  flow::Peer* const peer;  // Null for the connector itself.

  // How many different topics it subscribed to, and their bytes.
  std::size_t topics() const noexcept { return interests_.size(); }
  std::size_t topic_bytes() const noexcept { return topic_bytes_; }

 private:
  friend class Topics;
  struct Interest {
    std::uint64_t count = 0;  // How often it subscribed.
    bool confirmed = true;    // Also since `begin_confirming`.
    std::size_t place = 0;    // Its place among the subscribers of the node.
    std::size_t size = 0;     // Of the topic.
  };
  std::unordered_map<TopicNode*, Interest> interests_;
  std::size_t topic_bytes_ = 0;
  std::uint64_t latest_match_ = 0;
};

// Which topics are subscribed to, and by whom. A topic is a prefix of the messages that it matches; the empty one
// matches all of them. Or it is the whole of them, where that is wanted: the name of a group. One tree serves all
// subscribers of a connector, so that a match costs one walk along the message, however many topics and subscribers
// there are.
//
// A node has subscribers, or at least two children, or is the root, and carries as many bytes as that allows. So there
// are at most twice as many nodes as topics, whatever their length. Topics come from strangers and may be very long and
// very nested: nothing here recurses.
class Topics {
 public:
  // Each by this subscriber. kConfirmed: for the first time since `begin_confirming`, and not the first before.
  enum class Added : std::uint8_t { kFirst, kAgain, kConfirmed, kOutOfMemory };
  enum class Removed : std::uint8_t { kLast, kNotLast, kUnknown };

  enum class Matching : std::uint8_t { kPrefix, kWhole };

  explicit Topics(Matching matching = Matching::kPrefix) : matching_(matching) {}
  bool match_whole() const noexcept { return matching_ == Matching::kWhole; }
  ~Topics();
  Topics(const Topics&) = delete;
  Topics& operator=(const Topics&) = delete;

  // Counted: who subscribes twice has to cancel twice. Where memory runs out nothing changes.
  Added add(Subscriber& subscriber, std::string_view topic) noexcept;
  Removed remove(Subscriber& subscriber, std::string_view topic) noexcept;
  // Cancels it, however often the subscriber subscribed. False: it had not.
  bool cancel(Subscriber& subscriber, std::string_view topic) noexcept;
  // Cancels all that the subscriber subscribed to.
  void forget(Subscriber& subscriber) noexcept;

  // The subscriber is about to subscribe anew to what it wants; what it does not mention by the end is cancelled then.
  void begin_confirming(Subscriber& subscriber) noexcept;
  void end_confirming(Subscriber& subscriber) noexcept;

  // How many different topics there are.
  std::size_t size() const noexcept { return size_; }
  // How many subscribed to exactly this topic.
  std::size_t subscribers(std::string_view topic) const noexcept;
  // How many of the subscriber's topics match this message.
  std::size_t count(const Subscriber& subscriber, std::string_view message) const noexcept;

  // Whether the topic matches this message.
  bool covers(std::string_view topic, std::string_view message) const noexcept {
    return message.starts_with(topic) && matches_here(message.substr(topic.size()));
  }
  // Whether anybody subscribed to this message.
  bool matches(std::string_view message) const noexcept;
  // Calls `found(Subscriber&)` once for each who subscribed to this message, by however many topics. `found` may not
  // change the topics.
  template <typename Found>
  void match(std::string_view message, Found found) const;

  // Whether the latest match found this one.
  bool found(const Subscriber& subscriber) const noexcept { return subscriber.latest_match_ == matches_; }

  // Calls `visit(std::string)` with each topic of the subscriber, in no particular order.
  template <typename Visit>
  void visit(const Subscriber& subscriber, Visit visit) const;
  // The same for those that it has not confirmed.
  template <typename Visit>
  void visit_unconfirmed(const Subscriber& subscriber, Visit visit) const;

 private:
  // Whether the topic at which a walk along a message has come matches it, if the message has this left.
  bool matches_here(std::string_view rest) const noexcept { return matching_ == Matching::kPrefix || rest.empty(); }
  static const TopicNode* step(const TopicNode& node, std::string_view& message) noexcept;
  static std::string topic_of(const TopicNode& node);
  const TopicNode* find(std::string_view topic) const noexcept;
  TopicNode& find_or_make(std::string_view topic);
  using Interests = std::unordered_map<TopicNode*, Subscriber::Interest>;
  Interests::iterator interest_in(Subscriber& subscriber, std::string_view topic) noexcept;
  void subscribe(Subscriber& subscriber, TopicNode& node, std::size_t size);
  void end(Subscriber& subscriber, Interests::iterator interest) noexcept;
  void unsubscribe(Subscriber& subscriber, TopicNode& node, const Subscriber::Interest& interest) noexcept;
  void tidy(TopicNode& node) noexcept;

  const Matching matching_;
  TopicNode root_;
  std::size_t size_ = 0;
  mutable std::uint64_t matches_ = 0;  // Tells a subscriber that this match has found from one that it has not.
};

template <typename Found>
void Topics::match(std::string_view message, Found found) const {
  ++matches_;
  for (const TopicNode* node = &root_; node; node = step(*node, message)) {
    if (!matches_here(message)) continue;
    for (Subscriber* subscriber : node->subscribers) {
      if (std::exchange(subscriber->latest_match_, matches_) != matches_) found(*subscriber);
    }
  }
}

template <typename Visit>
void Topics::visit(const Subscriber& subscriber, Visit visit) const {
  for (const auto& [node, interest] : subscriber.interests_) visit(topic_of(*node));
}

template <typename Visit>
void Topics::visit_unconfirmed(const Subscriber& subscriber, Visit visit) const {
  for (const auto& [node, interest] : subscriber.interests_) {
    if (!interest.confirmed) visit(topic_of(*node));
  }
}

}  // namespace ymq::pattern
