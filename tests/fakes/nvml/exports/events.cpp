#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
namespace abi = mimon::nvml_abi;
using abi::EventData;

namespace {

struct Registration {
  unsigned gpu;
  double since;  ///< events up to here were delivered
  unsigned long long types;
};

}  // namespace

struct mimon::nvml_abi::EventSetOpaque {
  std::mutex mutex;
  std::vector<Registration> registrations;
};

namespace {

constexpr unsigned long long kSupported = abi::kEventXid | abi::kEventSingleBitEcc |
                                          abi::kEventDoubleBitEcc | abi::kEventPerformanceState;

std::optional<EventData> next_of(const Gpu& gpu, Registration& registration, double now) {
  const Event* first = nullptr;
  for (const Event& event : gpu.events) {
    if (event.kind != Event::Kind::xid || event.from <= registration.since) continue;
    if (event.from > now || (first != nullptr && first->from <= event.from)) continue;
    first = &event;
  }
  if (first == nullptr || (registration.types & abi::kEventXid) == 0) return std::nullopt;
  registration.since = first->from;
  return EventData{handle_of(registration.gpu), abi::kEventXid, first->xid,
                   abi::kInstanceNotAvailable, abi::kInstanceNotAvailable};
}

std::optional<EventData> next(abi::EventSetOpaque& set, const Machine& machine) {
  const std::lock_guard lock(set.mutex);
  const double now = machine.clock().now();
  for (Registration& registration : set.registrations) {
    if (auto data = next_of(machine.scenario().gpus[registration.gpu], registration, now)) {
      return data;
    }
  }
  return std::nullopt;
}

// The time-out is real time, whatever clock the scenario plays by.
Return wait(abi::EventSet set, void* data, std::size_t size, unsigned timeout_ms) {
  using std::chrono::milliseconds;
  const auto end = std::chrono::steady_clock::now() + milliseconds(timeout_ms);
  while (true) {
    const auto machine = current_machine();
    if (machine == nullptr) return Return::uninitialized;
    if (set == nullptr || data == nullptr) return Return::invalid_argument;
    if (const auto found = next(*set, *machine)) {
      std::memcpy(data, &*found, size);
      return Return::success;
    }
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= left.zero()) return Return::timeout;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, milliseconds(20)));
  }
}

}  // namespace

FAKE_NVML_EXPORT(nvmlEventSetCreate, EventSetCreateFn);
FAKE_NVML_EXPORT(nvmlEventSetFree, EventSetFreeFn);
FAKE_NVML_EXPORT(nvmlDeviceGetSupportedEventTypes, DeviceGetSupportedEventTypesFn);
FAKE_NVML_EXPORT(nvmlDeviceRegisterEvents, DeviceRegisterEventsFn);
FAKE_NVML_EXPORT(nvmlEventSetWait, EventSetWaitFn);
FAKE_NVML_EXPORT(nvmlEventSetWait_v2, EventSetWaitFn);

extern "C" {

Return nvmlEventSetCreate(abi::EventSet* set) {
  if (current_machine() == nullptr) return Return::uninitialized;
  if (set == nullptr) return Return::invalid_argument;
  *set = std::make_unique<abi::EventSetOpaque>().release();
  return Return::success;
}

Return nvmlEventSetFree(abi::EventSet set) {
  if (set == nullptr) return Return::invalid_argument;
  const std::unique_ptr<abi::EventSetOpaque> owned(set);
  return Return::success;
}

Return nvmlDeviceGetSupportedEventTypes(Device device, unsigned long long* types) {
  return answer(device, Group::events, types, [](const Target&) { return kSupported; });
}

Return nvmlDeviceRegisterEvents(Device device, unsigned long long types, abi::EventSet set) {
  return on_gpu(device, Group::events, [&](const Target& target) {
    if (set == nullptr) return Return::invalid_argument;
    if ((types & ~kSupported) != 0) return Return::not_supported;
    const std::lock_guard lock(set->mutex);
    set->registrations.push_back({target.index, target.now, types});
    return Return::success;
  });
}

Return nvmlEventSetWait(abi::EventSet set, EventData* data, unsigned timeout_ms) {
  return wait(set, data, offsetof(EventData, gpu_instance_id), timeout_ms);
}

Return nvmlEventSetWait_v2(abi::EventSet set, EventData* data, unsigned timeout_ms) {
  return wait(set, data, sizeof(EventData), timeout_ms);
}

}  // extern "C"
