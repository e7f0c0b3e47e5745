#pragma once

#include <getopt.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <ymq/ymq.h>
#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

// What the benchmarks share: arguments, failing loudly, clocks, two sides in processes or threads, payloads that prove
// that they arrived, and either library's end of a stream.
namespace bench {

// The processes that this one has forked.
inline std::vector<pid_t> children;

// Ends the process at once, and those that it has forked. For signal handlers too.
[[noreturn]] inline void give_up() {
  for (const pid_t child : children) kill(child, SIGKILL);
  while (wait(nullptr) > 0) continue;
  _exit(1);
}

// Says why and gives up, also in a thread beside others or in a forked process: then whoever forked it fails as well.
[[noreturn]] inline void fail(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  give_up();
}

inline int must(int result, const char* what) {
  if (result < 0) fail(std::string(what) + ": " + std::strerror(errno));
  return result;
}

inline int ymq_must(int32_t result, const char* what) {
  if (result < 0) fail(std::string(what) + ": " + ymq_status_name(result) + ": " + ymq_last_error(nullptr));
  return result;
}

inline int zmq_must(int result, const char* what) {
  if (result < 0) fail(std::string(what) + ": " + zmq_strerror(zmq_errno()));
  return result;
}

inline double seconds_of(clockid_t clock) {
  timespec time{};
  must(clock_gettime(clock, &time), "clock_gettime");
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

inline double seconds() { return seconds_of(CLOCK_MONOTONIC); }

// Processor time of this process, user and system, of all its threads: that of getrusage, in finer steps.
inline double cpu_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

// The arguments that every program has. A program puts its own defaults before it calls `parse`.
struct Options {
  std::string way;
  std::string transport = "tcp";
  std::uint64_t size = 128;
  std::uint64_t count = 1'000'000;
  int hwm = 1000;
  int io_threads = 1;
  int buffers = 0;
  int limit = 120;
  bool unacknowledged = false;  // libymq without acknowledged delivery.
  bool pin = false;
  bool json = false;

  bool inproc() const { return transport == "inproc"; }
};

// Where the value of an argument goes; a truth value is set by the mere name.
using Value = std::variant<std::string*, std::uint64_t*, int*, bool*>;
using Argument = std::pair<const char*, Value>;

inline void assign(const char* name, const Value& value, const char* text) {
  const auto number = [&](auto* where) {
    const std::string_view digits(text);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), *where);
    if (error != std::errc{} || end != digits.end() || *where < 0) fail(std::string("--") + name + ": not a number");
  };
  if (const auto* where = std::get_if<std::string*>(&value)) **where = text;
  if (const auto* where = std::get_if<bool*>(&value)) **where = true;
  if (const auto* where = std::get_if<int*>(&value)) number(*where);
  if (const auto* where = std::get_if<std::uint64_t*>(&value)) number(*where);
}

[[noreturn]] inline void print_usage(const char* about, const std::vector<Argument>& arguments) {
  std::printf("%s\n\nArguments:", about);
  for (const auto& [name, value] : arguments) {
    std::printf(" [--%s%s]", name, std::holds_alternative<bool*>(value) ? "" : " VALUE");
  }
  std::printf("\n");
  std::exit(0);
}

// Written by the handler of SIGALRM, where no text can be made.
inline std::string time_out_text;

// Makes SIGALRM end the process after so many seconds; the sides that it has forked end with it.
inline void limit_time(int limit) {
  time_out_text = "bench: gave up after " + std::to_string(limit) + " s\n";
  signal(SIGALRM, [](int) {
    [[maybe_unused]] const auto written = write(STDERR_FILENO, time_out_text.data(), time_out_text.size());
    give_up();
  });
  alarm(static_cast<unsigned>(limit));
}

inline void parse(int argc, char** argv, const char* about, Options& options, std::vector<Argument> further = {}) {
  std::vector<Argument> arguments{{"way", &options.way},
                                  {"transport", &options.transport},
                                  {"size", &options.size},
                                  {"count", &options.count},
                                  {"hwm", &options.hwm},
                                  {"io-threads", &options.io_threads},
                                  {"buffers", &options.buffers},
                                  {"limit", &options.limit},
                                  {"unacknowledged", &options.unacknowledged},
                                  {"pin", &options.pin},
                                  {"json", &options.json}};
  arguments.insert(arguments.end(), further.begin(), further.end());
  std::vector<option> names;
  for (const auto& [name, value] : arguments)
    names.push_back({name, !std::holds_alternative<bool*>(value), nullptr, 1});
  names.insert(names.end(), {{"help", 0, nullptr, 2}, {nullptr, 0, nullptr, 0}});
  int index = 0;
  for (int found; (found = getopt_long(argc, argv, "", names.data(), &index)) != -1;) {
    if (found == 2) print_usage(about, arguments);
    if (found != 1) std::exit(1);
    assign(arguments[static_cast<std::size_t>(index)].first, arguments[static_cast<std::size_t>(index)].second, optarg);
  }
  if (optind < argc) fail(std::string("unexpected argument: ") + argv[optind]);
  if (options.transport != "tcp" && options.transport != "ipc" && !options.inproc()) fail("unknown transport");
  limit_time(options.limit);
}

[[noreturn]] inline void fail_for_way(const Options& options) { fail("no such way here: " + options.way); }

// Prints what was measured as one line, as JSON or for people. Figures that are no numbers (nothing was measured) fail.
inline void report(const Options& options, std::initializer_list<std::pair<const char*, double>> figures) {
  std::string line;
  for (const auto& [name, value] : figures) {
    if (!std::isfinite(value)) fail(std::string("too few messages to measure ") + name);
    char text[128];
    std::snprintf(text, sizeof text, options.json ? "\"%s\":%.3f" : "%s %.3f", name, value);
    line += (line.empty() ? "" : options.json ? "," : ", ") + std::string(text);
  }
  if (options.json) {
    std::printf("{%s}\n", line.c_str());
  } else {
    std::printf("%s %s, %llu B: %s\n", options.way.c_str(), options.transport.c_str(),
                static_cast<unsigned long long>(options.size), line.c_str());
  }
}

// An object in memory that is shared with the processes forked later. Lives as long as the process.
template <typename T>
T& shared() {
  void* memory = mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("mmap");
  return *new (memory) T();
}

// Something that happens, for another thread or process to wait for: each wait takes one occurrence. Between processes
// it must be in `shared` memory.
class Event {
 public:
  Event() { must(sem_init(&semaphore_, 1, 0), "sem_init"); }
  void happened() { must(sem_post(&semaphore_), "sem_post"); }
  void wait() {
    while (sem_wait(&semaphore_) != 0) {
      if (errno != EINTR) fail("sem_wait");
    }
  }

 private:
  sem_t semaphore_;
};

// Where the side that binds tells the other one the endpoint.
class Meeting {
 public:
  void bound(const std::string& endpoint) {
    if (endpoint.size() >= sizeof endpoint_) fail("the endpoint is too long: " + endpoint);
    std::memcpy(endpoint_, endpoint.c_str(), endpoint.size() + 1);
    bound_.happened();
  }
  // For one waiter.
  std::string endpoint() {
    bound_.wait();
    return endpoint_;
  }

 private:
  Event bound_;
  char endpoint_[256] = {};
};

// A name that nobody has used. Abstract socket addresses leave no file behind.
inline std::string fresh_name() {
  return "ymq-bench-" + std::to_string(getpid()) + "-" + std::to_string(static_cast<std::uint64_t>(seconds() * 1e9));
}

// What to bind to, as libymq and libzmq write it.
inline std::string fresh_endpoint(const Options& options) {
  if (options.transport == "tcp") return "tcp://127.0.0.1:0";
  return options.transport + (options.inproc() ? "://" : "://@") + fresh_name();
}

// Ties the calling thread, and those that it makes later, to a processor.
inline void pin_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  must(sched_setaffinity(0, sizeof set, &set), "sched_setaffinity");
}

// Runs the side in a process of its own, which does not outlive this one. No library may be in use yet.
inline void start_process(const std::function<void()>& side, int cpu) {
  const pid_t parent = getpid();
  const pid_t child = must(fork(), "fork");
  if (child != 0) return children.push_back(child);
  children.clear();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  if (cpu >= 0) pin_to(cpu);
  side();
  _exit(0);
}

// Runs each side in a process of its own, the first on the first processor if they are pinned. One that fails ends all.
inline void run_processes(const Options& options, const std::vector<std::function<void()>>& sides) {
  for (std::size_t i = 0; i < sides.size(); ++i) start_process(sides[i], options.pin ? static_cast<int>(i) : -1);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    int status = 0;
    must(wait(&status), "wait");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("a side failed");
  }
}

// Runs two sides, each with a context: of its own in a process of its own, or for inproc a common one in two threads,
// of which only these are pinned: the context makes its threads before.
template <typename Context>
void run_sides(const Options& options, const std::function<void(Context&)>& first,
               const std::function<void(Context&)>& second) {
  const auto alone = [&](const std::function<void(Context&)>& side) {
    Context context(options);
    side(context);
  };
  if (!options.inproc()) return run_processes(options, {[&] { alone(first); }, [&] { alone(second); }});
  Context context(options);
  const auto in_thread = [&](const std::function<void(Context&)>& side, int cpu) {
    if (options.pin) pin_to(cpu);
    side(context);
  };
  std::thread one(in_thread, std::cref(first), 0);
  std::thread two(in_thread, std::cref(second), 1);
  one.join();
  two.join();
}

// Makes the messages of a stream and recognises them: a running number at the front, a fixed pattern behind it. The
// number, the length and the last byte of every message are checked, all bytes of every 64th: enough to notice any
// loss, repetition, disorder or shift, and cheap enough not to be what is measured. All libraries pay the same for it.
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

// How long an end that closes may go on writing what it accepted: longer than any `--limit`.
inline constexpr std::int64_t kLingerMs = 3'600'000;

class YmqContext {
 public:
  explicit YmqContext(const Options& options) {
    const auto io_threads = static_cast<std::uint32_t>(options.io_threads);
    ymq_must(io_context_init(io_threads, YMQ_BACKEND_DEFAULT, &context_), "io_context_init");
  }
  ~YmqContext() { io_context_destroy(context_, kLingerMs, nullptr); }
  YmqContext(const YmqContext&) = delete;
  YmqContext& operator=(const YmqContext&) = delete;

  ymq_io_context get() const { return context_; }

 private:
  ymq_io_context context_ = 0;
};

// One end of a libymq stream. Its destructor waits until all is written.
class YmqEnd {
 public:
  using Context = YmqContext;

  YmqEnd(Context& context, int32_t type, const Options& options) {
    if (options.buffers != 0) fail("libymq has no option for the sizes of sockets' buffers");
    ymq_must(connector_init(context.get(), type, &connector_), "connector_init");
    set(YMQ_OPTION_SEND_HWM, options.hwm);
    set(YMQ_OPTION_RECEIVE_HWM, options.hwm);
    if (options.unacknowledged) set(YMQ_OPTION_ACKNOWLEDGED_DELIVERY, 0);
  }
  ~YmqEnd() { connector_destroy(connector_, kLingerMs, nullptr); }
  YmqEnd(const YmqEnd&) = delete;
  YmqEnd& operator=(const YmqEnd&) = delete;

  ymq_connector get() const { return connector_; }
  // Binds and returns the endpoint with what the system chose.
  std::string bind(const std::string& endpoint) {
    char bound[512];
    const int size =
        ymq_must(connector_bind(connector_, endpoint.data(), endpoint.size(), bound, sizeof bound), "connector_bind");
    return std::string(bound, static_cast<std::size_t>(size));
  }
  void connect(const std::string& endpoint) {
    ymq_must(connector_connect(connector_, endpoint.data(), endpoint.size()), "connector_connect");
  }
  void set(int32_t option, std::int64_t value) {
    ymq_must(connector_set_option(connector_, option, reinterpret_cast<const uint8_t*>(&value), sizeof value),
             "connector_set_option");
  }

 private:
  ymq_connector connector_ = 0;
};

class ZmqContext {
 public:
  explicit ZmqContext(const Options& options) : context_(zmq_ctx_new()) {
    zmq_must(zmq_ctx_set(context_, ZMQ_IO_THREADS, options.io_threads), "ZMQ_IO_THREADS");
    start();
  }
  ~ZmqContext() { zmq_ctx_term(context_); }
  ZmqContext(const ZmqContext&) = delete;
  ZmqContext& operator=(const ZmqContext&) = delete;

  void* get() const { return context_; }

 private:
  // libzmq makes its threads with the first socket, where they would inherit what the caller is pinned to.
  void start() {
    void* socket = zmq_socket(context_, ZMQ_PAIR);
    if (!socket) fail(std::string("zmq_socket: ") + zmq_strerror(zmq_errno()));
    zmq_close(socket);
  }

  void* context_;
};

// One end of a libzmq stream. The destructor of its context waits until all is written.
class ZmqEnd {
 public:
  using Context = ZmqContext;

  ZmqEnd(Context& context, int type, const Options& options) : socket_(zmq_socket(context.get(), type)) {
    if (!socket_) fail(std::string("zmq_socket: ") + zmq_strerror(zmq_errno()));
    set(ZMQ_SNDHWM, options.hwm);
    set(ZMQ_RCVHWM, options.hwm);
    if (options.buffers != 0) set(ZMQ_SNDBUF, options.buffers);
    if (options.buffers != 0) set(ZMQ_RCVBUF, options.buffers);
  }
  ~ZmqEnd() { zmq_close(socket_); }
  ZmqEnd(const ZmqEnd&) = delete;
  ZmqEnd& operator=(const ZmqEnd&) = delete;

  void* get() const { return socket_; }
  // Binds and returns the endpoint with what the system chose.
  std::string bind(const std::string& endpoint) {
    zmq_must(zmq_bind(socket_, endpoint.c_str()), "zmq_bind");
    char bound[512];
    std::size_t size = sizeof bound;
    zmq_must(zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, bound, &size), "ZMQ_LAST_ENDPOINT");
    return bound;
  }
  void connect(const std::string& endpoint) { zmq_must(zmq_connect(socket_, endpoint.c_str()), "zmq_connect"); }
  void set(int option, int value) { zmq_must(zmq_setsockopt(socket_, option, &value, sizeof value), "zmq_setsockopt"); }

 private:
  void* socket_;
};

}  // namespace bench
