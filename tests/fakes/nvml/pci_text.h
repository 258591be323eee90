#pragma once

#include <cstdio>
#include <string>

#include "scenario.h"

namespace mimon::fake_nvml {

/// "00000000:3B:00.0" with 8 digits of domain, "0000:3B:00.0" with 4.
[[nodiscard]] inline std::string pci_text(const Gpu& gpu, int domain_digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*X:%02X:00.0", domain_digits, gpu.pci_domain, gpu.pci_bus);
  return text;
}

}  // namespace mimon::fake_nvml
