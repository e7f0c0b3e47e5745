#include "pattern/reqrep.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

#include "base/bytes.h"

namespace ymq::pattern {

namespace {

constexpr PartView kDelimiter[1] = {};

// What a REP knows about a peer.
struct Asker final : flow::PatternState {
  std::uint64_t forgotten = 0;  // So many requests in its inbox came from somebody who is not there any more.
};

Asker& asker_of(Peer& peer) { return static_cast<Asker&>(*peer.state); }

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
  if (is_awaited_from(peer) && !peer.outbox.in_session() && peer.outbox.empty()) expect_no_reply();
  balancer_.link_down(peer);
  follow_request();
}

// A request that nobody waits for any more goes to nobody else, nor does one that was handed over.
void Req::session_lost(Peer& peer, Loss loss) {
  if (!is_awaited_from(peer)) return;
  if (peer.outbox.empty() && peer.outbox.unacknowledged_messages() == 0) return expect_no_reply();
  loss == Loss::kAnew ? balancer_.send_again(peer) : balancer_.give_away(peer);
  follow_request();
}

void Req::message_refused(Peer& peer) {
  const bool is_the_request = is_awaited_from(peer) && peer.outbox.empty() && !request_.kept();
  if (!is_the_request) return;
  state_ = State::kFailed;
  asked_ = nullptr;
}

// A receive goes on waiting; another request may be sent, unless this one will be sent again.
void Req::expect_no_reply() {
  asked_ = nullptr;
  balancer_.forget_latest();
}

bool Req::may_send() const {
  const bool given_up = state_ == State::kAwaiting && !asked_ && homeless() == 0 && !request_.kept();
  return state_ == State::kIdle || state_ == State::kFailed || given_up;
}

Status Req::send(MessageView message) {
  if (!may_send()) return Status::kWrongState;
  Request request;
  if (!keep(message, request)) return Status::kOutOfMemory;
  const Status status = send_request(request, message, false);
  if (status != Status::kOk) return status;
  request_ = std::move(request);
  state_ = State::kAwaiting;
  retries_ = 0;
  return Status::kOk;
}

Status Req::send_request(const Request& request, MessageView message, bool again) {
  const PartView numbered[] = {{request.number.data(), request.number.size()}, {}};
  const Status status = request.kept() ? balancer_.send_attempt(request.id(), numbered, message, again)
                                       : balancer_.send(kDelimiter, message, again);
  if (status != Status::kOk) return status;
  asked_ = balancer_.latest();
  ++attempt_;
  return Status::kOk;
}

// A copy for further attempts, if there may be any. False: memory ran out.
bool Req::keep(MessageView message, Request& request) const {
  if (!settings_.retries_requests) return true;
  store_big_endian(request.number.data(), attempt_ + 1);
  for (const PartView& view : message) {
    if (!Part::copy_of(view.bytes(), request.parts.emplace_back())) return false;
  }
  return true;
}

// Where nobody has room the attempt counts, too: the next one comes in its time.
void Req::retry() {
  if (state_ != State::kAwaiting || !request_.kept()) return;
  take_back();
  if (retries_ == settings_.request_retries) {
    ++effects_.drops.undeliverable;
    state_ = State::kFailed;
    asked_ = nullptr;
    return;
  }
  ++retries_;
  std::vector<PartView> views;
  view_parts(request_.parts, views);
  if (send_request(request_, views, true) != Status::kOk) ++attempt_;
  follow_request();
}

// What a peer without a link has not been sent need not go to it any more.
void Req::take_back() {
  if (!asked_ || asked_->linked) return;
  Message unwritten;
  asked_->outbox.withdraw(unwritten);
}

void Req::writable(Peer& peer) {
  balancer_.enter(peer);
  follow_request();
}

// The request may have moved to another peer, whose reply then is the one to wait for.
void Req::follow_request() {
  Peer* latest = balancer_.latest();
  if (state_ != State::kAwaiting || !latest || latest == asked_) return;
  asked_ = latest;
  if (request_.kept()) asked_->attempts.add(request_.id());
}

// A reply says that the request was handed over, if nothing else has said so yet; not that further attempts were.
void Req::acknowledge_request(Peer& peer) {
  if (request_.kept()) return;
  peer.acknowledge(peer.outbox.acknowledged() + peer.outbox.unacknowledged_messages(), effects_);
}

void Req::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    const std::size_t envelope = envelope_of(peer, message);
    if (envelope == 0) {
      ++effects_.drops.unexpected;
    } else if (!peer.inbox.reserve(message.size() - envelope)) {
      ++effects_.drops.full;
    } else {
      message[envelope].redelivered = message[0].redelivered;
      for (Part& part : message.subspan(envelope)) peer.inbox.push(std::move(part));
      state_ = State::kReplied;
      asked_ = &peer;
      acknowledge_request(peer);
    }
  }
}

// How many parts stand before the body of the reply that is awaited; 0: it is none.
std::size_t Req::envelope_of(const Peer& peer, std::span<const Part> message) const {
  if (state_ != State::kAwaiting) return 0;
  if (!request_.kept()) return asked_ == &peer && message.size() > 1 && message[0].size == 0 ? 1 : 0;
  const bool numbered = message.size() > 2 && message[1].size == 0;
  return numbered && std::ranges::equal(message[0].bytes(), request_.number) ? 2 : 0;
}

Status Req::receive(Message& message) {
  if (state_ == State::kIdle) return Status::kWrongState;
  if (state_ == State::kAwaiting) return Status::kAgain;
  const bool failed = std::exchange(state_, State::kIdle) == State::kFailed;
  if (failed) return Status::kUndeliverable;
  asked_->take(message, effects_);
  asked_ = nullptr;
  return Status::kOk;
}

bool Rep::peer_added(Peer& peer) {
  peer.state.reset(new (std::nothrow) Asker);
  return peer.state && queue_.add(peer);
}

void Rep::peer_removed(Peer& peer) {
  queue_.remove(peer);
  drop_unwritten(peer, effects_);
  if (asker_ == &peer) asker_ = nullptr;
}

void Rep::link_down(Peer& peer) {
  if (!peer.awaited) forget_requests(peer);
}

void Rep::session_lost(Peer& peer, Loss) { forget_requests(peer); }

// Whoever is at the other end next has asked none of what stands in the inbox, nor is it its replies that are queued.
void Rep::forget_requests(Peer& peer) {
  Message replies;
  effects_.drops.peer_gone += peer.outbox.withdraw(replies);
  asker_of(peer).forgotten = peer.inbox.messages();
  if (asker_ == &peer) asker_ = nullptr;
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
  std::uint64_t& forgotten = asker_of(*asker_).forgotten;
  if (forgotten > 0) --forgotten, asker_ = nullptr;
  const auto body = envelope_.begin() + static_cast<std::ptrdiff_t>(envelope_size(envelope_));
  body->redelivered = envelope_.front().redelivered;
  message.insert(message.end(), std::move_iterator(body), std::move_iterator(envelope_.end()));
  envelope_.erase(body, envelope_.end());
  replying_ = true;
  return Status::kOk;
}

}  // namespace ymq::pattern
