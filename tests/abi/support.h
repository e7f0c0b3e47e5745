#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>
#include <ymq/ymq.hpp>

#include "catch.h"

// What the tests of the C ABI share. They see what a user sees: ymq.h, ymq.hpp and the shared library.
namespace abi {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Parts = std::vector<std::string>;

// How long a test waits for what must come: far longer than it takes on the slowest machine.
inline constexpr milliseconds kPatience{30'000};
// How long a test watches that nothing comes.
inline constexpr milliseconds kMoment{50};
// What a connector is ready for, of what concerns messages.
inline std::uint32_t message_readiness(const ymq::Connector& connector) {
  return connector.ready() & (YMQ_READY_READABLE | YMQ_READY_WRITABLE);
}

// ThreadSanitizer cannot follow a forked child that starts threads.
#ifdef __SANITIZE_THREAD__
inline constexpr bool kChildrenMayStartThreads = false;
#else
inline constexpr bool kChildrenMayStartThreads = true;
#endif
// The sanitizer of undefined behaviour opens a pipe to look at an object's type; it runs with that of addresses.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kDescriptorsMayRunOut = false;
#else
inline constexpr bool kDescriptorsMayRunOut = true;
#endif

// The name of a status, so that a failing test says what it saw. Counts are shown as such.
inline std::string name_of(std::int32_t result) {
  return result > 0 ? std::to_string(result) : std::string(ymq_status_name(result));
}

// How a function of ymq.hpp ends: the name of the status it throws, or OK.
inline std::string outcome_of(const std::function<void()>& call) {
  try {
    call();
    return "OK";
  } catch (const ymq::Error& error) {
    return error.name();
  }
}

// Binds to a free endpoint that others call already: now and then one of their connections has its port for a moment.
void bind_when_free(ymq::Connector& connector, const std::string& endpoint);

// Whether a descriptor becomes readable in time; whether it ceases to be.
bool lit(int descriptor, milliseconds timeout = {});
bool goes_out(int descriptor);

// An endpoint to bind for each transport; each call gives another name for inproc.
inline std::string wildcard(const std::string& transport) {
  static std::atomic<int> count = 0;
  if (transport == "tcp") return "tcp://127.0.0.1:*";
  if (transport == "ipc") return "ipc://*";
  return "inproc://test-" + std::to_string(++count);
}
inline const std::vector<std::string>& transports() {
  static const std::vector<std::string> all{"tcp", "ipc", "inproc"};
  return all;
}
// An endpoint that nobody is bound to and that anybody may bind.
std::string free_endpoint(const std::string& transport);

// Waits, with all patience, until a condition that another thread brings about holds.
bool eventually(const std::function<bool()>& condition);

// The first event of a kind, waited for; those before it are dropped.
ymq_event await_event(ymq::Connector& connector, ymq_event_kind kind);

// The text of the error that the call ends with.
std::string why(const std::function<void()>& call);
inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline Parts texts(const ymq::Message& message) {
  Parts parts;
  for (const ymq::Bytes part : message.parts()) parts.emplace_back(ymq::text_of(part));
  return parts;
}
inline ymq::Message message_of(const Parts& parts) {
  ymq::Message message;
  for (const std::string& part : parts) message.add(ymq::bytes_of(part));
  return message;
}
inline Parts receive(ymq::Connector& connector) { return texts(connector.recv(kPatience)); }

// Two connected connectors of one context.
struct Pair {
  Pair(const ymq::IoContext& context, ymq_connector_type bound_type, ymq_connector_type connected_type,
       const std::string& transport);

  ymq::Connector bound;
  ymq::Connector connected;
  std::string endpoint;
};

// Sends without waiting until there is no room any more; returns how many were accepted.
std::size_t fill(ymq::Connector& connector, const std::string& body, milliseconds timeout = {});

// Everything that was drained at once, copied out.
struct Drained {
  ymq_completion record;
  std::vector<Parts> messages;
};
// Waits until so many completions have come.
std::vector<Drained> drain(ymq::CompletionQueue& queue, std::size_t count);
// The one completion that must come.
inline Drained drain_one(ymq::CompletionQueue& queue) { return drain(queue, 1).at(0); }

// Runs in a forked child, where a test framework has no business: true is success. What it says comes back.
struct ChildResult {
  int exit_status;
  std::string said;
};
ChildResult in_child(const std::function<void(std::string& say)>& work);

// Entries of /proc/self/fd or /proc/self/task.
std::size_t count_entries(const std::string& folder);

}  // namespace abi
