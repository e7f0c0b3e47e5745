/* A broker between clients and workers: requests go to the workers in turn, replies back to whoever asked. */
#ifndef EXAMPLES_START_BROKER_H
#define EXAMPLES_START_BROKER_H

#include <stdint.h>

struct broker;

/*
 * Binds a ROUTER to `front`, for clients, and a DEALER to `back`, for workers, and relays between them on two threads
 * of its own. Returns null, and says why on the standard error, where that fails. Clients and workers on inproc
 * endpoints must belong to the same context. Not `acknowledged`: it takes everybody for a plain ZMTP peer.
 */
struct broker* broker_start(uint64_t context, const char* front, const char* back, int acknowledged);

/* The endpoints as bound, with the port or path that the system chose. They live as long as the broker. */
const char* broker_front(const struct broker* broker);
const char* broker_back(const struct broker* broker);

/* How many messages it has sent again, because they had not arrived when a connection broke. */
uint64_t broker_resent(const struct broker* broker);

/* Ends the relay and frees the broker. Returns how many messages it had taken and could not pass on. */
uint64_t broker_stop(struct broker* broker);

#endif
