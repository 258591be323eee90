#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "metrics/snapshot.h"
#include "stores/sqlite/block.h"
#include "stores/sqlite/database.h"
#include "stores/store.h"

namespace mimon::store::sqlite {

/// Every series there is, by id: what it measures, and how its values become integers. Ids are
/// never given twice while a process runs.
class Registry {
 public:
  struct Device {
    std::string identity;
    std::string id;  ///< the one it bears or bore last; empty once another bears it
    DeviceKind kind = DeviceKind::host;
    std::string name;
  };
  struct Series {
    std::size_t device = 0;  ///< position among the devices
    std::string metric;
    Kind kind = Kind::gauge;
    int decimals = 0;
    double scale = 1;  ///< 10^decimals
  };

  /// A snapshot's values by series id, as integers. New series and devices are taken in.
  void read(const Snapshot& snapshot, std::vector<std::int64_t>& values);

  [[nodiscard]] std::size_t size() const { return series_.size(); }
  [[nodiscard]] const Series& series(SeriesId id) const { return series_[id]; }
  [[nodiscard]] const Device& device_of(SeriesId id) const { return devices_[series_[id].device]; }
  /// The ids of a series: none where it is not known, several where its decimals changed.
  [[nodiscard]] std::vector<SeriesId> find(const SeriesKey& key) const;

  /// Writes what the file does not have yet. After the transaction's commit call `stored`, after
  /// a change of file `forget_stored`.
  [[nodiscard]] Result<void> store(Database& database) const;
  void stored();
  void forget_stored();
  [[nodiscard]] bool has_news() const;

  /// Takes in what a file knows; empty before.
  [[nodiscard]] Result<void> load(Database& database);
  /// Adds everything that `other` knows. Returns this registry's id for each of the other's.
  [[nodiscard]] std::vector<SeriesId> absorb(const Registry& other);

 private:
  /// Where the readings of a device go, as long as it stays the same object.
  struct Route {
    DevicePtr device;
    std::vector<const MetricSpec*> specs;
    std::vector<SeriesId> ids;
  };

  std::size_t add_device(const Device& device);
  SeriesId add_series(std::size_t device, std::string_view metric, Kind kind, int decimals);
  [[nodiscard]] Route& route_of(const DeviceSample& sample, std::size_t position);
  [[nodiscard]] SeriesId id_at(Route& route, std::size_t position, const MetricSpec& spec);

  std::vector<Device> devices_;
  std::vector<Series> series_;
  std::unordered_map<std::string, std::size_t> device_by_identity_;
  std::unordered_map<std::string, std::size_t> device_by_id_;  ///< the last one that bore it
  std::map<std::tuple<std::size_t, std::string, int>, SeriesId> by_name_;
  std::vector<Route> routes_;  ///< by position in the snapshot
  std::vector<bool> device_news_;
  std::size_t stored_series_ = 0;
};

}  // namespace mimon::store::sqlite
