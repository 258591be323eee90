#pragma once

#include "scenario.h"

namespace mimon::fake_nvml {

/// What one GPU does at one second. Percentages 0–100, but as `Raw` says where that is set.
struct Reading {
  double utilization = 0;
  double memory_utilization = 0;
  double memory_used_mib = 0;  ///< with what is reserved
  double temperature = 0;      ///< °C
  double memory_temperature = 0;
  double power_w = 0;
  double clock = 0;         ///< MHz
  double clock_memory = 0;  ///< MHz
  double fan = 0;
  double encoder = 0;
  double decoder = 0;
  double tensor = 0;
  double pcie_tx_kib_s = 0;
  double pcie_rx_kib_s = 0;
  double nvlink_tx_kib_s = 0;  ///< all links
  double nvlink_rx_kib_s = 0;
  unsigned long long throttle = 0;  ///< kThrottle* bits
};

/// Deterministic in its arguments: utilisation follows `gpu.load`, temperature lags behind it,
/// power, clocks, fan and traffic go with both; a trace replaces what it holds.
[[nodiscard]] Reading reading_at(const Gpu& gpu, unsigned index, double seconds);

}  // namespace mimon::fake_nvml
