// Generated from the spec of zoo by `npm run codegen`; do not edit.

#include "abi/tables.gen.h"

namespace zoo::abi {

const char* status_name(int32_t status) {
  switch (status) {
    case 0: return "OK";
    case -1: return "INVALID_HANDLE";
    case -2: return "TIMED_OUT";
    case -7: return "CLOSED";
    default: return "UNKNOWN";
  }
}

const char* status_text(int32_t status) {
  switch (status) {
    case 0: return "All is well.";
    case -1: return "The handle names no animal: `null`, or one that left.";
    case -2: return "It takes too long.";
    case -7: return "After a gap: somebody closed the door.";
    default: return "This number is no status.";
  }
}

const char* const kVersion = "0.2.1";

const char* const kManifest =
    "{\"library\":\"zoo\","
    "\"version\":\"0.2.1\","
    "\"entries\":{\"constant MAX_WEIGHT\":\"6aa0fead\","
    "\"handle Animal\":\"1f6e4cf5\","
    "\"handle AnimalQueue\":\"659c973a\","
    "\"enum Status\":\"8a9dfd66\","
    "\"value Status.OK\":\"23d7b286\","
    "\"value Status.INVALID_HANDLE\":\"f32d4354\","
    "\"value Status.TIMED_OUT\":\"b02148cb\","
    "\"value Status.LATE\":\"b02148cb\","
    "\"value Status.CLOSED\":\"4a76fc31\","
    "\"enum Kind\":\"8a9dfd66\","
    "\"value Kind.MAMMAL\":\"48208f94\","
    "\"value Kind.BIRD_OF_PREY\":\"49c98762\","
    "\"enum Permission\":\"bc9a65cf\","
    "\"value Permission.LEAVE\":\"48208f94\","
    "\"value Permission.BITE\":\"49c98762\","
    "\"enum CompletionKind\":\"8a9dfd66\","
    "\"value CompletionKind.FEED\":\"48208f94\","
    "\"value CompletionKind.WALK\":\"49c98762\","
    "\"value CompletionKind.BIRTH\":\"d428e15b\","
    "\"struct Meal\":\"b9f8dcb4\","
    "\"field Meal.weight\":\"5c76ffd6\","
    "\"field Meal.warmth\":\"bcbfe777\","
    "\"field Meal.animal\":\"08105ff2\","
    "\"field Meal.status\":\"818e019e\","
    "\"field Meal.permissions\":\"c2d37c0c\","
    "\"field Meal.kind\":\"a0e69300\","
    "\"field Meal.change\":\"1553f69f\","
    "\"field Meal.servings\":\"bf11b159\","
    "\"field Meal.spoons\":\"c39a6249\","
    "\"field Meal.label\":\"37af406b\","
    "\"struct Report\":\"52890d0c\","
    "\"field Report.size\":\"e03c2bc7\","
    "\"field Report.age\":\"751afc3c\","
    "\"field Report.meals\":\"cf5c8c7f\","
    "\"option name\":\"e3329a3d\","
    "\"option mark\":\"3ae8d13e\","
    "\"option nap\":\"a838321c\","
    "\"option tame\":\"29ac472c\","
    "\"function zoo_abi_manifest\":\"ab4fe068\","
    "\"function zoo_complaint\":\"2e1d27b6\","
    "\"function animal_init\":\"f94d18f7\","
    "\"function animal_destroy\":\"30bfc76c\","
    "\"function animal_get_option\":\"55b80c6a\","
    "\"function animal_name\":\"e83442e5\","
    "\"function animal_report\":\"ba7af778\","
    "\"function animal_queue_init\":\"7e0a535e\","
    "\"function animal_feed_async\":\"b069a2af\","
    "\"function animal_walk_async\":\"7f786b51\","
    "\"function animal_show_async\":\"c0878fff\","
    "\"function animal_queue_birth_async\":\"4b4c0ba8\"},"
    "\"layouts\":{\"Meal\":{\"size\":48,"
    "\"fields\":{\"weight\":[0,8],"
    "\"warmth\":[8,8],"
    "\"animal\":[16,8],"
    "\"status\":[24,4],"
    "\"permissions\":[28,4],"
    "\"kind\":[32,4],"
    "\"change\":[36,4],"
    "\"servings\":[40,2],"
    "\"spoons\":[42,1],"
    "\"label\":[43,5]}},"
    "\"Report\":{\"size\":16,"
    "\"fields\":{\"size\":[0,4],"
    "\"age\":[4,4],"
    "\"meals\":[8,8]}}}}"
    ;

}  // namespace zoo::abi
