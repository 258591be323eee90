#include "collectors/nvidia/nvml_events.h"

#include "collectors/nvidia/nvml_return.h"
#include "collectors/nvidia/nvml_row_values.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

/// A card in distress may send events without end; the rest is taken the next time.
constexpr int kMostEvents = 64;

}  // namespace

void NvmlEvents::read(abi::Device device, MonoTime now) {
  if (!set_) {
    if (now < retry_at_) return;
    const abi::Return code = listen(device);
    if (code != abi::Return::success) {
      absence_ = absence_of(code);
      if (is_final(code)) retry_at_ = now + NvmlRowValues::kRetryRefused;
      return;
    }
    absence_.reset();
  }
  for (int i = 0; i < kMostEvents; ++i) {
    abi::EventData event{};
    if (nvml_.event_set_wait(set_.get(), &event, 0) != abi::Return::success) return;
    if (event.type != abi::kEventXid) continue;
    last_ = event.data;
    ++count_;
  }
}

abi::Return NvmlEvents::listen(abi::Device device) {
  if (!nvml_.event_set_create || !nvml_.event_set_free || !nvml_.register_events ||
      !nvml_.event_set_wait) {
    return abi::Return::function_not_found;
  }
  if (nvml_.supported_events) {
    unsigned long long types = 0;
    const abi::Return code = nvml_.supported_events(device, &types);
    if (code != abi::Return::success) return code;
    if ((types & abi::kEventXid) == 0) return abi::Return::not_supported;
  }
  abi::EventSet created = nullptr;
  abi::Return code = nvml_.event_set_create(&created);
  if (code != abi::Return::success) return code;
  SetPtr set(created, nvml_.event_set_free);
  code = nvml_.register_events(device, abi::kEventXid, created);
  if (code == abi::Return::success) set_ = std::move(set);
  return code;
}

void NvmlEvents::write(Values& values) const {
  if (absence_) return write_absent(values, *absence_);
  values.set(gpu::kXidLast, last_ ? std::optional<double>(*last_) : std::nullopt,
             Absence::not_ready);
  values.set(gpu::kXidCount, static_cast<double>(count_));
}

void NvmlEvents::write_absent(Values& values, Absence why) const {
  const Absence absence = absence_ && is_lasting(*absence_) ? *absence_ : why;
  values.set(gpu::kXidLast, absence);
  values.set(gpu::kXidCount, absence);
}

}  // namespace mimon::nvidia
