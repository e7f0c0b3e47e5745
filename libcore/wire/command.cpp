#include "wire/command.h"

#include <algorithm>

#include "base/bytes.h"
#include "wire/frame.h"

namespace ymq::wire {

namespace {

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool has(const Properties& properties, std::string_view name) {
  return std::any_of(properties.begin(), properties.end(),
                     [&](const auto& entry) { return same_name(entry.first, name); });
}

// Where in a READY something is wrong, for the text of a fault.
std::string at(Bytes data, const ByteReader& reader) {
  return " at byte " + std::to_string(data.size() - reader.rest().size()) + " of its properties";
}

Fault parse_property(Bytes data, ByteReader& reader, Bytes& name, Bytes& value) {
  if (reader.rest().front() == std::byte{0})
    return protocol_fault("READY has a property without a name" + at(data, reader));
  if (!reader.take_sized<std::uint8_t>(name)) {
    return protocol_fault("READY ends within the name of a property" + at(data, reader));
  }
  if (!reader.take_sized<std::uint32_t>(value)) {
    return protocol_fault("READY ends within the value of " + quoted(name) + at(data, reader));
  }
  return {};
}

}  // namespace

bool same_name(std::string_view one, std::string_view other) noexcept {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char left, char right) { return lower(left) == lower(right); });
}

Fault parse_command(Bytes body, Command& command) {
  if (body.empty()) return protocol_fault("the peer sent an empty command frame");
  if (body[0] == std::byte{0}) return protocol_fault("the peer sent a command without a name");
  ByteReader reader(body);
  Bytes name;
  if (!reader.take_sized<std::uint8_t>(name)) {
    return protocol_fault("the peer sent a command whose name of " + std::to_string(std::to_integer<int>(body[0])) +
                          " bytes does not fit into its frame of " + std::to_string(body.size()));
  }
  command = {as_text(name), reader.rest()};
  return {};
}

Fault parse_properties(Bytes data, Properties& properties) {
  ByteReader reader(data);
  for (std::size_t count = 0; !reader.empty(); ++count) {
    if (count == kMaxProperties) return protocol_fault("READY has more than " + std::to_string(count) + " properties");
    Bytes name, value;
    if (Fault fault = parse_property(data, reader, name, value)) return fault;
    if (!has(properties, as_text(name))) properties.emplace_back(as_text(name), as_text(value));
  }
  return {};
}

Fault parse_error(Bytes data, Bytes& reason) {
  ByteReader reader(data);
  if (reader.take_sized<std::uint8_t>(reason) && reader.empty()) return {};
  return protocol_fault("the peer sent an ERROR whose reason does not fill its frame: " + quoted(data));
}

Fault parse_ping(Bytes data, Ping& ping) {
  ByteReader reader(data);
  if (!reader.take(ping.ttl))
    return protocol_fault("the peer sent a PING of " + std::to_string(data.size()) + " bytes");
  ping.context = reader.rest().first(std::min(reader.rest().size(), kMaxPingContext));
  return {};
}

void append_command(std::vector<std::byte>& out, std::string_view name, Bytes first, Bytes second) {
  ByteWriter writer(out);
  std::byte header[kMaxHeader];
  const std::size_t size = encode_header(header, kCommand, 1 + name.size() + first.size() + second.size());
  writer.put_bytes({header, size});
  writer.put_sized<std::uint8_t>(as_bytes(name));
  writer.put_bytes(first);
  writer.put_bytes(second);
}

void append_properties(std::vector<std::byte>& out, const Properties& properties) {
  ByteWriter writer(out);
  for (const auto& [name, value] : properties) {
    writer.put_sized<std::uint8_t>(as_bytes(name));
    writer.put_sized<std::uint32_t>(as_bytes(value));
  }
}

void append_ready(std::vector<std::byte>& out, const Properties& properties) {
  std::vector<std::byte> data;
  append_properties(data, properties);
  append_command(out, kReady, data);
}

void append_error(std::vector<std::byte>& out, std::string_view reason) {
  const Bytes text = as_bytes(reason.substr(0, 255));
  const std::byte length{static_cast<std::uint8_t>(text.size())};
  append_command(out, kError, {&length, 1}, text);
}

void append_subscribe(std::vector<std::byte>& out, Bytes topic) { append_command(out, kSubscribe, topic); }

void append_cancel(std::vector<std::byte>& out, Bytes topic) { append_command(out, kCancel, topic); }

void append_join(std::vector<std::byte>& out, Bytes group) { append_command(out, kJoin, group); }

void append_leave(std::vector<std::byte>& out, Bytes group) { append_command(out, kLeave, group); }

void append_ping(std::vector<std::byte>& out, const Ping& ping) {
  std::byte ttl[sizeof(ping.ttl)];
  store_big_endian(ttl, ping.ttl);
  append_command(out, kPing, ttl, ping.context);
}

void append_pong(std::vector<std::byte>& out, Bytes context) { append_command(out, kPong, context); }

}  // namespace ymq::wire
