#include "collectors/jetson/throttle.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mimon::jetson {
namespace {

constexpr std::uint64_t kSoftwareThermal = 0x20;
constexpr std::uint64_t kHardwareThermal = 0x40;
constexpr std::uint64_t kPowerBrake = 0x80;

/// One sign of throttling: the bit it stands for, and whether a level or a growing count tells.
struct Sign {
  std::uint64_t bit;
  Number number;
  bool counts = false;
  std::optional<double> last{};

  /// Absent where it cannot be read now.
  std::optional<bool> on() {
    const Found found = number.read();
    if (!found.value) return std::nullopt;
    if (!counts) return *found.value > 0;
    const bool grew = last && *found.value > *last;
    last = found.value;
    return grew;
  }
};

std::uint64_t cooling_bit(const std::string& type) {
  if (type == "gpu-throttle-alert") return kHardwareThermal;
  const bool gpu = type.find("gpu") != type.npos || type.find(".g") != type.npos;
  return type.starts_with("devfreq-") && gpu ? kSoftwareThermal : 0;
}

void add_cooling(const FileTree& files, std::vector<Sign>& signs) {
  for (const std::string& device : entries(files, "/sys/class/thermal")) {
    if (device.find("/cooling_device") == device.npos) continue;
    if (const auto bit = cooling_bit(text_of(files, join(device, "type")))) {
      signs.push_back({bit, Number(files, join(device, "cur_state"))});
    }
  }
}

void add_over_current(const FileTree& files, std::vector<Sign>& signs) {
  for (const std::string& hwmon : entries(files, "/sys/class/hwmon")) {
    if (text_of(files, join(hwmon, "name")) != "soctherm_oc") continue;
    for (const char* number : {"1", "2", "3"}) {
      const std::string event = join(hwmon, "oc") + number;
      if (text_of(files, event + "_throt_en") != "1") continue;
      signs.push_back({kPowerBrake, Number(files, event + "_event_cnt"), true});
    }
  }
}

}  // namespace

Source throttle_reasons(const FileTree& files) {
  const auto signs = std::make_shared<std::vector<Sign>>();
  add_cooling(files, *signs);
  add_over_current(files, *signs);
  if (signs->empty()) return absent(Absence::unsupported);
  return [signs] {
    std::uint64_t bits = 0;
    bool any = false;
    for (Sign& sign : *signs) {
      const auto on = sign.on();
      any = any || on;
      if (on == true) bits |= sign.bit;
    }
    return any ? Found{static_cast<double>(bits)} : Found{std::nullopt, Absence::failed};
  };
}

}  // namespace mimon::jetson
