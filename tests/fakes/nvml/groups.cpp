#include "groups.h"

#include <algorithm>

namespace mimon::fake_nvml {
namespace {

using nvml_abi::Return;

struct Named {
  Return result;
  std::string_view name;
  const char* text;
};

constexpr Named kReturns[] = {
    {Return::success, "SUCCESS", "Success"},
    {Return::uninitialized, "UNINITIALIZED", "Uninitialized"},
    {Return::invalid_argument, "INVALID_ARGUMENT", "Invalid Argument"},
    {Return::not_supported, "NOT_SUPPORTED", "Not Supported"},
    {Return::no_permission, "NO_PERMISSION", "Insufficient Permissions"},
    {Return::already_initialized, "ALREADY_INITIALIZED", "Already Initialized"},
    {Return::not_found, "NOT_FOUND", "Not Found"},
    {Return::insufficient_size, "INSUFFICIENT_SIZE", "Insufficient Size"},
    {Return::insufficient_power, "INSUFFICIENT_POWER", "Insufficient External Power"},
    {Return::driver_not_loaded, "DRIVER_NOT_LOADED", "Driver Not Loaded"},
    {Return::timeout, "TIMEOUT", "Timeout"},
    {Return::irq_issue, "IRQ_ISSUE", "Interrupt Request Issue"},
    {Return::library_not_found, "LIBRARY_NOT_FOUND", "NVML Shared Library Not Found"},
    {Return::function_not_found, "FUNCTION_NOT_FOUND", "Function Not Found"},
    {Return::corrupted_inforom, "CORRUPTED_INFOROM", "Corrupted infoROM"},
    {Return::gpu_is_lost, "GPU_IS_LOST", "GPU is lost"},
    {Return::reset_required, "RESET_REQUIRED", "GPU requires reset"},
    {Return::operating_system, "OPERATING_SYSTEM", "GPU access blocked by the operating system"},
    {Return::lib_rm_version_mismatch, "LIB_RM_VERSION_MISMATCH", "Driver/library version mismatch"},
    {Return::in_use, "IN_USE", "In use by another client"},
    {Return::memory, "MEMORY", "Insufficient Memory"},
    {Return::no_data, "NO_DATA", "No Data"},
    {Return::argument_version_mismatch, "ARGUMENT_VERSION_MISMATCH", "Argument version mismatch"},
    {Return::unknown, "UNKNOWN", "Unknown Error"},
};

}  // namespace

std::optional<Group> group_named(std::string_view name) {
  const auto found = std::ranges::find(kGroupNames, name);
  if (found == kGroupNames.end()) return std::nullopt;
  return static_cast<Group>(found - kGroupNames.begin());
}

std::optional<Return> return_named(std::string_view name) {
  const auto found = std::ranges::find(kReturns, name, &Named::name);
  if (found == std::end(kReturns)) return std::nullopt;
  return found->result;
}

const char* return_text(Return result) {
  const auto found = std::ranges::find(kReturns, result, &Named::result);
  return found == std::end(kReturns) ? "Unknown Error" : found->text;
}

}  // namespace mimon::fake_nvml
