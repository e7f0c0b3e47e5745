#pragma once

#include <array>
#include <string>

#include "base/bytes.h"
#include "session/gssapi.h"

// A security context without Kerberos, which shows what Kerberos' is used for: tokens, a name, and sealed bytes that
// only the other side opens, once and in their order.
namespace ymq::test {

class FakeGss final : public session::GssContext {
 public:
  // `tokens`: how many each side sends; a client whose realm is another one is not believed.
  FakeGss(bool server, int tokens = 1, std::string realm = "REALM")
      : server_(server), tokens_(tokens), realm_(std::move(realm)) {}

  Step step(wire::Bytes token) override {
    const bool first = steps_++ == 0;
    if ((!first || server_) && as_text(token) != said_by(!server_, server_ ? steps_ : steps_ - 1)) {
      return {session::disbelief("no such ticket"), {}, false, {}};
    }
    Step step;
    step.complete = server_ ? steps_ == tokens_ : steps_ == tokens_ + 1;
    if (server_ || !step.complete) {
      const std::string said = said_by(server_, steps_);
      step.token.assign(as_bytes(said).begin(), as_bytes(said).end());
    }
    step.peer = (server_ ? "client@" : "server@") + realm_;
    return step;
  }

  // The tail differs from one size to the next, as with old ciphers.
  session::Mechanism::Room room(std::size_t plain) const override { return {kHead, kMac + plain % 8}; }

  session::Fault wrap(std::span<std::byte> token, session::Mechanism::Room room) override {
    if (refuses) return session::disbelief("expired");
    const std::span<std::byte> plain = token.subspan(room.head, token.size() - room.head - room.tail);
    token[0] = std::byte{server_};
    store_big_endian(token.data() + 1, ++sent_);
    store_big_endian(token.data() + 1 + kNumber, static_cast<std::uint32_t>(plain.size()));
    mask(plain);
    store_big_endian(token.data() + kHead + plain.size(), sum_of(token.first(kHead + plain.size())));
    return {};
  }

  session::Fault unwrap(std::span<std::byte> token, std::span<std::byte>& plain) override {
    const session::Fault bad = wire::protocol_fault("the peer sent a MESSAGE that does not open");
    if (token.size() < kHead + kMac) return bad;
    const auto size = load_big_endian<std::uint32_t>(token.data() + 1 + kNumber);
    if (token.size() != kHead + size + kMac + size % 8) return bad;
    if (load_big_endian<std::uint32_t>(token.data() + kHead + size) != sum_of(token.first(kHead + size))) return bad;
    if (token[0] != std::byte{!server_} || load_big_endian<std::uint32_t>(token.data() + 1) != heard_ + 1) return bad;
    ++heard_;
    plain = token.subspan(kHead, size);
    mask(plain);
    return {};
  }

  bool refuses = false;  // To seal.

 private:
  static constexpr std::size_t kNumber = sizeof(std::uint32_t);
  static constexpr std::size_t kHead = 1 + 2 * kNumber;
  static constexpr std::size_t kMac = kNumber;

  std::string said_by(bool server, int number) const {
    return (server ? "server " : "client ") + std::to_string(number) + " of " + realm_;
  }
  static void mask(std::span<std::byte> bytes) {
    for (std::byte& each : bytes) each ^= std::byte{0x5a};
  }
  // FNV-1a.
  static std::uint32_t sum_of(std::span<const std::byte> bytes) {
    std::uint32_t sum = 2166136261;
    for (const std::byte each : bytes) sum = (sum ^ std::to_integer<std::uint32_t>(each)) * 16777619;
    return sum;
  }

  const bool server_;
  const int tokens_;
  const std::string realm_;
  int steps_ = 0;
  std::uint32_t sent_ = 0;
  std::uint32_t heard_ = 0;
};

}  // namespace ymq::test
