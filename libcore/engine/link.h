#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/backend.h"
#include "flow/peer.h"
#include "session/session.h"
#include "wire/command.h"
#include "wire/extension.h"

namespace ymq::engine {

class Link;

// Who is at the other end of a link, from what it and the system said when the link came up. Does not change.
struct Introduction {
  std::string address;
  std::optional<backend::Credentials> credentials;
  wire::Properties properties;  // All but its identity.
};

// A peer as the engine knows it: with its link, and the writer's role. Guarded by the connector's monitor.
class LinkedPeer final : public flow::Peer {
 public:
  using flow::Peer::Peer;

  std::shared_ptr<Link> link;                        // Null while there is none.
  std::shared_ptr<const Introduction> introduction;  // By its latest link; null before the first.
  // The writer's role: whoever sets this writes the outbox to the link, without the monitor while in a system call, and
  // unsets it when done. Exactly one thread at a time writes, so what is appended goes out in its order.
  bool writing = false;
  bool write_again = false;  // Somebody wanted the role and did not get it: look again before giving it up.
  bool yield_role = false;   // The loop has something to send ahead of the outbox: give the role up between messages.
  // The loop keeps the role only to look once more: a thread that has to wait for room may take it away.
  bool looking_again = false;
  // The loop looks at the outbox every so often, so nobody is told of what is appended; and since its last look a
  // sender has filled the outbox and written it.
  bool watched = false;
  bool was_full = false;
  bool window_waits = false;  // So much is unacknowledged that the writer stopped: to be woken when less is.

  // Its session, as long as that lives; and of which of its connections we know.
  wire::SessionId session;
  std::uint64_t instance = 0;  // As the accepter has it; 0: it has not begun.
  std::uint32_t epoch = 0;
  std::weak_ptr<Link> claimant;        // A newer connection of the session, which waits for the former one to end.
  Time away_until = 0;                 // While awaited.
  std::uint64_t refused = 0;           // Where the last message ends that it has refused.
  bool ended = false;                  // It has said that it goes for good.
  bool rejected = false;               // Whatever it does, it is not to come back.
  std::function<void()> when_drained;  // Its dialer is to be disconnected once all that was accepted is written.
  bool departing = false;              // Its link is gone and it gets no other; it waits for its inbox to be emptied.
};

// Whether a writer that finds the stream full leaves the rest to the loop, or may first wait for a moment.
enum class Manner : std::uint8_t { kAtOnce, kPatient };

// One live connection between a connector and a peer: over a stream, or through memory.
class Link {
 public:
  virtual ~Link() = default;

  // The outbox has something, nobody writes, and the calling thread has just taken the writer's role: writes what can
  // be written, and gives the role up. Any thread, no lock held.
  virtual void write(Manner manner) = 0;
  // The peer is in this process: `write` also sees to its controls, and `resume` brings at once what there is.
  virtual bool in_memory() const = 0;
  // As `write`, later and elsewhere, the role not being taken. Any thread.
  virtual void request_write() = 0;
  // The sender writes itself for a while: looks every now and then at what it leaves behind. Any thread.
  virtual void watch() = 0;
  // The inbox, which was full, has room again. Any thread, no lock held.
  virtual void resume() = 0;
  // Enough was taken from the inbox to tell the peer. Any thread.
  virtual void acknowledge() = 0;
  // Has the peer acknowledge at once what it receives, since we are about to go. Any thread.
  virtual void ask() = 0;
  // The former connection of the session that it wants to go on with has ended. Any thread.
  virtual void proceed() = 0;
  // Ends the link; a reason of kClosed says that the session is over, too. Any thread, no lock held; returns before it
  // has ended.
  virtual void request_end(Status reason) = 0;
};

}  // namespace ymq::engine
