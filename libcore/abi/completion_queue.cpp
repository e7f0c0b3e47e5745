#include "engine/completion_queue.h"

#include <string>

#include "abi/handles.h"
#include "abi/message_run.h"
#include "engine/context.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;

namespace {

// The caller's memory, and how much of it is used.
struct Slab {
  std::uint8_t* bytes;
  std::uint64_t byte_capacity;
  ymq_part* parts;
  std::uint32_t part_capacity;
  std::uint64_t bytes_used = 0;
  std::uint32_t parts_used = 0;
  // What the first completion takes that did not fit.
  std::uint64_t bytes_needed = 0;
  std::size_t parts_needed = 0;

  bool reserve(const engine::Completion& completion) {
    if (completion.kind != CompletionKind::kRecv) return true;
    bytes_needed = completion.bytes;
    parts_needed = completion.parts.size();
    if (bytes_used + bytes_needed > byte_capacity || parts_used + parts_needed > part_capacity) return false;
    bytes_used += bytes_needed;
    parts_used += static_cast<std::uint32_t>(parts_needed);
    return true;
  }
};

void copy_messages(engine::Completion& completion, const Slab& slab, ymq_completion& record, std::uint64_t& bytes,
                   std::uint32_t& parts) {
  record.byte_offset = bytes;
  record.byte_count = completion.bytes;
  record.part_offset = parts;
  record.part_count = static_cast<std::uint32_t>(completion.parts.size());
  bytes += record.byte_count;
  parts += record.part_count;
  if (record.part_count != 0)
    copy_out(completion.parts, slab.bytes + record.byte_offset, slab.parts + record.part_offset);
}

void hand_over(engine::Completion& completion, ymq_completion& record) {
  auto object = std::make_unique<MessageObject>();
  object->parts = std::move(completion.parts);
  object->peer = completion.peer;
  record.message = publish(std::move(object));
  if (record.message == 0) record.status = YMQ_TOO_MANY_HANDLES;
}

int32_t invalid_span(const std::string& what, int64_t given) {
  const std::string text = "the " + what + " of a timer is a number of milliseconds from 0 on, not ";
  return number(engine::fail(Status::kInvalidArgument, text + std::to_string(given)));
}

}  // namespace

int32_t completion_queue_init(ymq_io_context context, int32_t wake, ymq_completion_queue* queue, int32_t* descriptor) {
  return guarded([&]() -> int32_t {
    Pin<ContextObject> parent;
    Status status = pin(context, parent);
    if (status != Status::kOk) return number(status);
    if (!queue) return invalid("queue must not be null");
    *queue = 0;
    if (wake < YMQ_WAKE_NONE || wake > YMQ_WAKE_POLLABLE) return invalid("there is no wake of this kind");
    if (!descriptor && wake != YMQ_WAKE_NONE) return invalid("descriptor must not be null unless wake is NONE");
    auto object = std::make_unique<QueueObject>();
    object->context = context;
    int opened = -1;
    status = parent->context->make_queue(static_cast<WakeKind>(wake), object->queue, opened);
    if (status != Status::kOk) return number(status);
    *queue = publish(std::move(object));
    if (*queue == 0) return YMQ_TOO_MANY_HANDLES;
    add_child(context, *queue);
    if (descriptor) *descriptor = opened;
    return YMQ_OK;
  });
}

int32_t completion_queue_destroy(ymq_completion_queue queue) {
  return guarded([&]() -> int32_t {
    Pin<QueueObject> object;
    Status status = pin(queue, object);
    if (status == Status::kOk) status = retire<QueueObject>(queue);
    if (status != Status::kOk) return number(status);
    remove_child(object->context, queue);
    object->queue->close();
    return YMQ_OK;
  });
}

int32_t completion_queue_drain(ymq_completion_queue queue, ymq_completion* completions, uint32_t completion_capacity,
                               uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts, uint32_t part_capacity) {
  return guarded([&]() -> int32_t {
    Pin<QueueObject> object;
    const Status status = pin(queue, object);
    if (status != Status::kOk) return number(status);
    if (!completions || completion_capacity == 0) return invalid("there must be room for at least one completion");
    if ((!bytes && byte_capacity != 0) || (!parts && part_capacity != 0))
      return invalid("null, but its capacity is not 0");
    Slab slab{bytes, byte_capacity, parts, part_capacity};
    std::vector<engine::Completion> taken;
    bool refused = false;
    object->queue->take(taken, completion_capacity, [&](const engine::Completion& completion) {
      refused = !slab.reserve(completion);
      return !refused;
    });
    if (taken.empty() && refused) {
      completions[0] = {};
      completions[0].byte_count = slab.bytes_needed;
      completions[0].part_count = static_cast<uint32_t>(slab.parts_needed);
      return number(engine::fail(Status::kBufferTooSmall, "the messages of the first completion do not fit"));
    }
    uint64_t byte_offset = 0;
    uint32_t part_offset = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      ymq_completion& record = completions[i] = {};
      record.tag = taken[i].tag;
      record.kind = static_cast<uint32_t>(taken[i].kind);
      record.status = number(taken[i].status);
      record.count = taken[i].count;
      if (taken[i].kind == CompletionKind::kRecv) copy_messages(taken[i], slab, record, byte_offset, part_offset);
      if (taken[i].kind == CompletionKind::kRecvMessage && record.status == YMQ_OK) hand_over(taken[i], record);
    }
    return static_cast<int32_t>(taken.size());
  });
}

int32_t completion_queue_wait(ymq_completion_queue queue, int64_t timeout_ms) {
  return guarded([&]() -> int32_t {
    Pin<QueueObject> object;
    const Status status = pin(queue, object);
    if (status != Status::kOk) return number(status);
    if (!valid_timeout(timeout_ms)) return invalid_timeout();
    return number(object->queue->wait(timeout_ms));
  });
}

int32_t completion_queue_start_timer(ymq_completion_queue queue, int64_t delay_ms, int64_t interval_ms, uint64_t tag) {
  return guarded([&]() -> int32_t {
    Pin<QueueObject> object;
    const Status status = pin(queue, object);
    if (status != Status::kOk) return number(status);
    if (delay_ms < 0) return invalid_span("delay", delay_ms);
    if (interval_ms < 0) return invalid_span("interval", interval_ms);
    return number(object->queue->start_timer(delay_ms, interval_ms, tag));
  });
}

int32_t completion_queue_cancel(ymq_completion_queue queue, uint64_t tag) {
  return guarded([&]() -> int32_t {
    Pin<QueueObject> object;
    const Status status = pin(queue, object);
    return number(status == Status::kOk ? object->queue->cancel(tag) : status);
  });
}
