#include "abi/support.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

// Some tests ask for more memory than there can be: the sanitizers are to refuse it, as malloc does.
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }
extern "C" const char* __tsan_default_options() { return "allocator_may_return_null=1"; }

namespace abi {

std::string free_endpoint(const std::string& transport) {
  static int count = 0;
  if (transport == "inproc") return wildcard(transport);
  if (transport == "ipc") {
    const std::string name = "ymq-abi-" + std::to_string(getpid()) + "-" + std::to_string(++count);
    return "ipc://" + (std::filesystem::temp_directory_path() / name).string();
  }
  const ymq::IoContext context;
  return ymq::Connector(context, YMQ_PULL).bind("tcp://127.0.0.1:*");
}

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = Clock::now() + kPatience;
  while (!condition()) {
    if (Clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

bool lit(int descriptor, milliseconds timeout) {
  pollfd wanted{descriptor, POLLIN, 0};
  return poll(&wanted, 1, static_cast<int>(timeout.count())) > 0;
}

bool goes_out(int descriptor) {
  return eventually([descriptor] { return !lit(descriptor); });
}

void bind_when_free(ymq::Connector& connector, const std::string& endpoint) {
  REQUIRE(eventually([&] { return outcome_of([&] { connector.bind(endpoint); }) == "OK"; }));
}

ymq_event await_event(ymq::Connector& connector, ymq_event_kind kind) {
  ymq_event found{};
  const bool came = eventually([&] {
    for (const ymq_event& event : connector.take_events()) {
      if (event.kind != static_cast<std::uint32_t>(kind)) continue;
      found = event;
      return true;
    }
    return false;
  });
  if (!came) throw std::runtime_error("the event did not come");
  return found;
}

std::string why(const std::function<void()>& call) {
  try {
    call();
    return "it did not fail";
  } catch (const ymq::Error& error) {
    return error.what();
  }
}

Pair::Pair(const ymq::IoContext& context, ymq_connector_type bound_type, ymq_connector_type connected_type,
           const std::string& transport)
    : bound(context, bound_type), connected(context, connected_type), endpoint(bound.bind(wildcard(transport))) {
  connected.connect(endpoint);
}

std::size_t fill(ymq::Connector& connector, const std::string& body, milliseconds timeout) {
  constexpr std::size_t kEndless = 1'000'000;
  std::size_t accepted = 0;
  while (accepted < kEndless && connector.try_send(body, timeout)) ++accepted;
  return accepted;
}

namespace {

std::vector<Parts> split(const std::byte* bytes, const ymq_part* parts, std::size_t count) {
  std::vector<Parts> messages;
  bool begins = true;
  for (std::size_t i = 0; i < count; bytes += parts[i].size, ++i) {
    if (begins) messages.emplace_back();
    messages.back().emplace_back(ymq::text_of({bytes, static_cast<std::size_t>(parts[i].size)}));
    begins = (parts[i].flags & YMQ_PART_MORE) == 0;
  }
  return messages;
}

std::string read_all(int descriptor) {
  std::string text;
  char buffer[4096];
  for (ssize_t count; (count = read(descriptor, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return text;
}

[[noreturn]] void be_child(const std::function<void(std::string&)>& work, int descriptor) {
  std::string said;
  try {
    work(said);
  } catch (const std::exception& error) {
    said += error.what();
  }
  const bool written = write(descriptor, said.data(), said.size()) == static_cast<ssize_t>(said.size());
  _exit(written ? 0 : 1);
}

}  // namespace

std::vector<Drained> drain(ymq::CompletionQueue& queue, std::size_t count) {
  std::vector<Drained> all;
  std::vector<ymq_completion> records(16);
  std::vector<std::byte> bytes(1 << 16);
  std::vector<ymq_part> parts(1024);
  while (all.size() < count) {
    if (!queue.wait(kPatience)) throw std::runtime_error("no completion came");
    const std::size_t taken = queue.drain(records, bytes, parts);
    for (std::size_t i = 0; i < taken; ++i) {
      const ymq_completion& record = records[i];
      all.push_back({record, split(&bytes[record.byte_offset], &parts[record.part_offset], record.part_count)});
    }
  }
  return all;
}

ChildResult in_child(const std::function<void(std::string& say)>& work) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) be_child(work, ends[1]);
  close(ends[1]);
  ChildResult result{0, read_all(ends[0])};
  close(ends[0]);
  waitpid(child, &result.exit_status, 0);
  return result;
}

std::size_t count_entries(const std::string& folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace abi
