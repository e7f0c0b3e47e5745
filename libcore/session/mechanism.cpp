#include "session/mechanism.h"

#include <algorithm>

#include "base/bytes.h"

namespace ymq::session {

namespace {

// What ERROR says of a refusal by a handler: three digits. Whatever else it says is about the protocol.
bool is_verdict(wire::Bytes reason) {
  return reason.size() == 3 && std::all_of(reason.begin(), reason.end(), [](std::byte digit) {
           return digit >= std::byte{'0'} && digit <= std::byte{'9'};
         });
}

Fault refusal(wire::Bytes data) {
  wire::Bytes reason;
  if (Fault fault = wire::parse_error(data, reason)) return fault;
  const std::string text = "the peer refused the connection with ERROR " + wire::quoted(reason);
  return is_verdict(reason) ? disbelief(text) : wire::protocol_fault(text);
}

}  // namespace

Fault Mechanism::take(const wire::Command& command, std::vector<std::byte>& out) {
  if (command.name == wire::kError) return refusal(command.data);
  return on_command(command, out);
}

// Only a refusal for good is told: libzmq never comes back after an ERROR. A temporary refusal, and one by a
// handler that is broken, only end the connection, and the peer tries again.
Fault Mechanism::answer(Verdict verdict, std::vector<std::byte>& out) {
  waits_ = false;
  if (verdict.status == Verdict::kAdmitted) {
    admission_ = std::move(verdict.properties);
    return on_admitted(out);
  }
  const std::string code = std::to_string(verdict.status);
  if (verdict.status == Verdict::kRefused) wire::append_error(out, code);
  return disbelief("the ZAP handler refused the peer: " + code + " " + verdict.text);
}

Fault unexpected(const wire::Command& command, std::string_view wanted) {
  return wire::protocol_fault("the peer sent the command " + wire::quoted(as_bytes(command.name)) + " before its " +
                              std::string(wanted));
}

Fault malformed(const wire::Command& command, std::string_view wanted) {
  return wire::protocol_fault("the peer sent a " + std::string(command.name) + " with " +
                              std::to_string(command.data.size()) + " bytes of data; " + std::string(wanted));
}

}  // namespace ymq::session
