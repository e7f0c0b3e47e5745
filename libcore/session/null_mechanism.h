#pragma once

#include "session/mechanism.h"

namespace ymq::session {

// NULL (RFC 37): each side says READY, and the other believes it. With a domain the handler is asked first.
class NullMechanism final : public Mechanism {
 public:
  explicit NullMechanism(bool must_ask = false) : must_ask_(must_ask) {}

  std::string_view name() const noexcept override;
  Fault begin(std::vector<std::byte> ours, std::vector<std::byte>& out) override;

 private:
  Fault on_command(const wire::Command& command, std::vector<std::byte>& out) override;
  Fault on_admitted(std::vector<std::byte>& out) override;
  void finish_if_both();

  const bool must_ask_;
  std::vector<std::byte> ours_;
  bool sent_ = false;
  bool received_ = false;
};

}  // namespace ymq::session
