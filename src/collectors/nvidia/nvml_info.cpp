#include "collectors/nvidia/nvml_info.h"

#include <array>
#include <cmath>

#include "base/text.h"
#include "metrics/gpu_info.h"

namespace mimon::nvidia {
namespace {

InfoValue text_or_unknown(std::string text) {
  return text.empty() ? InfoValue() : InfoValue(std::move(text));
}

InfoValue integer(const Answer& answer) {
  if (answer.code != abi::Return::success || std::isnan(answer.value)) return {};
  return static_cast<std::int64_t>(answer.value);
}

InfoValue number(const Answer& answer) {
  if (answer.code != abi::Return::success || std::isnan(answer.value)) return {};
  return answer.value;
}

InfoValue architecture(const NvmlFunctions& nvml, abi::Device device) {
  // NVML_DEVICE_ARCH_*; the gaps are not GPUs.
  constexpr std::array<const char*, 14> kNames = {
      nullptr,  nullptr, "Kepler", "Maxwell",   "Pascal", "Volta", "Turing",
      "Ampere", "Ada",   "Hopper", "Blackwell", nullptr,  nullptr, "Rubin"};
  const Answer answer = ask(1, nvml.architecture, device);
  if (answer.code != abi::Return::success || !(answer.value < kNames.size())) return {};
  const char* name = kNames[static_cast<std::size_t>(answer.value)];
  return name ? InfoValue(std::string(name)) : InfoValue();
}

InfoValue compute_capability(const NvmlFunctions& nvml, abi::Device device) {
  int major = 0;
  int minor = 0;
  if (!nvml.compute_capability ||
      nvml.compute_capability(device, &major, &minor) != abi::Return::success || major < 1) {
    return {};
  }
  return std::to_string(major) + "." + std::to_string(minor);
}

InfoValue mig_mode(const NvmlFunctions& nvml, abi::Device device) {
  unsigned current = 0;
  unsigned pending = 0;
  if (!nvml.mig_mode || nvml.mig_mode(device, &current, &pending) != abi::Return::success) {
    return {};
  }
  return current == 1;
}

InfoValue ecc_mode(const NvmlFunctions& nvml, abi::Device device) {
  auto current = abi::EnableState::disabled;
  auto pending = abi::EnableState::disabled;
  if (!nvml.ecc_mode || nvml.ecc_mode(device, &current, &pending) != abi::Return::success) {
    return {};
  }
  return current == abi::EnableState::enabled;
}

InfoValue persistence_mode(const NvmlFunctions& nvml, abi::Device device) {
  auto state = abi::EnableState::disabled;
  if (!nvml.persistence_mode || nvml.persistence_mode(device, &state) != abi::Return::success) {
    return {};
  }
  return state == abi::EnableState::enabled;
}

std::string pci_bus_id(const NvmlFunctions& nvml, abi::Device device) {
  abi::PciInfo info{};
  if (nvml.pci_info && nvml.pci_info(device, &info) == abi::Return::success) {
    info.bus_id[sizeof info.bus_id - 1] = 0;
    return to_utf8(info.bus_id);
  }
  abi::PciInfoV1 old{};
  if (nvml.pci_info_v1 && nvml.pci_info_v1(device, &old) == abi::Return::success) {
    old.bus_id[sizeof old.bus_id - 1] = 0;
    return to_utf8(old.bus_id);
  }
  return {};
}

void add_memory(Device& device, const MemoryReading& memory, bool unified) {
  InfoValue total;
  InfoValue total_gb;
  if (memory.code == abi::Return::success && !std::isnan(memory.total)) {
    total = static_cast<std::int64_t>(memory.total);
    total_gb = std::round(memory.total / (1 << 30) * 100) / 100;
  }
  device.info.push_back({&gpu::kTotalMemory, total});
  device.info.push_back({&gpu::kTotalMemoryGb, total_gb});
  device.info.push_back({&gpu::kUnifiedMemory, unified});
}

}  // namespace

std::string read_text(abi::DeviceTextFn function, abi::Device device) {
  std::array<char, abi::kNameBufferSize> text{};
  if (!function || function(device, text.data(), text.size()) != abi::Return::success) return {};
  text.back() = 0;
  return to_utf8(trim(text.data()));
}

abi::Return read_identity(const NvmlFunctions& nvml, abi::Device device, unsigned index,
                          GpuIdentity& identity) {
  std::array<char, abi::kUuidBufferSize> uuid{};
  const abi::Return code = nvml.uuid(device, uuid.data(), uuid.size());
  if (code != abi::Return::success) return code;
  uuid.back() = 0;
  identity.index = index;
  identity.uuid = to_utf8(uuid.data());
  identity.name = read_text(nvml.name, device);
  identity.pci_bus_id = pci_bus_id(nvml, device);
  if (identity.name.empty()) identity.name = "NVIDIA GPU";
  return identity.uuid.empty() ? abi::Return::unknown : abi::Return::success;
}

Device describe(const NvmlLibrary& library, const GpuIdentity& identity) {
  Device device;
  device.kind = DeviceKind::gpu;
  device.id = "gpu/" + std::to_string(identity.index);
  device.index = static_cast<int>(identity.index);
  device.name = identity.name;
  device.simulated = library.simulated();
  device.info = {{&gpu::kUuid, identity.uuid},
                 {&gpu::kPciBusId, text_or_unknown(identity.pci_bus_id)},
                 {&gpu::kVendor, "NVIDIA"},
                 {&gpu::kDriverVersion, text_or_unknown(library.driver_version())},
                 {&gpu::kCudaVersion, text_or_unknown(library.cuda_version())}};
  return device;
}

Device describe_fully(const NvmlLibrary& library, abi::Device handle, const GpuIdentity& identity,
                      MemorySource& memory) {
  const NvmlFunctions& nvml = library.functions();
  Device device = describe(library, identity);
  const MemoryReading reading = memory.read(nvml, handle);
  add_memory(device, reading, memory.unified());
  const auto add = [&](const InfoSpec& spec, InfoValue value) {
    device.info.push_back({&spec, std::move(value)});
  };
  const auto clock_max = [&](abi::ClockType type) {
    return integer(ask(1, nvml.clock_max, handle, type));
  };
  add(gpu::kSerial, text_or_unknown(read_text(nvml.serial, handle)));
  add(gpu::kComputeCapability, compute_capability(nvml, handle));
  add(gpu::kArchitecture, architecture(nvml, handle));
  add(gpu::kMemoryBusWidth, integer(ask(1, nvml.memory_bus_width, handle)));
  add(gpu::kMemoryClockMax, clock_max(abi::ClockType::mem));
  add(gpu::kGpuClockMax, clock_max(abi::ClockType::graphics));
  add(gpu::kPowerLimitDefault, number(ask(1e-3, nvml.power_limit_default, handle)));
  // nvml.h on nvmlDeviceGetPowerUsage: the GPU "and its associated circuitry (e.g. memory)".
  if (!memory.unified()) add(gpu::kPowerSource, "The GPU with its memory and circuitry");
  add(gpu::kCores, integer(ask(1, nvml.cores, handle)));
  add(gpu::kVbios, text_or_unknown(read_text(nvml.vbios, handle)));
  add(gpu::kMigMode, mig_mode(nvml, handle));
  add(gpu::kEccMode, ecc_mode(nvml, handle));
  add(gpu::kPersistenceMode, persistence_mode(nvml, handle));
  return device;
}

}  // namespace mimon::nvidia
