#include "wire/socks.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"

namespace ymq::wire {

namespace {

constexpr std::uint8_t kVersion = 5;
constexpr std::uint8_t kLoginVersion = 1;
constexpr std::uint8_t kConnect = 1;
constexpr std::uint8_t kReserved = 0;
constexpr std::byte kNoLogin{0};
constexpr std::byte kPassword{2};
constexpr std::byte kNoMethod{0xff};
constexpr std::byte kSuccess{0};

constexpr std::size_t kLongestField = 255;
constexpr std::size_t kShortAnswer = 2;  // The method, and what became of the login.
// A reply up to the byte behind the kind of its address, which may be a length; and what stands around that address.
constexpr std::size_t kReplyHead = 5;
constexpr std::size_t kReplyFrame = 4 + sizeof(std::uint16_t);

// How long a reply is, by its head; 0: the kind of its address is unknown.
std::size_t reply_size(std::span<const std::byte> head) {
  switch (SocksTarget::Kind{std::to_integer<std::uint8_t>(head[3])}) {
    case SocksTarget::Kind::kIpv4:
      return kReplyFrame + 4;
    case SocksTarget::Kind::kName:
      return kReplyFrame + 1 + std::to_integer<std::size_t>(head[4]);
    case SocksTarget::Kind::kIpv6:
      return kReplyFrame + 16;
  }
  return 0;
}

struct Refusal {
  Status status;
  std::string_view text;
};

// By the proxy's reply, from 1.
constexpr Refusal kRefusals[] = {
    {Status::kSystem, "it failed"},
    {Status::kPermissionDenied, "its rules do not allow the connection"},
    {Status::kHostUnreachable, "the network is unreachable"},
    {Status::kHostUnreachable, "the host is unreachable"},
    {Status::kConnectionRefused, "the connection was refused"},
    {Status::kTimedOut, "the target is too far away, or does not answer"},
    {Status::kNotSupported, "it cannot connect on behalf of others"},
    {Status::kNotSupported, "it does not know addresses of this kind"},
};

Fault refusal_of(std::byte reply) {
  const auto number = std::to_integer<std::size_t>(reply);
  if (number > std::size(kRefusals))
    return protocol_fault("the proxy's reply is " + hex(reply) + ", which means nothing");
  const Refusal& refusal = kRefusals[number - 1];
  return {refusal.status, "the proxy did not connect: " + std::string(refusal.text)};
}

Fault wrong_version(std::string_view what, std::byte version, std::uint8_t right) {
  return protocol_fault("the proxy does not speak SOCKS5: its " + std::string(what) + " begins with " + hex(version) +
                        ", not " + hex(std::byte{right}));
}

}  // namespace

Socks::Socks(SocksTarget target, SocksLogin login) : target_(std::move(target)), login_(std::move(login)) {
  if (target_.host.empty() || target_.host.size() > kLongestField) {
    refuse({Status::kNameNotResolved, "a host name of " + std::to_string(target_.host.size()) +
                                          " bytes cannot be told to a proxy, only one of 1 to 255"});
    return;
  }
  const std::byte methods[] = {kNoLogin, kPassword};
  ByteWriter writer(output_);
  writer.put(kVersion);
  writer.put_sized<std::uint8_t>(std::span(methods).first(login_.username.empty() ? 1 : 2));
}

std::span<const std::byte> Socks::receive(std::span<const std::byte> bytes) {
  while (!bytes.empty() && state_ < State::kDone) {
    const std::size_t wanted = expected();
    const std::size_t count = std::min(bytes.size(), wanted - answer_.size());
    answer_.insert(answer_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    if (answer_.size() == wanted) on_answer();
  }
  return bytes;
}

// How many bytes of the next answer have to be there to see further.
std::size_t Socks::expected() const noexcept {
  if (state_ != State::kReply || answer_.size() < kShortAnswer) return kShortAnswer;
  return answer_.size() < kReplyHead ? kReplyHead : reply_size(answer_);
}

void Socks::on_answer() {
  switch (state_) {
    case State::kMethod:
      return on_method();
    case State::kLogin:
      return on_login();
    default:
      return on_reply();
  }
}

void Socks::on_method() {
  const std::byte version = answer_[0], method = answer_[1];
  if (version != std::byte{kVersion}) return refuse(wrong_version("answer", version, kVersion));
  if (method == kNoLogin) return send_request();
  if (method == kPassword && !login_.username.empty()) return send_login();
  if (method != kNoMethod) return refuse(protocol_fault("the proxy chose method " + hex(method) + ", unasked"));
  refuse({Status::kAuthenticationFailed, login_.username.empty() ? "the proxy wants a login that it can check"
                                                                 : "the proxy accepts no login by password"});
}

void Socks::on_login() {
  const std::byte version = answer_[0], result = answer_[1];
  if (version != std::byte{kLoginVersion}) return refuse(wrong_version("answer to the login", version, kLoginVersion));
  if (result == kSuccess) return send_request();
  refuse({Status::kAuthenticationFailed,
          "the proxy refuses the name " + quoted(as_bytes(login_.username)) + " or its password, with " + hex(result)});
}

// Looked at whenever more can be told: a refusal may be cut. What address the proxy has connected from is of no use.
void Socks::on_reply() {
  const std::byte version = answer_[0], reply = answer_[1];
  if (version != std::byte{kVersion}) return refuse(wrong_version("reply", version, kVersion));
  if (reply != kSuccess) return refuse(refusal_of(reply));
  if (answer_.size() < kReplyHead) return;
  const std::size_t size = reply_size(answer_);
  if (size == 0) return refuse(protocol_fault("the proxy's address is of the unknown kind " + hex(answer_[3])));
  if (answer_.size() == size) state_ = State::kDone;
}

void Socks::send_login() {
  ByteWriter writer(output_);
  writer.put(kLoginVersion);
  writer.put_sized<std::uint8_t>(as_bytes(std::string_view(login_.username).substr(0, kLongestField)));
  writer.put_sized<std::uint8_t>(as_bytes(std::string_view(login_.password).substr(0, kLongestField)));
  expect(State::kLogin);
}

void Socks::send_request() {
  ByteWriter writer(output_);
  for (const std::uint8_t value : {kVersion, kConnect, kReserved, static_cast<std::uint8_t>(target_.kind)})
    writer.put(value);
  const auto host = as_bytes(target_.host);
  target_.kind == SocksTarget::Kind::kName ? writer.put_sized<std::uint8_t>(host) : writer.put_bytes(host);
  writer.put(target_.port);
  expect(State::kReply);
}

void Socks::expect(State answer) {
  state_ = answer;
  answer_.clear();
}

void Socks::refuse(Fault fault) {
  fault_ = std::move(fault);
  state_ = State::kFaulted;
}

}  // namespace ymq::wire
