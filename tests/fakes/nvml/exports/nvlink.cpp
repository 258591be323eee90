#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::EnableState;

namespace {

template <typename T>
Return of_link(Device device, unsigned link, T* out, T (*value)(const Card& card)) {
  return on_gpu(device, Group::nvlink, [&](const Target& target) {
    const Card& card = target.gpu.card;
    if (out == nullptr || link >= mimon::nvml_abi::kMaxNvlinks) return Return::invalid_argument;
    if (card.nvlinks == 0) return Return::not_supported;
    if (link >= card.nvlinks) return Return::invalid_argument;
    *out = value(card);
    return Return::success;
  });
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetNvLinkState, DeviceGetNvLinkStateFn);
FAKE_NVML_EXPORT(nvmlDeviceGetNvLinkVersion, DeviceGetNvLinkVersionFn);

extern "C" {

Return nvmlDeviceGetNvLinkState(Device device, unsigned link, EnableState* active) {
  return of_link<EnableState>(device, link, active,
                              [](const Card&) { return EnableState::enabled; });
}

Return nvmlDeviceGetNvLinkVersion(Device device, unsigned link, unsigned* version) {
  return of_link<unsigned>(device, link, version,
                           [](const Card& card) { return card.nvlink_version; });
}

}  // extern "C"
