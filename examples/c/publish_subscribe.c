/* Publish and subscribe with envelopes: the first part says what a message is about, and subscriptions look at that
 * alone. The publisher waits for its subscriber, so that not even the first message is lost.
 *
 * Usage: publish_subscribe [endpoint]. Prints the two of four messages that the subscriber asked for. */
#include "check.h"

int main(int argc, char** argv) {
  char endpoint[kText], text[kText];
  ymq_io_context context = 0;
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");

  ymq_connector publisher = make(context, YMQ_PUB), subscriber = make(context, YMQ_SUB);
  bind_to(publisher, argc > 1 ? argv[1] : "tcp://127.0.0.1:*", endpoint);
  subscribe_to(subscriber, "weather:");
  connect_to(subscriber, endpoint);
  wait_for_subscribers(publisher, "weather:", 1);

  send_envelope(publisher, "weather:", "rain");
  send_envelope(publisher, "sport:", "1 to 0");
  send_envelope(publisher, "weather:", "sun");
  send_envelope(publisher, "sport:", "about the weather: none");

  receive_text(subscriber, text);
  printf("%s\n", text);
  expect(strcmp(text, "weather:rain") == 0, "the first message");
  receive_text(subscriber, text);
  printf("%s\n", text);
  expect(strcmp(text, "weather:sun") == 0, "the third message");
  check(io_context_destroy(context, 1000, NULL), "io_context_destroy");
  return 0;
}
