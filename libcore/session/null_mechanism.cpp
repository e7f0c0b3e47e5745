#include "session/null_mechanism.h"

#include "wire/greeting.h"

namespace ymq::session {

std::string_view NullMechanism::name() const noexcept { return wire::kNull; }

Fault NullMechanism::begin(std::vector<std::byte> ours, std::vector<std::byte>& out) {
  ours_ = std::move(ours);
  if (!must_ask_) return on_admitted(out);
  ask({wire::kNull, {}});
  return {};
}

Fault NullMechanism::on_admitted(std::vector<std::byte>& out) {
  wire::append_command(out, wire::kReady, ours_);
  sent_ = true;
  finish_if_both();
  return {};
}

Fault NullMechanism::on_command(const wire::Command& command, std::vector<std::byte>&) {
  if (command.name != wire::kReady || received_) return unexpected(command, received_ ? "our READY" : wire::kReady);
  received_ = true;
  if (Fault fault = take_properties(command.data)) return fault;
  finish_if_both();
  return {};
}

void NullMechanism::finish_if_both() {
  if (sent_ && received_) finish();
}

}  // namespace ymq::session
