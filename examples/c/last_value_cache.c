/* A cache of last values: whoever subscribes late gets the last value of its topic at once, and then what is new. An
 * XPUB with `xpub_manual` hears of each subscription, and with `xpub_manual_last_value` answers the one who made it
 * alone. Each subscription is to be answered: the next send goes to its subscriber, whatever it is.
 *
 * Where the newest messages of all topics will do instead, the option `replay` of PUB and XPUB keeps them by itself.
 *
 * Usage: last_value_cache [endpoint]. Prints what an early and a late subscriber get. */
#include "check.h"

static const char kTopic[] = "apples:";

static ymq_connector join(ymq_io_context context, const char* endpoint) {
  ymq_connector subscriber = make(context, YMQ_SUB);
  subscribe_to(subscriber, kTopic);
  connect_to(subscriber, endpoint);
  return subscriber;
}

/* The next subscription takes effect, and the last value goes to the one who made it. */
static void welcome(ymq_connector cache, const char* last) {
  char text[kText];
  receive_text(cache, text);
  expect(text[0] == 1 && strcmp(text + 1, kTopic) == 0, "a subscription");
  subscribe_to(cache, kTopic);
  send_envelope(cache, kTopic, last);
}

static void show(const char* who, ymq_connector subscriber, const char* wanted) {
  char text[kText];
  receive_text(subscriber, text);
  printf("%s: %s\n", who, text);
  expect(strcmp(text + strlen(kTopic), wanted) == 0, wanted);
}

int main(int argc, char** argv) {
  char endpoint[kText];
  ymq_io_context context = 0;
  check(io_context_init(1, YMQ_BACKEND_DEFAULT, &context), "io_context_init");
  ymq_connector cache = make(context, YMQ_XPUB);
  set_number(cache, YMQ_OPTION_XPUB_MANUAL, 1);
  set_number(cache, YMQ_OPTION_XPUB_MANUAL_LAST_VALUE, 1);
  bind_to(cache, argc > 1 ? argv[1] : "tcp://127.0.0.1:*", endpoint);

  ymq_connector early = join(context, endpoint);
  welcome(cache, "1.20");
  send_envelope(cache, kTopic, "1.30");
  ymq_connector late = join(context, endpoint);
  welcome(cache, "1.30");
  send_envelope(cache, kTopic, "1.40");

  show("early", early, "1.20");
  show("early", early, "1.30");
  show("early", early, "1.40");
  show("late", late, "1.30");
  show("late", late, "1.40");
  check(io_context_destroy(context, 0, NULL), "io_context_destroy");
  return 0;
}
