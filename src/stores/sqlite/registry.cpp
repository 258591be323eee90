#include "stores/sqlite/registry.h"

#include <algorithm>
#include <cmath>

#include "stores/sqlite/column_codec.h"

namespace mimon::store::sqlite {
namespace {

std::int64_t to_integer(std::optional<double> value, double scale) {
  if (!value) return kAbsent;
  const double scaled = *value * scale;
  if (!(std::abs(scaled) <= static_cast<double>(kLargestSample))) return kAbsent;
  return std::llround(scaled);
}

}  // namespace

std::size_t Registry::add_device(const Device& device) {
  const auto [found, is_new] = device_by_identity_.try_emplace(device.identity, devices_.size());
  const std::size_t position = found->second;
  if (is_new) {
    devices_.push_back(device);
    device_news_.push_back(true);
  } else if (devices_[position].id != device.id || devices_[position].name != device.name) {
    const auto before = device_by_id_.find(devices_[position].id);
    if (before != device_by_id_.end() && before->second == position) device_by_id_.erase(before);
    devices_[position] = device;
    device_news_[position] = true;
  }
  const auto bearer = device_by_id_.find(device.id);
  if (bearer != device_by_id_.end() && bearer->second != position) {
    devices_[bearer->second].id.clear();
    device_news_[bearer->second] = true;
  }
  if (!device.id.empty()) device_by_id_[device.id] = position;
  return position;
}

SeriesId Registry::add_series(std::size_t device, std::string_view metric, Kind kind,
                              int decimals) {
  const auto id = static_cast<SeriesId>(series_.size());
  const auto [found, is_new] =
      by_name_.try_emplace(std::tuple(device, std::string(metric), decimals), id);
  if (is_new)
    series_.push_back({device, std::string(metric), kind, decimals, std::pow(10.0, decimals)});
  return found->second;
}

Registry::Route& Registry::route_of(const DeviceSample& sample, std::size_t position) {
  if (routes_.size() <= position) routes_.resize(position + 1);
  Route& route = routes_[position];
  if (route.device == sample.device) return route;
  route = {sample.device, {}, {}};
  const mimon::Device& device = *sample.device;
  add_device({identity_of(device), device.id, device.kind, device.name});
  return route;
}

SeriesId Registry::id_at(Route& route, std::size_t position, const MetricSpec& spec) {
  if (position < route.specs.size() && route.specs[position] == &spec) return route.ids[position];
  const std::size_t device = device_by_identity_.at(identity_of(*route.device));
  const SeriesId id = add_series(device, spec.id, spec.kind, spec.decimals);
  // The order may differ from sample to sample: what is kept is a guess.
  route.specs.resize(std::max(route.specs.size(), position + 1), nullptr);
  route.ids.resize(route.specs.size(), 0);
  route.specs[position] = &spec;
  route.ids[position] = id;
  return id;
}

void Registry::read(const Snapshot& snapshot, std::vector<std::int64_t>& values) {
  values.assign(series_.size(), kAbsent);
  for (std::size_t d = 0; d < snapshot.devices.size(); ++d) {
    const DeviceSample& sample = *snapshot.devices[d];
    Route& route = route_of(sample, d);
    const auto readings = sample.values.readings();
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const std::optional<double> value = readings[i].value();
      if (!value) continue;
      const SeriesId id = id_at(route, i, readings[i].spec());
      if (id >= values.size()) values.resize(series_.size(), kAbsent);
      values[id] = to_integer(value, series_[id].scale);
    }
  }
}

std::vector<SeriesId> Registry::find(const SeriesKey& key) const {
  std::vector<SeriesId> ids;
  auto device = device_by_identity_.find(key.device);
  if (device == device_by_identity_.end()) {
    device = device_by_id_.find(key.device);
    if (device == device_by_id_.end()) return ids;
  }
  const auto first =
      by_name_.lower_bound(std::tuple(device->second, key.metric, std::numeric_limits<int>::min()));
  for (auto at = first; at != by_name_.end(); ++at) {
    const auto& [position, metric, decimals] = at->first;
    if (position != device->second || metric != key.metric) break;
    ids.push_back(at->second);
  }
  return ids;
}

bool Registry::has_news() const {
  return stored_series_ < series_.size() ||
         std::find(device_news_.begin(), device_news_.end(), true) != device_news_.end();
}

Result<void> Registry::store(Database& database) const {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    if (!device_news_[i]) continue;
    const Device& device = devices_[i];
    const auto done = database.run(
        "INSERT INTO device VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
        "device = excluded.device, name = excluded.name",
        static_cast<std::int64_t>(i), std::string_view(device.identity),
        static_cast<std::int64_t>(device.kind), std::string_view(device.id),
        std::string_view(device.name));
    if (!done) return done;
  }
  for (std::size_t i = stored_series_; i < series_.size(); ++i) {
    const Series& series = series_[i];
    const auto done =
        database.run("INSERT INTO series VALUES(?, ?, ?, ?, ?)", static_cast<std::int64_t>(i),
                     static_cast<std::int64_t>(series.device), std::string_view(series.metric),
                     static_cast<std::int64_t>(series.kind), std::int64_t{series.decimals});
    if (!done) return done;
  }
  return {};
}

void Registry::stored() {
  stored_series_ = series_.size();
  device_news_.assign(devices_.size(), false);
}

void Registry::forget_stored() {
  stored_series_ = 0;
  device_news_.assign(devices_.size(), true);
}

Result<void> Registry::load(Database& database) {
  bool sound = true;
  auto done = database.rows(
      "SELECT id, identity, kind, device, name FROM device ORDER BY id", [&](const Row& row) {
        const auto kind = row.integer(2);
        sound = row.integer(0) == static_cast<std::int64_t>(devices_.size()) && kind >= 0 &&
                kind < static_cast<std::int64_t>(std::size(kDeviceKinds));
        if (sound)
          add_device({std::string(row.bytes(1)), std::string(row.bytes(3)),
                      static_cast<DeviceKind>(kind), std::string(row.bytes(4))});
        return sound;
      });
  if (done && sound) {
    done = database.rows(
        "SELECT id, device, metric, kind, decimals FROM series ORDER BY id", [&](const Row& row) {
          sound = row.integer(0) == static_cast<std::int64_t>(series_.size()) &&
                  row.integer(1) >= 0 &&
                  row.integer(1) < static_cast<std::int64_t>(devices_.size()) &&
                  row.integer(3) >= 0 && row.integer(3) <= static_cast<int>(Kind::flags) &&
                  row.integer(4) >= 0 && row.integer(4) < 16;
          if (sound)
            add_series(static_cast<std::size_t>(row.integer(1)), row.bytes(2),
                       static_cast<Kind>(row.integer(3)), static_cast<int>(row.integer(4)));
          return sound;
        });
  }
  if (!done) return done;
  if (!sound)
    return Error{std::error_code(SQLITE_CORRUPT, sqlite_category()), "the list of series"};
  stored();
  return {};
}

std::vector<SeriesId> Registry::absorb(const Registry& other) {
  std::vector<SeriesId> ids;
  ids.reserve(other.series_.size());
  for (const Series& series : other.series_)
    ids.push_back(add_series(add_device(other.devices_[series.device]), series.metric, series.kind,
                             series.decimals));
  return ids;
}

}  // namespace mimon::store::sqlite
