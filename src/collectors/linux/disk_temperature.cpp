#include "collectors/linux/disk_temperature.h"

#include <fmt/format.h>

#include "base/text.h"
#include "collectors/linux/disk_identity.h"

namespace mimon::host {

const MetricSpec kDiskTemperature{.id = "temperature",
                                  .device = DeviceKind::disk,
                                  .path = "temperature",
                                  .unit = Unit::celsius,
                                  .help = "Temperature of the disk (NVMe).",
                                  .decimals = 1,
                                  .levels = {.warning = 70, .critical = 80}};

namespace {

/// `temp1` is the composite temperature (drivers/nvme/host/hwmon.c). Kernels differ in whether a
/// folder `hwmon` is in between.
std::string find_input_of(const FileTree& files, std::string_view disk) {
  const std::string controller = "/sys/block/" + std::string(disk) + "/device";
  for (const std::string& folder : {controller, controller + "/hwmon"}) {
    const auto names = files.list(folder);
    for (const std::string& name : names ? *names : std::vector<std::string>()) {
      if (!name.starts_with("hwmon")) continue;
      std::string input = fmt::format("{}/{}/temp1_input", folder, name);
      if (files.exists(input)) return input;
    }
  }
  return {};
}

/// A disk with several paths belongs to no controller; its paths do.
std::string find_input(const FileTree& files, std::string_view disk) {
  if (!disk.starts_with("nvme")) return {};
  std::string input = find_input_of(files, disk);
  const auto names = files.list("/sys/block");
  for (const std::string& name : names ? *names : std::vector<std::string>()) {
    if (!input.empty()) break;
    if (disk_behind(name) == disk) input = find_input_of(files, name);
  }
  return input;
}

}  // namespace

DiskTemperature::DiskTemperature(const FileTree& files, std::string_view disk)
    : files_(files), input_(find_input(files, disk)) {
  if (!input_.empty()) why_ = Absence::not_ready;
}

void DiskTemperature::report(Reporter& report, Values& values, std::string_view device) {
  if (!input_.empty() && calls_++ % kReadingsApart == 0) {
    // The last question is still open: what it would answer is no longer known.
    if (call_.is_out()) {
      degrees_.reset();
      why_ = Absence::unresponsive;
    }
    call_.start([files = files_, input = input_] { return files.read_line(input); });
  }
  if (const auto line = call_.take(std::chrono::steady_clock::now())) {
    const auto number = *line ? parse_number<std::int64_t>(**line) : std::nullopt;
    const bool sane = number && *number > -100'000 && *number < 250'000;
    degrees_ = sane ? std::optional(static_cast<double>(*number) / 1000) : std::nullopt;
    why_ = *line ? Absence::invalid : absence_of(line->error());
  }
  report.set(values, device, kDiskTemperature, degrees_, why_);
}

}  // namespace mimon::host
