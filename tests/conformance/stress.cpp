#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <optional>
#include <random>
#include <thread>

#include "conformance/harness.h"

// The laws where it is narrow: many streams, memory that readers keep, wishes that meet completions halfway, and a
// driver of its own.
namespace conformance {

namespace {

std::string noise(std::size_t size, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Sends all of these bytes, in pieces of at most this size.
class Feed {
 public:
  Feed(Backend& backend, Stream stream, std::string bytes, std::size_t piece)
      : operation_(Action::kSend, stream), backend_(backend), bytes_(std::move(bytes)), piece_(piece) {
    operation_.reaction = [this](Recorder&, const Report& report) {
      REQUIRE(report.outcome.ok());
      sent_ += report.size;
      if (!done()) submit();
    };
    submit();
  }
  bool done() const { return sent_ == bytes_.size(); }
  const std::string& bytes() const { return bytes_; }

 private:
  void submit() {
    segment_ = segment(std::string_view(bytes_).substr(sent_, piece_));
    operation_.segments = {&segment_, 1};
    backend_.submit(operation_);
  }

  Recorder operation_;
  Backend& backend_;
  const std::string bytes_;
  const std::size_t piece_;
  std::size_t sent_ = 0;
  iovec segment_{};
};

// Lets the process have so many descriptors; false where it may not.
class Descriptors {
 public:
  explicit Descriptors(rlim_t wanted) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit more{std::max(wanted, before_.rlim_cur), before_.rlim_max};
    granted_ = setrlimit(RLIMIT_NOFILE, &more) == 0;
  }
  ~Descriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  bool granted() const { return granted_; }

 private:
  rlimit before_{};
  bool granted_ = false;
};

}  // namespace

EVERY_IMPLEMENTATION("streams whose readers keep everything get it all, though no memory comes back") {
  constexpr std::size_t kStreams = 40;
  const std::size_t size = GENERATE(std::size_t{300}, std::size_t{5'000}, std::size_t{400'000});
  CAPTURE(size);
  std::array<std::optional<Recorder>, kStreams> receives;
  std::array<std::optional<Feed>, kStreams> feeds;
  for (std::size_t i = 0; i < kStreams; ++i) {
    const Pair pair = connect_pair(*backend, Kind::kAbstract);
    receives[i].emplace(Action::kReceive, pair.server).keep = true;
    backend->submit(*receives[i]);
    feeds[i].emplace(*backend, pair.client, noise(size, static_cast<std::uint32_t>(i)), size);
  }
  wait_until(*backend, [&] {
    return std::all_of(receives.begin(), receives.end(), [&](auto& one) { return one->bytes.size() == size; });
  });
  for (std::size_t i = 0; i < kStreams; ++i) {
    CHECK(receives[i]->bytes == feeds[i]->bytes());
    CHECK_FALSE(receives[i]->kept.empty());
    // What was kept is still what it was.
    std::string again;
    for (const Report& report : receives[i]->reports) {
      again.append(reinterpret_cast<const char*>(report.data), report.size);
    }
    CHECK(again == feeds[i]->bytes());
  }
}

EVERY_IMPLEMENTATION("targets that come and go while bytes keep coming get theirs without a gap") {
  const Pair pair = connect_pair(*backend);
  const std::size_t piece = GENERATE(std::size_t{700}, std::size_t{60'000}, std::size_t{3'000'000});
  CAPTURE(piece);
  std::mt19937 random(3);
  std::vector<std::byte> memory;
  std::string got;
  Recorder receive(Action::kReceive, pair.server);
  std::size_t in_target = 0;
  receive.reaction = [&](Recorder& self, const Report& report) {
    if (report.last) return;
    self.bytes.clear();
    got.append(reinterpret_cast<const char*>(report.data), report.size);
    if (!self.target.empty()) {
      REQUIRE(report.owner == nullptr);
      REQUIRE(report.data == self.target.data());
      in_target += report.size;
      self.target = self.target.subspan(report.size);
      if (!self.target.empty()) return;
    }
    if (random() % 3 == 0) return;
    memory.resize(1 + random() % (random() % 2 == 0 ? 2'000 : 400'000));
    self.target = memory;
  };
  backend->submit(receive);
  const Feed feed(*backend, pair.client, noise(3'000'000, 5), piece);
  wait_until(*backend, [&] { return got.size() == feed.bytes().size(); });
  CHECK(got == feed.bytes());
  CHECK(in_target > 0);
}

EVERY_IMPLEMENTATION("cancelling a receive again and again while bytes arrive loses none of them") {
  const Pair pair = connect_pair(*backend);
  const bool targeted = GENERATE(false, true);
  CAPTURE(targeted);
  std::vector<std::byte> memory(100'000);
  std::string got;
  Recorder receive(Action::kReceive, pair.server);
  receive.reaction = [&](Recorder& self, const Report& report) {
    if (!report.last) got.append(reinterpret_cast<const char*>(report.data), report.size);
    self.bytes.clear();
  };
  const Feed feed(*backend, pair.client, noise(2'000'000, 11), 10'000);
  std::size_t cancelled = 0;
  const Time deadline = backend->now() + 30'000 * ymq::kMillisecond;
  while (got.size() < feed.bytes().size() && backend->now() < deadline) {
    receive.forget();
    receive.target = targeted ? std::span(memory) : std::span<std::byte>();
    backend->submit(receive);
    std::size_t reports = 0;
    REQUIRE(backend->wait(0, reports).ok());
    backend->cancel(receive);
    wait_for_end(*backend, receive);
    cancelled += receive.status() == Status::kCancelled;
  }
  CHECK(got == feed.bytes());
  CHECK(cancelled > 0);
}

EVERY_IMPLEMENTATION("a send that is cancelled halfway has sent what it says and not a byte more") {
  const Pair pair = connect_pair(*backend);
  const std::string bytes = noise(8'000'000, 13);
  std::size_t sent = 0;
  for (int round = 0; round < 50; ++round) {
    const iovec rest = segment(std::string_view(bytes).substr(sent));
    Recorder send(Action::kSend, pair.client);
    send.segments = {&rest, 1};
    backend->submit(send);
    if (round % 2 == 0) settle(*backend);
    backend->cancel(send);
    wait_for_end(*backend, send);
    sent += send.sent;
  }
  REQUIRE(sent < bytes.size());
  close_now(*backend, pair.client);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_for_end(*backend, receive);
  CHECK(receive.bytes == bytes.substr(0, sent));
}

EVERY_IMPLEMENTATION("a stream can be closed with bytes unread, a receive armed and a send under way") {
  for (int round = 0; round < 40; ++round) {
    const Pair pair = connect_pair(*backend, round % 2 == 0 ? Kind::kTcp4 : Kind::kPath);
    std::vector<std::byte> memory(200'000);
    const std::string bytes = noise(300'000, 17);
    const iovec all = segment(bytes);
    Recorder receive(Action::kReceive, pair.server), answer(Action::kSend, pair.server),
        send(Action::kSend, pair.client);
    Recorder close(Action::kClose, pair.server);
    if (round % 4 < 2) receive.target = memory;
    send.segments = answer.segments = {&all, 1};
    backend->submit(receive);
    if (round % 3 == 0) settle(*backend);
    backend->submit(send);
    backend->submit(answer);
    if (round % 5 == 0) settle(*backend);
    backend->submit(close);
    wait_for_end(*backend, close);
    CHECK(receive.ended());
    CHECK(receive.status() == Status::kClosed);
    CHECK(answer.ended());
    wait_for_end(*backend, send);
    const std::size_t received = receive.reports.size();
    settle(*backend);
    CHECK(receive.reports.size() == received);
    close_now(*backend, pair.client);
    close_now(*backend, pair.listener);
  }
}

EVERY_IMPLEMENTATION("a thousand streams echo side by side") {
  constexpr std::size_t kStreams = 1'000;
  const Descriptors enough(2 * kStreams + 200);
  if (!enough.granted()) YMQ_SKIP("this process may not have enough descriptors");
  struct Echo {
    explicit Echo(const Pair& pair)
        : question(Action::kSend, pair.client),
          answer(Action::kSend, pair.server),
          asked(Action::kReceive, pair.server),
          answered(Action::kReceive, pair.client) {}
    Recorder question, answer, asked, answered;
    std::string text;
    iovec asks{}, answers{};
  };
  Address bound;
  Recorder accept(Action::kAccept, listen_on(*backend, fresh_address(Kind::kAbstract), bound));
  backend->submit(accept);
  std::vector<std::unique_ptr<Echo>> echoes;
  for (std::size_t i = 0; i < kStreams; ++i) {
    Recorder connect(Action::kConnect);
    connect.address = bound;
    backend->submit(connect);
    wait_until(*backend, [&] { return connect.ended() && accept.reports.size() == i + 1; });
    REQUIRE(connect.reports[0].outcome.ok());
    Echo& echo = *echoes.emplace_back(
        std::make_unique<Echo>(Pair{accept.stream, connect.reports[0].stream, accept.reports[i].stream}));
    echo.text = "message " + std::to_string(i);
    echo.asks = segment(echo.text);
    echo.question.segments = {&echo.asks, 1};
    echo.asked.reaction = [&](Recorder& self, const Report&) {
      echo.answers = segment(self.bytes);
      echo.answer.segments = {&echo.answers, 1};
      backend->submit(echo.answer);
    };
  }
  for (const auto& echo : echoes) {
    for (Recorder* operation : {&echo->asked, &echo->answered, &echo->question}) backend->submit(*operation);
  }
  wait_until(*backend, [&] {
    return std::all_of(echoes.begin(), echoes.end(), [](auto& one) { return one->answered.bytes == one->text; });
  });
  for (const auto& echo : echoes) CHECK(echo->answer.ended());
}

EVERY_IMPLEMENTATION("waits that are short end in time, and miss nothing") {
  const Pair pair = connect_pair(*backend);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  for (int i = 0; i < 300; ++i) {
    const Time until = backend->now() + i * 1'000;
    std::size_t reports = 0;
    const Outcome outcome = wait_on(*backend, until, reports);
    INFO(outcome);
    REQUIRE(outcome.ok());
    REQUIRE((reports != 0 || backend->now() >= until));
    if (i % 10 != 0) continue;
    const iovec one = segment("x");
    std::size_t sent = 0;
    REQUIRE(backend->try_send(pair.client, {&one, 1}, sent).ok());
  }
  wait_until(*backend, [&] { return receive.bytes.size() == 30; });
}

EVERY_SYSTEM_IMPLEMENTATION("a backend that is gone writes into no memory") {
  auto doomed = implementation.make();
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*doomed, fresh_address(Kind::kAbstract), bound);
  doomed->submit(accept);
  const int raw = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(connect(raw, bound.get(), bound.size) == 0);
  wait_until(*doomed, [&] { return !accept.reports.empty(); });
  std::vector<std::byte> memory(100'000, std::byte{7});
  Recorder receive(Action::kReceive, accept.reports[0].stream);
  receive.target = memory;
  doomed->submit(receive);
  settle(*doomed);
  const bool elsewhere = GENERATE(false, true);
  CAPTURE(elsewhere);
  if (elsewhere) {
    std::thread([&] { doomed.reset(); }).join();
  } else {
    doomed.reset();
  }
  const std::string bytes(50'000, 'w');
  CHECK(send(raw, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) == -1);
  char byte = 0;
  CHECK(recv(raw, &byte, 1, MSG_DONTWAIT) <= 0);
  CHECK(std::all_of(memory.begin(), memory.end(), [](std::byte one) { return one == std::byte{7}; }));
  CHECK(receive.reports.empty());
  close(raw);
}

EVERY_SYSTEM_IMPLEMENTATION("one thread sets a backend up, another drives it, a third destroys it") {
  auto own = implementation.make();
  Address bound;
  Recorder accept(Action::kAccept, listen_on(*own, fresh_address(Kind::kTcp4), bound));
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
  Stream adopted = 0;
  REQUIRE(own->adopt(ends[0], adopted).ok());
  Recorder receive(Action::kReceive, adopted), connect(Action::kConnect);
  connect.address = bound;
  REQUIRE(write(ends[1], "hello", 5) == 5);
  bool done = false;
  std::thread([&] {
    for (Recorder* operation : {&accept, &receive, &connect}) own->submit(*operation);
    const Time deadline = own->now() + 10'000 * ymq::kMillisecond;
    const auto all = [&] { return receive.text() == "hello" && connect.ended() && !accept.reports.empty(); };
    for (std::size_t reports = 0; !all() && own->now() < deadline;) own->wait(deadline, reports);
    done = all();
  }).join();
  CHECK(done);
  CHECK(connect.status() == Status::kOk);
  std::thread([&] { own.reset(); }).join();
  pollfd end{ends[1], POLLIN, 0};
  CHECK(poll(&end, 1, 10'000) == 1);
  CHECK((end.revents & POLLHUP) != 0);
  close(ends[1]);
}

EVERY_SYSTEM_IMPLEMENTATION("a storm of wakes and bytes from other threads loses neither") {
  const Pair pair = connect_pair(*backend);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  constexpr std::size_t kRounds = 3'000;
  std::atomic<std::size_t> woken{0}, sent{0};
  std::thread waker([&] {
    for (std::size_t i = 0; i < kRounds; ++i) {
      woken.fetch_add(1, std::memory_order_relaxed);
      backend->wake();
    }
  });
  std::thread sender([&] {
    const iovec one = segment("12345678");
    while (sent < kRounds * 8) {
      std::size_t size = 0;
      backend->try_send(pair.client, {&one, 1}, size);
      sent += size;
    }
  });
  const Time deadline = backend->now() + 30'000 * ymq::kMillisecond;
  while ((woken < kRounds || receive.bytes.size() < kRounds * 8) && backend->now() < deadline) {
    std::size_t reports = 0;
    backend->wait(deadline, reports);
  }
  waker.join();
  sender.join();
  CHECK(woken == kRounds);
  wait_until(*backend, [&] { return receive.bytes.size() == sent; });
}

EVERY_IMPLEMENTATION("what it is like does not change") {
  const Traits before = backend->traits();
  connect_pair(*backend);
  CHECK(backend->traits().one_driver == before.one_driver);
  CHECK(backend->traits().gathers_sends == before.gathers_sends);
  CHECK(before.one_driver == std::string_view(implementation.name).starts_with("io_uring"));
}

}  // namespace conformance
