#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "abi/support.h"

namespace abi {
namespace {

bool readable(int descriptor, milliseconds timeout = {}) {
  pollfd wanted{descriptor, POLLIN, 0};
  return poll(&wanted, 1, static_cast<int>(timeout.count())) > 0;
}

int bytes_in(int pipe) {
  int count = 0;
  ioctl(pipe, FIONREAD, &count);
  return count;
}

// Drains until a drain finds nothing; returns how many completions there were.
std::size_t empty(ymq::CompletionQueue& queue) {
  std::size_t all = 0;
  std::vector<ymq_completion> records(64);
  std::vector<std::byte> bytes(1 << 16);
  std::vector<ymq_part> parts(256);
  while (const std::size_t taken = queue.drain(records, bytes, parts)) all += taken;
  return all;
}

// As many one-part messages, numbered from `first`, in one run.
struct Run {
  std::string bytes;
  std::vector<ymq_part> parts;

  Run(int first, int count) {
    for (int i = first; i < first + count; ++i) {
      const std::string text = std::to_string(i);
      bytes += text;
      parts.push_back({text.size(), 0, 0});
    }
  }
  std::size_t send(ymq::Connector& connector, const ymq::CompletionQueue& queue, std::uint64_t tag) const {
    return connector.send_async(ymq::bytes_of(bytes), parts, queue, tag);
  }
};

}  // namespace

TEST_CASE("a receive completes with what is there, and with what comes") {
  for (const std::string& transport : transports()) {
    for (const std::uint32_t io_threads : {1u, 2u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext context(io_threads);
        ymq::CompletionQueue queue(context);
        Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
        pair.bound.recv_async(queue, 11);
        pair.connected.send(message_of({"a", "", "b"}), kPatience);
        Drained done = drain_one(queue);
        CHECK(done.record.tag == 11);
        CHECK(done.record.kind == YMQ_COMPLETION_RECV);
        CHECK(name_of(done.record.status) == "OK");
        CHECK(done.record.count == 1);
        CHECK(done.record.part_count == 3);
        CHECK(done.record.byte_count == 2);
        CHECK(done.messages == std::vector<Parts>{{"a", "", "b"}});
        pair.connected.send("c", kPatience);
        REQUIRE(eventually([&] { return pair.bound.stats().messages_waiting == 1; }));
        pair.bound.recv_async(queue, 12);
        done = drain_one(queue);
        CHECK(done.record.tag == 12);
        CHECK(done.messages == std::vector<Parts>{{"c"}});
      }
    }
  }
}

TEST_CASE("a context without io threads completes operations while the queue is waited for") {
  const ymq::IoContext context(0);
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.bound.recv_async(queue, 1);
  pair.connected.send("x", kPatience);
  CHECK(drain_one(queue).messages == std::vector<Parts>{{"x"}});
}

TEST_CASE("a receive takes as many messages and bytes as it was allowed, but always one") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  for (int i = 0; i < 10; ++i) pair.connected.send(std::string(100, static_cast<char>('0' + i)), kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_waiting == 10; }));
  pair.bound.recv_async(queue, 1, 3, 1'000'000);
  CHECK(drain_one(queue).record.count == 3);
  pair.bound.recv_async(queue, 2, 100, 250);
  CHECK(drain_one(queue).record.count == 2);
  pair.bound.recv_async(queue, 3, 100, 0);
  CHECK(drain_one(queue).record.count == 1);
  pair.bound.recv_async(queue, 4, 100, 1'000'000);
  CHECK(drain_one(queue).record.count == 4);
}

TEST_CASE("receives are served in the order in which they were made") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  for (std::uint64_t tag = 0; tag < 100; ++tag) pair.bound.recv_async(queue, tag);
  for (int i = 0; i < 100; ++i) pair.connected.send(std::to_string(i), kPatience);
  const std::vector<Drained> all = drain(queue, 100);
  for (std::size_t i = 0; i < 100; ++i) {
    CHECK(all[i].record.tag == i);
    CHECK(all[i].messages == std::vector<Parts>{{std::to_string(i)}});
  }
}

TEST_CASE("a message handle comes with its completion") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.bound.recv_message_async(queue, 5);
  CHECK(pair.connected.send_async(message_of({"head", std::string(300'000, 'x')}), queue, 6));
  const Drained done = drain_one(queue);
  CHECK(done.record.tag == 5);
  CHECK(done.record.kind == YMQ_COMPLETION_RECV_MESSAGE);
  const ymq::Message message = ymq::Message::adopt(done.record.message);
  CHECK(texts(message) == Parts{"head", std::string(300'000, 'x')});
}

TEST_CASE("a send accepts what has room and completes when the rest has been accepted, in order") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::CompletionQueue queue(context);
      ymq::Connector sender(context, YMQ_PUSH);
      sender.set(YMQ_OPTION_SEND_HWM, 2);
      const std::string endpoint = free_endpoint(transport);
      sender.connect(endpoint);
      CHECK(Run(0, 5).send(sender, queue, 1) == 2);
      CHECK(Run(5, 1).send(sender, queue, 2) == 0);
      CHECK_FALSE(sender.send_async(message_of({"6"}), queue, 3));
      CHECK_FALSE(queue.wait(milliseconds(0)));
      ymq::Connector receiver(context, YMQ_PULL);
      receiver.bind(endpoint);
      for (int i = 0; i < 7; ++i) CHECK(receive(receiver) == Parts{std::to_string(i)});
      const std::vector<Drained> done = drain(queue, 3);
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(done[i].record.tag == i + 1);
        CHECK(done[i].record.kind == YMQ_COMPLETION_SEND);
        CHECK(name_of(done[i].record.status) == "OK");
      }
      CHECK(done[0].record.count == 3);
      CHECK(done[1].record.count == 1);
      CHECK(done[2].record.count == 1);
    }
  }
}

TEST_CASE("a cancelled receive takes nothing") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.bound.recv_async(queue, 1);
  pair.bound.recv_message_async(queue, 2);
  pair.bound.recv_async(queue, 3);
  CHECK_FALSE(queue.cancel(4));
  CHECK(queue.cancel(2));
  CHECK(queue.cancel(1));
  const std::vector<Drained> cancelled = drain(queue, 2);
  CHECK(cancelled[0].record.tag == 2);
  CHECK(cancelled[1].record.tag == 1);
  for (const Drained& one : cancelled) {
    CHECK(name_of(one.record.status) == "CANCELLED");
    CHECK(one.record.message == 0);
    CHECK(one.messages.empty());
  }
  pair.connected.send("for the third", kPatience);
  const Drained third = drain_one(queue);
  CHECK(third.record.tag == 3);
  CHECK(third.messages == std::vector<Parts>{{"for the third"}});
  CHECK_FALSE(queue.cancel(3));
}

TEST_CASE("a cancelled send keeps what was accepted and drops the rest") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector sender(context, YMQ_PUSH);
  sender.set(YMQ_OPTION_SEND_HWM, 2);
  const std::string endpoint = free_endpoint("inproc");
  sender.connect(endpoint);
  CHECK(Run(0, 5).send(sender, queue, 1) == 2);
  CHECK(queue.cancel(1));
  const Drained done = drain_one(queue);
  CHECK(name_of(done.record.status) == "CANCELLED");
  CHECK(done.record.count == 0);
  ymq::Connector receiver(context, YMQ_PULL);
  receiver.bind(endpoint);
  CHECK(receive(receiver) == Parts{"0"});
  CHECK(receive(receiver) == Parts{"1"});
  sender.send("next", kPatience);
  CHECK(receive(receiver) == Parts{"next"});
}

TEST_CASE("cancelling while messages arrive loses none and doubles none") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  constexpr int kCount = 3'000;
  auto sending = std::async(std::launch::async, [&] {
    for (int i = 0; i < kCount; ++i) pair.connected.send(std::to_string(i), kPatience);
  });
  int next = 0;
  int cancelled = 0;
  for (std::uint64_t tag = 1; next < kCount; ++tag) {
    pair.bound.recv_async(queue, tag);
    queue.cancel(tag);
    const Drained done = drain_one(queue);
    REQUIRE(done.record.tag == tag);
    if (done.record.status == YMQ_CANCELLED) {
      ++cancelled;
      pair.bound.recv_async(queue, 0);
      const Drained waited = drain_one(queue);
      REQUIRE(waited.messages == std::vector<Parts>{{std::to_string(next++)}});
    } else {
      REQUIRE(done.messages == std::vector<Parts>{{std::to_string(next++)}});
    }
  }
  sending.get();
  INFO(cancelled << " were cancelled");
  CHECK(next == kCount);
  CHECK_FALSE(pair.bound.try_recv());
}

TEST_CASE("a drain whose memory is too small takes nothing and says what it needs") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  pair.bound.recv_async(queue, 1);
  pair.bound.recv_async(queue, 2);
  pair.connected.send(message_of({"abc", "defg"}), kPatience);
  pair.connected.send("second", kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_received == 2; }));
  ymq_completion records[4];
  std::byte bytes[13];
  ymq_part parts[3];
  for (const auto& [byte_room, part_room] : {std::pair(0u, 0u), {6u, 3u}, {13u, 1u}}) {
    std::fill(std::begin(records), std::end(records), ymq_completion{});
    const std::int32_t result =
        completion_queue_drain(queue.get(), records, 4, byte_room ? reinterpret_cast<std::uint8_t*>(bytes) : nullptr,
                               byte_room, part_room ? parts : nullptr, part_room);
    INFO(byte_room << " bytes, " << part_room << " parts");
    CHECK(name_of(result) == "BUFFER_TOO_SMALL");
    CHECK(records[0].byte_count == 7);
    CHECK(records[0].part_count == 2);
  }
  CHECK(queue.drain(records, std::span(bytes, 12), parts) == 1);
  CHECK(records[0].tag == 1);
  CHECK(queue.drain(std::span(records, 1), bytes, parts) == 1);
  CHECK(records[0].tag == 2);
  CHECK(records[0].byte_offset == 0);
  CHECK(queue.drain(records, bytes, parts) == 0);
}

TEST_CASE("one drain copies the messages of many completions side by side") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  for (std::uint64_t tag = 0; tag < 3; ++tag) pair.bound.recv_async(queue, tag);
  for (const char* text : {"a", "bb", "ccc"}) pair.connected.send(text, kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_received == 3; }));
  ymq_completion records[4];
  std::byte bytes[6];
  ymq_part parts[3];
  REQUIRE(queue.drain(records, bytes, parts) == 3);
  CHECK(ymq::text_of(bytes) == "abbccc");
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(records[i].part_offset == i);
    CHECK(records[i].part_count == 1);
    CHECK(records[i].byte_count == i + 1);
    CHECK(parts[i].size == i + 1);
  }
}

TEST_CASE("a queue waits as told") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  CHECK(name_of(completion_queue_wait(queue.get(), 0)) == "AGAIN");
  const auto began = Clock::now();
  CHECK(name_of(completion_queue_wait(queue.get(), kMoment.count())) == "TIMED_OUT");
  CHECK(Clock::now() - began >= kMoment);
  ymq::Connector connector(context, YMQ_PULL);
  auto waiting = std::async(std::launch::async, [&] { return name_of(completion_queue_wait(queue.get(), -1)); });
  connector.recv_async(queue, 1);
  queue.cancel(1);
  CHECK(waiting.get() == "OK");
  CHECK(name_of(completion_queue_wait(queue.get(), -1)) == "OK");
}

TEST_CASE("a pollable queue's descriptor is readable exactly while there is something to drain") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context, YMQ_WAKE_POLLABLE);
  REQUIRE(queue.descriptor() >= 0);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  CHECK_FALSE(readable(queue.descriptor()));
  for (int round = 0; round < 20; ++round) {
    for (std::uint64_t tag = 0; tag < 5; ++tag) pair.bound.recv_async(queue, tag);
    CHECK_FALSE(readable(queue.descriptor()));
    for (int i = 0; i < 5; ++i) pair.connected.send("x", kPatience);
    REQUIRE(readable(queue.descriptor(), kPatience));
    ymq_completion record;
    std::byte bytes[8];
    ymq_part parts[8];
    REQUIRE(queue.drain(std::span(&record, 1), bytes, parts) == 1);
    std::size_t drained = 1;
    while (drained < 5) {
      REQUIRE(readable(queue.descriptor(), kPatience));
      drained += empty(queue);
    }
    CHECK(drained == 5);
    CHECK_FALSE(readable(queue.descriptor()));
  }
}

TEST_CASE("a pipe gets one byte when an empty queue gets a completion, and no other before a drain found nothing") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context, YMQ_WAKE_PIPE);
  const int pipe = queue.descriptor();
  REQUIRE(pipe >= 0);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  CHECK(bytes_in(pipe) == 0);
  for (int round = 0; round < 20; ++round) {
    for (std::uint64_t tag = 0; tag < 5; ++tag) pair.bound.recv_async(queue, tag);
    for (int i = 0; i < 5; ++i) pair.connected.send("x", kPatience);
    REQUIRE(readable(pipe, kPatience));
    REQUIRE(eventually([&] { return pair.bound.stats().messages_received == std::uint64_t(5 * round + 5); }));
    CHECK(bytes_in(pipe) == 1);
    char byte;
    REQUIRE(read(pipe, &byte, 1) == 1);
    CHECK(empty(queue) == 5);
    CHECK(bytes_in(pipe) == 0);
  }
}

TEST_CASE("a pipe reads end of file when its queue is destroyed") {
  const ymq::IoContext context;
  ymq_completion_queue queue = 0;
  int pipe = -1;
  REQUIRE(completion_queue_init(context.get(), YMQ_WAKE_PIPE, &queue, &pipe) == YMQ_OK);
  REQUIRE(completion_queue_destroy(queue) == YMQ_OK);
  REQUIRE(readable(pipe, kPatience));
  char byte;
  CHECK(read(pipe, &byte, 1) == 0);
  CHECK(close(pipe) == 0);
}

TEST_CASE("a queue without descriptor says so") {
  const ymq::IoContext context;
  CHECK(ymq::CompletionQueue(context).descriptor() == -1);
}

TEST_CASE("destroying a queue cancels what would have ended there, and gives undrained messages back in order") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.bound.recv_async(queue, 1);
  pair.bound.recv_async(queue, 2, 2, 100);
  for (const char* text : {"a", "b", "c", "d"}) pair.connected.send(text, kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_waiting == 1; }));
  queue.close();
  for (const char* text : {"a", "b", "c", "d"}) CHECK(receive(pair.bound) == Parts{text});
  ymq::CompletionQueue second(context);
  pair.bound.recv_async(second, 3);
  pair.bound.recv_message_async(second, 4);
  second.close();
  pair.connected.send("e", kPatience);
  CHECK(receive(pair.bound) == Parts{"e"});
}

TEST_CASE("destroying a queue while another thread waits on it ends the wait") {
  const ymq::IoContext context;
  for (int round = 0; round < 50; ++round) {
    ymq::CompletionQueue queue(context);
    const ymq_completion_queue handle = queue.get();
    auto waiting = std::async(std::launch::async, [&] { return name_of(completion_queue_wait(handle, -1)); });
    queue.close();
    const std::string result = waiting.get();
    CHECK((result == "CLOSED" || result == "INVALID_HANDLE"));
  }
}

TEST_CASE("closing a connector ends its operations with CLOSED") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector connector(context, YMQ_DEALER);
  connector.recv_async(queue, 1);
  connector.recv_message_async(queue, 2);
  CHECK(Run(0, 3).send(connector, queue, 3) == 0);
  connector.close(milliseconds(0));
  for (const Drained& done : drain(queue, 3)) {
    INFO("tag " << done.record.tag);
    CHECK(name_of(done.record.status) == "CLOSED");
  }
}

TEST_CASE("an asynchronous close completes with the number of messages that were not delivered") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector lost(context, YMQ_PUSH);
  lost.connect(free_endpoint("tcp"));
  for (int i = 0; i < 7; ++i) lost.send("x", kPatience);
  const ymq_connector handle = lost.get();
  lost.close_async(queue, 9, milliseconds(20));
  CHECK(name_of(connector_try_send(handle, nullptr, 0, nullptr, 0)) != "OK");
  const Drained done = drain_one(queue);
  CHECK(done.record.tag == 9);
  CHECK(done.record.kind == YMQ_COMPLETION_DESTROY);
  CHECK(name_of(done.record.status) == "OK");
  CHECK(done.record.count == 7);
}

TEST_CASE("closing a context ends its queues and what waits on them") {
  ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  const ymq_completion_queue handle = queue.get();
  ymq::Connector connector(context, YMQ_PULL);
  connector.recv_async(queue, 1);
  auto waiting = std::async(std::launch::async, [&] { return name_of(completion_queue_wait(handle, -1)); });
  context.close(milliseconds(0));
  const std::string result = waiting.get();
  CHECK((result == "CLOSED" || result == "INVALID_HANDLE" || result == "OK"));
  CHECK(name_of(completion_queue_wait(handle, 0)) == "INVALID_HANDLE");
}

TEST_CASE("operations that the pattern does not have are refused at once") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector push(context, YMQ_PUSH);
  ymq::Connector pull(context, YMQ_PULL);
  CHECK(outcome_of([&] { push.recv_async(queue, 1); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { push.recv_message_async(queue, 1); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { Run(0, 1).send(pull, queue, 1); }) == "NOT_SUPPORTED");
  CHECK(outcome_of([&] { pull.send_async(message_of({"x"}), queue, 1); }) == "NOT_SUPPORTED");
  CHECK_FALSE(queue.wait(milliseconds(0)));
}

}  // namespace abi
