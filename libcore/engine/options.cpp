#include "engine/options.h"

#include <cstring>

#include "engine/endpoint.h"
#include "engine/error.h"
#include "engine/resolver.h"
#include "session/curve_keys.h"
#include "wire/metadata.h"

namespace ymq::engine {

namespace {

std::string range_of(const OptionInfo& option) {
  return std::to_string(option.min) + " to " + std::to_string(option.max);
}

std::string subject(const OptionInfo& option) { return "option " + std::string(option.name) + ": "; }

wire::Fault fault_of_endpoint(std::string_view text, Purpose purpose) {
  EndpointFault fault;
  if (text.empty() || parse_endpoint(text, purpose, fault)) return {};
  return {Status::kInvalidArgument, fault.text};
}

// Of the machine as it is now: interfaces come and go.
std::optional<std::vector<backend::Address>> sources_of(std::string_view text) {
  EndpointFault fault;
  const auto endpoint = parse_endpoint(text, Purpose::kSource, fault);
  if (!endpoint) return {};
  return local_addresses(*endpoint);
}

bool is_key(OptionId id) {
  return id == OptionId::kCurvePublicKey || id == OptionId::kCurveSecretKey || id == OptionId::kCurveServerKey;
}

wire::Fault fault_of_key(std::string_view text) {
  session::Secret key;
  return session::parse_key(text, std::span<std::byte, session::kKeySize>(key.data(), session::kKeySize));
}

// Why a text is not what this option takes; no fault where it is.
wire::Fault fault_of(OptionId id, std::string_view text) {
  wire::Properties properties;
  if (id == OptionId::kMetadata) return wire::parse_metadata(text, properties);
  if (id == OptionId::kSocksProxy) return fault_of_endpoint(text, Purpose::kProxy);
  if (id == OptionId::kSourceAddress) return fault_of_endpoint(text, Purpose::kSource);
  if (is_key(id)) return text.empty() ? wire::Fault{} : fault_of_key(text);
  if (id != OptionId::kIdentity || text.empty() || text.front() != '\0') return {};
  return {Status::kInvalidArgument, "identities that begin with a zero byte are given out by a ROUTER"};
}

Status unknown(std::int32_t id) {
  return fail(Status::kNotFound, "there is no option of number " + std::to_string(id));
}

}  // namespace

Options::Options() {
  static_assert(numbers_fit(), "an option's number is its place in the arrays");
  for (const OptionInfo& option : kOptions) {
    numbers_[index_of(option.id)] = option.default_value;
    texts_[index_of(option.id)] = option.default_text;
  }
}

// What nobody else may know is not left in memory.
Options::~Options() {
  for (const OptionId id : {OptionId::kCurveSecretKey, OptionId::kPlainPassword}) session::wipe(texts_[index_of(id)]);
}

Status Options::set(std::int32_t id, std::span<const std::byte> value) {
  const OptionInfo* option = find_option(id);
  if (!option) return unknown(id);
  if (option->read_only) return fail(Status::kReadOnly, subject(*option) + "it can only be read");
  return is_number(*option) ? set_number(*option, value) : set_text(*option, value);
}

Status Options::set_number(const OptionInfo& option, std::span<const std::byte> value) {
  std::int64_t number = 0;
  if (value.size() != sizeof number) {
    return fail(Status::kInvalidArgument,
                subject(option) + "a whole number takes 8 bytes, not " + std::to_string(value.size()));
  }
  std::memcpy(&number, value.data(), sizeof number);
  if (number < option.min || number > option.max) {
    return fail(Status::kInvalidArgument,
                subject(option) + std::to_string(number) + " is not within " + range_of(option));
  }
  numbers_[index_of(option.id)] = number;
  return Status::kOk;
}

Status Options::set_text(const OptionInfo& option, std::span<const std::byte> value) {
  const auto size = static_cast<std::int64_t>(value.size());
  if (size < option.min || size > option.max) {
    return fail(Status::kInvalidArgument,
                subject(option) + "a length of " + std::to_string(size) + " is not within " + range_of(option));
  }
  const std::string_view text(reinterpret_cast<const char*>(value.data()), value.size());
  if (const wire::Fault fault = fault_of(option.id, text)) return fail(fault.status, subject(option) + fault.text);
  if (option.id == OptionId::kCurveSecretKey) session::wipe(texts_[index_of(option.id)]);
  texts_[index_of(option.id)] = text;
  return Status::kOk;
}

backend::SocketOptions Options::sockets() const {
  const auto value = [this](OptionId id) { return static_cast<int>(number(id)); };
  using enum OptionId;
  return {.keepalive = value(kTcpKeepalive),
          .keepalive_idle = value(kTcpKeepaliveIdle),
          .keepalive_interval = value(kTcpKeepaliveInterval),
          .keepalive_count = value(kTcpKeepaliveCount),
          .type_of_service = value(kTypeOfService),
          .priority = value(kSocketPriority),
          .busy_poll = value(kBusyPoll),
          .ipv6_only = value(kIpv6Only) != 0,
          .buffers = {value(kSendBuffer), value(kReceiveBuffer)},
          .device = text(kBindToDevice),
          .sources = sources_of(text(kSourceAddress))};
}

std::int64_t Options::get(std::int32_t id, std::span<std::byte> value) const {
  const OptionInfo* option = find_option(id);
  if (!option) return static_cast<std::int64_t>(unknown(id));
  const std::size_t index = index_of(option->id);
  const bool number = is_number(*option);
  const void* bytes = number ? static_cast<const void*>(&numbers_[index]) : texts_[index].data();
  const std::size_t size = number ? sizeof numbers_[index] : texts_[index].size();
  if (size != 0 && size <= value.size()) std::memcpy(value.data(), bytes, size);
  return static_cast<std::int64_t>(size);
}

}  // namespace ymq::engine
