/* A monitor: what the links of a client do while its server goes away and comes back.
 *
 * Usage: monitor [endpoint]. Prints the events, those that repeat once: connected, disconnected, failed attempts to
 * connect, connected again. */
#include "check.h"

enum { kEvents = 16 };

static const char* name_of(uint32_t kind) {
  switch (kind) {
    case YMQ_EVENT_CONNECTED:
      return "connected";
    case YMQ_EVENT_DISCONNECTED:
      return "disconnected";
    case YMQ_EVENT_CONNECT_FAILED:
      return "nobody is there, trying again";
    case YMQ_EVENT_SESSION_ENDED:
      return "the session is over";
    default:
      return "something else";
  }
}

/* Prints events until one of this kind was among them. */
static void watch_until(ymq_connector connector, uint32_t wanted) {
  static uint32_t last = 0;
  for (int seen = 0; !seen;) {
    ymq_event events[kEvents];
    check(connector_wait_for_events(connector, kPatience), "connector_wait_for_events");
    const int32_t count = check(connector_take_events(connector, events, kEvents), "connector_take_events");
    for (int32_t i = 0; i < count; ++i) {
      if (events[i].kind != last) printf("%s\n", name_of(events[i].kind));
      last = events[i].kind;
      seen |= last == wanted;
    }
  }
}

int main(int argc, char** argv) {
  char endpoint[kText], text[kText];
  ymq_io_context context = 0;
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector client = make(context, YMQ_DEALER), server = make(context, YMQ_ROUTER);
  bind_to(server, argc > 1 ? argv[1] : "ipc://*", endpoint);
  connect_to(client, endpoint);
  watch_until(client, YMQ_EVENT_CONNECTED);

  check(connector_destroy(server, 0, NULL), "connector_destroy");
  watch_until(client, YMQ_EVENT_CONNECT_FAILED);

  server = make(context, YMQ_ROUTER);
  bind_to(server, endpoint, text);
  watch_until(client, YMQ_EVENT_CONNECTED);
  check(io_context_destroy(context, 0, NULL), "io_context_destroy");
  return 0;
}
