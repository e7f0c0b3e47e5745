/*
 * The broker over libzmq, to compare with: start_broker_zmq FRONT BACK
 *
 * Writes what start_broker writes, and ends as it does.
 */
#include <pthread.h>
#include <stdio.h>
#include <zmq.h>

static void* stop_at_end_of_input(void* context) {
  while (getchar() != EOF) {
  }
  zmq_ctx_shutdown(context);
  return NULL;
}

/* As libymq's ROUTER does by itself: a client that comes back takes the place of who it was. */
static int let_clients_come_back(void* router) {
  const int yes = 1;
  return zmq_setsockopt(router, ZMQ_ROUTER_HANDOVER, &yes, sizeof yes);
}

static int announce(void* socket, const char* endpoint) {
  char bound[256];
  size_t size = sizeof bound;
  if (zmq_bind(socket, endpoint) < 0 || zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &size) < 0) return -1;
  return puts(bound) < 0 || fflush(stdout) < 0 ? -1 : 0;
}

static int serve(void* context, void* front, void* back, char** endpoints) {
  pthread_t thread;
  if (let_clients_come_back(front) < 0 || announce(front, endpoints[0]) < 0 || announce(back, endpoints[1]) < 0 ||
      pthread_create(&thread, NULL, stop_at_end_of_input, context) != 0) {
    fprintf(stderr, "broker: %s\n", zmq_strerror(zmq_errno()));
    return 1;
  }
  zmq_proxy(front, back, NULL);
  pthread_join(thread, NULL);
  puts("0"); /* libzmq sends nothing again. */
  return 0;
}

int main(int argc, char** argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s FRONT BACK\n", argv[0]);
    return 2;
  }
  void* context = zmq_ctx_new();
  void* front = zmq_socket(context, ZMQ_ROUTER);
  void* back = zmq_socket(context, ZMQ_DEALER);
  int exit_code = serve(context, front, back, argv + 1);
  zmq_close(front);
  zmq_close(back);
  zmq_ctx_term(context);
  return exit_code;
}
