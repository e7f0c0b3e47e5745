#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "wire/fault.h"

// What a client says to a SOCKS5 proxy ahead of everything else, and what that answers (RFC 1928, RFC 1929).
namespace ymq::wire {

// Where the proxy is to connect to.
struct SocksTarget {
  enum class Kind : std::uint8_t { kIpv4 = 1, kName = 3, kIpv6 = 4 };

  Kind kind = Kind::kName;
  std::string host;  // A name, which the proxy resolves; or the 4 or 16 bytes of an address.
  std::uint16_t port = 0;
};

// Up to 255 bytes each; without a name nobody logs in.
struct SocksLogin {
  std::string username;
  std::string password;
};

// The client's side: bytes in, bytes out, until the proxy has connected or said why not. The end of the proxy's last
// answer is known to the byte: what comes behind it is the target's.
class Socks {
 public:
  // A name that is empty or of more than 255 bytes is a fault at once.
  Socks(SocksTarget target, SocksLogin login);

  // Takes what the proxy says, and returns what is behind that; takes nothing more once done or faulted.
  std::span<const std::byte> receive(std::span<const std::byte> bytes);
  // To be sent next. Empty: nothing.
  std::vector<std::byte> take_output() noexcept { return std::exchange(output_, {}); }
  bool has_output() const noexcept { return !output_.empty(); }

  // The target is at the other end, as soon as all output is sent.
  bool done() const noexcept { return state_ == State::kDone; }
  const Fault& fault() const noexcept { return fault_; }

 private:
  enum class State : std::uint8_t { kMethod, kLogin, kReply, kDone, kFaulted };

  std::size_t expected() const noexcept;
  void on_answer();
  void on_method();
  void on_login();
  void on_reply();
  void send_login();
  void send_request();
  void expect(State answer);
  void refuse(Fault fault);

  const SocksTarget target_;
  const SocksLogin login_;
  State state_ = State::kMethod;
  std::vector<std::byte> output_;
  std::vector<std::byte> answer_;  // What has come of the next one.
  Fault fault_;
};

}  // namespace ymq::wire
