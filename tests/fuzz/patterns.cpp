#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "fuzz/targets.h"
#include "pattern/groups.h"
#include "pattern/pattern.h"

namespace ymq::fuzz {

namespace {

using flow::Effects;
using flow::Peer;
using pattern::Pattern;
using enum ConnectorType;

constexpr std::array kTypes = {kPair, kPub,    kSub,    kReq,   kRep,  kDealer, kRouter,  kPull, kPush,   kXpub,
                               kXsub, kServer, kClient, kRadio, kDish, kGather, kScatter, kPeer, kChannel};
constexpr std::size_t kMostPeers = 4;

bool is_any_of(ConnectorType type, std::initializer_list<ConnectorType> types) {
  return std::ranges::find(types, type) != types.end();
}
bool names_peers(ConnectorType type) { return is_any_of(type, {kServer, kPeer}); }
bool has_groups(ConnectorType type) { return is_any_of(type, {kRadio, kDish}); }
bool sends_one_part(ConnectorType type) { return is_any_of(type, {kClient, kChannel, kScatter}); }
bool receives_one_part(ConnectorType type) { return is_any_of(type, {kClient, kChannel, kGather}); }

// What is left of the input, read piece by piece; zeros, once nothing is.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> input) : input_(as_text(input)) {}

  bool empty() const { return input_.empty(); }
  std::uint8_t number() { return static_cast<std::uint8_t>(take(1).append(1, '\0').front()); }
  // Mostly short; some longer than the name of a group may be.
  std::string text() {
    const std::uint8_t length = number();
    return length == 255 ? std::string(pattern::kMaxGroupName + number(), 'l') : take(length % 8);
  }
  std::vector<std::string> message() {
    std::vector<std::string> parts(1 + number() % 3);
    for (std::string& part : parts) part = text();
    return parts;
  }

 private:
  std::string take(std::size_t most) {
    const std::string taken(input_.substr(0, most));
    input_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view input_;
};

// A pattern, its peers and its application, which do what the input says. Whatever they do, the pattern keeps its form
// and its bounds.
class Company {
 public:
  explicit Company(Reader& reader) : reader_(reader), type_(kTypes[reader.number() % kTypes.size()]) {
    const std::uint8_t wishes = reader.number();
    settings_.router_mandatory = wishes & 1;
    settings_.publish_without_drops = wishes & 2;
    settings_.invert_matching = wishes & 4;
    settings_.xpub_manual = wishes & 8;
    settings_.replay = wishes & 16 ? 2 : 0;
    settings_.max_topics = reader.number() % 4;
    settings_.max_topic_bytes = reader.number() % 8 * 4;
    limits_.messages = reader.number() % 4;
    pattern_ = pattern::make_pattern(type_, effects_, settings_, 1);
  }
  // As the engine does: first all peers, then the pattern.
  ~Company() {
    while (!peers_.empty()) remove(0);
  }
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;

  void act() {
    switch (reader_.number() % 10) {
      case 0:
        return join(false);
      case 1:
        return join(true);
      case 2:
        return with_peer([this](Peer& peer) { change(peer); });
      case 3:
        return with_peer([this](Peer& peer) { deliver(peer); });
      case 4:
        return with_peer([this](Peer& peer) { hear(peer); });
      case 5:
        return receive();
      case 6:
        return send(reader_.message());
      case 7:
        return with_peer([this](Peer& peer) { send({routing_id(peer), reader_.text()}); });
      case 8:
        return want();
      default:
        return with_peer([this](Peer& peer) { write(peer); });
    }
  }

 private:
  template <typename Deed>
  void with_peer(Deed deed) {
    const std::size_t index = reader_.number();
    if (!peers_.empty()) deed(*peers_[index % peers_.size()]);
    settle();
  }

  void join(bool lasting) {
    if (peers_.size() == kMostPeers) return;
    auto peer = std::make_unique<Peer>(++last_number_, lasting);
    peer->outbox.set_limits(limits_);
    if (!pattern_->peer_added(*peer)) return;
    peers_.push_back(std::move(peer));
    if (!lasting) link(*peers_.back());
    settle();
  }
  // One that was accepted has one link only.
  void change(Peer& peer) {
    if (peer.linked) return unlink(peer);
    peer.lasting ? link(peer) : remove(index_of(peer));
  }
  std::size_t index_of(const Peer& peer) const {
    return static_cast<std::size_t>(std::ranges::find(peers_, &peer, &std::unique_ptr<Peer>::get) - peers_.begin());
  }
  void link(Peer& peer) {
    peer.linked = true;
    pattern_->link_up(peer);
  }
  void unlink(Peer& peer) {
    peer.linked = false;
    pattern_->link_down(peer);
  }
  void remove(std::size_t index) {
    Peer& peer = *peers_[index];
    if (peer.linked) unlink(peer);
    pattern_->peer_removed(peer);
    effects_.forget(peer);
    peers_.erase(peers_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  void deliver(Peer& peer) {
    if (!peer.linked) return;
    Message message;
    for (const std::string& text : reader_.message()) {
      Part part;
      if (!Part::copy_of(as_bytes(text), part)) return;
      part.more = true;
      message.push_back(std::move(part));
    }
    message.back().more = false;
    pattern_->deliver(peer, message);
  }

  void hear(Peer& peer) {
    const bool begins = reader_.number() % 4 != 0;
    const std::string topic = reader_.text();
    if (!peer.linked) return;
    pattern_->subscription(peer, begins, as_bytes(topic));
    const bool is_rejected = std::ranges::find(effects_.to_reject, &peer) != effects_.to_reject.end();
    const bool too_long = type_ == kRadio && topic.size() > pattern::kMaxGroupName;
    if (too_long && !is_rejected) broken("who joins a group with a name that is too long is turned away");
  }

  void receive() {
    Message message;
    const bool expected = pattern_->readable();
    const Status status = pattern_->receive(message);
    if ((status == Status::kOk) != expected) broken("who is readable has something to receive");
    if (status != Status::kOk && !message.empty()) broken("who receives nothing gets nothing");
    if (status == Status::kOk) check_form(message);
    settle();
  }

  void check_form(const Message& message) {
    if (message.empty() || message.back().more) broken("messages come out whole");
    if (receives_one_part(type_) && message.size() != 1) broken("a message of this type has one part");
    if (names_peers(type_) && (message.size() != 2 || !was_given(message[0]))) {
      broken("a message of this type has a routing id that was given, and one part");
    }
    if (type_ == kDish && (message.size() != 2 || !joined_.contains(std::string(as_text(message[0].bytes()))))) {
      broken("a message of this type has a group that was joined, and one part");
    }
    if (type_ == kXpub && !settings_.xpub_manual) check_notice(message);
  }
  // Of each topic the beginning and the end, in turn.
  void check_notice(const Message& message) {
    const std::string text(as_text(message[0].bytes()));
    if (message.size() != 1 || text.empty() || text[0] > 1 || text[0] < 0) return;
    const std::string topic = text.substr(1);
    if (!(text[0] == 1 ? told_.insert(topic).second : told_.erase(topic) == 1)) broken("what is told is news");
  }

  void send(const std::vector<std::string>& message) {
    std::vector<PartView> views;
    for (const std::string& part : message) views.push_back({as_bytes(part).data(), part.size(), nullptr});
    const std::vector<std::uint64_t> before = queued();
    const Status status = pattern_->send(views);
    if (status != Status::kOk && queued() != before) broken("a send that failed sends nothing");
    if ((status == Status::kInvalidArgument) != is_malformed(message)) check_refusal(status);
    if (names_peers(type_) && !is_malformed(message)) check_routed(message, status, before);
    settle();
  }
  bool is_malformed(const std::vector<std::string>& message) const {
    if (sends_one_part(type_)) return message.size() != 1;
    if (names_peers(type_)) return message.size() != 2 || message[0].size() != 4;
    if (type_ == kRadio) return message.size() != 2 || message[0].size() > pattern::kMaxGroupName;
    return type_ == kRouter && message.size() == 1;
  }
  // Types without a form of their own have other reasons.
  void check_refusal(Status status) const {
    const bool has_form = sends_one_part(type_) || names_peers(type_) || type_ == kRadio;
    if (has_form || status == Status::kInvalidArgument) broken("what has not the right form is refused, and only that");
  }
  void check_routed(const std::vector<std::string>& message, Status status, std::vector<std::uint64_t> expected) {
    bool known = false;
    for (std::size_t i = 0; i < peers_.size(); ++i) {
      if (routing_id(*peers_[i]) != message[0] || (!peers_[i]->linked && !peers_[i]->lasting)) continue;
      known = true;
      expected[i] += status == Status::kOk;
    }
    if (known == (status == Status::kHostUnreachable)) broken("who is not there, and only that, is unreachable");
    if (queued() != expected) broken("a message goes to the peer that it names, and to nobody else");
  }

  void want() {
    const bool begins = reader_.number() % 4 != 0;
    const std::string topic = reader_.text();
    if (has_groups(type_)) {
      if (begins && pattern_->join(as_bytes(topic)) == Status::kOk) joined_.insert(topic);
      if (!begins) pattern_->leave(as_bytes(topic));
    } else {
      begins ? pattern_->subscribe(as_bytes(topic)) : pattern_->unsubscribe(as_bytes(topic));
    }
    settle();
  }

  void write(Peer& peer) {
    if (!peer.linked) return;
    std::array<std::span<const std::byte>, 64> segments;
    std::uint64_t bytes = 0;
    const std::size_t count = peer.outbox.gather(segments, SIZE_MAX);
    for (std::size_t i = 0; i < count; ++i) bytes += segments[i].size();
    peer.outbox.wrote(bytes);
    pattern_->writable(peer);
  }

  // What the engine does after each call: writes, goes on receiving, and ends the links of those who went too far.
  void settle() {
    for (Peer* peer : std::exchange(effects_.to_flush, {})) {
      peer->flush_wanted = false;
      peer->controls.clear();
    }
    effects_.to_resume.clear();
    effects_.to_acknowledge.clear();
    effects_.ran_ahead = nullptr;
    for (const Peer* peer : std::exchange(effects_.to_reject, {})) remove(index_of(*peer));
    const bool is_bounded = is_any_of(type_, {kPub, kXpub, kRadio}) && settings_.max_topics != 0;
    if (is_bounded && !settings_.xpub_manual && pattern_->topics() > peers_.size() * settings_.max_topics) {
      broken("nobody subscribes to more than he may");
    }
  }

  std::vector<std::uint64_t> queued() const {
    std::vector<std::uint64_t> counts;
    for (const auto& peer : peers_) counts.push_back(peer->outbox.queued_messages());
    return counts;
  }
  std::string routing_id(const Peer& peer) {
    std::array<std::byte, 4> bytes{};
    store_big_endian(bytes.data(), pattern_->routing_id(peer));
    std::string id(as_text(bytes));
    if (names_peers(type_)) given_.insert(id);
    return id;
  }
  bool was_given(const Part& part) {
    for (const auto& peer : peers_) routing_id(*peer);
    return given_.contains(std::string(as_text(part.bytes())));
  }

  Reader& reader_;
  const ConnectorType type_;
  Effects effects_;
  pattern::Settings settings_;
  flow::Limits limits_;
  std::unique_ptr<Pattern> pattern_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::uint64_t last_number_ = 0;
  std::set<std::string> joined_;  // Groups, ever.
  std::set<std::string> given_;   // Routing ids, ever.
  std::set<std::string> told_;    // Topics that have begun and not ended.
};

}  // namespace

void patterns(std::span<const std::byte> input) {
  Reader reader(input);
  Company company(reader);
  while (!reader.empty()) company.act();
}

}  // namespace ymq::fuzz
