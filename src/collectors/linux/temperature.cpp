#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "collectors/linux/collectors.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

const MetricSpec kTemperature{.id = "cpu.temperature",
                              .device = DeviceKind::host,
                              .path = "cpu.temperature",
                              .unit = Unit::celsius,
                              .help = "Temperature of the CPU, the hottest of several.",
                              .decimals = 1,
                              .levels = {.warning = 80, .critical = 95}};

/// A driver of hwmon that measures the CPU, and the labels of the inputs that stand for the whole
/// chip, best first (Documentation/hwmon). Without a label that fits, the first input counts.
struct Driver {
  std::string_view name;
  std::array<std::string_view, 2> labels;
};
constexpr std::array<Driver, 6> kDrivers{{{"coretemp", {"Package id", "Physical id"}},
                                          {"k10temp", {"Tdie", "Tctl"}},
                                          {"zenpower", {"Tdie", "Tctl"}},
                                          {"cpu_thermal", {}},
                                          {"soc_thermal", {}},
                                          {"via_cputemp", {}}}};

/// Thermal zones that measure the CPU, best first.
constexpr std::array<std::string_view, 7> kZones{"x86_pkg_temp", "cpu-thermal",  "cpu_thermal",
                                                 "CPU-therm",    "cpu0-thermal", "soc-thermal",
                                                 "soc_thermal"};

/// The input of a hwmon that stands for the whole chip; empty where it has none.
std::string best_input(const FileTree& files, const std::string& hwmon, const Driver& driver) {
  const auto names = files.list(hwmon);
  if (!names) return {};
  std::pair<std::size_t, std::string> best{driver.labels.size() + 1, ""};
  for (const std::string& name : *names) {
    if (!name.starts_with("temp") || !name.ends_with("_input")) continue;
    const std::string stem = hwmon + "/" + name.substr(0, name.size() - sizeof("_input") + 1);
    const auto label = files.read_line(stem + "_label");
    std::size_t rank = driver.labels.size();
    for (std::size_t i = 0; label && i < driver.labels.size(); ++i) {
      if (!driver.labels[i].empty() && label->starts_with(driver.labels[i])) rank = i;
    }
    best = std::min(best, std::pair(rank, stem + "_input"));
  }
  return best.second;
}

std::vector<std::string> hwmon_inputs(const FileTree& files) {
  std::vector<std::string> inputs;
  const auto chips = files.list("/sys/class/hwmon");
  for (const std::string& chip : chips ? *chips : std::vector<std::string>()) {
    const std::string folder = "/sys/class/hwmon/" + chip;
    const auto name = files.read_line(folder + "/name");
    const auto driver = std::find_if(kDrivers.begin(), kDrivers.end(), [&](const Driver& each) {
      return name && *name == each.name;
    });
    if (driver == kDrivers.end()) continue;
    std::string input = best_input(files, folder, *driver);
    if (!input.empty()) inputs.push_back(std::move(input));
  }
  return inputs;
}

std::vector<std::string> zone_inputs(const FileTree& files) {
  std::vector<std::pair<std::size_t, std::string>> zones;
  const auto names = files.list("/sys/class/thermal");
  for (const std::string& name : names ? *names : std::vector<std::string>()) {
    if (!name.starts_with("thermal_zone")) continue;
    const std::string folder = "/sys/class/thermal/" + name;
    const auto type = files.read_line(folder + "/type");
    const auto known = type ? std::find(kZones.begin(), kZones.end(), *type) : kZones.end();
    if (known == kZones.end()) continue;
    zones.emplace_back(static_cast<std::size_t>(known - kZones.begin()), folder + "/temp");
  }
  if (zones.empty()) return {};
  // Several of the best type are several sockets.
  const std::size_t best = std::min_element(zones.begin(), zones.end())->first;
  std::vector<std::string> inputs;
  for (auto& [rank, path] : zones) {
    if (rank == best) inputs.push_back(std::move(path));
  }
  return inputs;
}

/// Reads hwmon, and thermal zones where no driver of it measures the CPU.
class TemperatureCollector final : public HostCollector {
 public:
  explicit TemperatureCollector(const Context& context)
      : host_(context.host), files_(context.files), report_(context.log) {}

  std::string_view name() const override { return "temperature"; }

  CollectorStatus collect(Batch& batch) override {
    if (inputs_.empty() && ticks_++ % kLookAgain == 0) find_inputs();
    std::optional<double> hottest;
    Absence why = Absence::unsupported;
    for (NumberFile& input : inputs_) {
      const auto millidegrees = input.read();
      if (!millidegrees) {
        why = absence_of(millidegrees.error());
      } else if (*millidegrees > kOffline && *millidegrees < kNonsense) {
        const double degrees = static_cast<double>(*millidegrees) / 1000;
        hottest = std::max(hottest.value_or(degrees), degrees);
      } else {
        why = Absence::invalid;
      }
    }
    // The driver may have been loaded again, under another number.
    if (!hottest && why == Absence::unsupported) inputs_.clear();
    report_.set(batch.of(host_), "host", kTemperature, hottest, why);
    return {"temperature", true, ""};
  }

 private:
  static constexpr std::uint64_t kLookAgain = 60;
  /// A sensor without power reads −256 °C on Tegra.
  static constexpr std::int64_t kOffline = -100'000, kNonsense = 250'000;

  void find_inputs() {
    auto paths = hwmon_inputs(files_);
    if (paths.empty()) paths = zone_inputs(files_);
    for (const std::string& path : paths) inputs_.emplace_back(files_, path);
  }

  DevicePtr host_;
  FileTree files_;
  Reporter report_;
  std::vector<NumberFile> inputs_;
  std::uint64_t ticks_ = 0;
};

}  // namespace

std::unique_ptr<HostCollector> make_temperature_collector(const Context& context) {
  return std::make_unique<TemperatureCollector>(context);
}

std::span<const MetricSpec* const> temperature_metrics() {
  static constexpr auto kAll = std::to_array<const MetricSpec*>({&kTemperature});
  return kAll;
}

}  // namespace mimon::host
