#include "calls.h"
#include "groups.h"

using namespace mimon::fake_nvml;  // NOLINT: the exports stand at global scope

namespace {

template <typename F>
Return text_of(F&& text, char* buffer, unsigned length) {
  const auto machine = current_machine();
  if (machine == nullptr) return Return::uninitialized;
  return copy_text(text(machine->scenario().driver), buffer, length);
}

Return cuda_version(int* version) {
  const auto machine = current_machine();
  if (machine == nullptr) return Return::uninitialized;
  if (version == nullptr) return Return::invalid_argument;
  *version = machine->scenario().driver.cuda;
  return Return::success;
}

}  // namespace

FAKE_NVML_EXPORT(nvmlInit, InitFn);
FAKE_NVML_EXPORT(nvmlInit_v2, InitFn);
FAKE_NVML_EXPORT(nvmlShutdown, ShutdownFn);
FAKE_NVML_EXPORT(nvmlErrorString, ErrorStringFn);
FAKE_NVML_EXPORT(nvmlSystemGetDriverVersion, SystemGetDriverVersionFn);
FAKE_NVML_EXPORT(nvmlSystemGetNVMLVersion, SystemGetNvmlVersionFn);
FAKE_NVML_EXPORT(nvmlSystemGetCudaDriverVersion, SystemGetCudaDriverVersionFn);
FAKE_NVML_EXPORT(nvmlSystemGetCudaDriverVersion_v2, SystemGetCudaDriverVersionFn);

extern "C" {

/// Not NVML's: tells the daemon that these GPUs are made up.
__attribute__((visibility("default"))) int mimon_fake_nvml_is_simulated() {
  return 1;
}

Return nvmlInit() {
  return open_machine();
}

Return nvmlInit_v2() {
  return open_machine();
}

Return nvmlShutdown() {
  return close_machine();
}

const char* nvmlErrorString(Return result) {
  return return_text(result);
}

Return nvmlSystemGetDriverVersion(char* text, unsigned length) {
  return text_of([](const Driver& driver) { return driver.version; }, text, length);
}

Return nvmlSystemGetNVMLVersion(char* text, unsigned length) {
  return text_of([](const Driver& driver) { return driver.nvml_version; }, text, length);
}

Return nvmlSystemGetCudaDriverVersion(int* version) {
  return cuda_version(version);
}

Return nvmlSystemGetCudaDriverVersion_v2(int* version) {
  return cuda_version(version);
}

}  // extern "C"
