#include "session/gssapi.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <utility>

#include "base/bytes.h"
#include "wire/frame.h"
#include "wire/greeting.h"

namespace ymq::session {

namespace {

using wire::Bytes;

constexpr std::string_view kMessage = "MESSAGE";
constexpr std::string_view kMessageFrame =
    "\x07"
    "MESSAGE";
// In front of a sealed frame's token: the command, and how long the token is.
constexpr std::size_t kTokenHead = kMessageFrame.size() + sizeof(std::uint32_t);
// Kerberos' tokens are larger than what is in them by less than half of that.
constexpr std::size_t kMostOverhead = 256;

// The only token in these bytes, or an empty one where they are anything else.
template <class Byte>
std::span<Byte> token_in(std::span<Byte> data) {
  if (data.size() < sizeof(std::uint32_t)) return {};
  const auto size = load_big_endian<std::uint32_t>(data.data());
  const std::span<Byte> token = data.subspan(sizeof size);
  return token.size() == size ? token : std::span<Byte>{};
}

// What both sides do alike.
class Gssapi : public Mechanism {
 public:
  std::string_view name() const noexcept override { return wire::kGssapi; }
  std::uint64_t largest_command() const noexcept override { return wire::kMaxHandshakeCommand; }

  bool seals() const noexcept override { return !plaintext_; }
  bool marks_subscriptions() const noexcept override { return true; }
  std::size_t most_overhead() const noexcept override { return kMostOverhead; }

  Room room(std::size_t plain) const override {
    const Room room = exchange_->context->room(plain);
    return {kTokenHead + room.head, room.tail};
  }

  Fault seal(std::span<std::byte> body, Room room) override {
    const std::span<std::byte> token = body.subspan(kTokenHead);
    if (token.size() > std::numeric_limits<std::uint32_t>::max()) {
      return {Status::kMessageTooLarge, "GSSAPI seals no part of " + std::to_string(token.size()) + " bytes"};
    }
    std::ranges::copy(as_bytes(kMessageFrame), body.begin());
    store_big_endian(body.data() + kMessageFrame.size(), static_cast<std::uint32_t>(token.size()));
    return exchange_->context->wrap(token, {room.head - kTokenHead, room.tail});
  }

  Fault open(std::span<std::byte> body, std::span<std::byte>& plain) override {
    const bool is_message = body.size() > kTokenHead && as_text(body.first(kMessageFrame.size())) == kMessageFrame;
    const std::span<std::byte> token = is_message ? token_in(body.subspan(kMessageFrame.size())) : body.first(0);
    if (token.empty()) {
      return wire::protocol_fault("the peer sent a frame of " + std::to_string(body.size()) +
                                  " bytes that is no MESSAGE of GSSAPI");
    }
    if (Fault fault = exchange_->context->unwrap(token, plain)) return fault;
    return plain.empty() ? wire::protocol_fault("the peer sealed a frame without flags") : Fault{};
  }

 protected:
  Gssapi(std::shared_ptr<GssContext> context, bool plaintext)
      : exchange_(std::make_shared<Exchange>(std::move(context))), plaintext_(plaintext) {}

  // The errand is the context's next step; `go_on` gets what came of it.
  void step(Bytes token, bool asks_others) {
    exchange_->token.assign(token.begin(), token.end());
    send_on({[exchange = exchange_] { exchange->step(); }, asks_others});
  }
  GssContext::Step take_step() { return std::exchange(exchange_->result, {}); }

  // A client that has no token left says nothing by an empty command, for which a server waits; a server does the same.
  static void say(Bytes token, std::vector<std::byte>& out) {
    if (token.empty()) return append_empty(out);
    std::array<std::byte, sizeof(std::uint32_t)> size;
    store_big_endian(size.data(), static_cast<std::uint32_t>(token.size()));
    wire::append_command(out, wire::kInitiate, size, token);
  }

  static Fault token_of(const wire::Command& command, Bytes& token) {
    if (command.name != wire::kInitiate) return unexpected(command, wire::kInitiate);
    token = token_in(command.data);
    return token.empty() ? malformed(command, "a token and its length fill it") : Fault{};
  }

  Fault say_ready(std::vector<std::byte>& out) {
    const std::vector<std::byte> ours = std::exchange(ours_, {});
    if (plaintext_) return wire::append_command(out, wire::kReady, ours), Fault{};
    std::vector<std::byte> ready;
    ByteWriter writer(ready);
    writer.put_sized<std::uint8_t>(as_bytes(wire::kReady));
    writer.put_bytes(ours);
    return append_sealed(ready, out);
  }

  Fault hear_ready(const wire::Command& command) {
    if (plaintext_) return hear_plain_ready(command);
    if (command.name == wire::kReady) {
      return wire::protocol_fault("the peer does not seal its READY: it has gssapi_plaintext, we have not");
    }
    if (command.name != kMessage) return unexpected(command, wire::kReady);
    std::vector<std::byte> body;
    ByteWriter writer(body);
    writer.put_sized<std::uint8_t>(as_bytes(command.name));
    writer.put_bytes(command.data);
    std::span<std::byte> plain;
    if (Fault fault = open(body, plain)) return fault;
    wire::Command inside;
    if (Fault fault = wire::parse_command(plain.subspan(1), inside)) return fault;
    return hear_plain_ready(inside);
  }

  std::vector<std::byte> ours_;  // Our properties, until they are said.

 private:
  // What a step takes and gives lies where a thread that runs it for too long may leave it.
  struct Exchange {
    explicit Exchange(std::shared_ptr<GssContext> of) : context(std::move(of)) {}

    void step() noexcept try { result = context->step(std::exchange(token, {})); } catch (const std::bad_alloc&) {
      result.fault.status = Status::kOutOfMemory;
    }

    const std::shared_ptr<GssContext> context;
    std::vector<std::byte> token;
    GssContext::Step result;
  };

  static void append_empty(std::vector<std::byte>& out) {
    std::array<std::byte, wire::kMaxHeader> header;
    const std::size_t size = wire::encode_header(header.data(), wire::kCommand, 0);
    out.insert(out.end(), header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size));
  }

  // A command in a sealed frame, marked as a command as all of the handshake are. Its flags inside are none, as libzmq
  // has them.
  Fault append_sealed(Bytes command, std::vector<std::byte>& out) {
    const Room around = room(1 + command.size());
    std::vector<std::byte> body(around.head + 1 + command.size() + around.tail);
    std::ranges::copy(command, body.begin() + static_cast<std::ptrdiff_t>(around.head) + 1);
    if (Fault fault = seal(body, around)) return fault;
    std::array<std::byte, wire::kMaxHeader> header;
    const std::size_t size = wire::encode_header(header.data(), wire::kCommand, body.size());
    out.insert(out.end(), header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size));
    out.insert(out.end(), body.begin(), body.end());
    return {};
  }

  Fault hear_plain_ready(const wire::Command& command) {
    if (command.name == wire::kReady) return take_properties(command.data);
    if (command.name != kMessage) return unexpected(command, wire::kReady);
    return wire::protocol_fault("the peer seals its READY: we have gssapi_plaintext, it has not");
  }

  const std::shared_ptr<Exchange> exchange_;
  const bool plaintext_;
};

class GssapiClient final : public Gssapi {
 public:
  GssapiClient(std::shared_ptr<GssContext> context, bool plaintext) : Gssapi(std::move(context), plaintext) {}

  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>&) override {
    ours_ = std::move(ours);
    step({}, true);
    return {};
  }

  Fault go_on(std::vector<std::byte>& out) override {
    const GssContext::Step step = take_step();
    if (step.fault) return step.fault;
    say(step.token, out);
    awaited_ = step.complete ? Awaited::kReady : Awaited::kInitiate;
    return {};
  }

 private:
  enum class Awaited : std::uint8_t { kStep, kInitiate, kReady };

  Fault on_command(const wire::Command& command, std::vector<std::byte>& out) override {
    if (awaited_ == Awaited::kInitiate) return on_initiate(command);
    if (awaited_ == Awaited::kReady) return on_ready(command, out);
    return unexpected(command, "our INITIATE");
  }

  Fault on_initiate(const wire::Command& command) {
    Bytes token;
    if (Fault fault = token_of(command, token)) return fault;
    awaited_ = Awaited::kStep;
    step(token, true);
    return {};
  }

  Fault on_ready(const wire::Command& command, std::vector<std::byte>& out) {
    if (Fault fault = hear_ready(command)) return fault;
    if (Fault fault = say_ready(out)) return fault;
    finish();
    return {};
  }

  Fault on_admitted(std::vector<std::byte>&) override { return {}; }

  Awaited awaited_ = Awaited::kStep;
};

class GssapiServer final : public Gssapi {
 public:
  GssapiServer(std::shared_ptr<GssContext> context, bool plaintext) : Gssapi(std::move(context), plaintext) {}

  bool is_server() const noexcept override { return true; }
  bool takes_empty() const noexcept override { return awaited_ == Awaited::kEmpty; }

  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>&) override {
    ours_ = std::move(ours);
    return {};
  }

  Fault go_on(std::vector<std::byte>& out) override {
    GssContext::Step step = take_step();
    if (step.fault) return step.fault;
    say(step.token, out);
    client_ = std::move(step.peer);
    awaited_ = step.complete ? Awaited::kEmpty : Awaited::kInitiate;
    return {};
  }

 private:
  enum class Awaited : std::uint8_t { kInitiate, kStep, kEmpty, kVerdict, kReady };

  Fault on_command(const wire::Command& command, std::vector<std::byte>&) override {
    if (awaited_ == Awaited::kInitiate) return on_initiate(command);
    if (awaited_ == Awaited::kEmpty) return on_empty(command);
    if (awaited_ == Awaited::kReady) return on_ready(command);
    return unexpected(command, awaited_ == Awaited::kStep ? "our INITIATE" : "our READY");
  }

  // A server looks into its keytab, and asks nobody.
  Fault on_initiate(const wire::Command& command) {
    Bytes token;
    if (Fault fault = token_of(command, token)) return fault;
    awaited_ = Awaited::kStep;
    step(token, false);
    return {};
  }

  Fault on_empty(const wire::Command& command) {
    if (!command.name.empty()) return unexpected(command, "empty command");
    awaited_ = Awaited::kVerdict;
    ask({wire::kGssapi, {client_}});
    return {};
  }

  Fault on_admitted(std::vector<std::byte>& out) override {
    awaited_ = Awaited::kReady;
    return say_ready(out);
  }

  Fault on_ready(const wire::Command& command) {
    if (Fault fault = hear_ready(command)) return fault;
    finish();
    return {};
  }

  Awaited awaited_ = Awaited::kInitiate;
  std::string client_;
};

}  // namespace

std::unique_ptr<Mechanism> make_gssapi_client(std::shared_ptr<GssContext> context, bool plaintext) {
  return std::make_unique<GssapiClient>(std::move(context), plaintext);
}

std::unique_ptr<Mechanism> make_gssapi_server(std::shared_ptr<GssContext> context, bool plaintext) {
  return std::make_unique<GssapiServer>(std::move(context), plaintext);
}

}  // namespace ymq::session
