#include "sim/network.h"

#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

namespace sim {

// Wire. --------------------------------------------------------------------------------------------------------------

Wire::Wire(Network& network, const Fate& fate)
    : network_(network),
      fate_(fate),
      buffer_(network.between(network.weather.least_buffer, network.weather.most_buffer)) {}

void Wire::watch(int side, Watcher watcher) { ends_[index(side)].watcher = std::move(watcher); }

void Wire::notify(int side) {
  if (const Watcher& watcher = ends_[index(side)].watcher) watcher();
}

bool Wire::writable(int side) const {
  const End& far = ends_[index(other(side))];
  return ends_[index(side)].broken || far.under_way < buffer_;
}

Outcome Wire::write(int side, std::span<const iovec> segments, std::size_t& wrote) {
  wrote = 0;
  if (ends_[index(side)].broken) return {Status::kConnectionReset, ECONNRESET};
  std::size_t room = writable(side) ? admit(buffer_ - ends_[index(other(side))].under_way) : 0;
  std::vector<std::byte> bytes;
  for (const iovec& segment : segments) {
    const std::size_t size = std::min(segment.iov_len, room);
    const auto* data = static_cast<const std::byte*>(segment.iov_base);
    bytes.insert(bytes.end(), data, data + size);
    room -= size;
  }
  wrote = bytes.size();
  written_ += wrote;
  if (wrote != 0) deliver(side, std::move(bytes));
  if (fate_.reset_at && written_ >= *fate_.reset_at) reset();
  const bool nothing = std::ranges::all_of(segments, [](const iovec& segment) { return segment.iov_len == 0; });
  return wrote != 0 || nothing ? Outcome{} : Outcome{Status::kAgain, EAGAIN};
}

// How much of what there is room for goes at once: up to the byte at which something is to happen, and often less.
std::size_t Wire::admit(std::size_t size) {
  if (fate_.reset_at && written_ < *fate_.reset_at) size = std::min<std::size_t>(size, *fate_.reset_at - written_);
  if (fate_.stall_at && written_ < *fate_.stall_at) size = std::min<std::size_t>(size, *fate_.stall_at - written_);
  return network_.piece_of(size);
}

// In pieces, each some time after the one before.
void Wire::deliver(int side, std::vector<std::byte> bytes) {
  if (fate_.stall_at && written_ > *fate_.stall_at && stalled_until_ == 0) {
    stalled_until_ = fate_.stall == ymq::kNever ? ymq::kNever : network_.now() + fate_.stall;
  }
  ends_[index(other(side))].under_way += bytes.size();
  std::span<const std::byte> rest(bytes);
  while (!rest.empty()) {
    const std::size_t size = network_.piece_of(rest.size());
    std::vector<std::byte> piece(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size));
    rest = rest.subspan(size);
    const Time moment = arrival(other(side));
    if (moment == ymq::kNever) continue;
    network_.at(moment,
                [self = shared_from_this(), to = other(side), piece = std::move(piece)] { self->arrive(to, piece); });
  }
}

// When what is sent to this end now arrives: behind everything that was sent before. kNever: not at all.
Time Wire::arrival(int side) {
  End& end = ends_[index(side)];
  if (stalled_until_ == ymq::kNever) return ymq::kNever;
  end.last_arrival = std::max({end.last_arrival, network_.now() + network_.delay(), stalled_until_});
  return end.last_arrival;
}

void Wire::arrive(int side, std::span<const std::byte> bytes) {
  End& end = ends_[index(side)];
  if (end.broken) return;
  if (end.closed) return break_end(other(side));
  end.inbox.insert(end.inbox.end(), bytes.begin(), bytes.end());
  notify(side);
}

std::size_t Wire::read(int side, std::span<std::byte> into) {
  End& end = ends_[index(side)];
  const std::size_t size = std::min(into.size(), readable(side));
  if (size != 0) std::memcpy(into.data(), end.inbox.data() + end.taken, size);
  end.taken += size;
  if (end.taken == end.inbox.size()) forget_inbox(end);
  network_.at(network_.now() + network_.delay(),
              [self = shared_from_this(), side, size] { self->give_room(side, size); });
  return size;
}

void Wire::forget_inbox(End& end) {
  end.inbox.clear();
  end.taken = 0;
}

void Wire::give_room(int side, std::size_t size) {
  ends_[index(side)].under_way -= size;
  notify(other(side));
}

Status Wire::end(int side) const {
  const End& end = ends_[index(side)];
  if (end.broken) return Status::kConnectionReset;
  return end.at_end ? Status::kPeerClosed : Status::kOk;
}

void Wire::close(int side) {
  End& end = ends_[index(side)];
  end.closed = true;
  end.watcher = nullptr;
  const bool unread = readable(side) != 0;
  const Time moment = arrival(other(side));
  if (end.broken || moment == ymq::kNever) return;
  network_.at(moment, [self = shared_from_this(), to = other(side), unread] {
    if (unread) return self->break_end(to);
    self->ends_[index(to)].at_end = true;
    self->notify(to);
  });
}

// Each end hears of it on its own; what is still under way may arrive before that, or never.
void Wire::reset() {
  for (const int side : {0, 1}) {
    const Time moment = network_.now() + network_.delay();
    network_.at(moment, [self = shared_from_this(), side] { self->break_end(side); });
  }
}

void Wire::break_end(int side) {
  End& end = ends_[index(side)];
  if (std::exchange(end.broken, true)) return;
  if (network_.below(2) == 0) forget_inbox(end);
  notify(side);
}

// Network. -----------------------------------------------------------------------------------------------------------

void Network::at(Time moment, std::function<void()> happening) {
  events_.emplace(std::pair(std::max(moment, now_), events_made_++), std::move(happening));
}

bool Network::advance(Time until) {
  if (events_.empty() || events_.begin()->first.first > until) {
    if (until != ymq::kNever) now_ = std::max(now_, until);
    return false;
  }
  now_ = events_.begin()->first.first;
  while (!events_.empty() && events_.begin()->first.first <= now_) {
    const auto event = events_.extract(events_.begin());
    event.mapped()();
  }
  return true;
}

Network::Key Network::key_of(const Address& address) {
  const auto family = address.storage.ss_family;
  if (family == AF_INET)
    return "port " + std::to_string(reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
  if (family == AF_INET6) {
    return "port " + std::to_string(reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port);
  }
  if (family != AF_UNIX) return "nowhere";
  const auto& local = reinterpret_cast<const sockaddr_un&>(address.storage);
  return "path " + std::string(local.sun_path, address.size - offsetof(sockaddr_un, sun_path));
}

void Network::choose_port(Address& address) {
  const auto family = address.storage.ss_family;
  if (family != AF_INET && family != AF_INET6) return;
  auto& port = family == AF_INET ? reinterpret_cast<sockaddr_in&>(address.storage).sin_port
                                 : reinterpret_cast<sockaddr_in6&>(address.storage).sin6_port;
  while (port == 0 || listeners_.contains(key_of(address))) port = htons(++last_port_);
}

Outcome Network::listen(const Address& address, std::size_t backlog, std::shared_ptr<Listener>& listener,
                        Address& bound) {
  bound = address;
  const Key wanted = key_of(address);
  if (wanted == "port 0") choose_port(bound);
  const Key key = key_of(bound);
  if (listeners_.contains(key)) return {Status::kAddressInUse, EADDRINUSE};
  listener = std::make_shared<Listener>();
  listener->backlog = backlog;
  listeners_.emplace(key, listener);
  return {};
}

// Who connected and was not accepted is reset.
void Network::stop_listening(const Listener& listener) {
  for (auto at = listeners_.begin(); at != listeners_.end(); ++at) {
    if (at->second.get() != &listener) continue;
    for (const auto& wire : at->second->waiting) wire->reset();
    listeners_.erase(at);
    return;
  }
}

void Network::connect(const Address& destination, Connected connected) {
  at(now_ + delay(),
     [this, key = key_of(destination), connected = std::move(connected)] { answer(key, fate(), connected); });
}

void Network::answer(const Key& key, const Fate& fate, const Connected& connected) {
  const auto found = listeners_.find(key);
  const bool refused = fate.refused || found == listeners_.end();
  if (refused || found->second->waiting.size() >= found->second->backlog) {
    return connected({Status::kConnectionRefused, ECONNREFUSED}, nullptr);
  }
  const auto wire = std::make_shared<Wire>(*this, fate);
  connected({}, wire);
  found->second->waiting.push_back(wire);
  if (found->second->watcher) found->second->watcher();
}

int Network::park(Loose loose) {
  loose_.emplace(++last_descriptor_, std::move(loose));
  return last_descriptor_;
}

std::optional<Network::Loose> Network::unpark(int descriptor) {
  const auto found = loose_.find(descriptor);
  if (found == loose_.end()) return std::nullopt;
  return std::move(loose_.extract(found).mapped());
}

}  // namespace sim
