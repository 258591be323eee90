#include "collectors/jetson/fan.h"

#include <string>
#include <vector>

namespace mimon::jetson {
namespace {

constexpr Scale kDuty{.factor = 100.0 / 255, .max = 100.0001};
constexpr Scale kTurns{.max = 100'000};

bool names_fan(const std::string& name) {
  return name.find("fan") != name.npos || name.find("tach") != name.npos;
}

/// The first of `files_wanted` in a hwmon device of the fan or its tachometer.
std::string in_hwmon(const FileTree& files, const std::vector<std::string>& wanted) {
  for (const std::string& hwmon : entries(files, "/sys/class/hwmon")) {
    if (!names_fan(text_of(files, join(hwmon, "name")))) continue;
    for (const std::string& file : wanted) {
      if (std::string path = join(hwmon, file); files.exists(path)) return path;
    }
  }
  return {};
}

}  // namespace

Source fan_speed(const FileTree& files) {
  std::string path = in_hwmon(files, {"pwm1"});
  if (path.empty()) path = first_existing(files, {"/sys/devices/pwm-fan/cur_pwm"});
  return path.empty() ? absent(Absence::unsupported) : from_file(files, path, kDuty);
}

Source fan_rpm(const FileTree& files) {
  std::string path = in_hwmon(files, {"rpm", "fan1_input"});
  if (path.empty()) path = first_existing(files, {"/sys/devices/pwm-fan/rpm_measured"});
  return path.empty() ? absent(Absence::unsupported) : from_file(files, path, kTurns);
}

}  // namespace mimon::jetson
