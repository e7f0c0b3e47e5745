#include "pattern/reqrep.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ymq::pattern {

namespace {

constexpr PartView kDelimiter[1] = {};

// How many parts the envelope has, its delimiter included; 0: this is no request, or there is nothing behind the
// envelope.
std::size_t envelope_size(std::span<const Part> request) {
  const auto delimiter = std::ranges::find_if(request, [](const Part& part) { return part.size == 0; });
  return delimiter == request.end() || !delimiter->more ? 0 : static_cast<std::size_t>(delimiter - request.begin()) + 1;
}

}  // namespace

bool Req::peer_added(Peer& peer) {
  const bool added = balancer_.add(peer);
  follow_request();
  return added;
}

void Req::peer_removed(Peer& peer) {
  balancer_.remove(peer);
  if (asked_ == &peer) asked_ = nullptr;
  if (!asked_ && state_ == State::kReplied) state_ = State::kAwaiting;
  follow_request();
}

void Req::link_up(Peer& peer) {
  balancer_.enter(peer);
  follow_request();
}

void Req::link_down(Peer& peer) {
  if (!peer.lasting) balancer_.leave(peer);
  follow_request();
}

void Req::session_lost(Peer& peer) {
  balancer_.session_lost(peer);
  follow_request();
}

Status Req::send(MessageView message) {
  const bool given_up = state_ == State::kAwaiting && !asked_ && homeless() == 0;
  if (state_ != State::kIdle && !given_up) return Status::kWrongState;
  const Status status = balancer_.send(kDelimiter, message);
  if (status != Status::kOk) return status;
  state_ = State::kAwaiting;
  asked_ = balancer_.latest();
  return Status::kOk;
}

void Req::writable(Peer& peer) {
  balancer_.enter(peer);
  follow_request();
}

// The request may have moved to another peer, whose reply then is the one to wait for.
void Req::follow_request() {
  if (state_ == State::kAwaiting && balancer_.latest()) asked_ = balancer_.latest();
}

void Req::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    if (!is_awaited(peer, message)) {
      ++effects_.drops.unexpected;
    } else if (!peer.inbox.reserve(message.size() - 1)) {
      ++effects_.drops.full;
    } else {
      message[1].redelivered = message[0].redelivered;
      for (Part& part : message.subspan(1)) peer.inbox.push(std::move(part));
      state_ = State::kReplied;
    }
  }
}

bool Req::is_awaited(const Peer& peer, std::span<const Part> message) const {
  return state_ == State::kAwaiting && asked_ == &peer && message.size() > 1 && message[0].size == 0;
}

Status Req::receive(Message& message) {
  if (state_ == State::kIdle) return Status::kWrongState;
  if (state_ == State::kAwaiting) return Status::kAgain;
  asked_->take(message, effects_);
  state_ = State::kIdle;
  asked_ = nullptr;
  return Status::kOk;
}

void Rep::peer_removed(Peer& peer) {
  queue_.remove(peer);
  drop_unwritten(peer, effects_);
  if (asker_ == &peer) asker_ = nullptr;
}

void Rep::link_down(Peer& peer) {
  if (!peer.lasting && !peer.awaited) drop_unwritten(peer, effects_);
}

Status Rep::send(MessageView message) {
  if (!replying_) return Status::kWrongState;
  view_parts(envelope_, views_);
  if (!asker_ || !reachable(*asker_)) {
    ++effects_.drops.unroutable;
  } else if (!asker_->outbox.has_room()) {
    asker_->count_full(effects_);
  } else if (!asker_->append(views_, message, effects_)) {
    return Status::kOutOfMemory;
  }
  envelope_.clear();
  replying_ = false;
  asker_ = nullptr;
  return Status::kOk;
}

void Rep::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    if (envelope_size(message) > 0) {
      queue_.deliver(peer, message);
    } else {
      ++effects_.drops.unexpected;
    }
  }
}

Status Rep::receive(Message& message) {
  if (replying_) return Status::kWrongState;
  asker_ = queue_.take(envelope_);
  if (!asker_) return Status::kAgain;
  const auto body = envelope_.begin() + static_cast<std::ptrdiff_t>(envelope_size(envelope_));
  body->redelivered = envelope_.front().redelivered;
  message.insert(message.end(), std::move_iterator(body), std::move_iterator(envelope_.end()));
  envelope_.erase(body, envelope_.end());
  replying_ = true;
  return Status::kOk;
}

}  // namespace ymq::pattern
