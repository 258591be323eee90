#include <map>
#include <tuple>
#include <vector>

#include "api/fleet_values.h"
#include "api/fleet_view.h"

namespace mimon::api {
namespace {

using GpuFigures = std::array<std::optional<double>, kGpuValues.size()>;

constexpr std::size_t kMemoryTotal = 2;
constexpr std::size_t kPowerLimit = 5;
static_assert(kGpuValues[kMemoryTotal].key == "memory_total");
static_assert(kGpuValues[kPowerLimit].key == "power_limit");

/// What many GPUs have in common.
struct Model {
  std::string_view name;
  std::optional<double> memory_total;
  std::optional<double> power_limit;
  auto operator<=>(const Model&) const = default;
};

struct Gpu {
  int index;
  std::size_t model;
  DeviceState state;
  GpuFigures figures;
};

class Models {
 public:
  std::size_t number_of(const Model& model) {
    const auto [place, fresh] = numbers_.try_emplace(model, list_.size());
    if (fresh) list_.push_back(model);
    return place->second;
  }
  [[nodiscard]] const std::vector<Model>& list() const { return list_; }

 private:
  std::map<Model, std::size_t> numbers_;
  std::vector<Model> list_;
};

std::vector<Gpu> gpus_of(const store::HostSummary& host, Models& models) {
  std::vector<Gpu> gpus;
  for (const store::DeviceSummary& device : host.devices) {
    const auto index = gpu_index(device);
    if (!index) continue;
    const GpuFigures figures = values_of(kGpuValues, &device);
    const Model model{device.name, figures[kMemoryTotal], figures[kPowerLimit]};
    gpus.push_back({*index, models.number_of(model), device.state, figures});
  }
  return gpus;
}

template <typename Write>
void write_column(Json& json, std::string_view key, const std::vector<Gpu>& gpus, Write write) {
  json.key(key);
  json.begin_array();
  for (const Gpu& gpu : gpus) write(gpu);
  json.end_array();
}

void write_gpu_columns(Json& json, const std::vector<Gpu>& gpus) {
  json.key("gpus");
  json.begin_object();
  write_column(json, "gpu_id", gpus, [&](const Gpu& gpu) { json.value(gpu.index); });
  write_column(json, "model", gpus, [&](const Gpu& gpu) { json.value(gpu.model); });
  write_column(json, "state", gpus,
               [&](const Gpu& gpu) { json.value(device_state_name(gpu.state)); });
  for (std::size_t i = 0; i < kGpuValues.size(); ++i) {
    if (i == kMemoryTotal || i == kPowerLimit) continue;
    write_column(json, kGpuValues[i].key, gpus,
                 [&](const Gpu& gpu) { json.number(gpu.figures[i], kGpuValues[i].decimals); });
  }
  json.end_object();
}

void write_models(Json& json, const std::vector<Model>& models) {
  json.key("models");
  json.begin_array();
  for (const Model& model : models) {
    json.begin_object();
    json.field("name", model.name);
    json.number_field("memory_total", model.memory_total, kGpuValues[kMemoryTotal].decimals);
    json.number_field("power_limit", model.power_limit, kGpuValues[kPowerLimit].decimals);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_fleet_columns(Json& json, const Fleet& fleet) {
  Models models;
  json.begin_object();
  write_fleet_facts(json, fleet);
  json.key("hosts");
  json.begin_array();
  for (const store::HostSummary& host : fleet.hosts) {
    json.begin_object();
    write_host_facts(json, fleet, host);
    write_gpu_columns(json, gpus_of(host, models));
    json.end_object();
  }
  json.end_array();
  write_models(json, models.list());
  json.end_object();
}

}  // namespace mimon::api
