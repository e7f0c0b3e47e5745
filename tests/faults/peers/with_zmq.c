#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "messenger.h"

struct messenger {
  void* context;
  void* socket;
  int is_router;
};

struct name {
  const char* name;
  int value;
};

static const struct name kPatterns[] = {
    {"PAIR", ZMQ_PAIR},     {"PUB", ZMQ_PUB},       {"SUB", ZMQ_SUB},   {"REQ", ZMQ_REQ},   {"REP", ZMQ_REP},
    {"DEALER", ZMQ_DEALER}, {"ROUTER", ZMQ_ROUTER}, {"PULL", ZMQ_PULL}, {"PUSH", ZMQ_PUSH},
};

static const struct name kOptions[] = {
    {"identity", ZMQ_ROUTING_ID},
    {"send_hwm", ZMQ_SNDHWM},
    {"receive_hwm", ZMQ_RCVHWM},
    {"linger", ZMQ_LINGER},
    {"reconnect_interval", ZMQ_RECONNECT_IVL},
    {"reconnect_interval_max", ZMQ_RECONNECT_IVL_MAX},
    {"handshake_timeout", ZMQ_HANDSHAKE_IVL},
    {"router_mandatory", ZMQ_ROUTER_MANDATORY},
    {"heartbeat_interval", ZMQ_HEARTBEAT_IVL},
    {"heartbeat_timeout", ZMQ_HEARTBEAT_TIMEOUT},
};

static int value_of(const struct name* names, size_t count, const char* name) {
  for (size_t index = 0; index < count; index++) {
    if (strcmp(names[index].name, name) == 0) return names[index].value;
  }
  return -1;
}
#define VALUE_OF(names, name) value_of(names, sizeof(names) / sizeof(names)[0], name)

static int check(const char* what, int result) {
  if (result < 0) give_up(what, zmq_strerror(errno));
  return result;
}

struct messenger* messenger_open(const char* pattern) {
  struct messenger* self = calloc(1, sizeof *self);
  int type = VALUE_OF(kPatterns, pattern);
  self->is_router = type == ZMQ_ROUTER;
  self->context = zmq_ctx_new();
  self->socket = zmq_socket(self->context, type);
  if (!self->socket) give_up(pattern, zmq_strerror(errno));
  messenger_set(self, "linger", "1000");
  if (type == ZMQ_SUB) check("subscribe", zmq_setsockopt(self->socket, ZMQ_SUBSCRIBE, "", 0));
  return self;
}

void messenger_set(struct messenger* self, const char* name, const char* value) {
  int option = VALUE_OF(kOptions, name);
  int number = atoi(value);
  if (option < 0) return;
  const void* bytes = option == ZMQ_ROUTING_ID ? (const void*)value : &number;
  check(name, zmq_setsockopt(self->socket, option, bytes, option == ZMQ_ROUTING_ID ? strlen(value) : sizeof number));
}

void messenger_bind(struct messenger* self, const char* endpoint, char* bound, size_t capacity) {
  check(endpoint, zmq_bind(self->socket, endpoint));
  check(endpoint, zmq_getsockopt(self->socket, ZMQ_LAST_ENDPOINT, bound, &capacity));
}

void messenger_connect(struct messenger* self, const char* endpoint) {
  check(endpoint, zmq_connect(self->socket, endpoint));
}

// What ends a call for now, and not for good.
static int is_passing(int error) { return error == EAGAIN || error == EINTR || error == EFSM || error == EHOSTUNREACH; }

// True where the first part was taken: what follows it is never refused.
static int send_part(struct messenger* self, const char* text, size_t size, int flags) {
  if (zmq_send(self->socket, text, size, flags) >= 0) return 1;
  if (!is_passing(errno)) give_up("send", zmq_strerror(errno));
  return 0;
}

int messenger_send(struct messenger* self, const char* to, const char* text, size_t size, size_t parts,
                   int timeout_ms) {
  check("timeout", zmq_setsockopt(self->socket, ZMQ_SNDTIMEO, &timeout_ms, sizeof timeout_ms));
  if (to && !send_part(self, to, strlen(to), ZMQ_SNDMORE)) return 0;
  for (size_t left = parts; left > 0; left--) {
    if (!send_part(self, text, size, left > 1 ? ZMQ_SNDMORE : 0)) return 0;
  }
  return 1;
}

static int has_more(struct messenger* self) {
  int more = 0;
  size_t size = sizeof more;
  check("more", zmq_getsockopt(self->socket, ZMQ_RCVMORE, &more, &size));
  return more;
}

int messenger_receive(struct messenger* self, struct parcel* parcel, int timeout_ms) {
  size_t used = 0;
  check("timeout", zmq_setsockopt(self->socket, ZMQ_RCVTIMEO, &timeout_ms, sizeof timeout_ms));
  int size = zmq_recv(self->socket, parcel->bytes, kMaxBytes - 1, 0);
  if (size < 0 && !is_passing(errno)) give_up("receive", zmq_strerror(errno));
  if (size < 0) return 0;
  if (self->is_router) size = check("receive", zmq_recv(self->socket, parcel->bytes, kMaxBytes - 1, 0));
  for (parcel->parts = 0;;) {
    used += parcel->sizes[parcel->parts++] = (size_t)size;
    if (!has_more(self) || parcel->parts == kMaxParts) break;
    size = check("receive", zmq_recv(self->socket, parcel->bytes + used, kMaxBytes - 1 - used, 0));
  }
  parcel->bytes[used] = '\0';
  return 1;
}

void messenger_write_stats(struct messenger* self, FILE* out) {
  (void)self;
  fprintf(out, "{}");
}

int64_t messenger_close(struct messenger* self) {
  check("close", zmq_close(self->socket));
  check("close", zmq_ctx_term(self->context));
  free(self);
  return -1;
}
