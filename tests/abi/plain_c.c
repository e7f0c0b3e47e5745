#include <string.h>
#include <ymq/ymq.h>

// Proves that the header is plain C11 and that a C program needs nothing else. Returns 0, or which step failed.
int plain_c_exchange(void);

static int transfer(ymq_connector server, ymq_connector client) {
  char endpoint[256];
  uint8_t bytes[16];
  const ymq_part parts[2] = {{5, YMQ_PART_MORE, 0}, {1, 0, 0}};
  ymq_part received[2] = {{0, 0, 0}, {0, 0, 0}};
  int32_t size = connector_bind(server, "tcp://127.0.0.1:*", 17, endpoint, sizeof endpoint);
  if (size <= 0) return 3;
  if (connector_connect(client, endpoint, (uint64_t)size) != YMQ_OK) return 4;
  if (connector_send_sync(client, (const uint8_t*)"hello!", 6, parts, 2, 30000) != 1) return 5;
  if (connector_recv_sync(server, bytes, sizeof bytes, received, 2, 1, 30000) != 2) return 6;
  if (memcmp(bytes, "hello!", 6) != 0) return 7;
  if (received[0].size != 5 || received[0].flags != YMQ_PART_MORE || received[1].size != 1) return 8;
  return 0;
}

int plain_c_exchange(void) {
  ymq_io_context context = 0;
  ymq_connector server = 0;
  ymq_connector client = 0;
  if (io_context_init(1, YMQ_BACKEND_DEFAULT, &context) != YMQ_OK) return 1;
  int result = 2;
  if (connector_init(context, YMQ_PULL, &server) == YMQ_OK && connector_init(context, YMQ_PUSH, &client) == YMQ_OK) {
    result = transfer(server, client);
  }
  return io_context_destroy(context, 0, NULL) == YMQ_OK ? result : 9;
}
