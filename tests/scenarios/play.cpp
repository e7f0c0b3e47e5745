#include "scenarios/play.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>

namespace scenarios {
namespace {

// How long `reach` waits before it publishes anew.
constexpr std::int64_t kProbeMs = 5;

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

// A message, short enough to be read.
std::string describe(const Parts& parts) {
  constexpr std::size_t kShown = 32;
  std::string text = "[";
  for (const std::string& part : parts) {
    const Json shown = part.substr(0, kShown);
    text += (text.size() > 1 ? ", " : "") + shown.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (part.size() > kShown) text += "... of " + std::to_string(part.size());
  }
  return text + "]";
}
const std::string& describe(const std::string& text) { return text; }
std::string describe(std::uint64_t number) { return std::to_string(number); }
std::string describe(const Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number ? std::to_string(*number) : describe(Parts{std::get<std::string>(value)});
}

template <class Thing>
void require_same(const Thing& seen, const Thing& expected) {
  if (seen != expected) throw std::runtime_error("expected " + describe(expected) + ", not " + describe(seen));
}

std::string status_of(const Json& step) { return step.value("status", "OK"); }
std::int64_t timeout_of(const Json& step) { return step.value("timeoutMs", kPatienceMs); }

// What a connector was filled with.
struct Filling {
  bool single = false;
  std::string body;
  std::size_t sent = 0;

  Parts message(Parts head, std::size_t number) const {
    const std::string text = std::to_string(number);
    if (single) {
      head.push_back(text + body);
    } else {
      head.insert(head.end(), {text, body});
    }
    return head;
  }

  // All of it, one message behind the other.
  std::string bytes() const {
    std::string all;
    for (std::size_t i = 0; i < sent; ++i) {
      for (const std::string& part : message({}, i)) all += part;
    }
    return all;
  }
};

class Player {
 public:
  Player(World& world, std::string transport, const Sides& sides)
      : world_(world), transport_(std::move(transport)), sides_(sides) {}

  void play(const Json& step) { kSteps.at(step.at("do").get<std::string>())(*this, step); }

 private:
  using Player_step = std::function<void(Player&, const Json&)>;
  static const std::map<std::string, Player_step> kSteps;

  void open(const Json& step) {
    const std::string who = step.at("who");
    const Library library =
        step.contains("beside") ? libraries_.at(step.at("beside")) : sides_.at(ends_.empty() ? 0 : 1);
    libraries_.try_emplace(who, library);
    auto& end = ends_[who];
    end = world_.open(step.at("type"), libraries_.at(who), beside_of(step));
    for (const auto& [option, value] : step.at("options").items())
      require_same<std::string>(end->set(option, value_of(value)), "OK");
  }

  void bind(const Json& step) {
    const Json& place = step.at("place");
    const bool is_new = place.is_string() && !places_.contains(place.get<std::string>());
    std::string bound;
    const std::string status =
        end_of(step).bind(is_new ? world_.fresh_endpoint(transport_) : endpoint_of(place), bound);
    require_same(status, status_of(step));
    if (is_new && status == "OK") places_[place.get<std::string>()] = bound;
  }

  void go(const Json& step) {
    require_same(end_of(step).go(step.at("do"), endpoint_of(step.at("place"))), status_of(step));
  }

  void connect_peer(const Json& step) {
    std::string id;
    require_same(end_of(step).connect_peer(endpoint_of(step.at("place")), id), status_of(step));
    names_[step.at("as")] = id;
  }

  void connect_as(const Json& step) {
    const std::string endpoint = endpoint_of(step.at("place"));
    require_same(end_of(step).connect_as(endpoint, bytes_of(step.at("id"))), status_of(step));
  }

  void wait_for_peers(const Json& step) {
    require_same(end_of(step).wait_for_peers(step.at("count"), timeout_of(step)), status_of(step));
  }
  void wait_for_subscribers(const Json& step) {
    const std::string topic = bytes_of(step.at("topic"));
    require_same(end_of(step).wait_for_subscribers(topic, step.at("count"), timeout_of(step)), status_of(step));
  }

  void concern(const Json& step) {
    require_same(end_of(step).concern(step.at("do"), bytes_of(step.at("topic"))), status_of(step));
  }

  void set(const Json& step) {
    require_same(end_of(step).set(step.at("option"), value_of(step.at("value"))), status_of(step));
  }
  void get(const Json& step) { require_same(end_of(step).get(step.at("option")), value_of(step.at("value"))); }
  void get_endpoint(const Json& step) {
    require_same(end_of(step).get(step.at("option")), Value(endpoint_of(step.at("place"))));
  }

  void send(const Json& step) {
    const Parts parts = parts_of(step.at("parts"));
    std::string status;
    eventually("a route", [&] {
      status = end_of(step).send(parts, timeout_of(step));
      return status != "HOST_UNREACHABLE" || !step.value("routable", false);
    });
    require_same(status, status_of(step));
  }

  void receive(const Json& step) {
    Parts parts;
    require_same<std::string>(end_of(step).receive(parts, kPatienceMs), "OK");
    require_message(parts, step.at("parts"));
  }

  void receive_none(const Json& step) {
    Parts parts;
    require_same(end_of(step).receive(parts, timeout_of(step)), status_of(step));
  }

  void collect(const Json& step) {
    const std::string wanted = bytes_of(step.at("bytes"));
    const bool amid = step.at("amid");
    std::string seen;
    while (amid ? seen.find(wanted) == std::string::npos : seen.size() < wanted.size()) {
      const Parts message = next_message(step.at("who"));
      if (message.size() != 2 || message[1].empty()) throw std::runtime_error("no bytes, but " + describe(message));
      require_message({message[0]}, Json::array({step.at("from")}));
      seen += message[1];
    }
    if (!amid) require_same(Parts{seen}, Parts{wanted});
  }

  void share(const Json& step) {
    std::vector<Parts> seen;
    for (const Json& who : step.at("among")) {
      for (int i = 0; i < step.at("each").get<int>(); ++i) seen.push_back(next_message(who));
    }
    std::vector<Parts> expected;
    for (const Json& parts : step.at("messages")) expected.push_back(parts_of(parts));
    std::ranges::sort(seen);
    std::ranges::sort(expected);
    require_same<std::uint64_t>(seen.size(), expected.size());
    for (std::size_t i = 0; i < seen.size(); ++i) require_same(seen[i], expected[i]);
  }

  void fill(const Json& step) {
    Filling& filling = filled_[step.at("who")];
    filling = {.single = step.at("single"), .body = std::string(step.at("size"), 'f')};
    std::string status;
    for (; filling.sent < step.at("most"); ++filling.sent) {
      status = end_of(step).send(filling.message(parts_of(step.at("head")), filling.sent), 0);
      if (status != "OK") break;
    }
    require_same(status, status_of(step));
  }

  void drain(const Json& step) {
    const Filling& filling = filled_.at(step.at("from"));
    for (std::size_t i = 0; i < filling.sent; ++i) {
      require_same(next_message(step.at("who")), filling.message(parts_of(step.at("head")), i));
    }
  }

  void reach(const Json& step) {
    End& from = *ends_.at(step.at("from"));
    End& to = *ends_.at(step.at("to"));
    int probe = 0;
    eventually("a subscription", [&] {
      const std::string number = std::to_string(++probe);
      require_same<std::string>(from.send({bytes_of(step.at("topic")), number}, kPatienceMs), "OK");
      for (Parts parts; to.receive(parts, kProbeMs) == "OK";) {
        if (parts.back() == number) return true;
      }
      return false;
    });
  }

  void start(const Json& step) { end_of(step).start(); }
  void finish(const Json& step) {
    Parts parts;
    require_same(end_of(step).finish(parts), status_of(step));
    if (step.contains("parts")) require_message(parts, step.at("parts"));
  }
  void close(const Json& step) { end_of(step).close(); }

  void await(const Json& step) {
    eventually(step.at("field"), [&] { return end_of(step).counter(step.at("field")) >= step.at("least"); });
  }
  void count(const Json& step) {
    require_same(end_of(step).counter(step.at("field")), step.at("value").get<std::uint64_t>());
  }
  void event(const Json& step) {
    eventually(step.at("kind"), [&] { return end_of(step).has_event(step.at("kind"), step.value("reason", "")); });
  }
  void property(const Json& step) {
    require_same(Parts{end_of(step).property(step.at("name"))}, parts_of(Json::array({step.at("value")})));
  }

  const End* beside_of(const Json& step) const {
    return step.contains("beside") ? ends_.at(step.at("beside")).get() : nullptr;
  }
  End& end_of(const Json& step) { return *ends_.at(step.at("who")); }

  template <class Condition>
  void eventually(const std::string& what, Condition condition) {
    const std::int64_t deadline = world_.clock().now_ms() + kPatienceMs;
    for (; !condition(); world_.clock().pass()) {
      if (world_.clock().now_ms() > deadline) throw std::runtime_error(what + " did not come");
    }
  }

  Parts next_message(const std::string& who) {
    Parts parts;
    require_same<std::string>(ends_.at(who)->receive(parts, kPatienceMs), "OK");
    return parts;
  }

  // A name that stands for nothing yet stands for what was received in its place.
  void require_message(const Parts& parts, const Json& expected) {
    for (std::size_t i = 0; i < std::min(parts.size(), expected.size()); ++i) {
      if (expected[i].is_object() && expected[i].contains("as")) names_.try_emplace(expected[i].at("as"), parts[i]);
    }
    require_same(parts, parts_of(expected));
  }

  std::string endpoint_of(const Json& place) {
    if (place.is_object()) return place.at("literal");
    const std::string name = place;
    if (!places_.contains(name)) places_[name] = world_.free_endpoint(transport_);
    return places_.at(name);
  }

  std::string bytes_of(const Json& part) const {
    if (part.is_string()) return part;
    if (part.contains("hex")) return from_hex(part.at("hex"));
    if (part.contains("filled")) return filled_.at(part.at("filled")).bytes();
    if (part.contains("as")) return names_.contains(part.at("as")) ? names_.at(part.at("as")) : "(not received)";
    return std::string(part.at("size").get<std::size_t>(), part.at("fill").get<std::string>().front());
  }
  Parts parts_of(const Json& list) const {
    Parts parts;
    for (const Json& part : list) parts.push_back(bytes_of(part));
    return parts;
  }
  std::string host_and_port(const std::string& place) const {
    const std::string& endpoint = places_.at(place);
    return endpoint.substr(endpoint.find("//") + 2);
  }
  Value value_of(const Json& value) const {
    if (value.is_object() && value.contains("address")) return host_and_port(value.at("address"));
    if (value.is_boolean()) return std::int64_t{value.get<bool>()};
    return value.is_number() ? Value(value.get<std::int64_t>()) : Value(bytes_of(value));
  }

  World& world_;
  const std::string transport_;
  const Sides sides_;
  std::map<std::string, std::unique_ptr<End>> ends_;
  std::map<std::string, Library> libraries_;
  std::map<std::string, std::string> places_;
  std::map<std::string, std::string> names_;
  std::map<std::string, Filling> filled_;
};

const std::map<std::string, Player::Player_step> Player::kSteps = {
    {"open", &Player::open},
    {"bind", &Player::bind},
    {"connect", &Player::go},
    {"unbind", &Player::go},
    {"disconnect", &Player::go},
    {"connect_peer", &Player::connect_peer},
    {"connect_as", &Player::connect_as},
    {"wait_for_peers", &Player::wait_for_peers},
    {"wait_for_subscribers", &Player::wait_for_subscribers},
    {"subscribe", &Player::concern},
    {"unsubscribe", &Player::concern},
    {"join", &Player::concern},
    {"leave", &Player::concern},
    {"set", &Player::set},
    {"get", &Player::get},
    {"get_endpoint", &Player::get_endpoint},
    {"send", &Player::send},
    {"receive", &Player::receive},
    {"receive_none", &Player::receive_none},
    {"collect", &Player::collect},
    {"share", &Player::share},
    {"fill", &Player::fill},
    {"drain", &Player::drain},
    {"reach", &Player::reach},
    {"start", &Player::start},
    {"finish", &Player::finish},
    {"close", &Player::close},
    {"await", &Player::await},
    {"count", &Player::count},
    {"event", &Player::event},
    {"property", &Player::property},
};

}  // namespace

void play(const Json& steps, World& world, const std::string& transport, const Sides& sides) {
  Player player(world, transport, sides);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    try {
      player.play(steps[i]);
    } catch (const std::exception& error) {
      throw std::runtime_error("step " + std::to_string(i + 1) + ", " + steps[i].dump() + ": " + error.what());
    }
  }
}

}  // namespace scenarios
