#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"
#include "stores/store.h"

/// For the tests of stores: a machine with made-up values, and the store's answers in short.
namespace mimon::store::testing {

inline const MetricSpec kLoad{
    .id = "load", .device = DeviceKind::host, .path = "load", .help = "For tests.", .decimals = 2};

[[nodiscard]] inline DevicePtr make_host() {
  Device host;
  host.kind = DeviceKind::host;
  host.id = "host";
  host.name = "machine";
  return std::make_shared<const Device>(std::move(host));
}

[[nodiscard]] inline DevicePtr make_gpu(int index, const std::string& uuid) {
  Device gpu;
  gpu.kind = DeviceKind::gpu;
  gpu.id = "gpu/" + std::to_string(index);
  gpu.index = index;
  gpu.name = "card " + uuid;
  if (!uuid.empty()) gpu.info.push_back({&gpu::kUuid, uuid});
  return std::make_shared<const Device>(std::move(gpu));
}

/// Makes snapshots as the clock says.
class Machine {
 public:
  explicit Machine(WallTime start = WallTime(std::chrono::seconds(1'700'000'000))) : clock(start) {}

  /// One tick: sets what is given, moves the clock on by a second after it.
  void tick(Store& store, const std::vector<std::pair<DevicePtr, Values>>& devices) {
    Snapshot snapshot;
    snapshot.tick = ++ticks_;
    snapshot.wall = clock.wall();
    snapshot.mono = clock.mono();
    snapshot.interval = interval;
    for (const auto& [device, values] : devices) {
      auto sample = std::make_shared<DeviceSample>();
      sample->device = device;
      sample->wall = snapshot.wall;
      sample->mono = snapshot.mono;
      sample->values = values;
      snapshot.devices.push_back(std::move(sample));
    }
    store.append(snapshot);
    clock.advance(interval);
  }

  /// One tick of the host alone, with one value.
  void tick(Store& store, double load) {
    Values values;
    values.set(kLoad, load);
    tick(store, {{host, values}});
  }

  [[nodiscard]] std::int64_t now() const {
    return std::chrono::floor<std::chrono::seconds>(clock.wall()).time_since_epoch().count();
  }

  ManualClock clock;
  std::chrono::milliseconds interval{1000};
  const DevicePtr host = make_host();

 private:
  std::uint64_t ticks_ = 0;
};

inline const SeriesKey kLoadKey{"host", "load"};

[[nodiscard]] inline WallTime at(std::int64_t second) {
  return WallTime(std::chrono::seconds(second));
}

[[nodiscard]] inline Query ask(std::vector<SeriesKey> series, std::int64_t start, std::int64_t end,
                               std::optional<Resolution> resolution = Resolution::s1) {
  Query query;
  query.series = std::move(series);
  query.start = at(start);
  query.end = at(end);
  query.resolution = resolution;
  return query;
}

[[nodiscard]] inline QueryResult answer(const Store& store, const Query& query) {
  auto result = store.query(query);
  EXPECT_TRUE(result) << (result ? "" : result.error().what());
  return result ? *result : QueryResult();
}

/// The times as seconds since 1970.
[[nodiscard]] inline std::vector<std::int64_t> seconds_of(const QueryResult& result) {
  std::vector<std::int64_t> seconds;
  for (const auto time : result.times) seconds.push_back(time.time_since_epoch().count());
  return seconds;
}

/// A value that prints and compares, with NaN as -1.
[[nodiscard]] inline std::vector<double> shown(const std::vector<double>& values) {
  std::vector<double> out;
  for (const double value : values) out.push_back(std::isnan(value) ? -1 : value);
  return out;
}

}  // namespace mimon::store::testing
