#include <memory>
#include <span>

#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
namespace abi = mimon::nvml_abi;

// One snapshot of a device. Taken when `machine` is set.
struct mimon::nvml_abi::GpmSampleOpaque {
  std::shared_ptr<const Machine> machine;
  unsigned gpu = 0;
  std::optional<unsigned> gpu_instance;
  double seconds = 0;
};

namespace {

char kEmpty[] = "";
char kPercent[] = "%";
char kMibPerSecond[] = "MiB/s";

std::optional<double> value_of(unsigned metric, const Reading& reading) {
  const double busy = reading.utilization;
  switch (metric) {
    case abi::kGpmGraphicsUtil:
      return busy;
    case abi::kGpmSmUtil:
      return busy * 0.91;
    case abi::kGpmSmOccupancy:
      return busy * 0.42;
    case abi::kGpmIntegerUtil:
      return busy * 0.16;
    case abi::kGpmAnyTensorUtil:
      return reading.tensor;
    case abi::kGpmDfmaTensorUtil:
      return 0.0;
    case abi::kGpmHmmaTensorUtil:
      return reading.tensor * 0.97;
    case abi::kGpmImmaTensorUtil:
      return reading.tensor * 0.03;
    case abi::kGpmDramBandwidthUtil:
      return reading.memory_utilization;
    case abi::kGpmFp64Util:
      return 0.0;
    case abi::kGpmFp32Util:
      return busy * 0.12;
    case abi::kGpmFp16Util:
      return busy * 0.05;
    case abi::kGpmPcieTxPerSec:
      return reading.pcie_tx_kib_s / 1024;
    case abi::kGpmPcieRxPerSec:
      return reading.pcie_rx_kib_s / 1024;
    case abi::kGpmNvlinkTotalRxPerSec:
      return reading.nvlink_rx_kib_s / 1024;
    case abi::kGpmNvlinkTotalTxPerSec:
      return reading.nvlink_tx_kib_s / 1024;
    default:
      return std::nullopt;
  }
}

void fill(abi::GpmMetric& metric, const Reading& reading) {
  const auto value = value_of(metric.metric_id, reading);
  metric.result = value ? Return::success : Return::not_supported;
  metric.value = value.value_or(0);
  const bool rate = metric.metric_id == abi::kGpmPcieTxPerSec ||
                    metric.metric_id == abi::kGpmPcieRxPerSec ||
                    metric.metric_id >= abi::kGpmNvlinkTotalRxPerSec;
  metric.info = {kEmpty, kEmpty, rate ? kMibPerSecond : kPercent};
}

bool has_instance(const Gpu& gpu, unsigned gpu_instance) {
  for (const MigInstance& mig : gpu.mig) {
    if (mig.gpu_instance == gpu_instance) return true;
  }
  return false;
}

Return take(Device device, std::optional<unsigned> gpu_instance, abi::GpmSample sample) {
  return on_gpu(device, Group::gpm, [&](const Target& target) {
    if (sample == nullptr) return Return::invalid_argument;
    if (!target.gpu.card.gpm) return Return::not_supported;
    if (gpu_instance && !has_instance(target.gpu, *gpu_instance)) return Return::not_found;
    *sample = {current_machine(), target.index, gpu_instance, target.now};
    return Return::success;
  });
}

}  // namespace

FAKE_NVML_EXPORT(nvmlGpmSampleAlloc, GpmSampleAllocFn);
FAKE_NVML_EXPORT(nvmlGpmSampleFree, GpmSampleFreeFn);
FAKE_NVML_EXPORT(nvmlGpmSampleGet, GpmSampleGetFn);
FAKE_NVML_EXPORT(nvmlGpmMigSampleGet, GpmMigSampleGetFn);
FAKE_NVML_EXPORT(nvmlGpmMetricsGet, GpmMetricsGetFn);
FAKE_NVML_EXPORT(nvmlGpmQueryDeviceSupport, GpmQueryDeviceSupportFn);

extern "C" {

Return nvmlGpmSampleAlloc(abi::GpmSample* sample) {
  if (current_machine() == nullptr) return Return::uninitialized;
  if (sample == nullptr) return Return::invalid_argument;
  *sample = std::make_unique<abi::GpmSampleOpaque>().release();
  return Return::success;
}

Return nvmlGpmSampleFree(abi::GpmSample sample) {
  if (sample == nullptr) return Return::invalid_argument;
  const std::unique_ptr<abi::GpmSampleOpaque> owned(sample);
  return Return::success;
}

Return nvmlGpmSampleGet(Device device, abi::GpmSample sample) {
  return take(device, std::nullopt, sample);
}

Return nvmlGpmMigSampleGet(Device device, unsigned gpu_instance, abi::GpmSample sample) {
  return take(device, gpu_instance, sample);
}

Return nvmlGpmMetricsGet(abi::GpmMetricsGet* request) {
  if (current_machine() == nullptr) return Return::uninitialized;
  if (request == nullptr) return Return::invalid_argument;
  if (request->version != abi::kGpmMetricsGetVersion) return Return::argument_version_mismatch;
  if (request->metric_count == 0 || request->metric_count > abi::kGpmMetricMax) {
    return Return::invalid_argument;
  }
  const abi::GpmSample older = request->sample1;
  const abi::GpmSample newer = request->sample2;
  if (older == nullptr || newer == nullptr || older->machine == nullptr ||
      older->machine != newer->machine || older->gpu != newer->gpu ||
      older->gpu_instance != newer->gpu_instance || newer->seconds <= older->seconds) {
    return Return::invalid_argument;
  }
  const double middle = (older->seconds + newer->seconds) / 2;
  const Reading reading = newer->machine->reading(newer->gpu, middle);
  for (abi::GpmMetric& metric : std::span(request->metrics, request->metric_count)) {
    fill(metric, reading);
  }
  return Return::success;
}

Return nvmlGpmQueryDeviceSupport(Device device, abi::GpmSupport* support) {
  return on_gpu(device, Group::gpm, [&](const Target& target) {
    if (support == nullptr) return Return::invalid_argument;
    if (support->version != abi::kGpmSupportVersion) return Return::argument_version_mismatch;
    support->is_supported_device = target.gpu.card.gpm ? 1 : 0;
    return Return::success;
  });
}

}  // extern "C"
