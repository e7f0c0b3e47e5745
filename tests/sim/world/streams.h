#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/world/letter.h"

namespace sim {

// What comes over connections of programs that speak no ZMTP, put together again: bytes, in pieces of any size, that
// are to be letters, one behind the other. What is wrong with them is thrown as text.
class Streams {
 public:
  struct Fault {
    std::string law;
    std::string what;
  };

  // A host was told that one of its connections, known by this routing id, is made, or has ended: by turns.
  void notice(int host, const std::string& route);
  // It has ended it itself, and is told of nothing more.
  void hang_up(int host, const std::string& route) { streams_[{host, route}].hung_up = true; }
  // The number of the letter whose bytes come next; nothing while too few of them are there, or none.
  std::optional<std::uint32_t> next_number(int host, const std::string& route) const;
  void add(int host, const std::string& route, std::string_view bytes);
  // Whether these bytes, as far as they have come, are those of the letter.
  bool fits(int host, const std::string& route, const Letter& letter) const;
  // Takes the letter's bytes, if all of them are there. `strict`: its sender leaves none out.
  bool take(int host, const std::string& route, const Letter& letter, bool strict);

  // How many of a host's connections are made, and have not ended.
  std::size_t open(int host) const;
  // Whether part of a letter has come on one of those, and the rest has not.
  bool has_torn(int host) const;
  std::uint64_t made(int host) const { return count(made_, host); }
  std::uint64_t ended(int host) const { return count(ended_, host); }

 private:
  struct Stream {
    bool open = false;
    bool hung_up = false;
    std::string bytes;  // Of a letter that is not whole yet.
    const Letter* latest = nullptr;
  };
  using Counts = std::map<int, std::uint64_t>;

  static std::uint64_t count(const Counts& counts, int host) {
    const auto found = counts.find(host);
    return found == counts.end() ? 0 : found->second;
  }
  static void check_sequence(const Stream& stream, const Letter& letter, bool strict);

  std::map<std::pair<int, std::string>, Stream> streams_;
  Counts made_;
  Counts ended_;
};

}  // namespace sim
