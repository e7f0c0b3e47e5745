#pragma once

#include <nng/nng.h>
#include <nng/protocol/pair0/pair.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>

#include <algorithm>
#include <string>

#include "support.h"

namespace bench {

inline void nng_must(int result, const char* what) {
  if (result != 0) fail(std::string(what) + ": " + nng_strerror(result));
}

// nng has no contexts and no choice of threads: all of its sockets share the threads of the process.
class NngContext {
 public:
  // Makes the threads now: with the first socket that is used they would inherit what the caller is pinned to.
  explicit NngContext(const Options&) {
    nng_socket socket;
    nng_must(nng_pair0_open(&socket), "nng_pair0_open");
    nng_close(socket);
  }
};

// One end of an nng stream. Its destructor drops what is not written: the other side says first that it has it all.
class NngEnd {
 public:
  using Context = NngContext;
  // What opens a socket of some protocol: nng_push0_open and its kin.
  using Open = int (*)(nng_socket*);

  NngEnd(Context&, Open open, const Options& options) {
    if (options.buffers != 0) fail("nng has no option for the sizes of sockets' buffers");
    nng_must(open(&socket_), "nng open");
    nng_must(nng_socket_set_size(socket_, NNG_OPT_RECVMAXSZ, 0), "NNG_OPT_RECVMAXSZ");
    nng_must(nng_socket_set_int(socket_, NNG_OPT_SENDBUF, buffer_of(options.hwm)), "NNG_OPT_SENDBUF");
    nng_must(nng_socket_set_int(socket_, NNG_OPT_RECVBUF, buffer_of(options.hwm)), "NNG_OPT_RECVBUF");
  }
  ~NngEnd() { nng_close(socket_); }
  NngEnd(const NngEnd&) = delete;
  NngEnd& operator=(const NngEnd&) = delete;

  nng_socket get() const { return socket_; }
  // Binds and returns the endpoint with what the system chose.
  std::string bind(const std::string& endpoint) {
    nng_listener listener;
    nng_must(nng_listen(socket_, url_of(endpoint).c_str(), &listener, 0), "nng_listen");
    if (!endpoint.starts_with(kTcp)) return endpoint;
    int port = 0;
    nng_must(nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), "NNG_OPT_TCP_BOUND_PORT");
    return kTcp + std::to_string(port);
  }
  void connect(const std::string& endpoint) {
    nng_must(nng_dial(socket_, url_of(endpoint).c_str(), nullptr, 0), "nng_dial");
  }

 private:
  static constexpr const char* kTcp = "tcp://127.0.0.1:";
  static constexpr const char* kAbstract = "ipc://@";

  // Abstract socket addresses have a scheme of their own here.
  static std::string url_of(const std::string& endpoint) {
    if (!endpoint.starts_with(kAbstract)) return endpoint;
    return "abstract://" + endpoint.substr(std::strlen(kAbstract));
  }
  // The library's limit stands in for "no limit".
  static int buffer_of(int hwm) {
    constexpr int kMost = 8192;
    return hwm == 0 ? kMost : std::min(hwm, kMost);
  }

  nng_socket socket_{};
};

}  // namespace bench
