#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "engine/completion_queue.h"
#include "engine/connector.h"
#include "engine/link.h"
#include "engine/parker.h"

// How the parts of a connector's code work inside its monitor. For connector*.cpp alone.
namespace ymq::engine {

// What must be done once the monitor is released, in this order.
struct Connector::AfterCare {
  enum class Deed : std::uint8_t { kWrite, kRequestWrite, kWatch, kResume, kAcknowledge, kAsk, kProceed, kEnd };
  struct LinkDeed {
    Deed deed;
    std::shared_ptr<Link> link;
    Status reason = Status::kClosed;
  };

  std::vector<Parker*> wake;
  std::vector<std::shared_ptr<CompletionQueue>> queues;
  std::vector<LinkDeed> links;
  bool patient = false;  // The caller may wait for a moment for the one stream that it writes to.
  std::vector<std::function<void()>> tasks;

  // kWrite: the writer's role has been taken for the calling thread.
  void add(Deed deed, const std::shared_ptr<Link>& link) { links.push_back({deed, link}); }
  void end(const std::shared_ptr<Link>& link, Status reason) { links.push_back({Deed::kEnd, link, reason}); }

  bool empty() const noexcept { return wake.empty() && queues.empty() && tasks.empty() && links.empty(); }

  void perform() {
    for (Parker* parker : wake) parker->signal();
    for (const auto& queue : queues) queue->wake();
    for (const auto& task : tasks) task();
    const Manner manner = patient && writes() == 1 ? Manner::kPatient : Manner::kAtOnce;
    for (const LinkDeed& each : links) perform(each, manner);
  }

 private:
  std::ptrdiff_t writes() const {
    return std::count_if(links.begin(), links.end(), [](const LinkDeed& each) { return each.deed == Deed::kWrite; });
  }

  static void perform(const LinkDeed& each, Manner manner) {
    Link& link = *each.link;
    switch (each.deed) {
      case Deed::kWrite:
        return link.write(manner);
      case Deed::kRequestWrite:
        return link.request_write();
      case Deed::kWatch:
        return link.watch();
      case Deed::kResume:
        return link.resume();
      case Deed::kAcknowledge:
        return link.acknowledge();
      case Deed::kAsk:
        return link.ask();
      case Deed::kProceed:
        return link.proceed();
      case Deed::kEnd:
        return link.request_end(each.reason);
    }
  }
};

// A stretch of code inside the monitor; what it brought about is done when it ends, outside.
class Connector::Section {
 public:
  explicit Section(Connector& connector) : connector_(connector) { connector_.monitor_.lock(); }
  ~Section() {
    connector_.collect(after);
    connector_.monitor_.unlock();
    if (!after.empty()) after.perform();
  }
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  AfterCare after;

 private:
  Connector& connector_;
};

}  // namespace ymq::engine
