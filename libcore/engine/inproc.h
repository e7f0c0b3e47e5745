#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/vocabulary.gen.h"
#include "flow/peer.h"

namespace ymq::engine {

class Connector;

// Where the ZAP handler of a context is bound (RFC 27).
inline constexpr std::string_view kHandlerName = "zeromq.zap.01";

// Somebody who waits for a name to be bound.
class InprocCaller {
 public:
  virtual ~InprocCaller() = default;
  // Any thread, no lock held.
  virtual void on_bound() = 0;
};

// The names of one context: who is bound to them, and who waits for somebody to be. Any thread.
class InprocNames {
 public:
  // Who is bound, and the priorities of whoever connects to him there.
  struct Bound {
    std::shared_ptr<Connector> connector;
    flow::Priorities priorities;
  };

  // False: the name is taken.
  bool bind(const std::string& name, const std::shared_ptr<Connector>& connector, flow::Priorities priorities);
  // Who is bound, if anybody is.
  std::shared_ptr<Connector> bound(const std::string& name);
  // A ZAP handler is bound, or was.
  bool handler_was_bound();
  void unbind(const std::string& name, const Connector* connector);
  // Who is bound. If nobody is (null), `caller` is told when somebody has come.
  Bound find(const std::string& name, const std::weak_ptr<InprocCaller>& caller);

 private:
  struct Name {
    std::weak_ptr<Connector> connector;
    flow::Priorities priorities;
  };

  std::mutex mutex_;
  std::map<std::string, Name> bound_;
  bool handler_was_bound_ = false;
  std::multimap<std::string, std::weak_ptr<InprocCaller>> callers_;
};

}  // namespace ymq::engine
