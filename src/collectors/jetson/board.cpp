#include "collectors/jetson/board.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "collectors/jetson/source.h"

namespace mimon::jetson {
namespace {

/// NVIDIA's names of GPUs inside Tegra chips: gk20a, gm20b, gp10b, gv11b, ga10b, …
bool is_chip_name(std::string_view name) {
  const auto is = [&](std::size_t at, int (*kind)(int)) {
    return kind(static_cast<unsigned char>(name[at])) != 0;
  };
  return name.size() == 5 && name[0] == 'g' && is(1, std::islower) && is(2, std::isdigit) &&
         is(3, std::isdigit) && is(4, std::islower);
}

/// The GPU's name in a list such as "nvidia,tegra210-gm20b\0nvidia,gm20b" or a `uevent` file.
std::string chip_in(std::string_view text) {
  constexpr std::string_view kMaker = "nvidia,";
  for (auto at = text.find(kMaker); at != text.npos; at = text.find(kMaker, at + 1)) {
    const std::string_view rest = text.substr(at + kMaker.size());
    std::string_view name = rest.substr(0, rest.find_first_of(std::string_view("\0\n", 2)));
    name = name.substr(name.rfind('-') == name.npos ? 0 : name.rfind('-') + 1);
    if (is_chip_name(name)) return std::string(name);
  }
  return {};
}

std::string chip_of(const FileTree& files, const std::string& device) {
  for (const char* file : {"of_node/compatible", "uevent"}) {
    const auto text = files.read(join(device, file));
    if (!text) continue;
    if (std::string chip = chip_in(*text); !chip.empty()) return chip;
  }
  return {};
}

/// The part of a device's name behind its address: `gpu` of `17000000.gpu`, `gpu` of `gpu.0`.
std::string_view kind_of(std::string_view name) {
  if (name == "gpu.0") return "gpu";
  const auto dot = name.rfind('.');
  return dot == name.npos ? std::string_view() : name.substr(dot + 1);
}

bool is_gpu(const FileTree& files, const std::string& device, std::string_view name,
            const std::string& chip) {
  if (files.exists(join(device, "vendor"))) return false;  // on the PCI bus
  if (!chip.empty()) return true;
  const std::string_view kind = kind_of(name);
  if (is_chip_name(kind)) return true;
  // Other makers' GPUs are called "gpu" as well.
  const bool called_gpu = kind == "gpu" || text_of(files, join(device, "of_node/name")) == "gpu";
  return called_gpu && has_tegra_chip(files);
}

/// Kernels without devfreq for the GPU, and those where its class is not visible.
std::optional<IntegratedGpu> find_platform_gpu(const FileTree& files) {
  for (const char* bus : {"/sys/devices", "/sys/devices/platform", "/sys/devices/platform/bus@0"}) {
    for (const std::string& device : entries(files, bus)) {
      if (!files.exists(join(device, "load"))) continue;
      const std::string chip = chip_of(files, device);
      if (!is_gpu(files, device, device.substr(device.rfind('/') + 1), chip)) continue;
      const auto clocks = entries(files, join(device, "devfreq"));
      return IntegratedGpu{device, clocks.empty() ? std::string() : clocks.front(), chip};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<IntegratedGpu> find_integrated_gpu(const FileTree& files) {
  constexpr std::string_view kClass = "/sys/class/devfreq";
  const auto names = files.list(kClass);
  if (names) {
    for (const std::string& name : *names) {
      const std::string devfreq = join(kClass, name);
      const std::string device = join(devfreq, "device");
      const std::string chip = chip_of(files, device);
      if (is_gpu(files, device, name, chip)) return IntegratedGpu{device, devfreq, chip};
    }
  }
  return find_platform_gpu(files);
}

bool has_tegra_chip(const FileTree& files) {
  for (const char* path :
       {"/proc/device-tree/compatible", "/sys/firmware/devicetree/base/compatible"}) {
    const auto text = files.read(path);
    if (text && text->find("nvidia,tegra") != text->npos) return true;
  }
  return text_of(files, "/sys/devices/soc0/family") == "Tegra" ||
         files.exists("/etc/nv_tegra_release");
}

bool has_nvidia_pci_gpu(const FileTree& files) {
  const auto devices = entries(files, "/sys/bus/pci/devices");
  return std::any_of(devices.begin(), devices.end(), [&](const std::string& device) {
    return text_of(files, join(device, "vendor")) == "0x10de" &&
           text_of(files, join(device, "class")).starts_with("0x03");
  });
}

}  // namespace mimon::jetson
