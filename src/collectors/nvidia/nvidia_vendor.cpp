#include "collectors/nvidia/nvidia_vendor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "collectors/nvidia/nvidia_gpu.h"
#include "collectors/nvidia/nvml_return.h"

namespace mimon::nvidia {
namespace {

constexpr std::string_view kName = "nvidia";

class NvidiaVendor final : public GpuVendor {
 public:
  NvidiaVendor(const FileTree& files, Logger log, std::string library_file)
      : files_(files), log_(std::move(log)), failures_(log_), file_(std::move(library_file)) {}

  [[nodiscard]] std::string_view name() const override { return kName; }
  [[nodiscard]] Report discover() override;

 private:
  using GpuPtr = std::shared_ptr<NvidiaGpu>;

  [[nodiscard]] bool open();
  void close(abi::Return code);
  [[nodiscard]] abi::Return find_gpus();
  [[nodiscard]] abi::Return find_gpu(unsigned index, std::vector<GpuPtr>& found);
  [[nodiscard]] GpuPtr known_at(unsigned index) const;
  void report(VendorStatus::State state, std::string detail);

  const FileTree files_;
  const Logger log_;
  FailureLog failures_;
  const std::string file_;
  NvmlLibraryPtr library_;
  std::vector<GpuPtr> gpus_;
  std::string problems_;
  VendorStatus status_{std::string(kName), VendorStatus::State::starting, {}, {}};
};

GpuVendor::Report NvidiaVendor::discover() {
  if (library_ || open()) {
    problems_.clear();
    const abi::Return code = find_gpus();
    if (code != abi::Return::success) {
      close(code);
    } else if (gpus_.empty() && problems_.empty()) {
      report(VendorStatus::State::ok, "The NVIDIA driver works and finds no GPU");
    } else {
      report(VendorStatus::State::ok, problems_);
    }
  }
  return {status_, {gpus_.begin(), gpus_.end()}};
}

bool NvidiaVendor::open() {
  NvmlOpened opened = NvmlLibrary::open(file_);
  library_ = std::move(opened.library);
  status_.version = library_ ? library_->driver_version() : std::string();
  if (!library_) report(opened.state, std::move(opened.detail));
  return library_ != nullptr;
}

// The library is opened again at the next call, when the GPUs of this report are let go of and
// with them the old library.
void NvidiaVendor::close(abi::Return code) {
  report(VendorStatus::State::failed, describe_driver(code, library_->functions()));
  gpus_.clear();
  library_.reset();
  status_.version.clear();
}

abi::Return NvidiaVendor::find_gpus() {
  unsigned count = 0;
  const abi::Return code = library_->functions().count(&count);
  if (code != abi::Return::success) return code;
  std::vector<GpuPtr> found;
  for (unsigned index = 0; index < count; ++index) {
    const abi::Return one = find_gpu(index, found);
    if (is_driver_gone(one)) return one;
    if (one == abi::Return::success) continue;
    if (const GpuPtr known = known_at(index)) {
      found.push_back(known);
    } else {
      problems_ += (problems_.empty() ? "GPU " : "; GPU ") + std::to_string(index) + ": " +
                   describe_device(one, library_->functions());
    }
  }
  gpus_ = std::move(found);
  return code;
}

abi::Return NvidiaVendor::find_gpu(unsigned index, std::vector<GpuPtr>& found) {
  const GpuPtr known = known_at(index);
  if (known && known->asleep()) {
    found.push_back(known);
    return abi::Return::success;
  }
  const NvmlFunctions& nvml = library_->functions();
  abi::Device handle = nullptr;
  abi::Return code = nvml.handle_by_index(index, &handle);
  if (code != abi::Return::success) return code;
  GpuIdentity identity;
  code = read_identity(nvml, handle, index, identity);
  if (code != abi::Return::success) return code;
  if (known && known->identity().uuid == identity.uuid) {
    found.push_back(known);
  } else {
    log_->info("Found GPU {}: {} ({})", index, identity.name, identity.uuid);
    found.push_back(
        std::make_shared<NvidiaGpu>(library_, handle, std::move(identity), files_, log_));
  }
  return code;
}

NvidiaVendor::GpuPtr NvidiaVendor::known_at(unsigned index) const {
  const auto found = std::find_if(gpus_.begin(), gpus_.end(), [&](const GpuPtr& gpu) {
    return gpu->identity().index == index;
  });
  return found == gpus_.end() ? nullptr : *found;
}

void NvidiaVendor::report(VendorStatus::State state, std::string detail) {
  if (state == VendorStatus::State::failed) failures_.failed(kName, detail);
  if (state == VendorStatus::State::ok) failures_.works(kName);
  status_.state = state;
  status_.detail = std::move(detail);
}

}  // namespace
}  // namespace mimon::nvidia

namespace mimon {

std::unique_ptr<GpuVendor> make_nvidia_vendor(const FileTree& files, Logger log,
                                              std::string library_file) {
  return std::make_unique<nvidia::NvidiaVendor>(files, std::move(log), std::move(library_file));
}

}  // namespace mimon
