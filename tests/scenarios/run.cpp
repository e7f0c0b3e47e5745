#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>

#include "scenarios/play.h"

// Plays the list of scenarios on this machine's backend, against libzmq, or over the simulated network, and writes a
// JUnit report:
//
//     ymq_scenarios LIST REPORT real|simulated [WORD]
//
// With a word, only scenarios whose names have it.
namespace scenarios {
namespace {

// One scenario in one world.
struct Run {
  std::string name;
  std::string transport;
  Sides sides{Library::kYmq, Library::kYmq};
  std::optional<std::uint64_t> seed;
};

struct Result {
  std::string name;
  double seconds = 0;
  std::string failure;
};

std::vector<Run> runs_over_network(const std::string& transport, std::uint64_t seeds) {
  std::vector<Run> runs;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    runs.push_back({.name = "seed " + std::to_string(seed), .transport = transport, .seed = seed});
  }
  return runs;
}

std::vector<Run> runs_on_machine(const Json& scenario, const std::string& transport) {
  std::vector<Run> runs{{.name = "libymq", .transport = transport, .seed = {}}};
  if (transport == "inproc") return runs;
  const Json& without = scenario.at("withoutLibzmq");
  if (!without.contains("others"))
    runs.push_back({"libymq with libzmq", transport, {Library::kYmq, Library::kZmq}, {}});
  if (!without.contains("first")) runs.push_back({"libzmq with libymq", transport, {Library::kZmq, Library::kYmq}, {}});
  return runs;
}

void play_in(const Json& list, const Json& scenario, const Run& run) {
  const Json& vocabulary = list.at("vocabulary");
  const auto world =
      run.seed ? make_simulated_world(vocabulary, *run.seed, run.transport == "inproc") : make_real_world(vocabulary);
  play(scenario.at("steps"), *world, run.transport, run.sides);
}

Result result_of(const Json& list, const Json& scenario, const Run& run) {
  Result result{.name = scenario.at("name").get<std::string>() + ", " + run.transport + ", " + run.name,
                .seconds = 0,
                .failure = ""};
  const auto begin = std::chrono::steady_clock::now();
  try {
    play_in(list, scenario, run);
  } catch (const std::exception& error) {
    result.failure = error.what();
    std::cout << "FAILED " << result.name << '\n' << result.failure << std::endl;
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

std::vector<Result> play_all(const Json& list, bool simulated, const std::string& word) {
  std::vector<Result> results;
  for (const Json& scenario : list.at("scenarios")) {
    if (scenario.at("name").get<std::string>().find(word) == std::string::npos) continue;
    for (const Json& transport : scenario.at("transports")) {
      for (const Run& run :
           simulated ? runs_over_network(transport, list.at("seeds")) : runs_on_machine(scenario, transport)) {
        results.push_back(result_of(list, scenario, run));
      }
    }
  }
  return results;
}

std::string escaped(const std::string& text) {
  static const std::map<char, std::string> kReferences = {
      {'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}};
  std::string all;
  for (const char each : text) {
    const auto found = kReferences.find(each);
    all += found == kReferences.end() ? std::string(1, each) : found->second;
  }
  return all;
}

void write_report(const std::string& path, const std::vector<Result>& results) {
  std::ofstream report(path);
  report << "<testsuites><testsuite name=\"scenarios\">\n";
  for (const Result& result : results) {
    report << "<testcase name=\"" << escaped(result.name) << "\" time=\"" << result.seconds << "\">";
    if (!result.failure.empty()) report << "<failure message=\"" << escaped(result.failure) << "\"/>";
    report << "</testcase>\n";
  }
  report << "</testsuite></testsuites>\n";
}

int run(const std::vector<std::string>& arguments) {
  std::ifstream file(arguments.at(0));
  const Json list = Json::parse(file);
  const std::string word = arguments.size() > 3 ? arguments[3] : "";
  const std::vector<Result> results = play_all(list, arguments.at(2) == "simulated", word);
  write_report(arguments.at(1), results);
  const auto failed = std::ranges::count_if(results, [](const Result& each) { return !each.failure.empty(); });
  std::cout << results.size() << " runs, " << failed << " failed" << std::endl;
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace scenarios

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "ymq_scenarios LIST REPORT real|simulated [WORD]" << std::endl;
    return 2;
  }
  return scenarios::run({argv + 1, argv + argc});
}
