#include "sim/world/streams.h"

#include <algorithm>

namespace sim {

void Streams::notice(int host, const std::string& route) {
  Stream& stream = streams_[{host, route}];
  ++(stream.open ? ended_ : made_)[host];
  stream.open = !stream.open;
  stream.bytes.clear();
  stream.latest = nullptr;
}

std::optional<std::uint32_t> Streams::next_number(int host, const std::string& route) const {
  const auto found = streams_.find({host, route});
  return found == streams_.end() ? std::nullopt : number_at(found->second.bytes);
}

void Streams::add(int host, const std::string& route, std::string_view bytes) {
  Stream& stream = streams_[{host, route}];
  if (!stream.open) throw Fault{"connections begin and end", "bytes came without a connection"};
  stream.bytes += bytes;
}

bool Streams::fits(int host, const std::string& route, const Letter& letter) const {
  return is_begun_by(streams_.at({host, route}).bytes, letter);
}

bool Streams::take(int host, const std::string& route, const Letter& letter, bool strict) {
  Stream& stream = streams_.at({host, route});
  if (stream.bytes.size() < letter.bytes()) return false;
  check_sequence(stream, letter, strict);
  stream.bytes.erase(0, letter.bytes());
  stream.latest = &letter;
  return true;
}

// All that comes over a connection is of one sender, who has written it to one connection of his, in this order, and
// nothing is left out in the middle.
void Streams::check_sequence(const Stream& stream, const Letter& letter, bool strict) {
  if (!stream.latest) return;
  const Letter& former = *stream.latest;
  if (letter.sender != former.sender || letter.route != former.route) {
    throw Fault{"connections do not mix", "bytes of two connections came over one"};
  }
  const bool next = strict ? letter.position == former.position + 1 : letter.position > former.position;
  if (next) return;
  throw Fault{"only the end is lost", "message " + std::to_string(letter.position) + " of its connection came behind " +
                                          std::to_string(former.position)};
}

std::size_t Streams::open(int host) const {
  return static_cast<std::size_t>(std::ranges::count_if(streams_, [host](const auto& entry) {
    return entry.first.first == host && entry.second.open && !entry.second.hung_up;
  }));
}

bool Streams::has_torn(int host) const {
  return std::ranges::any_of(streams_, [host](const auto& entry) {
    return entry.first.first == host && entry.second.open && !entry.second.hung_up && !entry.second.bytes.empty();
  });
}

}  // namespace sim
