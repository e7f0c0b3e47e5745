// A spec that has one of everything, for the tests of the generator: what it declares means nothing.
//
// Generated from the spec of zoo by `npm run codegen`; do not edit.

#ifndef ZOO_ZOO_H
#define ZOO_ZOO_H

#include <stdint.h>

// The version of the zoo.
#define ZOO_VERSION "0.2.1"

// The greatest weight: more than an enum of C holds, and a `"quoted"` word.
#define ZOO_MAX_WEIGHT UINT64_C(18446744073709551615)

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

// An animal.
typedef uint64_t zoo_animal;

// A queue of what happened to animals: its functions begin with the longer of two kinds.
typedef uint64_t zoo_animal_queue;

// How a call ends.
enum zoo_status {
  // All is well.
  ZOO_OK = 0,
  // The handle names no animal: `null`, or one that left.
  ZOO_INVALID_HANDLE = -1,
  // It takes too long.
  ZOO_TIMED_OUT = -2,
  // The old name of `ZOO_TIMED_OUT`.
  ZOO_LATE = -2,
  // After a gap: somebody closed the door.
  ZOO_CLOSED = -7,
};

// What an animal is.
enum zoo_kind {
  // Has fur.
  ZOO_KIND_MAMMAL = 1,
  // Has feathers.
  ZOO_KIND_BIRD_OF_PREY = 2,
};

// What an animal may do.
enum zoo_permission {
  // Leave the cage.
  ZOO_MAY_LEAVE = 1,
  // Bite.
  ZOO_MAY_BITE = 2,
};

// Which operation ended.
enum zoo_completion_kind {
  // A feeding.
  ZOO_COMPLETION_FEED = 1,
  // A walk.
  ZOO_COMPLETION_WALK = 2,
  // A birth.
  ZOO_COMPLETION_BIRTH = 3,
};

// The number of an option.
enum zoo_option_id {
  // Its name: a text with a default. Text, 0 to 64 bytes long. Default Nobody. A change takes effect at once.
  ZOO_OPTION_NAME = 1,
  // Its mark: bytes. Bytes, 0 to 8 bytes long. Default empty. A change takes effect on later links and endpoints.
  ZOO_OPTION_MARK = 2,
  // How long it sleeps; -1 | 0 mean for ever and never. -1 to 9007199254740991 milliseconds. Default 250. A change
  // takes effect at once.
  ZOO_OPTION_NAP = 5,
  // Whether it is tame. A truth value, 0 or 1. Read-only.
  ZOO_OPTION_TAME = 6,
};

// One meal, of every type that a field can have. 48 bytes, for ever.
typedef struct zoo_meal {
  // Weight in grams.
  uint64_t weight;
  // Warmth in degrees, times a thousand.
  int64_t warmth;
  // For whom.
  zoo_animal animal;
  // `enum zoo_status`: Whether it was eaten.
  int32_t status;
  // `enum zoo_permission`: What the eater may do.
  uint32_t permissions;
  // `enum zoo_kind`: For what kind of animal.
  uint32_t kind;
  // Change of weight.
  int32_t change;
  // Servings.
  uint16_t servings;
  // Spoons.
  uint8_t spoons;
  // A label.
  uint8_t label[5];
} zoo_meal;

// What is known of an animal, today. Later versions may append fields.
typedef struct zoo_report {
  // Bytes of this struct as the caller knows it.
  uint32_t size;
  // Years.
  uint32_t age;
  // Meals so far.
  uint64_t meals;
} zoo_report;

// The manifest of the zoo.
//
// @return NUL-terminated text that lives as long as the library.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
const char* zoo_abi_manifest(void);

// The complaint of the day.
//
// @param day Which day.
// @return What the keeper said. NUL-terminated text that lives until the same thread calls the library again.
//
// Never waits. Any thread may call it, at any time. Since 0.2.
const char* zoo_complaint(uint16_t day);

// Brings an animal. Documentation of two paragraphs.
//
// The second mentions `ZOO_CLOSED`, `ZOO_MAY_LEAVE`, `ipc://*` and a pattern like `/*`.
//
// @param kind What it is. A value of `enum zoo_kind`.
// @param legs How many legs.
// @param name Its name.
// @param name_size Length of the name in bytes.
// @param mark Its mark. May be null.
// @param mark_size Length of the mark in bytes.
// @param animal Receives the handle.
// @return 0: success. Negative: ZOO_CLOSED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.1.
int32_t animal_init(int32_t kind, uint8_t legs, const char* name, uint64_t name_size, const uint8_t* mark,
                    uint32_t mark_size, zoo_animal* animal);

// Sends an animal away.
//
// @param animal The animal.
// @param patience_ms How long to wait, in milliseconds; -1 for ever.
// @return 0: success. Negative: ZOO_INVALID_HANDLE, ZOO_TIMED_OUT.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t animal_destroy(zoo_animal animal, int64_t patience_ms);

// Reads an option.
//
// @param animal The animal.
// @param option Which one. A value of `enum zoo_option_id`.
// @param value Receives it.
// @param value_capacity Bytes of room.
// @param kind Receives what the animal is. May be null.
// @param offset Where to begin, counted from the end when negative.
// @return The length of the value in bytes. Negative: ZOO_INVALID_HANDLE, ZOO_CLOSED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
int32_t animal_get_option(zoo_animal animal, int32_t option, uint8_t* value, uint64_t value_capacity, int32_t* kind,
                          int32_t offset);

// Says what an animal is called.
//
// @param animal The animal.
// @param text Receives the name.
// @param text_capacity Bytes of room.
// @return The length of the name in bytes. Negative: ZOO_INVALID_HANDLE.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t animal_name(zoo_animal animal, char* text, uint64_t text_capacity);

// Reports on an animal.
//
// @param animal The animal.
// @param report The caller sets `size`.
// @param fur Receives the address of its fur.
// @param fur_size Receives the length of its fur in bytes.
// @param weight Length of its tail.
// @param tail Receives the address of its tail. Null: the tail is of no interest.
// @return 0: success. Negative: ZOO_INVALID_HANDLE.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.2.
int32_t animal_report(zoo_animal animal, zoo_report* report, uint8_t** fur, uint64_t* fur_size, uint64_t weight,
                      uint8_t** tail);

// Makes a queue.
//
// @param queue Receives the handle.
// @return 0: success.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t animal_queue_init(zoo_animal_queue* queue);

// Feeds an animal meals.
//
// @param animal The animal.
// @param meals The meals.
// @param meal_count How many.
// @param leftovers Receives what it did not eat. May be null.
// @param leftover_capacity Room for leftovers.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return How many were eaten at once. Negative: ZOO_INVALID_HANDLE, ZOO_CLOSED.
//
// A completion `FEED` follows where less than everything was done at once; it carries nothing else. Never waits.
// Any thread may call it, at any time. Since 0.2.
int32_t animal_feed_async(zoo_animal animal, const zoo_meal* meals, uint32_t meal_count, zoo_meal* leftovers,
                          uint32_t leftover_capacity, zoo_animal_queue queue, uint64_t tag);

// Walks an animal, and keeps it.
//
// @param animal The animal. After success the handle belongs to the library.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: ZOO_INVALID_HANDLE.
//
// A completion `WALK` follows success; it carries messages. Never waits. Any thread may call it, at any time.
// Since 0.2.
int32_t animal_walk_async(zoo_animal animal, zoo_animal_queue queue, uint64_t tag);

// Shows an animal a picture, which it looks at for a while.
//
// @param animal The animal.
// @param picture The picture. After success not to be changed or freed before the completion.
// @param picture_size How many bytes.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: ZOO_INVALID_HANDLE.
//
// A completion `FEED` follows success; it carries nothing else. Never waits. Any thread may call it, at any
// time. Since 0.2.
int32_t animal_show_async(zoo_animal animal, const uint8_t* picture, uint64_t picture_size, zoo_animal_queue queue,
                          uint64_t tag);

// Waits for a birth.
//
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: ZOO_INVALID_HANDLE.
//
// A completion `BIRTH` follows success; it carries a message as a handle. Never waits. Any thread may call it,
// at any time. Since 0.2.
int32_t animal_queue_birth_async(zoo_animal_queue queue, uint64_t tag);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif  // ZOO_ZOO_H
