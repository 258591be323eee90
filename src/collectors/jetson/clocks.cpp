#include "collectors/jetson/clocks.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace mimon::jetson {
namespace {

constexpr Scale kMegahertz{.factor = 1e-6, .max = 1e5};

std::string debug(std::string_view path) {
  return join(kDebug, path);
}

/// The memory controller's devfreq device, where there is one: readable by everyone.
std::string memory_devfreq(const FileTree& files) {
  for (const std::string& device : entries(files, "/sys/class/devfreq")) {
    if (device.ends_with(".emc") || device.ends_with("/bwmgr")) return device;
  }
  return "/sys/class/devfreq/emc";
}

std::string memory_clock_file(const FileTree& files) {
  return first_existing(
      files, {debug("bpmp/debug/clk/emc/rate"), debug("clk/emc/clk_rate"),
              debug("clk/override.emc/clk_rate"), join(memory_devfreq(files), "cur_freq")});
}

Source clock_source(const FileTree& files, const std::string& path) {
  if (path.empty()) return absent(debugfs_absence(files));
  return from_file(files, path, kMegahertz);
}

/// One video engine: its clock, and the file that says whether it runs.
struct Engine {
  Number clock;
  CachedFile running;

  /// 0 while it is stopped.
  Found read() {
    const auto state = running.read();
    if (!state) return {std::nullopt, absence_of(state.error())};
    return state->starts_with("0") || state->starts_with("suspended") ? Found{0.0} : clock.read();
  }
};

struct EngineFiles {
  std::string clock, clock_max, running;
};

bool is_video(std::string_view name) {
  return name.starts_with("nvenc") || name.starts_with("nvdec") || name.starts_with("msenc");
}

std::vector<EngineFiles> video_engines(const FileTree& files) {
  std::vector<EngineFiles> engines;
  for (const std::string& clock : entries(files, debug("clk"))) {
    const std::string_view name = std::string_view(clock).substr(clock.rfind('/') + 1);
    if (!is_video(name) || name.find('.') != name.npos) continue;
    engines.push_back({clock + "/clk_rate", clock + "/clk_max_rate", clock + "/clk_enable_count"});
  }
  if (!engines.empty()) return engines;
  for (const std::string& device : entries(files, "/sys/class/devfreq")) {
    if (!is_video(std::string_view(device).substr(device.rfind('.') + 1))) continue;
    engines.push_back(
        {device + "/cur_freq", device + "/max_freq", device + "/device/power/runtime_status"});
  }
  return engines;
}

/// The highest value that any of `sources` has; why there is none, where none has one.
Source highest(std::vector<Source> sources) {
  return [sources = std::move(sources)] {
    Found best;
    for (const Source& source : sources) {
      const Found found = source();
      if (!best.value || found.value > best.value) best = found;
    }
    return best;
  };
}

}  // namespace

Source memory_clock(const FileTree& files) {
  return clock_source(files, memory_clock_file(files));
}

Source memory_clock_max(const FileTree& files) {
  return clock_source(
      files, first_existing(
                 files, {debug("bpmp/debug/clk/emc/max_rate"), debug("tegra_bwmgr/emc_max_rate"),
                         debug("clk/emc/clk_max_rate"), join(memory_devfreq(files), "max_freq")}));
}

Source memory_activity(const FileTree& files) {
  const std::string activity =
      first_existing(files, {debug("cactmon/mc_all"), "/sys/kernel/actmon_avg_activity/mc_all"});
  const std::string clock = memory_clock_file(files);
  if (activity.empty() || clock.empty()) return absent(debugfs_absence(files));
  const auto busy = std::make_shared<Number>(files, activity, Scale{.factor = 1e-3});
  const auto all = std::make_shared<Number>(files, clock, kMegahertz);
  return [busy, all] {
    const Found part = busy->read();
    const Found whole = all->read();
    if (!part.value) return part;
    if (!whole.value) return whole;
    if (*whole.value <= 0) return Found{std::nullopt, Absence::invalid};
    const double percent = 100 * *part.value / *whole.value;
    // The clock may have fallen since the count was taken.
    return percent < 200 ? Found{std::min(percent, 100.0)} : Found{std::nullopt, Absence::invalid};
  };
}

Source video_clock(const FileTree& files) {
  std::vector<Source> sources;
  for (const EngineFiles& engine : video_engines(files)) {
    auto reader = std::make_shared<Engine>(
        Engine{Number(files, engine.clock, kMegahertz), CachedFile(files, engine.running)});
    sources.emplace_back([reader] { return reader->read(); });
  }
  return sources.empty() ? absent(debugfs_absence(files)) : highest(std::move(sources));
}

Source video_clock_max(const FileTree& files) {
  std::vector<Source> sources;
  for (const EngineFiles& engine : video_engines(files)) {
    sources.push_back(from_file(files, engine.clock_max, kMegahertz));
  }
  return sources.empty() ? absent(debugfs_absence(files)) : highest(std::move(sources));
}

}  // namespace mimon::jetson
