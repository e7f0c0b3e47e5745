#include "sim/world/application.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sim {

namespace {

// A request that is not answered for so long is no longer counted on.
constexpr Time kPatience = ymq::kSecond;

// Sends letters, and receives what comes.
class Plain final : public Application {
 public:
  using Application::Application;

  bool send_turn() override {
    const int before = left_;
    for (int i = 0; i < process_.side().burst && left_ > 0; ++i) {
      if (process_.send(draft()) != Status::kOk) break;
      --left_;
    }
    return left_ != before;
  }
  bool receive_turn() override {
    Received received;
    int taken = 0;
    while (taken < process_.side().read_most && process_.receive(received) == Status::kOk) ++taken;
    return taken != 0;
  }
  bool is_done() const override { return left_ == 0; }
};

// ROUTER, SERVER and PEER: writes to whom it knows or has heard of.
class Routing final : public Application {
 public:
  Routing(const Surroundings& around, Process& process, std::vector<Contact> contacts, std::uint64_t seed)
      : Application(around, process, seed), known_(std::move(contacts)) {}

  bool send_turn() override {
    const int before = left_;
    for (int i = 0; i < process_.side().burst && left_ > 0 && !known_.empty(); ++i) {
      const Contact& contact = known_[random_.below(known_.size())];
      Letter letter = draft();
      letter.only = contact.host;
      letter.seat = contact.seat;
      if (contact.host == 0 && contact.seat.empty()) letter.to = contact.route;
      if (process_.send(std::move(letter), contact.route) == Status::kOk) --left_;
    }
    return left_ != before;
  }

  bool receive_turn() override {
    Received received;
    int taken = 0;
    for (; taken < process_.side().read_most && process_.receive(received) == Status::kOk; ++taken) learn(received);
    return taken != 0;
  }

  // Whom it would write to may never come.
  bool is_done() const override { return left_ == 0 || known_.empty() || around_.now() > given_up_at(); }

 private:
  // A routing id that is no name was made up for this one host, which is known once it has said something.
  void learn(const Received& received) {
    const bool named = is_name(received.route);
    if (!named && !received.letter) return;
    if (std::ranges::find(known_, received.route, &Contact::route) != known_.end()) return;
    known_.push_back({.route = received.route, .host = named ? 0 : received.letter->sender});
  }
  bool is_name(const std::string& route) const { return habits_of(process_.side()).by_name && is_chosen(route); }
  Time given_up_at() const { return ymq::kSecond + around_.plan.trouble + 20 * ymq::kSecond; }

  std::vector<Contact> known_;
};

// STREAM, and a ROUTER that is raw: writes to the connections that it has.
class Streaming final : public Application {
 public:
  Streaming(const Surroundings& around, Process& process, std::vector<Contact> contacts, std::uint64_t seed)
      : Application(around, process, seed), calls_(std::move(contacts)) {
    for (const Contact& call : calls_) routes_.push_back(call.route);
  }

  bool send_turn() override {
    const int before = left_;
    for (int i = 0; i < process_.side().burst && left_ > 0 && !routes_.empty(); ++i) {
      Letter letter = draft();
      letter.route = routes_[random_.below(routes_.size())];
      const std::string route = letter.route;
      if (process_.send(std::move(letter), route) == Status::kOk) --left_;
    }
    return left_ != before;
  }

  bool receive_turn() override {
    Received received;
    int taken = 0;
    for (; taken < process_.side().read_most && process_.receive(received) == Status::kOk; ++taken) {
      if (received.is_signal) learn(received.route);
    }
    return taken != 0;
  }

  // Of one that it made itself, another is made, by another name. One that it cannot make anew stays.
  void hang_up() override {
    if (routes_.empty()) return;
    const std::string route = routes_[random_.below(routes_.size())];
    const auto call = std::ranges::find(calls_, route, &Contact::route);
    if (call == calls_.end() && !process_.side().binds) return;
    if (!process_.hang_up(route)) return;
    if (random_.chance(30)) process_.hang_up(route);
    std::erase(routes_, route);
    hung_up_.insert(route);
    if (call != calls_.end()) call_anew(*call);
  }

  bool is_done() const override { return left_ == 0 || routes_.empty(); }

 private:
  // By turns a connection is made and has ended. One that was called is written to before it is made.
  void learn(const std::string& route) {
    if (hung_up_.contains(route)) return;
    const bool made = open_.insert(route).second;
    if (!made) open_.erase(route);
    std::erase(routes_, route);
    if (made) routes_.push_back(route);
  }
  void call_anew(Contact& call) {
    call.route += '\'';
    process_.connect_as(call.endpoint, call.route);
    routes_.push_back(call.route);
  }

  std::vector<Contact> calls_;
  std::vector<std::string> routes_;  // Where it can write to.
  std::set<std::string> open_;
  std::set<std::string> hung_up_;
};

// REQ: asks, waits for the answer, and asks again.
class Asking final : public Application {
 public:
  using Application::Application;

  // The library takes another request before the answer to the last only if that one has been given up.
  bool send_turn() override {
    const bool waits_long = asked_ && around_.now() - asked_at_ > kPatience;
    if (left_ == 0 || (asked_ && !waits_long)) return false;
    const std::uint32_t number = around_.oracle.next_number();
    if (process_.send(draft()) != Status::kOk) return false;
    --left_;
    asked_ = number;
    asked_at_ = around_.now();
    return true;
  }

  bool receive_turn() override {
    Received received;
    const Status status = asked_ ? process_.receive(received) : Status::kAgain;
    if (status == Status::kUndeliverable) asked_.reset();
    if (status != Status::kOk) return false;
    if (received.letter->answers != asked_) {
      throw Broken{"the answer is that of the request", "an answer to another request was received"};
    }
    asked_.reset();
    return true;
  }

  bool is_done() const override { return (left_ == 0 && !asked_) || (may_be_stuck() && waits_in_vain()); }

 private:
  // Nobody answers a request that died with whom it was put to, or got lost between plain peers. Who takes nothing for
  // peers without a link drops his answer.
  bool may_be_stuck() const {
    const Plan& plan = around_.plan;
    const bool may_lose = !plan.is_loyal() || plan.sides[0].is_immediate() || plan.sides[1].is_immediate();
    return may_lose && process_.side().option(OptionId::kRequestTimeout) == 0;
  }
  bool waits_in_vain() const { return asked_ && around_.now() - asked_at_ > 20 * kPatience; }

  std::optional<std::uint32_t> asked_;
  Time asked_at_ = 0;
};

// REP: answers, sometimes after a while.
class Answering final : public Application {
 public:
  using Application::Application;

  bool send_turn() override {
    if (!request_) return false;
    Letter answer = draft();
    answer.answers = request_;
    request_.reset();
    if (process_.send(std::move(answer)) != Status::kOk) {
      throw Broken{"requests and answers alternate", "an answer was not accepted"};
    }
    return true;
  }

  bool receive_turn() override {
    Received received;
    int taken = 0;
    for (; taken < process_.side().read_most && !request_; ++taken) {
      if (process_.receive(received) != Status::kOk) break;
      request_ = received.letter->number;
      if (random_.chance(70)) send_turn();
    }
    return taken != 0;
  }

  bool is_done() const override { return !request_; }

 private:
  std::optional<std::uint32_t> request_;
};

}  // namespace

Letter Application::draft() {
  Letter letter;
  letter.topic = static_cast<char>('a' + random_.below(3));
  letter.sizes = choose_sizes(random_, around_.plan.large_percent, habits_of(process_.side()).one_part);
  return letter;
}

std::unique_ptr<Application> Application::make(const Surroundings& around, Process& process,
                                               std::vector<Contact> contacts, std::uint64_t seed) {
  if (habits_of(process.side()).raw) {
    return std::make_unique<Streaming>(around, process, std::move(contacts), seed);
  }
  if (habits_of(process.side()).routes) {
    return std::make_unique<Routing>(around, process, std::move(contacts), seed);
  }
  switch (process.side().type) {
    case ConnectorType::kReq:
      return std::make_unique<Asking>(around, process, seed);
    case ConnectorType::kRep:
      return std::make_unique<Answering>(around, process, seed);
    default:
      return std::make_unique<Plain>(around, process, seed);
  }
}

}  // namespace sim
