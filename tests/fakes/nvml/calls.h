#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "collectors/nvidia/nvml_abi.h"
#include "machine.h"

// What every exported call goes through: is the library open, is the handle good, what does the
// scenario say of this group of calls at this second.

/// Exports `symbol`, declared with the type that nvml_abi.h gives it: a definition that deviates
/// doesn't compile.
#define FAKE_NVML_EXPORT(symbol, Fn)                                                           \
  extern "C" __attribute__((visibility("default"))) std::remove_pointer_t<mimon::nvml_abi::Fn> \
      symbol

namespace mimon::fake_nvml {

using nvml_abi::Device;
using nvml_abi::Return;

/// The device a call is about. `mig` is null for a GPU itself.
struct Target {
  const Machine& machine;
  const Gpu& gpu;
  unsigned index;
  const MigInstance* mig;
  double now;

  [[nodiscard]] Reading reading() const { return machine.reading(index, now); }
  [[nodiscard]] Totals totals() const { return machine.totals(index, now); }
  [[nodiscard]] const Driver& driver() const { return machine.scenario().driver; }
};

/// Handles are numbers, not addresses: they outlive the machine and are checked on each use.
[[nodiscard]] Device handle_of(unsigned gpu, std::optional<unsigned> mig = std::nullopt);

[[nodiscard]] bool is_mig_instance(Device device);

/// A call's device once the scenario has had its say: blocked, failed or let through.
struct Admitted {
  std::shared_ptr<const Machine> machine;
  std::optional<Target> target;
  Return result = Return::success;
};
[[nodiscard]] Admitted admit(Device device, Group group);

/// `body(target)` on a GPU or a MIG instance.
template <std::invocable<const Target&> F>
Return on_device(Device device, Group group, F&& body) {
  const Admitted admitted = admit(device, group);
  if (admitted.result != Return::success) return admitted.result;
  return std::forward<F>(body)(*admitted.target);
}

/// The same for calls that MIG instances don't support.
template <std::invocable<const Target&> F>
Return on_gpu(Device device, Group group, F&& body) {
  return on_device(device, group, [&](const Target& target) {
    if (target.mig != nullptr) return Return::not_supported;
    return std::forward<F>(body)(target);
  });
}

/// One value of a GPU: `value(target)` is a T, or an optional one (absent: not supported).
template <typename T, std::invocable<const Target&> F>
Return answer(Device device, Group group, T* out, F&& value) {
  return on_gpu(device, group, [&](const Target& target) {
    if (out == nullptr) return Return::invalid_argument;
    const std::optional<T> found = std::forward<F>(value)(target);
    if (!found) return Return::not_supported;
    *out = *found;
    return Return::success;
  });
}

/// Absent for 0: how Card says that it has none.
template <typename T>
[[nodiscard]] std::optional<T> unless_zero(T value) {
  if (value == T{}) return std::nullopt;
  return value;
}

[[nodiscard]] inline unsigned rounded(double value) {
  return static_cast<unsigned>(value < 0 ? 0 : value + 0.5);
}

[[nodiscard]] Return copy_text(std::string_view text, char* buffer, unsigned length);

}  // namespace mimon::fake_nvml
