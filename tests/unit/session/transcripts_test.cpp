// The transcripts of tests/wire/transcripts, replayed from both ends. A line is a frame (or a greeting): who sends it,
//
//     >  the opener to the accepter      >x, <x  the same, but it never arrives
//     <  the accepter to the opener
//
// its octets, and behind # what they mean. The end that is replayed hears the other's lines, and has to say its own to
// the octet. What its application does (sends a message, takes some, subscribes, closes) is taken from its lines,
// everything else is the library's.

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "flow/peer.h"
#include "session/roles.h"
#include "session/session.h"
#include "unit/catch.h"
#include "unit/flow/messages.h"
#include "unit/wire/bytes.h"

using namespace ymq;
using namespace ymq::test;

namespace {

const std::filesystem::path kFolder =
    std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "wire" / "transcripts";

struct Line {
  bool opener = false;  // Said by the opener.
  bool lost = false;
  std::string bytes;
};

// What stands at the beginning of a file about one of the ends.
struct Role {
  std::string type;
  std::optional<std::uint32_t> window_kib;  // Nothing: it does not know the extension.
  std::string identity;
};

struct Connection {
  std::uint32_t epoch = 0;
  std::uint64_t instance = 0;  // Which the accepter gives a session that begins.
  std::vector<Line> lines;
};

struct Transcript {
  Role opener, accepter;
  std::uint64_t limit = 0;  // The accepter's, in bytes of a message.
  wire::SessionId session;
  std::vector<Connection> connections;
};

std::uint64_t hexadecimal(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  REQUIRE((error == std::errc() && end == digits.data() + digits.size()));
  return value;
}

std::string octets(std::string_view digits) {
  std::string bytes;
  for (; digits.size() >= 2; digits.remove_prefix(2)) bytes += byte(static_cast<int>(hexadecimal(digits.substr(0, 2))));
  REQUIRE(digits.empty());
  return bytes;
}

Role role_of(std::istringstream& words) {
  Role role;
  std::string window;
  words >> role.type >> window >> role.identity;
  if (window != "-") role.window_kib = static_cast<std::uint32_t>(std::stoul(window));
  return role;
}

void read_line(const std::string& text, Transcript& transcript, std::uint64_t& instance) {
  std::istringstream words(text.substr(0, text.find('#')));
  std::string key, value;
  if (!(words >> key)) return;
  if (key == "opener") transcript.opener = role_of(words);
  if (key == "accepter") transcript.accepter = role_of(words);
  if (key == "opener" || key == "accepter") return;
  words >> value;
  if (key == "session") {
    transcript.session = {hexadecimal(value.substr(0, 16)), hexadecimal(value.substr(16))};
  } else if (key == "instance") {
    instance = hexadecimal(value);
  } else if (key == "limit") {
    transcript.limit = std::stoull(value);
  } else if (key == "connection") {
    transcript.connections.push_back({static_cast<std::uint32_t>(std::stoul(value)), instance, {}});
  } else {
    REQUIRE((key[0] == '>' || key[0] == '<'));
    transcript.connections.back().lines.push_back({key[0] == '>', key.ends_with('x'), octets(value)});
  }
}

Transcript read(const std::filesystem::path& path) {
  Transcript transcript;
  std::ifstream file(path);
  REQUIRE(file);
  std::uint64_t instance = 0;
  for (std::string text; std::getline(file, text);) read_line(text, transcript, instance);
  REQUIRE_FALSE(transcript.connections.empty());
  return transcript;
}

// One end, over all of its connections.
class End {
 public:
  End(const Transcript& transcript, bool opener, bool in_drops)
      : transcript_(transcript), opener_(opener), in_drops_(in_drops) {}

  void replay(const Connection& connection) {
    instance_to_give_ = connection.instance;
    session_.emplace(config(connection.epoch));
    said_.clear();
    up_ = false;
    for (const Line& line : connection.lines) {
      if (line.opener == opener_) {
        say(line.bytes);
      } else if (!line.lost) {
        hear(line.bytes);
      }
    }
    CHECK(take_said().empty());
    end_connection();
  }

 private:
  const Role& role() const { return opener_ ? transcript_.opener : transcript_.accepter; }

  session::Config config(std::uint32_t epoch) const {
    session::Config config;
    for (int type = 0; type < 9; ++type) {
      if (session::socket_type(static_cast<ConnectorType>(type)) == role().type) {
        config.type = static_cast<ConnectorType>(type);
      }
    }
    config.identity = role().identity;
    config.opener = opener_;
    config.max_message_size = opener_ ? 0 : transcript_.limit;
    if (!role().window_kib) return config;
    config.offer = wire::Offer{0, *role().window_kib, {}};
    if (opener_) config.offer->token = {transcript_.session, epoch};
    config.received = known();
    return config;
  }

  wire::Resume known() const { return {instance_ != 0, receipts_.position(), receipts_.refused(), instance_}; }

  void hear(std::string_view bytes) {
    const std::size_t step = in_drops_ ? 1 : bytes.size();
    for (; !bytes.empty(); bytes.remove_prefix(step)) {
      const BlockRef block = block_of(bytes.substr(0, step));
      session_->receive({block->data(), step}, block.get(), 0);
    }
    if (!session_->wanted_session().empty()) answer();
    if (session_->ready() && !std::exchange(up_, true)) settle();
    receipts_.received(
        static_cast<std::uint64_t>(std::ranges::count_if(session_->messages(), [](auto& part) { return !part.more; })),
        0);
    session_->messages().clear();
    if (session_->fault().of_message) receipts_.refuse();
    hear_news();
  }

  void answer() {
    const bool goes_on = instance_ == instance_to_give_ && session_->wanted_resume().instance == instance_;
    if (instance_ != instance_to_give_) begin(instance_to_give_);
    wire::Resume resume = known();
    resume.resumed = goes_on;
    session_->answer_resume(resume);
  }

  // What both ends know of the session by now.
  void settle() {
    const session::Agreement& agreement = session_->agreement();
    if (!agreement.acknowledged) return;
    if (opener_ && !agreement.resumed) begin(agreement.peer.instance);
    std::uint64_t resent = 0;
    REQUIRE(outbox_.resume(agreement.resumed ? agreement.peer.position : 0, resent));
  }

  // What was in doubt in the former instance is sent again, marked, and then what it had not been sent.
  void begin(std::uint64_t instance) {
    std::vector<Part> uncertain, unwritten;
    if (outbox_.in_session()) outbox_.end_session(uncertain);
    outbox_.withdraw(unwritten);
    outbox_.begin_session(0);
    for (const Part& part : uncertain) append(part, true);
    for (const Part& part : unwritten) append(part, false);
    receipts_.begin_session();
    instance_ = instance;
  }

  // In transcripts whose sessions are forgotten all messages have one part.
  void append(const Part& part, bool again) {
    const PartView view = part.view();
    REQUIRE(outbox_.append({}, {&view, 1}, again));
  }

  void hear_news() {
    const session::News news = session_->take_news();
    if (news.acknowledged) CHECK(outbox_.acknowledge(*news.acknowledged));
    ended_ |= news.ended;
  }

  void say(const std::string& bytes) {
    const std::string name = command_name(bytes);
    if (name == "YMQACK" || name == "YMQEND") {
      say_position(name, bytes);
    } else if (name == "YMQASK") {
      session_->send_ask();
    } else if (name == "YMQTOPICS") {
      session_->send_subscriptions_complete();
    } else if (name == "SUBSCRIBE") {
      session_->send_subscription(true, as_bytes(bytes).subspan(3 + name.size()));
    } else if (name.empty() || name == "YMQAGAIN") {
      return say_message(bytes);
    }
    const std::string said = take_said();
    CHECK(said.substr(0, bytes.size()) == bytes);
    said_ = said.substr(std::min(said.size(), bytes.size()));
  }

  // Nothing: it is no command, be it a message or, as long as there is none, the greeting.
  std::string command_name(const std::string& bytes) const {
    if (bytes[0] == '\xff') return "greeting";
    return bytes[0] == 4 ? bytes.substr(3, static_cast<std::size_t>(bytes[2])) : "";
  }

  void say_position(const std::string& name, const std::string& bytes) {
    const auto position = load_big_endian<std::uint64_t>(as_bytes(bytes).data() + bytes.size() - 8);
    CHECK(position <= receipts_.position());
    name == "YMQACK" ? session_->send_acknowledgement(position) : session_->send_end(position);
  }

  // What stands in the outbox, or else what the application sends now. A message is sent when its last part is said.
  void say_message(const std::string& bytes) {
    if (outbox_.empty()) return send_part(bytes);
    std::vector<std::span<const std::byte>> segments(64);
    segments.resize(outbox_.gather(segments, bytes.size()));
    std::string shown;
    for (const auto& segment : segments) shown += as_text(segment);
    CHECK(shown == bytes);
    outbox_.wrote(shown.size());
  }

  void send_part(const std::string& bytes) {
    const bool more = bytes[0] & 1;
    message_.push_back(bytes.substr(2));
    frames_ += bytes;
    if (more) return;
    REQUIRE(outbox_.append({}, testing::views_of(message_)));
    say_message(std::exchange(frames_, {}));
    message_.clear();
  }

  std::string take_said() {
    std::vector<std::byte> output;
    if (session_->has_output()) session_->take_output(output, 0);
    return std::exchange(said_, {}) + text_of(output);
  }

  void end_connection() {
    outbox_.rewind();
    if (ended_ && outbox_.in_session()) outbox_.requeue();
    CHECK(message_.empty());
  }

  const Transcript& transcript_;
  const bool opener_;
  const bool in_drops_;
  std::optional<session::Session> session_;
  bool up_ = false;
  bool ended_ = false;
  std::string said_;       // What the session has put out beyond the line that it was asked for.
  testing::Text message_;  // As far as the application has said it,
  std::string frames_;     // and what that is on the wire.
  flow::Outbox outbox_;
  flow::Receipts receipts_;
  std::uint64_t instance_ = 0;
  std::uint64_t instance_to_give_ = 0;
};

}  // namespace

TEST_CASE("each transcript is what either end says when it hears the other") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const Transcript transcript = read(entry.path());
    for (const bool opener : {true, false}) {
      for (const bool in_drops : {false, true}) {
        INFO(entry.path().filename() << " as " << (opener ? "opener" : "accepter") << (in_drops ? ", in drops" : ""));
        End end(transcript, opener, in_drops);
        for (const Connection& connection : transcript.connections) {
          INFO("connection " << connection.epoch);
          end.replay(connection);
        }
      }
    }
    ++count;
  }
  CHECK(count >= 8);
}
