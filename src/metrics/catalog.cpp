#include "metrics/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace mimon {

Catalog::Catalog(std::vector<const MetricSpec*> metrics) : metrics_(std::move(metrics)) {
  std::set<std::pair<DeviceKind, std::string_view>> ids;
  std::set<std::pair<DeviceKind, std::string_view>> paths;
  for (const MetricSpec* spec : metrics_) {
    if (spec->id.empty() || spec->path.empty() || spec->help.empty() ||
        (spec->kind == Kind::flags) == spec->flags.empty()) {
      throw std::logic_error(fmt::format("metric '{}' is not complete", spec->id));
    }
    if (!ids.emplace(spec->device, spec->id).second ||
        !paths.emplace(spec->device, spec->path).second) {
      throw std::logic_error(fmt::format("metric '{}' ({}) exists twice", spec->id, spec->path));
    }
  }
}

std::vector<const MetricSpec*> Catalog::of(DeviceKind kind) const {
  std::vector<const MetricSpec*> found;
  std::copy_if(metrics_.begin(), metrics_.end(), std::back_inserter(found),
               [&](const MetricSpec* spec) { return spec->device == kind; });
  return found;
}

const MetricSpec* Catalog::find(DeviceKind kind, std::string_view id) const {
  const auto found = std::find_if(metrics_.begin(), metrics_.end(), [&](const MetricSpec* spec) {
    return spec->device == kind && spec->id == id;
  });
  return found == metrics_.end() ? nullptr : *found;
}

}  // namespace mimon
