#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/part.h"
#include "wire/frame.h"

// Messages as tests write them: a list of parts, each a string.
namespace ymq::testing {

using Text = std::vector<std::string>;

inline std::vector<PartView> views_of(const Text& message) {
  std::vector<PartView> views;
  for (const std::string& part : message) views.push_back({as_bytes(part).data(), part.size(), nullptr});
  return views;
}

// The views would outlive what they show.
std::vector<PartView> views_of(Text&& message) = delete;

// A part that nobody can make a copy of, since there is not that much memory. Its bytes are never read.
inline PartView beyond_memory() {
  static const std::byte one{};
  return {&one, PTRDIFF_MAX, nullptr};
}

// The parts of a message, in blocks of their own.
inline Message parts_of(const Text& message) {
  Message parts;
  for (const std::string& text : message) {
    Part part;
    Part::copy_of(as_bytes(text), part);
    part.more = parts.size() + 1 < message.size();
    parts.push_back(std::move(part));
  }
  return parts;
}

inline Message parts_of(const std::vector<Text>& messages) {
  Message parts;
  for (const Text& message : messages) {
    for (Part& part : parts_of(message)) parts.push_back(std::move(part));
  }
  return parts;
}

// The messages that these parts are. A message without its last part shows as one that ends in "(unfinished)".
inline std::vector<Text> texts_of(const std::vector<Part>& parts) {
  std::vector<Text> messages;
  bool more = false;
  for (const Part& part : parts) {
    if (!more) messages.emplace_back();
    messages.back().emplace_back(as_text(part.bytes()));
    more = part.more;
  }
  if (more) messages.back().emplace_back("(unfinished)");
  return messages;
}

// Stands as a first part ahead of a message that is marked: somebody else may have been handed it before.
inline const std::string kAgain = "(again)";

// What a message looks like on the wire.
inline std::string frames_of(const Text& message) {
  const bool marked = !message.empty() && message[0] == kAgain;
  std::string frames(marked ? wire::kAgainFrame : "");
  for (std::size_t i = marked; i < message.size(); ++i) {
    std::byte header[wire::kMaxHeader];
    const std::uint8_t flags = i + 1 < message.size() ? wire::kMore : 0;
    frames += as_text({header, wire::encode_header(header, flags, message[i].size())});
    frames += message[i];
  }
  return frames;
}

// The messages in bytes that are known to be whole messages.
inline std::vector<Text> texts_in(std::string_view frames) {
  std::vector<Text> messages;
  bool more = false;
  while (!frames.empty()) {
    const wire::FrameHeader header = wire::decode_header_unchecked(as_bytes(frames).data());
    const bool mark = header.flags & wire::kCommand;
    if (!more) messages.emplace_back();
    messages.back().emplace_back(mark ? kAgain : frames.substr(header.header_size, header.body_size));
    more = mark || header.flags & wire::kMore;
    frames.remove_prefix(header.header_size + header.body_size);
  }
  return messages;
}

}  // namespace ymq::testing
