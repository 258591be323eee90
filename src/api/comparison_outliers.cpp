#include "api/comparison_outliers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "metrics/gpu_metrics.h"

namespace mimon::api {
namespace {

using Samples = std::vector<const DeviceSample*>;

constexpr double kBusy = 30;         // per cent of utilisation
constexpr double kClockShare = 0.9;  // of the peers' clock
constexpr double kHotter = 10;       // degrees Celsius
constexpr std::uint64_t kPowerCap = 0x4;
constexpr std::uint64_t kSlowdowns = 0x8 | 0x20 | 0x40 | 0x80;

std::string text(double value) {
  return std::to_string(std::llround(value));
}

bool works(const DeviceSample& gpu) {
  const auto utilization = gpu.values.get(gpu::kUtilization);
  return gpu.state == DeviceState::ok && utilization && *utilization >= kBusy;
}

Samples peers_of(const DeviceSample& gpu, const Samples& gpus) {
  Samples peers;
  for (const DeviceSample* other : gpus) {
    if (other != &gpu && other->device->name == gpu.device->name && works(*other)) {
      peers.push_back(other);
    }
  }
  return peers;
}

std::optional<double> median(const MetricSpec& spec, const Samples& gpus) {
  std::vector<double> values;
  for (const DeviceSample* gpu : gpus) {
    if (const auto value = gpu->values.get(spec)) values.push_back(*value);
  }
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Absent where the driver does not tell.
std::optional<std::uint64_t> reasons_of(const DeviceSample& gpu) {
  const auto reasons = gpu.values.get(gpu::kThrottleReasons);
  if (!reasons) return std::nullopt;
  return static_cast<std::uint64_t>(*reasons);
}

/// The help of the reason that slows this GPU and not most of its peers; empty for none.
std::string_view own_slowdown(const DeviceSample& gpu, const Samples& peers, std::uint64_t among) {
  const auto own = reasons_of(gpu);
  if (!own) return {};
  for (const Flag& flag : gpu::throttle_flags()) {
    if (!(flag.bit & among & *own)) continue;
    const auto unlike = std::count_if(peers.begin(), peers.end(), [&](const DeviceSample* peer) {
      const auto reasons = reasons_of(*peer);
      return reasons && (*reasons & flag.bit) == 0;
    });
    if (2 * static_cast<std::size_t>(unlike) > peers.size()) return flag.help;
  }
  return {};
}

/// What is compared of one GPU with its peers.
struct Check {
  const DeviceSample& gpu;
  const Samples& peers;
  std::vector<Outlier>& found;

  /// True where the pace is lower.
  bool clock() const {
    const auto value = gpu.values.get(gpu::kClockGpu);
    const auto typical = median(gpu::kClockGpu, peers);
    if (!value || !typical || *value >= kClockShare * *typical) return false;
    std::string reason = "The GPU clock, " + text(*value) + " MHz, is " +
                         text(100 - 100 * *value / *typical) + "% below that of its peers, " +
                         text(*typical) + " MHz.";
    const auto cause = own_slowdown(gpu, peers, kSlowdowns | kPowerCap);
    if (!cause.empty()) reason.append(" ").append(cause);
    found.push_back({&gpu, "lower_clock", &gpu::kClockGpu, value, typical, reason});
    return true;
  }

  void slowdown() const {
    const auto cause = own_slowdown(gpu, peers, kSlowdowns);
    if (cause.empty()) return;
    found.push_back({&gpu, "throttled", &gpu::kThrottleReasons, std::nullopt, std::nullopt,
                     std::string(cause) + " Its peers are not."});
  }

  void link() const {
    for (const MetricSpec* spec : {&gpu::kPcieWidth, &gpu::kPcieGeneration}) {
      const auto value = gpu.values.get(*spec);
      const auto typical = median(*spec, peers);
      if (!value || !typical || *value >= *typical) continue;
      const bool lanes = spec == &gpu::kPcieWidth;
      found.push_back({&gpu, "narrower_link", spec, value, typical,
                       lanes ? "The PCIe link has " + text(*value) + " lanes; those of its peers " +
                                   "have " + text(*typical) + "."
                             : "The PCIe link runs at generation " + text(*value) +
                                   "; those of its peers at " + text(*typical) + "."});
      return;
    }
  }

  void heat() const {
    const auto value = gpu.values.get(gpu::kTemperature);
    const auto typical = median(gpu::kTemperature, peers);
    if (!value || !typical || *value < *typical + kHotter) return;
    found.push_back({&gpu, "hotter", &gpu::kTemperature, value, typical,
                     "At " + text(*value) + "°C it is " + text(*value - *typical) +
                         "°C hotter than its peers."});
  }
};

}  // namespace

std::vector<Outlier> find_outliers(const std::vector<const DeviceSample*>& gpus) {
  std::vector<Outlier> found;
  for (const DeviceSample* gpu : gpus) {
    if (!works(*gpu)) continue;
    const Samples peers = peers_of(*gpu, gpus);
    const Check check{*gpu, peers, found};
    if (!check.clock()) check.slowdown();
    check.link();
    check.heat();
  }
  return found;
}

}  // namespace mimon::api
