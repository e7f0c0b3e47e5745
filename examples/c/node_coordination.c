/* Node coordination: a publisher that begins only when all its subscribers are there.
 *
 * First as it is done with ZeroMQ: each subscriber waits for a beacon, which proves that its subscription has arrived,
 * and then says by a request that it is there. Then without any of that: `connector_wait_for_subscribers` asks the
 * publisher's own connector, which knows.
 *
 * Usage: node_coordination. Prints how many messages arrived of those that were sent, for either way. */
#include "check.h"

enum { kSubscribers = 3, kMessages = 10 };

static ymq_io_context context;
static char news[kText], roll_call[kText];

static ymq_connector subscriber(void) {
  ymq_connector connector = make(context, YMQ_SUB);
  subscribe_to(connector, "");
  connect_to(connector, news);
  return connector;
}

static int count_news(ymq_connector connector) {
  char text[kText];
  int count = 0;
  do {
    receive_text(connector, text);
    count += strcmp(text, "news") == 0;
  } while (strcmp(text, "end") != 0);
  return count;
}

static void* report_and_count(void* received) {
  ymq_connector sub = subscriber(), req = make(context, YMQ_REQ);
  char text[kText];
  receive_text(sub, text);
  connect_to(req, roll_call);
  send_text(req, "I am here");
  receive_text(req, text);
  *(int*)received = count_news(sub);
  return NULL;
}

static void publish(ymq_connector publisher) {
  for (int i = 0; i < kMessages; ++i) send_text(publisher, "news");
  send_text(publisher, "end");
}

static int by_request(ymq_connector publisher) {
  ymq_connector rep = make(context, YMQ_REP);
  pthread_t threads[kSubscribers];
  int received[kSubscribers], sum = 0;
  char text[kText];
  bind_to(rep, "tcp://127.0.0.1:*", roll_call);
  for (int i = 0; i < kSubscribers; ++i) threads[i] = start(report_and_count, &received[i]);
  for (int here = 0; here < kSubscribers;) {
    send_text(publisher, "beacon");
    if (try_receive(rep, text, 10) < 0) continue;
    send_text(rep, "noted");
    ++here;
  }
  publish(publisher);
  for (int i = 0; i < kSubscribers; ++i) pthread_join(threads[i], NULL);
  for (int i = 0; i < kSubscribers; ++i) sum += received[i];
  return sum;
}

static int by_waiting(ymq_connector publisher) {
  ymq_connector subs[kSubscribers];
  int sum = 0;
  for (int i = 0; i < kSubscribers; ++i) subs[i] = subscriber();
  wait_for_subscribers(publisher, "", kSubscribers);
  publish(publisher);
  for (int i = 0; i < kSubscribers; ++i) sum += count_news(subs[i]);
  return sum;
}

int main(void) {
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector first = make(context, YMQ_PUB), second = make(context, YMQ_PUB);
  bind_to(first, "tcp://127.0.0.1:*", news);
  const int asked = by_request(first);
  printf("by request and reply: %d of %d\n", asked, kSubscribers * kMessages);
  bind_to(second, "tcp://127.0.0.1:*", news);
  const int waited = by_waiting(second);
  printf("by waiting for subscribers: %d of %d\n", waited, kSubscribers * kMessages);
  check(io_context_destroy(context, 0, NULL), "io_context_destroy");
  expect(asked == kSubscribers * kMessages && waited == asked, "every message");
  return 0;
}
