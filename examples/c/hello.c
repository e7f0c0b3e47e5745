#include <stdio.h>
#include <ymq/ymq.h>

int main(void) {
  ymq_io_context context = 0;
  ymq_connector server = 0, client = 0;
  char endpoint[256];
  uint8_t text[256];
  ymq_part part = {0, 0, 0};
  io_context_init(1, YMQ_BACKEND_DEFAULT, &context);
  connector_init(context, YMQ_PULL, &server);
  connector_init(context, YMQ_PUSH, &client);
  int32_t size = connector_bind(server, "tcp://127.0.0.1:*", 17, endpoint, sizeof endpoint);
  if (size < 0 || connector_connect(client, endpoint, (uint64_t)size) < 0 ||
      connector_send_sync(client, (const uint8_t*)"hello", 5, NULL, 0, 1000) < 0 ||
      connector_recv_sync(server, text, sizeof text, &part, 1, 1, 10000) < 0) {
    fprintf(stderr, "%s\n", ymq_last_error(NULL));
    return 1;
  }
  printf("%.*s\n", (int)part.size, (const char*)text);
  return io_context_destroy(context, 1000, NULL) < 0;
}
