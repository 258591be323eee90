#include "collectors/jetson/rows.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "collectors/jetson/clocks.h"
#include "collectors/jetson/fan.h"
#include "collectors/jetson/rails.h"
#include "collectors/jetson/thermal.h"
#include "collectors/jetson/throttle.h"
#include "metrics/gpu_metrics.h"

namespace mimon::jetson {
namespace {

std::optional<double> bytes_of(std::string_view meminfo, std::string_view key) {
  while (!meminfo.empty()) {
    std::string_view line = next_line(meminfo);
    if (next_word(line) != key) continue;
    const auto kib = next_number<std::uint64_t>(line);
    return kib ? std::optional(static_cast<double>(*kib) * 1024) : std::nullopt;
  }
  return std::nullopt;
}

/// The host's memory, which is the GPU's too: all there is, or what is not available of it.
Source host_memory(const FileTree& files, bool used) {
  return [file = std::make_shared<CachedFile>(files, "/proc/meminfo"), used]() -> Found {
    const auto text = file->read();
    if (!text) return {std::nullopt, absence_of(text.error())};
    const auto total = bytes_of(*text, "MemTotal:");
    const auto available = used ? bytes_of(*text, "MemAvailable:") : std::optional(0.0);
    if (!total || !available || *available > *total) return {std::nullopt, Absence::invalid};
    return {*total - *available};
  };
}

Source gpu_clock(const Board& board, std::string_view file) {
  if (board.gpu.devfreq.empty()) return absent(Absence::unsupported);
  return from_file(board.files, join(board.gpu.devfreq, file), {.factor = 1e-6, .max = 1e5});
}

Source of_rail(const Board& board, Source (*read)(const FileTree&, const Rail&)) {
  const auto rail = find_gpu_rail(board.files);
  return rail ? read(board.files, *rail) : absent(Absence::unsupported);
}

/// The engines' clocks say that they run, not how busy they are.
Source not_told(const Board& /*board*/) {
  return absent(Absence::unsupported);
}

constexpr Row kRows[] = {
    // A GPU without power reads 0: it is idle. Reading does not wake it.
    {&gpu::kUtilization, Pace::tick,
     [](const Board& b) {
       return from_file(b.files, join(b.gpu.device, "load"), {.factor = 0.1, .max = 100});
     }},
    {&gpu::kMemoryUtilization, Pace::slow, [](const Board& b) { return memory_activity(b.files); }},
    {&gpu::kMemoryUsed, Pace::tick, [](const Board& b) { return host_memory(b.files, true); }},
    {&gpu::kMemoryTotal, Pace::tick, [](const Board& b) { return host_memory(b.files, false); }},
    {&gpu::kTemperature, Pace::tick, [](const Board& b) { return gpu_temperature(b.files); }},
    {&gpu::kTemperatureMax, Pace::slow,
     [](const Board& b) { return gpu_trip(b.files, "passive"); }},
    {&gpu::kTemperatureShutdown, Pace::slow,
     [](const Board& b) { return gpu_trip(b.files, "critical"); }},
    {&gpu::kPowerUsage, Pace::tick, [](const Board& b) { return of_rail(b, rail_power); }},
    {&gpu::kPowerLimit, Pace::slow, [](const Board& b) { return of_rail(b, rail_limit); }},
    {&gpu::kFanSpeed, Pace::tick, [](const Board& b) { return fan_speed(b.files); }},
    {&gpu::kFanRpm, Pace::tick, [](const Board& b) { return fan_rpm(b.files); }},
    {&gpu::kClockGpu, Pace::tick, [](const Board& b) { return gpu_clock(b, "cur_freq"); }},
    {&gpu::kClockMemory, Pace::slow, [](const Board& b) { return memory_clock(b.files); }},
    {&gpu::kClockVideo, Pace::slow, [](const Board& b) { return video_clock(b.files); }},
    {&gpu::kClockGpuMax, Pace::slow, [](const Board& b) { return gpu_clock(b, "max_freq"); }},
    {&gpu::kClockMemoryMax, Pace::slow, [](const Board& b) { return memory_clock_max(b.files); }},
    {&gpu::kClockVideoMax, Pace::slow, [](const Board& b) { return video_clock_max(b.files); }},
    {&gpu::kEncoder, Pace::slow, not_told},
    {&gpu::kDecoder, Pace::slow, not_told},
    {&gpu::kThrottleReasons, Pace::tick, [](const Board& b) { return throttle_reasons(b.files); }},
};

}  // namespace

std::span<const Row> rows() {
  return kRows;
}

}  // namespace mimon::jetson
