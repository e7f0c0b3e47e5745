// A peer of the fault tests: sends or receives numbered messages, and keeps a ledger of it on standard output, a line
// of JSON for each thing that it did. Commands come on standard input: `go N`, `stop`, `stats`. It closes and ends
// when its standard input does, so it never outlives whoever started it. The peers in other languages do the same.

#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "messenger.h"

enum { kStepMs = 20, kBriefUs = 1000, kMaxCycle = 16, kEndpointCapacity = 256, kLineCapacity = 256 };

// Numbers to be used in turn.
struct cycle {
  size_t values[kMaxCycle];
  size_t count;
};

struct peer {
  struct messenger* messenger;
  const char* name;
  const char* to;
  struct cycle sizes;
  struct cycle parts;
  long pace_us;
  int sends;
  int receives;
  // What `go` allows and `stop` forbids: messages to send or, where it only receives, to take.
  uint64_t budget;
  uint64_t accepted;
  int is_over;
  char line[kLineCapacity];
  size_t line_size;
};

_Noreturn void give_up(const char* what, const char* why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static struct cycle parse_cycle(const char* text) {
  struct cycle cycle = {.count = 0};
  char* end;
  do {
    cycle.values[cycle.count++] = strtoul(text, &end, 10);
    text = end + 1;
  } while (*end == ',' && cycle.count < kMaxCycle);
  return cycle;
}

static size_t at(const struct cycle* cycle, uint64_t number) { return cycle->values[number % cycle->count]; }

// Each part of a message says who sent it, its number, and what the whole message should look like.
static size_t write_text(char* text, const char* name, uint64_t number, size_t parts, size_t size) {
  int head = snprintf(text, kMaxBytes, "%s %llu %zu %zu ", name, (unsigned long long)number, parts, size);
  if (size <= (size_t)head) return (size_t)head;
  memset(text + head, '.', size - (size_t)head);
  return size;
}

static void sleep_us(long us) {
  struct timespec time = {us / 1000000, us % 1000000 * 1000};
  if (us > 0) nanosleep(&time, NULL);
}

static void send_next(struct peer* peer, int timeout_ms) {
  static char text[kMaxBytes];
  size_t parts = at(&peer->parts, peer->accepted);
  size_t size = write_text(text, peer->name, peer->accepted, parts, at(&peer->sizes, peer->accepted));
  if (!messenger_send(peer->messenger, peer->to, text, size, parts, timeout_ms)) {
    sleep_us(kBriefUs);  // It may have been refused at once.
    return;
  }
  printf("{\"accepted\":%llu}\n", (unsigned long long)peer->accepted++);
  peer->budget--;
  sleep_us(peer->pace_us);
}

// A message is intact where all of its parts are what the first one says.
static int is_intact(const struct parcel* parcel, const char* name, uint64_t number, size_t parts, size_t size) {
  static char text[kMaxBytes];
  size_t expected = write_text(text, name, number, parts, size);
  const char* part = parcel->bytes;
  for (size_t index = 0; index < parcel->parts; part += parcel->sizes[index++]) {
    if (parcel->sizes[index] != expected || memcmp(part, text, expected) != 0) return 0;
  }
  return parcel->parts == parts;
}

static void receive_next(struct peer* peer, int timeout_ms) {
  static struct parcel parcel;
  char name[64] = "?";
  unsigned long long number = 0;
  size_t parts = 0, size = 0;
  if (!messenger_receive(peer->messenger, &parcel, timeout_ms)) return;
  int words = sscanf(parcel.bytes, "%63s %llu %zu %zu", name, &number, &parts, &size);
  int intact = words == 4 && size < kMaxBytes && is_intact(&parcel, name, number, parts, size);
  printf("{\"received\":%llu,\"from\":\"%s\",\"redelivered\":%s,\"intact\":%s}\n", number, name,
         parcel.is_redelivered ? "true" : "false", intact ? "true" : "false");
  if (!peer->sends) peer->budget--;
}

static void write_stats(struct peer* peer) {
  printf("{\"stats\":");
  messenger_write_stats(peer->messenger, stdout);
  printf("}\n");
}

static void stop(struct peer* peer) {
  peer->budget = 0;
  printf("{\"stopped\":%llu}\n", (unsigned long long)peer->accepted);
}

static void obey(struct peer* peer, const char* command) {
  if (strncmp(command, "go ", 3) == 0) peer->budget += strtoull(command + 3, NULL, 10);
  if (strcmp(command, "stop") == 0) stop(peer);
  if (strcmp(command, "stats") == 0) write_stats(peer);
}

static void take_input(struct peer* peer) {
  char byte;
  if (read(STDIN_FILENO, &byte, 1) != 1) {
    peer->is_over = 1;
  } else if (byte != '\n') {
    if (peer->line_size + 1 < kLineCapacity) peer->line[peer->line_size++] = byte;
  } else {
    peer->line[peer->line_size] = '\0';
    peer->line_size = 0;
    obey(peer, peer->line);
  }
}

// Waits so long for a command, and obeys all that are there.
static void take_commands(struct peer* peer, int timeout_ms) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  for (int wait = timeout_ms; !peer->is_over && poll(&input, 1, wait) > 0; wait = 0) take_input(peer);
}

// One that does both looks at both ends briefly, so that neither waits long for the other.
static void run(struct peer* peer) {
  int wait = peer->sends && peer->receives ? 1 : kStepMs;
  while (!peer->is_over) {
    int has_work = peer->budget > 0 || (peer->sends && peer->receives);
    take_commands(peer, has_work ? 0 : kStepMs);
    if (peer->sends && peer->budget > 0) send_next(peer, wait);
    if (peer->receives && (peer->sends || peer->budget > 0)) receive_next(peer, wait);
  }
}

static void bind_to(struct peer* peer, const char* endpoint) {
  char bound[kEndpointCapacity];
  messenger_bind(peer->messenger, endpoint, bound, sizeof bound);
  printf("{\"bound\":\"%s\"}\n", bound);
}

static void set_option(struct peer* peer, char* setting) {
  char* value = strchr(setting, '=');
  if (!value) give_up(setting, "name=value is expected");
  *value = '\0';
  messenger_set(peer->messenger, setting, value + 1);
}

static void set_role(struct peer* peer, const char* role) {
  peer->sends = strcmp(role, "receive") != 0;
  peer->receives = strcmp(role, "send") != 0;
  peer->budget = peer->sends ? 0 : UINT64_MAX;
}

static int is(const char* text, const char* word) { return strcmp(text, word) == 0; }

// In the order in which they stand: the pattern first, options before endpoints.
static void take_argument(struct peer* peer, const char* name, char* value) {
  if (is(name, "--pattern")) peer->messenger = messenger_open(value);
  if (is(name, "--role")) set_role(peer, value);
  if (is(name, "--name")) peer->name = value;
  if (is(name, "--to")) peer->to = value;
  if (is(name, "--sizes")) peer->sizes = parse_cycle(value);
  if (is(name, "--parts")) peer->parts = parse_cycle(value);
  if (is(name, "--pace-us")) peer->pace_us = atol(value);
  if (is(name, "--option")) set_option(peer, value);
  if (is(name, "--bind")) bind_to(peer, value);
  if (is(name, "--connect")) messenger_connect(peer->messenger, value);
}

int main(int count, char** arguments) {
  struct peer peer = {.name = "peer", .sizes = {{0}, 1}, .parts = {{1}, 1}};
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (int index = 1; index + 1 < count; index += 2) take_argument(&peer, arguments[index], arguments[index + 1]);
  if (!peer.messenger) give_up("peer", "--pattern is expected first");
  run(&peer);
  write_stats(&peer);
  printf("{\"undelivered\":%lld}\n", (long long)messenger_close(peer.messenger));
}
