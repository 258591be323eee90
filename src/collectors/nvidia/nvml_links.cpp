#include "collectors/nvidia/nvml_links.h"

#include <cstdint>

#include "collectors/nvidia/nvml_return.h"
#include "collectors/nvidia/nvml_row_values.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

struct LinkRow {
  const MetricSpec* spec;
  unsigned field;
  unsigned scope;
  double bytes;                              ///< in one unit of the counter
  std::optional<abi::PcieCounter> measured;  ///< the call that stands in for the counter
};

constexpr LinkRow kRows[] = {
    {&gpu::kPcieTx, abi::kFieldPcieTxBytes, 0, 1, abi::PcieCounter::tx_bytes},
    {&gpu::kPcieRx, abi::kFieldPcieRxBytes, 0, 1, abi::PcieCounter::rx_bytes},
    {&gpu::kNvlinkTx, abi::kFieldNvlinkDataTx, abi::kAllLinks, 1024, std::nullopt},
    {&gpu::kNvlinkRx, abi::kFieldNvlinkDataRx, abi::kAllLinks, 1024, std::nullopt},
};

/// The counter; absent where it has 32 bits, since a busy link wraps those many times a second.
std::optional<std::uint64_t> counter_of(const abi::FieldValue& field) {
  switch (field.value_type) {
    case abi::ValueType::unsigned_long:
      return field.value.unsigned_long;
    case abi::ValueType::unsigned_long_long:
      return field.value.unsigned_long_long;
    case abi::ValueType::signed_long_long:
      if (field.value.signed_long_long < 0) return std::nullopt;
      return static_cast<std::uint64_t>(field.value.signed_long_long);
    default:
      return std::nullopt;
  }
}

}  // namespace

NvmlLinks::NvmlLinks() {
  static_assert(std::size(kRows) == kCount);
}

void NvmlLinks::read(const NvmlFunctions& nvml, abi::Device device, MonoTime now,
                     bool may_measure) {
  read_counters(nvml, device, now);
  if (may_measure) measure(nvml, device, now);
}

void NvmlLinks::read_counters(const NvmlFunctions& nvml, abi::Device device, MonoTime now) {
  std::array<abi::FieldValue, kCount> fields{};
  std::array<std::size_t, kCount> rows{};
  std::size_t asked = 0;
  for (std::size_t row = 0; row < kCount; ++row) {
    if (now < latest_[row].retry_at) continue;
    fields[asked].field_id = kRows[row].field;
    fields[asked].scope_id = kRows[row].scope;
    rows[asked++] = row;
  }
  if (asked == 0) return;
  const abi::Return code = nvml.field_values
                               ? nvml.field_values(device, static_cast<int>(asked), fields.data())
                               : abi::Return::function_not_found;
  for (std::size_t i = 0; i < asked; ++i) {
    if (code != abi::Return::success) {
      refuse(latest_[rows[i]], code, now);
    } else {
      take(rows[i], fields[i], now);
    }
  }
}

void NvmlLinks::take(std::size_t row, const abi::FieldValue& field, MonoTime now) {
  Latest& latest = latest_[row];
  if (field.result != abi::Return::success) return refuse(latest, field.result, now);
  const auto counter = counter_of(field);
  if (!counter) return refuse(latest, abi::Return::not_supported, now);
  latest.value = latest.rate.update(*counter, now);
  if (latest.value) latest.value = *latest.value * kRows[row].bytes;
  latest.absence = Absence::not_ready;
}

void NvmlLinks::refuse(Latest& latest, abi::Return code, MonoTime now) {
  latest.rate.reset();
  latest.value.reset();
  latest.absence = absence_of(code);
  if (is_final(code)) latest.retry_at = now + NvmlRowValues::kRetryRefused;
}

void NvmlLinks::measure(const NvmlFunctions& nvml, abi::Device device, MonoTime now) {
  if (!nvml.pcie_throughput || now < measure_retry_at_) return;
  for (std::size_t row = 0; row < kCount; ++row) {
    Latest& latest = latest_[row];
    if (!kRows[row].measured || now >= latest.retry_at) continue;
    unsigned kib = 0;
    const abi::Return code = nvml.pcie_throughput(device, *kRows[row].measured, &kib);
    latest.value.reset();
    latest.absence = code == abi::Return::success ? Absence::invalid : absence_of(code);
    if (code == abi::Return::success && kib != 0xffffffff) latest.value = kib * 1024.0;
    if (is_final(code)) measure_retry_at_ = now + NvmlRowValues::kRetryRefused;
  }
}

void NvmlLinks::reset() {
  for (Latest& latest : latest_) {
    latest.rate.reset();
    latest.value.reset();
    if (!is_lasting(latest.absence)) latest.absence = Absence::not_ready;
  }
}

void NvmlLinks::write(Values& values) const {
  for (std::size_t row = 0; row < kCount; ++row) {
    values.set(*kRows[row].spec, latest_[row].value, latest_[row].absence);
  }
}

void NvmlLinks::write_absent(Values& values, Absence why) const {
  for (std::size_t row = 0; row < kCount; ++row) {
    const Absence absence = latest_[row].absence;
    values.set(*kRows[row].spec, !latest_[row].value && is_lasting(absence) ? absence : why);
  }
}

}  // namespace mimon::nvidia
