#include "calls.h"

#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>

namespace mimon::fake_nvml {
namespace {

constexpr std::uintptr_t kMark = 0x4d490000;

void wait_as_told(const Machine& machine, const Gpu& gpu, Group group) {
  const double latency = at(gpu.latency_ms, group);
  if (latency > 0) std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(latency));
  const double now = machine.clock().now();
  for (const Event& event : gpu.events) {
    if (event.kind != Event::Kind::hang || now < event.from || now >= event.to) continue;
    machine.clock().wait_until(now + event.block);
  }
}

bool lost(const Gpu& gpu, double now) {
  for (const Event& event : gpu.events) {
    if (event.kind == Event::Kind::lost && now >= event.from && now < event.to) return true;
  }
  return false;
}

}  // namespace

Device handle_of(unsigned gpu, std::optional<unsigned> mig) {
  const std::uintptr_t value = kMark | gpu << 8 | (mig ? *mig + 1 : 0);
  return reinterpret_cast<Device>(value);
}

bool is_mig_instance(Device device) {
  return (reinterpret_cast<std::uintptr_t>(device) & 0xff) != 0;
}

Admitted admit(Device device, Group group) {
  Admitted admitted;
  admitted.machine = current_machine();
  if (admitted.machine == nullptr) {
    admitted.result = Return::uninitialized;
    return admitted;
  }
  const Machine& machine = *admitted.machine;
  const auto value = reinterpret_cast<std::uintptr_t>(device);
  const std::size_t index = value >> 8 & 0xff;
  const std::size_t mig = value & 0xff;
  admitted.result = Return::invalid_argument;
  if ((value & ~std::uintptr_t{0xffff}) != kMark) return admitted;
  if (index >= machine.scenario().gpus.size()) return admitted;
  const Gpu& gpu = machine.scenario().gpus[index];
  if (mig > gpu.mig.size()) return admitted;
  wait_as_told(machine, gpu, group);
  const double now = machine.clock().now();
  admitted.target.emplace(Target{machine, gpu, static_cast<unsigned>(index),
                                 mig == 0 ? nullptr : &gpu.mig[mig - 1], now});
  admitted.result =
      lost(gpu, now) ? Return::gpu_is_lost : at(gpu.returns, group).value_or(Return::success);
  return admitted;
}

Return copy_text(std::string_view text, char* buffer, unsigned length) {
  if (buffer == nullptr) return Return::invalid_argument;
  if (length <= text.size()) return Return::insufficient_size;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  return Return::success;
}

}  // namespace mimon::fake_nvml
