#pragma once

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ymq/ymq.h>
#include <zmq.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

// What the benchmarks share: failing loudly, opening either library's end of a stream, payloads that prove that they
// arrived, and running two sides in processes of their own.
namespace bench {

// A side that hears nothing for this long gives up and says so, so that no measurement can hang.
inline constexpr int kPatienceMs = 60'000;

[[noreturn]] inline void fail(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(1);
}

inline int ymq_must(int32_t result, const char* what) {
  if (result < 0) fail(std::string(what) + ": " + ymq_status_name(result) + ": " + ymq_last_error(nullptr));
  return result;
}

inline int zmq_must(int result, const char* what) {
  if (result < 0) fail(std::string(what) + ": " + zmq_strerror(zmq_errno()));
  return result;
}

inline double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Processor time of this process, user and system.
inline double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

// Makes the messages of a stream and recognises them: a running number at the front, a fixed pattern behind it. The
// number, the length and the last byte of every message are checked, all bytes of every 64th: enough to notice any
// loss, repetition, disorder or shift, and cheap enough not to be what is measured. Both libraries pay the same for it.
class Payload {
 public:
  explicit Payload(std::size_t size) : pattern_(size) {
    for (std::size_t i = 0; i < size; ++i) pattern_[i] = static_cast<std::uint8_t>(i * 31 + 7);
  }

  std::size_t size() const { return pattern_.size(); }
  void fill(std::uint8_t* message) const { std::memcpy(message, pattern_.data(), size()); }
  void number(std::uint8_t* message, std::uint64_t sequence) const {
    std::memcpy(message, &sequence, std::min(size(), sizeof sequence));
  }

  void check(const std::uint8_t* message, std::size_t length, std::uint64_t sequence) const {
    if (length != size()) fail("message " + std::to_string(sequence) + " has " + std::to_string(length) + " bytes");
    if (!has_number(message, sequence)) fail("message " + std::to_string(sequence) + " is not the next one");
    const bool whole = sequence % 64 == 0;
    if (!(whole ? has_all(message) : has_last(message))) fail("message " + std::to_string(sequence) + " is damaged");
  }

 private:
  // Sizes from that of the number on take no call of a function, since this is done for every message.
  bool has_number(const std::uint8_t* message, std::uint64_t sequence) const {
    if (size() < sizeof sequence) return std::memcmp(message, &sequence, size()) == 0;
    return std::memcmp(message, &sequence, sizeof sequence) == 0;
  }
  bool has_last(const std::uint8_t* message) const {
    return size() <= sizeof(std::uint64_t) || message[size() - 1] == pattern_.back();
  }
  bool has_all(const std::uint8_t* message) const {
    const std::size_t from = std::min(size(), sizeof(std::uint64_t));
    return std::memcmp(message + from, pattern_.data() + from, size() - from) == 0;
  }

  std::vector<std::uint8_t> pattern_;
};

// One end of a libymq stream, with its context.
class YmqEnd {
 public:
  YmqEnd(int32_t type, int hwm, int io_threads) {
    ymq_must(io_context_init(static_cast<uint32_t>(io_threads), YMQ_BACKEND_DEFAULT, &context_), "io_context_init");
    ymq_must(connector_init(context_, type, &connector_), "connector_init");
    set(YMQ_OPTION_SEND_HWM, hwm);
    set(YMQ_OPTION_RECEIVE_HWM, hwm);
  }
  ~YmqEnd() { io_context_destroy(context_, 0, nullptr); }
  YmqEnd(const YmqEnd&) = delete;
  YmqEnd& operator=(const YmqEnd&) = delete;

  ymq_connector get() const { return connector_; }
  std::string bind(const std::string& endpoint) {
    char bound[512];
    const int size =
        ymq_must(connector_bind(connector_, endpoint.data(), endpoint.size(), bound, sizeof bound), "bind");
    return std::string(bound, static_cast<std::size_t>(size));
  }
  void connect(const std::string& endpoint) {
    ymq_must(connector_connect(connector_, endpoint.data(), endpoint.size()), "connect");
  }
  // Waits until all is written.
  void finish() { ymq_must(connector_destroy(connector_, kPatienceMs, nullptr), "connector_destroy"); }

 private:
  void set(int32_t option, std::int64_t value) {
    ymq_must(connector_set_option(connector_, option, reinterpret_cast<const uint8_t*>(&value), sizeof value),
             "set_option");
  }

  ymq_io_context context_ = 0;
  ymq_connector connector_ = 0;
};

// One end of a libzmq stream, with its context.
class ZmqEnd {
 public:
  ZmqEnd(int type, int hwm, int io_threads) : context_(zmq_ctx_new()) {
    zmq_must(zmq_ctx_set(context_, ZMQ_IO_THREADS, io_threads), "ZMQ_IO_THREADS");
    socket_ = zmq_socket(context_, type);
    if (!socket_) fail(std::string("zmq_socket: ") + zmq_strerror(zmq_errno()));
    set(ZMQ_SNDHWM, hwm);
    set(ZMQ_RCVHWM, hwm);
    set(ZMQ_RCVTIMEO, kPatienceMs);
    set(ZMQ_SNDTIMEO, kPatienceMs);
    set(ZMQ_LINGER, kPatienceMs);
  }
  ~ZmqEnd() {
    if (socket_) zmq_close(socket_);
    zmq_ctx_term(context_);
  }
  ZmqEnd(const ZmqEnd&) = delete;
  ZmqEnd& operator=(const ZmqEnd&) = delete;

  void* get() const { return socket_; }
  std::string bind(const std::string& endpoint) {
    zmq_must(zmq_bind(socket_, endpoint.c_str()), "zmq_bind");
    char bound[512];
    std::size_t size = sizeof bound;
    zmq_must(zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, bound, &size), "ZMQ_LAST_ENDPOINT");
    return bound;
  }
  void connect(const std::string& endpoint) { zmq_must(zmq_connect(socket_, endpoint.c_str()), "zmq_connect"); }
  // Nothing: the destructor waits until all is written.
  void finish() {}

 private:
  void set(int option, int value) { zmq_must(zmq_setsockopt(socket_, option, &value, sizeof value), "zmq_setsockopt"); }

  void* context_;
  void* socket_ = nullptr;
};

// A side in a process of its own: this very program with other arguments, whose output is read here.
class Side {
 public:
  explicit Side(std::vector<std::string> arguments) {
    int ends[2];
    if (pipe(ends) != 0) fail("pipe");
    child_ = fork();
    if (child_ < 0) fail("fork");
    if (child_ == 0) become(arguments, ends);
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
  }
  ~Side() {
    std::fclose(output_);
    if (child_ > 0) kill_and_wait();
  }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  // The next line of its output without the line's end; fails when there is none.
  std::string line() {
    char buffer[1024];
    if (!std::fgets(buffer, sizeof buffer, output_)) fail("a side ended without a result");
    std::string text = buffer;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  void wait() {
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = -1;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("a side failed");
  }

 private:
  [[noreturn]] static void become(std::vector<std::string>& arguments, const int (&ends)[2]) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    std::string program = "/proc/self/exe";
    std::vector<char*> argv{program.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  void kill_and_wait() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  pid_t child_ = -1;
  std::FILE* output_ = nullptr;
};

}  // namespace bench
