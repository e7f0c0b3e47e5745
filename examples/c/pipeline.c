/* A pipeline: a ventilator hands tasks out, workers take them in turn, and a sink gathers what they made of them.
 *
 * Usage: pipeline. Prints the sum of the squares of 1 to 100, which no worker knows. */
#include "check.h"

enum { kWorkers = 3, kTasks = 100 };

static ymq_io_context context;
static char tasks[kText], results[kText];

/* Squares numbers until the context is closed. */
static void* work(void* nothing) {
  ymq_connector in = make(context, YMQ_PULL), out = make(context, YMQ_PUSH);
  char text[kText];
  connect_to(out, results);
  connect_to(in, tasks);
  while (try_receive(in, text, -1) >= 0) {
    const long number = strtol(text, NULL, 10);
    snprintf(text, sizeof text, "%ld", number * number);
    send_text(out, text);
  }
  return nothing;
}

int main(void) {
  pthread_t workers[kWorkers];
  char text[kText];
  long sum = 0;
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector ventilator = make(context, YMQ_PUSH), sink = make(context, YMQ_PULL);
  bind_to(ventilator, "tcp://127.0.0.1:*", tasks);
  bind_to(sink, "tcp://127.0.0.1:*", results);
  for (int i = 0; i < kWorkers; ++i) workers[i] = start(work, NULL);
  check(connector_wait_for_peers(ventilator, kWorkers, kPatience), "workers"); /* So that each gets its share. */

  for (int number = 1; number <= kTasks; ++number) {
    snprintf(text, sizeof text, "%d", number);
    send_text(ventilator, text);
  }
  for (int i = 0; i < kTasks; ++i) {
    receive_text(sink, text);
    sum += strtol(text, NULL, 10);
  }
  printf("%d workers, %d tasks, sum %ld\n", kWorkers, kTasks, sum);
  check(io_context_destroy(context, 1000, NULL), "io_context_destroy"); /* Ends the workers. */
  for (int i = 0; i < kWorkers; ++i) pthread_join(workers[i], NULL);
  expect(sum == 338350, "the sum of the squares");
  return 0;
}
