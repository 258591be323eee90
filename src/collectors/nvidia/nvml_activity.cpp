#include "collectors/nvidia/nvml_activity.h"

#include <utility>

#include "collectors/nvidia/nvml_return.h"
#include "collectors/nvidia/nvml_row_values.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

struct ActivityRow {
  const MetricSpec* spec;
  unsigned metric;
};

constexpr ActivityRow kRows[] = {
    {&gpu::kSmActivity, abi::kGpmSmUtil},
    {&gpu::kSmOccupancy, abi::kGpmSmOccupancy},
    {&gpu::kTensorActivity, abi::kGpmAnyTensorUtil},
    {&gpu::kDramActivity, abi::kGpmDramBandwidthUtil},
    {&gpu::kFp64Activity, abi::kGpmFp64Util},
    {&gpu::kFp32Activity, abi::kGpmFp32Util},
    {&gpu::kFp16Activity, abi::kGpmFp16Util},
};

constexpr ActivityRow kInstanceRow = {&gpu::kUtilization, abi::kGpmGraphicsUtil};

bool sensible(double percent) {
  return percent >= 0 && percent <= 100;
}

}  // namespace

NvmlActivity::NvmlActivity(const NvmlFunctions& nvml, std::optional<unsigned> gpu_instance)
    : nvml_(nvml), gpu_instance_(gpu_instance) {
  if (gpu_instance) latest_.push_back({kInstanceRow.spec, kInstanceRow.metric});
  for (const ActivityRow& row : kRows) latest_.push_back({row.spec, row.metric});
}

void NvmlActivity::read(abi::Device gpu, MonoTime now) {
  if (now < retry_at_ || (last_taken_ && now - *last_taken_ < kShortestGap)) return;
  abi::Return code = prepare(gpu);
  if (code == abi::Return::success) code = take(gpu);
  if (code != abi::Return::success) return fail(code, now);
  const bool have_two = last_taken_.has_value();
  last_taken_ = now;
  if (have_two) code = compute();
  if (code != abi::Return::success) fail(code, now);
}

abi::Return NvmlActivity::prepare(abi::Device gpu) {
  if (older_ && newer_) return abi::Return::success;
  if (!nvml_.gpm_support || !nvml_.gpm_sample_alloc || !nvml_.gpm_sample_free ||
      !nvml_.gpm_metrics_get ||
      !(gpu_instance_ ? nvml_.gpm_mig_sample_get != nullptr : nvml_.gpm_sample_get != nullptr)) {
    return abi::Return::function_not_found;
  }
  abi::GpmSupport support{abi::kGpmSupportVersion, 0};
  abi::Return code = nvml_.gpm_support(gpu, &support);
  if (code != abi::Return::success) return code;
  if (support.is_supported_device == 0) return abi::Return::not_supported;
  for (SamplePtr* slot : {&older_, &newer_}) {
    abi::GpmSample sample = nullptr;
    code = nvml_.gpm_sample_alloc(&sample);
    if (code != abi::Return::success) return code;
    *slot = SamplePtr(sample, nvml_.gpm_sample_free);
  }
  request_ = std::make_unique<abi::GpmMetricsGet>();
  return abi::Return::success;
}

abi::Return NvmlActivity::take(abi::Device gpu) {
  std::swap(older_, newer_);
  return gpu_instance_ ? nvml_.gpm_mig_sample_get(gpu, *gpu_instance_, newer_.get())
                       : nvml_.gpm_sample_get(gpu, newer_.get());
}

abi::Return NvmlActivity::compute() {
  request_->version = abi::kGpmMetricsGetVersion;
  request_->metric_count = static_cast<unsigned>(latest_.size());
  request_->sample1 = older_.get();
  request_->sample2 = newer_.get();
  for (std::size_t i = 0; i < latest_.size(); ++i) {
    request_->metrics[i] = {};
    request_->metrics[i].metric_id = latest_[i].metric;
  }
  const abi::Return code = nvml_.gpm_metrics_get(request_.get());
  if (code != abi::Return::success) return code;
  for (std::size_t i = 0; i < latest_.size(); ++i) {
    const abi::GpmMetric& metric = request_->metrics[i];
    Latest& latest = latest_[i];
    latest.value.reset();
    latest.absence = Absence::invalid;
    if (metric.result != abi::Return::success) {
      latest.absence = absence_of(metric.result);
    } else if (sensible(metric.value)) {
      latest.value = metric.value;
    }
  }
  return code;
}

void NvmlActivity::fail(abi::Return code, MonoTime now) {
  last_taken_.reset();
  for (Latest& latest : latest_) {
    latest.value.reset();
    latest.absence = absence_of(code);
  }
  if (is_final(code)) retry_at_ = now + NvmlRowValues::kRetryRefused;
}

void NvmlActivity::reset() {
  last_taken_.reset();
  for (Latest& latest : latest_) {
    latest.value.reset();
    if (!is_lasting(latest.absence)) latest.absence = Absence::not_ready;
  }
}

void NvmlActivity::write(Values& values) const {
  for (const Latest& latest : latest_) values.set(*latest.spec, latest.value, latest.absence);
}

void NvmlActivity::write_absent(Values& values, Absence why) const {
  for (const Latest& latest : latest_) {
    const bool keep = !latest.value && is_lasting(latest.absence);
    values.set(*latest.spec, keep ? latest.absence : why);
  }
}

}  // namespace mimon::nvidia
