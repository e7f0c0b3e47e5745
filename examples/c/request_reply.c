/* Request and reply with retry: the server dies with a question in its hands, another takes its place, and the client,
 * which asked once, gets its answer. The second server sees by a mark that somebody may have begun with it before.
 *
 * Usage: request_reply [endpoint]. Prints what either server was asked, the answer, and what a client hears for which
 * no server ever comes. */
#include "check.h"

int main(int argc, char** argv) {
  char endpoint[kText], text[kText];
  ymq_io_context context = 0;
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");

  ymq_connector client = make(context, YMQ_REQ), server = make(context, YMQ_REP);
  set_number(client, YMQ_OPTION_REQUEST_TIMEOUT, 200);  /* Then the request is sent again, */
  set_number(client, YMQ_OPTION_REQUEST_RETRIES, 1000); /* as often as this. */
  bind_to(server, argc > 1 ? argv[1] : "ipc://*", endpoint);
  connect_to(client, endpoint);

  send_text(client, "what is the time?");
  int32_t flags = receive_text(server, text);
  printf("server 1 was asked: %s%s\n", text, flags & YMQ_PART_REDELIVERED ? " (redelivered)" : "");
  check(connector_destroy(server, 0, NULL), "connector_destroy");

  server = make(context, YMQ_REP);
  bind_to(server, endpoint, text);
  flags = receive_text(server, text);
  printf("server 2 was asked: %s%s\n", text, flags & YMQ_PART_REDELIVERED ? " (redelivered)" : "");
  expect(flags & YMQ_PART_REDELIVERED, "a mark that the request was sent before");
  send_text(server, "noon");
  receive_text(client, text);
  printf("answer: %s\n", text);

  check(connector_destroy(server, 0, NULL), "connector_destroy");
  set_number(client, YMQ_OPTION_REQUEST_TIMEOUT, 20);
  set_number(client, YMQ_OPTION_REQUEST_RETRIES, 1);
  send_text(client, "is anybody there?");
  const int32_t status = try_receive(client, text, kPatience);
  printf("without a server: %s\n", ymq_status_name(status));
  expect(status == YMQ_UNDELIVERABLE, "a request that is given up");
  check(io_context_destroy(context, 0, NULL), "io_context_destroy");
  return 0;
}
