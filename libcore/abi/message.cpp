#include <cstring>
#include <string>

#include "abi/handles.h"
#include "engine/completion_queue.h"
#include "engine/loan.h"
#include "ymq/ymq.h"

using namespace ymq;
using namespace ymq::abi;

namespace {

void append(Message& parts, Part part) {
  parts.push_back(std::move(part));
  if (parts.size() > 1) parts[parts.size() - 2].more = true;
}

}  // namespace

int32_t message_init(ymq_message* message) {
  return guarded([&]() -> int32_t {
    if (!message) return invalid("message must not be null");
    *message = publish(std::make_unique<MessageObject>());
    return *message != 0 ? YMQ_OK : YMQ_TOO_MANY_HANDLES;
  });
}

int32_t message_add_part(ymq_message message, const uint8_t* bytes, uint64_t size, uint8_t** data) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    Part part;
    if (size != 0) {
      if (size > PTRDIFF_MAX) return invalid("no part is as large as that");
      part.block = BlockRef::allocate(size);
      if (!part.block)
        return number(engine::fail(Status::kOutOfMemory, "no memory for a part of " + std::to_string(size) + " bytes"));
      if (bytes) std::memcpy(part.block->data(), bytes, size);
      part.data = part.block->data();
      part.size = size;
    }
    if (data) *data = part.block ? reinterpret_cast<uint8_t*>(part.block->data()) : nullptr;
    append(object->parts, std::move(part));
    return YMQ_OK;
  });
}

int32_t message_add_lent_part(ymq_message message, const uint8_t* bytes, uint64_t size, ymq_completion_queue queue,
                              uint64_t tag) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    Pin<QueueObject> target;
    status = pin(queue, target);
    if (status != Status::kOk) return number(status);
    if (!bytes || size == 0) return invalid("a part that is lent has at least one byte, and an address");
    if (size > PTRDIFF_MAX) return invalid("no part is as large as that");
    object->parts.reserve(object->parts.size() + 1);
    Part part;
    status = engine::Loan::make({reinterpret_cast<const std::byte*>(bytes), size}, target->queue, tag, part.block);
    if (status != Status::kOk) return number(status);
    part.data = part.block->data();
    part.size = size;
    append(object->parts, std::move(part));
    return YMQ_OK;
  });
}

int32_t message_copy(ymq_message message, ymq_message* copy) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    if (!copy) return invalid("copy must not be null");
    *copy = publish(std::make_unique<MessageObject>(*object));
    return *copy != 0 ? YMQ_OK : YMQ_TOO_MANY_HANDLES;
  });
}

int32_t message_peer(ymq_message message, uint64_t* peer) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    if (!peer) return invalid("peer must not be null");
    *peer = object->peer;
    if (object->peer != 0) return YMQ_OK;
    return number(engine::fail(Status::kNotFound, "the message was not received, or its peer is not remembered"));
  });
}

int32_t message_part_count(ymq_message message) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    return static_cast<int32_t>(object->parts.size());
  });
}

int32_t message_part(ymq_message message, uint32_t index, uint8_t** data, uint64_t* size) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    if (!data || !size) return invalid("data and size must not be null");
    if (index >= object->parts.size()) {
      return number(engine::fail(Status::kNotFound, "the message has " + std::to_string(object->parts.size()) +
                                                        " parts, so none of index " + std::to_string(index)));
    }
    const Part& part = object->parts[index];
    *data = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(part.data));
    *size = part.size;
    return YMQ_OK;
  });
}

int32_t message_flags(ymq_message message) {
  return guarded([&]() -> int32_t {
    Pin<MessageObject> object;
    const Status status = pin(message, object);
    if (status != Status::kOk) return number(status);
    const bool again = !object->parts.empty() && object->parts.front().redelivered;
    return again ? YMQ_PART_REDELIVERED : 0;
  });
}

int32_t message_destroy(ymq_message message) { return number(retire<MessageObject>(message)); }
