#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <ymq/ymq.h>

#include "messenger.h"

struct messenger {
  ymq_io_context context;
  ymq_connector connector;
  int is_router;
};

struct name {
  const char* name;
  int32_t value;
};

static const struct name kPatterns[] = {
    {"PAIR", YMQ_PAIR},     {"PUB", YMQ_PUB},       {"SUB", YMQ_SUB},   {"REQ", YMQ_REQ},   {"REP", YMQ_REP},
    {"DEALER", YMQ_DEALER}, {"ROUTER", YMQ_ROUTER}, {"PULL", YMQ_PULL}, {"PUSH", YMQ_PUSH},
};

static const struct name kOptions[] = {
    {"identity", YMQ_OPTION_IDENTITY},
    {"send_hwm", YMQ_OPTION_SEND_HWM},
    {"receive_hwm", YMQ_OPTION_RECEIVE_HWM},
    {"linger", YMQ_OPTION_LINGER},
    {"reconnect_interval", YMQ_OPTION_RECONNECT_INTERVAL},
    {"reconnect_interval_max", YMQ_OPTION_RECONNECT_INTERVAL_MAX},
    {"handshake_timeout", YMQ_OPTION_HANDSHAKE_TIMEOUT},
    {"router_mandatory", YMQ_OPTION_ROUTER_MANDATORY},
    {"heartbeat_interval", YMQ_OPTION_HEARTBEAT_INTERVAL},
    {"heartbeat_timeout", YMQ_OPTION_HEARTBEAT_TIMEOUT},
    {"acknowledged_delivery", YMQ_OPTION_ACKNOWLEDGED_DELIVERY},
    {"session_lifetime", YMQ_OPTION_SESSION_LIFETIME},
    {"unacknowledged_bytes", YMQ_OPTION_UNACKNOWLEDGED_BYTES},
    {"max_sessions", YMQ_OPTION_MAX_SESSIONS},
    {"network_timeout", YMQ_OPTION_NETWORK_TIMEOUT},
    {"request_timeout", YMQ_OPTION_REQUEST_TIMEOUT},
};

static int32_t value_of(const struct name* names, size_t count, const char* name) {
  for (size_t index = 0; index < count; index++) {
    if (strcmp(names[index].name, name) == 0) return names[index].value;
  }
  give_up(name, "no such name");
}
#define VALUE_OF(names, name) value_of(names, sizeof(names) / sizeof(names)[0], name)

static int32_t check(const char* what, int32_t status) {
  if (status < 0) give_up(what, ymq_last_error(NULL));
  return status;
}

struct messenger* messenger_open(const char* pattern) {
  struct messenger* self = calloc(1, sizeof *self);
  int32_t type = VALUE_OF(kPatterns, pattern);
  self->is_router = type == YMQ_ROUTER;
  check("context", io_context_init(1, YMQ_BACKEND_DEFAULT, &self->context));
  check(pattern, connector_init(self->context, type, &self->connector));
  if (type == YMQ_SUB) check("subscribe", connector_subscribe(self->connector, NULL, 0));
  return self;
}

void messenger_set(struct messenger* self, const char* name, const char* value) {
  int32_t option = VALUE_OF(kOptions, name);
  int64_t number = atoll(value);
  const void* bytes = option == YMQ_OPTION_IDENTITY ? (const void*)value : &number;
  size_t size = option == YMQ_OPTION_IDENTITY ? strlen(value) : sizeof number;
  check(name, connector_set_option(self->connector, option, bytes, size));
}

void messenger_bind(struct messenger* self, const char* endpoint, char* bound, size_t capacity) {
  int32_t size = check(endpoint, connector_bind(self->connector, endpoint, strlen(endpoint), bound, capacity));
  bound[(size_t)size < capacity ? (size_t)size : capacity - 1] = '\0';
}

void messenger_connect(struct messenger* self, const char* endpoint) {
  check(endpoint, connector_connect(self->connector, endpoint, strlen(endpoint)));
}

// What ends a call for now, and not for good.
static int is_passing(int32_t status) {
  return status == YMQ_AGAIN || status == YMQ_TIMED_OUT || status == YMQ_INTERRUPTED || status == YMQ_WRONG_STATE ||
         status == YMQ_HOST_UNREACHABLE || status == YMQ_UNDELIVERABLE;
}

int messenger_send(struct messenger* self, const char* to, const char* text, size_t size, size_t count,
                   int timeout_ms) {
  static uint8_t bytes[kMaxBytes];
  ymq_part parts[kMaxParts + 1];
  size_t envelope = to ? strlen(to) : 0, used = envelope, index = 0;
  memcpy(bytes, to ? to : "", envelope);
  if (to) parts[index++] = (ymq_part){.size = envelope, .flags = YMQ_PART_MORE};
  for (size_t left = count; left > 0; left--, used += size) {
    if (used + size > kMaxBytes) give_up("send", "too large");
    memcpy(bytes + used, text, size);
    parts[index++] = (ymq_part){.size = size, .flags = left > 1 ? YMQ_PART_MORE : 0};
  }
  int32_t status = connector_send_sync(self->connector, bytes, used, parts, (uint32_t)index, timeout_ms);
  if (status < 0 && !is_passing(status)) give_up("send", ymq_last_error(NULL));
  return status == 1;
}

int messenger_receive(struct messenger* self, struct parcel* parcel, int timeout_ms) {
  ymq_part parts[kMaxParts + 1];
  int32_t count =
      connector_recv_sync(self->connector, (uint8_t*)parcel->bytes, kMaxBytes - 1, parts, kMaxParts + 1, 1, timeout_ms);
  if (count < 0 && !is_passing(count)) give_up("receive", ymq_last_error(NULL));
  if (count <= 0) return 0;
  size_t skipped = self->is_router ? 1 : 0, envelope = skipped ? parts[0].size : 0, used = 0;
  parcel->parts = (size_t)count - skipped;
  parcel->is_redelivered = (parts[0].flags & YMQ_PART_REDELIVERED) != 0;
  for (size_t index = 0; index < parcel->parts; index++) used += parcel->sizes[index] = parts[index + skipped].size;
  memmove(parcel->bytes, parcel->bytes + envelope, used);
  parcel->bytes[used] = '\0';
  return 1;
}

#define WRITE(field) fprintf(out, ",\"%s\":%" PRIu64, #field, stats.field)

void messenger_write_stats(struct messenger* self, FILE* out) {
  ymq_connector_stats stats = {.size = sizeof stats};
  check("stats", connector_get_stats(self->connector, &stats));
  fprintf(out, "{\"peers\":%" PRIu32, stats.peers);
  WRITE(messages_sent), WRITE(messages_received), WRITE(messages_queued), WRITE(messages_waiting);
  WRITE(dropped_full), WRITE(dropped_unroutable), WRITE(dropped_peer_gone), WRITE(dropped_unexpected);
  WRITE(links_opened), WRITE(links_closed), WRITE(handshakes_failed), WRITE(connects_failed);
  WRITE(messages_acknowledged), WRITE(messages_unacknowledged), WRITE(messages_resent), WRITE(messages_redelivered);
  WRITE(messages_undeliverable), WRITE(messages_uncertain), WRITE(sessions_resumed), WRITE(sessions_lost);
  WRITE(sessions_evicted), WRITE(sessions_waiting);
  fprintf(out, "}");
}

int64_t messenger_close(struct messenger* self) {
  uint64_t undelivered = 0;
  check("close", io_context_destroy(self->context, -1, &undelivered));
  free(self);
  return (int64_t)undelivered;
}
