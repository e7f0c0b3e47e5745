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

# The first byte of what has come over a connection of bytes is left out.
canary(loses_a_byte_of_a_connection session/raw.cpp
  [[if (bytes.empty()) return;]]
  [[if (bytes.size() > 512) bytes = bytes.subspan(1);
  if (bytes.empty()) return;]])

# The bytes of all connections come as those of one.
canary(mixes_connections pattern/stream.cpp
  [[queue_.deliver(peer, messages, &route_of(peer).id);]]
  [[queue_.deliver(peer, messages, &route_of(*peers().begin()->second).id);]])

# The newest message gives way to an older one.
canary(keeps_the_oldest pattern/spread.cpp
  [[while (last > 0 && messages[last - 1].more) --last;]]
  [[while (last > 0 && messages[last - 1].more) --last;
  if (!peer.inbox.empty()) {
    effects_.drops.replaced += count_messages(messages);
    return messages.first(0);
  }]])

# A peer that has lost its link goes on to be sent to, though the option says otherwise.
canary(sends_to_nobody engine/connector_links.cpp
  [[peer.outbox.rewind();
  if (peer.immediate) peer.outbox.pause();]]
  [[peer.outbox.rewind();]])

# Whatever the handler says, a peer is let in.
canary(admits_whom_the_handler_refuses session/mechanism.cpp
  [[if (verdict.status == Verdict::kAdmitted) {]]
  [[if (verdict.status != 0) {]])

# A ROUTER is told twice that a link has ended.
canary(tells_twice_of_an_end pattern/routed.cpp
  [[if (std::exchange(route_of(peer).linked, false)) notice(]]
  [[notice(]])

# Messages to groups are counted as dropped that were not.
canary(counts_drops_that_were_none pattern/groups.cpp
  [[return Pub::send(message);]]
  [[return ++effects_.drops.full, Pub::send(message);]])
