#include "collectors/linux/host_device.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "collectors/linux/scan.h"

namespace mimon::host {

const InfoSpec kHostname{
    .key = "hostname", .type = InfoType::text, .help = "Name of the machine on its network."};
const InfoSpec kOs{.key = "os", .type = InfoType::text, .help = "Operating system, for people."};
const InfoSpec kKernel{
    .key = "kernel", .type = InfoType::text, .help = "Release of the Linux kernel."};
const InfoSpec kArchitecture{.key = "architecture",
                             .type = InfoType::text,
                             .help = "Instruction set, as the kernel names it."};
const InfoSpec kMachine{
    .key = "machine", .type = InfoType::text, .help = "Model of the computer or board."};
const InfoSpec kCpuModel{.key = "cpu_model", .type = InfoType::text, .help = "Model of the CPU."};
const InfoSpec kBootTime{
    .key = "boot_time", .type = InfoType::text, .help = "When the machine started, ISO 8601 UTC."};

namespace {

/// Where firmware's makers forget to fill in the model.
constexpr std::array<std::string_view, 4> kPlaceholders{
    "To Be Filled By O.E.M.", "System Product Name", "Default string", "None"};

std::string first_line(const FileTree& files, std::string_view path) {
  const auto line = files.read_line(path);
  // NUL ends a device-tree string.
  return line ? to_utf8(trim(line->substr(0, line->find('\0')))) : std::string();
}

/// `value` of `KEY=value`, or of `key : value`, of the first line that has the key.
std::string field(std::string_view content, std::string_view key, char separator) {
  while (!content.empty()) {
    const std::string_view line = next_line(content);
    const auto split = line.find(separator);
    if (split == std::string_view::npos || trim(line.substr(0, split)) != key) continue;
    std::string_view value = trim(line.substr(split + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    return to_utf8(value);
  }
  return {};
}

std::string os_name(const FileTree& files) {
  for (const std::string_view path : {"/etc/os-release", "/usr/lib/os-release"}) {
    if (const auto content = files.read(path)) {
      if (auto name = field(*content, "PRETTY_NAME", '='); !name.empty()) return name;
      if (auto name = field(*content, "NAME", '='); !name.empty()) return name;
    }
  }
  return {};
}

std::string machine_model(const FileTree& files) {
  for (const std::string_view path :
       {"/proc/device-tree/model", "/sys/firmware/devicetree/base/model",
        "/sys/class/dmi/id/product_name", "/sys/class/dmi/id/board_name"}) {
    std::string model = first_line(files, path);
    bool real = !model.empty();
    for (const std::string_view placeholder : kPlaceholders) real = real && model != placeholder;
    if (real) return model;
  }
  return {};
}

std::string cpu_model(const FileTree& files) {
  const auto content = files.read("/proc/cpuinfo");
  if (!content) return {};
  // x86 has `model name`; ARM boards name the chip under `Hardware` or `Model`, if at all.
  for (const std::string_view key : {"model name", "Hardware", "cpu model", "Processor"}) {
    if (auto name = field(*content, key, ':'); !name.empty()) return name;
  }
  return {};
}

std::string architecture(const FileTree& files) {
  if (auto name = first_line(files, "/proc/sys/kernel/arch"); !name.empty()) return name;
  utsname names{};
  return files.live() && uname(&names) == 0 ? to_utf8(names.machine) : std::string();
}

}  // namespace

std::span<const InfoSpec* const> host_info() {
  static constexpr auto kAll = std::to_array<const InfoSpec*>(
      {&kHostname, &kOs, &kKernel, &kArchitecture, &kMachine, &kCpuModel, &kBootTime});
  return kAll;
}

std::optional<WallTime> boot_time(const FileTree& files) {
  const auto content = files.read("/proc/stat");
  if (!content) return std::nullopt;
  const auto seconds = parse_number<std::int64_t>(field(*content, "btime", ' '));
  // Past year 9999 no ISO 8601 date can be written.
  if (!seconds || *seconds <= 0 || *seconds > 253'402'300'799) return std::nullopt;
  return WallTime(std::chrono::seconds(*seconds));
}

double page_size(const FileTree& files) {
  constexpr double kUsual = 4096;
  const long size = files.live() ? sysconf(_SC_PAGESIZE) : -1;
  return size > 0 ? static_cast<double>(size) : kUsual;
}

DevicePtr host_device(const FileTree& files) {
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::host;
  device->id = "host";
  const auto add = [&](const InfoSpec& spec, std::string text) {
    if (!text.empty()) device->info.push_back({&spec, std::move(text)});
  };
  std::string hostname = first_line(files, "/proc/sys/kernel/hostname");
  if (hostname.empty()) hostname = first_line(files, "/etc/hostname");
  device->name = hostname.empty() ? "host" : hostname;
  add(kHostname, hostname);
  add(kOs, os_name(files));
  add(kKernel, first_line(files, "/proc/sys/kernel/osrelease"));
  add(kArchitecture, architecture(files));
  add(kMachine, machine_model(files));
  add(kCpuModel, cpu_model(files));
  if (const auto started = boot_time(files)) add(kBootTime, iso8601(*started));
  return device;
}

}  // namespace mimon::host
