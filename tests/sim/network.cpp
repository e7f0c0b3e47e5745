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

Wire::Wire(Network& network, const Fate& fate, std::uint64_t number, std::array<int, 2> hosts)
    : network_(network),
      fate_(fate),
      number_(number),
      hosts_(hosts),
      random_(network.between(0, UINT64_MAX - 1)),
      buffer_(random_.between(network.weather.least_buffer, network.weather.most_buffer)) {}

bool Wire::is_over() const {
  return std::ranges::all_of(ends_, [](const End& end) { return end.closed || end.broken; });
}

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
  if (ends_[index(side)].broken) return ends_[index(side)].reason;
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
  meet_fate(side);
  const bool nothing = std::ranges::all_of(segments, [](const iovec& segment) { return segment.iov_len == 0; });
  return wrote != 0 || nothing ? Outcome{} : Outcome{Status::kAgain, EAGAIN};
}

// How much of what there is room for goes at once: up to the byte at which something is to happen, and often less.
std::size_t Wire::admit(std::size_t size) {
  for (const auto& byte : {fate_.reset_at, fate_.stall_at, fate_.half_close_at, fate_.one_way_at}) {
    if (byte && written_ < *byte) size = std::min<std::size_t>(size, *byte - written_);
  }
  return piece_of(size);
}

// How much of so many bytes goes at once; now and then not all of it.
std::size_t Wire::piece_of(std::size_t size) {
  const std::size_t whole = network_.weather.whole;
  return size > whole && random_.below(4) == 0 ? random_.between(whole, size) : size;
}

Time Wire::delay() { return network_.delay_of(random_); }

// Everything that is to happen at a byte happens once, when this side has written up to it.
void Wire::meet_fate(int side) {
  if (reached(fate_.stall_at)) {
    fate_.stall_at.reset();
    stall(fate_.stall == ymq::kNever ? ymq::kNever : network_.now() + fate_.stall);
  }
  if (reached(fate_.half_close_at)) {
    fate_.half_close_at.reset();
    end_way(other(side));
  }
  if (reached(fate_.one_way_at)) {
    fate_.one_way_at.reset();
    silence(side);
  }
  if (reached(fate_.reset_at)) {
    fate_.reset_at.reset();
    reset();
  }
}

void Wire::tell(Incident::What what) { network_.witness({what, hosts_[0], hosts_[1], number_, written_}); }

void Wire::stall(Time until) {
  stalled_until_ = std::max(stalled_until_, until);
  tell(until == ymq::kNever ? Incident::What::kSilenced : Incident::What::kStalled);
  if (until == ymq::kNever) look_at_blocked();
}

void Wire::silence(int side) {
  ends_[index(other(side))].way = Way::kSilent;
  tell(Incident::What::kSilenced);
  look_at_blocked();
}

void Wire::finish() {
  for (const int side : {0, 1}) {
    ends_[index(side)].way = Way::kOpen;
    end_way(side);
  }
}

// The system asks again and again whether there is room; after some minutes without an answer it gives up. Where one
// way is silent no answer comes back from the other, either.
void Wire::look_at_blocked() {
  network_.at(network_.now() + network_.weather.system_patience, [self = shared_from_this()] {
    for (const int side : {0, 1}) {
      const End& end = self->ends_[index(side)];
      if (!end.closed && !end.broken && !self->writable(side)) self->break_end(side, {Status::kTimedOut, ETIMEDOUT});
    }
    if (!self->is_over()) self->look_at_blocked();
  });
}

// What is under way to this end still arrives, then comes the end of the stream.
void Wire::end_way(int side) {
  End& end = ends_[index(side)];
  const Time moment = arrival(side);
  end.way = Way::kEnded;
  tell(Incident::What::kHalfClosed);
  if (moment == ymq::kNever) return;
  network_.at(moment, [self = shared_from_this(), side] {
    self->ends_[index(side)].at_end = true;
    self->notify(side);
  });
}

void Wire::deliver(int side, std::vector<std::byte> bytes) {
  End& far = ends_[index(other(side))];
  if (far.unarrived == 0) ends_[index(side)].confirmed_at = network_.now();
  far.unarrived += bytes.size();
  far.under_way += bytes.size();
  watch_network(side);
  if (far.way == Way::kOpen) return carry(other(side), bytes);
  if (far.way == Way::kSilent) return;
  network_.at(network_.now() + delay(), [self = shared_from_this(), to = other(side), size = bytes.size()] {
    self->confirm(to, size);
    self->give_room(to, size);
  });
}

// To this end, in pieces, each some time after the one before.
void Wire::carry(int side, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto piece = bytes.first(piece_of(bytes.size()));
    bytes = bytes.subspan(piece.size());
    const Time moment = arrival(side);
    if (moment == ymq::kNever) continue;
    network_.at(moment, [self = shared_from_this(), side, piece = std::vector(piece.begin(), piece.end())] {
      self->arrive(side, piece);
    });
  }
}

// When what is sent to this end now arrives: behind everything that was sent before. kNever: not at all.
Time Wire::arrival(int side) {
  End& end = ends_[index(side)];
  if (stalled_until_ == ymq::kNever || end.way != Way::kOpen) return ymq::kNever;
  end.last_arrival = std::max({end.last_arrival, network_.now() + delay(), stalled_until_});
  return end.last_arrival;
}

void Wire::arrive(int side, std::span<const std::byte> bytes) {
  End& end = ends_[index(side)];
  if (end.broken && end.reason.status != Status::kTimedOut) return;
  if (end.broken || end.closed) return refuse(side);
  confirm(side, bytes.size());
  end.inbox.insert(end.inbox.end(), bytes.begin(), bytes.end());
  notify(side);
}

// Bytes for somebody who has closed: their writer is told, if anything gets through to him.
void Wire::refuse(int side) {
  if (stalled_until_ != ymq::kNever) break_end(other(side));
}

std::size_t Wire::read(int side, std::span<std::byte> into) {
  End& end = ends_[index(side)];
  const std::size_t size = piece_of(std::min(into.size(), readable(side)));
  if (size != 0) std::memcpy(into.data(), end.inbox.data() + end.taken, size);
  end.taken += size;
  if (end.taken == end.inbox.size()) forget_inbox(end);
  network_.at(network_.now() + delay(), [self = shared_from_this(), side, size] { self->give_room(side, size); });
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

Outcome Wire::end(int side) const {
  const End& end = ends_[index(side)];
  if (end.broken) return end.reason;
  return {end.at_end ? Status::kPeerClosed : Status::kOk, 0};
}

// Of what was written to this end.
void Wire::confirm(int side, std::size_t size) {
  ends_[index(side)].unarrived -= size;
  ends_[index(other(side))].confirmed_at = network_.now();
}

void Wire::set_network_timeout(int side, Time timeout) {
  ends_[index(side)].network_timeout = timeout;
  watch_network(side);
}

void Wire::watch_network(int side) {
  End& end = ends_[index(side)];
  if (end.network_timeout == 0 || unconfirmed(side) == 0 || std::exchange(end.on_watch, true)) return;
  network_.at(end.confirmed_at + end.network_timeout,
              [self = shared_from_this(), side] { self->look_at_network(side); });
}

// Its owner hears of nothing but this; the other side does not, until it writes.
void Wire::look_at_network(int side) {
  End& end = ends_[index(side)];
  end.on_watch = false;
  if (end.closed || end.broken || end.network_timeout == 0 || unconfirmed(side) == 0) return;
  if (network_.now() < end.confirmed_at + end.network_timeout) return watch_network(side);
  break_end(side, {Status::kTimedOut, ETIMEDOUT});
  answer_whether_there_is_room(other(side));
}

// Whoever waits for room asks for it, and hears that nobody is there any more.
void Wire::answer_whether_there_is_room(int side) {
  const Time moment = arrival(side);
  if (moment == ymq::kNever) return;
  network_.at(moment, [self = shared_from_this(), side] {
    if (!self->writable(side)) self->break_end(side);
  });
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
  tell(Incident::What::kReset);
  for (const int side : {0, 1}) {
    const Time moment = network_.now() + delay();
    network_.at(moment, [self = shared_from_this(), side] { self->break_end(side); });
  }
}

void Wire::break_end(int side, Outcome reason) {
  End& end = ends_[index(side)];
  if (std::exchange(end.broken, true)) return;
  end.reason = reason;
  if (random_.below(2) == 0 && !network_.weather.keeps_arrived) forget_inbox(end);
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

Outcome Network::listen(const Address& address, std::size_t backlog, int host, std::shared_ptr<Listener>& listener,
                        Address& bound) {
  bound = address;
  const Key wanted = key_of(address);
  if (wanted == "port 0") choose_port(bound);
  const Key key = key_of(bound);
  if (listeners_.contains(key)) return {Status::kAddressInUse, EADDRINUSE};
  listener = std::make_shared<Listener>();
  listener->backlog = backlog;
  listener->host = host;
  listeners_.emplace(key, listener);
  silent_.erase(key);
  return {};
}

// Who connected and was not accepted is reset, or hears nothing.
void Network::stop_listening(const Listener& listener, Afterwards afterwards) {
  const bool silent = afterwards == Afterwards::kUnanswered;
  for (auto at = listeners_.begin(); at != listeners_.end(); ++at) {
    if (at->second.get() != &listener) continue;
    for (const auto& wire : at->second->waiting) silent ? wire->stall(ymq::kNever) : wire->reset();
    if (silent) silent_.insert(at->first);
    listeners_.erase(at);
    return;
  }
}

void Network::connect(const Address& destination, int host, Connected connected) {
  at(now_ + delay_of(random_),
     [this, key = key_of(destination), host, connected = std::move(connected)] { call(key, host, connected); });
}

void Network::call(const Key& key, int host, const Connected& connected) {
  const Fate fated = fate();
  const auto found = listeners_.find(key);
  const bool nobody = found == listeners_.end();
  const bool lost = is_cut_off(host) || silent_.contains(key) || (!nobody && is_cut_off(found->second->host));
  if (fated.unanswered != 0) return leave_unanswered(fated.unanswered, host, connected);
  if (lost) return leave_unanswered(kCallPatience, host, connected);
  if (nobody || fated.refused || found->second->waiting.size() >= found->second->backlog) {
    witness({Incident::What::kRefused, host});
    return connected({Status::kConnectionRefused, ECONNREFUSED}, nullptr);
  }
  answer(*found->second, fated, host, connected);
}

void Network::leave_unanswered(Time patience, int host, const Connected& connected) {
  witness({Incident::What::kUnanswered, host});
  at(now_ + patience, [connected] { connected({Status::kTimedOut, ETIMEDOUT}, nullptr); });
}

void Network::answer(Listener& listener, const Fate& fated, int host, const Connected& connected) {
  const auto wire = std::make_shared<Wire>(*this, fated, ++connections_, std::array{host, listener.host});
  std::erase_if(wires_, [](const std::weak_ptr<Wire>& each) { return each.expired(); });
  wires_.push_back(wire);
  witness({Incident::What::kConnected, host, listener.host, wire->number()});
  connected({}, wire);
  listener.waiting.push_back(wire);
  if (listener.watcher) listener.watcher();
}

std::vector<std::shared_ptr<Wire>> Network::wires_of(int host) {
  std::vector<std::shared_ptr<Wire>> found;
  for (const auto& each : wires_) {
    auto wire = each.lock();
    const bool meant = wire && !wire->is_over() && (wire->hosts()[0] == host || wire->hosts()[1] == host);
    if (meant) found.push_back(std::move(wire));
  }
  return found;
}

void Network::cut_off(int host, Time until) {
  cut_off_until_[host] = until;
  for (const auto& wire : wires_of(host)) wire->stall(until);
}

bool Network::is_cut_off(int host) const {
  const auto found = cut_off_until_.find(host);
  return found != cut_off_until_.end() && now_ < found->second;
}

void Network::calm_down() {
  fate = [] { return Fate{}; };
  cut_off_until_.clear();
  for (const auto& each : wires_) {
    if (const auto wire = each.lock()) wire->forget_fate();
  }
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
