#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "clock.h"
#include "model.h"
#include "scenario.h"

namespace mimon::fake_nvml {

/// What a GPU has done since second 0.
struct Totals {
  double energy_mj = 0;
  double pcie_tx_bytes = 0;
  double pcie_rx_bytes = 0;
  double nvlink_tx_kib = 0;
  double nvlink_rx_kib = 0;
};

/// A scenario being played. Thread-safe; nothing here blocks but what the scenario says.
class Machine {
 public:
  Machine(std::unique_ptr<const Scenario> scenario, Clock clock);

  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

  /// Values move every 0.1 s.
  [[nodiscard]] Reading reading(unsigned gpu, double seconds) const;
  /// The same for the same second, however often it was asked before.
  [[nodiscard]] Totals totals(unsigned gpu, double seconds) const;

 private:
  struct Memory {
    std::mutex mutex;
    long long tick = -1;
    Reading reading;
    long long whole_seconds = 0;
    Totals totals;
  };

  std::unique_ptr<const Scenario> scenario_;
  Clock clock_;
  mutable std::vector<Memory> memories_;
};

/// The machine that nvmlInit opened; null when the library isn't initialised.
[[nodiscard]] std::shared_ptr<const Machine> current_machine();
/// nvmlInit and nvmlShutdown: counted; the first one reads the scenario anew.
[[nodiscard]] nvml_abi::Return open_machine();
[[nodiscard]] nvml_abi::Return close_machine();

}  // namespace mimon::fake_nvml
