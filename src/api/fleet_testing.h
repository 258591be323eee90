#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "stores/store.h"

namespace mimon::api {

/// A store that hosts share, with made-up answers: a value a second, the host's number.
class FakeFleet final : public store::Store {
 public:
  std::vector<store::HostSummary> summaries;
  bool away = false;
  mutable int asked = 0;                      ///< calls of `hosts`
  mutable std::vector<store::Query> queries;  ///< what `query` was asked
  int meet = 1;                  ///< so many first calls of `query` wait for each other
  mutable int most_at_once = 0;  ///< calls of `query`

  void add(const std::string& host, WallTime last, int gpus) {
    store::HostSummary summary;
    summary.host = host;
    summary.url = "http://" + host + ":8000";
    summary.version = "0.1.0";
    summary.last = last;
    summary.devices.push_back(device("host", DeviceKind::host, host));
    summary.devices.back().values = {{"cpu.percent", 12.34}};
    for (int i = 0; i < gpus; ++i) {
      summary.devices.push_back(device("gpu/" + std::to_string(i), DeviceKind::gpu, "Card"));
      summary.devices.back().values = {{"utilization", 50.0 + i}, {"memory.used", 1024.0}};
    }
    summaries.push_back(std::move(summary));
  }

  void append(const Snapshot& /*snapshot*/) override {}

  [[nodiscard]] Result<store::QueryResult> query(const store::Query& query) const override {
    const Call call(*this, query);
    if (away) return gone();
    store::QueryResult result;
    result.resolution = query.resolution.value_or(store::Resolution::s1);
    result.times = {std::chrono::floor<std::chrono::seconds>(query.start)};
    for (const store::SeriesKey& key : query.series) {
      store::Column& column = result.columns.emplace_back();
      column.key = key;
      column.known = true;
      column.avg = {1};
    }
    return result;
  }
  [[nodiscard]] store::Resolution resolution_for(const store::Query& query) const override {
    return query.host == "old" ? store::Resolution::m1 : store::Resolution::s1;
  }
  [[nodiscard]] std::vector<store::SeriesInfo> series(std::string_view host) const override {
    std::vector<store::SeriesInfo> all;
    if (away) return all;
    for (const store::HostSummary& summary : summaries) {
      if (summary.host != (host.empty() ? "box" : host)) continue;
      for (const store::DeviceSummary& device : summary.devices) {
        store::SeriesInfo& info = all.emplace_back();
        info.host = summary.host;
        info.identity = device.identity;
        info.device = device.id;
        info.device_kind = device.kind;
        info.metric = "utilization";
      }
    }
    return all;
  }
  [[nodiscard]] Result<std::vector<store::HostSummary>> hosts() const override {
    {
      const std::lock_guard lock(mutex_);
      ++asked;
    }
    if (away) return gone();
    return summaries;
  }
  [[nodiscard]] store::StoreStatus status() const override { return {}; }

 private:
  static store::DeviceSummary device(const std::string& id, DeviceKind kind,
                                     const std::string& name) {
    store::DeviceSummary made;
    made.id = id;
    made.identity = id;
    made.kind = kind;
    made.name = name;
    return made;
  }

  class Call {
   public:
    Call(const FakeFleet& fleet, const store::Query& query) : fleet_(fleet) {
      std::unique_lock lock(fleet.mutex_);
      fleet.queries.push_back(query);
      fleet.most_at_once = std::max(fleet.most_at_once, ++fleet.at_once_);
      fleet.came_.notify_all();
      // Those who wait in vain are seen by `most_at_once`.
      fleet.came_.wait_for(lock, std::chrono::seconds(10),
                           [&] { return fleet.most_at_once >= fleet.meet; });
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() {
      const std::lock_guard lock(fleet_.mutex_);
      --fleet_.at_once_;
    }

   private:
    const FakeFleet& fleet_;
  };

  static Error gone() { return {{}, "the database does not answer"}; }

  mutable std::mutex mutex_;  ///< guards what calls count
  mutable std::condition_variable came_;
  mutable int at_once_ = 0;
};

}  // namespace mimon::api
