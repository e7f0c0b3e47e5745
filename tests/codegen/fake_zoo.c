// A library for the bindings of the zoo: its functions give back what they were given, so that tests see what arrived.

#include <stddef.h>
#include <string.h>

#include "manifest.h"
#include "zoo/zoo.h"

static uint8_t fur_bytes[] = {1, 2, 3, 4};

const char* zoo_abi_manifest(void) { return manifest; }

const char* zoo_complaint(uint16_t day) { return day == UINT16_MAX ? "the last day" : "another day"; }

int32_t animal_init(int32_t kind, uint8_t legs, const char* name, uint64_t name_size, const uint8_t* mark,
                    uint32_t mark_size, zoo_animal* animal) {
  *animal = (uint64_t)kind << 32 | (uint64_t)legs << 16 | (uint64_t)name[name_size - 1] << 8;
  *animal |= mark == NULL ? 255 : mark[mark_size - 1];
  return 0;
}

int32_t animal_destroy(zoo_animal animal, int64_t patience_ms) {
  return animal == 0 ? ZOO_INVALID_HANDLE : (int32_t)patience_ms;
}

int32_t animal_get_option(zoo_animal animal, int32_t option, uint8_t* value, uint64_t value_capacity, int32_t* kind,
                          int32_t offset) {
  if (kind != NULL) *kind = option;
  memset(value, (int)animal, value_capacity);
  return offset;
}

int32_t animal_name(zoo_animal animal, char* text, uint64_t text_capacity) {
  memset(text, (int)animal, text_capacity);
  return (int32_t)text_capacity;
}

int32_t animal_report(zoo_animal animal, zoo_report* report, uint8_t** fur, uint64_t* fur_size, uint64_t weight,
                      uint8_t** tail) {
  report->meals = animal;
  *fur = fur_bytes;
  *fur_size = sizeof fur_bytes;
  if (tail != NULL) *tail = fur_bytes + weight;
  return (int32_t)report->size;
}

int32_t animal_queue_init(zoo_animal_queue* queue) {
  *queue = UINT64_C(9007199254740991);
  return 0;
}

int32_t animal_feed_async(zoo_animal animal, const zoo_meal* meals, uint32_t meal_count, zoo_meal* leftovers,
                          uint32_t leftover_capacity, zoo_animal_queue queue, uint64_t tag) {
  if (leftovers != NULL && leftover_capacity >= meal_count) memcpy(leftovers, meals, meal_count * sizeof *meals);
  return (int32_t)(meals[meal_count - 1].weight + animal + queue + tag);
}

int32_t animal_walk_async(zoo_animal animal, zoo_animal_queue queue, uint64_t tag) {
  return (int32_t)(animal + queue + tag);
}

int32_t animal_show_async(zoo_animal animal, const uint8_t* picture, uint64_t picture_size, zoo_animal_queue queue,
                          uint64_t tag) {
  uint64_t sum = animal + queue + tag;
  for (uint64_t i = 0; i < picture_size; i++) sum += picture[i];
  return (int32_t)sum;
}

int32_t animal_queue_birth_async(zoo_animal_queue queue, uint64_t tag) { return (int32_t)(tag - queue); }
