#include "abi/support.h"

// High-water marks, exactly, and what becomes of accepted messages when a connector or a context closes.
namespace abi {
namespace {

// A sender whose peer does not exist yet: what it accepts stays with it.
ymq::Connector make_waiting_sender(const ymq::IoContext& context, const std::string& endpoint) {
  ymq::Connector sender(context, YMQ_PUSH);
  sender.set(YMQ_OPTION_RECONNECT_INTERVAL, 5);
  sender.connect(endpoint);
  return sender;
}

// Whether the receiver holds as many messages as it may. Over inproc it may hold fewer: then the rest waits at the
// sender, none of it between the two.
bool holds(const ymq::Connector& receiver, const ymq::Connector& sender, std::uint64_t mark, std::uint64_t sent) {
  const std::uint64_t waiting = receiver.stats().messages_waiting;
  if (waiting == mark) return true;
  const bool inproc = receiver.text(YMQ_OPTION_LAST_ENDPOINT).rfind("inproc:", 0) == 0;
  return inproc && waiting > 0 && waiting + sender.stats().messages_queued == sent;
}

template <typename Test>
void on_every_transport(const Test& test) {
  for (const std::string& transport : transports()) {
    DYNAMIC_SECTION(transport) {
      ymq::IoContext context;
      test(context, free_endpoint(transport));
    }
  }
}

}  // namespace

TEST_CASE("a sender accepts exactly as many messages as its high-water mark says") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    for (const int hwm : {1, 2, 10, 1000}) {
      ymq::Connector sender(context, YMQ_PUSH);
      sender.set(YMQ_OPTION_SEND_HWM, hwm);
      sender.connect(endpoint);
      CHECK(fill(sender, "x") == static_cast<std::size_t>(hwm));
      CHECK(sender.stats().messages_queued == static_cast<std::uint64_t>(hwm));
      CHECK(sender.close(milliseconds(0)) == static_cast<std::uint64_t>(hwm));
    }
  });
}

TEST_CASE("a sender accepts as many bytes as its high-water mark says; one message may exceed it") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    // As on the wire: two bytes of header, nine from 256 bytes on.
    for (const auto& [body, mark, accepted] :
         {std::tuple(98u, 1'000, 10u), {98u, 999, 10u}, {98u, 1'001, 11u}, {148u, 1'000, 7u}, {5'000u, 1'000, 1u}}) {
      INFO(body << " bytes, mark " << mark);
      ymq::Connector sender(context, YMQ_PUSH);
      sender.set(YMQ_OPTION_SEND_HWM, 0);
      sender.set(YMQ_OPTION_SEND_HWM_BYTES, mark);
      sender.connect(endpoint);
      CHECK(fill(sender, std::string(body, 'x')) == accepted);
      CHECK(sender.close(milliseconds(0)) == accepted);
    }
  });
}

TEST_CASE("without a mark a sender accepts whatever comes") {
  const ymq::IoContext context;
  ymq::Connector sender(context, YMQ_PUSH);
  sender.set(YMQ_OPTION_SEND_HWM, 0);
  sender.connect(free_endpoint("tcp"));
  for (int i = 0; i < 50'000; ++i) REQUIRE(sender.try_send("x"));
  CHECK(sender.close(milliseconds(0)) == 50'000);
}

TEST_CASE("over inproc the sum of both marks is accepted, and no more") {
  const ymq::IoContext context;
  for (const auto& [send, receive_mark] : {std::pair(10, 20), {1, 1}, {7, 3}}) {
    INFO(send << " and " << receive_mark);
    ymq::Connector receiver(context, YMQ_PULL);
    ymq::Connector sender(context, YMQ_PUSH);
    receiver.set(YMQ_OPTION_RECEIVE_HWM, receive_mark);
    sender.set(YMQ_OPTION_SEND_HWM, send);
    sender.connect(receiver.bind(wildcard("inproc")));
    const std::size_t accepted = fill(sender, "x", milliseconds(200));
    CHECK(accepted == static_cast<std::size_t>(send + receive_mark));
    CHECK(receiver.stats().messages_waiting == static_cast<std::uint64_t>(receive_mark));
    for (std::size_t i = 0; i < accepted; ++i) CHECK(receive(receiver) == Parts{"x"});
    CHECK_FALSE(receiver.try_recv());
  }
}

TEST_CASE("a receiver holds exactly as many messages as its high-water mark says, and loses none") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector receiver(context, YMQ_PULL);
    receiver.set(YMQ_OPTION_RECEIVE_HWM, 10);
    receiver.bind(endpoint);
    ymq::Connector sender = make_waiting_sender(context, endpoint);
    sender.set(YMQ_OPTION_SEND_HWM, 0);
    for (int i = 0; i < 1'000; ++i) sender.send(std::to_string(i), kPatience);
    REQUIRE(eventually([&] { return holds(receiver, sender, 10, 1'000); }));
    for (int i = 0; i < 1'000; ++i) {
      CHECK(receiver.stats().messages_waiting <= 10);
      REQUIRE(receive(receiver) == Parts{std::to_string(i)});
    }
  });
}

TEST_CASE("a receiver holds as many bytes as its high-water mark says, and one message more at most") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector receiver(context, YMQ_PULL);
    receiver.set(YMQ_OPTION_RECEIVE_HWM_BYTES, 1'000);
    receiver.bind(endpoint);
    ymq::Connector sender = make_waiting_sender(context, endpoint);
    for (int i = 0; i < 100; ++i) sender.send(std::string(150, 'x'), kPatience);
    REQUIRE(eventually([&] { return holds(receiver, sender, 7, 100); }));
    for (int i = 0; i < 100; ++i) {
      CHECK(receiver.stats().messages_waiting <= 7);
      REQUIRE(receive(receiver) == Parts{std::string(150, 'x')});
    }
  });
}

TEST_CASE("a sender that waits for room goes on when the receiver takes messages") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector receiver(context, YMQ_PULL);
    receiver.set(YMQ_OPTION_RECEIVE_HWM, 1);
    receiver.bind(endpoint);
    ymq::Connector sender = make_waiting_sender(context, endpoint);
    sender.set(YMQ_OPTION_SEND_HWM, 1);
    auto sending = std::async(std::launch::async, [&] {
      for (int i = 0; i < 2'000; ++i) sender.send(std::to_string(i) + std::string(2'000, 'x'), kPatience);
    });
    for (int i = 0; i < 2'000; ++i) REQUIRE(receive(receiver) == Parts{std::to_string(i) + std::string(2'000, 'x')});
    sending.get();
  });
}

TEST_CASE("a sender far ahead of a receiver that does not read is not held up, and one that is closed ends at once") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    const ymq::IoContext other;
    const bool inproc = endpoint.rfind("inproc:", 0) == 0;
    ymq::Connector receiver(inproc ? context : other, YMQ_PULL);
    receiver.set(YMQ_OPTION_RECEIVE_HWM, 1);
    const std::string bound = receiver.bind(endpoint);
    ymq::Connector sender(context, YMQ_PUSH);
    sender.connect(bound);
    const std::string large(1024 * 1024, 'x');
    for (int i = 0; i < 20; ++i) sender.send(message_of({large, std::to_string(i)}));
    CHECK(sender.stats().messages_sent == 20);
    for (int i = 0; i < 10; ++i) CHECK(receive(receiver) == Parts{large, std::to_string(i)});
    for (int i = 20; i < 40; ++i) sender.send(message_of({large, std::to_string(i)}));
    SECTION("all of it arrives") {
      for (int i = 10; i < 40; ++i) CHECK(receive(receiver) == Parts{large, std::to_string(i)});
    }
    SECTION("close") { CHECK(sender.close(milliseconds(0)) > 0); }
  });
}

TEST_CASE("a run of messages is accepted as far as there is room") {
  const ymq::IoContext context;
  ymq::Connector sender(context, YMQ_PUSH);
  sender.set(YMQ_OPTION_SEND_HWM, 3);
  sender.connect(free_endpoint("tcp"));
  const std::vector<ymq_part> parts(5, ymq_part{1, 0, 0});
  CHECK(sender.send_many(ymq::bytes_of("abcde"), parts, milliseconds(0)) == 3);
  CHECK(outcome_of([&] { sender.send_many(ymq::bytes_of("abcde"), parts, milliseconds(0)); }) == "AGAIN");
  CHECK(outcome_of([&] { sender.send_many(ymq::bytes_of("abcde"), parts, milliseconds(20)); }) == "TIMED_OUT");
}

TEST_CASE("a linger of 0 drops at once and counts") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector sender = make_waiting_sender(context, endpoint);
    for (int i = 0; i < 12; ++i) sender.send("x", kPatience);
    CHECK(sender.close(milliseconds(0)) == 12);
  });
}

TEST_CASE("a linger waits as long as it says for a peer that does not come, and counts") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    for (const bool by_option : {false, true}) {
      ymq::Connector sender = make_waiting_sender(context, endpoint);
      sender.send("x", kPatience);
      if (by_option) sender.set(YMQ_OPTION_LINGER, kMoment.count());
      const auto began = Clock::now();
      CHECK(sender.close(by_option ? ymq::kOwnLinger : kMoment) == 1);
      CHECK(Clock::now() - began >= kMoment);
    }
  });
}

TEST_CASE("an endless linger waits until the peer has come and everything is written") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector sender = make_waiting_sender(context, endpoint);
    sender.set(YMQ_OPTION_LINGER, -1);
    for (int i = 0; i < 500; ++i) sender.send(std::to_string(i) + std::string(5'000, 'x'), kPatience);
    auto closing = std::async(std::launch::async, [&] { return sender.close(); });
    ymq::Connector receiver(context, YMQ_PULL);
    receiver.bind(endpoint);
    for (int i = 0; i < 500; ++i) REQUIRE(receive(receiver) == Parts{std::to_string(i) + std::string(5'000, 'x')});
    CHECK(closing.get() == 0);
  });
}

TEST_CASE("closing right after sending delivers everything, to a peer in another context too") {
  for (const std::string& transport : {std::string("tcp"), std::string("ipc")}) {
    for (const std::uint32_t io_threads : {0u, 1u}) {
      DYNAMIC_SECTION(transport << " with " << io_threads << " io threads") {
        const ymq::IoContext there;
        ymq::Connector receiver(there, YMQ_PULL);
        receiver.set(YMQ_OPTION_RECEIVE_HWM, 0);
        const std::string endpoint = receiver.bind(wildcard(transport));
        {
          ymq::IoContext here(io_threads);
          ymq::Connector sender(here, YMQ_PUSH);
          sender.connect(endpoint);
          for (int i = 0; i < 200; ++i) sender.send(std::to_string(i) + std::string(20'000, 'x'), kPatience);
          CHECK(here.close(kPatience) == 0);
        }
        for (int i = 0; i < 200; ++i) REQUIRE(receive(receiver) == Parts{std::to_string(i) + std::string(20'000, 'x')});
      }
    }
  }
}

TEST_CASE("an undelivered message is told of once: to who closes its connector, not again to who closes the context") {
  for (int round = 0; round < 50; ++round) {
    ymq::IoContext context;
    ymq::Connector closed(context, YMQ_PUSH);
    closed.connect("ipc://@nobody-is-here");
    closed.send("x", kPatience);
    ymq::Connector open(context, YMQ_PUSH);
    open.connect("ipc://@nobody-is-here");
    for (int i = 0; i < 2; ++i) open.send("x", kPatience);
    REQUIRE(closed.close(milliseconds(0)) == 1);
    REQUIRE(context.close(milliseconds(0)) == 2);
  }
}

TEST_CASE("closing a context counts the undelivered messages of all its connectors and returns by its deadline") {
  on_every_transport([](ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector first = make_waiting_sender(context, endpoint);
    ymq::Connector second = make_waiting_sender(context, endpoint);
    second.set(YMQ_OPTION_LINGER, -1);
    for (int i = 0; i < 5; ++i) first.send("x", kPatience);
    for (int i = 0; i < 6; ++i) second.send("x", kPatience);
    const auto began = Clock::now();
    CHECK(context.close(kMoment) == 11);
    CHECK(Clock::now() - began >= kMoment);
    CHECK(outcome_of([&] { first.send("x"); }) == "INVALID_HANDLE");
  });
}

TEST_CASE("terminating a context does not wait") {
  ymq::IoContext context;
  ymq::Connector sender = make_waiting_sender(context, free_endpoint("tcp"));
  sender.set(YMQ_OPTION_LINGER, -1);
  for (int i = 0; i < 5; ++i) sender.send("x", kPatience);
  std::uint64_t undelivered = 0;
  CHECK(name_of(io_context_terminate(context.get(), &undelivered)) == "OK");
  CHECK(undelivered == 5);
  CHECK(name_of(io_context_terminate(context.get(), nullptr)) == "INVALID_HANDLE");
}

TEST_CASE("what a peer had no time to take is received after the sender has gone") {
  on_every_transport([](const ymq::IoContext& context, const std::string& endpoint) {
    ymq::Connector receiver(context, YMQ_PULL);
    receiver.bind(endpoint);
    {
      ymq::Connector sender = make_waiting_sender(context, endpoint);
      for (int i = 0; i < 100; ++i) sender.send(std::to_string(i), kPatience);
      CHECK(sender.close(kPatience) == 0);
    }
    for (int i = 0; i < 100; ++i) REQUIRE(receive(receiver) == Parts{std::to_string(i)});
  });
}

TEST_CASE("messages above the receiver's limit end the link, and smaller ones still arrive") {
  for (const std::string& transport : {std::string("tcp"), std::string("ipc")}) {
    DYNAMIC_SECTION(transport) {
      const ymq::IoContext context;
      ymq::Connector receiver(context, YMQ_PULL);
      receiver.set(YMQ_OPTION_MAX_MESSAGE_SIZE, 1'000);
      const std::string endpoint = receiver.bind(wildcard(transport));
      ymq::Connector sender = make_waiting_sender(context, endpoint);
      sender.send(std::string(968, 'a'), kPatience);
      CHECK(receive(receiver) == Parts{std::string(968, 'a')});
      sender.send(std::string(969, 'b'), kPatience);
      REQUIRE(eventually([&] { return receiver.stats().links_closed == 1; }));
      REQUIRE(eventually([&] { return sender.stats().links_closed == 1; }));
      sender.send("small", kPatience);
      CHECK(receive(receiver) == Parts{"small"});
    }
  }
}

}  // namespace abi
