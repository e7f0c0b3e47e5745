#include <zmq.h>

#include "catch.h"
#include "interop/peer.h"

// STREAM, with libzmq's at the other end: what both make of the same bytes.
namespace interop {
namespace {

std::unique_ptr<Peer> make_stream(Library library) {
  return library == Library::kYmq ? make_peer(library, YMQ_STREAM) : make_zmq_peer(ZMQ_STREAM);
}

// Two STREAMs, one of each library, and what each calls the other.
struct Line {
  explicit Line(Library bound_library) : bound(make_stream(bound_library)), calling(make_stream(other(bound_library))) {
    calling->connect(bound->bind("tcp://127.0.0.1:*"));
    caller = id_of_new(*bound);
    callee = id_of_new(*calling);
  }
  static std::string id_of_new(Peer& stream) {
    const Parts notice = stream.recv();
    REQUIRE(notice.size() == 2);
    CHECK(notice[0].size() == 5);
    CHECK(notice[0][0] == '\0');
    CHECK(notice[1].empty());
    return notice[0];
  }

  std::unique_ptr<Peer> bound, calling;
  std::string caller, callee;
};

// So many bytes, in however many pieces they come.
std::string receive_bytes(Peer& stream, const std::string& id, std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    const Parts message = stream.recv();
    REQUIRE(message.size() == 2);
    REQUIRE(message[0] == id);
    bytes += message[1];
  }
  return bytes;
}

// The next message, while the other end is called now and then: libzmq ends a connection when its socket is called
// again.
Parts receive_beside(Peer& stream, Peer& other_end) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (const auto message = stream.try_recv(milliseconds(10))) return *message;
    static_cast<void>(other_end.try_recv(milliseconds(0)));
  }
  throw std::runtime_error("nothing was received");
}

template <typename Test>
void with_each_bound(const Test& test) {
  for (const Library bound : {Library::kYmq, Library::kZmq}) {
    DYNAMIC_SECTION(name_of(bound) << " is bound") { test(bound); }
  }
}

// The answer to a request of HTTP/1.0, after which the server ends the connection.
void serve_once(Peer& server, const std::string& client, const std::string& body) {
  std::string request;
  while (request.find("\r\n\r\n") == std::string::npos) request += receive_bytes(server, client, 1);
  CHECK(request.starts_with("GET /index.html HTTP/1.0\r\n"));
  server.send({client, "HTTP/1.0 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body});
  server.send({client, ""});
}

}  // namespace

TEST_CASE("a STREAM of either library tells of a connection with the other, and passes bytes both ways") {
  with_each_bound([](Library library) {
    Line line(library);
    std::string bytes;
    for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>(i * 7 + i / 256);
    line.calling->send({line.callee, bytes});
    CHECK((receive_bytes(*line.bound, line.caller, bytes.size()) == bytes));
    line.bound->send({line.caller, bytes});
    CHECK((receive_bytes(*line.calling, line.callee, bytes.size()) == bytes));
  });
}

TEST_CASE("what a STREAM of one library ends the other is told has ended") {
  with_each_bound([](Library library) {
    Line line(library);
    line.calling->send({line.callee, "bye"});
    CHECK(receive_bytes(*line.bound, line.caller, 3) == "bye");
    line.calling->send({line.callee, ""});
    CHECK(receive_beside(*line.bound, *line.calling) == Parts{line.caller, ""});
  });
}

TEST_CASE("a request of HTTP is answered by a STREAM of either library, for one of the other") {
  with_each_bound([](Library library) {
    Line line(library);
    const std::string body(1000, 'b');
    line.calling->send({line.callee, "GET /index.html HTTP/1.0\r\nHost: localhost\r\n\r\n"});
    serve_once(*line.bound, line.caller, body);
    std::string answer;
    for (bool over = false; !over;) {
      const Parts message = receive_beside(*line.calling, *line.bound);
      over = message.at(1).empty();
      answer += message.at(1);
    }
    CHECK(answer.starts_with("HTTP/1.0 200 OK\r\n"));
    CHECK(answer.ends_with("\r\n\r\n" + body));
  });
}

}  // namespace interop
