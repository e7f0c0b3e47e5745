#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/connector.h"
#include "sim/random.h"
#include "sim/world/plan.h"

namespace sim {

// Who somebody is that calls where proof is asked for: a member, or one of those who have none, or not the right one.
enum class Standing : std::uint8_t { kMember, kNaked, kWrongPassword, kForeignKey, kWrongServer };
// Those that must not get in.
std::vector<Standing> intruders_of(Security security);

// What a host has to be told to ask for proof, or to give it.
using Credentials = std::vector<std::pair<OptionId, std::string>>;
Credentials credentials_of(Security security, bool binds, Standing standing);
// Whether a handler decides who is a member.
bool is_judged(Security security);

// The ZAP handler of a host: takes its time to say who is a member, and sometimes does not know.
class Handler {
 public:
  Handler(ymq::engine::Context& context, std::uint64_t seed);

  // Takes the next question, or answers it once it is time. Whether anything came of it.
  bool turn(Time now, bool is_calm);
  // When it has an answer to give.
  Time next_due() const { return answer_at_; }

 private:
  bool take_question(Time now);
  void answer(bool is_calm);

  std::shared_ptr<ymq::engine::Connector> connector_;
  Random random_;
  std::vector<std::string> question_;
  Time answer_at_ = ymq::kNever;
};

}  // namespace sim
