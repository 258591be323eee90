#include "collectors/nvidia/nvml_reader.h"

#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace mimon::nvidia {
namespace {

MemoryReading make_reading(unsigned long long total, unsigned long long used,
                           unsigned long long free) {
  // More than 2^50 bytes is no GPU's memory but a driver's way of saying that it does not know.
  constexpr unsigned long long kMost = 1ull << 50;
  MemoryReading reading;
  reading.code = abi::Return::success;
  if (total > kMost) return reading;
  reading.total = static_cast<double>(total);
  if (used <= total) reading.used = static_cast<double>(used);
  if (free <= total) reading.free = static_cast<double>(free);
  return reading;
}

}  // namespace

MemoryReading MemorySource::read(const NvmlFunctions& nvml, abi::Device device) {
  abi::Return code = abi::Return::function_not_found;
  if (v2_ && nvml.memory_v2) {
    abi::MemoryV2 memory{};
    memory.version = abi::kMemoryV2Version;
    code = nvml.memory_v2(device, &memory);
    if (code == abi::Return::success) {
      MemoryReading reading = make_reading(memory.total, memory.used, memory.free);
      reading.has_reserved = true;
      if (memory.reserved <= memory.total) {
        reading.reserved = static_cast<double>(memory.reserved);
      }
      return reading;
    }
  }
  if (is_final(code) && code != abi::Return::no_permission && nvml.memory) {
    abi::Memory memory{};
    code = nvml.memory(device, &memory);
    if (code == abi::Return::success) {
      v2_ = false;
      return make_reading(memory.total, memory.used, memory.free);
    }
  }
  if (code == abi::Return::not_supported) {
    if (const auto host = read_host()) return *host;
  }
  return {.code = code};
}

std::optional<MemoryReading> MemorySource::read_host() {
  const auto content = meminfo_.read();
  if (!content) return std::nullopt;
  std::string_view text = *content;
  std::optional<std::uint64_t> total;
  std::optional<std::uint64_t> available;
  while (!text.empty() && !(total && available)) {
    std::string_view line = next_line(text);
    const std::string_view key = next_word(line);
    if (key == "MemTotal:") total = next_number<std::uint64_t>(line);
    if (key == "MemAvailable:") available = next_number<std::uint64_t>(line);
  }
  if (!total || !available || *available > *total) return std::nullopt;
  unified_ = true;
  return make_reading(*total * 1024, (*total - *available) * 1024, *available * 1024);
}

const NvmlReader::Utilization& NvmlReader::utilization() {
  if (!utilization_) {
    utilization_ = Utilization();
    utilization_->code = nvml.utilization ? nvml.utilization(device, &utilization_->rates)
                                          : abi::Return::function_not_found;
  }
  return *utilization_;
}

const MemoryReading& NvmlReader::memory() {
  if (!memory_) memory_ = memory_source_.read(nvml, device);
  return *memory_;
}

const RemappedRows& NvmlReader::remapped_rows() {
  if (!remapped_rows_) {
    RemappedRows& rows = remapped_rows_.emplace();
    rows.code = nvml.remapped_rows
                    ? nvml.remapped_rows(device, &rows.correctable, &rows.uncorrectable,
                                         &rows.pending, &rows.failed)
                    : abi::Return::function_not_found;
  }
  return *remapped_rows_;
}

}  // namespace mimon::nvidia
