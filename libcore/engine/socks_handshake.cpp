#include "engine/socks_handshake.h"

#include <netinet/in.h>

#include <utility>

#include "engine/connector.h"

namespace ymq::engine {

namespace {

template <typename Bytes>
std::string raw(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(&bytes), sizeof bytes};
}

}  // namespace

std::optional<SocksProxy> socks_proxy_of(Connector& connector) {
  EndpointFault ignored;  // The option was checked when it was set; empty is none.
  const std::string place = connector.option_text(OptionId::kSocksProxy);
  std::optional<Endpoint> endpoint = parse_endpoint(place, Purpose::kProxy, ignored);
  if (!endpoint) return {};
  return SocksProxy{*std::move(endpoint),
                    {connector.option_text(OptionId::kSocksUsername), connector.option_text(OptionId::kSocksPassword)}};
}

wire::SocksTarget socks_target(const Endpoint& endpoint) {
  using Kind = wire::SocksTarget::Kind;
  const auto address = direct_address(endpoint);
  const sa_family_t family = address ? address->storage.ss_family : sa_family_t{AF_UNSPEC};
  if (family == AF_INET) {
    return {Kind::kIpv4, raw(reinterpret_cast<const sockaddr_in*>(address->get())->sin_addr), endpoint.port};
  }
  if (family == AF_INET6) {
    return {Kind::kIpv6, raw(reinterpret_cast<const sockaddr_in6*>(address->get())->sin6_addr), endpoint.port};
  }
  return {Kind::kName, endpoint.name, endpoint.port};
}

SocksHandshake::SocksHandshake(Loop& loop, backend::Stream stream, wire::Socks socks, Owner& owner)
    : loop_(loop), stream_(stream), owner_(owner), socks_(std::move(socks)) {
  receive_.action = backend::Action::kReceive;
  send_.action = backend::Action::kSend;
  close_.action = backend::Action::kClose;
  receive_.stream = send_.stream = close_.stream = stream_;
}

void SocksHandshake::start() {
  shield([this] { advance(); });
}

// Everything that is in flight ends before the close does.
void SocksHandshake::end(backend::Outcome outcome) {
  if (std::exchange(closing_, true)) return;
  outcome_ = outcome;
  loop_.backend().submit(close_);
}

// Does what is to be done next; at the very end there is nothing left of it.
void SocksHandshake::advance() {
  if (closing_) return;
  if (socks_.fault()) return end({socks_.fault().status, 0});
  if (sending_) return;
  if (output_sent_ < output_.size() || socks_.has_output()) return send();
  if (!socks_.done()) return receive();
  if (receiving_) return stop_receiving();
  owner_.on_socks_ended({}, std::move(early_));
}

void SocksHandshake::send() {
  if (output_sent_ == output_.size()) {
    output_ = socks_.take_output();
    output_sent_ = 0;
  }
  rest_ = {output_.data() + output_sent_, output_.size() - output_sent_};
  send_.segments = {&rest_, 1};
  sending_ = true;
  loop_.backend().submit(send_);
}

void SocksHandshake::on_sent(const backend::Report& report) {
  sending_ = false;
  if (closing_) return;
  if (!report.outcome.ok()) return end(report.outcome);
  output_sent_ += report.size;
  advance();
}

void SocksHandshake::receive() {
  if (std::exchange(receiving_, true)) return;
  loop_.backend().submit(receive_);
}

void SocksHandshake::stop_receiving() {
  if (!std::exchange(stopping_, true)) loop_.backend().cancel(receive_);
}

// How a receive ended that was to be stopped anyway, the link will find out for itself.
void SocksHandshake::on_received(const backend::Report& report) {
  if (report.last) receiving_ = false;
  if (closing_) return;
  const auto behind = socks_.receive({report.data, report.size});
  early_.insert(early_.end(), behind.begin(), behind.end());
  const bool over = report.last && !report.outcome.ok() && !socks_.done() && !socks_.fault();
  if (over) return end(report.outcome);
  advance();
}

}  // namespace ymq::engine
