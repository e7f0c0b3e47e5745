#include "pattern/groups.h"

namespace ymq::pattern {

Status Radio::send(MessageView message) {
  if (message.size() != 2 || message[0].size > kMaxGroupName) return Status::kInvalidArgument;
  return Pub::send(message);
}

void Radio::deliver(Peer&, std::span<Part> messages) { effects_.drops.unexpected += count_messages(messages); }

void Radio::subscription(Peer& peer, bool joins, std::span<const std::byte> group) {
  if (group.size() > kMaxGroupName) return effects_.reject(peer, Status::kProtocol);
  Pub::subscription(peer, joins, group);
}

void Dish::deliver(Peer& peer, std::span<Part> messages) {
  while (!messages.empty()) {
    const std::span<Part> message = next_message(messages);
    if (message.size() == 2) {
      Sub::deliver(peer, message);
    } else {
      ++effects_.drops.unexpected;
    }
  }
}

Status Dish::join(std::span<const std::byte> group) {
  if (group.size() > kMaxGroupName) return Status::kInvalidArgument;
  return subscribed(group) ? Status::kWrongState : Sub::subscribe(group);
}

}  // namespace ymq::pattern
