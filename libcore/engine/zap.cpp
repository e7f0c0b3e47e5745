#include "engine/zap.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/connector.h"
#include "engine/context.h"
#include "session/roles.h"

namespace ymq::engine {

namespace {

// So many questions may wait for an answer, or to be taken.
constexpr std::size_t kMostWaiting = 4096;
constexpr std::uint64_t kBatch = 1024;
constexpr std::string_view kDealer = "DEALER";

session::Verdict refuse_for_now(std::string text) { return {300, std::move(text), {}}; }

session::Verdict verdict_of(std::optional<wire::ZapReply> reply) {
  if (!reply) return {500, "its reply makes no sense", {}};
  session::Verdict verdict{reply->status, std::move(reply->text), {}};
  verdict.properties.emplace_back(session::kUserId, std::move(reply->user_id));
  for (auto& property : reply->metadata) verdict.properties.push_back(std::move(property));
  return verdict;
}

}  // namespace

bool ZapLink::start() {
  const std::string identity;
  const std::string endpoint = "inproc://" + std::string(kHandlerName);
  if (!session::compatible_peer(handler_->type(), kDealer)) return false;
  auto introduction = std::make_shared<Introduction>();
  introduction->address = endpoint;
  introduction->properties.emplace_back(wire::kSocketType, kDealer);
  const auto self = shared_from_this();
  handler_->add_link(self);
  Status refused = Status::kClosed;
  if (handler_->link_up(self, peer_, {identity, endpoint, {}, true, std::move(introduction)}, refused)) return true;
  const std::lock_guard lock(mutex_);
  ending_ = down_ = true;
  handler_->remove_link(this);
  return false;
}

bool ZapLink::open() {
  const std::lock_guard lock(mutex_);
  return !ending_;
}

bool ZapLink::ask(wire::ZapRequest request, WhenAnswered when_answered) {
  WhenAnswered too_old;
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || waiting_ >= kMostWaiting) return false;
    request.number = ++last_number_;
    std::vector<Part> parts = wire::make_zap_request(request);
    questions_.insert(questions_.end(), std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
    ++waiting_;
    askers_.emplace(request.number, std::move(when_answered));
    if (askers_.size() > kMostWaiting) too_old = std::move(askers_.extract(askers_.begin()).mapped());
  }
  if (too_old) too_old(refuse_for_now("it has too many questions to answer"));
  push();
  return true;
}

void ZapLink::push() {
  while (push_some()) {
  }
  try_end();
}

// True: there is more to be handed over, or may be. Nobody takes the link down meanwhile.
bool ZapLink::push_some() {
  std::vector<Part> parts;
  {
    const std::lock_guard lock(mutex_);
    push_again_ = pushing_;
    if (pushing_ || ending_ || questions_.empty()) return false;
    pushing_ = true;
    parts.swap(questions_);
  }
  std::size_t taken = 0;
  std::vector<session::Subscription> none;
  const bool everything = handler_->deliver(*peer_, parts, taken, none);
  const std::lock_guard lock(mutex_);
  pushing_ = false;
  const auto rest = parts.begin() + static_cast<std::ptrdiff_t>(taken);
  questions_.insert(questions_.begin(), std::make_move_iterator(rest), std::make_move_iterator(parts.end()));
  waiting_ = static_cast<std::size_t>(
      std::count_if(questions_.begin(), questions_.end(), [](const Part& part) { return !part.more; }));
  return std::exchange(push_again_, false) || (everything && !questions_.empty());
}

// The role is ours: nobody takes the link down before it is given up.
void ZapLink::write(Manner) {
  if (!open()) return handler_->end_writing(*peer_, 0);
  do {
    handler_->take_controls(*peer_);
    std::vector<Part> replies;
    while (handler_->take_messages(*peer_, kBatch, replies)) take_replies(std::exchange(replies, {}));
  } while (!handler_->end_writing_idle(*peer_));
}

void ZapLink::take_replies(std::vector<Part> parts) {
  for (std::span<const Part> rest(parts); !rest.empty();) {
    const auto last = std::ranges::find_if(rest, [](const Part& part) { return !part.more; });
    const auto size = static_cast<std::size_t>(last - rest.begin()) + 1;
    take_reply(rest.first(size));
    rest = rest.subspan(size);
  }
}

// A reply to nobody is one that came too late.
void ZapLink::take_reply(std::span<const Part> message) {
  std::optional<std::uint64_t> number;
  std::optional<wire::ZapReply> reply = wire::parse_zap_reply(message, number);
  if (!number) return;
  if (const WhenAnswered asker = take_asker(*number)) asker(verdict_of(std::move(reply)));
}

ZapLink::WhenAnswered ZapLink::take_asker(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  auto entry = askers_.extract(number);
  return entry.empty() ? WhenAnswered() : std::move(entry.mapped());
}

void ZapLink::request_write() {
  if (take_role()) return write(Manner::kAtOnce);
  try_end();
}

bool ZapLink::take_role() {
  const std::lock_guard lock(mutex_);
  return !ending_ && handler_->begin_writing(*peer_);
}

void ZapLink::request_end(Status) {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  try_end();
}

// Whoever pushes, or has the writer's role, comes here when he is done.
void ZapLink::try_end() {
  std::map<std::uint64_t, WhenAnswered> askers;
  const auto self = shared_from_this();
  {
    const std::lock_guard lock(mutex_);
    if (!ending_ || down_ || pushing_ || !handler_->begin_writing(*peer_)) return;
    down_ = true;
    askers.swap(askers_);
  }
  handler_->link_down(peer_, {"inproc://" + std::string(kHandlerName), Status::kPeerClosed, 0, 0});
  for (const auto& [number, asker] : askers) asker(refuse_for_now("it has gone"));
  handler_->remove_link(this);
}

bool ZapClient::ask(Context& context, const wire::ZapRequest& request, const ZapLink::WhenAnswered& when_answered) {
  const std::shared_ptr<Connector> handler = context.inproc().bound(std::string(kHandlerName));
  if (!handler) return false;
  const std::shared_ptr<ZapLink> link = link_to(handler);
  return link && link->ask(request, when_answered);
}

std::shared_ptr<ZapLink> ZapClient::link_to(const std::shared_ptr<Connector>& handler) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<ZapLink> link = link_.lock();
  if (link && link->handler() == handler.get() && link->open()) return link;
  link = std::make_shared<ZapLink>(handler);
  if (!link->start()) return nullptr;
  link_ = link;
  return link;
}

}  // namespace ymq::engine
