#pragma once

#include "support.h"

// Ways to send and receive a stream of messages that more than one program uses. Whoever counts the arrivals says which
// number is `next`, takes what has been checked (`add`), and says when they are `complete`.
namespace bench {

inline constexpr std::size_t kBatchBytes = 64 * 1024;
inline constexpr std::size_t kSlabBytes = 256 * 1024;
inline constexpr std::uint32_t kSlabParts = 4096;

struct YmqStream {
  using End = YmqEnd;
  static constexpr int kPush = YMQ_PUSH;
  static constexpr int kPull = YMQ_PULL;
};

// As many messages in one call as fit in `kBatchBytes`, or as there are.
struct YmqBatch : YmqStream {
  static void send(End& end, const Payload& payload, std::uint64_t count) {
    const std::uint64_t batch = std::max<std::uint64_t>(1, kBatchBytes / std::max<std::size_t>(1, payload.size()));
    std::vector<std::uint8_t> bytes(batch * payload.size() + 1);
    const std::vector<ymq_part> parts(batch, ymq_part{payload.size(), 0, 0});
    for (std::uint64_t i = 0; i < batch; ++i) payload.fill(&bytes[i * payload.size()]);
    for (std::uint64_t sent = 0; sent < count;) {
      const std::uint64_t now = std::min(batch, count - sent);
      for (std::uint64_t i = 0; i < now; ++i) payload.number(&bytes[i * payload.size()], sent + i);
      ymq_must(connector_send_sync(end.get(), bytes.data(), now * payload.size(), parts.data(),
                                   static_cast<std::uint32_t>(now), -1),
               "connector_send_sync");
      sent += now;
    }
  }

  template <typename Arrivals>
  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<std::uint8_t> bytes(std::max(kSlabBytes, 2 * payload.size()));
    std::vector<ymq_part> parts(kSlabParts);
    while (!arrivals.complete()) {
      const int taken =
          ymq_must(connector_recv_sync(end.get(), bytes.data(), bytes.size(), parts.data(), kSlabParts, 0, -1),
                   "connector_recv_sync");
      const std::uint8_t* message = bytes.data();
      for (int i = 0; i < taken; message += parts[static_cast<std::size_t>(i)].size, ++i) {
        payload.check(message, parts[static_cast<std::size_t>(i)].size,
                      arrivals.next() + static_cast<std::uint64_t>(i));
      }
      arrivals.add(static_cast<std::uint64_t>(taken));
    }
  }
};

struct ZmqStream {
  using End = ZmqEnd;
  static constexpr int kPush = ZMQ_PUSH;
  static constexpr int kPull = ZMQ_PULL;
};

// One message in a call, copied on both sides.
struct ZmqBuffer : ZmqStream {
  static void send(End& end, const Payload& payload, std::uint64_t count) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    payload.fill(message.data());
    for (std::uint64_t i = 0; i < count; ++i) {
      payload.number(message.data(), i);
      zmq_must(zmq_send(end.get(), message.data(), payload.size(), 0), "zmq_send");
    }
  }

  template <typename Arrivals>
  static void receive(End& end, const Payload& payload, Arrivals& arrivals) {
    std::vector<std::uint8_t> message(payload.size() + 1);
    while (!arrivals.complete()) {
      const int size = zmq_must(zmq_recv(end.get(), message.data(), message.size(), 0), "zmq_recv");
      payload.check(message.data(), static_cast<std::size_t>(size), arrivals.next());
      arrivals.add(1);
    }
  }
};

}  // namespace bench
