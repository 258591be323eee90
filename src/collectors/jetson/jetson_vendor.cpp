#include "collectors/jetson/jetson_vendor.h"

#include <utility>

#include "collectors/jetson/board.h"
#include "collectors/jetson/board_info.h"
#include "collectors/jetson/jetson_gpu.h"

namespace mimon {
namespace {

class JetsonVendor final : public GpuVendor {
 public:
  JetsonVendor(FileTree files, Logger log) : files_(std::move(files)), log_(std::move(log)) {}

  [[nodiscard]] std::string_view name() const override { return "jetson"; }

  [[nodiscard]] Report discover() override {
    Report report;
    report.status.vendor = name();
    const auto found = jetson::find_integrated_gpu(files_);
    if (!found) {
      gpu_.reset();
      explain_absence(report.status);
      return report;
    }
    if (!gpu_ || gpu_->gpu().device != found->device || gpu_->gpu().devfreq != found->devfreq) {
      gpu_ = std::make_shared<jetson::JetsonGpu>(jetson::Board{files_, *found}, log_);
    }
    report.status.state = VendorStatus::State::ok;
    report.status.version = jetson::l4t_version(files_);
    report.gpus.push_back(gpu_);
    return report;
  }

 private:
  void explain_absence(VendorStatus& status) const {
    status.state = VendorStatus::State::absent;
    if (!jetson::has_tegra_chip(files_)) {
      status.detail = "This machine is not a Jetson.";
    } else if (jetson::has_nvidia_pci_gpu(files_)) {
      status.detail = "This Jetson's GPU is on the PCI bus and read through NVML.";
    } else {
      status.state = VendorStatus::State::failed;
      status.detail = "The GPU does not show in sysfs: its driver, nvgpu, is not loaded.";
    }
  }

  FileTree files_;
  Logger log_;
  std::shared_ptr<jetson::JetsonGpu> gpu_;
};

}  // namespace

bool is_jetson(const FileTree& files) {
  return jetson::has_tegra_chip(files) || jetson::find_integrated_gpu(files).has_value();
}

bool needs_nvml(const FileTree& files) {
  return !is_jetson(files) || jetson::has_nvidia_pci_gpu(files);
}

std::unique_ptr<GpuVendor> make_jetson_vendor(const FileTree& files, Logger log) {
  return std::make_unique<JetsonVendor>(files, std::move(log));
}

}  // namespace mimon
