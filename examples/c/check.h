/* What the examples in C share: each status is looked at, and the first failure says what it was and ends the program.
 */
#pragma once
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ymq/ymq.h>

enum { kText = 256, kParts = 4, kPatience = 20000 };

/* Returns a good status as it is. */
static inline int32_t check(int32_t status, const char* what) {
  if (status >= 0) return status;
  fprintf(stderr, "%s: %s\n", what, ymq_last_error(NULL));
  exit(1);
}

/* Ends the program where the example did not show what it is there to show. */
static inline void expect(int holds, const char* what) {
  if (holds) return;
  fprintf(stderr, "expected: %s\n", what);
  exit(1);
}

static inline ymq_connector make(ymq_io_context context, int32_t type) {
  ymq_connector connector = 0;
  check(connector_init(context, type, &connector), "connector_init");
  return connector;
}

/* `bound` receives the endpoint with what the system chose: kText bytes. */
static inline void bind_to(ymq_connector connector, const char* endpoint, char* bound) {
  memset(bound, 0, kText);
  check(connector_bind(connector, endpoint, strlen(endpoint), bound, kText - 1), "connector_bind");
}

static inline void connect_to(ymq_connector connector, const char* endpoint) {
  check(connector_connect(connector, endpoint, strlen(endpoint)), "connector_connect");
}

static inline void subscribe_to(ymq_connector connector, const char* topic) {
  check(connector_subscribe(connector, (const uint8_t*)topic, strlen(topic)), "connector_subscribe");
}

static inline void wait_for_subscribers(ymq_connector connector, const char* topic, uint32_t count) {
  const uint8_t* bytes = (const uint8_t*)topic;
  check(connector_wait_for_subscribers(connector, bytes, strlen(topic), count, kPatience), "wait for subscribers");
}

static inline void set_number(ymq_connector connector, int32_t option, int64_t number) {
  check(connector_set_option(connector, option, (const uint8_t*)&number, sizeof number), "connector_set_option");
}

static inline void send_text(ymq_connector connector, const char* text) {
  check(connector_send_sync(connector, (const uint8_t*)text, strlen(text), NULL, 0, kPatience), "send");
}

/* A message of two parts: what it is about, and what it says. */
static inline void send_envelope(ymq_connector connector, const char* topic, const char* body) {
  char bytes[2 * kText];
  const ymq_part parts[] = {{.size = strlen(topic), .flags = YMQ_PART_MORE}, {.size = strlen(body)}};
  const int size = snprintf(bytes, sizeof bytes, "%s%s", topic, body);
  check(connector_send_sync(connector, (const uint8_t*)bytes, (uint64_t)size, parts, 2, kPatience), "send");
}

/* A message as text, its parts one behind the other: kText bytes. Returns the flags of the first part, or an error. */
static inline int32_t try_receive(ymq_connector connector, char* text, int64_t timeout_ms) {
  ymq_part parts[kParts];
  memset(text, 0, kText);
  const int32_t status = connector_recv_sync(connector, (uint8_t*)text, kText - 1, parts, kParts, 1, timeout_ms);
  return status < 0 ? status : (int32_t)parts[0].flags;
}

static inline int32_t receive_text(ymq_connector connector, char* text) {
  return check(try_receive(connector, text, kPatience), "receive");
}

static inline pthread_t start(void* (*work)(void*), void* argument) {
  pthread_t thread;
  expect(pthread_create(&thread, NULL, work, argument) == 0, "a thread");
  return thread;
}
