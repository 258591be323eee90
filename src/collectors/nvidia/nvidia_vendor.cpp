#include "collectors/nvidia/nvidia_vendor.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collectors/nvidia/gpu_probe.h"
#include "collectors/nvidia/nvidia_gpu.h"
#include "collectors/nvidia/nvml_return.h"
#include "collectors/nvidia/pci_power.h"
#include "collectors/nvidia/sleeping_gpu.h"

namespace mimon::nvidia {
namespace {

constexpr std::string_view kName = "nvidia";

class NvidiaVendor final : public GpuVendor {
 public:
  NvidiaVendor(const FileTree& files, Logger log, std::string library_file,
               std::chrono::milliseconds patience)
      : files_(files),
        log_(std::move(log)),
        failures_(log_),
        file_(std::move(library_file)),
        patience_(patience) {}

  [[nodiscard]] std::string_view name() const override { return kName; }
  [[nodiscard]] Report discover() override;

 private:
  using GpuPtr = std::shared_ptr<NvidiaGpu>;

  [[nodiscard]] bool open();
  void close(abi::Return code);
  [[nodiscard]] abi::Return find_gpus();
  [[nodiscard]] abi::Return probe(const std::vector<unsigned>& indexes);
  void take(const ProbedGpu& probed);
  void note_problem(const ProbedGpu& probed);
  [[nodiscard]] bool sleeps(unsigned index, const std::vector<std::string>& addresses);
  [[nodiscard]] Report make_report() const;
  [[nodiscard]] GpuPtr known_at(unsigned index) const;
  void report(VendorStatus::State state, std::string detail);

  const FileTree files_;
  const Logger log_;
  FailureLog failures_;
  const std::string file_;
  const std::chrono::milliseconds patience_;
  NvmlLibraryPtr library_;
  std::optional<GpuProbes> probes_;
  unsigned count_ = 0;
  std::vector<GpuPtr> gpus_;
  std::map<unsigned, std::shared_ptr<SleepingGpu>> sleeping_;
  std::string problems_;
  VendorStatus status_{std::string(kName), VendorStatus::State::starting, {}, {}};
};

GpuVendor::Report NvidiaVendor::discover() {
  if (library_ || open()) {
    const abi::Return code = find_gpus();
    if (code != abi::Return::success) {
      close(code);
    } else if (count_ == 0) {
      report(VendorStatus::State::ok, "The NVIDIA driver works and finds no GPU.");
    } else {
      report(VendorStatus::State::ok, problems_);
    }
  }
  return make_report();
}

GpuVendor::Report NvidiaVendor::make_report() const {
  Report report{status_, {gpus_.begin(), gpus_.end()}};
  for (const auto& [index, gpu] : sleeping_) report.gpus.push_back(gpu);
  std::sort(report.gpus.begin(), report.gpus.end(), [](const auto& one, const auto& other) {
    return one->device()->index < other->device()->index;
  });
  return report;
}

bool NvidiaVendor::open() {
  NvmlOpened opened = NvmlLibrary::open(file_);
  library_ = std::move(opened.library);
  status_.version = library_ ? library_->driver_version() : std::string();
  if (!library_) {
    report(opened.state, std::move(opened.detail));
    return false;
  }
  probes_.emplace(library_);
  return true;
}

// The library is opened again at the next call, when the GPUs of this report are let go of and
// with them the old library.
void NvidiaVendor::close(abi::Return code) {
  report(VendorStatus::State::failed, describe_driver(code, library_->functions()));
  gpus_.clear();
  sleeping_.clear();
  count_ = 0;
  probes_.reset();
  library_.reset();
  status_.version.clear();
}

// Opening a GPU takes milliseconds even where it is open already, and wakes one that sleeps: known
// ones are looked at again only when the number changes.
abi::Return NvidiaVendor::find_gpus() {
  unsigned count = 0;
  const abi::Return code = library_->functions().count(&count);
  if (code != abi::Return::success) return code;
  const bool changed = count != std::exchange(count_, count);
  const auto addresses = nvidia_pci_addresses(files_);
  std::vector<unsigned> indexes;
  for (unsigned index = 0; index < count; ++index) {
    const GpuPtr known = known_at(index);
    const bool leave = known ? !changed || known->asleep() : sleeps(index, addresses);
    if (!leave) indexes.push_back(index);
  }
  std::erase_if(sleeping_, [&](const auto& entry) { return entry.first >= count; });
  std::erase_if(gpus_, [&](const GpuPtr& gpu) { return gpu->identity().index >= count; });
  return probe(indexes);
}

// NVML numbers the GPUs in the order of their addresses, so where it has as many as the kernel one
// can be told asleep before it is opened. The stand-in's GPUs are not those of a live machine.
bool NvidiaVendor::sleeps(unsigned index, const std::vector<std::string>& addresses) {
  const bool comparable = addresses.size() == count_ && !(library_->simulated() && files_.live());
  if (!comparable || !is_suspended(files_, pci_folder(addresses[index]))) {
    sleeping_.erase(index);
    return false;
  }
  if (!sleeping_.contains(index)) {
    sleeping_[index] = std::make_shared<SleepingGpu>(files_, index, addresses[index]);
  }
  return true;
}

abi::Return NvidiaVendor::probe(const std::vector<unsigned>& indexes) {
  problems_.clear();
  for (const ProbedGpu& probed : probes_->open(indexes, patience_)) {
    if (is_driver_gone(probed.code)) return probed.code;
    if (probed.code == abi::Return::success) {
      take(probed);
    } else if (!known_at(probed.identity.index)) {
      note_problem(probed);
    }
  }
  return abi::Return::success;
}

void NvidiaVendor::take(const ProbedGpu& probed) {
  const GpuIdentity& identity = probed.identity;
  const GpuPtr known = known_at(identity.index);
  if (known && known->identity().uuid == identity.uuid) return;
  std::erase(gpus_, known);
  log_->info("Found GPU {}: {} ({})", identity.index, identity.name, identity.uuid);
  const auto place = std::find_if(gpus_.begin(), gpus_.end(), [&](const GpuPtr& gpu) {
    return gpu->identity().index > identity.index;
  });
  gpus_.insert(place, std::make_shared<NvidiaGpu>(library_, probed.handle, identity, files_, log_));
}

void NvidiaVendor::note_problem(const ProbedGpu& probed) {
  problems_ += (problems_.empty() ? "GPU " : " GPU ") + std::to_string(probed.identity.index);
  problems_ += probed.code == abi::Return::timeout
                   ? ": The driver does not answer."
                   : ": " + describe_device(probed.code, library_->functions());
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
                                              std::string library_file,
                                              std::chrono::milliseconds patience) {
  return std::make_unique<nvidia::NvidiaVendor>(files, std::move(log), std::move(library_file),
                                                patience);
}

}  // namespace mimon
