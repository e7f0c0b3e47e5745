#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/command.h"
#include "wire/decoder.h"
#include "wire/fault.h"

// How two peers come to trust each other: the security mechanisms of ZMTP, each a sequence of commands behind the
// greeting. Pure: commands go in, commands come out; whoever drives one asks the handler where it wants a verdict.
namespace ymq::session {

using Fault = wire::Fault;

// What the ZAP handler (RFC 27) is to decide about.
struct Question {
  std::string_view mechanism;
  std::vector<std::string> credentials;
};

// What it has decided.
struct Verdict {
  static constexpr int kAdmitted = 200;
  static constexpr int kRefused = 400;

  int status = kAdmitted;  // As RFC 27 has it. 300: a temporary error; 500: it could not decide.
  std::string text;
  wire::Properties properties;  // What it knows of the peer, the User-Id among it.
};

inline constexpr std::string_view kUserId = "User-Id";

// What may take long, and must be done before a handshake goes on.
struct Errand {
  std::function<void()> work;  // Run once, in any thread, perhaps when the mechanism is gone. Throws nothing.
  bool asks_others = false;    // It waits for answers from elsewhere, not only for this machine.
};

class Mechanism {
 public:
  virtual ~Mechanism() = default;

  virtual std::string_view name() const noexcept = 0;
  virtual bool is_server() const noexcept { return false; }

  // The peer's greeting has come. `ours`: what we say about ourselves, as properties. All that is to be sent is
  // appended to `out`, here and below; after a fault, too, where the peer is to be told.
  virtual Fault begin(std::vector<std::byte> ours, std::vector<std::byte>& out) = 0;
  // A command of the peer's. One that comes while a verdict is waited for is one too many.
  Fault take(const wire::Command& command, std::vector<std::byte>& out);

  // A verdict is waited for. Taken out once; then `answer` is called, at any time later.
  bool asks() const noexcept { return asks_; }
  Question take_question() noexcept { return asks_ = false, std::move(question_); }
  Fault answer(Verdict verdict, std::vector<std::byte>& out);

  // An errand must be run. Taken out once; when it was run `go_on` is called.
  bool has_errand() const noexcept { return static_cast<bool>(errand_.work); }
  Errand take_errand() noexcept { return std::exchange(errand_, {}); }
  virtual Fault go_on(std::vector<std::byte>&) { return {}; }

  // A command frame with nothing in it, not even a name, is a command here: one that is empty.
  virtual bool takes_empty() const noexcept { return false; }

  // A command of this size is accepted before that is done, however small the limit of messages is.
  virtual std::uint64_t largest_command() const noexcept { return wire::kAlwaysAcceptedCommand; }

  // The peer is who it says, and may send messages.
  bool done() const noexcept { return done_; }
  // What it says about itself, and what the handler says of it.
  wire::Properties take_theirs() noexcept { return std::move(theirs_); }
  wire::Properties take_admission() noexcept { return std::move(admission_); }

  // Whether frames are sealed once done. If so:
  virtual bool seals() const noexcept { return false; }
  // How much room that takes around the plain bytes, which are a byte of flags and what is in the frame.
  struct Room {
    std::size_t head = 0;
    std::size_t tail = 0;
  };
  virtual Room room(std::size_t) const { return {}; }
  // The most that a frame is larger for it.
  virtual std::size_t most_overhead() const noexcept { return 0; }
  // Whether the flags in a sealed frame may say that it is a subscription, and no command.
  virtual bool marks_subscriptions() const noexcept { return false; }
  // Seals a body in place: the plain bytes with the room around them that `room` has said.
  virtual Fault seal(std::span<std::byte>, Room) { return {}; }
  // Opens a body in place. `plain` is never empty.
  virtual Fault open(std::span<std::byte>, std::span<std::byte>& plain) { return plain = {}, Fault{}; }

 protected:
  virtual Fault on_command(const wire::Command& command, std::vector<std::byte>& out) = 0;
  virtual Fault on_admitted(std::vector<std::byte>& out) = 0;

  void ask(Question question) noexcept {
    question_ = std::move(question);
    asks_ = waits_ = true;
  }
  void send_on(Errand errand) noexcept { errand_ = std::move(errand); }
  Fault take_properties(wire::Bytes data) { return wire::parse_properties(data, theirs_); }
  void finish() noexcept { done_ = true; }

 private:
  Question question_;
  Errand errand_;
  wire::Properties theirs_;
  wire::Properties admission_;
  bool asks_ = false;   // Nobody has taken the question yet.
  bool waits_ = false;  // There is no answer yet.
  bool done_ = false;
};

// A command that should not come now.
Fault unexpected(const wire::Command& command, std::string_view wanted);
// A command whose data has the wrong form.
Fault malformed(const wire::Command& command, std::string_view wanted);
// Why a peer is not believed.
inline Fault disbelief(std::string text) { return {Status::kAuthenticationFailed, std::move(text)}; }

}  // namespace ymq::session
