#include <algorithm>

#include "collectors/collector.h"

namespace mimon {

Values& Batch::of(const DevicePtr& device) {
  const auto found = std::find_if(samples_.begin(), samples_.end(), [&](const DeviceSample& s) {
    return s.device == device || s.device->id == device->id;
  });
  if (found != samples_.end()) return found->values;
  DeviceSample sample;
  sample.device = device;
  sample.wall = tick_.wall;
  sample.mono = tick_.mono;
  samples_.push_back(std::move(sample));
  return samples_.back().values;
}

}  // namespace mimon
