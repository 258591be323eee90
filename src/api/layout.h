#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"
#include "metrics/metric_spec.h"
#include "metrics/values.h"

namespace mimon::api {

/// Where the metrics of one kind of device stand in its JSON object: the tree that their paths
/// make. Immutable; safe to share.
class Layout {
 public:
  struct Node {
    std::string name;                  ///< key in its parent; empty in an array
    const MetricSpec* spec = nullptr;  ///< a leaf's metric
    bool array = false;                ///< its children are elements
    std::vector<Node> children;
  };

  /// Called before each nested object ends, with its path (empty for the outermost), to add fields
  /// to it.
  using Extra = std::function<void(std::string_view path, Json& json)>;

  explicit Layout(std::span<const MetricSpec* const> metrics);

  /// Writes the fields into the object that is open in `json`: every metric, null where absent, and
  /// its scaled twin.
  void write_fields(Json& json, const Values& values, const Extra& extra = {}) const;

  /// Writes only the groups (first parts of a path) named.
  void write_groups(Json& json, const Values& values, std::span<const std::string_view> groups,
                    const Extra& extra = {}) const;

  /// Writes `{path: reason}` for every metric that has no value.
  void write_unavailable(Json& json, const Values& values) const;

  [[nodiscard]] const Node& root() const { return root_; }

 private:
  Node root_;
  std::vector<const MetricSpec*> metrics_;
};

/// The key of a metric's scaled twin: `used_gb` for `used`, `read_mb` for `read_bytes`.
[[nodiscard]] std::string scaled_name(std::string_view name, Scaled scaled);

}  // namespace mimon::api
