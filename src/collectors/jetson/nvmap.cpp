#include "collectors/jetson/nvmap.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "collectors/jetson/source.h"

namespace mimon::jetson {
namespace {

/// Takes the last word off the end of `text`.
std::string_view last_word(std::string_view& text) {
  text = trim(text);
  const auto blank = text.find_last_of(" \t");
  const std::string_view word = blank == text.npos ? text : text.substr(blank + 1);
  text.remove_suffix(word.size());
  text = trim(text);
  return word;
}

std::optional<double> bytes(std::string_view size) {
  if (size.empty()) return std::nullopt;
  double unit = 0;
  switch (size.back()) {
    case 'K':
      unit = 1024.0;
      break;
    case 'M':
      unit = 1024.0 * 1024;
      break;
    case 'G':
      unit = 1024.0 * 1024 * 1024;
      break;
    default:
      return std::nullopt;
  }
  size.remove_suffix(1);
  const auto number = parse_number<std::uint64_t>(size);
  if (!number) return std::nullopt;
  return static_cast<double>(*number) * unit;
}

std::optional<GpuProcess> parse_client(std::string_view line) {
  const std::string_view size = last_word(line);
  const auto pid = parse_number<std::int32_t>(last_word(line));
  const std::string_view client = next_word(line);
  const std::string_view name = trim(line);
  if (!pid || *pid <= 0 || client.empty() || name.empty()) return std::nullopt;
  GpuProcess process;
  process.pid = *pid;
  process.type = GpuProcess::Type::compute_and_graphics;
  process.gpu_memory_used = bytes(size);
  process.name = to_utf8(name);
  return process;
}

void add(std::vector<GpuProcess>& processes, GpuProcess process) {
  const auto same = std::find_if(processes.begin(), processes.end(),
                                 [&](const GpuProcess& known) { return known.pid == process.pid; });
  if (same == processes.end()) {
    processes.push_back(std::move(process));
  } else if (same->gpu_memory_used && process.gpu_memory_used) {
    *same->gpu_memory_used += *process.gpu_memory_used;
  } else {
    same->gpu_memory_used.reset();
  }
}

}  // namespace

std::vector<GpuProcess> parse_nvmap_clients(std::string_view text) {
  std::vector<GpuProcess> processes;
  while (!text.empty()) {
    if (auto process = parse_client(next_line(text))) add(processes, std::move(*process));
  }
  std::stable_sort(processes.begin(), processes.end(),
                   [](const GpuProcess& left, const GpuProcess& right) {
                     return left.gpu_memory_used > right.gpu_memory_used;
                   });
  return processes;
}

std::variant<std::vector<GpuProcess>, Absence> read_nvmap_clients(const FileTree& files) {
  const auto text = files.read(join(kDebug, "nvmap/iovmm/clients"));
  if (text) return parse_nvmap_clients(*text);
  const Absence why = absence_of(text.error());
  return why == Absence::unsupported ? debugfs_absence(files) : why;
}

}  // namespace mimon::jetson
