#include "engine/listener.h"

#include <cerrno>
#include <chrono>
#include <utility>

#include "engine/connector.h"
#include "engine/context.h"
#include "engine/error.h"
#include "engine/stream_link.h"

namespace ymq::engine {

namespace {

// How long a bind waits for the name of a host to be resolved.
constexpr std::chrono::milliseconds kBindPatience{10'000};

// Has the loop's driver do something, and waits until it is done. Signals do not cut the wait short: the loop's part is
// brief, and what it leaves behind must be known.
template <typename Work>
void in_loop(Context& context, Loop& loop, Work work) {
  struct Shared {
    std::mutex mutex;
    bool done = false;
  };
  const auto shared = std::make_shared<Shared>();
  Parker& parker = Parker::of_this_thread();
  loop.post([shared, &parker, &work] {
    const std::lock_guard lock(shared->mutex);
    work();
    shared->done = true;
    parker.signal();
  });
  for (;;) {
    {
      const std::lock_guard lock(shared->mutex);
      if (shared->done) return;
      parker.reset();
    }
    context.undriven() ? loop.visit(parker, kNever) : parker.wait(kNever);
  }
}

std::string why_not_bound(const std::string& wanted, const backend::Outcome& outcome) {
  const OptionInfo* option = find_option(static_cast<std::int32_t>(outcome.refused));
  if (option) return "cannot bind to " + wanted + ": the system refuses the option " + std::string(option->name);
  if (outcome.status == Status::kNotFound) return "cannot bind to " + wanted + ": its folder does not exist";
  return "cannot bind to " + wanted;
}

std::string why_not_adopted(int descriptor, const backend::Outcome& outcome) {
  const std::string subject = "cannot bind to descriptor " + std::to_string(descriptor);
  switch (outcome.status == Status::kInvalidArgument ? outcome.system_error : 0) {
    case EBADF:
      return subject + ": it is not open";
    case ENOTSOCK:
      return subject + ": it is not a socket";
    case ESOCKTNOSUPPORT:
      return subject + ": it is not a stream socket";
    case EAFNOSUPPORT:
      return subject + ": it is neither of tcp nor of a path";
    case EINVAL:
      return subject + ": it does not listen";
    default:
      return subject;
  }
}

}  // namespace

StreamListener::StreamListener(std::shared_ptr<Connector> connector, Loop& loop)
    : connector_(std::move(connector)), loop_(loop), priorities_(connector_->priorities()) {
  accept_.action = backend::Action::kAccept;
  close_.action = backend::Action::kClose;
}

Status StreamListener::make(Connector& connector, const Endpoint& endpoint, std::shared_ptr<Listener>& listener,
                            std::string& bound) {
  Context& context = connector.context();
  const Resolution found = context.resolver().resolve_for_bind(endpoint, kBindPatience);
  if (!found.ok()) return fail(found.status, found.text);
  Loop& loop = context.next_loop();
  const auto made = std::make_shared<StreamListener>(connector.shared_from_this(), loop);
  const auto sockets = connector.socket_options();
  const backend::ListenOptions options{static_cast<int>(connector.option(OptionId::kBacklog)), sockets.get()};
  backend::Outcome outcome;
  in_loop(context, loop, [&] {
    for (const backend::Address& address : found.addresses) {
      outcome = made->listen(address, options);
      if (outcome.ok()) return;
    }
  });
  const std::string wanted = found.addresses.empty() ? endpoint.name : format_endpoint(found.addresses.front());
  if (!outcome.ok()) {
    const Status status = outcome.status == Status::kNotFound ? Status::kAddressNotAvailable : outcome.status;
    return fail(status, why_not_bound(wanted, outcome), outcome.system_error);
  }
  bound = made->bound_;
  listener = made;
  return Status::kOk;
}

Status StreamListener::adopt(Connector& connector, int descriptor, std::shared_ptr<Listener>& listener,
                             std::string& bound) {
  Context& context = connector.context();
  Loop& loop = context.next_loop();
  const auto made = std::make_shared<StreamListener>(connector.shared_from_this(), loop);
  backend::Outcome outcome;
  in_loop(context, loop, [&] { outcome = made->adopt(descriptor); });
  if (!outcome.ok()) return fail(outcome.status, why_not_adopted(descriptor, outcome), outcome.system_error);
  bound = made->bound_;
  listener = made;
  return Status::kOk;
}

backend::Outcome StreamListener::listen(const backend::Address& address, const backend::ListenOptions& options) {
  backend::Address real;
  const backend::Outcome outcome = loop_.backend().listen(address, options, stream_, real);
  if (outcome.ok()) begin(real);
  return outcome;
}

backend::Outcome StreamListener::adopt(int descriptor) {
  backend::Address real;
  const backend::Outcome outcome = loop_.backend().adopt_listener(descriptor, stream_, real);
  if (outcome.ok()) begin(real);
  return outcome;
}

void StreamListener::begin(const backend::Address& bound) {
  bound_ = format_endpoint(bound);
  connector_->add_loop_object();
  connector_->use_loop(loop_);
  self_ = shared_from_this();
  accept_.stream = close_.stream = stream_;
  loop_.backend().submit(accept_);
}

void StreamListener::on_accepted(const backend::Report& report) {
  if (report.stream != 0) {
    start_link(report.stream);
  } else if (!report.outcome.ok() && !stopping_) {
    connector_->note(EventKind::kAcceptFailed, bound_, report.outcome.status, report.outcome.system_error);
  }
}

// Links go to the context's loops in turn, wherever their listener is.
void StreamListener::start_link(backend::Stream stream) {
  Loop& loop = connector_->context().next_loop();
  if (&loop == &loop_) return link(connector_, loop, stream, bound_, priorities_);
  if (!connector_->add_loop_object()) return;
  const int descriptor = loop_.backend().detach(stream);
  loop.post([connector = connector_, &loop, descriptor, endpoint = bound_, priorities = priorities_] {
    backend::Stream moved = 0;
    if (loop.backend().adopt(descriptor, moved).ok()) link(connector, loop, moved, endpoint, priorities);
    connector->remove_loop_object();
  });
}

void StreamListener::link(const std::shared_ptr<Connector>& connector, Loop& loop, backend::Stream stream,
                          const std::string& endpoint, flow::Priorities priorities) {
  std::make_shared<StreamLink>(connector, loop, stream, endpoint, nullptr, std::weak_ptr<LinkOwner>(), priorities)
      ->start();
}

void StreamListener::stop() {
  loop_.post([self = shared_from_this()] {
    if (std::exchange(self->stopping_, true)) return;
    self->loop_.backend().submit(self->close_);
  });
}

void StreamListener::on_closed() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (Parker* parker : waiting_) parker->signal();
    waiting_.clear();
  }
  connector_->remove_loop_object();
  const std::shared_ptr<StreamListener> last = std::move(self_);
}

void StreamListener::wait_until_stopped() {
  Parker& parker = Parker::of_this_thread();
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      std::erase(waiting_, &parker);
      if (stopped_) return;
      parker.reset();
      waiting_.push_back(&parker);
    }
    connector_->context().wait(parker, kNever);
  }
}

InprocListener::InprocListener(std::shared_ptr<Connector> connector, std::string name)
    : connector_(connector), bound_(connector.get()), context_(connector->context()), name_(std::move(name)) {}

Status InprocListener::make(Connector& connector, const Endpoint& endpoint, std::shared_ptr<Listener>& listener,
                            std::string& bound) {
  const auto self = connector.shared_from_this();
  bound = "inproc://" + endpoint.name;
  if (!connector.context().inproc().bind(endpoint.name, self, connector.priorities())) {
    return fail(Status::kAddressInUse, "another connector of this context is bound to " + bound);
  }
  listener = std::make_shared<InprocListener>(self, endpoint.name);
  return Status::kOk;
}

void InprocListener::stop() { context_.inproc().unbind(name_, bound_); }

}  // namespace ymq::engine
