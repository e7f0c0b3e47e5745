// Runs worlds, one for each seed, and says which laws were broken. For programs: a line of JSON for each thing that
// there is to say. For people: `--trace` tells what happens in a world.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/world/world.h"

namespace {

using namespace sim;

constexpr int kUsage = 2;
// Of so many seeds it is said once how far the run has got, and one is run twice.
constexpr std::uint64_t kPerReport = 20;

struct Wishes {
  std::uint64_t seeds = 1;
  std::uint64_t from = 1;
  std::uint64_t step = 1;
  bool trace = false;
  bool twice = false;
  bool first_only = false;
  Laws laws = kLaws;
};

struct Verdict {
  std::optional<Broken> broken;
  Pairing pairing{};
  bool loyal = false;
  Repairs repairs;
};

[[noreturn]] void refuse(std::string_view reason) {
  std::fprintf(stderr,
               "error: %.*s\n"
               "usage: ymq_sim_run [--seeds N] [--from S] [--step S] [--first] [--twice] [--laws LAWS]\n"
               "       ymq_sim_run --replay SEED [--trace] [--laws LAWS]\n"
               "LAWS are plain, acknowledged or full; as many as the library keeps where none are given\n",
               static_cast<int>(reason.size()), reason.data());
  std::exit(kUsage);
}

std::uint64_t number_of(const char* text) {
  char* end = nullptr;
  const std::uint64_t number = text ? std::strtoull(text, &end, 10) : 0;
  if (!text || *text == '\0' || *end != '\0') refuse("a number is needed");
  return number;
}

Laws laws_of(std::string_view name) {
  if (name == "plain") return {};
  if (name == "acknowledged") return {.acknowledged = true};
  if (name == "full") return {.acknowledged = true, .uncertain = true};
  refuse("laws are plain, acknowledged or full");
}

// Takes one option, with its value; false where it is none.
bool take_option(std::string_view name, const char* value, Wishes& wishes) {
  if (name == "--seeds") return wishes.seeds = number_of(value), true;
  if (name == "--from") return wishes.from = number_of(value), true;
  if (name == "--step") return wishes.step = number_of(value), true;
  if (name == "--replay") return wishes.from = number_of(value), wishes.seeds = 1, true;
  if (name == "--laws") return wishes.laws = laws_of(value ? value : ""), true;
  return false;
}

bool take_flag(std::string_view name, Wishes& wishes) {
  if (name == "--trace") return wishes.trace = true;
  if (name == "--twice") return wishes.twice = true;
  if (name == "--first") return wishes.first_only = true;
  return false;
}

Wishes parse(int count, char** words) {
  Wishes wishes;
  for (int i = 1; i < count; ++i) {
    if (take_flag(words[i], wishes)) continue;
    if (!take_option(words[i], i + 1 < count ? words[i + 1] : nullptr, wishes)) refuse(words[i]);
    ++i;
  }
  return wishes;
}

std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') json += '\\';
    json += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
  }
  return json + "\"";
}

void say(const std::string& line) { std::puts(line.c_str()); }

// All that was met since the run began.
class Tally {
 public:
  void add(const Chronicle& chronicle, const Verdict& verdict) {
    for (std::size_t i = 0; i < kKinds; ++i) {
      const std::string_view name = name_of(static_cast<Kind>(i));
      if (!name.empty()) met_[std::string(name)] += chronicle.count(static_cast<Kind>(i));
    }
    met_["resumed sessions"] += verdict.repairs.resumed;
    met_["resent messages"] += verdict.repairs.resent;
    met_["redelivered messages"] += verdict.repairs.redelivered;
    met_["undeliverable messages"] += verdict.repairs.undeliverable;
    met_["uncertain messages"] += verdict.repairs.uncertain;
    met_["dropped messages"] += verdict.repairs.dropped;
    ++pairings_[name_of(verdict.pairing)];
  }

  std::string json() const { return "\"met\":" + json_of(met_) + ",\"pairings\":" + json_of(pairings_); }

 private:
  static std::string json_of(const std::map<std::string, std::uint64_t>& numbers) {
    std::string json;
    for (const auto& [name, number] : numbers) {
      json += (json.empty() ? "" : ",") + quoted(name) + ":" + std::to_string(number);
    }
    return "{" + json + "}";
  }

  std::map<std::string, std::uint64_t> met_;
  std::map<std::string, std::uint64_t> pairings_;
};

Verdict live_through(std::uint64_t seed, const Laws& laws, Chronicle& chronicle) {
  Verdict verdict;
  World world(seed, laws, chronicle);
  verdict.pairing = world.plan().pairing;
  verdict.loyal = world.plan().is_loyal();
  try {
    world.run();
  } catch (const Broken& broken) {
    verdict.broken = broken;
  }
  verdict.repairs = world.repairs();
  return verdict;
}

// A seed that does something else when it is run again could not be replayed.
std::optional<Broken> check_again(std::uint64_t seed, const Laws& laws, std::uint64_t digest) {
  Chronicle chronicle;
  live_through(seed, laws, chronicle);
  if (chronicle.digest() == digest) return std::nullopt;
  return Broken{"a seed says everything", "another run of it went otherwise"};
}

Verdict run_seed(std::uint64_t seed, const Wishes& wishes, bool twice, Tally& tally) {
  Chronicle chronicle(wishes.trace ? Chronicle::Reader(say) : nullptr);
  Verdict verdict = live_through(seed, wishes.laws, chronicle);
  if (!verdict.broken && twice) verdict.broken = check_again(seed, wishes.laws, chronicle.digest());
  tally.add(chronicle, verdict);
  return verdict;
}

void say_broken(std::uint64_t seed, const Verdict& verdict, bool to_people) {
  const auto& [law, what] = *verdict.broken;
  if (to_people) return say("broken: " + law + "\n  " + what);
  say("{\"broken\":" + std::to_string(seed) + ",\"pairing\":" + quoted(name_of(verdict.pairing)) + ",\"loyal\":" +
      (verdict.loyal ? "true" : "false") + ",\"law\":" + quoted(law) + ",\"what\":" + quoted(what) + "}");
}

// Whether all laws hold.
bool run(const Wishes& wishes) {
  Tally tally;
  bool good = true;
  for (std::uint64_t i = 0; i < wishes.seeds && (good || !wishes.first_only); ++i) {
    const std::uint64_t seed = wishes.from + i * wishes.step;
    if (!wishes.trace) say("{\"begun\":" + std::to_string(seed) + "}");
    const bool twice = wishes.twice || (i % kPerReport == 0 && !wishes.trace);
    const Verdict verdict = run_seed(seed, wishes, twice, tally);
    if (verdict.broken) say_broken(seed, verdict, wishes.trace);
    good = good && !verdict.broken;
    if ((i + 1) % kPerReport == 0) say("{\"done\":" + std::to_string(i + 1) + "," + tally.json() + "}");
  }
  say(wishes.trace ? good ? "all laws hold" : "" : "{\"ended\":true," + tally.json() + "}");
  return good;
}

}  // namespace

// 0: all laws hold. 1: one is broken. 2: wrong use.
int main(int count, char** words) {
  const Wishes wishes = parse(count, words);
  // Should the library crash, what was said before must not be lost.
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  return run(wishes) ? 0 : 1;
}
