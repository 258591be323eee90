#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <vector>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"
#include "metrics/device.h"
#include "metrics/metric_spec.h"

/// The machine under Linux, from `/proc` and `/sys`. One source file a subject: it holds the rows
/// of its metrics and where their values come from; the functions here are all that others see of
/// it.
namespace mimon::host {

/// What the collectors are made from.
struct Context {
  FileTree files;
  Logger log;
  DevicePtr host;  ///< shared, so that all write to one device; see host_device.h
};

[[nodiscard]] std::unique_ptr<HostCollector> make_cpu_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_temperature_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_system_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_pressure_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_memory_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_paging_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_cgroup_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_disk_collector(const Context& context);
[[nodiscard]] std::unique_ptr<HostCollector> make_network_collector(const Context& context);
[[nodiscard]] std::unique_ptr<SlowHostCollector> make_filesystem_collector(const Context& context);

[[nodiscard]] std::span<const MetricSpec* const> cpu_metrics();
[[nodiscard]] std::span<const MetricSpec* const> temperature_metrics();
[[nodiscard]] std::span<const MetricSpec* const> system_metrics();
[[nodiscard]] std::span<const MetricSpec* const> pressure_metrics();
[[nodiscard]] std::span<const MetricSpec* const> memory_metrics();
[[nodiscard]] std::span<const MetricSpec* const> paging_metrics();
[[nodiscard]] std::span<const MetricSpec* const> cgroup_metrics();
[[nodiscard]] std::span<const MetricSpec* const> disk_metrics();
[[nodiscard]] std::span<const MetricSpec* const> network_metrics();
[[nodiscard]] std::span<const MetricSpec* const> filesystem_metrics();

/// All of the above that never hang, in the order of the snapshot.
[[nodiscard]] std::vector<std::unique_ptr<HostCollector>> make_host_collectors(
    const FileTree& files, const Logger& log);

/// All of the above that may hang.
[[nodiscard]] std::vector<std::unique_ptr<SlowHostCollector>> make_slow_host_collectors(
    const FileTree& files, const Logger& log);

/// Every metric of the collectors above, in their order.
[[nodiscard]] std::vector<const MetricSpec*> linux_metrics();

}  // namespace mimon::host
