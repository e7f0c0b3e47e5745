#pragma once

#include <functional>
#include <thread>

namespace ymq::engine {

// A thread for what waits for as long as it likes. Not for use by several threads at once.
class SideThread {
 public:
  // At most 15 characters, by which the system knows it.
  explicit SideThread(const char* name) : name_(name) {}

  // Harmless where it has been started. False: it could not be; the next call tries again.
  bool start(const std::function<void()>& run);
  // Waits for `run` to return, which it has been told to; but not where it hangs, or calls this itself: then it is left
  // to end alone.
  void end(bool hangs);

 private:
  const char* const name_;
  std::thread thread_;
};

}  // namespace ymq::engine
