#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

// A SOCKS5 proxy for tests, on loopback: it resolves every name as 127.0.0.1, and answers in the manner that it is
// told.
namespace abi {

struct SocksManner {
  std::string username{};  // Wanted, with the password; empty: whoever comes is welcome.
  std::string password{};
  int reply = 0;                            // To every request; 0: it connects.
  std::size_t cut_after = std::size_t(-1);  // It hangs up after so many bytes of its answers.
  bool silent = false;                      // It says nothing at all.
  bool byte_by_byte = false;                // Its answers come in small pieces;
  bool waits_for_target = false;            // its last one in one piece with what the target says first.
};

class SocksServer {
 public:
  SocksServer();
  ~SocksServer();
  SocksServer(const SocksServer&) = delete;
  SocksServer& operator=(const SocksServer&) = delete;

  // As the option `socks_proxy` takes it.
  std::string place() const { return "127.0.0.1:" + std::to_string(port_); }
  // For connections that are accepted from now on.
  void set(const SocksManner& manner);
  // What it was asked to connect to, one for each request: `name peer.invalid`, `ipv4 127.0.0.1`, `ipv6 ::1`.
  std::vector<std::string> requests();
  // How many connections it has had.
  std::size_t accepted();
  // Ends all connections.
  void hang_up();

 private:
  class Talk;

  void accept_all();
  void serve(int client, const SocksManner& manner);
  bool enter(int socket);
  void leave(int socket);

  int listener_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;  // Guards what follows.
  SocksManner manner_;
  std::vector<std::string> requests_;
  std::set<int> open_;
  bool ending_ = false;
  std::list<std::thread> talks_;
  std::thread acceptor_;
};

}  // namespace abi
