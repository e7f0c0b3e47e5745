// Generated from the spec of zoo by `npm run codegen`; do not edit.

#include <cstddef>
#include <type_traits>

#include "zoo/zoo.h"
#include "base/vocabulary.gen.h"

static_assert(ZOO_OK == 0, "ZOO_OK");
static_assert(static_cast<long long>(zoo::Status::kOk) == 0, "zoo::Status::kOk");
static_assert(ZOO_INVALID_HANDLE == -1, "ZOO_INVALID_HANDLE");
static_assert(static_cast<long long>(zoo::Status::kInvalidHandle) == -1, "zoo::Status::kInvalidHandle");
static_assert(ZOO_TIMED_OUT == -2, "ZOO_TIMED_OUT");
static_assert(static_cast<long long>(zoo::Status::kTimedOut) == -2, "zoo::Status::kTimedOut");
static_assert(ZOO_LATE == -2, "ZOO_LATE");
static_assert(static_cast<long long>(zoo::Status::kLate) == -2, "zoo::Status::kLate");
static_assert(ZOO_CLOSED == -7, "ZOO_CLOSED");
static_assert(static_cast<long long>(zoo::Status::kClosed) == -7, "zoo::Status::kClosed");

static_assert(ZOO_KIND_MAMMAL == 1, "ZOO_KIND_MAMMAL");
static_assert(static_cast<long long>(zoo::Kind::kMammal) == 1, "zoo::Kind::kMammal");
static_assert(ZOO_KIND_BIRD_OF_PREY == 2, "ZOO_KIND_BIRD_OF_PREY");
static_assert(static_cast<long long>(zoo::Kind::kBirdOfPrey) == 2, "zoo::Kind::kBirdOfPrey");

static_assert(ZOO_MAY_LEAVE == 1, "ZOO_MAY_LEAVE");
static_assert(static_cast<long long>(zoo::Permission::kLeave) == 1, "zoo::Permission::kLeave");
static_assert(ZOO_MAY_BITE == 2, "ZOO_MAY_BITE");
static_assert(static_cast<long long>(zoo::Permission::kBite) == 2, "zoo::Permission::kBite");

static_assert(ZOO_COMPLETION_FEED == 1, "ZOO_COMPLETION_FEED");
static_assert(static_cast<long long>(zoo::CompletionKind::kFeed) == 1, "zoo::CompletionKind::kFeed");
static_assert(ZOO_COMPLETION_WALK == 2, "ZOO_COMPLETION_WALK");
static_assert(static_cast<long long>(zoo::CompletionKind::kWalk) == 2, "zoo::CompletionKind::kWalk");
static_assert(ZOO_COMPLETION_BIRTH == 3, "ZOO_COMPLETION_BIRTH");
static_assert(static_cast<long long>(zoo::CompletionKind::kBirth) == 3, "zoo::CompletionKind::kBirth");

static_assert(ZOO_OPTION_NAME == 1, "ZOO_OPTION_NAME");
static_assert(static_cast<long long>(zoo::OptionId::kName) == 1, "zoo::OptionId::kName");
static_assert(ZOO_OPTION_MARK == 2, "ZOO_OPTION_MARK");
static_assert(static_cast<long long>(zoo::OptionId::kMark) == 2, "zoo::OptionId::kMark");
static_assert(ZOO_OPTION_NAP == 5, "ZOO_OPTION_NAP");
static_assert(static_cast<long long>(zoo::OptionId::kNap) == 5, "zoo::OptionId::kNap");
static_assert(ZOO_OPTION_TAME == 6, "ZOO_OPTION_TAME");
static_assert(static_cast<long long>(zoo::OptionId::kTame) == 6, "zoo::OptionId::kTame");

static_assert(std::is_standard_layout_v<zoo_meal> && std::is_trivially_copyable_v<zoo_meal>, "zoo_meal");
static_assert(sizeof(zoo_meal) == 48 && alignof(zoo_meal) == 8, "zoo_meal");
static_assert(offsetof(zoo_meal, weight) == 0, "zoo_meal.weight");
static_assert(sizeof(zoo_meal::weight) == 8, "zoo_meal.weight");
static_assert(offsetof(zoo_meal, warmth) == 8, "zoo_meal.warmth");
static_assert(sizeof(zoo_meal::warmth) == 8, "zoo_meal.warmth");
static_assert(offsetof(zoo_meal, animal) == 16, "zoo_meal.animal");
static_assert(sizeof(zoo_meal::animal) == 8, "zoo_meal.animal");
static_assert(offsetof(zoo_meal, status) == 24, "zoo_meal.status");
static_assert(sizeof(zoo_meal::status) == 4, "zoo_meal.status");
static_assert(offsetof(zoo_meal, permissions) == 28, "zoo_meal.permissions");
static_assert(sizeof(zoo_meal::permissions) == 4, "zoo_meal.permissions");
static_assert(offsetof(zoo_meal, kind) == 32, "zoo_meal.kind");
static_assert(sizeof(zoo_meal::kind) == 4, "zoo_meal.kind");
static_assert(offsetof(zoo_meal, change) == 36, "zoo_meal.change");
static_assert(sizeof(zoo_meal::change) == 4, "zoo_meal.change");
static_assert(offsetof(zoo_meal, servings) == 40, "zoo_meal.servings");
static_assert(sizeof(zoo_meal::servings) == 2, "zoo_meal.servings");
static_assert(offsetof(zoo_meal, spoons) == 42, "zoo_meal.spoons");
static_assert(sizeof(zoo_meal::spoons) == 1, "zoo_meal.spoons");
static_assert(offsetof(zoo_meal, label) == 43, "zoo_meal.label");
static_assert(sizeof(zoo_meal::label) == 5, "zoo_meal.label");

static_assert(std::is_standard_layout_v<zoo_report> && std::is_trivially_copyable_v<zoo_report>, "zoo_report");
static_assert(sizeof(zoo_report) == 16 && alignof(zoo_report) == 8, "zoo_report");
static_assert(offsetof(zoo_report, size) == 0, "zoo_report.size");
static_assert(sizeof(zoo_report::size) == 4, "zoo_report.size");
static_assert(offsetof(zoo_report, age) == 4, "zoo_report.age");
static_assert(sizeof(zoo_report::age) == 4, "zoo_report.age");
static_assert(offsetof(zoo_report, meals) == 8, "zoo_report.meals");
static_assert(sizeof(zoo_report::meals) == 8, "zoo_report.meals");

static_assert(std::is_same_v<decltype(&zoo_abi_manifest),
    const char* (*)()>, "zoo_abi_manifest");
static_assert(std::is_same_v<decltype(&zoo_complaint),
    const char* (*)(uint16_t)>, "zoo_complaint");
static_assert(std::is_same_v<decltype(&animal_init),
    int32_t (*)(int32_t, uint8_t, const char*, uint64_t, const uint8_t*, uint32_t, zoo_animal*)>, "animal_init");
static_assert(std::is_same_v<decltype(&animal_destroy),
    int32_t (*)(zoo_animal, int64_t)>, "animal_destroy");
static_assert(std::is_same_v<decltype(&animal_get_option),
    int32_t (*)(zoo_animal, int32_t, uint8_t*, uint64_t, int32_t*, int32_t)>, "animal_get_option");
static_assert(std::is_same_v<decltype(&animal_name),
    int32_t (*)(zoo_animal, char*, uint64_t)>, "animal_name");
static_assert(std::is_same_v<decltype(&animal_report),
    int32_t (*)(zoo_animal, zoo_report*, uint8_t**, uint64_t*, uint64_t, uint8_t**)>, "animal_report");
static_assert(std::is_same_v<decltype(&animal_queue_init),
    int32_t (*)(zoo_animal_queue*)>, "animal_queue_init");
static_assert(std::is_same_v<decltype(&animal_feed_async),
    int32_t (*)(zoo_animal, const zoo_meal*, uint32_t, zoo_meal*, uint32_t, zoo_animal_queue,
                uint64_t)>, "animal_feed_async");
static_assert(std::is_same_v<decltype(&animal_walk_async),
    int32_t (*)(zoo_animal, zoo_animal_queue, uint64_t)>, "animal_walk_async");
static_assert(std::is_same_v<decltype(&animal_show_async),
    int32_t (*)(zoo_animal, const uint8_t*, uint64_t, zoo_animal_queue, uint64_t)>, "animal_show_async");
static_assert(std::is_same_v<decltype(&animal_queue_birth_async),
    int32_t (*)(zoo_animal_queue, uint64_t)>, "animal_queue_birth_async");
