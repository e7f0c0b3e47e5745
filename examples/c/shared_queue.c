/* A shared queue: clients ask the front, whichever worker is free answers at the back, and neither knows the other. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <ymq/ymq.h>

enum { kWorkers = 2, kQuestions = 6, kPatience = 10000 };

static ymq_io_context context;

static int failed(const char* what) {
  fprintf(stderr, "%s: %s\n", what, ymq_last_error(NULL));
  return 1;
}

/* Answers what it is asked, until the context is closed. */
static void* work(void* endpoint) {
  ymq_connector worker = 0;
  uint8_t text[64];
  ymq_part part;
  if (connector_init(context, YMQ_REP, &worker) < 0) return NULL;
  connector_connect(worker, endpoint, strlen(endpoint));
  while (connector_recv_sync(worker, text, sizeof text, &part, 1, 1, -1) > 0) {
    uint8_t answer[80] = "you asked: ";
    const uint64_t size = strlen((const char*)answer);
    memcpy(answer + size, text, part.size);
    if (connector_send_sync(worker, answer, size + part.size, NULL, 0, -1) < 0) break;
  }
  return NULL;
}

static int ask(const char* endpoint) {
  ymq_connector client = 0;
  if (connector_init(context, YMQ_REQ, &client) < 0 || connector_connect(client, endpoint, strlen(endpoint)) < 0)
    return failed("client");
  for (int i = 0; i < kQuestions; ++i) {
    char question[32];
    uint8_t answer[80];
    ymq_part part;
    const int size = snprintf(question, sizeof question, "question %d", i);
    if (connector_send_sync(client, (const uint8_t*)question, (uint64_t)size, NULL, 0, kPatience) < 0 ||
        connector_recv_sync(client, answer, sizeof answer, &part, 1, 1, kPatience) < 0)
      return failed("no answer");
    printf("%.*s\n", (int)part.size, (const char*)answer);
  }
  return 0;
}

int main(void) {
  ymq_connector front = 0, back = 0;
  ymq_proxy proxy = 0;
  ymq_proxy_stats stats = {.size = sizeof stats};
  char clients[256] = "", workers[256] = "";
  pthread_t threads[kWorkers];
  if (io_context_init(1, YMQ_BACKEND_DEFAULT, &context) < 0) return failed("context");
  connector_init(context, YMQ_ROUTER, &front);
  connector_init(context, YMQ_DEALER, &back);
  if (connector_bind(front, "tcp://127.0.0.1:*", 17, clients, sizeof clients) < 0 ||
      connector_bind(back, "tcp://127.0.0.1:*", 17, workers, sizeof workers) < 0 ||
      proxy_init(front, back, 0, &proxy) < 0)
    return failed("queue");
  for (int i = 0; i < kWorkers; ++i) pthread_create(&threads[i], NULL, work, workers);
  const int status = ask(clients);
  if (proxy_get_stats(proxy, &stats) == YMQ_OK)
    printf("%llu questions went through the queue\n", (unsigned long long)stats.messages_to_back);
  io_context_destroy(context, 1000, NULL); /* Ends the proxy and the workers. */
  for (int i = 0; i < kWorkers; ++i) pthread_join(threads[i], NULL);
  return status;
}
