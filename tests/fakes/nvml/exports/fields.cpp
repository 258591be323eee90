#include <cmath>
#include <span>

#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
namespace abi = mimon::nvml_abi;
using abi::FieldValue;

namespace {

void set_uint(FieldValue& field, double value) {
  field.value_type = abi::ValueType::unsigned_int;
  field.value.unsigned_int = rounded(value);
  field.result = Return::success;
}

void set_uint64(FieldValue& field, double value) {
  field.value_type = abi::ValueType::unsigned_long_long;
  field.value.unsigned_long_long = static_cast<unsigned long long>(value);
  field.result = Return::success;
}

// The driver branch that brought a field.
unsigned since(unsigned id) {
  if (id == abi::kFieldPcieTxBytes || id == abi::kFieldPcieRxBytes) return 555;
  if (id >= abi::kFieldPowerAverage) return 535;
  return 0;
}

void fill_power(const Target& target, FieldValue& field) {
  if (field.scope_id != abi::kPowerScopeGpu) return;
  const Card& card = target.gpu.card;
  switch (field.field_id) {
    case abi::kFieldPowerAverage:
    case abi::kFieldPowerInstant:
      return set_uint(field, target.reading().power_w * 1000);
    case abi::kFieldPowerMinLimit:
      return set_uint(field, card.power_min_w * 1000);
    case abi::kFieldPowerMaxLimit:
      return set_uint(field, card.power_max_w * 1000);
    case abi::kFieldPowerDefaultLimit:
    case abi::kFieldPowerCurrentLimit:
      return set_uint(field, card.power_limit_w * 1000);
    default:
      return;
  }
}

void fill_nvlink(const Target& target, FieldValue& field) {
  const unsigned links = target.gpu.card.nvlinks;
  if (links == 0) return;
  if (field.field_id == abi::kFieldNvlinkLinkCount) return set_uint(field, links);
  if (field.field_id == abi::kFieldNvlinkSpeedCommon) return set_uint(field, 26562);
  const bool all = field.scope_id == abi::kAllLinks;
  if (!all && field.scope_id >= links) {
    field.result = Return::invalid_argument;
    return;
  }
  const bool sent =
      field.field_id == abi::kFieldNvlinkDataTx || field.field_id == abi::kFieldNvlinkRawTx;
  const bool raw = field.field_id >= abi::kFieldNvlinkRawTx;
  const Totals totals = target.totals();
  const double kib = (sent ? totals.nvlink_tx_kib : totals.nvlink_rx_kib) * (raw ? 1.12 : 1);
  set_uint64(field, all ? kib : kib / links);
}

void fill_rows(const Target& target, FieldValue& field) {
  const Card& card = target.gpu.card;
  if (!card.remapped_rows) return;
  const bool uncorrectable = field.field_id == abi::kFieldRemappedUncorrectable;
  set_uint(field, uncorrectable ? static_cast<double>(card.ecc_uncorrected) : 0);
}

void fill_pcie(const Target& target, FieldValue& field) {
  const Totals totals = target.totals();
  const bool sent = field.field_id == abi::kFieldPcieTxBytes;
  const double bytes = sent ? totals.pcie_tx_bytes : totals.pcie_rx_bytes;
  set_uint(field, std::fmod(bytes, 4294967295.0));
}

void fill(const Target& target, FieldValue& field) {
  field.result = Return::not_supported;
  if (target.driver().branch < since(field.field_id)) return;
  switch (field.field_id) {
    case abi::kFieldMemoryTemperature:
      if (target.gpu.card.memory_temperature) set_uint(field, target.reading().memory_temperature);
      return;
    case abi::kFieldTotalEnergy:
      return set_uint64(field, 4.2e12 + target.totals().energy_mj);
    case abi::kFieldPcieReplayCounter:
      return set_uint(field, 0);
    case abi::kFieldNvlinkSpeedCommon:
    case abi::kFieldNvlinkLinkCount:
    case abi::kFieldNvlinkDataTx:
    case abi::kFieldNvlinkDataRx:
    case abi::kFieldNvlinkRawTx:
    case abi::kFieldNvlinkRawRx:
      return fill_nvlink(target, field);
    case abi::kFieldRemappedCorrectable:
    case abi::kFieldRemappedUncorrectable:
    case abi::kFieldRemappedPending:
    case abi::kFieldRemappedFailure:
      return fill_rows(target, field);
    case abi::kFieldPcieTxBytes:
    case abi::kFieldPcieRxBytes:
      return fill_pcie(target, field);
    default:
      return fill_power(target, field);
  }
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetFieldValues, DeviceGetFieldValuesFn);

extern "C" {

Return nvmlDeviceGetFieldValues(Device device, int count, FieldValue* values) {
  return on_gpu(device, Group::fields, [&](const Target& target) {
    if (values == nullptr || count <= 0) return Return::invalid_argument;
    for (FieldValue& field : std::span(values, static_cast<std::size_t>(count))) {
      field.timestamp = target.machine.clock().unix_usec(target.now);
      field.latency_usec = 4;
      fill(target, field);
    }
    return Return::success;
  });
}

}  // extern "C"
