#include "sim/world/security.h"

#include <algorithm>

#include "base/bytes.h"
#include "engine/context.h"
#include "engine/endpoints.h"
#include "engine/inproc.h"
#include "session/curve_keys.h"
#include "sim/world/message.h"
#include "sim/world/oracle.h"

namespace sim {

namespace {

using ymq::kMillisecond;
using ymq::kNever;

constexpr std::string_view kName = "member";
constexpr std::string_view kPassword = "right";
// Where what stands in a question of RFC 27.
constexpr std::size_t kNumber = 1;
constexpr std::size_t kMechanism = 5;
constexpr std::size_t kCredentials = 6;
constexpr Time kLongestThought = 50 * kMillisecond;

// Any 32 bytes are a secret key.
std::string secret_of(char who) { return std::string(ymq::session::kKeySize, who); }
const std::string kServersKey = secret_of('s');
const std::string kMembersKey = secret_of('m');
const std::string kStrangersKey = secret_of('x');

std::string public_key_of(const std::string& text) {
  ymq::session::Secret secret;
  ymq::session::Key key;
  std::ranges::copy(ymq::as_bytes(text), secret.data());
  ymq::session::public_key_of(secret, key);
  return std::string(ymq::as_text(key));
}

Credentials log_in(std::string_view password) {
  return {{OptionId::kPlainUsername, std::string(kName)}, {OptionId::kPlainPassword, std::string(password)}};
}

Credentials prove(const std::string& own, const std::string& server) {
  return {{OptionId::kCurveSecretKey, own}, {OptionId::kCurveServerKey, public_key_of(server)}};
}

std::string yes() {
  const std::int64_t value = 1;
  return std::string(ymq::as_text(std::as_bytes(std::span(&value, 1))));
}

Credentials ask(Security security) {
  if (security == Security::kPlain) return {{OptionId::kPlainServer, yes()}};
  return {{OptionId::kCurveServer, yes()}, {OptionId::kCurveSecretKey, kServersKey}};
}

bool is_member(const std::vector<std::string>& question) {
  const bool plain = question[kMechanism] == "PLAIN" && question.size() == kCredentials + 2;
  if (plain) return question[kCredentials] == kName && question[kCredentials + 1] == kPassword;
  return question[kMechanism] == "CURVE" && question[kCredentials] == public_key_of(kMembersKey);
}

}  // namespace

std::vector<Standing> intruders_of(Security security) {
  using enum Standing;
  if (security == Security::kCurveJudged) return {kNaked, kWrongPassword, kForeignKey, kWrongServer};
  return security == Security::kCurve ? std::vector{kNaked, kWrongPassword, kWrongServer}
                                      : std::vector{kNaked, kWrongPassword, kForeignKey};
}

Credentials credentials_of(Security security, bool binds, Standing standing) {
  using enum Standing;
  if (security == Security::kNone || standing == kNaked) return {};
  if (binds) return ask(security);
  if (standing == kWrongPassword) return log_in("wrong");
  if (standing == kForeignKey) return prove(kStrangersKey, kServersKey);
  if (standing == kWrongServer) return prove(kMembersKey, kStrangersKey);
  return security == Security::kPlain ? log_in(kPassword) : prove(kMembersKey, kServersKey);
}

bool is_judged(Security security) { return security == Security::kPlain || security == Security::kCurveJudged; }

Handler::Handler(ymq::engine::Context& context, std::uint64_t seed) : random_(seed) {
  std::string bound;
  const bool made = context.make_connector(ConnectorType::kRep, connector_) == Status::kOk;
  const std::string endpoint = "inproc://" + std::string(ymq::engine::kHandlerName);
  if (!made || connector_->endpoints().bind(endpoint, bound) != Status::kOk) throw Broken{"hosts begin", "no handler"};
}

bool Handler::turn(Time now, bool is_calm) {
  if (question_.empty()) return take_question(now);
  if (now < answer_at_) return false;
  answer(is_calm);
  return true;
}

bool Handler::take_question(Time now) {
  ymq::engine::Batch batch;
  batch.max_messages = 1;
  if (connector_->receive(batch, 0) != Status::kOk) return false;
  for (const ymq::Part& part : batch.parts) question_.emplace_back(ymq::as_text(part.bytes()));
  answer_at_ = now + static_cast<Time>(random_.below(kLongestThought));
  return true;
}

// 300: he does not know just now.
void Handler::answer(bool is_calm) {
  const bool knows = is_calm || !random_.chance(5);
  const std::string_view verdict = !knows ? "300" : is_member(question_) ? "200" : "400";
  const std::vector<std::string> reply = {"1.0", question_[kNumber], std::string(verdict), "", "", ""};
  One message(reply);
  connector_->send(message, 0);
  question_.clear();
  answer_at_ = kNever;
}

}  // namespace sim
