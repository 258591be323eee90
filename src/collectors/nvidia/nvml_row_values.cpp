#include "collectors/nvidia/nvml_row_values.h"

namespace mimon::nvidia {

NvmlRowValues::NvmlRowValues(std::span<const NvmlRow> rows, std::string device, Logger log)
    : rows_(rows), latest_(rows.size()), device_(std::move(device)), log_(std::move(log)) {}

abi::Return NvmlRowValues::read(NvmlReader& reader, Tier tier, MonoTime now) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].tier != tier || now < latest_[i].retry_at) continue;
    const Answer answer = rows_[i].read(reader);
    if (is_lost(answer.code) || is_driver_gone(answer.code)) return answer.code;
    take(rows_[i], latest_[i], answer, now);
  }
  return abi::Return::success;
}

void NvmlRowValues::take(const NvmlRow& row, Latest& latest, const Answer& answer, MonoTime now) {
  const bool had_failed = !latest.present && latest.absence == Absence::failed;
  latest.present = false;
  if (answer.code == abi::Return::success) {
    latest.present = answer.value >= row.lowest && answer.value <= row.highest;
    latest.value = answer.value;
    latest.absence = Absence::invalid;
  } else {
    latest.absence = absence_of(answer.code);
    if (is_final(answer.code)) latest.retry_at = now + kRetryRefused;
  }
  const bool failed = !latest.present && latest.absence == Absence::failed;
  if (failed == had_failed) return;
  const std::string what = device_ + " " + std::string(row.spec->id);
  if (failed) {
    log_.failed(what, "NVML error " + std::to_string(static_cast<int>(answer.code)));
  } else {
    log_.works(what);
  }
}

std::optional<double> NvmlRowValues::get(const MetricSpec& spec) const {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].spec == &spec && latest_[i].present) return latest_[i].value;
  }
  return std::nullopt;
}

void NvmlRowValues::write(Values& values) const {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (latest_[i].present) {
      values.set(*rows_[i].spec, latest_[i].value);
    } else {
      values.set(*rows_[i].spec, latest_[i].absence);
    }
  }
}

void NvmlRowValues::write_absent(Values& values, Absence why) const {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool keep = !latest_[i].present && is_lasting(latest_[i].absence);
    values.set(*rows_[i].spec, keep ? latest_[i].absence : why);
  }
}

}  // namespace mimon::nvidia
