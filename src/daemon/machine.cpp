#include "daemon/machine.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <thread>
#include <utility>

#include "base/file_tree.h"
#include "base/text.h"
#include "collectors/all_collectors.h"

namespace mimon {

Result<std::unique_ptr<Sampler>> make_sampler(const Config& config, const Clock& clock,
                                              const Logger& log) {
  const auto interval = parse_interval(config.interval);
  if (!interval) return interval.error();
  std::error_code error;
  if (!std::filesystem::is_directory(config.root, error)) {
    return Error{{}, fmt::format("the root '{}' is not a folder", config.root)};
  }
  if (!config.nvml.empty() && !std::filesystem::exists(config.nvml, error)) {
    return Error{{}, fmt::format("the NVIDIA library '{}' does not exist", config.nvml)};
  }
  const CollectorContext context{FileTree(config.root), log, clock, config.nvml};
  Collectors collectors;
  collectors.host = make_host_collectors(context);
  collectors.slow_host = make_slow_host_collectors(context);
  collectors.vendors = make_gpu_vendors(context);
  collectors.processes = make_process_enricher(context);
  SamplerOptions options;
  options.interval = *interval;
  return std::make_unique<Sampler>(options, clock, log, std::move(collectors));
}

std::string host_name(const Config& config) {
  const FileTree files(config.root);
  for (const std::string_view path : {"/proc/sys/kernel/hostname", "/etc/hostname"}) {
    const auto line = files.read_line(path);
    if (auto name = line ? to_utf8(*line) : std::string(); !name.empty()) return name;
  }
  return "host";
}

SnapshotPtr take_snapshot(Sampler& sampler) {
  constexpr std::chrono::milliseconds kPatience{5000};
  constexpr std::chrono::milliseconds kBetween{500};
  sampler.wait_for_sources(kPatience);
  // Rates need two samples; what is found after a tick goes out with the next.
  for (int i = 0; i < 2; ++i) {
    sampler.tick();
    std::this_thread::sleep_for(kBetween);
  }
  return sampler.tick();
}

}  // namespace mimon
