#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "groups.h"
#include "trace.h"

// What a scenario file says, see README.md. Plain values, filled by load_scenario.

namespace mimon::fake_nvml {

inline constexpr double kForever = std::numeric_limits<double>::infinity();

/// What a card is, the same at every second. Units in the names; 0 or empty: it has none.
struct Card {
  std::string name;
  std::string serial;
  std::string vbios;
  unsigned architecture = 0;
  int capability_major = 0;
  int capability_minor = 0;
  unsigned cores = 0;
  unsigned bus_width = 0;
  unsigned pci_device_id = 0;
  unsigned long long memory_mib = 0;
  unsigned long long reserved_mib = 0;
  double power_limit_w = 0;
  double power_min_w = 0;
  double power_max_w = 0;
  double power_idle_w = 0;
  unsigned clock_idle = 0;
  unsigned clock_max = 0;
  unsigned clock_memory_idle = 0;
  unsigned clock_memory_max = 0;
  unsigned clock_video_max = 0;
  unsigned pcie_generation = 0;
  unsigned pcie_width = 0;
  unsigned fans = 0;
  double temperature_idle = 0;
  double temperature_hot = 0;
  unsigned temperature_slowdown = 0;
  unsigned temperature_shutdown = 0;
  unsigned temperature_memory_max = 0;
  unsigned temperature_gpu_max = 0;
  unsigned nvlinks = 0;
  unsigned nvlink_version = 0;
  unsigned long long ecc_corrected = 0;
  unsigned long long ecc_uncorrected = 0;
  bool ecc = false;
  bool memory_temperature = false;
  bool remapped_rows = false;
  bool retired_pages = false;
  bool mig_capable = false;
  bool gpm = false;
};

enum class Load { training, inference, idle, full };
enum class ProcessKind { compute, graphics, mps };

struct Process {
  unsigned pid = 0;
  ProcessKind kind = ProcessKind::compute;
  unsigned long long memory_bytes = 0;  ///< or kValueNotAvailable
  double share = 0;                     ///< of the GPU's utilisation
  std::optional<unsigned> sm;           ///< what the driver says instead, however odd
  unsigned gpu_instance = nvml_abi::kInstanceNotAvailable;
  unsigned compute_instance = nvml_abi::kInstanceNotAvailable;
};

struct MigInstance {
  std::string name;
  std::string uuid;
  unsigned index = 0;
  unsigned gpu_instance = 0;
  unsigned compute_instance = 0;
  unsigned gpu_slices = 1;
  unsigned compute_slices = 1;
  unsigned multiprocessors = 0;
  unsigned long long memory_mib = 0;
};

/// Something that happens to a GPU from second `from` until second `to`.
struct Event {
  enum class Kind { lost, hang, xid, ecc };
  Kind kind = Kind::lost;
  double from = 0;
  double to = kForever;
  double block = 0;              ///< hang: seconds that each call takes
  unsigned xid = 0;              ///< xid: its number
  unsigned long long count = 0;  ///< ecc: corrected errors from then on
};

/// Values that replace the model's, whatever they are.
struct Raw {
  std::optional<unsigned> utilization;
  std::optional<unsigned> memory_utilization;
  std::optional<unsigned long long> memory_used;
  std::optional<unsigned> temperature;
  std::optional<unsigned> power_mw;
  std::optional<unsigned> fan;
  std::optional<unsigned> clock;
};

struct Gpu {
  Card card;
  std::string uuid;
  unsigned pci_domain = 0;
  unsigned pci_bus = 0;
  Load load = Load::training;
  double phase = 0;  ///< seconds that its load runs ahead
  Raw raw;
  std::vector<Process> processes;
  std::vector<MigInstance> mig;
  bool mig_enabled = false;
  std::vector<Event> events;
  std::shared_ptr<const Trace> trace;  ///< null: the model moves the values
  unsigned trace_gpu = 0;
  PerGroup<std::optional<nvml_abi::Return>> returns;
  PerGroup<double> latency_ms{};
};

struct Driver {
  std::string version;
  std::string nvml_version;
  int cuda = 0;
  unsigned branch = 0;  ///< the version's first number
  nvml_abi::Return init = nvml_abi::Return::success;
  double init_recovers_at = kForever;
  double init_block = 0;  ///< seconds that nvmlInit takes before init_recovers_at
  unsigned process_stride = sizeof(unsigned) * 6;  ///< bytes between entries of a _v3 list
};

struct Scenario {
  Driver driver;
  std::vector<Gpu> gpus;
};

/// The scenario that MIMON_FAKE_NVML_SCENARIO names (a path, or a file of scenarios/ without
/// .toml; `eight` if unset). Null if it can't be read: what is wrong goes to stderr.
[[nodiscard]] std::unique_ptr<const Scenario> load_scenario();

}  // namespace mimon::fake_nvml
