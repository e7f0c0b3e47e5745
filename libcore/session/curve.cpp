#include "session/curve.h"

#include <algorithm>

#include "base/bytes.h"
#include "wire/greeting.h"

namespace ymq::session {

namespace {

using wire::Bytes;

constexpr std::size_t kNumber = 8;   // Of a nonce.
constexpr std::size_t kRandom = 16;  // The same.
constexpr std::size_t kVersion = 2;
constexpr std::size_t kPadding = 72;
constexpr std::size_t kProof = 64;
constexpr std::size_t kHelloData = kVersion + kPadding + kKeySize + kNumber + kProof + kMacSize;
constexpr std::size_t kCookie = kRandom + 2 * kKeySize + kMacSize;
constexpr std::size_t kWelcomeData = kRandom + kKeySize + kCookie + kMacSize;
constexpr std::size_t kVouch = kRandom + 2 * kKeySize + kMacSize;
constexpr std::size_t kInitiateHead = kCookie + kNumber;
constexpr std::size_t kInitiatePlain = kKeySize + kVouch;

// In front of the plain bytes of a sealed frame: the command, a number, and what proves the rest.
constexpr std::size_t kSealHead = 8 + kNumber + kMacSize;
constexpr std::size_t kSealOverhead = kSealHead + 1;

constexpr std::string_view kMessageFrame =
    "\x07"
    "MESSAGE";

std::span<const std::byte> bytes_of(const Key& key) { return key; }

Key key_at(Bytes bytes) {
  Key key;
  std::ranges::copy(bytes.first(kKeySize), key.begin());
  return key;
}

void append(std::vector<std::byte>& to, Bytes bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

std::array<std::byte, kRandom> random_nonce() {
  std::array<std::byte, kRandom> nonce;
  fill_with_random(nonce);
  return nonce;
}

// What both sides do alike.
class Curve : public Mechanism {
 public:
  std::string_view name() const noexcept override { return wire::kCurve; }
  bool seals() const noexcept override { return true; }

  Room room(std::size_t) const override { return {kSealHead, 0}; }
  std::size_t most_overhead() const noexcept override { return kSealOverhead; }

  Fault seal(std::span<std::byte> body, Room) override {
    std::ranges::copy(as_bytes(kMessageFrame), body.begin());
    const std::uint64_t number = ++sent_;
    store_big_endian(body.data() + kMessageFrame.size(), number);
    seal_in_place(body.subspan(kSealHead), body.data() + kSealHead - kMacSize, Nonce(ours_prefix_, number), session_);
    return {};
  }

  Fault open(std::span<std::byte> body, std::span<std::byte>& plain) override {
    if (body.size() < kSealOverhead || as_text(body.first(kMessageFrame.size())) != kMessageFrame) {
      return wire::protocol_fault("the peer sent a frame of " + std::to_string(body.size()) +
                                  " bytes that is no MESSAGE of CURVE");
    }
    const auto number = load_big_endian<std::uint64_t>(body.data() + kMessageFrame.size());
    if (Fault fault = hear(number)) return fault;
    plain = body.subspan(kSealHead);
    if (open_in_place(plain, body.data() + kSealHead - kMacSize, Nonce(theirs_prefix_, number), session_)) return {};
    return wire::protocol_fault("the peer sent a MESSAGE that its key does not open");
  }

 protected:
  Curve(std::string_view ours, std::string_view theirs, const Secret& secret)
      : secret_(secret), ours_prefix_(ours), theirs_prefix_(theirs) {}

  // What was sent once must not work again.
  Fault hear(std::uint64_t number) {
    if (number <= heard_) {
      return wire::protocol_fault("the peer sent the nonce " + std::to_string(number) + " after " +
                                  std::to_string(heard_));
    }
    heard_ = number;
    return {};
  }

  // A number, and a box under it of these bytes, for the session's keys or the given ones.
  void append_box(std::vector<std::byte>& data, std::string_view prefix, Bytes plain, const Secret& shared) {
    const std::uint64_t number = ++sent_;
    ByteWriter(data).put(number);
    const std::size_t at = data.size();
    data.resize(at + plain.size() + kMacSize);
    seal_box(std::span(data).subspan(at), plain, Nonce(prefix, number), shared);
  }

  // The number and the box that `append_box` made.
  Fault open_numbered(Bytes data, std::string_view prefix, const Secret& shared, std::vector<std::byte>& plain,
                      std::string_view what) {
    const auto number = load_big_endian<std::uint64_t>(data.data());
    if (Fault fault = hear(number)) return fault;
    plain.resize(data.size() - kNumber - kMacSize);
    if (open_box(plain, data.subspan(kNumber), Nonce(prefix, number), shared)) return {};
    return disbelief("the peer sent " + std::string(what));
  }

  const Secret secret_;
  Secret session_;  // What c' and S', or s' and C', share.
  std::vector<std::byte> ours_;

 private:
  const std::string_view ours_prefix_;
  const std::string_view theirs_prefix_;
  std::uint64_t sent_ = 0;
  std::uint64_t heard_ = 0;
};

Fault weak_key() { return disbelief("the peer sent a public key that is none"); }

constexpr std::string_view kOfClient = "CurveZMQMESSAGEC";
constexpr std::string_view kOfServer = "CurveZMQMESSAGES";
constexpr std::string_view kOfHello = "CurveZMQHELLO---";
constexpr std::string_view kOfInitiate = "CurveZMQINITIATE";
constexpr std::string_view kOfReady = "CurveZMQREADY---";
constexpr std::string_view kOfWelcome = "WELCOME-";
constexpr std::string_view kOfCookie = "COOKIE--";
constexpr std::string_view kOfVouch = "VOUCH---";

class CurveClient final : public Curve {
 public:
  CurveClient(const Secret& secret, const Key& server) : Curve(kOfClient, kOfServer, secret), server_(server) {}

  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>& out) override {
    ours_ = std::move(ours);
    short_secret_ = make_secret();
    if (!public_key_of(short_secret_, short_key_) || !public_key_of(secret_, key_) ||
        !share(server_, short_secret_, to_server_)) {
      return disbelief("curve_server_key or curve_secret_key is no key");
    }
    std::vector<std::byte> data{std::byte{1}, std::byte{0}};
    data.resize(kVersion + kPadding);
    append(data, short_key_);
    append_box(data, kOfHello, std::array<std::byte, kProof>{}, to_server_);
    wire::append_command(out, wire::kHello, data);
    return {};
  }

 private:
  Fault on_command(const wire::Command& command, std::vector<std::byte>& out) override {
    return welcomed_ ? on_ready(command) : on_welcome(command, out);
  }

  Fault on_welcome(const wire::Command& command, std::vector<std::byte>& out) {
    if (command.name != wire::kWelcome) return unexpected(command, wire::kWelcome);
    if (command.data.size() != kWelcomeData) return malformed(command, "160 are right");
    std::array<std::byte, kKeySize + kCookie> plain;
    if (!open_box(plain, command.data.subspan(kRandom), Nonce(kOfWelcome, command.data.first(kRandom)), to_server_)) {
      return disbelief("the peer sent a WELCOME that the server's key does not open");
    }
    const Bytes welcome(plain);
    const Key short_server = key_at(welcome);
    if (!share(short_server, short_secret_, session_)) return weak_key();
    welcomed_ = true;
    return append_initiate(out, short_server, welcome.subspan(kKeySize));
  }

  Fault append_initiate(std::vector<std::byte>& out, const Key& short_server, Bytes cookie) {
    std::vector<std::byte> plain(key_.begin(), key_.end());
    if (!append_vouch(plain, short_server)) return weak_key();
    append(plain, std::exchange(ours_, {}));
    std::vector<std::byte> data(cookie.begin(), cookie.end());
    append_box(data, kOfInitiate, plain, session_);
    wire::append_command(out, wire::kInitiate, data);
    return {};
  }

  // That C' and S are meant for each other, said with c.
  bool append_vouch(std::vector<std::byte>& plain, const Key& short_server) {
    Secret shared;
    if (!share(short_server, secret_, shared)) return false;
    std::vector<std::byte> keys(short_key_.begin(), short_key_.end());
    append(keys, server_);
    const auto random = random_nonce();
    append(plain, random);
    const std::size_t at = plain.size();
    plain.resize(at + keys.size() + kMacSize);
    seal_box(std::span(plain).subspan(at), keys, Nonce(kOfVouch, random), shared);
    return true;
  }

  Fault on_ready(const wire::Command& command) {
    if (command.name != wire::kReady) return unexpected(command, wire::kReady);
    if (command.data.size() < kNumber + kMacSize) return malformed(command, "24 are the least");
    std::vector<std::byte> plain;
    if (Fault fault = open_numbered(command.data, kOfReady, session_, plain, "a READY that its key does not open")) {
      return fault;
    }
    if (Fault fault = take_properties(plain)) return fault;
    short_secret_ = to_server_ = Secret();
    finish();
    return {};
  }

  Fault on_admitted(std::vector<std::byte>&) override { return {}; }

  const Key server_;
  Key key_{};
  Key short_key_{};
  Secret short_secret_;
  Secret to_server_;
  bool welcomed_ = false;
};

class CurveServer final : public Curve {
 public:
  explicit CurveServer(const Secret& secret) : Curve(kOfServer, kOfClient, secret), cookie_key_(make_secret()) {}

  bool is_server() const noexcept override { return true; }

  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>&) override {
    ours_ = std::move(ours);
    return {};
  }

 private:
  enum class Awaited : std::uint8_t { kHello, kInitiate, kVerdict };

  Fault on_command(const wire::Command& command, std::vector<std::byte>& out) override {
    if (awaited_ == Awaited::kHello) return on_hello(command, out);
    if (awaited_ == Awaited::kInitiate) return on_initiate(command);
    return unexpected(command, "our READY");
  }

  Fault on_hello(const wire::Command& command, std::vector<std::byte>& out) {
    if (command.name != wire::kHello) return unexpected(command, wire::kHello);
    if (command.data.size() != kHelloData) return malformed(command, "194 are right");
    if (command.data[0] != std::byte{1} || command.data[1] != std::byte{0}) {
      return wire::protocol_fault("the peer speaks CurveZMQ " + std::to_string(std::to_integer<int>(command.data[0])) +
                                  "." + std::to_string(std::to_integer<int>(command.data[1])) + ", not 1.0");
    }
    const Bytes rest = command.data.subspan(kVersion + kPadding);
    const Key client = key_at(rest);
    Secret shared;
    if (!share(client, secret_, shared)) return weak_key();
    std::vector<std::byte> proof;
    if (Fault fault = open_numbered(rest.subspan(kKeySize), kOfHello, shared, proof,
                                    "a HELLO for another server's public key than ours")) {
      return fault;
    }
    awaited_ = Awaited::kInitiate;
    return append_welcome(out, client, shared);
  }

  // S' is forgotten: the cookie brings it back.
  Fault append_welcome(std::vector<std::byte>& out, const Key& client, const Secret& shared) {
    const Secret short_secret = make_secret();
    Key short_key;
    if (!public_key_of(short_secret, short_key)) return weak_key();
    std::array<std::byte, kKeySize + kCookie> plain;
    std::ranges::copy(short_key, plain.begin());
    make_cookie(std::span(plain).subspan(kKeySize), client, short_secret);
    const auto random = random_nonce();
    std::array<std::byte, kWelcomeData> data;
    std::ranges::copy(random, data.begin());
    seal_box(std::span(data).subspan(kRandom), plain, Nonce(kOfWelcome, random), shared);
    wire::append_command(out, wire::kWelcome, data);
    return {};
  }

  void make_cookie(std::span<std::byte> cookie, const Key& client, const Secret& short_secret) {
    const auto random = random_nonce();
    std::ranges::copy(random, cookie.begin());
    Secret halves[2];
    std::ranges::copy(client, halves[0].data());
    std::ranges::copy(short_secret.bytes(), halves[1].data());
    static_assert(sizeof halves == 2 * kKeySize);
    seal_secret_box(cookie.subspan(kRandom), {halves[0].data(), sizeof halves}, Nonce(kOfCookie, random), cookie_key_);
  }

  bool open_cookie(Bytes cookie, Key& client, Secret& short_secret) {
    Secret halves[2];
    if (!open_secret_box({halves[0].data(), sizeof halves}, cookie.subspan(kRandom),
                         Nonce(kOfCookie, cookie.first(kRandom)), cookie_key_)) {
      return false;
    }
    client = key_at(halves[0].bytes());
    short_secret = halves[1];
    return true;
  }

  Fault on_initiate(const wire::Command& command) {
    if (command.name != wire::kInitiate) return unexpected(command, wire::kInitiate);
    if (command.data.size() < kInitiateHead + kInitiatePlain + kMacSize) {
      return malformed(command, "248 are the least");
    }
    Key short_client;
    Secret short_secret;
    if (!open_cookie(command.data.first(kCookie), short_client, short_secret)) {
      return disbelief("the peer sent an INITIATE with a cookie that is not of this connection");
    }
    if (!share(short_client, short_secret, session_)) return weak_key();
    std::vector<std::byte> plain;
    if (Fault fault = open_numbered(command.data.subspan(kCookie), kOfInitiate, session_, plain,
                                    "an INITIATE that its key does not open")) {
      return fault;
    }
    cookie_key_ = Secret();
    return judge(plain, short_client, short_secret);
  }

  Fault judge(Bytes plain, const Key& short_client, const Secret& short_secret) {
    const Key client = key_at(plain);
    if (!is_vouched_for(plain.subspan(kKeySize, kVouch), client, short_client, short_secret)) {
      return disbelief("the peer does not have the secret key of the public key that it names");
    }
    if (Fault fault = take_properties(plain.subspan(kInitiatePlain))) return fault;
    awaited_ = Awaited::kVerdict;
    ask({wire::kCurve, {std::string(as_text(bytes_of(client)))}});
    return {};
  }

  bool is_vouched_for(Bytes vouch, const Key& client, const Key& short_client, const Secret& short_secret) {
    Secret shared;
    Key ours;
    std::array<std::byte, 2 * kKeySize> keys;
    if (!share(client, short_secret, shared) || !public_key_of(secret_, ours)) return false;
    if (!open_box(keys, vouch.subspan(kRandom), Nonce(kOfVouch, vouch.first(kRandom)), shared)) return false;
    const Bytes said(keys);
    return same(said.first(kKeySize), short_client) && same(said.subspan(kKeySize), ours);
  }

  Fault on_admitted(std::vector<std::byte>& out) override {
    std::vector<std::byte> data;
    append_box(data, kOfReady, std::exchange(ours_, {}), session_);
    wire::append_command(out, wire::kReady, data);
    finish();
    return {};
  }

  Secret cookie_key_;
  Awaited awaited_ = Awaited::kHello;
};

}  // namespace

std::unique_ptr<Mechanism> make_curve_client(const Secret& secret, const Key& server) {
  return std::make_unique<CurveClient>(secret, server);
}

std::unique_ptr<Mechanism> make_curve_server(const Secret& secret) { return std::make_unique<CurveServer>(secret); }

}  // namespace ymq::session
