#include "pattern/spread.h"

#include <algorithm>
#include <utility>

namespace ymq::pattern {

namespace {

// So many more notices than messages a peer may have unread.
constexpr std::uint64_t kMostNotices = 1'000;

// Bytes of the caller's that are worth being copied once for all peers, instead of once for each.
bool is_large_and_borrowed(const PartView& part) { return !part.owner && part.size >= flow::kSharedBody; }

}  // namespace

std::uint64_t count_messages(std::span<const Part> messages) {
  return static_cast<std::uint64_t>(std::ranges::count_if(messages, [](const Part& part) { return !part.more; }));
}

std::span<Part> next_message(std::span<Part>& messages) {
  std::size_t size = 1;
  while (messages[size - 1].more) ++size;
  const std::span<Part> message = messages.first(size);
  messages = messages.subspan(size);
  return message;
}

void view_parts(std::span<const Part> parts, std::vector<PartView>& views) {
  views.clear();
  for (const Part& part : parts) views.push_back(part.view());
}

void drop_unwritten(Peer& peer, Effects& effects) {
  effects.drops.peer_gone += peer.outbox.accepted_messages();
  peer.outbox.clear();
}

void drop_if_gone(Peer& peer, Effects& effects) {
  if (!peer.lasting && !peer.awaited) drop_unwritten(peer, effects);
}

void inherit_unwritten(Peer& from, Peer& to, Effects& effects) {
  std::vector<Part> parts;
  std::vector<PartView> views;
  from.outbox.withdraw(parts);
  for (std::span<Part> rest = parts; !rest.empty();) {
    view_parts(next_message(rest), views);
    if (!to.append({}, views, effects)) ++effects.drops.peer_gone;
  }
}

bool LoadBalancer::add(Peer& peer) {
  if (!rotation_.add(peer.priorities.send)) return false;
  if (peer.lasting) enter(peer);
  return true;
}

void LoadBalancer::enter(Peer& peer) {
  note_link(peer);
  const bool takes_part = peer.linked || peer.lasting;
  if (!peer.balance_member && takes_part && peer.outbox.has_room()) {
    rotation_.push_back(peer, peer.priorities.send);
    peer.balance_member = true;
  }
  send_homeless();
}

// A peer that gets nothing new any more does not count.
void LoadBalancer::note_link(Peer& peer) { count_link(peer, peer.linked && !peer.outbox.is_shut()); }

void LoadBalancer::count_link(Peer& peer, bool linked) {
  if (std::exchange(peer.balance_linked, linked) == linked) return;
  const unsigned priority = peer.priorities.send;
  linked ? ++linked_[priority] : --linked_[priority];
  with_links_ &= ~Turns::set_of(priority);
  if (linked_[priority] != 0) with_links_ |= Turns::set_of(priority);
  taking_part_ = with_links_ != 0 ? with_links_ : Turns::kAll;
}

void LoadBalancer::pause(Peer& peer) {
  note_link(peer);
  if (std::exchange(peer.balance_member, false)) rotation_.erase(peer, peer.priorities.send);
}

void LoadBalancer::leave(Peer& peer) {
  pause(peer);
  if (latest_ == &peer) latest_ = nullptr;
  peer.outbox.conflates() ? drop_unwritten(peer, effects_) : take_unwritten(peer);
  send_homeless();
}

void LoadBalancer::remove(Peer& peer) {
  leave(peer);
  count_link(peer, false);
  rotation_.remove(peer.priorities.send);
  send_homeless();
}

Status LoadBalancer::send(MessageView head, MessageView body, bool again) {
  Peer* peer = choose();
  if (!peer) return Status::kAgain;
  return hand_to(*peer, head, body, again) ? Status::kOk : Status::kOutOfMemory;
}

Status LoadBalancer::send_attempt(std::uint64_t number, MessageView head, MessageView body, bool again) {
  Peer* peer = least_tried(number);
  if (!peer) return Status::kAgain;
  rotation_.bring_forward(*peer, peer->priorities.send);
  if (!hand_to(*peer, head, body, again)) return Status::kOutOfMemory;
  peer->attempts.add(number);
  return Status::kOk;
}

std::size_t LoadBalancer::send_run(std::span<const PartView> messages) {
  const Turns::Set set = candidates();
  if (set == 0 || rotation_.queue(Turns::highest(set)).size() != 1) return 0;
  Peer& only = *rotation_.front(Turns::highest(set));
  const std::size_t sent = only.append_run(messages, effects_);
  if (sent != 0) latest_ = &only;
  return sent;
}

Peer* LoadBalancer::choose() {
  while (const Turns::Set set = candidates()) {
    const unsigned priority = Turns::highest(set);
    Peer* first = rotation_.front(priority);
    if (first->outbox.has_room()) return first;
    rotation_.pop_front(priority);
    first->balance_member = false;
  }
  return nullptr;
}

Peer* LoadBalancer::least_tried(std::uint64_t number) const {
  Peer* least = nullptr;
  for (Turns::Set set = candidates(); set != 0; set &= set - 1) {
    const Turns::Queue& queue = rotation_.queue(Turns::highest(set));
    for (std::size_t i = 0; i < queue.size(); ++i) {
      if (!queue[i]->outbox.has_room()) continue;
      if (!least || queue[i]->attempts.of(number) < least->attempts.of(number)) least = queue[i];
    }
  }
  return least;
}

bool LoadBalancer::has_room() const {
  for (Turns::Set set = candidates(); set != 0; set &= set - 1) {
    const Turns::Queue& queue = rotation_.queue(Turns::highest(set));
    for (std::size_t i = 0; i < queue.size(); ++i) {
      if (queue[i]->outbox.has_room()) return true;
    }
  }
  return false;
}

// To the first of its priority, whose turn is over then.
bool LoadBalancer::hand_to(Peer& peer, MessageView head, MessageView body, bool again) {
  if (!peer.append(head, body, effects_, again)) return false;
  latest_ = &peer;
  rotation_.rotate(peer.priorities.send);
  return true;
}

void LoadBalancer::take_unwritten(Peer& peer) {
  peer.outbox.rewind();
  peer.outbox.withdraw(message_);
  shelter(message_);
}

void LoadBalancer::link_down(Peer& peer) {
  const bool stays = peer.lasting || peer.awaited;
  if (!stays || (peer.immediate && !peer.outbox.conflates())) return leave(peer);
  peer.lasting ? note_link(peer) : pause(peer);
  send_homeless();
}

// One that conflates keeps its own: whoever comes next has to have the newest.
void LoadBalancer::give_away(Peer& peer) {
  if (peer.outbox.conflates()) {
    if (peer.lasting) send_again(peer);
    return;
  }
  pause(peer);
  take_unacknowledged(peer);
  shelter(message_);
  if (!peer.lasting) take_unwritten(peer);
  send_homeless();
  if (peer.lasting) enter(peer);
}

void LoadBalancer::send_again(Peer& peer) {
  take_unacknowledged(peer);
  peer.outbox.withdraw(message_);
  for (std::span<Part> rest = message_; !rest.empty();) {
    const std::span<Part> message = next_message(rest);
    view_parts(message, views_);
    if (!peer.append({}, views_, effects_)) ++effects_.drops.peer_gone;
  }
  message_.clear();
}

void LoadBalancer::take_unacknowledged(Peer& peer) {
  effects_.drops.redelivered += peer.outbox.end_session(message_);
  bool first = true;
  for (Part& part : message_) part.redelivered |= std::exchange(first, !part.more);
}

// Behind those that are homeless already.
void LoadBalancer::shelter(std::vector<Part>& messages) {
  if (homeless_.reserve(messages.size())) {
    homeless_.push_all(messages);
  } else {
    effects_.drops.peer_gone += count_messages(messages);
  }
  messages.clear();
}

void LoadBalancer::send_homeless() {
  while (!homeless_.empty()) {
    Peer* peer = choose();
    if (!peer) return;
    homeless_.take(message_);
    view_parts(message_, views_);
    if (!hand_to(*peer, {}, views_)) ++effects_.drops.peer_gone;
    message_.clear();
  }
}

// Puts the large parts into blocks that all outboxes share; where memory runs out, they stay as they were.
void Broadcast::own_large_parts() {
  if (std::ranges::none_of(message_, is_large_and_borrowed)) return;
  views_.assign(message_.begin(), message_.end());
  for (PartView& part : views_) {
    if (!is_large_and_borrowed(part)) continue;
    if (!Part::copy_of(part.bytes(), owned_.emplace_back())) return;
    part = owned_.back().view();
  }
  message_ = views_;
}

bool FairQueue::add(Peer& peer) { return ready_.add(peer.priorities.receive); }

void FairQueue::remove(Peer& peer) {
  if (std::exchange(peer.queued_for_take, false)) ready_.erase(peer, peer.priorities.receive);
  waiting_ -= peer.inbox.messages();
  ready_.remove(peer.priorities.receive);
}

void FairQueue::deliver(Peer& peer, std::span<Part> messages, const Part* prefix) {
  if (!peer.inbox.reserve(messages.size() * (prefix ? 2 : 1))) {
    effects_.drops.full += count_messages(messages);
    return;
  }
  if (peer.inbox.conflates()) [[unlikely]]
    messages = replace(peer, messages);
  const std::uint64_t before = peer.inbox.messages();
  if (prefix) {
    deliver_prefixed(peer, messages, *prefix);
  } else {
    peer.inbox.push_all(messages);
  }
  waiting_ += peer.inbox.messages() - before;
  if (!peer.inbox.empty() && !std::exchange(peer.queued_for_take, true)) {
    ready_.push_back(peer, peer.priorities.receive);
  }
}

// What waits, and all but the last of what has come, is as good as taken. The last is what is left to be delivered.
std::span<Part> FairQueue::replace(Peer& peer, std::span<Part> messages) {
  std::size_t last = messages.size() - 1;
  while (last > 0 && messages[last - 1].more) --last;
  effects_.drops.replaced += peer.inbox.messages() + count_messages(messages.first(last));
  waiting_ -= peer.inbox.messages();
  peer.inbox.drop_all();
  return messages.subspan(last);
}

void FairQueue::deliver_prefixed(Peer& peer, std::span<Part> messages, const Part& prefix) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    Part first = prefix;
    first.redelivered = message.front().redelivered;
    message.front().redelivered = false;
    peer.inbox.push(std::move(first));
    peer.inbox.push_all(message);
  }
}

void FairQueue::deliver_notice(Peer& peer, const Part& prefix) {
  const std::uint64_t limit = peer.inbox.limits().messages;
  if (limit != 0 && peer.inbox.messages() >= limit + kMostNotices) {
    ++effects_.drops.full;
    return;
  }
  Part empty;
  empty.notice = true;
  const std::uint64_t before = peer.inbox.messages();
  deliver(peer, {&empty, 1}, &prefix);
  if (peer.inbox.messages() != before) peer.receipts.noticed();
}

void FairQueue::surrender(Peer& peer, Message& messages, bool prefixed) {
  waiting_ -= peer.inbox.messages();
  while (!peer.inbox.empty()) {
    const std::size_t begin = messages.size();
    peer.inbox.take(messages);
    if (prefixed) take_prefix_off(messages, begin);
  }
  if (std::exchange(peer.queued_for_take, false)) ready_.erase(peer, peer.priorities.receive);
}

// Of the message that begins there. What nobody has sent is left out.
void FairQueue::take_prefix_off(Message& messages, std::size_t begin) {
  const bool nobodys = messages[begin + 1].notice != 0;
  messages[begin + 1].redelivered = messages[begin].redelivered;
  const auto prefix = messages.begin() + static_cast<std::ptrdiff_t>(begin);
  messages.erase(prefix, nobodys ? messages.end() : prefix + 1);
}

Peer* FairQueue::take_first(Message& message, Turn turn) {
  if (ready_.empty()) return nullptr;
  Peer* peer = ready_.front(Turns::highest(ready_.filled()));
  peer->take(message, effects_);
  --waiting_;
  end_turn(*peer, turn);
  return peer;
}

std::uint32_t FairQueue::take_run(Message& message, flow::Allowance& allowance) {
  std::uint32_t taken = 0;
  while (!ready_.empty() && allowance.messages > 0) {
    const unsigned priority = Turns::highest(ready_.filled());
    Peer& peer = *ready_.front(priority);
    const std::size_t share = allowance.messages / ready_.queue(priority).size();
    const auto most = static_cast<std::uint32_t>(std::max<std::size_t>(share, 1));
    const std::uint32_t now = peer.take_run(message, allowance, most, effects_);
    if (now == 0) break;
    taken += now;
    waiting_ -= now;
    end_turn(peer, Turn::kNextPeer);
  }
  return taken;
}

// The first peer has had its turn: it leaves if it has nothing more, and otherwise goes to the end or stays.
void FairQueue::end_turn(Peer& peer, Turn turn) {
  peer.queued_for_take = !peer.inbox.empty();
  if (!peer.queued_for_take) {
    ready_.pop_front(peer.priorities.receive);
  } else if (turn == Turn::kNextPeer) {
    ready_.rotate(peer.priorities.receive);
  }
}

}  // namespace ymq::pattern
