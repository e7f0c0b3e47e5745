#include "pattern/replay.h"

#include <new>
#include <utility>

#include "flow/outbox.h"

namespace ymq::pattern {

namespace {

std::uint64_t size_of(const Message& message) {
  std::uint64_t size = 0;
  for (const Part& part : message) size += part.size;
  return size;
}

// A small part is copied: the block that it lies in may hold much more, which would be kept along with it.
Part kept(const PartView& view) {
  Part part;
  if (view.owner && view.size >= flow::kSharedBody) {
    part.block = BlockRef::share(view.owner);
    part.data = view.data;
    part.size = view.size;
  } else if (!Part::copy_of(view.bytes(), part)) {
    throw std::bad_alloc();
  }
  return part;
}

Message kept(MessageView message) {
  Message parts;
  parts.reserve(message.size());
  for (const PartView& view : message) parts.push_back(kept(view));
  return parts;
}

}  // namespace

void Replay::keep(MessageView message, std::uint64_t max_messages, std::uint64_t max_bytes) noexcept try {
  std::uint64_t size = 0;
  for (const PartView& part : message) size += part.size;
  const bool fits = max_messages != 0 && (max_bytes == 0 || size <= max_bytes);
  const std::uint64_t most_messages = fits ? max_messages - 1 : max_messages;
  const std::uint64_t most_bytes = fits ? max_bytes - size : max_bytes;
  while (kept_.size() > most_messages || (max_bytes != 0 && bytes_ > most_bytes)) forget_oldest();
  if (fits && kept_.push_back(kept(message))) bytes_ += size;
} catch (const std::bad_alloc&) {
  return;
}

void Replay::forget_oldest() noexcept { bytes_ -= size_of(kept_.pop_front()); }

}  // namespace ymq::pattern
