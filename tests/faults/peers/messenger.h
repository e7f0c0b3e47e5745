#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// What a peer needs of a messaging library, so that one program serves libymq and libzmq. Whatever goes wrong beyond
// what the contracts below name ends the process with a message.
struct messenger;

enum { kMaxParts = 16, kMaxBytes = 1 << 20 };

// A received message without its envelope: the parts stand one behind the other.
struct parcel {
  char bytes[kMaxBytes];
  size_t sizes[kMaxParts];
  size_t parts;
  int is_redelivered;
};

// `pattern` is the name of a type in capitals.
struct messenger* messenger_open(const char* pattern);

// Names are those of libymq's options; one that the library has nothing like is ignored.
void messenger_set(struct messenger* self, const char* name, const char* value);

void messenger_bind(struct messenger* self, const char* endpoint, char* bound, size_t capacity);
void messenger_connect(struct messenger* self, const char* endpoint);

// Sends a message of so many parts that all say the same; `to` is whom a ROUTER sends to, or null. False: not within
// the timeout, or not this one's turn.
int messenger_send(struct messenger* self, const char* to, const char* text, size_t size, size_t parts, int timeout_ms);

// False: nothing within the timeout.
int messenger_receive(struct messenger* self, struct parcel* parcel, int timeout_ms);

// Writes the counters as a JSON object: an empty one where the library has none.
void messenger_write_stats(struct messenger* self, FILE* out);

// How many accepted messages were not delivered, or -1 where the library does not say.
int64_t messenger_close(struct messenger* self);

// Ends the process.
_Noreturn void give_up(const char* what, const char* why);
