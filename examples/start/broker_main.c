/*
 * The broker as a program: start_broker FRONT BACK [plain]
 *
 * Writes the two bound endpoints to its standard output, a line each, and runs until its standard input ends: so it
 * never outlives whoever started it. Writes then how many messages it has sent again. `plain`: without acknowledged
 * delivery.
 */
#include <stdio.h>
#include <string.h>
#include <ymq/ymq.h>

#include "broker.h"

static void wait_for_end_of_input(void) {
  while (getchar() != EOF) {
  }
}

static int serve(uint64_t context, const char* front, const char* back, int acknowledged) {
  struct broker* broker = broker_start(context, front, back, acknowledged);
  if (!broker) return 1;
  printf("%s\n%s\n", broker_front(broker), broker_back(broker));
  fflush(stdout);
  wait_for_end_of_input();
  printf("%llu\n", (unsigned long long)broker_resent(broker));
  uint64_t lost = broker_stop(broker);
  if (lost > 0) fprintf(stderr, "broker: %llu messages were not passed on\n", (unsigned long long)lost);
  return 0;
}

int main(int argc, char** argv) {
  int is_plain = argc == 4 && strcmp(argv[3], "plain") == 0;
  if (argc != 3 && !is_plain) {
    fprintf(stderr, "usage: %s FRONT BACK [plain]\n", argv[0]);
    return 2;
  }
  ymq_io_context context;
  int32_t status = io_context_init(1, YMQ_BACKEND_DEFAULT, &context);
  if (status != YMQ_OK) {
    fprintf(stderr, "broker: %s: %s\n", ymq_status_name(status), ymq_last_error(NULL));
    return 1;
  }
  int exit_code = serve(context, argv[1], argv[2], !is_plain);
  io_context_destroy(context, 0, NULL);
  return exit_code;
}
