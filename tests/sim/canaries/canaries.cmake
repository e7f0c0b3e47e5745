# The library broken on purpose, a line of it at a time: the simulator has to notice each of these. A canary has a name, a
# file of libcore, a text that stands in it exactly once, and what is put in its place. CMake makes the target
# ymq_sim_canary_<name> of it; `npm run sim -- --canaries` runs them all.

# A message that had not arrived is not sent again when the peer comes back.
canary(skips_one_when_resuming flow/outbox.cpp
  [[write_next(index);]]
  [[write_next(std::min<std::size_t>(index + 1, ends_.size()));]])

# What had arrived is sent again.
canary(resends_what_arrived flow/outbox.cpp
  [[write_next(index);]]
  [[write_next(0);]])

# The window has no end.
canary(forgets_the_window flow/outbox.cpp
  [[if (most == 0) return UINT64_MAX;]]
  [[if (most != 1) return UINT64_MAX;]])

# What has arrived is acknowledged, though nobody has been handed it.
canary(acknowledges_what_arrives engine/connector_sessions.cpp
  [[receipts.tell(peer.inbox.messages(), peer.inbox.bytes(), receipt.position)]]
  [[receipts.tell(0, 0, receipt.position)]])

# What a lost peer had not acknowledged goes to nobody.
canary(forgets_what_a_lost_peer_had pattern/spread.cpp
  [[effects_.drops.redelivered += peer.outbox.end_session(message_);]]
  [[effects_.drops.redelivered += peer.outbox.end_session(message_), message_.clear();]])

# Nobody is told that a message may have been handed to somebody else.
canary(marks_nothing pattern/spread.cpp
  [[part.redelivered |= std::exchange(first, !part.more);]]
  [[part.redelivered = std::exchange(first, !part.more) && part.redelivered;]])
