#include "broker.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ymq/ymq.h>

enum { kEndpointCapacity = 256 };

struct relay {
  uint64_t from;
  uint64_t to;
  pthread_t thread;
  int is_running;
  uint64_t lost;
};

struct broker {
  uint64_t front;
  uint64_t back;
  char front_endpoint[kEndpointCapacity];
  char back_endpoint[kEndpointCapacity];
  struct relay requests;
  struct relay replies;
};

/* Every call may be interrupted by a signal handler of the host; here that is no reason to stop. */
static int32_t receive(const struct relay* relay, ymq_message* message) {
  int32_t status;
  do {
    status = connector_recv_message_sync(relay->from, message, -1);
  } while (status == YMQ_INTERRUPTED);
  return status;
}

static int32_t send(const struct relay* relay, ymq_message message) {
  int32_t status;
  do {
    status = connector_send_message_sync(relay->to, message, -1);
  } while (status == YMQ_INTERRUPTED);
  return status;
}

/* A client that left loses its replies, which stops nobody else. Any other failure means that the broker closes. */
static void* run_relay(void* argument) {
  struct relay* relay = argument;
  ymq_message message;
  while (receive(relay, &message) == YMQ_OK) {
    int32_t status = send(relay, message);
    if (status == YMQ_OK) continue;
    message_destroy(message);
    relay->lost++;
    if (status != YMQ_HOST_UNREACHABLE) break;
  }
  return NULL;
}

static int start_relay(struct relay* relay, uint64_t from, uint64_t to) {
  relay->from = from;
  relay->to = to;
  relay->is_running = pthread_create(&relay->thread, NULL, run_relay, relay) == 0;
  return relay->is_running;
}

static int32_t set_option(uint64_t connector, int32_t option, int64_t value) {
  return connector_set_option(connector, option, (const uint8_t*)&value, sizeof value);
}

static int open_connector(uint64_t context, int32_t type, const char* endpoint, int acknowledged, uint64_t* connector,
                          char* bound) {
  int32_t status = connector_init(context, type, connector);
  if (status == YMQ_OK) status = set_option(*connector, YMQ_OPTION_ACKNOWLEDGED_DELIVERY, acknowledged);
  if (status == YMQ_OK) status = connector_bind(*connector, endpoint, strlen(endpoint), bound, kEndpointCapacity);
  if (status >= 0) return 1;
  fprintf(stderr, "broker: %s: %s: %s\n", endpoint, ymq_status_name(status), ymq_last_error(NULL));
  return 0;
}

/* Replies are not to be dropped when a client is slow to take them: mandatory makes the broker wait for it. */
static int make_mandatory(uint64_t router) { return set_option(router, YMQ_OPTION_ROUTER_MANDATORY, 1) == YMQ_OK; }

static int open_and_relay(struct broker* broker, uint64_t context, const char* front, const char* back,
                          int acknowledged) {
  return open_connector(context, YMQ_ROUTER, front, acknowledged, &broker->front, broker->front_endpoint) &&
         open_connector(context, YMQ_DEALER, back, acknowledged, &broker->back, broker->back_endpoint) &&
         make_mandatory(broker->front) && start_relay(&broker->requests, broker->front, broker->back) &&
         start_relay(&broker->replies, broker->back, broker->front);
}

struct broker* broker_start(uint64_t context, const char* front, const char* back, int acknowledged) {
  struct broker* broker = calloc(1, sizeof *broker);
  if (broker && !open_and_relay(broker, context, front, back, acknowledged)) {
    broker_stop(broker);
    broker = NULL;
  }
  return broker;
}

const char* broker_front(const struct broker* broker) { return broker->front_endpoint; }

const char* broker_back(const struct broker* broker) { return broker->back_endpoint; }

static uint64_t resent_by(uint64_t connector) {
  ymq_connector_stats stats = {.size = sizeof stats};
  return connector_get_stats(connector, &stats) == YMQ_OK ? stats.messages_resent : 0;
}

uint64_t broker_resent(const struct broker* broker) { return resent_by(broker->front) + resent_by(broker->back); }

/* Closing the connectors ends the calls that the relays wait in. Nobody is left to linger for. */
uint64_t broker_stop(struct broker* broker) {
  connector_destroy(broker->front, 0, NULL);
  connector_destroy(broker->back, 0, NULL);
  if (broker->requests.is_running) pthread_join(broker->requests.thread, NULL);
  if (broker->replies.is_running) pthread_join(broker->replies.thread, NULL);
  uint64_t lost = broker->requests.lost + broker->replies.lost;
  free(broker);
  return lost;
}
