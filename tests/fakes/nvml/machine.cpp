#include "machine.h"

#include <cmath>

namespace mimon::fake_nvml {
namespace {

using nvml_abi::Return;

struct Library {
  std::mutex mutex;
  unsigned users = 0;
  std::shared_ptr<const Machine> machine;
};

Library& library() {
  static Library instance;
  return instance;
}

void add(const Reading& reading, double seconds, Totals& totals) {
  totals.energy_mj += reading.power_w * 1000 * seconds;
  totals.pcie_tx_bytes += reading.pcie_tx_kib_s * 1024 * seconds;
  totals.pcie_rx_bytes += reading.pcie_rx_kib_s * 1024 * seconds;
  totals.nvlink_tx_kib += reading.nvlink_tx_kib_s * seconds;
  totals.nvlink_rx_kib += reading.nvlink_rx_kib_s * seconds;
}

}  // namespace

Machine::Machine(std::unique_ptr<const Scenario> scenario, Clock clock)
    : scenario_(std::move(scenario)), clock_(std::move(clock)), memories_(scenario_->gpus.size()) {}

Reading Machine::reading(unsigned gpu, double seconds) const {
  Memory& memory = memories_[gpu];
  const auto tick = static_cast<long long>(std::floor(seconds * 10));
  const std::lock_guard lock(memory.mutex);
  if (memory.tick != tick) {
    memory.tick = tick;
    memory.reading = reading_at(scenario_->gpus[gpu], gpu, static_cast<double>(tick) / 10);
  }
  return memory.reading;
}

Totals Machine::totals(unsigned gpu, double seconds) const {
  const Gpu& device = scenario_->gpus[gpu];
  Memory& memory = memories_[gpu];
  const auto whole = static_cast<long long>(std::floor(seconds));
  const std::lock_guard lock(memory.mutex);
  if (whole < memory.whole_seconds) {
    memory.whole_seconds = 0;
    memory.totals = {};
  }
  for (; memory.whole_seconds < whole; ++memory.whole_seconds) {
    const double middle = static_cast<double>(memory.whole_seconds) + 0.5;
    add(reading_at(device, gpu, middle), 1, memory.totals);
  }
  Totals totals = memory.totals;
  const double rest = seconds - static_cast<double>(whole);
  add(reading_at(device, gpu, static_cast<double>(whole) + 0.5), rest, totals);
  return totals;
}

std::shared_ptr<const Machine> current_machine() {
  Library& shared = library();
  const std::lock_guard lock(shared.mutex);
  return shared.machine;
}

Return open_machine() {
  Library& shared = library();
  if (std::unique_lock lock(shared.mutex); shared.users > 0) {
    ++shared.users;
    return Return::success;
  }
  auto scenario = load_scenario();
  if (scenario == nullptr) return Return::unknown;
  Clock clock = Clock::from_environment();
  const Driver& driver = scenario->driver;
  const double now = clock.now();
  if (now < driver.init_recovers_at) {
    clock.wait_until(now + driver.init_block);
    if (driver.init != Return::success) return driver.init;
  }
  const std::lock_guard lock(shared.mutex);
  if (shared.users == 0) {
    shared.machine = std::make_shared<const Machine>(std::move(scenario), std::move(clock));
  }
  ++shared.users;
  return Return::success;
}

Return close_machine() {
  Library& shared = library();
  const std::lock_guard lock(shared.mutex);
  if (shared.users == 0) return Return::uninitialized;
  if (--shared.users == 0) shared.machine.reset();
  return Return::success;
}

}  // namespace mimon::fake_nvml
