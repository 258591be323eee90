#include "collectors/nvidia/nvml_return.h"

#include "base/text.h"

namespace mimon::nvidia {
namespace {

std::string library_words(abi::Return code, const NvmlFunctions& nvml) {
  const char* words = nvml.error_string ? nvml.error_string(code) : nullptr;
  const std::string number = "error " + std::to_string(static_cast<int>(code));
  return words ? to_utf8(words) + ", " + number : number;
}

}  // namespace

Absence absence_of(abi::Return code) {
  switch (code) {
    case abi::Return::not_supported:
    case abi::Return::function_not_found:
    case abi::Return::argument_version_mismatch:
    case abi::Return::deprecated:
      return Absence::unsupported;
    case abi::Return::no_permission:
      return Absence::denied;
    case abi::Return::gpu_is_lost:
    case abi::Return::reset_required:
      return Absence::lost;
    case abi::Return::not_ready:
      return Absence::not_ready;
    default:
      return Absence::failed;
  }
}

std::string describe_driver(abi::Return code, const NvmlFunctions& nvml) {
  switch (code) {
    case abi::Return::driver_not_loaded:
      return "The NVIDIA driver is installed but not loaded; load it (modprobe nvidia) or reboot.";
    case abi::Return::lib_rm_version_mismatch:
      return "The NVIDIA driver and its library have different versions (driver/library version "
             "mismatch), as after an upgrade; reload the driver or reboot.";
    case abi::Return::no_permission:
      return "The NVIDIA driver refuses access; this user needs to read and write /dev/nvidiactl "
             "and /dev/nvidia0.";
    case abi::Return::uninitialized:
      return "The NVIDIA driver was unloaded.";
    case abi::Return::function_not_found:
      return "The NVIDIA library is too old to be used.";
    case abi::Return::irq_issue:
      return "The NVIDIA driver does not get the GPU's interrupts; reboot, or check the BIOS.";
    default:
      return "The NVIDIA driver does not work (" + library_words(code, nvml) + ").";
  }
}

std::string describe_device(abi::Return code, const NvmlFunctions& nvml) {
  switch (code) {
    case abi::Return::gpu_is_lost:
      return "The GPU fell off the bus and is not reachable; it needs a reset, or the machine a "
             "restart.";
    case abi::Return::reset_required:
      return "The GPU needs a reset before it can be used again.";
    case abi::Return::no_permission:
      return "No permission to use the GPU; this user needs to read and write its /dev/nvidia "
             "file.";
    default:
      return is_driver_gone(code) ? describe_driver(code, nvml)
                                  : "The GPU does not work (" + library_words(code, nvml) + ").";
  }
}

}  // namespace mimon::nvidia
