#include "collectors/jetson/rails.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

namespace mimon::jetson {
namespace {

struct Known {
  std::string_view label;
  std::string_view covers;
};

/// Best first.
constexpr Known kKnown[] = {
    {"VDD_GPU", "GPU alone"},                                // AGX Thor
    {"GPU", "GPU alone"},                                    // AGX Xavier
    {"VDD_SYS_GPU", "GPU alone"},                            // TX1, TX2
    {"POM_5V_GPU", "GPU alone"},                             // Nano
    {"VDD_GPU_SOC", "GPU and SoC"},                          // AGX Orin
    {"VDD_CPU_GPU_CV", "CPU, GPU and vision accelerators"},  // Orin Nano, Orin NX, Xavier NX
};

std::size_t rank(std::string_view label) {
  const auto found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                  [&](const Known& known) { return known.label == label; });
  return static_cast<std::size_t>(found - std::begin(kKnown));
}

void keep_better(std::optional<Rail>& best, Rail rail) {
  if (rail.label.find("GPU") == rail.label.npos) return;
  const std::size_t place = rank(rail.label);
  if (place < std::size(kKnown)) rail.covers = kKnown[place].covers;
  if (!best || place < rank(best->label)) best = std::move(rail);
}

void look_in_hwmon(const FileTree& files, const std::string& folder, std::optional<Rail>& best) {
  for (const char* channel : {"1", "2", "3"}) {
    const std::string in = join(folder, "in") + channel;
    const std::string current = join(folder, "curr") + channel;
    keep_better(best, {.label = text_of(files, in + "_label"),
                       .voltage = in + "_input",
                       .current = current + "_input",
                       .warning = current + "_max",
                       .critical = current + "_crit",
                       .shunt = join(folder, "shunt") + channel + "_resistor"});
  }
}

void look_in_iio(const FileTree& files, const std::string& folder, std::optional<Rail>& best) {
  for (const char* channel : {"0", "1", "2"}) {
    keep_better(best, {.label = text_of(files, join(folder, "rail_name_") + channel),
                       .voltage = join(folder, "in_voltage") + channel + "_input",
                       .current = join(folder, "in_current") + channel + "_input",
                       .power = join(folder, "in_power") + channel + "_input",
                       .warning = join(folder, "warn_current_limit_") + channel,
                       .critical = join(folder, "crit_current_limit_") + channel});
  }
}

Found product(const Found& millivolts, const Found& milliamperes) {
  if (!millivolts.value) return millivolts;
  if (!milliamperes.value) return milliamperes;
  return {*millivolts.value * *milliamperes.value * 1e-6};
}

}  // namespace

std::optional<Rail> find_gpu_rail(const FileTree& files) {
  std::optional<Rail> best;
  for (const std::string& hwmon : entries(files, "/sys/class/hwmon")) {
    if (text_of(files, join(hwmon, "name")).starts_with("ina3221")) {
      look_in_hwmon(files, hwmon, best);
    }
  }
  if (best) return best;
  for (const std::string& device : entries(files, "/sys/bus/i2c/devices")) {
    if (!text_of(files, join(device, "name")).starts_with("ina3221")) continue;
    for (const std::string& inner : entries(files, device)) {
      if (inner.find("/iio:device") != inner.npos) look_in_iio(files, inner, best);
    }
  }
  return best;
}

Source rail_power(const FileTree& files, const Rail& rail) {
  if (!rail.power.empty() && files.exists(rail.power)) {
    return from_file(files, rail.power, {.factor = 1e-3, .max = 1e4});
  }
  const auto voltage = std::make_shared<Number>(files, rail.voltage);
  const auto current = std::make_shared<Number>(files, rail.current);
  return [voltage, current] { return product(voltage->read(), current->read()); };
}

Source rail_limit(const FileTree& files, const Rail& rail) {
  constexpr double kFullScaleMicrovolts = 163'800;
  constexpr double kUsualShunt = 5000;
  const double shunt = Number(files, rail.shunt).read().value.value_or(kUsualShunt);
  const double unset = 0.99 * kFullScaleMicrovolts / std::max(shunt, 1.0) * 1e3;
  std::optional<double> lowest;
  std::string path;
  for (const std::string& limit : {rail.warning, rail.critical}) {
    const Found found = Number(files, limit, {.min = 1}).read();
    if (!found.value || *found.value >= unset || (lowest && *found.value >= *lowest)) continue;
    lowest = found.value;
    path = limit;
  }
  if (path.empty()) return absent(Absence::unsupported);
  const auto voltage = std::make_shared<Number>(files, rail.voltage);
  const auto current = std::make_shared<Number>(files, path);
  return [voltage, current] { return product(voltage->read(), current->read()); };
}

std::string describe(const Rail& rail) {
  return rail.covers.empty() ? rail.label : rail.label + " (" + rail.covers + ")";
}

}  // namespace mimon::jetson
