#pragma once

#include "zmtp_peer.h"

// What the benchmarks with one library and many light peers share.
namespace bench {

inline void parse_for_peers(int argc, char** argv, const char* about, Options& options, std::uint64_t& peers,
                            std::vector<Argument> further) {
  further.push_back({"peers", &peers});
  parse(argc, argv, about, options, std::move(further));
  if (options.inproc()) fail("peers of another process are not reached over inproc");
  if (peers == 0) fail("--peers must be at least 1");
  zmtp::need_descriptors(peers);
}

// Counts what happens, and times `count` of it after a twentieth of as much, which is not measured: the time that
// passed and the processor time of this process.
class Meter {
 public:
  explicit Meter(std::uint64_t count) : warm_up_(std::max<std::uint64_t>(1, count / 20)), end_(warm_up_ + count) {}

  bool complete() const { return happened_ >= end_; }
  // What is still to happen until it is complete, before which nothing needs to be added.
  std::uint64_t missing() const { return complete() ? 0 : end_ - happened_; }
  void add(std::uint64_t count) {
    const std::uint64_t before = happened_;
    happened_ += count;
    if (before < warm_up_ && happened_ >= warm_up_) begin();
    if (before < end_ && complete()) finish();
  }

  double per_second() const { return measured() / elapsed_; }
  double cpu_ns() const { return cpu_ * 1e9 / measured(); }

 private:
  double measured() const { return static_cast<double>(happened_ - from_); }
  void begin() {
    from_ = happened_;
    elapsed_ = -seconds();
    cpu_ = -cpu_seconds();
  }
  void finish() {
    elapsed_ += seconds();
    cpu_ += cpu_seconds();
  }

  std::uint64_t warm_up_;
  std::uint64_t end_;
  std::uint64_t happened_ = 0;
  std::uint64_t from_ = 0;
  double elapsed_ = 0;
  double cpu_ = 0;
};

}  // namespace bench
