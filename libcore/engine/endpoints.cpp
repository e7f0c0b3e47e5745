#include "engine/endpoints.h"

#include <algorithm>
#include <utility>

#include "engine/connector.h"
#include "engine/context.h"
#include "engine/error.h"
#include "pattern/pattern.h"

namespace ymq::engine {

namespace {

std::string quote(std::string_view text) { return "'" + std::string(text) + "'"; }

// Keeps a connector from ending while a call has something to do in its loops.
class Busy {
 public:
  explicit Busy(Connector& connector) : connector_(connector), entered_(connector.add_loop_object()) {}
  ~Busy() {
    if (entered_) connector_.remove_loop_object();
  }
  bool entered() const noexcept { return entered_; }

 private:
  Connector& connector_;
  const bool entered_;
};

constexpr std::size_t kMaxRoutingId = 255;

Status no_memory_links() {
  return fail(Status::kNotSupported,
              "inproc carries messages, no bytes: a STREAM, and a ROUTER with router_raw, take tcp and ipc");
}

Status closed() { return fail(Status::kClosed, "the connector is closed"); }

}  // namespace

Status Endpoints::bind(std::string_view text, std::string& bound) {
  const Busy busy(connector_);
  if (!busy.entered()) return closed();
  EndpointFault fault;
  const std::optional<Endpoint> endpoint = parse_endpoint(text, Purpose::kBind, fault);
  if (!endpoint) return fail(fault.status, fault.text);
  if (endpoint->transport == Transport::kInproc && connector_.raw()) return no_memory_links();
  std::shared_ptr<Listener> listener;
  const Status status = listen(*endpoint, listener, bound);
  return status == Status::kOk ? keep({std::string(text), bound, listener}) : status;
}

Status Endpoints::bind_descriptor(int descriptor, std::string& bound) {
  const Busy busy(connector_);
  if (!busy.entered()) return closed();
  std::shared_ptr<Listener> listener;
  if (const Status unsafe = connector_.check_security(); unsafe != Status::kOk) return unsafe;
  const Status status = StreamListener::adopt(connector_, descriptor, listener, bound);
  return status == Status::kOk ? keep({bound, bound, listener}) : status;
}

Status Endpoints::keep(Bound entry) {
  const std::string bound = entry.bound;
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) bound_.push_back(std::exchange(entry, {}));
  }
  if (entry.listener) {
    entry.listener->stop();
    return closed();
  }
  connector_.put_last_endpoint(bound);
  connector_.note(EventKind::kListening, bound);
  return Status::kOk;
}

Status Endpoints::listen(const Endpoint& endpoint, std::shared_ptr<Listener>& listener, std::string& bound) {
  if (endpoint.transport == Transport::kInproc) return InprocListener::make(connector_, endpoint, listener, bound);
  if (const Status status = connector_.check_security(); status != Status::kOk) return status;
  return StreamListener::make(connector_, endpoint, listener, bound);
}

Status Endpoints::connect(std::string_view text) {
  std::shared_ptr<Dialer> dialer;
  return dial(text, dialer);
}

Status Endpoints::connect_peer(std::string_view text, std::uint32_t& routing_id) {
  if (!pattern::tells_routing_id(connector_.type()))
    return fail(Status::kNotSupported, "only a PEER is told the routing id of whom it connects to");
  std::shared_ptr<Dialer> dialer;
  const Status status = dial(text, dialer);
  if (status != Status::kOk) return status;
  routing_id = connector_.routing_id(dialer->peer_number());
  return routing_id != 0 ? Status::kOk : closed();
}

Status Endpoints::connect_as(std::string_view text, std::string_view routing_id) {
  if (!pattern::names_peers(connector_.type()))
    return fail(Status::kNotSupported,
                "only a ROUTER or a STREAM may choose what it calls the peer that it connects to");
  const std::size_t size = routing_id.size();
  if (size == 0 || size > kMaxRoutingId)
    return fail(Status::kInvalidArgument, "a routing id has 1 to 255 bytes, not " + std::to_string(size));
  if (routing_id.front() == '\0')
    return fail(Status::kInvalidArgument, "routing ids that begin with a zero byte are given out by a ROUTER itself");
  std::shared_ptr<Dialer> dialer;
  const Status status = dial(text, dialer, routing_id);
  if (status != Status::kOk || dialer->peer_number() != 0) return status;
  forget(*dialer);
  switch (dialer->refused()) {
    case Status::kRoutingIdInUse:
      return fail(Status::kRoutingIdInUse,
                  "a peer of this ROUTER has the routing id " + quote(routing_id) + " already");
    case Status::kOutOfMemory:
      return fail(Status::kOutOfMemory, "memory ran out");
    default:
      return closed();
  }
}

// No dialer: there is one already, and another would be of no use.
Status Endpoints::dial(std::string_view text, std::shared_ptr<Dialer>& dialer, std::string_view routing_id) {
  EndpointFault fault;
  const std::optional<Endpoint> endpoint = parse_endpoint(text, Purpose::kConnect, fault);
  if (!endpoint) return fail(fault.status, fault.text);
  if (endpoint->transport == Transport::kInproc && connector_.raw()) return no_memory_links();
  if (endpoint->transport != Transport::kInproc) {
    if (const Status status = connector_.check_security(); status != Status::kOk) return status;
  }
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return closed();
    const bool known =
        std::any_of(connected_.begin(), connected_.end(), [&](const auto& entry) { return entry.given == text; });
    if (known && pattern::connects_once(connector_.type())) return Status::kOk;
    dialer = Dialer::make(connector_.shared_from_this(), *endpoint, std::string(text));
    dialer->name_peer(routing_id);
    connected_.push_back({std::string(text), dialer});
  }
  dialer->start();
  connector_.put_last_endpoint(std::string(text));
  return Status::kOk;
}

Status Endpoints::unbind(std::string_view text) {
  const Busy busy(connector_);
  if (!busy.entered()) return closed();
  Bound entry;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return closed();
    const auto found = std::find_if(bound_.begin(), bound_.end(),
                                    [&](const Bound& each) { return each.bound == text || each.given == text; });
    if (found == bound_.end()) return fail(Status::kNotFound, "this connector is not bound to " + quote(text));
    entry = std::move(*found);
    bound_.erase(found);
  }
  entry.listener->stop();
  entry.listener->wait_until_stopped();
  connector_.note(EventKind::kClosed, entry.bound);
  return Status::kOk;
}

// Takes the first endpoint that is meant out of those that are connected; no dialer: there is none.
template <typename Meant>
Endpoints::Connected Endpoints::take_out(Meant meant) {
  const auto found = std::find_if(connected_.begin(), connected_.end(), meant);
  if (found == connected_.end()) return {};
  Connected taken = std::move(*found);
  connected_.erase(found);
  std::erase_if(retired_, [](const std::weak_ptr<Dialer>& each) { return each.expired(); });
  retired_.push_back(taken.dialer);
  return taken;
}

Status Endpoints::disconnect(std::string_view text) {
  Connected retired;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return closed();
    retired = take_out([&](const Connected& each) { return each.given == text; });
  }
  if (!retired.dialer) return fail(Status::kNotFound, "this connector is not connected to " + quote(text));
  retired.dialer->retire(connector_.option(OptionId::kLinger));
  connector_.note(EventKind::kClosed, retired.given);
  return Status::kOk;
}

void Endpoints::disconnect_peer(std::uint64_t number) {
  Connected retired;
  {
    const std::lock_guard lock(mutex_);
    retired = take_out([&](const Connected& each) { return each.dialer->peer_number() == number; });
  }
  if (!retired.dialer) return;
  retired.dialer->retire(-1);
  connector_.note(EventKind::kClosed, retired.given);
}

bool Endpoints::forget(const Dialer& dialer) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(connected_, [&](const Connected& each) { return each.dialer.get() == &dialer; }) != 0;
}

void Endpoints::stop_accepting() {
  std::vector<Bound> bound;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    bound.swap(bound_);
  }
  for (const Bound& entry : bound) entry.listener->stop();
}

void Endpoints::stop() {
  std::vector<Connected> connected;
  std::vector<std::weak_ptr<Dialer>> retired;
  {
    const std::lock_guard lock(mutex_);
    connected.swap(connected_);
    retired.swap(retired_);
  }
  for (const Connected& entry : connected) entry.dialer->stop();
  for (const auto& entry : retired) {
    if (const auto dialer = entry.lock()) dialer->stop();
  }
}

}  // namespace ymq::engine
