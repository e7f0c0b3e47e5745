#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "fuzz/targets.h"
#include "unit/catch.h"

using namespace ymq;

namespace {

const std::filesystem::path kCorpus = std::filesystem::path(__FILE__).parent_path() / "corpus";

std::vector<std::filesystem::path> files_of(std::string_view target) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus / target)) files.push_back(entry.path());
  return files;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Changes some bytes, repeats or drops a stretch: enough to leave the paths that the corpus was written for.
std::string mutated(std::string bytes, std::minstd_rand& random) {
  for (int change = 0; change < 4 && !bytes.empty(); ++change) {
    const std::size_t at = random() % bytes.size();
    const std::size_t count = std::min<std::size_t>(random() % 20, bytes.size() - at);
    switch (random() % 4) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, count));
        break;
      default:
        bytes.erase(at, count);
        break;
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("the corpus of the fuzzers keeps all promises, as it is and with small changes") {
  const auto target = GENERATE(values<fuzz::NamedTarget>({{"decoder", fuzz::decoder},
                                                          {"session", fuzz::session},
                                                          {"security", fuzz::security},
                                                          {"extension", fuzz::extension},
                                                          {"socks", fuzz::socks},
                                                          {"metadata", fuzz::metadata},
                                                          {"patterns", fuzz::patterns}}));
  const auto files = files_of(target.name);
  REQUIRE(files.size() >= 10);
  std::minstd_rand random(1);
  for (const auto& path : files) {
    CAPTURE(path);
    const std::string bytes = content_of(path);
    CHECK_NOTHROW(target.run(as_bytes(bytes)));
    for (int round = 0; round < 20; ++round) {
      const std::string other = mutated(bytes, random);
      INFO("round " << round);
      CHECK_NOTHROW(target.run(as_bytes(other)));
    }
  }
}

TEST_CASE("the fuzzers would notice a broken promise") {
  CHECK_THROWS_AS(fuzz::canary(as_bytes("canary, yellow")), std::logic_error);
  CHECK_NOTHROW(fuzz::canary(as_bytes("sparrow")));
}
