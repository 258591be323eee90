#pragma once

#include <string>

#include "collectors/nvidia/nvml_functions.h"
#include "metrics/absence.h"

namespace mimon::nvidia {

/// What the absence of a value is, when its call answered `code`; not for `success`.
[[nodiscard]] Absence absence_of(abi::Return code);

/// The hardware or driver will not give it however often it is asked (or not without more rights).
[[nodiscard]] constexpr bool is_final(abi::Return code) {
  return code == abi::Return::not_supported || code == abi::Return::function_not_found ||
         code == abi::Return::no_permission || code == abi::Return::argument_version_mismatch ||
         code == abi::Return::deprecated;
}

/// The device never gives the value, or never to this process.
[[nodiscard]] constexpr bool is_lasting(Absence absence) {
  return absence == Absence::unsupported || absence == Absence::denied;
}

/// The GPU does not work any more: it fell off the bus, or waits for a reset.
[[nodiscard]] constexpr bool is_lost(abi::Return code) {
  return code == abi::Return::gpu_is_lost || code == abi::Return::reset_required;
}

/// The driver went away or was replaced: the library must be loaded anew.
[[nodiscard]] constexpr bool is_driver_gone(abi::Return code) {
  return code == abi::Return::uninitialized || code == abi::Return::driver_not_loaded ||
         code == abi::Return::lib_rm_version_mismatch;
}

/// One sentence in plain words on why the driver cannot be used, with what to do about it.
[[nodiscard]] std::string describe_driver(abi::Return code, const NvmlFunctions& nvml);

/// One sentence in plain words on what happened to a GPU.
[[nodiscard]] std::string describe_device(abi::Return code, const NvmlFunctions& nvml);

}  // namespace mimon::nvidia
