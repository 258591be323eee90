#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::EccCounterType;
using mimon::nvml_abi::EnableState;
using mimon::nvml_abi::MemoryErrorType;
using mimon::nvml_abi::PageRetirementCause;
using mimon::nvml_abi::RowRemapperHistogram;

namespace {

unsigned long long errors(const Target& target, MemoryErrorType type, EccCounterType counter) {
  const Card& card = target.gpu.card;
  const bool corrected = type == MemoryErrorType::corrected;
  unsigned long long count = corrected ? card.ecc_corrected : card.ecc_uncorrected;
  if (counter == EccCounterType::aggregate_count) count += corrected ? 11 : 0;
  for (const Event& event : target.gpu.events) {
    const bool since = event.kind == Event::Kind::ecc && target.now >= event.from;
    if (since && corrected) count += event.count;
  }
  return count;
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetEccMode, DeviceGetEccModeFn);
FAKE_NVML_EXPORT(nvmlDeviceGetTotalEccErrors, DeviceGetTotalEccErrorsFn);
FAKE_NVML_EXPORT(nvmlDeviceGetRemappedRows, DeviceGetRemappedRowsFn);
FAKE_NVML_EXPORT(nvmlDeviceGetRowRemapperHistogram, DeviceGetRowRemapperHistogramFn);
FAKE_NVML_EXPORT(nvmlDeviceGetRetiredPages, DeviceGetRetiredPagesFn);
FAKE_NVML_EXPORT(nvmlDeviceGetRetiredPagesPendingStatus, DeviceGetRetiredPagesPendingStatusFn);

extern "C" {

Return nvmlDeviceGetEccMode(Device device, EnableState* current, EnableState* pending) {
  return on_gpu(device, Group::ecc, [&](const Target& target) {
    if (current == nullptr || pending == nullptr) return Return::invalid_argument;
    if (!target.gpu.card.ecc) return Return::not_supported;
    *current = *pending = EnableState::enabled;
    return Return::success;
  });
}

Return nvmlDeviceGetTotalEccErrors(Device device, MemoryErrorType type, EccCounterType counter,
                                   unsigned long long* count) {
  return answer(device, Group::ecc, count,
                [&](const Target& target) -> std::optional<unsigned long long> {
                  if (!target.gpu.card.ecc) return std::nullopt;
                  return errors(target, type, counter);
                });
}

Return nvmlDeviceGetRemappedRows(Device device, unsigned* correctable, unsigned* uncorrectable,
                                 unsigned* pending, unsigned* failure) {
  return on_gpu(device, Group::remapped_rows, [&](const Target& target) {
    if (correctable == nullptr || uncorrectable == nullptr || pending == nullptr ||
        failure == nullptr) {
      return Return::invalid_argument;
    }
    if (!target.gpu.card.remapped_rows) return Return::not_supported;
    *correctable = target.gpu.card.ecc_corrected > 100 ? 1 : 0;
    *uncorrectable = static_cast<unsigned>(target.gpu.card.ecc_uncorrected);
    *pending = *failure = 0;
    return Return::success;
  });
}

Return nvmlDeviceGetRowRemapperHistogram(Device device, RowRemapperHistogram* banks) {
  return answer(device, Group::remapped_rows, banks,
                [](const Target& target) -> std::optional<RowRemapperHistogram> {
                  if (!target.gpu.card.remapped_rows) return std::nullopt;
                  return RowRemapperHistogram{640, 0, 0, 0, 0};
                });
}

Return nvmlDeviceGetRetiredPages(Device device, PageRetirementCause cause, unsigned* count,
                                 unsigned long long* addresses) {
  return on_gpu(device, Group::retired_pages, [&](const Target& target) {
    if (count == nullptr) return Return::invalid_argument;
    if (!target.gpu.card.retired_pages) return Return::not_supported;
    const bool single = cause == PageRetirementCause::multiple_single_bit;
    const unsigned pages = single ? 2 : 0;
    const unsigned room = *count;
    *count = pages;
    if (room < pages) return Return::insufficient_size;
    if (pages > 0 && addresses == nullptr) return Return::invalid_argument;
    for (unsigned i = 0; i < pages; ++i) addresses[i] = 0x35d000 + 0x1000ull * i;
    return Return::success;
  });
}

Return nvmlDeviceGetRetiredPagesPendingStatus(Device device, EnableState* pending) {
  return answer(device, Group::retired_pages, pending,
                [](const Target& target) -> std::optional<EnableState> {
                  if (!target.gpu.card.retired_pages) return std::nullopt;
                  return EnableState::disabled;
                });
}

}  // extern "C"
