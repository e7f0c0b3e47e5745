#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <thread>

#include "conformance/harness.h"

// The laws of the seam that hold on every implementation, the simulated network included. Both ends of every connection
// belong to the backend under test.
namespace conformance {

namespace {

constexpr Status kOk = Status::kOk;

bool all_ended_once(const Recorder& operation) {
  return std::count_if(operation.reports.begin(), operation.reports.end(),
                       [](const Report& one) { return one.last; }) == 1 &&
         operation.reports.back().last;
}

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 12345;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// Sends everything, however short the sends are.
class Sender {
 public:
  Sender(Backend& backend, Stream stream, std::string_view bytes)
      : operation(Action::kSend, stream), backend_(backend), left_(bytes) {
    operation.reaction = [this](Recorder&, const Report& report) {
      REQUIRE(report.last);
      left_.remove_prefix(report.size);
      if (report.outcome.ok() && !left_.empty()) submit();
    };
    submit();
  }
  bool done() const { return left_.empty(); }

  Recorder operation;

 private:
  void submit() {
    segment_ = segment(left_);
    operation.segments = {&segment_, 1};
    backend_.submit(operation);
  }

  Backend& backend_;
  std::string_view left_;
  iovec segment_{};
};

// Sends until nobody takes more, so that the stream's buffers are full. Returns how much.
std::size_t fill(Backend& backend, Stream stream) {
  static const std::string bytes = pattern(kReceiveSize);
  const iovec all = segment(bytes);
  std::size_t total = 0;
  for (;;) {
    std::size_t sent = 0;
    const Outcome outcome = backend.try_send(stream, {&all, 1}, sent);
    if (outcome.status == Status::kAgain) return total;
    INFO(outcome);
    REQUIRE(outcome.ok());
    total += sent;
  }
}

// Waits until so long after the start, in small turns. False: one of them lasted longer than allowed.
bool wait_without_pauses(Backend& backend, Time start, Time time, Time allowed) {
  for (Time before = start; before < start + time;) {
    std::size_t reports = 0;
    REQUIRE(wait_on(backend, before + allowed / 10, reports).ok());
    const Time after = backend.now();
    if (after - before > allowed) return false;
    before = after;
  }
  return true;
}

}  // namespace

EVERY_IMPLEMENTATION("bytes travel both ways over every kind of address") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kTcp6, Kind::kPath, Kind::kAbstract);
  CAPTURE(kind);
  if (!available(kind)) YMQ_SKIP("this machine has no IPv6 loopback");
  const Pair pair = connect_pair(*backend, kind);
  Recorder at_server(Action::kReceive, pair.server);
  Recorder at_client(Action::kReceive, pair.client);
  backend->submit(at_server);
  backend->submit(at_client);
  const Sender question(*backend, pair.client, "question");
  const Sender answer(*backend, pair.server, "answer");
  wait_until(*backend, [&] { return at_server.text() == "question" && at_client.text() == "answer"; });
  CHECK(question.operation.status() == kOk);
  CHECK(answer.operation.sent == 6);
  CHECK_FALSE(at_server.ended());
}

EVERY_IMPLEMENTATION("listen tells the port that the system chose") {
  Address bound;
  listen_on(*backend, fresh_address(Kind::kTcp4), bound);
  REQUIRE(bound.storage.ss_family == AF_INET);
  CHECK(reinterpret_cast<const sockaddr_in&>(bound.storage).sin_port != 0);
}

EVERY_IMPLEMENTATION("an address in use is refused, and free again once its listener is closed") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath, Kind::kAbstract);
  CAPTURE(kind);
  Address bound, again;
  const Stream first = listen_on(*backend, fresh_address(kind), bound);
  Stream second = 0;
  const Outcome outcome = backend->listen(bound, {}, second, again);
  CHECK(outcome.status == Status::kAddressInUse);
  CHECK(second == 0);
  close_now(*backend, first);
  listen_on(*backend, bound, again);
}

EVERY_IMPLEMENTATION("one accept reports many connections and ends once") {
  constexpr std::size_t kConnections = 100;
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*backend, fresh_address(Kind::kTcp4), bound);
  backend->submit(accept);
  std::array<std::optional<Recorder>, kConnections> connects;
  for (auto& connect : connects) {
    connect.emplace(Action::kConnect).address = bound;
    backend->submit(*connect);
  }
  wait_until(*backend, [&] {
    return accept.reports.size() == kConnections &&
           std::all_of(connects.begin(), connects.end(), [](const auto& connect) { return connect->ended(); });
  });
  std::vector<Stream> streams;
  for (const auto& connect : connects) streams.push_back(connect->reports[0].stream);
  for (const Report& report : accept.reports) streams.push_back(report.stream);
  std::sort(streams.begin(), streams.end());
  CHECK(std::adjacent_find(streams.begin(), streams.end()) == streams.end());
  CHECK(streams.front() != 0);
  CHECK_FALSE(accept.ended());
  backend->cancel(accept);
  wait_for_end(*backend, accept);
  CHECK(all_ended_once(accept));
  CHECK(accept.status() == Status::kCancelled);
}

EVERY_IMPLEMENTATION("a connection that nobody listens for is refused") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kAbstract);
  CAPTURE(kind);
  Recorder connect(Action::kConnect);
  close_now(*backend, listen_on(*backend, fresh_address(kind), connect.address));
  backend->submit(connect);
  CHECK(connect.reports.empty());
  wait_for_end(*backend, connect);
  CHECK(connect.status() == Status::kConnectionRefused);
  CHECK(connect.reports[0].stream == 0);
  CHECK(all_ended_once(connect));
}

EVERY_IMPLEMENTATION("submit and cancel make no report") {
  const Pair pair = connect_pair(*backend);
  const std::string bytes = "x";
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, pair.client);
  send.segments = {&all, 1};
  Recorder receive(Action::kReceive, pair.server);
  Recorder accept(Action::kAccept, pair.listener);
  Recorder stale(Action::kReceive, 0x7777'7777'7777'7777);
  Recorder connect(Action::kConnect);
  Recorder close(Action::kClose, pair.client);
  const std::array<Recorder*, 6> operations{&send, &receive, &accept, &stale, &connect, &close};
  for (Recorder* operation : operations) backend->submit(*operation);
  for (Recorder* operation : operations) CHECK(operation->reports.empty());
  for (Recorder* operation : operations) backend->cancel(*operation);
  for (Recorder* operation : operations) CHECK(operation->reports.empty());
  wait_until(*backend,
             [&] { return std::all_of(operations.begin(), operations.end(), [](auto* one) { return one->ended(); }); });
  settle(*backend);
  for (Recorder* operation : operations) CHECK(all_ended_once(*operation));
  CHECK(close.status() == kOk);
  CHECK(stale.status() == Status::kClosed);
}

EVERY_IMPLEMENTATION("a receive that waits can be cancelled, and another one goes on where it was") {
  const Pair pair = connect_pair(*backend);
  Recorder first(Action::kReceive, pair.server);
  backend->submit(first);
  settle(*backend);
  backend->cancel(first);
  backend->cancel(first);
  wait_for_end(*backend, first);
  CHECK(first.status() == Status::kCancelled);
  CHECK(all_ended_once(first));
  const Sender sender(*backend, pair.client, "later");
  wait_until(*backend, [&] { return sender.done(); });
  Recorder second(Action::kReceive, pair.server);
  backend->submit(second);
  wait_until(*backend, [&] { return second.text() == "later"; });
  backend->cancel(first);
  settle(*backend);
  CHECK(all_ended_once(first));
}

EVERY_IMPLEMENTATION("a receive can be cancelled inside its own report") {
  const Pair pair = connect_pair(*backend);
  Recorder receive(Action::kReceive, pair.server);
  receive.reaction = [&](Recorder& self, const Report& report) {
    if (!report.last) backend->cancel(self);
  };
  backend->submit(receive);
  const Sender sender(*backend, pair.client, "once");
  wait_for_end(*backend, receive);
  // A receive may be short; what it left is for the next one.
  const std::string got = receive.text();
  CHECK(!got.empty());
  CHECK(receive.status() == Status::kCancelled);
  CHECK(all_ended_once(receive));
  Recorder rest(Action::kReceive, pair.server);
  backend->submit(rest);
  wait_until(*backend, [&] { return got + rest.text() == "once"; });
}

EVERY_IMPLEMENTATION(
    "an accept can be cancelled inside its own report, and the connections behind are for the next accept") {
  Recorder accept(Action::kAccept);
  std::array<Recorder, 3> connects{Recorder(Action::kConnect), Recorder(Action::kConnect), Recorder(Action::kConnect)};
  Address bound;
  accept.stream = listen_on(*backend, fresh_address(Kind::kTcp4), bound);
  for (Recorder& connect : connects) {
    connect.address = bound;
    backend->submit(connect);
  }
  wait_until(*backend,
             [&] { return std::all_of(connects.begin(), connects.end(), [](auto& one) { return one.ended(); }); });
  accept.reaction = [&](Recorder& self, const Report& report) {
    if (!report.last) backend->cancel(self);
  };
  backend->submit(accept);
  wait_for_end(*backend, accept);
  const std::size_t accepted = accept.reports.size() - 1;
  CHECK(accepted >= 1);
  Recorder next(Action::kAccept, accept.stream);
  backend->submit(next);
  wait_until(*backend, [&] { return accepted + next.reports.size() == connects.size(); });
}

EVERY_IMPLEMENTATION("a connect can be cancelled") {
  Recorder connect(Action::kConnect);
  listen_on(*backend, fresh_address(Kind::kTcp4), connect.address);
  backend->submit(connect);
  backend->cancel(connect);
  wait_for_end(*backend, connect);
  settle(*backend);
  CHECK(all_ended_once(connect));
  CHECK((connect.status() == Status::kCancelled || connect.status() == kOk));
  CHECK((connect.reports[0].stream != 0) == (connect.status() == kOk));
}

EVERY_IMPLEMENTATION("a send that waits for room can be cancelled, and takes nothing with it") {
  const Pair pair = connect_pair(*backend);
  const std::size_t filled = fill(*backend, pair.client);
  const std::string bytes = "never";
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, pair.client);
  send.segments = {&all, 1};
  backend->submit(send);
  settle(*backend);
  REQUIRE(send.reports.empty());
  backend->cancel(send);
  wait_for_end(*backend, send);
  REQUIRE(send.status() == Status::kCancelled);
  close_now(*backend, pair.client);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_for_end(*backend, receive);
  CHECK(receive.bytes.size() == filled);
}

EVERY_IMPLEMENTATION("an operation that ended may be submitted again inside its report") {
  const Pair pair = connect_pair(*backend);
  const std::string bytes = "ab";
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, pair.client);
  send.segments = {&all, 1};
  send.reaction = [&](Recorder& self, const Report&) {
    if (self.reports.size() < 5) backend->submit(self);
  };
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(send);
  backend->submit(receive);
  wait_until(*backend, [&] { return receive.bytes.size() == 10; });
  CHECK(receive.text() == "ababababab");
}

EVERY_IMPLEMENTATION("a second operation of the same sort on a stream is refused") {
  const Pair pair = connect_pair(*backend);
  Recorder first(Action::kReceive, pair.server);
  Recorder second(Action::kReceive, pair.server);
  backend->submit(first);
  backend->submit(second);
  wait_for_end(*backend, second);
  CHECK(second.status() == Status::kInvalidArgument);
  CHECK(first.reports.empty());
}

EVERY_IMPLEMENTATION("close ends everything else on its stream first, then itself") {
  const Pair pair = connect_pair(*backend);
  fill(*backend, pair.client);
  const std::string bytes = "x";
  const iovec all = segment(bytes);
  std::vector<std::string> journal;
  Recorder receive(Action::kReceive, pair.client);
  Recorder send(Action::kSend, pair.client);
  Recorder close(Action::kClose, pair.client);
  Recorder late(Action::kReceive, pair.client);
  send.segments = {&all, 1};
  receive.name = "receive";
  send.name = "send";
  close.name = "close";
  for (Recorder* operation : {&receive, &send, &close}) operation->journal = &journal;
  backend->submit(receive);
  backend->submit(send);
  const bool cancel_first = GENERATE(false, true);
  CAPTURE(cancel_first);
  backend->submit(close);
  if (cancel_first) backend->cancel(receive);
  backend->submit(late);
  wait_for_end(*backend, close);
  wait_for_end(*backend, late);
  settle(*backend);
  REQUIRE(journal.size() == 3);
  CHECK(journal.back() == "close");
  CHECK(close.status() == kOk);
  CHECK(receive.status() == (cancel_first ? Status::kCancelled : Status::kClosed));
  CHECK(late.status() == Status::kClosed);
  for (const Recorder* operation : {&receive, &send, &close, &late}) CHECK(all_ended_once(*operation));
}

EVERY_IMPLEMENTATION(
    "closing a stream whose cancelled receive is not reported yet keeps the order, also from within a report") {
  const Pair one = connect_pair(*backend);
  const Pair other = connect_pair(*backend);
  std::vector<std::string> journal;
  Recorder victim(Action::kReceive, other.server);
  Recorder close(Action::kClose, other.server);
  Recorder trigger(Action::kReceive, one.server);
  victim.name = "receive";
  close.name = "close";
  victim.journal = close.journal = &journal;
  trigger.reaction = [&](Recorder&, const Report&) {
    backend->cancel(victim);
    backend->submit(close);
  };
  backend->submit(victim);
  backend->submit(trigger);
  const Sender sender(*backend, one.client, "now");
  wait_for_end(*backend, close);
  CHECK(journal == std::vector<std::string>{"receive", "close"});
}

EVERY_IMPLEMENTATION("closing a listener ends its accept") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath);
  Recorder accept(Action::kAccept);
  Address bound;
  accept.stream = listen_on(*backend, fresh_address(kind), bound);
  backend->submit(accept);
  settle(*backend);
  close_now(*backend, accept.stream);
  CHECK(accept.ended());
  CHECK(accept.status() == Status::kClosed);
}

EVERY_IMPLEMENTATION("the number of a closed stream is not given to another one") {
  std::vector<Stream> seen;
  for (int i = 0; i < 50; ++i) {
    const Pair pair = connect_pair(*backend);
    for (const Stream stream : {pair.listener, pair.client, pair.server}) {
      CHECK(std::find(seen.begin(), seen.end(), stream) == seen.end());
      seen.push_back(stream);
      close_now(*backend, stream);
    }
  }
  for (const Stream stream : seen) {
    Recorder stale(Action::kReceive, stream);
    backend->submit(stale);
    wait_for_end(*backend, stale);
    CHECK(stale.status() == Status::kClosed);
  }
}

EVERY_IMPLEMENTATION("a send larger than every buffer is cut, waits for room, and arrives whole") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath);
  CAPTURE(kind);
  const Pair pair = connect_pair(*backend, kind);
  const std::string bytes = pattern(32 * 1024 * 1024);
  const Sender sender(*backend, pair.client, bytes);
  settle(*backend);
  REQUIRE_FALSE(sender.done());
  REQUIRE(sender.operation.sent < bytes.size());
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_until(*backend, [&] { return receive.bytes.size() == bytes.size(); });
  CHECK(sender.done());
  CHECK(receive.bytes == bytes);
  const auto too_large = std::find_if(receive.reports.begin(), receive.reports.end(),
                                      [](const Report& report) { return report.size > kReceiveSize; });
  CHECK(too_large == receive.reports.end());
}

EVERY_IMPLEMENTATION("a send gathers its segments in their order") {
  const Pair pair = connect_pair(*backend);
  std::array<std::string, kMaxSegments> texts;
  std::array<iovec, kMaxSegments> segments;
  std::string whole;
  for (std::size_t i = 0; i < kMaxSegments; ++i) {
    texts[i] = std::to_string(i) + ",";
    segments[i] = segment(texts[i]);
    whole += texts[i];
  }
  Recorder send(Action::kSend, pair.client);
  send.segments = segments;
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(send);
  backend->submit(receive);
  wait_until(*backend, [&] { return receive.bytes.size() == whole.size(); });
  CHECK(receive.text() == whole);
  CHECK(send.sent == whole.size());
}

EVERY_IMPLEMENTATION("try_send sends at once, says when there is no room, and a send submitted then goes on") {
  const Pair pair = connect_pair(*backend);
  const std::size_t filled = fill(*backend, pair.client);
  const std::string bytes = "end";
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, pair.client);
  send.segments = {&all, 1};
  backend->submit(send);
  settle(*backend);
  CHECK(send.reports.empty());
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_until(*backend, [&] { return receive.bytes.size() == filled + bytes.size(); });
  CHECK(receive.text().substr(filled) == bytes);
  CHECK(send.status() == kOk);
}

EVERY_IMPLEMENTATION("await_room waits for room, until a moment, and not for a stream that is broken or closed") {
  const Pair pair = connect_pair(*backend);
  CHECK(backend->await_room(pair.client, ymq::kNever).ok());
  const std::size_t filled = fill(*backend, pair.client);
  const ymq::Time before = backend->now();
  CHECK(backend->await_room(pair.client, before + 20 * ymq::kMillisecond).status == Status::kTimedOut);
  CHECK(backend->now() - before >= 20 * ymq::kMillisecond);
  CHECK(backend->await_room(pair.client, before).status == Status::kTimedOut);
  SECTION("room comes") {
    Outcome outcome{Status::kInternal, 0};
    std::thread waiting([&] { outcome = backend->await_room(pair.client, ymq::kNever); });
    Recorder receive(Action::kReceive, pair.server);
    backend->submit(receive);
    wait_until(*backend, [&] { return receive.bytes.size() == filled; });
    waiting.join();
    CHECK(outcome.ok());
    backend->cancel(receive);
    wait_for_end(*backend, receive);
  }
  SECTION("the other side goes") {
    close_now(*backend, pair.server);
    CHECK(backend->await_room(pair.client, ymq::kNever).ok());
  }
  close_now(*backend, pair.client);
  CHECK(backend->await_room(pair.client, ymq::kNever).status == Status::kClosed);
}

EVERY_IMPLEMENTATION("try_send on a closed stream says so") {
  const Pair pair = connect_pair(*backend);
  close_now(*backend, pair.client);
  const iovec all = segment("x");
  std::size_t sent = 7;
  CHECK(backend->try_send(pair.client, {&all, 1}, sent).status == Status::kClosed);
  CHECK(backend->try_send(0, {&all, 1}, sent).status == Status::kClosed);
  CHECK(backend->try_send(~Stream{0}, {&all, 1}, sent).status == Status::kClosed);
  CHECK(sent == 0);
}

EVERY_IMPLEMENTATION(
    "a target gets its bytes in place, and may change to another and back to lent memory inside reports") {
  const Pair pair = connect_pair(*backend);
  const std::string bytes = pattern(400'000);
  std::vector<std::byte> first(1'000), second(300'000);
  std::size_t in_first = 0, in_second = 0;
  std::string lent;
  Recorder receive(Action::kReceive, pair.server);
  receive.target = first;
  receive.reaction = [&](Recorder& self, const Report& report) {
    if (report.last) return;
    const bool targeted = !self.target.empty();
    CHECK((report.owner == nullptr) == targeted);
    if (targeted) {
      CHECK(report.data == self.target.data());
      CHECK(report.size <= self.target.size());
    } else {
      lent.append(reinterpret_cast<const char*>(report.data), report.size);
    }
    if (in_first < first.size()) {
      in_first += report.size;
      self.target = std::span(first).subspan(in_first);
      if (in_first == first.size()) self.target = second;
    } else if (in_second < second.size()) {
      in_second += report.size;
      self.target = std::span(second).subspan(in_second);
    }
  };
  backend->submit(receive);
  const Sender sender(*backend, pair.client, bytes);
  wait_until(*backend, [&] { return in_first + in_second + lent.size() == bytes.size(); });
  CHECK(std::memcmp(first.data(), bytes.data(), first.size()) == 0);
  CHECK(std::memcmp(second.data(), bytes.data() + first.size(), second.size()) == 0);
  CHECK(lent == bytes.substr(first.size() + second.size()));
}

EVERY_IMPLEMENTATION("lent bytes that somebody keeps stay as they are while others arrive") {
  const std::array<Pair, 2> pairs{connect_pair(*backend), connect_pair(*backend)};
  struct Kept {
    ymq::BlockRef block;
    const std::byte* data;
    std::string copy;
  };
  std::vector<Kept> kept;
  std::array<std::optional<Recorder>, 2> receives;
  for (std::size_t i = 0; i < 2; ++i) {
    receives[i].emplace(Action::kReceive, pairs[i].server).reaction = [&](Recorder& self, const Report& report) {
      if (report.last) return;
      REQUIRE(report.owner);
      REQUIRE(report.data >= report.owner->data());
      REQUIRE(report.data + report.size <= report.owner->data() + report.owner->capacity());
      // Every third one is let go, so that blocks are both kept and used again.
      if (self.reports.size() % 3 == 0) return;
      kept.push_back(
          {ymq::BlockRef::share(report.owner), report.data, {reinterpret_cast<const char*>(report.data), report.size}});
    };
    backend->submit(*receives[i]);
  }
  const std::string small = pattern(100), large = pattern(700'000);
  for (int round = 0; round < 40; ++round) {
    const Sender one(*backend, pairs[0].client, small);
    const Sender other(*backend, pairs[1].client, large);
    const std::size_t sum = static_cast<std::size_t>(round + 1) * (small.size() + large.size());
    wait_until(*backend, [&] { return receives[0]->bytes.size() + receives[1]->bytes.size() == sum; });
    if (kept.size() > 20) kept.erase(kept.begin(), kept.begin() + 10);
  }
  REQUIRE(kept.size() > 2);
  for (const Kept& one : kept) CHECK(std::memcmp(one.data, one.copy.data(), one.copy.size()) == 0);
}

EVERY_IMPLEMENTATION("the end of the stream is reported last, behind every byte before it") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath);
  CAPTURE(kind);
  const Pair pair = connect_pair(*backend, kind);
  const std::string bytes = pattern(100'000);
  const Sender sender(*backend, pair.client, bytes);
  wait_until(*backend, [&] { return sender.done(); });
  close_now(*backend, pair.client);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_for_end(*backend, receive);
  CHECK(receive.bytes == bytes);
  CHECK(receive.status() == Status::kPeerClosed);
  CHECK(receive.reports.back().size == 0);
  receive.forget();
  backend->submit(receive);
  wait_for_end(*backend, receive);
  CHECK(receive.status() == Status::kPeerClosed);
}

EVERY_IMPLEMENTATION("the end of the stream is noticed by a receive that waits") {
  const Pair pair = connect_pair(*backend);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  settle(*backend);
  close_now(*backend, pair.client);
  wait_for_end(*backend, receive);
  CHECK(receive.status() == Status::kPeerClosed);
}

EVERY_IMPLEMENTATION("sending to a peer that is gone ends with an error, whether or not somebody waits for it") {
  const Pair pair = connect_pair(*backend);
  fill(*backend, pair.client);
  const std::string bytes = "x";
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, pair.client);
  send.segments = {&all, 1};
  // Between the end of the peer's stream and its reset there may be room for some more.
  send.reaction = [&](Recorder& self, const Report& report) {
    if (report.outcome.ok()) backend->submit(self);
  };
  backend->submit(send);
  settle(*backend);
  close_now(*backend, pair.server);
  wait_until(*backend, [&] { return !send.reports.empty() && !send.reports.back().outcome.ok(); });
  CHECK(send.status() == Status::kConnectionReset);
  std::size_t sent = 0;
  CHECK(backend->try_send(pair.client, {&all, 1}, sent).status == Status::kConnectionReset);
}

EVERY_IMPLEMENTATION("two busy streams progress side by side") {
  const std::array<Pair, 2> pairs{connect_pair(*backend), connect_pair(*backend)};
  const std::string bytes = pattern(1024 * 1024);
  const iovec all = segment(bytes);
  std::array<std::optional<Recorder>, 2> sends, receives;
  std::array<std::size_t, 2> received{};
  for (std::size_t i = 0; i < 2; ++i) {
    sends[i].emplace(Action::kSend, pairs[i].client).segments = {&all, 1};
    sends[i]->reaction = [&](Recorder& self, const Report&) { backend->submit(self); };
    receives[i].emplace(Action::kReceive, pairs[i].server).reaction = [&, i](Recorder& self, const Report& report) {
      received[i] += report.size;
      self.bytes.clear();
    };
    backend->submit(*sends[i]);
    backend->submit(*receives[i]);
  }
  constexpr std::size_t kMuch = 64 * 1024 * 1024;
  wait_until(*backend, [&] { return received[0] >= kMuch || received[1] >= kMuch; });
  CHECK(std::min(received[0], received[1]) > kMuch / 8);
}

EVERY_IMPLEMENTATION("a busy stream does not keep a new connection waiting") {
  const Pair busy = connect_pair(*backend);
  const std::string bytes = pattern(1024 * 1024);
  const iovec all = segment(bytes);
  Recorder send(Action::kSend, busy.client), receive(Action::kReceive, busy.server);
  send.segments = {&all, 1};
  std::size_t received = 0;
  send.reaction = [&](Recorder& self, const Report&) { backend->submit(self); };
  receive.reaction = [&](Recorder& self, const Report& report) {
    received += report.size;
    self.bytes.clear();
  };
  backend->submit(send);
  backend->submit(receive);
  wait_until(*backend, [&] { return received > bytes.size(); });
  const std::size_t before = received;
  connect_pair(*backend);
  CHECK(received - before < 1024 * bytes.size());
}

EVERY_IMPLEMENTATION("wait returns at its deadline, and not before") {
  const Time start = backend->now();
  const Time until = start + 20 * ymq::kMillisecond + 1;
  std::size_t reports = 7;
  CHECK(wait_on(*backend, until, reports).ok());
  CHECK(reports == 0);
  CHECK(backend->now() >= until);
  CHECK(backend->wait(start, reports).ok());
  CHECK(backend->wait(std::numeric_limits<Time>::min(), reports).ok());
}

EVERY_IMPLEMENTATION("wait counts its reports") {
  std::array<Recorder, 3> stale{Recorder(Action::kReceive, 1), Recorder(Action::kSend, 2), Recorder(Action::kClose, 3)};
  for (Recorder& operation : stale) backend->submit(operation);
  std::size_t reports = 0;
  CHECK(wait_on(*backend, ymq::kNever, reports).ok());
  CHECK(reports == 3);
}

EVERY_IMPLEMENTATION("a wake before the wait ends it, however many wakes there were, and only once") {
  for (int i = 0; i < 3; ++i) backend->wake();
  std::size_t reports = 7;
  CHECK(wait_on(*backend, ymq::kNever, reports).ok());
  CHECK(reports == 0);
  const Time until = backend->now() + 20 * ymq::kMillisecond;
  CHECK(wait_on(*backend, until, reports).ok());
  CHECK(backend->now() >= until);
}

EVERY_IMPLEMENTATION("a stream moves to another backend with the bytes that wait in it") {
  const auto other = implementation.make();
  const Pair pair = connect_pair(*backend);
  Recorder early(Action::kReceive, pair.server);
  const bool used = GENERATE(false, true);
  CAPTURE(used);
  if (used) {
    backend->submit(early);
    settle(*backend);
    CHECK(backend->detach(pair.server) == -1);
    backend->cancel(early);
    wait_for_end(*backend, early);
  }
  const Sender question(*backend, pair.client, "question");
  wait_until(*backend, [&] { return question.done(); });
  Stream moved = 0;
  REQUIRE(other->adopt(backend->detach(pair.server), moved).ok());
  CHECK(backend->detach(pair.server) == -1);
  Recorder stale(Action::kReceive, pair.server);
  backend->submit(stale);
  wait_for_end(*backend, stale);
  CHECK(stale.status() == Status::kClosed);
  Recorder at_server(Action::kReceive, moved);
  other->submit(at_server);
  wait_until(*other, [&] { return at_server.text() == "question"; });
  const Sender answer(*other, moved, "answer");
  wait_until(*other, [&] { return answer.done(); });
  Recorder at_client(Action::kReceive, pair.client);
  backend->submit(at_client);
  wait_until(*backend, [&] { return at_client.text() == "answer"; });
  close_now(*other, moved);
  wait_for_end(*backend, at_client);
  CHECK(at_client.status() == Status::kPeerClosed);
}

EVERY_IMPLEMENTATION("a stream can be moved inside the report that brought it") {
  const auto other = implementation.make();
  Recorder accept(Action::kAccept), connect(Action::kConnect);
  std::array<Stream, 2> moved{};
  const auto move = [&](Stream& to) {
    return [&](Recorder&, const Report& report) {
      if (report.stream != 0) REQUIRE(other->adopt(backend->detach(report.stream), to).ok());
    };
  };
  accept.reaction = move(moved[0]);
  connect.reaction = move(moved[1]);
  accept.stream = listen_on(*backend, fresh_address(Kind::kTcp4), connect.address);
  backend->submit(accept);
  backend->submit(connect);
  wait_until(*backend, [&] { return moved[0] != 0 && moved[1] != 0; });
  Recorder receive(Action::kReceive, moved[0]);
  other->submit(receive);
  const Sender sender(*other, moved[1], "moved");
  wait_until(*other, [&] { return receive.text() == "moved"; });
}

EVERY_IMPLEMENTATION("what is no stream cannot be moved") {
  Stream stream = 7;
  CHECK(backend->detach(0) == -1);
  CHECK(backend->adopt(-1, stream).status == Status::kInvalidArgument);
  CHECK(stream == 7);
}

EVERY_IMPLEMENTATION("what a stream sent is unconfirmed at most until it has arrived") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kTcp6, Kind::kPath, Kind::kAbstract);
  CAPTURE(kind);
  if (!available(kind)) YMQ_SKIP("this machine has no IPv6 loopback");
  const Pair pair = connect_pair(*backend, kind);
  CHECK(backend->unconfirmed(pair.client) == 0);
  const std::string bytes = pattern(100'000);
  const Sender sender(*backend, pair.client, bytes);
  wait_until(*backend, [&] { return sender.done(); });
  CHECK(backend->unconfirmed(pair.client) <= bytes.size());
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_until(*backend, [&] { return receive.bytes.size() == bytes.size(); });
  poll_until(*backend, [&] { return backend->unconfirmed(pair.client) == 0; });
  CHECK(backend->unconfirmed(pair.server) == 0);
}

EVERY_IMPLEMENTATION("a broken stream still says what is unconfirmed; one that is closed has nothing to say") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath);
  CAPTURE(kind);
  const Pair pair = connect_pair(*backend, kind);
  const std::size_t filled = fill(*backend, pair.client);
  Recorder receive(Action::kReceive, pair.client);
  backend->submit(receive);
  close_now(*backend, pair.server);
  wait_for_end(*backend, receive);
  const std::size_t unconfirmed = backend->unconfirmed(pair.client);
  CHECK(unconfirmed > 0);
  CHECK(unconfirmed <= filled);
  CHECK(backend->unconfirmed(pair.client) == unconfirmed);
  close_now(*backend, pair.client);
  CHECK(backend->unconfirmed(pair.client) == 0);
}

EVERY_IMPLEMENTATION("a network timeout changes nothing for streams that are well, or local, or none") {
  const Kind kind = GENERATE(Kind::kTcp4, Kind::kPath);
  CAPTURE(kind);
  const Pair pair = connect_pair(*backend, kind);
  for (const Stream stream : {pair.client, pair.server, Stream{0}, ~Stream{0}}) {
    backend->set_network_timeout(stream, 10'000 * ymq::kMillisecond);
  }
  const std::string bytes = pattern(100'000);
  const Sender sender(*backend, pair.client, bytes);
  Recorder receive(Action::kReceive, pair.server);
  backend->submit(receive);
  wait_until(*backend, [&] { return receive.bytes.size() == bytes.size(); });
  CHECK(receive.bytes == bytes);
  close_now(*backend, pair.client);
  wait_for_end(*backend, receive);
  CHECK(receive.status() == Status::kPeerClosed);
}

EVERY_IMPLEMENTATION("a peer that takes nothing for longer than the network timeout is waited for") {
  bool conclusive = false;
  for (Time timeout = 200 * ymq::kMillisecond; !conclusive; timeout *= 2) {
    CAPTURE(timeout);
    REQUIRE(timeout < 60 * ymq::kSecond);
    const Pair pair = connect_pair(*backend);
    Recorder at_client(Action::kReceive, pair.client), at_server(Action::kReceive, pair.server);
    backend->submit(at_client);
    const std::size_t filled = fill(*backend, pair.client);
    const Time start = backend->now();
    backend->set_network_timeout(pair.client, timeout);
    // Where the machine lets nobody wait for that long, the backend cannot do its part.
    conclusive = wait_without_pauses(*backend, start, 4 * timeout, timeout / 2);
    if (conclusive) {
      CHECK(at_client.reports.empty());
      backend->set_network_timeout(pair.client, 0);
      backend->submit(at_server);
      wait_until(*backend, [&] { return at_server.bytes.size() == filled || at_server.ended(); });
      CHECK(at_server.bytes.size() == filled);
    }
    for (const Stream stream : {pair.client, pair.server, pair.listener}) close_now(*backend, stream);
  }
}

EVERY_IMPLEMENTATION("destroying a backend forgets what is in flight") {
  auto doomed = implementation.make();
  const Pair pair = connect_pair(*doomed);
  Recorder receive(Action::kReceive, pair.server), accept(Action::kAccept, pair.listener),
      close(Action::kClose, pair.client);
  doomed->submit(receive);
  doomed->submit(accept);
  settle(*doomed);
  doomed->submit(close);
  doomed.reset();
  CHECK(receive.reports.empty());
  CHECK(accept.reports.empty());
  CHECK(close.reports.empty());
}

}  // namespace conformance
