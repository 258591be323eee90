#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::PcieCounter;

namespace {

std::optional<unsigned> generation(const Target& target) {
  return unless_zero(target.gpu.card.pcie_generation);
}

// An idle link is clocked down.
std::optional<unsigned> generation_now(const Target& target) {
  const auto full = generation(target);
  return full && target.reading().utilization < 2 ? 1u : full;
}

std::optional<unsigned> width(const Target& target) {
  return unless_zero(target.gpu.card.pcie_width);
}

std::optional<unsigned> lane_speed(const Target& target) {
  constexpr unsigned kSpeeds[] = {2500, 5000, 8000, 16000, 32000, 64000};
  const auto now = generation_now(target);
  if (!now || *now > std::size(kSpeeds)) return std::nullopt;
  return kSpeeds[*now - 1];
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetMaxPcieLinkGeneration, DeviceGetMaxPcieLinkGenerationFn);
FAKE_NVML_EXPORT(nvmlDeviceGetCurrPcieLinkGeneration, DeviceGetCurrPcieLinkGenerationFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMaxPcieLinkWidth, DeviceGetMaxPcieLinkWidthFn);
FAKE_NVML_EXPORT(nvmlDeviceGetCurrPcieLinkWidth, DeviceGetCurrPcieLinkWidthFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPcieSpeed, DeviceGetPcieSpeedFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPcieReplayCounter, DeviceGetPcieReplayCounterFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPcieThroughput, DeviceGetPcieThroughputFn);

extern "C" {

Return nvmlDeviceGetMaxPcieLinkGeneration(Device device, unsigned* value) {
  return answer(device, Group::pcie_link, value, generation);
}

Return nvmlDeviceGetCurrPcieLinkGeneration(Device device, unsigned* value) {
  return answer(device, Group::pcie_link, value, generation_now);
}

Return nvmlDeviceGetMaxPcieLinkWidth(Device device, unsigned* value) {
  return answer(device, Group::pcie_link, value, width);
}

Return nvmlDeviceGetCurrPcieLinkWidth(Device device, unsigned* value) {
  return answer(device, Group::pcie_link, value, width);
}

Return nvmlDeviceGetPcieSpeed(Device device, unsigned* value) {
  return answer(device, Group::pcie_link, value, lane_speed);
}

Return nvmlDeviceGetPcieReplayCounter(Device device, unsigned* value) {
  return answer(device, Group::pcie_link, value, [](const Target&) { return 0u; });
}

Return nvmlDeviceGetPcieThroughput(Device device, PcieCounter counter, unsigned* kib_s) {
  if (counter != PcieCounter::tx_bytes && counter != PcieCounter::rx_bytes) {
    return Return::invalid_argument;
  }
  return answer(device, Group::pcie_throughput, kib_s, [&](const Target& target) {
    const Reading reading = target.reading();
    const bool sent = counter == PcieCounter::tx_bytes;
    return rounded(sent ? reading.pcie_tx_kib_s : reading.pcie_rx_kib_s);
  });
}

}  // extern "C"
