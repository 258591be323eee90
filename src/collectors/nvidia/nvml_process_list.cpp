#include "collectors/nvidia/nvml_process_list.h"

#include <algorithm>
#include <cstring>

#include "collectors/nvidia/nvml_return.h"

namespace mimon::nvidia {
namespace {

/// The kernel's PID_MAX_LIMIT.
constexpr unsigned kHighestPid = 4u << 20;
/// Far above the processes that a GPU can hold contexts for.
constexpr unsigned kMostProcesses = 1u << 16;

std::optional<double> checked_memory(unsigned long long bytes, std::optional<double> total) {
  if (bytes == abi::kValueNotAvailable) return std::nullopt;
  const auto memory = static_cast<double>(bytes);
  return total && memory > *total ? std::nullopt : std::optional(memory);
}

bool plausible(unsigned pid) {
  return pid > 0 && pid <= kHighestPid;
}

template <typename Entry>
Entry entry_at(std::span<const std::byte> bytes, std::size_t index, std::size_t stride) {
  Entry entry{};
  std::memcpy(&entry, bytes.data() + index * stride, sizeof entry);
  return entry;
}

std::size_t count_sensible(std::span<const std::byte> bytes, std::size_t count, std::size_t stride,
                           std::optional<double> total) {
  std::size_t sensible = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = entry_at<abi::ProcessInfoV2>(bytes, i, stride);
    const bool memory = entry.used_gpu_memory == abi::kValueNotAvailable ||
                        checked_memory(entry.used_gpu_memory, total).has_value();
    if (plausible(entry.pid) && memory) ++sensible;
  }
  return sensible;
}

std::vector<ListedProcess> decode_v1(std::span<const std::byte> bytes, std::size_t count,
                                     std::optional<double> total) {
  std::vector<ListedProcess> processes;
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = entry_at<abi::ProcessInfoV1>(bytes, i, sizeof(abi::ProcessInfoV1));
    if (!plausible(entry.pid)) continue;
    processes.push_back({.pid = entry.pid, .memory = checked_memory(entry.used_gpu_memory, total)});
  }
  return processes;
}

struct RawList {
  abi::Return code = abi::Return::function_not_found;
  std::vector<std::byte> bytes;
  std::size_t count = 0;
};

/// The list grows while it is asked for, so there is room for more than the driver says.
template <typename Entry>
RawList fetch(abi::Return (*function)(abi::Device, unsigned*, Entry*), abi::Device device) {
  RawList list;
  unsigned room = 64;
  for (int attempt = 0; function && attempt < 5; ++attempt) {
    list.bytes.assign(room * kWidestProcessEntry, std::byte{0});
    unsigned count = room;
    list.code = function(device, &count, reinterpret_cast<Entry*>(list.bytes.data()));
    list.count = std::min(count, room);
    if (list.code != abi::Return::insufficient_size || room >= kMostProcesses) break;
    room = std::min(std::max(count, room) * 3 / 2, kMostProcesses);
  }
  return list;
}

}  // namespace

std::vector<ListedProcess> decode_processes(std::span<const std::byte> bytes, std::size_t count,
                                            std::optional<double> total) {
  const std::size_t documented = sizeof(abi::ProcessInfoV2);
  count = std::min(count, bytes.size() / kWidestProcessEntry);
  const bool wide = count_sensible(bytes, count, kWidestProcessEntry, total) >
                    count_sensible(bytes, count, documented, total);
  std::vector<ListedProcess> processes;
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry =
        entry_at<abi::ProcessInfoV2>(bytes, i, wide ? kWidestProcessEntry : documented);
    if (!plausible(entry.pid)) continue;
    processes.push_back({entry.pid, checked_memory(entry.used_gpu_memory, total),
                         entry.gpu_instance_id, entry.compute_instance_id});
  }
  return processes;
}

ProcessList read_process_list(const ProcessListFunctions& functions, abi::Device device,
                              std::optional<double> total) {
  abi::Return code = abi::Return::function_not_found;
  for (const auto function : {functions.v3, functions.v2}) {
    if (!function) continue;
    const RawList list = fetch(function, device);
    code = list.code;
    if (code != abi::Return::success) {
      if (code == abi::Return::function_not_found) continue;
      return {code, {}};
    }
    auto processes = decode_processes(list.bytes, list.count, total);
    // Nothing in it makes sense: an older version may.
    if (!processes.empty() || list.count == 0) return {code, std::move(processes)};
  }
  if (!functions.v1) return {code, {}};
  const RawList list = fetch(functions.v1, device);
  if (list.code != abi::Return::success) return {list.code, {}};
  return {list.code, decode_v1(list.bytes, list.count, total)};
}

}  // namespace mimon::nvidia
