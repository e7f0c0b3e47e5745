#include <zmq.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "scenarios/world.h"

namespace scenarios {
namespace {

class RealClock final : public Clock {
 public:
  bool is_real() const override { return true; }
  std::int64_t now_ms() override {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
  void pass() override { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
};

class RealWorld final : public World {
 public:
  explicit RealWorld(const Json& vocabulary) : vocabulary_(vocabulary) {
    std::string pattern = (std::filesystem::temp_directory_path() / "ymq-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    if (io_context_init(1, YMQ_BACKEND_DEFAULT, &context_) < 0) throw std::runtime_error(ymq_last_error(nullptr));
  }
  ~RealWorld() override {
    zmq_ctx_term(others_);
    io_context_destroy(context_, 0, nullptr);
    std::filesystem::remove_all(folder_);
  }
  RealWorld(const RealWorld&) = delete;
  RealWorld& operator=(const RealWorld&) = delete;

  Clock& clock() override { return clock_; }

  std::unique_ptr<End> open(const std::string& type, Library library, const End*) override {
    if (library == Library::kZmq) return make_zmq_end(others_, type);
    return make_ymq_end(context_, type, vocabulary_, clock_);
  }

  std::string fresh_endpoint(const std::string& transport) override {
    if (transport == "tcp") return "tcp://127.0.0.1:*";
    const std::string name = std::to_string(++names_);
    return transport == "ipc" ? "ipc://" + (folder_ / name).string() : "inproc://name-" + name;
  }

  std::string free_endpoint(const std::string& transport) override {
    std::string endpoint = fresh_endpoint(transport);
    if (transport == "tcp") open("pull", Library::kYmq, nullptr)->bind(endpoint, endpoint);
    return endpoint;
  }

 private:
  const Json& vocabulary_;
  RealClock clock_;
  std::filesystem::path folder_;
  int names_ = 0;
  ymq_io_context context_ = 0;
  void* const others_ = zmq_ctx_new();
};

}  // namespace

std::unique_ptr<World> make_real_world(const Json& vocabulary) { return std::make_unique<RealWorld>(vocabulary); }

}  // namespace scenarios
