#include "pattern/topics.h"

#include <algorithm>
#include <new>

namespace ymq::pattern {

namespace {

constexpr std::size_t kNoBranch = std::string::npos;

std::size_t branch_of(const TopicNode& node, std::string_view bytes) noexcept {
  return bytes.empty() ? kNoBranch : node.branches.find(bytes.front());
}

std::size_t common_prefix(std::string_view a, std::string_view b) noexcept {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

// Makes room for one more child, so that adding it cannot fail half-way.
void reserve_child(TopicNode& node) {
  node.branches.reserve(node.branches.size() + 1);
  if (node.children.size() == node.children.capacity()) node.children.reserve(node.children.size() * 2 + 1);
}

void add_child(TopicNode& node, std::unique_ptr<TopicNode> child) noexcept {
  child->parent = &node;
  node.branches.push_back(child->label.front());
  node.children.push_back(std::move(child));
}

TopicNode& add_leaf(TopicNode& node, std::string_view label) {
  auto leaf = std::make_unique<TopicNode>();
  leaf->label = label;
  reserve_child(node);
  add_child(node, std::move(leaf));
  return *node.children.back();
}

void remove_child(TopicNode& node, std::size_t branch) noexcept {
  std::swap(node.branches[branch], node.branches.back());
  std::swap(node.children[branch], node.children.back());
  node.branches.pop_back();
  node.children.pop_back();
}

// Puts a node between a node and its child: it takes the first `size` bytes of the child's label. The child stays where
// it is in memory, since subscribers refer to it.
TopicNode& split(TopicNode& node, std::size_t branch, std::size_t size) {
  auto upper = std::make_unique<TopicNode>();
  upper->label = node.children[branch]->label.substr(0, size);
  upper->parent = &node;
  reserve_child(*upper);
  std::unique_ptr<TopicNode> lower = std::exchange(node.children[branch], std::move(upper));
  lower->label.erase(0, size);
  add_child(*node.children[branch], std::move(lower));
  return *node.children[branch];
}

// Takes a node out that serves nobody but its only child, which stays where it is in memory.
void merge(TopicNode& node) {
  TopicNode& parent = *node.parent;
  std::unique_ptr<TopicNode>& place = parent.children[branch_of(parent, node.label)];
  node.children[0]->label.insert(0, node.label);
  node.children[0]->parent = &parent;
  place = std::exchange(node.children[0], nullptr);
}

}  // namespace

Topics::~Topics() {
  for (TopicNode* node = &root_; node;) {
    if (!node->children.empty()) {
      node = node->children.back().get();
    } else {
      node = node->parent;
      if (node) node->children.pop_back();
    }
  }
}

Topics::Added Topics::add(Subscriber& subscriber, std::string_view topic) noexcept try {
  TopicNode& node = find_or_make(topic);
  const auto known = subscriber.interests_.find(&node);
  if (known != subscriber.interests_.end()) {
    Subscriber::Interest& interest = known->second;
    const bool again = std::exchange(interest.confirmed, true);
    interest.count = again ? interest.count + 1 : 1;
    return again ? Added::kAgain : Added::kConfirmed;
  }
  subscribe(subscriber, node, topic.size());
  return Added::kFirst;
} catch (const std::bad_alloc&) {
  return Added::kOutOfMemory;
}

Topics::Removed Topics::remove(Subscriber& subscriber, std::string_view topic) noexcept {
  const auto known = interest_in(subscriber, topic);
  if (known == subscriber.interests_.end()) return Removed::kUnknown;
  if (--known->second.count > 0) return Removed::kNotLast;
  end(subscriber, known);
  return Removed::kLast;
}

bool Topics::cancel(Subscriber& subscriber, std::string_view topic) noexcept {
  const auto known = interest_in(subscriber, topic);
  if (known == subscriber.interests_.end()) return false;
  end(subscriber, known);
  return true;
}

Topics::Interests::iterator Topics::interest_in(Subscriber& subscriber, std::string_view topic) noexcept {
  const TopicNode* node = find(topic);
  return node ? subscriber.interests_.find(const_cast<TopicNode*>(node)) : subscriber.interests_.end();
}

void Topics::end(Subscriber& subscriber, Interests::iterator interest) noexcept {
  const auto [node, ended] = *interest;
  subscriber.interests_.erase(interest);
  unsubscribe(subscriber, *node, ended);
}

void Topics::forget(Subscriber& subscriber) noexcept {
  for (const auto& [node, interest] : subscriber.interests_) unsubscribe(subscriber, *node, interest);
  subscriber.interests_.clear();
}

void Topics::begin_confirming(Subscriber& subscriber) noexcept {
  for (auto& [node, interest] : subscriber.interests_) interest.confirmed = false;
}

void Topics::end_confirming(Subscriber& subscriber) noexcept {
  std::erase_if(subscriber.interests_, [&](const auto& entry) {
    const auto& [node, interest] = entry;
    if (interest.confirmed) return false;
    unsubscribe(subscriber, *node, interest);
    return true;
  });
}

bool Topics::matches(std::string_view message) const noexcept {
  const TopicNode* node = &root_;
  while (node && (node->subscribers.empty() || !matches_here(message))) node = step(*node, message);
  return node;
}

std::size_t Topics::subscribers(std::string_view topic) const noexcept {
  const TopicNode* node = find(topic);
  return node ? node->subscribers.size() : 0;
}

std::size_t Topics::count(const Subscriber& subscriber, std::string_view message) const noexcept {
  std::size_t count = 0;
  for (const TopicNode* node = &root_; node; node = step(*node, message)) {
    count += matches_here(message) && subscriber.interests_.contains(const_cast<TopicNode*>(node));
  }
  return count;
}

// The next node along the message, from which its bytes are taken off; null: the message leaves the tree here.
const TopicNode* Topics::step(const TopicNode& node, std::string_view& message) noexcept {
  const std::size_t branch = branch_of(node, message);
  if (branch == kNoBranch) return nullptr;
  const TopicNode* child = node.children[branch].get();
  if (!message.starts_with(child->label)) return nullptr;
  message.remove_prefix(child->label.size());
  return child;
}

std::string Topics::topic_of(const TopicNode& node) {
  std::size_t size = 0;
  for (const TopicNode* at = &node; at; at = at->parent) size += at->label.size();
  std::string topic(size, '\0');
  for (const TopicNode* at = &node; at; at = at->parent)
    topic.replace(size -= at->label.size(), at->label.size(), at->label);
  return topic;
}

const TopicNode* Topics::find(std::string_view topic) const noexcept {
  const TopicNode* node = &root_;
  while (node && !topic.empty()) node = step(*node, topic);
  return node;
}

TopicNode& Topics::find_or_make(std::string_view topic) {
  TopicNode* node = &root_;
  while (!topic.empty()) {
    const std::size_t branch = branch_of(*node, topic);
    if (branch == kNoBranch) return add_leaf(*node, topic);
    TopicNode* child = node->children[branch].get();
    const std::size_t common = common_prefix(child->label, topic);
    node = common < child->label.size() ? &split(*node, branch, common) : child;
    topic.remove_prefix(common);
  }
  return *node;
}

void Topics::subscribe(Subscriber& subscriber, TopicNode& node, std::size_t size) try {
  node.subscribers.push_back(&subscriber);
  subscriber.interests_.emplace(&node, Subscriber::Interest{1, true, node.subscribers.size() - 1, size});
  subscriber.topic_bytes_ += size;
  if (node.subscribers.size() == 1) ++size_;
} catch (const std::bad_alloc&) {
  if (!node.subscribers.empty() && node.subscribers.back() == &subscriber) node.subscribers.pop_back();
  tidy(node);
  throw;
}

// Takes the subscriber from its place at the node; the last one moves there.
void Topics::unsubscribe(Subscriber& subscriber, TopicNode& node, const Subscriber::Interest& interest) noexcept {
  Subscriber* last = node.subscribers.back();
  node.subscribers[interest.place] = last;
  node.subscribers.pop_back();
  if (last != &subscriber) last->interests_.find(&node)->second.place = interest.place;
  subscriber.topic_bytes_ -= interest.size;
  if (node.subscribers.empty()) --size_;
  tidy(node);
}

// Takes out the nodes that serve nobody any more, from this one upwards. Where memory runs out a node stays that could
// have been merged, which costs nothing but its memory.
void Topics::tidy(TopicNode& first) noexcept try {
  TopicNode* node = &first;
  while (node != &root_ && node->subscribers.empty() && node->children.empty()) {
    TopicNode* parent = node->parent;
    remove_child(*parent, branch_of(*parent, node->label));
    node = parent;
  }
  if (node != &root_ && node->subscribers.empty() && node->children.size() == 1) merge(*node);
} catch (const std::bad_alloc&) {
  return;
}

}  // namespace ymq::pattern
