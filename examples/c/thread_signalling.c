/* Threads that signal each other: a PAIR at either end of an inproc endpoint, instead of mutexes and conditions.
 *
 * Usage: thread_signalling. Step 3 waits for step 2, which waits for step 1; prints who is done, in this order. */
#include "check.h"

static ymq_io_context context;

static void* step_1(void* nothing) {
  ymq_connector next = make(context, YMQ_PAIR);
  connect_to(next, "inproc://step-2");
  printf("step 1 is done\n");
  send_text(next, "ready");
  return nothing;
}

static void* step_2(void* nothing) {
  ymq_connector before = make(context, YMQ_PAIR), next = make(context, YMQ_PAIR);
  char bound[kText], text[kText];
  bind_to(before, "inproc://step-2", bound);
  connect_to(next, "inproc://step-3");
  pthread_t thread = start(step_1, NULL);
  receive_text(before, text);
  printf("step 2 is done\n");
  send_text(next, text);
  pthread_join(thread, NULL);
  return nothing;
}

int main(void) {
  char bound[kText], text[kText];
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector before = make(context, YMQ_PAIR);
  bind_to(before, "inproc://step-3", bound);
  pthread_t thread = start(step_2, NULL);
  receive_text(before, text);
  printf("step 3 is %s\n", text);
  pthread_join(thread, NULL);
  check(io_context_destroy(context, 0, NULL), "io_context_destroy");
  return 0;
}
