#include "engine/side_thread.h"

#include <pthread.h>

#include <system_error>

#include "engine/signals_blocked.h"

namespace ymq::engine {

bool SideThread::start(const std::function<void()>& run) {
  if (thread_.joinable()) return true;
  const SignalsBlocked blocked;
  try {
    thread_ = std::thread(run);
  } catch (const std::system_error&) {
    return false;
  }
  pthread_setname_np(thread_.native_handle(), name_);
  return true;
}

void SideThread::end(bool hangs) {
  if (!thread_.joinable()) return;
  if (hangs || thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

}  // namespace ymq::engine
