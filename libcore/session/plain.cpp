#include "session/plain.h"

#include "base/bytes.h"
#include "wire/greeting.h"

namespace ymq::session {

namespace {

class PlainClient final : public Mechanism {
 public:
  PlainClient(std::string name, std::string password) : name_(std::move(name)), password_(std::move(password)) {}

  std::string_view name() const noexcept override { return wire::kPlain; }

  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>& out) override {
    ours_ = std::move(ours);
    std::vector<std::byte> data;
    ByteWriter writer(data);
    writer.put_sized<std::uint8_t>(as_bytes(name_));
    writer.put_sized<std::uint8_t>(as_bytes(password_));
    wire::append_command(out, wire::kHello, data);
    return {};
  }

 private:
  Fault on_command(const wire::Command& command, std::vector<std::byte>& out) override {
    return welcomed_ ? on_ready(command) : on_welcome(command, out);
  }

  Fault on_welcome(const wire::Command& command, std::vector<std::byte>& out) {
    if (command.name != wire::kWelcome) return unexpected(command, wire::kWelcome);
    if (!command.data.empty()) return malformed(command, "it has none");
    wire::append_command(out, wire::kInitiate, ours_);
    welcomed_ = true;
    return {};
  }

  Fault on_ready(const wire::Command& command) {
    if (command.name != wire::kReady) return unexpected(command, wire::kReady);
    if (Fault fault = take_properties(command.data)) return fault;
    finish();
    return {};
  }

  Fault on_admitted(std::vector<std::byte>&) override { return {}; }

  const std::string name_;
  const std::string password_;
  std::vector<std::byte> ours_;
  bool welcomed_ = false;
};

class PlainServer final : public Mechanism {
 public:
  std::string_view name() const noexcept override { return wire::kPlain; }
  bool is_server() const noexcept override { return true; }

  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>&) override {
    ours_ = std::move(ours);
    return {};
  }

 private:
  enum class Awaited : std::uint8_t { kHello, kVerdict, kInitiate };

  Fault on_command(const wire::Command& command, std::vector<std::byte>& out) override {
    if (awaited_ == Awaited::kHello) return on_hello(command);
    if (awaited_ == Awaited::kInitiate) return on_initiate(command, out);
    return unexpected(command, "our WELCOME");
  }

  Fault on_hello(const wire::Command& command) {
    if (command.name != wire::kHello) return unexpected(command, wire::kHello);
    ByteReader reader(command.data);
    wire::Bytes name, password;
    const bool whole = reader.take_sized<std::uint8_t>(name) && reader.take_sized<std::uint8_t>(password);
    if (!whole || !reader.empty()) return malformed(command, "a name and a password fill it");
    awaited_ = Awaited::kVerdict;
    ask({wire::kPlain, {std::string(as_text(name)), std::string(as_text(password))}});
    return {};
  }

  Fault on_admitted(std::vector<std::byte>& out) override {
    wire::append_command(out, wire::kWelcome);
    awaited_ = Awaited::kInitiate;
    return {};
  }

  Fault on_initiate(const wire::Command& command, std::vector<std::byte>& out) {
    if (command.name != wire::kInitiate) return unexpected(command, wire::kInitiate);
    if (Fault fault = take_properties(command.data)) return fault;
    wire::append_command(out, wire::kReady, ours_);
    finish();
    return {};
  }

  std::vector<std::byte> ours_;
  Awaited awaited_ = Awaited::kHello;
};

}  // namespace

std::unique_ptr<Mechanism> make_plain_client(std::string name, std::string password) {
  return std::make_unique<PlainClient>(std::move(name), std::move(password));
}

std::unique_ptr<Mechanism> make_plain_server() { return std::make_unique<PlainServer>(); }

}  // namespace ymq::session
