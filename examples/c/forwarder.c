/* A forwarder: publishers and subscribers know one fixed place and not each other. Messages go through it one way, and
 * subscriptions the other, so that publishers send only what somebody wants.
 *
 * Usage: forwarder. Prints what the subscriber gets, and how many messages the forwarder got. */
#include "check.h"

int main(void) {
  char publishers[kText], subscribers[kText], text[kText];
  ymq_io_context context = 0;
  ymq_proxy proxy = 0;
  ymq_connector_stats stats = {.size = sizeof stats};
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector front = make(context, YMQ_XSUB), back = make(context, YMQ_XPUB);
  bind_to(front, "tcp://127.0.0.1:*", publishers);
  bind_to(back, "tcp://127.0.0.1:*", subscribers);
  check(proxy_init(front, back, 0, &proxy), "proxy_init");

  ymq_connector publisher = make(context, YMQ_PUB), subscriber = make(context, YMQ_SUB);
  connect_to(publisher, publishers);
  connect_to(subscriber, subscribers);
  subscribe_to(subscriber, "news:");
  wait_for_subscribers(publisher, "news:", 1); /* The subscription came through the forwarder. */

  send_envelope(publisher, "gossip:", "nobody wants it");
  send_envelope(publisher, "news:", "one");
  send_envelope(publisher, "news:", "two");
  receive_text(subscriber, text);
  printf("%s\n", text);
  receive_text(subscriber, text);
  printf("%s\n", text);
  check(connector_get_stats(front, &stats), "connector_get_stats");
  printf("%llu messages came to the forwarder\n", (unsigned long long)stats.messages_received);
  expect(stats.messages_received == 2, "nothing that nobody wants");
  check(io_context_destroy(context, 1000, NULL), "io_context_destroy"); /* Ends the proxy. */
  return 0;
}
