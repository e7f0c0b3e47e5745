#include <cstring>

#include "abi/support.h"

// Messages that share their memory with others, or with the application.
namespace abi {
namespace {

// Large enough to be referred to rather than copied, wherever it goes.
const std::string kLarge(100'000, 'x');
const std::string kShort = "short";

// The completion that gives the memory of this tag back.
void check_returned(ymq::CompletionQueue& queue, std::uint64_t tag) {
  const ymq_completion record = drain_one(queue).record;
  CHECK(record.kind == YMQ_COMPLETION_RELEASE);
  CHECK(record.status == YMQ_OK);
  CHECK(record.tag == tag);
}

// The text has to outlive the loan.
ymq::Message lent(const std::string& text, const ymq::CompletionQueue& queue, std::uint64_t tag) {
  ymq::Message message;
  message.add_lent(ymq::bytes_of(text), queue, tag);
  return message;
}

bool is_readable_at(ymq::CompletionQueue& queue) { return queue.wait(milliseconds(0)); }

}  // namespace

TEST_CASE("lent memory is given back when the message that refers to it is destroyed") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  {
    ymq::Message message = lent(kShort, queue, 7);
    message.add_lent(ymq::bytes_of(kLarge), queue, 8);
    message.add(ymq::bytes_of("copied"));
    CHECK(texts(message) == Parts{kShort, kLarge, "copied"});
    CHECK_FALSE(is_readable_at(queue));
  }
  CHECK(drain(queue, 2).at(1).record.tag == 8);
}

TEST_CASE("lent memory is given back once it has arrived, whole and in its place") {
  for (const std::string& transport : transports()) {
    for (const std::string& text : {kShort, kLarge}) {
      DYNAMIC_SECTION(text.size() << " bytes over " << transport) {
        const ymq::IoContext context;
        ymq::CompletionQueue queue(context);
        Pair pair(context, YMQ_PULL, YMQ_PUSH, transport);
        ymq::Message message = message_of({"before"});
        message.add_lent(ymq::bytes_of(text), queue, 1);
        message.add(ymq::bytes_of("after"));
        pair.connected.send(std::move(message), kPatience);
        CHECK(receive(pair.bound) == Parts{"before", text, "after"});
        check_returned(queue, 1);
      }
    }
  }
}

TEST_CASE("large lent memory goes to a receiver in the same process as it is, who has it as long as the message") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  pair.connected.send(lent(kLarge, queue, 3), kPatience);
  {
    const ymq::Message message = pair.bound.recv(kPatience);
    CHECK(message[0].data() == reinterpret_cast<const std::byte*>(kLarge.data()));
    pair.connected.close();
    CHECK_FALSE(is_readable_at(queue));
  }
  check_returned(queue, 3);
}

TEST_CASE("large lent memory is kept until the peer has acknowledged it") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "tcp");
  pair.connected.send(lent(kLarge, queue, 4), kPatience);
  REQUIRE(eventually([&] { return pair.bound.stats().messages_waiting == 1; }));
  CHECK_FALSE(is_readable_at(queue));
  CHECK(receive(pair.bound) == Parts{kLarge});
  check_returned(queue, 4);
}

TEST_CASE("lent memory that many subscribers are sent is given back once") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector pub(context, YMQ_PUB);
  const std::string endpoint = pub.bind("tcp://127.0.0.1:*");
  std::vector<ymq::Connector> subs;
  for (int i = 0; i < 3; ++i) {
    subs.emplace_back(context, YMQ_SUB);
    subs.back().subscribe("");
    subs.back().connect(endpoint);
  }
  REQUIRE(eventually([&] {
    pub.send("are you there?");
    return std::ranges::all_of(subs, [](ymq::Connector& sub) { return sub.try_recv().has_value(); });
  }));
  pub.send(lent(kLarge, queue, 5), kPatience);
  for (ymq::Connector& sub : subs) {
    while (receive(sub) != Parts{kLarge}) continue;
  }
  check_returned(queue, 5);
  pub.close();
  CHECK_FALSE(is_readable_at(queue));
}

TEST_CASE("lent memory that never arrives is given back when its connector closes") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Connector push(context, YMQ_PUSH);
  push.connect(free_endpoint("tcp"));
  push.send(lent(kLarge, queue, 6), kPatience);
  CHECK_FALSE(is_readable_at(queue));
  CHECK(push.close(milliseconds(0)) == 1);
  check_returned(queue, 6);
}

TEST_CASE("what cannot be lent is refused") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Message message;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(kLarge.data());
  CHECK(name_of(message_add_lent_part(message.get(), nullptr, 5, queue.get(), 1)) == "INVALID_ARGUMENT");
  CHECK(name_of(message_add_lent_part(message.get(), bytes, 0, queue.get(), 1)) == "INVALID_ARGUMENT");
  CHECK(name_of(message_add_lent_part(message.get(), bytes, UINT64_MAX, queue.get(), 1)) == "INVALID_ARGUMENT");
  CHECK(name_of(message_add_lent_part(queue.get(), bytes, 5, queue.get(), 1)) == "INVALID_HANDLE");
  CHECK(name_of(message_add_lent_part(message.get(), bytes, 5, message.get(), 1)) == "INVALID_HANDLE");
  CHECK(message.size() == 0);
  CHECK_FALSE(is_readable_at(queue));
}

TEST_CASE("memory that is lent by a queue that is closed meanwhile is not spoken of again") {
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  ymq::Message message = lent(kLarge, queue, 9);
  queue.close();
  CHECK(texts(message) == Parts{kLarge});
}

TEST_CASE("a loan may end in any thread, at the same time as others") {
  constexpr int kEach = 500;
  const ymq::IoContext context;
  ymq::CompletionQueue queue(context);
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  {
    std::vector<std::jthread> threads;
    for (int name = 0; name < 2; ++name) {
      threads.emplace_back([&] {
        for (int i = 0; i < kEach; ++i) pair.connected.send(lent(kLarge, queue, 1), kPatience);
      });
      threads.emplace_back([&] {
        for (int i = 0; i < kEach; ++i) pair.bound.recv(kPatience);
      });
    }
  }
  CHECK(drain(queue, 2 * kEach).size() == 2 * kEach);
}

TEST_CASE("a copy of a message shares its parts, and outlives it") {
  const ymq::IoContext context;
  Pair pair(context, YMQ_PULL, YMQ_PUSH, "inproc");
  ymq::Message message = message_of({"head", kLarge});
  const std::byte* const data = message[1].data();
  ymq::Message copy = message.copy();
  CHECK(copy[1].data() == data);
  pair.connected.send(std::move(message), kPatience);
  pair.connected.send(std::move(copy), kPatience);
  for (int i = 0; i < 2; ++i) {
    const ymq::Message received = pair.bound.recv(kPatience);
    CHECK(texts(received) == Parts{"head", kLarge});
    CHECK(received[1].data() == data);
  }
  ymq_message handle = 0;
  CHECK(name_of(message_copy(context.get(), &handle)) == "INVALID_HANDLE");
  CHECK(name_of(message_copy(ymq::Message().get(), nullptr)) == "INVALID_ARGUMENT");
  CHECK(name_of(message_copy(pair.bound.get(), nullptr)) == "INVALID_HANDLE");
}

TEST_CASE("a received message knows whom it came from") {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::CompletionQueue queue(context);
      ymq::Connector router(context, YMQ_ROUTER);
      const std::string endpoint = router.bind(wildcard(transport));
      std::vector<ymq::Connector> dealers;
      for (const char* name : {"a", "b"}) {
        dealers.emplace_back(context, YMQ_DEALER);
        dealers.back().set(YMQ_OPTION_IDENTITY, name);
        dealers.back().connect(endpoint);
        dealers.back().send(name, kPatience);
      }
      const auto check_peer = [&](const ymq::Message& message) {
        std::string name;
        for (const ymq_peer_stats& peer : router.peer_stats()) {
          if (peer.peer == message.peer()) name = ymq::text_of(ymq::identity_of(peer));
        }
        CHECK(texts(message) == Parts{name, name});
      };
      check_peer(router.recv(kPatience));
      router.recv_message_async(queue, 1);
      check_peer(ymq::Message::adopt(drain_one(queue).record.message));
      CHECK(ymq::Message().peer() == 0);
    }
  }
}

}  // namespace abi
