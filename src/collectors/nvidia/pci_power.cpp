#include "collectors/nvidia/pci_power.h"

#include <algorithm>
#include <cctype>

namespace mimon::nvidia {
namespace {

constexpr std::string_view kDevices = "/sys/bus/pci/devices";

std::string line_of(const FileTree& files, const std::string& path) {
  const auto line = files.read_line(path);
  return line ? *line : std::string();
}

}  // namespace

std::string pci_folder(const std::string& pci_bus_id) {
  const auto colon = pci_bus_id.find(':');
  if (colon == std::string::npos || colon < 4) return {};
  // The kernel writes four digits of the domain, NVML eight.
  std::string address = pci_bus_id.substr(colon - 4);
  std::transform(address.begin(), address.end(), address.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::string(kDevices) + "/" + address;
}

std::vector<std::string> nvidia_pci_addresses(const FileTree& files) {
  std::vector<std::string> gpus;
  const auto all = files.list(kDevices);
  if (!all) return gpus;
  for (const std::string& address : *all) {
    const std::string folder = std::string(kDevices) + "/" + address;
    // PCI class 03: display controllers, GPUs without a display among them.
    const bool display = line_of(files, folder + "/class").starts_with("0x03");
    if (display && line_of(files, folder + "/vendor") == "0x10de") gpus.push_back(address);
  }
  return gpus;
}

bool is_suspended(const FileTree& files, const std::string& folder) {
  return !folder.empty() && line_of(files, folder + "/power/runtime_status") == "suspended";
}

bool may_sleep(const FileTree& files, const std::string& folder) {
  return !folder.empty() && line_of(files, folder + "/power/control") == "auto";
}

void Drowse::answered(bool idle, bool allowed, MonoTime now) {
  if (rest_until_) {
    rest_until_.reset();
    next_try_ = now + pause_;
    pause_ = std::min(pause_ * 2, kLongestPause);
  }
  if (!idle || !allowed) {
    idle_since_.reset();
    return;
  }
  if (!idle_since_) idle_since_ = now;
  if (now - *idle_since_ >= kIdle && (!next_try_ || now >= *next_try_)) rest_until_ = now + kRest;
}

void Drowse::slept() {
  idle_since_.reset();
  rest_until_.reset();
  next_try_.reset();
  pause_ = kFirstPause;
}

}  // namespace mimon::nvidia
