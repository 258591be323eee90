#include "collectors/jetson/thermal.h"

#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mimon::jetson {
namespace {

constexpr double kOffline = -256;
constexpr Scale kMilli{.factor = 1e-3, .min = kOffline, .max = 200};
constexpr Scale kTrip{.factor = 1e-3, .min = 1, .max = 200};

std::string gpu_zone(const FileTree& files) {
  for (const std::string& zone : entries(files, "/sys/class/thermal")) {
    if (zone.find("/thermal_zone") == zone.npos) continue;
    std::string type = text_of(files, join(zone, "type"));
    for (char& letter : type) {
      letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    if (type.starts_with("gpu") && type.find("therm") != type.npos) return zone;
  }
  return {};
}

}  // namespace

Source gpu_temperature(const FileTree& files) {
  const std::string zone = gpu_zone(files);
  if (zone.empty()) return absent(Absence::unsupported);
  return [number = std::make_shared<Number>(files, join(zone, "temp"), kMilli)] {
    const Found found = number->read();
    return found.value == kOffline ? Found{std::nullopt, Absence::asleep} : found;
  };
}

Source gpu_trip(const FileTree& files, std::string_view kind) {
  const std::string zone = gpu_zone(files);
  std::optional<double> lowest;
  std::string path;
  for (const std::string& type : entries(files, zone)) {
    constexpr std::string_view kEnd = "_type";
    if (type.find("/trip_point_") == type.npos || !type.ends_with(kEnd)) continue;
    if (text_of(files, type) != kind) continue;
    const std::string temperature = type.substr(0, type.size() - kEnd.size()) + "_temp";
    const Found found = Number(files, temperature, kTrip).read();
    if (!found.value || (lowest && *found.value >= *lowest)) continue;
    lowest = found.value;
    path = temperature;
  }
  return path.empty() ? absent(Absence::unsupported) : from_file(files, path, kTrip);
}

}  // namespace mimon::jetson
