#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/views.h"
#include "metrics/snapshot.h"
#include "server/streams/sample.h"

namespace mimon {

/// A snapshot as the streams give it, written as by the REST API.
class SnapshotSample final : public server::StreamSample {
 public:
  SnapshotSample(SnapshotPtr snapshot, std::shared_ptr<const api::Layouts> layouts);

  [[nodiscard]] std::string timestamp() const override;
  [[nodiscard]] std::vector<std::string> channels() const override;
  [[nodiscard]] std::string data(std::string_view channel) const override;

 private:
  [[nodiscard]] api::View view() const { return {*snapshot_, *layouts_}; }

  const SnapshotPtr snapshot_;
  const std::shared_ptr<const api::Layouts> layouts_;
};

}  // namespace mimon
