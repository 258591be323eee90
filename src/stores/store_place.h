#pragma once

#include <memory>
#include <string>

#include "stores/retention.h"
#include "stores/store.h"

/// Where the tests of stores keep them.
namespace mimon::store::testing {

/// What not every engine can do.
enum class Ability {
  prune_by_resolution,  ///< keeps coarse data for longer than fine data
  replace_a_second,     ///< takes a second that it knows already, with other values
};

/// An empty place for history, where stores can be opened one after the other.
class Place {
 public:
  virtual ~Place() = default;
  /// Why stores here lack an ability by nature; empty where they have it.
  [[nodiscard]] virtual std::string lacks(Ability) const { return {}; }
  [[nodiscard]] virtual std::unique_ptr<Store> open(const Retention& retention) = 0;
  /// Waits until what was appended can be asked for.
  virtual void settle(Store&) {}
};

}  // namespace mimon::store::testing
