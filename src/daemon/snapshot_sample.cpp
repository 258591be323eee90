#include "daemon/snapshot_sample.h"

#include <utility>

#include "api/stream_view.h"

namespace mimon {

SnapshotSample::SnapshotSample(SnapshotPtr snapshot, std::shared_ptr<const api::Layouts> layouts)
    : snapshot_(std::move(snapshot)), layouts_(std::move(layouts)) {}

std::string SnapshotSample::timestamp() const {
  return iso8601(snapshot_->wall);
}

std::vector<std::string> SnapshotSample::channels() const {
  return api::stream_channels(view());
}

std::string SnapshotSample::data(std::string_view channel) const {
  return api::stream_data(view(), channel);
}

}  // namespace mimon
