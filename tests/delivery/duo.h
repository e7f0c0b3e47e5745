#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "delivery/stage.h"

// A sender and a receiver of each pattern, so that what holds for all of them is said once.
namespace delivery {

struct Pairing {
  const char* name;  // Of the sender's pattern.
  ConnectorType sender;
  ConnectorType receiver;

  bool is(ConnectorType type) const { return sender == type; }
  // Any of its peers may take a message.
  bool balances() const { return !is_pair() && !drops(); }
  bool is_pair() const { return is(ConnectorType::kPair) || is(ConnectorType::kChannel); }
  bool drops() const { return is(ConnectorType::kRouter) || is(ConnectorType::kRep) || is(ConnectorType::kPub); }
  // How many messages a scene takes at most: a REQ sends one and waits.
  int most(int wanted) const { return is(ConnectorType::kReq) ? 1 : wanted; }
};

inline constexpr Pairing kPush{"PUSH", ConnectorType::kPush, ConnectorType::kPull};
inline constexpr Pairing kDealer{"DEALER", ConnectorType::kDealer, ConnectorType::kDealer};
inline constexpr Pairing kReq{"REQ", ConnectorType::kReq, ConnectorType::kRep};
inline constexpr Pairing kPair{"PAIR", ConnectorType::kPair, ConnectorType::kPair};
inline constexpr Pairing kRouter{"ROUTER", ConnectorType::kRouter, ConnectorType::kDealer};
inline constexpr Pairing kRep{"REP", ConnectorType::kRep, ConnectorType::kDealer};
inline constexpr Pairing kPub{"PUB", ConnectorType::kPub, ConnectorType::kSub};
inline constexpr Pairing kScatter{"SCATTER", ConnectorType::kScatter, ConnectorType::kGather};
inline constexpr Pairing kClient{"CLIENT", ConnectorType::kClient, ConnectorType::kServer};
inline constexpr Pairing kChannel{"CHANNEL", ConnectorType::kChannel, ConnectorType::kChannel};
inline constexpr Pairing kRadio{"RADIO", ConnectorType::kRadio, ConnectorType::kDish};
inline constexpr Pairing kAll[] = {kPush, kDealer, kReq, kPair, kRouter, kRep, kPub, kScatter, kClient, kChannel};
// Those that are told what is wanted.
inline constexpr Pairing kWished[] = {kPub, kRadio};
inline constexpr Pairing kBalancing[] = {kPush, kDealer, kScatter, kClient};
// Those that send more than one message without an answer.
inline constexpr Pairing kStreams[] = {kPush, kDealer, kPair, kRouter, kRep, kPub, kScatter, kClient, kChannel};
// Those that never wait for room.
inline constexpr Pairing kDropping[] = {kRouter, kRep, kPub};
// Those that begin by themselves.
inline constexpr Pairing kUnasked[] = {kPush, kDealer, kPair, kRouter, kPub, kScatter, kClient, kChannel};

// As many messages as are written before the receiver takes any, whatever the pattern puts around a text of one letter.
inline const Options kWindowOfTwo = {{OptionId::kUnacknowledgedBytes, 38}};

enum class Caller : std::uint8_t { kSender, kReceiver };
inline constexpr Caller kCallers[] = {Caller::kSender, Caller::kReceiver};
inline std::string name_of(const Pairing& pairing, Caller caller) {
  return std::string(pairing.name) + (caller == Caller::kSender ? ", made by connect" : ", accepted");
}

// The link between both is up, and where the sender is a REP it has as many requests as it will answer.
struct Duo {
  static constexpr int kRequests = 10;
  static constexpr Time kSettling = 100 * kMillisecond;

  Duo(const Pairing& pairing, Caller caller, const Options& of_sender = {}, const Options& of_receiver = {})
      : pairing(pairing),
        sender(stage, pairing.sender, of_sender),
        receiver(stage, pairing.receiver, of_receiver, kPeer) {
    (caller == Caller::kSender ? receiver : sender).bind();
    (caller == Caller::kSender ? sender : receiver).connect();
    introduce(receiver);
    sender.events();
    receiver.events();
  }

  // A receiver that has just bound, or connected.
  void introduce(Process& newcomer) {
    stage.run_for(kSettling);
    if (pairing.is(ConnectorType::kRep)) newcomer.ask(kRequests);
    stage.run_for(kSettling);
  }
  // Long enough for everything that is under way to arrive, and to be acknowledged.
  void settle() { stage.run_for(kSettling); }
  // Another receiver, which calls.
  std::unique_ptr<Process> add_receiver(const std::string& identity = "other") {
    auto newcomer = std::make_unique<Process>(stage, pairing.receiver, Options{}, identity);
    newcomer->connect();
    introduce(*newcomer);
    return newcomer;
  }

  const Pairing pairing;
  Stage stage;
  Process sender;
  Process receiver;
};

// The block behind it is a section of its own for each pairing and each caller.
#define FOR_EACH_DUO(pairings, pairing, caller) \
  for (const Pairing& pairing : pairings)       \
    for (const Caller caller : kCallers) DYNAMIC_SECTION(name_of(pairing, caller))

}  // namespace delivery
