#include "scenario_parse.h"

namespace mimon::fake_nvml {
namespace {

// A name that isn't UTF-8 can't stand in TOML: name_hex = "4e56ff" gives its bytes.
std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

void parse_identity(const Layers& layers, Card& card) {
  layers.read("name", card.name);
  if (const auto hex = layers.find<std::string>("name_hex")) card.name = from_hex(*hex);
  layers.read("serial", card.serial);
  layers.read("vbios", card.vbios);
  layers.read("architecture", card.architecture);
  layers.read("capability_major", card.capability_major);
  layers.read("capability_minor", card.capability_minor);
  layers.read("cores", card.cores);
  layers.read("bus_width", card.bus_width);
  layers.read("pci_device_id", card.pci_device_id);
  layers.read("pcie_generation", card.pcie_generation);
  layers.read("pcie_width", card.pcie_width);
}

void parse_limits(const Layers& layers, Card& card) {
  layers.read("memory_mib", card.memory_mib);
  layers.read("reserved_mib", card.reserved_mib);
  layers.read("power_limit_w", card.power_limit_w);
  layers.read("power_min_w", card.power_min_w);
  layers.read("power_max_w", card.power_max_w);
  layers.read("power_idle_w", card.power_idle_w);
  layers.read("clock_idle", card.clock_idle);
  layers.read("clock_max", card.clock_max);
  layers.read("clock_memory_idle", card.clock_memory_idle);
  layers.read("clock_memory_max", card.clock_memory_max);
  layers.read("clock_video_max", card.clock_video_max);
  layers.read("fans", card.fans);
  layers.read("temperature_idle", card.temperature_idle);
  layers.read("temperature_hot", card.temperature_hot);
  layers.read("temperature_slowdown", card.temperature_slowdown);
  layers.read("temperature_shutdown", card.temperature_shutdown);
  layers.read("temperature_memory_max", card.temperature_memory_max);
  layers.read("temperature_gpu_max", card.temperature_gpu_max);
}

void parse_features(const Layers& layers, Card& card) {
  layers.read("nvlinks", card.nvlinks);
  layers.read("nvlink_version", card.nvlink_version);
  layers.read("ecc", card.ecc);
  layers.read("ecc_corrected", card.ecc_corrected);
  layers.read("ecc_uncorrected", card.ecc_uncorrected);
  layers.read("memory_temperature", card.memory_temperature);
  layers.read("remapped_rows", card.remapped_rows);
  layers.read("retired_pages", card.retired_pages);
  layers.read("mig_capable", card.mig_capable);
  layers.read("gpm", card.gpm);
}

}  // namespace

Card parse_card(const Layers& layers) {
  Card card;
  parse_identity(layers, card);
  parse_limits(layers, card);
  parse_features(layers, card);
  return card;
}

}  // namespace mimon::fake_nvml
