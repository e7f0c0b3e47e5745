#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <cerrno>
#include <string_view>

#include "catch.h"
#include "interop/peer.h"
#include "interop/raw_peer.h"

// PING and PONG: with libzmq on the other side, and with a socket that says them, or nothing, by hand.
namespace interop {
namespace {

constexpr std::int64_t kInterval = 50;
// Long enough for the slowest machine to answer within; tests that nothing ends watch for longer than that.
constexpr std::int64_t kGenerous = 3'000;
constexpr milliseconds kLongerThanGenerous{4'000};

std::string zeros(std::size_t count) { return std::string(count, '\0'); }

std::unique_ptr<Peer> make_dealer(Library library, std::int64_t interval, std::int64_t timeout) {
  std::unique_ptr<Peer> dealer = make_peer(library, YMQ_DEALER);
  dealer->set(Setting::kReconnectInterval, 10);
  dealer->set(Setting::kHeartbeatInterval, interval);
  dealer->set(Setting::kHeartbeatTimeout, timeout);
  return dealer;
}

// The next event that says how a link ended.
std::string await_end(Peer& peer) {
  for (int i = 0; i < 10'000; ++i) {
    for (const ymq_event& event : peer.connector()->take_events()) {
      if (event.kind == YMQ_EVENT_DISCONNECTED) return ymq_status_name(event.status);
    }
    if (peer.try_recv(milliseconds(3))) throw std::runtime_error("a message came, where a link should end");
  }
  throw std::runtime_error("no link ended");
}

// Reads until a frame of this kind comes, past heartbeats.
Frame await_frame(RawPeer& raw, std::uint8_t flags) {
  for (;;) {
    if (Frame frame = raw.recv_frame(); frame.flags == flags) return frame;
  }
}

struct Idle {
  std::unique_ptr<Peer> ours;
  std::unique_ptr<Peer> theirs;
};

Idle connect_idle(bool ours_binds, std::int64_t our_interval, std::int64_t their_interval) {
  Idle pair{make_dealer(Library::kYmq, our_interval, kGenerous), make_dealer(Library::kZmq, their_interval, kGenerous)};
  for (Peer* peer : {pair.ours.get(), pair.theirs.get()}) peer->set(Setting::kHeartbeatTtl, kGenerous);
  Peer& binding = ours_binds ? *pair.ours : *pair.theirs;
  Peer& connecting = ours_binds ? *pair.theirs : *pair.ours;
  connecting.connect(binding.bind("tcp://127.0.0.1:*"));
  connecting.send({"hello"});
  require_same(binding.recv(), {"hello"});
  return pair;
}

// A libzmq DEALER that sends back what it gets, until it gets "end". Calls that a stop interrupts are made again.
int echo(const char* endpoint) {
  void* context = zmq_ctx_new();
  void* socket = zmq_socket(context, ZMQ_DEALER);
  if (zmq_bind(socket, endpoint) != 0) return 1;
  const auto again = [](auto call) {
    int result;
    do {
      result = call();
    } while (result < 0 && errno == EINTR);
    return result;
  };
  char text[64];
  for (int size = 0; size >= 0 && std::string_view(text, static_cast<std::size_t>(size)) != "end";) {
    size = again([&] { return zmq_recv(socket, text, sizeof text, 0); });
    if (size >= 0) again([&] { return zmq_send(socket, text, static_cast<std::size_t>(size), 0); });
  }
  zmq_close(socket);
  zmq_ctx_term(context);
  return 0;
}

pid_t fork_echo(const std::string& endpoint) {
  const pid_t child = fork();
  if (child == 0) _exit(echo(endpoint.c_str()));
  return child;
}

}  // namespace

TEST_CASE("an idle link between libymq and libzmq lasts, whoever sends heartbeats and whoever binds") {
  std::vector<Idle> pairs;
  for (const bool ours_binds : {true, false}) {
    pairs.push_back(connect_idle(ours_binds, kInterval, 0));
    pairs.push_back(connect_idle(ours_binds, 0, kInterval));
    pairs.push_back(connect_idle(ours_binds, kInterval, kInterval));
  }
  CHECK_FALSE(pairs[0].ours->try_recv(kLongerThanGenerous));
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    INFO("pair " << i);
    CHECK(pairs[i].ours->connector()->stats().links_closed == 0);
    CHECK(pairs[i].ours->connector()->stats().links_opened == 1);
    pairs[i].ours->send({"still there"});
    require_same(pairs[i].theirs->recv(), {"still there"});
    pairs[i].theirs->send({"so am I"});
    require_same(pairs[i].ours->recv(), {"so am I"});
  }
}

TEST_CASE("a libzmq process that is stopped is given up, and found again when it goes on") {
  const std::string endpoint = free_endpoint("tcp");
  const pid_t child = fork_echo(endpoint);
  REQUIRE(child > 0);
  const std::unique_ptr<Peer> dealer = make_dealer(Library::kYmq, kInterval, 200);
  dealer->connect(endpoint);
  dealer->send({"one"});
  require_same(dealer->recv(), {"one"});
  kill(child, SIGSTOP);
  CHECK(await_end(*dealer) == "TIMED_OUT");
  dealer->send({"two"});
  kill(child, SIGCONT);
  require_same(dealer->recv(), {"two"});
  dealer->send({"end"});
  require_same(dealer->recv(), {"end"});
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("PINGs say what the options say, and a PONG keeps the link") {
  const std::unique_ptr<Peer> dealer = make_dealer(Library::kYmq, kInterval, kGenerous);
  dealer->set(Setting::kHeartbeatTtl, 1'201);
  RawPeer raw(dealer->bind("tcp://127.0.0.1:*"));
  raw.shake_hands("DEALER");
  for (int i = 0; i < 5; ++i) {
    CHECK(raw.recv_frame() == Frame{kCommand, "\4PING" + zeros(1) + "\x0d"});
    raw.send(command("PONG"));
  }
  raw.send(message("from raw"));
  require_same(dealer->recv(), {"from raw"});
  CHECK(dealer->connector()->stats().links_closed == 0);
}

TEST_CASE("a peer that falls silent is given up by whoever is bound") {
  const std::unique_ptr<Peer> dealer = make_dealer(Library::kYmq, kInterval, 100);
  RawPeer raw(dealer->bind("tcp://127.0.0.1:*"));
  raw.shake_hands("DEALER");
  raw.await_close();
  CHECK(await_end(*dealer) == "TIMED_OUT");
}

TEST_CASE("a peer that falls silent is given up and called again by whoever connects") {
  RawListener listener;
  const std::unique_ptr<Peer> dealer = make_dealer(Library::kYmq, kInterval, 100);
  dealer->connect(listener.endpoint());
  for (int attempt = 0; attempt < 3; ++attempt) {
    RawPeer silent = listener.accept();
    silent.shake_hands("DEALER");
    silent.await_close();
    CHECK(await_end(*dealer) == "TIMED_OUT");
  }
  dealer->send({"kept"});
  RawPeer good = listener.accept();
  good.shake_hands("DEALER");
  CHECK(await_frame(good, 0) == Frame{0, "kept"});
}

TEST_CASE("a time to live that passes in silence ends the link, on either side") {
  const std::unique_ptr<Peer> bound = make_peer(Library::kYmq, YMQ_DEALER);
  RawListener listener;
  bound->connect(listener.endpoint());
  RawPeer raw = listener.accept();
  raw.shake_hands("DEALER");
  raw.send(command("PING", zeros(1) + "\1context"));
  CHECK(raw.recv_frame() == Frame{kCommand, "\4PONGcontext"});
  raw.await_close();
  CHECK(await_end(*bound) == "TIMED_OUT");
}

TEST_CASE("times to live at which 16 bits of milliseconds overflow are no shorter than they say") {
  const std::unique_ptr<Peer> bound = make_peer(Library::kYmq, YMQ_DEALER);
  const std::string endpoint = bound->bind("tcp://127.0.0.1:*");
  std::vector<RawPeer> peers;
  for (const char* ttl : {"\x02\x8f", "\x02\x90", "\xff\xff"}) {
    RawPeer& raw = peers.emplace_back(endpoint);
    raw.shake_hands("DEALER");
    raw.send(command("PING", ttl));
    CHECK(raw.recv_frame() == Frame{kCommand, "\4PONG"});
  }
  CHECK_FALSE(bound->try_recv(milliseconds(300)));
  CHECK(bound->connector()->stats().links_closed == 0);
}

TEST_CASE("a peer that speaks ZMTP 3.0 gets no heartbeats, and is not given up for its silence") {
  const std::unique_ptr<Peer> dealer = make_dealer(Library::kYmq, 10, 20);
  RawPeer raw(dealer->bind("tcp://127.0.0.1:*"));
  raw.shake_hands("DEALER", 0);
  CHECK(raw.silent(milliseconds(300)));
  raw.send(message("still there"));
  require_same(dealer->recv(), {"still there"});
}

}  // namespace interop
