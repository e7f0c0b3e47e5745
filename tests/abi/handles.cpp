#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "abi/support.h"

// Wrong handles and wrong arguments, for every function there is: each gets its status, and nothing else happens.
namespace abi {
namespace {

enum class Kind { kContext, kConnector, kMessage, kQueue, kPoller, kProxy };
constexpr Kind kKinds[] = {Kind::kContext, Kind::kConnector, Kind::kMessage, Kind::kQueue, Kind::kPoller, Kind::kProxy};
constexpr const char* kKindNames[] = {"context", "connector", "message", "queue", "poller", "proxy"};

// One of each, alive.
struct Objects {
  ymq::IoContext context;
  ymq::Connector connector{context, YMQ_DEALER};
  ymq::Message message{ymq::bytes_of("part")};
  ymq::CompletionQueue queue{context};
  ymq::Poller poller{context};
  ymq::Connector front{context, YMQ_PULL};
  ymq::Connector back{context, YMQ_PUSH};
  ymq::Proxy proxy{front, back};

  std::uint64_t of(Kind kind) const {
    switch (kind) {
      case Kind::kContext:
        return context.get();
      case Kind::kConnector:
        return connector.get();
      case Kind::kMessage:
        return message.get();
      case Kind::kQueue:
        return queue.get();
      case Kind::kPoller:
        return poller.get();
      case Kind::kProxy:
        return proxy.get();
    }
    return 0;
  }
};

// A function with one of its handles left open; the others are good.
struct Use {
  const char* name;
  Kind kind;
  std::function<std::int32_t(std::uint64_t handle, const Objects& good)> call;
};

std::vector<Use> context_uses() {
  return {
      {"io_context_destroy", Kind::kContext, [](auto h, auto&) { return io_context_destroy(h, 0, nullptr); }},
      {"io_context_terminate", Kind::kContext, [](auto h, auto&) { return io_context_terminate(h, nullptr); }},
      {"io_context_run", Kind::kContext, [](auto h, auto&) { return io_context_run(h, 0); }},
      {"io_context_backend", Kind::kContext,
       [](auto h, auto&) {
         char text[64];
         return io_context_backend(h, text, sizeof text);
       }},
      {"connector_init", Kind::kContext,
       [](auto h, auto&) {
         ymq_connector made = 0;
         return connector_init(h, YMQ_PAIR, &made);
       }},
      {"completion_queue_init", Kind::kContext,
       [](auto h, auto&) {
         ymq_completion_queue made = 0;
         return completion_queue_init(h, YMQ_WAKE_NONE, &made, nullptr);
       }},
  };
}

std::vector<Use> message_uses() {
  static std::uint8_t* data;
  static std::uint64_t size;
  static ymq_message copy;
  static const std::uint8_t kByte = 0;
  return {
      {"message_add_lent_part", Kind::kMessage,
       [](auto h, const Objects& good) { return message_add_lent_part(h, &kByte, 1, good.queue.get(), 1); }},
      {"message_copy", Kind::kMessage, [](auto h, auto&) { return message_copy(h, &copy); }},
      {"message_peer", Kind::kMessage, [](auto h, auto&) { return message_peer(h, &size); }},
      {"message_add_part", Kind::kMessage, [](auto h, auto&) { return message_add_part(h, nullptr, 0, &data); }},
      {"message_part_count", Kind::kMessage, [](auto h, auto&) { return message_part_count(h); }},
      {"message_flags", Kind::kMessage, [](auto h, auto&) { return message_flags(h); }},
      {"message_part", Kind::kMessage, [](auto h, auto&) { return message_part(h, 0, &data, &size); }},
      {"message_destroy", Kind::kMessage, [](auto h, auto&) { return message_destroy(h); }},
      {"connector_send_message_sync", Kind::kMessage,
       [](auto h, const Objects& good) { return connector_send_message_sync(good.connector.get(), h, 0); }},
      {"connector_send_message_async", Kind::kMessage,
       [](auto h, const Objects& good) {
         return connector_send_message_async(good.connector.get(), h, good.queue.get(), 1);
       }},
  };
}

std::vector<Use> queue_uses() {
  static ymq_completion record;
  static const std::uint8_t kByte = 0;
  return {
      {"message_add_lent_part", Kind::kQueue,
       [](auto h, const Objects& good) { return message_add_lent_part(good.message.get(), &kByte, 1, h, 1); }},
      {"completion_queue_destroy", Kind::kQueue, [](auto h, auto&) { return completion_queue_destroy(h); }},
      {"completion_queue_drain", Kind::kQueue,
       [](auto h, auto&) { return completion_queue_drain(h, &record, 1, nullptr, 0, nullptr, 0); }},
      {"completion_queue_wait", Kind::kQueue, [](auto h, auto&) { return completion_queue_wait(h, 0); }},
      {"completion_queue_cancel", Kind::kQueue, [](auto h, auto&) { return completion_queue_cancel(h, 1); }},
      {"completion_queue_start_timer", Kind::kQueue,
       [](auto h, auto&) { return completion_queue_start_timer(h, 3'600'000, 0, 1); }},
      {"connector_destroy_async", Kind::kQueue,
       [](auto h, const Objects& good) { return connector_destroy_async(good.connector.get(), 0, h, 1); }},
      {"connector_send_async", Kind::kQueue,
       [](auto h, const Objects& good) {
         return connector_send_async(good.connector.get(), nullptr, 0, nullptr, 0, h, 1);
       }},
      {"connector_send_message_async", Kind::kQueue,
       [](auto h, const Objects& good) {
         return connector_send_message_async(good.connector.get(), good.message.get(), h, 1);
       }},
      {"connector_recv_async", Kind::kQueue,
       [](auto h, const Objects& good) { return connector_recv_async(good.connector.get(), 1, 0, h, 1); }},
      {"connector_recv_message_async", Kind::kQueue,
       [](auto h, const Objects& good) { return connector_recv_message_async(good.connector.get(), h, 1); }},
  };
}

std::vector<Use> connector_uses() {
  static std::uint8_t bytes[64];
  static ymq_part part;
  static ymq_message made;
  static ymq_event event;
  static std::uint32_t routing_id;
  static ymq_connector_stats stats{};
  stats.size = sizeof stats;
  return {
      {"connector_destroy", Kind::kConnector, [](auto h, auto&) { return connector_destroy(h, 0, nullptr); }},
      {"connector_destroy_async", Kind::kConnector,
       [](auto h, const Objects& good) { return connector_destroy_async(h, 0, good.queue.get(), 1); }},
      {"connector_bind", Kind::kConnector,
       [](auto h, auto&) { return connector_bind(h, "inproc://x", 10, nullptr, 0); }},
      {"connector_connect", Kind::kConnector, [](auto h, auto&) { return connector_connect(h, "inproc://x", 10); }},
      {"connector_unbind", Kind::kConnector, [](auto h, auto&) { return connector_unbind(h, "inproc://x", 10); }},
      {"connector_disconnect", Kind::kConnector,
       [](auto h, auto&) { return connector_disconnect(h, "inproc://x", 10); }},
      {"connector_subscribe", Kind::kConnector, [](auto h, auto&) { return connector_subscribe(h, nullptr, 0); }},
      {"connector_unsubscribe", Kind::kConnector, [](auto h, auto&) { return connector_unsubscribe(h, nullptr, 0); }},
      {"connector_connect_peer", Kind::kConnector,
       [](auto h, auto&) { return connector_connect_peer(h, "inproc://x", 10, &routing_id); }},
      {"connector_connect_as", Kind::kConnector,
       [](auto h, auto&) {
         return connector_connect_as(h, "inproc://x", 10, reinterpret_cast<const uint8_t*>("a"), 1);
       }},
      {"connector_join", Kind::kConnector, [](auto h, auto&) { return connector_join(h, nullptr, 0); }},
      {"connector_leave", Kind::kConnector, [](auto h, auto&) { return connector_leave(h, nullptr, 0); }},
      {"connector_send_sync", Kind::kConnector,
       [](auto h, auto&) { return connector_send_sync(h, nullptr, 0, nullptr, 0, 0); }},
      {"connector_try_send", Kind::kConnector,
       [](auto h, auto&) { return connector_try_send(h, nullptr, 0, nullptr, 0); }},
      {"connector_send_async", Kind::kConnector,
       [](auto h, const Objects& good) {
         return connector_send_async(h, nullptr, 0, nullptr, 0, good.queue.get(), 1);
       }},
      {"connector_send_message_sync", Kind::kConnector,
       [](auto h, const Objects& good) { return connector_send_message_sync(h, good.message.get(), 0); }},
      {"connector_send_message_async", Kind::kConnector,
       [](auto h, const Objects& good) {
         return connector_send_message_async(h, good.message.get(), good.queue.get(), 1);
       }},
      {"connector_recv_sync", Kind::kConnector,
       [](auto h, auto&) { return connector_recv_sync(h, bytes, sizeof bytes, &part, 1, 1, 0); }},
      {"connector_try_recv", Kind::kConnector,
       [](auto h, auto&) { return connector_try_recv(h, bytes, sizeof bytes, &part, 1, 1); }},
      {"connector_recv_async", Kind::kConnector,
       [](auto h, const Objects& good) { return connector_recv_async(h, 1, 0, good.queue.get(), 1); }},
      {"connector_recv_message_sync", Kind::kConnector,
       [](auto h, auto&) { return connector_recv_message_sync(h, &made, 0); }},
      {"connector_recv_message_async", Kind::kConnector,
       [](auto h, const Objects& good) { return connector_recv_message_async(h, good.queue.get(), 1); }},
      {"connector_acknowledge", Kind::kConnector, [](auto h, auto&) { return connector_acknowledge(h, 1); }},
      {"connector_set_option", Kind::kConnector,
       [](auto h, auto&) { return connector_set_option(h, YMQ_OPTION_LINGER, bytes, 8); }},
      {"connector_get_option", Kind::kConnector,
       [](auto h, auto&) { return connector_get_option(h, YMQ_OPTION_LINGER, bytes, sizeof bytes); }},
      {"connector_get_stats", Kind::kConnector, [](auto h, auto&) { return connector_get_stats(h, &stats); }},
      {"connector_get_peer_stats", Kind::kConnector,
       [](auto h, auto&) { return connector_get_peer_stats(h, 0, nullptr, 0); }},
      {"connector_get_peer_info", Kind::kConnector,
       [](auto h, auto&) {
         ymq_peer_info info{};
         info.size = sizeof info;
         return connector_get_peer_info(h, 1, &info);
       }},
      {"connector_get_peer_property", Kind::kConnector,
       [](auto h, auto&) { return connector_get_peer_property(h, 1, "Identity", 8, nullptr, 0); }},
      {"connector_bind_descriptor", Kind::kConnector,
       [](auto h, auto&) { return connector_bind_descriptor(h, -1, nullptr, 0); }},
      {"connector_take_events", Kind::kConnector, [](auto h, auto&) { return connector_take_events(h, &event, 1); }},
  };
}

std::vector<Use> wait_uses() {
  static std::int32_t descriptor;
  return {
      {"connector_wait_for_peers", Kind::kConnector, [](auto h, auto&) { return connector_wait_for_peers(h, 1, 0); }},
      {"connector_wait_for_peers_async", Kind::kConnector,
       [](auto h, const Objects& good) { return connector_wait_for_peers_async(h, 1, good.queue.get(), 1); }},
      {"connector_wait_for_peers_async", Kind::kQueue,
       [](auto h, const Objects& good) { return connector_wait_for_peers_async(good.connector.get(), 1, h, 1); }},
      {"connector_wait_for_subscribers", Kind::kConnector,
       [](auto h, auto&) { return connector_wait_for_subscribers(h, nullptr, 0, 1, 0); }},
      {"connector_wait_for_subscribers_async", Kind::kConnector,
       [](auto h, const Objects& good) {
         return connector_wait_for_subscribers_async(h, nullptr, 0, 1, good.queue.get(), 1);
       }},
      {"connector_wait_for_subscribers_async", Kind::kQueue,
       [](auto h, const Objects& good) {
         return connector_wait_for_subscribers_async(good.connector.get(), nullptr, 0, 1, h, 1);
       }},
      {"connector_wait_for_events", Kind::kConnector, [](auto h, auto&) { return connector_wait_for_events(h, 0); }},
      {"connector_wait_for_events_async", Kind::kConnector,
       [](auto h, const Objects& good) { return connector_wait_for_events_async(h, good.queue.get(), 1); }},
      {"connector_wait_for_events_async", Kind::kQueue,
       [](auto h, const Objects& good) { return connector_wait_for_events_async(good.connector.get(), h, 1); }},
      {"connector_ready", Kind::kConnector, [](auto h, auto&) { return connector_ready(h); }},
      {"connector_descriptor", Kind::kConnector,
       [](auto h, auto&) { return connector_descriptor(h, YMQ_READY_READABLE, &descriptor); }},
  };
}

std::vector<Use> poller_uses() {
  static ymq_poller made;
  static ymq_readied ready;
  return {
      {"poller_init", Kind::kContext, [](auto h, auto&) { return poller_init(h, &made); }},
      {"poller_add_connector", Kind::kPoller,
       [](auto h, const Objects& good) {
         return poller_add_connector(h, good.connector.get(), YMQ_READY_READABLE, 1);
       }},
      {"poller_add_connector", Kind::kConnector,
       [](auto h, const Objects& good) { return poller_add_connector(good.poller.get(), h, YMQ_READY_READABLE, 1); }},
      {"poller_remove_connector", Kind::kPoller,
       [](auto h, const Objects& good) { return poller_remove_connector(h, good.connector.get()); }},
      {"poller_add_descriptor", Kind::kPoller,
       [](auto h, auto&) { return poller_add_descriptor(h, 0, YMQ_READY_READABLE, 1); }},
      {"poller_remove_descriptor", Kind::kPoller, [](auto h, auto&) { return poller_remove_descriptor(h, 0); }},
      {"poller_wait", Kind::kPoller, [](auto h, auto&) { return poller_wait(h, &ready, 1, 0); }},
      {"poller_destroy", Kind::kPoller, [](auto h, auto&) { return poller_destroy(h); }},
  };
}

std::vector<Use> proxy_uses() {
  static ymq_proxy made;
  static ymq_proxy_stats stats{};
  stats.size = sizeof stats;
  return {
      {"proxy_init", Kind::kConnector,
       [](auto h, const Objects& good) { return proxy_init(h, good.back.get(), 0, &made); }},
      {"proxy_init", Kind::kConnector,
       [](auto h, const Objects& good) { return proxy_init(good.front.get(), h, 0, &made); }},
      {"proxy_pause", Kind::kProxy, [](auto h, auto&) { return proxy_pause(h); }},
      {"proxy_resume", Kind::kProxy, [](auto h, auto&) { return proxy_resume(h); }},
      {"proxy_wait", Kind::kProxy, [](auto h, auto&) { return proxy_wait(h, 0); }},
      {"proxy_wait_async", Kind::kProxy,
       [](auto h, const Objects& good) { return proxy_wait_async(h, good.queue.get(), 1); }},
      {"proxy_wait_async", Kind::kQueue,
       [](auto h, const Objects& good) { return proxy_wait_async(good.proxy.get(), h, 1); }},
      {"proxy_get_stats", Kind::kProxy, [](auto h, auto&) { return proxy_get_stats(h, &stats); }},
      {"proxy_destroy", Kind::kProxy, [](auto h, auto&) { return proxy_destroy(h); }},
  };
}

std::vector<Use> all_uses() {
  std::vector<Use> all;
  for (const auto& some :
       {context_uses(), connector_uses(), message_uses(), queue_uses(), wait_uses(), poller_uses(), proxy_uses()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

// Handles of every kind whose objects are gone.
std::vector<std::uint64_t> stale_handles() {
  const Objects gone;
  std::vector<std::uint64_t> handles;
  for (const Kind kind : kKinds) handles.push_back(gone.of(kind));
  return handles;
}

}  // namespace

TEST_CASE("every function refuses a handle that is null, stale, foreign or made up") {
  const Objects good;
  const std::vector<std::uint64_t> stale = stale_handles();
  const std::vector<std::uint64_t> made_up{0,
                                           1,
                                           42,
                                           (1ull << 53) - 1,
                                           1ull << 53,
                                           ~0ull,
                                           good.of(Kind::kContext) + 1,
                                           good.of(Kind::kConnector) ^ (1ull << 52)};
  for (const Use& use : all_uses()) {
    INFO(use.name << " with a wrong " << kKindNames[static_cast<int>(use.kind)]);
    for (const std::uint64_t handle : stale) CHECK(name_of(use.call(handle, good)) == "INVALID_HANDLE");
    for (const std::uint64_t handle : made_up) CHECK(name_of(use.call(handle, good)) == "INVALID_HANDLE");
    for (const Kind kind : kKinds) {
      if (kind != use.kind) CHECK(name_of(use.call(good.of(kind), good)) == "INVALID_HANDLE");
    }
  }
  CHECK(good.message.size() == 1);
  CHECK(good.connector.stats().messages_sent == 0);
}

TEST_CASE("the table of handles covers every function that takes one") {
  // The manifest names every function of the library; those below take no handle.
  const std::string manifest = ymq_abi_manifest();
  std::size_t covered = 0;
  std::string missing;
  const std::vector<Use> uses = all_uses();
  for (std::size_t at = 0; (at = manifest.find("\"function ", at)) != std::string::npos;) {
    at += std::strlen("\"function ");
    const std::string name = manifest.substr(at, manifest.find_first_of("\"(", at) - at);
    const auto is_it = [&name](const Use& use) { return name == use.name; };
    const bool known = std::any_of(uses.begin(), uses.end(), is_it);
    if (known) ++covered;
    if (!known && name.rfind("ymq_", 0) != 0 && name != "io_context_init" && name != "message_init") {
      missing += name + " ";
    }
  }
  CHECK(missing == "");
  CHECK(covered >= 42);
}

TEST_CASE("handles fit into a double") {
  const Objects good;
  for (const Kind kind : kKinds) {
    CHECK(good.of(kind) > 0);
    CHECK(good.of(kind) < 1ull << 53);
  }
}

TEST_CASE("a second destruction finds nothing, and a handle is not given out again") {
  ymq_message first = 0;
  REQUIRE(message_init(&first) == YMQ_OK);
  REQUIRE(message_destroy(first) == YMQ_OK);
  CHECK(name_of(message_destroy(first)) == "INVALID_HANDLE");
  for (int i = 0; i < 10'000; ++i) {
    ymq_message next = 0;
    REQUIRE(message_init(&next) == YMQ_OK);
    REQUIRE(next != first);
    REQUIRE(message_destroy(next) == YMQ_OK);
  }
}

TEST_CASE("arguments out of range are refused, each with its status and a text") {
  Objects good;
  const ymq_connector connector = good.connector.get();
  const ymq_completion_queue queue = good.queue.get();
  std::uint8_t bytes[64] = {};
  std::uint64_t made = 0;
  const auto send = [connector](const std::uint8_t* data, std::uint64_t size, const std::vector<ymq_part>& parts) {
    return connector_try_send(connector, data, size, parts.data(), static_cast<std::uint32_t>(parts.size()));
  };
  ymq_part part{};
  ymq_completion record{};
  ymq_connector_stats stats{};
  const std::pair<const char*, std::function<std::int32_t()>> calls[] = {
      {"context without out", [] { return io_context_init(1, YMQ_BACKEND_DEFAULT, nullptr); }},
      {"65 io threads", [&] { return io_context_init(65, YMQ_BACKEND_DEFAULT, &made); }},
      {"backend 99", [&] { return io_context_init(1, 99, &made); }},
      {"backend -1", [&] { return io_context_init(1, -1, &made); }},
      {"run with timeout -2", [&] { return io_context_run(good.context.get(), -2); }},
      {"backend text nowhere", [&] { return io_context_backend(good.context.get(), nullptr, 10); }},
      {"connector without out", [&] { return connector_init(good.context.get(), YMQ_PAIR, nullptr); }},
      {"type 18", [&] { return connector_init(good.context.get(), 18, &made); }},
      {"type 21", [&] { return connector_init(good.context.get(), 21, &made); }},
      {"type -1", [&] { return connector_init(good.context.get(), -1, &made); }},
      {"linger -2", [&] { return connector_destroy(connector, -2, nullptr); }},
      {"linger -2, async", [&] { return connector_destroy_async(connector, -2, queue, 1); }},
      {"bind to null", [&] { return connector_bind(connector, nullptr, 5, nullptr, 0); }},
      {"bind into null", [&] { return connector_bind(connector, "inproc://x", 10, nullptr, 5); }},
      {"connect to null", [&] { return connector_connect(connector, nullptr, 5); }},
      {"unbind null", [&] { return connector_unbind(connector, nullptr, 5); }},
      {"disconnect null", [&] { return connector_disconnect(connector, nullptr, 5); }},
      {"subscribe to null", [&] { return connector_subscribe(connector, nullptr, 5); }},
      {"unsubscribe from null", [&] { return connector_unsubscribe(connector, nullptr, 5); }},
      {"send null", [&] { return connector_try_send(connector, nullptr, 5, nullptr, 0); }},
      {"send with timeout -2", [&] { return connector_send_sync(connector, bytes, 1, nullptr, 0, -2); }},
      {"no parts array", [&] { return connector_try_send(connector, bytes, 1, nullptr, 2); }},
      {"parts shorter than the bytes", [&] { return send(bytes, 5, {{4, 0, 0}}); }},
      {"parts longer than the bytes", [&] { return send(bytes, 5, {{6, 0, 0}}); }},
      {"parts that overflow", [&] { return send(bytes, 5, {{~0ull, YMQ_PART_MORE, 0}, {6, 0, 0}}); }},
      {"unknown flags", [&] { return send(bytes, 5, {{5, 4, 0}}); }},
      {"a message without its last part", [&] { return send(bytes, 5, {{5, YMQ_PART_MORE, 0}}); }},
      {"receive into null", [&] { return connector_try_recv(connector, nullptr, 5, &part, 1, 1); }},
      {"receive without parts", [&] { return connector_try_recv(connector, bytes, 5, nullptr, 1, 1); }},
      {"receive no parts", [&] { return connector_try_recv(connector, bytes, 5, &part, 0, 1); }},
      {"receive with timeout -2", [&] { return connector_recv_sync(connector, bytes, 5, &part, 1, 1, -2); }},
      {"receive no messages", [&] { return connector_recv_async(connector, 0, 0, queue, 1); }},
      {"receive a message nowhere", [&] { return connector_recv_message_sync(connector, nullptr, 0); }},
      {"set an option to null", [&] { return connector_set_option(connector, YMQ_OPTION_LINGER, nullptr, 8); }},
      {"set an option too short", [&] { return connector_set_option(connector, YMQ_OPTION_LINGER, bytes, 4); }},
      {"set an option too long", [&] { return connector_set_option(connector, YMQ_OPTION_LINGER, bytes, 9); }},
      {"get an option into null", [&] { return connector_get_option(connector, YMQ_OPTION_LINGER, nullptr, 8); }},
      {"stats into null", [&] { return connector_get_stats(connector, nullptr); }},
      {"info into null", [&] { return connector_get_peer_info(connector, 1, nullptr); }},
      {"property of null", [&] { return connector_get_peer_property(connector, 1, nullptr, 1, nullptr, 0); }},
      {"property into null", [&] { return connector_get_peer_property(connector, 1, "X-A", 3, nullptr, 1); }},
      {"no descriptor", [&] { return connector_bind_descriptor(connector, -1, nullptr, 0); }},
      {"descriptor into null", [&] { return connector_bind_descriptor(connector, 0, nullptr, 5); }},
      {"peers into null", [&] { return connector_get_peer_stats(connector, 0, nullptr, 1); }},
      {"stats of no size", [&] { return connector_get_stats(connector, &stats); }},
      {"events into null", [&] { return connector_take_events(connector, nullptr, 1); }},
      {"message without out", [] { return message_init(nullptr); }},
      {"part without out", [&] { return message_part(good.message.get(), 0, nullptr, nullptr); }},
      {"queue without out", [&] { return completion_queue_init(good.context.get(), YMQ_WAKE_NONE, nullptr, nullptr); }},
      {"wake kind 3", [&] { return completion_queue_init(good.context.get(), 3, &made, nullptr); }},
      {"wake kind -1", [&] { return completion_queue_init(good.context.get(), -1, &made, nullptr); }},
      {"a pipe to nowhere", [&] { return completion_queue_init(good.context.get(), YMQ_WAKE_PIPE, &made, nullptr); }},
      {"drain into null", [&] { return completion_queue_drain(queue, nullptr, 1, nullptr, 0, nullptr, 0); }},
      {"drain no records", [&] { return completion_queue_drain(queue, &record, 0, nullptr, 0, nullptr, 0); }},
      {"drain bytes into null", [&] { return completion_queue_drain(queue, &record, 1, nullptr, 5, nullptr, 0); }},
      {"drain parts into null", [&] { return completion_queue_drain(queue, &record, 1, nullptr, 0, nullptr, 5); }},
      {"wait with timeout -2", [&] { return completion_queue_wait(queue, -2); }},
      {"timer with delay -1", [&] { return completion_queue_start_timer(queue, -1, 0, 1); }},
      {"timer with interval -1", [&] { return completion_queue_start_timer(queue, 0, -1, 1); }},
  };
  for (const auto& [name, call] : calls) {
    INFO(name);
    CHECK(name_of(call()) == "INVALID_ARGUMENT");
    CHECK(std::strlen(ymq_last_error(nullptr)) > 0);
  }
  CHECK(made == 0);
  CHECK(good.message.size() == 1);
}

TEST_CASE("a part of a size beyond all memory is refused") {
  ymq::Message message;
  for (const std::uint64_t size : {~0ull, ~0ull >> 1, 1ull << 60}) {
    std::uint8_t* data = nullptr;
    const std::string result = name_of(message_add_part(message.get(), nullptr, size, &data));
    INFO(size << ": " << result);
    CHECK((result == "OUT_OF_MEMORY" || result == "INVALID_ARGUMENT"));
    CHECK(data == nullptr);
  }
  CHECK(message.size() == 0);
}

TEST_CASE("a context has the backend that the caller chose, else that of the environment") {
  const ymq::IoContext chosen(1, YMQ_BACKEND_EPOLL);
  CHECK(chosen.backend() == "epoll: chosen by the caller");
  if (const char* wished = std::getenv("YMQ_BACKEND")) {
    const ymq::IoContext context(1);
    CHECK(context.backend() == std::string(wished) + ": chosen by YMQ_BACKEND");
  }
}

TEST_CASE("every status has a name and a text, and other numbers have none") {
  for (std::int32_t status = YMQ_ROUTING_ID_IN_USE; status <= YMQ_OK; ++status) {
    INFO(status);
    CHECK(std::string(ymq_status_name(status)) != "UNKNOWN");
    CHECK(std::strlen(ymq_status_text(status)) > 3);
  }
  for (const std::int32_t number : {1, 7, YMQ_ROUTING_ID_IN_USE - 1, INT32_MIN, INT32_MAX}) {
    CHECK(std::string(ymq_status_name(number)) == "UNKNOWN");
    CHECK(ymq_status_text(number) != nullptr);
  }
  CHECK(std::string(ymq_version()) == YMQ_VERSION);
}

TEST_CASE("the last error belongs to the thread that failed") {
  ymq::IoContext context;
  ymq::Connector connector(context, YMQ_PAIR);
  REQUIRE(name_of(connector_connect(connector.get(), "carrier-pigeon://home", 21)) == "UNSUPPORTED_TRANSPORT");
  const std::string mine = ymq_last_error(nullptr);
  CHECK(mine.find("carrier-pigeon") != std::string::npos);
  std::thread([&] { connector_connect(connector.get(), "owl://forest", 12); }).join();
  CHECK(ymq_last_error(nullptr) == mine);
  CHECK(connector.stats().peers == 0);
  CHECK(ymq_last_error(nullptr) == mine);
}

}  // namespace abi
