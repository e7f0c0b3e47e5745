#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/inproc.h"
#include "engine/link.h"
#include "engine/stream_link.h"

namespace ymq::engine {

class Connector;

// One side of a link between two connectors of the same context. Messages go from the outbox of one to the inbox of the
// other by reference to the blocks that they lie in, in the thread of whoever sends or receives: no io thread takes
// part.
//
// A message that finds the outbox idle is pushed to the other side at once; after that the other side asks for more
// each time its inbox runs low, and finds what has gathered meanwhile. So a busy sender only appends.
//
// No two monitors are held at once: the writer's role keeps the order, and both roles are taken to end the link.
class MemoryLink final : public Link, public std::enable_shared_from_this<MemoryLink> {
 public:
  // Joins the dialer's peer to a new peer of the connector that is bound. kOk, or why not; then nothing has happened.
  static Status join(const std::shared_ptr<Connector>& dialing, LinkedPeer& dialing_peer,
                     const std::weak_ptr<LinkOwner>& owner, const InprocNames::Bound& name,
                     const std::string& endpoint);

  MemoryLink(std::shared_ptr<Connector> connector, std::string endpoint);

  void write(Manner manner) override;
  bool in_memory() const override { return true; }
  void request_write() override;
  void watch() override {}
  void resume() override;
  // What is handed over in memory cannot be lost on its way.
  void acknowledge() override {}
  void ask() override {}
  void proceed() override {}
  void request_end(Status reason) override;

 private:
  // What both sides share.
  struct Joint {
    std::mutex mutex;  // Taken before a monitor, never while one is held.
    MemoryLink* sides[2] = {nullptr, nullptr};
    bool has_role[2] = {false, false};
    bool open = false;
    bool ending = false;
    bool ended = false;
    std::weak_ptr<LinkOwner> owner;
  };

  bool open() const;
  bool take_role();
  std::shared_ptr<MemoryLink> other() const;
  void push_controls(MemoryLink& other);
  bool rest(MemoryLink& other);
  bool take_both_roles();
  void try_end();
  static void hand_back(MemoryLink& from, MemoryLink& to);
  void take_down();

  const std::shared_ptr<Connector> connector_;
  const std::string endpoint_;
  LinkedPeer* peer_ = nullptr;
  std::shared_ptr<Joint> joint_;
  std::shared_ptr<MemoryLink> other_;  // Until the link has ended; guarded by the joint's mutex.
  bool up_ = false;                    // The connector knows the link. Set before it opens.
};

}  // namespace ymq::engine
