#include "trace.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mimon::fake_nvml {
namespace {

using Field = std::optional<double> TraceRow::*;

struct Column {
  std::string_view name;
  Field field;
};

constexpr Column kColumns[] = {
    {"utilization.gpu", &TraceRow::utilization},
    {"utilization.memory", &TraceRow::memory_utilization},
    {"memory.used", &TraceRow::memory_used_mib},
    {"temperature.gpu", &TraceRow::temperature},
    {"power.draw", &TraceRow::power_w},
    {"clocks.current.graphics", &TraceRow::clock},
    {"clocks.gr", &TraceRow::clock},
    {"clocks.current.memory", &TraceRow::clock_memory},
    {"clocks.mem", &TraceRow::clock_memory},
    {"fan.speed", &TraceRow::fan},
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) {
    const auto first = cell.find_first_not_of(" \t\r");
    const auto last = cell.find_last_not_of(" \t\r");
    result.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return result;
}

// "73", "73 %" and "73.10 W" are numbers, "[N/A]" is none.
std::optional<double> number(const std::string& cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

// "2024/03/01 10:00:00.123" as seconds of a month; a recording doesn't cross one.
std::optional<double> time_of(const std::string& cell) {
  int day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0;
  if (std::sscanf(cell.c_str(), "%*d/%*d/%d %d:%d:%lf", &day, &hour, &minute, &second) == 4) {
    return ((day * 24.0 + hour) * 60.0 + minute) * 60.0 + second;
  }
  return number(cell);
}

using Reader = std::function<void(TraceRow&, unsigned& gpu, const std::string& cell)>;

Reader reader_of(std::string column) {
  column = column.substr(0, column.find(" ["));
  if (column == "timestamp" || column == "seconds") {
    return [](TraceRow& row, unsigned&, const std::string& cell) {
      row.seconds = time_of(cell).value_or(0);
    };
  }
  if (column == "index") {
    return [](TraceRow&, unsigned& gpu, const std::string& cell) {
      gpu = static_cast<unsigned>(number(cell).value_or(0));
    };
  }
  for (const Column& known : kColumns) {
    if (known.name != column) continue;
    return [field = known.field](TraceRow& row, unsigned&, const std::string& cell) {
      row.*field = number(cell);
    };
  }
  return [](TraceRow&, unsigned&, const std::string&) {};
}

}  // namespace

Trace::Trace(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  if (!std::getline(stream, line)) throw std::runtime_error("no trace in " + file.string());
  std::vector<Reader> readers;
  for (const std::string& column : cells(line)) readers.push_back(reader_of(column));
  std::optional<double> start;
  while (std::getline(stream, line)) {
    const std::vector<std::string> values = cells(line);
    if (values.size() < readers.size()) continue;
    TraceRow row;
    unsigned gpu = 0;
    for (std::size_t i = 0; i < readers.size(); ++i) readers[i](row, gpu, values[i]);
    if (!start) start = row.seconds;
    row.seconds -= *start;
    length_ = std::max(length_, row.seconds + 1);
    rows_[gpu].push_back(row);
  }
  if (rows_.empty()) throw std::runtime_error("no lines in the trace " + file.string());
}

std::optional<TraceRow> Trace::at(unsigned gpu, double seconds) const {
  const auto found = rows_.find(gpu);
  if (found == rows_.end()) return std::nullopt;
  const std::vector<TraceRow>& rows = found->second;
  const auto later =
      std::ranges::upper_bound(rows, std::fmod(seconds, length_), {}, &TraceRow::seconds);
  return later == rows.begin() ? rows.front() : *std::prev(later);
}

}  // namespace mimon::fake_nvml
