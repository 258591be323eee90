#pragma once

#include <string>

#include "metrics/catalog.h"
#include "metrics/snapshot.h"

namespace mimon::cli {

struct Diagnosis {
  std::string text;  ///< plain words, a line a finding
  bool monitors_anything = false;
};

/// Says what of `snapshot` is monitored, what is not, and why.
[[nodiscard]] Diagnosis diagnose(const Snapshot& snapshot, const Catalog& catalog);

}  // namespace mimon::cli
