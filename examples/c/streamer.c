/* A streamer: who has work pushes it to the front, who does it pulls it from the back, and neither knows the other.
 * Where the workers are behind the front takes no more, so that nothing piles up in between.
 *
 * Usage: streamer. Prints how many tasks were done. */
#include "check.h"

enum { kWorkers = 3, kTasks = 100 };

static ymq_io_context context;
static char outlet[kText];

/* Hands on what it is given, until the context is closed. */
static void* work(void* results) {
  ymq_connector in = make(context, YMQ_PULL), out = make(context, YMQ_PUSH);
  char text[kText];
  connect_to(out, results);
  connect_to(in, outlet);
  while (try_receive(in, text, -1) >= 0) send_text(out, text);
  return NULL;
}

int main(void) {
  pthread_t workers[kWorkers];
  char inlet[kText], results[kText], text[kText];
  int seen[kTasks] = {0}, done = 0;
  ymq_proxy proxy = 0;
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector front = make(context, YMQ_PULL), back = make(context, YMQ_PUSH), sink = make(context, YMQ_PULL);
  ymq_connector producer = make(context, YMQ_PUSH);
  bind_to(front, "tcp://127.0.0.1:*", inlet);
  bind_to(back, "tcp://127.0.0.1:*", outlet);
  bind_to(sink, "inproc://results", results);
  check(proxy_init(front, back, 0, &proxy), "proxy_init");
  for (int i = 0; i < kWorkers; ++i) workers[i] = start(work, results);
  check(connector_wait_for_peers(back, kWorkers, kPatience), "workers"); /* So that each gets its share. */

  connect_to(producer, inlet);
  for (int i = 0; i < kTasks; ++i) {
    snprintf(text, sizeof text, "%d", i);
    send_text(producer, text);
  }
  for (int i = 0; i < kTasks; ++i) {
    receive_text(sink, text);
    done += seen[strtol(text, NULL, 10) % kTasks]++ == 0;
  }
  printf("%d tasks were done\n", done);
  check(io_context_destroy(context, 1000, NULL), "io_context_destroy"); /* Ends the proxy and the workers. */
  for (int i = 0; i < kWorkers; ++i) pthread_join(workers[i], NULL);
  expect(done == kTasks, "each task once");
  return 0;
}
