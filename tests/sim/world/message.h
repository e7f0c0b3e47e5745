#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "engine/connector.h"

namespace sim {

// One message, as the library takes it.
class One final : public ymq::engine::MessageSource {
 public:
  explicit One(const std::vector<std::string>& parts) {
    for (const std::string& part : parts) views_.push_back({ymq::as_bytes(part).data(), part.size(), nullptr});
  }
  ymq::MessageView next() override { return std::exchange(taken_, true) ? ymq::MessageView() : views_; }

 private:
  std::vector<ymq::PartView> views_;
  bool taken_ = false;
};

}  // namespace sim
