#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"
#include "api/layout.h"
#include "metrics/catalog.h"
#include "metrics/snapshot.h"

namespace mimon::api {

/// The JSON trees of every kind of device, made once from the catalogue.
struct Layouts {
  explicit Layouts(const Catalog& catalog);

  Layout host, core, disk, network, mount, gpu;
};

/// A snapshot, and how to write it.
struct View {
  const Snapshot& snapshot;
  const Layouts& layouts;

  [[nodiscard]] const DeviceSample* host() const { return snapshot.find("host"); }
  [[nodiscard]] std::vector<const DeviceSample*> of(DeviceKind kind) const;
  /// Whole GPUs, by index; MIG instances belong to them.
  [[nodiscard]] std::vector<const DeviceSample*> gpus() const;
  [[nodiscard]] const DeviceSample* gpu(int id) const;
  /// The file system mounted at `point`, be it listed under another mount point; null for none.
  [[nodiscard]] const DeviceSample* mount(std::string_view point) const;
  [[nodiscard]] bool simulated() const;
  /// Why there is no GPU, in plain words; empty where there is one.
  [[nodiscard]] std::string gpu_unavailable_reason() const;
};

/// The groups of a GPU's metrics that a MIG instance has, and those of `/hardware-metrics`.
inline constexpr std::array<std::string_view, 3> kInstanceGroups{"utilization", "activity",
                                                                 "memory"};
inline constexpr std::array<std::string_view, 12> kHardwareGroups{
    "clocks",           "pcie", "encoder",       "decoder", "jpeg",  "ofa",
    "throttle_reasons", "ecc",  "remapped_rows", "nvlink",  "power", "performance_state"};

// Each writes one JSON value; the names are those of the schemas in the OpenAPI document.
void write_gpu_info(Json& json, const DeviceSample& gpu);
void write_gpu_metrics(Json& json, const View& view, const DeviceSample& gpu);
void write_gpu_processes(Json& json, const View& view, std::optional<int> gpu_id);
/// The array alone.
void write_gpu_process_list(Json& json, const View& view, std::optional<int> gpu_id);
void write_hardware_metrics(Json& json, const View& view, const DeviceSample& gpu);
void write_comparison(Json& json, const View& view, const std::vector<const DeviceSample*>& gpus,
                      const Catalog& catalog);
void write_system_metrics(Json& json, const View& view);
/// The members `groups` of `/metrics`, and its time.
void write_host_groups(Json& json, const View& view, std::span<const std::string_view> groups);
/// One GPU: its metrics, what it is, its processes; the member `gpu` of `/all`.
void write_selected_gpu(Json& json, const View& view, const DeviceSample& gpu);
/// The fields of `/all` that are not a GPU's, into the object that is open: `system`, `disk_usage`,
/// `network_rates`, `disk_rates`.
void write_machine(Json& json, const View& view);
/// `mount_points`, each of which is one, under the names given; empty for all.
void write_mount_points(Json& json, const View& view, const std::vector<std::string>& mount_points);
void write_disk_rates(Json& json, const View& view);
void write_network_rates(Json& json, const View& view);
/// One sample of everything: the machine, every GPU, its processes, and how the sources fare.
void write_snapshot(Json& json, const View& view);
/// The arrays `vendors` and `collectors`, as fields.
void write_sources(Json& json, const Snapshot& snapshot);

}  // namespace mimon::api
