#include "model.h"

#include <algorithm>
#include <cmath>

#include "load.h"

namespace mimon::fake_nvml {
namespace {

// Heat of the last minute: newer seconds count more.
double lagging(Load load, unsigned seed, double seconds) {
  constexpr double kAges[] = {0, 3, 7, 12, 18, 26, 36, 50};
  constexpr double kWeights[] = {0.10, 0.14, 0.17, 0.17, 0.15, 0.12, 0.09, 0.06};
  double sum = 0;
  for (int i = 0; i < 8; ++i) sum += kWeights[i] * busy(load, seed, seconds - kAges[i]);
  return sum;
}

double clock_at(const Card& card, double level, double jitter) {
  const double boost = 1 - 0.08 * level + 0.01 * jitter;
  const double mhz =
      card.clock_idle + (card.clock_max - card.clock_idle) * smoothstep(0, 0.08, level) * boost;
  return std::min(std::round(mhz / 15) * 15, static_cast<double>(card.clock_max));
}

unsigned long long throttle_of(const Card& card, const Reading& reading) {
  unsigned long long bits = 0;
  if (reading.utilization < 1) bits |= nvml_abi::kThrottleGpuIdle;
  if (reading.power_w > 0.95 * card.power_limit_w) bits |= nvml_abi::kThrottleSwPowerCap;
  if (reading.temperature >= card.temperature_gpu_max) bits |= nvml_abi::kThrottleSwThermal;
  return bits;
}

void add_traffic(const Gpu& gpu, double level, double jitter, Reading& reading) {
  const double lane_kib_s = 125e6 / 1024 * std::exp2(gpu.card.pcie_generation);
  const double link_kib_s = lane_kib_s * gpu.card.pcie_width;
  reading.pcie_rx_kib_s = link_kib_s * level * (0.05 + 0.02 * jitter);
  reading.pcie_tx_kib_s = link_kib_s * level * (0.02 - 0.005 * jitter);
  const double nvlink_kib_s = gpu.card.nvlinks * 25e9 / 1024;
  reading.nvlink_tx_kib_s = nvlink_kib_s * level * (0.3 + 0.08 * jitter);
  reading.nvlink_rx_kib_s = nvlink_kib_s * level * (0.3 - 0.08 * jitter);
  if (gpu.load != Load::inference) return;
  reading.encoder = 100 * level * (0.3 + 0.1 * jitter);
  reading.decoder = 100 * level * (0.6 + 0.1 * jitter);
}

void replace(double& value, const std::optional<double>& recorded) {
  if (recorded) value = *recorded;
}

void play(const TraceRow& row, Reading& reading) {
  replace(reading.utilization, row.utilization);
  replace(reading.memory_utilization, row.memory_utilization);
  replace(reading.memory_used_mib, row.memory_used_mib);
  replace(reading.temperature, row.temperature);
  replace(reading.power_w, row.power_w);
  replace(reading.clock, row.clock);
  replace(reading.clock_memory, row.clock_memory);
  replace(reading.fan, row.fan);
}

}  // namespace

Reading reading_at(const Gpu& gpu, unsigned index, double seconds) {
  const Card& card = gpu.card;
  const double t = seconds + gpu.phase;
  const double level = busy(gpu.load, index, t);
  const double heat = lagging(gpu.load, index, t);
  const double jitter = noise(index + 100, t, 5);
  Reading reading;
  reading.utilization = 100 * level;
  reading.memory_utilization = 100 * level * (0.52 + 0.08 * jitter);
  reading.memory_used_mib =
      static_cast<double>(card.reserved_mib) +
      static_cast<double>(card.memory_mib - card.reserved_mib) * occupied(gpu.load, index, t);
  reading.temperature =
      card.temperature_idle + (card.temperature_hot - card.temperature_idle) * heat + jitter;
  reading.memory_temperature = reading.temperature + 8 + 2 * jitter;
  reading.power_w = card.power_idle_w + (card.power_limit_w - card.power_idle_w) * level *
                                            (0.86 + 0.06 * heat + 0.04 * jitter);
  reading.clock = clock_at(card, level, jitter);
  reading.clock_memory = level < 0.02 ? card.clock_memory_idle : card.clock_memory_max;
  reading.fan = std::clamp(1.6 * (reading.temperature - 25), 0.0, 100.0);
  reading.tensor = 100 * level * (0.55 + 0.1 * jitter);
  if (gpu.trace != nullptr) {
    if (const auto row = gpu.trace->at(gpu.trace_gpu, seconds)) play(*row, reading);
  }
  add_traffic(gpu, reading.utilization / 100, jitter, reading);
  reading.throttle = throttle_of(card, reading);
  return reading;
}

}  // namespace mimon::fake_nvml
