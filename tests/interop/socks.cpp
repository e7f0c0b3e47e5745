#include "abi/socks_server.h"
#include "catch.h"
#include "interop/peer.h"

namespace interop {

TEST_CASE("libymq reaches libzmq through a SOCKS5 proxy") {
  using Types = std::pair<ymq_connector_type, ymq_connector_type>;
  for (const auto& [ours, theirs] : {Types{YMQ_REQ, YMQ_REP}, {YMQ_PUSH, YMQ_PULL}, {YMQ_DEALER, YMQ_DEALER}}) {
    for (const bool in_one_piece : {false, true}) {
      DYNAMIC_SECTION(name_of(ours) << " to " << name_of(theirs)
                                    << (in_one_piece ? ", its greeting in one piece" : "")) {
        abi::SocksServer proxy;
        proxy.set({.username = "user", .password = "word", .waits_for_target = in_one_piece});
        const std::unique_ptr<Peer> server = make_peer(Library::kZmq, theirs), client = make_peer(Library::kYmq, ours);
        client->connector()->set(YMQ_OPTION_SOCKS_PROXY, proxy.place());
        client->connector()->set(YMQ_OPTION_SOCKS_USERNAME, "user");
        client->connector()->set(YMQ_OPTION_SOCKS_PASSWORD, "word");
        const std::string bound = server->bind("tcp://127.0.0.1:*");
        client->connect("tcp://peer.invalid" + bound.substr(bound.rfind(':')));
        client->send({"a", std::string(100'000, 'b')});
        CHECK(server->recv() == Parts{"a", std::string(100'000, 'b')});
        if (theirs != YMQ_PULL) server->send({"c"});
        if (theirs != YMQ_PULL) CHECK(client->recv() == Parts{"c"});
        CHECK(proxy.requests() == std::vector<std::string>{"name peer.invalid"});
      }
    }
  }
}

}  // namespace interop
