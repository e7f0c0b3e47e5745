#include "engine/memory_link.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/connector.h"
#include "session/roles.h"
#include "wire/metadata.h"

namespace ymq::engine {

namespace {

// How many messages change sides under one pair of locks.
constexpr std::uint64_t kBatch = 1024;

std::string identity_of(Connector& connector) {
  return session::has_identity(connector.type()) ? connector.option_text(OptionId::kIdentity) : std::string();
}

// What a connector would say in a READY.
std::shared_ptr<const Introduction> introduce(Connector& connector, const std::string& endpoint) {
  auto introduction = std::make_shared<Introduction>();
  introduction->address = endpoint;
  introduction->properties.emplace_back(wire::kSocketType, session::socket_type(connector.type()));
  wire::parse_metadata(connector.option_text(OptionId::kMetadata), introduction->properties);
  return introduction;
}

}  // namespace

MemoryLink::MemoryLink(std::shared_ptr<Connector> connector, std::string endpoint)
    : connector_(std::move(connector)), endpoint_(std::move(endpoint)) {}

Status MemoryLink::join(const std::shared_ptr<Connector>& dialing, LinkedPeer& dialing_peer,
                        const std::weak_ptr<LinkOwner>& owner, const InprocNames::Bound& name,
                        const std::string& endpoint) {
  const std::shared_ptr<Connector>& bound = name.connector;
  if (dialing == bound) return Status::kSelfConnection;
  if (!session::compatible_peer(dialing->type(), session::socket_type(bound->type()))) return Status::kIncompatiblePeer;
  const auto near = std::make_shared<MemoryLink>(dialing, endpoint);
  const auto far = std::make_shared<MemoryLink>(bound, endpoint);
  const auto joint = std::make_shared<Joint>();
  near->joint_ = far->joint_ = joint;
  joint->sides[0] = near.get();
  joint->sides[1] = far.get();
  near->other_ = far;
  far->other_ = near;
  near->peer_ = &dialing_peer;
  dialing->add_link(near);
  bound->add_link(far);
  Status refused = Status::kPeerClosed;
  far->up_ = bound->link_up(far, far->peer_,
                            {identity_of(*dialing), endpoint, {}, true, introduce(*dialing, endpoint), name.priorities},
                            refused) != nullptr;
  near->up_ =
      far->up_ && dialing->link_up(near, near->peer_,
                                   {identity_of(*bound), endpoint, {}, true, introduce(*bound, endpoint)}, refused);
  if (!near->up_) {
    near->request_end(Status::kPeerClosed);
    return refused;
  }
  {
    const std::lock_guard lock(joint->mutex);
    joint->owner = owner;
    joint->open = true;
  }
  near->request_write();
  far->request_write();
  return Status::kOk;
}

bool MemoryLink::open() const {
  const std::lock_guard lock(joint_->mutex);
  return joint_->open && !joint_->ending;
}

std::shared_ptr<MemoryLink> MemoryLink::other() const {
  const std::lock_guard lock(joint_->mutex);
  return other_;
}

// The role is ours: nobody takes the link down before it is given up.
void MemoryLink::write(Manner) {
  const std::shared_ptr<MemoryLink> other = this->other();
  if (!open() || !other) return connector_->end_writing(*peer_, 0);
  std::vector<Part> parts;
  std::vector<session::Subscription> none;
  for (;;) {
    push_controls(*other);
    const auto room = other->connector_->room(*other->peer_);
    // What is there stays until the link has ended. Two that close do not wait for each other.
    if (!room) connector_->keep_back(*peer_);
    if (room.value_or(0) == 0) return connector_->end_writing(*peer_, 0);
    if (connector_->take_messages(*peer_, std::min(*room, kBatch), parts)) {
      std::size_t taken = 0;
      other->connector_->deliver(*other->peer_, parts, taken, none);
      if (taken < parts.size()) connector_->take_back(*peer_, std::span(parts).subspan(taken), 0);
      parts.clear();
    } else if (rest(*other)) {
      return;
    }
  }
}

// Gives the role up. While the other side has something to take, it will ask for more when that runs low, and until
// then the sender need only append. False: there is more to push after all.
bool MemoryLink::rest(MemoryLink& other) {
  if (other.connector_->asks_for_more(*other.peer_)) return connector_->end_writing_at_rest(*peer_);
  return connector_->end_writing_idle(*peer_);
}

void MemoryLink::push_controls(MemoryLink& other) {
  std::vector<session::Subscription> subscriptions;
  for (const flow::Control& control : connector_->take_controls(*peer_)) {
    session::Subscription& subscription = subscriptions.emplace_back();
    subscription.subscribe = control.kind == flow::Control::Kind::kSubscribe;
    Part::copy_of(std::as_bytes(std::span(control.topic)), subscription.topic);
  }
  if (subscriptions.empty()) return;
  std::vector<Part> no_messages;
  std::size_t taken = 0;
  other.connector_->deliver(*other.peer_, no_messages, taken, subscriptions);
}

void MemoryLink::request_write() {
  if (take_role()) return write(Manner::kAtOnce);
  try_end();
}

// The joint's mutex keeps the link from being taken down, and the peer from going with it, until the role is ours.
bool MemoryLink::take_role() {
  const std::lock_guard lock(joint_->mutex);
  return joint_->open && !joint_->ending && connector_->begin_writing(*peer_);
}

void MemoryLink::resume() {
  if (const std::shared_ptr<MemoryLink> other = this->other()) other->request_write();
}

void MemoryLink::request_end(Status) {
  {
    const std::lock_guard lock(joint_->mutex);
    if (joint_->ending) return;
    joint_->ending = true;
  }
  try_end();
}

// With the joint's mutex held. Whoever has one of the roles gives it up soon, and then comes here by `request_write`.
bool MemoryLink::take_both_roles() {
  for (int i = 0; i < 2; ++i) {
    MemoryLink& side = *joint_->sides[i];
    if (!joint_->has_role[i]) joint_->has_role[i] = !side.up_ || side.connector_->begin_writing(*side.peer_);
  }
  return joint_->has_role[0] && joint_->has_role[1];
}

// Takes the link down, on both sides, once both writer's roles are ours.
void MemoryLink::try_end() {
  std::shared_ptr<MemoryLink> near;
  std::shared_ptr<MemoryLink> far;
  std::shared_ptr<LinkOwner> owner;
  {
    const std::lock_guard lock(joint_->mutex);
    if (!joint_->ending || joint_->ended || !take_both_roles()) return;
    joint_->ended = true;
    near = joint_->sides[0]->shared_from_this();
    far = joint_->sides[1]->shared_from_this();
    near->other_.reset();
    far->other_.reset();
    owner = joint_->owner.lock();
  }
  hand_back(*near, *far);
  hand_back(*far, *near);
  near->take_down();
  far->take_down();
  if (owner) owner->on_link_ended(LinkOwner::Reached::kUp, {Status::kPeerClosed, 0});
  near->connector_->remove_link(near.get());
  far->connector_->remove_link(far.get());
}

// What a connector that closes has not received is its peer's again.
void MemoryLink::hand_back(MemoryLink& from, MemoryLink& to) {
  if (!from.up_ || !to.up_) return;
  Message messages;
  const std::uint64_t lost = from.connector_->surrender(*from.peer_, messages);
  if (lost != 0 || !messages.empty()) to.connector_->take_back(*to.peer_, messages, lost);
}

void MemoryLink::take_down() {
  if (up_) connector_->link_down(peer_, {endpoint_, Status::kPeerClosed, 0, 0});
}

}  // namespace ymq::engine
