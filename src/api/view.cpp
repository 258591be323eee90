#include <algorithm>

#include "api/views.h"

namespace mimon::api {

Layouts::Layouts(const Catalog& catalog)
    : host(catalog.of(DeviceKind::host)),
      core(catalog.of(DeviceKind::core)),
      disk(catalog.of(DeviceKind::disk)),
      network(catalog.of(DeviceKind::network)),
      mount(catalog.of(DeviceKind::mount)),
      gpu(catalog.of(DeviceKind::gpu)) {}

std::vector<const DeviceSample*> View::of(DeviceKind kind) const {
  std::vector<const DeviceSample*> found;
  for (const DeviceSamplePtr& sample : snapshot.devices) {
    if (sample->device->kind == kind) found.push_back(sample.get());
  }
  return found;
}

std::vector<const DeviceSample*> View::gpus() const {
  auto found = of(DeviceKind::gpu);
  std::erase_if(found, [](const DeviceSample* gpu) { return !gpu->device->parent.empty(); });
  return found;
}

const DeviceSample* View::gpu(int id) const {
  const auto all = gpus();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const DeviceSample* gpu) { return gpu->device->index == id; });
  return found == all.end() ? nullptr : *found;
}

const DeviceSample* View::mount(std::string_view point) const {
  const auto all = of(DeviceKind::mount);
  const auto found = std::find_if(all.begin(), all.end(), [&](const DeviceSample* mount) {
    const auto& others = mount->device->other_names;
    return mount->device->name == point ||
           std::find(others.begin(), others.end(), point) != others.end();
  });
  return found == all.end() ? nullptr : *found;
}

bool View::simulated() const {
  return std::any_of(snapshot.devices.begin(), snapshot.devices.end(),
                     [](const DeviceSamplePtr& sample) { return sample->device->simulated; });
}

std::string View::gpu_unavailable_reason() const {
  if (!gpus().empty()) return "";
  for (const VendorStatus::State worst :
       {VendorStatus::State::failed, VendorStatus::State::starting}) {
    for (const VendorStatus& vendor : snapshot.vendors) {
      if (vendor.state != worst) continue;
      return vendor.detail.empty() ? "Still looking for GPUs." : vendor.detail;
    }
  }
  for (const VendorStatus& vendor : snapshot.vendors) {
    if (!vendor.detail.empty()) return vendor.detail;
  }
  return "No GPU was found.";
}

}  // namespace mimon::api
