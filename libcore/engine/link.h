#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "flow/peer.h"
#include "session/session.h"

namespace ymq::engine {

class Link;

// A peer as the engine knows it: with its link, and the writer's role. Guarded by the connector's monitor.
class LinkedPeer final : public flow::Peer {
 public:
  using flow::Peer::Peer;

  std::shared_ptr<Link> link;  // Null while there is none.
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
  // Ends the link. Any thread, no lock held; returns before it has ended.
  virtual void request_end(Status reason) = 0;
};

}  // namespace ymq::engine
